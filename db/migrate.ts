/** Brings a database to the schema of this program, forward only. Kysely's Migrator over a static list. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DbError } from './db-error.ts';
import { migrations } from './migrations/index.ts';

/** Schema of all tables, also first in every connection's search_path. */
export const SCHEMA = 'kezek';
const MIN_SERVER_VERSION = 150_000;

export interface MigrationStep {
  readonly name: string;
  /** Null: not applied to this database. */
  readonly appliedAt: Date | null;
}

// biome-ignore lint/suspicious/noExplicitAny: Kysely's own Migrator takes Kysely<any>: a migration knows no table type.
type AnyKysely = Kysely<any>;

/**
 * Applies the migrations that are missing, each in its own transaction, and answers their names (none: up to date).
 * `db` must be the owner's connection.
 * @throws DbError DB_VERSION, DB_LOCALE before anything is touched; DB_SCHEMA when the database is newer than the program;
 *   DB_MIGRATION when one failed (it is rolled back, those before it stay).
 */
export async function migrate(db: AnyKysely): Promise<readonly string[]> {
  await refuseUnfit(db);
  await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(db);
  const { error, results } = await migrator(db).migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === 'Error');
    if (!failed) {
      throw new DbError('DB_SCHEMA', await schemaGap(db), error);
    }
    throw new DbError('DB_MIGRATION', { migration: failed.migrationName, sqlState: sqlState(error) }, error);
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Every migration of this program with the time it was applied here. */
export async function migrationSteps(db: AnyKysely): Promise<readonly MigrationStep[]> {
  const applied = await appliedMigrations(db);
  return migrations.map(({ name }) => {
    const at = applied.get(name);
    return { name, appliedAt: at === undefined ? null : new Date(at) };
  });
}

/**
 * @throws DbError DB_SCHEMA unless exactly this program's migrations are applied. An office's desk calls this instead of
 *   migrating: the schema is the administrator's to change.
 */
export async function requireCurrentSchema(db: AnyKysely): Promise<void> {
  const gap = await schemaGap(db);
  if (gap.pending.length > 0 || gap.unknown.length > 0) {
    throw new DbError('DB_SCHEMA', gap);
  }
}

async function refuseUnfit(db: AnyKysely): Promise<void> {
  const { rows } = await sql<{ version: number; text: string; lower: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
      lower('Ә') as lower`.execute(db);
  const row = rows[0];
  if (!row || row.version < MIN_SERVER_VERSION) {
    throw new DbError('DB_VERSION', { found: row?.text ?? '', needed: '15' });
  }
  // With LC_CTYPE=C lower() leaves Cyrillic alone, ILIKE fails and trigrams are empty: searching would silently find nothing.
  if (row.lower !== 'ә') {
    throw new DbError('DB_LOCALE');
  }
}

function migrator(db: AnyKysely): Migrator {
  const provided: Record<string, Migration> = {};
  for (const { name, statements } of migrations) {
    provided[name] = {
      up: async (transaction) => {
        await sql`set local search_path = ${sql.id(SCHEMA)}, public`.execute(transaction);
        await sql.raw(statements).execute(transaction);
      },
    };
  }
  return new Migrator({
    db,
    provider: { getMigrations: async () => provided },
    migrationTableSchema: SCHEMA,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
}

async function appliedMigrations(db: AnyKysely): Promise<ReadonlyMap<string, string>> {
  const { rows: present } = await sql<{ found: boolean }>`
    select to_regclass('kezek.migration') is not null as found`.execute(db);
  if (!present[0]?.found) {
    return new Map();
  }
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from kezek.migration order by name`.execute(db);
  return new Map(rows.map((row) => [row.name, row.timestamp]));
}

async function schemaGap(db: AnyKysely): Promise<{ pending: readonly string[]; unknown: readonly string[] }> {
  const applied = await appliedMigrations(db);
  const known = new Set(migrations.map(({ name }) => name));
  return {
    pending: migrations.map(({ name }) => name).filter((name) => !applied.has(name)),
    unknown: [...applied.keys()].filter((name) => !known.has(name)),
  };
}

function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : null;
}
