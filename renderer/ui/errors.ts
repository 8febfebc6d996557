/** Words for any error: what happened, what is kept, what to do; in the language of the screens. */

import { timeWith } from '../../domain/kazakh.ts';
import { LINK_ROLES } from '../../domain/kinship.ts';
import { isPackageFault } from '../../domain/package.ts';
import { packageFaultWords } from '../../domain/package-words.ts';
import { type DeskErrorData, toDeskError } from '../desk-error.ts';
import { date, dateTime, time, words } from '../format.ts';
import { currentLocale, type T, useT } from '../i18n.ts';
import kkErrors from '../locales/kk/errors.json' with { type: 'json' };

type KeyReason = keyof (typeof kkErrors)['key'];
type ObstacleCode = keyof (typeof kkErrors)['obstacle'];
type FileReason = keyof (typeof kkErrors)['file'];

function isKeyReason(reason: string): reason is KeyReason {
  return Object.hasOwn(kkErrors.key, reason);
}

/** Reasons that tell the officer nothing more than another one does. */
const SAME_AS: Readonly<Record<string, KeyReason>> = {
  ASN1_MALFORMED: 'KEY_NOT_A_KEY_FILE',
  ASN1_TRUNCATED: 'KEY_TRUNCATED',
  ASN1_TOO_DEEP: 'KEY_HOSTILE',
  ASN1_TOO_LARGE: 'KEY_HOSTILE',
  CHAIN_EXPIRED: 'KEY_EXPIRED',
  CHAIN_NOT_YET_VALID: 'KEY_NOT_YET_VALID',
  CHAIN_CA_NOT_YET_VALID: 'CHAIN_CA_EXPIRED',
  CHAIN_PATH_LENGTH: 'CHAIN_BROKEN',
  CHAIN_CRITICAL_EXTENSION: 'CHAIN_BROKEN',
  CHAIN_LEAF_IS_CA: 'CHAIN_BROKEN',
  CHAIN_ALGORITHM: 'CHAIN_BROKEN',
  SIGNER_TIMEOUT: 'SIGNER_FAILED',
  SIGNER_BAD_REQUEST: 'SIGNER_FAILED',
};

/** The words a reason has, its own or another's; null when it has none. */
export function keyReason(reason: string): KeyReason | null {
  if (isKeyReason(reason)) {
    return reason;
  }
  return SAME_AS[reason] ?? (/^(SIG|XML)_/.test(reason) ? 'SIG_NOT_MADE' : null);
}
function isObstacle(code: string): code is ObstacleCode {
  return Object.hasOwn(kkErrors.obstacle, code);
}
function isFileReason(reason: string): reason is FileReason {
  return Object.hasOwn(kkErrors.file, reason);
}

/** Words of one obstacle code of domain/review.ts or domain/status.ts. */
export function obstacleText(t: T, obstacle: { code: string; count?: number | undefined }): string {
  // What stands against an application at the counter is told as of every package.
  if (!isObstacle(obstacle.code) && isPackageFault(obstacle.code)) {
    return words(packageFaultWords(obstacle.code), currentLocale()).replace(/[.]$/, '');
  }
  const code: ObstacleCode = isObstacle(obstacle.code) ? obstacle.code : 'unknown';
  return t(`errors:obstacle.${code}`, { count: obstacle.count ?? 0 });
}

/** Words of a key reason, as in the KEY error's data. */
export function keyReasonText(
  t: T,
  data: { reason: string; notAfter?: Date | undefined; notBefore?: Date | undefined },
): string {
  const reason = keyReason(data.reason);
  if (reason === null) {
    return t('errors:KEY');
  }
  const at = reason === 'KEY_NOT_YET_VALID' ? data.notBefore : data.notAfter;
  return t(`errors:key.${reason}`, { date: at === undefined ? '' : date(at) });
}

