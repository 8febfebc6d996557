/** Why a child stands where it stands: figures, the strip of sixteen places, neighbours, reasons as codes and values. */
import type { PlaceCause, PriorityClass, Ratio, Stream } from './priority.ts';
import {
  benefitAmongPlaces,
  compareKeys,
  FreeTurns,
  isoOfMicros,
  type QueueEntry,
  type QueuePlace,
  standTogether,
} from './queue-order.ts';

/** The figures of one place. The database counts the same (`queue_figures`), so that no order of a million is read for one. */
export type PlaceFigures = {
  readonly place: number;
  readonly total: number;
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  readonly priorityClass: PriorityClass;
  /** Date and time of the application, microseconds since 1970. */
  readonly at: number;
  readonly ahead: number;
  readonly benefitAhead: number;
  readonly ordinaryAhead: number;
  /** Benefit holders in the whole queue, and those of them behind this child. */
  readonly benefitTotal: number;
  readonly benefitBehind: number;
  /** Ahead in the same stream by a higher class, and by an earlier application of the class it stands by. */
  readonly higherClassAhead: number;
  readonly earlierAhead: number;
  /** Stands behind its twin, brother or sister rather than by its own class and date. */
  readonly together: boolean;
};

/** One entry's figures in an order made by `orderQueue`; null when it is not in this queue. */
export function placeFigures(order: readonly QueuePlace[], id: string): PlaceFigures | null {
  const own = order.find((place) => place.entry.id === id);
  if (own === undefined) {
    return null;
  }
  const before = order.slice(0, own.place - 1);
  const benefitAhead = before.filter((place) => place.stream === 'benefit').length;
  const benefitTotal = order.filter((place) => place.stream === 'benefit').length;
  const sameStream = before.filter((place) => place.stream === own.stream);
  const earlierAhead = sameStream.filter(
    (place) => place.entry.order.priorityClass === own.entry.order.priorityClass,
  ).length;
  return {
    place: own.place,
    total: order.length,
    turn: own.turn,
    stream: own.stream,
    cause: own.cause,
    priorityClass: own.entry.own.priorityClass,
    at: own.entry.own.at,
    ahead: before.length,
    benefitAhead,
    ordinaryAhead: before.length - benefitAhead,
    benefitTotal,
    benefitBehind: benefitTotal - benefitAhead - (own.stream === 'benefit' ? 1 : 0),
    higherClassAhead: sameStream.length - earlierAhead,
    earlierAhead,
    together: compareKeys(own.entry.order, own.entry.own) !== 0,
  };
}

/** Places the strip shows, and the most that stand before the child in it. */
export const STRIP_PLACES = 16;
const STRIP_BEFORE = 13;

export type StripPlace = {
  readonly place: number;
  readonly stream: Stream;
  readonly mine: boolean;
  /** Whether a child stands there: beyond the end of a short queue nobody does. */
  readonly waiting: boolean;
};

/** Sixteen places around the child, each of the stream it goes to. `live`: turns taken and not void. */
export function placeStrip(
  figures: Pick<PlaceFigures, 'place' | 'total' | 'benefitTotal'>,
  ratio: Ratio,
  live: Iterable<number>,
): readonly StripPlace[] {
  const turns = new FreeTurns(live);
  const waiting = { benefit: figures.benefitTotal, ordinary: figures.total - figures.benefitTotal };
  const first = Math.max(1, figures.place - STRIP_BEFORE);
  return Array.from({ length: STRIP_PLACES }, (_, i) => {
    const place = first + i;
    const isTaken = place <= figures.total;
    const benefit = isTaken
      ? benefitAmongPlaces(place, waiting, turns, ratio) -
        benefitAmongPlaces(place - 1, waiting, turns, ratio)
      : turns.benefitAmong(place, ratio) - turns.benefitAmong(place - 1, ratio);
    return {
      place,
      stream: benefit > 0 ? 'benefit' : 'ordinary',
      mine: place === figures.place,
      waiting: isTaken,
    };
  });
}

/** How another child stands to this one: before it by class, by the ratio, with its family, by time; or behind. */
export type Relation = 'class' | 'ratio' | 'earlier' | 'together' | 'self' | 'later';

