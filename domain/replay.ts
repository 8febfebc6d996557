/**
 * Was the child next? The proof of a referral from what the database kept: who waited (`queue_stay`), which turns were
 * taken (`queue_turn`), who was told as passed over (`referral_passed`). Pure: it only compares, the history is the witness.
 */
import { otherStream, type PlaceCause, type Ratio, type Stream, streamOfTurn } from './priority.ts';
import {
  compareEntries,
  FreeTurns,
  orderQueue,
  type QueueEntry,
  standTogether,
  streamOf,
} from './queue-order.ts';

/** A stretch of waiting. Sequence numbers are the history's of the district: total where times are equal. */
export type Stay = QueueEntry & {
  readonly wants: readonly number[];
  /** Microseconds since 1970. */
  readonly enteredAt: number;
  readonly leftAt: number | null;
  readonly enteredSeq: number | null;
  readonly leftSeq: number | null;
  /** Held a seat then (of another application): such a child is not offered another. */
  readonly heldSeat: boolean;
};

/** A moment: an instant in microseconds, or just before a row of the history. */
export type Moment = { readonly at: number; readonly beforeSeq: number | null };

export type TurnTaken = {
  readonly turn: number;
  /** Null: passed by, taken by nobody. */
  readonly referralId: string | null;
  readonly takenAt: number;
  readonly voidedAt: number | null;
};

export type PassedWhy = 'ahead' | 'ratio' | 'together';
export type PassedRow = { readonly applicationId: string; readonly why: PassedWhy };

export type ReplayInput = {
  readonly referral: {
    readonly id: string;
    readonly applicationId: string;
    readonly kindergartenId: number;
    readonly turn: number;
    readonly stream: Stream;
    readonly cause: PlaceCause;
    readonly outOfOrderReason: string | null;
    /** Whether a signed act began it. */
    readonly isSigned: boolean;
  };
  readonly moment: Moment;
  /** Every stay of the queue that may have been at the moment; others are passed by. */
  readonly stays: readonly Stay[];
  readonly turns: readonly TurnTaken[];
  readonly ratio: Ratio;
  readonly passed: readonly PassedRow[];
};

/**
 * What is wrong with the proof: the child did not wait; did not ask for the kindergarten; the turn is of the other
 * stream than the cause says; was taken; somebody with a better right was not told of; somebody told of had none;
 * passed over without a reason; or by no signed act.
 */
export type ReplayFault =
  | 'REPLAY_NOT_WAITING'
  | 'REPLAY_NOT_WANTED'
  | 'REPLAY_STREAM'
  | 'REPLAY_TURN_TAKEN'
  | 'REPLAY_UNTOLD'
  | 'REPLAY_TOLD_WRONGLY'
  | 'REPLAY_NO_REASON'
  | 'REPLAY_NOT_SIGNED';

export type Replay = {
  readonly verdict: 'was_next' | 'passed_over' | 'not_proven';
  readonly faults: readonly ReplayFault[];
  /** Place in the whole queue at the moment; 0 when the child did not wait. */
  readonly place: number;
  readonly total: number;
  /** Ahead in the queue and not in question: did not ask for this kindergarten, or held a seat. */
  readonly aheadNotWanting: number;
  /** Who had a better right or waits for seats for a family, with their places in the queue at the moment. */
  readonly passed: readonly (PassedRow & { readonly place: number })[];
};

/** Whether a stay was at a moment. By the history's numbers where both sides have them, else by time. */
export function stoodAt(stay: Stay, moment: Moment): boolean {
  const { beforeSeq, at } = moment;
  const entered =
    beforeSeq !== null && stay.enteredSeq !== null ? stay.enteredSeq < beforeSeq : stay.enteredAt <= at;
  const left =
    stay.leftAt !== null &&
    (beforeSeq !== null && stay.leftSeq !== null
      ? stay.leftSeq < beforeSeq
      : beforeSeq === null
        ? stay.leftAt <= at
        : stay.leftAt < at);
  return entered && !left;
}

/** Turns taken and not void at an instant, one referral's own left out. At the same instant the lower turn came first. */
export function liveTurnsAt(
  turns: readonly TurnTaken[],
  at: number,
  own: TurnTaken | null,
): readonly number[] {
  const live = turns.filter((each) => {
    if (each.referralId === null || each.referralId === own?.referralId) return false;
    const before = each.takenAt < at || (each.takenAt === at && (own === null || each.turn < own.turn));
    return before && (each.voidedAt === null || each.voidedAt > at);
  });
  return [...new Set(live.map((each) => each.turn))];
}

