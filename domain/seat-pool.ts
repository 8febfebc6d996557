import type { QueueKey, QueueKind } from './priority.ts';

/** A seat that is open and held by nobody. */
export type PlanSeat = {
  readonly id: string;
  readonly kindergartenId: number;
  readonly groupId: number;
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
  readonly kind: QueueKind;
  readonly correctionKind: string | null;
  /** Milliseconds since 1970; from then on a seat of a special group goes to the general queue too. Null: never. */
  readonly specialUntil: number | null;
  /** Milliseconds since 1970: longer open is given first, temporary ones last. */
  readonly openSince: number;
  readonly temporary: boolean;
};

/** What a child's seat must fit. */
export type SeatWish = { readonly correctionKind: string | null };

/** Seats of one kindergarten, cohort and language that are alike: handed out from the front. */
type Shelf = {
  readonly seats: readonly PlanSeat[];
  readonly kind: QueueKind;
  readonly correction: string | null;
  next: number;
};

/** The free seats of a plan, shared by its queues. */
export class SeatPool {
  readonly #now: number;
  readonly #cohorts = new Map<string, Map<number, Shelf[]>>();
  readonly #free = new Map<string, number>();

  constructor(seats: readonly PlanSeat[], now: number) {
    this.#now = now;
    const inOrder = seats.toSorted(
      (a, b) =>
        Number(a.temporary) - Number(b.temporary) ||
        a.openSince - b.openSince ||
        a.id.length - b.id.length ||
        (a.id < b.id ? -1 : 1),
    );
    const alike = Map.groupBy(inOrder, (seat) =>
      JSON.stringify([
        seat.cohortYear,
        seat.language,
        seat.kindergartenId,
        seat.kind,
        seat.correctionKind,
        this.#isShared(seat),
      ]),
    );
    for (const shelf of alike.values()) this.#add(shelf);
  }

  #add(seats: readonly PlanSeat[]): void {
    const [first] = seats;
    if (first === undefined) return;
    const cohort = `${first.cohortYear}|${first.language}`;
    const kindergartens = this.#cohorts.get(cohort) ?? new Map<number, Shelf[]>();
    const shelves = kindergartens.get(first.kindergartenId) ?? [];
    shelves.push({ seats, kind: first.kind, correction: first.correctionKind, next: 0 });
    // General seats before special ones that are open to all.
    shelves.sort((a, b) => Number(a.kind === 'special') - Number(b.kind === 'special'));
    kindergartens.set(first.kindergartenId, shelves);
    this.#cohorts.set(cohort, kindergartens);
    for (const kind of ['general', 'special'] as const) {
      if (SeatPool.serves(first, kind, this.#now)) {
        const count = `${cohort}|${kind}`;
        this.#free.set(count, (this.#free.get(count) ?? 0) + seats.length);
      }
    }
  }

  #isShared(seat: PlanSeat): boolean {
    return SeatPool.serves(seat, 'general', this.#now) && SeatPool.serves(seat, 'special', this.#now);
  }

  /** Whether a seat goes to children of a kind of queue: special groups first, and without such a rule only, to the special one. */
  static serves(seat: Pick<PlanSeat, 'kind' | 'specialUntil'>, kind: QueueKind, now: number): boolean {
    return (
      seat.kind === kind ||
      (seat.kind === 'special' && seat.specialUntil !== null && seat.specialUntil <= now)
    );
  }

  #shelves(key: QueueKey, kindergarten: number): readonly Shelf[] {
    const shelves = this.#cohorts.get(`${key.cohortYear}|${key.language}`)?.get(kindergarten) ?? [];
    return shelves.filter((shelf) => {
      const seat = shelf.seats[shelf.next];
      return seat !== undefined && SeatPool.serves(seat, key.queueKind, this.#now);
    });
  }

  /** Kindergartens with a free seat for a queue. */
  openFor(key: QueueKey): ReadonlySet<number> {
    const kindergartens = this.#cohorts.get(`${key.cohortYear}|${key.language}`)?.keys() ?? [];
    return new Set([...kindergartens].filter((id) => this.hasFree(key, id)));
  }

  hasFree(key: QueueKey, kindergarten: number): boolean {
    return this.#shelves(key, kindergarten).length > 0;
  }

  isEmptyFor(key: QueueKey): boolean {
    return (this.#free.get(`${key.cohortYear}|${key.language}|${key.queueKind}`) ?? 0) === 0;
  }

  /** A seat of the kindergarten for each child, or none at all: null when there are not enough that fit. */
  takeAll(key: QueueKey, kindergarten: number, children: readonly SeatWish[]): readonly PlanSeat[] | null {
    const taken: Shelf[] = [];
    const seats: PlanSeat[] = [];
    for (const child of children) {
      const shelves = this.#shelves(key, kindergarten);
      const shelf =
        shelves.find((each) => each.kind === key.queueKind && each.correction === child.correctionKind) ??
        shelves.find((each) => fits(each, key.queueKind, child));
      const seat = shelf?.seats[shelf.next];
      if (shelf === undefined || seat === undefined) {
        for (const back of taken) back.next--;
        return null;
      }
      shelf.next++;
      taken.push(shelf);
      seats.push(seat);
    }
    for (const seat of seats) this.#count(seat);
    return seats;
  }

  #count(seat: PlanSeat): void {
    for (const kind of ['general', 'special'] as const) {
      if (SeatPool.serves(seat, kind, this.#now)) {
        const count = `${seat.cohortYear}|${seat.language}|${kind}`;
        this.#free.set(count, (this.#free.get(count) ?? 0) - 1);
      }
    }
  }

  /** Seats nobody took. */
  left(): readonly PlanSeat[] {
    return [...this.#cohorts.values()].flatMap((kindergartens) =>
      [...kindergartens.values()].flat().flatMap((shelf) => shelf.seats.slice(shelf.next)),
    );
  }
}

/** A child of the special queue needs a group of its correction; one not said to be of any takes any. */
function fits(shelf: Shelf, queueKind: QueueKind, child: SeatWish): boolean {
  return (
    queueKind === 'general' ||
    shelf.correction === null ||
    child.correctionKind === null ||
    shelf.correction === child.correctionKind
  );
}
