/** The document an officer signs about a child's people, the message the family gets, and the preview of both. */
import { almatyIso } from '../../domain/calendar.ts';
import { OUTCOME_OF_ACT } from '../../domain/decision-document.ts';
import { DecisionDocumentError } from '../../domain/decision-xml.ts';
import { type FamilyOutcome, familyDecisionXml } from '../../domain/family-decision.ts';
import { familyNotice, refusedRequestNotice } from '../../domain/family-notice.ts';
import { addressName, fullName, listName } from '../../domain/names.ts';
import type { PreparedDecision } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import type { CertificateCheck } from '../decisions/certificate-check.ts';
import type { PreparedFamily } from '../decisions/prepared.ts';
import { nameOf, titleOf } from '../desk/catalogue.ts';
import { type Obstacle, refused } from '../errors.ts';
import type { LegalActRow } from '../reference.ts';
import { applicantName, childName, organisationOf, reasonWords } from '../referrals/document.ts';
import type { Worked } from './work.ts';

/** What is shown and signed of an act. `xml` is empty where something stands against it. */
export interface Drawn {
  readonly outcome: FamilyOutcome;
  readonly reason: { readonly code: string; readonly textKk: string; readonly textRu: string } | null;
  readonly legalAct: LegalActRow;
  readonly message: { readonly kk: string; readonly ru: string };
  readonly obstacles: readonly Obstacle[];
  readonly xml: string;
}

/**
 * Draws the document and the message. Without a number nothing is drawn but the message. Throws REFUSED for a document that
 * may not be signed, and RULES_MISSING.
 */
export function draw(worked: Worked, decisionNumber: string | null): Drawn {
  const { world, reason, built } = worked;
  const legalAct = world.reference.legalActs.get(reason?.legal_act ?? world.profile.legal_act);
  if (legalAct === undefined) throw refused({ code: 'RULES_MISSING' });
  const message = familyMessage(worked);
  const obstacles =
    message !== null || worked.obstacles.length > 0 ? worked.obstacles : [{ code: 'MESSAGE_INCOMPLETE' }];
  const words = reason === null ? null : reasonWords(reason, null);
  const drawn = {
    outcome: OUTCOME_OF_ACT[world.intent.act],
    reason:
      reason === null || words === null ? null : { code: reason.code, textKk: words.kk, textRu: words.ru },
    legalAct,
    message: message ?? { kk: '', ru: '' },
    obstacles,
  };
  if (obstacles.length > 0 || decisionNumber === null || built.part === null) return { ...drawn, xml: '' };
  return { ...drawn, xml: xmlOf(worked, drawn, decisionNumber) };
}

function xmlOf(worked: Worked, drawn: Omit<Drawn, 'xml'>, decisionNumber: string): string {
  const { world, ground, built } = worked;
  const { application } = ground;
  const organisation = organisationOf(world, { ...ground, referral: null });
  if (built.part === null) return '';
  try {
    return familyDecisionXml({
      act: world.intent.act,
      outcome: drawn.outcome,
      decisionNumber,
      applicationNumber: application.number,
      applicationVersion: application.version,
      factsSha256: worked.factsSha256,
      child: {
        iin: application.child_iin,
        fullName: childName(ground, fullName),
        birthDate: application.child_birth_date,
      },
      applicant: { iin: application.applicant_iin, fullName: applicantName(ground, fullName) },
      reason: drawn.reason,
      note: world.intent.note,
      benefitCategory: null,
      ...built.part,
      legalAct: {
        code: drawn.legalAct.code,
        titleKk: drawn.legalAct.title_kk,
        titleRu: drawn.legalAct.title_ru,
      },
      ruleProfile: { code: world.profile.code },
      officer: { iin: world.ctx.officer.iin, fullName: fullName(world.ctx.officer) },
      role: world.ctx.post.role,
      organisation: { bin: organisation.bin, name: organisation.name.kk },
      decidedAt: almatyIso(world.decidedAt),
    });
  } catch (error) {
    if (error instanceof DecisionDocumentError) throw refused(...error.faults.map(({ code }) => ({ code })));
    throw error;
  }
}

/** The message of the act; null when a value it needs is missing. */
function familyMessage(worked: Worked): { readonly kk: string; readonly ru: string } | null {
  const { world, ground, built, reason } = worked;
  const kind = OUTCOME_OF_ACT[world.intent.act];
  const words = reason === null ? null : reasonWords(reason, world.intent.note);
  const person = built.subject?.addressed ?? '';
  const made =
    kind === 'link_request_refused'
      ? refusedRequestNotice({ asker: person, reason: words }, world.reference.texts(world.on, 'sms'))
      : familyNotice(
          {
            kind,
            applicationNumber: ground.application.number,
            applicant: applicantName(ground, addressName),
            child: childName(ground, listName),
            person,
            kept: built.kept ?? '',
            reason: words,
          },
          world.reference.texts(world.on, ground.application.notification_type),
        );
  return made.ok ? { kk: made.kk, ru: made.ru } : null;
}

/** The preview of an act: `prepared` where it may be signed. */
export function preview(
  ctx: OfficerContext,
  worked: Worked,
  drawn: Drawn,
  certificate: CertificateCheck,
  prepared: PreparedFamily | null,
): PreparedDecision {
  const { world, ground, built } = worked;
  const { application } = ground;
  const { legalAct } = drawn;
  return {
    preparedId: prepared?.preparedId ?? crypto.randomUUID(),
    applicationId: application.id,
    act: world.intent.act,
    outcome: drawn.outcome,
    number: prepared?.decisionNumber ?? null,
    organisation: organisationOf(world, { ...ground, referral: null }).name,
    application: {
      number: application.number,
      version: application.version,
      submittedAt: application.submitted_at,
    },
    child: { fullName: childName(ground, fullName), iin: application.child_iin },
    applicant: { fullName: applicantName(ground, fullName), iin: application.applicant_iin },
    reason: drawn.reason,
    note: world.intent.note,
    correctionDue: null,
    correctionWorkingDays: null,
    legalAct: { code: legalAct.code, title: titleOf(legalAct) },
    ruleProfile: { code: world.profile.code, name: nameOf(world.profile) },
    scans: { total: 0, valid: 0, invalid: 0 },
    officer: ctx.officer,
    decidedAt: world.decidedAt,
    factsSha256: worked.factsSha256,
    xml: prepared === null ? '' : drawn.xml,
    messageKk: drawn.message.kk,
    messageRu: drawn.message.ru,
    notification: {
      channel: built.tells === undefined ? application.notification_type : 'sms',
      language: application.notification_language,
      ...(built.tells === undefined ? {} : { phone: built.tells }),
    },
    referral: null,
    queue: null,
    link: built.part?.link ?? null,
    companion: built.part?.companion ?? null,
    registration: null,
    duplicate: built.part?.duplicate ?? null,
    linkRequest: built.part?.linkRequest ?? null,
    checks: [
      ...built.checks,
      { code: 'unchanged', ok: true, evidence: { version: application.version } },
      { code: 'certificate', ok: certificate.ok, evidence: certificate.evidence },
    ],
    obstacles: [...drawn.obstacles],
  };
}
