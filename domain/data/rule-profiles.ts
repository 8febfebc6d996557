import type { RuleProfile } from '../rule-profile.ts';

/** Where a profile's numbers come from (domain.md A4), and what of it is not known. */
export type ShippedProfile = RuleProfile & { readonly source: string; readonly doubts: string };

/**
 * Values no source gives; the desk needs some. Decision and correction: five working days (issue 2); the working day
 * of an akimat office to 18:30; interest every 12 months (seed of Akmola), its reminders,
 * days of grace and of putting back this desk's own; up to six years (service 1 of order 254).
 * The bulletin at 09:00 is Karaganda's; transfers and exchanges 1–31 August by order 595 of 2018 as told by
 * bilim.astana.kz 51329; twins together: issued as a batch in Astana 2019. After a failure the sources know of an
 * annulled referral only where no stop list is named: the child waits on at its own date. Companions: the seed of Akmola.
 */
const OWN = {
  service: 'preschool_queue',
  verified: false,
  decisionWorkingDays: 5,
  correctionWorkingDays: 5,
  workdayEnds: '18:30',
  claimLeaseMinutes: 120,
  benefitPlaces: 1,
  ordinaryPlaces: 3,
  interestMonths: 12,
  interestOpensDays: 60,
  interestReminderDays: [30, 7],
  interestGraceDays: 10,
  interestRestoreDays: 30,
  overAgeYears: 6,
  together: 'twins',
  afterDecline: 'queue',
  afterExpiry: 'queue',
  extensionLimit: 0,
  restoreLimit: 0,
  bulletinTime: '09:00',
  transferFrom: '08-01',
  transferTo: '08-31',
  companionMaxPerChild: 5,
  companionMaxChildren: 5,
  companionMinAge: 16,
  supersedes: null,
} as const;

/** Profiles ready to load: no two of one region and service overlap. */
export const RULE_PROFILES: readonly ShippedProfile[] = [
  {
    ...OWN,
    code: 'national-2025',
    nameKk: 'Республика, 2025',
    nameRu: 'Республика, 2025',
    nameEn: 'National, 2025',
    region: null,
    validFrom: '2024-06-01',
    validTo: null,
    legalAct: 'order-254-2020',
    offerDays: 2,
    offerDayUnit: 'calendar',
    referralWorkingDays: 5,
    extensionCalendarDays: 30,
    extensionLimit: 1,
    stopListDays: null,
    restoreDays: null,
    specialFirstDays: null,
    benefitConfirmWorkingDays: 5,
    source:
      'kazpravda; tengrinews en 268184 (ministry, 2025, regions without a voucher); bilim.astana.kz 49457',
    doubts:
      'Whether the 2 days are working ones; the ratio (1 : 3 is Astana 2019); 5 days for a benefit is Astana; ' +
      'what follows a declined place (here: the queue again), the bulletin, twins together.',
  },
  {
    ...OWN,
    code: 'astana-2019',
    nameKk: 'Астана, 2019',
    nameRu: 'Астана, 2019',
    nameEn: 'Astana, 2019',
    region: 'astana',
    validFrom: '2019-10-09',
    validTo: '2024-06-01',
    legalAct: 'order-172-2015',
    offerDays: 1,
    offerDayUnit: 'calendar',
    referralWorkingDays: 5,
    extensionCalendarDays: 30,
    extensionLimit: 1,
    stopListDays: 10,
    afterDecline: 'stop_list',
    afterExpiry: 'stop_list',
    restoreDays: null,
    specialFirstDays: null,
    benefitConfirmWorkingDays: 5,
    source:
      'bilim.astana.kz 49453, 49379, 49434, 49457 (1 calendar day from 09.10.2019; before that 3 working days)',
    doubts:
      'When it ended; whether the 10 days on the stop list are calendar days, ' +
      'and whether a declined offer leads there as an unused referral does; how often a referral may be extended.',
  },
  {
    ...OWN,
    code: 'astana-2026',
    nameKk: 'Астана, 2026 (ED24)',
    nameRu: 'Астана, 2026 (ED24)',
    nameEn: 'Astana, 2026 (ED24)',
    region: 'astana',
    validFrom: '2026-01-01',
    validTo: null,
    legalAct: 'order-254-2020',
    offerDays: 1,
    offerDayUnit: 'calendar',
    referralWorkingDays: 5,
    extensionCalendarDays: 30,
    extensionLimit: 1,
    stopListDays: null,
    restoreDays: null,
    specialFirstDays: null,
    benefitConfirmWorkingDays: 5,
    source: 'qazaqyia.kz (wait list, 1 calendar day, then the next is notified)',
    doubts:
      'The first day in force; the life of a referral; whether an unanswered offer ends the application (press: ' +
      'dropped from the wait list) or only passes to the next child, as here.',
  },
  {
    ...OWN,
    code: 'almaty-2023',
    nameKk: 'Алматы, 2023',
    nameRu: 'Алматы, 2023',
    nameEn: 'Almaty, 2023',
    region: 'almaty',
    validFrom: '2023-05-01',
    validTo: '2025-01-01',
    legalAct: 'order-254-2020',
    offerDays: 3,
    offerDayUnit: 'working',
    referralWorkingDays: 5,
    extensionCalendarDays: null,
    stopListDays: 10,
    afterDecline: 'stop_list',
    afterExpiry: 'stop_list',
    restoreDays: null,
    specialFirstDays: 3,
    benefitConfirmWorkingDays: null,
    source: 'mgorod.kz; arbatmedia.kz (queue restored after the stop list)',
    doubts:
      'When it ended; the ratio; twins together (from Astana); whether the first 3 days are calendar days.',
  },
  {
    ...OWN,
    code: 'karaganda-2018',
    nameKk: 'Қарағанды, 2018',
    nameRu: 'Караганда, 2018',
    nameEn: 'Karaganda, 2018',
    region: 'karaganda',
    validFrom: '2018-01-01',
    validTo: '2020-01-01',
    legalAct: 'order-172-2015',
    offerDays: null,
    offerDayUnit: null,
    referralWorkingDays: null,
    extensionCalendarDays: null,
    stopListDays: null,
    restoreDays: null,
    specialFirstDays: null,
    benefitConfirmWorkingDays: null,
    together: 'none',
    bulletinTime: '09:00',
    source: 'qazaly.kz (bulletin of freed places daily at 09:00; the parent takes a place)',
    doubts: 'Everything but the bulletin.',
  },
];

/**
 * Variants an administrator copies to a region and dates; not loaded by themselves. The voucher pilot was extended to
 * 01.07.2026, what holds after that is not verified.
 */
export const PROFILE_TEMPLATES: readonly ShippedProfile[] = [
  {
    ...OWN,
    code: 'voucher-2025',
    nameKk: 'Ваучер, 2025',
    nameRu: 'Ваучер, 2025',
    nameEn: 'Voucher, 2025',
    region: null,
    validFrom: '2025-07-01',
    validTo: '2026-07-01',
    legalAct: 'order-372-2024',
    offerDays: 2,
    offerDayUnit: 'working',
    referralWorkingDays: 5,
    extensionCalendarDays: null,
    stopListDays: null,
    restoreDays: 28,
    restoreLimit: 1,
    afterDecline: 'inactive',
    afterExpiry: 'inactive',
    specialFirstDays: null,
    benefitConfirmWorkingDays: null,
    source: 'kazpravda; tengrinews en 268184 (ministry, 2025, regions with a voucher)',
    doubts:
      'The ratio does not apply: the voucher queue is split into 18 or 21 categories that were not found. ' +
      'Refusal annuls the place: taken as inactive, restorable like an expired one.',
  },
];
