/** Staff, their posts and the authorities whose keys they use. Read by 'system' at sign-in, before there is an officer. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export async function trustedCas(tx: Reader) {
  return await tx
    .selectFrom('trusted_ca')
    .select(['spki_sha256', 'certificate', 'subject', 'purpose', 'added_at', 'added_by'])
    .orderBy('added_at')
    .orderBy('subject')
    .execute();
}

export async function staffByIin(tx: Reader, iin: string) {
  return await tx
    .selectFrom('staff')
    .select(['iin', 'surname', 'given_name', 'patronymic', 'active'])
    .where('iin', '=', iin)
    .executeTakeFirst();
}

/** Posts of an officer in force on a day, with their places and the districts whose applications they read. */
export async function postsInForce(tx: Reader, iin: string, on: string) {
  return await rowsOf(
    tx,
    sql<PostRecord>`
      select p.id, p.role, p.region_id, p.district_id, p.kindergarten_id, p.valid_from, p.valid_to,
        r.name_kk as region_kk, r.name_ru as region_ru, r.name_en as region_en,
        d.name_kk as district_kk, d.name_ru as district_ru, d.name_en as district_en, d.bin as district_bin,
        d.department_name_kk as department_kk, d.department_name_ru as department_ru, d.department_name_en as department_en,
        k.name as kindergarten, k.bin as kindergarten_bin,
        coalesce(p.region_id, d.region_id, kd.region_id) as acting_region_id,
        case
          when p.role = 'clerk' then array[p.district_id]
          when p.role = 'supervisor' and p.district_id is not null then array[p.district_id]
          when p.role = 'supervisor' then array(select x.id from district x where x.region_id = p.region_id order by x.id)
          else array[]::int[]
        end as districts
      from staff_post p
        left join region r on r.id = p.region_id
        left join district d on d.id = p.district_id
        left join kindergarten k on k.id = p.kindergarten_id
        left join district kd on kd.id = k.district_id
      where p.staff_iin = ${iin} and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to >= ${on}::date)
      order by p.id`,
  );
}

export interface PostRecord {
  readonly id: number;
  readonly role: 'clerk' | 'head' | 'supervisor' | 'admin';
  readonly region_id: number | null;
  readonly district_id: number | null;
  readonly kindergarten_id: number | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly region_kk: string | null;
  readonly region_ru: string | null;
  readonly region_en: string | null;
  readonly district_kk: string | null;
  readonly district_ru: string | null;
  readonly district_en: string | null;
  readonly district_bin: string | null;
  readonly department_kk: string | null;
  readonly department_ru: string | null;
  readonly department_en: string | null;
  readonly kindergarten: string | null;
  readonly kindergarten_bin: string | null;
  readonly acting_region_id: number | null;
  readonly districts: readonly number[];
}

/** A post with the time it was in force, whenever that was: for judging a decision of the past. */
export async function postById(tx: Reader, postId: number) {
  return await tx
    .selectFrom('staff_post as p')
    .leftJoin('district as d', 'd.id', 'p.district_id')
    .leftJoin('kindergarten as k', 'k.id', 'p.kindergarten_id')
    .select([
      'p.id',
      'p.staff_iin',
      'p.role',
      'p.district_id',
      'p.region_id',
      'p.valid_from',
      'p.valid_to',
      'd.bin as district_bin',
      'p.kindergarten_id',
      'k.bin as kindergarten_bin',
      'k.name as kindergarten_name',
      'k.district_id as kindergarten_district_id',
    ])
    .where('p.id', '=', postId)
    .executeTakeFirst();
}

export async function putTrustedCa(
  tx: WriteTransaction,
  ca: {
    readonly spkiSha256: Uint8Array;
    readonly certificate: Uint8Array;
    readonly subject: string;
    readonly purpose: 'production' | 'test' | 'demo';
    readonly addedBy: string;
  },
): Promise<boolean> {
  const result = await tx
    .insertInto('trusted_ca')
    .values({
      spki_sha256: Buffer.from(ca.spkiSha256),
      certificate: Buffer.from(ca.certificate),
      subject: ca.subject,
      purpose: ca.purpose,
      added_by: ca.addedBy,
    })
    .onConflict((conflict) => conflict.column('spki_sha256').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
