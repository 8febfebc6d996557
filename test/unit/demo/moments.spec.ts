import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { almatyDate } from '../../../domain/calendar.ts';
import { actMoments } from '../../../main/demo/moments.ts';

const HOUR = 3_600_000;

describe('when the demo officers sign', () => {
  it('is in order, of the day that is, and not to come, at any hour of any day', () => {
    const anyMoment = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 0, max: 60 }), (at, decisions) => {
        const now = new Date(at);
        const moment = actMoments(now, decisions);
        let before = 0;
        for (let signed = 0; signed < decisions + 60; signed += 1) {
          const one = moment(signed);
          expect(one.getTime()).toBeGreaterThanOrEqual(before);
          expect(one.getTime()).toBeLessThanOrEqual(at);
          expect(almatyDate(one)).toBe(almatyDate(now));
          before = one.getTime();
        }
      }),
    );
  });

  it('is the last hour and three quarters by day, and what there is of the day by night', () => {
    const noon = new Date('2026-11-22T12:00:00+05:00');
    expect(noon.getTime() - actMoments(noon, 10)(0).getTime()).toBe(1.75 * HOUR);
    const night = new Date('2026-11-22T00:10:00+05:00');
    expect(actMoments(night, 10)(0)).toEqual(new Date('2026-11-22T00:00:00+05:00'));
  });
});
