import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween, fromEpochDay, partsOf } from '../../../domain/civil-date.ts';
import {
  confirmInterest,
  firstInterestDue,
  interestDueAfter,
  interestLostOn,
  interestReminder,
  interestRestorableUntil,
  interestStanding,
  nextInterestDue,
  wordsAfterRemoval,
} from '../../../domain/interest.ts';
import { nextStatus } from '../../../domain/status.ts';

/** The seed of Akmola: every 12 months from queueing. The days around it are the shipped profile's. */
const TERMS = {
  interestMonths: 12,
  interestOpensDays: 60,
  interestReminderDays: [30, 7],
  interestGraceDays: 10,
  interestRestoreDays: 30,
} as const;

const day = fc.integer({ min: 18_000, max: 22_000 }).map(fromEpochDay);

describe('when interest is due', () => {
  it('is every 12 months from queueing', () => {
    expect(firstInterestDue(TERMS, '2025-04-16')).toBe('2026-04-16');
    expect(interestDueAfter('2025-04-16', 12, '2026-04-16')).toBe('2027-04-16');
    expect(interestDueAfter('2025-04-16', 12, '2026-04-15')).toBe('2026-04-16');
  });

  it('comes back to the 29th of February and to the 31st', () => {
    expect(interestDueAfter('2024-02-29', 12, '2024-02-29')).toBe('2025-02-28');
    expect(interestDueAfter('2024-02-29', 12, '2027-03-01')).toBe('2028-02-29');
    expect(interestDueAfter('2025-01-31', 1, '2025-02-28')).toBe('2025-03-31');
  });

  it('is the first whole period after the day asked about', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 4000 }),
        (queued, months, later) => {
          const after = addDays(queued, later);
          const due = interestDueAfter(queued, months, after);
          expect(due > after).toBe(true);
          const before = Array.from({ length: 200 }, (_, k) => addMonths(queued, (k + 1) * months));
          expect(before).toContain(due);
          expect(before.filter((one) => one > after && one < due)).toEqual([]);
        },
      ),
    );
  });

  it('throws where nobody can mean it', () => {
    expect(() => interestDueAfter('2020-01-01', 1, '2300-01-01')).toThrow('INTEREST_PERIOD');
  });
});

describe('how it stands', () => {
  it.each([
    ['2026-02-14', 'later'],
    ['2026-02-15', 'open'],
    ['2026-04-16', 'open'],
    ['2026-04-17', 'overdue'],
    ['2026-04-26', 'overdue'],
    ['2026-04-27', 'lost'],
  ] as const)('on %s: %s', (today, standing) => {
    expect(interestStanding(TERMS, '2026-04-16', today)).toBe(standing);
  });

  it('is lost exactly from the day the job may take it out', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -100, max: 100 }), (due, off) => {
        const today = addDays(due, off);
        expect(interestStanding(TERMS, due, today) === 'lost').toBe(today >= interestLostOn(TERMS, due));
      }),
    );
  });
});

describe('a confirmation', () => {
  const at = (today: string) => ({ queuedOn: '2025-04-16', dueOn: '2026-04-16', today });

  it('keeps the place for a period from the day that was due', () => {
    expect(confirmInterest(TERMS, at('2026-03-01'), { by: 'counter', note: null })).toEqual({
      ok: true,
      nextDue: '2027-04-16',
    });
    expect(confirmInterest(TERMS, at('2026-04-20'), { by: 'portal', note: null })).toEqual({
      ok: true,
      nextDue: '2027-04-16',
    });
  });

  it('is not taken before its time, nor by telephone without a note', () => {
    expect(confirmInterest(TERMS, at('2026-01-01'), { by: 'counter', note: null })).toEqual({
      ok: false,
      fault: 'INTEREST_TOO_EARLY',
    });
    expect(confirmInterest(TERMS, at('2026-04-01'), { by: 'phone', note: '  ' })).toEqual({
      ok: false,
      fault: 'INTEREST_NOTE_NEEDED',
    });
    expect(confirmInterest(TERMS, at('2026-04-01'), { by: 'phone', note: 'Анасы, 10:20' })).toMatchObject({
      ok: true,
    });
  });

  it('of a day long past asks again in the future, never in the past', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 3000 }), (queuedOn, late) => {
        const dueOn = firstInterestDue(TERMS, queuedOn);
        const today = addDays(dueOn, late);
        const next = nextInterestDue(TERMS, queuedOn, dueOn, today);
        expect(next > today).toBe(true);
        expect(daysBetween(today, next)).toBeLessThanOrEqual(366);
        expect(partsOf(next).month).toBe(partsOf(addMonths(queuedOn, 12)).month);
      }),
    );
  });
});

describe('reminders', () => {
  it('go out on their days, once', () => {
    expect(interestReminder(TERMS, '2026-04-16', '2026-03-16', [])).toBeNull();
    expect(interestReminder(TERMS, '2026-04-16', '2026-03-17', [])).toBe(30);
    expect(interestReminder(TERMS, '2026-04-16', '2026-03-18', [30])).toBeNull();
    expect(interestReminder(TERMS, '2026-04-16', '2026-04-09', [30])).toBe(7);
    expect(interestReminder(TERMS, '2026-04-16', '2026-04-16', [30, 7])).toBeNull();
  });

  it('after a month with the desk off send the latest alone, and none after the day', () => {
    expect(interestReminder(TERMS, '2026-04-16', '2026-04-12', [])).toBe(7);
    expect(interestReminder(TERMS, '2026-04-16', '2026-04-12', [7])).toBeNull();
    expect(interestReminder(TERMS, '2026-04-16', '2026-04-17', [])).toBeNull();
  });

  it('are as many as the profile names, whatever days the desk was on', () => {
    fc.assert(
      fc.property(day, fc.uniqueArray(fc.integer({ min: -90, max: 10 }), { maxLength: 60 }), (due, offs) => {
        const sent: number[] = [];
        for (const off of offs.toSorted((a, b) => a - b)) {
          const days = interestReminder(TERMS, due, addDays(due, off), sent);
          if (days !== null) sent.push(days);
        }
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent).toEqual(sent.toSorted((a, b) => b - a));
        if (offs.some((off) => off <= 0 && off >= -7)) expect(sent).toContain(7);
      }),
    );
  });
});

describe('leaving the queue for want of interest', () => {
  it('may be put right within the profile’s days', () => {
    expect(interestRestorableUntil(TERMS, '2026-04-27')).toBe('2026-05-27');
    expect(interestRestorableUntil({ interestRestoreDays: null }, '2026-04-27')).toBeNull();
    expect(nextStatus('removed_no_interest', 'restore')).toBe('queued');
  });

  it('is told with the last day to put it right, and with nothing where there is none', () => {
    expect(wordsAfterRemoval('2026-05-27').ru).toContain('27.05.2026');
    expect(wordsAfterRemoval(null)).toEqual({ kk: '', ru: '', en: '' });
  });
});
