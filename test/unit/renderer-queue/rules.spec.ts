import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RuleProfileForm } from '../../../preload/contract/index.ts';
import { startI18n, type T } from '../../../renderer/i18n.ts';
import { profileFaultText } from '../../../renderer/rules/fault-words.ts';
import {
  type Form,
  formOf,
  readForm,
  saveKind,
  serverFaults,
  typedDayMonth,
  versionFault,
} from '../../../renderer/rules/profile-form.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

const profile = (part: Partial<RuleProfileForm> = {}): RuleProfileForm => ({
  id: 4,
  code: 'national-2025',
  name: { kk: 'Республика, 2025', ru: 'Республика, 2025', en: 'National, 2025' },
  regionId: null,
  validFrom: '2024-06-01',
  validTo: null,
  legalAct: 'order-254-2020',
  verified: false,
  used: true,
  supersedesId: null,
  decisionWorkingDays: 5,
  correctionWorkingDays: 5,
  workdayEnds: '18:30',
  claimLeaseMinutes: 120,
  benefitPlaces: 1,
  ordinaryPlaces: 3,
  offerDays: 2,
  offerDayUnit: 'calendar',
  referralWorkingDays: 5,
  extensionCalendarDays: 30,
  extensionLimit: 1,
  stopListDays: null,
  interestMonths: 12,
  interestOpensDays: 60,
  interestReminderDays: [30, 7],
  interestGraceDays: 10,
  interestRestoreDays: 30,
  restoreDays: null,
  restoreLimit: 0,
  specialFirstDays: null,
  benefitConfirmWorkingDays: 5,
  overAgeYears: 6,
  together: 'twins',
  afterDecline: 'queue',
  afterExpiry: 'queue',
  bulletinTime: '09:00',
  transferFrom: '08-01',
  transferTo: '08-31',
  companionMaxPerChild: 5,
  companionMaxChildren: 5,
  companionMinAge: 16,
  mark: 'm',
  ...part,
});

describe('a rule profile as a form', () => {
  it('reads back as it was, without a fault', () => {
    const { used: _u, id: _i, supersedesId: _s, mark: _m, ...draft } = profile();
    expect(readForm(formOf(profile()))).toEqual({ profile: draft, faults: [] });
  });

  const faultsWith = (part: Partial<Form>) =>
    readForm({ ...formOf(profile()), ...part }).faults.map(({ field, code }) => `${field} ${code}`);
  it.each([
    [{ code: 'Ұлттық' }, ['code PROFILE_CODE']],
    [{ nameKk: ' ' }, ['nameKk PROFILE_NAME']],
    [{ decisionWorkingDays: '' }, ['decisionWorkingDays PROFILE_TERM']],
    [{ ordinaryPlaces: '0' }, ['ordinaryPlaces PROFILE_RATIO']],
    [{ offerDayUnit: null }, ['offerDayUnit PROFILE_OFFER']],
    [{ extensionLimit: '0' }, ['extensionLimit PROFILE_EXTENSION']],
    [{ afterDecline: 'stop_list' as const }, ['stopListDays PROFILE_STOP_LIST']],
    [{ afterExpiry: 'inactive' as const }, ['afterExpiry PROFILE_RESTORE']],
    [{ workdayEnds: '25:00' }, ['workdayEnds PROFILE_WORKDAY_ENDS']],
    [{ bulletinTime: '9' }, ['bulletinTime PROFILE_BULLETIN']],
    [{ transferTo: '' }, ['transferTo PROFILE_TRANSFER']],
    [{ transferFrom: '31.02' }, ['transferFrom PROFILE_TRANSFER']],
    [{ interestReminderDays: '7, 30' }, ['interestReminderDays PROFILE_INTEREST']],
    [{ interestReminderDays: '30, ертең' }, ['interestReminderDays PROFILE_INTEREST']],
    [{ interestReminderDays: '90' }, ['interestReminderDays PROFILE_INTEREST']],
    [{ interestGraceDays: '' }, ['interestGraceDays PROFILE_TERM']],
    [{ validTo: '2024-06-01' }, ['validTo PROFILE_VALIDITY']],
    [{ validFrom: null }, ['validFrom PROFILE_VALIDITY']],
  ])('tells what is wrong under the field it is about: %o', (part, faults) => {
    expect(faultsWith(part)).toEqual(faults);
  });

  it('takes an empty optional term for one the rules do not know, and its unit with it', () => {
    const { profile: read, faults } = readForm({ ...formOf(profile()), offerDays: '', specialFirstDays: '' });
    expect(faults).toEqual([]);
    expect([read.offerDays, read.offerDayUnit, read.specialFirstDays]).toEqual([null, null, null]);
  });

  it('has words of its own for every fault the rules and the back end name', () => {
    const codes = [
      'PROFILE_CODE',
      'PROFILE_CODE_TAKEN',
      'PROFILE_NAME',
      'PROFILE_VALIDITY',
      'PROFILE_LEGAL_ACT',
      'PROFILE_WORKDAY_ENDS',
      'PROFILE_TERM',
      'PROFILE_RATIO',
      'PROFILE_OFFER',
      'PROFILE_EXTENSION',
      'PROFILE_RESTORE',
      'PROFILE_STOP_LIST',
      'PROFILE_TOGETHER',
      'PROFILE_AFTER_FAILURE',
      'PROFILE_BULLETIN',
      'PROFILE_TRANSFER',
      'PROFILE_SUPERSEDES',
      'PROFILE_OVERLAP',
      'PROFILE_BEGINS',
      'SUPERSEDE_CODE',
      'SUPERSEDE_BEGINS',
      'SUPERSEDE_ALREADY',
      'SUPERSEDE_QUEUE',
      'SUPERSEDE_ENDED',
    ];
    const unknown = profileFaultText(t, 'NOT_A_CODE');
    for (const code of codes) expect(profileFaultText(t, code), code).not.toBe(unknown);
  });
});

