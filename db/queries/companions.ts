/** Companions under an officer's scope: their list, one of them, what the rules look at. */
import { type RawBuilder, sql } from 'kysely';
import type { CompanionRelation, CompanionState } from '../../domain/companions.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface PermitRow {
  readonly id: string;
  readonly companion_id: string;
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly relation: CompanionRelation;
  readonly phone: string;
  readonly is_applicant: boolean;
  readonly state: CompanionState;
  readonly state_since: Date;
  readonly reason: string | null;
  readonly cause: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly registered_at: Date;
  readonly registered_by: string | null;
  readonly application_id: string;
  readonly application_number: string;
  readonly application_version: number;
  readonly application_status: string;
  readonly district_id: number;
  readonly child_id: string;
  readonly child_iin: string;
  readonly child_surname: string;
  readonly child_given_name: string;
  readonly child_patronymic: string | null;
  readonly kindergarten_id: number;
  readonly kindergarten: string;
  readonly kindergarten_bin: string;
  readonly group_name: string | null;
  readonly sort_name: string;
  /** Of the newest change: whether there is one, and the delivery that stands worst. */
  readonly change: 'allow' | 'stop' | null;
  readonly queued_at: Date | null;
  readonly delivery: 'waiting' | 'sending' | 'sent' | 'failed' | 'refused' | null;
  readonly sent_at: Date | null;
  readonly error: string | null;
  readonly next_attempt_at: Date | null;
}

export interface PermitFilter {
  readonly kindergartenId: number | null;
  readonly states: readonly CompanionState[];
  /** Changes queued before this instant that did not go out, and those that failed; null: any. */
  readonly lateBefore: Date | null;
  /** Words of the search box: each in the family's search text, or at the beginning of the companion's names, IIN or phone. */
  readonly words: readonly string[];
}

/** A channel no desk was seen at for so long is nobody's any more. */
const SEEN = sql`interval '1 day'`;

const FROM = sql`companion_permit p join companion c on c.id = p.companion_id join application a on a.id = p.application_id
  join person ch on ch.id = p.child_id join kindergarten k on k.id = p.kindergarten_id
  left join enrolment e on e.application_id = p.application_id and e.ended_on is null
  left join kindergarten_group g on g.id = e.group_id
  left join lateral (select o.id, o.change, o.queued_at from attendance_outbox o where o.permit_id = p.id order by o.id desc limit 1) o on true
  left join lateral (
    select d.state, d.sent_at, d.error, d.next_attempt_at from attendance_delivery d
      join attendance_channel n on n.channel = d.channel and n.seen_at > kezek.now() - ${SEEN}
    where d.outbox_id = o.id
    order by array_position(array['refused', 'failed', 'waiting', 'sending', 'sent', 'superseded'], d.state) limit 1) d on true`;

const COLUMNS = sql`p.id, p.companion_id, c.iin, c.surname, c.given_name, c.patronymic, c.birth_date, p.relation, p.phone, p.is_applicant,
  p.state, p.state_since, p.reason, p.cause, p.valid_from, p.valid_to, p.registered_at, p.registered_by, p.application_id,
  a.number as application_number, a.version as application_version, a.status as application_status, p.district_id, p.child_id,
  ch.iin as child_iin, ch.surname as child_surname, ch.given_name as child_given_name, ch.patronymic as child_patronymic,
  p.kindergarten_id, k.name as kindergarten, k.bin as kindergarten_bin, g.name as group_name, a.child_sort_name as sort_name,
  o.change, o.queued_at, d.state as delivery, d.sent_at, d.error, d.next_attempt_at`;

function conditions(filter: PermitFilter, withStates: boolean): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (withStates) parts.push(sql`p.state = any (${sql.val([...filter.states])}::text[])`);
  if (filter.kindergartenId !== null) parts.push(sql`p.kindergarten_id = ${filter.kindergartenId}`);
  if (filter.lateBefore !== null) {
    parts.push(
      sql`(d.state in ('failed', 'refused') or (d.state in ('waiting', 'sending') and o.queued_at < ${filter.lateBefore}))`,
    );
  }
  for (const word of filter.words) {
    const plain = word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    parts.push(
      sql`(a.search like ${`%${plain}%`} or c.iin like ${`${plain}%`} or p.phone like ${`%${plain}%`}
        or lower(c.surname) like ${`${plain}%`} or lower(c.given_name) like ${`${plain}%`})`,
    );
  }
  return sql.join(parts, sql` and `);
}

