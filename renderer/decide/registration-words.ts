/** What a registration at the counter says, as rows of the document in words. */
import { NOTIFICATION_TYPES } from '../../domain/package.ts';
import type { Locale, PreparedDecision } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import type { T } from '../i18n.ts';
import type { WordRow } from './referral-words.ts';

/** Empty for every other act. */
export function registrationRows(
  t: T,
  locale: Locale,
  { registration, notification }: PreparedDecision,
): readonly WordRow[] {
  if (registration === null) return [];
  const { queueKind, correctionKind, groupLanguage, kindergartens, benefit, consent, scans } = registration;
  const channel = NOTIFICATION_TYPES.find((one) => one === notification.channel) ?? 'letter';
  return [
    [
      t('decide:sign.row.queueOf'),
      [
        t(`decide:registration.queue.${queueKind}`),
        correctionKind,
        t(`decide:sign.language.${groupLanguage}`),
      ]
        .filter((part) => part !== null)
        .join(', '),
    ],
    [t('decide:sign.row.wish'), kindergartens.map(({ name }, i) => `${i + 1}. ${name}`).join('; ')],
    ...(benefit === null ? [] : [[t('decide:sign.row.benefitOf'), words(benefit, locale)] as WordRow]),
    [t('decide:sign.row.scans'), t('decide:registration.scans', { count: scans })],
    [t('decide:sign.row.consent'), t(`decide:registration.proof.${consent.proof}`)],
    [t('decide:sign.row.notifyBy'), t(`decide:sign.channel.${channel}`)],
  ];
}
