/**
 * Seeded randomness for the demo world: the same seed gives the same world on every machine. sfc32 (Chris Doty-Humphrey,
 * PractRand) keyed by a 128-bit hash of the seed text. Not for secrets.
 */
export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer in [from, to], both included. */
  readonly int: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the items, by weight (any positive scale). */
  readonly weighted: <T>(items: readonly (readonly [weight: number, item: T])[]) => T;
  /** `count` different items in random order; all of them when there are fewer. */
  readonly sample: <T>(items: readonly T[], count: number) => T[];
  /** Normally distributed, by Box and Muller. */
  readonly normal: (mean: number, deviation: number) => number;
  /** An independent stream: what is drawn from it does not move this one. */
  readonly fork: (label: string) => Random;
};

/** Makes the stream of a seed. Two different seeds or labels give unrelated streams. */
export function createRandom(seed: string): Random {
  const next = sfc32(hash128(seed));
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => at(items, int(0, items.length - 1));
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (items) => {
      let rest = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        rest -= weight;
        if (rest < 0) {
          return item;
        }
      }
      return at(items, items.length - 1)[1];
    },
    sample: (items, count) => {
      const pool = [...items];
      const wanted = Math.min(count, pool.length);
      for (let i = 0; i < wanted; i += 1) {
        const j = int(i, pool.length - 1);
        const other = at(pool, j);
        pool[j] = at(pool, i);
        pool[i] = other;
      }
      return pool.slice(0, wanted);
    },
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) {
    throw new RangeError('RANDOM_PICK_FROM_NOTHING');
  }
  return items[index] as T;
}

/** Four 32-bit words from a text (cyrb128): every character moves all of them. */
function hash128(text: string): [number, number, number, number] {
  let a = 1_779_033_703;
  let b = 3_144_134_277;
  let c = 1_013_904_242;
  let d = 2_773_480_762;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

function sfc32(words: [number, number, number, number]): () => number {
  let [a, b, c, d] = words;
  const step = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 15; i += 1) {
    step();
  }
  return step;
}
