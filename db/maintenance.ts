/** Jobs the embedded engine has no background processes for: vacuum, statistics, checkpoints, dated backups. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './engine.ts';

export interface MaintenanceReport {
  /** Milliseconds each step took; null: the server does it by itself. */
  readonly vacuumMs: number | null;
  readonly checkpointMs: number | null;
}

export interface BackupReport {
  readonly path: string;
  readonly bytes: number;
  readonly durationMs: number;
  /** Names of older copies that were removed. */
  readonly removed: readonly string[];
}

const KEEP_DAILY = 7;
const KEEP_WEEKLY = 4;
const NAME = /^kezek-(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * Removes dead rows, renews the planner's statistics and writes all changes out, so that the WAL can be dropped. The embedded engine
 * works on the thread of whoever asks it: a table at a time, so that others are answered in between, and none that nobody changed.
 */
export async function maintainDatabase(engine: Engine): Promise<MaintenanceReport> {
  if (engine.kind === 'server') {
    return { vacuumMs: null, checkpointMs: null };
  }
  const start = performance.now();
  for (const table of await changedTables(engine)) {
    await sql`vacuum ${table}`.execute(engine.kysely);
    await sql`analyze ${table}`.execute(engine.kysely);
  }
  const vacuumed = performance.now();
  await sql`checkpoint`.execute(engine.kysely);
  return { vacuumMs: vacuumed - start, checkpointMs: performance.now() - vacuumed };
}

/** Tables changed since they were last vacuumed; all of them the first time, as the engine counts anew whenever it is opened. */
async function changedTables(engine: Engine): Promise<readonly RawBuilder<unknown>[]> {
  // What was changed within the last second is not counted yet.
  await sql`select pg_stat_force_next_flush()`.execute(engine.kysely);
  const { rows } = await sql<{ schema: string; name: string }>`
    select s.schemaname as schema, s.relname as name from pg_stat_all_tables s
    where s.schemaname !~ '^(pg_toast|pg_temp|information_schema)'
      and (s.last_vacuum is null or s.n_mod_since_analyze > 0)
    order by s.relid`.execute(engine.kysely);
  return rows.map(({ schema, name }) => sql`${sql.id(schema, name)}`);
}

/**
 * Copies the database into `folder/kezek-<instant>` and removes copies that are neither among the newest of the last seven days
 * nor among the newest of the last four weeks. The copy is a data folder: it is restored by putting it where `database` was.
 * @throws DbError DB_BACKUP_ELSEWHERE on a server
 */
export async function backupInto(engine: Engine, folder: string, now: Date): Promise<BackupReport> {
  const start = performance.now();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, backupName(now));
  const bytes = await engine.copyTo(path);
  const removed = backupsToRemove(await readdir(folder), now);
  for (const name of removed) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  return { path, bytes, durationMs: performance.now() - start, removed };
}

/** `kezek-2026-04-16T120501Z`: sorts by time and is a legal file name everywhere. */
export function backupName(at: Date): string {
  return `kezek-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}

/** Which of these names the rule lets go. Names that are not backups are never touched. */
export function backupsToRemove(names: readonly string[], now: Date): readonly string[] {
  const backups = names
    .map((name) => ({ name, at: backupTime(name) }))
    .filter(
      (backup): backup is { name: string; at: number } => backup.at !== null && backup.at <= now.getTime(),
    )
    .sort((a, b) => b.at - a.at);
  const keep = new Set<string>();
  keepNewestOf(backups, keep, KEEP_DAILY, (at) => Math.floor(at / 86_400_000));
  // Weeks begin on Monday: 1 January 1970 was a Thursday.
  keepNewestOf(backups, keep, KEEP_WEEKLY, (at) => Math.floor((at / 86_400_000 + 3) / 7));
  return backups.filter(({ name }) => !keep.has(name)).map(({ name }) => name);
}

function keepNewestOf(
  backups: readonly { name: string; at: number }[],
  keep: Set<string>,
  limit: number,
  period: (at: number) => number,
): void {
  const seen = new Set<number>();
  for (const { name, at } of backups) {
    const key = period(at);
    if (!seen.has(key) && seen.size < limit) {
      seen.add(key);
      keep.add(name);
    }
  }
}

function backupTime(name: string): number | null {
  const match = NAME.exec(name);
  if (!match) {
    return null;
  }
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
