import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  otherStream,
  PRIORITY_CLASSES,
  type PriorityClass,
  type QueueKey,
  type Stream,
  streamOfTurn,
} from '../../../domain/priority.ts';
import {
  compareEntries,
  entryOf,
  FreeTurns,
  streamOf,
  streams,
  withFamilies,
} from '../../../domain/queue-order.ts';
import {
  countLeft,
  type OfferPlan,
  type PlanChild,
  type PlannedOffer,
  type PlanQueue,
  planOffers,
} from '../../../domain/queue-plan.ts';
import type { PlanSeat } from '../../../domain/seat-pool.ts';

const NOW = Date.parse('2026-04-16T07:00:00Z');
const DAY = 86_400_000;
const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
const key: QueueKey = {
  districtId: 1,
  service: 'preschool_queue',
  queueKind: 'general',
  cohortYear: 2021,
  language: 'kk',
};
const specialKey: QueueKey = { ...key, queueKind: 'special' };

type Family = { readonly twinGroup: string | null };
const child = (
  no: number,
  wants: readonly number[],
  change: { class?: PriorityClass; at?: number; twins?: string; correction?: string; holds?: boolean } = {},
): PlanChild & Family & { applicantId: string } => ({
  ...entryOf({
    id: String(no),
    number: `2026-${String(no).padStart(6, '0')}`,
    priorityClass: change.class ?? 'ordinary',
    at: change.at ?? no,
  }),
  wants,
  correctionKind: change.correction ?? null,
  holdsSeat: change.holds ?? false,
  twinGroup: change.twins ?? null,
  applicantId: String(no),
});
const seat = (id: number, kindergartenId: number, change: Partial<PlanSeat> = {}): PlanSeat => ({
  id: String(id),
  kindergartenId,
  groupId: kindergartenId * 10,
  cohortYear: 2021,
  language: 'kk',
  kind: 'general',
  correctionKind: null,
  specialUntil: null,
  openSince: NOW - DAY + id,
  temporary: false,
  ...change,
});
const queueOf = (
  entries: readonly (PlanChild & Family & { applicantId: string })[],
  change: Partial<PlanQueue> = {},
): PlanQueue => ({
  key,
  ratio,
  live: [],
  entries: withFamilies(entries, 'twins'),
  ...change,
});
const brief = (plan: OfferPlan): readonly unknown[] =>
  plan.offers.map((o) => [o.turn, o.applicationId, o.kindergartenId, o.rank, o.cause]);
const leftOf = (plan: OfferPlan): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...plan.childrenLeft.map((each) => [each.applicationId, each.code]),
    ...plan.seatsLeft.map((each) => [`seat ${each.seatId}`, each.code]),
  ]);

