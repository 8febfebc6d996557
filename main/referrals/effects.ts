/** What a signed act on a place does when it is committed: worked out before the signature, written after it. */
import type { ApplicationStep, ReferralChange } from '../../db/queries/place-acts.ts';
import type { PlaceCause, Stream } from '../../domain/priority.ts';
import type { ApplicationEvent } from '../../domain/status.ts';

/** Somebody with a better right to the seat. `place` is the place in the queue. */
export interface PassedOver {
  readonly applicationId: string;
  readonly number: string;
  readonly place: number;
  /** 'together': a family that waits for seats for all of its children is told, not passed over. */
  readonly why: 'ahead' | 'ratio' | 'together';
}

/** One version of the application. The first step is the signed act's; the others follow from it by the rules. */
export interface Step extends ApplicationStep {
  readonly event: ApplicationEvent;
}

export interface BeginEffect {
  readonly kind: 'begin';
  readonly state: 'offered' | 'issued';
  readonly seatId: string;
  readonly groupId: number;
  readonly kindergartenId: number;
  readonly queueId: number;
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  readonly passed: readonly PassedOver[];
  readonly outOfOrderReason: string | null;
  readonly benefitState: 'not_needed' | 'pending';
  readonly offerUntil: Date | null;
  readonly validUntil: Date | null;
  readonly benefitUntil: Date | null;
}

export interface ChangeEffect {
  readonly kind: 'change';
  readonly referralId: string;
  readonly change: ReferralChange;
  /** The benefit claim this act judges, if any. */
  readonly claim: { readonly id: string; readonly state: 'confirmed' | 'rejected' } | null;
}

export interface AdmitEffect {
  readonly kind: 'admit';
  readonly referralId: string;
  readonly seatId: string;
  readonly groupId: number;
  readonly kindergartenId: number;
  readonly contractNumber: string;
  readonly contractOn: string;
  readonly enrolledOn: string;
}

/** A child leaves its seat; with `to` it moves to another. */
export interface MoveEffect {
  readonly kind: 'move';
  readonly enrolmentId: string;
  readonly referralId: string | null;
  readonly end: 'withdrawn' | 'transferred' | 'exchanged';
  readonly endOn: string;
  readonly endReason: string | null;
  readonly to: {
    readonly seatId: string;
    readonly groupId: number;
    readonly kindergartenId: number;
    readonly contractNumber: string;
    readonly contractOn: string;
  } | null;
  /** When each family consented; of an exchange, on the side that was asked for. */
  readonly consents: { readonly own: Date; readonly other: Date } | null;
}

/** Nothing but the application changes. */
export interface PlainEffect {
  readonly kind: 'plain';
}

export type PlaceWrite = BeginEffect | ChangeEffect | AdmitEffect | MoveEffect | PlainEffect;

export interface PlaceEffect {
  readonly write: PlaceWrite;
  readonly steps: readonly [Step, ...Step[]];
}
