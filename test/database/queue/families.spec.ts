/** New rules of standing together move who waits on the day they come into force: by the job, told in history, and verified. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regroupQueue } from '../../../db/queries/job-runs.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { verifyQueues } from '../../../db/verify-queue.ts';
import { runDueJobs } from '../../../main/jobs/due.ts';
import { FAMILIES } from '../../../main/jobs/families.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { deskOf } from './officer.ts';

const COHORT = 2013;

describe.each(ENGINES)('families under new rules on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  /** Alone, first twin, alone, second twin, a brother of the second twin, alone. */
  let waiting: readonly MadeApplication[];

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    const twins = randomUUID();
    const child = (minute: number, row: Record<string, unknown> = {}, applicantId?: string) =>
      world.family({
        minute,
        ...(applicantId === undefined ? {} : { applicantId }),
        row: { cohort_year: COHORT, status_since: new Date(), ...row },
      });
    const alone = await child(1);
    const first = await child(2, { twin_group: twins });
    const between = await child(3);
    const second = await child(4, { twin_group: twins });
    const brother = await child(5, {}, second.applicantId);
    waiting = [alone, first, between, second, brother, await child(6)];
    // As the load of an office tells it: since when each waits.
    await world.rows(`insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, prev_hash, hash)
      select a.district_id, 0, s.entered_at, 'job:import', 'approve', a.id, 'in_review', 'queued', a.version,
        decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
      from application a join queue_stay s on s.application_id = a.id and s.left_at is null where a.cohort_year = ${COHORT} order by a.id`);
  });
  afterAll(() => test.close());

  const order = async (): Promise<readonly number[]> => {
    const rows = await world.rows<{ id: string }>(
      `select application_id::text as id from queue_stay where left_at is null
        and queue_id = (select id from queue where cohort_year = ${COHORT})
        order by order_class, order_at, order_no, own_class, own_at, own_no`,
    );
    return rows.map(({ id }) => waiting.findIndex((one) => one.id === id));
  };
  /** Supersedes the rules in force by the same that say otherwise who stands together, from `days` before today on. */
  const rule = async (together: string, days: number): Promise<void> => {
    await world.owner(async (tx) => {
      await sql`update rule_profile set valid_to = kezek.today() - ${days}::int
        where region_id is null and service = 'preschool_queue' and valid_to is null`.execute(tx);
      await sql`insert into rule_profile select p.* from rule_profile q cross join lateral jsonb_populate_record(q, to_jsonb(q)
          || jsonb_build_object('id', (select max(id) + 1 from rule_profile), 'code', 'rules-' || ${together}::text || '-' || ${days}::int,
            'together', ${together}::text, 'valid_from', kezek.today() - ${days}::int, 'valid_to', null, 'supersedes_id', q.id)) p
        where q.id = (select id from rule_profile where region_id is null and service = 'preschool_queue'
          order by valid_from desc limit 1)`.execute(tx);
    });
  };
  const faults = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const one of verifyQueues(test.db)) found.push(`${one.fault} ${one.subject}`);
    for await (const one of verifyChains(test.db)) found.push(JSON.stringify(one));
    return found;
  };
  const told = async () =>
    await world.rows<{
      application_id: string;
      actor: string;
      version: number;
      from_status: string;
      together: string;
    }>(
      `select application_id::text, actor, version, from_status, detail->>'together' as together from history
        where event = 'regroup' order by chain, seq`,
    );

  it('stand as the rules said when they came', async () => {
    expect(await order()).toEqual([0, 1, 3, 2, 4, 5]);
    await runDueJobs(deskOf(world));
    expect(await told()).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('come together on the day the new rules begin, once, each with its row of history', async () => {
    await rule('siblings', 3);
    // Until the job has followed the rules nothing is wrong with who stands apart.
    expect(await faults()).toEqual([]);
    expect(await order()).toEqual([0, 1, 3, 2, 4, 5]);
    const desk = deskOf(world);
    await Promise.all([runDueJobs(desk), runDueJobs(desk)]);
    expect(await order()).toEqual([0, 1, 3, 4, 2, 5]);
    const brother = waiting[4];
    expect(await told()).toEqual([
      {
        application_id: brother?.id,
        actor: 'job:families',
        version: await world.version({ id: brother?.id ?? '' }),
        from_status: 'queued',
        together: 'siblings',
      },
    ]);
    expect(await faults()).toEqual([]);
    expect(await desk.db.read('system', (tx) => FAMILIES.due(desk, tx))).toBeNull();
  });

  it('go apart again, and the order of the days before is what it was', async () => {
    const before = new Date();
    await rule('none', 1);
    await runDueJobs(deskOf(world));
    expect(await order()).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await told()).map((row) => [row.application_id, row.together])).toEqual([
      [waiting[4]?.id, 'siblings'],
      [waiting[3]?.id, 'none'],
      [waiting[4]?.id, 'none'],
    ]);
    expect(await faults()).toEqual([]);
    const then = await world.rows<{ id: string }>(
      `select application_id::text as id from queue_stay where queue_id = (select id from queue where cohort_year = ${COHORT})
        and entered_at <= '${before.toISOString()}' and (left_at is null or left_at > '${before.toISOString()}')
        order by order_class, order_at, order_no, own_class, own_at, own_no`,
    );
    expect(then.map(({ id }) => waiting.findIndex((one) => one.id === id))).toEqual([0, 1, 3, 4, 2, 5]);
  });

  it('a hand that moves one otherwise is found', async () => {
    await test.tamper(`update queue_stay s set order_at = l.own_at, order_no = l.own_no from queue_stay l
      where s.application_id = ${waiting[5]?.id} and s.left_at is null and l.application_id = ${waiting[0]?.id} and l.left_at is null`);
    expect(await faults()).toContain(`FAMILY_APART application ${waiting[5]?.id}`);
  });

  it('no officer moves them', async () => {
    expect(await world.clerk(`select kezek.regroup_queue(1, 10)`)).toBe('42501');
    expect(await world.as(world.mini.admin, `select kezek.families_apart(1)`)).toBe('42501');
    expect(await test.desk.write('system', (tx) => regroupQueue(tx, 0, 10))).toBe(0);
  });
});
