/** What a family is told of an act on its child's people, and who asked through a portal of a refusal. */
import type { FamilyOutcome } from './family-decision.ts';
import { type EventNotice, eventNotice, type NoticeTexts, shippedTexts } from './notice-template.ts';
import type { TextTriple } from './place-notice.ts';

/** What a family is told of. A refused request is its asker's own matter. */
export type ToldOutcome = Exclude<FamilyOutcome, 'link_request_refused'>;

export type FamilyNoticeInput = {
  readonly kind: ToldOutcome;
  readonly applicationNumber: string;
  /** How the applicant is addressed: `addressName`. */
  readonly applicant: string;
  readonly child: string;
  /** Whom the act is about: the parent, the companion. */
  readonly person: string;
  /** Number of the application that stays; '' where the act names none. */
  readonly kept: string;
  /** The reason's message or the officer's own words; needed where the act has a reason. */
  readonly reason: TextTriple | null;
};

/** The text of a notice in three languages, in the office's words or the shipped; faults when a value its kind needs is missing. */
export function familyNotice(input: FamilyNoticeInput, texts: NoticeTexts = shippedTexts): EventNotice {
  return eventNotice(
    input.kind,
    (language) => ({
      applicant: input.applicant,
      number: input.applicationNumber,
      child: input.child,
      // One person, called by the text as what it is to the child.
      parent: input.person,
      companion: input.person,
      kept: input.kept,
      reason: sentence(input.reason?.[language]),
    }),
    texts,
  );
}

/**
 * What who asked through a portal is told of a refusal, in the office's words or the shipped: neither child nor number is among
 * its values, for they are not theirs to know.
 */
export function refusedRequestNotice(
  input: { readonly asker: string; readonly reason: TextTriple | null },
  texts: NoticeTexts = shippedTexts,
): EventNotice {
  return eventNotice(
    'link_request_refused',
    (language) => ({ applicant: input.asker, reason: sentence(input.reason?.[language]) }),
    texts,
  );
}

/** An officer's words may lack the full stop that keeps two sentences apart. */
function sentence(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
