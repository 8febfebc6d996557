/** What the officer has answered about one scan and not yet signed. Pure; the rules are domain/review.ts's. */
import { isCivilDate } from '../../domain/civil-date.ts';
import { reasonMessage } from '../../domain/notice.ts';
import {
  CHECK_CODES,
  type CheckAnswers,
  type CheckCode,
  type DocumentRequirement,
  expiry,
  type JudgedScan,
  type ScanVerdict,
  suggestReason,
  type VerdictObstacle,
  verdictObstacles,
} from '../../domain/review.ts';
import type { Catalogue, Person, Scan } from '../../preload/contract/index.ts';
import { fullName } from '../format.ts';

export type ScanWork = {
  readonly answers: CheckAnswers;
  /** 'YYYY-MM-DD' as read from the paper. */
  readonly issuedOn: string | null;
  readonly reason: string | null;
  readonly note: string;
  /** Pages that were on the screen, ascending. */
  readonly seen: readonly number[];
  /** The open checks were answered yes all at once (key A). */
  readonly atOnce: boolean;
};

export type Reason = Catalogue['reasons'][number];

const NOTHING: ScanWork = { answers: {}, issuedOn: null, reason: null, note: '', seen: [], atOnce: false };

/** Where the work on a scan begins: with the saved verdict, else with nothing answered. */
export function startWork(scan: Scan): ScanWork {
  const { verdict } = scan;
  if (verdict === null) {
    return NOTHING;
  }
  return {
    answers: verdict.checks,
    issuedOn: verdict.issuedOn,
    reason: verdict.reason,
    note: verdict.note ?? '',
    // The server keeps how many, not which: pages are seen from the first on.
    seen: Array.from({ length: verdict.pagesSeen }, (_, i) => i + 1),
    atOnce: verdict.answeredAtOnce,
  };
}

/** Keys 1–6: yes, no, clear. */
export function cycleAnswer(answer: boolean | null | undefined): boolean | null {
  if (answer === true) return false;
  return answer === false ? null : true;
}

/** An answer given by hand; it ends what «all at once» said. */
export function withAnswer(work: ScanWork, code: CheckCode, answer: boolean | null): ScanWork {
  return { ...work, answers: { ...work.answers, [code]: answer }, atOnce: false };
}

/** The date of issue answers the check of the term by itself; taking the date away opens the check again. */
export function withIssuedOn(work: ScanWork, issuedOn: string | null, scan: Scan, today: string): ScanWork {
  const answers = { ...work.answers, not_expired: termAnswer(issuedOn, scan, today) };
  return { ...work, issuedOn, answers };
}

function termAnswer(issuedOn: string | null, scan: Scan, today: string): boolean | null {
  if (issuedOn === null) {
    return null;
  }
  const { state } = expiry(issuedOn, scan.validDays, today);
  return state === 'not_yet_issued' ? null : state !== 'expired';
}

/** Key A: every open check of the scan answered yes, but the term, which only a date can answer. */
export function answerAll(work: ScanWork, scan: Scan): ScanWork {
  const open = scan.applicableChecks.filter(
    (code) => (work.answers[code] ?? null) === null && !(code === 'not_expired' && work.issuedOn === null),
  );
  if (open.length === 0) {
    return work;
  }
  const answers = { ...work.answers, ...Object.fromEntries(open.map((code) => [code, true])) };
  return { ...work, answers, atOnce: true };
}

/** Marks a page as seen; the same object when it was. */
export function withSeen(work: ScanWork, page: number): ScanWork {
  return work.seen.includes(page) ? work : { ...work, seen: [...work.seen, page].sort((a, b) => a - b) };
}

/** What the claimed category asks of this scan, as the contract tells it. */
export function requirementOf(scan: Scan): DocumentRequirement {
  return {
    kind: scan.documentKind,
    about: scan.about,
    validDays: scan.validDays,
    signedAndSealed: scan.applicableChecks.includes('signed_sealed'),
    required: scan.required,
  };
}

