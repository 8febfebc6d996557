/** Terms of offers and referrals by the rule profile: until when, how long more, what follows. Days are Almaty's. */
import { almatyDate, almatyInstant, deadlineAt, type WorkingCalendar } from './calendar.ts';
import { addDays, type CivilDate, civilDate, partsOf } from './civil-date.ts';
import type { NextStanding } from './place-notice.ts';
import { afterFailure, type BenefitState, type ReferralStanding, type ReferralState } from './referral.ts';
import type { RuleProfile } from './rule-profile.ts';
import type { ApplicationEvent, ApplicationStatus } from './status.ts';

/** The last minute of a calendar day: a term in calendar days does not end with the office's hours. */
const DAY_ENDS = '23:59';

/**
 * Until when a family may answer an offer made at `from`: the end of the working day in working days, of the day in
 * calendar days; counted from the day after. Null where the profile knows no offer: the referral is issued at once.
 */
export function offerUntil(
  profile: Pick<RuleProfile, 'offerDays' | 'offerDayUnit' | 'workdayEnds'>,
  calendar: WorkingCalendar,
  from: Date,
): Date | null {
  const { offerDays, offerDayUnit } = profile;
  if (offerDays === null) {
    return null;
  }
  return offerDayUnit === 'calendar'
    ? almatyInstant(addDays(almatyDate(from), offerDays), DAY_ENDS)
    : deadlineAt(calendar, from, offerDays, profile.workdayEnds);
}

/**
 * Until when a referral issued at `from` is good. Where the profile names no term, until documents are no longer taken: the
 * next 31 August (domain.md A5).
 */
export function referralValidUntil(
  profile: Pick<RuleProfile, 'referralWorkingDays' | 'workdayEnds'>,
  calendar: WorkingCalendar,
  from: Date,
): Date {
  if (profile.referralWorkingDays !== null) {
    return deadlineAt(calendar, from, profile.referralWorkingDays, profile.workdayEnds);
  }
  const today = almatyDate(from);
  const { year } = partsOf(today);
  const thisYear = civilDate(year, 8, 31);
  return almatyInstant(today < thisYear ? thisYear : civilDate(year + 1, 8, 31), profile.workdayEnds);
}

/** Until when the benefit must be confirmed for a referral issued at `from`; null where the profile wants no confirmation. */
export function benefitUntil(
  profile: Pick<RuleProfile, 'benefitConfirmWorkingDays' | 'workdayEnds'>,
  calendar: WorkingCalendar,
  from: Date,
): Date | null {
  return profile.benefitConfirmWorkingDays === null
    ? null
    : deadlineAt(calendar, from, profile.benefitConfirmWorkingDays, profile.workdayEnds);
}

/**
 * The terms of a referral issued at `from`. Under a pending benefit the benefit's term is the one that may end it
 * (`runningTerm`): the kindergarten sees nothing yet. When the benefit is confirmed the family's own days begin anew:
 * `referralValidUntil` from that moment is its new and first end.
 */
export function issueTerms(
  profile: Pick<RuleProfile, 'referralWorkingDays' | 'benefitConfirmWorkingDays' | 'workdayEnds'>,
  calendar: WorkingCalendar,
  from: Date,
  benefitState: BenefitState,
): { readonly validUntil: Date; readonly benefitUntil: Date | null } {
  return {
    validUntil: referralValidUntil(profile, calendar, from),
    benefitUntil: benefitState === 'pending' ? benefitUntil(profile, calendar, from) : null,
  };
}

export type ExtensionFault =
  | 'EXTENSION_UNKNOWN'
  | 'EXTENSION_LIMIT'
  | 'EXTENSION_STATE'
  | 'EXTENSION_LATE'
  | 'EXTENSION_NOT_LATER'
  | 'EXTENSION_TOO_FAR';
export type Extension =
  | { readonly ok: true; readonly until: Date; readonly latest: CivilDate }
  | { readonly ok: false; readonly fault: ExtensionFault; readonly latest: CivilDate | null };

/**
 * A referral's new end: the day asked for, else the furthest. No further than the profile's calendar days after the
 * first end, however often it was extended; no oftener than its limit; not once it ran out.
 */
export function extension(
  profile: Pick<RuleProfile, 'extensionCalendarDays' | 'extensionLimit' | 'workdayEnds'>,
  referral: ReferralStanding & {
    readonly firstValidUntil: Date;
    readonly validUntil: Date;
    readonly extensions: number;
  },
  now: Date,
  asked: CivilDate | null,
): Extension {
  const { extensionCalendarDays } = profile;
  if (extensionCalendarDays === null || profile.extensionLimit === 0) {
    return { ok: false, fault: 'EXTENSION_UNKNOWN', latest: null };
  }
  const latest = addDays(almatyDate(referral.firstValidUntil), extensionCalendarDays);
  const no = (fault: ExtensionFault): Extension => ({ ok: false, fault, latest });
  if (referral.extensions >= profile.extensionLimit) return no('EXTENSION_LIMIT');
  if (referral.state !== 'issued' || !['not_needed', 'confirmed'].includes(referral.benefitState)) {
    return no('EXTENSION_STATE');
  }
  if (now.getTime() > referral.validUntil.getTime()) return no('EXTENSION_LATE');
  const day = asked ?? latest;
  if (day > latest) return no('EXTENSION_TOO_FAR');
  const until = almatyInstant(day, profile.workdayEnds);
  return until.getTime() <= referral.validUntil.getTime()
    ? no('EXTENSION_NOT_LATER')
    : { ok: true, until, latest };
}

