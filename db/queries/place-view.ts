/** Kindergartens, groups and seats as the screens see them. Who holds a seat is told by functions that name no child, but to those who may read it. */
import { type RawBuilder, sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** Null: any. */
export interface GroupFilter {
  readonly cohortYear: number | null;
  readonly language: 'kk' | 'ru' | null;
  readonly kind: 'general' | 'special' | null;
}

const ANY_GROUP: GroupFilter = { cohortYear: null, language: null, kind: null };

const matches = (filter: GroupFilter): RawBuilder<unknown> => sql`
  (${filter.cohortYear}::int is null or g.cohort_year = ${filter.cohortYear}::int)
  and (${filter.language}::text is null or g.language = ${filter.language}::text)
  and (${filter.kind}::text is null or g.kind = ${filter.kind}::text)`;

export interface KindergartenRecord {
  readonly id: number;
  readonly district_id: number;
  readonly name: string;
  readonly kind: 'kindergarten' | 'nursery' | 'mini_centre';
}

/** Kindergartens the post looks after, of one district or all, in order of their names. */
export async function kindergartensOf(
  tx: Reader,
  districtId: number | null,
): Promise<readonly KindergartenRecord[]> {
  return await rowsOf(
    tx,
    sql<KindergartenRecord>`select k.id, k.district_id, k.name, k.kind from kindergarten k
      where k.id = any((select kezek.my_kindergartens())::int[]) and (${districtId}::int is null or k.district_id = ${districtId}::int)
      order by k.district_id, k.name collate kezek.kk, k.id`,
  );
}

/** Kindergartens of districts with their groups, for the catalogue. */
export async function groupsOfDistricts(tx: Reader, districts: readonly number[]) {
  return await tx
    .selectFrom('kindergarten as k')
    .leftJoin('kindergarten_group as g', 'g.kindergarten_id', 'k.id')
    .select(['k.id', 'k.district_id', 'k.name', 'k.bin', 'g.id as group_id', 'g.name as group_name'])
    .select(['g.cohort_year', 'g.language', 'g.kind', 'g.correction_kind'])
    .where('k.district_id', 'in', districts.length === 0 ? [0] : [...districts])
    .orderBy('k.district_id')
    .orderBy('k.name')
    .orderBy('k.id')
    .orderBy('g.cohort_year', 'desc')
    .orderBy('g.name')
    .execute();
}

/** The kindergarten of a head's post; null for other posts. */
export async function ownKindergarten(tx: Reader): Promise<{ id: number; district_id: number } | null> {
  const [row] = await rowsOf(
    tx,
    sql<{ id: number; district_id: number }>`select k.id, k.district_id from kindergarten k
      where k.id = kezek.my_kindergarten()`,
  );
  return row ?? null;
}

export interface GroupCounts {
  readonly id: number;
  readonly kindergarten_id: number;
  readonly name: string;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly correction_kind: string | null;
  readonly capacity: number;
  readonly taken: number;
  readonly promised: number;
  readonly free: number;
  readonly closed: number;
  readonly reported: number;
  /** Filled on the first day asked for, with what is promised. */
  readonly coming: number;
}

/** Groups with the counts of their seats, by cohort, youngest last. `comingDay`: see `coming`. */
export async function groupCounts(
  tx: Reader,
  kindergartens: readonly number[],
  comingDay: string,
  filter: GroupFilter = ANY_GROUP,
): Promise<readonly GroupCounts[]> {
  const asked = sql`${[...kindergartens]}::int[]`;
  return await rowsOf(
    tx,
    sql<GroupCounts>`
      with held as materialized (select * from kezek.held_seats(${asked}, ${comingDay}::date))
      select g.id, g.kindergarten_id, g.name, g.cohort_year, g.language, g.kind, g.correction_kind, g.capacity,
        count(*) filter (where h.kind = 'enrolment')::int as taken,
        count(*) filter (where h.kind in ('offer', 'referral'))::int as promised,
        count(*) filter (where h.kind is null and s.state = 'open')::int as free,
        count(*) filter (where s.state = 'closed')::int as closed,
        count(*) filter (where s.state = 'reported')::int as reported,
        count(*) filter (where h.stays)::int as coming
      from kindergarten_group g
        left join seat s on s.group_id = g.id and s.state <> 'removed'
        left join held h on h.seat_id = s.id
      where g.kindergarten_id = any(${asked}) and ${matches(filter)}
      group by g.id
      order by g.kindergarten_id, g.cohort_year, g.name collate kezek.kk, g.id`,
  );
}

/** Filled seats of groups on days gone by. A group and day without a row had none. */
export async function filledOn(
  tx: Reader,
  kindergartens: readonly number[],
  days: readonly string[],
): Promise<readonly { readonly group_id: number; readonly day: string; readonly filled: number }[]> {
  return await rowsOf(
    tx,
    sql<{ group_id: number; day: string; filled: number }>`
      select group_id, day, filled from kezek.filled_on(${[...kindergartens]}::int[], ${[...days]}::date[])`,
  );
}

/** How many children wait for each of some kindergartens. */
export async function waitingFor(
  tx: Reader,
  kindergartens: readonly number[],
  filter: GroupFilter,
): Promise<ReadonlyMap<number, number>> {
  const rows = await rowsOf(
    tx,
    sql<{ kindergarten_id: number; waiting: number }>`select kindergarten_id, waiting
      from kezek.waiting_for(${[...kindergartens]}::int[], ${filter.cohortYear}::int, ${filter.language}::text, ${filter.kind}::text)`,
  );
  return new Map(rows.map((row) => [row.kindergarten_id, row.waiting]));
}

export interface SeatRecord {
  readonly id: string;
  readonly group_id: number;
  readonly version: number;
  readonly ordinal: number;
  readonly state: 'open' | 'reported' | 'closed';
  readonly open_since: Date | null;
  readonly special_until: Date | null;
  readonly temporary_until: string | null;
  readonly state_reason: string | null;
  readonly held: 'offer' | 'referral' | 'enrolment' | null;
}

/** Seats of a kindergarten, or of one group of it, in order of their numbers. */
export async function seatsOf(
  tx: Reader,
  kindergartenId: number,
  groupId: number | null = null,
): Promise<readonly SeatRecord[]> {
  return await rowsOf(
    tx,
    sql<SeatRecord>`
      select s.id, s.group_id, s.version, s.ordinal, s.state, s.open_since, s.special_until, s.temporary_until, s.state_reason,
        l.kind as held
      from seat s left join kezek.seat_looks(${kindergartenId}) l on l.seat_id = s.id
      where s.kindergarten_id = ${kindergartenId} and s.state <> 'removed'
        and (${groupId}::int is null or s.group_id = ${groupId}::int)
      order by s.group_id, s.ordinal`,
  );
}

/** Who holds seats of a group, as far as the reader may read: a head sees only children referred or admitted to it. */
export async function holdersOf(tx: Reader, groupId: number) {
  return await tx
    .selectFrom('seat_hold as h')
    .innerJoin('seat as s', 's.id', 'h.seat_id')
    .innerJoin('application as a', 'a.id', 'h.application_id')
    .innerJoin('person as c', 'c.id', 'h.child_id')
    .select(['h.seat_id', 'h.until', 'a.id', 'a.number', 'c.surname', 'c.given_name'])
    .where('s.group_id', '=', groupId)
    .where('h.released_at', 'is', null)
    .execute();
}

export async function groupById(tx: Reader, id: number) {
  return await tx
    .selectFrom('kindergarten_group as g')
    .innerJoin('kindergarten as k', 'k.id', 'g.kindergarten_id')
    .select(['g.id', 'g.kindergarten_id', 'k.district_id'])
    .where('g.id', '=', id)
    .executeTakeFirst();
}

/** The rail's counts of districts: free seats, offers and referrals under way, open questions of heads. */
export async function placeRail(
  tx: Reader,
  districts: readonly number[],
): Promise<{ readonly free: number; readonly referrals: number; readonly requests: number }> {
  const mine = sql`${[...districts]}::int[]`;
  const [row] = await rowsOf(
    tx,
    sql<{ free: number; referrals: number; requests: number }>`select
      (select count(*)::int from seat s where s.state = 'open'
        and s.kindergarten_id in (select k.id from kindergarten k where k.district_id = any(${mine}))
        and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)) as free,
      (select count(*)::int from referral r where r.district_id = any(${mine})
        and r.state in ('offered', 'accepted', 'issued', 'documents')) as referrals,
      (select count(*)::int from seat_request q where q.verdict is null) as requests`,
  );
  return row ?? { free: 0, referrals: 0, requests: 0 };
}

/** Open questions of heads in the reader's scope. */
export async function openRequests(tx: Reader): Promise<number> {
  const { n } = await tx
    .selectFrom('seat_request')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('verdict', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(n);
}
