/** What every act on a place is worked out from and comes to, before it is signed. */
import type { GroundSeat } from '../../db/queries/place-grounds.ts';
import { almatyIso } from '../../domain/calendar.ts';
import type { AnsweredBy, NamedSeat, QueuePart, ReferralPart } from '../../domain/place-decision.ts';
import type { QueueKey } from '../../domain/priority.ts';
import type { BenefitState, ReferralState } from '../../domain/referral.ts';
import type { ReferralAct } from '../../domain/status.ts';
import type { ActDetails, ActTarget, PreparedDecision } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import type { Obstacle } from '../errors.ts';
import type { ReasonRow, Reference, RuleProfileRow } from '../reference.ts';
import type { PassedOver, PlaceEffect } from './effects.ts';
import type { Ground } from './grounds.ts';
import type { OrderBook } from './order-proof.ts';

/** An act as it was asked for, the same for every target. */
export interface PlaceIntent {
  readonly act: ReferralAct;
  readonly reason: string | null;
  readonly note: string | null;
  readonly details: ActDetails;
}

/** What an act is worked out in: the officer, the rules, the moment, the order of the queues. */
export interface ActWorld {
  readonly ctx: OfficerContext;
  readonly reference: Reference;
  readonly intent: PlaceIntent;
  readonly now: Date;
  /** To the second, as the document writes it. */
  readonly decidedAt: Date;
  /** Today in Almaty. */
  readonly on: string;
  readonly book: OrderBook;
  /** Seats that targets, groups and plans name, and who holds them. */
  readonly seats: SeatLook;
}

export interface SeatLook {
  seat(id: string): GroundSeat | null;
  /** Who holds a seat now; null: nobody. */
  holder(id: string): { readonly by: string | null; readonly at: Date } | null;
  /** Free seats of a group in the order they are given, those taken by this prepare left out. */
  freeOf(groupId: number): readonly GroundSeat[];
  /** Marks a seat as spoken for, so that the next target of this call gets another. */
  take(id: string): void;
}

/** The place as it will stand after the act; from it come the preview and the document. */
export interface PlaceAfter {
  readonly seat: GroundSeat;
  readonly referralId: string | null;
  readonly number: string | null;
  readonly state: ReferralState | null;
  readonly benefitState: BenefitState | null;
  readonly offerUntil: Date | null;
  readonly benefitUntil: Date | null;
  readonly validUntil: Date | null;
  readonly answeredBy: AnsweredBy | null;
  readonly documents: {
    readonly received: readonly { readonly kind: string; readonly receivedOn: string }[];
    readonly required: number;
    /** Kinds required and not there. */
    readonly missing: readonly string[];
  } | null;
  readonly contract: { readonly number: string; readonly on: string } | null;
  readonly from: GroundSeat | null;
  readonly exchange: {
    readonly applicationNumber: string;
    readonly childName: string;
    readonly ownConsent: string;
    readonly otherConsent: string;
  } | null;
}

/** The proof of order of an offer or direct referral. */
export interface QueueProof {
  readonly key: QueueKey;
  readonly place: number;
  readonly total: number;
  readonly turn: number;
  readonly stream: QueuePart['stream'];
  readonly cause: QueuePart['cause'];
  readonly benefitPlaces: number;
  readonly ordinaryPlaces: number;
  readonly passed: readonly PassedOver[];
  readonly outOfOrder: ReasonRow | null;
}

export type Check = PreparedDecision['checks'][number];

/** An act worked out: what stands against it, or what it will write. */
export interface Built {
  readonly obstacles: readonly Obstacle[];
  readonly checks: readonly Check[];
  readonly profile: RuleProfileRow;
  readonly place: PlaceAfter | null;
  readonly queue: QueueProof | null;
  /** Null where something stands against it. */
  readonly effect: PlaceEffect | null;
  /** Whether the act issues the referral and needs a number for it. */
  readonly issues: boolean;
  /** The other half of an exchange. */
  readonly partner: { readonly ground: Ground; readonly built: Built } | null;
}

/** Works an act out for one target. */
export type Builder = (world: ActWorld, ground: Ground, target: ActTarget) => Built;

/** Nothing of a place yet. */
export const EMPTY_PLACE: Omit<PlaceAfter, 'seat'> = {
  referralId: null,
  number: null,
  state: null,
  benefitState: null,
  offerUntil: null,
  benefitUntil: null,
  validUntil: null,
  answeredBy: null,
  documents: null,
  contract: null,
  from: null,
  exchange: null,
};

