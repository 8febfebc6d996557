import type { RuleProfile } from './rule-profile.ts';

/** кезектен тыс (КТ) · бірінші кезекте (БК) · жалпы */
export const PRIORITY_CLASSES = ['out_of_turn', 'priority', 'ordinary'] as const;
export type PriorityClass = (typeof PRIORITY_CLASSES)[number];

/** What the order of a queue depends on, and nothing else. */
export type QueueEntry = {
  /** Database id as decimal text: the last tie-breaker, so that the order is total. */
  readonly id: string;
  readonly priorityClass: PriorityClass;
  /** Date and time of the application: milliseconds since 1970, and microseconds (0–999) within one where known. */
  readonly submittedAt: number;
  readonly submittedMicros?: number;
};

/** What makes two applications wait in one queue; children of different keys never compete. */
export type QueueKey = {
  readonly districtId: number;
  readonly service: string;
  readonly queueKind: 'general' | 'special';
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
};

/** The key as text, equal exactly for equal keys. */
export function queueKeyText(key: QueueKey): string {
  return [key.districtId, key.service, key.queueKind, key.cohortYear, key.language].join('|');
}

/**
 * The order within one stream: class (out of turn, priority, ordinary), date and time of the application, id.
 * Total: 0 only for the same id.
 */
export function compareEntries(a: QueueEntry, b: QueueEntry): number {
  return (
    PRIORITY_CLASSES.indexOf(a.priorityClass) - PRIORITY_CLASSES.indexOf(b.priorityClass) ||
    a.submittedAt - b.submittedAt ||
    (a.submittedMicros ?? 0) - (b.submittedMicros ?? 0) ||
    compareIds(a.id, b.id)
  );
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

export type Stream = 'benefit' | 'ordinary';
/** Why a stream got a place: its turn in the ratio, or nobody waits in the other stream. */
export type PlaceCause = 'ratio' | 'other_stream_empty';
export type QueuePlace<E extends QueueEntry = QueueEntry> = {
  readonly entry: E;
  /** 1 is the next to be served. */
  readonly place: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
};

/**
 * The places of one queue. Benefit holders and the others are two streams, merged by the profile's ratio: of each
 * block of benefitPlaces + ordinaryPlaces places the first benefitPlaces go to benefit holders (at 1 : 3 the places
 * 1, 5, 9, 13). A stream that ends leaves its places to the other. `served` is how many places of the running block
 * count were issued before, so that the ratio goes on and does not start anew with each batch.
 */
export function orderQueue<E extends QueueEntry>(
  entries: readonly E[],
  profile: Pick<RuleProfile, 'benefitPlaces' | 'ordinaryPlaces'>,
  served = 0,
): readonly QueuePlace<E>[] {
  const sorted = entries.toSorted(compareEntries);
  const benefit = sorted.filter((entry) => entry.priorityClass !== 'ordinary');
  const ordinary = sorted.filter((entry) => entry.priorityClass === 'ordinary');
  const places: QueuePlace<E>[] = [];
  let b = 0;
  let o = 0;
  while (places.length < sorted.length) {
    const turn = streamOfPlace(served + places.length + 1, profile);
    const waiting = turn === 'benefit' ? benefit[b] : ordinary[o];
    const stream: Stream = waiting !== undefined ? turn : turn === 'benefit' ? 'ordinary' : 'benefit';
    const entry = stream === 'benefit' ? benefit[b++] : ordinary[o++];
    if (entry === undefined) {
      break;
    }
    const cause = waiting !== undefined ? 'ratio' : 'other_stream_empty';
    places.push({ entry, place: places.length + 1, stream, cause });
  }
  return places;
}

/** The stream whose turn a place (from 1) is. */
export function streamOfPlace(
  place: number,
  profile: Pick<RuleProfile, 'benefitPlaces' | 'ordinaryPlaces'>,
): Stream {
  const block = profile.benefitPlaces + profile.ordinaryPlaces;
  return (place - 1) % block < profile.benefitPlaces ? 'benefit' : 'ordinary';
}

/** Why a child stands where it stands: the figures of the explanation, without other children's names. */
export type PlaceExplanation = {
  readonly place: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  readonly ahead: number;
  readonly benefitAhead: number;
  readonly ordinaryAhead: number;
  /** Benefit holders in the whole queue, and those of them behind this child. */
  readonly benefitTotal: number;
  readonly benefitBehind: number;
  /** Ahead in the same stream because of a higher class, and because the application came earlier. */
  readonly higherClassAhead: number;
  readonly earlierAhead: number;
  readonly total: number;
};

/** Explains one entry's place in an order made by `orderQueue`; null when it is not in this queue. */
export function explainPlace(order: readonly QueuePlace[], id: string): PlaceExplanation | null {
  const own = order.find((place) => place.entry.id === id);
  if (own === undefined) {
    return null;
  }
  const before = order.slice(0, own.place - 1);
  const benefitAhead = before.filter((place) => place.stream === 'benefit').length;
  const benefitTotal = order.filter((place) => place.stream === 'benefit').length;
  const sameStream = before.filter((place) => place.stream === own.stream);
  const earlierAhead = sameStream.filter(
    (place) => place.entry.priorityClass === own.entry.priorityClass,
  ).length;
  return {
    place: own.place,
    stream: own.stream,
    cause: own.cause,
    ahead: before.length,
    benefitAhead,
    ordinaryAhead: before.length - benefitAhead,
    benefitTotal,
    benefitBehind: benefitTotal - benefitAhead - (own.stream === 'benefit' ? 1 : 0),
    higherClassAhead: sameStream.length - earlierAhead,
    earlierAhead,
    total: order.length,
  };
}