describe('plan of offers', () => {
  it('goes turn by turn: the first of the turn’s stream that wants a free kindergarten gets its dearest', () => {
    const plan = planOffers(
      [
        queueOf([
          child(1, [10, 20]),
          child(2, [10]),
          child(3, [20, 10]),
          child(4, [30]),
          child(5, []),
          child(6, [20], { class: 'priority' }),
          child(7, [20], { class: 'priority', holds: true }),
        ]),
      ],
      [seat(1, 10), seat(2, 20), seat(3, 20), seat(4, 40)],
      { now: NOW },
    );
    expect(brief(plan)).toEqual([
      [1, '6', 20, 1, 'ratio'],
      [2, '1', 10, 1, 'ratio'],
      [3, '3', 20, 1, 'ratio'],
    ]);
    expect(leftOf(plan)).toEqual({
      2: 'seats_given',
      4: 'not_free',
      5: 'no_wishes',
      7: 'holds_seat',
      'seat 4': 'not_wanted',
    });
    expect(plan.offers.map((o) => o.outOfOrderReason)).toEqual([null, null, null]);
    expect(countLeft(plan.childrenLeft)).toContainEqual({ code: 'holds_seat', count: 1 });
  });

  it('fills turns that came back first, and lets the other stream take what its own cannot', () => {
    const plan = planOffers(
      [queueOf([child(1, [10]), child(2, [10]), child(3, [20], { class: 'priority' })], { live: [1, 2, 4] })],
      [seat(1, 10), seat(2, 10), seat(3, 20)],
      { now: NOW },
    );
    expect(brief(plan)).toEqual([
      [3, '1', 10, 1, 'ratio'],
      [5, '3', 20, 1, 'ratio'],
      [6, '2', 10, 1, 'ratio'],
    ]);
    const alone = planOffers(
      [queueOf([child(1, [10]), child(2, [99], { class: 'priority' })])],
      [seat(1, 10)],
      {
        now: NOW,
      },
    );
    expect(brief(alone)).toEqual([[1, '1', 10, 1, 'other_stream_empty']]);
  });

  it('gives the seat that is open longest, temporary ones last', () => {
    const plan = planOffers(
      [queueOf([child(1, [10]), child(2, [10]), child(3, [10])])],
      [
        seat(1, 10, { temporary: true, openSince: 0 }),
        seat(2, 10, { openSince: NOW }),
        seat(3, 10, { openSince: NOW - DAY }),
      ],
      { now: NOW },
    );
    expect(plan.offers.map((o) => o.seatId)).toEqual(['3', '2', '1']);
  });

  it('keeps cohorts and languages apart', () => {
    const plan = planOffers(
      [queueOf([child(1, [10])])],
      [seat(1, 10, { cohortYear: 2022 }), seat(2, 10, { language: 'ru' })],
      { now: NOW },
    );
    expect(plan.offers).toEqual([]);
    expect(leftOf(plan)).toEqual({ 1: 'not_free', 'seat 1': 'no_queue', 'seat 2': 'no_queue' });
  });

  it('gives special seats to the special queue first, then to all; without such days to it alone', () => {
    const queues = [
      queueOf([child(1, [10]), child(2, [10]), child(3, [10])]),
      queueOf([child(4, [10])], { key: specialKey }),
    ];
    const special = (until: number | null): PlanSeat[] =>
      [1, 2, 3].map((id) => seat(id, 10, { kind: 'special', specialUntil: until }));
    const open = planOffers(queues, special(NOW), { now: NOW });
    expect(open.offers.map((o) => [o.applicationId, o.key.queueKind])).toEqual([
      ['4', 'special'],
      ['1', 'general'],
      ['2', 'general'],
    ]);
    for (const until of [NOW + 1, null]) {
      const kept = planOffers(queues, special(until), { now: NOW });
      expect(kept.offers.map((o) => o.applicationId)).toEqual(['4']);
      expect(leftOf(kept)).toMatchObject({ 1: 'not_free' });
      expect(kept.seatsLeft.map((each) => each.code)).toEqual(['not_wanted', 'not_wanted']);
    }
    const onlyGeneral = planOffers(queues.slice(0, 1), special(null), { now: NOW });
    expect(new Set(onlyGeneral.seatsLeft.map((each) => each.code))).toEqual(new Set(['special_first']));
    // A special child is not sent to a general group.
    expect(planOffers(queues.slice(1), [seat(1, 10)], { now: NOW }).offers).toEqual([]);
  });

  it('sends a child to a group of its correction, and tells whom that passes over', () => {
    const plan = planOffers(
      [
        queueOf([child(1, [10], { correction: 'vision' }), child(2, [10], { correction: 'speech' })], {
          key: specialKey,
        }),
      ],
      [seat(1, 10, { kind: 'special', correctionKind: 'speech' })],
      { now: NOW },
    );
    expect(plan.offers).toMatchObject([
      {
        applicationId: '2',
        passed: [{ applicationId: '1', why: 'correction_kind' }],
        outOfOrderReason: 'order_correction_kind',
      },
    ]);
    expect(leftOf(plan)).toEqual({ 1: 'correction_kind' });
  });
});

