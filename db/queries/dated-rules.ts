/**
 * Limits on a child's people and terms of sending as an administrator writes them. The database refuses to change what was in
 * force (KZ161), a beginning before tomorrow (KZ162), another region's rows (KZ160) and an overlap.
 */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import type { DeliveryRuleTable, FamilyRuleTable } from '../types.ts';
import type { Reader } from './reader.ts';

export type DatedTable = 'family_rule' | 'delivery_rule';
export type FamilyRuleRecord = Selectable<FamilyRuleTable>;
export type DeliveryRuleRecord = Selectable<DeliveryRuleTable>;

/** Until the transaction ends nobody else writes the table: two administrators may not both follow one row. */
export async function lockRules(tx: WriteTransaction, table: DatedTable): Promise<void> {
  await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(tx);
}

export async function familyRuleRows(tx: Reader): Promise<FamilyRuleRecord[]> {
  return await tx.selectFrom('family_rule').selectAll().orderBy('valid_from', 'desc').orderBy('id').execute();
}

export async function insertFamilyRule(
  tx: WriteTransaction,
  row: Insertable<FamilyRuleTable>,
): Promise<number> {
  const { id } = await tx.insertInto('family_rule').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function updateFamilyRule(
  tx: WriteTransaction,
  id: number,
  row: Insertable<FamilyRuleTable>,
): Promise<void> {
  await tx.updateTable('family_rule').set(row).where('id', '=', id).execute();
}

export async function insertDeliveryRule(
  tx: WriteTransaction,
  row: Insertable<DeliveryRuleTable>,
): Promise<number> {
  const { id } = await tx.insertInto('delivery_rule').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function updateDeliveryRule(
  tx: WriteTransaction,
  id: number,
  row: Insertable<DeliveryRuleTable>,
): Promise<void> {
  await tx.updateTable('delivery_rule').set(row).where('id', '=', id).execute();
}

/** Says the last day of a row. */
export async function endRule(
  tx: WriteTransaction,
  table: DatedTable,
  id: number,
  validTo: string,
): Promise<void> {
  await tx.updateTable(table).set({ valid_to: validTo }).where('id', '=', id).execute();
}
