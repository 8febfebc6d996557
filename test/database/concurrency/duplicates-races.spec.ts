/** Two clerks of two districts remove each other's application of one child at the same moment: one stays. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, prepareActs, signPrepared } from '../../fakes/places.ts';

const CHILDREN = 6;
/** Of near names, whom no clerk removes: which of the others stay is left to chance. */
const NEAR = 2;

describe('races over duplicates on PostgreSQL', () => {
  const clock = testClock();
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let here: Client;
  let there: Client;
  let children: readonly string[];
  let near: readonly string[];
  /** The same children's applications in the other district, the later ones. */
  let copies: readonly string[];

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    const made = await addChildren(owner, { wants: [1], children: CHILDREN + NEAR });
    children = made.slice(0, CHILDREN);
    near = made.slice(CHILDREN);
    desks = [await startDesk({ ...office.start, clock }), await startDesk({ ...office.start, clock })];
    [here, there] = desks.map((desk) => desk.port()) as [Client, Client];
    await signIn(here, 'me', { role: 'clerk' });
    const { post } = await signIn(there, 'stranger');
    const district = await owner.read('system', (tx) =>
      tx
        .selectFrom('staff_post')
        .select('district_id')
        .where('id', '=', post.postId)
        .executeTakeFirstOrThrow(),
    );
    const { rows } = await sql<{ id: string }>`
      insert into kezek.application select r.* from kezek.application a cross join lateral jsonb_populate_record(a, jsonb_build_object(
        'id', a.id + 100000, 'number', '2025-' || (980000 + a.id % 10000), 'district_id', ${district.district_id}::int, 'version', 1)) r
      where a.id = any(${[...children]}::bigint[]) order by a.id returning id`.execute(owner.kysely);
    copies = rows.map((row) => row.id);
  }, WORLD_MS);
  afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await owner?.close();
    await office?.close();
  });

  const removal = async (client: Client, id: string, otherId: string, reason: string) =>
    await prepareActs(client, [{ id, expectedVersion: (await client.applications.get({ id })).version }], {
      act: 'remove_duplicate',
      reason,
      details: { duplicate: { otherId } },
    });
  const statuses = async (ids: readonly string[]): Promise<readonly string[]> =>
    (
      await sql<{
        status: string;
      }>`select status from kezek.application where id = any(${[...ids]}::bigint[]) order by id`.execute(
        owner.kysely,
      )
    ).rows.map((row) => row.status);

  it('exactly one wins, whichever; the other is told which stays no more, who removed it and when', async () => {
    for (const [n, mine] of children.entries()) {
      const other = copies[n] ?? '';
      const first = await removal(here, mine, other, 'duplicate_family_chose');
      const second = await removal(there, other, mine, 'duplicate_same_child');
      // Now one clerk is a little quicker, now the other.
      const answers = await Promise.all(
        n % 2 === 0
          ? [signPrepared(here, first), signPrepared(there, second)]
          : [signPrepared(there, second), signPrepared(here, first)].toReversed(),
      );
      const [a, b] = answers.map(([one]) => one);
      expect([a, b].filter((one) => one?.ok === true)).toHaveLength(1);
      const lost = a?.ok === true ? b : a;
      expect(lost?.error).toMatchObject({ code: 'KEPT_REMOVED' });
      const told = lost?.error?.data as { number: string; by: string; at: unknown };
      expect(told.by).not.toBe('');
      expect(told.at).not.toBeNull();
      const removedId = a?.ok === true ? mine : other;
      const { rows } = await sql<{
        number: string;
      }>`select number from kezek.application where id = ${removedId}`.execute(owner.kysely);
      expect(told.number).toBe(rows[0]?.number);
      expect([...(await statuses([mine, other]))].toSorted()).toEqual(['cancelled', 'queued']);
    }
  });

  it('one finding of two at once stands, and the other is told who was quicker', async () => {
    const [pair] = (
      await here.duplicates.page({ view: 'open', search: '', after: null, limit: 200 })
    ).rows.filter(
      ({ kind, mine, other }) => kind === 'near' && near.includes(mine.id) && near.includes(other.id ?? ''),
    );
    if (pair === undefined) throw new Error('NO_PAIR');
    const judge = (client: Client, verdict: 'duplicate' | 'not_duplicate') =>
      client.duplicates.judge({
        pairId: pair.id,
        expectedVersion: pair.version,
        verdict,
        note: null,
        idempotencyKey: crypto.randomUUID(),
      });
    await there.session.signOut();
    await signIn(there, 'tileubek');
    const results = await Promise.allSettled([judge(here, 'duplicate'), judge(there, 'not_duplicate')]);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const lost = results.find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'CHANGED', data: { version: pair.version + 1 } });
    expect(lost?.reason).not.toMatchObject({ data: { by: null } });
  });

  it('the chain, the decisions and the queues verify afterwards', async () => {
    const { broken } = await verifyAll(owner, clock);
    const copied = new Set(copies.map((id) => `application ${id}`));
    expect(broken.filter((one) => !copied.has(one.row))).toEqual([]);
  });
});
