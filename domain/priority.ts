import type { RuleProfile } from './rule-profile.ts';

/** кезектен тыс (КТ) · бірінші кезекте (БК) · жалпы */
export const PRIORITY_CLASSES = ['out_of_turn', 'priority', 'ordinary'] as const;
export type PriorityClass = (typeof PRIORITY_CLASSES)[number];

/** Who a place goes to: benefit holders (out of turn, priority), or all others. */
export type Stream = 'benefit' | 'ordinary';
/** Why a stream got a turn: it is its own in the ratio, or nobody of the other stream could take it. */
export type PlaceCause = 'ratio' | 'other_stream_empty';
/** Of benefitPlaces + ordinaryPlaces turns in a row the first benefitPlaces are benefit holders'. */
export type Ratio = Pick<RuleProfile, 'benefitPlaces' | 'ordinaryPlaces'>;
export type QueueKind = 'general' | 'special';

/** What makes two applications wait in one queue; children of different keys never compete. */
export type QueueKey = {
  readonly districtId: number;
  readonly service: string;
  readonly queueKind: QueueKind;
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
};

/** The key as text, equal exactly for equal keys. */
export function queueKeyText(key: QueueKey): string {
  return [key.districtId, key.service, key.queueKind, key.cohortYear, key.language].join('|');
}

export function streamOfClass(priorityClass: PriorityClass): Stream {
  return priorityClass === 'ordinary' ? 'ordinary' : 'benefit';
}

export function otherStream(stream: Stream): Stream {
  return stream === 'benefit' ? 'ordinary' : 'benefit';
}

/** Whose turn (from 1) it is: at 1 : 3 the turns 1, 5, 9, 13 are benefit holders'. */
export function streamOfTurn(turn: number, ratio: Ratio): Stream {
  const block = ratio.benefitPlaces + ratio.ordinaryPlaces;
  return (turn - 1) % block < ratio.benefitPlaces ? 'benefit' : 'ordinary';
}

/** How many of the turns 1…`upTo` are benefit holders'. */
export function benefitTurns(upTo: number, ratio: Ratio): number {
  const block = ratio.benefitPlaces + ratio.ordinaryPlaces;
  return Math.floor(upTo / block) * ratio.benefitPlaces + Math.min(upTo % block, ratio.benefitPlaces);
}
