import { isCivilDate } from './civil-date.ts';
import {
  benefitNodes,
  branch,
  collectFaults,
  DECISION_NUMBER,
  type DecisionCommon,
  DecisionDocumentError,
  type DecisionFault,
  headNodes,
  leaf,
  needCommon,
  SHA256,
  tailNodes,
  textFaults,
  write,
  type XmlNode,
} from './decision-xml.ts';
import type { ScanVerdict } from './review.ts';
import { type DecisionAct, REVIEW_EVENTS, type ReviewAct } from './status.ts';

/** Namespace of the decision document; the number in it is the schema version (docs/decision-1.xsd). */
export const DECISION_NAMESPACE = 'urn:kz:kezek:decision:1';

/** What an act comes to: the outcome named in its document and its row. */
export const OUTCOME_OF_ACT = {
  approve: 'approved',
  refuse: 'refused',
  return: 'returned',
  correct: 'reopened',
  offer: 'offered',
  accept: 'accepted',
  decline: 'declined',
  issue_referral: 'referred',
  extend: 'extended',
  cancel_referral: 'cancelled',
  confirm_benefit: 'benefit_confirmed',
  reject_benefit: 'benefit_rejected',
  restore: 'restored',
  transfer: 'transferred',
  exchange: 'exchanged',
  submit_documents: 'documents_received',
  admit: 'admitted',
  refuse_admission: 'admission_refused',
  withdraw_child: 'withdrawn',
  link: 'linked',
  unlink: 'unlinked',
  dispute: 'link_disputed',
  resolve_dispute: 'dispute_resolved',
  replace_applicant: 'applicant_replaced',
  approve_companion: 'companion_approved',
  refuse_companion: 'companion_refused',
  suspend_companion: 'companion_suspended',
  resume_companion: 'companion_resumed',
  register_at_counter: 'registered',
  remove_duplicate: 'duplicate_removed',
  reinstate_duplicate: 'duplicate_reinstated',
  refuse_link_request: 'link_request_refused',
} as const satisfies Readonly<Record<DecisionAct, string>>;
export type DecisionOutcome = (typeof OUTCOME_OF_ACT)[DecisionAct];
export type ReviewOutcome = (typeof OUTCOME_OF_ACT)[ReviewAct];

export type DecisionScan = {
  /** SHA-256 of the file, 64 lower-case hex digits. */
  readonly scanSha256: string;
  readonly documentKind: string;
  /** Null: not judged (possible in a refusal that rests on other facts). */
  readonly verdict: ScanVerdict | null;
  readonly reasonCode: string | null;
};

/** Everything an officer signs on an application under review: version 1. */
export type DecisionDocument = DecisionCommon & {
  readonly act: ReviewAct;
  readonly outcome: ReviewOutcome;
  /** Last day to correct, 'YYYY-MM-DD'; only with a return. */
  readonly correctionDue: string | null;
  readonly scans: readonly DecisionScan[];
  /** Number of the decision a correcting act corrects. */
  readonly corrects: string | null;
};

/**
 * The decision as canonical XML: what C14N 1.0 gives for it, byte for byte, so that what is shown, hashed and signed is
 * one text. Fixed element order, no white space between elements, no declaration, comments, CDATA or carriage
 * returns. Absent parts are left out. Throws DecisionDocumentError for a document with a fault.
 */
export function decisionXml(doc: DecisionDocument): string {
  const faults = decisionFaults(doc);
  if (faults.length > 0) {
    throw new DecisionDocumentError(faults);
  }
  return `<decision xmlns="${DECISION_NAMESPACE}">${nodesOf(doc).map(write).join('')}</decision>`;
}

function nodesOf(doc: DecisionDocument): readonly XmlNode[] {
  return [
    ...headNodes(doc),
    ...leaf('correctionDue', doc.correctionDue),
    ...benefitNodes(doc.benefitCategory),
    branch('scans', doc.scans.map(scanNode)),
    ...tailNodes(doc),
    ...leaf('corrects', doc.corrects),
  ];
}

function scanNode(scan: DecisionScan): XmlNode {
  return branch('scan', [
    ['scanSha256', scan.scanSha256],
    ['documentKind', scan.documentKind],
    ...leaf('verdict', scan.verdict),
    ...leaf('reasonCode', scan.reasonCode),
  ]);
}

/** What is wrong with a document; empty when it may be signed. */
export function decisionFaults(doc: DecisionDocument): readonly DecisionFault[] {
  const faults = collectFaults((need) => {
    need(REVIEW_EVENTS.includes(doc.act), 'act');
    need(OUTCOME_OF_ACT[doc.act] === doc.outcome, 'outcome', 'DECISION_OUTCOME');
    needCommon(doc, need);
    need((doc.act === 'approve') === (doc.reason === null), 'reason', 'DECISION_REASON');
    need((doc.act === 'return') === (doc.correctionDue !== null), 'correctionDue', 'DECISION_CORRECTION_DUE');
    need(doc.correctionDue === null || isCivilDate(doc.correctionDue), 'correctionDue');
    need((doc.act === 'correct') === (doc.corrects !== null), 'corrects', 'DECISION_CORRECTS');
    need(doc.corrects === null || DECISION_NUMBER.test(doc.corrects), 'corrects');
    doc.scans.forEach((scan, i) => {
      need(SHA256.test(scan.scanSha256), `scans[${i}].scanSha256`);
      need(
        scan.verdict !== 'invalid' || scan.reasonCode !== null,
        `scans[${i}].reasonCode`,
        'DECISION_REASON',
      );
    });
  });
  return [...faults, ...textFaults(nodesOf(doc), '')];
}

export {
  DecisionDocumentError,
  type DecisionFault,
  type DecisionFaultCode,
  escapeText,
} from './decision-xml.ts';
export { factsText } from './facts.ts';