/** Proves a referral, or says what is missing. */
export function replayReferral(input: ReplayInput): Replay {
  const { referral, moment, ratio } = input;
  const standing = input.stays.filter((stay) => stoodAt(stay, moment));
  const own = standing.find((stay) => stay.id === referral.applicationId);
  const ownTurn = input.turns.find((each) => each.referralId === referral.id) ?? null;
  const live = liveTurnsAt(input.turns, moment.at, ownTurn);
  if (own === undefined) {
    return {
      verdict: 'not_proven',
      faults: ['REPLAY_NOT_WAITING'],
      place: 0,
      total: standing.length,
      aheadNotWanting: 0,
      passed: [],
    };
  }
  const order = orderQueue(standing, ratio, live);
  const places = new Map(order.map((each) => [each.entry.id, each.place]));
  const place = places.get(own.id) ?? 0;
  const wants = (stay: Stay): boolean => stay.wants.includes(referral.kindergartenId) && !stay.heldSeat;
  const rights = betterRights(standing.filter(wants), own, referral, new FreeTurns(live), ratio);
  const isTaken = live.includes(referral.turn);
  const faults = faultsOf(input, own, rights, isTaken);
  const isDeprived = input.passed.some(({ why }) => why !== 'together');
  return {
    verdict: faults.length > 0 ? 'not_proven' : isDeprived ? 'passed_over' : 'was_next',
    faults,
    place,
    total: order.length,
    aheadNotWanting: order.slice(0, Math.max(0, place - 1)).filter(({ entry }) => !wants(entry)).length,
    passed: input.passed
      .map((row) => ({ ...row, place: places.get(row.applicationId) ?? 0 }))
      .toSorted((a, b) => a.place - b.place),
  };
}

/** How many of each kind are told at most; more than that says no more. */
const TOLD_AT_MOST = 1000;

type Rights = {
  /** Before the child in its stream: told without exception. */
  readonly ahead: readonly Stay[];
  /** Of the other stream, whose turn it was: told where the kindergarten had no free seat for them too. */
  readonly byRatio: readonly Stay[];
};

/** Who of those who wanted the kindergarten had a better right to the seat on this turn. */
function betterRights(
  wanting: readonly Stay[],
  own: Stay,
  referral: ReplayInput['referral'],
  free: FreeTurns,
  ratio: Ratio,
): Rights {
  const stream = streamOf(own);
  const ahead = wanting
    .filter((stay) => streamOf(stay) === stream && compareEntries(stay, own) < 0)
    .toSorted(compareEntries);
  const others = wanting.filter((stay) => streamOf(stay) !== stream).toSorted(compareEntries);
  const lower = turnsPassed(free, referral.turn, otherStream(stream), ratio);
  return {
    ahead: ahead.slice(0, TOLD_AT_MOST),
    byRatio: others.slice(0, referral.cause === 'ratio' ? Math.min(lower, TOLD_AT_MOST) : TOLD_AT_MOST),
  };
}

/** How many free turns of a stream lie before a turn. */
function turnsPassed(free: FreeTurns, turn: number, stream: Stream, ratio: Ratio): number {
  let count = 0;
  for (let place = 1; free.turn(place) < turn; place++) {
    count += streamOfTurn(free.turn(place), ratio) === stream ? 1 : 0;
  }
  return count;
}

function faultsOf(input: ReplayInput, own: Stay, rights: Rights, isTaken: boolean): readonly ReplayFault[] {
  const { referral, passed } = input;
  const stream = streamOf(own);
  const isOwnTurn = streamOfTurn(referral.turn, input.ratio) === stream;
  const deprived = passed.filter(({ why }) => why !== 'together');
  const found: ReplayFault[] = [];
  if (!own.wants.includes(referral.kindergartenId)) found.push('REPLAY_NOT_WANTED');
  if (referral.stream !== stream || isOwnTurn !== (referral.cause === 'ratio')) found.push('REPLAY_STREAM');
  if (isTaken) found.push('REPLAY_TURN_TAKEN');
  if (isSomebodyUntold(rights, passed)) found.push('REPLAY_UNTOLD');
  if (passed.some((row) => !isRightlyTold(row, rights, input))) found.push('REPLAY_TOLD_WRONGLY');
  if (deprived.length > 0 && referral.outOfOrderReason === null) found.push('REPLAY_NO_REASON');
  if (deprived.length > 0 && !referral.isSigned) found.push('REPLAY_NOT_SIGNED');
  return found;
}

/**
 * Everyone ahead must be told. Of the other stream those from some place on, the first ones having free seats left to
 * them: an untold one behind a told one was left out.
 */
function isSomebodyUntold(rights: Rights, passed: readonly PassedRow[]): boolean {
  const told = new Map(passed.map((row) => [row.applicationId, row.why]));
  const isTold = (stay: Stay): boolean => told.get(stay.id) === 'ratio';
  const first = rights.byRatio.findIndex(isTold);
  return (
    rights.ahead.some((stay) => !told.has(stay.id)) ||
    (first !== -1 && !rights.byRatio.slice(first).every(isTold))
  );
}

/** A told one had a better right; one that waits for its family has one. */
function isRightlyTold({ applicationId, why }: PassedRow, rights: Rights, input: ReplayInput): boolean {
  const stay = (why === 'ratio' ? rights.byRatio : rights.ahead).find((each) => each.id === applicationId);
  return (
    stay !== undefined &&
    (why !== 'together' ||
      input.stays.some(
        (each) => each.id !== stay.id && stoodAt(each, input.moment) && standTogether(each, stay),
      ))
  );
}
