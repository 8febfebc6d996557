import { type JournalRecord, journalPage, type KeysetPosition } from '../../db/queries/journal.ts';
import { almatyDate, almatyIso } from '../../domain/calendar.ts';
import { showDate } from '../../domain/civil-date.ts';
import { ageOn } from '../../domain/cohort.ts';
import { listName } from '../../domain/names.ts';
import type { JournalFilter, JournalSort } from '../../preload/contract/journal.ts';
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference } from '../reference.ts';
import { conditionsOf, districtsOf } from './conditions.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

const MAX_ROWS = 50_000;
/** Rows of one transaction: the embedded engine has one connection, and others must get their turn. */
const BATCH = 2_000;

const COLUMNS = [
  'number',
  'submitted',
  'child',
  'iin',
  'age',
  'category',
  'scans',
  'language',
  'queueKind',
  'channel',
  'status',
  'deadline',
  'claimedBy',
] as const;

/** Words of the screen's language for columns and values, keyed like 'column.number' and 'status.queued'. */
export type ExportWords = Readonly<Record<string, string>>;

/** The list under a filter as CSV, in order. The export is written to the history with its number of rows. */
export async function exportCsv(
  ctx: OfficerContext,
  input: { filter: JournalFilter; sort: JournalSort; words?: ExportWords | undefined },
): Promise<{ fileName: string; content: Blob; rows: number; capped: boolean }> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const words = input.words ?? {};
  const parts = [BYTE_ORDER_MARK, csvLine(COLUMNS.map((column) => words[`column.${column}`] ?? column))];
  let after: KeysetPosition | null = null;
  let count = 0;
  let more = true;
  while (more && count < MAX_ROWS) {
    const limit = Math.min(BATCH, MAX_ROWS - count);
    const rows: readonly JournalRecord[] = await readBatch(ctx, reference, input, now, after, limit);
    parts.push(...rows.map((row) => lineOf(reference, words, now, row)));
    count += rows.length;
    more = rows.length === limit;
    const last = rows.at(-1);
    after = last === undefined ? after : { segment: last.segment, key: last.sort_key, id: last.id };
  }
  await recordExport(ctx, input, count, now);
  const stamp = almatyIso(now).slice(0, 16).replace('T', '-').replace(':', '');
  return {
    fileName: `kezek-${stamp}.csv`,
    content: new Blob(parts, { type: 'text/csv;charset=utf-8' }),
    rows: count,
    capped: more && count >= MAX_ROWS,
  };
}

async function readBatch(
  ctx: OfficerContext,
  reference: Reference,
  input: { filter: JournalFilter; sort: JournalSort },
  now: Date,
  after: KeysetPosition | null,
  limit: number,
): Promise<readonly JournalRecord[]> {
  return await ctx.desk.db.read(ctx.scope, async (tx) =>
    journalPage(tx, {
      districts: districtsOf(ctx, input.filter),
      filter: await conditionsOf(ctx, tx, reference, input.filter, now),
      by: input.sort.by,
      direction: input.sort.direction,
      after,
      limit,
    }),
  );
}

function lineOf(reference: Reference, words: ExportWords, now: Date, row: JournalRecord): string {
  const word = (kind: string, code: string): string => words[`${kind}.${code}`] ?? code;
  const category = reference.categories.find((one) => one.code === row.category);
  const name =
    words.language === 'ru'
      ? category?.name_ru
      : words.language === 'en'
        ? category?.name_en
        : category?.name_kk;
  return csvLine([
    row.number,
    showDate(almatyDate(row.submitted_at)),
    listName({ surname: row.surname, givenName: row.given_name, patronymic: null }),
    row.iin,
    ageOn(row.birth_date, almatyDate(now)),
    name ?? row.category,
    `${row.scans_total - row.scans_unread}/${row.scans_total}`,
    word('groupLanguage', row.language),
    word('queueKind', row.queue_kind),
    word('channel', row.channel),
    word('status', row.status),
    row.deadline_at === null ? null : showDate(almatyDate(row.deadline_at)),
    row.claim_surname === null
      ? null
      : listName({ surname: row.claim_surname, givenName: row.claim_given_name ?? '', patronymic: null }),
  ]);
}

/** Which fields were filtered by, never by what: a search text can be a name. */
async function recordExport(
  ctx: OfficerContext,
  input: { filter: JournalFilter },
  rows: number,
  _now: Date,
): Promise<void> {
  await ctx.desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: ctx.post.districts.length === 1 ? (ctx.post.districts[0] ?? 0) : 0,
      event: 'export',
      detail: { list: 'journal', rows, filtered_by: Object.keys(input.filter).sort() },
    }),
  );
}
