import type { InterestTerms } from '../../domain/interest.ts';
import type { Reference } from '../reference.ts';

/** The terms of interest of a district's profile on a day. Throws where no profile is in force. */
export function interestTermsOf(reference: Reference, districtId: number, on: string): InterestTerms {
  const profile = reference.profile(reference.districts.get(districtId)?.region_id ?? null, on);
  if (profile === null) throw new Error('RULES_MISSING');
  return {
    interestMonths: profile.interest_months,
    interestOpensDays: profile.interest_opens_days,
    interestReminderDays: profile.interest_reminder_days,
    interestGraceDays: profile.interest_grace_days,
    interestRestoreDays: profile.interest_restore_days,
  };
}
