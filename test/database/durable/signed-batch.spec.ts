/**
 * A desk killed at any moment of a signed batch: what it answered is there, nothing is half-written or twice, and the rest can be
 * signed afterwards. KEZEK_KILL_RUNS=200 KEZEK_KILL_ROWS=1000 is the full proof; a few runs go with every `npm test`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openEmbedded } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import { copyFolder } from '../../fakes/copy-folder.ts';
import { signIn, startDesk, testClock } from '../../fakes/desk.ts';
import { officeFolder, WORLD_MS } from '../../fakes/office.ts';
import { addChildren, addGroup, addKindergarten, prepareActs, signPrepared } from '../../fakes/places.ts';

const CHILD = new URL('./signing-child.ts', import.meta.url).pathname;
const RUNS = Number(process.env.KEZEK_KILL_RUNS ?? 2);
const ROWS = Number(process.env.KEZEK_KILL_ROWS ?? 72);
const RUN_MS = 300_000;
/** Runs after which the rest is signed too; of a long proof only the first. */
const MORNINGS = 5;

describe(`a desk killed in a batch of ${ROWS}`, () => {
  let template: string;
  let removeTemplate: () => Promise<void>;
  /** How long the batch takes when nobody kills it, ms. */
  let whole = 0;

  beforeAll(async () => {
    const office = await officeFolder();
    template = office.folder;
    removeTemplate = office.remove;
    const owner = await openEmbedded({ dataFolder: template });
    const kindergartens: number[] = [];
    for (let k = 0; k * 60 < ROWS; k++) {
      const id = await addKindergarten(owner, 1, String(990140100000 + k));
      await addGroup(owner, { kindergartenId: id, name: 'Топ', seats: Math.min(60, ROWS - k * 60) });
      kindergartens.push(id);
    }
    for (const [k, id] of kindergartens.entries()) {
      const next = kindergartens[(k + 1) % kindergartens.length] ?? id;
      const wants = next === id ? [id] : [id, next];
      const from = 700_000 + k * 1000;
      await addChildren(owner, { wants, children: Math.min(60, ROWS - k * 60), benefitEvery: 4, from });
    }
    await owner.close();
  }, WORLD_MS);
  afterAll(async () => {
    await removeTemplate?.();
  });

  /** Starts a desk on a copy of the office; `killAfter` ms into the signing it is gone. Answers what it had told by then. */
  async function run(killAfter: number | null) {
    const folder = await mkdtemp(join(tmpdir(), 'kezek-kill-'));
    copyFolder(template, folder);
    const child = spawn(process.execPath, [CHILD, folder, String(ROWS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told: string[] = [];
    let began = 0;
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      if (line.startsWith('ready')) {
        began = Date.now();
        if (killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
      } else if (line === 'done') {
        whole ||= Date.now() - began;
        child.kill('SIGKILL');
      } else told.push(line);
    }
    await gone(child);
    return { folder, told };
  }

  async function gone(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
  }

  /** How many of each row that an offer writes; all must be one number. */
  async function counts(db: OpenDatabase) {
    const { rows } = await sql<Record<string, number>>`
      with ours as (select id from kezek.application where cohort_year = 2025 and language = 'ru' and district_id = 1)
      select (select count(*)::int from ours join kezek.application a using (id) where a.status = 'offered' and a.version = 4) as applications,
        (select count(*)::int from kezek.decision d where d.application_id in (select id from ours)) as decisions,
        (select count(distinct r.application_id)::int from kezek.referral r where r.application_id in (select id from ours)) as children,
        (select count(distinct r.seat_id)::int from kezek.referral r where r.application_id in (select id from ours)) as seats,
        (select count(*)::int from kezek.referral r where r.application_id in (select id from ours)) as referrals,
        (select count(distinct r.turn)::int from kezek.referral r where r.application_id in (select id from ours)) as turns,
        (select count(*)::int from kezek.seat_hold h where h.application_id in (select id from ours)) as holds,
        (select count(*)::int from kezek.history h where h.application_id in (select id from ours) and h.event = 'offer') as history,
        (select count(*)::int from kezek.notice n where n.application_id in (select id from ours)) as notices,
        (select count(*)::int from kezek.idempotency) as answers`.execute(db.kysely);
    return rows[0] ?? {};
  }

  it('is whole when nobody kills it', { timeout: RUN_MS }, async () => {
    const { folder, told } = await run(null);
    expect(told.filter((line) => line.startsWith('ok '))).toHaveLength(ROWS);
    expect(whole).toBeGreaterThan(0);
    await rm(folder, { recursive: true, force: true });
  });

  it.each(Array.from({ length: RUNS }, (_, i) => i + 1))('run %i', { timeout: RUN_MS }, async (number) => {
    const { folder, told } = await run(Math.random() * whole);
    const clock = testClock();
    let db = await openEmbedded({ dataFolder: folder, clock });
    const found = await counts(db);
    const [stored] = new Set(Object.values(found));
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, stored])));
    // What was answered is there; a group may have been stored and not told any more.
    expect(told.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(stored).toBeGreaterThanOrEqual(told.length);
    expect(stored).toBeLessThanOrEqual(ROWS);
    const numbers = told.map((line) => line.split(' ')[2] ?? '');
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from kezek.decision where number = any(${numbers}::text[])`.execute(
      db.kysely,
    );
    expect(rows).toEqual([{ n: told.length }]);
    expect((await verifyAll(db, clock)).broken).toEqual([]);
    await db.close();
    // A proof of an hour says how far it came: it may be ended before its end.
    if (RUNS > MORNINGS)
      console.log(`run ${number}: killed with ${told.length} told, ${stored} stored, all whole`);
    if (number > MORNINGS) {
      await rm(folder, { recursive: true, force: true });
      return;
    }
    // The next morning the rest is signed.
    const desk = await startDesk({ dataFolder: folder });
    const client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
    const { rows: rest } = await client.referrals.plan({ key: null, act: 'offer', limit: 2000 });
    const ours = rest.filter((row) => row.number.startsWith('2025-7'));
    const targets = ours.map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
      id,
      expectedVersion,
      seatId,
      turn,
    }));
    const results =
      targets.length === 0
        ? []
        : await signPrepared(client, await prepareActs(client, targets, { act: 'offer' }));
    expect(results.filter((one) => !one.ok)).toEqual([]);
    await desk.close();
    db = await openEmbedded({ dataFolder: folder, clock });
    const after = await counts(db);
    expect(new Set(Object.values(after))).toEqual(new Set([ROWS]));
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });
});
