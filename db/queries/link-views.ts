/** Links as screens show them. Each row is under the policies of who reads. */
import { sql } from 'kysely';
import type { LinkEvidence, LinkRole, LinkState } from '../../domain/kinship.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface FamilyApplicationRow {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly district_id: number;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly iin: string;
}

const APPLICATION = sql`a.id, a.number, a.version, a.status, a.district_id, c.surname, c.given_name, c.patronymic, c.iin`;

/** Applications of a child by IIN: those in which a family still may change first. */
export async function applicationsOfChild(tx: Reader, iin: string): Promise<readonly FamilyApplicationRow[]> {
  return await rowsOf(
    tx,
    sql<FamilyApplicationRow>`
      select ${APPLICATION} from application a join person c on c.id = a.child_id
      where a.child_id = (select p.id from person p where p.iin = ${iin})
      order by (not exists (select 1 from status_transition t where t.event = 'link' and t.from_status = a.status)),
        a.submitted_at desc limit 20`,
  );
}

/** Applications these persons are parents of: as applicants, as second parents. */
export async function applicationsOfParents(tx: Reader, personIds: readonly string[]) {
  return await rowsOf(
    tx,
    sql<FamilyApplicationRow & { person_id: string }>`
      select w.person_id, ${APPLICATION} from unnest(${[...personIds]}::bigint[]) w(person_id)
        join lateral (select x.id from application x where x.applicant_id = w.person_id
          union select x.id from application x where x.second_parent_id = w.person_id limit 20) f on true
        join application a on a.id = f.id join person c on c.id = a.child_id
      order by w.person_id, a.submitted_at desc`,
  );
}

export interface LinkStepRow {
  readonly link_id: string;
  readonly act: string;
  readonly state: LinkState;
  readonly at: Date;
  readonly decision_id: string | null;
  readonly decision_number: string | null;
  readonly staff_iin: string | null;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
}

/** Steps of these links in order. Of a decision of another district only that there is one. */
export async function linkSteps(tx: Reader, linkIds: readonly string[]): Promise<readonly LinkStepRow[]> {
  return await rowsOf(
    tx,
    sql<LinkStepRow>`
      select s.link_id, s.act, s.state, s.at, d.id as decision_id, d.number as decision_number, d.staff_iin,
        o.surname, o.given_name, o.patronymic
      from parent_link_step s left join decision d on d.id = s.decision_id left join staff o on o.iin = d.staff_iin
      where s.link_id = any(${[...linkIds]}::bigint[]) order by s.link_id, s.seq`,
  );
}

export interface LinkPageRow {
  readonly id: string;
  readonly application_id: string;
  readonly number: string;
  readonly child_surname: string;
  readonly child_given_name: string;
  readonly child_iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly role: LinkRole;
  readonly state: LinkState;
  readonly evidence: LinkEvidence;
  readonly changed_at: Date;
}

/** A stretch of the links of these districts, those changed last first. `after`: moment and id of the last one shown. */
export async function linkPage(
  tx: Reader,
  filter: { readonly districts: readonly number[]; readonly states: readonly LinkState[] },
  after: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<readonly LinkPageRow[]> {
  return await rowsOf(
    tx,
    sql<LinkPageRow>`
      select l.id, l.application_id, a.number, c.surname as child_surname, c.given_name as child_given_name, c.iin as child_iin,
        p.surname, p.given_name, p.iin, l.role, l.state, l.evidence, s.at as changed_at
      from parent_link l join application a on a.id = l.application_id join person c on c.id = l.child_id
        join person p on p.id = l.person_id
        join lateral (select x.at from parent_link_step x where x.link_id = l.id order by x.seq desc limit 1) s on true
      where a.district_id = any(${[...filter.districts]}::int[]) and l.state = any(${[...filter.states]}::text[])
        and (${after?.at ?? null}::timestamptz is null or (date_trunc('milliseconds', s.at), l.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::bigint))
      order by date_trunc('milliseconds', s.at) desc, l.id desc limit ${limit}`,
  );
}

/** How many links of these districts stand so. */
export async function linkCount(
  tx: Reader,
  filter: { readonly districts: readonly number[]; readonly states: readonly LinkState[] },
): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ count: number }>`
      select count(*)::int as count from parent_link l join application a on a.id = l.application_id
      where a.district_id = any(${[...filter.districts]}::int[]) and l.state = any(${[...filter.states]}::text[])`,
  );
  return row?.count ?? 0;
}
