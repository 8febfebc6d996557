/** Proofs of order for the acts of one call: from the plan that was shown, or worked out over the whole queue. */
import { queuesOfApplications } from '../../db/queries/place-plan.ts';
import type { Reader } from '../../db/queries/reader.ts';
import type { QueueKey } from '../../domain/priority.ts';
import type { QueuePlace } from '../../domain/queue-order.ts';
import { type PlannedOffer, planOffers } from '../../domain/queue-plan.ts';
import { type PlanSeat, SeatPool } from '../../domain/seat-pool.ts';
import type { ActTarget } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { type Reference, today } from '../reference.ts';
import type { BeginEffect, PassedOver } from './effects.ts';
import { placesOf, type Right, readQueue, readSeats, standingFor, type WholeQueue } from './order.ts';
import type { PlannedProof } from './plan-store.ts';

export type Proof = Omit<PlannedProof, 'applicationId' | 'ruleProfileId'>;

/** What a call knows of the order. It remembers what was given within the call: the next target sees it as given. */
export interface OrderBook {
  /** The seat an application would be offered: the planned one, else one of its dearest kindergarten with a free seat. */
  suggestedSeat(applicationId: string): string | null;
  /** The proof for an application and seat; null when the application waits in no queue. */
  proof(
    applicationId: string,
    seat: { readonly id: string; readonly kindergartenId: number },
    turn: number | null,
  ): Proof | null;
  /** Free seats this call may give. */
  seatIds(): readonly string[];
  /** Counts a seat and turn as given. */
  give(applicationId: string, seatId: string, turn: number): void;
}

/** For acts that give no seat. */
export const emptyBook: OrderBook = {
  suggestedSeat: () => null,
  proof: () => null,
  seatIds: () => [],
  give: () => undefined,
};

/** Reads what the targets of a call need. Queues whose targets all come from the shown plan are not read again. */
export async function readBook(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  targets: readonly ActTarget[],
  mode: 'as_planned' | 'as_it_is' = 'as_planned',
): Promise<OrderBook> {
  const now = ctx.desk.clock.now();
  const on = today(ctx.desk.clock);
  const stored = new Map<string, PlannedProof>();
  const others: string[] = [];
  for (const target of targets) {
    const proof = ctx.desk.plans.get(ctx.officer.iin, ctx.post.postId, target.id, now);
    const isShown =
      mode === 'as_planned' &&
      proof !== null &&
      (target.seatId === undefined || target.seatId === proof.seatId) &&
      (target.turn === undefined || target.turn === proof.turn);
    if (isShown) stored.set(target.id, proof);
    else others.push(target.id);
  }
  if (others.length === 0) return new Book(stored, new Map(), [], now.getTime());
  const rows = await queuesOfApplications(tx, others);
  const queues = new Map<string, WholeQueue>();
  const read = new Map<number, WholeQueue | null>();
  for (const row of rows) {
    const known = read.get(row.id);
    const queue = known === undefined ? await readQueue(tx, reference, row, on) : known;
    read.set(row.id, queue);
    if (queue !== null) queues.set(row.application_id, queue);
  }
  const whole = [...read.values()].filter((queue) => queue !== null);
  const seats = await readSeats(tx, [...new Set(whole.map((queue) => queue.key.districtId))]);
  return new Book(stored, queues, seats, now.getTime());
}

class Book implements OrderBook {
  readonly #stored: ReadonlyMap<string, PlannedProof>;
  readonly #queues: ReadonlyMap<string, WholeQueue>;
  readonly #now: number;
  #seats: readonly PlanSeat[];
  readonly #given = new Map<number, { readonly turns: number[]; readonly children: Set<string> }>();
  readonly #planned = new Map<number, ReadonlyMap<string, PlannedOffer>>();
  readonly #places = new Map<number, ReadonlyMap<string, QueuePlace>>();

  constructor(
    stored: ReadonlyMap<string, PlannedProof>,
    queues: ReadonlyMap<string, WholeQueue>,
    seats: readonly PlanSeat[],
    now: number,
  ) {
    this.#stored = stored;
    this.#queues = queues;
    this.#seats = seats;
    this.#now = now;
  }

