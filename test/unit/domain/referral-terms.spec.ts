import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  almatyDate,
  almatyInstant,
  almatyTime,
  workingCalendar,
  workingDaysBetween,
} from '../../../domain/calendar.ts';
import { addDays, daysBetween } from '../../../domain/civil-date.ts';
import { HOLIDAYS } from '../../../domain/data/holidays.ts';
import { PROFILE_TEMPLATES, RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import { REFERRAL_STATES } from '../../../domain/referral.ts';
import {
  benefitUntil,
  extension,
  failureStep,
  hasRunOut,
  issueTerms,
  leavesStopList,
  nextStanding,
  offerUntil,
  referralValidUntil,
  restoreFault,
  runningTerm,
  specialUntil,
} from '../../../domain/referral-terms.ts';
import type { RuleProfile } from '../../../domain/rule-profile.ts';

const calendar = workingCalendar(HOLIDAYS);
const profile = (code: string): RuleProfile => {
  const found = [...RULE_PROFILES, ...PROFILE_TEMPLATES].find((each) => each.code === code);
  if (found === undefined) throw new Error(code);
  return found;
};
const national = profile('national-2025');
const at = (day: string, time = '12:04'): Date => almatyInstant(day, time);
const shown = (moment: Date | null): string | null =>
  moment === null ? null : `${almatyDate(moment)} ${almatyTime(moment)}`;

describe('terms', () => {
  it.each([
    ['national-2025', '2026-04-16', '2026-04-18 23:59'], // 2 calendar days
    ['astana-2026', '2026-04-17', '2026-04-18 23:59'], // 1 calendar day, a Saturday
    ['almaty-2023', '2024-03-20', '2024-03-28 18:30'], // 3 working days over Nauryz: 21–25 are days off
    ['voucher-2025', '2026-04-30', '2026-05-05 18:30'], // 1 May is a holiday, then a weekend
    ['karaganda-2018', '2026-04-16', null],
  ])('an offer under %s of %s may be answered until %s', (code, from, until) => {
    expect(shown(offerUntil(profile(code), calendar, at(from)))).toBe(until);
  });

  it.each([
    ['2026-04-16', '2026-04-23 18:30'],
    ['2026-04-30', '2026-05-12 18:30'], // over 1, 7, 9 (moved to 11) May
    ['2024-02-23', '2024-03-01 18:30'], // over 29 February
    ['2024-02-29', '2024-03-07 18:30'], // from 29 February, the night the clocks moved
    ['2026-12-31', '2027-01-12 18:30'], // over New Year, moved 4 January and Christmas
  ])('a referral issued on %s is good until %s', (from, until) => {
    expect(shown(referralValidUntil(national, calendar, at(from)))).toBe(until);
  });

  it('a referral without a term is good until documents are no longer taken', () => {
    const none = profile('karaganda-2018');
    expect(shown(referralValidUntil(none, calendar, at('2026-04-16')))).toBe('2026-08-31 18:30');
    expect(shown(referralValidUntil(none, calendar, at('2026-08-31')))).toBe('2027-08-31 18:30');
    expect(shown(referralValidUntil(none, calendar, at('2026-10-01')))).toBe('2027-08-31 18:30');
  });

  it('the benefit’s term runs only while it is pending', () => {
    expect(shown(benefitUntil(national, calendar, at('2026-04-16')))).toBe('2026-04-23 18:30');
    expect(benefitUntil(profile('almaty-2023'), calendar, at('2026-04-16'))).toBeNull();
    const terms = (state: 'pending' | 'not_needed' | 'confirmed') =>
      shown(issueTerms(national, calendar, at('2026-04-16'), state).benefitUntil);
    expect([terms('pending'), terms('not_needed'), terms('confirmed')]).toEqual([
      '2026-04-23 18:30',
      null,
      null,
    ]);
  });

  it('count exactly the working days of the profile, whatever holidays lie between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 30 }), (offset, days) => {
        const from = addDays('2024-01-01', offset % 1300);
        const until = referralValidUntil(
          { referralWorkingDays: days, workdayEnds: '18:30' },
          calendar,
          at(from),
        );
        expect(workingDaysBetween(calendar, from, almatyDate(until))).toBe(days);
        expect(calendar.isWorkingDay(almatyDate(until))).toBe(true);
        expect(almatyTime(until)).toBe('18:30');
      }),
    );
  });
});

