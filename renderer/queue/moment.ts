/** A typed day and time as an instant of Almaty. Pure. */
import { almatyInstant } from '../../domain/calendar.ts';

export type Moment =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly code: 'incomplete' | 'time' | 'future' };

/** The instant of a day and a time; never one that has not come yet. */
export function momentOf(day: string | null, clock: string, now: Date): Moment {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) {
    return { ok: false, code: clock.length < 5 ? 'incomplete' : 'time' };
  }
  if (day === null) {
    return { ok: false, code: 'incomplete' };
  }
  const at = almatyInstant(day, clock);
  return at > now ? { ok: false, code: 'future' } : { ok: true, at };
}

/** Puts the colon in as digits are typed: '0914' is '09:14'. */
export function typedTime(text: string, grew: boolean): string {
  const digits = text.replace(/\D/g, '').slice(0, 4);
  if (digits.length < 2 || (digits.length === 2 && !grew)) {
    return digits;
  }
  return `${digits.slice(0, 2)}:${digits.slice(2)}`;
}
