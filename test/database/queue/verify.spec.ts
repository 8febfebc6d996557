/** What a hand above all guards does to queues is found. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenPlace, verifyQueues } from '../../../db/verify-queue.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { RandomQueue } from './random-queue.ts';

describe.each(ENGINES)('counts of queues on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let queue: RandomQueue;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    queue = await RandomQueue.make(world);
    await queue.run([
      { kind: 'family', priority: 'ordinary', minute: 1, twinOf: null },
      { kind: 'family', priority: 'priority', minute: 20_000, twinOf: null },
      { kind: 'family', priority: 'ordinary', minute: 40_000, twinOf: 0 },
      { kind: 'offer' },
    ]);
  });
  afterAll(() => test.close());

  const faults = async (): Promise<readonly string[]> => {
    const found: BrokenPlace[] = [];
    for await (const one of verifyQueues(test.db)) found.push(one);
    return found.filter((one) => one.fault === 'COUNT_DIFFERS').map((one) => one.subject);
  };

  it('hold after whatever happened, and a wrong one is named', async () => {
    expect(await faults()).toEqual([]);
    await test.tamper(
      `update queue_count set n = n + 1 where queue_id = ${queue.queueId} and stream = 'ordinary' and kindergarten_id = 0`,
    );
    expect(await faults()).toEqual([`queue ${queue.queueId}`]);
  });

  it("are nobody's to change", async () => {
    for (const statement of [
      `update queue_count set n = 0`,
      `delete from queue_count`,
      `insert into queue_count values (${queue.queueId}, 'ordinary', 0, 2, 1, 1)`,
    ]) {
      expect(await world.clerk(statement)).toBe('42501');
    }
    expect(await world.as(world.mini.head, 'select 1 from queue_count')).toBe('42501');
    expect(await world.as(world.mini.stranger, 'select 1 from queue_count')).toBe(0);
    expect(await world.clerk('select 1 from queue_count')).toBeGreaterThan(0);
  });
});
