/** Offers, and referrals issued without one: a child that waits gets a seat on a turn of the ratio. */

import type { GroundSeat } from '../../db/queries/place-grounds.ts';
import { applicationEventOf, applicationStatusOf, initialBenefitState } from '../../domain/referral.ts';
import { issueTerms, offerUntil } from '../../domain/referral-terms.ts';
import { SeatPool } from '../../domain/seat-pool.ts';
import { nextStatus } from '../../domain/status.ts';
import type { ActTarget } from '../../preload/contract/decisions.ts';
import type { Obstacle } from '../errors.ts';
import type { RuleProfileRow } from '../reference.ts';
import {
  type ActWorld,
  type Built,
  type Check,
  EMPTY_PLACE,
  hindered,
  type PlaceAfter,
  type QueueProof,
  ready,
} from './act.ts';
import type { Ground } from './grounds.ts';
import type { Proof } from './order-proof.ts';
import { profileInForce, reasonFor } from './rules.ts';
import type { TermRules } from './terms.ts';

/** Offers a seat to a child that waits. */
export function offer(world: ActWorld, ground: Ground, target: ActTarget): Built {
  return begin(world, ground, target, 'offered');
}

/** Issues a referral to a child that waits, where the profile knows no offer. */
export function issueDirect(world: ActWorld, ground: Ground, target: ActTarget): Built {
  return begin(world, ground, target, 'issued');
}

function begin(world: ActWorld, ground: Ground, target: ActTarget, state: 'offered' | 'issued'): Built {
  const { application } = ground;
  const { profile, rules } = profileInForce(world, application.district_id);
  const obstacles: Obstacle[] = [];
  if (application.status !== 'queued') return hindered(profile, [{ code: 'NOT_WAITING' }]);
  if (state === 'offered' && profile.offer_days === null) obstacles.push({ code: 'NO_OFFERS' });
  if (state === 'issued' && profile.offer_days !== null) obstacles.push({ code: 'OFFER_FIRST' });
  const seatId = target.seatId ?? world.book.suggestedSeat(application.id);
  const seat = seatId === null ? null : world.seats.seat(seatId);
  if (seat === null) return hindered(profile, [...obstacles, { code: 'NO_FREE_SEAT' }]);
  const asked = { id: seat.seat_id, kindergartenId: seat.kindergarten_id };
  const proof = world.book.proof(application.id, asked, target.turn ?? null);
  if (proof === null) return hindered(profile, [...obstacles, { code: 'NOT_WAITING' }]);
  const queue = queueProof(world, proof, profile);
  const place = placeAfter(world, ground, seat, rules, state);
  obstacles.push(...seatObstacles(world, ground, seat), ...orderObstacles(world, queue));
  const checks = beginChecks(world, seat, queue);
  if (obstacles.length > 0) return hindered(profile, obstacles, { checks, place, queue });
  world.book.give(application.id, seat.seat_id, proof.turn);
  world.seats.take(seat.seat_id);
  const event = state === 'offered' ? 'offer' : 'issue_referral';
  const benefitState = place.benefitState === 'pending' ? 'pending' : 'not_needed';
  return ready(
    profile,
    {
      write: {
        kind: 'begin',
        state,
        seatId: seat.seat_id,
        groupId: seat.group_id,
        kindergartenId: seat.kindergarten_id,
        queueId: proof.queueId,
        turn: proof.turn,
        stream: proof.stream,
        cause: proof.cause,
        passed: proof.passed,
        outOfOrderReason: queue.outOfOrder?.code ?? null,
        benefitState,
        offerUntil: place.offerUntil,
        validUntil: place.validUntil,
        benefitUntil: place.benefitUntil,
      },
      steps: [
        {
          event: applicationEventOf(event, benefitState),
          status:
            nextStatus('queued', applicationEventOf(event, benefitState)) ??
            applicationStatusOf({ state, benefitState }),
        },
      ],
    },
    { checks, place, queue, issues: state === 'issued' },
  );
}

/** The proof as it is signed: with the reason where somebody is passed over, and none where nobody is. */
function queueProof(world: ActWorld, proof: Proof, profile: RuleProfileRow): QueueProof {
  const isDeprived = proof.passed.some(({ why }) => why !== 'together');
  const code = world.intent.details.outOfOrderReason ?? proof.outOfOrderReason;
  return {
    key: proof.key,
    place: proof.place,
    total: proof.total,
    turn: proof.turn,
    stream: proof.stream,
    cause: proof.cause,
    benefitPlaces: profile.benefit_places,
    ordinaryPlaces: profile.ordinary_places,
    passed: proof.passed,
    outOfOrder: isDeprived && code !== null ? reasonFor(world, code, ['out_of_order']) : null,
  };
}

function placeAfter(
  world: ActWorld,
  { application }: Ground,
  seat: GroundSeat,
  rules: TermRules,
  state: 'offered' | 'issued',
): PlaceAfter {
  const benefitState = initialBenefitState(application.priority_class, rules.profile);
  const isOffer = state === 'offered';
  const terms = issueTerms(rules.profile, rules.calendar, world.now, benefitState);
  return {
    ...EMPTY_PLACE,
    seat,
    state,
    benefitState,
    offerUntil: isOffer ? offerUntil(rules.profile, rules.calendar, world.now) : null,
    validUntil: isOffer ? null : terms.validUntil,
    benefitUntil: isOffer ? null : terms.benefitUntil,
  };
}

function seatObstacles(world: ActWorld, { application, wishes }: Ground, seat: GroundSeat): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const isFree = seat.seat_state === 'open' && world.seats.holder(seat.seat_id) === null;
  if (!isFree) obstacles.push({ code: 'SEAT_TAKEN' });
  const serves = SeatPool.serves(
    { kind: seat.group_kind, specialUntil: seat.special_until?.getTime() ?? null },
    application.queue_kind,
    world.now.getTime(),
  );
  const fits =
    seat.cohort_year === application.cohort_year &&
    seat.language === application.language &&
    seat.district_id === application.district_id &&
    serves;
  if (!fits) obstacles.push({ code: 'SEAT_UNFIT' });
  if (!wishes.some((wish) => wish.kindergarten_id === seat.kindergarten_id))
    obstacles.push({ code: 'NOT_WANTED' });
  return obstacles;
}

function orderObstacles(world: ActWorld, queue: QueueProof): Obstacle[] {
  const deprived = queue.passed.filter(({ why }) => why !== 'together').length;
  if (deprived === 0 || queue.outOfOrder !== null) return [];
  return world.intent.details.outOfOrderReason === undefined
    ? [{ code: 'ORDER_PASSED', count: deprived }]
    : [{ code: 'REASON_UNKNOWN' }];
}

function beginChecks(world: ActWorld, seat: GroundSeat, queue: QueueProof): readonly Check[] {
  const holder = world.seats.holder(seat.seat_id);
  const deprived = queue.passed.filter(({ why }) => why !== 'together').length;
  return [
    {
      code: 'queue_order',
      ok: deprived === 0 || queue.outOfOrder !== null,
      evidence: { place: queue.place, turn: queue.turn, stream: queue.stream, passed: deprived },
    },
    {
      code: 'seat_free',
      ok: holder === null && seat.seat_state === 'open',
      evidence: { by: holder?.by ?? null, at: holder?.at ?? null },
    },
  ];
}
