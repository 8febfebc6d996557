import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherStream, PRIORITY_CLASSES, type Stream, streamOfTurn } from '../../../domain/priority.ts';
import { compareEntries, FreeTurns, streamOf, streams } from '../../../domain/queue-order.ts';
import { type OfferPlan, type PlannedOffer, type PlanQueue, planOffers } from '../../../domain/queue-plan.ts';
import type { PlanSeat } from '../../../domain/seat-pool.ts';
import { child, NOW, queueOf, seat } from './plan-fixtures.ts';

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
