/** The yearly confirmation of interest: its lists, the work of its job, and what is written when a family confirms. */
import { type RawBuilder, sql } from 'kysely';
import type { InterestConfirmedBy } from '../../domain/interest.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { WriteTransaction } from '../transaction.ts';
import { COUNT_CAP, type Reader, rowsOf } from './reader.ts';

/** Who is asked: families that wait. The same statuses as `confirm_interest` of domain/status.ts leaves from. */
const WAITS = sql`a.status in ('queued', 'suspended', 'inactive', 'stop_list')`;

/** Lists of the register, each in its own order: the soonest due first, the latest confirmed or removed first. */
export type InterestList = 'due' | 'overdue' | 'confirmed' | 'removed';

export interface InterestRow {
  readonly application_id: string;
  readonly number: string;
  readonly version: number;
  readonly status: ApplicationStatus;
  readonly district_id: number;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly applicant_surname: string;
  readonly applicant_given_name: string;
  readonly applicant_patronymic: string | null;
  readonly phone: string;
  readonly queued_on: string;
  readonly due_on: string;
  /** The latest reminder of the day that is due: when, and so many days before it. */
  readonly reminded_at: Date | null;
  readonly confirmed_at: Date | null;
  readonly confirmed_how: InterestConfirmedBy | null;
  readonly confirmed_note: string | null;
  readonly confirmed_surname: string | null;
  readonly confirmed_given_name: string | null;
  readonly confirmed_patronymic: string | null;
  /** When it left for want of interest, and until when it may be put back. */
  readonly removed_at: Date | null;
  readonly restore_until: string | null;
  readonly sort_key: string;
}

export interface InterestQuery {
  readonly list: InterestList;
  readonly districts: readonly number[];
  /** Almaty's day, and the last due day that may be confirmed on it, by the region's profile. */
  readonly today: string;
  readonly found: readonly string[] | null;
}

interface ListShape {
  readonly where: RawBuilder<unknown>;
  readonly key: RawBuilder<unknown>;
  readonly type: RawBuilder<unknown>;
  readonly direction: 'asc' | 'desc';
}

function shapeOf({ list, today }: InterestQuery): ListShape {
  switch (list) {
    case 'due':
      return {
        where: sql`${WAITS} and i.due_on >= ${today}::date and i.due_on <= ${today}::date + p.interest_opens_days::integer`,
        key: sql`i.due_on`,
        type: sql`date`,
        direction: 'asc',
      };
    case 'overdue':
      return {
        where: sql`${WAITS} and i.due_on < ${today}::date`,
        key: sql`i.due_on`,
        type: sql`date`,
        direction: 'asc',
      };
    case 'confirmed':
      return {
        where: sql`a.status <> 'removed_no_interest'`,
        key: sql`c.confirmed_at`,
        type: sql`timestamptz`,
        direction: 'desc',
      };
    case 'removed':
      return {
        where: sql`a.status = 'removed_no_interest'`,
        key: sql`a.status_since`,
        type: sql`timestamptz`,
        direction: 'desc',
      };
  }
}

/** The confirmation by which the day now due was set: one for each application, the latest. */
const LATEST = sql`interest_confirmation c on c.application_id = i.application_id and c.next_due_on = i.due_on`;

/**
 * `p`: the profile of each of the districts `d`, found once for it; asked for beside its rows, it would be found anew for each of them.
 */