  suggestedSeat(applicationId: string): string | null {
    const stored = this.#stored.get(applicationId);
    if (stored !== undefined) return stored.seatId;
    const queue = this.#queues.get(applicationId);
    if (queue === undefined) return null;
    const planned = this.#plan(queue).get(applicationId);
    if (planned !== undefined && this.#seats.some((seat) => seat.id === planned.seatId))
      return planned.seatId;
    const wants = queue.entries.find((entry) => entry.id === applicationId)?.wants ?? [];
    for (const wish of wants) {
      const seat = this.#seats.find((one) => one.kindergartenId === wish && this.#fits(one, queue.key));
      if (seat !== undefined) return seat.id;
    }
    return null;
  }

  #fits(seat: PlanSeat, key: QueueKey): boolean {
    return (
      seat.cohortYear === key.cohortYear &&
      seat.language === key.language &&
      SeatPool.serves(seat, key.queueKind, this.#now)
    );
  }

  #plan(queue: WholeQueue): ReadonlyMap<string, PlannedOffer> {
    const known = this.#planned.get(queue.id);
    if (known !== undefined) return known;
    const { offers } = planOffers([queue], this.#seats, { now: this.#now });
    const made = new Map(offers.map((offer) => [offer.applicationId, offer]));
    this.#planned.set(queue.id, made);
    return made;
  }

  proof(
    applicationId: string,
    seat: { readonly id: string; readonly kindergartenId: number },
    turn: number | null,
  ): Proof | null {
    const stored = this.#stored.get(applicationId);
    if (stored !== undefined && stored.seatId === seat.id) return stored;
    const whole = this.#queues.get(applicationId);
    if (whole === undefined) return null;
    const queue = this.#asGiven(whole);
    const child = queue.entries.find((entry) => entry.id === applicationId);
    if (child === undefined) return null;
    const standing = standingFor(queue, child, seat, this.#seats, this.#now, turn);
    const places = this.#placesOf(whole);
    return {
      queueId: queue.id,
      key: queue.key,
      seatId: seat.id,
      place: places.get(applicationId)?.place ?? 1,
      total: places.size,
      turn: standing.turn,
      stream: standing.stream,
      cause: standing.cause,
      passed: this.#passed(places, standing.rights),
      outOfOrderReason: null,
    };
  }

  #placesOf(queue: WholeQueue): ReadonlyMap<string, QueuePlace> {
    const places = this.#places.get(queue.id) ?? placesOf(queue);
    this.#places.set(queue.id, places);
    return places;
  }

  /** The queue as it stands after what this call has given. */
  #asGiven(queue: WholeQueue): WholeQueue {
    const given = this.#given.get(queue.id);
    if (given === undefined) return queue;
    return {
      ...queue,
      live: [...queue.live, ...given.turns],
      entries: queue.entries.map((entry) =>
        given.children.has(entry.id) ? { ...entry, holdsSeat: true } : entry,
      ),
    };
  }

  #passed(places: ReadonlyMap<string, QueuePlace>, rights: readonly Right[]): readonly PassedOver[] {
    return rights.flatMap(({ applicationId, why }) => {
      const place = places.get(applicationId);
      return place === undefined
        ? []
        : [{ applicationId, number: numberOf(place.entry.own.no), place: place.place, why }];
    });
  }

  seatIds(): readonly string[] {
    const planned = [...this.#stored.values()].map((proof) => proof.seatId);
    return [...planned, ...this.#seats.map((seat) => seat.id)];
  }

  give(applicationId: string, seatId: string, turn: number): void {
    const queue = this.#queues.get(applicationId);
    if (queue === undefined) return;
    const given = this.#given.get(queue.id) ?? { turns: [], children: new Set<string>() };
    given.turns.push(turn);
    given.children.add(applicationId);
    this.#given.set(queue.id, given);
    this.#seats = this.#seats.filter((seat) => seat.id !== seatId);
  }
}

/** Who would be passed over now, were the seat given as it was prepared: for telling a lost race. */
export async function passedBy(
  ctx: OfficerContext,
  applicationId: string,
  write: BeginEffect,
): Promise<readonly PassedOver[]> {
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const book = await readBook(ctx, tx, reference, [{ id: applicationId, expectedVersion: 1 }], 'as_it_is');
    const seat = { id: write.seatId, kindergartenId: write.kindergartenId };
    return book.proof(applicationId, seat, null)?.passed ?? [];
  });
}

/** The application number of its place in the order: `orderNumber` of domain/queue-order.ts, read back. */
function numberOf(no: number): string {
  return `${Math.floor(no / 10_000_000)}-${String(no % 10_000_000).padStart(6, '0')}`;
}

/** Whom a planned offer passes by, as its document tells it: by the stream they stand in, and families that wait. */
export function passedIn(
  places: ReadonlyMap<string, QueuePlace>,
  offer: Pick<PlannedOffer, 'passed' | 'stream'>,
): readonly PassedOver[] {
  return offer.passed.flatMap(({ applicationId, why }) => {
    const place = places.get(applicationId);
    if (place === undefined) return [];
    const told = place.stream === offer.stream ? (why === 'together' ? 'together' : 'ahead') : 'ratio';
    return [{ applicationId, number: numberOf(place.entry.own.no), place: place.place, why: told }];
  });
}