/** Words of any thrown thing. */
export function errorText(t: T, thrown: unknown): string {
  const error = toDeskError(thrown);
  if (error.is('CHANGED')) {
    const { by, at } = error.data;
    return by === null || at === null
      ? t('errors:CHANGED_UNKNOWN')
      : t('errors:CHANGED', { by, at: time(at) });
  }
  if (error.is('CLAIMED')) {
    return t('errors:CLAIMED', { by: error.data.by, until: time(error.data.until) });
  }
  if (error.is('SEAT_TAKEN')) {
    return seatTakenText(t, error.data);
  }
  if (error.is('LINK_TAKEN')) {
    return linkTakenText(t, error.data);
  }
  if (error.is('KEPT_REMOVED')) {
    const { number, by, at } = error.data;
    return t('errors:KEPT_REMOVED', { number, by, at: dateTime(at) });
  }
  if (error.is('LINK_REQUEST_ANSWERED')) {
    const { state, by, at } = error.data;
    const who = [by, dateTime(at)].filter((one) => one !== null).join(', ');
    return t('errors:LINK_REQUEST_ANSWERED', { how: t(`links:request.state.${state}`), who });
  }
  if (error.is('ORDER_PASSED')) {
    return t('errors:ORDER_PASSED', { list: passedList(t, error.data.passed) });
  }
  if (error.is('REFUSED')) {
    return t('errors:REFUSED', {
      obstacles: error.data.obstacles.map((one) => obstacleText(t, one)).join(', '),
    });
  }
  if (error.is('KEY')) {
    return keyReasonText(t, error.data);
  }
  if (error.is('FILE')) {
    const { reason } = error.data;
    if (isFileReason(reason)) {
      return t(`errors:file.${reason}`);
    }
    return keyReason(reason) === null ? t('errors:FILE') : keyReasonText(t, { reason });
  }
  return t(`errors:${plainCode(error.code)}`);
}

/** «Бұл орын 12:03-те басқа балаға берілді. Келесі бос орын: …» */
function seatTakenText(t: T, data: DeskErrorData<'SEAT_TAKEN'>): string {
  const next = data.next === null ? t('errors:seat.none') : t('errors:seat.next', data.next);
  if (data.at === null) {
    return t('errors:seat.unknownTime', { next });
  }
  const at = time(data.at);
  return t('errors:SEAT_TAKEN', { time: currentLocale() === 'kk' ? timeWith(at, 'locative') : at, next });
}

/** «Бұл баланың анасы бұрын біріктірілген: 12.03.2026 10:41, Сарыарқа ауданының білім бөлімі.» */
function linkTakenText(t: T, data: DeskErrorData<'LINK_TAKEN'>): string {
  const role = LINK_ROLES.find((each) => each === data.role) ?? 'guardian';
  const who = t(`decide:family.role.${role}`);
  return data.at === null || data.department === null
    ? t('errors:seat.linkTaken', { role: who })
    : t('errors:LINK_TAKEN', {
        role: who,
        at: dateTime(data.at),
        department: words(data.department, currentLocale()),
      });
}

const PASSED_SHOWN = 3;

/** Children passed over by number and place, the first few; never their names. */
export function passedList(
  t: T,
  passed: readonly { readonly number: string; readonly place: number }[],
): string {
  const shown = passed
    .slice(0, PASSED_SHOWN)
    .map(({ number, place }) => t('decide:choose.passedOne', { number, place }));
  const more = passed.length - shown.length;
  return more > 0 ? `${shown.join(', ')}, +${more}` : shown.join(', ');
}

type PlainCode = Exclude<
  ReturnType<typeof toDeskError>['code'],
  | 'CHANGED'
  | 'CLAIMED'
  | 'SEAT_TAKEN'
  | 'LINK_TAKEN'
  | 'KEPT_REMOVED'
  | 'LINK_REQUEST_ANSWERED'
  | 'ORDER_PASSED'
  | 'REFUSED'
  | 'KEY'
  | 'FILE'
>;
function plainCode(code: ReturnType<typeof toDeskError>['code']): PlainCode {
  switch (code) {
    case 'CHANGED':
    case 'CLAIMED':
    case 'SEAT_TAKEN':
    case 'LINK_TAKEN':
    case 'KEPT_REMOVED':
    case 'LINK_REQUEST_ANSWERED':
    case 'ORDER_PASSED':
    case 'REFUSED':
    case 'KEY':
    case 'FILE':
      return 'INTERNAL';
    default:
      return code;
  }
}

/** `errorText` bound to the language of the screens. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useT();
  return (error) => errorText(t, error);
}
