/** The order of queues as plans and proofs need it: everyone who waits, turns taken, seats free; who has a better right to a seat. */
import {
  type FreeSeatRow,
  freeSeats,
  liveTurns,
  type PlanQueueRow,
  type PlanStay,
  planStays,
} from '../../db/queries/place-plan.ts';
import type { Reader } from '../../db/queries/reader.ts';
import {
  otherStream,
  type PlaceCause,
  PRIORITY_CLASSES,
  type PriorityClass,
  type Ratio,
  type Stream,
  streamOfTurn,
} from '../../domain/priority.ts';
import {
  compareEntries,
  FreeTurns,
  orderQueue,
  type QueuePlace,
  standTogether,
  streamOf,
} from '../../domain/queue-order.ts';
import type { PlanChild, PlanQueue } from '../../domain/queue-plan.ts';
import { type PlanSeat, SeatPool } from '../../domain/seat-pool.ts';
import type { District, Reference, RuleProfileRow } from '../reference.ts';

/** A queue read whole, under the profile in force. */
export interface WholeQueue extends PlanQueue {
  readonly id: number;
  readonly profile: RuleProfileRow;
  readonly live: readonly number[];
  readonly entries: readonly PlanChild[];
}

/** Reads a queue as it is now; null when no profile is in force for its district. */
export async function readQueue(
  tx: Reader,
  reference: Reference,
  queue: PlanQueueRow,
  on: string,
): Promise<WholeQueue | null> {
  const district: District | undefined = reference.districts.get(queue.district_id);
  const profile = reference.profile(district?.region_id ?? null, on);
  if (profile === null) return null;
  const live = await liveTurns(tx, queue.id, profile.id);
  const stays = await planStays(tx, queue);
  return {
    id: queue.id,
    key: {
      districtId: queue.district_id,
      service: queue.service,
      queueKind: queue.queue_kind,
      cohortYear: queue.cohort_year,
      language: queue.language,
    },
    profile,
    ratio: { benefitPlaces: profile.benefit_places, ordinaryPlaces: profile.ordinary_places },
    live,
    entries: stays.map(childOf),
  };
}

function childOf(stay: PlanStay): PlanChild {
  return {
    id: stay.application_id,
    own: { priorityClass: classOf(stay.own_class), at: Number(stay.own_micros), no: Number(stay.own_no) },
    order: {
      priorityClass: classOf(stay.order_class),
      at: Number(stay.order_micros),
      no: Number(stay.order_no),
    },
    wants: stay.wants,
    correctionKind: stay.correction_kind,
    holdsSeat: stay.holds_seat,
  };
}

function classOf(number: number): PriorityClass {
  return PRIORITY_CLASSES[number] ?? 'ordinary';
}

/** Free seats of districts as plans take them. */
export async function readSeats(tx: Reader, districts: readonly number[]): Promise<readonly PlanSeat[]> {
  return (await freeSeats(tx, districts)).map(seatOf);
}

function seatOf(row: FreeSeatRow): PlanSeat {
  return {
    id: row.id,
    kindergartenId: row.kindergarten_id,
    groupId: row.group_id,
    cohortYear: row.cohort_year,
    language: row.language,
    kind: row.kind,
    correctionKind: row.correction_kind,
    specialUntil: row.special_until?.getTime() ?? null,
    openSince: row.open_since.getTime(),
    temporary: row.temporary,
  };
}

export type Right = {
  readonly applicationId: string;
  readonly why: 'ahead' | 'ratio' | 'together';
};

/** The turn a child would take for a kindergarten, and who has a better right to its seat. */
export interface Standing {
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  readonly rights: readonly Right[];
}

/**
 * How one child stands for a seat of a kindergarten, on a turn asked for or the next one. The database judges the same
 * (`choose_turn`, `better_rights` of migration 0014) and refuses what differs.
 * `seats`: those free now, the one asked for too.
 */
export function standingFor(
  queue: WholeQueue,
  child: PlanChild,
  seat: { readonly id: string; readonly kindergartenId: number },
  seats: readonly PlanSeat[],
  now: number,
  asked: number | null,
): Standing {
  const { ratio } = queue;
  const stream = streamOf(child);
  const turns = new FreeTurns(queue.live);
  const wanting = queue.entries
    .filter((one) => one.wants.includes(seat.kindergartenId) && !one.holdsSeat && one.id !== child.id)
    .toSorted(compareEntries);
  const others = wanting.filter((one) => streamOf(one) !== stream);
  const turn = asked ?? nextTurn(turns, ratio, stream, others.length > 0);
  const cause: PlaceCause = streamOfTurn(turn, ratio) === stream ? 'ratio' : 'other_stream_empty';
  const freeLeft = seats.filter(
    (one) =>
      one.id !== seat.id &&
      one.kindergartenId === seat.kindergartenId &&
      one.cohortYear === queue.key.cohortYear &&
      one.language === queue.key.language &&
      SeatPool.serves(one, queue.key.queueKind, now),
  ).length;
  const ahead = wanting.filter((one) => streamOf(one) === stream && compareEntries(one, child) < 0);
  const family = (one: PlanChild): number =>
    wanting.filter((other) => standTogether(one, other)).length + (standTogether(one, child) ? 1 : 0);
  const rights: Right[] = ahead.map((one) => ({
    applicationId: one.id,
    why: family(one) > freeLeft + 1 ? 'together' : 'ahead',
  }));
  const passed = turnsPassed(turns, turn, stream, ratio);
  if (cause === 'ratio' && passed <= freeLeft) return { turn, stream, cause, rights };
  const deprived = cause === 'ratio' ? others.slice(freeLeft, passed) : others;
  rights.push(...deprived.map((one): Right => ({ applicationId: one.id, why: 'ratio' })));
  return { turn, stream, cause, rights };
}

/** The lowest free turn of the stream; of the other where nobody of that could take it. */
function nextTurn(turns: FreeTurns, ratio: Ratio, stream: Stream, hasOthers: boolean): number {
  const first = turns.turn(1);
  if (streamOfTurn(first, ratio) === stream || !hasOthers) return first;
  const hasTurns = stream === 'ordinary' || ratio.benefitPlaces > 0;
  if (!hasTurns) return first;
  for (let place = 2; ; place++) {
    const turn = turns.turn(place);
    if (streamOfTurn(turn, ratio) === stream) return turn;
  }
}

/** How many free turns of the other stream lie below a turn. */
function turnsPassed(turns: FreeTurns, turn: number, stream: Stream, ratio: Ratio): number {
  let passed = 0;
  for (let place = 1; ; place++) {
    const free = turns.turn(place);
    if (free >= turn) return passed;
    if (streamOfTurn(free, ratio) === otherStream(stream)) passed++;
  }
}

/** The place of each application of a queue. */
export function placesOf(queue: WholeQueue): ReadonlyMap<string, QueuePlace> {
  return new Map(orderQueue(queue.entries, queue.ratio, queue.live).map((one) => [one.entry.id, one]));
}
