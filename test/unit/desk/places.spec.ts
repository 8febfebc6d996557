import { describe, expect, it } from 'vitest';
import { daysShown, lookOf } from '../../../main/places/occupancy.ts';

describe('the days of a heat map', () => {
  it('are first days of six months and the coming September, over the new year too', () => {
    expect(daysShown('2026-04-16')).toEqual({
      past: ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'],
      coming: '2026-09-01',
    });
    expect(daysShown('2026-12-31').past).toEqual([
      '2026-07-01',
      '2026-08-01',
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
    ]);
    expect(daysShown('2026-08-31').coming).toBe('2026-09-01');
    expect(daysShown('2026-09-01').coming).toBe('2027-09-01');
  });
});

describe('the look of a seat', () => {
  it('is who holds it, then what it is', () => {
    const seat = { held: null, state: 'open', temporary_until: null } as const;
    expect(lookOf(seat)).toBe('free');
    expect(lookOf({ ...seat, temporary_until: '2026-08-31' })).toBe('temporary');
    expect(lookOf({ ...seat, temporary_until: '2026-08-31', held: 'enrolment' })).toBe('taken');
    expect(lookOf({ ...seat, held: 'offer' })).toBe('offer');
    expect(lookOf({ ...seat, held: 'referral' })).toBe('referral');
    expect(lookOf({ ...seat, state: 'reported' })).toBe('reported');
    expect(lookOf({ ...seat, state: 'closed' })).toBe('closed');
  });
});
