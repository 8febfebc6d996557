import { sql } from 'kysely';
import type { WriteTransaction } from '../../db/open.ts';
import { rowsOf } from '../../db/queries/reader.ts';

/** Whether this transaction is the only one at this job now. */
export async function haveJobLock(tx: WriteTransaction, job: string): Promise<boolean> {
  const [row] = await rowsOf(
    tx,
    sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtext('kezek.job'), hashtext(${job})) as got`,
  );
  return row?.got === true;
}
