/** Raw SQL as an officer, and what the database says to it. */
import { sql } from 'kysely';
import { sqlFailure } from '../../db/errors.ts';
import type { OfficerScope } from '../../db/open.ts';
import type { TestDatabase } from './engines.ts';

/** SQLSTATE of a missing grant. */
export const DENIED = '42501';

/** What the database answers to statements of an officer: the guard's or state's name, or how many rows the last one touched. */
export async function attempt(
  test: TestDatabase,
  scope: OfficerScope,
  ...statements: string[]
): Promise<string | number> {
  let touched = 0;
  try {
    await test.desk.write(scope, async (tx) => {
      for (const statement of statements) {
        const result = await sql.raw(statement).execute(tx);
        touched = Number(result.numAffectedRows ?? result.rows.length);
      }
    });
    return touched;
  } catch (error) {
    const failure = sqlFailure(error) ?? sqlFailure((error as Error).cause);
    if (failure === null) throw error;
    return failure.sqlState.startsWith('KZ') || failure.sqlState.startsWith('23')
      ? (failure.constraint ?? failure.sqlState)
      : failure.sqlState;
  }
}
