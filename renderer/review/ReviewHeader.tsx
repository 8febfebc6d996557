import Tooltip from '@mui/material/Tooltip';
import { timeWith } from '../../domain/kazakh.ts';
import type { Application, Deadline, ReviewBundle } from '../../preload/contract/index.ts';
import { date, fullName, shortDate, time } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { HeaderTools } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { LIGHT_TONES, Light, StatusChip } from '../ui/Marks.tsx';
import css from './review.module.css';

/** Header 48: back, whose application, its state and deadline; the place in one's queue and the steps through it. */
export function ReviewHeader(props: {
  application: Application;
  place: ReviewBundle['place'];
  onBack: () => void;
  onPrevious: ((at: number) => void) | null;
  onNext: ((at: number) => void) | null;
}) {
  const { t } = useT();
  const { application, place } = props;
  return (
    <header className={css.top}>
      <Act tone="quiet" size="sm" icon="back" combo="Escape" onClick={props.onBack}>
        {t('review:header.back')}
      </Act>
      <span className="vr" />
      <Tooltip title={fullName(application.child)}>
        <h1 className="clip" data-may-truncate>
          {fullName(application.child)}
        </h1>
      </Tooltip>
      <span className="muted nowrap">{application.number}</span>
      <StatusChip status={application.status} />
      <DeadlineWords deadline={application.deadline} />
      <span className="gap" />
      {place === null ? null : <span className={`small sub nowrap ${css.mine}`}>{t('nav.my')}</span>}
      <button
        type="button"
        className={css.step}
        aria-label={t('review:header.previous')}
        aria-keyshortcuts="K"
        disabled={props.onPrevious === null}
        onClick={(event) => props.onPrevious?.(event.timeStamp)}
      >
        <Icon name="chevronLeft" />
        <KeyCaps combo="KeyK" className="" />
      </button>
      {place === null ? null : (
        <b className={css.place} role="img" aria-label={t('review:header.placeLabel', place)}>
          {t('review:header.place', place)}
        </b>
      )}
      <button
        type="button"
        className={css.step}
        aria-label={t('review:header.next')}
        aria-keyshortcuts="J"
        disabled={props.onNext === null}
        onClick={(event) => props.onNext?.(event.timeStamp)}
      >
        <KeyCaps combo="KeyJ" className="" />
        <Icon name="chevronRight" />
      </button>
      <span className="vr" />
      <HeaderTools compact />
    </header>
  );
}

/** The deadline in whole words: «Бүгін, 18:30-ға дейін». */
export function DeadlineWords({ deadline }: { readonly deadline: Deadline }) {
  const { t, locale } = useT();
  return <Light tone={LIGHT_TONES[deadline.light]}>{deadlineText(t, locale, deadline)}</Light>;
}

function deadlineText(t: T, locale: 'kk' | 'ru' | 'en', deadline: Deadline): string {
  const { light, at, days, doneOn } = deadline;
  if (light === 'done') {
    return doneOn === null ? t('deadline.done') : t('review:header.done', { date: date(doneOn) });
  }
  if (light === 'paused' || at === null || days === null) {
    return t('review:header.paused');
  }
  if (light === 'red') {
    return t('review:header.overdue', { count: Math.max(1, Math.abs(days)) });
  }
  const hour = time(at);
  return days === 0
    ? t('review:header.today', { time: locale === 'kk' ? timeWith(hour, 'dative') : hour })
    : t('review:header.left', { count: days, date: shortDate(at) });
}
