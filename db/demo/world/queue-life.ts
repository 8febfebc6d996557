import { almatyDate } from '../../../domain/calendar.ts';
import type { CivilDate } from '../../../domain/civil-date.ts';
import type { ApplicationStatus } from '../../../domain/status.ts';
import type { Random } from '../random.ts';
import { type OfferEnd, type OfferTerms, type PlannedReferral, playOffer } from './offer-life.ts';
import { type PlannedGroup, type QueueCode, queueText } from './seat-plan.ts';
import { inOfficeHours, type Step } from './timeline.ts';

/**
 * What becomes of those who wait: places open one after another, and each goes to who is next by the ratio, the class and
 * the time of application, as the rules say. So the history of the demo world is one that a replay proves.
 */

/** One who waits from `queuedAt` on. `id` is the application's. */
export type Waiting = {
  readonly index: number;
  readonly id: number;
  readonly submittedAt: number;
  readonly queuedAt: number;
  /** 0 out of turn, 1 priority, 2 ordinary. */
  readonly class: number;
};

/** What happened to an application since it waited. */
export type Life = {
  readonly status: ApplicationStatus;
  readonly steps: readonly Step[];
  readonly referrals: readonly PlannedReferral[];
  readonly enrolledAt: number | null;
  readonly stopListUntil: CivilDate | null;
  readonly restoreUntil: CivilDate | null;
  readonly restored: number;
  /** Its benefit was found false. */
  readonly rejected: boolean;
};

export type LifeOptions = {
  readonly random: Random;
  /** Nothing happens after this moment. */
  readonly until: number;
  readonly termsAt: (district: number, at: number) => OfferTerms;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Opening = { readonly at: number; readonly group: PlannedGroup; readonly seat: number };
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
type Turn = { readonly turn: number; readonly from: number };

/** Plays one queue; lives by the index of the application in the plan. */
export function playQueue(
  queue: QueueCode,
  waiting: readonly Waiting[],
  groups: readonly PlannedGroup[],
  options: LifeOptions,
): ReadonlyMap<number, Life> {
  const random = options.random.fork(queueText(queue));
  const lives = new Map<number, Mutable<Life>>();
  const coming = waiting
    .map((one) => ({ one, from: one.queuedAt }))
    .toSorted((a, b) => a.from - b.from || a.one.id - b.one.id);
  const streams = { benefit: new Line(), ordinary: new Line() };
  const turns = new Turns();
  const openings = firstOpenings(random, groups, options.until);
  while (openings.length > 0) {
    const opening = takeFirst(openings);
    if (opening.at > options.until) {
      continue;
    }
    while (coming[0] !== undefined && coming[0].from <= opening.at) {
      const { one } = coming.shift() ?? { one: undefined };
      if (one !== undefined) streams[one.class < 2 ? 'benefit' : 'ordinary'].add(one);
    }
    if (streams.benefit.length + streams.ordinary.length === 0) {
      const next = coming[0];
      if (next !== undefined) {
        insertSorted(openings, { ...opening, at: inOfficeHours(next.from + (1 + random.next()) * DAY) });
      }
      continue;
    }
    const terms = options.termsAt(queue.district, opening.at);
    const { turn, stream, cause } = turns.take(terms, opening.at, streams);
    const child = streams[stream].takeFirst();
    const life = lives.get(child.index) ?? newLife();
    lives.set(child.index, life);
    const end = playOffer(random, {
      at: opening.at,
      until: options.until,
      terms,
      benefit: child.class < 2 && !life.rejected,
      steps: life.steps,
      referral: {
        application: child.id,
        seat: opening.seat,
        group: opening.group.id,
        kindergarten: opening.group.kindergarten,
        queue,
        profile: terms.profile,
        turn,
        stream,
        cause,
      },
      restored: life.restored,
    });
    life.referrals.push(end.referral);
    settle(life, end);
    if (end.failedAt !== null) {
      turns.free(terms.profile, turn, end.failedAt);
      const again = inOfficeHours(end.failedAt + (18 + random.next() * 30) * HOUR);
      if (again < options.until) insertSorted(openings, { ...opening, at: again });
    }
    if (end.waitsFrom !== null) {
      const back = { ...child, class: life.rejected ? 2 : child.class };
      insertComing(coming, { one: back, from: end.waitsFrom });
    }
  }
  return lives;
}

function settle(life: Mutable<Life>, end: OfferEnd): void {
  life.status = end.status;
  life.enrolledAt = end.enrolledAt;
  life.stopListUntil = end.stopListUntil;
  life.restoreUntil = end.restoreUntil;
  life.restored += end.restored;
  life.rejected ||= end.rejected;
}

function newLife(): Mutable<Life> {
  return {
    status: 'queued',
    steps: [],
    referrals: [],
    enrolledAt: null,
    stopListUntil: null,
    restoreUntil: null,
    restored: 0,
    rejected: false,
  };
}

/** When each seat that is filled was given: most when the school year began, some since, a few in these days. */
function firstOpenings(random: Random, groups: readonly PlannedGroup[], until: number): Opening[] {
  const openings: Opening[] = [];
  const began = schoolYearBegan(until);
  for (const group of groups) {
    for (let i = 0; i < group.filled; i += 1) {
      const share = random.next();
      const at =
        share < 0.5
          ? began + random.next() ** 1.3 * 40 * DAY
          : share < 0.9
            ? until - 6 * DAY - random.next() * (until - 6 * DAY - (began - 200 * DAY))
            : until - random.next() * 6 * DAY;
      openings.push({ at: inOfficeHours(Math.min(at, until - HOUR)), group, seat: group.firstSeat + i });
    }
  }
  return openings.toSorted((a, b) => a.at - b.at || a.seat - b.seat);
}

/** 5 August of the latest school year that began a month ago or earlier. */
function schoolYearBegan(until: number): number {
  const year = Number(almatyDate(new Date(until - 60 * DAY)).slice(0, 4));
  const thisYear = Date.parse(`${year}-08-05T04:00:00Z`);
  return thisYear < until - 60 * DAY ? thisYear : Date.parse(`${year - 1}-08-05T04:00:00Z`);
}

/** Those who wait in one stream, in order: a heap by class, time and number. */
class Line {
  readonly #heap: Waiting[] = [];

  get length(): number {
    return this.#heap.length;
  }

  add(one: Waiting): void {
    const heap = this.#heap;
    heap.push(one);
    let i = heap.length - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!this.#isBefore(i, up)) break;
      this.#swap(i, up);
      i = up;
    }
  }

  takeFirst(): Waiting {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) {
      throw new RangeError('LINE_EMPTY');
    }
    if (heap.length > 0) {
      heap[0] = last;
      let i = 0;
      for (;;) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) {
          if (child < heap.length && this.#isBefore(child, least)) least = child;
        }
        if (least === i) break;
        this.#swap(i, least);
        i = least;
      }
    }
    return first;
  }

  #isBefore(i: number, j: number): boolean {
    const a = this.#heap[i];
    const b = this.#heap[j];
    if (a === undefined || b === undefined) return false;
    return (a.class - b.class || a.submittedAt - b.submittedAt || a.id - b.id) < 0;
  }

  #swap(i: number, j: number): void {
    const heap = this.#heap;
    const a = heap[i];
    const b = heap[j];
    if (a !== undefined && b !== undefined) {
      heap[i] = b;
      heap[j] = a;
    }
  }
}

