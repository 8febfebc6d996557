/** What an administrator sets up an office with. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';

export async function insertInstallation(tx: WriteTransaction, kind: 'office' | 'demo'): Promise<void> {
  await tx
    .insertInto('installation')
    .values({ kind })
    .onConflict((conflict) => conflict.column('only_row').doNothing())
    .execute();
}

/** Makes the officer's database role and puts it into the groups of its posts in force or to come. */
export async function ensureStaffRole(tx: WriteTransaction, iin: string): Promise<void> {
  await sql`select kezek.ensure_staff_role(${iin})`.execute(tx);
}
