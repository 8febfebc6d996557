import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  almatyDate,
  almatyInstant,
  almatyIso,
  almatyOffset,
  almatyTime,
  deadlineAt,
  deadlineLight,
  resumeDeadline,
  workingCalendar,
  workingDaysBetween,
} from '../../../domain/calendar.ts';
import {
  addDays,
  addMonths,
  civilDate,
  daysBetween,
  epochDay,
  fromEpochDay,
  isCivilDate,
  isoWeekday,
  showDate,
} from '../../../domain/civil-date.ts';
import { HOLIDAYS, MOVING_HOLIDAYS } from '../../../domain/data/holidays.ts';

const calendar = workingCalendar(HOLIDAYS);
const day = fc.integer({ min: epochDay('2024-01-01'), max: epochDay('2027-12-01') }).map(fromEpochDay);
const at = (iso: string): Date => new Date(iso);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('civil dates', () => {
  it('agrees with Date on every day of four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (n) => {
        const date = fromEpochDay(n);
        expect(date).toBe(new Date(n * 86_400_000).toISOString().slice(0, 10));
        expect(epochDay(date)).toBe(n);
        expect(isoWeekday(date)).toBe(new Date(n * 86_400_000).getUTCDay() || 7);
      }),
    );
  });
  it('knows what is no date', () => {
    for (const text of [
      '2021-02-29',
      '1900-02-29',
      '2021-13-01',
      '2021-00-10',
      '2021-1-1',
      '',
      '2021-01-01T00:00',
    ]) {
      expect(isCivilDate(text)).toBe(false);
    }
    expect(isCivilDate('2000-02-29')).toBe(true);
    expect(() => civilDate(2021, 2, 29)).toThrow('CIVIL_DATE');
  });
  it('adds months without leaving the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect(addMonths('2026-04-16', 12)).toBe('2027-04-16');
    expect(daysBetween('2026-04-16', '2026-04-11')).toBe(-5);
    expect(showDate('2026-04-06')).toBe('06.04.2026');
  });
});

