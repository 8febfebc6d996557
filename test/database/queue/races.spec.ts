/** Whoever enters a queue and whoever is served in it go one after another: nobody is passed over because two clerks were quick. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begunReferral } from '../../../db/queries/queue-moments.ts';
import { proveReferral } from '../../../main/queue/replay.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { application } from '../mini-world.ts';
import { acts, PlaceWorld } from '../places/place-world.ts';
import { referenceOf } from './random-queue.ts';

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('entering a queue while it is served, on PostgreSQL', () => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let seats: readonly string[];

  beforeAll(async () => {
    test = await openTestDatabase('postgres');
    world = await PlaceWorld.make(test);
    ({ seats } = await world.addGroup({ capacity: 4 }));
  });
  afterAll(() => test.close());

  /** A child that applied before everybody, approved in the owner's transaction. */
  const earlier = (tx: Parameters<typeof application>[0]) =>
    application(tx, {
      district: world.mini.districts[0],
      status: 'queued',
      wants: [world.kindergarten],
      at: new Date('2020-01-01T00:00:00Z'),
      row: { status_since: new Date() },
    });

  it('an offer waits for an approval under way, and then sees whom it would pass over', async () => {
    const second = await world.family();
    let offered: Promise<string | number> | null = null;
    await world.owner(async (tx) => {
      await earlier(tx);
      offered = world.clerk(...acts.offer(second, world.mini.mine, 1, { seat: seats[0] ?? '' }));
      await wait(400);
    });
    expect(await offered).toBe('referral_in_order');
  });

  it('an approval waits for an offer under way, and the proof says that it came after', async () => {
    const [first] = await world.rows<{ id: string }>(
      `select id from application where submitted_at = '2020-01-01'`,
    );
    const { mine } = world.mini;
    const target = { id: first?.id ?? '' };
    let entered: Promise<unknown> | null = null;
    // The offer holds its queue for a while before it commits; the approval began before it ended.
    const statements = [...acts.offer(target, mine, 1, { seat: seats[1] ?? '' }), 'select pg_sleep(0.5)'];
    const offered = world.clerk(...statements);
    await wait(150);
    entered = world.owner((tx) =>
      application(tx, {
        district: world.mini.districts[0],
        status: 'queued',
        wants: [world.kindergarten],
        at: new Date('2019-01-01T00:00:00Z'),
        row: { status_since: new Date() },
      }),
    );
    expect(await offered).toBe(1);
    await entered;
    const { id } = await world.referralOf(target);
    const reference = await referenceOf(test);
    const proof = await test.desk.read(mine, async (tx) => {
      const referral = await begunReferral(tx, { id });
      if (referral === undefined) throw new Error('REFERRAL');
      return await proveReferral(tx, reference, referral);
    });
    expect(proof).toMatchObject({ verdict: 'was_next', faults: [], place: 1 });
  });
});
