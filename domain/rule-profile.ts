import { type CivilDate, epochDay, isCivilDate } from './civil-date.ts';

export const SERVICES = ['preschool_queue', 'additional_education'] as const;
export type Service = (typeof SERVICES)[number];

/**
 * Every term and ratio of the rules, dated and per region. Field names are those of the table `rule_profile`.
 * A null term means the profile's rules do not know it (or it was not found in any source).
 */
export type RuleProfile = {
  readonly code: string;
  readonly nameKk: string;
  readonly nameRu: string;
  readonly nameEn: string;
  /** Region code; null is the national profile, used where a region has none of its own. */
  readonly region: string | null;
  readonly service: Service;
  /** First day in force. */
  readonly validFrom: CivilDate;
  /** First day no longer in force; null while it lasts. */
  readonly validTo: CivilDate | null;
  /** Code of the legal act (data/legal-acts.ts). */
  readonly legalAct: string;
  /** Whether a person compared every field with the text of the act. */
  readonly verified: boolean;
  /** Working days to decide an application, from its submission. */
  readonly decisionWorkingDays: number;
  /** Working days the family has to correct a returned application. */
  readonly correctionWorkingDays: number;
  /** End of the working day in Almaty, 'HH:MM': deadlines run out then. */
  readonly workdayEnds: string;
  /** Minutes a claim holds an application for its officer. */
  readonly claimLeaseMinutes: number;
  /** Of benefitPlaces + ordinaryPlaces places in a row, how many go to benefit holders (first) and to the others. */
  readonly benefitPlaces: number;
  readonly ordinaryPlaces: number;
  /** Days to accept an offer, and whether they are working or calendar days. */
  readonly offerDays: number | null;
  readonly offerDayUnit: 'working' | 'calendar' | null;
  /** Working days a referral lives. */
  readonly referralWorkingDays: number | null;
  /** Calendar days of the one extension of a referral. */
  readonly extensionCalendarDays: number | null;
  /** Calendar days on the stop list after a failed referral. */
  readonly stopListDays: number | null;
  /** Months after which interest must be confirmed. */
  readonly interestMonths: number;
  /** Calendar days in which an inactive application may be restored once. */
  readonly restoreDays: number | null;
  /** Days a place of a special group is offered to the special queue only. */
  readonly specialFirstDays: number | null;
  /** Working days to confirm a benefit at the department after a place was issued. */
  readonly benefitConfirmWorkingDays: number | null;
  /** Age on 1 September from which a child is too old for a place. */
  readonly overAgeYears: number;
};

/**
 * Limits on companions (seed of Akmola; domain.md A9): not part of a rule profile's table yet, and data all the same.
 */
export type CompanionRules = {
  readonly maxPerChild: number;
  readonly maxChildrenPerCompanion: number;
  readonly minAgeYears: number;
};

export type ProfileFault =
  | 'PROFILE_CODE'
  | 'PROFILE_NAME'
  | 'PROFILE_VALIDITY'
  | 'PROFILE_LEGAL_ACT'
  | 'PROFILE_WORKDAY_ENDS'
  | 'PROFILE_TERM'
  | 'PROFILE_RATIO'
  | 'PROFILE_OFFER';

const NEEDED_TERMS = [
  'decisionWorkingDays',
  'correctionWorkingDays',
  'claimLeaseMinutes',
  'interestMonths',
  'overAgeYears',
] as const;
const OPTIONAL_TERMS = [
  'offerDays',
  'referralWorkingDays',
  'extensionCalendarDays',
  'stopListDays',
  'restoreDays',
  'specialFirstDays',
  'benefitConfirmWorkingDays',
] as const;

/** What is wrong with a profile, with the field's name; empty when it may be used. The database checks the same. */
export function profileFaults(
  profile: RuleProfile,
): readonly { readonly code: ProfileFault; readonly field: string }[] {
  const faults: { code: ProfileFault; field: string }[] = [];
  const need = (fine: boolean, code: ProfileFault, field: string): void => {
    if (!fine) faults.push({ code, field });
  };
  const isTerm = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 32_767;

  need(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(profile.code), 'PROFILE_CODE', 'code');
  for (const field of ['nameKk', 'nameRu', 'nameEn'] as const) {
    need(profile[field].trim() !== '', 'PROFILE_NAME', field);
  }
  need(isCivilDate(profile.validFrom), 'PROFILE_VALIDITY', 'validFrom');
  need(
    profile.validTo === null || (isCivilDate(profile.validTo) && profile.validTo > profile.validFrom),
    'PROFILE_VALIDITY',
    'validTo',
  );
  need(/^[a-z0-9-]+$/.test(profile.legalAct), 'PROFILE_LEGAL_ACT', 'legalAct');
  need(/^([01]\d|2[0-3]):[0-5]\d$/.test(profile.workdayEnds), 'PROFILE_WORKDAY_ENDS', 'workdayEnds');
  for (const field of NEEDED_TERMS) {
    need(isTerm(profile[field]), 'PROFILE_TERM', field);
  }
  for (const field of OPTIONAL_TERMS) {
    const value = profile[field];
    need(value === null || isTerm(value), 'PROFILE_TERM', field);
  }
  need(
    Number.isInteger(profile.benefitPlaces) && profile.benefitPlaces >= 0,
    'PROFILE_RATIO',
    'benefitPlaces',
  );
  need(isTerm(profile.ordinaryPlaces), 'PROFILE_RATIO', 'ordinaryPlaces');
  need((profile.offerDays === null) === (profile.offerDayUnit === null), 'PROFILE_OFFER', 'offerDayUnit');
  return faults;
}

/** Whether a profile is in force on a day. */
export function isInForce(
  item: { readonly validFrom: CivilDate; readonly validTo: CivilDate | null },
  on: CivilDate,
): boolean {
  return item.validFrom <= on && (item.validTo === null || on < item.validTo);
}

/**
 * The profile of a region and service on a day: the region's own, else the national one, else null. Of several in
 * force (a fault `overlappingProfiles` finds) the one that began last, then by code, so the answer is always the same.
 */
export function profileInForce<P extends RuleProfile>(
  profiles: readonly P[],
  region: string,
  service: Service,
  on: CivilDate,
): P | null {
  const candidates = profiles.filter((profile) => profile.service === service && isInForce(profile, on));
  const own = candidates.filter((profile) => profile.region === region);
  const national = candidates.filter((profile) => profile.region === null);
  const [best] = (own.length > 0 ? own : national).toSorted(
    (a, b) => epochDay(b.validFrom) - epochDay(a.validFrom) || (a.code < b.code ? -1 : 1),
  );
  return best ?? null;
}

/** Pairs of profiles of one region and service whose days overlap: the database refuses them. */
export function overlappingProfiles(
  profiles: readonly RuleProfile[],
): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  profiles.forEach((a, i) => {
    for (const b of profiles.slice(i + 1)) {
      const sameQueue = a.region === b.region && a.service === b.service;
      if (
        sameQueue &&
        (b.validTo === null || a.validFrom < b.validTo) &&
        (a.validTo === null || b.validFrom < a.validTo)
      ) {
        pairs.push([a.code, b.code]);
      }
    }
  });
  return pairs;
}