describe('Almaty time', () => {
  it('is UTC+6 to 29.02.2024 and UTC+5 from 01.03.2024', () => {
    expect(almatyOffset(at('2024-02-29T17:59:59Z'))).toBe(360);
    expect(almatyOffset(at('2024-02-29T18:00:00Z'))).toBe(300);
    expect(almatyDate(at('2024-02-28T18:00:00Z'))).toBe('2024-02-29');
    expect(almatyDate(at('2026-04-16T18:59:59Z'))).toBe('2026-04-16');
    expect(almatyDate(at('2026-04-16T19:00:00Z'))).toBe('2026-04-17');
    expect(almatyTime(at('2026-04-16T19:00:00Z'))).toBe('00:00');
    expect(almatyIso(at('2026-04-16T07:07:42.900Z'))).toBe('2026-04-16T12:07:42+05:00');
    expect(almatyIso(at('2023-04-16T07:07:42Z'))).toBe('2023-04-16T13:07:42+06:00');
  });
  it('agrees with the zone data of Intl at any instant, also right beside every change of the offset', () => {
    const told = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Almaty',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const agree = (moment: Date): void => {
      expect(`${almatyDate(moment)} ${almatyTime(moment)}`).toBe(told.format(moment).slice(0, 16));
    };
    fc.assert(
      fc.property(fc.date({ min: at('1900-01-01'), max: at('2100-01-01'), noInvalidDate: true }), agree),
      { numRuns: 2000 },
    );
    const zone = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Almaty', timeZoneName: 'longOffset' });
    const differs = (from: number, to: number): boolean =>
      zone.format(from).split(' ')[1] !== zone.format(to).split(' ')[1];
    const changes: number[] = [];
    for (let day = Date.parse('1925-01-01T00:00:00Z'); day < Date.parse('2030-01-01T00:00:00Z'); day += DAY) {
      if (!differs(day - DAY, day)) continue;
      for (let hour = day - DAY + HOUR; hour <= day; hour += HOUR) {
        if (differs(hour - HOUR, hour)) changes.push(hour);
      }
    }
    expect(changes.length).toBeGreaterThan(20);
    for (const change of changes) for (const ms of [-1, 0, 1]) agree(new Date(change + ms));
  });

  it('turns a wall clock into an instant and back, taking the first of the hour that came twice', () => {
    expect(almatyInstant('2026-04-16', '18:30').toISOString()).toBe('2026-04-16T13:30:00.000Z');
    expect(almatyInstant('2024-02-29', '23:30').toISOString()).toBe('2024-02-29T17:30:00.000Z');
    expect(almatyInstant('2001-07-01', '12:00').toISOString()).toBe('2001-07-01T05:00:00.000Z');
    expect(() => almatyInstant('2026-04-16', '24:00')).toThrow('CALENDAR_TIME');
    fc.assert(
      fc.property(
        fc.date({ min: at('2005-01-01'), max: at('2030-01-01'), noInvalidDate: true }),
        (instant) => {
          const back = almatyInstant(almatyDate(instant), almatyTime(instant));
          expect(almatyIso(back).slice(0, 16)).toBe(almatyIso(instant).slice(0, 16));
          expect(new Date(almatyIso(instant)).getTime()).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});

describe('working days', () => {
  it.each([
    ['2026-04-08', 5, '2026-04-15'],
    ['2026-04-09', 5, '2026-04-16'],
    ['2026-04-10', 5, '2026-04-17'],
    ['2026-04-16', 5, '2026-04-23'],
    // Saturday, and over Nauryz with its two moved days: 26, 27, 30, 31 March, 1 April.
    ['2026-04-11', 1, '2026-04-13'],
    ['2026-03-20', 5, '2026-04-01'],
    // A Sunday worked for a Friday off.
    ['2024-12-31', 2, '2025-01-06'],
    ['2026-04-11', 0, '2026-04-11'],
  ])('%s + %i working days = %s', (from, count, to) => {
    expect(addWorkingDays(calendar, from, count)).toBe(to);
  });

  it('is monotonic, ends on working days, and counting back gives the count', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 0, max: 6 }),
        (from, count, later) => {
          const end = addWorkingDays(calendar, from, count);
          expect(calendar.isWorkingDay(end)).toBe(true);
          expect(end > from).toBe(true);
          expect(workingDaysBetween(calendar, from, end)).toBe(count);
          expect(workingDaysBetween(calendar, end, from)).toBe(-count);
          expect(addWorkingDays(calendar, from, count + 1) > end).toBe(true);
          expect(addWorkingDays(calendar, addDays(from, later), count) >= end).toBe(true);
        },
      ),
    );
  });

  it('sums over a day between', () => {
    fc.assert(
      fc.property(day, fc.nat(40), fc.nat(40), (a, x, y) => {
        const b = addDays(a, x);
        const c = addDays(b, y);
        expect(workingDaysBetween(calendar, a, c)).toBe(
          workingDaysBetween(calendar, a, b) + workingDaysBetween(calendar, b, c),
        );
      }),
    );
  });

  it('does not hang on a calendar without working days, nor take a broken count', () => {
    expect(() => addWorkingDays({ isWorkingDay: () => false }, '2026-04-16', 1)).toThrow('CALENDAR_COUNT');
    expect(() => addWorkingDays(calendar, '2026-04-16', -1)).toThrow('CALENDAR_COUNT');
    expect(() => addWorkingDays(calendar, '2026-04-16', 1.5)).toThrow('CALENDAR_COUNT');
    expect(() => workingCalendar([{ day: '2026-02-30', kind: 'holiday' }])).toThrow('CIVIL_DATE');
  });
});

