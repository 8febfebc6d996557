/** The one transaction in which a signed decision becomes the state of its application. */

import type { WriteTransaction } from '../../db/open.ts';
import type { LockedApplication } from '../../db/queries/applications.ts';
import { applyOutcome, insertDecision, insertNotice, setBenefitState } from '../../db/queries/decisions.ts';
import { putDraft } from '../../db/queries/drafts.ts';
import { deadlineAt } from '../../domain/calendar.ts';
import { type ApplicationStatus, nextStatus } from '../../domain/status.ts';
import { changedError, lockExpected, once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError, refused } from '../errors.ts';
import { leaseEnd } from '../journal/claim.ts';
import { type Reference, today } from '../reference.ts';
import type { SigningCertificate } from './certificate-check.ts';
import { type DecisionFacts, readFacts } from './facts.ts';
import { obstaclesOf } from './prepare.ts';
import type { PreparedReview } from './prepared.ts';
import { decisionRow, noticeRow } from './rows.ts';
import { type Committed, SIGN_ACT, type ToSign } from './signing.ts';

/**
 * Compares version, facts and rules again under the row's lock, then writes everything the decision means. A lost race
 * throws CHANGED with who and when, and nothing is written.
 */
export async function commitDecision(
  ctx: OfficerContext,
  one: ToSign,
  prepared: PreparedReview,
  signing: SigningCertificate,
  signedXml: string,
): Promise<Committed> {
  const reference = await ctx.desk.reference.get();
  const key = { key: one.idempotencyKey, act: SIGN_ACT, request: [one.preparedId] };
  return await once(ctx, key, async (tx) => {
    const row = await lockExpected(ctx, tx, prepared.applicationId, prepared.version);
    const facts = await requireSameFacts(ctx, tx, reference, prepared);
    const status = nextStatus(row.status as ApplicationStatus, prepared.act);
    if (status === null) {
      throw refused({ code: 'NOT_IN_REVIEW' });
    }
    const decisionId = await insertDecision(tx, decisionRow(ctx, prepared, signing, signedXml));
    const version = await applyDecision(ctx, tx, reference, { row, facts, prepared, status });
    await insertNotice(tx, noticeRow(facts.application, prepared, decisionId, ctx.desk.clock.now()));
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: prepared.act,
      applicationId: row.id,
      decisionId,
      fromStatus: row.status,
      toStatus: status,
      version,
      detail: {
        number: prepared.decisionNumber,
        facts_sha256: prepared.factsSha256,
        ...(prepared.reason === null ? {} : { reason: prepared.reason }),
      },
    });
    for (const kind of ['review', 'decision'] as const) {
      await putDraft(tx, {
        staffIin: ctx.officer.iin,
        applicationId: row.id,
        kind,
        body: null,
        savedAt: ctx.desk.clock.now(),
      });
    }
    return {
      decisionId,
      decisionNumber: prepared.decisionNumber,
      applicationId: row.id,
      status,
      version,
    };
  });
}

async function requireSameFacts(
  ctx: OfficerContext,
  tx: WriteTransaction,
  reference: Reference,
  prepared: PreparedReview,
): Promise<DecisionFacts> {
  const facts = await readFacts(tx, prepared.applicationId);
  if (facts === null) {
    throw actError('NOT_FOUND');
  }
  if (facts.sha256 !== prepared.factsSha256) {
    throw await changedError(tx, prepared.applicationId, facts.application.version);
  }
  const obstacles = obstaclesOf(ctx, reference, facts, prepared, ctx.desk.clock.now());
  if (obstacles.some((obstacle) => obstacle.code === 'NOT_YOUR_CLAIM')) {
    throw actError('NOT_CLAIMED');
  }
  if (obstacles.length > 0) {
    throw refused(...obstacles);
  }
  return facts;
}

/** Status, terms, claim and benefit after the act. */
async function applyDecision(
  ctx: OfficerContext,
  tx: WriteTransaction,
  reference: Reference,
  {
    row,
    facts,
    prepared,
    status,
  }: {
    readonly row: LockedApplication;
    readonly facts: DecisionFacts;
    readonly prepared: PreparedReview;
    readonly status: ApplicationStatus;
  },
): Promise<number> {
  const { benefit } = facts;
  const now = ctx.desk.clock.now();
  const isFinal = prepared.act === 'approve' || prepared.act === 'refuse';
  if (benefit !== undefined && prepared.act !== 'return') {
    const state =
      prepared.act === 'approve' ? 'confirmed' : prepared.act === 'refuse' ? 'rejected' : 'claimed';
    await setBenefitState(tx, benefit.id, state);
  }
  const regionId = reference.districts.get(row.district_id)?.region_id ?? null;
  const profile = reference.profileById(prepared.ruleProfileId);
  return await applyOutcome(tx, row, {
    status,
    at: now,
    decidedAt: isFinal ? prepared.decidedAt : null,
    correctionDue: prepared.correctionDue,
    // A refused benefit gives no turn; reopened, it is claimed again as it was.
    priorityClass: benefit === undefined || prepared.act === 'refuse' ? 'ordinary' : benefit.priority_class,
    ...(prepared.act === 'correct' && profile !== null
      ? {
          claim: {
            holder: ctx.officer.iin,
            until: leaseEnd(reference, regionId, now, today(ctx.desk.clock)),
          },
          deadlineAt: deadlineAt(
            reference.calendar(regionId),
            now,
            profile.decision_working_days,
            profile.workday_ends.slice(0, 5),
          ),
        }
      : {}),
  });
}
