/** What officers write about companions; the database's guards judge each. */
import { sql } from 'kysely';
import type { CompanionRelation, CompanionState, StaffPosition } from '../../domain/companions.ts';
import type { WriteTransaction } from '../transaction.ts';
import { rowsOf } from './reader.ts';

export interface CompanionPerson {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

/** The companion of this IIN, made if need be; refused as COMPANION_DATA_EQUAL where a record says otherwise. */
export async function companionFor(tx: WriteTransaction, who: CompanionPerson): Promise<string> {
  const [row] = await rowsOf(
    tx,
    sql<{
      id: string;
    }>`select kezek.companion_for(${who.iin}, ${who.surname}, ${who.givenName}, ${who.patronymic},
      ${who.birthDate}::date, ${who.sex}) as id`,
  );
  if (row === undefined) throw new Error('NO_COMPANION');
  return row.id;
}

export interface NewPermit {
  readonly companionId: string;
  readonly childId: string;
  readonly applicationId: string;
  readonly districtId: number;
  readonly relation: CompanionRelation;
  readonly phone: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly version: number;
  readonly at: Date;
}

/** A permit that waits for its signature. The trigger puts the kindergarten in. */
export async function insertPermit(tx: WriteTransaction, permit: NewPermit): Promise<string> {
  const [row] = await rowsOf(
    tx,
    sql<{ id: string }>`
      insert into companion_permit (companion_id, child_id, application_id, district_id, kindergarten_id, relation, phone, state, state_since,
        valid_from, valid_to, application_version, registered_at)
      values (${permit.companionId}::bigint, ${permit.childId}::bigint, ${permit.applicationId}::bigint, ${permit.districtId}, 0,
        ${permit.relation}, ${permit.phone}, 'waiting', ${permit.at}, ${permit.validFrom}::date, ${permit.validTo}::date, ${permit.version}, ${permit.at})
      returning id`,
  );
  if (row === undefined) throw new Error('NO_PERMIT');
  return row.id;
}

/** Moves a permit by a signed act; false where it is not there. */
export async function setPermitState(
  tx: WriteTransaction,
  id: string,
  state: CompanionState,
  reason: string | null,
): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`update companion_permit set state = ${state}, reason = ${reason} where id = ${id}::bigint returning id`,
  );
  return rows.length === 1;
}

/** Puts a photo in the place of the one before. */
export async function replacePhoto(
  tx: WriteTransaction,
  photo: {
    readonly companionId: string;
    readonly mediaType: string;
    readonly content: Uint8Array;
    readonly by: string;
    readonly at: Date;
  },
): Promise<void> {
  await sql`delete from companion_photo where companion_id = ${photo.companionId}::bigint`.execute(tx);
  await sql`insert into companion_photo (companion_id, media_type, content, added_by, added_at)
    values (${photo.companionId}::bigint, ${photo.mediaType}, ${Buffer.from(photo.content)}, ${photo.by}, ${photo.at})`.execute(
    tx,
  );
}

/** Has the newest change of a permit sent again by every channel where it failed; answers how many. */
export async function sendAgain(tx: WriteTransaction, permitId: string): Promise<number> {
  const rows = await rowsOf(
    tx,
    sql`update attendance_delivery set state = 'waiting' where state in ('failed', 'refused') and outbox_id =
      (select max(o.id) from attendance_outbox o where o.permit_id = ${permitId}::bigint) returning outbox_id`,
  );
  return rows.length;
}

export interface StaffRow {
  readonly id: string;
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly position: StaffPosition;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** The staff of a kindergarten: those who work now, then those who did. */
export async function staffOf(
  tx: WriteTransaction | Parameters<typeof rowsOf>[0],
  kindergartenId: number,
): Promise<readonly StaffRow[]> {
  return await rowsOf(
    tx,
    sql<StaffRow>`
      select id, iin, surname, given_name, patronymic, position, valid_from, valid_to from kindergarten_staff
      where kindergarten_id = ${kindergartenId} order by (valid_to is not null and valid_to < kezek.today()), surname, given_name, id`,
  );
}

export async function insertStaff(
  tx: WriteTransaction,
  row: {
    readonly kindergartenId: number;
    readonly iin: string;
    readonly surname: string;
    readonly givenName: string;
    readonly patronymic: string | null;
    readonly position: StaffPosition;
    readonly validFrom: string;
  },
): Promise<string> {
  const [made] = await rowsOf(
    tx,
    sql<{ id: string }>`
      insert into kindergarten_staff (kindergarten_id, iin, surname, given_name, patronymic, position, valid_from)
      values (${row.kindergartenId}, ${row.iin}, ${row.surname}, ${row.givenName}, ${row.patronymic}, ${row.position}, ${row.validFrom}::date)
      returning id`,
  );
  if (made === undefined) throw new Error('NO_STAFF_ROW');
  return made.id;
}

/** Ends a spell of work; null where none of the scope is open. */
export async function endStaff(
  tx: WriteTransaction,
  id: string,
  validTo: string,
): Promise<{ readonly kindergarten_id: number; readonly iin: string } | null> {
  const [row] = await rowsOf(
    tx,
    sql<{ kindergarten_id: number; iin: string }>`
      update kindergarten_staff set valid_to = ${validTo}::date where id = ${id}::bigint and valid_to is null
      returning kindergarten_id, iin`,
  );
  return row ?? null;
}

/** Permits of somebody that the machine suspended because of a post, of the scope. */
export async function suspendedStaff(tx: WriteTransaction, iin: string): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ n: number }>`
      select count(*)::int as n from companion_permit p join companion c on c.id = p.companion_id
      where c.iin = ${iin} and p.state = 'suspended' and p.cause = 'became_staff'`,
  );
  return row?.n ?? 0;
}
