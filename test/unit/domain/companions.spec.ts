import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CivilDate, fromEpochDay, isRealDay } from '../../../domain/civil-date.ts';
import {
  COMPANION_STATES,
  COMPANION_TRANSITIONS,
  type CompanionCase,
  companionDifferences,
  companionObstacles,
  daysMeet,
  isOfAge,
  isPermitted,
  nextCompanionState,
  permittedCompanionActs,
} from '../../../domain/companions.ts';
import { RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import { COMPANION_EVENTS } from '../../../domain/status.ts';

const [rules] = RULE_PROFILES;
if (rules === undefined) throw new Error('no profile');
const ON = '2026-04-16';
const grandmother: CompanionCase = {
  on: ON,
  rules,
  birthDate: '1962-03-08',
  days: { from: ON, to: null },
  isApplicant: false,
  hasReferral: true,
  isAdmitted: true,
  isThere: false,
  posts: [],
  differs: [],
  liveOfChild: 0,
  liveOfCompanion: 0,
};
const codes = (change: Partial<CompanionCase>): readonly string[] =>
  companionObstacles({ ...grandmother, ...change }).map(({ code }) => code);

describe('companions by the seed of akmola', () => {
  it('a grandmother of an admitted child may', () => {
    expect(companionObstacles(grandmother)).toEqual([]);
  });

  it('each rule has its own message, told in order, with its number', () => {
    expect(
      companionObstacles({
        ...grandmother,
        birthDate: '2012-01-01',
        days: { from: '2026-01-01', to: '2026-04-15' },
        hasReferral: false,
        isAdmitted: false,
        isThere: true,
        posts: [{ from: '2020-09-01', to: null }],
        differs: ['phone'],
        liveOfChild: 5,
        liveOfCompanion: 5,
      }),
    ).toEqual([
      { code: 'COMPANION_REFERRED', limit: null, fields: [] },
      { code: 'COMPANION_ADMITTED', limit: null, fields: [] },
      { code: 'COMPANION_PERMIT_LIVE_ONCE', limit: null, fields: [] },
      { code: 'COMPANION_DAYS', limit: null, fields: [] },
      { code: 'COMPANION_OF_AGE', limit: 16, fields: [] },
      { code: 'COMPANION_NO_STAFF', limit: null, fields: [] },
      { code: 'COMPANION_DATA_EQUAL', limit: null, fields: ['phone'] },
      { code: 'COMPANION_MAX_PER_CHILD', limit: 5, fields: [] },
      { code: 'COMPANION_MAX_CHILDREN', limit: 5, fields: [] },
    ]);
  });

  it('the fifth may, the sixth may not; of children too', () => {
    expect(codes({ liveOfChild: 4, liveOfCompanion: 4 })).toEqual([]);
    expect(codes({ liveOfChild: 5 })).toEqual(['COMPANION_MAX_PER_CHILD']);
    expect(codes({ liveOfCompanion: 5 })).toEqual(['COMPANION_MAX_CHILDREN']);
    expect(codes({ liveOfChild: 2, rules: { ...rules, companionMaxPerChild: 2 } })).toEqual([
      'COMPANION_MAX_PER_CHILD',
    ]);
  });

  it.each([
    ['turns 16 today', '2010-04-16', '2026-04-16', 16, true],
    ['turns 16 tomorrow', '2010-04-17', '2026-04-16', 16, false],
    ['born on 29 February, 16 in a leap year', '2008-02-29', '2024-02-28', 16, false],
    ['on the day itself', '2008-02-29', '2024-02-29', 16, true],
    ['of 17 on 28 February of a common year', '2008-02-29', '2025-02-28', 17, false],
    ['on 1 March of a common year', '2008-02-29', '2025-03-01', 17, true],
    ['16 in 2100, which is no leap year', '2084-02-29', '2100-02-28', 16, false],
    ['the day after', '2084-02-29', '2100-03-01', 16, true],
  ])('%s', (_name, birthDate, on, companionMinAge, fine) => {
    expect(isOfAge(birthDate, on, { companionMinAge })).toBe(fine);
    const asked = { birthDate, on, days: { from: on, to: null }, rules: { ...rules, companionMinAge } };
    expect(codes(asked)).toEqual(fine ? [] : ['COMPANION_OF_AGE']);
  });

  it('staff of a kindergarten may not, but as the applying parent or guardian', () => {
    const posts = [{ from: '2020-09-01', to: null }];
    expect(codes({ posts })).toEqual(['COMPANION_NO_STAFF']);
    expect(codes({ posts, isApplicant: true })).toEqual([]);
  });

  it('who left before is staff no more; who will begin within the days is', () => {
    expect(codes({ posts: [{ from: '2020-09-01', to: '2026-04-15' }] })).toEqual([]);
    expect(codes({ posts: [{ from: '2020-09-01', to: '2026-04-16' }] })).toEqual(['COMPANION_NO_STAFF']);
    expect(codes({ posts: [{ from: '2026-09-01', to: null }] })).toEqual(['COMPANION_NO_STAFF']);
    expect(
      codes({ posts: [{ from: '2026-09-01', to: null }], days: { from: ON, to: '2026-08-31' } }),
    ).toEqual([]);
    // Days that began before today do not look back.
    expect(
      codes({ posts: [{ from: '2026-01-01', to: '2026-02-01' }], days: { from: '2026-01-15', to: null } }),
    ).toEqual([]);
  });

  it('the applicant takes nobody’s place', () => {
    expect(codes({ isApplicant: true, liveOfChild: 5, liveOfCompanion: 6 })).toEqual([]);
  });

  it('days that are none are refused', () => {
    expect(codes({ days: { from: ON, to: '2026-04-15' } })).toEqual(['COMPANION_DAYS']);
    expect(codes({ days: { from: '2026-02-30', to: null } })).toEqual(['COMPANION_DAYS']);
    expect(codes({ days: { from: ON, to: ON } })).toEqual([]);
  });

  it('data are those of the record, letter for letter but for the case', () => {
    const record = { surname: 'Әбдіқадырова', givenName: 'Айгүл', patronymic: null, phone: '+77011234567' };
    expect(companionDifferences({ ...record, surname: ' әбдіҚАДЫРОВА ' }, record)).toEqual([]);
    expect(companionDifferences({ ...record, givenName: 'Айгуль', patronymic: 'Сапарқызы' }, record)).toEqual(
      ['givenName', 'patronymic'],
    );
    expect(companionDifferences({ ...record, phone: '+77019999999' }, record)).toEqual(['phone']);
    expect(companionDifferences({ ...record, relation: 'aunt' }, { ...record, relation: 'mother' })).toEqual([
      'relation',
    ]);
    const { phone, ...bare } = record;
    expect(companionDifferences({ ...record, phone: '+77019999999' }, bare)).toEqual([]);
    expect(phone).toBe('+77011234567');
  });
});

describe('the machine of a permit', () => {
  it('has one way for each event and state, and none out of what is over', () => {
    const seen = new Set(
      COMPANION_TRANSITIONS.flatMap(({ event, from, by }) => by.map((actor) => `${event} ${from} ${actor}`)),
    );
    expect(seen.size).toBe(COMPANION_TRANSITIONS.reduce((sum, { by }) => sum + by.length, 0));
    expect(COMPANION_TRANSITIONS.filter(({ from }) => from === 'refused' || from === 'ended')).toEqual([]);
  });

  it('lets officers sign, and nobody else', () => {
    expect(permittedCompanionActs('waiting', 'head')).toEqual(['approve_companion', 'refuse_companion']);
    expect(permittedCompanionActs('approved', 'clerk')).toEqual(['suspend_companion']);
    expect(permittedCompanionActs('suspended', 'head')).toEqual(['resume_companion']);
    for (const state of COMPANION_STATES) {
      expect(permittedCompanionActs(state, 'supervisor')).toEqual([]);
      expect(permittedCompanionActs(state, 'admin')).toEqual([]);
    }
    expect(nextCompanionState('waiting', 'suspend_companion', 'clerk')).toBeNull();
    expect(nextCompanionState('waiting', 'suspend_companion', 'job')).toBe('suspended');
    expect(nextCompanionState('ended', 'resume_companion', 'head')).toBeNull();
  });

  it('only an approved permit is good, and only on its days', () => {
    const days = { from: '2026-04-16', to: '2026-05-01' };
    for (const state of COMPANION_STATES) {
      expect(isPermitted({ state, ...days }, '2026-05-01')).toBe(state === 'approved');
      expect(isPermitted({ state, ...days }, '2026-05-02')).toBe(false);
      expect(isPermitted({ state, ...days }, '2026-04-15')).toBe(false);
    }
  });
});

describe('whatever the numbers', () => {
  const day = fc.integer({ min: -20_000, max: 45_000 }).map(fromEpochDay);
  const days = fc
    .record({ from: day, to: fc.option(day) })
    .filter(({ from, to }) => to === null || to >= from);
  const cases: fc.Arbitrary<CompanionCase> = fc.record({
    on: day,
    rules: fc
      .record({
        companionMaxPerChild: fc.integer({ min: 1, max: 9 }),
        companionMaxChildren: fc.integer({ min: 1, max: 9 }),
        companionMinAge: fc.integer({ min: 1, max: 30 }),
      })
      .map((limits) => ({ ...rules, ...limits })),
    birthDate: day,
    days,
    isApplicant: fc.boolean(),
    hasReferral: fc.boolean(),
    isAdmitted: fc.boolean(),
    isThere: fc.boolean(),
    posts: fc.array(days, { maxLength: 3 }),
    differs: fc.subarray(['surname', 'phone'] as const),
    liveOfChild: fc.integer({ min: 0, max: 12 }),
    liveOfCompanion: fc.integer({ min: 0, max: 12 }),
  });

  it('nobody is older the day before than the day after, and a birthday comes once a year', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (birthDate, companionMinAge) => {
        const [year = 0, month = 0, date = 0] = birthDate.split('-').map(Number);
        const at = year + companionMinAge;
        const birthday: CivilDate = isRealDay(at, month, date)
          ? `${String(at).padStart(4, '0')}-${birthDate.slice(5)}`
          : `${String(at).padStart(4, '0')}-03-01`;
        expect(isOfAge(birthDate, birthday, { companionMinAge })).toBe(true);
        expect(isOfAge(birthDate, addDays(birthday, -1), { companionMinAge })).toBe(false);
      }),
    );
  });

  it('fewer companions, fewer posts and a later day never stand more against', () => {
    fc.assert(
      fc.property(cases, (asked) => {
        const before = new Set(companionObstacles(asked).map(({ code }) => code));
        const easier = companionObstacles({
          ...asked,
          liveOfChild: Math.max(0, asked.liveOfChild - 1),
          liveOfCompanion: Math.max(0, asked.liveOfCompanion - 1),
          posts: asked.posts.slice(1),
        });
        for (const { code } of easier) expect(before.has(code)).toBe(true);
      }),
    );
  });

  it('every rule stands alone: met, its own code goes and the others stay', () => {
    const cures = {
      COMPANION_REFERRED: { hasReferral: true },
      COMPANION_ADMITTED: { isAdmitted: true },
      COMPANION_PERMIT_LIVE_ONCE: { isThere: false },
      COMPANION_NO_STAFF: { posts: [] },
      COMPANION_DATA_EQUAL: { differs: [] },
      COMPANION_MAX_PER_CHILD: { liveOfChild: 0 },
      COMPANION_MAX_CHILDREN: { liveOfCompanion: 0 },
    } as const;
    fc.assert(
      fc.property(cases, fc.constantFrom(...Object.keys(cures)), (asked, code) => {
        const cured = { ...asked, ...cures[code as keyof typeof cures] };
        expect(companionObstacles(cured).map((one) => one.code)).toEqual(
          companionObstacles(asked)
            .map((one) => one.code)
            .filter((one) => one !== code),
        );
      }),
    );
  });

  it('days meet either way round', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(daysMeet(a, b)).toBe(daysMeet(b, a));
      }),
    );
  });

  it('an act leads to one state', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COMPANION_STATES),
        fc.constantFrom(...COMPANION_EVENTS),
        (state, act) => {
          const ways = COMPANION_TRANSITIONS.filter(({ event, from }) => event === act && from === state);
          expect(ways.length).toBeLessThanOrEqual(1);
          expect(nextCompanionState(state, act, 'head')).toBe(
            ways[0]?.by.includes('head') ? ways[0].to : null,
          );
        },
      ),
    );
  });
});
