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
  /** From how many days before that day a confirmation is taken; a reminder is sent so many days before it, the earliest first. */
  readonly interestOpensDays: number;
  readonly interestReminderDays: readonly number[];
  /** Days after that day in which a confirmation is still taken; then the application leaves the queue. */
  readonly interestGraceDays: number;
  /** Calendar days in which one that left for want of interest may be put back at its date; null: it may not. */
  readonly interestRestoreDays: number | null;
  /** Calendar days in which an inactive application may be restored once. */
  readonly restoreDays: number | null;
  /** Days a place of a special group is offered to the special queue only. */
  readonly specialFirstDays: number | null;
  /** Working days to confirm a benefit at the department after a place was issued. */
  readonly benefitConfirmWorkingDays: number | null;
  /** Age on 1 September from which a child is too old for a place. */
  readonly overAgeYears: number;
  /** Who stands behind its family in the queue: twins (one twin group), siblings (one applicant too), or nobody. */
  readonly together: Together;
  /** What follows a declined offer or referral, and one that ran out. */
  readonly afterDecline: AfterFailure;
  readonly afterExpiry: AfterFailure;
  /** How many times a referral may be extended; 0 with no extension. */
  readonly extensionLimit: number;
  /** How many times an inactive application may be restored; 0 where the rules know no such thing. */
  readonly restoreLimit: number;
  /** When the bulletin of free places is published, 'HH:MM' in Almaty; null: no bulletin. */
  readonly bulletinTime: string | null;
  /** First and last day of the transfers and exchanges of a year, 'MM-DD'; both or neither. */
  readonly transferFrom: string | null;
  readonly transferTo: string | null;
  /** Companions (seed of Akmola, domain.md A9): how many a family adds to one child, to how many children one is added, from what age. */
  readonly companionMaxPerChild: number;
  readonly companionMaxChildren: number;
  readonly companionMinAge: number;
  /** Code of the profile this one is a new version of. */
  readonly supersedes: string | null;
};

export const TOGETHER = ['none', 'twins', 'siblings'] as const;
export type Together = (typeof TOGETHER)[number];
export const AFTER_FAILURE = ['queue', 'stop_list', 'inactive'] as const;
export type AfterFailure = (typeof AFTER_FAILURE)[number];

export type ProfileFault =
  | 'PROFILE_CODE'
  | 'PROFILE_NAME'
  | 'PROFILE_VALIDITY'
  | 'PROFILE_LEGAL_ACT'
  | 'PROFILE_WORKDAY_ENDS'
  | 'PROFILE_TERM'
  | 'PROFILE_INTEREST'
  | 'PROFILE_RATIO'
  | 'PROFILE_OFFER'
  | 'PROFILE_EXTENSION'
  | 'PROFILE_RESTORE'
  | 'PROFILE_STOP_LIST'
  | 'PROFILE_TOGETHER'
  | 'PROFILE_AFTER_FAILURE'
  | 'PROFILE_BULLETIN'
  | 'PROFILE_TRANSFER'
  | 'PROFILE_SUPERSEDES';

const NEEDED_TERMS = [
  'decisionWorkingDays',
  'correctionWorkingDays',
  'claimLeaseMinutes',
  'interestMonths',
  'interestOpensDays',
  'overAgeYears',
  'companionMaxPerChild',
  'companionMaxChildren',
  'companionMinAge',
] as const;
const OPTIONAL_TERMS = [
  'offerDays',
  'referralWorkingDays',
  'extensionCalendarDays',
  'stopListDays',
  'restoreDays',
  'specialFirstDays',
  'benefitConfirmWorkingDays',
  'interestRestoreDays',
] as const;
/** As many letters about one thing as a family is sent. */
const MOST_REMINDERS = 5;

export type ProfileFinding = { readonly code: ProfileFault; readonly field: keyof RuleProfile };
type Need = (fine: boolean, code: ProfileFault, field: keyof RuleProfile) => void;

