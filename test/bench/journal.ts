/**
 * The log at 100,000 rows on both engines: a page and a search through the back end's own `page` (role, row-level security,
 * read-only transaction, cursor, rows for the screen), beside the very SQL it sends, run bare by the owner. The two functions
 * it calls ask for the officer's districts, and the owner has none: the bare SQL calls copies of them in which the districts
 * are written out, so that both give the same rows. Both are walked through the same requests, turn by turn.
 */
import type { CompiledQuery } from 'kysely';
import { sql } from 'kysely';
import { type OpenDatabase, openEmbedded, openServer, type ReadTransaction } from '../../db/open.ts';
import type { ActingPost, Desk, OfficerContext } from '../../main/context.ts';
import { page } from '../../main/journal/page.ts';
import { createReferenceCache } from '../../main/reference.ts';
import type { JournalFilter, JournalSort } from '../../preload/contract/index.ts';
import { type Result, result } from './measure.ts';
import { benchFolder, withBenchServer } from './worlds.ts';

const ROWS = 100_000;
/** As the screen asks for them (renderer/journal/data.ts). */
const PAGE = 50;
/** Pages walked on from the first of each list. */
const DEPTH = 4;
const ROUNDS = 12;
const PAGE_LIMITS = { p95: 15, ratio: 1.5 };
/** A beginning of a name that thousands bear costs what sorting them costs: a search is held to the bare SQL alone. */
const SEARCH_LIMITS = { ratio: 1.5 };

type Request = Parameters<typeof page>[1];

const LISTS: readonly { filter: JournalFilter; sort: JournalSort }[] = [
  { filter: {}, sort: { by: 'deadline', direction: 'asc' } },
  { filter: {}, sort: { by: 'submitted', direction: 'desc' } },
  { filter: {}, sort: { by: 'child', direction: 'asc' } },
  { filter: {}, sort: { by: 'number', direction: 'desc' } },
  { filter: { statuses: ['queued'] }, sort: { by: 'submitted', direction: 'desc' } },
  { filter: { benefit: 'with', unreadScans: true }, sort: { by: 'deadline', direction: 'asc' } },
  { filter: { claimed: 'mine' }, sort: { by: 'deadline', direction: 'asc' } },
  { filter: { queueKinds: ['special'], languages: ['ru'] }, sort: { by: 'submitted', direction: 'desc' } },
];

export async function benchJournal(): Promise<Result[]> {
  const lines: Result[] = [];
  const embedded = await openEmbedded({ dataFolder: await benchFolder(ROWS) });
  try {
    lines.push(...(await benchEngine('PGlite', embedded)));
  } finally {
    await embedded.close();
  }
  await withBenchServer(ROWS, async (url) => {
    const server = await openServer(url);
    try {
      lines.push(...(await benchEngine('PostgreSQL', server)));
    } finally {
      await server.close();
    }
  });
  return lines;
}

async function benchEngine(engine: string, db: OpenDatabase): Promise<Result[]> {
  const lines: Result[] = [];
  for (const role of ['clerk', 'supervisor'] as const) {
    const ctx = await contextOf(db, role);
    await copyScoped(db, ctx.post.districts);
    const pages = await walk(ctx, LISTS);
    lines.push(await compare(`journal page of ${PAGE}, ${role}, ${engine}`, ctx, pages, PAGE_LIMITS));
    const searches = (await searchTexts(db, ctx.post.districts)).map((search) => ({
      filter: { search },
      sort: { by: 'submitted', direction: 'desc' } as const,
      after: null,
      limit: PAGE,
    }));
    lines.push(await compare(`search, ${role}, ${engine}`, ctx, searches, SEARCH_LIMITS));
  }
  await dropCopies(db);
  return lines;
}

const SCOPED = ['journal_extras', 'search_applications'] as const;

/** Copies of the functions a page calls, for an owner: the districts of the post are written into them. */
async function copyScoped(db: OpenDatabase, districts: readonly number[]): Promise<void> {
  for (const name of SCOPED) {
    const { rows } = await sql<{ text: string }>`
      select pg_get_functiondef(p.oid) as text from pg_proc p where p.oid = ${`kezek.${name}`}::regproc`.execute(
      db.kysely,
    );
    const [definition] = rows;
    if (definition === undefined) throw new Error(`no function ${name}`);
    const copy = definition.text
      .replaceAll(name, `bare_${name}`)
      .replaceAll('kezek.my_districts()', `array[${districts.join(', ')}]::integer[]`);
    if (!copy.includes('::integer[]')) throw new Error(`${name} no longer asks for the districts`);
    await sql.raw(copy).execute(db.kysely);
  }
}

async function dropCopies(db: OpenDatabase): Promise<void> {
  for (const name of SCOPED) await sql.raw(`drop function if exists kezek.bare_${name}`).execute(db.kysely);
}

/** The same statement, calling the copies. */
function bareOf(query: CompiledQuery): CompiledQuery {
  const text = SCOPED.reduce(
    (made, name) => made.replaceAll(`kezek.${name}(`, `kezek.bare_${name}(`),
    query.sql,
  );
  return { ...query, sql: text };
}

