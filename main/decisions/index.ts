import {
  type DecisionAct,
  isFamilyAct,
  REFERRAL_EVENTS,
  REVIEW_EVENTS,
  type ReferralAct,
  type ReviewAct,
} from '../../domain/status.ts';
import type {
  ActIntent,
  ActTarget,
  PreparedDecision,
  SignRowResult,
} from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { BadInput } from '../errors.ts';
import { prepareFamily } from '../family/prepare.ts';
import { preparePlaces } from '../referrals/prepare.ts';
import { prepareReview } from './prepare.ts';

export { noticePdf, protocolPdf, xml } from './papers.ts';
export { list, show, verify } from './show.ts';
export { sign, signed } from './sign.ts';

/** Decisions of review prepared in one call. */
const MOST_REVIEWED = 500;

/** Builds what would be signed: an act of review, on a child's people, or on places, referrals and admissions. */
export function prepare(
  ctx: OfficerContext,
  input: { readonly targets: readonly ActTarget[]; readonly intent: ActIntent },
): Promise<(PreparedDecision | SignRowResult)[]> {
  const { act, reason, note } = input.intent;
  // Decisions of review are read one by one, each with its scans; a plan of places is prepared at once.
  if ((isReviewAct(act) || isFamilyAct(act)) && input.targets.length > MOST_REVIEWED)
    return Promise.reject(new BadInput('targets'));
  if (isReviewAct(act)) return prepareReview(ctx, { targets: input.targets, intent: { act, reason, note } });
  if (isFamilyAct(act))
    return prepareFamily(ctx, { targets: input.targets, intent: { ...input.intent, act } });
  // A registration at the counter is prepared from its form: there is no application yet (walkIn.prepare).
  if (!isReferralAct(act)) return Promise.reject(new BadInput('act'));
  return preparePlaces(ctx, input);
}

function isReferralAct(act: DecisionAct): act is ReferralAct {
  return (REFERRAL_EVENTS as readonly string[]).includes(act);
}

function isReviewAct(act: DecisionAct): act is ReviewAct {
  return (REVIEW_EVENTS as readonly string[]).includes(act);
}