describe('families in a plan', () => {
  const twins = [child(1, [10, 20], { twins: 'a' }), child(2, [20, 10], { twins: 'a', at: 90 })];

  it('get seats of one kindergarten, each on its own turn', () => {
    const plan = planOffers(
      [queueOf([...twins, child(3, [10]), child(4, [10], { class: 'priority' })])],
      [1, 2, 3, 4].map((id) => seat(id, 10)),
      { now: NOW },
    );
    expect(brief(plan)).toEqual([
      [1, '4', 10, 1, 'ratio'],
      [2, '1', 10, 1, 'ratio'],
      [3, '2', 10, 2, 'ratio'],
      [4, '3', 10, 1, 'ratio'],
    ]);
    expect(plan.offers.map((o) => o.together)).toEqual([false, true, true, false]);
  });

  it('take the next kindergarten that has room for all, or wait for it and are told', () => {
    const next = planOffers([queueOf(twins)], [seat(1, 10), seat(2, 20), seat(3, 20)], { now: NOW });
    expect(next.offers.map((o) => [o.applicationId, o.kindergartenId])).toEqual([
      ['1', 20],
      ['2', 20],
    ]);
    const wait = planOffers([queueOf([...twins, child(3, [10])])], [seat(1, 10), seat(2, 20)], { now: NOW });
    expect(wait.offers).toMatchObject([
      {
        applicationId: '3',
        passed: [
          { applicationId: '1', why: 'together' },
          { applicationId: '2', why: 'together' },
        ],
        outOfOrderReason: null,
      },
    ]);
    expect(leftOf(wait)).toEqual({ 1: 'together', 2: 'together', 'seat 2': 'together' });
  });

  it('who want nothing in common go each alone', () => {
    const apart = [child(1, [10], { twins: 'a' }), child(2, [20], { twins: 'a' })];
    const plan = planOffers([queueOf(apart)], [seat(1, 10)], { now: NOW });
    expect(plan.offers).toMatchObject([{ applicationId: '1', together: false }]);
  });

  it('a seat kept for a family passes over whoever’s turn it was, with a reason', () => {
    const benefit = twins.map((each, i) => child(i + 1, each.wants, { twins: 'a', class: 'priority' }));
    const plan = planOffers([queueOf([...benefit, child(3, [10])])], [seat(1, 10), seat(2, 10)], {
      now: NOW,
    });
    expect(plan.offers).toMatchObject([
      { turn: 1, applicationId: '1', cause: 'ratio', outOfOrderReason: null },
      {
        turn: 2,
        applicationId: '2',
        cause: 'other_stream_empty',
        passed: [{ applicationId: '3', why: 'together' }],
        outOfOrderReason: 'order_together',
      },
    ]);
    expect(leftOf(plan)).toEqual({ 3: 'seats_given' });
  });

  it('are not split by the limit', () => {
    const benefit = [
      child(1, [10], { twins: 'a', class: 'priority' }),
      child(2, [10], { twins: 'a', class: 'priority' }),
    ];
    const all = queueOf([...benefit, child(3, [10]), child(4, [10])]);
    const seats = [1, 2, 3, 4].map((id) => seat(id, 10));
    // Their own turns are 1 and 5: the ones between wait for the next plan.
    expect(brief(planOffers([all], seats, { now: NOW, limit: 2 }))).toEqual([
      [1, '1', 10, 1, 'ratio'],
      [5, '2', 10, 1, 'ratio'],
    ]);
    expect(planOffers([all], seats, { now: NOW, limit: 1 }).offers.map((o) => o.applicationId)).toEqual([
      '1',
      '2',
    ]);
    const behind = queueOf([child(9, [10], { at: 0 }), ...twins]);
    const cut = planOffers([behind], seats, { now: NOW, limit: 2 });
    expect(cut.offers.map((o) => o.applicationId)).toEqual(['9']);
    expect(leftOf(cut)).toMatchObject({ 1: 'limit', 2: 'limit', 'seat 4': 'limit' });
  });
});