/** Turns of one queue by profile: the lowest free one first. */
class Turns {
  readonly #last = new Map<string, number>();
  readonly #void = new Map<string, Turn[]>();

  take(terms: OfferTerms, at: number, streams: { readonly benefit: Line; readonly ordinary: Line }) {
    const voids = this.#void.get(terms.profile) ?? [];
    const free = voids.filter((one) => one.from <= at).toSorted((a, b) => a.turn - b.turn)[0];
    const turn = free?.turn ?? (this.#last.get(terms.profile) ?? 0) + 1;
    if (free !== undefined) {
      voids.splice(voids.indexOf(free), 1);
    } else {
      this.#last.set(terms.profile, turn);
    }
    const own =
      (turn - 1) % (terms.benefitPlaces + terms.ordinaryPlaces) < terms.benefitPlaces
        ? 'benefit'
        : 'ordinary';
    const other = own === 'benefit' ? 'ordinary' : 'benefit';
    const isOwn = streams[own].length > 0;
    return {
      turn,
      stream: isOwn ? own : other,
      cause: isOwn ? 'ratio' : 'other_stream_empty',
    } as const;
  }

  free(profile: string, turn: number, from: number): void {
    const voids = this.#void.get(profile) ?? [];
    voids.push({ turn, from });
    this.#void.set(profile, voids);
  }
}

function takeFirst(openings: Opening[]): Opening {
  const first = openings.shift();
  if (first === undefined) {
    throw new RangeError('NO_OPENING');
  }
  return first;
}

function insertSorted(openings: Opening[], one: Opening): void {
  const place = openings.findIndex((other) => other.at > one.at);
  openings.splice(place < 0 ? openings.length : place, 0, one);
}

function insertComing(coming: { one: Waiting; from: number }[], one: { one: Waiting; from: number }): void {
  const place = coming.findIndex((other) => other.from > one.from);
  coming.splice(place < 0 ? coming.length : place, 0, one);
}
