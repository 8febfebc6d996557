import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROFILE_TEMPLATES, RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import {
  compareEntries,
  explainPlace,
  orderQueue,
  PRIORITY_CLASSES,
  type QueueEntry,
  queueKeyText,
} from '../../../domain/priority.ts';
import {
  overlappingProfiles,
  profileFaults,
  profileInForce,
  type RuleProfile,
} from '../../../domain/rule-profile.ts';

const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
const entry: fc.Arbitrary<QueueEntry> = fc.record({
  id: fc.bigInt({ min: 1n, max: 10_000_000_000n }).map(String),
  priorityClass: fc.constantFrom(...PRIORITY_CLASSES),
  // Few distinct times, so that ties happen.
  submittedAt: fc.integer({ min: 1_770_000_000_000, max: 1_770_000_000_003 }),
  submittedMicros: fc.integer({ min: 0, max: 2 }),
});
const queue = fc.uniqueArray(entry, { selector: (e) => e.id, maxLength: 60 });
const ratios = fc.record({ benefitPlaces: fc.nat(3), ordinaryPlaces: fc.integer({ min: 1, max: 4 }) });

const make = (id: number, priorityClass: QueueEntry['priorityClass'], submittedAt: number): QueueEntry => ({
  id: String(id),
  priorityClass,
  submittedAt,
});

describe('queue order', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(entry, entry, entry, (a, b, c) => {
        expect(Math.sign(compareEntries(a, b))).toBe(-Math.sign(compareEntries(b, a)) || 0);
        if (compareEntries(a, b) === 0) expect(a.id).toBe(b.id);
        if (compareEntries(a, b) <= 0 && compareEntries(b, c) <= 0)
          expect(compareEntries(a, c)).toBeLessThanOrEqual(0);
      }),
    );
    expect(compareEntries(make(9, 'ordinary', 1), make(10, 'ordinary', 1))).toBeLessThan(0);
  });

  it('at 1 : 3 gives places 1, 5, 9 and 13 to benefit holders; the example of the queue screen', () => {
    const entries = [
      ...Array.from({ length: 11 }, (_, i) => make(100 + i, i < 2 ? 'out_of_turn' : 'priority', 5000 + i)),
      ...Array.from({ length: 176 }, (_, i) => make(200 + i, 'ordinary', i)),
    ];
    const order = orderQueue(entries, ratio);
    expect(
      order
        .filter((p) => p.stream === 'benefit' && p.cause === 'ratio')
        .map((p) => p.place)
        .slice(0, 4),
    ).toEqual([1, 5, 9, 13]);
    expect(order[13]?.entry.id).toBe('209');
    expect(explainPlace(order, '209')).toEqual({
      place: 14,
      stream: 'ordinary',
      cause: 'ratio',
      ahead: 13,
      benefitAhead: 4,
      ordinaryAhead: 9,
      benefitTotal: 11,
      benefitBehind: 7,
      higherClassAhead: 0,
      earlierAhead: 9,
      total: 187,
    });
    expect(explainPlace(order, '102')).toMatchObject({
      place: 9,
      higherClassAhead: 2,
      earlierAhead: 0,
      benefitBehind: 8,
    });
    expect(explainPlace(order, '999')).toBeNull();
  });

  it('puts out of turn before priority however late it came, and the earlier first', () => {
    const order = orderQueue(
      [make(1, 'priority', 1), make(2, 'out_of_turn', 9), make(3, 'priority', 0)],
      ratio,
    );
    expect(order.map((p) => p.entry.id)).toEqual(['2', '3', '1']);
    expect(order.map((p) => p.cause)).toEqual(['ratio', 'other_stream_empty', 'other_stream_empty']);
  });

  it('goes on with the ratio where the last batch stopped', () => {
    const entries = [make(1, 'priority', 1), ...[2, 3, 4, 5].map((id) => make(id, 'ordinary', id))];
    expect(orderQueue(entries, ratio, 1).map((p) => p.entry.id)).toEqual(['2', '3', '4', '1', '5']);
  });

  it('gives everyone one place, whatever order the rows came in', () => {
    fc.assert(
      fc.property(queue, ratios, fc.nat(10), (entries, r, served) => {
        const order = orderQueue(entries, r, served);
        expect(order.map((p) => p.place)).toEqual(entries.map((_, i) => i + 1));
        expect(new Set(order.map((p) => p.entry.id))).toEqual(new Set(entries.map((e) => e.id)));
        expect(orderQueue(entries.toReversed(), r, served)).toEqual(order);
        for (const stream of ['benefit', 'ordinary'] as const) {
          const own = order.filter((p) => p.stream === stream).map((p) => p.entry);
          expect(own).toEqual(own.toSorted(compareEntries));
          expect(own.every((e) => (e.priorityClass === 'ordinary') === (stream === 'ordinary'))).toBe(true);
        }
      }),
    );
  });

  it('while both wait, benefit holders never get more or fewer than their share of whole blocks', () => {
    fc.assert(
      fc.property(queue, ratios, (entries, r) => {
        const order = orderQueue(entries, r);
        const cut = order.findIndex((p) => p.cause === 'other_stream_empty');
        const both = order.slice(0, cut === -1 ? order.length : cut);
        const block = r.benefitPlaces + r.ordinaryPlaces;
        for (let start = 0; start + block <= both.length; start += block) {
          const share = both.slice(start, start + block).filter((p) => p.stream === 'benefit').length;
          expect(share).toBe(r.benefitPlaces);
        }
      }),
    );
  });

  it('another application later in time never moves one of the same class back', () => {
    fc.assert(
      fc.property(queue, ratios, fc.nat(), (entries, r, pick) => {
        fc.pre(entries.length > 0);
        const own = entries[pick % entries.length];
        if (own === undefined) return;
        const late = { ...own, id: '99999999999', submittedAt: own.submittedAt + 10 };
        const before = explainPlace(orderQueue(entries, r), own.id);
        const after = explainPlace(orderQueue([...entries, late], r), own.id);
        expect(after?.place).toBe(before?.place);
      }),
    );
  });

  it('tells queues apart', () => {
    const key = {
      districtId: 1,
      service: 'preschool_queue',
      queueKind: 'general',
      cohortYear: 2021,
      language: 'kk',
    } as const;
    const texts = [
      key,
      { ...key, districtId: 12 },
      { ...key, queueKind: 'special' as const },
      { ...key, cohortYear: 2022 },
      { ...key, language: 'ru' as const },
    ].map(queueKeyText);
    expect(new Set(texts).size).toBe(5);
    expect(queueKeyText({ ...key })).toBe(queueKeyText(key));
  });
});

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
  ] as const)('%o is a fault', (change, code, field) => {
    expect(profileFaults(profile(change))).toEqual([{ code, field }]);
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
});