describe('what saving would do', () => {
  const form = (part: Partial<Form>): Form => ({ ...formOf(profile()), ...part });
  it('is a new version of a used profile, but for its last day alone', () => {
    expect(saveKind(profile(), form({}))).toBe('nothing');
    expect(saveKind(profile(), form({ offerDays: '3' }))).toBe('supersede');
    expect(saveKind(profile(), form({ validTo: '2027-01-01' }))).toBe('end');
    expect(saveKind(profile(), form({ validTo: '2027-01-01', offerDays: '3' }))).toBe('supersede');
    expect(saveKind(profile({ used: false }), form({ offerDays: '3' }))).toBe('change');
    expect(saveKind(null, formOf(null))).toBe('add');
  });
  it('needs a new version to begin tomorrow or later', () => {
    const fault = { field: 'validFrom', code: 'SUPERSEDE_BEGINS' };
    expect(versionFault(profile(), form({ offerDays: '3' }), '2026-04-16')).toEqual(fault);
    expect(versionFault(profile(), form({ offerDays: '3', validFrom: '2026-04-16' }), '2026-04-16')).toEqual(
      fault,
    );
    expect(
      versionFault(profile(), form({ offerDays: '3', validFrom: '2026-04-17' }), '2026-04-16'),
    ).toBeNull();
    expect(versionFault(profile(), form({ validTo: '2027-01-01' }), '2026-04-16')).toBeNull();
    expect(versionFault(null, formOf(null), '2026-04-16')).toBeNull();
  });
});

describe('faults of the back end', () => {
  it('stand under the form’s own fields, the rest over the whole form', () => {
    expect(
      serverFaults(formOf(null), [
        { code: 'PROFILE_NAME', field: 'name.kk' },
        { code: 'PROFILE_OVERLAP', field: 'validFrom' },
        { code: 'PROFILE_X', field: 'constructor' },
        { code: 'PROFILE_Y' },
      ]),
    ).toEqual([
      { code: 'PROFILE_NAME', field: 'nameKk' },
      { code: 'PROFILE_OVERLAP', field: 'validFrom' },
      { code: 'PROFILE_X', field: null },
      { code: 'PROFILE_Y', field: null },
    ]);
  });
});

describe('a day and month', () => {
  it('gets its dot as it is typed, and lets it be deleted', () => {
    expect([typedDayMonth('0', true), typedDayMonth('01', true), typedDayMonth('01.08', true)]).toEqual([
      '0',
      '01.',
      '01.08',
    ]);
    expect(typedDayMonth('01', false)).toBe('01');
  });
});
