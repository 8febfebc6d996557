/** The one transaction in which a signed decision becomes the state of its application. */

import type { WriteTransaction } from '../../db/open.ts';
import type { LockedApplication } from '../../db/queries/applications.ts';
import { applyOutcome, insertDecision, insertNotice, setBenefitState } from '../../db/queries/decisions.ts';
import { putDraft } from '../../db/queries/drafts.ts';
import { deadlineAt } from '../../domain/calendar.ts';
import { type ApplicationStatus, nextStatus } from '../../domain/status.ts';
import { changedError, lockExpected, once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { suiteOf } from '../eds/xmldsig.ts';
import { actError, refused } from '../errors.ts';
import { leaseEnd } from '../journal/claim.ts';
import { type Reference, today } from '../reference.ts';
import type { SigningCertificate } from './certificate-check.ts';
import { type DecisionFacts, readFacts } from './facts.ts';
import { obstaclesOf } from './prepare.ts';
import type { Prepared } from './prepared.ts';
import { type Committed, SIGN_ACT, type ToSign } from './signing.ts';

/**
 * Compares version, facts and rules again under the row's lock, then writes everything the decision means. A lost race
 * throws CHANGED with who and when, and nothing is written.
 */
export async function commitDecision(
  ctx: OfficerContext,
  one: ToSign,
  prepared: Prepared,
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
    const decisionId = await insertDecision(tx, decisionRow(ctx, row, prepared, signing, signedXml));
    const version = await applyDecision(ctx, tx, reference, { row, facts, prepared, status });
    await insertNotice(tx, noticeRow(facts, prepared, decisionId, ctx.desk.clock.now()));
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: prepared.act,
      applicationId: row.id,
      decisionId,
      fromStatus: row.status,
      toStatus: status,
      version,
      detail: {
        number: prepared.document.decisionNumber,
        facts_sha256: prepared.document.factsSha256,
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
    return { decisionId, applicationId: row.id, status, version };
  });
}

async function requireSameFacts(
  ctx: OfficerContext,
  tx: WriteTransaction,
  reference: Reference,
  prepared: Prepared,
): Promise<DecisionFacts> {
  const facts = await readFacts(tx, prepared.applicationId);
  if (facts === null) {
    throw actError('NOT_FOUND');
  }
  if (facts.sha256 !== prepared.document.factsSha256) {
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
    readonly prepared: Prepared;
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
    correctionDue: prepared.document.correctionDue,
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

function decisionRow(
  ctx: OfficerContext,
  row: LockedApplication,
  prepared: Prepared,
  signing: SigningCertificate,
  signedXml: string,
): Parameters<typeof insertDecision>[1] {
  const { revocation, chain, certificate, purpose } = signing;
  const good = revocation.status === 'good' && revocation.evidence !== null;
  return {
    number: prepared.document.decisionNumber,
    application_id: row.id,
    application_version: prepared.version,
    district_id: row.district_id,
    act: prepared.act,
    outcome: prepared.document.outcome,
    reason: prepared.reason,
    note: prepared.note,
    correction_due: prepared.document.correctionDue,
    legal_act: prepared.legalAct,
    rule_profile_id: prepared.ruleProfileId,
    facts: prepared.factsText,
    facts_sha256: Buffer.from(prepared.document.factsSha256, 'hex'),
    staff_iin: ctx.officer.iin,
    staff_post_id: ctx.post.postId,
    decided_at: prepared.decidedAt,
    corrects_id: prepared.correctsId,
    signed_xml: signedXml,
    algorithm: suiteOf(certificate) ?? 'rsa-sha256',
    certificate: Buffer.from(certificate.der),
    chain_verdict: 'ok',
    chain_path: chain.path.join(' → '),
    trust_purpose: purpose,
    revocation_status: good ? 'good' : 'not_checked',
    revocation_source: good ? revocation.source : null,
    // A CRL too large to keep is no evidence anyone could look at later.
    revocation_reason: good ? null : (revocation.reason ?? 'EVIDENCE_TOO_LARGE'),
    revocation_checked_at: revocation.checkedAt,
    revocation_evidence: good && revocation.evidence !== null ? Buffer.from(revocation.evidence) : null,
    message_kk: prepared.messageKk,
    message_ru: prepared.messageRu,
  };
}

function noticeRow(
  facts: DecisionFacts,
  prepared: Prepared,
  decisionId: string,
  at: Date,
): Parameters<typeof insertNotice>[1] {
  const { application } = facts;
  const channel = application.notification_type;
  const address: Record<typeof channel, string> = {
    sms: application.phone,
    ed24: application.applicant_iin,
    email: application.email ?? application.phone,
    letter: application.permanent_address,
  };
  return {
    application_id: application.id,
    decision_id: decisionId,
    kind: prepared.document.outcome,
    channel: channel === 'email' && application.email === null ? 'sms' : channel,
    language: application.notification_language,
    address: address[channel],
    body: application.notification_language === 'kk' ? prepared.messageKk : prepared.messageRu,
    queued_at: at,
  };
}
