/** One child's place while everything around it moves: each event in logarithmic time, whatever the length of the queue. */
import type { Ratio, Stream } from '../../domain/priority.ts';
import { benefitAmongPlaces, FreeTurns } from '../../domain/queue-order.ts';
import type { PlaceStep } from '../../preload/contract/queue.ts';

/** What happens in a queue; times are microseconds since 1970, positions those in the stream's order. */
export type WalkEvent =
  | { readonly at: number; readonly kind: 'enter'; readonly stream: Stream; readonly pos: number }
  | {
      readonly at: number;
      readonly kind: 'leave';
      readonly stream: Stream;
      readonly pos: number;
      readonly served: boolean;
    }
  | { readonly at: number; readonly kind: 'take' | 'void'; readonly profile: number; readonly turn: number }
  | { readonly at: number; readonly kind: 'rules'; readonly profile: number; readonly ratio: Ratio };

/** Leaving before entering, turns after the children they moved, new rules first. */
const ORDER: Readonly<Record<WalkEvent['kind'], number>> = { rules: 0, leave: 1, enter: 2, void: 3, take: 4 };

type Counts = Record<'served_ahead' | 'left_ahead' | 'entered_ahead' | 'ratio' | 'rules', number>;

export class QueueWalk {
  readonly #mine: { readonly stream: Stream; readonly pos: number };
  readonly #own: Tally;
  readonly #others: Tally;
  readonly #live = new Map<number, Set<number>>();
  #turns: FreeTurns | null = null;
  #rules: { readonly profile: number; readonly ratio: Ratio } | null = null;

  /** `size`: how many there are at most in a stream. */
  constructor(mine: { readonly stream: Stream; readonly pos: number; readonly size: number }) {
    this.#mine = mine;
    this.#own = new Tally(mine.size);
    this.#others = new Tally(mine.size);
  }

  /** Steps from a time to another: the first is the place at `from`, then one for every moment that changed it. */
  steps(events: readonly WalkEvent[], from: number, to: number): PlaceStep[] {
    const inOrder = events
      .filter((event) => event.at <= to)
      .toSorted((a, b) => a.at - b.at || ORDER[a.kind] - ORDER[b.kind]);
    const steps: PlaceStep[] = [];
    let i = 0;
    for (; (inOrder[i]?.at ?? Number.POSITIVE_INFINITY) <= from; i++) this.#apply(inOrder[i], false);
    const show = (at: number, change: PlaceStep['change'], count: number): void => {
      steps.push({
        at: new Date(Math.floor(at / 1000)),
        place: this.place(),
        total: this.total(),
        change,
        count,
      });
    };
    show(from, 'entered', 0);
    while (i < inOrder.length) {
      const at = inOrder[i]?.at ?? to;
      const before = this.place();
      const counts: Counts = { served_ahead: 0, left_ahead: 0, entered_ahead: 0, ratio: 0, rules: 0 };
      for (; inOrder[i]?.at === at; i++) {
        const change = this.#apply(inOrder[i], true);
        if (change !== null) counts[change]++;
      }
      const after = this.place();
      if (after !== before) {
        const change = mainChange(counts, after < before);
        show(at, change, change === 'rules' ? 0 : counts[change]);
      }
    }
    return steps;
  }

  /** Where the child stands now. */
  place(): number {
    const { stream } = this.#mine;
    const n = this.#own.below(this.#mine.pos) + 1;
    const own = this.#own.total + 1;
    const others = this.#others.total;
    const waiting =
      stream === 'benefit' ? { benefit: own, ordinary: others } : { benefit: others, ordinary: own };
    const rules = this.#rules;
    if (rules === null) return n + others;
    const turns = this.#freeTurns(rules.profile);
    const ownAmong = (places: number): number => {
      const benefit = benefitAmongPlaces(places, waiting, turns, rules.ratio);
      return stream === 'benefit' ? benefit : places - benefit;
    };
    let [low, high] = [n, n + others];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (ownAmong(middle) >= n) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  total(): number {
    return this.#own.total + this.#others.total + 1;
  }

  #freeTurns(profile: number): FreeTurns {
    this.#turns ??= new FreeTurns(this.#live.get(profile) ?? []);
    return this.#turns;
  }

  /** Does what the event says; if asked, answers what kind of change it may be for the child, null for none of its own. */
  #apply(event: WalkEvent | undefined, asked: boolean): keyof Counts | null {
    switch (event?.kind) {
      case 'enter': {
        this.#tally(event.stream).add(event.pos, 1);
        return asked && this.#isAhead(event) ? 'entered_ahead' : null;
      }
      case 'leave': {
        const ahead = asked && this.#isAhead(event);
        this.#tally(event.stream).add(event.pos, -1);
        return ahead ? (event.served ? 'served_ahead' : 'left_ahead') : null;
      }
      case 'take':
      case 'void':
        this.#turn(event.profile, event.turn, event.kind === 'take');
        return 'ratio';
      case 'rules':
        this.#rules = { profile: event.profile, ratio: event.ratio };
        this.#turns = null;
        return 'rules';
      default:
        return null;
    }
  }

  #turn(profile: number, turn: number, taken: boolean): void {
    const live = this.#live.get(profile) ?? new Set<number>();
    this.#live.set(profile, live);
    if (taken) live.add(turn);
    else live.delete(turn);
    this.#turns = null;
  }

  #tally(stream: Stream): Tally {
    return stream === this.#mine.stream ? this.#own : this.#others;
  }

  /** Whether one who stands in the queue now stands before the child. */
  #isAhead(one: { readonly stream: Stream; readonly pos: number }): boolean {
    if (one.stream === this.#mine.stream) return one.pos < this.#mine.pos;
    const othersAhead = this.place() - 1 - this.#own.below(this.#mine.pos);
    return this.#others.below(one.pos) + 1 <= othersAhead;
  }
}

/** What a moment is told as: of several things that happened at once the one that explains the way the place went. */
function mainChange(counts: Counts, better: boolean): keyof Counts {
  const candidates: readonly (keyof Counts)[] = better
    ? ['served_ahead', 'left_ahead', 'rules', 'ratio', 'entered_ahead']
    : ['entered_ahead', 'rules', 'ratio', 'served_ahead', 'left_ahead'];
  return candidates.find((change) => counts[change] > 0) ?? 'ratio';
}

/** How many stand at positions 1…size, and how many of them below one: a Fenwick tree. */
class Tally {
  total = 0;
  readonly #sums: Int32Array;

  constructor(size: number) {
    this.#sums = new Int32Array(size + 1);
  }

  add(pos: number, count: number): void {
    this.total += count;
    for (let i = pos; i < this.#sums.length; i += i & -i) this.#sums[i] = (this.#sums[i] ?? 0) + count;
  }

  /** How many stand at positions below this one. */
  below(pos: number): number {
    let sum = 0;
    for (let i = pos - 1; i > 0; i -= i & -i) sum += this.#sums[i] ?? 0;
    return sum;
  }
}
