/** The data folder of the embedded engine: one process at a time, nothing acknowledged is lost, copies open and are equal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { lockFolder } from '../../../db/folder-lock.ts';
import { backupName, backupsToRemove } from '../../../db/maintenance.ts';
import { openEmbedded } from '../../../db/open.ts';
import { restoreFrom } from '../../../db/restore.ts';
import { dumpSchema } from '../../../db/schema-dump.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { copyFolder } from '../../fakes/copy-folder.ts';
import { application, makeMiniWorld } from '../mini-world.ts';
import { historySql } from '../raw-acts.ts';

const CHILD = new URL('./child.ts', import.meta.url).pathname;
let dataFolder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'kezek-folder-'));
  await mkdir(join(dataFolder, 'database'), { mode: 0o700 });
  copyFolder(inject('pgliteTemplate'), join(dataFolder, 'database'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  await rm(dataFolder, { recursive: true, force: true });
});

function start(mode: 'hold' | 'write'): {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
} {
  const child = spawn(process.execPath, [CHILD, dataFolder, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout === null) throw new Error('no output');
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('one process at a time', () => {
  it('a second one is told who has the folder, and may have it when the first is killed', async () => {
    const first = start('hold');
    expect((await first.lines.next()).value).toBe('open');
    const second = start('hold');
    const answer = JSON.parse((await second.lines.next()).value) as {
      code: string;
      pid: number;
      since: string;
    };
    expect(answer).toMatchObject({ code: 'DB_IN_USE', pid: first.child.pid });
    expect(Math.abs(Date.parse(answer.since) - Date.now())).toBeLessThan(60_000);
    await expect(openEmbedded({ dataFolder })).rejects.toMatchObject({
      code: 'DB_IN_USE',
      data: { pid: first.child.pid },
    });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const mine = await openEmbedded({ dataFolder, durable: false });
    await mine.close();
  });

  it('a restore waits for nobody either', async () => {
    const holder = start('hold');
    expect((await holder.lines.next()).value).toBe('open');
    await expect(restoreFrom(inject('pgliteTemplate'), dataFolder, new Date())).rejects.toMatchObject({
      code: 'DB_IN_USE',
    });
  });

  it('the lock is free again after release', async () => {
    const lock = await lockFolder(dataFolder, new Date());
    await expect(lockFolder(dataFolder, new Date())).rejects.toMatchObject({
      code: 'DB_IN_USE',
      data: { pid: process.pid },
    });
    await lock.release();
    await (await lockFolder(dataFolder, new Date())).release();
  });
});

describe('a kill', () => {
  it('loses nothing that was answered, in three rounds', { timeout: 180_000 }, async () => {
    const made = await openEmbedded({ dataFolder, durable: false });
    await sql`create table kezek.written (n bigint generated always as identity primary key, filler text)`.execute(
      made.kysely,
    );
    await made.close();
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const writer = start('write');
      expect((await writer.lines.next()).value).toBe('open');
      const enough = 20 + round * 7;
      for (let i = 0; i < enough; i += 1) acknowledged.add((await writer.lines.next()).value);
      writer.child.kill('SIGKILL');
      for (let line = await writer.lines.next(); !line.done; line = await writer.lines.next())
        acknowledged.add(line.value);
    }
    const again = await openEmbedded({ dataFolder });
    const { rows } = await sql<{ n: string }>`select n from kezek.written`.execute(again.kysely);
    const kept = new Set(rows.map((row) => row.n));
    expect(acknowledged.size).toBeGreaterThan(80);
    expect([...acknowledged].filter((n) => !kept.has(n))).toEqual([]);
    await again.close();
  });

  it('cannot happen between an answer and the disk: fsync is on, and the WAL uses it', async () => {
    const db = await openEmbedded({ dataFolder });
    const { rows } = await sql<{
      fsync: string;
      method: string;
      sync: string;
    }>`select current_setting('fsync') as fsync,
      current_setting('wal_sync_method') as method, current_setting('synchronous_commit') as sync`.execute(
      db.kysely,
    );
    expect(rows).toEqual([{ fsync: 'on', method: 'fsync', sync: 'on' }]);
    await db.close();
  });
});

describe('copies', () => {
  it('open as they are and are equal; a restore brings them back and keeps what was there', async () => {
    const db = await openEmbedded({ dataFolder });
    const world = await makeMiniWorld(db);
    const made = await db.write('system', (tx) =>
      application(tx, { district: world.districts[0], category: world.category }),
    );
    await db.write(world.mine, (tx) => sql.raw(historySql(made, null, 'note')).execute(tx));
    const before = await fingerprint(db);
    const report = await db.backup(join(dataFolder, 'copies'));
    expect(report.bytes).toBeGreaterThan(1_000_000);
    expect((await stat(join(dataFolder, 'copies'))).mode & 0o077).toBe(0);
    // What comes after the copy is not in it.
    await db.write('system', (tx) => application(tx, { district: world.districts[0] }));
    const after = await fingerprint(db);
    expect(after).not.toEqual(before);
    await db.close();
    const restored = await restoreFrom(report.path, dataFolder, new Date());
    const back = await openEmbedded({ dataFolder });
    expect(await fingerprint(back)).toEqual(before);
    const walk = verifyChains(back);
    expect(await walk.next()).toMatchObject({ done: true, value: { rows: 1 } });
    await back.close();
    expect(await readdir(restored.kept ?? '')).toContain('PG_VERSION');
  });

  it('no statement is answered while the folder is being copied: a copy is a moment of the database', async () => {
    const db = await openEmbedded({ dataFolder });
    const made = db.backup(join(dataFolder, 'copies'));
    const files = async (folder: string) =>
      (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => !/postmaster/.test(name))
        .length;
    const partial = async () => (await readdir(join(dataFolder, 'copies')).catch(() => [])).at(0);
    while ((await partial()) === undefined) await new Promise((next) => setTimeout(next, 1));
    await sql`create table public.during (id int)`.execute(db.kysely);
    const copied = await files(join(dataFolder, 'copies', (await partial()) ?? ''));
    expect(copied).toBeGreaterThanOrEqual((await files(join(dataFolder, 'database'))) - 10);
    await made;
    await db.close();
  });

  it('a foreign folder, another version and a half copy are refused by name', async () => {
    const folder = join(dataFolder, 'database');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(join(folder, 'holiday.jpg'), 'x');
    await expect(openEmbedded({ dataFolder })).rejects.toMatchObject({ code: 'DB_FOLDER' });
    await expect(restoreFrom(folder, dataFolder, new Date())).rejects.toMatchObject({ code: 'DB_FOLDER' });
    await writeFile(join(folder, 'PG_VERSION'), '17\n');
    await expect(openEmbedded({ dataFolder })).rejects.toMatchObject({
      code: 'DB_UPGRADE',
      data: { found: '17', needed: '18' },
    });
    await expect(restoreFrom(folder, dataFolder, new Date())).rejects.toMatchObject({ code: 'DB_UPGRADE' });
    expect(await readdir(folder)).toEqual(['PG_VERSION', 'holiday.jpg']);
  });

  it('are thinned to seven days and four weeks, and nothing else is touched', () => {
    const now = new Date('2026-04-16T12:00:00Z');
    const hours = Array.from({ length: 60 * 4 }, (_, i) =>
      backupName(new Date(now.getTime() - i * 6 * 3_600_000)),
    );
    const removed = backupsToRemove([...hours, 'notes.txt', 'kezek-later'], now);
    const kept = hours.filter((name) => !removed.includes(name));
    expect(removed).not.toContain('notes.txt');
    expect(kept.map((name) => name.slice(6, 16))).toEqual([
      '2026-04-16',
      '2026-04-15',
      '2026-04-14',
      '2026-04-13',
      '2026-04-12',
      '2026-04-11',
      '2026-04-10',
      '2026-04-05',
      '2026-03-29',
    ]);
    expect(backupsToRemove([backupName(new Date('2030-01-01'))], now)).toEqual([]);
  });
});

/** Rows of every table by count and content, and the schema. */
async function fingerprint(db: Awaited<ReturnType<typeof openEmbedded>>): Promise<Record<string, string>> {
  const { rows } = await sql<{
    name: string;
  }>`select relname as name from pg_class where relnamespace = 'kezek'::regnamespace and relkind = 'r' order by 1`.execute(
    db.kysely,
  );
  const prints: Record<string, string> = { schema: await dumpSchema(db.kysely) };
  for (const { name } of rows) {
    const { rows: found } = await sql<{
      print: string;
    }>`select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${sql.table(`kezek.${name}`)} t`.execute(
      db.kysely,
    );
    prints[name] = found[0]?.print ?? '';
  }
  return prints;
}
