/**
 * The yearly confirmation of interest (мүдделілікті растау): a family that waits says again, every so many months from queueing,
 * that it still wants a place; who does not is taken out of the queue (akmola.kz, «Мүдделілікті растау»; domain.md A2). Days are
 * Almaty's; every term is the rule profile's.
 */
import { addDays, addMonths, type CivilDate, daysBetween, showDate } from './civil-date.ts';
import type { RuleProfile } from './rule-profile.ts';

/** The terms of a profile that concern interest. */
export type InterestTerms = Pick<
  RuleProfile,
  | 'interestMonths'
  | 'interestOpensDays'
  | 'interestReminderDays'
  | 'interestGraceDays'
  | 'interestRestoreDays'
>;

/** How a family's word came: by a portal's package, at the counter, or by telephone with a note of the call. */
export const INTEREST_CONFIRMED_BY = ['portal', 'counter', 'phone'] as const;
export type InterestConfirmedBy = (typeof INTEREST_CONFIRMED_BY)[number];

/** Far more periods than a childhood has. */
const MOST_PERIODS = 1200;

/**
 * The first day after `after` on which a confirmation is due: a whole number of periods from the day of queueing. Each is
 * counted from that day, so that 31 January and 29 February come back wherever the month has them. Throws RangeError
 * (INTEREST_PERIOD) where `after` lies more than 1,200 periods on.
 */
export function interestDueAfter(queuedOn: CivilDate, months: number, after: CivilDate): CivilDate {
  for (let period = 1; period <= MOST_PERIODS; period++) {
    const due = addMonths(queuedOn, period * months);
    if (due > after) return due;
  }
  throw new RangeError('INTEREST_PERIOD');
}

/** The first day a confirmation is due for who was queued on this day. */
export function firstInterestDue(
  terms: Pick<InterestTerms, 'interestMonths'>,
  queuedOn: CivilDate,
): CivilDate {
  return interestDueAfter(queuedOn, terms.interestMonths, queuedOn);
}

/**
 * How a confirmation stands on a day: `later` – it is too early to confirm, `open` – it may be confirmed, `overdue` – the day has
 * passed and the days of grace run, `lost` – these have passed too, and the job may take the application out.
 */
export type InterestStanding = 'later' | 'open' | 'overdue' | 'lost';

export function interestStanding(
  terms: Pick<InterestTerms, 'interestOpensDays' | 'interestGraceDays'>,
  dueOn: CivilDate,
  today: CivilDate,
): InterestStanding {
  const left = daysBetween(today, dueOn);
  if (left > terms.interestOpensDays) return 'later';
  if (left >= 0) return 'open';
  return -left <= terms.interestGraceDays ? 'overdue' : 'lost';
}

/** The first day on which the job takes out who has not confirmed: the day after the days of grace. */
export function interestLostOn(terms: Pick<InterestTerms, 'interestGraceDays'>, dueOn: CivilDate): CivilDate {
  return addDays(dueOn, terms.interestGraceDays + 1);
}

export type InterestFault = 'INTEREST_TOO_EARLY' | 'INTEREST_NOTE_NEEDED';

/** A confirmation made today: the next day it is due, or why it is not taken. By telephone a note says who called and when. */
export function confirmInterest(
  terms: Pick<InterestTerms, 'interestMonths' | 'interestOpensDays' | 'interestGraceDays'>,
  standing: { readonly queuedOn: CivilDate; readonly dueOn: CivilDate; readonly today: CivilDate },
  word: { readonly by: InterestConfirmedBy; readonly note: string | null },
):
  | { readonly ok: true; readonly nextDue: CivilDate }
  | { readonly ok: false; readonly fault: InterestFault } {
  const { queuedOn, dueOn, today } = standing;
  if (interestStanding(terms, dueOn, today) === 'later') return { ok: false, fault: 'INTEREST_TOO_EARLY' };
  if (word.by === 'phone' && (word.note ?? '').trim() === '') {
    return { ok: false, fault: 'INTEREST_NOTE_NEEDED' };
  }
  return { ok: true, nextDue: nextInterestDue(terms, queuedOn, dueOn, today) };
}

/** The day after `dueOn` and after `today` on which a confirmation is due again. */
export function nextInterestDue(
  terms: Pick<InterestTerms, 'interestMonths'>,
  queuedOn: CivilDate,
  dueOn: CivilDate,
  today: CivilDate,
): CivilDate {
  return interestDueAfter(queuedOn, terms.interestMonths, dueOn > today ? dueOn : today);
}

/**
 * The reminder to send today, as the profile's days before the due day; null: none. Of several that were missed (a desk switched
 * off for a month) only the latest is sent: two letters on one day say nothing more. `sent`: reminders of this due day already sent.
 */
export function interestReminder(
  terms: Pick<InterestTerms, 'interestReminderDays'>,
  dueOn: CivilDate,
  today: CivilDate,
  sent: readonly number[],
): number | null {
  const left = daysBetween(today, dueOn);
  if (left < 0) return null;
  const reached = terms.interestReminderDays.filter((days) => left <= days);
  if (reached.length === 0) return null;
  const latest = Math.min(...reached);
  return sent.some((days) => days <= latest) ? null : latest;
}

/** The last day on which who was taken out may be put back at the original date; null where the profile knows no such thing. */
export function interestRestorableUntil(
  terms: Pick<InterestTerms, 'interestRestoreDays'>,
  removedOn: CivilDate,
): CivilDate | null {
  return terms.interestRestoreDays === null ? null : addDays(removedOn, terms.interestRestoreDays);
}

const NEXT_AFTER_REMOVAL: Readonly<Record<'kk' | 'ru' | 'en', string>> = {
  kk: 'Білім бөлімі {until} дейін бастапқы күнімен кезекке қайтара алады.',
  ru: 'Отдел образования может вернуть его в очередь с прежней датой до {until}.',
  en: 'The education department can put it back at its original date until {until}.',
};

/** What a family that left the queue is told it may still do; empty where the profile knows no putting back. */
export function wordsAfterRemoval(until: CivilDate | null): Readonly<Record<'kk' | 'ru' | 'en', string>> {
  const fill = (text: string): string => (until === null ? '' : text.replace('{until}', showDate(until)));
  return {
    kk: fill(NEXT_AFTER_REMOVAL.kk),
    ru: fill(NEXT_AFTER_REMOVAL.ru),
    en: fill(NEXT_AFTER_REMOVAL.en),
  };
}