function profilesOf(districts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select d.id as district_id, f.interest_opens_days, f.interest_grace_days, f.interest_reminder_days, f.interest_restore_days
    from ${districts} cross join lateral kezek.profile_of_district(d.id) f offset 0) p`;
}

function fromOf(query: InterestQuery): RawBuilder<unknown> {
  const { where } = shapeOf(query);
  const found = query.found === null ? sql`true` : sql`a.id = any(${[...query.found]}::int8[])`;
  const confirmation = query.list === 'confirmed' ? sql`join ${LATEST}` : sql``;
  return sql`
    from ${profilesOf(sql`unnest(${[...query.districts]}::int[]) d(id)`)}
      join interest i on i.district_id = p.district_id ${confirmation}
      join application a on a.id = i.application_id
    where ${where} and ${found}`;
}

/** A page of one list after a position of it. */
export async function interestPage(
  tx: Reader,
  query: InterestQuery,
  after: { readonly key: string; readonly id: string } | null,
  limit: number,
): Promise<readonly InterestRow[]> {
  const { key, type, direction } = shapeOf(query);
  const way = sql.raw(direction);
  const beyond = sql.raw(direction === 'asc' ? '>' : '<');
  const keyset =
    after === null ? sql`true` : sql`(${key}, a.id) ${beyond} (${after.key}::${type}, ${after.id}::int8)`;
  return await rowsOf(
    tx,
    sql<InterestRow>`
      with page as materialized (
        select a.id, ${key} as raw_key ${fromOf(query)} and ${keyset}
        order by ${key} ${way}, a.id ${way} limit ${limit}
      )
      select a.id as application_id, a.number, a.version, a.status, a.district_id, child.surname, child.given_name, child.iin,
        applicant.surname as applicant_surname, applicant.given_name as applicant_given_name, applicant.patronymic as applicant_patronymic,
        a.phone, i.queued_on, i.due_on, r.reminded_at, c.confirmed_at, c.how as confirmed_how, c.note as confirmed_note,
        s.surname as confirmed_surname, s.given_name as confirmed_given_name, s.patronymic as confirmed_patronymic,
        case when a.status = 'removed_no_interest' then a.status_since end as removed_at, a.restore_until, page.raw_key::text as sort_key
      from page
        join application a on a.id = page.id
        join interest i on i.application_id = a.id
        left join ${LATEST}
        join person child on child.id = a.child_id
        join person applicant on applicant.id = a.applicant_id
        left join staff s on s.iin = c.confirmed_by
        left join lateral (select max(x.reminded_at) as reminded_at from interest_reminder x
          where x.application_id = a.id and x.due_on = i.due_on) r on true
      order by page.raw_key ${way}, a.id ${way}`,
  );
}

/** How many a list holds, counted one above the cap. */
export async function interestCount(tx: Reader, query: InterestQuery): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{
      n: number;
    }>`select count(*)::int as n from (select 1 ${fromOf(query)} limit ${COUNT_CAP + 1}) x`,
  );
  return row?.n ?? 0;
}

/** When an application was queued and is due; undefined when it was never queued or is out of scope. */
export async function interestOf(tx: Reader, applicationId: string) {
  return await tx
    .selectFrom('interest')
    .select(['queued_on', 'due_on'])
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
}

/** Takes a confirmation down; the guard fills in for which day it is, and moves the day. Answers the next day due. */
export async function addConfirmation(
  tx: WriteTransaction,
  row: {
    readonly applicationId: string;
    readonly applicationVersion: number;
    readonly how: InterestConfirmedBy;
    readonly note: string | null;
    readonly confirmedBy: string | null;
    readonly postId: number | null;
  },
): Promise<{ readonly due_on: string; readonly next_due_on: string }> {
  const [made] = await rowsOf(
    tx,
    // The guard overwrites the days; the columns may not be empty before it runs.
    sql<{ due_on: string; next_due_on: string }>`
      insert into interest_confirmation (application_id, application_version, due_on, next_due_on, confirmed_at, how, note,
        confirmed_by, staff_post_id)
      select i.application_id, ${row.applicationVersion}, i.due_on, i.due_on, kezek.now(), ${row.how}, ${row.note},
        ${row.confirmedBy}, ${row.postId}
      from interest i where i.application_id = ${row.applicationId}::int8
      returning due_on, next_due_on`,
  );
  if (made === undefined) throw new Error('INTEREST_MISSING');
  return made;
}

/** An application the job has something to do with, locked. */
export interface InterestWork {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: ApplicationStatus;
  readonly district_id: number;
  readonly due_on: string;
}

/** Due before the days of grace began, or from today on and within the longest reminder: by the index of each district's days. */
const LOST = (today: string): RawBuilder<unknown> =>
  sql`${WAITS} and i.due_on < ${today}::date - p.interest_grace_days::integer`;
const REMINDER = (today: string): RawBuilder<unknown> => sql`${WAITS} and i.due_on >= ${today}::date
  and i.due_on <= ${today}::date + (select coalesce(max(d.days), 0) from unnest(p.interest_reminder_days) d(days))
  and exists (select 1 from unnest(p.interest_reminder_days) d(days) where i.due_on - ${today}::date <= d.days
    and not exists (select 1 from interest_reminder r where r.application_id = i.application_id and r.due_on = i.due_on and r.days_before <= d.days))`;
const OF_DISTRICTS = sql`from ${profilesOf(sql`district d`)} join interest i on i.district_id = p.district_id
  join application a on a.id = i.application_id`;

/** Whether the job has anything to do on this day. */
export async function hasInterestWork(tx: Reader, today: string): Promise<boolean> {
  const [row] = await rowsOf(
    tx,
    sql<{ work: boolean }>`
      select exists (select 1 ${OF_DISTRICTS} where ${LOST(today)}) or exists (select 1 ${OF_DISTRICTS} where ${REMINDER(today)}) as work`,
  );
  return row?.work === true;
}

/** The first due day of those of a district `p` that still wait. */
const firstDue = (days: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select i.due_on from interest i join application a on a.id = i.application_id
    where i.district_id = p.district_id and ${days} and ${WAITS} order by i.due_on limit 1)`;

