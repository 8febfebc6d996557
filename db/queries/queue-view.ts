/** Queues as the screens see them: which there are, a stretch of one in its order, the children in it. Under the scope of the reader. */
import { type RawBuilder, sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

export interface QueueKeyRow {
  readonly districtId: number;
  readonly service: string;
  readonly queueKind: 'general' | 'special';
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
}

const KEY = sql`q.district_id, q.service, q.queue_kind, q.cohort_year, q.language`;

export interface QueueRecord {
  readonly id: number;
  readonly district_id: number;
  readonly service: 'preschool_queue';
  readonly queue_kind: 'general' | 'special';
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
}

/** The queue of a key; undefined when nobody ever waited in it, or it is out of scope. */
export async function queueByKey(tx: Reader, key: QueueKeyRow): Promise<QueueRecord | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<QueueRecord>`select q.id, ${KEY} from queue q where q.district_id = ${key.districtId} and q.service = ${key.service}
      and q.queue_kind = ${key.queueKind} and q.cohort_year = ${key.cohortYear} and q.language = ${key.language}`,
  );
  return row;
}

export async function queueById(tx: Reader, id: number): Promise<QueueRecord | undefined> {
  const [row] = await rowsOf(tx, sql<QueueRecord>`select q.id, ${KEY} from queue q where q.id = ${id}`);
  return row;
}

export interface QueueCounts extends QueueRecord {
  readonly waiting: number;
  readonly offered: number;
  readonly free_seats: number;
}

/**
 * Queues of districts in which somebody waits or has been offered a place. Free seats are those their children could be
 * offered at `now`: of a special group after its first days also those of the general queue.
 */
export async function queuesOf(
  tx: Reader,
  districts: readonly number[],
  now: Date,
): Promise<readonly QueueCounts[]> {
  return await rowsOf(
    tx,
    sql<QueueCounts>`
      with mine as (
        select q.* from queue q where q.district_id = any(${[...districts]}::int[])
      ), waiting as (
        select c.queue_id, sum(c.n)::int as n from queue_count c
        where c.kindergarten_id = 0 and c.queue_id = any(array(select id from mine)) group by 1
      ), live as (
        select r.queue_id, count(*)::int as n from referral r
        where r.district_id = any(${[...districts]}::int[]) and r.state in ('offered', 'accepted') group by 1
      ), free as (
        select k.district_id, g.cohort_year, g.language, g.kind,
          count(*)::int as n, count(*) filter (where s.special_until <= ${now})::int as open_to_all
        from seat s join kindergarten_group g on g.id = s.group_id join kindergarten k on k.id = g.kindergarten_id
        where k.district_id = any(${[...districts]}::int[]) and s.state = 'open'
          and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)
        group by 1, 2, 3, 4
      )
      select q.id, ${KEY}, coalesce(w.n, 0) as waiting, coalesce(l.n, 0) as offered, coalesce(own.n, 0) + coalesce(special.open_to_all, 0) as free_seats
      from mine q
        left join waiting w on w.queue_id = q.id
        left join live l on l.queue_id = q.id
        left join free own on own.district_id = q.district_id and own.cohort_year = q.cohort_year and own.language = q.language
          and own.kind = q.queue_kind
        left join free special on q.queue_kind = 'general' and special.district_id = q.district_id
          and special.cohort_year = q.cohort_year and special.language = q.language and special.kind = 'special'
      where w.n > 0 or l.n > 0
      order by q.district_id, q.service, q.queue_kind, q.cohort_year desc, q.language`,
  );
}

/** One place of the order as it is now. */
export interface SliceRow {
  readonly application_id: string;
  readonly place: number;
  readonly turn: number;
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly stream: 'benefit' | 'ordinary';
}

/** A stretch of a queue in its order of now. */
export async function sliceOf(
  tx: Reader,
  queueId: number,
  fromPlace: number,
  limit: number,
): Promise<readonly SliceRow[]> {
  return await rowsOf(
    tx,
    sql<SliceRow>`select application_id, place, turn, cause, stream from kezek.queue_slice(${queueId}, ${fromPlace}, ${limit})
      order by place`,
  );
}

