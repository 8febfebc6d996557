/**
 * The order of one queue: two streams by class, each by class, time to the microsecond and number, those who stand
 * together behind the first of them; merged by the ratio, turn by turn. The database keeps the same order
 * (`queue_stay`); this is its meaning, and what plans, prints and the replay are made of.
 */
import { almatyIso } from './calendar.ts';
import {
  benefitTurns,
  otherStream,
  type PlaceCause,
  PRIORITY_CLASSES,
  type PriorityClass,
  type Ratio,
  type Stream,
  streamOfClass,
  streamOfTurn,
} from './priority.ts';
import type { Together } from './rule-profile.ts';

/** One spot of a stream: class, microseconds since 1970, application number as an integer (`orderNumber`). */
export type OrderKey = {
  readonly priorityClass: PriorityClass;
  readonly at: number;
  readonly no: number;
};

/** A child that waits. `order` is the key of the family member it stands with; its own where it stands alone. */
export type QueueEntry = {
  /** Database id of the application, decimal text. */
  readonly id: string;
  readonly own: OrderKey;
  readonly order: OrderKey;
};

/** '2026-004817' as a number that sorts by year, then number: 20260004817. Throws RangeError (APPLICATION_NUMBER). */
export function orderNumber(applicationNumber: string): number {
  const match = /^(\d{4})-(\d{6,7})$/.exec(applicationNumber);
  if (match === null) {
    throw new RangeError('APPLICATION_NUMBER');
  }
  return Number(match[1]) * 10_000_000 + Number(match[2]);
}

/** An entry that stands alone. Throws RangeError (QUEUE_TIME) for a time that is no whole number of microseconds. */
export function entryOf(application: {
  readonly id: string;
  readonly number: string;
  readonly priorityClass: PriorityClass;
  readonly at: number;
}): QueueEntry {
  if (!Number.isSafeInteger(application.at)) {
    throw new RangeError('QUEUE_TIME');
  }
  const own = {
    priorityClass: application.priorityClass,
    at: application.at,
    no: orderNumber(application.number),
  };
  return { id: application.id, own, order: own };
}

