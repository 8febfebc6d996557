import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openServer } from '../../../db/open.ts';
import { registerDemoCommand } from '../../../main/host-cli/demo-command.ts';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { asSuperuser } from '../engines.ts';

const DATABASE = `kezek_demo_${process.pid}`;
let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kezek-demo-command-'));
  const address = new URL(inject('postgresOwner'));
  address.pathname = `/${DATABASE}`;
  url = address.href;
});
afterAll(async () => {
  await dropDatabase();
  await rm(folder, { recursive: true, force: true });
});

const dropDatabase = (): Promise<void> =>
  asSuperuser('kezek', async (client) => {
    await client.query(`drop database if exists ${DATABASE} with (force)`);
  });

async function createDatabase(): Promise<void> {
  await dropDatabase();
  await asSuperuser('kezek', async (client) => {
    await client.query(`create database ${DATABASE} owner kezek_owner template template0`);
  });
}

/** Runs `kezek demo --applications 5 --json` as the owner of the server's database; answers the JSON and the exit code. */
async function demo(): Promise<{ exit: number; said: Record<string, unknown> }> {
  const printed = { out: [] as string[], exit: -1 };
  const io: CliIo = {
    out: (text) => printed.out.push(text),
    err: () => undefined,
    env: { KEZEK_DATA: folder, KEZEK_DATABASE_URL: url },
    now: () => new Date(),
    setExit: (code) => {
      printed.exit = code;
    },
    prompt: () => Promise.resolve(null),
    readStdin: () => Promise.resolve(''),
  };
  const program = new Command('kezek').exitOverride();
  registerDemoCommand(program, io);
  await program.parseAsync(['demo', '--applications', '5', '--json'], { from: 'user' });
  return { exit: printed.exit, said: JSON.parse(printed.out[0] ?? '{}') as Record<string, unknown> };
}

describe('kezek demo on a server', () => {
  it('fills a database nobody has migrated, and no other', async () => {
    await createDatabase();
    expect(await demo()).toMatchObject({ exit: 0, said: { ok: true, applications: 5 } });
    expect(await demo()).toEqual({ exit: 1, said: { ok: false, code: 'DEMO_NOT_EMPTY' } });
  }, 120_000);

  it('leaves the schema of an office to its administrator', async () => {
    await createDatabase();
    const owner = await openServer(url, { schema: 'migrate' });
    const applied = async (): Promise<number> =>
      Number(
        (await sql<{ n: string }>`select count(*) as n from kezek.migration`.execute(owner.kysely)).rows[0]
          ?.n,
      );
    try {
      await sql`delete from kezek.migration where name = (select max(name) from kezek.migration)`.execute(
        owner.kysely,
      );
      const before = await applied();
      expect(await demo()).toEqual({ exit: 1, said: { ok: false, code: 'DB_SCHEMA' } });
      expect(await applied()).toBe(before);
    } finally {
      await owner.close();
    }
  }, 60_000);
});