/**
 * The first day on which the job may have something to do; null while nobody waits. The days of grace of who is overdue end in the order
 * of due days, and so do the days of each reminder: the first row of each is all there is to read.
 */
export async function firstInterestDay(tx: Reader, today: string): Promise<string | null> {
  const [row] = await rowsOf(
    tx,
    sql<{ day: string | null }>`
      select min(greatest(n.day, ${today}::date + 1)) as day
      from ${profilesOf(sql`district d`)} cross join lateral (
        select ${firstDue(sql`i.due_on < ${today}::date`)} + p.interest_grace_days::integer + 1 as day
        union all
        select ${firstDue(sql`i.due_on >= ${today}::date`)}
        union all
        select ${firstDue(sql`i.due_on > ${today}::date + r.days`)} - r.days from unnest(p.interest_reminder_days) r(days)
      ) n where n.day is not null`,
  );
  return row?.day ?? null;
}

/** Who did not confirm and whose days of grace are over; `restore_days`: in how many days it may be put back. */
export async function lostInterest(tx: WriteTransaction, today: string, limit: number) {
  return await rowsOf(
    tx,
    sql<InterestWork & { readonly restore_days: number | null }>`
      select a.id, a.number, a.version, a.status, a.district_id, i.due_on, p.interest_restore_days as restore_days
      ${OF_DISTRICTS} where ${LOST(today)} order by i.due_on, a.id limit ${limit} for update of a skip locked`,
  );
}

/** Who is to be reminded today: the profile's days, and which of this due day were sent. */
export async function interestToRemind(tx: WriteTransaction, today: string, limit: number) {
  return await rowsOf(
    tx,
    sql<InterestWork & { readonly reminder_days: readonly number[]; readonly sent: readonly number[] }>`
      select a.id, a.number, a.version, a.status, a.district_id, i.due_on, p.interest_reminder_days as reminder_days,
        array(select r.days_before from interest_reminder r where r.application_id = i.application_id and r.due_on = i.due_on) as sent
      ${OF_DISTRICTS} where ${REMINDER(today)} order by i.due_on, a.id limit ${limit} for update of a skip locked`,
  );
}

export async function addReminder(
  tx: WriteTransaction,
  row: {
    readonly applicationId: string;
    readonly dueOn: string;
    readonly daysBefore: number;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('interest_reminder')
    .values({
      application_id: row.applicationId,
      due_on: row.dueOn,
      days_before: row.daysBefore,
      reminded_at: row.at,
    })
    .execute();
}
