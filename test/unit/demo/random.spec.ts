import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../db/demo/random.ts';

const draw = (seed: string, count = 20) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('gives the numbers it gave when the demo world was first made', () => {
    // A change here changes every demo world and every screenshot: do it knowingly.
    expect(createRandom('kezek').int(0, 1_000_000)).toBe(732_818);
    expect(draw('1')).toEqual(draw('1'));
    expect(draw('1')).not.toEqual(draw('2'));
  });

  it('forks streams that neither move nor repeat their parent', () => {
    const random = createRandom('a');
    const plain = createRandom('a');
    random.fork('x').next();
    expect(random.next()).toBe(plain.next());
    expect(createRandom('a').fork('x').next()).not.toBe(createRandom('a').fork('y').next());
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, from, span) => {
        const random = createRandom(seed);
        for (let i = 0; i < 50; i += 1) {
          const value = random.int(from, from + span);
          expect(value).toBeGreaterThanOrEqual(from);
          expect(value).toBeLessThanOrEqual(from + span);
        }
      }),
    );
  });

  it('draws by weight and without bias', () => {
    const random = createRandom('weights');
    const counts = { a: 0, b: 0 };
    for (let i = 0; i < 20_000; i += 1) {
      counts[
        random.weighted([
          [3, 'a'],
          [1, 'b'],
        ] as const)
      ] += 1;
    }
    expect(counts.a / 20_000).toBeCloseTo(0.75, 1);
    const values = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(10, 1);
    expect(Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)).toBeCloseTo(2, 1);
  });

  it('samples different items, and refuses to pick from nothing', () => {
    const random = createRandom('sample');
    const items = [1, 2, 3, 4, 5, 6];
    for (let i = 0; i < 100; i += 1) {
      const taken = random.sample(items, 4);
      expect(new Set(taken).size).toBe(4);
    }
    expect(random.sample(items, 10).toSorted()).toEqual(items);
    expect(() => random.pick([])).toThrow('RANDOM_PICK_FROM_NOTHING');
  });
});
