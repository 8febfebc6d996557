/** Packages of portals: taking them (the database's own functions), the register of what came, and what judges them beforehand. */
import { type RawBuilder, sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import type { PackageTable } from '../types.ts';
import { type Reader, rowsOf } from './reader.ts';

export type PackageSource = PackageTable['source'];
export type PackageState = PackageTable['state'];

/** Shows a scan's bytes to the database within the transaction of its package. */
export async function offerScan(
  tx: WriteTransaction,
  bytes: Uint8Array,
  pages: number | null,
): Promise<void> {
  await sql`select kezek.take_scan(${bytes}::bytea, ${pages}::integer)`.execute(tx);
}

/** How a package came, and the signature found good on it. */
export interface Brought {
  readonly source: PackageSource;
  readonly fileName: string | null;
  /** 'job:…' or 'cli:…'; of no account where an officer brings it. */
  readonly by: string | null;
  readonly sha256: string;
  readonly signature: BroughtSignature | null;
}

export interface BroughtSignature {
  readonly iin: string;
  readonly xml: string;
  readonly algorithm: 'rsa-sha256' | 'gost-2015-512';
  /** DER in base64. */
  readonly certificate: string;
  readonly chainPath: string;
  readonly trustPurpose: 'production' | 'test' | 'demo';
  readonly revocationStatus: 'good' | 'not_checked';
  readonly revocationSource: 'ocsp' | 'crl' | null;
  readonly revocationReason: string | null;
  readonly revocationCheckedAt: string;
  readonly revocationEvidence: string | null;
}

export interface TakenRow {
  readonly state: 'taken' | 'repeated';
  readonly package_id: string;
  readonly application_id: string | null;
  readonly number: string | null;
}

/** Takes a package; its scans were offered before. What is refused is thrown as KZ080 with the code in the constraint's name. */
export async function takeDocument(
  tx: WriteTransaction,
  document: unknown,
  brought: Brought,
): Promise<TakenRow> {
  const { rows } = await sql<TakenRow>`
    select state, package_id, application_id, number
    from kezek.take_package(${JSON.stringify(document)}::jsonb, ${JSON.stringify(brought)}::jsonb)`.execute(
    tx,
  );
  return takenRow(rows);
}

/** The one row a package taken is answered with. */
export function takenRow([row]: readonly TakenRow[]): TakenRow {
  if (row === undefined) throw new Error('PACKAGE_NOT_ANSWERED');
  return row;
}

/** A scan's file, and how many pages were counted in it. */
export interface OfferedScan {
  readonly bytes: Uint8Array;
  readonly pages: number | null;
}

/** Takes a package with its scans in one statement; answers and refuses as `takeDocument`. */
export function takeWithScans(
  scans: readonly OfferedScan[],
  document: unknown,
  brought: Brought,
): RawBuilder<TakenRow> {
  const whole = Buffer.concat(scans.map(({ bytes }) => bytes));
  const sizes = scans.map(({ bytes }) => bytes.length);
  const pages = scans.map((scan) => scan.pages);
  return sql<TakenRow>`
    select state, package_id, application_id, number
    from kezek.take_package_with_scans(${whole}::bytea, ${sizes}::integer[], ${pages}::integer[], ${JSON.stringify(document)}::jsonb,
      ${JSON.stringify(brought)}::jsonb)`;
}

export interface SetAside {
  readonly portal: string | null;
  readonly portalId: string | null;
  readonly kind: string | null;
  readonly sha256: string;
  readonly reason: string;
  readonly place: string | null;
  readonly source: PackageSource;
  readonly fileName: string | null;
  readonly by: string | null;
  /** BIN of the department it was addressed to, where that was readable. */
  readonly department: string | null;
}

/** Writes down that a package was set aside; answers its row. */
export async function recordAside(tx: WriteTransaction, what: SetAside): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select kezek.set_package_aside(${JSON.stringify(what)}::jsonb) as id`.execute(tx);
  return rows[0]?.id ?? '';
}

export async function portals(tx: Reader) {
  return await tx.selectFrom('portal').selectAll().orderBy('code').execute();
}

/** Which district each kindergarten is of, by BIN. */
export async function kindergartenDistricts(tx: Reader) {
  return await tx.selectFrom('kindergarten').select(['bin', 'district_id']).execute();
}

export interface PackageFilter {
  readonly portal?: string | undefined;
  readonly state?: PackageState | undefined;
}

export interface PackageRecord {
  readonly id: string;
  readonly portal: string | null;
  readonly portal_id: string | null;
  readonly kind: PackageTable['kind'];
  readonly state: PackageState;
  readonly reason: string | null;
  readonly place: string | null;
  readonly application_id: string | null;
  readonly number: string | null;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly source: PackageSource;
  readonly file_name: string | null;
  readonly brought_by: string;
  readonly by_surname: string | null;
  readonly by_given_name: string | null;
  readonly arrivals: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly signed: boolean;
}

/** A page of the register, the latest first; `before` is the id of the last row of the page before. Row-level security keeps the scope. */
export async function packagePage(
  tx: Reader,
  filter: PackageFilter,
  before: string | null,
  limit: number,
): Promise<readonly PackageRecord[]> {
  return await rowsOf(
    tx,
    sql<PackageRecord>`
    select p.id, p.portal, p.portal_id, p.kind, p.state, p.reason, p.place, p.application_id, a.number, c.surname, c.given_name,
      p.source, p.file_name, p.brought_by, s.surname as by_surname, s.given_name as by_given_name, p.arrivals, p.first_at, p.last_at,
      exists (select 1 from package_signature g where g.package_id = p.id) as signed
    from package p
      left join application a on a.id = p.application_id
      left join person c on c.id = a.child_id
      left join staff s on s.iin = p.brought_by
    where ${conditions(filter)} and (${before}::int8 is null or p.id < ${before}::int8)
    order by p.id desc limit ${limit}`,
  );
}

/** How many there are, up to `most`. */
export async function countPackages(tx: Reader, filter: PackageFilter, most: number): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ n: number }>`select count(*)::int as n from
      (select 1 from package p where ${conditions(filter)} limit ${most + 1}) found`,
  );
  return row?.n ?? 0;
}

function conditions({ portal, state }: PackageFilter) {
  return sql`(${portal ?? null}::text is null or p.portal = ${portal ?? null})
    and (${state ?? null}::text is null or p.state = ${state ?? null})`;
}

/** Kept signatures by id, for `kezek verify`. */
export async function signaturesAfter(tx: Reader, after: string, limit: number) {
  return await tx
    .selectFrom('package_signature as g')
    .innerJoin('package as p', 'p.id', 'g.package_id')
    .leftJoin('application as a', 'a.id', 'p.application_id')
    .select([
      'g.package_id',
      'g.signer_iin',
      'g.signed_xml',
      'g.certificate',
      'g.verified_at',
      'p.portal',
      'p.portal_id',
      'p.kind',
      'p.sha256',
      'p.application_id',
    ])
    .where('g.package_id', '>', after)
    .orderBy('g.package_id')
    .limit(limit)
    .execute();
}