const relative = fc.record({
  priorityClass: fc.constantFrom(...PRIORITY_CLASSES),
  at: fc.nat(8),
  wants: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
  twins: fc.constantFrom(undefined, undefined, undefined, 'a', 'b', 'c'),
  holds: fc.constantFrom(false, false, false, false, true),
});
const waiting = fc.array(relative, { maxLength: 30 }).map((rows) =>
  rows.map((row, i) =>
    child(i + 1, row.wants, {
      class: row.priorityClass,
      at: row.at,
      holds: row.holds,
      ...(row.twins === undefined ? {} : { twins: row.twins }),
    }),
  ),
);
const seats = fc
  .array(fc.integer({ min: 1, max: 5 }), { maxLength: 25 })
  .map((kindergartens) => kindergartens.map((kindergarten, i) => seat(i + 1, kindergarten)));
const ratios = fc.record({ benefitPlaces: fc.nat(2), ordinaryPlaces: fc.integer({ min: 1, max: 3 }) });
const live = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });

/** Rule 4 of docs/trunk-queue.md word for word, one seat after another: no families, nothing kept in mind. */
function oneByOne(
  queue: PlanQueue,
  all: readonly PlanSeat[],
): readonly (readonly [turn: number, id: string, kindergarten: number])[] {
  const given: [number, string, number][] = [];
  const taken = [...queue.live];
  const free = new Map<number, number>();
  for (const each of all) free.set(each.kindergartenId, (free.get(each.kindergartenId) ?? 0) + 1);
  for (;;) {
    const turn = new FreeTurns(taken).turn(1);
    const own = streamOfTurn(turn, queue.ratio);
    const first = (stream: Stream) =>
      queue.entries
        .filter(
          (each) => streamOf(each) === stream && !each.holdsSeat && !given.some(([, id]) => id === each.id),
        )
        .toSorted(compareEntries)
        .flatMap((each) => {
          const wish = each.wants.find((k) => (free.get(k) ?? 0) > 0);
          return wish === undefined ? [] : [{ id: each.id, wish }];
        })[0];
    const next = first(own) ?? first(otherStream(own));
    if (next === undefined) return given;
    given.push([turn, next.id, next.wish]);
    taken.push(turn);
    free.set(next.wish, (free.get(next.wish) ?? 0) - 1);
  }
}

