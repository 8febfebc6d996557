import type { PriorityClass } from './priority.ts';
import type { RuleProfile } from './rule-profile.ts';
import { type Actor, type ApplicationEvent, type ApplicationStatus, TRANSITIONS } from './status.ts';

/** A referral (жолдама) is one row from the offer of a seat to its end. Our own design, as status.ts (domain.md A8). */
export const REFERRAL_STATES = [
  'offered',
  'accepted',
  'issued',
  'documents',
  'admitted',
  'declined',
  'lapsed',
  'expired',
  'refused',
  'cancelled',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** States that hold a seat: the child may still be admitted on it, or has been. */
export const LIVE_REFERRAL_STATES: readonly ReferralState[] = ['offered', 'accepted', 'issued', 'documents'];
/** Ends that void the turn: nobody got a place by it, so it is filled again. */
export const FAILED_REFERRAL_STATES: readonly ReferralState[] = [
  'declined',
  'lapsed',
  'expired',
  'refused',
  'cancelled',
];

/** How the benefit the child stands in the queue by was checked for this referral. */
export const BENEFIT_STATES = ['not_needed', 'pending', 'confirmed', 'rejected'] as const;
export type BenefitState = (typeof BENEFIT_STATES)[number];

/** Events of an application that change its referral. */
export const REFERRAL_STEP_EVENTS = [
  'offer',
  'accept',
  'decline',
  'offer_lapsed',
  'issue_referral',
  'confirm_benefit',
  'reject_benefit',
  'benefit_review_lapsed',
  'extend',
  'cancel_referral',
  'referral_lapsed',
  'submit_documents',
  'return_documents',
  'refuse_admission',
  'admit',
  'cancel',
  'placed_elsewhere',
] as const satisfies readonly ApplicationEvent[];
export type ReferralStepEvent = (typeof REFERRAL_STEP_EVENTS)[number];

/** One permitted change. `from` null begins a referral; `benefit`: in which benefit states, and the one it leads to. */
export type ReferralTransition = {
  readonly event: ReferralStepEvent;
  readonly from: ReferralState | null;
  readonly to: ReferralState;
  readonly benefit: readonly BenefitState[];
  readonly benefitTo: BenefitState | 'same';
  readonly actors: readonly Actor[];
};

type Rule = readonly [
  event: ReferralStepEvent,
  from: readonly (ReferralState | null)[],
  to: ReferralState | 'same',
  benefit: readonly BenefitState[],
  benefitTo?: BenefitState,
];

const ANY: readonly BenefitState[] = ['not_needed', 'pending', 'confirmed'];
/** What a kindergarten may see: nothing is done there while a benefit waits for its confirmation. */
const SETTLED: readonly BenefitState[] = ['not_needed', 'confirmed'];

const RULES: readonly Rule[] = [
  ['offer', [null], 'offered', ['not_needed', 'pending']],
  ['accept', ['offered'], 'accepted', ANY],
  ['decline', ['offered', 'accepted', 'issued', 'documents'], 'declined', ANY],
  ['offer_lapsed', ['offered'], 'lapsed', ANY],
  // From nothing where the profile knows no offer; an offer must be accepted first.
  ['issue_referral', [null], 'issued', ['not_needed', 'pending']],
  ['issue_referral', ['accepted'], 'issued', ANY],
  ['confirm_benefit', ['offered', 'accepted', 'issued'], 'same', ['pending'], 'confirmed'],
  ['reject_benefit', ['offered', 'accepted', 'issued'], 'cancelled', ['pending'], 'rejected'],
  ['benefit_review_lapsed', ['issued'], 'cancelled', ['pending'], 'rejected'],
  ['extend', ['issued'], 'same', SETTLED],
  ['cancel_referral', ['offered', 'accepted', 'issued', 'documents'], 'cancelled', ANY],
  // While the benefit is pending its own term runs, not the referral's.
  ['referral_lapsed', ['issued'], 'expired', SETTLED],
  ['submit_documents', ['issued'], 'documents', SETTLED],
  ['return_documents', ['documents'], 'issued', SETTLED],
  ['refuse_admission', ['issued', 'documents'], 'refused', SETTLED],
  ['admit', ['documents'], 'admitted', SETTLED],
  ['cancel', ['offered', 'accepted', 'issued', 'documents'], 'cancelled', ANY],
  ['placed_elsewhere', ['offered', 'accepted', 'issued', 'documents'], 'cancelled', ANY],
];

/** Every permitted change of a referral; (event, from) is unique. Actors are those of the application's machine. */
export const REFERRAL_TRANSITIONS: readonly ReferralTransition[] = RULES.flatMap(
  ([event, from, to, benefit, benefitTo]) =>
    from.flatMap((source): readonly ReferralTransition[] => {
      const target = to === 'same' ? source : to;
      return target === null
        ? []
        : [
            {
              event,
              from: source,
              to: target,
              benefit,
              benefitTo: benefitTo ?? 'same',
              actors: actorsOf(event),
            },
          ];
    }),
);

function actorsOf(event: ReferralStepEvent): readonly Actor[] {
  return [...new Set(TRANSITIONS.filter((row) => row.event === event).flatMap((row) => row.by))];
}

/** What of a referral its life hangs on. */
export type ReferralStanding = { readonly state: ReferralState; readonly benefitState: BenefitState };

/**
 * The standing after an event, or null when it is not permitted. `from` null begins a referral: then `benefitState` is
 * what `initialBenefitState` gives.
 */
export function nextReferral(
  from: { readonly state: ReferralState | null; readonly benefitState: BenefitState },
  event: ReferralStepEvent,
): ReferralStanding | null {
  const row = REFERRAL_TRANSITIONS.find(
    (each) => each.event === event && each.from === from.state && each.benefit.includes(from.benefitState),
  );
  return row === undefined
    ? null
    : { state: row.to, benefitState: row.benefitTo === 'same' ? from.benefitState : row.benefitTo };
}

/** Events an actor may cause on a referral, in the table's order. */
export function permittedReferralEvents(
  standing: ReferralStanding,
  actor: Actor,
): readonly ReferralStepEvent[] {
  return REFERRAL_TRANSITIONS.filter(
    (row) =>
      row.from === standing.state &&
      row.benefit.includes(standing.benefitState) &&
      row.actors.includes(actor),
  ).map((row) => row.event);
}

/** The status an application has while its referral stands so; after an end, before the profile's next step. */
export function applicationStatusOf({ state, benefitState }: ReferralStanding): ApplicationStatus {
  switch (state) {
    case 'offered':
    case 'accepted':
      return 'offered';
    case 'issued':
      return benefitState === 'pending' ? 'benefit_review' : 'referral_issued';
    case 'documents':
      return 'docs_submitted';
    case 'admitted':
      return 'enrolled';
    case 'declined':
      return 'declined';
    case 'lapsed':
    case 'expired':
      return 'expired';
    case 'refused':
    case 'cancelled':
      return 'queued';
  }
}

/**
 * The application's event for a referral's one: issuing under a benefit still to be confirmed is told as
 * `start_benefit_review`, all others by their own name.
 */
export function applicationEventOf(event: ReferralStepEvent, benefitState: BenefitState): ApplicationEvent {
  return event === 'issue_referral' && benefitState === 'pending' ? 'start_benefit_review' : event;
}

/** Whether a kindergarten sees the referral: issued, and no benefit left to confirm (domain.md A3). */
export function isVisibleToKindergarten({ state, benefitState }: ReferralStanding): boolean {
  return (
    ['issued', 'documents', 'admitted', 'expired', 'refused'].includes(state) &&
    benefitState !== 'pending' &&
    benefitState !== 'rejected'
  );
}

/** The benefit state a referral begins with: pending where the profile wants the benefit confirmed after a place was issued. */
export function initialBenefitState(
  priorityClass: PriorityClass,
  profile: Pick<RuleProfile, 'benefitConfirmWorkingDays'>,
): BenefitState {
  return priorityClass !== 'ordinary' && profile.benefitConfirmWorkingDays !== null
    ? 'pending'
    : 'not_needed';
}

/** What follows a failed offer or referral, in the same transaction: the profile's choice (domain.md A4). */
export function afterFailure(
  ended: ReferralState,
  profile: Pick<RuleProfile, 'afterDecline' | 'afterExpiry'>,
): { readonly event: ApplicationEvent; readonly to: ApplicationStatus } | null {
  const choice =
    ended === 'declined'
      ? profile.afterDecline
      : ended === 'lapsed' || ended === 'expired'
        ? profile.afterExpiry
        : null;
  switch (choice) {
    case 'queue':
      return { event: 'requeue', to: 'queued' };
    case 'stop_list':
      return { event: 'put_on_stop_list', to: 'stop_list' };
    case 'inactive':
      return { event: 'deactivate', to: 'inactive' };
    case null:
      return null;
  }
}
