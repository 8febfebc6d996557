import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../db/demo/random.ts';
import { HistoryStore } from '../../../db/demo/world/events.ts';
import { drawTimeline, leastDays } from '../../../db/demo/world/timeline.ts';
import { APPLICATION_STATUSES, nextStatus } from '../../../domain/status.ts';

const NOW = Date.parse('2026-11-18T07:04:00Z');
const DAY = 86_400_000;

describe('timelines', () => {
  it.each(APPLICATION_STATUSES)('lead to %s by legal steps, in order of time, before now', (status) => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 800 }), fc.boolean(), (seed, days, claimed) => {
        const start = NOW - (leastDays(status) + days) * DAY - 3_600_000;
        const steps = drawTimeline(createRandom(seed), status, start, NOW, claimed);
        let current: string = 'submitted';
        let at = start;
        for (const step of steps) {
          expect(step.from).toBe(current);
          expect(nextStatus(step.from, step.event)).toBe(step.to);
          expect(step.at).toBeGreaterThanOrEqual(at);
          expect(step.at).toBeLessThan(NOW);
          current = step.to;
          at = step.at;
        }
        expect(current).toBe(status);
      }),
      { numRuns: 60 },
    );
  });

  it('claim an answered application again only where somebody holds it', () => {
    const events = (claimed: boolean) =>
      drawTimeline(createRandom('x'), 'answered', NOW - 9 * DAY, NOW, claimed).map((step) => step.event);
    expect(events(true).at(-1)).toBe('claim');
    expect(events(false).at(-1)).toBe('answer');
  });
});

describe('history store', () => {
  it('gives steps back in the order of time, whole, however many there are', () => {
    const store = new HistoryStore();
    const random = createRandom('store');
    const added = Array.from({ length: 9000 }, (_, i) => ({
      at: NOW - random.int(0, 5000) * 1000,
      application: i + 1,
      district: i % 15,
      event: i % 2 === 0 ? 'claim' : 'verdict',
      officer: i % 3 === 0 ? null : i % 100,
      from: i % 2 === 0 ? 'registered' : null,
      to: i % 2 === 0 ? 'in_review' : null,
      version: i % 5 === 0 ? null : i % 9,
      scan: i % 2 === 0 ? null : i,
      reason: i % 4 === 0 ? 'document_expired' : null,
    }));
    for (const step of added) {
      store.add(step);
    }
    const given = [...store.inOrder()];
    expect(given).toHaveLength(added.length);
    expect(given.every((step, i) => i === 0 || step.at >= (given[i - 1]?.at ?? 0))).toBe(true);
    // Version 0 is none: no step makes it.
    const clean = added.map((step) => ({ ...step, version: step.version || null }));
    expect(given.toSorted((a, b) => a.application - b.application)).toEqual(clean);
  });
});
