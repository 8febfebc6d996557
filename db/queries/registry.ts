/** The local registry of persons and kinship: two questions for officers, and filling it by the owner. */
import { sql } from 'kysely';
import type { LinkRole, RegistryAnswer } from '../../domain/kinship.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export async function localPerson(tx: Reader, iin: string) {
  const [row] = await rowsOf(
    tx,
    sql<{
      surname: string;
      given_name: string;
      patronymic: string | null;
      birth_date: string;
      sex: 'male' | 'female';
    }>`select * from kezek.registry_person_answer(${iin})`,
  );
  return row;
}

export async function localKinship(tx: Reader, parentIin: string, childIin: string) {
  const [row] = await rowsOf(
    tx,
    sql<{
      answer: RegistryAnswer;
      role: LinkRole | null;
    }>`select * from kezek.registry_kinship_answer(${parentIin}, ${childIin})`,
  );
  return row ?? { answer: 'not_found' as const, role: null };
}

export interface RegistryPersonRow {
  readonly iin: string;
  readonly surname: string;
  readonly given_name: string;
  readonly patronymic: string | null;
  readonly birth_date: string;
  readonly sex: 'male' | 'female';
}

export interface RegistryKinshipRow {
  readonly child_iin: string;
  readonly parent_iin: string;
  readonly role: LinkRole;
}

/** Adds persons, or brings those of a known IIN up to date. */
export async function putRegistryPersons(
  tx: WriteTransaction,
  rows: readonly RegistryPersonRow[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into registry_person (iin, surname, given_name, patronymic, birth_date, sex, taken_at)
    select r.iin, r.surname, r.given_name, r.patronymic, r.birth_date, r.sex, ${at}
    from json_populate_recordset(null::registry_person, ${JSON.stringify(rows)}::json) r
    on conflict (iin) do update set surname = excluded.surname, given_name = excluded.given_name, patronymic = excluded.patronymic,
      birth_date = excluded.birth_date, sex = excluded.sex, taken_at = excluded.taken_at`.execute(tx);
}

/** Adds ties. A child's mother or father named anew takes the place of the one named before. */
export async function putRegistryKinship(
  tx: WriteTransaction,
  rows: readonly RegistryKinshipRow[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const asked = sql`json_populate_recordset(null::registry_kinship, ${JSON.stringify(rows)}::json)`;
  await sql`delete from registry_kinship k using ${asked} r where k.child_iin = r.child_iin
    and (k.parent_iin = r.parent_iin or (k.role = r.role and r.role <> 'guardian'))`.execute(tx);
  await sql`insert into registry_kinship (child_iin, parent_iin, role, taken_at)
    select r.child_iin, r.parent_iin, r.role, ${at} from ${asked} r`.execute(tx);
}
