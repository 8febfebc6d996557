import { applicationById, duplicatesOf, historyOf } from '../../db/queries/applications.ts';
import { putDuplicateFinding } from '../../db/queries/duplicates.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { scansOf } from '../../db/queries/scans.ts';
import type { Application, Duplicate, HistoryEntry, Scan } from '../../preload/contract/applications.ts';
import type { Status } from '../../preload/contract/common.ts';
import { once, writeHistory } from '../act.ts';
import { type OfficerContext, requireRole } from '../context.ts';
import { actError, BadInput, refused } from '../errors.ts';
import type { Reference } from '../reference.ts';
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
      officer:
        row.surname === null || row.given_name === null
          ? null
          : { iin: row.actor, surname: row.surname, givenName: row.given_name, patronymic: row.patronymic },
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
export async function duplicates(ctx: OfficerContext, input: { id: string }): Promise<Duplicate[]> {
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, input.id);
    return await showDuplicates(tx, reference, input.id);
  });
}

async function showDuplicates(tx: Reader, reference: Reference, id: string): Promise<Duplicate[]> {
  const rows = await duplicatesOf(tx, id);
  return rows.map((row) => {
    const district = reference.districts.get(row.district_id);
    return {
      kind: row.kind,
      otherId: row.other_id,
      number: row.number,
      status: row.status as Status,
      districtName: { kk: district?.name_kk ?? '', ru: district?.name_ru ?? '', en: district?.name_en ?? '' },
      submittedAt: row.submitted_at,
      readable: row.readable,
      scanIds:
        row.my_scan_id === null
          ? null
          : { mine: row.my_scan_id, other: row.readable ? row.other_scan_id : null },
      finding:
        row.verdict === null || row.staff_iin === null || row.found_at === null
          ? null
          : {
              verdict: row.verdict,
              by: {
                iin: row.staff_iin,
                surname: row.surname ?? '',
                givenName: row.given_name ?? '',
                patronymic: row.patronymic,
              },
              at: row.found_at,
            },
    };
  });
}

/** Records what the officer found about a pair. */
export async function judgeDuplicate(
  ctx: OfficerContext,
  input: {
    id: string;
    otherId: string;
    kind: 'same_child' | 'same_scan';
    verdict: 'not_duplicate' | 'duplicate';
    idempotencyKey: string;
  },
): Promise<Duplicate[]> {
  requireRole(ctx, 'clerk');
  const reference = await ctx.desk.reference.get();
  const request = [input.id, input.otherId, input.kind, input.verdict];
  await once(ctx, { key: input.idempotencyKey, act: 'applications.judgeDuplicate', request }, async (tx) => {
    const row = await requireApplication(tx, input.id);
    const pairs = await duplicatesOf(tx, input.id);
    if (!pairs.some((pair) => pair.other_id === input.otherId && pair.kind === input.kind)) {
      throw refused({ code: 'NOT_A_PAIR' });
    }
    const now = ctx.desk.clock.now();
    await putDuplicateFinding(tx, {
      applicationId: input.id,
      otherId: input.otherId,
      kind: input.kind,
      verdict: input.verdict,
      staffIin: ctx.officer.iin,
      at: now,
    });
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'duplicate_judged',
      applicationId: row.id,
      detail: { other: input.otherId, kind: input.kind, verdict: input.verdict },
    });
    return {};
  });
  return await ctx.desk.db.read(ctx.scope, (tx) => showDuplicates(tx, reference, input.id));
}