/** The largest district's clerk, or the supervisor who reads most districts. */
async function contextOf(db: OpenDatabase, role: 'clerk' | 'supervisor'): Promise<OfficerContext> {
  const { rows } = await sql<{ iin: string; id: number; region: number | null; districts: number[] }>`
    select p.staff_iin as iin, p.id, coalesce(p.region_id, own.region_id) as region,
      array(select d.id from kezek.district d where d.id = p.district_id or d.region_id = p.region_id) as districts
    from kezek.staff_post p left join kezek.district own on own.id = p.district_id
    where p.role = ${role}
    order by (select count(*) from kezek.application a join kezek.district d on d.id = a.district_id
      where d.id = p.district_id or d.region_id = p.region_id) desc limit 1`.execute(db.kysely);
  const [found] = rows;
  if (found === undefined) throw new Error(`the world has no ${role}`);
  const clock = { now: () => new Date() };
  const post: ActingPost = { postId: found.id, role, regionId: found.region, districts: found.districts };
  const desk = { db, clock, reference: createReferenceCache(db, clock), secret: new Uint8Array(32) };
  return {
    // The log reads nothing else of the desk.
    desk: desk as unknown as Desk,
    officer: { iin: found.iin, surname: '', givenName: '', patronymic: null },
    post,
    scope: { iin: found.iin, postId: found.id },
  };
}

/** The first pages of each list, each with the cursor that leads to it. */
async function walk(ctx: OfficerContext, lists: typeof LISTS): Promise<Request[]> {
  const requests: Request[] = [];
  for (const list of lists) {
    let after: string | null = null;
    for (let depth = 0; depth <= DEPTH; depth += 1) {
      const request: Request = { ...list, after, limit: PAGE };
      requests.push(request);
      after = (await page(ctx, request)).next;
      if (after === null) break;
    }
  }
  return requests;
}

/** What people type: a whole IIN, a number, a surname, the beginning of one, a phone; of rows picked across the district. */
async function searchTexts(db: OpenDatabase, districts: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ iin: string; number: string; surname: string; given: string; phone: string }>`
    select c.iin, a.number, c.surname, c.given_name as given, a.phone
    from kezek.application a join kezek.person c on c.id = a.child_id
    where a.district_id = any(${[...districts]}::int[]) order by md5(a.id::text) limit 6`.execute(db.kysely);
  return rows.flatMap((row) => [
    row.iin,
    row.number,
    row.surname,
    `${row.surname} ${row.given}`,
    row.surname.slice(0, 4).toLowerCase(),
    row.phone,
  ]);
}

/** The statements a request sends, as they are sent. */
async function statementsOf(ctx: OfficerContext, request: Request): Promise<CompiledQuery[]> {
  const seen: CompiledQuery[] = [];
  const { db } = ctx.desk;
  const read: OpenDatabase['read'] = (scope, fn) => db.read(scope, (tx) => fn(listening(tx, seen)));
  await page({ ...ctx, desk: { ...ctx.desk, db: { ...db, read } } }, request);
  return seen;
}

/** A transaction whose statements written as SQL are noted on their way. */
function listening(tx: ReadTransaction, seen: CompiledQuery[]): ReadTransaction {
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'getExecutor') return value.bind(target);
      return () => {
        const executor = value.call(target);
        return new Proxy(executor, {
          get(inner, method) {
            const own: unknown = Reflect.get(inner, method, inner);
            if (method === 'executeQuery') {
              return (query: CompiledQuery, ...rest: unknown[]) => {
                seen.push(query);
                return (own as (...args: unknown[]) => unknown).call(inner, query, ...rest);
              };
            }
            return typeof own === 'function' ? own.bind(inner) : own;
          },
        });
      };
    },
  });
}

/** Fails unless the bare SQL gives as many rows as the page shows: a baseline that does less would prove nothing. */
async function sameRows(
  ctx: OfficerContext,
  requests: readonly Request[],
  bare: CompiledQuery[][],
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    const shown = (await page(ctx, request)).rows.length;
    let found = 0;
    for (const query of bare[index] ?? []) {
      const { rows } = await ctx.desk.db.kysely.executeQuery<Record<string, unknown>>(query);
      if (query.sql.includes('sort_key')) found += rows.length;
    }
    if (Math.min(found, PAGE) !== shown)
      throw new Error(`the bare SQL gives ${found} rows, the page ${shown}`);
  }
}

async function compare(
  name: string,
  ctx: OfficerContext,
  requests: readonly Request[],
  target: { readonly p95?: number; readonly ratio: number },
): Promise<Result> {
  const bare: CompiledQuery[][] = [];
  for (const request of requests) bare.push((await statementsOf(ctx, request)).map(bareOf));
  await sameRows(ctx, requests, bare);
  const own: number[] = [];
  const base: number[] = [];
  let slowest = { ms: 0, what: '' };
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, request] of requests.entries()) {
      const subject = async () => void (await page(ctx, request));
      const baseline = async () => {
        for (const query of bare[index] ?? []) await ctx.desk.db.kysely.executeQuery(query);
      };
      const order = (round + index) % 2 === 0 ? [subject, baseline] : [baseline, subject];
      for (const step of order) {
        const started = performance.now();
        await step();
        const ms = performance.now() - started;
        // The first round warms the caches.
        if (round < 0) continue;
        (step === subject ? own : base).push(ms);
        if (step === subject && ms > slowest.ms)
          slowest = { ms, what: JSON.stringify([request.filter, request.sort]) };
      }
    }
  }
  return result(name, own, {
    baseline: { name: 'bare SQL', samples: base },
    target,
    note: `slowest ${slowest.ms.toFixed(1)} ms: ${slowest.what.replaceAll(/\d{12}/g, '…')}`,
  });
}
