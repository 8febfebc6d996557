import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExchangeSide,
  exchangeFaults,
  groupStanding,
  isTransferOpen,
  leavesByAge,
  nextRoll,
  rollDay,
  transferFaults,
  transferWindow,
} from '../../../domain/admission-terms.ts';
import { addDays, civilDate, daysInMonth } from '../../../domain/civil-date.ts';
import { ageOnFirstSeptember } from '../../../domain/cohort.ts';

const august = { transferFrom: '08-01', transferTo: '08-31' };
const always = { transferFrom: null, transferTo: null };
const six = { overAgeYears: 6 };

describe('transfers and exchanges', () => {
  it('are done in the profile’s days of the year, both included', () => {
    expect(transferWindow(august, 2026)).toEqual({ from: '2026-08-01', to: '2026-08-31' });
    expect(transferWindow(always, 2026)).toBeNull();
    const open = (on: string): boolean => isTransferOpen(august, on);
    expect(['2026-07-31', '2026-08-01', '2026-08-31', '2026-09-01'].map(open)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isTransferOpen(always, '2026-02-01')).toBe(true);
  });

  const group = {
    districtId: 1,
    kindergartenId: 10,
    groupId: 100,
    cohortYear: 2021,
    language: 'kk',
    kind: 'general',
  } as const;
  const child = { status: 'enrolled', group } as const;
  const on = '2026-08-10';

  it('a head moves a child within its kindergarten, a clerk within the district, to a group alike', () => {
    const near = { ...group, groupId: 101 };
    const far = { ...near, kindergartenId: 11 };
    expect(transferFaults(child, near, 'head', august, on)).toEqual([]);
    expect(transferFaults(child, far, 'clerk', august, on)).toEqual([]);
    expect(transferFaults(child, far, 'head', august, on)).toEqual(['TRANSFER_KINDERGARTEN']);
    expect(transferFaults(child, { ...far, districtId: 2 }, 'clerk', august, on)).toEqual([
      'TRANSFER_KINDERGARTEN',
    ]);
    expect(transferFaults(child, near, 'head', august, '2026-09-01')).toEqual(['TRANSFER_WINDOW']);
    expect(transferFaults(child, group, 'head', august, on)).toEqual(['TRANSFER_SAME_GROUP']);
    expect(
      transferFaults(
        { ...child, status: 'queued' },
        { ...near, cohortYear: 2022, language: 'ru', kind: 'special' },
        'head',
        august,
        on,
      ),
    ).toEqual(['TRANSFER_STATUS', 'TRANSFER_COHORT', 'TRANSFER_LANGUAGE', 'TRANSFER_KIND']);
  });

  const own: ExchangeSide = {
    applicationId: '1',
    status: 'enrolled',
    group,
    seatId: '1',
    consentOn: '2026-08-03',
  };
  const other: ExchangeSide = {
    ...own,
    applicationId: '2',
    seatId: '2',
    group: { ...group, kindergartenId: 11 },
    consentOn: '2026-08-10',
  };

  it.each<[Partial<ExchangeSide>, string]>([
    [{ applicationId: '1' }, 'EXCHANGE_SAME_CHILD'],
    [{ seatId: '1' }, 'EXCHANGE_SAME_CHILD'],
    [{ status: 'referral_issued' }, 'EXCHANGE_STATUS'],
    [{ group: { ...group, districtId: 2 } }, 'EXCHANGE_DISTRICT'],
    [{ group: { ...group, cohortYear: 2020 } }, 'EXCHANGE_COHORT'],
    [{ group: { ...group, language: 'ru' } }, 'EXCHANGE_LANGUAGE'],
    [{ group: { ...group, kind: 'special' } }, 'EXCHANGE_KIND'],
    [{ consentOn: null }, 'EXCHANGE_CONSENT'],
    [{ consentOn: '2026-08-11' }, 'EXCHANGE_CONSENT'],
  ])('two families exchange places, but not with %o', (change, fault) => {
    expect(exchangeFaults(own, other, august, on)).toEqual([]);
    expect(exchangeFaults(own, { ...other, ...change }, august, on)).toEqual([fault]);
    expect(exchangeFaults({ ...other, ...change }, own, august, on)).toEqual([fault]);
    expect(exchangeFaults(own, other, august, '2026-07-31')).toContain('EXCHANGE_WINDOW');
  });
});

describe('the roll on 1 September', () => {
  it('comes once a year', () => {
    expect(nextRoll('2026-09-01')).toBe('2026-09-01');
    expect(nextRoll('2026-09-02')).toBe('2027-09-01');
    expect(nextRoll('2024-02-29')).toBe('2024-09-01');
    expect(rollDay(2026)).toBe('2026-09-01');
  });

  it.each([
    ['2020-09-01', '2026-08-31', false], // six on the day itself, and not before the roll
    ['2020-09-01', '2026-09-01', true],
    ['2020-09-02', '2026-09-01', false], // six the day after: stays until summer
    ['2020-09-02', '2027-08-31', false],
    ['2020-09-02', '2027-09-01', true],
    ['2020-02-29', '2026-09-01', true],
    ['2021-01-01', '2026-12-31', false],
  ])('born %s leaves on %s: %s', (birth, on, leaves) => {
    expect(leavesByAge(birth, on, six)).toBe(leaves);
  });

  it('tells which groups run, which have their last year, which are over', () => {
    const stages = [2019, 2020, 2021, 2024, 2025, 2026].map((cohort) => groupStanding(cohort, 2026, six));
    expect(stages).toEqual([
      { age: 7, stage: 'finished' },
      { age: 6, stage: 'finishing' },
      { age: 5, stage: 'running' },
      { age: 2, stage: 'running' },
      { age: 1, stage: 'running' },
      { age: 0, stage: 'early' },
    ]);
  });

  it('a finished group has no child left, a running one has lost none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2015, max: 2030 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 5, max: 7 }),
        (cohort, month, day, years, overAgeYears) => {
          const birth = civilDate(cohort, month, Math.min(day, daysInMonth(cohort, month)));
          const { stage } = groupStanding(cohort, cohort + years, { overAgeYears });
          const leaves = leavesByAge(birth, rollDay(cohort + years), { overAgeYears });
          if (stage === 'finished') expect(leaves).toBe(true);
          if (stage === 'running' || stage === 'early') expect(leaves).toBe(false);
          expect(leaves).toBe(ageOnFirstSeptember(birth, cohort + years) >= overAgeYears);
          // Nobody who left comes back.
          if (leaves)
            expect(leavesByAge(birth, addDays(rollDay(cohort + years), 400), { overAgeYears })).toBe(true);
        },
      ),
    );
  });
});