describe('extension', () => {
  const referral = {
    state: 'issued',
    benefitState: 'not_needed',
    firstValidUntil: at('2026-04-23', '18:30'),
    validUntil: at('2026-04-23', '18:30'),
    extensions: 0,
  } as const;
  const now = at('2026-04-20');

  it('goes to the day asked for, or as far as the profile lets it: 30 calendar days after the first end', () => {
    expect(extension(national, referral, now, null)).toEqual({
      ok: true,
      until: at('2026-05-23', '18:30'),
      latest: '2026-05-23',
    });
    expect(extension(national, referral, now, '2026-04-30')).toMatchObject({
      ok: true,
      until: at('2026-04-30', '18:30'),
    });
    expect(
      extension(
        national,
        { ...referral, firstValidUntil: at('2024-01-30', '18:30') },
        at('2024-01-29'),
        null,
      ),
    ).toMatchObject({
      latest: '2024-02-29',
    });
  });

  it.each([
    [national, { extensions: 1 }, now, null, 'EXTENSION_LIMIT'],
    [profile('almaty-2023'), {}, now, null, 'EXTENSION_UNKNOWN'],
    [national, {}, at('2026-04-23', '18:31'), null, 'EXTENSION_LATE'],
    [national, {}, now, '2026-05-24', 'EXTENSION_TOO_FAR'],
    [national, {}, now, '2026-04-23', 'EXTENSION_NOT_LATER'],
    [national, { state: 'documents' }, now, null, 'EXTENSION_STATE'],
    [national, { benefitState: 'pending' }, now, null, 'EXTENSION_STATE'],
  ] as const)('is refused: %#', (rules, change, moment, asked, fault) => {
    expect(extension(rules, { ...referral, ...change }, moment, asked)).toMatchObject({ ok: false, fault });
  });

  it('however often, never further than the profile’s days after the first end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }),
        (limit, asks) => {
          let own: Parameters<typeof extension>[1] = referral;
          let done = 0;
          for (const ask of asks) {
            const found = extension(
              { ...national, extensionLimit: limit },
              own,
              now,
              addDays('2026-04-20', ask),
            );
            if (!found.ok) continue;
            done++;
            expect(found.until.getTime()).toBeGreaterThan(own.validUntil.getTime());
            expect(daysBetween('2026-04-23', almatyDate(found.until))).toBeLessThanOrEqual(30);
            own = { ...own, validUntil: found.until, extensions: own.extensions + 1 };
          }
          expect(done).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});

describe('what follows a failure', () => {
  it('the stop list ends by itself the day after its last', () => {
    const step = failureStep('expired', profile('astana-2019'), 0, '2026-02-20');
    expect(step).toEqual({
      event: 'put_on_stop_list',
      to: 'stop_list',
      stopListUntil: '2026-03-02',
      restoreUntil: null,
    });
    expect(nextStanding(step)).toEqual({ kind: 'stop_list', until: '2026-03-02' });
    expect(['2026-03-01', '2026-03-02', '2026-03-03'].map((on) => leavesStopList('2026-03-02', on))).toEqual([
      false,
      false,
      true,
    ]);
    expect(failureStep('lapsed', profile('astana-2019'), 0, '2024-02-20')?.stopListUntil).toBe('2024-03-01');
  });

  it('an inactive application is restored once, within its 28 days', () => {
    const voucher = profile('voucher-2025');
    const step = failureStep('expired', voucher, 0, '2026-02-01');
    expect(step).toEqual({
      event: 'deactivate',
      to: 'inactive',
      stopListUntil: null,
      restoreUntil: '2026-03-01',
    });
    const app =
      (status: 'inactive' | 'queued', restoreUntil: string | null, restored: number) => (on: string) =>
        restoreFault({ status, restoreUntil, restored }, voucher, on);
    expect(app('inactive', '2026-03-01', 0)('2026-03-01')).toBeNull();
    expect(app('inactive', '2026-03-01', 0)('2026-03-02')).toBe('RESTORE_LATE');
    expect(app('inactive', '2026-03-01', 1)('2026-03-01')).toBe('RESTORE_LIMIT');
    expect(app('inactive', null, 0)('2026-03-01')).toBe('RESTORE_LATE');
    expect(app('queued', '2026-03-01', 0)('2026-03-01')).toBe('RESTORE_STATUS');
    const again = failureStep('declined', voucher, 1, '2026-05-01');
    expect(again).toMatchObject({ to: 'inactive', restoreUntil: null });
    expect(nextStanding(again)).toEqual({ kind: 'inactive_for_good' });
  });

  it('nothing follows where the child is queued already; the queue where the profile says so', () => {
    for (const state of REFERRAL_STATES) {
      const step = failureStep(state, national, 0, '2026-04-16');
      const fails = ['declined', 'lapsed', 'expired'].includes(state);
      expect([state, step]).toEqual([
        state,
        fails ? { event: 'requeue', to: 'queued', stopListUntil: null, restoreUntil: null } : null,
      ]);
      expect(nextStanding(step)).toEqual({ kind: 'queue' });
    }
  });
});

describe('the term that runs', () => {
  const terms = {
    offerUntil: at('2026-04-18'),
    benefitUntil: at('2026-04-22'),
    validUntil: at('2026-04-23'),
  };
  it.each([
    ['offered', 'pending', 'offer_lapsed', '2026-04-18'],
    ['accepted', 'not_needed', null, null],
    ['issued', 'pending', 'benefit_review_lapsed', '2026-04-22'],
    ['issued', 'confirmed', 'referral_lapsed', '2026-04-23'],
    ['documents', 'not_needed', null, null],
    ['admitted', 'not_needed', null, null],
    ['cancelled', 'rejected', null, null],
  ] as const)('%s, benefit %s: %s', (state, benefitState, event, day) => {
    const term = runningTerm({ state, benefitState, ...terms });
    expect([term?.event ?? null, term === null ? null : almatyDate(term.until)]).toEqual([event, day]);
  });

  it('has run out only after its last second', () => {
    const term = runningTerm({ state: 'offered', benefitState: 'not_needed', ...terms });
    expect(hasRunOut(term, at('2026-04-18'))).toBe(false);
    expect(hasRunOut(term, new Date(at('2026-04-18').getTime() + 1))).toBe(true);
    expect(hasRunOut(null, at('2030-01-01'))).toBe(false);
  });

  it('a special seat is the special queue’s for the profile’s days after the one it opened', () => {
    expect(shown(specialUntil(profile('almaty-2023'), '2024-02-26'))).toBe('2024-03-01 00:00');
    expect(specialUntil(national, '2026-04-16')).toBeNull();
  });
});
