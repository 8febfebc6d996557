import type { QueryCreator, RawBuilder } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import type { Database } from '../types.ts';

/** Whatever can be read from: a read-only transaction, or a writing one that must read what it is about to change. */
export type Reader = Pick<QueryCreator<Database>, 'selectFrom' | 'selectNoFrom'>;

/** How high a count goes before it is told as "10 000+"; queries count one above it. */
export const COUNT_CAP = 10_000;

/**
 * Rows of a query written as SQL text, for what the builder cannot say (laterals, functions, capped counts). The type of a
 * read transaction has no way to run SQL text; the transaction itself is READ ONLY, so the database refuses to write.
 */
export async function rowsOf<T>(tx: Reader, query: RawBuilder<T>): Promise<readonly T[]> {
  const { rows } = await query.execute(tx as WriteTransaction);
  return rows;
}
