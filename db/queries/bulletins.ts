/** The bulletin of free places: as it was published, and as it would be now. It is public and names no child. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

export interface BulletinRow {
  readonly kindergarten: string;
  readonly group_name: string;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly free: number;
}

const GROUP = sql`k.name as kindergarten, g.name as group_name, g.cohort_year, g.language, g.kind`;
const ORDER = sql`k.name collate kezek.kk, k.id, g.cohort_year desc, g.name collate kezek.kk, g.id`;

/** The bulletin published for a district and day. */
export async function bulletinOf(tx: Reader, districtId: number, onDate: string) {
  return await tx
    .selectFrom('bulletin')
    .select(['id', 'published_at'])
    .where('district_id', '=', districtId)
    .where('on_date', '=', onDate)
    .executeTakeFirst();
}

export async function bulletinRows(tx: Reader, bulletinId: string): Promise<readonly BulletinRow[]> {
  return await rowsOf(
    tx,
    sql<BulletinRow>`select ${GROUP}, b.free from bulletin_row b join kindergarten_group g on g.id = b.group_id
      join kindergarten k on k.id = g.kindergarten_id where b.bulletin_id = ${bulletinId} order by ${ORDER}`,
  );
}

/** Groups of a district with free places at this moment. */
export async function freeNow(tx: Reader, districtId: number): Promise<readonly BulletinRow[]> {
  return await rowsOf(
    tx,
    sql<BulletinRow>`
      select ${GROUP}, f.free from kezek.free_of_district(${districtId}) f
        join kindergarten_group g on g.id = f.group_id join kindergarten k on k.id = g.kindergarten_id
      order by ${ORDER}`,
  );
}

/** Days with a bulletin, newest first. */
export async function bulletinDays(
  tx: Reader,
  districtId: number,
  since: string,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('bulletin')
    .select('on_date')
    .where('district_id', '=', districtId)
    .where('on_date', '>=', since)
    .orderBy('on_date', 'desc')
    .execute();
  return rows.map((row) => row.on_date);
}
