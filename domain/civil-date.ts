/**
 * Civil dates: calendar days without a time or zone, as ISO text 'YYYY-MM-DD'. Business dates of the desk
 * (birth, issue, deadline days) are civil dates in Asia/Almaty; see calendar.ts for instants.
 */
export type CivilDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** Days in a month of the Gregorian calendar; `month` is 1–12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether year, month (1–12) and day name a day that exists. */
export function isRealDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether the text is a real day written 'YYYY-MM-DD'. */
export function isCivilDate(text: string): text is CivilDate {
  const match = PATTERN.exec(text);
  return match !== null && isRealDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Parts of a civil date. Throws RangeError (CIVIL_DATE) when the text is not one: that is a programming error. */
export function partsOf(date: CivilDate): { year: number; month: number; day: number } {
  const match = PATTERN.exec(date);
  const parts = { year: Number(match?.[1]), month: Number(match?.[2]), day: Number(match?.[3]) };
  if (!isRealDay(parts.year, parts.month, parts.day)) {
    throw new RangeError('CIVIL_DATE');
  }
  return parts;
}

/** Writes parts as 'YYYY-MM-DD'; throws RangeError (CIVIL_DATE) when there is no such day. */
export function civilDate(year: number, month: number, day: number): CivilDate {
  if (!Number.isInteger(year) || year < 0 || year > 9999 || !isRealDay(year, month, day)) {
    throw new RangeError('CIVIL_DATE');
  }
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Days since 1970-01-01; negative before it. */
export function epochDay(date: CivilDate): number {
  const { year, month, day } = partsOf(date);
  // Date.UTC reads years 0–99 as 1900–1999, hence setUTCFullYear.
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return Math.round(at.getTime() / DAY_MS);
}

/** The civil date of a day number made by `epochDay`. */
export function fromEpochDay(days: number): CivilDate {
  const at = new Date(days * DAY_MS);
  return civilDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

/** The date `days` calendar days later (earlier when negative). */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromEpochDay(epochDay(date) + days);
}

/** The date `months` later; a day the month does not have becomes its last day (31 Jan + 1 = 28 Feb). */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = (index % 12) + 1;
  return civilDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** Calendar days from `from` to `to`; 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return epochDay(to) - epochDay(from);
}

/** ISO day of the week: 1 Monday … 7 Sunday. */
export function isoWeekday(date: CivilDate): number {
  // 1970-01-01 was a Thursday (4).
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** The date as people here write it: '16.04.2026'. */
export function showDate(date: CivilDate): string {
  const { year, month, day } = partsOf(date);
  return `${pad(day, 2)}.${pad(month, 2)}.${pad(year, 4)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
