/** Children of a kindergarten, and the counts of its head's desk. Under the head's scope. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

export interface ChildRow {
  readonly id: string;
  readonly application_id: string;
  readonly application_version: number;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly birth_date: string;
  readonly applicant_surname: string;
  readonly applicant_given_name: string;
  readonly applicant_patronymic: string | null;
  readonly phone: string;
  readonly group_id: number;
  readonly group_name: string;
  readonly contract_number: string;
  readonly contract_on: string;
  readonly enrolled_on: string;
  readonly ended_on: string | null;
  readonly end_reason: string | null;
  /** The key of the list: child's name, then the enrolment. */
  readonly sort_name: string;
}

export interface ChildFilter {
  readonly groupId: number | null;
  /** Words of the search box as `normaliseQuery` gives them, each in the family's search text or at the contract's beginning; empty: any. */
  readonly words: readonly string[];
  readonly ended: boolean;
}

const FROM = sql`enrolment e join application a on a.id = e.application_id join person c on c.id = e.child_id
  join person p on p.id = a.applicant_id join kindergarten_group g on g.id = e.group_id`;

function whereOf({ groupId, words, ended }: ChildFilter) {
  const parts = [ended ? sql`e.ended_on is not null` : sql`e.ended_on is null`];
  if (groupId !== null) parts.push(sql`e.group_id = ${groupId}`);
  for (const word of words) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    parts.push(sql`(a.search like ${pattern} or starts_with(lower(e.contract_number), ${word}))`);
  }
  return sql.join(parts, sql` and `);
}

/** A stretch of the list by the child's name; `after`: name and id of the last row shown. */
export async function childrenPage(
  tx: Reader,
  filter: ChildFilter,
  after: { readonly name: string; readonly id: string } | null,
  limit: number,
): Promise<readonly ChildRow[]> {
  const from =
    after === null
      ? sql`true`
      : sql`(a.child_sort_name, e.id) > (${after.name}::text collate kk, ${after.id}::bigint)`;
  return await rowsOf(
    tx,
    sql<ChildRow>`
      select e.id, e.application_id, a.version as application_version, c.surname, c.given_name, c.iin, c.birth_date,
        p.surname as applicant_surname, p.given_name as applicant_given_name, p.patronymic as applicant_patronymic, a.phone,
        g.id as group_id, g.name as group_name, e.contract_number, e.contract_on, e.enrolled_on, e.ended_on, e.end_reason,
        a.child_sort_name as sort_name
      from ${FROM} where ${whereOf(filter)} and ${from}
      order by a.child_sort_name, e.id limit ${limit}`,
  );
}

export async function childrenCount(tx: Reader, filter: ChildFilter): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ n: number }>`select count(*)::int as n from ${FROM} where ${whereOf(filter)}`,
  );
  return row?.n ?? 0;
}

export interface HeadCounts {
  readonly incoming: number;
  readonly due_today: number;
  readonly children: number;
  readonly freed: number;
  readonly requests: number;
}

/** The counts beside the head's rail: referrals that came, those whose last day is before `dayEnds`, children, seats reported, open requests. */
export async function headCounts(tx: Reader, kindergartenId: number, dayEnds: Date): Promise<HeadCounts> {
  const [row] = await rowsOf(
    tx,
    sql<HeadCounts>`
      select
        (select count(*)::int from referral r where r.kindergarten_id = ${kindergartenId} and r.state in ('issued', 'documents')) as incoming,
        (select count(*)::int from referral r where r.kindergarten_id = ${kindergartenId} and r.state = 'issued'
          and r.valid_until < ${dayEnds}) as due_today,
        (select count(*)::int from enrolment e where e.kindergarten_id = ${kindergartenId} and e.ended_on is null) as children,
        (select count(*)::int from seat s where s.kindergarten_id = ${kindergartenId} and s.state = 'reported') as freed,
        (select count(*)::int from seat_request q join seat s on s.id = q.seat_id
          where s.kindergarten_id = ${kindergartenId} and q.verdict is null) as requests`,
  );
  if (row === undefined) throw new Error('NO_COUNTS');
  return row;
}

/** Groups a child of a referral may be admitted to: same cohort, language and kind, with their free seats. */
export async function groupsToAdmit(
  tx: Reader,
  group: { readonly id: number; readonly kindergartenId: number },
): Promise<readonly { readonly id: number; readonly name: string; readonly free: number }[]> {
  return await rowsOf(
    tx,
    sql<{ id: number; name: string; free: number }>`
      with held as (select h.seat_id from kezek.seat_looks(${group.kindergartenId}) h)
      select g.id, g.name, (select count(*)::int from seat s where s.group_id = g.id and s.state = 'open'
          and s.id not in (select seat_id from held)) as free
      from kindergarten_group g join kindergarten_group own on own.id = ${group.id}
      where g.kindergarten_id = ${group.kindergartenId} and g.cohort_year = own.cohort_year and g.language = own.language
        and g.kind = own.kind
      order by (g.id = own.id) desc, g.name, g.id`,
  );
}
