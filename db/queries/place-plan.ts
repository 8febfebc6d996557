/** What a plan of offers is made of: queues with everyone who waits in them, and free seats. A clerk's, under its scope. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

export interface PlanQueueRow {
  readonly id: number;
  readonly district_id: number;
  readonly service: 'preschool_queue';
  readonly queue_kind: 'general' | 'special';
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
}

/** Queues of districts, or only those in which somebody waits; with a key only that one. */
export async function planQueues(
  tx: Reader,
  districts: readonly number[],
  key: {
    readonly districtId: number;
    readonly queueKind: string;
    readonly cohortYear: number;
    readonly language: string;
  } | null,
  which: 'waiting' | 'any',
): Promise<readonly PlanQueueRow[]> {
  const waiting =
    which === 'any'
      ? sql`true`
      : sql`exists (select 1 from queue_stay s where s.queue_id = q.id and s.left_at is null)`;
  const only =
    key === null
      ? sql`true`
      : sql`q.district_id = ${key.districtId} and q.queue_kind = ${key.queueKind} and q.cohort_year = ${key.cohortYear}
          and q.language = ${key.language}`;
  return await rowsOf(
    tx,
    sql<PlanQueueRow>`
      select q.id, q.district_id, q.service, q.queue_kind, q.cohort_year, q.language from queue q
      where q.district_id = any(${[...districts]}::int[]) and ${only} and ${waiting}
      order by q.id`,
  );
}

/** The queues these applications wait in. */
export async function queuesOfApplications(
  tx: Reader,
  applications: readonly string[],
): Promise<readonly (PlanQueueRow & { readonly application_id: string })[]> {
  return await rowsOf(
    tx,
    sql<PlanQueueRow & { application_id: string }>`
      select s.application_id, q.id, q.district_id, q.service, q.queue_kind, q.cohort_year, q.language
      from queue_stay s join queue q on q.id = s.queue_id
      where s.application_id = any(${[...applications]}::bigint[]) and s.left_at is null`,
  );
}

/** One that waits. Times are microseconds since 1970 as decimal text; classes 0 out of turn, 1 priority, 2 ordinary. */
export interface PlanStay {
  readonly application_id: string;
  readonly own_class: number;
  readonly own_micros: string;
  readonly own_no: string;
  readonly order_class: number;
  readonly order_micros: string;
  readonly order_no: string;
  readonly wants: readonly number[];
  readonly correction_kind: string | null;
  readonly holds_seat: boolean;
}

/** Everyone who waits in a queue, in no order. */
export async function planStays(tx: Reader, queue: PlanQueueRow): Promise<readonly PlanStay[]> {
  // Only special queues ask for a kind of correction: the general one is read without its applications.
  const isSpecial = queue.queue_kind === 'special';
  const correction = isSpecial ? sql`a.correction_kind` : sql`null::text`;
  const join = isSpecial ? sql`join application a on a.id = s.application_id` : sql``;
  return await rowsOf(
    tx,
    sql<PlanStay>`
      select s.application_id, s.own_class, (extract(epoch from s.own_at) * 1000000)::bigint as own_micros, s.own_no,
        s.order_class, (extract(epoch from s.order_at) * 1000000)::bigint as order_micros, s.order_no, s.wants,
        ${correction} as correction_kind, h.child_id is not null as holds_seat
      from queue_stay s ${join} left join seat_hold h on h.child_id = s.child_id and h.released_at is null
      where s.queue_id = ${queue.id} and s.left_at is null`,
  );
}

/** Turns taken under a profile and not void. */
export async function liveTurns(tx: Reader, queueId: number, profileId: number): Promise<readonly number[]> {
  const rows = await rowsOf(
    tx,
    sql<{ turn: number }>`
      select t.turn from queue_turn t
      where t.queue_id = ${queueId} and t.rule_profile_id = ${profileId} and t.voided_at is null`,
  );
  return rows.map((row) => row.turn);
}

/** A free seat of the districts. */
export interface FreeSeatRow {
  readonly id: string;
  readonly kindergarten_id: number;
  readonly district_id: number;
  readonly group_id: number;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly correction_kind: string | null;
  readonly special_until: Date | null;
  readonly open_since: Date;
  readonly temporary: boolean;
}

/** Free seats of districts: open and held by nobody. */
export async function freeSeats(tx: Reader, districts: readonly number[]): Promise<readonly FreeSeatRow[]> {
  return await rowsOf(
    tx,
    sql<FreeSeatRow>`
      select s.id, s.kindergarten_id, k.district_id, s.group_id, g.cohort_year, g.language, g.kind, g.correction_kind,
        s.special_until, s.open_since, s.temporary_until is not null as temporary
      from seat s join kindergarten_group g on g.id = s.group_id join kindergarten k on k.id = g.kindergarten_id
        left join seat_hold h on h.seat_id = s.id and h.released_at is null
      where k.district_id = any(${[...districts]}::int[]) and s.state = 'open' and h.id is null`,
  );
}

/** Accepted offers of districts that wait to be issued, in order of their turns; with a queue only of that one. */
export async function acceptedOffers(
  tx: Reader,
  districts: readonly number[],
  queueIds: readonly number[] | null,
  limit: number,
): Promise<readonly { readonly application_id: string }[]> {
  const only = queueIds === null ? sql`true` : sql`r.queue_id = any(${[...queueIds]}::int[])`;
  return await rowsOf(
    tx,
    sql<{ application_id: string }>`
      select r.application_id from referral r
      where r.district_id = any(${[...districts]}::int[]) and r.state = 'accepted' and ${only}
      order by r.queue_id, r.turn, r.id limit ${limit}`,
  );
}
