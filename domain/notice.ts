import { showDate } from './civil-date.ts';
import { type NoticeTextCode, type NoticeTexts, shippedTexts } from './notice-template.ts';
import type { ReviewAct } from './status.ts';
import { type Filled, fillTemplate, type TemplateFault } from './template.ts';

/** Placeholders a reason's message to the family may use. Dates are shown as 11.04.2026. */
export const REASON_PLACEHOLDERS = [
  'document',
  'issuedOn',
  'expiredOn',
  'validDays',
  'correctionDue',
  'child',
] as const;
export type ReasonPlaceholder = (typeof REASON_PLACEHOLDERS)[number];

/** Values for a reason's message; `document` is the document kind's name in the language of the message. */
export type ReasonValues = {
  readonly document: { readonly kk: string; readonly ru: string } | null;
  readonly issuedOn: string | null;
  readonly expiredOn: string | null;
  readonly validDays: number | null;
  readonly correctionDue: string | null;
  readonly child: string;
};

export type TextPair = { readonly kk: string; readonly ru: string };
export type NoticeResult =
  | { readonly ok: true; readonly kk: string; readonly ru: string }
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/** The reason in the family's words, both languages; faults when a placeholder has no value. */
export function reasonMessage(
  reason: { readonly messageKk: string; readonly messageRu: string },
  values: ReasonValues,
): NoticeResult {
  const fill = (language: 'kk' | 'ru'): Filled =>
    fillTemplate(language === 'kk' ? reason.messageKk : reason.messageRu, {
      document: values.document?.[language],
      issuedOn: shown(values.issuedOn),
      expiredOn: shown(values.expiredOn),
      validDays: values.validDays === null ? null : String(values.validDays),
      correctionDue: shown(values.correctionDue),
      child: values.child,
    });
  return both(fill('kk'), fill('ru'));
}

export type NoticeInput = {
  readonly act: ReviewAct;
  readonly applicationNumber: string;
  /** How the applicant is addressed: `addressName`. */
  readonly applicant: string;
  readonly child: string;
  /** Name of the confirmed benefit category, when approved with one. */
  readonly benefit: TextPair | null;
  /** The reason's message (`reasonMessage`) or the officer's own words; needed for all acts but an approval. */
  readonly reason: TextPair | null;
  readonly correctionDue: string | null;
  /** Number of the corrected decision. */
  readonly corrects: string | null;
};

const TEXT_OF_ACT = {
  approve: 'approved',
  return: 'returned',
  refuse: 'refused',
  correct: 'reopened',
} as const satisfies Readonly<Record<ReviewAct, NoticeTextCode>>;

/** The text the family gets of a decision, in both languages, in the office's words or the shipped; faults when a value is missing. */
export function noticeText(input: NoticeInput, texts: NoticeTexts = shippedTexts): NoticeResult {
  const code =
    input.act === 'approve' && input.benefit !== null ? 'approved_benefit' : TEXT_OF_ACT[input.act];
  const fill = (language: 'kk' | 'ru'): Filled =>
    fillTemplate(texts(code, language), {
      applicant: input.applicant,
      number: input.applicationNumber,
      child: input.child,
      benefit: input.benefit?.[language],
      reason: input.reason === null ? null : sentence(input.reason[language]),
      correctionDue: shown(input.correctionDue),
      corrects: input.corrects,
    });
  return both(fill('kk'), fill('ru'));
}

function both(kk: Filled, ru: Filled): NoticeResult {
  if (kk.ok && ru.ok) {
    return { ok: true, kk: kk.text, ru: ru.text };
  }
  return { ok: false, faults: [...(kk.ok ? [] : kk.faults), ...(ru.ok ? [] : ru.faults)] };
}

function shown(date: string | null): string | null {
  return date === null ? null : showDate(date);
}

/** An officer's words may lack the full stop that keeps two sentences apart. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