/** Microseconds since 1970 of ISO 8601 text with a zone, up to six decimals. Throws RangeError (QUEUE_TIME). */
export function microsOf(iso: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}(?::?\d{2})?)$/.exec(
    iso,
  );
  const zone = match?.[4] ?? '';
  const offset = zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}${offset}`);
  if (Number.isNaN(seconds)) {
    throw new RangeError('QUEUE_TIME');
  }
  return seconds * 1000 + Number((match?.[3] ?? '').padEnd(6, '0'));
}

/** Microseconds as Almaty time: '2026-01-31T09:14:22.318000+05:00'. */
export function isoOfMicros(at: number): string {
  const micros = ((at % 1_000_000) + 1_000_000) % 1_000_000;
  const iso = almatyIso(new Date((at - micros) / 1000));
  return `${iso.slice(0, 19)}.${String(micros).padStart(6, '0')}${iso.slice(19)}`;
}

export function compareKeys(a: OrderKey, b: OrderKey): number {
  return (
    PRIORITY_CLASSES.indexOf(a.priorityClass) - PRIORITY_CLASSES.indexOf(b.priorityClass) ||
    a.at - b.at ||
    a.no - b.no
  );
}

/** The order within one stream: where its family stands, then its own. Total: 0 only for one application. */
export function compareEntries(a: QueueEntry, b: QueueEntry): number {
  return compareKeys(a.order, b.order) || compareKeys(a.own, b.own);
}

export function streamOf(entry: Pick<QueueEntry, 'own'>): Stream {
  return streamOfClass(entry.own.priorityClass);
}

/** Whether two entries of one stream stand together: they stand by the same key. */
export function standTogether(a: QueueEntry, b: QueueEntry): boolean {
  return a.order.no === b.order.no && streamOf(a) === streamOf(b);
}

/** Who belongs together: twins by their group, siblings by the applicant too. */
export type Kin = { readonly twinGroup: string | null; readonly applicantId: string };

/**
 * Puts each child of a queue behind the member of its family that stands first in the same stream, as the profile says.
 * Families are whole: a twin of one's twin is family.
 */
export function withFamilies<E extends QueueEntry & Kin>(
  entries: readonly E[],
  together: Together,
): readonly E[] {
  if (together === 'none') {
    return entries.map((entry) => ({ ...entry, order: entry.own }));
  }
  const families = new Families();
  for (const entry of entries) {
    const self = `id ${entry.id}`;
    const stream = streamOf(entry);
    if (entry.twinGroup !== null) families.join(self, `${stream} twins ${entry.twinGroup}`);
    if (together === 'siblings') families.join(self, `${stream} applicant ${entry.applicantId}`);
  }
  const leaders = new Map<string, OrderKey>();
  for (const entry of entries) {
    const family = families.of(`id ${entry.id}`);
    const first = leaders.get(family);
    if (first === undefined || compareKeys(entry.own, first) < 0) leaders.set(family, entry.own);
  }
  return entries.map((entry) => ({
    ...entry,
    order: leaders.get(families.of(`id ${entry.id}`)) ?? entry.own,
  }));
}

/** Disjoint sets of names. */
class Families {
  readonly #parent = new Map<string, string>();

  of(name: string): string {
    let root = name;
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up;
    let at = name;
    while (at !== root) {
      const up = this.#parent.get(at) ?? root;
      this.#parent.set(at, root);
      at = up;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [left, right] = [this.of(a), this.of(b)];
    if (left !== right) this.#parent.set(left, right);
  }
}

/**
 * The turns still to be filled, lowest first: those a failed referral gave back, then the ones after the last. So the
 * ratio is kept by the places given, not by attempts.
 */
export class FreeTurns {
  readonly #gaps: readonly number[];
  readonly #last: number;

  /** `live`: turns taken and not void, in any order. Throws RangeError (QUEUE_TURN) for what is no turn or taken twice. */
  constructor(live: Iterable<number>) {
    const taken = [...live].toSorted((a, b) => a - b);
    const gaps: number[] = [];
    let next = 1;
    for (const turn of taken) {
      if (!Number.isSafeInteger(turn) || turn < next) {
        throw new RangeError('QUEUE_TURN');
      }
      for (; next < turn; next++) gaps.push(next);
      next = turn + 1;
    }
    this.#gaps = gaps;
    this.#last = next - 1;
  }

  /** The `place`-th free turn, from 1. */
  turn(place: number): number {
    return this.#gaps[place - 1] ?? this.#last + place - this.#gaps.length;
  }

  /** How many of the first `places` free turns are benefit holders'. */
  benefitAmong(places: number, ratio: Ratio): number {
    const gaps = this.#gaps.slice(0, places);
    const beyond = places - gaps.length;
    return (
      gaps.filter((turn) => streamOfTurn(turn, ratio) === 'benefit').length +
      (beyond === 0 ? 0 : benefitTurns(this.#last + beyond, ratio) - benefitTurns(this.#last, ratio))
    );
  }
}

/**
 * How many benefit holders stand among the first `places` of an order: their turns, but for a stream that ends and
 * leaves its turns to the other.
 */
export function benefitAmongPlaces(
  places: number,
  waiting: { readonly benefit: number; readonly ordinary: number },
  turns: FreeTurns,
  ratio: Ratio,
): number {
  const byRatio = Math.min(waiting.benefit, turns.benefitAmong(places, ratio));
  return Math.max(byRatio, places - waiting.ordinary);
}

export type QueuePlace<E extends QueueEntry = QueueEntry> = {
  readonly entry: E;
  /** 1 is the next to be served. */
  readonly place: number;
  /** The turn of the ratio this place would be served at. */
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
};

/** The places of one queue. `live`: turns taken under this profile and not void. Throws RangeError (QUEUE_TURN). */
export function orderQueue<E extends QueueEntry>(
  entries: readonly E[],
  ratio: Ratio,
  live: Iterable<number> = [],
): readonly QueuePlace<E>[] {
  const turns = new FreeTurns(live);
  const { benefit, ordinary } = streams(entries);
  const places: QueuePlace<E>[] = [];
  const next = { benefit: 0, ordinary: 0 };
  const of = { benefit, ordinary };
  while (places.length < entries.length) {
    const place = places.length + 1;
    const turn = turns.turn(place);
    const whose = streamOfTurn(turn, ratio);
    const isOwn = next[whose] < of[whose].length;
    const stream = isOwn ? whose : otherStream(whose);
    const entry = of[stream][next[stream]++];
    if (entry === undefined) {
      break;
    }
    places.push({ entry, place, turn, stream, cause: isOwn ? 'ratio' : 'other_stream_empty' });
  }
  return places;
}

/** The two streams, each in its order. */
export function streams<E extends QueueEntry>(entries: readonly E[]): Readonly<Record<Stream, readonly E[]>> {
  const sorted = entries.toSorted(compareEntries);
  return {
    benefit: sorted.filter((entry) => streamOf(entry) === 'benefit'),
    ordinary: sorted.filter((entry) => streamOf(entry) === 'ordinary'),
  };
}
