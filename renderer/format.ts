/** How values are written: Almaty dates, thin-space thousands, names with initials. Pure but for the zone's tables. */
import { initials as initialsOf, listName, type PersonName } from '../domain/names.ts';
import type { Count, Locale, Words } from '../preload/contract/index.ts';

export { fullName, shortName } from '../domain/names.ts';

export const ZONE = 'Asia/Almaty';
const THIN = '\u2009';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

type Written = { readonly year: string; readonly month: string; readonly day: string; readonly time: string };

function written(at: Date): Written {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(at)) {
    found[part.type] = part.value;
  }
  const { year = '', month = '', day = '', hour = '', minute = '' } = found;
  return { year, month, day, time: `${hour}:${minute}` };
}

/** An instant as the Almaty day 'YYYY-MM-DD'. */
export function almatyDay(at: Date): string {
  const w = written(at);
  return `${w.year}-${w.month}-${w.day}`;
}

/** '16.04.2026' of an instant (Almaty) or of a business date 'YYYY-MM-DD'. */
export function date(value: Date | string): string {
  const iso = typeof value === 'string' ? value : almatyDay(value);
  const [year, month, day] = iso.split('-');
  return `${day}.${month}.${year}`;
}

/** '16.04', for columns where the year is plain from the rest. */
export function shortDate(value: Date | string): string {
  return date(value).slice(0, 5);
}

/** '12:04' in Almaty. */
export function time(at: Date): string {
  return written(at).time;
}

/** '16.04.2026 12:04' in Almaty. */
export function dateTime(at: Date): string {
  return `${date(at)} ${time(at)}`;
}

/** Whole number with thin spaces between thousands: '2 318'. */
export function number(value: number): string {
  const text = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, THIN);
  return value < 0 ? `\u2212${text}` : text;
}

/** A count of the back end: '128', or '10 000+' when it stopped counting. */
export function count(value: Count): string {
  return value.capped ? `${number(value.value)}+` : number(value.value);
}

/** Decimal with the sign of the language: comma in kk and ru, point in en. */
export function decimal(value: number, digits: number, locale: Locale): string {
  const text = value.toFixed(digits);
  return locale === 'en' ? text : text.replace('.', ',');
}

/** '1,4 МБ'-like size without its unit word: the value and which unit, for `common:bytes.<unit>`. */
export function bytes(value: number): {
  readonly value: number;
  readonly unit: 'b' | 'kb' | 'mb';
  readonly digits: number;
} {
  if (value >= 1_000_000) {
    return { value: value / 1_000_000, unit: 'mb', digits: 1 };
  }
  return value >= 1000 ? { value: value / 1000, unit: 'kb', digits: 0 } : { value, unit: 'b', digits: 0 };
}

/** The words of one language. */
export function words(value: Words, locale: Locale): string {
  return value[locale];
}

/** 'Абдырахманова Гүлнар', as in lists. */
export function nameOf(person: Pick<PersonName, 'surname' | 'givenName'>): string {
  return listName({ ...person, patronymic: null });
}

/** 'ГА' for an avatar. */
export function initials(person: Pick<PersonName, 'surname' | 'givenName'>): string {
  return initialsOf({ ...person, patronymic: null });
}
