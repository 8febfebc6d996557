/**
 * Who gets which free seat: a plan over the order, written nowhere. Turn by turn the first waiting child of the turn's
 * stream that wants any kindergarten with a free seat gets one of its best-ranked. In one pass over each stream: seats only
 * get fewer within a plan, so a child passed by once stays so. Special queues are served before general ones.
 */
import {
  otherStream,
  type PlaceCause,
  type QueueKey,
  queueKeyText,
  type Ratio,
  type Stream,
  streamOfTurn,
} from './priority.ts';
import { FreeTurns, orderQueue, type QueueEntry, standTogether, streamOf, streams } from './queue-order.ts';
import { type PlanSeat, SeatPool } from './seat-pool.ts';

export type PlanChild = QueueEntry & {
  /** Kindergartens by rank, the dearest first. */
  readonly wants: readonly number[];
  /** Kind of correction a child of the special queue needs; null: any, or none. */
  readonly correctionKind: string | null;
  /** A child that holds a seat (of another application) is not offered another. */
  readonly holdsSeat: boolean;
};

export type PlanQueue = {
  readonly key: QueueKey;
  readonly ratio: Ratio;
  /** Turns taken under the profile in force and not void. */
  readonly live: Iterable<number>;
  readonly entries: readonly PlanChild[];
};

/** Why a child with a better right was left behind: seats for all of its family, or for its kind of correction, are missing. */
export type PassedWhy = 'together' | 'correction_kind';
export type PlannedOffer = {
  readonly key: QueueKey;
  readonly applicationId: string;
  readonly seatId: string;
  readonly kindergartenId: number;
  readonly groupId: number;
  /** Rank of the kindergarten among the wishes, from 1. */
  readonly rank: number;
  readonly place: number;
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  /** Given a seat of one kindergarten with its family. */
  readonly together: boolean;
  /** Who stood before it for this kindergarten and waits on, and why. */
  readonly passed: readonly { readonly applicationId: string; readonly why: PassedWhy }[];
  /** Reason of the catalogue (use `out_of_order`) to sign with; null when nobody is passed over; waiting families are not. */
  readonly outOfOrderReason: string | null;
};

/**
 * Why a child got no offer: holds a seat; wants nothing; no wanted kindergarten has a free seat; its seats go to those
 * ahead; no kindergarten has seats for the whole family; none for its correction; the plan's limit.
 */
export type ChildLeft =
  | 'holds_seat'
  | 'no_wishes'
  | 'not_free'
  | 'seats_given'
  | 'together'
  | 'correction_kind'
  | 'limit';
/**
 * Why a seat found no child: nobody waits in a queue it serves; it is the special queue's for now; nobody of them wants
 * the kindergarten; only families it has too few seats for do; only children of another correction; the plan's limit.
 */
export type SeatLeft = 'no_queue' | 'special_first' | 'not_wanted' | 'together' | 'correction_kind' | 'limit';

export type OfferPlan = {
  /** In the order they are to be signed: queue by queue, by turn. */
  readonly offers: readonly PlannedOffer[];
  readonly childrenLeft: readonly { readonly applicationId: string; readonly code: ChildLeft }[];
  readonly seatsLeft: readonly { readonly seatId: string; readonly code: SeatLeft }[];
};

/** Codes of the catalogue a plan signs with where it passes somebody over. */
export const PASSED_REASON: Readonly<Record<PassedWhy, string>> = {
  together: 'order_together',
  correction_kind: 'order_correction_kind',
};

/**
 * A plan over one or many queues. `now`: milliseconds since 1970, for seats kept for the special queue; `limit`: most
 * offers (families are not split: one that does not fit ends the plan, unless it is the first).
 */
export function planOffers(
  queues: readonly PlanQueue[],
  seats: readonly PlanSeat[],
  options: { readonly now: number; readonly limit?: number },
): OfferPlan {
  const pool = new SeatPool(seats, options.now);
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const offers: PlannedOffer[] = [];
  const runs = inServingOrder(queues).map((queue) => {
    const run = new QueueRun(queue, pool, limit - offers.length, offers.length === 0);
    offers.push(...run.offers);
    return run;
  });
  return {
    offers,
    childrenLeft: runs.flatMap((run) => run.childrenLeft()),
    seatsLeft: pool.left().map((seat) => ({ seatId: seat.id, code: whySeatLeft(seat, runs, options.now) })),
  };
}

/** How many of each code, for the preview. */
export function countLeft<C extends string>(
  left: readonly { readonly code: C }[],
): readonly { readonly code: C; readonly count: number }[] {
  const counts = new Map<C, number>();
  for (const { code } of left) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count);
}

