import { describe, expect, it } from 'vitest';
import { countLeft, planOffers } from '../../../domain/queue-plan.ts';
import type { PlanSeat } from '../../../domain/seat-pool.ts';
import { brief, child, DAY, leftOf, NOW, queueOf, seat, specialKey } from './plan-fixtures.ts';

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