/** A stretch of the permits by the child's name, the applicant's own first; `after`: name and id of the last row shown. */
export async function permitPage(
  tx: Reader,
  filter: PermitFilter,
  after: { readonly name: string; readonly id: string } | null,
  limit: number,
): Promise<readonly PermitRow[]> {
  const from =
    after === null
      ? sql`true`
      : sql`(a.child_sort_name, p.id) > (${after.name}::text collate kk, ${after.id}::bigint)`;
  return await rowsOf(
    tx,
    sql<PermitRow>`select ${COLUMNS} from ${FROM} where ${conditions(filter, true)} and ${from}
      order by a.child_sort_name, p.id limit ${limit}`,
  );
}

/** How many permits of the filter there are, by state, whatever states it asks for. */
export async function permitCounts(
  tx: Reader,
  filter: PermitFilter,
): Promise<readonly { readonly state: CompanionState; readonly n: number }[]> {
  return await rowsOf(
    tx,
    sql<{ state: CompanionState; n: number }>`
      select p.state, count(*)::int as n from ${FROM} where ${conditions(filter, false)} group by p.state`,
  );
}

/** One permit, or every one of a child (`childId`). */
export async function permitsWhere(
  tx: Reader,
  by: { readonly id: string } | { readonly childId: string } | { readonly companionId: string },
): Promise<readonly PermitRow[]> {
  const condition =
    'id' in by
      ? sql`p.id = ${by.id}::bigint`
      : 'childId' in by
        ? sql`p.child_id = ${by.childId}::bigint`
        : sql`p.companion_id = ${by.companionId}::bigint`;
  return await rowsOf(tx, sql<PermitRow>`select ${COLUMNS} from ${FROM} where ${condition} order by p.id`);
}

/** What the rules look at of one child for one companion. Counts leave the permit `apart` and the applicant's own out. */
export interface CaseRow {
  readonly application_id: string;
  readonly application_number: string;
  readonly version: number;
  readonly status: string;
  readonly district_id: number;
  readonly child_id: string;
  readonly has_referral: boolean;
  readonly is_admitted: boolean;
  readonly is_there: boolean;
  readonly live_of_child: number;
  readonly applicant_iin: string;
  readonly applicant_relation: string;
  readonly phone: string;
  readonly second_iin: string | null;
  readonly second_relation: string | null;
}

export async function casesOf(
  tx: Reader,
  iin: string,
  applicationIds: readonly string[],
  apart: string | null,
): Promise<readonly CaseRow[]> {
  const notThis = apart === null ? sql`true` : sql`x.id <> ${apart}::bigint`;
  return await rowsOf(
    tx,
    sql<CaseRow>`
      select a.id as application_id, a.number as application_number, a.version, a.status, a.district_id, a.child_id,
        exists (select 1 from referral r where r.application_id = a.id and r.state in ('issued', 'documents', 'admitted')) as has_referral,
        exists (select 1 from enrolment e where e.application_id = a.id and e.ended_on is null) as is_admitted,
        exists (select 1 from companion_permit x join companion c on c.id = x.companion_id where x.child_id = a.child_id and c.iin = ${iin}
          and x.state in ('waiting', 'approved', 'suspended') and ${notThis}) as is_there,
        (select count(*)::int from companion_permit x where x.child_id = a.child_id and not x.is_applicant
          and x.state in ('waiting', 'approved', 'suspended') and ${notThis}) as live_of_child,
        p.iin as applicant_iin, a.applicant_relation, a.phone, s.iin as second_iin, a.second_parent_relation as second_relation
      from application a join person p on p.id = a.applicant_id left join person s on s.id = a.second_parent_id
      where a.id = any (${sql.val([...applicationIds])}::bigint[]) order by a.id`,
  );
}

/** Whether somebody works in any kindergarten within the days, and how many children that person is added to, wherever. */
export async function standingOf(
  tx: Reader,
  iin: string,
  from: string,
  to: string | null,
): Promise<{ readonly is_staff: boolean; readonly children: number }> {
  const [row] = await rowsOf(
    tx,
    sql<{ is_staff: boolean; children: number }>`
      select kezek.is_kindergarten_staff(${iin}, ${from}::date, ${to}::date) as is_staff, kezek.companion_children(${iin}) as children`,
  );
  if (row === undefined) throw new Error('NO_STANDING');
  return row;
}

export interface KnownPerson {
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly sex: 'male' | 'female';
}

/** A person the scope's families or their companions name; undefined where none does. */
export async function knownPerson(tx: Reader, iin: string): Promise<KnownPerson | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<KnownPerson>`
      select iin, surname, given_name, patronymic, birth_date, sex from person where iin = ${iin}
      union all select iin, surname, given_name, patronymic, birth_date, sex from companion where iin = ${iin} limit 1`,
  );
  return row;
}

