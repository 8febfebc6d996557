import { freeBenefitScans, headings, ownQueue } from '../../db/queries/applications.ts';
import { draftOf } from '../../db/queries/drafts.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { scanById, scanBytes, scansOf } from '../../db/queries/scans.ts';
import { listName } from '../../domain/names.ts';
import type { ReviewBundle } from '../../preload/contract/applications.ts';
import { requireApplication } from '../applications/card.ts';
import { recordReading } from '../applications/reads.ts';
import { showApplication, surroundingsOf } from '../applications/show.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { deadlineOf } from '../journal/conditions.ts';
import type { Reference } from '../reference.ts';
import { requirementsOf, showScan, suggestionOf } from './scans.ts';

/** How many of the next applications the strip shows and the screen fetches ahead. */
const NEXT = 3;

/**
 * All the review screen needs of one application, in one snapshot. `ahead` is a fetch in the background: only what is
 * really shown is a reading, so the screen asks again with `ahead: false` when it shows it.
 */
export async function open(
  ctx: OfficerContext,
  input: { id: string; ahead: boolean },
): Promise<ReviewBundle> {
  const reference = await ctx.desk.reference.get();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await requireApplication(tx, input.id);
    return {
      row,
      around: await surroundingsOf(tx, row),
      scans: await scansOf(tx, row.id),
      // Drafts are a clerk's: who only watches types nothing.
      draft: ctx.post.role === 'clerk' ? await draftOf(tx, ctx.officer.iin, row.id, 'review') : null,
      neighbours: await neighboursOf(ctx, tx, reference, row),
    };
  });
  if (!input.ahead) {
    await recordReading(ctx, found.row, 'review');
  }
  const requirements = requirementsOf(reference, found.row.benefit_category_id);
  return {
    application: showApplication(ctx, reference, found.row, found.around),
    scans: found.scans.map((scan) => showScan(requirements, scan)),
    draft: found.draft,
    suggestion: suggestionOf(requirements, found.scans),
    ...found.neighbours,
  };
}

type Neighbours = Pick<ReviewBundle, 'place' | 'previous' | 'next'>;

/** Place in the officer's own queue, and what comes before and after; the queue goes on with free benefit scans. */
async function neighboursOf(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  row: { readonly id: string; readonly twin_group: string | null },
): Promise<Neighbours> {
  const queue = await ownQueue(tx, ctx.officer.iin);
  const at = queue.indexOf(row.id);
  const following = at === -1 ? queue : queue.slice(at + 1);
  const own = following.slice(0, NEXT);
  const free = own.length < NEXT ? await freeBenefitScans(tx, NEXT - own.length, [...queue, row.id]) : [];
  const rows = await headings(tx, [...own, ...free]);
  const now = ctx.desk.clock.now();
  return {
    place: at === -1 ? null : { at: at + 1, of: queue.length },
    previous: at > 0 ? (queue[at - 1] ?? null) : null,
    next: rows.map((next) => ({
      id: next.id,
      name: listName({ surname: next.surname, givenName: next.given_name, patronymic: null }),
      category: next.category,
      scans: next.scans_total,
      deadline: deadlineOf(reference, ctx.post.regionId, now, next),
      twinOfThis: next.twin_group !== null && next.twin_group === row.twin_group,
    })),
  };
}

/** Where the review begins: the most urgent of one's own, else the most urgent free application with benefit scans. */
export async function start(ctx: OfficerContext): Promise<{ id: string | null }> {
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const [own] = await ownQueue(tx, ctx.officer.iin);
    const [free] = own === undefined ? await freeBenefitScans(tx, 1, []) : [];
    return { id: own ?? free ?? null };
  });
}

/** A range of a scan's bytes. Scans out of scope and ranges beyond the end: NOT_FOUND and an empty blob. */
export async function bytes(
  ctx: OfficerContext,
  input: { scanId: string; offset: number; length: number },
): Promise<Blob> {
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const scan = await scanById(tx, input.scanId);
    if (scan === undefined) {
      throw actError('NOT_FOUND');
    }
    const length = Math.min(input.length, Math.max(0, scan.byte_size - input.offset));
    const range = length === 0 ? new Uint8Array() : await scanBytes(tx, scan.sha256, input.offset, length);
    if (range.byteLength !== length) {
      throw actError('FILE', { reason: 'SCAN_DAMAGED' });
    }
    return new Blob([Uint8Array.from(range)], { type: scan.media_type });
  });
}
