/** Scans of an application, their verdicts and their bytes. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

/** Scans in force (not replaced), in order, each with its verdict and how many other families' applications hold the same bytes. */
export async function scansOf(tx: Reader, applicationId: string) {
  const rows = await rowsOf(
    tx,
    sql<ScanRecord>`
    select s.id, s.position, s.document_kind, s.about, s.benefit_claim_id, encode(s.sha256, 'hex') as sha256, k.media_type,
      k.byte_size, k.page_count, s.file_name, s.uploaded_at, kezek.scan_shared_with(s.id) as shared_with,
      v.verdict, v.check_kind, v.check_person, v.check_child, v.check_not_expired, v.check_readable, v.check_signed_sealed,
      v.issued_on, v.reason, v.note, v.pages_seen, v.answered_at_once, v.judged_at,
      v.staff_iin, t.surname, t.given_name, t.patronymic
    from scan s
      join scan_content k on k.sha256 = s.sha256
      left join scan_verdict v on v.scan_id = s.id
      left join staff t on t.iin = v.staff_iin
    where s.application_id = ${applicationId}::int8 and s.replaced_by is null
    order by s.position`,
  );
  return rows;
}

export interface ScanRecord {
  readonly id: string;
  readonly position: number;
  readonly document_kind: string;
  readonly about: 'child' | 'applicant' | 'second_parent';
  readonly benefit_claim_id: string | null;
  readonly sha256: string;
  readonly media_type: string;
  readonly byte_size: number;
  readonly page_count: number | null;
  readonly file_name: string;
  readonly uploaded_at: Date;
  readonly shared_with: number;
  readonly verdict: 'valid' | 'invalid' | 'later' | null;
  readonly check_kind: boolean | null;
  readonly check_person: boolean | null;
  readonly check_child: boolean | null;
  readonly check_not_expired: boolean | null;
  readonly check_readable: boolean | null;
  readonly check_signed_sealed: boolean | null;
  readonly issued_on: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly pages_seen: number | null;
  readonly answered_at_once: boolean | null;
  readonly judged_at: Date | null;
  readonly staff_iin: string | null;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
}

/** The application a scan belongs to, and its content; undefined when out of scope. */
export async function scanById(tx: Reader, scanId: string) {
  return await tx
    .selectFrom('scan as s')
    .innerJoin('scan_content as k', 'k.sha256', 's.sha256')
    .select([
      's.id',
      's.application_id',
      's.document_kind',
      's.about',
      's.benefit_claim_id',
      's.replaced_by',
      's.sha256',
      'k.byte_size',
      'k.page_count',
      'k.media_type',
    ])
    .where('s.id', '=', scanId)
    .executeTakeFirst();
}

/** Size of every chunk but a content's last one. */
export const CHUNK_BYTES = 262_144;

/** The bytes from `offset`, at most `length` of them; fewer at the end of the file. */
export async function scanBytes(
  tx: Reader,
  sha256: Uint8Array,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const first = Math.floor(offset / CHUNK_BYTES);
  const last = Math.floor((offset + length - 1) / CHUNK_BYTES);
  const rows = await rowsOf(
    tx,
    sql<{ bytes: Buffer }>`
    select bytes from scan_chunk where sha256 = ${Buffer.from(sha256)} and seq between ${first}::int2 and ${last}::int2
    order by seq`,
  );
  const joined = Buffer.concat(rows.map((row) => row.bytes));
  const from = offset - first * CHUNK_BYTES;
  return joined.subarray(from, from + length);
}

export interface VerdictRow {
  readonly scan_id: string;
  readonly staff_iin: string;
  readonly verdict: 'valid' | 'invalid' | 'later';
  readonly check_kind: boolean | null;
  readonly check_person: boolean | null;
  readonly check_child: boolean | null;
  readonly check_not_expired: boolean | null;
  readonly check_readable: boolean | null;
  readonly check_signed_sealed: boolean | null;
  readonly issued_on: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly pages_seen: number;
  readonly answered_at_once: boolean;
  readonly judged_at: Date;
}

/** Writes a verdict over any earlier one of the scan. */
export async function putVerdict(tx: WriteTransaction, row: VerdictRow): Promise<void> {
  const { scan_id: _key, ...values } = row;
  await tx
    .insertInto('scan_verdict')
    .values(row)
    .onConflict((conflict) => conflict.column('scan_id').doUpdateSet(values))
    .execute();
}

/** Takes a verdict away; answers whether there was one. */
export async function removeVerdict(tx: WriteTransaction, scanId: string): Promise<boolean> {
  const result = await tx.deleteFrom('scan_verdict').where('scan_id', '=', scanId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
