/** Sixteen places around the child: whose each is by the ratio, with a bracket under every whole round of it. 524 × 88. */
import type { PlaceExplanation } from '../../preload/contract/index.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import css from './queue.module.css';
import { roundsOf, type StripPlace } from './strip.ts';

const CELL = 28;
const STEP = 33;
const WIDTH = 524;

export function RatioStrip(props: { explanation: PlaceExplanation; givenName: string }) {
  const { t } = useT();
  const { strip, profile, place, stream } = props.explanation;
  const at = strip.findIndex((one) => one.mine);
  const rounds = roundsOf(strip, profile);
  const ratio = `${profile.benefitPlaces} : ${profile.ordinaryPlaces}`;
  const words = t('queue:strip.label', {
    benefit: profile.benefitPlaces,
    ordinary: profile.ordinaryPlaces,
    place: number(place),
    stream: t(`queue:stream.${stream}`),
  });
  return (
    <div className={css.strip}>
      <div className={css.legend} data-right={at >= 0 && at < 8}>
        <span>
          <i className={css.benefitMark} />
          {t('queue:stream.benefit')}
        </span>
        <span>
          <i className={css.ordinaryMark} />
          {t('queue:stream.ordinary')}
        </span>
      </div>
      {at < 0 ? null : (
        <span
          className={css.mine}
          data-first={at === 0}
          style={{ left: at === 0 ? 0 : at * STEP + CELL / 2 + 0.5 }}
          title={props.givenName}
        >
          {props.givenName}
        </span>
      )}
      <svg viewBox={`0 0 ${WIDTH} 64`} width={WIDTH} height={64} role="img" aria-label={words}>
        {strip.map((one, i) => (
          <Cell key={one.place} place={one} x={i * STEP + 0.5} behind={at >= 0 && i > at} />
        ))}
        {rounds.map(({ from, to }) => (
          <g key={from}>
            <path
              d={`M${from * STEP + 0.5} 38.5v4h${(to - from) * STEP + CELL}v-4`}
              fill="none"
              stroke="var(--line2)"
            />
            <text
              x={((from + to) * STEP + CELL) / 2 + 0.5}
              y="58"
              textAnchor="middle"
              fill="var(--ink3)"
              fontSize="12"
            >
              {ratio}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Cell(props: { place: StripPlace; x: number; behind: boolean }) {
  const { place, x, behind } = props;
  const benefit = place.stream === 'benefit';
  const look = place.mine
    ? { fill: 'var(--accent)', stroke: 'var(--accent)', ink: 'var(--on-accent)' }
    : behind || !place.waiting
      ? { fill: 'none', stroke: benefit ? 'var(--field)' : 'var(--line2)', ink: 'var(--ink3)' }
      : benefit
        ? { fill: 'var(--ink2)', stroke: 'var(--ink2)', ink: 'var(--surface)' }
        : { fill: 'var(--neutral-soft)', stroke: 'var(--line2)', ink: 'var(--ink2)' };
  return (
    <>
      <rect
        x={x}
        y="0.5"
        width={CELL}
        height="31"
        rx="4"
        fill={look.fill}
        stroke={look.stroke}
        strokeDasharray={place.waiting ? undefined : '3 3'}
      />
      <text
        x={x + CELL / 2}
        y="21"
        textAnchor="middle"
        fill={look.ink}
        fontSize={place.place > 9999 ? 9 : place.place > 999 ? 11 : 13}
        fontWeight={place.mine || (benefit && !behind) ? 600 : 400}
      >
        {place.place}
      </text>
    </>
  );
}
