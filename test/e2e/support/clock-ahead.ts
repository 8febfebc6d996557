/**
 * A machine whose clock is ahead: `clockAhead(days)` is the environment of a program that is to live so many days later, from noon
 * on, whatever the hour is here: at noon the jobs of a day have had their hour. The program itself is unchanged; Node loads the
 * lines below before it, and the embedded engine asks the same clock.
 */
import { almatyDate, almatyInstant } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';

function shift(ms: number): string {
  return `const Real = Date;
const ahead = () => Real.now() + ${ms};
globalThis.Date = class Date extends Real {
  constructor(...given) {
    if (given.length === 0) super(ahead());
    else super(...given);
  }
  static now() {
    return ahead();
  }
  // Dates that come from other processes are made by the engine itself.
  static [Symbol.hasInstance](value) {
    return Function.prototype[Symbol.hasInstance].call(Real, value);
  }
};`;
}

export function clockAhead(days: number): { readonly NODE_OPTIONS: string } {
  const now = new Date();
  const noon = almatyInstant(addDays(almatyDate(now), days), '12:00');
  const lines = Buffer.from(shift(noon.getTime() - now.getTime())).toString('base64');
  return { NODE_OPTIONS: `--import data:text/javascript;base64,${lines}` };
}
