/** Parents' links, what the registry said, and who is in the way of a new link. Each row is under the policies of who reads. */
import { sql } from 'kysely';
import type { LinkEvidence, LinkRole, LinkState, RegistryAnswer } from '../../domain/kinship.ts';
import type { FamilyRule } from '../../domain/link-rules.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface LinkRow {
  readonly id: string;
  readonly child_id: string;
  readonly person_id: string;
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly role: LinkRole;
  readonly state: LinkState;
  readonly evidence: LinkEvidence;
  readonly answer: RegistryAnswer | null;
  readonly checked_at: Date | null;
  readonly scan_id: string | null;
  readonly scan_sha256: string | null;
  readonly court_number: string | null;
  readonly court_name: string | null;
  readonly court_on: string | null;
  readonly court_until: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly end_reason: string | null;
  readonly linked_at: Date;
  /** The application and its district that the latest change was signed on. */
  readonly application_id: string;
  readonly district_id: number | null;
}

const LINK = sql`l.id, l.child_id, l.person_id, p.iin, p.surname, p.given_name, p.patronymic, p.birth_date, l.role, l.state, l.evidence,
  k.answer, k.checked_at, l.scan_id, encode(s.sha256, 'hex') as scan_sha256, l.court_number, l.court_name, l.court_on, l.court_until,
  l.valid_from, l.valid_to, l.end_reason, l.linked_at, l.application_id, a.district_id`;
const LINK_FROM = sql`parent_link l join person p on p.id = l.person_id left join kinship_check k on k.id = l.check_id
  left join scan s on s.id = l.scan_id left join application a on a.id = l.application_id`;

/** Links of a child, those that live first, then by when they began. */
export async function linksOfChild(tx: Reader, childId: string): Promise<readonly LinkRow[]> {
  return await rowsOf(
    tx,
    sql<LinkRow>`select ${LINK} from ${LINK_FROM} where l.child_id = ${childId}::bigint
      order by (l.state = 'ended'), l.linked_at, l.id`,
  );
}

/** An answer of the registry as it was stored. The person is null where the registry did not name one. */
export interface CheckRow {
  readonly id: string;
  readonly application_id: string;
  readonly child_iin: string;
  readonly parent_iin: string;
  readonly answer: RegistryAnswer;
  readonly role: LinkRole | null;
  readonly source: 'local' | 'gateway';
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
  readonly birth_date: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly checked_at: Date;
}

const CHECK = sql`k.id, k.application_id, k.child_iin, k.parent_iin, k.answer, k.role, k.source, k.surname, k.given_name, k.patronymic,
  k.birth_date, k.sex, k.checked_at`;

export async function checkById(tx: Reader, id: string): Promise<CheckRow | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<CheckRow>`select ${CHECK} from kinship_check k where k.id = ${id}::bigint`,
  );
  return row;
}

/** Questions asked for an application, newest first. */
export async function checksOf(tx: Reader, applicationId: string): Promise<readonly CheckRow[]> {
  return await rowsOf(
    tx,
    sql<CheckRow>`select ${CHECK} from kinship_check k where k.application_id = ${applicationId}::bigint order by k.id desc limit 20`,
  );
}

/** Stores what the registry answered; the database dates and signs it for the officer, and refuses a false local answer. */
export async function insertCheck(
  tx: WriteTransaction,
  row: Omit<CheckRow, 'id'> & { readonly checked_by: string },
): Promise<string> {
  const [stored] = await rowsOf(
    tx,
    sql<{ id: string }>`
      insert into kinship_check (application_id, child_iin, parent_iin, answer, role, source, surname, given_name, patronymic,
        birth_date, sex, checked_at, checked_by)
      values (${row.application_id}, ${row.child_iin}, ${row.parent_iin}, ${row.answer}, ${row.role}, ${row.source}, ${row.surname},
        ${row.given_name}, ${row.patronymic}, ${row.birth_date}, ${row.sex}, ${row.checked_at}, ${row.checked_by})
      returning id`,
  );
  if (stored === undefined) throw new Error('CHECK_NOT_STORED');
  return stored.id;
}

/** A person as written down here. */
export interface KnownPerson {
  readonly id: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly sex: 'male' | 'female';
}

/** The person of an IIN, for a clerk who is about to link that person to the child of an application of the scope. */
export async function personToLink(
  tx: Reader,
  applicationId: string,
  iin: string,
): Promise<KnownPerson | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<KnownPerson>`select * from kezek.person_to_link(${applicationId}::bigint, ${iin})`,
  );
  return row;
}

/** A birth certificate among the scans of the child's applications of the scope. */
export interface CertificateRow {
  readonly id: string;
  readonly application_id: string;
  readonly sha256: string;
  readonly verdict: 'valid' | 'invalid' | 'later' | null;
  readonly page_count: number | null;
}