export interface EnrolledRow {
  readonly application_id: string;
  readonly application_number: string;
  readonly version: number;
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly kindergarten: string;
  readonly group_name: string;
  readonly applicant_id: string;
  readonly applicant_surname: string;
  readonly applicant_given_name: string;
  readonly applicant_patronymic: string | null;
  readonly district_id: number;
  readonly added: number;
}

/** Children in kindergartens of the scope: those the words find, or all of the family of one application. */
export async function enrolledChildren(
  tx: Reader,
  by: { readonly words: readonly string[] } | { readonly applicationId: string },
  limit: number,
): Promise<readonly EnrolledRow[]> {
  const condition =
    'applicationId' in by
      ? sql`a.applicant_id = (select b.applicant_id from application b where b.id = ${by.applicationId}::bigint)`
      : sql.join(
          by.words.map(
            (word) => sql`a.search like ${`%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`}`,
          ),
          sql` and `,
        );
  return await rowsOf(
    tx,
    sql<EnrolledRow>`
      select a.id as application_id, a.number as application_number, a.version, c.iin, c.surname, c.given_name, c.patronymic,
        k.name as kindergarten, g.name as group_name, a.applicant_id, p.surname as applicant_surname,
        p.given_name as applicant_given_name, p.patronymic as applicant_patronymic, a.district_id,
        (select count(*)::int from companion_permit x where x.child_id = a.child_id and not x.is_applicant
          and x.state in ('waiting', 'approved', 'suspended')) as added
      from enrolment e join application a on a.id = e.application_id join person c on c.id = a.child_id
        join person p on p.id = a.applicant_id join kindergarten k on k.id = e.kindergarten_id
        join kindergarten_group g on g.id = e.group_id
      where e.ended_on is null and ${condition} order by a.child_sort_name, a.id limit ${limit}`,
  );
}

export interface CompanionDecisionRow {
  readonly id: string;
  readonly number: string;
  readonly act: string;
  readonly decided_at: Date;
  readonly reason: string | null;
  readonly staff_iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
}

/** Signed acts about somebody as the companion of one application's child, the newest first. */
export async function companionDecisions(
  tx: Reader,
  applicationId: string,
  iin: string,
  acts: readonly string[],
): Promise<readonly CompanionDecisionRow[]> {
  return await rowsOf(
    tx,
    sql<CompanionDecisionRow>`
      select d.id, d.number, d.act, d.decided_at, d.reason, d.staff_iin, s.surname, s.given_name, s.patronymic
      from decision d join staff s on s.iin = d.staff_iin
      where d.application_id = ${applicationId}::bigint and d.subject_iin = ${iin} and d.act = any (${sql.val([...acts])}::text[])
      order by d.id desc`,
  );
}

export interface DeliveryRow {
  readonly channel: 'file' | 'http';
  readonly change: 'allow' | 'stop';
  readonly queued_at: Date;
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed' | 'refused' | 'superseded';
  readonly sent_at: Date | null;
  readonly error: string | null;
  readonly attempts: number;
}

/** The latest deliveries of a permit's changes. */
export async function deliveriesOf(
  tx: Reader,
  permitId: string,
  limit: number,
): Promise<readonly DeliveryRow[]> {
  return await rowsOf(
    tx,
    sql<DeliveryRow>`
      select d.channel, o.change, o.queued_at, d.state, d.sent_at, d.error, d.attempts
      from attendance_outbox o join attendance_delivery d on d.outbox_id = o.id
      where o.permit_id = ${permitId}::bigint order by o.id desc, d.channel limit ${limit}`,
  );
}

export async function photoOf(
  tx: Reader,
  companionId: string,
): Promise<{ readonly media_type: string; readonly content: Buffer } | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ media_type: string; content: Buffer }>`
      select media_type, content from companion_photo where companion_id = ${companionId}::bigint`,
  );
  return row;
}

export async function hasPhoto(tx: Reader, companionId: string): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`select 1 from companion_photo where companion_id = ${companionId}::bigint`,
  );
  return rows.length > 0;
}

/** What waits for an officer, and what did not get to the attendance system in time. */
export async function companionCounts(
  tx: Reader,
  lateBefore: Date,
): Promise<{ readonly waiting: number; readonly trouble: number }> {
  const [row] = await rowsOf(
    tx,
    sql<{ waiting: number; trouble: number }>`
      select (select count(*)::int from companion_permit p where p.state = 'waiting') as waiting,
        (select count(distinct o.permit_id)::int from attendance_delivery d join attendance_outbox o on o.id = d.outbox_id
          join attendance_channel n on n.channel = d.channel and n.seen_at > kezek.now() - ${SEEN}
          where d.state in ('failed', 'refused') or (d.state in ('waiting', 'sending') and o.queued_at < ${lateBefore})) as trouble`,
  );
  return row ?? { waiting: 0, trouble: 0 };
}
