/** What a list of seats shows of each: its square and word, who holds it and until when, why it is as it is. */
import type { Catalogue, Locale, Seat } from '../../preload/contract/index.ts';
import { date, dateTime, words } from '../format.ts';
import type { T } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import type { GridColumn } from './Grid.tsx';
import styles from './places.module.css';
import { SeatSquare } from './SeatStrip.tsx';

export function seatColumns(
  t: T,
  locale: Locale,
  catalogue: Catalogue | undefined,
  links: boolean,
): readonly GridColumn<Seat>[] {
  return [
    {
      id: 'number',
      header: t('places:seatColumn.number'),
      track: '88px',
      cell: (seat) => <span className="num">{seat.ordinal}</span>,
    },
    {
      id: 'look',
      header: t('places:seatColumn.look'),
      track: '160px',
      cell: (seat) => (
        <span className={styles.leg}>
          <SeatSquare look={seat.look} />
          <span>{t(`places:look.${seat.look}`)}</span>
        </span>
      ),
    },
    {
      id: 'child',
      header: t('places:seatColumn.child'),
      track: 'minmax(0, 3fr)',
      cell: (seat) =>
        seat.holder === null ? (
          <span className="muted">—</span>
        ) : links ? (
          <a
            className={`clip ${styles.link}`}
            tabIndex={-1}
            title={seat.holder.childName}
            href={hrefOf({ name: 'application', id: seat.holder.applicationId, tab: null })}
          >
            {seat.holder.childName}
          </a>
        ) : (
          <span className="strong clip" title={seat.holder.childName}>
            {seat.holder.childName}
          </span>
        ),
    },
    {
      id: 'application',
      header: t('places:seatColumn.application'),
      track: '120px',
      cell: (seat) => <span className="small sub num">{seat.holder?.number ?? ''}</span>,
    },
    {
      id: 'term',
      header: t('places:seatColumn.term'),
      track: 'minmax(0, 3fr)',
      cell: (seat) => {
        const text = termOf(t, seat);
        return (
          <span className="small sub num clip" title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: 'reason',
      header: t('places:seatColumn.reason'),
      track: 'minmax(0, 3fr)',
      cell: (seat) => {
        const reason = catalogue?.reasons.find((one) => one.code === seat.reason);
        const text = reason === undefined ? (seat.reason ?? '') : words(reason.name, locale);
        return (
          <span className="small sub clip" title={text}>
            {text}
          </span>
        );
      },
    },
  ];
}

/** The term that runs on a seat, in words; empty where none does. */
function termOf(t: T, seat: Seat): string {
  if (seat.holder?.until !== null && seat.holder?.until !== undefined) {
    return t('places:term.held', { date: dateTime(seat.holder.until) });
  }
  if (seat.temporaryUntil !== null) {
    return t('places:term.temporary', { date: date(seat.temporaryUntil) });
  }
  if (seat.look === 'free' && seat.specialUntil !== null) {
    return t('places:term.special', { date: dateTime(seat.specialUntil) });
  }
  return seat.look === 'free' && seat.openSince !== null
    ? t('places:term.free', { date: date(seat.openSince) })
    : '';
}
