/** What is said of a decision: its reason in the family's words and the message it gets. */
import type { ScanRecord } from '../../db/queries/scans.ts';
import { addressName, listName } from '../../domain/names.ts';
import { noticeText, reasonMessage, type TextPair } from '../../domain/notice.ts';
import type { NoticeTexts } from '../../domain/notice-template.ts';
import { expiry } from '../../domain/review.ts';
import type { ReviewAct } from '../../domain/status.ts';
import type { ReasonRow, Reference } from '../reference.ts';
import { requirementOf, requirementsOf } from '../review/scans.ts';
import type { DecisionFacts } from './facts.ts';

export type Worded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string };

const joined = (parts: readonly TextPair[]): TextPair => ({
  kk: parts.map((part) => part.kk).join(' '),
  ru: parts.map((part) => part.ru).join(' '),
});

/**
 * The reason in words, both languages. A return for the faults of scans names every invalid scan, the chosen reason's
 * first: a family must learn of all faults at once.
 */
export function reasonText(
  reference: Reference,
  facts: DecisionFacts,
  act: ReviewAct,
  reason: ReasonRow,
  on: string,
  correctionDue: string | null,
): Worded<TextPair> {
  const faulty = facts.scans.filter((scan) => scan.verdict === 'invalid' && scan.reason !== null);
  const subjects: readonly { readonly reason: ReasonRow; readonly scan: ScanRecord | null }[] =
    act === 'return' && reason.used_for === 'scan'
      ? faulty
          .toSorted((a, b) => Number(b.reason === reason.code) - Number(a.reason === reason.code))
          .flatMap((scan) => {
            const own = reference.reason(scan.reason ?? '');
            return own === null ? [] : [{ reason: own, scan }];
          })
      : [{ reason, scan: faulty[0] ?? null }];
  if (!subjects.some((subject) => subject.reason.code === reason.code)) {
    return { ok: false, code: 'REASON_NOT_OF_SCANS' };
  }
  const parts: TextPair[] = [];
  for (const subject of subjects) {
    const part = wordOne(reference, facts, subject, on, correctionDue);
    if (part === null) {
      return { ok: false, code: 'REASON_TEXT_INCOMPLETE' };
    }
    if (!parts.some((other) => other.kk === part.kk)) parts.push(part);
  }
  return { ok: true, value: joined(parts) };
}

function wordOne(
  reference: Reference,
  facts: DecisionFacts,
  { reason, scan }: { readonly reason: ReasonRow; readonly scan: ScanRecord | null },
  on: string,
  correctionDue: string | null,
): TextPair | null {
  const kind = scan === null ? undefined : reference.documentKinds.get(scan.document_kind);
  const requirements = requirementsOf(reference, facts.application.benefit_category_id);
  const validDays = scan === null ? null : requirementOf(requirements, scan).validDays;
  const issuedOn = scan?.issued_on ?? null;
  const filled = reasonMessage(
    { messageKk: reason.message_kk, messageRu: reason.message_ru },
    {
      document: kind === undefined ? null : { kk: kind.name_kk, ru: kind.name_ru },
      issuedOn,
      expiredOn: issuedOn === null ? null : expiry(issuedOn, validDays, on).validUntil,
      validDays,
      correctionDue,
      child: childName(facts),
    },
  );
  if (filled.ok) return { kk: filled.kk, ru: filled.ru };
  // A date nobody typed (an unreadable certificate judged expired by eye): the reason's plain wording says it without one.
  return reason.used_for === 'scan' && kind !== undefined
    ? { kk: `«${kind.name_kk}»: ${reason.full_kk}.`, ru: `«${kind.name_ru}»: ${reason.full_ru}.` }
    : null;
}

/** The child as the messages name it: surname and given name. */
export function childName(facts: DecisionFacts): string {
  const { application } = facts;
  return listName({
    surname: application.child_surname,
    givenName: application.child_given_name,
    patronymic: application.child_patronymic,
  });
}

/** The message to the family in both languages; the officer's own words follow the reason. */
export function familyMessage(
  facts: DecisionFacts,
  texts: NoticeTexts,
  input: {
    readonly act: ReviewAct;
    readonly reason: TextPair | null;
    readonly note: string | null;
    readonly correctionDue: string | null;
    readonly corrects: string | null;
  },
): Worded<TextPair> {
  const { application, benefit } = facts;
  const withNote = (text: string): string =>
    input.note === null
      ? text
      : `${/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`} ${input.note.trim()}`;
  const filled = noticeText(
    {
      act: input.act,
      applicationNumber: application.number,
      applicant: addressName({
        surname: application.applicant_surname,
        givenName: application.applicant_given_name,
        patronymic: application.applicant_patronymic,
      }),
      child: childName(facts),
      benefit: benefit === undefined ? null : { kk: benefit.name_kk, ru: benefit.name_ru },
      reason: input.reason === null ? null : { kk: withNote(input.reason.kk), ru: withNote(input.reason.ru) },
      correctionDue: input.correctionDue,
      corrects: input.corrects,
    },
    texts,
  );
  return filled.ok
    ? { ok: true, value: { kk: filled.kk, ru: filled.ru } }
    : { ok: false, code: 'MESSAGE_INCOMPLETE' };
}
