/** One square per seat, in fives, and the legend. The whole strip is one picture with its words: squares are no tab stops. */
import { memo } from 'react';
import type { SeatLook } from '../../preload/contract/index.ts';
import { number } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { countLooks, LOOKS, SQUARE, seatX, stripWidth } from './look.ts';
import styles from './places.module.css';

/** Room for 25 seats; a larger group is drawn smaller. */
export const STRIP_ROOM = stripWidth(25);

/** The square of one look at (x, 0), 12 px; `title` is its tooltip. */
function Square(props: { look: SeatLook; x: number; title?: string }) {
  const { look, x } = props;
  const title = props.title === undefined ? null : <title>{props.title}</title>;
  switch (look) {
    case 'taken':
      return (
        <rect x={x} width={SQUARE} height={SQUARE} rx="2" fill="var(--line2)">
          {title}
        </rect>
      );
    case 'temporary':
      return (
        <g>
          {title}
          <rect x={x} width={SQUARE} height={SQUARE} rx="2" fill="var(--line2)" />
          <path d={`M${x + 3} 9 ${x + 9} 3`} stroke="var(--ink2)" strokeWidth="1.5" />
        </g>
      );
    case 'referral':
      return (
        <rect x={x} width={SQUARE} height={SQUARE} rx="2" fill="var(--accent)">
          {title}
        </rect>
      );
    case 'offer':
    case 'free':
      return (
        <rect
          x={x + 0.75}
          y={0.75}
          width={10.5}
          height={10.5}
          rx="1.5"
          fill={look === 'offer' ? 'var(--accent-soft)' : 'var(--surface)'}
          stroke="var(--accent)"
          strokeWidth="1.5"
          strokeDasharray={look === 'offer' ? '2 2' : undefined}
        >
          {title}
        </rect>
      );
    case 'reported':
      return (
        <g>
          {title}
          <rect
            x={x + 0.75}
            y={0.75}
            width={10.5}
            height={10.5}
            rx="1.5"
            fill="var(--surface)"
            stroke="var(--field)"
            strokeWidth="1.5"
          />
          <circle cx={x + 6} cy="6" r="2" fill="var(--field)" />
        </g>
      );
    case 'closed':
      return (
        <g>
          {title}
          <rect x={x} width={SQUARE} height={SQUARE} fill="transparent" />
          <path d={`m${x + 2} 2 8 8M${x + 10} 2l-8 8`} stroke="var(--field)" strokeWidth="1.5" />
        </g>
      );
  }
}

/** '20 орын: 14 бос емес, 2 жолдама, 1 ұсыныс, 3 бос'. */
export function seatsInWords(t: T, seats: readonly { readonly look: SeatLook }[]): string {
  const parts = countLooks(seats).map(({ look, count }) =>
    t('places:lookCount', { number: number(count), look: t(`places:look.${look}`) }),
  );
  const all = t('places:seats', { count: seats.length });
  return parts.length === 0 ? all : `${all}: ${parts.join(', ')}`;
}

/** The seats of a group as one picture. */
export const SeatStrip = memo(function SeatStrip(props: {
  seats: readonly { readonly id: string; readonly ordinal: number; readonly look: SeatLook }[];
}) {
  const { t } = useT();
  const { seats } = props;
  const width = stripWidth(seats.length);
  const shown = Math.min(width, STRIP_ROOM);
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 ${Math.max(width, 1)} ${SQUARE}`}
      width={Math.max(shown, 1)}
      height={(SQUARE * shown) / Math.max(width, 1)}
      role="img"
      aria-label={seatsInWords(t, seats)}
    >
      {seats.map((seat, index) => (
        <Square
          key={seat.id}
          look={seat.look}
          x={seatX(index)}
          title={t('places:seatTip', { number: seat.ordinal, look: t(`places:look.${seat.look}`) })}
        />
      ))}
    </svg>
  );
});

/** A single square, for lists of seats; its word stands beside it. */
export function SeatSquare(props: { look: SeatLook }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <Square look={props.look} x={0} />
    </svg>
  );
}

/** The squares and their words; looks that no seat has can be left out to save room. */
export function Legend(props: { looks?: readonly SeatLook[] }) {
  const { t } = useT();
  return (
    <span className={styles.legend}>
      {(props.looks ?? LOOKS).map((look) => (
        <span key={look} className={styles.leg}>
          <SeatSquare look={look} />
          {t(`places:look.${look}`)}
        </span>
      ))}
    </span>
  );
}
