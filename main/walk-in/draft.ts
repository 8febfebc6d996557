/** The clerk's draft and its scans: kept as they are typed and dropped, gone once the family is registered. */
import { createHash, randomUUID } from 'node:crypto';
import { sqlFailure } from '../../db/errors.ts';
import type { WriteTransaction } from '../../db/open.ts';
import {
  addWalkInScan,
  describeWalkInScan,
  dropWalkInDraft,
  removeWalkInScan,
  walkInDraft,
  walkInScans,
} from '../../db/queries/walk-in.ts';
import type { DocumentAbout } from '../../domain/data/document-kinds.ts';
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import { type ScanType, SNIFF_BYTES, sniffScanType } from '../../domain/scan-type.ts';
import { EMPTY_WALK_IN, type WalkInForm } from '../../domain/walk-in.ts';
import { type WalkInDraftView, type WalkInScanView, walkInForm } from '../../preload/contract/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import { actError, BadInput } from '../errors.ts';
import { countPdfPages } from '../intake/pdf-pages.ts';
import { shownFileName } from '../intake/take.ts';
import { type FilePart, receivePart } from '../intake/upload.ts';
import { scanView } from './draw.ts';
import { keepForm } from './keep.ts';
import { liveSignature } from './live-signature.ts';
import { memoryOf } from './memory.ts';

const MEDIA: Readonly<Record<ScanType, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
};

export async function draft(ctx: OfficerContext): Promise<WalkInDraftView> {
  const { desk, scope, officer } = ctx;
  const read = await desk.db.read(scope, async (tx) => ({
    row: await walkInDraft(tx, officer.iin),
    scans: await walkInScans(tx, officer.iin),
  }));
  const form = formOf(read.row?.body);
  const signature = await liveSignature(ctx, form);
  return {
    ref: read.row?.ref ?? randomUUID(),
    form: { ...form, kindergartens: [...form.kindergartens], consents: [...form.consents] },
    scans: read.scans.map(scanView),
    savedAt: read.row?.saved_at ?? null,
    signedBy:
      signature === null ? null : { fullName: signature.fullName, iin: signature.iin, at: signature.at },
  };
}

/** A draft of an older program may lack what is asked today: it begins anew. */
function formOf(body: unknown): WalkInForm {
  const parsed = walkInForm.safeParse(body);
  return parsed.success ? parsed.data : EMPTY_WALK_IN;
}

export async function saveDraft(
  ctx: OfficerContext,
  input: { readonly form: WalkInForm },
): Promise<{ savedAt: Date }> {
  return { savedAt: await ctx.desk.db.write(ctx.scope, (tx) => keepForm(ctx, tx, input.form)) };
}

export async function discard(ctx: OfficerContext): Promise<WalkInDraftView> {
  memoryOf(ctx.desk).signature = null;
  await ctx.desk.db.write(ctx.scope, (tx) => dropWalkInDraft(tx, ctx.officer.iin));
  return await draft(ctx);
}

export interface ScanPart extends FilePart {
  readonly name: string;
  readonly kind: string;
  readonly about: DocumentAbout;
}

/** One part of a scan; the last one adds it, its type decided by content. Throws FILE, and BAD_INPUT for a part out of turn. */
export async function addScan(ctx: OfficerContext, input: ScanPart): Promise<WalkInScanView[] | null> {
  const bytes = await receivePart(memoryOf(ctx.desk), ctx.officer.iin, input);
  return bytes === null ? null : await keepScan(ctx, input, bytes);
}

async function keepScan(ctx: OfficerContext, input: ScanPart, bytes: Buffer): Promise<WalkInScanView[]> {
  if (bytes.length === 0 || bytes.length > PACKAGE_LIMITS.scanBytes) {
    throw actError('FILE', { reason: 'SCAN_SIZE' });
  }
  const type = sniffScanType(bytes.subarray(0, SNIFF_BYTES));
  if (type === null) throw actError('FILE', { reason: 'SCAN_TYPE' });
  const { documentKinds } = await ctx.desk.reference.get();
  if (!documentKinds.has(input.kind)) throw new BadInput('kind');
  return await changeScans(ctx, async (tx) => {
    // A scan may come before anything was typed.
    if ((await walkInDraft(tx, ctx.officer.iin)) === undefined) await keepForm(ctx, tx, EMPTY_WALK_IN);
    await addWalkInScan(tx, {
      staffIin: ctx.officer.iin,
      kind: input.kind,
      about: input.about,
      fileName: scanName(input.name),
      sha256: createHash('sha256').update(bytes).digest(),
      mediaType: MEDIA[type],
      pages: type === 'pdf' ? countPdfPages(bytes) : 1,
      bytes,
      at: ctx.desk.clock.now(),
    });
  });
}

/** The family's name of a file, as packages have it: nothing a file system or a spreadsheet reads. */
function scanName(name: string): string {
  const shown = (shownFileName(name) ?? '').replace(/[\\/:*?"<>|]/g, '_').replace(/^\.+$/, '');
  return shown === '' ? 'scan' : shown;
}

export async function describeScan(
  ctx: OfficerContext,
  input: { readonly id: string; readonly kind: string; readonly about: DocumentAbout },
): Promise<WalkInScanView[]> {
  const { documentKinds } = await ctx.desk.reference.get();
  if (!documentKinds.has(input.kind)) throw new BadInput('kind');
  return await changeScans(ctx, async (tx) => {
    if (!(await describeWalkInScan(tx, ctx.officer.iin, input))) throw actError('NOT_FOUND');
  });
}

export async function removeScan(
  ctx: OfficerContext,
  input: { readonly id: string },
): Promise<WalkInScanView[]> {
  return await changeScans(ctx, (tx) => removeWalkInScan(tx, ctx.officer.iin, input.id));
}

async function changeScans(
  ctx: OfficerContext,
  change: (tx: WriteTransaction) => Promise<void>,
): Promise<WalkInScanView[]> {
  try {
    const rows = await ctx.desk.db.write(ctx.scope, async (tx) => {
      await change(tx);
      return await walkInScans(tx, ctx.officer.iin);
    });
    return rows.map(scanView);
  } catch (error) {
    const constraint = sqlFailure(error)?.constraint;
    if (constraint === 'walk_in_scan_once') throw actError('FILE', { reason: 'SCAN_TWICE' });
    if (constraint === 'walk_in_scans') throw actError('FILE', { reason: 'SCAN_COUNT' });
    throw error;
  }
}
