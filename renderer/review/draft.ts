/** What was typed and not signed, as it is kept on the back end and read again after a crash. */
import { isCivilDate } from '../../domain/civil-date.ts';
import { CHECK_CODES, type CheckAnswers } from '../../domain/review.ts';
import type { ScanWork } from './work.ts';

const FORM = 1;
const LONGEST_NOTE = 2000;
const ACTS = ['approve', 'return', 'refuse'] as const;

/** Reason and note of the decision. */
export type TypedDecision = { readonly reason: string | null; readonly note: string };

export type ReviewDraft = {
  readonly scans: Readonly<Record<string, ScanWork>>;
  readonly act: (typeof ACTS)[number] | null;
  readonly decision: TypedDecision;
};

/** As it is sent. */
export function writeDraft(draft: ReviewDraft): Record<string, unknown> {
  return { v: FORM, scans: draft.scans, act: draft.act, decision: draft.decision };
}

/** As it was kept; null when there is none or an older program wrote it otherwise. */
export function readDraft(body: Record<string, unknown> | null): ReviewDraft | null {
  if (body === null || body.v !== FORM) {
    return null;
  }
  try {
    const scans = Object.entries(objectOf(body.scans)).map(
      ([id, work]) => [id, workOf(objectOf(work))] as const,
    );
    return {
      scans: Object.fromEntries(scans),
      act: ACTS.find((act) => act === body.act) ?? null,
      decision: decisionOf(objectOf(body.decision)),
    };
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}

function workOf(from: Record<string, unknown>): ScanWork {
  const { issuedOn, seen, atOnce } = from;
  const date = textOrNull(issuedOn);
  if ((date !== null && !isCivilDate(date)) || !Array.isArray(seen) || typeof atOnce !== 'boolean') {
    throw new TypeError('DRAFT');
  }
  return {
    answers: answersOf(objectOf(from.answers)),
    issuedOn: date,
    ...decisionOf(from),
    seen: seen.filter((page): page is number => Number.isInteger(page) && page > 0),
    atOnce,
  };
}

function answersOf(from: Record<string, unknown>): CheckAnswers {
  const given = CHECK_CODES.filter((code) => typeof from[code] === 'boolean' || from[code] === null);
  return Object.fromEntries(given.map((code) => [code, from[code]]));
}

function decisionOf(from: Record<string, unknown>): TypedDecision {
  return { reason: textOrNull(from.reason), note: (textOrNull(from.note) ?? '').slice(0, LONGEST_NOTE) };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('DRAFT');
  }
  return value as Record<string, unknown>;
}

function textOrNull(value: unknown): string | null {
  if (value !== null && value !== undefined && typeof value !== 'string') {
    throw new TypeError('DRAFT');
  }
  return value ?? null;
}
