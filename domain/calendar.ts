import { addDays, type CivilDate, epochDay, isCivilDate, isoWeekday } from './civil-date.ts';

/** The zone of all business dates. UTC+6 until 29.02.2024, UTC+5 since; the rule comes from Intl's zone data. */
export const ZONE = 'Asia/Almaty';

/** A day that breaks the Monday-to-Friday rule: a holiday on a weekday, or a working day on a weekend. */
export type CalendarDay = { readonly day: CivilDate; readonly kind: 'holiday' | 'working' };
export type WorkingCalendar = { readonly isWorkingDay: (day: CivilDate) => boolean };

const MINUTE_MS = 60_000;
/** Enough for any term of the rules; a calendar without working days must not hang the desk. */
const MAX_SEARCH_DAYS = 20_000;

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

type WallClock = { readonly date: CivilDate; readonly time: string; readonly seconds: string };

/** From here on the zone's offset is whole minutes and changes only at full UTC hours (IANA tz, Asia/Almaty). */
const WHOLE_HOURS_FROM = Date.UTC(1931, 0, 1);
const HOUR_MS = 60 * MINUTE_MS;
/** Offsets asked of Intl, by UTC hour: a page of the log asks for some hundred dates, and Intl takes 10 µs for each. */
const offsets = new Map<number, number>();
const MOST_KEPT = 10_000;

/** What was worked out before for this key; a map that has grown too large begins anew. */
function kept<Key>(known: Map<Key, number>, key: Key, make: () => number): number {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, value);
  }
  return value;
}

function wallClock(at: Date): WallClock {
  const ms = at.getTime();
  if (!(ms >= WHOLE_HOURS_FROM)) {
    return askIntl(at);
  }
  const hour = Math.floor(ms / HOUR_MS);
  const offset = kept(offsets, hour, () => {
    const { date, time } = askIntl(new Date(hour * HOUR_MS));
    return (epochDay(date) * 1440 + minutesOf(time)) * MINUTE_MS - hour * HOUR_MS;
  });
  const shifted = new Date(ms + offset).toISOString();
  // After the year 9999 an ISO text is longer.
  return shifted.length === 24
    ? { date: shifted.slice(0, 10), time: shifted.slice(11, 16), seconds: shifted.slice(17, 19) }
    : askIntl(at);
}

/** The parts as Intl tells them. */
function askIntl(at: Date): WallClock {
  const parts: Record<string, string> = {};
  for (const part of PARTS.formatToParts(at)) {
    parts[part.type] = part.value;
  }
  return {
    date: `${(parts.year ?? '').padStart(4, '0')}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`,
    seconds: parts.second ?? '00',
  };
}

/** The date in Almaty at an instant. */
export function almatyDate(at: Date): CivilDate {
  return wallClock(at).date;
}

/** The time of day 'HH:MM' in Almaty at an instant. */
export function almatyTime(at: Date): string {
  return wallClock(at).time;
}

/** Minutes east of UTC in Almaty at an instant: 300 since 01.03.2024, 360 before. */
export function almatyOffset(at: Date): number {
  const { date, time, seconds } = wallClock(at);
  const wall = epochDay(date) * 1440 + minutesOf(time);
  return Math.round(wall + Number(seconds) / 60 - Math.floor(at.getTime() / 1000) / 60);
}

/** An instant in ISO 8601 with the Almaty offset, to the second: '2026-04-16T12:07:42+05:00'. */
export function almatyIso(at: Date): string {
  const { date, time, seconds } = wallClock(at);
  const offset = almatyOffset(at);
  const hours = String(Math.floor(offset / 60)).padStart(2, '0');
  return `${date}T${time}:${seconds}+${hours}:${String(offset % 60).padStart(2, '0')}`;
}

/**
 * The instant of a date and time 'HH:MM' in Almaty. In the hour that came twice (29.02.2024 23:00–24:00) the first.
 * Throws RangeError (CALENDAR_TIME, CIVIL_DATE) for text that is no date or time.
 */
