import type { CheckCode } from '../review.ts';

/** What a reason is given for (column `used_for`). */
export const REASON_USES = [
  'scan',
  'return',
  'refuse',
  'release',
  'correct',
  'decline',
  'extend',
  'cancel',
  'benefit',
  'transfer',
  'admission',
  'withdraw',
  'out_of_order',
  'seat',
  'unlink',
  'dispute',
  'resolve',
  'replace',
  'companion_refuse',
  'companion_suspend',
  'link_refuse',
  'duplicate',
  'duplicate_earlier',
  'duplicate_reinstate',
] as const;
export type ReasonUse = (typeof REASON_USES)[number];

/** A reason of the dated catalogue (table `reason`). */
export type Reason = {
  readonly code: string;
  readonly use: ReasonUse;
  /** The review check whose failure suggests it. */
  readonly suggestedByCheck: CheckCode | null;
  /** Place in its list, from 1: the keys 1–9 of the reason list. */
  readonly position: number;
  /** At most 24 characters. */
  readonly shortKk: string;
  readonly shortRu: string;
  readonly shortEn: string;
  readonly fullKk: string;
  readonly fullRu: string;
  readonly fullEn: string;
  /** To the family, with the placeholders of notice.ts. */
  readonly messageKk: string;
  readonly messageRu: string;
  /** Whether a new scan or new data can mend it: then a return, else a refusal is suggested. */
  readonly correctable: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly legalAct: string | null;
  /** False throughout: no official list of reasons was found (domain.md A8); refusals R1–R10 are a proposal. */
  readonly verified: boolean;
};

export type Texts = readonly [kk: string, ru: string, en: string];
type Options = Partial<Pick<Reason, 'suggestedByCheck' | 'correctable' | 'legalAct'>>;
export type Row = readonly [
  code: string,
  short: Texts,
  full: Texts,
  messageKk: string,
  messageRu: string,
  options?: Options,
];

/** Rows of one use as reasons, numbered in their order. */
export function list(use: ReasonUse, rows: readonly Row[]): readonly Reason[] {
  return rows.map(([code, short, full, messageKk, messageRu, options], i) => ({
    code,
    use,
    suggestedByCheck: options?.suggestedByCheck ?? null,
    position: i + 1,
    shortKk: short[0],
    shortRu: short[1],
    shortEn: short[2],
    fullKk: full[0],
    fullRu: full[1],
    fullEn: full[2],
    messageKk,
    messageRu,
    correctable: options?.correctable ?? true,
    validFrom: '2020-07-01',
    validTo: null,
    legalAct: options?.legalAct ?? null,
    verified: false,
  }));
}
