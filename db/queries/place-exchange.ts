/** With whom an enrolled child may change places, and where it may move: groups alike, in its district. A clerk's, under its scope. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** A child in another group alike. */
export interface ExchangeRow {
  readonly application_id: string;
  readonly version: number;
  readonly number: string;
  readonly surname: string;
  readonly given_name: string;
  readonly kindergarten: string;
  readonly group_name: string;
  /** Its family asked for the kindergarten of the child the list is for. */
  readonly wants_ours: boolean;
  /** The family the list is for asked for its kindergarten. */
  readonly wanted: boolean;
}

/** `ids`: found by a search; null: everybody. */
export interface ExchangeFilter {
  readonly applicationId: string;
  readonly ids: readonly string[] | null;
}

const ALIKE = sql`og.cohort_year = g.cohort_year and og.language = g.language and og.kind = g.kind and og.id <> g.id`;
const OWN = sql`enrolment e join kindergarten_group g on g.id = e.group_id join kindergarten k on k.id = g.kindergarten_id`;

/** Children whose wishes cross first, then those of wanted kindergartens, then by kindergarten, group and name. */
export async function exchangeRows(
  tx: Reader,
  filter: ExchangeFilter,
  limit: number,
): Promise<readonly ExchangeRow[]> {
  return await rowsOf(
    tx,
    sql<ExchangeRow>`
      select a.id::text as application_id, a.version, a.number, c.surname, c.given_name, ok.name as kindergarten, og.name as group_name,
        theirs.rank is not null as wants_ours, ours.rank is not null as wanted
      from ${OWN}
        join kindergarten ok on ok.district_id = k.district_id
        join kindergarten_group og on og.kindergarten_id = ok.id and ${ALIKE}
        join enrolment o on o.group_id = og.id and o.ended_on is null
        join application a on a.id = o.application_id and a.status = 'enrolled'
        join person c on c.id = a.child_id
        left join desired_kindergarten theirs on theirs.application_id = a.id and theirs.kindergarten_id = g.kindergarten_id
        left join desired_kindergarten ours on ours.application_id = e.application_id and ours.kindergarten_id = og.kindergarten_id
      where e.application_id = ${filter.applicationId}::int8 and e.ended_on is null
        ${filter.ids === null ? sql`` : sql`and a.id = any(${[...filter.ids]}::bigint[])`}
      order by (theirs.rank is not null)::int + (ours.rank is not null)::int desc, ours.rank nulls last, ok.name, og.name,
        a.child_sort_name, a.id
      limit ${limit}`,
  );
}

/** A group alike with free seats. */
export interface TransferRow {
  readonly group_id: number;
  readonly group_name: string;
  readonly kindergarten: string;
  readonly free: number;
  readonly wanted: boolean;
}

/** Groups an enrolled child may be moved to, those the family asked for first. */
export async function transferRows(tx: Reader, applicationId: string): Promise<readonly TransferRow[]> {
  return await rowsOf(
    tx,
    sql<TransferRow>`
      select og.id as group_id, og.name as group_name, ok.name as kindergarten, ours.rank is not null as wanted, free.n as free
      from ${OWN}
        join kindergarten ok on ok.district_id = k.district_id
        join kindergarten_group og on og.kindergarten_id = ok.id and ${ALIKE}
        left join desired_kindergarten ours on ours.application_id = e.application_id and ours.kindergarten_id = og.kindergarten_id
        cross join lateral (select count(*)::int as n from seat s where s.group_id = og.id and s.state = 'open'
          and not exists (select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)) free
      where e.application_id = ${applicationId}::int8 and e.ended_on is null and free.n > 0
      order by ours.rank nulls last, ok.name, og.name, og.id
      limit 200`,
  );
}
