import { isCivilDate } from './civil-date.ts';
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

/** Everything an officer signs. Element order of the XML is the order of these fields. */
export type DecisionDocument = {
  readonly act: ReviewAct;
  readonly outcome: ReviewOutcome;
  /** '2026-Ш-001932' */
  readonly decisionNumber: string;
  /** '2026-004817' */
  readonly applicationNumber: string;
  readonly applicationVersion: number;
  /** SHA-256 of `factsText` of the facts decided on, 64 lower-case hex digits. */
  readonly factsSha256: string;
  readonly child: { readonly iin: string; readonly fullName: string; readonly birthDate: string };
  readonly applicant: { readonly iin: string; readonly fullName: string };
  readonly reason: { readonly code: string; readonly textKk: string; readonly textRu: string } | null;
  readonly note: string | null;
  /** Last day to correct, 'YYYY-MM-DD'; only with a return. */
  readonly correctionDue: string | null;
  readonly benefitCategory: {
    readonly code: string;
    readonly nameKk: string;
    readonly nameRu: string;
  } | null;
  readonly scans: readonly DecisionScan[];
  readonly legalAct: { readonly code: string; readonly titleKk: string; readonly titleRu: string };
  readonly ruleProfile: { readonly code: string };
  readonly officer: { readonly iin: string; readonly fullName: string };
  readonly role: string;
  readonly organisation: { readonly bin: string; readonly name: string };
  /** ISO 8601 with the Almaty offset, '2026-04-16T12:07:42+05:00' (`almatyIso`). */
  readonly decidedAt: string;
  /** Number of the decision a correcting act corrects. */
  readonly corrects: string | null;
};

export type DecisionFaultCode =
  | 'DECISION_FIELD'
  | 'DECISION_CHARACTER'
  | 'DECISION_OUTCOME'
  | 'DECISION_REASON'
  | 'DECISION_CORRECTION_DUE'
  | 'DECISION_CORRECTS';
export type DecisionFault = { readonly code: DecisionFaultCode; readonly field: string };

/** Thrown by `decisionXml` for a document that may not be signed; `faults` names each field. */
export class DecisionDocumentError extends Error {
  readonly code = 'DECISION_DOCUMENT';
  readonly faults: readonly DecisionFault[];
  constructor(faults: readonly DecisionFault[]) {
    super(`DECISION_DOCUMENT: ${faults.map((fault) => `${fault.code} ${fault.field}`).join(', ')}`);
    this.name = 'DecisionDocumentError';
    this.faults = faults;
  }
}

const IDENTIFIER = /^[0-9]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const APPLICATION_NUMBER = /^[0-9]{4}-[0-9]{6,7}$/;
const DECISION_NUMBER = /^[0-9]{4}-Ш-[0-9]{6,7}$/;
const DECIDED_AT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\+0[56]:00$/;
// Controls but tab and line feed, characters XML cannot hold, lone surrogates, and marks that turn the direction of
// text or stand for lost letters (U+FFFD): in a signed document what is read must be what is written.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]/u;

type Leaf = readonly [element: string, text: string];
type Branch = readonly [element: string, children: readonly Node[]];
type Node = Leaf | Branch;

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

