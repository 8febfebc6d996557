/** Rule profiles as an administrator writes them. The database refuses to change a used one (KZ050) and an overlap. */

import type { Insertable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import type { RuleProfileTable } from '../types.ts';
import { type Reader, rowsOf } from './reader.ts';

/** Ids of profiles that a decision, referral or turn names. */
export async function usedProfiles(tx: Reader): Promise<ReadonlySet<number>> {
  const rows = await rowsOf(tx, sql<{ id: number }>`select id from kezek.used_profiles() as id`);
  return new Set(rows.map((row) => row.id));
}

/** All profiles of the service, locked until the transaction ends: two administrators may not both supersede one. */
export async function lockProfiles(tx: WriteTransaction) {
  return await tx
    .selectFrom('rule_profile')
    .selectAll()
    .where('service', '=', 'preschool_queue')
    .orderBy('valid_from', 'desc')
    .orderBy('code')
    .forUpdate()
    .execute();
}

export async function insertProfile(
  tx: WriteTransaction,
  row: Insertable<RuleProfileTable>,
): Promise<number> {
  const { id } = await tx.insertInto('rule_profile').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function updateProfile(
  tx: WriteTransaction,
  id: number,
  row: Updateable<RuleProfileTable>,
): Promise<void> {
  await tx.updateTable('rule_profile').set(row).where('id', '=', id).execute();
}

/** The event that tells in the history of each kind of rules that a row of it was saved; its detail names the row. */
export type RuleEvent = 'profile_saved' | 'family_rule_saved' | 'delivery_rule_saved';

/** Who saved a row of rules last, and when; undefined when it came with the program. */
export async function lastSaved(tx: Reader, event: RuleEvent, id: number) {
  const [last] = await rowsOf(
    tx,
    sql<{ at: Date; surname: string | null; given_name: string | null; patronymic: string | null }>`
      select h.at, s.surname, s.given_name, s.patronymic from history h left join staff s on s.iin = h.actor
      where h.chain = 0 and h.event = ${event} and h.detail ->> 'id' = ${String(id)}
      order by h.seq desc limit 1`,
  );
  return last;
}
