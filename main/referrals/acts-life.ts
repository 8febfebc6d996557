/** Acts on a referral that lives: answer of the family, issue, extension, cancellation, benefit; and the restored application. */

import type { ReferralChange } from '../../db/queries/place-acts.ts';
import type { GroundReferral } from '../../db/queries/place-grounds.ts';
import {
  applicationEventOf,
  applicationStatusOf,
  type BenefitState,
  nextReferral,
  type ReferralStanding,
  type ReferralState,
  type ReferralStepEvent,
} from '../../domain/referral.ts';
import { extension, issueTerms, restoreFault } from '../../domain/referral-terms.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { Obstacle } from '../errors.ts';
import type { RuleProfileRow } from '../reference.ts';
import {
  type ActWorld,
  type Built,
  type Check,
  EMPTY_PLACE,
  hindered,
  type PlaceAfter,
  ready,
} from './act.ts';
import type { Step } from './effects.ts';
import type { Ground } from './grounds.ts';
import { profileInForce, profileOfReferral, unless } from './rules.ts';
import { consequenceOf, type TermRules } from './terms.ts';

/** What a step of a referral is worked out from. */
interface Life {
  readonly world: ActWorld;
  readonly ground: Ground;
  readonly referral: GroundReferral;
  readonly profile: RuleProfileRow;
  readonly rules: TermRules;
  readonly next: ReferralStanding;
}

export function standingOf(referral: GroundReferral): ReferralStanding {
  return { state: referral.state as ReferralState, benefitState: referral.benefit_state as BenefitState };
}

/** The place of a referral as it stands. */
export function placeOf(referral: GroundReferral): PlaceAfter {
  return {
    ...EMPTY_PLACE,
    seat: referral,
    referralId: referral.referral_id,
    number: referral.referral_number,
    ...standingOf(referral),
    offerUntil: referral.state === 'offered' ? referral.offer_until : null,
    benefitUntil: referral.benefit_state === 'pending' ? referral.benefit_until : null,
    validUntil: referral.valid_until,
  };
}

/** Runs `work` on the live referral of an application where its machine lets the event happen; else says why not. */
export function onReferral(
  world: ActWorld,
  ground: Ground,
  event: ReferralStepEvent,
  work: (life: Life) => Built,
): Built {
  const { referral } = ground;
  if (referral === null) {
    const { profile } = profileInForce(world, ground.application.district_id);
    return hindered(profile, [{ code: 'NO_REFERRAL' }]);
  }
  const { profile, rules } = profileOfReferral(world.reference, referral);
  const standing = standingOf(referral);
  const next = nextReferral(standing, event);
  if (next === null) {
    const isPending =
      standing.benefitState === 'pending' &&
      nextReferral({ ...standing, benefitState: 'confirmed' }, event) !== null;
    return hindered(profile, [{ code: isPending ? 'BENEFIT_PENDING' : 'STEP_NOT_PERMITTED' }], {
      place: placeOf(referral),
    });
  }
  return work({ world, ground, referral, profile, rules, next });
}

/** The step of the application for an event of its referral. */
function step(life: Life, event: ReferralStepEvent, more: Partial<Step> = {}): Step {
  return {
    event: applicationEventOf(event, life.next.benefitState),
    status: applicationStatusOf(life.next),
    ...more,
  };
}

/** An act that changes the referral and steps the application; `after` are steps that follow by the rules. */
function changed(
  life: Life,
  event: ReferralStepEvent,
  parts: {
    readonly change: ReferralChange;
    readonly place: Partial<PlaceAfter>;
    readonly checks: readonly Check[];
    readonly obstacles: readonly Obstacle[];
    readonly claim?: { readonly id: string; readonly state: 'confirmed' | 'rejected' } | null;
    readonly stepMore?: Partial<Step>;
    readonly after?: readonly Step[];
    readonly issues?: boolean;
  },
): Built {
  const place = { ...placeOf(life.referral), ...life.next, ...parts.place };
  if (parts.obstacles.length > 0) {
    return hindered(life.profile, parts.obstacles, { checks: parts.checks, place });
  }
  return ready(
    life.profile,
    {
      write: {
        kind: 'change',
        referralId: life.referral.referral_id,
        change: parts.change,
        claim: parts.claim ?? null,
      },
      steps: [step(life, event, parts.stepMore), ...(parts.after ?? [])],
    },
    { checks: parts.checks, place, issues: parts.issues ?? false },
  );
}

function termCheck(world: ActWorld, until: Date | null): Check {
  return { code: 'term', ok: until === null || until >= world.now, evidence: { until } };
}

export function accept(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'accept', (life) => {
    const { referral } = life;
    const how = world.intent.details.how ?? null;
    const term = termCheck(world, referral.offer_until);
    return changed(life, 'accept', {
      change: { state: 'accepted', accepted_at: world.now, ...(how === null ? {} : { accepted_how: how }) },
      place: { answeredBy: how },
      checks: [term],
      obstacles: [...unless(term.ok, 'OFFER_OVER'), ...unless(how !== null, 'HOW_REQUIRED')],
    });
  });
}

