/** Builds exactly what would be signed, with everything that speaks for and against signing it. */
import { decisionToCorrect, reserveNumber } from '../../db/queries/decisions.ts';
import { addWorkingDays, almatyDate, almatyIso } from '../../domain/calendar.ts';
import { REASON_USES_OF_ACT } from '../../domain/data/reasons.ts';
import {
  type DecisionDocument,
  decisionFaults,
  decisionXml,
  OUTCOME_OF_ACT,
} from '../../domain/decision-document.ts';
import { fullName } from '../../domain/names.ts';
import { decisionObstacles } from '../../domain/review.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import type { ApplicationStatus, ReviewAct } from '../../domain/status.ts';
import type { PreparedDecision, SignRowResult } from '../../preload/contract/decisions.ts';
import type { Target } from '../../preload/contract/journal.ts';
import { changedError } from '../act.ts';
import { holds } from '../applications/permitted.ts';
import { type OfficerContext, requireRole } from '../context.ts';
import { nameOf, titleOf } from '../desk/catalogue.ts';
import { errorOfRow } from '../error-map.ts';
import { actError, type Obstacle, refused } from '../errors.ts';
import type { District, LegalActRow, Reference, RuleProfileRow } from '../reference.ts';
import { judgedScans, requirementsOf } from '../review/scans.ts';
import { type CertificateCheck, certificateCheck } from './certificate-check.ts';
import { type DecisionFacts, readFacts } from './facts.ts';
import type { PreparedReview } from './prepared.ts';
import { familyMessage, reasonText } from './words.ts';

export interface Intent {
  readonly act: ReviewAct;
  readonly reason: string | null;
  readonly note: string | null;
}

/** Builds what would be signed for each target. One that cannot be prepared answers with its error in its row. */
export async function prepareReview(
  ctx: OfficerContext,
  input: { readonly targets: readonly Target[]; readonly intent: Intent },
): Promise<(PreparedDecision | SignRowResult)[]> {
  requireRole(ctx, 'clerk');
  const reference = await ctx.desk.reference.get();
  const certificate = await certificateCheck(ctx);
  const results: (PreparedDecision | SignRowResult)[] = [];
  for (const target of input.targets) {
    try {
      results.push(await prepareOne(ctx, reference, certificate, target, normaliseIntent(input.intent)));
    } catch (error) {
      results.push({
        applicationId: target.id,
        ok: false,
        decision: null,
        decisionId: null,
        decisionNumber: null,
        status: null,
        version: null,
        error: errorOfRow(ctx.desk.log, error),
      });
    }
  }
  return results;
}

function normaliseIntent(intent: Intent): Intent {
  const note = intent.note?.normalize('NFC').trim() ?? '';
  return { ...intent, note: note === '' ? null : note };
}

/** Everything a preview and a document are made of. */
interface Ground {
  readonly facts: DecisionFacts;
  readonly intent: Intent;
  readonly reference: Reference;
  readonly district: District;
  readonly profile: RuleProfileRow;
  readonly legalAct: LegalActRow;
  readonly decidedAt: Date;
  readonly correctionDue: string | null;
  readonly corrects: { readonly id: string; readonly number: string } | null;
  readonly reason: { readonly code: string; readonly textKk: string; readonly textRu: string } | null;
  readonly message: { readonly kk: string; readonly ru: string };
  readonly obstacles: readonly Obstacle[];
}

async function prepareOne(
  ctx: OfficerContext,
  reference: Reference,
  certificate: CertificateCheck,
  target: Target,
  intent: Intent,
): Promise<PreparedDecision> {
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const facts = await readFacts(tx, target.id);
    if (facts === null) throw actError('NOT_FOUND');
    if (facts.application.version !== target.expectedVersion) {
      throw await changedError(tx, target.id, facts.application.version);
    }
    return { facts, corrects: intent.act === 'correct' ? await decisionToCorrect(tx, target.id) : null };
  });
  const ground = groundOf(ctx, reference, read.facts, read.corrects, intent);
  if (ground.obstacles.length > 0) {
    return preview(ctx, ground, certificate, { preparedId: crypto.randomUUID(), number: null, xml: '' });
  }
  const decisionNumber = await numberFor(ctx, target.id, ground.decidedAt);
  const document = documentOf(ctx, ground, decisionNumber);
  const faults = decisionFaults(document);
  if (faults.length > 0) {
    throw refused(...faults.map((fault) => ({ code: fault.code })));
  }
  const xml = decisionXml(document);
  const prepared = ctx.desk.prepared.put<PreparedReview>({
    kind: 'review',
    officerIin: ctx.officer.iin,
    postId: ctx.post.postId,
    applicationId: target.id,
    version: target.expectedVersion,
    act: intent.act,
    reason: intent.reason,
    note: intent.note,
    districtId: ground.facts.application.district_id,
    outcome: document.outcome,
    decisionNumber,
    correctionDue: ground.correctionDue,
    xml,
    factsText: ground.facts.text,
    factsSha256: ground.facts.sha256,
    ruleProfileId: ground.profile.id,
    legalAct: ground.legalAct.code,
    correctsId: ground.corrects?.id ?? null,
    messageKk: ground.message.kk,
    messageRu: ground.message.ru,
    decidedAt: ground.decidedAt,
  });
  return preview(ctx, ground, certificate, { preparedId: prepared.preparedId, number: decisionNumber, xml });
}