export async function waitingIn(tx: Reader, queueId: number): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{
      n: number;
    }>`select count(*)::int as n from queue_stay s where s.queue_id = ${queueId} and s.left_at is null`,
  );
  return row?.n ?? 0;
}

/** Up to so many found ones are looked at one by one; for more the whole order is walked once. */
const FEW = 50;

/** Places of some of a queue's children as they are now, from a place on. Others than the queue's are passed by. */
export async function placesOf(
  tx: Reader,
  queueId: number,
  profile: { readonly id: number; readonly benefit_places: number; readonly ordinary_places: number },
  applications: readonly string[],
  fromPlace: number,
  limit: number,
): Promise<readonly SliceRow[]> {
  if (applications.length <= FEW) {
    return await rowsOf(
      tx,
      sql<SliceRow>`
        select a.id as application_id, f.place, f.turn, f.cause, f.stream
        from unnest(${[...applications]}::bigint[]) a(id) cross join lateral kezek.queue_figures(a.id) f
        where f.queue_id = ${queueId} and f.place >= ${fromPlace} order by f.place limit ${limit}`,
    );
  }
  return await rowsOf(
    tx,
    sql<SliceRow>`
      with ranked as (
        select s.application_id, s.stream, row_number() over (partition by s.stream order by ${STAY_ORDER})::int as n,
          count(*) over ()::int - count(*) over (partition by s.stream)::int as others
        from queue_stay s where s.queue_id = ${queueId} and s.left_at is null
      )
      select r.application_id, m.place, m.turn, m.cause, r.stream
      from ranked r cross join kezek.turns_now(${queueId}, ${profile.id}) t
        cross join lateral kezek.merged_place(r.n, r.stream, r.others, t.voids, t.last_turn,
          ${profile.benefit_places}::int, ${profile.ordinary_places}::int) m
      where r.application_id = any(${[...applications]}::bigint[]) and m.place >= ${fromPlace}
      order by m.place limit ${limit}`,
  );
}

/** The whole order of a stream: the leader of those who stand together, then one's own. */
export const STAY_ORDER: RawBuilder<unknown> = sql`s.order_class, s.order_at, s.order_no, s.own_class, s.own_at, s.own_no`;

/** What a row of the queue shows of an application. */
export interface QueueChild {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly priority_class: 'out_of_turn' | 'priority' | 'ordinary';
  readonly category: string | null;
  /** Microseconds since 1970, decimal text. */
  readonly submitted_micros: string;
  readonly twins: boolean;
  readonly desired: readonly { readonly id: number; readonly name: string }[];
}

/**
 * Applications of a queue with their children, in no order. `reader`: an officer's names come through one function that
 * judges the scope once; the owner (the command line) has no scope and reads the tables.
 */
export async function childrenOf(
  tx: Reader,
  applications: readonly string[],
  reader: 'officer' | 'system' = 'officer',
): Promise<readonly QueueChild[]> {
  if (applications.length === 0) return [];
  const names =
    reader === 'officer'
      ? sql`kezek.journal_extras(${[...applications]}::bigint[]) c on c.application_id = a.id`
      : sql`person c on c.id = a.child_id`;
  return await rowsOf(
    tx,
    sql<QueueChild>`
      select a.id, a.version, a.number, c.surname, c.given_name, c.iin, a.priority_class, b.code as category,
        (extract(epoch from a.submitted_at) * 1000000)::bigint as submitted_micros, a.twin_group is not null as twins,
        coalesce((select json_agg(json_build_object('id', k.id, 'name', k.name) order by d.rank)
          from desired_kindergarten d join kindergarten k on k.id = d.kindergarten_id where d.application_id = a.id), '[]') as desired
      from application a
        join ${names}
        left join benefit_category b on b.id = a.benefit_category_id
      where a.id = any(${[...applications]}::bigint[])`,
  );
}