describe('any plan', () => {
  const sound = (plan: OfferPlan, queue: PlanQueue, all: readonly PlanSeat[]): void => {
    const { offers } = plan;
    const distinct = (values: readonly unknown[]): void => expect(new Set(values).size).toBe(values.length);
    distinct(offers.map((o) => o.seatId));
    distinct(offers.map((o) => o.applicationId));
    distinct(offers.map((o) => o.turn));
    const byId = new Map(queue.entries.map((each) => [each.id, each]));
    for (const offer of offers) {
      const own = byId.get(offer.applicationId);
      expect(own?.wants[offer.rank - 1]).toBe(offer.kindergartenId);
      expect(own?.holdsSeat).toBe(false);
      expect(all.find((each) => each.id === offer.seatId)?.kindergartenId).toBe(offer.kindergartenId);
      expect([...queue.live]).not.toContain(offer.turn);
      const isOwn = streamOfTurn(offer.turn, queue.ratio) === offer.stream;
      expect(offer.cause).toBe(isOwn ? 'ratio' : 'other_stream_empty');
    }
    // Everyone and every seat is either in the plan or told why not.
    expect(
      [...offers.map((o) => o.applicationId), ...plan.childrenLeft.map((c) => c.applicationId)].toSorted(),
    ).toEqual(queue.entries.map((each) => each.id).toSorted());
    expect([...offers.map((o) => o.seatId), ...plan.seatsLeft.map((s) => s.seatId)].toSorted()).toEqual(
      all.map((each) => each.id).toSorted(),
    );
  };

  it('never gives one seat or child twice, keeps to wishes, and tells of everyone left', () => {
    fc.assert(
      fc.property(
        waiting,
        seats,
        ratios,
        live,
        fc.option(fc.nat(12), { nil: undefined }),
        (all, free, r, taken, limit) => {
          const queue = queueOf(all, { ratio: r, live: taken });
          const plan = planOffers([queue], free, { now: NOW, ...(limit === undefined ? {} : { limit }) });
          sound(plan, queue, free);
          if (limit !== undefined)
            expect(plan.offers.length).toBeLessThanOrEqual(Math.max(limit, limit > 0 ? 30 : 0));
          // The same plan whatever order rows came in.
          const again = planOffers([{ ...queue, entries: queue.entries.toReversed() }], free.toReversed(), {
            now: NOW,
            ...(limit === undefined ? {} : { limit }),
          });
          expect(again.offers).toEqual(plan.offers);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is what choosing one child after another would give', () => {
    fc.assert(
      fc.property(waiting, seats, ratios, live, (all, free, r, taken) => {
        const queue = queueOf(
          all.map((each) => ({ ...each, twinGroup: null })),
          { ratio: r, live: taken },
        );
        const plan = planOffers([queue], free, { now: NOW });
        expect(plan.offers.map((o) => [o.turn, o.applicationId, o.kindergartenId])).toEqual(
          oneByOne(queue, free),
        );
        expect(plan.offers.every((o) => o.passed.length === 0)).toBe(true);
        // A plan cut short is the beginning of the whole one.
        const cut = planOffers([queue], free, { now: NOW, limit: 3 });
        expect(cut.offers).toEqual(plan.offers.slice(0, 3));
      }),
      { numRuns: 300 },
    );
  });

  it('seats families whole in one kindergarten, and passes nobody over untold', () => {
    fc.assert(
      fc.property(waiting, seats, ratios, live, (all, free, r, taken) => {
        const queue = queueOf(all, { ratio: r, live: taken });
        const { offers } = planOffers([queue], free, { now: NOW });
        const offerOf = new Map(offers.map((o) => [o.applicationId, o]));
        const { benefit, ordinary } = streams(queue.entries.filter((each) => !each.holdsSeat));
        for (const stream of [benefit, ordinary]) {
          for (const family of Map.groupBy(stream, (each) => each.order.no).values()) {
            const common =
              family[0]?.wants.filter((k) => family.every((each) => each.wants.includes(k))) ?? [];
            if (family.length < 2 || common.length === 0) continue;
            const got = new Set(family.map((each) => offerOf.get(each.id)?.kindergartenId));
            expect(got.size).toBe(1);
          }
          const passedBy = (offer: PlannedOffer): readonly string[] =>
            stream
              .filter(
                (each) =>
                  offer.stream === streamOf(each) &&
                  compareEntries(each, queue.entries.find((own) => own.id === offer.applicationId) ?? each) <
                    0 &&
                  each.wants.includes(offer.kindergartenId) &&
                  !offerOf.has(each.id),
              )
              .map((each) => each.id);
          for (const offer of offers) {
            const told = offer.passed.map((each) => each.applicationId);
            for (const id of passedBy(offer)) expect(told).toContain(id);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of 50,000 children and 3,000 seats is made in one pass', () => {
    const kindergartens = 200;
    const entries = Array.from({ length: 50_000 }, (_, i) =>
      child(
        i + 1,
        [1, 7, 31, 57].map((step) => ((i * step) % kindergartens) + 1),
        {
          class: i % 9 === 0 ? 'priority' : 'ordinary',
          ...(i % 40 < 2 ? { twins: `t${Math.floor(i / 40)}` } : {}),
        },
      ),
    );
    const free = Array.from({ length: 3000 }, (_, i) => seat(i + 1, (i % kindergartens) + 1));
    const queue = queueOf(entries);
    // A pass per seat would run into the test's limit; the bench says what it takes.
    const plan = planOffers([queue], free, { now: NOW });
    expect(plan.offers.length).toBe(3000);
    expect(new Set(plan.offers.map((o) => o.seatId)).size).toBe(3000);
  });
});
