import { describe, expect, it } from 'vitest';
import { PROFILE_TEMPLATES, RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import {
  overlappingProfiles,
  profileFaults,
  profileInForce,
  type RuleProfile,
  supersede,
  supersededBy,
} from '../../../domain/rule-profile.ts';

describe('rule profiles', () => {
  const [national] = RULE_PROFILES;
  if (national === undefined) throw new Error('no profile shipped');
  const profile = (change: Partial<RuleProfile>): RuleProfile => ({ ...national, ...change });

  it('shipped ones are sound and do not overlap', () => {
    for (const shipped of [...RULE_PROFILES, ...PROFILE_TEMPLATES]) {
      expect([shipped.code, profileFaults(shipped)]).toEqual([shipped.code, []]);
      expect(shipped.verified).toBe(false);
      expect(shipped.source).not.toBe('');
    }
    expect(overlappingProfiles(RULE_PROFILES)).toEqual([]);
  });

  it.each([
    ['astana', '2019-10-09', 'astana-2019'],
    ['astana', '2024-05-31', 'astana-2019'],
    ['astana', '2024-06-01', 'national-2025'],
    ['astana', '2026-04-16', 'astana-2026'],
    ['almaty', '2024-12-31', 'almaty-2023'],
    ['akmola', '2026-04-16', 'national-2025'],
    ['akmola', '2024-05-31', null],
  ])('%s on %s: %s', (region, on, code) => {
    expect(profileInForce(RULE_PROFILES, region, 'preschool_queue', on)?.code ?? null).toBe(code);
    expect(profileInForce(RULE_PROFILES.toReversed(), region, 'preschool_queue', on)?.code ?? null).toBe(
      code,
    );
    expect(profileInForce(RULE_PROFILES, region, 'additional_education', on)).toBeNull();
  });

  it.each([
    [{ code: 'Сарыбел' }, 'PROFILE_CODE', 'code'],
    [{ nameKk: ' ' }, 'PROFILE_NAME', 'nameKk'],
    [{ validFrom: '2026-02-30' }, 'PROFILE_VALIDITY', 'validFrom'],
    [{ validTo: '2024-06-01' }, 'PROFILE_VALIDITY', 'validTo'],
    [{ workdayEnds: '24:00' }, 'PROFILE_WORKDAY_ENDS', 'workdayEnds'],
    [{ decisionWorkingDays: 0 }, 'PROFILE_TERM', 'decisionWorkingDays'],
    [{ restoreDays: 1.5, restoreLimit: 1 }, 'PROFILE_TERM', 'restoreDays'],
    [{ ordinaryPlaces: 0 }, 'PROFILE_RATIO', 'ordinaryPlaces'],
    [{ benefitPlaces: -1 }, 'PROFILE_RATIO', 'benefitPlaces'],
    [{ offerDayUnit: null }, 'PROFILE_OFFER', 'offerDayUnit'],
    [{ extensionLimit: 0 }, 'PROFILE_EXTENSION', 'extensionLimit'],
    [{ extensionLimit: -1 }, 'PROFILE_TERM', 'extensionLimit', 'PROFILE_EXTENSION'],
    [{ restoreLimit: 1 }, 'PROFILE_RESTORE', 'restoreLimit'],
    [{ afterExpiry: 'inactive' }, 'PROFILE_RESTORE', 'afterExpiry'],
    [{ afterDecline: 'stop_list' }, 'PROFILE_STOP_LIST', 'stopListDays'],
    [{ stopListDays: 10 }, 'PROFILE_STOP_LIST', 'stopListDays'],
    [{ together: 'cousins' as 'twins' }, 'PROFILE_TOGETHER', 'together'],
    [{ afterDecline: 'away' as 'queue' }, 'PROFILE_AFTER_FAILURE', 'afterDecline'],
    [{ bulletinTime: '9:00' }, 'PROFILE_BULLETIN', 'bulletinTime'],
    [{ transferFrom: null }, 'PROFILE_TRANSFER', 'transferTo'],
    [{ transferTo: '02-29', transferFrom: '02-01' }, 'PROFILE_TRANSFER', 'transferTo'],
    [{ transferFrom: '09-01' }, 'PROFILE_TRANSFER', 'transferTo'],
    [{ supersedes: 'national-2025' }, 'PROFILE_SUPERSEDES', 'supersedes'],
  ] as const)('%o is a fault', (change, code, field, ...also) => {
    expect(profileFaults(profile(change))).toEqual([code, ...also].map((each) => ({ code: each, field })));
  });

  it('finds overlaps, also of open-ended ones', () => {
    const a = profile({ code: 'a', validFrom: '2024-01-01', validTo: '2025-01-01' });
    const b = profile({ code: 'b', validFrom: '2025-01-01', validTo: null });
    const c = profile({ code: 'c', validFrom: '2024-12-31', validTo: null });
    expect(overlappingProfiles([a, b])).toEqual([]);
    expect(overlappingProfiles([a, b, c])).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
    expect(overlappingProfiles([b, { ...c, region: 'astana' }])).toEqual([]);
  });

  it('say what each source says of failures, bulletins and transfers', () => {
    const of = (code: string): RuleProfile | undefined =>
      [...RULE_PROFILES, ...PROFILE_TEMPLATES].find((each) => each.code === code);
    expect(of('astana-2019')).toMatchObject({
      afterExpiry: 'stop_list',
      stopListDays: 10,
      extensionLimit: 1,
    });
    expect(of('almaty-2023')).toMatchObject({
      specialFirstDays: 3,
      together: 'twins',
      afterExpiry: 'stop_list',
    });
    expect(of('voucher-2025')).toMatchObject({ afterExpiry: 'inactive', restoreDays: 28, restoreLimit: 1 });
    expect(of('karaganda-2018')).toMatchObject({ bulletinTime: '09:00', offerDays: null });
    for (const shipped of [...RULE_PROFILES, ...PROFILE_TEMPLATES]) {
      expect([shipped.transferFrom, shipped.transferTo]).toEqual(['08-01', '08-31']);
    }
  });

  it('are superseded from a day to come, and keep all but their end', () => {
    const old = profile({ code: 'a', validFrom: '2026-01-01' });
    const next = profile({ code: 'b', validFrom: '2026-07-01', ordinaryPlaces: 2 });
    const done = supersede([old], old, next, '2026-04-16');
    expect(done).toEqual({
      ok: true,
      old: { ...old, validTo: '2026-07-01' },
      next: { ...next, supersedes: 'a' },
    });
    if (!done.ok) return;
    expect(overlappingProfiles([done.old, done.next])).toEqual([]);
    expect(supersededBy([done.old, done.next], 'a')?.code).toBe('b');
    expect(supersededBy([done.old, done.next], 'b')).toBeNull();
    const both = [done.old, done.next];
    expect(supersede(both, done.old, { ...next, code: 'c', validFrom: '2026-08-01' }, '2026-04-16')).toEqual({
      ok: false,
      faults: ['SUPERSEDE_ALREADY', 'SUPERSEDE_ENDED'],
    });
    expect(supersede([old], old, { ...next, code: 'a', validFrom: '2026-04-16' }, '2026-04-16')).toEqual({
      ok: false,
      faults: ['SUPERSEDE_CODE', 'SUPERSEDE_BEGINS'],
    });
    expect(supersede([old], old, { ...next, region: 'astana' }, '2026-04-16')).toEqual({
      ok: false,
      faults: ['SUPERSEDE_QUEUE'],
    });
  });
});
