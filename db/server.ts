/** An office's PostgreSQL 15 or newer. */
import { sql } from 'kysely';
import pg from 'pg';
import { DbError } from './db-error.ts';
import { type Channel, type Engine, kyselyOver, openPool } from './engine.ts';
import { toDbError } from './errors.ts';

export interface ServerEngineOptions {
  readonly url: string;
  readonly maxConnections?: number;
  /** Shown by the server's pg_stat_activity. */
  readonly applicationName?: string;
}

const SETTINGS = [
  'search_path=kezek,public',
  'timezone=UTC',
  'default_transaction_isolation=read\\ committed',
  // Short questions all: before version 18 a plan that may not scan a small table looks dear enough to be compiled for a second.
  'jit=off',
  'statement_timeout=30000',
  'lock_timeout=10000',
  'idle_in_transaction_session_timeout=60000',
];
/** Of one program at once, unless it asks for another number. */
export const CONNECTIONS = 5;
const CONNECT_MS = 10_000;
const RECONNECT_MS = [250, 1_000, 3_000, 10_000];

/** @throws DbError DB_UNREACHABLE */
export async function openServerEngine(options: ServerEngineOptions): Promise<Engine> {
  const config: pg.PoolConfig = {
    connectionString: options.url,
    application_name: options.applicationName ?? 'kezek',
    options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  };
  const pool = openPool({ ...config, max: options.maxConnections ?? CONNECTIONS });
  const kysely = kyselyOver(pool);
  const listeners = new Set<Listener>();
  let version: string;
  try {
    const { rows } = await sql<{ version: string }>`
      select split_part(current_setting('server_version'), ' ', 1) as version`.execute(kysely);
    version = rows[0]?.version ?? '';
  } catch (error) {
    await kysely.destroy();
    throw toDbError(error) ?? error;
  }
  let closed: Promise<void> | undefined;
  return {
    kind: 'server',
    kysely,
    version,
    listen: async (channel, callback) => {
      const listener = new Listener(config, channel, callback);
      listeners.add(listener);
      await listener.start();
      return async () => {
        listeners.delete(listener);
        await listener.stop();
      };
    },
    copyTo: () => Promise.reject(new DbError('DB_BACKUP_ELSEWHERE')),
    close: () => {
      closed ??= (async () => {
        await Promise.all([...listeners].map((listener) => listener.stop()));
        await kysely.destroy();
      })();
      return closed;
    },
  };
}

/** One connection that only listens, and comes back by itself after the server went away. */
class Listener {
  readonly #config: pg.ClientConfig;
  readonly #channel: Channel;
  readonly #callback: (payload: string) => void;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #attempts = 0;
  #stopped = false;

  constructor(config: pg.ClientConfig, channel: Channel, callback: (payload: string) => void) {
    this.#config = config;
    this.#channel = channel;
    this.#callback = callback;
  }

  async start(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => this.#callback(payload ?? ''));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${this.#channel}`);
      this.#attempts = 0;
    } catch {
      this.#lost(client);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  #lost(client: pg.Client): void {
    if (this.#stopped || this.#client !== client) {
      return;
    }
    this.#client = undefined;
    client.end().catch(() => {});
    const wait = RECONNECT_MS[Math.min(this.#attempts, RECONNECT_MS.length - 1)];
    this.#attempts += 1;
    this.#retry = setTimeout(() => void this.start(), wait);
    this.#retry.unref();
  }
}