/** What is wrong with a profile, with the field's name; empty when it may be used. The database checks the same. */
export function profileFaults(profile: RuleProfile): readonly ProfileFinding[] {
  const faults: ProfileFinding[] = [];
  const need: Need = (fine, code, field) => {
    if (!fine) faults.push({ code, field });
  };
  needNames(profile, need);
  needTerms(profile, need);
  needInterest(profile, need);
  needConsequences(profile, need);
  return faults;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const isTerm = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 32_767;
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 32_767;

function needNames(profile: RuleProfile, need: Need): void {
  need(isProfileCode(profile.code), 'PROFILE_CODE', 'code');
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
  need(
    profile.supersedes === null || (isProfileCode(profile.supersedes) && profile.supersedes !== profile.code),
    'PROFILE_SUPERSEDES',
    'supersedes',
  );
}

function needTerms(profile: RuleProfile, need: Need): void {
  need(TIME.test(profile.workdayEnds), 'PROFILE_WORKDAY_ENDS', 'workdayEnds');
  for (const field of NEEDED_TERMS) {
    need(isTerm(profile[field]), 'PROFILE_TERM', field);
  }
  for (const field of OPTIONAL_TERMS) {
    const value = profile[field];
    need(value === null || isTerm(value), 'PROFILE_TERM', field);
  }
  need(isCount(profile.benefitPlaces), 'PROFILE_RATIO', 'benefitPlaces');
  need(isTerm(profile.ordinaryPlaces), 'PROFILE_RATIO', 'ordinaryPlaces');
  need((profile.offerDays === null) === (profile.offerDayUnit === null), 'PROFILE_OFFER', 'offerDayUnit');
  need(isCount(profile.extensionLimit), 'PROFILE_TERM', 'extensionLimit');
  need(isCount(profile.restoreLimit), 'PROFILE_TERM', 'restoreLimit');
}

/** Reminders go out while a confirmation is taken, the earliest first, none twice. */
function needInterest(profile: RuleProfile, need: Need): void {
  const { interestReminderDays: days, interestOpensDays } = profile;
  need(isCount(profile.interestGraceDays), 'PROFILE_TERM', 'interestGraceDays');
  const inOrder = days.every((day, i) => isTerm(day) && day < (days[i - 1] ?? Number.POSITIVE_INFINITY));
  need(
    inOrder && days.length <= MOST_REMINDERS && (days[0] ?? 0) <= interestOpensDays,
    'PROFILE_INTEREST',
    'interestReminderDays',
  );
}

/** What one field asks of another: a stop list needs its days, an extension its limit, a restore its window. */
function needConsequences(profile: RuleProfile, need: Need): void {
  need(
    profile.extensionLimit > 0 === (profile.extensionCalendarDays !== null),
    'PROFILE_EXTENSION',
    'extensionLimit',
  );
  need(profile.restoreLimit > 0 === (profile.restoreDays !== null), 'PROFILE_RESTORE', 'restoreLimit');
  need(TOGETHER.includes(profile.together), 'PROFILE_TOGETHER', 'together');
  const choices = ['afterDecline', 'afterExpiry'] as const;
  for (const field of choices) {
    need(AFTER_FAILURE.includes(profile[field]), 'PROFILE_AFTER_FAILURE', field);
    need(profile[field] !== 'inactive' || profile.restoreLimit > 0, 'PROFILE_RESTORE', field);
  }
  const stops = choices.some((field) => profile[field] === 'stop_list');
  need(stops === (profile.stopListDays !== null), 'PROFILE_STOP_LIST', 'stopListDays');
  need(profile.bulletinTime === null || TIME.test(profile.bulletinTime), 'PROFILE_BULLETIN', 'bulletinTime');
  const { transferFrom, transferTo } = profile;
  need((transferFrom === null) === (transferTo === null), 'PROFILE_TRANSFER', 'transferTo');
  for (const field of ['transferFrom', 'transferTo'] as const) {
    const value = profile[field];
    // 2023 is no leap year: a window may not begin or end on a day that most years lack.
    need(value === null || isCivilDate(`2023-${value}`), 'PROFILE_TRANSFER', field);
  }
  // A window within one school year's summer: it never goes over the new year.
  need(
    transferFrom === null || transferTo === null || transferFrom <= transferTo,
    'PROFILE_TRANSFER',
    'transferTo',
  );
}

function isProfileCode(code: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code);
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

/** The profile that is the new version of this one, or null while it is the last. */
export function supersededBy<P extends RuleProfile>(profiles: readonly P[], code: string): P | null {
  return profiles.find((profile) => profile.supersedes === code) ?? null;
}

export type SupersedeFault =
  | 'SUPERSEDE_CODE'
  | 'SUPERSEDE_BEGINS'
  | 'SUPERSEDE_ALREADY'
  | 'SUPERSEDE_QUEUE'
  | 'SUPERSEDE_ENDED';

/**
 * A new version of a used profile: the old one keeps every field but its last day, which becomes the first day of the
 * new one. Faults: a code in use or the same, a beginning not after the old one's and not after `today` (the past is never
 * rewritten), a profile that has a successor already or has ended before, another region or service.
 */
export function supersede<P extends RuleProfile>(
  profiles: readonly P[],
  old: P,
  next: P,
  today: CivilDate,
):
  | { readonly ok: true; readonly old: P; readonly next: P }
  | { readonly ok: false; readonly faults: readonly SupersedeFault[] } {
  const faults: SupersedeFault[] = [];
  if (profiles.some((profile) => profile.code === next.code)) faults.push('SUPERSEDE_CODE');
  if (next.validFrom <= old.validFrom || next.validFrom <= today) faults.push('SUPERSEDE_BEGINS');
  if (supersededBy(profiles, old.code) !== null) faults.push('SUPERSEDE_ALREADY');
  if (next.region !== old.region || next.service !== old.service) faults.push('SUPERSEDE_QUEUE');
  if (old.validTo !== null && old.validTo < next.validFrom) faults.push('SUPERSEDE_ENDED');
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, old: { ...old, validTo: next.validFrom }, next: { ...next, supersedes: old.code } };
}
