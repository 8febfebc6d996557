import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benefitTurns,
  PRIORITY_CLASSES,
  type PriorityClass,
  queueKeyText,
  streamOfTurn,
} from '../../../domain/priority.ts';
import {
  benefitAmongPlaces,
  compareEntries,
  entryOf,
  FreeTurns,
  isoOfMicros,
  type Kin,
  microsOf,
  orderNumber,
  orderQueue,
  type QueueEntry,
  streamOf,
  withFamilies,
} from '../../../domain/queue-order.ts';

const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
const ratios = fc.record({ benefitPlaces: fc.nat(3), ordinaryPlaces: fc.integer({ min: 1, max: 4 }) });

const make = (no: number, priorityClass: PriorityClass, at: number): QueueEntry =>
  entryOf({ id: String(no), number: `2026-${String(no).padStart(6, '0')}`, priorityClass, at });

const relative = fc.record({
  no: fc.integer({ min: 1, max: 9_999_999 }),
  year: fc.constantFrom(2025, 2026),
  priorityClass: fc.constantFrom(...PRIORITY_CLASSES),
  // Few distinct times, twins and applicants, so that ties and families happen.
  at: fc.integer({ min: 1_770_000_000_000_000, max: 1_770_000_000_000_006 }),
  twinGroup: fc.constantFrom(null, null, null, 'a', 'b', 'c'),
  applicantId: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
});
const child = relative.map(({ no, year, priorityClass, at, twinGroup, applicantId }): QueueEntry & Kin => ({
  ...entryOf({ id: `${year}${no}`, number: `${year}-${String(no).padStart(6, '0')}`, priorityClass, at }),
  twinGroup,
  applicantId,
}));
const queue = fc.uniqueArray(child, { selector: (e) => e.id, maxLength: 40 });
const live = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 });

describe('order within a stream', () => {
  it('is total: the number decides where class and time do not', () => {
    fc.assert(
      fc.property(child, child, child, (a, b, c) => {
        expect(Math.sign(compareEntries(a, b))).toBe(-Math.sign(compareEntries(b, a)) || 0);
        if (compareEntries(a, b) === 0) expect(a.id).toBe(b.id);
        if (compareEntries(a, b) <= 0 && compareEntries(b, c) <= 0)
          expect(compareEntries(a, c)).toBeLessThanOrEqual(0);
      }),
    );
    // As an integer, by year first: 9 before 10, the last of 2025 before the first of 2026.
    expect(orderNumber('2026-000009')).toBeLessThan(orderNumber('2026-000010'));
    expect(orderNumber('2025-9999999')).toBeLessThan(orderNumber('2026-000001'));
    expect(orderNumber('2026-999999')).toBeLessThan(orderNumber('2026-1000000'));
    for (const bad of ['2026-1', '26-000001', '2026-Ж-000001', ''])
      expect(() => orderNumber(bad)).toThrow('APPLICATION_NUMBER');
  });

  it('goes by the microsecond', () => {
    const [early, late] = ['09:14:22.318001', '09:14:22.318002'].map((t) =>
      microsOf(`2026-01-31T${t}+05:00`),
    );
    expect(compareEntries(make(2, 'ordinary', early ?? 0), make(1, 'ordinary', late ?? 0))).toBeLessThan(0);
    expect(isoOfMicros(early ?? 0)).toBe('2026-01-31T09:14:22.318001+05:00');
    expect(microsOf('2026-01-31T04:14:22.318001Z')).toBe(early);
    expect(microsOf('2026-01-31 04:14:22.318001+00')).toBe(early);
    expect(microsOf('2026-01-31T04:14:22Z')).toBe((early ?? 0) - 318_001);
    expect(isoOfMicros(microsOf('2024-02-20T10:00:00.5Z'))).toBe('2024-02-20T16:00:00.500000+06:00');
    for (const bad of [
      '2026-01-31',
      '2026-01-31T09:14:22',
      '2026-13-31T09:14:22Z',
      '2026-01-31T09:14:22.1234567Z',
    ])
      expect(() => microsOf(bad)).toThrow('QUEUE_TIME');
    expect(() => make(1, 'ordinary', 1.5)).toThrow('QUEUE_TIME');
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000_000_000, max: 1_900_000_000_000_000 }), (at) => {
        expect(microsOf(isoOfMicros(at))).toBe(at);
      }),
    );
  });
});