/** A number of its own for each decision, in a transaction of its own: see docs/adr/0003. */
async function numberFor(ctx: OfficerContext, applicationId: string, decidedAt: Date): Promise<string> {
  const year = almatyDate(decidedAt).slice(0, 4);
  return (
    ctx.desk.prepared.takeNumber(applicationId, year) ??
    (await ctx.desk.db.write(ctx.scope, (tx) => reserveNumber(tx, Number(year))))
  );
}

function groundOf(
  ctx: OfficerContext,
  reference: Reference,
  facts: DecisionFacts,
  corrects: Ground['corrects'],
  intent: Intent,
): Ground {
  const now = ctx.desk.clock.now();
  // To the second, as the document writes it: what is stored, shown and signed is one time.
  const decidedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const on = almatyDate(decidedAt);
  const district = reference.districts.get(facts.application.district_id);
  const profile = reference.profile(district?.region_id ?? null, on);
  const reason = reasonInForce(reference, intent, on);
  const legalAct = reference.legalActs.get(reason?.legal_act ?? profile?.legal_act ?? '');
  if (district === undefined || profile === null || legalAct === undefined) {
    throw refused({ code: 'RULES_MISSING' });
  }
  const correctionDue =
    intent.act === 'return'
      ? addWorkingDays(reference.calendar(district.region_id), on, profile.correction_working_days)
      : null;
  const obstacles = [...obstaclesOf(ctx, reference, facts, intent, now)];
  if (intent.reason !== null && reason === null) obstacles.push({ code: 'REASON_UNKNOWN' });
  if (intent.act === 'correct' && corrects === null) obstacles.push({ code: 'NOTHING_TO_CORRECT' });
  const words = reason === null ? null : reasonText(reference, facts, intent.act, reason, on, correctionDue);
  if (words !== null && !words.ok) obstacles.push({ code: words.code });
  const text = words?.ok ? words.value : null;
  const message = familyMessage(facts, reference.texts(on, facts.application.notification_type), {
    act: intent.act,
    reason: text,
    note: intent.note,
    correctionDue,
    corrects: corrects?.number ?? null,
  });
  if (!message.ok && obstacles.length === 0) obstacles.push({ code: message.code });
  return {
    facts,
    intent,
    reference,
    district,
    profile,
    legalAct,
    decidedAt,
    correctionDue,
    corrects,
    reason: reason === null || text === null ? null : { code: reason.code, textKk: text.kk, textRu: text.ru },
    message: message.ok ? message.value : { kk: '', ru: '' },
    obstacles,
  };
}

function reasonInForce(reference: Reference, intent: Intent, on: string) {
  const reason = intent.reason === null ? null : reference.reason(intent.reason);
  if (reason === null || !isInForce({ validFrom: reason.valid_from, validTo: reason.valid_to }, on)) {
    return null;
  }
  return REASON_USES_OF_ACT[intent.act].includes(reason.used_for) ? reason : null;
}

/** What stands against the act by the rules, on the facts as they were read. */
export function obstaclesOf(
  ctx: OfficerContext,
  reference: Reference,
  facts: DecisionFacts,
  intent: Pick<Intent, 'act' | 'reason'>,
  now: Date,
): readonly Obstacle[] {
  const requirements = requirementsOf(reference, facts.application.benefit_category_id);
  return decisionObstacles({
    outcome: intent.act,
    status: facts.application.status as ApplicationStatus,
    claimedByOfficer: holds(ctx, facts.application, now),
    // Offers and referrals begin with a later issue; a status that only they lead to cannot be corrected anyway.
    hasOfferOrReferral: false,
    reasonCode: intent.reason,
    requirements,
    scans: judgedScans(requirements, facts.scans),
  }).map(({ code, count }) => (count === null ? { code } : { code, count }));
}

