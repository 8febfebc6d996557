/** Words for errors of acts on seats: a lost race there is about a seat, not about an application. */
import { toDeskError } from '../desk-error.ts';
import { date, time } from '../format.ts';
import type { T } from '../i18n.ts';
import { errorText } from '../ui/errors.ts';

/** What went wrong with a request or its answer, in one sentence. */
export function seatErrorText(t: T, thrown: unknown): string {
  const error = toDeskError(thrown);
  if (error.is('CHANGED')) {
    const { by, at } = error.data;
    return by === null || at === null
      ? t('places:failure.changed')
      : t('places:failure.answered', { by, at: `${date(at)} ${time(at)}` });
  }
  return error.code === 'NOT_FOUND' ? t('places:failure.notFound') : errorText(t, thrown);
}
