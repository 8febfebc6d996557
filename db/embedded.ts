/** The embedded engine: PGlite in the user's data folder, opened by one process. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { type Kysely, sql } from 'kysely';
import { copyTree, syncTree } from './copy-tree.ts';
import { DbError } from './db-error.ts';
import { DurableNodeFs, durableStartParams } from './durable-fs.ts';
import { EmbeddedSocket } from './embedded-socket.ts';
import { type Channel, type Engine, kyselyOver, openPool } from './engine.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import type { Database } from './types.ts';

export interface EmbeddedEngineOptions {
  /** Folder of the database itself (PGDATA); made when absent. Omitted: in memory, for tests and scratch work. */
  readonly folder?: string;
  /** A closed database folder to start from when `folder` is absent: ten times faster than a new one. */
  readonly template?: string;
  /** Default true: every commit is on the disk before it is answered. False only for throw-away data (imports, tests). */
  readonly durable?: boolean;
}

/** Major version of the engine; its folders open in no other. */
export const ENGINE_MAJOR = '18';
/** Others wait this long for the one connection before DB_BUSY; also what ends a query nested in a transaction. */
const WAIT_FOR_CONNECTION_MS = 20_000;

const SETTINGS = [
  'search_path=kezek,public',
  'timezone=UTC',
  'jit=off',
  // No checkpointer runs here: `maintain` does checkpoints, and old WAL is removed, not kept for reuse.
  'max_wal_size=64MB',
  'min_wal_size=32MB',
  'wal_recycle=off',
];

/**
 * @throws DbError DB_IN_USE { pid, since }, DB_UPGRADE { found, needed }, DB_FOLDER
 */
export async function openEmbeddedEngine(options: EmbeddedEngineOptions): Promise<Engine> {
  const { folder } = options;
  if (folder === undefined) {
    return engineOver(await startPglite(options), undefined);
  }
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder, new Date());
  try {
    await startFromTemplate(folder, options.template);
    await refuseForeignFolder(folder);
    return await engineOver(await startPglite(options), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startFromTemplate(folder: string, template: string | undefined): Promise<void> {
  if (template !== undefined && !existsSync(join(folder, 'PG_VERSION'))) {
    await copyTree(template, folder);
  }
}

async function refuseForeignFolder(folder: string): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found === '') {
    // Never lay a database into somebody's folder of other things.
    if ((await readdir(folder)).length > 0) {
      throw new DbError('DB_FOLDER');
    }
  } else if (found !== ENGINE_MAJOR) {
    throw new DbError('DB_UPGRADE', { found, needed: ENGINE_MAJOR });
  }
}

async function startPglite(options: EmbeddedEngineOptions): Promise<PGlite> {
  const durable = options.folder !== undefined && options.durable !== false;
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const base = { extensions: { btree_gist, pg_trgm } };
  if (options.folder === undefined) {
    return PGlite.create({ ...base, startParams: [...PGlite.defaultStartParams, ...settings] });
  }
  return PGlite.create({
    ...base,
    fs: new DurableNodeFs(options.folder),
    startParams: [...(durable ? durableStartParams() : PGlite.defaultStartParams), ...settings],
  });
}

async function engineOver(pglite: PGlite, lock: FolderLock | undefined): Promise<Engine> {
  const pool = openPool({
    stream: () => new EmbeddedSocket(pglite),
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
  });
  const listeners = new Listeners();
  pool.on('connect', (client) =>
    client.on('notification', ({ channel, payload }) => listeners.tell(channel, payload ?? '')),
  );
  const kysely = kyselyOver(pool);
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(kysely);
  let closed: Promise<void> | undefined;
  return {
    kind: 'embedded',
    kysely,
    version: rows[0]?.version ?? '',
    listen: (channel, callback) => listeners.add(kysely, channel, callback),
    copyTo: (target) => copyDataFolder(pglite, kysely, target),
    close: () => {
      closed ??= (async () => {
        await kysely.destroy();
        await pglite.close();
        await lock?.release();
      })();
      return closed;
    },
  };
}

/** Who wants to hear of what. The one connection listens for all of them; a new one goes on listening, as the engine stays. */
class Listeners {
  readonly #callbacks = new Map<string, Set<(payload: string) => void>>();

  tell(channel: string, payload: string): void {
    for (const callback of this.#callbacks.get(channel) ?? []) {
      queueMicrotask(() => callback(payload));
    }
  }

  async add(
    kysely: Kysely<Database>,
    channel: Channel,
    callback: (payload: string) => void,
  ): Promise<() => Promise<void>> {
    const callbacks = this.#callbacks.get(channel) ?? new Set();
    this.#callbacks.set(channel, callbacks);
    callbacks.add(callback);
    try {
      await sql`listen ${sql.id(channel)}`.execute(kysely);
    } catch (error) {
      callbacks.delete(callback);
      throw error;
    }
    return async () => {
      callbacks.delete(callback);
      if (callbacks.size === 0) {
        await sql`unlisten ${sql.id(channel)}`.execute(kysely);
      }
    };
  }
}

/** Copies while holding the engine's one connection: no statement runs meanwhile, so the copy is a moment of the database. */
async function copyDataFolder(pglite: PGlite, kysely: Kysely<Database>, target: string): Promise<number> {
  const source = (pglite as unknown as { fs?: { rootDir?: string } }).fs?.rootDir;
  if (source === undefined) {
    throw new DbError('DB_FOLDER');
  }
  if (existsSync(target)) {
    throw new DbError('DB_FOLDER');
  }
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  await kysely.connection().execute(async (connection) => {
    await sql`checkpoint`.execute(connection);
    await copyTree(source, partial);
  });
  const bytes = await syncTree(partial);
  await rename(partial, target);
  return bytes;
}
