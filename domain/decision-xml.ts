/** How every version of the decision document are written: canonical by construction, and what no field may hold. */
import { isCivilDate } from './civil-date.ts';

export type DecisionFaultCode =
  | 'DECISION_FIELD'
  | 'DECISION_CHARACTER'
  | 'DECISION_OUTCOME'
  | 'DECISION_REASON'
  | 'DECISION_CORRECTION_DUE'
  | 'DECISION_CORRECTS'
  | 'DECISION_REFERRAL'
  | 'DECISION_QUEUE'
  | 'DECISION_ORDER'
  | 'DECISION_LINK'
  | 'DECISION_COMPANION'
  | 'DECISION_REGISTRATION'
  | 'DECISION_DUPLICATE'
  | 'DECISION_LINK_REQUEST';
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

export const IDENTIFIER = /^[0-9]{12}$/;
export const SHA256 = /^[0-9a-f]{64}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
export const APPLICATION_NUMBER = /^[0-9]{4}-[0-9]{6,7}$/;
export const DECISION_NUMBER = /^[0-9]{4}-Ш-[0-9]{6,7}$/;
const DECIDED_AT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\+0[56]:00$/;
// Controls but tab and line feed, characters XML cannot hold, lone surrogates, and marks that turn the direction of
// text or stand for lost letters (U+FFFD): in a signed document what is read must be what is written.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]/u;

const CODE_ELEMENTS: readonly string[] = [
  'code',
  'role',
  'documentKind',
  'reasonCode',
  'district',
  'service',
  'relation',
  'portal',
];

type Leaf = readonly [element: string, text: string];
type Branch = readonly [element: string, children: readonly XmlNode[]];
export type XmlNode = Leaf | Branch;

/** Escapes text content exactly as Canonical XML 1.0 does. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

export function write([element, content]: XmlNode): string {
  const inner = typeof content === 'string' ? escapeText(content) : content.map(write).join('');
  return `<${element}>${inner}</${element}>`;
}

export function branch(element: string, children: readonly XmlNode[]): Branch {
  return [element, children];
}

export function leaf(element: string, text: string | null): readonly Leaf[] {
  return text === null ? [] : [[element, text]];
}

/** What every decision says, of whatever version. */
export type DecisionCommon = {
  /** '2026-Ш-001932' */
  readonly decisionNumber: string;
  /** '2026-004817' */
  readonly applicationNumber: string;
  readonly applicationVersion: number;
  /** SHA-256 of `factsText` of the facts decided on, 64 lower-case hex digits. */
  readonly factsSha256: string;
  readonly child: { readonly iin: string; readonly fullName: string; readonly birthDate: string };
  readonly applicant: { readonly iin: string; readonly fullName: string };
  readonly reason: DecisionReason | null;
  readonly note: string | null;
  readonly benefitCategory: {
    readonly code: string;
    readonly nameKk: string;
    readonly nameRu: string;
  } | null;
  readonly legalAct: { readonly code: string; readonly titleKk: string; readonly titleRu: string };
  readonly ruleProfile: { readonly code: string };
  readonly officer: { readonly iin: string; readonly fullName: string };
  readonly role: string;
  readonly organisation: { readonly bin: string; readonly name: string };
  /** ISO 8601 with the Almaty offset, '2026-04-16T12:07:42+05:00' (`almatyIso`). */
  readonly decidedAt: string;
};
export type DecisionReason = { readonly code: string; readonly textKk: string; readonly textRu: string };

/** What was decided, about whom and why: the first elements of every version. */
export function headNodes(
  doc: DecisionCommon & { readonly act: string; readonly outcome: string },
): readonly XmlNode[] {
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
    ...reasonNodes('reason', doc.reason),
    ...leaf('note', doc.note),
  ];
}

export function reasonNodes(element: string, reason: DecisionReason | null): readonly XmlNode[] {
  return reason === null
    ? []
    : [
        branch(element, [
          ['code', reason.code],
          ['textKk', reason.textKk],
          ['textRu', reason.textRu],
        ]),
      ];
}

export function benefitNodes(benefit: DecisionCommon['benefitCategory']): readonly XmlNode[] {
  return benefit === null
    ? []
    : [
        branch('benefitCategory', [
          ['code', benefit.code],
          ['nameKk', benefit.nameKk],
          ['nameRu', benefit.nameRu],
        ]),
      ];
}

/** By what and by whom: the last elements of every version. */
export function tailNodes(doc: DecisionCommon): readonly XmlNode[] {
  return [
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
  ];
}

/** Adds a fault where something is not fine. */
export type Need = (fine: boolean, field: string, code?: DecisionFaultCode) => void;

/** Runs checks and gives the faults they found. */
export function collectFaults(check: (need: Need) => void): DecisionFault[] {
  const faults: DecisionFault[] = [];
  check((fine, field, code = 'DECISION_FIELD') => {
    if (!fine) faults.push({ code, field });
  });
  return faults;
}

export function needCommon(doc: DecisionCommon, need: Need): void {
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
}

export function isDecidedAt(text: string): boolean {
  const match = DECIDED_AT.exec(text);
  return match !== null && isCivilDate(match[1] ?? '');
}

/** Faults of characters, emptiness and code forms, element by element. */
export function textFaults(nodes: readonly XmlNode[], path: string): readonly DecisionFault[] {
  return nodes.flatMap(([element, content]) => {
    const field = path === '' ? element : `${path}.${element}`;
    if (typeof content !== 'string') {
      return textFaults(content, field);
    }
    if (FORBIDDEN.test(content.replace(/[\t\n]/g, ''))) {
      return [{ code: 'DECISION_CHARACTER' as const, field }];
    }
    const isCode = CODE_ELEMENTS.includes(element);
    const fine = isCode ? CODE.test(content) : content.trim() !== '';
    return fine ? [] : [{ code: 'DECISION_FIELD' as const, field }];
  });
}
