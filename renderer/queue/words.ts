/** Why a child stands where it stands, in the language of the screens: the very words of the parent's print (domain/queue-words.ts). */
import { PLACE_REASON_CODES, type PlaceReasonCode } from '../../domain/queue-place.ts';
import { momentOf, placeSummary, reasonWords } from '../../domain/queue-words.ts';
import type { Locale, PlaceExplanation, PlaceReason, QueueKey } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import type { T } from '../i18n.ts';

/** '31.01.2026 09:14:22.318' of '2026-01-31T09:14:22.318000+05:00': the order is by microseconds, the zeros are left out. */
export function exactTime(iso: string): string {
  return momentOf(iso);
}

/** The one sentence: how many are ahead (bold), and why, for the rest of the line. */
export function aheadSentence(
  locale: Locale,
  at: Pick<PlaceExplanation, 'ahead' | 'stream' | 'benefitAhead' | 'ordinaryAhead'>,
): { readonly bold: string; readonly rest: string } {
  const text = unbroken(placeSummary(at, locale));
  const colon = text.indexOf(':');
  return colon < 0
    ? { bold: text, rest: '' }
    : { bold: text.slice(0, colon + 1), rest: text.slice(colon + 1).trim() };
}

/** «5-еуі» on one line: a figure never parts from its ending. */
function unbroken(text: string): string {
  return text.replace(/(\d-)(?=\p{L})/gu, '$1\u2060');
}

/** One reason as a sentence; null for a code or values this version of the words does not know. */
export function reasonSentence(locale: Locale, reason: PlaceReason, givenName: string): string | null {
  const code = PLACE_REASON_CODES.find((known): known is PlaceReasonCode => known === reason.code);
  if (code === undefined) {
    return null;
  }
  try {
    return unbroken(reasonWords({ code, values: reason.values }, givenName, locale));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** «Сарыбел ауданы · жалпы дамыту · 2021 ж. туғандар · қазақ тілі» */
export function queueName(
  t: T,
  locale: Locale,
  key: QueueKey,
  districts: readonly { readonly id: number; readonly name: { kk: string; ru: string; en: string } }[],
): string {
  const district = districts.find((one) => one.id === key.districtId);
  return [
    ...(district === undefined ? [] : [words(district.name, locale)]),
    t(`queueKind.${key.queueKind}`),
    t('queue:cohort', { year: key.cohortYear }),
    t(`queue:language.${key.language}`),
  ].join(' · ');
}
