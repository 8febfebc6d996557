/** Puts a dated copy (`maintenance.ts`) where the database is. What was there is kept beside it, never overwritten. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyTree, syncTree } from './copy-tree.ts';
import { DbError } from './db-error.ts';
import { ENGINE_MAJOR } from './embedded.ts';
import { lockFolder } from './folder-lock.ts';
import { backupName } from './maintenance.ts';

export interface RestoreReport {
  readonly path: string;
  /** Where the database of before lies now; null when there was none. */
  readonly kept: string | null;
}

/**
 * `dataFolder` is the desk's; no desk may be running on it. The copy is complete beside the database before anything moves.
 * @throws DbError DB_FOLDER when `backup` is no copy of a database, DB_UPGRADE, DB_IN_USE { pid, since }
 */
export async function restoreFrom(backup: string, dataFolder: string, now: Date): Promise<RestoreReport> {
  const found = (await readFile(join(backup, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found === '') throw new DbError('DB_FOLDER');
  if (found !== ENGINE_MAJOR) throw new DbError('DB_UPGRADE', { found, needed: ENGINE_MAJOR });
  const path = join(dataFolder, 'database');
  const partial = `${path}.restoring`;
  await mkdir(path, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(path, now);
  try {
    await rm(partial, { recursive: true, force: true });
    await copyTree(backup, partial);
    await syncTree(partial);
    const kept = existsSync(join(path, 'PG_VERSION'))
      ? join(dataFolder, `database-before-${backupName(now)}`)
      : null;
    await (kept === null ? rm(path, { recursive: true }) : rename(path, kept));
    await rename(partial, path);
    return { path, kept };
  } finally {
    await lock.release();
  }
}
