/** Families at the counter: the clerk's draft and its scans, numbers promised, what stands in the way, the registration itself. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import type { Database } from '../types.ts';
import { type Reader, rowsOf } from './reader.ts';

export type WalkInConsent = Database['walk_in_registration']['consent'];

export async function walkInDraft(tx: Reader, staffIin: string) {
  return await tx
    .selectFrom('walk_in_draft')
    .select(['ref', 'body', 'saved_at'])
    .where('staff_iin', '=', staffIin)
    .executeTakeFirst();
}

/** Keeps the draft; its reference stays what it was when it began. */
export async function putWalkInDraft(
  tx: WriteTransaction,
  draft: {
    readonly staffIin: string;
    readonly ref: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly savedAt: Date;
  },
): Promise<void> {
  const body = JSON.stringify(draft.body);
  await tx
    .insertInto('walk_in_draft')
    .values({ staff_iin: draft.staffIin, ref: draft.ref, body, saved_at: draft.savedAt })
    .onConflict((conflict) => conflict.column('staff_iin').doUpdateSet({ body, saved_at: draft.savedAt }))
    .execute();
}

/** The draft and its scans are gone: registered, or thrown away. */
export async function dropWalkInDraft(tx: WriteTransaction, staffIin: string): Promise<void> {
  await tx.deleteFrom('walk_in_draft').where('staff_iin', '=', staffIin).execute();
}

const SCAN = [
  'id',
  'document_kind',
  'about',
  'file_name',
  'sha256',
  'media_type',
  'page_count',
  'byte_size',
] as const;

/** Scans of the draft in the order they were added, without their bytes. */
export async function walkInScans(tx: Reader, staffIin: string) {
  return await tx
    .selectFrom('walk_in_scan')
    .select([...SCAN])
    .where('staff_iin', '=', staffIin)
    .orderBy('id')
    .execute();
}

export type WalkInScanRow = Awaited<ReturnType<typeof walkInScans>>[number];

/** The bytes of a scan of the draft; undefined: there is none of that content. */
export async function walkInBytes(tx: Reader, staffIin: string, sha256: string) {
  return await tx
    .selectFrom('walk_in_scan')
    .select(['bytes', 'page_count', 'media_type'])
    .where('staff_iin', '=', staffIin)
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .executeTakeFirst();
}

export async function addWalkInScan(
  tx: WriteTransaction,
  scan: {
    readonly staffIin: string;
    readonly kind: string;
    readonly about: 'child' | 'applicant' | 'second_parent';
    readonly fileName: string;
    readonly sha256: Buffer;
    readonly mediaType: string;
    readonly pages: number | null;
    readonly bytes: Buffer;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('walk_in_scan')
    .values({
      staff_iin: scan.staffIin,
      document_kind: scan.kind,
      about: scan.about,
      file_name: scan.fileName,
      sha256: scan.sha256,
      media_type: scan.mediaType,
      page_count: scan.pages,
      byte_size: scan.bytes.length,
      bytes: scan.bytes,
      added_at: scan.at,
    })
    .execute();
}

/** Says what a scan is; whether there is such a scan. */
export async function describeWalkInScan(
  tx: WriteTransaction,
  staffIin: string,
  scan: {
    readonly id: string;
    readonly kind: string;
    readonly about: 'child' | 'applicant' | 'second_parent';
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('walk_in_scan')
    .set({ document_kind: scan.kind, about: scan.about })
    .where('id', '=', scan.id)
    .where('staff_iin', '=', staffIin)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function removeWalkInScan(tx: WriteTransaction, staffIin: string, id: string): Promise<void> {
  await tx.deleteFrom('walk_in_scan').where('id', '=', id).where('staff_iin', '=', staffIin).execute();
}

/** The number an application at the counter will have; the same one until it is used. */
export async function walkInNumber(tx: WriteTransaction): Promise<string> {
  const [row] = await rowsOf(tx, sql<{ number: string }>`select kezek.walk_in_number() as number`);
  if (row === undefined) throw new Error('NO_NUMBER');
  return row.number;
}

/** A person as this database knows it. */
export async function walkInPerson(tx: Reader, iin: string) {
  const [row] = await rowsOf(
    tx,
    sql<{
      surname: string;
      given_name: string;
      patronymic: string | null;
      birth_date: string;
      sex: 'male' | 'female';
    }>`select * from kezek.walk_in_person(${iin})`,
  );
  return row;
}

/** Live applications of a child anywhere, of one's own districts first; of others' only where and since when. */
export async function walkInElsewhere(tx: Reader, childIin: string) {
  return await rowsOf(
    tx,
    sql<{
      application_id: string | null;
      number: string | null;
      status: Database['application']['status'] | null;
      district_id: number;
      submitted_at: Date;
    }>`select application_id::text, number, status, district_id, submitted_at from kezek.walk_in_elsewhere(${childIin})`,
  );
}

/** Registers what was written down in this transaction: its status after the signed act. Answers the version. */
export async function registerWalkIn(
  tx: WriteTransaction,
  what: {
    readonly applicationId: string;
    readonly packageId: string;
    readonly consent: WalkInConsent;
    readonly staffIin: string;
    readonly at: Date;
  },
): Promise<number> {
  await tx
    .insertInto('walk_in_registration')
    .values({
      application_id: what.applicationId,
      package_id: what.packageId,
      consent: what.consent,
      staff_iin: what.staffIin,
      registered_at: what.at,
    })
    .execute();
  const { version } = await tx
    .updateTable('application')
    .set({ status: 'registered', status_since: what.at, version: 2 })
    .where('id', '=', what.applicationId)
    .where('version', '=', 1)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** What `kezek verify` compares of registrations at the counter, in order of the application. */
export async function registrationsAfter(tx: Reader, after: string, limit: number) {
  return await rowsOf(
    tx,
    sql<{
      application_id: string;
      number: string;
      consent: WalkInConsent;
      package_sha256: string;
      /** Of the parent's signed text; null: the parent signed nothing here. */
      signature_sha256: string | null;
      submitted_at: Date;
      signed_xml: string | null;
    }>`
      select r.application_id::text, a.number, r.consent, encode(p.sha256, 'hex') as package_sha256, a.submitted_at,
        (select encode(sha256(convert_to(g.signed_xml, 'UTF8')), 'hex') from kezek.package_signature g
          where g.package_id = r.package_id) as signature_sha256,
        (select d.signed_xml from kezek.decision d where d.application_id = r.application_id and d.act = 'register_at_counter') as signed_xml
      from kezek.walk_in_registration r join kezek.application a on a.id = r.application_id join kezek.package p on p.id = r.package_id
      where r.application_id > ${after}::int8 order by r.application_id limit ${limit}`,
  );
}

/** Drafts nobody came back to. */
export async function forgetWalkIns(tx: WriteTransaction, days: number): Promise<void> {
  await sql`select kezek.forget_walk_ins(${days}::integer)`.execute(tx);
}
