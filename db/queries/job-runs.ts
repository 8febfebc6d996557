/**
 * Jobs of places and referrals: who runs a due moment, and what is due. Run by 'system': on a server that is a desk with nobody
 * signed in, whose steps the database limits (docs/trunk-queue.md).
 */
import { sql } from 'kysely';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

/**
 * Takes a due moment for this desk: true for exactly one of all desks that ask, however many. A run that began and never ended is
 * taken up again after `brokenAfterMs`; its steps are each judged anew, so what it had done stays done once.
 */
export async function claimRun(
  tx: WriteTransaction,
  run: {
    readonly job: string;
    readonly dueAt: Date;
    readonly now: Date;
    readonly brokenAfterMs: number;
  },
): Promise<boolean> {
  const brokenBefore = new Date(run.now.getTime() - run.brokenAfterMs);
  const rows = await rowsOf(
    tx,
    sql<{ attempts: number }>`
      insert into job_run (job, due_at, started_at) values (${run.job}, ${run.dueAt}, ${run.now})
      on conflict (job, due_at) do update set started_at = excluded.started_at, attempts = job_run.attempts + 1
        where job_run.ended_at is null and job_run.started_at < ${brokenBefore}
      returning attempts`,
  );
  return rows.length === 1;
}

/** Ends a run; a run that ended already is not touched (false). `note`: codes and counts, no names. */
export async function endRun(
  tx: WriteTransaction,
  run: {
    readonly job: string;
    readonly dueAt: Date;
    readonly at: Date;
    readonly outcome: 'done' | 'failed';
    readonly done: number;
    readonly note: string | null;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('job_run')
    .set({ ended_at: run.at, outcome: run.outcome, done: run.done, note: run.note })
    .where('job', '=', run.job)
    .where('due_at', '=', run.dueAt)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The latest run of each job. */
export async function lastRuns(tx: Reader) {
  return await tx
    .selectFrom('job_run')
    .distinctOn('job')
    .selectAll()
    .orderBy('job')
    .orderBy('due_at', 'desc')
    .execute();
}

/** The latest due moment of a job that was taken; null when it never ran. What lies between it and now was missed. */
export async function lastDue(tx: Reader, job: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('job_run')
    .select((eb) => eb.fn.max('due_at').as('due'))
    .where('job', '=', job)
    .executeTakeFirst();
  return row?.due ?? null;
}

/** A referral whose term ran out, with its application, both locked until the end of the transaction. */
export interface LapsedReferral {
  readonly id: string;
  readonly application_id: string;
  readonly application_number: string;
  readonly version: number;
  readonly status: ApplicationStatus;
  readonly district_id: number;
  readonly rule_profile_id: number;
  readonly restored: number;
  readonly benefit_state: 'not_needed' | 'pending' | 'confirmed' | 'rejected';
}

/** What ran out: an offer, a referral, or the time to confirm a benefit. */
export type Lapse = 'offer' | 'referral' | 'benefit';

const DUE = {
  offer: sql`r.state = 'offered' and r.offer_until < `,
  // While a benefit is unconfirmed its own term runs, not the referral's.
  referral: sql`r.state = 'issued' and r.benefit_state in ('not_needed', 'confirmed') and r.valid_until < `,
  benefit: sql`r.state = 'issued' and r.benefit_state = 'pending' and r.benefit_until < `,
} as const;

/** The longest overdue first; rows that another transaction works on are left for the next round. */
export async function lapsedReferrals(
  tx: WriteTransaction,
  what: Lapse,
  now: Date,
  limit: number,
): Promise<readonly LapsedReferral[]> {
  const term = sql.ref(
    what === 'offer' ? 'r.offer_until' : what === 'referral' ? 'r.valid_until' : 'r.benefit_until',
  );
  return await rowsOf(
    tx,
    sql<LapsedReferral>`
      select r.id, r.application_id, a.number as application_number, a.version, a.status, a.district_id, r.rule_profile_id,
        a.restored, r.benefit_state
      from referral r join application a on a.id = r.application_id
      where ${DUE[what]}${now}
      order by ${term}, r.id limit ${limit} for update of r, a skip locked`,
  );
}

/** Ends a referral whose term ran out. The database releases its seat and voids its turn. */
export async function lapseReferral(tx: WriteTransaction, id: string, what: Lapse, at: Date): Promise<void> {
  const end = {
    offer: { state: 'lapsed' },
    referral: { state: 'expired' },
    benefit: { state: 'cancelled', benefit_state: 'rejected' },
  } as const;
  await tx
    .updateTable('referral')
    .set({ ...end[what], ended_at: at })
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

export interface DueApplication {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: ApplicationStatus;
  readonly district_id: number;
}

/** Applications whose last day on the stop list is over on `today`, locked. */
export async function endedStopLists(
  tx: WriteTransaction,
  today: string,
  limit: number,
): Promise<readonly DueApplication[]> {
  return await rowsOf(
    tx,
    sql<DueApplication>`
      select a.id, a.number, a.version, a.status, a.district_id from application a
      where a.status = 'stop_list' and a.stop_list_until < ${today}::date
      order by a.stop_list_until, a.id limit ${limit} for update of a skip locked`,
  );
}

/** Applications that wait for children too old for a place since the last 1 September, locked. */
export async function overAge(tx: WriteTransaction, limit: number): Promise<readonly DueApplication[]> {
  return await rowsOf(
    tx,
    sql<DueApplication>`
      select a.id, a.number, a.version, a.status, a.district_id
      from kezek.over_age_applications(${limit}) due(id) join application a on a.id = due.id
      order by a.id for update of a skip locked`,
  );
}

/** Tells a family what the job has just told the history under the same event. Texts hold {applicant}, {child}, {number}. */
export async function jobNotice(
  tx: WriteTransaction,
  applicationId: string,
  event: 'offer_lapsed' | 'referral_lapsed' | 'benefit_review_lapsed' | 'leave_stop_list' | 'age_out',
  text: { readonly kk: string; readonly ru: string },
): Promise<void> {
  await sql`select kezek.job_notice(${applicationId}::int8, ${event}, ${text.kk}, ${text.ru})`.execute(tx);
}

/** Districts whose profile has a bulletin, with its hour ('HH:MM:SS', Almaty). */
export async function bulletinHours(tx: Reader) {
  return await rowsOf(
    tx,
    sql<{ district_id: number; bulletin_time: string }>`
      select d.id as district_id, p.bulletin_time
      from district d cross join lateral kezek.profile_of_district(d.id) p
      where p.bulletin_time is not null order by d.id`,
  );
}

/** Publishes the bulletin of a day; answers how many free places it tells, null when that day has one already. */
export async function publishBulletin(
  tx: WriteTransaction,
  districtId: number,
  onDate: string,
  at: Date,
): Promise<number | null> {
  const [made] = await rowsOf(
    tx,
    sql<{
      id: string;
    }>`insert into bulletin (district_id, on_date, published_at) values (${districtId}, ${onDate}::date, ${at})
      on conflict (district_id, on_date) do nothing returning id`,
  );
  if (made === undefined) return null;
  const rows = await rowsOf(
    tx,
    sql<{ free: number }>`
      insert into bulletin_row (bulletin_id, group_id, free)
      select ${made.id}::int8, s.group_id, count(*)
      from seat s join kindergarten k on k.id = s.kindergarten_id
      where k.district_id = ${districtId} and s.state = 'open'
        and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)
      group by s.group_id returning free`,
  );
  return rows.reduce((sum, row) => sum + row.free, 0);
}

/** Puts families of a queue where the rules of today say; answers how many children were moved, at most so many. */
export async function regroupQueue(tx: WriteTransaction, queueId: number, atMost: number): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ moved: number }>`select kezek.regroup_queue(${queueId}::int4, ${atMost}::int4) as moved`,
  );
  return row?.moved ?? 0;
}
