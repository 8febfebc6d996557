/** Children who are in a group and move: a transfer to a free seat, an exchange between two families who both consent. */
import type { GroundEnrolment, GroundSeat } from '../../db/queries/place-grounds.ts';
import {
  type ExchangeSide,
  exchangeFaults,
  type GroupTerms,
  isTransferOpen,
  transferFaults,
} from '../../domain/admission-terms.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { listName } from '../../domain/names.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { ActTarget } from '../../preload/contract/decisions.ts';
import type { Obstacle } from '../errors.ts';
import {
  type ActWorld,
  type Built,
  type Check,
  EMPTY_PLACE,
  hindered,
  type PlaceAfter,
  ready,
} from './act.ts';
import type { MoveEffect } from './effects.ts';
import type { Ground } from './grounds.ts';
import { profileInForce, unless } from './rules.ts';
import type { TermRules } from './terms.ts';

/** The profile's days of moves hold today. */
function windowCheck(world: ActWorld, { profile }: TermRules): Check {
  const evidence = { from: profile.transferFrom, to: profile.transferTo };
  return { code: 'window', ok: isTransferOpen(profile, world.on), evidence };
}

function groupTerms(seat: GroundSeat): GroupTerms & { readonly groupId: number } {
  return {
    groupId: seat.group_id,
    districtId: seat.district_id,
    kindergartenId: seat.kindergarten_id,
    cohortYear: seat.cohort_year,
    language: seat.language,
    kind: seat.group_kind,
  };
}

/** Moves a child to a free seat: a head within its kindergarten, a clerk within the district. */
export function transfer(world: ActWorld, ground: Ground, target: ActTarget): Built {
  const { enrolment, application } = ground;
  const { profile, rules } = profileInForce(world, application.district_id);
  if (enrolment === null) return hindered(profile, [{ code: 'NOT_ENROLLED' }]);
  const window = windowCheck(world, rules);
  const seat = seatToMove(world, target);
  if (seat === null) return hindered(profile, [{ code: 'GROUP_FULL' }], { checks: [window] });
  const place: PlaceAfter = { ...EMPTY_PLACE, seat, from: enrolment };
  const isFree = seat.seat_state === 'open' && world.seats.holder(seat.seat_id) === null;
  const checks: readonly Check[] = [
    window,
    {
      code: 'seat_free',
      ok: isFree,
      evidence: { by: world.seats.holder(seat.seat_id)?.by ?? null, at: null },
    },
  ];
  const obstacles: Obstacle[] = [
    ...unless(isFree, 'SEAT_TAKEN'),
    ...transferFaults(
      { status: application.status as ApplicationStatus, group: groupTerms(enrolment) },
      groupTerms(seat),
      world.ctx.post.role === 'head' ? 'head' : 'clerk',
      rules.profile,
      world.on,
    ).map((code) => ({ code })),
  ];
  if (obstacles.length > 0) return hindered(profile, obstacles, { checks, place });
  world.seats.take(seat.seat_id);
  return ready(
    profile,
    {
      write: moveTo(world, enrolment, seat, 'transferred', world.intent.reason),
      steps: [{ event: 'transfer', status: 'enrolled' }],
    },
    { checks, place },
  );
}

function seatToMove(world: ActWorld, target: ActTarget): GroundSeat | null {
  const { groupId, seatId } = world.intent.details;
  const asked = target.seatId ?? seatId;
  if (asked !== undefined) return world.seats.seat(asked);
  return groupId === undefined ? null : (world.seats.freeOf(groupId)[0] ?? null);
}

function moveTo(
  world: ActWorld,
  from: GroundEnrolment,
  to: GroundSeat,
  end: 'transferred' | 'exchanged',
  reason: string | null,
): MoveEffect {
  return {
    kind: 'move',
    enrolmentId: from.enrolment_id,
    referralId: from.referral_id,
    end,
    endOn: world.on,
    endReason: reason,
    to: {
      seatId: to.seat_id,
      groupId: to.group_id,
      kindergartenId: to.kindergarten_id,
      contractNumber: from.contract_number,
      contractOn: from.contract_on,
    },
    consents: null,
  };
}

/** What an exchange finds out about the other family before it is worked out. */
export interface OtherSide {
  readonly ground: Ground;
  readonly expectedVersion: number | null;
}

/** Two children change places. One document for each; both are signed and stored together. */
export function exchange(world: ActWorld, ground: Ground, other: OtherSide | null): Built {
  const { enrolment: own, application } = ground;
  const { profile, rules } = profileInForce(world, application.district_id);
  const theirs = other?.ground.enrolment ?? null;
  if (own === null || other === null || theirs === null) {
    return hindered(profile, [{ code: own === null ? 'NOT_ENROLLED' : 'OTHER_NOT_ENROLLED' }]);
  }
  const { consents } = world.intent.details;
  const window = windowCheck(world, rules);
  const checks: readonly Check[] = [
    window,
    {
      code: 'consents',
      ok: consents !== undefined,
      evidence: { own: consents?.own ?? null, other: consents?.other ?? null },
    },
  ];
  const obstacles: Obstacle[] = [
    ...exchangeFaults(
      side(ground, own, consents?.own ?? null),
      side(other.ground, theirs, consents?.other ?? null),
      rules.profile,
      world.on,
    ).map((code) => ({ code })),
    ...unless(
      other.expectedVersion === null || other.ground.application.version === other.expectedVersion,
      'OTHER_CHANGED',
    ),
  ];
  if (obstacles.length > 0 || consents === undefined) return hindered(profile, obstacles, { checks });
  const half = (
    mine: Ground,
    from: GroundEnrolment,
    to: GroundEnrolment,
    them: Ground,
    swapped: boolean,
  ): Built =>
    ready(
      profile,
      {
        write: {
          ...moveTo(world, from, to, 'exchanged', null),
          consents: swapped
            ? null
            : { own: almatyInstant(consents.own, '12:00'), other: almatyInstant(consents.other, '12:00') },
        },
        steps: [{ event: 'exchange', status: mine.application.status }],
      },
      {
        checks,
        place: {
          ...EMPTY_PLACE,
          seat: to,
          from,
          exchange: {
            applicationNumber: them.application.number,
            childName: listName({
              surname: them.application.child_surname,
              givenName: them.application.child_given_name,
              patronymic: them.application.child_patronymic,
            }),
            ownConsent: swapped ? consents.other : consents.own,
            otherConsent: swapped ? consents.own : consents.other,
          },
        },
      },
    );
  return {
    ...half(ground, own, theirs, other.ground, false),
    partner: { ground: other.ground, built: half(other.ground, theirs, own, ground, true) },
  };
}

function side(ground: Ground, enrolment: GroundEnrolment, consentOn: string | null): ExchangeSide {
  return {
    applicationId: ground.application.id,
    status: ground.application.status as ApplicationStatus,
    group: groupTerms(enrolment),
    seatId: enrolment.seat_id,
    consentOn,
  };
}