describe('families', () => {
  const kin = (entry: QueueEntry, twinGroup: string | null, applicantId: string): QueueEntry & Kin => ({
    ...entry,
    twinGroup,
    applicantId,
  });
  const ids = (entries: readonly QueueEntry[]): readonly string[] =>
    entries.toSorted(compareEntries).map((e) => e.id);
  const family = [
    kin(make(1, 'ordinary', 10), 'x', 'mother'),
    kin(make(2, 'ordinary', 20), null, 'other'),
    kin(make(3, 'ordinary', 30), 'x', 'father'),
    kin(make(4, 'ordinary', 40), null, 'father'),
  ];

  it('twins stand behind the first of them, siblings too where the profile says so', () => {
    expect(ids(withFamilies(family, 'none'))).toEqual(['1', '2', '3', '4']);
    expect(ids(withFamilies(family, 'twins'))).toEqual(['1', '3', '2', '4']);
    // The father's other child is family of the mother's: a family is whole.
    expect(ids(withFamilies(family, 'siblings'))).toEqual(['1', '3', '4', '2']);
  });

  it('a class lifts a sibling within its stream and never out of it', () => {
    const lifted = withFamilies(
      [
        kin(make(1, 'priority', 1), null, 'a'),
        kin(make(2, 'out_of_turn', 9), null, 'b'),
        kin(make(3, 'priority', 8), null, 'b'),
        kin(make(4, 'ordinary', 0), null, 'b'),
      ],
      'siblings',
    );
    expect(ids(lifted)).toEqual(['2', '3', '1', '4']);
    expect(lifted.find((e) => e.id === '3')?.order.priorityClass).toBe('out_of_turn');
    expect(lifted.find((e) => e.id === '4')?.order.priorityClass).toBe('ordinary');
  });

  it('stand in a row, nobody between, nobody of them further back than alone', () => {
    fc.assert(
      fc.property(queue, fc.constantFrom('twins', 'siblings'), (entries, together) => {
        const standing = withFamilies(entries, together).toSorted(compareEntries);
        for (const stream of ['benefit', 'ordinary'] as const) {
          const own = standing.filter((e) => streamOf(e) === stream);
          for (const group of ['a', 'b', 'c']) {
            const spots = own.flatMap((e, i) => (e.twinGroup === group ? [i] : []));
            const first = spots[0];
            if (first === undefined) continue;
            const between = own.slice(first, (spots.at(-1) ?? first) + 1);
            expect(between.every((e) => e.order.no === own[first]?.order.no)).toBe(true);
            if (together === 'twins') expect(between.every((e) => e.twinGroup === group)).toBe(true);
          }
        }
        expect(
          withFamilies(entries.toReversed(), together)
            .toSorted(compareEntries)
            .map((e) => e.id),
        ).toEqual(standing.map((e) => e.id));
        expect(new Set(standing.map((e) => e.id))).toEqual(new Set(entries.map((e) => e.id)));
      }),
    );
  });
});

