/** Opens the database of a desk: the embedded engine in a data folder, or an office's server. One interface for both. */
import { join } from 'node:path';
import type { Kysely, RawBuilder } from 'kysely';
import { openEmbeddedEngine } from './embedded.ts';
import type { Engine } from './engine.ts';
import { type BackupReport, backupInto, type MaintenanceReport, maintainDatabase } from './maintenance.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';
import { openServerEngine } from './server.ts';
import {
  type Clock,
  inOneStatement,
  inTransaction,
  type ReadTransaction,
  refuseNested,
  type Scope,
  type WriteTransaction,
} from './transaction.ts';
import type { Database } from './types.ts';

export { DbError, type DbErrorCode } from './db-error.ts';
export { CONNECTIONS } from './server.ts';
export type { Clock, OfficerScope, ReadTransaction, Scope, WriteTransaction } from './transaction.ts';
export type { Database } from './types.ts';

/** An application changed. `id` and `version` are null when a great many of the district changed at once: look again at all. */
export interface ApplicationChanged {
  readonly id: string | null;
  readonly district: number;
  readonly version: number | null;
}

export interface OpenDatabase {
  readonly kind: 'embedded' | 'server';
  /** The server's version, such as '18.6'. */
  readonly version: string;
  /** The login's own connection, under no officer: for migrations, jobs and tests. Acts use `read` and `write`. */
  readonly kysely: Kysely<Database>;
  /** A real read-only transaction of one unmoving snapshot. */
  read<T>(scope: Scope, fn: (transaction: ReadTransaction) => Promise<T>): Promise<T>;
  write<T>(scope: Scope, fn: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** One statement that is a transaction of its own; answers its rows. */
  writeOne<T>(scope: Scope, statement: RawBuilder<T>): Promise<readonly T[]>;
  /** @throws Error NESTED_TRANSACTION in the middle of `read` or `write`: for what may come to read by itself. */
  refuseNested(): void;
  /** Calls back after each commit that changed applications, in this process or another. Answers a function that stops it. */
  onApplicationChanged(callback: (change: ApplicationChanged) => void): Promise<() => Promise<void>>;
  /** Vacuum, statistics and checkpoint where no server does them by itself. */
  maintain(): Promise<MaintenanceReport>;
  /** A dated copy that opens as it is, in `folder`; old copies are thinned out (7 daily, 4 weekly). Embedded only. */
  backup(folder: string): Promise<BackupReport>;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The desk's data folder; the database lives in `database` below it. */
  readonly dataFolder?: string;
  /** Nothing on disk: tests and scratch work. Exactly one of `dataFolder` and `inMemory`. */
  readonly inMemory?: true;
  /** A closed database folder to begin from instead of an empty one. */
  readonly template?: string;
  /** False only for data that may be lost. */
  readonly durable?: boolean;
  /** Moves the present; believed only by a database of kind 'demo'. */
  readonly clock?: Clock;
}

export interface ServerOptions {
  readonly maxConnections?: number;
  readonly applicationName?: string;
  /** `migrate` needs the owner's login; `require` (default) refuses another schema; `ignore` is for tools that look first. */
  readonly schema?: 'require' | 'migrate' | 'ignore';
  readonly clock?: Clock;
}

/**
 * Opens (on first use: makes) the embedded database and brings it to this program's schema.
 * @throws DbError DB_IN_USE { pid, since }, DB_UPGRADE, DB_FOLDER, DB_SCHEMA, DB_MIGRATION
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<OpenDatabase> {
  const folder = options.inMemory ? undefined : join(options.dataFolder ?? '', 'database');
  if (!options.inMemory && !options.dataFolder) {
    throw new TypeError('dataFolder or inMemory is needed');
  }
  const engine = await openEmbeddedEngine({
    ...(folder === undefined ? {} : { folder }),
    ...(options.template === undefined ? {} : { template: options.template }),
    ...(options.durable === undefined ? {} : { durable: options.durable }),
  });
  try {
    await migrate(engine.kysely);
    return databaseOver(engine, options.clock);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * Connects to an office's server.
 * @throws DbError DB_UNREACHABLE, DB_SCHEMA { pending, unknown }; with `schema: 'migrate'` also DB_VERSION, DB_LOCALE, DB_MIGRATION
 */
export async function openServer(url: string, options: ServerOptions = {}): Promise<OpenDatabase> {
  const engine = await openServerEngine({
    url,
    ...(options.maxConnections === undefined ? {} : { maxConnections: options.maxConnections }),
    ...(options.applicationName === undefined ? {} : { applicationName: options.applicationName }),
  });
  try {
    if (options.schema === 'migrate') {
      await migrate(engine.kysely);
    } else if (options.schema !== 'ignore') {
      await requireCurrentSchema(engine.kysely);
    }
    return databaseOver(engine, options.clock);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function databaseOver(engine: Engine, clock: Clock | undefined): OpenDatabase {
  const { kysely } = engine;
  return {
    kind: engine.kind,
    version: engine.version,
    kysely,
    // A transaction of Kysely is a read-only one to the types alone; `inTransaction` makes it one to the database.
    read: (scope, fn) =>
      inTransaction(kysely, 'read', scope, clock, (transaction) =>
        fn(transaction as unknown as ReadTransaction),
      ),
    write: (scope, fn) => inTransaction(kysely, 'write', scope, clock, fn),
    writeOne: (scope, statement) => inOneStatement(kysely, scope, clock, statement),
    refuseNested: () => refuseNested(kysely),
    onApplicationChanged: (callback) =>
      engine.listen('kezek_changed', (payload) => callback(JSON.parse(payload) as ApplicationChanged)),
    maintain: () => maintainDatabase(engine),
    backup: (folder) => backupInto(engine, folder, new Date()),
    close: () => engine.close(),
  };
}
