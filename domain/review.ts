import { addDays, type CivilDate, daysBetween } from './civil-date.ts';
import { type DocumentAbout, documentKind } from './data/document-kinds.ts';
import { isInForce } from './rule-profile.ts';
import type { ApplicationStatus, ReviewAct } from './status.ts';

/** The six checks of a scan, in the order and with the keys 1–6 of the review screen. */
export const CHECK_CODES = ['kind', 'person', 'child', 'not_expired', 'readable', 'signed_sealed'] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Answers to the checks; null or absent is an open check. */
export type CheckAnswers = Readonly<Partial<Record<CheckCode, boolean | null>>>;
export type ScanVerdict = 'valid' | 'invalid' | 'later';

/** What a category asks of one document (table benefit_category_document). */
export type DocumentRequirement = {
  readonly kind: string;
  readonly about: DocumentAbout;
  /** Days the document lives from its issue; null: no term. */
  readonly validDays: number | null;
  readonly signedAndSealed: boolean;
  readonly required: boolean;
};

/**
 * Checks that make sense for a document: a paper without a term cannot expire, one that names no child cannot name
 * the wrong one. A kind the catalogue does not know gets them all, so that nothing is passed over.
 */
export function applicableChecks(requirement: DocumentRequirement): readonly CheckCode[] {
  const kind = documentKind(requirement.kind);
  const applies: Readonly<Record<CheckCode, boolean>> = {
    kind: true,
    person: kind?.namesAdult ?? true,
    child: kind?.namesChild ?? true,
    not_expired: requirement.validDays !== null,
    readable: true,
    signed_sealed: requirement.signedAndSealed,
  };
  return CHECK_CODES.filter((code) => applies[code]);
}

export type Expiry = {
  readonly state: 'valid' | 'expired' | 'not_yet_issued' | 'no_term';
  /** Last day the document is good; null without a term. */
  readonly validUntil: CivilDate | null;
  /** Calendar days left (0: its last day), or gone by when expired. */
  readonly days: number;
};

/**
 * Whether a document is good on a day. The term runs from the day after the issue: 30 days from 12.03.2026 end with
 * 11.04.2026, still good that day and expired the next.
 */
export function expiry(issuedOn: CivilDate, validDays: number | null, on: CivilDate): Expiry {
  const validUntil = validDays === null ? null : addDays(issuedOn, validDays);
  if (daysBetween(issuedOn, on) < 0) {
    return { state: 'not_yet_issued', validUntil, days: 0 };
  }
  if (validUntil === null) {
    return { state: 'no_term', validUntil, days: 0 };
  }
  const left = daysBetween(on, validUntil);
  return left >= 0
    ? { state: 'valid', validUntil, days: left }
    : { state: 'expired', validUntil, days: -left };
}

/** The first failed check by what matters most: an unreadable scan says nothing of the rest. */
export function failedCheck(answers: CheckAnswers): CheckCode | null {
  const byWeight: readonly CheckCode[] = [
    'readable',
    'kind',
    'person',
    'child',
    'not_expired',
    'signed_sealed',
  ];
  return byWeight.find((code) => answers[code] === false) ?? null;
}

/** The parts of a reason of the catalogue that suggestions need. */
export type SuggestibleReason = {
  readonly code: string;
  readonly use: string;
  readonly suggestedByCheck: CheckCode | null;
  readonly position: number;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
};

/** The scan reason that the failed checks suggest, of those in force on a day; null when none failed. */
export function suggestReason(
  answers: CheckAnswers,
  reasons: readonly SuggestibleReason[],
  on: CivilDate,
): string | null {
  const failed = failedCheck(answers);
  if (failed === null) {
    return null;
  }
  const [best] = reasons
    .filter((reason) => reason.use === 'scan' && reason.suggestedByCheck === failed && isInForce(reason, on))
    .toSorted((a, b) => a.position - b.position || (a.code < b.code ? -1 : 1));
  return best?.code ?? null;
}

export type VerdictObstacle =
  | 'PAGES_UNSEEN'
  | 'PAGES_UNKNOWN'
  | 'CHECK_UNANSWERED'
  | 'CHECK_FAILED'
  | 'ISSUED_ON_REQUIRED'
  | 'ISSUED_ON_IN_FUTURE'
  | 'EXPIRED_BY_DATE'
  | 'REASON_REQUIRED'
  | 'REASON_NOT_FOR_VALID';

export type VerdictInput = {
  readonly verdict: ScanVerdict;
  readonly requirement: DocumentRequirement;
  readonly answers: CheckAnswers;
  readonly issuedOn: CivilDate | null;
  readonly reasonCode: string | null;
  /** Different pages that were on the screen. */
  readonly pagesSeen: number;
  /** Pages of the scan; null when the file could not be opened. */
  readonly pageCount: number | null;
  readonly on: CivilDate;
};

/** Whether every page was on the screen: the condition of «Жарамды» and of the key A. */
export function everyPageSeen(pagesSeen: number, pageCount: number | null): boolean {
  return pageCount !== null && pageCount > 0 && pagesSeen >= pageCount;
}

/** What stands against a verdict; empty when it is allowed. «Кейінге» (later) is always allowed. */
export function verdictObstacles(input: VerdictInput): readonly VerdictObstacle[] {
  if (input.verdict === 'later') {
    return [];
  }
  if (input.verdict === 'invalid') {
    return input.reasonCode === null ? ['REASON_REQUIRED'] : [];
  }
  const found: VerdictObstacle[] = [];
  const applicable = applicableChecks(input.requirement);
  if (input.pageCount === null || input.pageCount < 1) {
    found.push('PAGES_UNKNOWN');
  } else if (!everyPageSeen(input.pagesSeen, input.pageCount)) {
    found.push('PAGES_UNSEEN');
  }
  if (CHECK_CODES.some((code) => input.answers[code] === false)) {
    found.push('CHECK_FAILED');
  }
  if (applicable.some((code) => (input.answers[code] ?? null) === null)) {
    found.push('CHECK_UNANSWERED');
  }
  if (input.reasonCode !== null) {
    found.push('REASON_NOT_FOR_VALID');
  }
  found.push(...dateObstacles(input));
  return found;
}

