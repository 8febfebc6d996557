/** The jobs of places as a desk with nobody signed in runs them: each due moment once, each step only when its term is over. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import type { WriteTransaction } from '../../../db/open.ts';
import { appendHistory } from '../../../db/queries/acts.ts';
import {
  bulletinHours,
  claimRun,
  endedStopLists,
  endRun,
  jobNotice,
  type Lapse,
  lapsedReferrals,
  lapseReferral,
  lastDue,
  lastRuns,
  overAge,
  publishBulletin,
} from '../../../db/queries/job-runs.ts';
import { almatyDate } from '../../../domain/calendar.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { historySql } from '../raw-acts.ts';
import { acts, PlaceWorld, stepSql } from './place-world.ts';

const HOUR = 3_600_000;

describe.each(ENGINES)('jobs of places on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let cohort = 2011;

  beforeAll(async () => {
    test = await openTestDatabase(engine, { maxConnections: 12 });
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  async function offered(): Promise<MadeApplication> {
    cohort += 1;
    const { seats } = await world.addGroup({ capacity: 1, cohort });
    const a = await world.family({ row: { cohort_year: cohort } });
    expect(await world.clerk(...acts.offer(a, world.mini.mine, 1, { seat: seats[0] ?? '' }))).toBe(1);
    return a;
  }
  const expire = (a: MadeApplication, column: string) =>
    test.tamper(`update referral set ${column} = now() - interval '1 minute' where application_id = ${a.id}`);
  /** The desk without an officer; the guard's name when it refuses. */
  const desk = async (...statements: readonly string[]): Promise<string | number> => {
    try {
      return await test.desk.write('system', async (tx) => {
        let touched = 0;
        for (const statement of statements) {
          touched = Number((await sql.raw(statement).execute(tx)).numAffectedRows ?? 0n);
        }
        return touched;
      });
    } catch (error) {
      const failure = sqlFailure(error);
      if (failure === null) throw error;
      return failure.constraint ?? failure.sqlState;
    }
  };

  /** Ends what ran out as the program's job does; answers the applications. */
  async function lapse(what: Lapse, event: string, to: string, set?: string): Promise<readonly string[]> {
    return await test.desk.write('system', async (tx) => {
      const now = new Date();
      const due = await lapsedReferrals(tx, what, now, 50);
      for (const one of due) {
        await lapseReferral(tx, one.id, what, now);
        await step(tx, one, one.version, to, set);
        await tell(tx, one, event, one.version + 1, one.status, to, now);
      }
      return due.map((one) => one.application_id);
    });
  }
  const step = (
    tx: WriteTransaction,
    one: { application_id: string },
    version: number,
    to: string,
    set?: string,
  ) => sql.raw(stepSql({ id: one.application_id }, version, to, set)).execute(tx);
  const tell = (
    tx: WriteTransaction,
    one: { application_id: string; district_id: number },
    event: string,
    version: number,
    fromStatus: string,
    toStatus: string,
    at: Date,
  ) =>
    appendHistory(tx, {
      chain: one.district_id,
      at,
      actor: 'job:offers',
      postId: null,
      event,
      applicationId: one.application_id,
      fromStatus,
      toStatus,
      version,
    });

  it('an offer that ran out frees its seat, and the child goes where the profile says', async () => {
    const [a, live] = [await offered(), await offered()];
    await expire(a, 'offer_until');
    expect(await lapse('offer', 'offer_lapsed', 'expired')).toEqual([a.id]);
    expect(await world.referralOf(a)).toMatchObject({ state: 'lapsed' });
    expect(await world.holdOf(a)).toBeUndefined();
    expect(await world.holdOf(live)).toBeDefined();
    await test.desk.write('system', async (tx) => {
      await jobNotice(tx, a.id, 'offer_lapsed', { kk: '{applicant}, {child}: № {number}', ru: '{number}' });
    });
    const [notice] = await world.rows<{ body: string; address: string; kind: string }>(
      `select body, address, kind from notice where application_id = ${a.id}`,
    );
    expect(notice).toEqual({
      body: `Ерасыл, Әбдіқадыр Ерасыл: № ${a.number}`,
      address: a.phone,
      kind: 'offer_lapsed',
    });
    // The consequence is its next version.
    expect(await desk(stepSql(a, 3, 'queued'), historySql(a, 4, 'requeue', { actor: 'job:offers' }))).toBe(1);
    expect(await world.applicationOf(a)).toMatchObject({ status: 'queued', version: 4 });
  });

  it('a referral and an unconfirmed benefit run out by their own terms', async () => {
    const a = await offered();
    await world.clerk(...acts.accept(a, world.mini.mine, 2));
    await world.clerk(...acts.issue(a, world.mini.mine, 3));
    cohort += 1;
    const { seats } = await world.addGroup({ capacity: 1, cohort });
    const b = await world.family({ priorityClass: 'priority', row: { cohort_year: cohort } });
    await world.clerk(...acts.issueAtOnce(b, world.mini.mine, 1, { seat: seats[0] ?? '', pending: true }));
    await expire(a, 'valid_until');
    // Under a pending benefit the referral's own term does not run.
    await expire(b, 'valid_until');
    expect(await lapse('referral', 'referral_lapsed', 'expired')).toEqual([a.id]);
    await expire(b, 'benefit_until');
    expect(await lapse('benefit', 'benefit_review_lapsed', 'queued', `priority_class = 'ordinary'`)).toEqual([
      b.id,
    ]);
    expect(await world.referralOf(b)).toMatchObject({ state: 'cancelled', benefit_state: 'rejected' });
    expect(await world.applicationOf(b)).toMatchObject({ status: 'queued', priority_class: 'ordinary' });
  });

  it('stop lists end the day after their last; who is too old leaves', async () => {
    const wish = { status: 'stop_list' } as const;
    const day = (days: number) => almatyDate(new Date(Date.now() + days * 24 * HOUR));
    const over = await world.family({ ...wish, row: { stop_list_until: day(-2) } });
    const still = await world.family({ ...wish, row: { stop_list_until: day(3) } });
    const old = await world.family({ birthDate: '2015-05-05', row: { cohort_year: 2015 } });
    const found = await test.desk.write('system', async (tx) => ({
      lists: (await endedStopLists(tx, day(0), 100)).map((one) => one.id),
      old: (await overAge(tx, 1000)).map((one) => one.id),
    }));
    expect(found.lists).toContain(over.id);
    expect(found.lists).not.toContain(still.id);
    expect(found.old).toContain(old.id);
    expect(found.old).not.toContain(over.id);
    expect(
      await desk(
        stepSql(over, 1, 'queued', 'stop_list_until = null'),
        historySql(over, 2, 'leave_stop_list', { actor: 'job:stop_list' }),
      ),
    ).toBe(1);
    expect(
      await world.number(
        `select count(*) from queue_stay where application_id = ${over.id} and left_at is null`,
      ),
    ).toBe(1);
    expect(
      await desk(stepSql(old, 1, 'archived'), historySql(old, 2, 'age_out', { actor: 'job:cohorts' })),
    ).toBe(1);
  });

  it('publishes a day’s bulletin once, of the seats that are free', async () => {
    const [district] = world.mini.districts;
    await world.addGroup({ capacity: 3, cohort: 2049 });
    expect((await test.desk.read('system', bulletinHours)).map((row) => row.district_id)).toContain(district);
    const publish = () =>
      test.desk.write('system', (tx) => publishBulletin(tx, district, '2026-11-20', new Date()));
    const free = await world.number(
      `select count(*) from seat s join kindergarten k on k.id = s.kindergarten_id where k.district_id = ${district} and s.state = 'open'
        and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)`,
    );
    expect(free).toBeGreaterThan(0);
    expect(await publish()).toBe(free);
    expect(await publish()).toBeNull();
    expect(await world.clerk('delete from bulletin_row')).toBe('42501');
    await expect(
      world.owner((tx) => sql`update bulletin_row set free = 9`.execute(tx)),
    ).rejects.toMatchObject({ code: 'KZ001' });
  });

  it('each due moment is taken by one of many, again only after it broke off, never after it ended', async () => {
    const dueAt = new Date('2026-11-20T04:00:00Z');
    const now = new Date('2026-11-20T04:00:05Z');
    const claim = (at: Date) =>
      test.desk.write('system', (tx) =>
        claimRun(tx, { job: 'bulletin', dueAt, now: at, brokenAfterMs: 10 * 60_000 }),
      );
    const taken = await Promise.all(Array.from({ length: 64 }, () => claim(now)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await claim(new Date(now.getTime() + 60_000))).toBe(false);
    const later = new Date(now.getTime() + 11 * 60_000);
    const again = await Promise.all(Array.from({ length: 16 }, () => claim(later)));
    expect(again.filter(Boolean)).toHaveLength(1);
    const end = () =>
      test.desk.write('system', (tx) =>
        endRun(tx, { job: 'bulletin', dueAt, at: later, outcome: 'done', done: 12, note: null }),
      );
    expect(await end()).toBe(true);
    expect(await end()).toBe(false);
    expect(await claim(new Date(now.getTime() + 24 * HOUR))).toBe(false);
    expect(await test.desk.read('system', (tx) => lastDue(tx, 'bulletin'))).toEqual(dueAt);
    expect(await test.desk.read(world.mini.head, lastRuns)).toMatchObject([
      { job: 'bulletin', outcome: 'done', done: 12, attempts: 2 },
    ]);
    expect(await world.clerk(`update job_run set done = 1`)).toBe('42501');
    await expect(
      world.owner((tx) => sql`update job_run set outcome = 'failed'`.execute(tx)),
    ).rejects.toMatchObject({ code: 'KZ061' });
  });

  // The embedded engine's jobs run as its owner; there the program's own rules hold.
  describe.runIf(engine === 'postgres')('of a desk that is not the owner', () => {
    it('end nothing before its term, and take no step beside the list', async () => {
      const a = await offered();
      const lapsed = `update referral set state = 'lapsed', ended_at = now() where application_id = ${a.id}`;
      expect(
        await desk(
          lapsed,
          stepSql(a, 2, 'expired'),
          historySql(a, 3, 'offer_lapsed', { actor: 'job:offers' }),
        ),
      ).toBe('job_step');
      expect(
        await desk(stepSql(a, 2, 'expired'), historySql(a, 3, 'offer_lapsed', { actor: 'job:offers' })),
      ).toBe('job_step');
      expect(
        await desk(stepSql(a, 2, 'cancelled'), historySql(a, 3, 'cancel', { actor: 'job:offers' })),
      ).toMatch(/42501|job_step/);
      await expire(a, 'offer_until');
      expect(await desk(lapsed)).toBe('referral_recorded');
      expect(await desk(lapsed, stepSql(a, 2, 'expired'))).toBe('application_change_recorded');
      const cancelled = `update referral set state = 'cancelled', ended_at = now() where application_id = ${a.id}`;
      expect(await desk(cancelled)).toBe('job_step');
      expect(await desk(`update referral set turn = 9 where application_id = ${a.id}`)).toBe('42501');
    });

    it('neither a stop list ends early, nor a child that is not too old leaves, nor a class changes by itself', async () => {
      const listed = await world.family({ status: 'stop_list', row: { stop_list_until: '2099-01-01' } });
      expect(await desk(stepSql(listed, 1, 'queued', 'stop_list_until = null'))).toBe('job_step');
      expect(await desk(stepSql(listed, 1, 'archived'))).toBe('job_step');
      const a = await world.family({ priorityClass: 'priority' });
      expect(await desk(stepSql(a, 1, undefined, `priority_class = 'ordinary'`))).toBe(
        'application_changed_by_decision',
      );
      expect(
        await desk(
          `update application set stop_list_until = '2027-01-01', version = version + 1 where id = ${listed.id}`,
        ),
      ).toBe('application_changed_by_decision');
      const b = await offered();
      await expire(b, 'offer_until');
      expect(await lapse('offer', 'offer_lapsed', 'expired')).toContain(b.id);
      const then = (status: string, set?: string) =>
        desk(stepSql(b, 3, status, set), historySql(b, 4, 'put_on_stop_list', { actor: 'job:offers' }));
      expect(await then('stop_list', `stop_list_until = '2027-01-01'`)).toBe('application_consequence');
      expect(await then('inactive')).toBe('application_consequence');
    });

    it('tell families only what they have just done, and read no names', async () => {
      const a = await world.family();
      const notice = (kind: string) =>
        test.desk
          .write('system', (tx) => sql`select kezek.job_notice(${a.id}::int8, ${kind}, 'x', 'x')`.execute(tx))
          .then(() => 'told')
          .catch((error: unknown) => sqlFailure(error)?.constraint);
      expect(await notice('offer_lapsed')).toBe('notice_of_job');
      expect(await notice('approved')).toBe('notice_of_job');
      for (const query of [
        'select phone from application',
        'select 1 from person',
        'select application_id from seat_hold',
        'select 1 from enrolment',
        'select 1 from queue_stay',
        'select 1 from seat_request',
      ]) {
        expect(await desk(query), query).toBe('42501');
      }
      expect(
        await desk(
          `insert into notice (application_id, kind, channel, language, address, body, queued_at) values (${a.id}, 'age_out', 'sms', 'kk', 'x', 'x', now())`,
        ),
      ).toBe('42501');
    });
  });
});