describe('turns', () => {
  it('at 1 : 3 the turns 1, 5, 9 and 13 are benefit holders’', () => {
    const benefit = Array.from({ length: 16 }, (_, i) => i + 1).filter(
      (t) => streamOfTurn(t, ratio) === 'benefit',
    );
    expect(benefit).toEqual([1, 5, 9, 13]);
    for (let upTo = 0; upTo <= 16; upTo++)
      expect(benefitTurns(upTo, ratio)).toBe(benefit.filter((t) => t <= upTo).length);
  });

  it('that came back are filled again, lowest first, then the ones after the last', () => {
    const turns = new FreeTurns([7, 2, 4, 1]);
    expect(Array.from({ length: 6 }, (_, i) => turns.turn(i + 1))).toEqual([3, 5, 6, 8, 9, 10]);
    expect(new FreeTurns([]).turn(1)).toBe(1);
    for (const bad of [[1, 1], [0], [1.5], [-3]]) expect(() => new FreeTurns(bad)).toThrow('QUEUE_TURN');
  });

  it('are counted without walking them', () => {
    fc.assert(
      fc.property(live, ratios, fc.nat(60), (taken, r, places) => {
        const turns = new FreeTurns(taken);
        const walked = Array.from({ length: places }, (_, i) => turns.turn(i + 1));
        expect(turns.benefitAmong(places, r)).toBe(
          walked.filter((t) => streamOfTurn(t, r) === 'benefit').length,
        );
        expect(walked.some((t) => taken.includes(t))).toBe(false);
        expect(walked).toEqual(walked.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('queue order', () => {
  it('gives benefit holders 1, 5, 9, 13; out of turn before priority however late it came', () => {
    const order = orderQueue(
      [
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((no) => make(no, 'ordinary', no)),
        make(20, 'priority', 1),
        make(21, 'out_of_turn', 99),
        make(22, 'priority', 0),
        make(23, 'priority', 2),
      ],
      ratio,
    );
    expect(order.filter((p) => p.stream === 'benefit').map((p) => [p.place, p.entry.id])).toEqual([
      [1, '21'],
      [5, '22'],
      [9, '20'],
      [13, '23'],
    ]);
  });

  it('leaves the turns of a stream that ends to the other', () => {
    const order = orderQueue(
      [make(1, 'priority', 1), make(2, 'out_of_turn', 9), make(3, 'priority', 0)],
      ratio,
    );
    expect(order.map((p) => [p.entry.id, p.cause])).toEqual([
      ['2', 'ratio'],
      ['3', 'other_stream_empty'],
      ['1', 'other_stream_empty'],
    ]);
  });

  it('goes on with the ratio where the last places stopped, void turns first', () => {
    const entries = [make(1, 'priority', 1), ...[2, 3, 4, 5].map((no) => make(no, 'ordinary', no))];
    const rows = (taken: readonly number[]) =>
      orderQueue(entries, ratio, taken).map((p) => [p.entry.id, p.turn]);
    expect(rows([1])).toEqual([
      ['2', 2],
      ['3', 3],
      ['4', 4],
      ['1', 5],
      ['5', 6],
    ]);
    // Turn 1 came back: the benefit holder stands first again.
    expect(rows([2, 3])).toEqual([
      ['1', 1],
      ['2', 4],
      ['3', 5],
      ['4', 6],
      ['5', 7],
    ]);
  });

  it('gives everyone one place, whatever order the rows came in', () => {
    fc.assert(
      fc.property(queue, ratios, live, (entries, r, taken) => {
        const order = orderQueue(entries, r, taken);
        expect(order.map((p) => p.place)).toEqual(entries.map((_, i) => i + 1));
        expect(new Set(order.map((p) => p.entry.id))).toEqual(new Set(entries.map((e) => e.id)));
        expect(orderQueue(entries.toReversed(), r, taken.toReversed())).toEqual(order);
        for (const stream of ['benefit', 'ordinary'] as const) {
          const own = order.filter((p) => p.stream === stream).map((p) => p.entry);
          expect(own).toEqual(own.toSorted(compareEntries));
        }
        const waiting = {
          benefit: order.filter((p) => p.stream === 'benefit').length,
          ordinary: order.filter((p) => p.stream === 'ordinary').length,
        };
        const turns = new FreeTurns(taken);
        for (let place = 0; place <= order.length; place++) {
          const among = order.slice(0, place).filter((p) => p.stream === 'benefit').length;
          expect(benefitAmongPlaces(place, waiting, turns, r)).toBe(among);
        }
      }),
    );
  });

  it('while both wait, each turn goes to its own stream', () => {
    fc.assert(
      fc.property(queue, ratios, live, (entries, r, taken) => {
        for (const place of orderQueue(entries, r, taken)) {
          const own = streamOfTurn(place.turn, r) === place.stream;
          expect(place.cause).toBe(own ? 'ratio' : 'other_stream_empty');
        }
      }),
    );
  });

  it('another application later in time never moves one of the same class back', () => {
    fc.assert(
      fc.property(queue, ratios, live, fc.nat(), (entries, r, taken, pick) => {
        fc.pre(entries.length > 0);
        const own = entries[pick % entries.length];
        if (own === undefined) return;
        const key = { ...own.own, at: own.own.at + 10, no: 99999999999 };
        const late = { id: 'late', own: key, order: key };
        const placeOf = (all: readonly QueueEntry[]) =>
          orderQueue(all, r, taken).find((p) => p.entry.id === own.id);
        expect(placeOf([...entries, late])?.place).toBe(placeOf(entries)?.place);
      }),
    );
  });

  /** Places given and given back at random, as offers fail and are made anew. */
  it('never drifts: while both wait, the turns given are whole blocks of the ratio, whatever failed', () => {
    fc.assert(
      fc.property(ratios, fc.array(fc.nat(), { maxLength: 120 }), (r, choices) => {
        fc.pre(r.benefitPlaces > 0);
        const taken: number[] = [];
        const waiting = { benefit: 0, ordinary: 0 };
        let no = 0;
        for (const choice of choices) {
          if (choice % 3 === 0 && taken.length > 0) {
            taken.splice(choice % taken.length, 1);
            continue;
          }
          const entries = (['priority', 'ordinary'] as const).map((c) => make(++no, c, no));
          const [first] = orderQueue(entries, r, taken);
          if (first === undefined) throw new Error('nobody is first');
          expect(first.cause).toBe('ratio');
          waiting[first.stream]++;
          taken.push(first.turn);
        }
        const turns = new FreeTurns(taken);
        const filledUpTo = turns.turn(1) - 1;
        const given = taken.filter((t) => t <= filledUpTo && streamOfTurn(t, r) === 'benefit').length;
        expect(given).toBe(benefitTurns(filledUpTo, r));
        // Never further ahead than the turns that wait to be filled again.
        const gaps = Math.max(0, ...taken) - taken.length;
        const fair = (taken.length * r.benefitPlaces) / (r.benefitPlaces + r.ordinaryPlaces);
        const all = taken.filter((t) => streamOfTurn(t, r) === 'benefit').length;
        expect(Math.abs(all - fair)).toBeLessThanOrEqual(gaps + r.benefitPlaces);
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
