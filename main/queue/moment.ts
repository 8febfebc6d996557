/** A queue as it was at a moment, whole: everyone who waited, the turns taken, the profile in force, the order they make. */
import { type StayRow, staysAt, turnsAt } from '../../db/queries/queue-moments.ts';
import type { QueueRecord } from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { PRIORITY_CLASSES, type PriorityClass, type Ratio } from '../../domain/priority.ts';
import { orderQueue, type QueueEntry, type QueuePlace } from '../../domain/queue-order.ts';
import type { QueueKey } from '../../preload/contract/queue.ts';
import { actError } from '../errors.ts';
import type { Reference, RuleProfileRow } from '../reference.ts';

/** One that waited, with the kindergartens it wanted by rank. */
export type MomentEntry = QueueEntry & { readonly wants: readonly number[] };

export interface QueueMoment {
  readonly queue: QueueRecord;
  readonly key: QueueKey;
  readonly at: Date;
  readonly profile: RuleProfileRow;
  readonly ratio: Ratio;
  /** Turns taken under the profile and not void. */
  readonly live: readonly number[];
  readonly order: readonly QueuePlace<MomentEntry>[];
}

/** The contract's key of a queue. */
export function keyOf(queue: QueueRecord): QueueKey {
  return {
    districtId: queue.district_id,
    service: queue.service,
    queueKind: queue.queue_kind,
    cohortYear: queue.cohort_year,
    language: queue.language,
  };
}

export function ratioOf(profile: RuleProfileRow): Ratio {
  return { benefitPlaces: profile.benefit_places, ordinaryPlaces: profile.ordinary_places };
}

/** The profile a queue of the district was ordered by at a moment. Throws NOT_FOUND when no rules were in force. */
export function profileAt(reference: Reference, districtId: number, at: Date): RuleProfileRow {
  const profile = reference.profile(reference.districts.get(districtId)?.region_id ?? null, almatyDate(at));
  if (profile === null) throw actError('NOT_FOUND');
  return profile;
}

/** Reads a queue as it was. Everything that happened up to and at the moment is in it. */
export async function readMoment(
  tx: Reader,
  reference: Reference,
  queue: QueueRecord,
  at: Date,
): Promise<QueueMoment> {
  const profile = profileAt(reference, queue.district_id, at);
  const live = await turnsAt(tx, queue.id, profile.id, at);
  const entries = (await staysAt(tx, queue.id, at)).map(entryOf);
  const ratio = ratioOf(profile);
  return { queue, key: keyOf(queue), at, profile, ratio, live, order: orderQueue(entries, ratio, live) };
}

/** A stay as the domain orders it. */
export function entryOf(stay: StayRow): MomentEntry {
  return {
    id: stay.application_id,
    own: {
      priorityClass: classOf(stay.own_class),
      at: Number(stay.own_micros),
      no: Number(stay.own_no),
    },
    order: {
      priorityClass: classOf(stay.order_class),
      at: Number(stay.order_micros),
      no: Number(stay.order_no),
    },
    wants: stay.wants,
  };
}

/** 0 out of turn, 1 priority, 2 ordinary: as the tables number them. */
export function classOf(number: number): PriorityClass {
  return PRIORITY_CLASSES[number] ?? 'ordinary';
}
