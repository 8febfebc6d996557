/** What an administrator sets up an office with: staff, posts, settings. Run by 'system' from the command line. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export async function addStaff(
  tx: WriteTransaction,
  staff: {
    readonly iin: string;
    readonly surname: string;
    readonly givenName: string;
    readonly patronymic: string | null;
  },
): Promise<boolean> {
  const result = await tx
    .insertInto('staff')
    .values({
      iin: staff.iin,
      surname: staff.surname,
      given_name: staff.givenName,
      patronymic: staff.patronymic,
    })
    .onConflict((conflict) => conflict.column('iin').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function allStaff(tx: Reader) {
  return await rowsOf(
    tx,
    sql<{
      iin: string;
      surname: string;
      given_name: string;
      patronymic: string | null;
      active: boolean;
      post: number | null;
      role: string | null;
      place: string | null;
      valid_from: string | null;
      valid_to: string | null;
    }>`
      select s.iin, s.surname, s.given_name, s.patronymic, s.active, p.id as post, p.role, p.valid_from, p.valid_to,
        coalesce(d.code, r.code, k.bin) as place
      from staff s left join staff_post p on p.staff_iin = s.iin
        left join district d on d.id = p.district_id
        left join region r on r.id = p.region_id
        left join kindergarten k on k.id = p.kindergarten_id
      order by s.surname, s.given_name, s.iin, p.id`,
  );
}

export async function placeId(
  tx: Reader,
  kind: 'region' | 'district' | 'kindergarten',
  code: string,
): Promise<number | null> {
  const row =
    kind === 'kindergarten'
      ? await tx.selectFrom('kindergarten').select('id').where('bin', '=', code).executeTakeFirst()
      : await tx.selectFrom(kind).select('id').where('code', '=', code).executeTakeFirst();
  return row?.id ?? null;
}

export async function addPost(
  tx: WriteTransaction,
  post: {
    readonly iin: string;
    readonly role: 'clerk' | 'head' | 'supervisor' | 'admin';
    readonly regionId: number | null;
    readonly districtId: number | null;
    readonly kindergartenId: number | null;
    readonly from: string;
    readonly to: string | null;
  },
): Promise<number> {
  const { id } = await tx
    .insertInto('staff_post')
    .values({
      staff_iin: post.iin,
      role: post.role,
      region_id: post.regionId,
      district_id: post.districtId,
      kindergarten_id: post.kindergartenId,
      valid_from: post.from,
      valid_to: post.to,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Ends a post with a day, its last; answers whose it is, or null when there is none. */
export async function endPost(tx: WriteTransaction, postId: number, lastDay: string): Promise<string | null> {
  const row = await tx
    .updateTable('staff_post')
    .set({ valid_to: lastDay })
    .where('id', '=', postId)
    .returning('staff_iin')
    .executeTakeFirst();
  return row?.staff_iin ?? null;
}

export type InstallationChange = Partial<{
  test_ca_enabled: boolean;
  ocsp_url: string | null;
  crl_url: string | null;
  key_idle_minutes: number;
  verify_base_url: string | null;
  registry_url: string | null;
  registry_timeout_ms: number;
}>;

export async function changeInstallation(tx: WriteTransaction, change: InstallationChange): Promise<void> {
  await tx.updateTable('installation').set(change).executeTakeFirstOrThrow();
}
