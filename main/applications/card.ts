import { applicationById, historyOf } from '../../db/queries/applications.ts';
import { officerIn } from '../../db/queries/names.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { scansOf } from '../../db/queries/scans.ts';
import type { Application, HistoryEntry, Scan } from '../../preload/contract/applications.ts';
import type { Status } from '../../preload/contract/common.ts';
import type { DuplicatePair } from '../../preload/contract/duplicates.ts';
import type { OfficerContext } from '../context.ts';
import { pairsOf } from '../duplicates/reads.ts';
import { actError, BadInput } from '../errors.ts';
import { requirementsOf, showScan } from '../review/scans.ts';
import { recordReading } from './reads.ts';
import { showApplication, surroundingsOf } from './show.ts';

/** The application's data. Opening it is written to the history. */
export async function get(ctx: OfficerContext, input: { id: string }): Promise<Application> {
  const reference = await ctx.desk.reference.get();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await requireApplication(tx, input.id);
    return { row, around: await surroundingsOf(tx, row) };
  });
  await recordReading(ctx, found.row, 'card');
  return showApplication(ctx, reference, found.row, found.around);
}

/** The application's row; NOT_FOUND when there is none within the officer's scope. */
export async function requireApplication(tx: Reader, id: string) {
  const row = await applicationById(tx, id);
  if (row === undefined) {
    throw actError('NOT_FOUND');
  }
  return row;
}

/** A page of the application's history, newest first. */
export async function history(
  ctx: OfficerContext,
  input: { id: string; after: string | null; limit: number },
): Promise<{ entries: HistoryEntry[]; next: string | null }> {
  if (input.after !== null && !/^[0-9]{1,18}$/.test(input.after)) {
    throw new BadInput('after');
  }
  const rows = await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, input.id);
    return await historyOf(tx, input.id, input.after, input.limit + 1);
  });
  const shown = rows.slice(0, input.limit);
  return {
    entries: shown.map((row) => ({
      seq: row.seq,
      at: row.at,
      officer: officerIn(row.actor, row),
      actorName: row.actor,
      event: row.event,
      fromStatus: row.from_status as Status | null,
      toStatus: row.to_status as Status | null,
      version: row.version,
      decisionNumber: row.decision_number,
      detail: row.detail,
    })),
    next: rows.length > input.limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** The application's scans with their verdicts. */
export async function scans(ctx: OfficerContext, input: { id: string }): Promise<Scan[]> {
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await requireApplication(tx, input.id);
    const requirements = requirementsOf(reference, row.benefit_category_id);
    return (await scansOf(tx, input.id)).map((scan) => showScan(requirements, scan));
  });
}

/** Other applications that may be of the same child, or that hold the same scan; in any district. */
export async function duplicates(ctx: OfficerContext, input: { id: string }): Promise<DuplicatePair[]> {
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, input.id);
    return await pairsOf(tx, ctx, reference, input.id);
  });
}
