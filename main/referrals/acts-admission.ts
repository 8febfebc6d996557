/** Acts of the head: documents handed in, admission, its refusal, and a child that leaves. */

import type { GroundReferral, GroundSeat } from '../../db/queries/place-grounds.ts';
import { addDays } from '../../domain/civil-date.ts';
import { admissionDocuments, missingAdmissionDocuments } from '../../domain/data/admission-documents.ts';
import { applicationStatusOf } from '../../domain/referral.ts';
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
import { onReferral, placeOf } from './acts-life.ts';
import type { Ground } from './grounds.ts';
import { profileInForce, unless } from './rules.ts';

/** Documents of a referral: what came, what is asked for, what is missing. */
export function documentsOf(ground: Ground, referral: GroundReferral, on: string) {
  const asked = admissionDocuments(referral.group_kind, on);
  const received = ground.documents.map(({ document_kind, received_on }) => ({
    kind: document_kind,
    receivedOn: received_on,
  }));
  const missing = missingAdmissionDocuments(
    asked,
    received.map((one) => one.kind),
  );
  return { asked, received, missing, required: asked.filter((one) => one.required && !one.held).length };
}

function documentsCheck(found: ReturnType<typeof documentsOf>): Check {
  return {
    code: 'documents',
    ok: found.missing.length === 0,
    evidence: {
      received: found.required - found.missing.length,
      required: found.required,
      missing: found.missing,
    },
  };
}

/** Every required document is in: the referral no longer runs out. */
export function submitDocuments(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'submit_documents', (life) => {
    const { referral, profile, next } = life;
    const found = documentsOf(ground, referral, world.on);
    const isInTime = referral.valid_until === null || referral.valid_until >= world.now;
    const checks: readonly Check[] = [
      documentsCheck(found),
      { code: 'term', ok: isInTime, evidence: { until: referral.valid_until } },
    ];
    const place: PlaceAfter = { ...placeOf(referral), ...next, documents: found };
    const obstacles = [
      ...unless(found.missing.length === 0, 'DOCUMENTS_MISSING', found.missing.length),
      ...unless(isInTime, 'REFERRAL_OVER'),
    ];
    if (obstacles.length > 0) return hindered(profile, obstacles, { checks, place });
    return ready(
      profile,
      {
        write: {
          kind: 'change',
          referralId: referral.referral_id,
          change: { state: 'documents', documents_at: world.now },
          claim: null,
        },
        steps: [{ event: 'submit_documents', status: applicationStatusOf(next) }],
      },
      { checks, place },
    );
  });
}

/** The contract is made: the child sits on its seat, in the group of the referral or another of the kindergarten. */
export function admit(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'admit', (life) => {
    const { referral, profile, next } = life;
    const found = documentsOf(ground, referral, world.on);
    const { seat, obstacles: ofSeat } = seatToAdmit(world, referral);
    const { contractNumber, contractOn } = world.intent.details;
    const contract =
      contractNumber === undefined || contractOn === undefined
        ? null
        : { number: contractNumber, on: contractOn };
    const checks: readonly Check[] = [
      documentsCheck(found),
      { code: 'seat_free', ok: ofSeat.length === 0, evidence: { by: null, at: null } },
    ];
    const place: PlaceAfter = {
      ...placeOf(referral),
      ...next,
      seat,
      documents: found,
      contract,
      validUntil: null,
    };
    const obstacles = [
      ...unless(found.missing.length === 0, 'DOCUMENTS_MISSING', found.missing.length),
      ...unless(contract !== null, 'CONTRACT_REQUIRED'),
      ...unless(contract === null || contract.on <= addDays(world.on, 1), 'CONTRACT_IN_FUTURE'),
      ...ofSeat,
    ];
    if (obstacles.length > 0 || contract === null) return hindered(profile, obstacles, { checks, place });
    world.seats.take(seat.seat_id);
    return ready(
      profile,
      {
        write: {
          kind: 'admit',
          referralId: referral.referral_id,
          seatId: seat.seat_id,
          groupId: seat.group_id,
          kindergartenId: seat.kindergarten_id,
          contractNumber: contract.number,
          contractOn: contract.on,
          enrolledOn: world.on,
        },
        steps: [{ event: 'admit', status: applicationStatusOf(next) }],
      },
      { checks, place },
    );
  });
}

/** The referral's own seat, or a free one of the group that was chosen instead. */
function seatToAdmit(
  world: ActWorld,
  referral: GroundReferral,
): { readonly seat: GroundSeat; readonly obstacles: readonly Obstacle[] } {
  const { groupId } = world.intent.details;
  if (groupId === undefined || groupId === referral.group_id) return { seat: referral, obstacles: [] };
  const [free] = world.seats.freeOf(groupId);
  if (free === undefined) return { seat: referral, obstacles: [{ code: 'GROUP_FULL' }] };
  const fits =
    free.kindergarten_id === referral.kindergarten_id &&
    free.cohort_year === referral.cohort_year &&
    free.language === referral.language &&
    free.group_kind === referral.group_kind;
  return { seat: free, obstacles: unless(fits, 'GROUP_UNFIT') };
}

/** The head refuses with a reason of the catalogue: the child waits again at its original date. */
export function refuseAdmission(world: ActWorld, ground: Ground): Built {
  return onReferral(world, ground, 'refuse_admission', ({ referral, profile, next }) =>
    ready(
      profile,
      {
        write: {
          kind: 'change',
          referralId: referral.referral_id,
          change: { state: 'refused', ended_at: world.now, end_reason: world.intent.reason },
          claim: null,
        },
        steps: [{ event: 'refuse_admission', status: applicationStatusOf(next) }],
      },
      { checks: [], place: { ...placeOf(referral), ...next, validUntil: null } },
    ),
  );
}

/** A child leaves its kindergarten: the seat is free once a clerk has confirmed it. */
export function withdraw(world: ActWorld, ground: Ground): Built {
  const { enrolment, application } = ground;
  const { profile } = profileInForce(world, application.district_id);
  if (enrolment === null || application.status !== 'enrolled') {
    return hindered(profile, [{ code: 'NOT_ENROLLED' }]);
  }
  return ready(
    profile,
    {
      write: {
        kind: 'move',
        enrolmentId: enrolment.enrolment_id,
        referralId: enrolment.referral_id,
        end: 'withdrawn',
        endOn: world.on,
        endReason: world.intent.reason,
        to: null,
        consents: null,
      },
      steps: [{ event: 'withdraw_child', status: 'archived' }],
    },
    { checks: [], place: { ...EMPTY_PLACE, seat: enrolment } },
  );
}