function dateObstacles(input: VerdictInput): readonly VerdictObstacle[] {
  if (input.issuedOn === null) {
    return input.requirement.validDays === null ? [] : ['ISSUED_ON_REQUIRED'];
  }
  const { state } = expiry(input.issuedOn, input.requirement.validDays, input.on);
  if (state === 'not_yet_issued') {
    return ['ISSUED_ON_IN_FUTURE'];
  }
  return state === 'expired' ? ['EXPIRED_BY_DATE'] : [];
}

/** Whether a verdict may be given; see `verdictObstacles` for the reasons why not. */
export function scanVerdictAllowed(input: VerdictInput): boolean {
  return verdictObstacles(input).length === 0;
}

/** A scan of the application as the decision sees it. */
export type JudgedScan = {
  readonly kind: string;
  readonly about: DocumentAbout;
  /** Whether the claimed category cannot do without this document. */
  readonly required: boolean;
  /** Null until an officer judged it. */
  readonly verdict: ScanVerdict | null;
  /** Whether the fault can be mended by a new scan; of the reason, only meaningful when invalid. */
  readonly correctable?: boolean;
};

/** Required documents of the category that no scan was sent for. */
export function missingDocuments(
  requirements: readonly DocumentRequirement[],
  scans: readonly Pick<JudgedScan, 'kind' | 'about'>[],
): readonly DocumentRequirement[] {
  return requirements.filter(
    (need) => need.required && !scans.some((scan) => scan.kind === need.kind && scan.about === need.about),
  );
}

/**
 * The decision that the verdicts suggest; the clerk may choose otherwise. Null while a scan is unread or put off.
 * A fault of a required scan that a new scan can mend suggests a return, one that cannot suggests a refusal.
 */
export function suggestDecision(
  scans: readonly JudgedScan[],
  missing: readonly DocumentRequirement[] = [],
): 'approve' | 'return' | 'refuse' | null {
  if (scans.some((scan) => scan.verdict === null || scan.verdict === 'later')) {
    return null;
  }
  const bad = scans.filter((scan) => scan.required && scan.verdict === 'invalid');
  if (bad.some((scan) => scan.correctable === false)) {
    return 'refuse';
  }
  return bad.length + missing.length > 0 ? 'return' : 'approve';
}

export type DecisionObstacleCode =
  | 'NOT_IN_REVIEW'
  | 'NOT_YOUR_CLAIM'
  | 'NOTHING_TO_CORRECT'
  | 'OFFER_OR_REFERRAL_EXISTS'
  | 'SCANS_UNREVIEWED'
  | 'REQUIRED_SCAN_INVALID'
  | 'REQUIRED_DOCUMENT_MISSING'
  | 'REASON_REQUIRED'
  | 'REASON_NOT_FOR_APPROVAL';
/** `count`: how many scans or documents it is about; null where there is nothing to count. */
export type DecisionObstacle = { readonly code: DecisionObstacleCode; readonly count: number | null };

export type DecisionInput = {
  readonly outcome: ReviewAct;
  readonly status: ApplicationStatus;
  /** Whether a live claim on the application is the deciding officer's. */
  readonly claimedByOfficer: boolean;
  /** Whether an offer or referral of the application lives: then nothing can be corrected. */
  readonly hasOfferOrReferral: boolean;
  readonly reasonCode: string | null;
  readonly requirements: readonly DocumentRequirement[];
  readonly scans: readonly JudgedScan[];
};

/** What stands against a decision, in the order to tell it; empty when it may be signed. */
export function decisionObstacles(input: DecisionInput): readonly DecisionObstacle[] {
  const found: DecisionObstacle[] = [];
  const add = (holds: boolean, code: DecisionObstacleCode, count: number | null = null): void => {
    if (holds) found.push({ code, count });
  };
  if (input.outcome === 'correct') {
    add(!['queued', 'refused', 'returned'].includes(input.status), 'NOTHING_TO_CORRECT');
    add(input.hasOfferOrReferral, 'OFFER_OR_REFERRAL_EXISTS');
    add(input.reasonCode === null, 'REASON_REQUIRED');
    return found;
  }
  add(input.status !== 'in_review' && input.status !== 'answered', 'NOT_IN_REVIEW');
  add(!input.claimedByOfficer, 'NOT_YOUR_CLAIM');
  // A family must learn of every fault at once, so a return needs all scans read too; a refusal may rest on the facts.
  if (input.outcome !== 'refuse') {
    const unread = input.scans.filter((scan) => scan.verdict === null || scan.verdict === 'later').length;
    add(unread > 0, 'SCANS_UNREVIEWED', unread);
  }
  if (input.outcome === 'approve') {
    const invalid = input.scans.filter((scan) => scan.required && scan.verdict === 'invalid').length;
    const missing = missingDocuments(input.requirements, input.scans).length;
    add(invalid > 0, 'REQUIRED_SCAN_INVALID', invalid);
    add(missing > 0, 'REQUIRED_DOCUMENT_MISSING', missing);
    add(input.reasonCode !== null, 'REASON_NOT_FOR_APPROVAL');
  } else {
    add(input.reasonCode === null, 'REASON_REQUIRED');
  }
  return found;
}