export function almatyInstant(date: CivilDate, time: string): Date {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new RangeError('CALENDAR_TIME');
  }
  const asUtc = (epochDay(date) * 1440 + minutesOf(time)) * MINUTE_MS;
  const candidates = [360, 300].map((offset) => new Date(asUtc - offset * MINUTE_MS));
  const fits = candidates.find((at) => almatyDate(at) === date && almatyTime(at) === time);
  // Other offsets lie before 2004 only (DST, UTC+7 in summer); the offset at noon of the day is right for them.
  return (
    fits ??
    new Date(asUtc - almatyOffset(new Date(epochDay(date) * 1440 * MINUTE_MS + 360 * MINUTE_MS)) * MINUTE_MS)
  );
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** A working calendar from the table of exceptions; Monday to Friday work, unless the table says otherwise. */
export function workingCalendar(days: Iterable<CalendarDay>): WorkingCalendar {
  const exceptions = new Map<CivilDate, CalendarDay['kind']>();
  for (const { day, kind } of days) {
    if (!isCivilDate(day)) {
      throw new RangeError('CIVIL_DATE');
    }
    exceptions.set(day, kind);
  }
  return {
    isWorkingDay: (day) => {
      const exception = exceptions.get(day);
      return exception === undefined ? isoWeekday(day) <= 5 : exception === 'working';
    },
  };
}

/**
 * The `count`-th working day after `from`; the term starts the day after, so from Thursday 5 working days end next
 * Thursday. 0 gives `from` itself, working or not. Throws RangeError (CALENDAR_COUNT) for a negative or broken count.
 */
export function addWorkingDays(calendar: WorkingCalendar, from: CivilDate, count: number): CivilDate {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError('CALENDAR_COUNT');
  }
  let day = from;
  let left = count;
  for (let step = 0; left > 0; step++) {
    if (step > MAX_SEARCH_DAYS) {
      throw new RangeError('CALENDAR_COUNT');
    }
    day = addDays(day, 1);
    left -= calendar.isWorkingDay(day) ? 1 : 0;
  }
  return day;
}

/** Spans counted before: the rows of a page ask about the same few days. */
const spans = new WeakMap<WorkingCalendar, Map<string, number>>();

/** Working days after `from` up to and including `to`; 0 when equal, negative when `to` is earlier. */
export function workingDaysBetween(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): number {
  const known = spans.get(calendar) ?? new Map<string, number>();
  spans.set(calendar, known);
  const count = kept(known, `${from} ${to}`, () =>
    epochDay(to) < epochDay(from) ? -countForward(calendar, to, from) : countForward(calendar, from, to),
  );
  // Backwards over no working day is no day, and no negative zero.
  return count === 0 ? 0 : count;
}

function countForward(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): number {
  let count = 0;
  for (let day = epochDay(from), end = epochDay(to), at = from; day < end; day++) {
    at = addDays(at, 1);
    count += calendar.isWorkingDay(at) ? 1 : 0;
  }
  return count;
}

/** The end (an instant) of a term of working days that began at `from`: `workdayEnds` ('18:30') of its last working day. */
export function deadlineAt(
  calendar: WorkingCalendar,
  from: Date,
  workingDays: number,
  workdayEnds: string,
): Date {
  return almatyInstant(addWorkingDays(calendar, almatyDate(from), workingDays), workdayEnds);
}

/** A deadline moved by the working days it was paused: from the day of the return to the day of the answer. */
export function resumeDeadline(
  calendar: WorkingCalendar,
  deadline: Date,
  paused: { readonly from: Date; readonly to: Date },
): Date {
  const days = Math.max(0, workingDaysBetween(calendar, almatyDate(paused.from), almatyDate(paused.to)));
  return almatyInstant(addWorkingDays(calendar, almatyDate(deadline), days), almatyTime(deadline));
}

export type DeadlineLight = 'green' | 'amber' | 'red' | 'paused' | 'done';
export type DeadlineReading = {
  readonly light: DeadlineLight;
  /** Working days left (green, amber; 0: today) or gone by since (red; 0: earlier today). 0 when paused or done. */
  readonly workingDays: number;
};

/**
 * The deadline light (ui README 3): green 2 or more working days, amber today or 1, red once the instant has passed,
 * paused while the family corrects, done when `doneOn` is set. A missing deadline reads as paused.
 */
export function deadlineLight(
  calendar: WorkingCalendar,
  now: Date,
  deadline: Date | null,
  state: { readonly paused: boolean; readonly doneOn: CivilDate | null },
): DeadlineReading {
  if (state.doneOn !== null) {
    return { light: 'done', workingDays: 0 };
  }
  if (state.paused || deadline === null) {
    return { light: 'paused', workingDays: 0 };
  }
  const today = almatyDate(now);
  const lastDay = almatyDate(deadline);
  if (now.getTime() > deadline.getTime()) {
    return { light: 'red', workingDays: workingDaysBetween(calendar, lastDay, today) };
  }
  const left = workingDaysBetween(calendar, today, lastDay);
  return { light: left >= 2 ? 'green' : 'amber', workingDays: left };
}
