/** Who may move where and when: transfers, exchanges of places, the roll of cohorts on 1 September. */
import { type CivilDate, civilDate, partsOf } from './civil-date.ts';
import { isOverAge, schoolYearOf } from './cohort.ts';
import type { QueueKind } from './priority.ts';
import type { RuleProfile } from './rule-profile.ts';
import type { ApplicationStatus } from './status.ts';

type WindowProfile = Pick<RuleProfile, 'transferFrom' | 'transferTo'>;

/** The days of a year's transfers and exchanges, both included; null where the profile names none: then any day is one. */
export function transferWindow(
  profile: WindowProfile,
  year: number,
): { readonly from: CivilDate; readonly to: CivilDate } | null {
  const { transferFrom, transferTo } = profile;
  const prefix = String(year).padStart(4, '0');
  return transferFrom === null || transferTo === null
    ? null
    : { from: `${prefix}-${transferFrom}`, to: `${prefix}-${transferTo}` };
}

/** Whether children may move on a day. */
export function isTransferOpen(profile: WindowProfile, on: CivilDate): boolean {
  const window = transferWindow(profile, partsOf(on).year);
  return window === null || (window.from <= on && on <= window.to);
}

/** What of a group decides who may sit in it. */
export type GroupTerms = {
  readonly districtId: number;
  readonly kindergartenId: number;
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
  readonly kind: QueueKind;
};
export type TransferFault =
  | 'TRANSFER_STATUS'
  | 'TRANSFER_WINDOW'
  | 'TRANSFER_SAME_GROUP'
  | 'TRANSFER_KINDERGARTEN'
  | 'TRANSFER_COHORT'
  | 'TRANSFER_LANGUAGE'
  | 'TRANSFER_KIND';

/**
 * What stands against moving a child to another group: of its own cohort, language and kind of queue (a special group for
 * a special child), in the window; a head within its kindergarten, a clerk within the district.
 */
export function transferFaults(
  child: { readonly status: ApplicationStatus; readonly group: GroupTerms & { readonly groupId: number } },
  to: GroupTerms & { readonly groupId: number },
  by: 'clerk' | 'head',
  profile: WindowProfile,
  on: CivilDate,
): readonly TransferFault[] {
  const { status, group } = child;
  const isNear =
    by === 'head' ? to.kindergartenId === group.kindergartenId : to.districtId === group.districtId;
  return found<TransferFault>(
    [status !== 'enrolled', 'TRANSFER_STATUS'],
    [!isTransferOpen(profile, on), 'TRANSFER_WINDOW'],
    [to.groupId === group.groupId, 'TRANSFER_SAME_GROUP'],
    [!isNear, 'TRANSFER_KINDERGARTEN'],
    [to.cohortYear !== group.cohortYear, 'TRANSFER_COHORT'],
    [to.language !== group.language, 'TRANSFER_LANGUAGE'],
    [to.kind !== group.kind, 'TRANSFER_KIND'],
  );
}

/** A child of an exchange: where it is, and the day its family consented in writing. */
export type ExchangeSide = {
  readonly applicationId: string;
  readonly status: ApplicationStatus;
  readonly group: GroupTerms;
  readonly seatId: string;
  readonly consentOn: CivilDate | null;
};
export type ExchangeFault =
  | 'EXCHANGE_SAME_CHILD'
  | 'EXCHANGE_STATUS'
  | 'EXCHANGE_DISTRICT'
  | 'EXCHANGE_COHORT'
  | 'EXCHANGE_LANGUAGE'
  | 'EXCHANGE_KIND'
  | 'EXCHANGE_CONSENT'
  | 'EXCHANGE_WINDOW';

/**
 * What stands against two children exchanging places: both enrolled in one district, in groups
 * alike in cohort, language and kind; both families consented, no later than today; in the window.
 */
export function exchangeFaults(
  own: ExchangeSide,
  other: ExchangeSide,
  profile: WindowProfile,
  on: CivilDate,
): readonly ExchangeFault[] {
  const consented = (side: ExchangeSide): boolean => side.consentOn !== null && side.consentOn <= on;
  return found<ExchangeFault>(
    [own.applicationId === other.applicationId || own.seatId === other.seatId, 'EXCHANGE_SAME_CHILD'],
    [own.status !== 'enrolled' || other.status !== 'enrolled', 'EXCHANGE_STATUS'],
    [own.group.districtId !== other.group.districtId, 'EXCHANGE_DISTRICT'],
    [own.group.cohortYear !== other.group.cohortYear, 'EXCHANGE_COHORT'],
    [own.group.language !== other.group.language, 'EXCHANGE_LANGUAGE'],
    [own.group.kind !== other.group.kind, 'EXCHANGE_KIND'],
    [!consented(own) || !consented(other), 'EXCHANGE_CONSENT'],
    [!isTransferOpen(profile, on), 'EXCHANGE_WINDOW'],
  );
}

/** The day the cohorts roll in a year. */
export function rollDay(year: number): CivilDate {
  return civilDate(year, 9, 1);
}

/** The next roll on or after a day. */
export function nextRoll(on: CivilDate): CivilDate {
  const { year } = partsOf(on);
  return on <= rollDay(year) ? rollDay(year) : rollDay(year + 1);
}

/**
 * Whether a child that waits is too old for a place on a day: it has reached the profile's age by the 1 September that
 * began the school year. Who reaches it later in the year stays until summer.
 */
export function leavesByAge(
  birthDate: CivilDate,
  on: CivilDate,
  profile: Pick<RuleProfile, 'overAgeYears'>,
): boolean {
  return isOverAge(birthDate, schoolYearOf(on), profile.overAgeYears);
}

/**
 * A group of a cohort in a school year: its age is the whole years its children reach in the calendar year the school year
 * begins in. `finishing`: the older of the cohort are too old already and have gone, the younger have their last year;
 * `finished`: all are too old, and the group has no children.
 */
export type GroupStanding = {
  readonly age: number;
  readonly stage: 'early' | 'running' | 'finishing' | 'finished';
};
export function groupStanding(
  cohortYear: number,
  schoolYear: number,
  profile: Pick<RuleProfile, 'overAgeYears'>,
): GroupStanding {
  const age = schoolYear - cohortYear;
  const eldest = civilDate(cohortYear, 1, 1);
  const youngest = civilDate(cohortYear, 12, 31);
  const stage = isOverAge(youngest, schoolYear, profile.overAgeYears)
    ? 'finished'
    : isOverAge(eldest, schoolYear, profile.overAgeYears)
      ? 'finishing'
      : age < 1
        ? 'early'
        : 'running';
  return { age, stage };
}

function found<F>(...checks: readonly (readonly [holds: boolean, fault: F])[]): readonly F[] {
  return checks.filter(([holds]) => holds).map(([, fault]) => fault);
}