describe('deadlines', () => {
  const deadline = deadlineAt(calendar, at('2026-04-09T04:12:00Z'), 5, '18:30');
  const open = { paused: false, doneOn: null };

  it('run to the end of the last working day in Almaty', () => {
    expect(deadline.toISOString()).toBe('2026-04-16T13:30:00.000Z');
    // 00:30 in Almaty is still the day before in UTC: the term counts from the Almaty day.
    expect(deadlineAt(calendar, at('2026-04-09T19:30:00Z'), 5, '18:30').toISOString()).toBe(
      '2026-04-17T13:30:00.000Z',
    );
  });

  it.each([
    ['2026-04-13T04:00:00Z', 'green', 3],
    ['2026-04-14T04:00:00Z', 'green', 2],
    ['2026-04-15T04:00:00Z', 'amber', 1],
    ['2026-04-16T04:00:00Z', 'amber', 0],
    ['2026-04-16T13:30:00Z', 'amber', 0],
    ['2026-04-16T13:30:00.001Z', 'red', 0],
    ['2026-04-17T04:00:00Z', 'red', 1],
    // Weekend days do not add to it.
    ['2026-04-19T04:00:00Z', 'red', 1],
    ['2026-04-20T04:00:00Z', 'red', 2],
  ])('at %s the light is %s (%i)', (now, light, workingDays) => {
    expect(deadlineLight(calendar, at(now), deadline, open)).toEqual({ light, workingDays });
  });

  it('is hollow while paused and grey when done, even if late', () => {
    const late = at('2026-05-20T04:00:00Z');
    expect(deadlineLight(calendar, late, deadline, { paused: true, doneOn: null }).light).toBe('paused');
    expect(deadlineLight(calendar, late, deadline, { paused: true, doneOn: '2026-04-14' }).light).toBe(
      'done',
    );
    expect(deadlineLight(calendar, late, null, open).light).toBe('paused');
  });

  it('moves by the working days of a pause', () => {
    const moved = resumeDeadline(calendar, deadline, {
      from: at('2026-04-14T05:00:00Z'),
      to: at('2026-04-20T05:00:00Z'),
    });
    expect(moved.toISOString()).toBe('2026-04-22T13:30:00.000Z');
    expect(
      resumeDeadline(calendar, deadline, {
        from: at('2026-04-14T05:00:00Z'),
        to: at('2026-04-14T09:00:00Z'),
      }),
    ).toEqual(deadline);
  });
});

describe('holidays', () => {
  it('lists each day once, in order', () => {
    const days = HOLIDAYS.map((row) => row.day);
    expect(days).toEqual([...new Set(days)].toSorted());
    expect(days.every(isCivilDate)).toBe(true);
  });

  it('gives the next working day off for every holiday on a weekend, and no other moved day', () => {
    for (const year of [2024, 2025, 2026, 2027]) {
      const named = HOLIDAYS.filter(
        (row) => row.day.startsWith(String(year)) && row.legalAct === 'law-267-2001',
      );
      const off = new Set(named.map((row) => row.day));
      const expected: string[] = [];
      for (const holiday of MOVING_HOLIDAYS.map((monthDay) => `${year}-${monthDay}`).filter((d) =>
        off.has(d),
      )) {
        if (isoWeekday(holiday) <= 5) continue;
        let moved = addDays(holiday, 1);
        while (isoWeekday(moved) > 5 || off.has(moved)) moved = addDays(moved, 1);
        off.add(moved);
        expected.push(moved);
      }
      const shipped = HOLIDAYS.filter(
        (row) => row.day.startsWith(String(year)) && row.legalAct === 'labour-code-2015',
      );
      expect(shipped.map((row) => row.day)).toEqual(expected.toSorted());
      expect(shipped.every((row) => !row.verified)).toBe(true);
    }
  });

  it('knows the days off of 2026 that were published', () => {
    for (const off of [
      '2026-01-07',
      '2026-03-09',
      '2026-03-24',
      '2026-03-25',
      '2026-05-11',
      '2026-05-27',
      '2026-07-06',
      '2026-10-26',
    ]) {
      expect(calendar.isWorkingDay(off)).toBe(false);
    }
    expect(calendar.isWorkingDay('2026-03-26')).toBe(true);
    // Constitution Day left 30 August in 2026 and is kept on 15 March from 2027.
    expect(calendar.isWorkingDay('2025-09-01')).toBe(false);
    expect(calendar.isWorkingDay('2026-08-31')).toBe(true);
    expect(calendar.isWorkingDay('2027-03-15')).toBe(false);
  });
});