/** What follows a failure: the application's next step with its dates. Null: it is queued already (cancelled, refused). */
export type FailureStep = {
  readonly event: ApplicationEvent;
  readonly to: ApplicationStatus;
  /** Last day on the stop list: it leaves by itself the day after. */
  readonly stopListUntil: CivilDate | null;
  /** Last day to restore; null also for an inactive application that was restored as often as the profile permits. */
  readonly restoreUntil: CivilDate | null;
};
export function failureStep(
  ended: ReferralState,
  profile: Pick<
    RuleProfile,
    'afterDecline' | 'afterExpiry' | 'stopListDays' | 'restoreDays' | 'restoreLimit'
  >,
  restored: number,
  on: CivilDate,
): FailureStep | null {
  const step = afterFailure(ended, profile);
  if (step === null) {
    return null;
  }
  const isStopped = step.to === 'stop_list' && profile.stopListDays !== null;
  const mayRestore =
    step.to === 'inactive' && profile.restoreDays !== null && restored < profile.restoreLimit;
  return {
    ...step,
    stopListUntil: isStopped ? addDays(on, profile.stopListDays ?? 0) : null,
    restoreUntil: mayRestore ? addDays(on, profile.restoreDays ?? 0) : null,
  };
}

/** A failure's step as a notice tells it. */
export function nextStanding(step: FailureStep | null): NextStanding {
  if (step === null || step.to === 'queued') return { kind: 'queue' };
  if (step.stopListUntil !== null) return { kind: 'stop_list', until: step.stopListUntil };
  return step.restoreUntil === null
    ? { kind: 'inactive_for_good' }
    : { kind: 'inactive', until: step.restoreUntil };
}

/** Whether the stop list ends for an application: its last day has gone by. */
export function leavesStopList(stopListUntil: CivilDate, on: CivilDate): boolean {
  return stopListUntil < on;
}

export type RestoreFault = 'RESTORE_STATUS' | 'RESTORE_LIMIT' | 'RESTORE_LATE';

/** Why an application may not be restored; null when it may: inactive or gone for want of interest, within its days, not oftener than permitted. */
export function restoreFault(
  application: {
    readonly status: ApplicationStatus;
    readonly restoreUntil: CivilDate | null;
    readonly restored: number;
  },
  profile: Pick<RuleProfile, 'restoreLimit'>,
  on: CivilDate,
): RestoreFault | null {
  const { status } = application;
  if (status !== 'inactive' && status !== 'removed_no_interest') return 'RESTORE_STATUS';
  // Putting back who did not confirm interest is not counted: the next confirmation may be forgotten too.
  if (status === 'inactive' && application.restored >= profile.restoreLimit) return 'RESTORE_LIMIT';
  return application.restoreUntil === null || application.restoreUntil < on ? 'RESTORE_LATE' : null;
}

/**
 * Until when a seat of a special group opened on a day is the special queue's alone: the start of the day after the
 * profile's days. Null where the rules know no such days: then it never goes to the general queue.
 */
export function specialUntil(
  profile: Pick<RuleProfile, 'specialFirstDays'>,
  openedOn: CivilDate,
): Date | null {
  return profile.specialFirstDays === null
    ? null
    : almatyInstant(addDays(openedOn, profile.specialFirstDays + 1), '00:00');
}

/** The term that runs for a referral now, and the job that ends it; null when none does. */
export type RunningTerm = {
  readonly kind: 'offer' | 'benefit' | 'referral';
  readonly until: Date;
  readonly event: 'offer_lapsed' | 'benefit_review_lapsed' | 'referral_lapsed';
};
export function runningTerm(
  referral: ReferralStanding & {
    readonly offerUntil: Date | null;
    readonly benefitUntil: Date | null;
    readonly validUntil: Date | null;
  },
): RunningTerm | null {
  const { state, benefitState } = referral;
  if (state === 'offered' && referral.offerUntil !== null) {
    return { kind: 'offer', until: referral.offerUntil, event: 'offer_lapsed' };
  }
  if (state !== 'issued') {
    return null;
  }
  if (benefitState === 'pending') {
    return referral.benefitUntil === null
      ? null
      : { kind: 'benefit', until: referral.benefitUntil, event: 'benefit_review_lapsed' };
  }
  return referral.validUntil === null
    ? null
    : { kind: 'referral', until: referral.validUntil, event: 'referral_lapsed' };
}

/** Whether a job may end the referral now: its term has gone by to the second. */
export function hasRunOut(term: RunningTerm | null, now: Date): term is RunningTerm {
  return term !== null && term.until.getTime() < now.getTime();
}