export async function certificatesOf(tx: Reader, childId: string): Promise<readonly CertificateRow[]> {
  return await rowsOf(
    tx,
    sql<CertificateRow>`
      select s.id, s.application_id, encode(s.sha256, 'hex') as sha256, v.verdict, t.page_count
      from scan s join application a on a.id = s.application_id join scan_content t on t.sha256 = s.sha256
        left join scan_verdict v on v.scan_id = s.id
      where a.child_id = ${childId}::bigint and s.document_kind = 'birth_certificate' and s.replaced_by is null
      order by s.id desc limit 20`,
  );
}

/** Who holds a role for the child already: another link, or the applicant of a live application, wherever it lies. */
export interface RoleHolder {
  readonly iin: string;
  readonly linked_at: Date;
  /** IIN of the officer who linked; null: the holder applied. */
  readonly linked_by: string | null;
  readonly district_id: number;
}

export async function roleHolder(
  tx: Reader,
  applicationId: string,
  role: LinkRole,
  askingIin: string,
): Promise<RoleHolder | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<RoleHolder>`select * from kezek.role_holder_of(${applicationId}::bigint, ${role}, ${askingIin})`,
  );
  return row;
}

/** The limits in force in a district today; undefined: none were set. */
export async function familyRule(tx: Reader, districtId: number): Promise<FamilyRule | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<FamilyRule>`
      select r.parent_years_older as "parentYearsOlder", r.guardian_years as "guardianYears",
        r.registry_answer_days as "registryAnswerDays" from kezek.family_rule_of(${districtId}) r where r.id is not null`,
  );
  return row;
}

/** The person's id, written down if nobody here knew the IIN; only beside the signed decision that links that person. */
export async function linkPerson(
  tx: WriteTransaction,
  applicationId: string,
  person: {
    readonly iin: string;
    readonly surname: string;
    readonly givenName: string;
    readonly patronymic: string | null;
    readonly birthDate: string;
    readonly sex: 'male' | 'female';
  },
): Promise<string> {
  const [row] = await rowsOf(
    tx,
    sql<{ id: string }>`
      select kezek.link_person(${applicationId}::bigint, ${person.iin}, ${person.surname}, ${person.givenName}, ${person.patronymic},
        ${person.birthDate}::date, ${person.sex}) as id`,
  );
  if (row === undefined) throw new Error('PERSON_NOT_STORED');
  return row.id;
}

/** A new link. Its days, officer and decision are the database's to write. */
export interface NewLink {
  readonly childId: string;
  readonly personId: string;
  readonly role: LinkRole;
  readonly evidence: LinkEvidence;
  readonly checkId: string | null;
  readonly scanId: string | null;
  readonly court: {
    readonly number: string;
    readonly court: string;
    readonly on: string;
    readonly validUntil: string | null;
  } | null;
  readonly applicationId: string;
  readonly applicationVersion: number;
  readonly on: string;
  readonly at: Date;
  readonly searchName: string;
}

export async function insertLink(tx: WriteTransaction, row: NewLink): Promise<string> {
  const [stored] = await rowsOf(
    tx,
    sql<{ id: string }>`
      insert into parent_link (child_id, person_id, role, state, evidence, check_id, scan_id, court_number, court_name, court_on,
        court_until, valid_from, application_id, application_version, linked_at, search_name)
      values (${row.childId}, ${row.personId}, ${row.role}, 'live', ${row.evidence}, ${row.checkId}, ${row.scanId},
        ${row.court?.number ?? null}, ${row.court?.court ?? null}, ${row.court?.on ?? null}, ${row.court?.validUntil ?? null},
        ${row.on}, ${row.applicationId}, ${row.applicationVersion}, ${row.at}, ${row.searchName})
      returning id`,
  );
  if (stored === undefined) throw new Error('LINK_NOT_STORED');
  return stored.id;
}

/** A step of a link, signed on an application of the same child; false when there is none within scope. */
export async function stepLink(
  tx: WriteTransaction,
  linkId: string,
  step: { readonly state: LinkState; readonly applicationId: string; readonly on: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update parent_link set state = ${step.state}, application_id = ${step.applicationId},
      valid_to = ${step.state === 'ended' ? step.on : null}
    where id = ${linkId}::bigint`.execute(tx);
  return numAffectedRows === 1n;
}

/** Puts a linked parent in the applicant's place; the database reads who stood there before. */
export async function insertReplacement(
  tx: WriteTransaction,
  row: {
    readonly applicationId: string;
    readonly decisionId: string;
    readonly formerId: string;
    readonly formerRelation: string;
    readonly successorId: string;
    readonly successorRelation: LinkRole;
    readonly at: Date;
  },
): Promise<void> {
  await sql`
    insert into applicant_replacement (application_id, decision_id, former_id, former_relation, successor_id, successor_relation, at)
    values (${row.applicationId}, ${row.decisionId}, ${row.formerId}, ${row.formerRelation}, ${row.successorId},
      ${row.successorRelation}, ${row.at})`.execute(tx);
}
