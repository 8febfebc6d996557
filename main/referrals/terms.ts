/** A profile's row in the shape the rules of `domain` take, and what becomes of an application after a failure. */
import type { WorkingCalendar } from '../../domain/calendar.ts';
import type { NextStanding } from '../../domain/place-notice.ts';
import type { ReferralState } from '../../domain/referral.ts';
import { failureStep, nextStanding } from '../../domain/referral-terms.ts';
import type { RuleProfile } from '../../domain/rule-profile.ts';
import type { RuleProfileRow } from '../reference.ts';
import type { Step } from './effects.ts';

/** What the terms of a profile are counted by. */
export interface TermRules {
  readonly profile: RuleProfileTerms;
  readonly calendar: WorkingCalendar;
}

export type RuleProfileTerms = Pick<
  RuleProfile,
  | 'workdayEnds'
  | 'offerDays'
  | 'offerDayUnit'
  | 'referralWorkingDays'
  | 'benefitConfirmWorkingDays'
  | 'extensionCalendarDays'
  | 'extensionLimit'
  | 'stopListDays'
  | 'restoreDays'
  | 'restoreLimit'
  | 'afterDecline'
  | 'afterExpiry'
  | 'transferFrom'
  | 'transferTo'
  | 'overAgeYears'
>;

export function termsOf(row: RuleProfileRow): RuleProfileTerms {
  return {
    workdayEnds: row.workday_ends.slice(0, 5),
    offerDays: row.offer_days,
    offerDayUnit: row.offer_day_unit,
    referralWorkingDays: row.referral_working_days,
    benefitConfirmWorkingDays: row.benefit_confirm_working_days,
    extensionCalendarDays: row.extension_calendar_days,
    extensionLimit: row.extension_limit,
    stopListDays: row.stop_list_days,
    restoreDays: row.restore_days,
    restoreLimit: row.restore_limit,
    afterDecline: row.after_decline,
    afterExpiry: row.after_expiry,
    transferFrom: row.transfer_from,
    transferTo: row.transfer_to,
    overAgeYears: row.over_age_years,
  };
}

/** What the profile lets follow a failed referral: the step of the application and how a notice tells it. */
export function consequenceOf(
  ended: ReferralState,
  profile: RuleProfileTerms,
  restored: number,
  on: string,
): { readonly steps: readonly Step[]; readonly next: NextStanding } {
  const step = failureStep(ended, profile, restored, on);
  return {
    steps:
      step === null
        ? []
        : [
            {
              event: step.event,
              status: step.to,
              ...(step.stopListUntil === null ? {} : { stop_list_until: step.stopListUntil }),
              ...(step.restoreUntil === null ? {} : { restore_until: step.restoreUntil }),
            },
          ],
    next: nextStanding(step),
  };
}