/** What stands against a verdict on the scan now. */
export function obstaclesOf(
  verdict: ScanVerdict,
  scan: Scan,
  work: ScanWork,
  today: string,
): readonly VerdictObstacle[] {
  return verdictObstacles({
    verdict,
    requirement: requirementOf(scan),
    answers: work.answers,
    issuedOn: work.issuedOn,
    reasonCode: verdict === 'invalid' ? work.reason : null,
    pagesSeen: work.seen.length,
    pageCount: scan.pageCount,
    on: today,
  });
}

/** The reason the failed checks suggest, of the catalogue in force today. */
export function suggestedReason(work: ScanWork, reasons: readonly Reason[], today: string): string | null {
  const inForce = reasons.map((reason) => ({
    code: reason.code,
    use: reason.usedFor,
    suggestedByCheck: reason.check,
    position: reason.position,
    // The catalogue holds only what is in force today.
    validFrom: today,
    validTo: null,
  }));
  return suggestReason(work.answers, inForce, today);
}

/** The key of a check on the screen, 1–6. */
export function checkNumber(code: CheckCode): number {
  return CHECK_CODES.indexOf(code) + 1;
}

export type MessageFacts = {
  readonly reason: Reason;
  readonly documentName: { readonly kk: string; readonly ru: string } | null;
  readonly scan: Scan | null;
  readonly work: ScanWork | null;
  readonly child: Person;
  readonly correctionDue: string | null;
};

/** The reason in the family's words; without a date it speaks of, its plain wording, as in the signed decision. */
export function familyMessage(facts: MessageFacts): { readonly kk: string; readonly ru: string } {
  const { scan, work } = facts;
  const issuedOn = work?.issuedOn ?? null;
  const until =
    scan === null || issuedOn === null ? null : expiry(issuedOn, scan.validDays, issuedOn).validUntil;
  const message = reasonMessage(facts.reason, {
    document: facts.documentName,
    issuedOn,
    expiredOn: until,
    validDays: scan?.validDays ?? null,
    correctionDue: facts.correctionDue,
    child: fullName(facts.child),
  });
  if (message.ok) {
    return { kk: message.kk, ru: message.ru };
  }
  const plain = (language: 'kk' | 'ru'): string =>
    `${facts.documentName === null ? '' : `«${facts.documentName[language]}»: `}${facts.reason.name[language]}.`;
  return { kk: plain('kk'), ru: plain('ru') };
}

/** The scan to show when an application opens: the first required one not judged, else the first not judged, else the first. */
export function firstToShow(scans: readonly Pick<Scan, 'verdict' | 'required'>[]): number {
  const open = scans.findIndex((scan) => scan.verdict === null);
  const required = scans.findIndex((scan) => scan.verdict === null && scan.required);
  return Math.max(0, required >= 0 ? required : open);
}

/** The next scan without a verdict after this place, going round; null when every one has been judged. */
export function nextOpen(
  scans: readonly { readonly mark: ScanVerdict | null }[],
  after: number,
): number | null {
  for (let step = 1; step < scans.length; step++) {
    const index = (after + step) % scans.length;
    if (scans[index]?.mark === null) return index;
  }
  return null;
}

/** Scans as the rule of decision sees them. */
export function judged(
  scans: readonly Scan[],
  marks: (scan: Scan) => ScanVerdict | null,
): readonly JudgedScan[] {
  return scans.map((scan) => ({
    kind: scan.documentKind,
    about: scan.about,
    required: scan.required,
    verdict: marks(scan),
  }));
}

/** '12.03.2026', '12.3.26' or '12032026' as typed; null when it is no date yet, 'bad' when it can be none. */
export function parseTypedDate(text: string): string | 'bad' | null {
  const digits = /^(\d{2})(\d{2})(\d{4})$/.exec(text.trim());
  const parts = digits ?? /^(\d{1,2})[.,/ -](\d{1,2})[.,/ -](\d{4}|\d{2})$/.exec(text.trim());
  if (parts === null) {
    return text.trim().length >= 10 ? 'bad' : null;
  }
  const [, day = '', month = '', year = ''] = parts;
  const full = year.length === 2 ? `20${year}` : year;
  const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCivilDate(date) ? date : 'bad';
}
