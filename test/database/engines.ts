/** Both engines for a test file, each with a fresh copy of the migrated template. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { type Clock, type OpenDatabase, openEmbedded, openServer } from '../../db/open.ts';
import { copyFolder } from '../fakes/copy-folder.ts';

export const ENGINES = ['pglite', 'postgres'] as const;
export type EngineName = (typeof ENGINES)[number];

export interface TestDatabase {
  readonly engine: EngineName;
  /** Opened as the owner. On PostgreSQL the owner is no superuser. */
  readonly db: OpenDatabase;
  /** Opened as a desk opens it: on PostgreSQL the login `kezek_desk`, which acts as officers; on PGlite the same as `db`. */
  readonly desk: OpenDatabase;
  /** Where the server's database is, as its owner; null on PGlite. */
  readonly url: string | null;
  /**
   * Runs SQL as one who is above all guards: a superuser with triggers switched off (`session_replication_role`). What such a
   * hand does must still be found by verification.
   */
  tamper(statements: string): Promise<void>;
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Moves the present, in databases of kind 'demo'. */
  readonly clock?: Clock;
  readonly maxConnections?: number;
}

export async function openTestDatabase(
  engine: EngineName,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  return engine === 'pglite' ? await openPglite(options) : await openPostgres(options);
}

async function openPglite(options: TestDatabaseOptions): Promise<TestDatabase> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kezek-test-'));
  await mkdir(join(dataFolder, 'database'), { mode: 0o700 });
  copyFolder(inject('pgliteTemplate'), join(dataFolder, 'database'));
  const db = await openEmbedded({ dataFolder, durable: false, ...clockOf(options) });
  return {
    engine: 'pglite',
    db,
    desk: db,
    url: null,
    tamper: async (statements) => {
      await db.kysely.transaction().execute(async (tx) => {
        await sql.raw(`set local session_replication_role = replica; ${statements}`).execute(tx);
      });
    },
    close: async () => {
      await db.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

let made = 0;

async function openPostgres(options: TestDatabaseOptions): Promise<TestDatabase> {
  made += 1;
  const name = `kezek_t_${process.pid}_${made}`;
  await asSuperuser('kezek', async (client) => {
    // Two workers may not copy one template at the same moment.
    await client.query('select pg_advisory_lock(4815162342)');
    await client.query(`create database ${name} template kezek_template owner kezek_owner`);
  });
  const url = new URL(inject('postgresOwner'));
  url.pathname = `/${name}`;
  const db = await openServer(url.href, { maxConnections: 2, ...clockOf(options) });
  const deskUrl = new URL(url);
  deskUrl.username = 'kezek_desk';
  deskUrl.password = 'desk';
  const desk = await openServer(deskUrl.href, {
    maxConnections: options.maxConnections ?? 5,
    ...clockOf(options),
  });
  return {
    engine: 'postgres',
    db,
    desk,
    url: url.href,
    tamper: async (statements) => {
      await asSuperuser(name, async (client) => {
        await client.query(
          `begin; set local search_path = kezek, public; set local session_replication_role = replica; ${statements}; commit`,
        );
      });
    },
    close: async () => {
      await desk.close();
      await db.close();
      await asSuperuser('kezek', async (client) => {
        await client.query(`drop database ${name} with (force)`);
      });
    },
  };
}

function clockOf(options: TestDatabaseOptions): { clock?: Clock } {
  return options.clock === undefined ? {} : { clock: options.clock };
}

export async function asSuperuser(database: string, fn: (client: pg.Client) => Promise<void>): Promise<void> {
  const url = new URL(inject('postgresSuperuser'));
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await fn(client);
  } finally {
    await client.end();
  }
}