/** The family says no: the profile's consequence follows in the same transaction. */
export function decline(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'decline', (life) => {
    const how = world.intent.details.how ?? null;
    return changed(life, 'decline', {
      change: { state: 'declined', ended_at: world.now, end_reason: world.intent.reason },
      place: { answeredBy: how, offerUntil: null, validUntil: null, benefitUntil: null },
      checks: [],
      obstacles: unless(how !== null, 'HOW_REQUIRED'),
      after: consequenceOf('declined', life.rules.profile, ground.application.restored, world.on).steps,
    });
  });
}

/** Issues the referral of an accepted offer. */
export function issueAccepted(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'issue_referral', (life) => {
    const { profile, calendar } = life.rules;
    const { validUntil, benefitUntil } = issueTerms(profile, calendar, world.now, life.next.benefitState);
    return changed(life, 'issue_referral', {
      change: {
        state: 'issued',
        issued_at: world.now,
        valid_until: validUntil,
        first_valid_until: validUntil,
        ...(benefitUntil === null ? {} : { benefit_until: benefitUntil }),
      },
      place: { validUntil, benefitUntil, offerUntil: null },
      checks: [],
      obstacles: [],
      issues: true,
    });
  });
}

export function extend(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'extend', (life) => {
    const { referral, rules } = life;
    const term = termCheck(world, referral.valid_until);
    const extended = extension(
      rules.profile,
      {
        ...standingOf(referral),
        firstValidUntil: referral.first_valid_until ?? world.now,
        validUntil: referral.valid_until ?? world.now,
        extensions: referral.extensions,
      },
      world.now,
      world.intent.details.until ?? null,
    );
    return changed(life, 'extend', {
      change: extended.ok ? { valid_until: extended.until, extensions: referral.extensions + 1 } : {},
      place: extended.ok ? { validUntil: extended.until } : {},
      checks: [{ ...term, evidence: { until: referral.valid_until, latest: extended.latest } }],
      obstacles: extended.ok ? [] : [{ code: extended.fault }],
    });
  });
}

export function cancel(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'cancel_referral', (life) =>
    changed(life, 'cancel_referral', {
      change: { state: 'cancelled', ended_at: world.now, end_reason: world.intent.reason },
      place: { offerUntil: null, validUntil: null, benefitUntil: null },
      checks: [],
      obstacles: [],
    }),
  );
}

export function confirmBenefit(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'confirm_benefit', (life) => {
    const { benefit } = ground;
    const { profile, calendar } = life.rules;
    const term = termCheck(world, life.referral.benefit_until);
    // The kindergarten sees the referral only now: the family's own days begin anew.
    const { validUntil } =
      life.next.state === 'issued'
        ? issueTerms(profile, calendar, world.now, 'confirmed')
        : { validUntil: life.referral.valid_until };
    const moved = validUntil === null ? {} : { valid_until: validUntil, first_valid_until: validUntil };
    return changed(life, 'confirm_benefit', {
      change: { benefit_state: 'confirmed', ...moved },
      place: { benefitUntil: null, validUntil },
      checks: [term, benefitCheck(ground)],
      obstacles: unless(benefit !== null, 'NO_BENEFIT'),
      claim: benefit === null ? null : { id: benefit.claim_id, state: 'confirmed' },
    });
  });
}

/** A false benefit: the referral ends and the child waits in the common queue, at its original date. */
export function rejectBenefit(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'reject_benefit', (life) => {
    const { benefit } = ground;
    return changed(life, 'reject_benefit', {
      change: {
        state: 'cancelled',
        benefit_state: 'rejected',
        ended_at: world.now,
        end_reason: world.intent.reason,
      },
      place: { offerUntil: null, validUntil: null, benefitUntil: null },
      checks: [benefitCheck(ground)],
      obstacles: [],
      claim: benefit === null ? null : { id: benefit.claim_id, state: 'rejected' },
      stepMore: { priority_class: 'ordinary' },
    });
  });
}

function benefitCheck({ benefit }: Ground): Check {
  return {
    code: 'benefit',
    ok: benefit !== null,
    evidence: { state: benefit?.state ?? null, category: benefit?.code ?? null },
  };
}

/** An inactive application returns to the queue at its original date, within the profile's days and as often as it lets. */
export function restore(world: ActWorld, ground: Ground): Built {
  const { application } = ground;
  const { profile, rules } = profileInForce(world, application.district_id);
  const fault = restoreFault(
    {
      status: application.status as ApplicationStatus,
      restoreUntil: application.restore_until,
      restored: application.restored,
    },
    rules.profile,
    world.on,
  );
  const obstacles = fault === null ? [] : [{ code: fault }];
  const checks: readonly Check[] = [
    { code: 'term', ok: fault === null, evidence: { until: application.restore_until } },
  ];
  if (obstacles.length > 0) return hindered(profile, obstacles, { checks });
  return ready(
    profile,
    {
      write: { kind: 'plain' },
      steps: [
        {
          event: 'restore',
          status: 'queued',
          restored: application.restored + (application.status === 'inactive' ? 1 : 0),
          restore_until: null,
        },
      ],
    },
    { checks, place: null },
  );
}