export function relationTo(own: QueuePlace, other: QueuePlace): Relation {
  if (other.place === own.place) return 'self';
  if (other.place > own.place) return 'later';
  if (other.stream !== own.stream) return 'ratio';
  if (standTogether(own.entry, other.entry)) return 'together';
  return other.entry.order.priorityClass === own.entry.order.priorityClass ? 'earlier' : 'class';
}

/** The child and those around it: three before and two behind, as the screen shows them. */
export function neighboursOf<E extends QueueEntry>(
  order: readonly QueuePlace<E>[],
  id: string,
  before = 3,
  behind = 2,
): readonly (QueuePlace<E> & { readonly relation: Relation })[] {
  const own = order.find((place) => place.entry.id === id);
  return own === undefined
    ? []
    : order
        .slice(Math.max(0, own.place - 1 - before), own.place + behind)
        .map((other) => ({ ...other, relation: relationTo(own, other) }));
}

/**
 * Reasons of a place. Values: `at` ISO 8601 with microseconds; counts; `place`; `benefit` and `ordinary` of the ratio.
 * - stands_ordinary {at} · stands_priority {at} · stands_out_of_turn {at}: its stream and class, when it was applied for;
 * - together: by its twin, brother or sister, who stands first;
 * - ratio_ordinary {benefit, ordinary, place, benefitTotal, benefitAhead, benefitBehind}: how the ratio falls for others;
 * - ratio_benefit {benefit, ordinary, place, ordinaryAhead}: and for a benefit holder;
 * - one_stream {stream}: nobody waits in the other one, so there is nothing to share;
 * - other_stream_ended {place}: the other stream ends before this place, which is why it is not a later one;
 * - higher_class {count} · earlier {count, stream} · first_of_stream.
 */
export const PLACE_REASON_CODES = [
  'stands_ordinary',
  'stands_priority',
  'stands_out_of_turn',
  'together',
  'ratio_ordinary',
  'ratio_benefit',
  'one_stream',
  'other_stream_ended',
  'higher_class',
  'earlier',
  'first_of_stream',
] as const;
export type PlaceReasonCode = (typeof PLACE_REASON_CODES)[number];
export type PlaceReason = {
  readonly code: PlaceReasonCode;
  readonly values: Readonly<Record<string, string | number>>;
};

/** The reasons of a place, in the order to tell them; they say nothing of any other child. */
export function placeReasons(figures: PlaceFigures, ratio: Ratio): readonly PlaceReason[] {
  const at = isoOfMicros(figures.at);
  const reasons: PlaceReason[] = [{ code: `stands_${figures.priorityClass}`, values: { at } }];
  if (figures.together) reasons.push({ code: 'together', values: {} });
  reasons.push(...ratioReasons(figures, ratio));
  if (figures.higherClassAhead > 0) {
    reasons.push({ code: 'higher_class', values: { count: figures.higherClassAhead } });
  }
  if (figures.earlierAhead > 0) {
    reasons.push({ code: 'earlier', values: { count: figures.earlierAhead, stream: figures.stream } });
  }
  if (figures.higherClassAhead + figures.earlierAhead === 0) {
    reasons.push({ code: 'first_of_stream', values: {} });
  }
  return reasons;
}

function ratioReasons(figures: PlaceFigures, ratio: Ratio): readonly PlaceReason[] {
  const { stream, place, total, benefitTotal, benefitAhead, benefitBehind, ordinaryAhead } = figures;
  const others = stream === 'benefit' ? total - benefitTotal : benefitTotal;
  if (others === 0) {
    return [{ code: 'one_stream', values: { stream } }];
  }
  const shares = { benefit: ratio.benefitPlaces, ordinary: ratio.ordinaryPlaces, place };
  const falls: PlaceReason =
    stream === 'benefit'
      ? { code: 'ratio_benefit', values: { ...shares, ordinaryAhead } }
      : { code: 'ratio_ordinary', values: { ...shares, benefitTotal, benefitAhead, benefitBehind } };
  return figures.cause === 'ratio' ? [falls] : [falls, { code: 'other_stream_ended', values: { place } }];
}
