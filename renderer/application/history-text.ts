/** One entry of the change history in words. Unknown events and details are shown by their code, never hidden. */
import type { Catalogue, HistoryEntry, Locale } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import type { T } from '../i18n.ts';
import kk from '../locales/kk/application.json' with { type: 'json' };

type EventCode = keyof (typeof kk)['history']['event'];

function isEvent(code: string): code is EventCode {
  return Object.hasOwn(kk.history.event, code);
}

export function eventText(t: T, code: string): string {
  return isEvent(code) && code !== 'other'
    ? t(`application:history.event.${code}`)
    : t('application:history.event.other', { code });
}

const VERDICTS = ['valid', 'invalid', 'later'] as const;
const READ_SCREENS = ['card', 'review', 'scan'] as const;

/** The facts of an entry, short: verdict and reason, changed fields, the decision's number. */
export function detailText(t: T, locale: Locale, entry: HistoryEntry, catalogue: Catalogue): string {
  const parts: string[] = [];
  const { detail } = entry;
  if (entry.decisionNumber !== null) {
    parts.push(t('application:history.detail.decision', { number: entry.decisionNumber }));
  }
  const verdict = VERDICTS.find((each) => each === detail.verdict);
  if (verdict !== undefined) {
    parts.push(t(`application:history.detail.verdict.${verdict}`));
  }
  const screen = READ_SCREENS.find((each) => each === detail.screen);
  if (screen !== undefined) {
    parts.push(t(`application:history.read.${screen}`));
  }
  const reason = catalogue.reasons.find((each) => each.code === detail.reason);
  if (reason !== undefined) {
    parts.push(words(reason.name, locale));
  }
  if (detail.at_once === true) {
    parts.push(t('application:history.detail.atOnce'));
  }
  for (const [field, change] of Object.entries(detail)) {
    if (Array.isArray(change) && change.length === 2) {
      const [before, after] = change.map((each: unknown) => (each === null ? '—' : String(each)));
      parts.push(t('application:history.field', { field, before, after }));
    }
  }
  return parts.join(' · ');
}
