/** What an act asks of the officer before its document can be made. Pure. */
import { needsReason } from '../../domain/data/reasons.ts';
import { REVIEW_EVENTS, type ReviewAct } from '../../domain/status.ts';
import type { ActDetails } from '../../preload/contract/index.ts';
import type { Act, Intent } from './types.ts';

export type Choice = {
  readonly act: Act | null;
  readonly reason: string | null;
  readonly note: string;
  readonly details: ActDetails;
};

/** Acts of review; the others are about places, referrals and admissions. */
export function isReviewAct(act: Act): act is ReviewAct {
  return (REVIEW_EVENTS as readonly Act[]).includes(act);
}

export type Questions = {
  readonly reason: boolean;
  /** How the family answered. */
  readonly how: boolean;
  /** Until when the referral is extended; may be left open. */
  readonly until: boolean;
};

/** What is asked; `given` came with the act from the screen that opened the dialog and is not asked again. */
export function questionsOf(act: Act, given: ActDetails): Questions {
  return {
    reason: needsReason(act),
    how: (act === 'accept' || act === 'decline') && given.how === undefined,
    until: act === 'extend' && given.until === undefined,
  };
}

/** Whether the dialog must ask anything at all. */
export function asksAnything(act: Act, given: ActDetails): boolean {
  return Object.values(questionsOf(act, given)).some((asked) => asked);
}

/** The choice as an intent; null while something is missing. */
export function intentOf(choice: Choice): Intent | null {
  const { act, reason, details } = choice;
  if (act === null || (needsReason(act) && reason === null)) {
    return null;
  }
  if ((act === 'accept' || act === 'decline') && details.how === undefined) {
    return null;
  }
  const note = choice.note.trim();
  return {
    act,
    reason: needsReason(act) ? reason : null,
    note: note === '' ? null : note,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** What the dialog begins with: nothing chosen for the family, but the way it usually answers. */
export function firstDetails(act: Act | null, given: ActDetails): ActDetails {
  return act !== null && questionsOf(act, given).how ? { ...given, how: 'counter' } : given;
}