/** An act that something stands against; `place` and `queue` are shown all the same. */
export function hindered(
  profile: RuleProfileRow,
  obstacles: readonly Obstacle[],
  shown: Partial<Pick<Built, 'checks' | 'place' | 'queue'>> = {},
): Built {
  return {
    checks: [],
    place: null,
    queue: null,
    ...shown,
    obstacles,
    profile,
    effect: null,
    issues: false,
    partner: null,
  };
}

/** An act that may be signed. */
export function ready(
  profile: RuleProfileRow,
  effect: PlaceEffect,
  shown: Pick<Built, 'checks' | 'place'> & Partial<Pick<Built, 'queue' | 'issues' | 'partner'>>,
): Built {
  return { queue: null, issues: false, partner: null, ...shown, obstacles: [], profile, effect };
}

export function namedSeat(seat: GroundSeat): NamedSeat {
  return {
    kindergarten: { bin: seat.kindergarten_bin, name: seat.kindergarten },
    group: {
      name: seat.group_name,
      cohortYear: seat.cohort_year,
      language: seat.language,
      kind: seat.group_kind,
    },
    seat: seat.ordinal,
  };
}

const iso = (at: Date | null): string | null => (at === null ? null : almatyIso(at));

/** The place as the document tells it. */
export function referralPart(place: PlaceAfter): ReferralPart {
  return {
    ...namedSeat(place.seat),
    number: place.number,
    state: place.state,
    benefitState: place.benefitState,
    offerUntil: iso(place.offerUntil),
    benefitUntil: iso(place.benefitUntil),
    validUntil: iso(place.validUntil),
    answeredBy: place.answeredBy,
    documents: place.documents?.received ?? null,
    contract: place.contract,
    from: place.from === null ? null : namedSeat(place.from),
    exchange:
      place.exchange === null
        ? null
        : {
            applicationNumber: place.exchange.applicationNumber,
            ownConsent: place.exchange.ownConsent,
            otherConsent: place.exchange.otherConsent,
          },
  };
}

/** The proof of order as the document tells it. `district`: the district's code. */
export function queuePart(proof: QueueProof, district: string): QueuePart {
  return {
    district,
    service: proof.key.service,
    queueKind: proof.key.queueKind,
    cohortYear: proof.key.cohortYear,
    language: proof.key.language,
    place: proof.place,
    total: proof.total,
    turn: proof.turn,
    stream: proof.stream,
    cause: proof.cause,
    benefitPlaces: proof.benefitPlaces,
    ordinaryPlaces: proof.ordinaryPlaces,
    passed: proof.passed.map(({ number, place, why }) => ({ applicationNumber: number, place, why })),
    outOfOrder:
      proof.outOfOrder === null
        ? null
        : {
            code: proof.outOfOrder.code,
            textKk: proof.outOfOrder.full_kk,
            textRu: proof.outOfOrder.full_ru,
          },
  };
}

/** The place as the preview shows it. */
export function shownPlace(place: PlaceAfter): NonNullable<PreparedDecision['referral']> {
  const { seat } = place;
  return {
    id: place.referralId,
    number: place.number,
    state: place.state,
    benefitState: place.benefitState,
    kindergarten: seat.kindergarten,
    kindergartenBin: seat.kindergarten_bin,
    groupId: seat.group_id,
    groupName: seat.group_name,
    cohortYear: seat.cohort_year,
    seatId: seat.seat_id,
    ordinal: seat.ordinal,
    offerUntil: place.offerUntil,
    benefitUntil: place.benefitUntil,
    validUntil: place.validUntil,
    answeredBy: place.answeredBy,
    contractNumber: place.contract?.number ?? null,
    contractOn: place.contract?.on ?? null,
    from:
      place.from === null
        ? null
        : { kindergarten: place.from.kindergarten, groupName: place.from.group_name },
    other:
      place.exchange === null
        ? null
        : { applicationNumber: place.exchange.applicationNumber, childName: place.exchange.childName },
    documents:
      place.documents === null
        ? null
        : {
            // Papers brought without being asked for are in the document, not in the count of those asked for.
            received: place.documents.required - place.documents.missing.length,
            required: place.documents.required,
          },
  };
}

/** The proof of order as the preview shows it. */
export function shownQueue(proof: QueueProof): NonNullable<PreparedDecision['queue']> {
  const { outOfOrder, key, passed, ...rest } = proof;
  return {
    ...rest,
    key: { ...key, service: 'preschool_queue' },
    passed: passed.map((one) => ({ ...one })),
    outOfOrderReason: outOfOrder?.code ?? null,
  };
}
