import type { WriteTransaction } from '../../db/open.ts';
import type { LockedApplication } from '../../db/queries/applications.ts';
import { raiseVersion } from '../../db/queries/claims.ts';
import { putDraft } from '../../db/queries/drafts.ts';
import { isOfWaitingRequest } from '../../db/queries/link-requests.ts';
import { putVerdict, removeVerdict, scanById, scansOf } from '../../db/queries/scans.ts';
import { verdictObstacles } from '../../domain/review.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import type { Application, Checks, Scan } from '../../preload/contract/applications.ts';
import { lockExpected, once, writeHistory } from '../act.ts';
import { requireApplication } from '../applications/card.ts';
import { holds } from '../applications/permitted.ts';
import { showApplication, surroundingsOf } from '../applications/show.ts';
import { type OfficerContext, requireRole } from '../context.ts';
import { actError, refused } from '../errors.ts';
import { type Reference, today } from '../reference.ts';
import { checkColumns, requirementOf, requirementsOf, showScan, suggestionOf } from './scans.ts';

export interface VerdictRequest {
  readonly scanId: string;
  readonly expectedVersion: number;
  readonly verdict: 'valid' | 'invalid' | 'later';
  readonly checks: Checks;
  readonly issuedOn: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly pagesSeen: number;
  readonly answeredAtOnce: boolean;
  readonly idempotencyKey: string;
}

export interface JudgedApplication {
  readonly application: Application;
  readonly scans: Scan[];
  readonly suggestion: 'approve' | 'return' | 'refuse' | null;
}

/** Saves the officer's verdict on a scan of an application that the officer holds. */
export async function saveVerdict(ctx: OfficerContext, input: VerdictRequest): Promise<JudgedApplication> {
  requireRole(ctx, 'clerk');
  const reference = await ctx.desk.reference.get();
  const { idempotencyKey, ...request } = input;
  const { applicationId } = await once(
    ctx,
    { key: idempotencyKey, act: 'review.saveVerdict', request },
    async (tx) => {
      const { application, scan } = await lockForVerdict(ctx, tx, input, 'asked too');
      const requirements = requirementsOf(reference, application.benefit_category_id);
      const requirement = requirementOf(requirements, scan);
      refuseUnknownReason(ctx, reference, input.reason);
      const obstacles = verdictObstacles({
        verdict: input.verdict,
        requirement,
        answers: input.checks,
        issuedOn: input.issuedOn,
        reasonCode: input.reason,
        pagesSeen: input.pagesSeen,
        pageCount: scan.page_count,
        on: today(ctx.desk.clock),
      });
      if (obstacles.length > 0) {
        throw refused(...obstacles.map((code) => ({ code })));
      }
      await putVerdict(tx, {
        scan_id: input.scanId,
        staff_iin: ctx.officer.iin,
        verdict: input.verdict,
        ...checkColumns(input.checks),
        issued_on: input.issuedOn,
        reason: input.reason,
        note: input.note,
        pages_seen: input.pagesSeen,
        answered_at_once: input.answeredAtOnce,
        judged_at: ctx.desk.clock.now(),
      });
      await recordVerdict(ctx, tx, application, 'verdict', {
        scan: input.scanId,
        verdict: input.verdict,
        reason: input.reason,
        at_once: input.answeredAtOnce,
        pages_seen: input.pagesSeen,
      });
      return { applicationId: application.id };
    },
  );
  return await judged(ctx, reference, applicationId);
}

/** Takes a verdict back: until signing everything can be undone. */
export async function clearVerdict(
  ctx: OfficerContext,
  input: { scanId: string; expectedVersion: number; idempotencyKey: string },
): Promise<JudgedApplication> {
  requireRole(ctx, 'clerk');
  const reference = await ctx.desk.reference.get();
  const request = [input.scanId, input.expectedVersion];
  const { applicationId } = await once(
    ctx,
    { key: input.idempotencyKey, act: 'review.clearVerdict', request },
    async (tx) => {
      const { application } = await lockForVerdict(ctx, tx, input);
      if (await removeVerdict(tx, input.scanId)) {
        await recordVerdict(ctx, tx, application, 'verdict_cleared', { scan: input.scanId });
      }
      return { applicationId: application.id };
    },
  );
  return await judged(ctx, reference, applicationId);
}

async function lockForVerdict(
  ctx: OfficerContext,
  tx: WriteTransaction,
  input: { readonly scanId: string; readonly expectedVersion: number },
  of: 'review' | 'asked too' = 'review',
) {
  const scan = await scanById(tx, input.scanId);
  if (scan === undefined || scan.replaced_by !== null) {
    throw actError('NOT_FOUND');
  }
  const application = await lockExpected(ctx, tx, scan.application_id, input.expectedVersion);
  // A paper that came with a portal's request to link a parent is judged for it, though nobody reviews the application.
  const isFree = of === 'asked too' && application.claimed_by === null;
  if (isFree && (await isOfWaitingRequest(tx, scan.id))) return { application, scan };
  if (application.status !== 'in_review' && application.status !== 'answered') {
    throw refused({ code: 'NOT_IN_REVIEW' });
  }
  if (!holds(ctx, application, ctx.desk.clock.now())) {
    throw actError('NOT_CLAIMED');
  }
  return { application, scan };
}

function refuseUnknownReason(ctx: OfficerContext, reference: Reference, code: string | null): void {
  if (code === null) return;
  const reason = reference.reason(code);
  const inForce =
    reason !== null &&
    isInForce({ validFrom: reason.valid_from, validTo: reason.valid_to }, today(ctx.desk.clock));
  if (!inForce || reason.used_for !== 'scan') {
    throw refused({ code: 'REASON_UNKNOWN' });
  }
}

async function recordVerdict(
  ctx: OfficerContext,
  tx: WriteTransaction,
  application: LockedApplication,
  event: 'verdict' | 'verdict_cleared',
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const version = await raiseVersion(tx, application);
  await writeHistory(ctx, tx, {
    chain: application.district_id,
    event,
    applicationId: application.id,
    version,
    detail,
  });
}

async function judged(
  ctx: OfficerContext,
  reference: Reference,
  applicationId: string,
): Promise<JudgedApplication> {
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await requireApplication(tx, applicationId);
    const requirements = requirementsOf(reference, row.benefit_category_id);
    const rows = await scansOf(tx, row.id);
    return {
      application: showApplication(ctx, reference, row, await surroundingsOf(tx, row)),
      scans: rows.map((scan) => showScan(requirements, scan)),
      suggestion: suggestionOf(requirements, rows),
    };
  });
}

/** Keeps (or, with null, drops) what the officer typed and did not sign. */
export async function saveDraft(
  ctx: OfficerContext,
  input: { id: string; kind: 'review' | 'decision'; body: Record<string, unknown> | null },
): Promise<{ savedAt: Date }> {
  requireRole(ctx, 'clerk');
  const savedAt = ctx.desk.clock.now();
  await ctx.desk.db.write(ctx.scope, async (tx) => {
    await requireApplication(tx, input.id);
    await putDraft(tx, {
      staffIin: ctx.officer.iin,
      applicationId: input.id,
      kind: input.kind,
      body: input.body,
      savedAt,
    });
  });
  return { savedAt };
}
