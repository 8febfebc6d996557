/**
 * Once for the suite: a migrated PGlite folder and a PostgreSQL server with a migrated template database. Each test file takes
 * copies of them (`engines.ts`), so that files share nothing but roles, whose names are drawn per world.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbedded, openServer } from '../../db/open.ts';
import { startPostgres } from '../e2e/support/postgres.ts';
import { copyFolder } from '../fakes/copy-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, closed data folder of PGlite. */
    readonly pgliteTemplate: string;
    /** The server's superuser, database `kezek`. */
    readonly postgresSuperuser: string;
    /** The owner, who is no superuser, of the database `kezek_template`. */
    readonly postgresOwner: string;
  }
}

/** The owner of an office's database: it may make roles and databases, and is no superuser. */
const OWNER = { name: 'kezek_owner', password: 'owner' };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(tmpdir(), 'kezek-database-tests-'));
  const embedded = await openEmbedded({ dataFolder: join(scratch, 'made'), durable: false });
  await embedded.close();
  copyFolder(join(scratch, 'made', 'database'), join(scratch, 'template'));
  // KEZEK_TEST_POSTGRES_URL: an empty server of another version, as its superuser.
  const given = process.env.KEZEK_TEST_POSTGRES_URL;
  const server = given ? { url: given, stop: async () => {} } : await startPostgres({ durable: false });
  try {
    const owner = await makeTemplate(server.url);
    project.provide('pgliteTemplate', join(scratch, 'template'));
    project.provide('postgresSuperuser', server.url);
    project.provide('postgresOwner', owner);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return async () => {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  };
}

async function makeTemplate(superuserUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`create role ${OWNER.name} login createrole createdb password '${OWNER.password}'`);
  await client.query(`create database kezek_template owner ${OWNER.name} template template0`);
  await client.end();
  const url = new URL(superuserUrl);
  url.username = OWNER.name;
  url.password = OWNER.password;
  url.pathname = '/kezek_template';
  const template = await openServer(url.href, { schema: 'migrate' });
  await template.close();
  const again = new pg.Client({ connectionString: superuserUrl });
  await again.connect();
  await again.query(`alter role kezek_desk login password 'desk'`);
  await again.end();
  return url.href;
}