function documentOf(ctx: OfficerContext, ground: Ground, decisionNumber: string): DecisionDocument {
  const { application, benefit, scans } = ground.facts;
  return {
    act: ground.intent.act,
    outcome: OUTCOME_OF_ACT[ground.intent.act],
    decisionNumber,
    applicationNumber: application.number,
    applicationVersion: application.version,
    factsSha256: ground.facts.sha256,
    child: {
      iin: application.child_iin,
      fullName: personName(application, 'child'),
      birthDate: application.child_birth_date,
    },
    applicant: { iin: application.applicant_iin, fullName: personName(application, 'applicant') },
    reason: ground.reason,
    note: ground.intent.note,
    correctionDue: ground.correctionDue,
    benefitCategory:
      benefit === undefined ? null : { code: benefit.code, nameKk: benefit.name_kk, nameRu: benefit.name_ru },
    scans: scans.map((scan) => ({
      scanSha256: scan.sha256,
      documentKind: scan.document_kind,
      verdict: scan.verdict,
      reasonCode: scan.reason,
    })),
    legalAct: {
      code: ground.legalAct.code,
      titleKk: ground.legalAct.title_kk,
      titleRu: ground.legalAct.title_ru,
    },
    ruleProfile: { code: ground.profile.code },
    officer: { iin: ctx.officer.iin, fullName: fullName(ctx.officer) },
    role: ctx.post.role,
    organisation: { bin: ground.district.bin, name: ground.district.department_name_kk },
    decidedAt: almatyIso(ground.decidedAt),
    corrects: ground.corrects?.number ?? null,
  };
}

function personName(row: DecisionFacts['application'], prefix: 'child' | 'applicant'): string {
  return fullName({
    surname: row[`${prefix}_surname`],
    givenName: row[`${prefix}_given_name`],
    patronymic: row[`${prefix}_patronymic`],
  });
}

function preview(
  ctx: OfficerContext,
  ground: Ground,
  certificate: CertificateCheck,
  made: { readonly preparedId: string; readonly number: string | null; readonly xml: string },
): PreparedDecision {
  const { application, scans } = ground.facts;
  const { district, profile, legalAct } = ground;
  const read = scans.filter((scan) => scan.verdict === 'valid' || scan.verdict === 'invalid').length;
  const mine = holds(ctx, application, ctx.desk.clock.now());
  return {
    preparedId: made.preparedId,
    applicationId: application.id,
    act: ground.intent.act,
    outcome: OUTCOME_OF_ACT[ground.intent.act],
    number: made.number,
    organisation: {
      kk: district.department_name_kk,
      ru: district.department_name_ru,
      en: district.department_name_en,
    },
    application: {
      number: application.number,
      version: application.version,
      submittedAt: application.submitted_at,
    },
    child: { fullName: personName(application, 'child'), iin: application.child_iin },
    applicant: { fullName: personName(application, 'applicant'), iin: application.applicant_iin },
    reason: ground.reason,
    note: ground.intent.note,
    correctionDue: ground.correctionDue,
    correctionWorkingDays: ground.correctionDue === null ? null : profile.correction_working_days,
    legalAct: { code: legalAct.code, title: titleOf(legalAct) },
    ruleProfile: { code: profile.code, name: nameOf(profile) },
    scans: {
      total: scans.length,
      valid: scans.filter((scan) => scan.verdict === 'valid').length,
      invalid: scans.filter((scan) => scan.verdict === 'invalid').length,
    },
    officer: ctx.officer,
    decidedAt: ground.decidedAt,
    factsSha256: ground.facts.sha256,
    xml: made.xml,
    messageKk: ground.message.kk,
    messageRu: ground.message.ru,
    notification: { channel: application.notification_type, language: application.notification_language },
    referral: null,
    queue: null,
    link: null,
    companion: null,
    registration: null,
    duplicate: null,
    linkRequest: null,
    checks: [
      { code: 'scans_reviewed', ok: read === scans.length, evidence: { read, total: scans.length } },
      { code: 'unchanged', ok: true, evidence: { version: application.version } },
      { code: 'certificate', ok: certificate.ok, evidence: certificate.evidence },
      {
        code: 'claimed',
        ok: mine || ground.intent.act === 'correct',
        evidence: { since: application.claimed_at, until: application.claim_until },
      },
    ],
    obstacles: [...ground.obstacles],
  };
}