/** The figures of one place as the database counts them; see `queue_figures`. */
export interface FiguresRow {
  readonly queue_id: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly own_class: number;
  readonly own_micros: string;
  readonly place: number;
  readonly turn: number;
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly ahead_in_stream: number;
  readonly higher_class_ahead: number;
  readonly benefit_total: number;
  readonly ordinary_total: number;
  readonly together_ahead: boolean;
}

/** Why a child stands where it stands now, in figures; undefined when it does not wait, or is out of scope. */
export async function figuresOf(tx: Reader, applicationId: string): Promise<FiguresRow | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<FiguresRow>`
      select f.queue_id, f.stream, f.own_class, (extract(epoch from s.own_at) * 1000000)::bigint as own_micros, f.place, f.turn, f.cause,
        f.ahead_in_stream, f.higher_class_ahead, f.benefit_total, f.ordinary_total, f.together_ahead
      from kezek.queue_figures(${applicationId}) f
        join queue_stay s on s.application_id = ${applicationId} and s.left_at is null`,
  );
  return row;
}

/** Void turns that are to be filled again, and the last one ever taken. */
export async function turnsNow(
  tx: Reader,
  queueId: number,
  profileId: number,
): Promise<{ readonly voids: readonly number[]; readonly last_turn: number }> {
  const [row] = await rowsOf(
    tx,
    sql<{
      voids: number[];
      last_turn: number;
    }>`select voids, last_turn from kezek.turns_now(${queueId}, ${profileId})`,
  );
  return row ?? { voids: [], last_turn: 0 };
}

/** Free seats a child could get in each kindergarten it wants, by rank, and how many before it in the order want the same one. */
export interface WantedSeats {
  readonly kindergarten_id: number;
  readonly name: string;
  readonly free: number;
  readonly wanted_ahead: number;
}

/** `otherAhead`: how many of the other stream stand before the child. */
export async function wantedSeats(
  tx: Reader,
  applicationId: string,
  otherAhead: number,
  now: Date,
): Promise<readonly WantedSeats[]> {
  return await rowsOf(
    tx,
    sql<WantedSeats>`
      with mine as materialized (
        select s.wants, q.cohort_year, q.language, q.queue_kind from queue_stay s join queue q on q.id = s.queue_id
        where s.application_id = ${applicationId} and s.left_at is null
      ), wanted as materialized (
        select w.kindergarten_id as id, w.n from kezek.wanted_ahead(${applicationId}, ${otherAhead}::int) w
      )
      select k.id as kindergarten_id, k.name, coalesce(wanted.n, 0) as wanted_ahead,
        (select count(*)::int from seat s join kindergarten_group g on g.id = s.group_id
          where s.kindergarten_id = k.id and s.state = 'open' and g.cohort_year = m.cohort_year and g.language = m.language
            and (g.kind = m.queue_kind or (g.kind = 'special' and s.special_until <= ${now}))
            and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)) as free
      from mine m cross join lateral unnest(m.wants) with ordinality u(id, rank)
        join kindergarten k on k.id = u.id left join wanted on wanted.id = k.id
      order by u.rank`,
  );
}

/** An application by its number or id. */
export async function applicationIdOf(
  tx: Reader,
  by: { readonly id: string } | { readonly number: string },
): Promise<{ id: string; number: string } | undefined> {
  const query = tx.selectFrom('application').select(['id', 'number']);
  return await ('id' in by
    ? query.where('id', '=', by.id)
    : query.where('number', '=', by.number)
  ).executeTakeFirst();
}

/** Numbers of applications by their ids. */
export async function numbersOf(
  tx: Reader,
  applications: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf(
    tx,
    sql<{ id: string; number: string }>`select a.id, a.number from application a
      where a.id = any(${[...applications]}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row.number]));
}

export async function districtByCode(tx: Reader, code: string) {
  return await tx.selectFrom('district').select('id').where('code', '=', code).executeTakeFirst();
}
