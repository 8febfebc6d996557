/** What a hand above all guards changes in queues, seats and referrals is named by verification. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyQueues } from '../../../db/verify-queue.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, type MadeGroup, PlaceWorld } from './place-world.ts';

describe.each(ENGINES)('verification of places on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let group: MadeGroup;
  let waiting: MadeApplication;
  let offered: MadeApplication;
  let enrolled: MadeApplication;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    const { mine, head } = world.mini;
    group = await world.addGroup({ capacity: 5 });
    const [first = '', second = ''] = group.seats;
    // By the whole way: from review into the queue, so that the history tells it.
    const made: MadeApplication[] = [];
    for (let i = 0; i < 4; i += 1) made.push(await throughReview());
    [enrolled, offered, waiting] = made as [
      MadeApplication,
      MadeApplication,
      MadeApplication,
      MadeApplication,
    ];
    await world.clerk(...acts.issueAtOnce(enrolled, mine, 3, { seat: first }));
    await world.as(head, ...acts.documents(enrolled, head, 4));
    expect(await world.as(head, ...acts.admit(enrolled, head, 5))).toBe(1);
    expect(await world.clerk(...acts.offer(offered, mine, 3, { seat: second }))).toBe(1);
    expect(await world.clerk(...acts.decline(offered, mine, 4))).toBe(1);
    expect(await world.clerk(...acts.offer(offered, mine, 6, { seat: second }))).toBe(1);
  });
  afterAll(() => test.close());

  async function throughReview(): Promise<MadeApplication> {
    const { decisionSql, historySql, moveSql } = await import('../raw-acts.ts');
    const { mine } = world.mini;
    const a = await world.family({ status: 'registered' });
    expect(
      await world.clerk(moveSql(a, 1, { status: 'in_review', holder: mine.iin }), historySql(a, 2, 'claim')),
    ).toBe(1);
    expect(
      await world.clerk(
        decisionSql(a, mine, 2, 'approve'),
        moveSql(a, 2, { status: 'queued' }),
        historySql(a, 3, 'approve')
          .replace('application_id, version,', 'application_id, version, from_status, to_status,')
          .replace(`${a.id}, 3,`, `${a.id}, 3, 'in_review', 'queued',`),
      ),
    ).toBe(1);
    return a;
  }

  async function found(): Promise<readonly string[]> {
    const all: string[] = [];
    for await (const one of verifyQueues(test.db)) all.push(`${one.fault} ${one.subject}`);
    return all;
  }
  /** What is found while something is changed; the change is taken back. */
  async function foundUnder(change: string, back: string): Promise<readonly string[]> {
    await test.tamper(change);
    try {
      return await found();
    } finally {
      await test.tamper(back);
    }
  }

  it('finds nothing where nobody was', async () => {
    expect(await found()).toEqual(
      // The raw acts of these tests write no statuses into the history: only the way through review does.
      expect.not.arrayContaining([expect.stringMatching(/ORDER|DISAGREES|SEATS|HOLD|TURN|PASSED|COUNT/)]),
    );
  });

  it('a stay that began at another time, or was put ahead', async () => {
    const stay = `queue_stay where application_id = ${waiting.id} and left_at is null`;
    expect(
      await foundUnder(
        `update queue_stay set entered_at = entered_at - interval '1 day' where application_id = ${waiting.id}`,
        `update queue_stay set entered_at = entered_at + interval '1 day' where application_id = ${waiting.id}`,
      ),
    ).toContain(`STAY_DIFFERS application ${waiting.id}`);
    const [was] = await world.rows<{ at: string }>(`select own_at::text as at from ${stay}`);
    expect(
      await foundUnder(
        `update queue_stay set own_at = own_at - interval '1 year', order_at = order_at - interval '1 year' where application_id = ${waiting.id}`,
        `update queue_stay set own_at = '${was?.at}', order_at = '${was?.at}' where application_id = ${waiting.id}`,
      ),
    ).toContain(`STAY_ORDER application ${waiting.id}`);
    expect(
      await foundUnder(
        `update queue_stay set order_class = 0 where application_id = ${waiting.id}`,
        `update queue_stay set order_class = 2 where application_id = ${waiting.id}`,
      ),
    ).toContain(`STAY_ORDER application ${waiting.id}`);
    expect(
      await foundUnder(
        `update application set priority_class = 'priority', benefit_category_id = ${await world.category('priority')} where id = ${waiting.id}`,
        `update application set priority_class = 'ordinary', benefit_category_id = null where id = ${waiting.id}`,
      ),
    ).toContain(`STAY_ORDER application ${waiting.id}`);
  });

  it('a seat taken away from its child, given without a referral, or beyond the capacity', async () => {
    const hold = `seat_hold where application_id = ${offered.id}`;
    expect(
      await foundUnder(
        `update ${hold.replace(' where', ` set released_at = since, release_reason = 'x' where released_at is null and`)}`,
        `update seat_hold set released_at = null, release_reason = null where application_id = ${offered.id} and release_reason = 'x'`,
      ),
    ).toContain(`APPLICATION_DISAGREES application ${offered.id}`);
    expect(
      await foundUnder(
        `update application set status = 'enrolled' where id = ${offered.id}`,
        `update application set status = 'offered' where id = ${offered.id}`,
      ),
    ).toContain(`APPLICATION_DISAGREES application ${offered.id}`);
    expect(
      await foundUnder(
        `update kindergarten_group set capacity = 4 where id = ${group.id}`,
        `update kindergarten_group set capacity = 5 where id = ${group.id}`,
      ),
    ).toEqual(expect.arrayContaining([`SEATS_DIFFER group ${group.id}`]));
    const [seat] = group.seats;
    expect(
      await foundUnder(
        `update seat set state = 'closed', open_since = null where id = ${seat}`,
        `update seat set state = 'open', open_since = now() where id = ${seat}`,
      ),
    ).toContain(`HOLD_MISPLACED seat ${seat}`);
    expect(
      await foundUnder(
        `update kindergarten_group set cohort_year = 2040 where id = ${group.id}`,
        `update kindergarten_group set cohort_year = 2022 where id = ${group.id}`,
      ),
    ).toContain(`HOLD_MISPLACED seat ${seat}`);
  });

  it('a turn of another stream, a referral without one, somebody passed over in silence, counts that drifted', async () => {
    const referral = await world.referralOf(offered);
    const turn = (set: string) => `update queue_turn set ${set} where referral_id = ${referral.id}`;
    expect(await foundUnder(turn('turn = turn + 7'), turn('turn = turn - 7'))).toContain(
      `TURN_DIFFERS referral ${referral.id}`,
    );
    expect(await foundUnder(turn('voided_at = taken_at'), turn('voided_at = null'))).toContain(
      `TURN_DIFFERS referral ${referral.id}`,
    );
    expect(
      await foundUnder(
        `insert into referral_passed values (${referral.id}, ${waiting.id}, 1, 'ahead')`,
        `delete from referral_passed where referral_id = ${referral.id}`,
      ),
    ).toContain(`PASSED_UNREASONED referral ${referral.id}`);
    expect(
      await foundUnder('update queue_count set n = n + 1', 'update queue_count set n = n - 1'),
    ).toContainEqual(expect.stringMatching(/^COUNT_DIFFERS queue /));
  });

  it('walks as the owner only', async () => {
    await expect(
      test.desk.read(world.mini.mine, (tx) =>
        sql`select * from kezek.queue_count_faults()`.execute(tx as never),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