function inServingOrder(queues: readonly PlanQueue[]): readonly PlanQueue[] {
  const rank = (queue: PlanQueue): string =>
    `${queue.key.queueKind === 'special' ? 0 : 1}|${queueKeyText(queue.key)}`;
  return queues.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function whySeatLeft(seat: PlanSeat, runs: readonly QueueRun[], now: number): SeatLeft {
  const ofCohort = runs.filter(
    ({ queue }) => queue.key.cohortYear === seat.cohortYear && queue.key.language === seat.language,
  );
  const serving = ofCohort.filter(
    ({ queue }) => queue.entries.length > 0 && SeatPool.serves(seat, queue.key.queueKind, now),
  );
  if (serving.length === 0) {
    const isKept = seat.kind === 'special' && ofCohort.some(({ queue }) => queue.entries.length > 0);
    return isKept ? 'special_first' : 'no_queue';
  }
  if (serving.some((run) => run.isCut)) {
    return 'limit';
  }
  const skipped = serving.flatMap((run) => run.skippedIn(seat.kindergartenId)).map(({ why }) => why);
  return skipped[0] ?? 'not_wanted';
}

type Skipped = { readonly applicationId: string; readonly why: PassedWhy };
type Seated = { readonly seat: PlanSeat; readonly rank: number };
type Candidate = Seated & { readonly child: PlanChild; readonly together: boolean };

/** One queue's walk over its turns. */
class QueueRun {
  readonly queue: PlanQueue;
  readonly offers: PlannedOffer[] = [];
  isCut = false;
  readonly #pool: SeatPool;
  readonly #limit: number;
  readonly #mayExceed: boolean;
  readonly #streams: Readonly<Record<Stream, readonly PlanChild[]>>;
  readonly #next: Record<Stream, number> = { benefit: 0, ordinary: 0 };
  readonly #reserved = new Map<string, Seated>();
  readonly #skipped: Readonly<Record<Stream, Map<number, Skipped[]>>> = {
    benefit: new Map(),
    ordinary: new Map(),
  };
  readonly #why = new Map<string, ChildLeft>();
  readonly #places: ReadonlyMap<string, number>;
  readonly #hadSeats: ReadonlySet<number>;

  constructor(queue: PlanQueue, pool: SeatPool, limit: number, mayExceed: boolean) {
    this.queue = queue;
    this.#pool = pool;
    this.#limit = limit;
    this.#mayExceed = mayExceed;
    const live = [...queue.live];
    const waiting = queue.entries.filter((child) => !child.holdsSeat);
    this.#streams = streams(waiting);
    this.#places = new Map(orderQueue(queue.entries, queue.ratio, live).map((p) => [p.entry.id, p.place]));
    this.#hadSeats = pool.openFor(queue.key);
    this.#walk(new FreeTurns(live));
  }

  #walk(turns: FreeTurns): void {
    let place = 1;
    for (; ; place++) {
      const turn = turns.turn(place);
      const whose = streamOfTurn(turn, this.queue.ratio);
      const own = this.#take(whose);
      const candidate = own ?? (this.isCut ? null : this.#take(otherStream(whose)));
      if (candidate === null) break;
      this.#offer(candidate, turn, own === null ? 'other_stream_empty' : 'ratio');
    }
    this.#finishFamilies(turns, place);
  }

  /** The limit came between members of a family: the rest take the next free turns of their own stream. */
  #finishFamilies(turns: FreeTurns, from: number): void {
    const at: Record<Stream, number> = { benefit: from, ordinary: from };
    for (const stream of ['benefit', 'ordinary'] as const) {
      for (const child of this.#streams[stream].slice(this.#next[stream])) {
        const seated = this.#reserved.get(child.id);
        if (seated === undefined) break;
        const hasTurns = stream === 'ordinary' || this.queue.ratio.benefitPlaces > 0;
        while (hasTurns && streamOfTurn(turns.turn(at[stream]), this.queue.ratio) !== stream) at[stream]++;
        this.#next[stream]++;
        this.#offer(
          { ...seated, child, together: true },
          turns.turn(at[stream]++),
          hasTurns ? 'ratio' : 'other_stream_empty',
        );
      }
    }
    this.offers.sort((a, b) => a.turn - b.turn);
  }

  #offer({ child, seat, rank, together }: Candidate, turn: number, cause: PlaceCause): void {
    const stream = streamOf(child);
    this.#reserved.delete(child.id);
    const ahead = this.#skipped[stream].get(seat.kindergartenId) ?? [];
    const others =
      cause === 'ratio' ? [] : (this.#skipped[otherStream(stream)].get(seat.kindergartenId) ?? []);
    // A family ahead that waits for seats for all of its children is told and not passed over.
    const deprived = [...ahead.filter(({ why }) => why !== 'together'), ...others];
    this.offers.push({
      key: this.queue.key,
      applicationId: child.id,
      seatId: seat.id,
      kindergartenId: seat.kindergartenId,
      groupId: seat.groupId,
      rank,
      place: this.#places.get(child.id) ?? 0,
      turn,
      stream,
      cause,
      together,
      passed: [...ahead, ...others],
      outOfOrderReason: deprived[0] === undefined ? null : PASSED_REASON[deprived[0].why],
    });
  }

  /** The first of a stream that can be seated, taken off it; null when nobody can, or the limit is reached. */
  #take(stream: Stream): Candidate | null {
    const list = this.#streams[stream];
    for (let child = list[this.#next[stream]]; child !== undefined; child = list[this.#next[stream]]) {
      const reserved = this.#reserved.get(child.id);
      if (reserved !== undefined) {
        this.#next[stream]++;
        return { ...reserved, child, together: true };
      }
      const isEmpty = this.#pool.isEmptyFor(this.queue.key);
      // Nobody left to look at; but whoever wants a seat kept for a family must be told.
      if (isEmpty && this.#reserved.size === 0) {
        return null;
      }
      const family = this.#familyFrom(list, this.#next[stream]);
      if (!isEmpty && !this.#fits(family.length)) {
        this.isCut = true;
        return null;
      }
      const seated = this.#seat(family);
      if (seated !== null) {
        this.#next[stream]++;
        return { ...seated, child, together: family.length > 1 };
      }
      this.#next[stream] += family.length;
    }
    return null;
  }

  #fits(count: number): boolean {
    const planned = this.offers.length + this.#reserved.size;
    return planned + count <= this.#limit || (planned === 0 && this.#mayExceed && this.#limit > 0);
  }

  /** The child and those behind it of its family, as far as they want one kindergarten in common; else the child alone. */
  #familyFrom(list: readonly PlanChild[], from: number): readonly PlanChild[] {
    const first = list[from];
    if (first === undefined) return [];
    let end = from + 1;
    for (let next = list[end]; next !== undefined && standTogether(first, next); next = list[end]) end++;
    const family = list.slice(from, end);
    return family.length > 1 && commonWishes(family).length > 0 ? family : [first];
  }

  /** Seats for all of a family in one kindergarten, the first one's dearest; the others' are kept for their turns. */
  #seat(family: readonly PlanChild[]): Seated | null {
    const [first] = family;
    if (first === undefined) return null;
    for (const kindergarten of commonWishes(family)) {
      const seats = this.#pool.takeAll(this.queue.key, kindergarten, family);
      if (seats === null) continue;
      const seated = family.map((child, i) => ({
        child,
        seat: seats[i],
        rank: child.wants.indexOf(kindergarten) + 1,
      }));
      for (const { child, seat, rank } of seated.slice(1)) {
        if (seat !== undefined) this.#reserved.set(child.id, { seat, rank });
      }
      const own = seated[0];
      if (own?.seat !== undefined) return { seat: own.seat, rank: own.rank };
    }
    this.#skip(family);
    return null;
  }

  /** Writes down who could not be seated though a wanted kindergarten has free seats: those behind pass them over. */
  #skip(family: readonly PlanChild[]): void {
    for (const child of family) {
      const open = child.wants.filter((wish) => this.#pool.hasFree(this.queue.key, wish));
      const isReserved = child.wants.some((wish) =>
        [...this.#reserved.values()].some((r) => r.seat.kindergartenId === wish),
      );
      const why: PassedWhy = family.length > 1 || open.length === 0 ? 'together' : 'correction_kind';
      if (open.length > 0 || isReserved) {
        // One child left out by seats kept for a family ahead: they are given, nothing else.
        this.#why.set(child.id, family.length === 1 && why === 'together' ? 'seats_given' : why);
        for (const wish of child.wants) {
          const list = this.#skipped[streamOf(child)].get(wish) ?? [];
          list.push({ applicationId: child.id, why });
          this.#skipped[streamOf(child)].set(wish, list);
        }
      }
    }
  }

  skippedIn(kindergarten: number): readonly Skipped[] {
    return [
      ...(this.#skipped.benefit.get(kindergarten) ?? []),
      ...(this.#skipped.ordinary.get(kindergarten) ?? []),
    ];
  }

  childrenLeft(): { readonly applicationId: string; readonly code: ChildLeft }[] {
    const offered = new Set(this.offers.map((offer) => offer.applicationId));
    return this.queue.entries
      .filter((child) => !offered.has(child.id))
      .map((child) => ({ applicationId: child.id, code: this.#whyLeft(child) }));
  }

  #whyLeft(child: PlanChild): ChildLeft {
    if (child.holdsSeat) return 'holds_seat';
    if (child.wants.length === 0) return 'no_wishes';
    if (!child.wants.some((wish) => this.#hadSeats.has(wish))) return 'not_free';
    return this.#why.get(child.id) ?? (this.isCut ? 'limit' : 'seats_given');
  }
}

/** Kindergartens every one of them wants, by the first one's rank. */
function commonWishes(family: readonly PlanChild[]): readonly number[] {
  const [first, ...others] = family;
  return first === undefined
    ? []
    : first.wants.filter((wish) => others.every((child) => child.wants.includes(wish)));
}
