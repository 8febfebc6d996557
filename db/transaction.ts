/**
 * Transactions under an officer's role. Reading and writing are different types and different transactions, so that a path
 * meant for reading cannot write: not in its types, and not in the database.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { ReadonlyTransaction } from 'kysely/readonly';
import { DbError } from './db-error.ts';
import { toDbError } from './errors.ts';
import type { Database } from './types.ts';

/** In whose name and post a transaction acts: the database looks both up itself. */
export interface OfficerScope {
  readonly iin: string;
  readonly postId: number;
}
/** 'system' is the owner: migrations, jobs and sign-in look-ups, only in files that say why. */
export type Scope = OfficerScope | 'system';

/** Has no insert, update or delete and runs no free SQL; its snapshot does not move (repeatable read). */
export type ReadTransaction = ReadonlyTransaction<Database>;
export type WriteTransaction = Transaction<Database>;

/** Where the present moment comes from; only a database of kind 'demo' believes it (`kezek.now()`). */
export interface Clock {
  now(): Date;
}

const IIN = /^[0-9]{12}$/;

/** The transaction a piece of work runs in; what it leaves running for later is in none once the transaction has ended. */
const present = new AsyncLocalStorage<{ readonly db: Kysely<Database>; ended: boolean }>();

/**
 * Refuses what needs a connection of its own in the middle of a transaction: the embedded engine has one connection, and the two
 * would wait for each other for ever; on a server every desk would hold two.
 * @throws Error NESTED_TRANSACTION: a mistake in the program, never the user's
 */
export function refuseNested(db: Kysely<Database>): void {
  const around = present.getStore();
  if (around !== undefined && !around.ended && around.db === db) {
    throw new Error('NESTED_TRANSACTION');
  }
}

/**
 * Runs `fn` in one transaction. Nothing slow may be awaited in it: no person, no signer, no file.
 * @throws DbError NO_STAFF_ROLE, POST_NOT_IN_FORCE before `fn` is called, DB_BUSY, DB_UNREACHABLE; what `fn` throws is thrown on
 *   as it is (a guard's refusal is read with `errors.ts`). Error NESTED_TRANSACTION when called in another's `fn`.
 */
export async function inTransaction<T>(
  db: Kysely<Database>,
  mode: 'read' | 'write',
  scope: Scope,
  clock: Clock | undefined,
  fn: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  refuseNested(db);
  const builder =
    mode === 'read'
      ? db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read')
      : db.transaction().setIsolationLevel('read committed');
  try {
    return await builder.execute(async (transaction) => {
      await enter(transaction, scope, clock);
      const own = { db, ended: false };
      return await present
        .run(own, () => fn(transaction))
        .finally(() => {
          own.ended = true;
        });
    });
  } catch (error) {
    throw toDbError(error) ?? error;
  }
}

/**
 * Runs one statement that is a transaction of its own: where nothing is to be set before it, without a begin and an end that are waited
 * for, so that its locks are held no longer than it runs. Answers its rows.
 * @throws as `inTransaction`
 */
export async function inOneStatement<T>(
  db: Kysely<Database>,
  scope: Scope,
  clock: Clock | undefined,
  statement: RawBuilder<T>,
): Promise<readonly T[]> {
  if (scope !== 'system' || clock !== undefined) {
    return await inTransaction(db, 'write', scope, clock, async (tx) => (await statement.execute(tx)).rows);
  }
  refuseNested(db);
  try {
    return (await statement.execute(db)).rows;
  } catch (error) {
    throw toDbError(error) ?? error;
  }
}

async function enter(transaction: WriteTransaction, scope: Scope, clock: Clock | undefined): Promise<void> {
  // One round trip for all of it; PostgreSQL works out a list of columns from left to right.
  const settings = clock === undefined ? [] : [local('kezek.clock', clock.now().toISOString())];
  if (scope === 'system') {
    if (settings.length > 0) {
      await sql.raw(`select ${settings.join(', ')}`).execute(transaction);
    }
    return;
  }
  if (!IIN.test(scope.iin) || !Number.isSafeInteger(scope.postId)) {
    throw new DbError('POST_NOT_IN_FORCE');
  }
  settings.push(local('role', `staff_${scope.iin}`), local('kezek.post', String(scope.postId)));
  const { rows } = await sql
    .raw<{ role: string | null }>(`select ${settings.join(', ')}, kezek.my_role() as role`)
    .execute(transaction);
  if (!rows[0]?.role) {
    throw new DbError('POST_NOT_IN_FORCE');
  }
}

/** Sets a parameter for the time of the transaction; `value` is one of ours, without quotes. */
function local(parameter: string, value: string): string {
  return `set_config('${parameter}', '${value}', true) as "${parameter}"`;
}
