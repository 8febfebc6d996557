/** Requests of portals to link a parent, and guardians whose court's document runs out. Each row is under the policies of who reads. */
import { sql } from 'kysely';
import type { LinkRequestState, LinkRole } from '../../domain/kinship.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface LinkRequestRow {
  readonly id: string;
  readonly application_id: string;
  readonly number: string;
  readonly child_iin: string;
  readonly child_surname: string;
  readonly child_given_name: string;
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly sex: 'male' | 'female';
  readonly role: LinkRole;
  readonly phone: string;
  readonly phone_verified_by: string;
  readonly email: string | null;
  readonly portal: string;
  /** The package's own number at the portal. */
  readonly portal_id: string;
  readonly asked_at: Date;
  readonly state: LinkRequestState;
  readonly reason: string | null;
  /** The decision that linked, or refused; none of what was refused before refusals were signed. */
  readonly decision_id: string | null;
  readonly decision_number: string | null;
  readonly answered_at: Date | null;
  readonly answered_iin: string | null;
  readonly answered_surname: string | null;
  readonly answered_given_name: string | null;
  readonly answered_patronymic: string | null;
  /** By the person's own key: the package's signature was found good, and its IIN is the person's. */
  readonly signed: boolean;
}

const REQUEST = sql`r.id, r.application_id, a.number, c.iin as child_iin, c.surname as child_surname, c.given_name as child_given_name,
  r.iin, r.surname, r.given_name, r.patronymic, r.birth_date, r.sex, r.role, r.phone, r.phone_verified_by, r.email, r.portal,
  r.portal_id, r.asked_at, r.state, r.reason, r.decision_id, d.number as decision_number, r.answered_at, r.answered_by as answered_iin, o.surname as answered_surname, o.given_name as answered_given_name,
  o.patronymic as answered_patronymic, exists (select 1 from package k join package_signature g on g.package_id = k.id
    where k.portal = r.portal and k.portal_id = r.portal_id and k.state = 'taken' and g.signer_iin = r.iin) as signed`;
const REQUEST_FROM = sql`link_request r join application a on a.id = r.application_id join person c on c.id = r.child_id
  left join staff o on o.iin = r.answered_by left join decision d on d.id = r.decision_id`;

/** Requests about a child, those that wait first, then the latest. */
export async function requestsOfChild(tx: Reader, childId: string): Promise<readonly LinkRequestRow[]> {
  return await rowsOf(
    tx,
    sql<LinkRequestRow>`select ${REQUEST} from ${REQUEST_FROM} where r.child_id = ${childId}::bigint
      order by (r.state <> 'waiting'), r.id desc limit 10`,
  );
}

export async function requestById(tx: Reader, id: string): Promise<LinkRequestRow | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<LinkRequestRow>`select ${REQUEST} from ${REQUEST_FROM} where r.id = ${id}::bigint`,
  );
  return row;
}

export interface RequestScanRow {
  readonly request_id: string;
  readonly scan_id: string;
  readonly application_id: string;
  readonly document_kind: string;
  readonly file_name: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly verdict: 'valid' | 'invalid' | 'later' | null;
}

/** Papers that came with these requests, in their order. */
export async function requestScans(
  tx: Reader,
  requestIds: readonly string[],
): Promise<readonly RequestScanRow[]> {
  return await rowsOf(
    tx,
    sql<RequestScanRow>`
      select x.request_id, x.scan_id, s.application_id, s.document_kind, s.file_name,
        encode(s.sha256, 'hex') as sha256, v.verdict
      from link_request_scan x join scan s on s.id = x.scan_id left join scan_verdict v on v.scan_id = s.id
      where x.request_id = any(${[...requestIds]}::bigint[]) order by s.position`,
  );
}

/** Whether a scan came with a request that waits: then it is judged though nobody reviews its application. */
export async function isOfWaitingRequest(tx: Reader, scanId: string): Promise<boolean> {
  const [row] = await rowsOf(
    tx,
    sql<{
      found: boolean;
    }>`select exists (select 1 from link_request_scan x join link_request r on r.id = x.request_id
      where x.scan_id = ${scanId}::bigint and r.state = 'waiting') as found`,
  );
  return row?.found === true;
}

/** A stretch of the requests that wait in these districts, the oldest first. */
export async function requestPage(
  tx: Reader,
  districts: readonly number[],
  after: string | null,
  limit: number,
): Promise<readonly LinkRequestRow[]> {
  return await rowsOf(
    tx,
    sql<LinkRequestRow>`select ${REQUEST} from ${REQUEST_FROM}
      where r.district_id = any(${[...districts]}::int[]) and r.state = 'waiting'
        and (${after}::bigint is null or r.id > ${after}::bigint)
      order by r.id limit ${limit}`,
  );
}

export async function requestCount(tx: Reader, districts: readonly number[]): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ count: number }>`select count(*)::int as count from link_request r
      where r.district_id = any(${[...districts]}::int[]) and r.state = 'waiting'`,
  );
  return row?.count ?? 0;
}

/**
 * Refuses a request beside its signed decision; false when it waits no more. Reason, decision, officer and date are the database's to
 * write, and it tells who asked.
 */
export async function refuseRequest(tx: WriteTransaction, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update link_request set state = 'refused' where id = ${id}::bigint and state = 'waiting'`.execute(tx);
  return numAffectedRows === 1n;
}

/** The day on which the first guardian's link ends by itself, today or past when it is overdue; null: none will. */
export async function firstGuardianEnd(tx: Reader): Promise<string | null> {
  const [row] = await rowsOf(tx, sql<{ day: string | null }>`select kezek.first_guardian_end() as day`);
  return row?.day ?? null;
}

/** Ends links of guardians whose court's document ran out, each with its history and notice; how many. */
export async function endGuardians(tx: WriteTransaction, atMost: number): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ ended: number }>`select kezek.end_guardians(${atMost}::int4) as ended`,
  );
  return row?.ended ?? 0;
}