/** Escapes text content exactly as Canonical XML 1.0 does. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function write([element, content]: Node): string {
  const inner = typeof content === 'string' ? escapeText(content) : content.map(write).join('');
  return `<${element}>${inner}</${element}>`;
}

function nodesOf(doc: DecisionDocument): readonly Node[] {
  return [
    ['act', doc.act],
    ['outcome', doc.outcome],
    ['decisionNumber', doc.decisionNumber],
    ['applicationNumber', doc.applicationNumber],
    ['applicationVersion', String(doc.applicationVersion)],
    ['factsSha256', doc.factsSha256],
    branch('child', [
      ['iin', doc.child.iin],
      ['fullName', doc.child.fullName],
      ['birthDate', doc.child.birthDate],
    ]),
    branch('applicant', [
      ['iin', doc.applicant.iin],
      ['fullName', doc.applicant.fullName],
    ]),
    ...(doc.reason === null
      ? []
      : [
          branch('reason', [
            ['code', doc.reason.code],
            ['textKk', doc.reason.textKk],
            ['textRu', doc.reason.textRu],
          ]),
        ]),
    ...leaf('note', doc.note),
    ...leaf('correctionDue', doc.correctionDue),
    ...(doc.benefitCategory === null
      ? []
      : [
          branch('benefitCategory', [
            ['code', doc.benefitCategory.code],
            ['nameKk', doc.benefitCategory.nameKk],
            ['nameRu', doc.benefitCategory.nameRu],
          ]),
        ]),
    branch('scans', doc.scans.map(scanNode)),
    branch('legalAct', [
      ['code', doc.legalAct.code],
      ['titleKk', doc.legalAct.titleKk],
      ['titleRu', doc.legalAct.titleRu],
    ]),
    branch('ruleProfile', [['code', doc.ruleProfile.code]]),
    branch('officer', [
      ['iin', doc.officer.iin],
      ['fullName', doc.officer.fullName],
    ]),
    ['role', doc.role],
    branch('organisation', [
      ['bin', doc.organisation.bin],
      ['name', doc.organisation.name],
    ]),
    ['decidedAt', doc.decidedAt],
    ...leaf('corrects', doc.corrects),
  ];
}

function scanNode(scan: DecisionScan): Node {
  return branch('scan', [
    ['scanSha256', scan.scanSha256],
    ['documentKind', scan.documentKind],
    ...leaf('verdict', scan.verdict),
    ...leaf('reasonCode', scan.reasonCode),
  ]);
}

function branch(element: string, children: readonly Node[]): Branch {
  return [element, children];
}

function leaf(element: string, text: string | null): readonly Leaf[] {
  return text === null ? [] : [[element, text]];
}

/** What is wrong with a document; empty when it may be signed. */
export function decisionFaults(doc: DecisionDocument): readonly DecisionFault[] {
  const faults: DecisionFault[] = [];
  const need = (fine: boolean, field: string, code: DecisionFaultCode = 'DECISION_FIELD'): void => {
    if (!fine) faults.push({ code, field });
  };
  need(REVIEW_EVENTS.includes(doc.act), 'act');
  need(OUTCOME_OF_ACT[doc.act] === doc.outcome, 'outcome', 'DECISION_OUTCOME');
  need(DECISION_NUMBER.test(doc.decisionNumber), 'decisionNumber');
  need(APPLICATION_NUMBER.test(doc.applicationNumber), 'applicationNumber');
  need(Number.isSafeInteger(doc.applicationVersion) && doc.applicationVersion > 0, 'applicationVersion');
  need(SHA256.test(doc.factsSha256), 'factsSha256');
  need(IDENTIFIER.test(doc.child.iin), 'child.iin');
  need(isCivilDate(doc.child.birthDate), 'child.birthDate');
  need(IDENTIFIER.test(doc.applicant.iin), 'applicant.iin');
  need(IDENTIFIER.test(doc.officer.iin), 'officer.iin');
  need(IDENTIFIER.test(doc.organisation.bin), 'organisation.bin');
  need(isDecidedAt(doc.decidedAt), 'decidedAt');
  need(doc.act === 'approve' ? doc.reason === null : doc.reason !== null, 'reason', 'DECISION_REASON');
  need((doc.act === 'return') === (doc.correctionDue !== null), 'correctionDue', 'DECISION_CORRECTION_DUE');
  need(doc.correctionDue === null || isCivilDate(doc.correctionDue), 'correctionDue');
  need((doc.act === 'correct') === (doc.corrects !== null), 'corrects', 'DECISION_CORRECTS');
  need(doc.corrects === null || DECISION_NUMBER.test(doc.corrects), 'corrects');
  doc.scans.forEach((scan, i) => {
    need(SHA256.test(scan.scanSha256), `scans[${i}].scanSha256`);
    need(scan.verdict !== 'invalid' || scan.reasonCode !== null, `scans[${i}].reasonCode`, 'DECISION_REASON');
  });
  return [...faults, ...textFaults(nodesOf(doc), '')];
}

function isDecidedAt(text: string): boolean {
  const match = DECIDED_AT.exec(text);
  return match !== null && isCivilDate(match[1] ?? '');
}

/** Faults of characters, emptiness and code forms, element by element. */
function textFaults(nodes: readonly Node[], path: string): readonly DecisionFault[] {
  return nodes.flatMap(([element, content]) => {
    const field = path === '' ? element : `${path}.${element}`;
    if (typeof content !== 'string') {
      return textFaults(content, field);
    }
    if (FORBIDDEN.test(content.replace(/[\t\n]/g, ''))) {
      return [{ code: 'DECISION_CHARACTER' as const, field }];
    }
    const isCode = ['code', 'role', 'documentKind', 'reasonCode'].includes(element);
    const fine = isCode ? CODE.test(content) : content.trim() !== '';
    return fine ? [] : [{ code: 'DECISION_FIELD' as const, field }];
  });
}

export { factsText } from './facts.ts';
