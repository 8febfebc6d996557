/** The place over time: a step line with its names written at it, no legend. 528 × 104. */
import type { PlaceStep } from '../../preload/contract/index.ts';
import { date, number } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { CHART, stepChart } from './place-steps.ts';
import css from './queue.module.css';

const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;

export function PlaceSteps(props: { steps: readonly PlaceStep[]; past: boolean }) {
  const { t } = useT();
  const chart = stepChart(props.steps);
  const [first] = props.steps;
  if (chart === null || first === undefined) {
    return null;
  }
  const words = t('queue:steps.label', {
    from: number(first.place),
    to: number(chart.end.place),
    date: date(first.at),
  });
  const last = number(chart.end.place);
  return (
    <svg
      className={css.steps}
      viewBox={`0 0 ${CHART.width} ${CHART.height}`}
      width={CHART.width}
      height={CHART.height}
      role="img"
      aria-label={words}
    >
      {chart.rows.map((row) => (
        <g key={row.place}>
          <path d={`M${CHART.left} ${row.y}H${CHART.width - CHART.right}`} stroke="var(--line)" />
          <text x={CHART.left - 8} y={row.y + 4} textAnchor="end" fill="var(--ink3)">
            {row.place}
          </text>
        </g>
      ))}
      {chart.months.map(({ month, year, x }) => (
        <g key={`${year}-${month}`}>
          <path d={`M${x} ${CHART.height - 20}v4`} stroke="var(--line2)" />
          <text x={x} y={CHART.height - 2} fill="var(--ink3)">
            {monthName(t, month)}
          </text>
        </g>
      ))}
      <path d={chart.path} fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinejoin="round" />
      {chart.labels.map((label) => (
        <text
          key={label.step.at.getTime()}
          className={css.stepLabel}
          x={label.anchor === 'end' ? label.x - 8 : label.x + 8}
          y={label.y}
          textAnchor={label.anchor}
        >
          {changeText(t, label.step)}
        </text>
      ))}
      <circle cx={chart.end.x} cy={chart.end.y} r="4" fill="var(--accent)" />
      <text x={chart.end.x + 10} y={chart.end.y + 4} fill="var(--accent)" fontWeight="600">
        {props.past ? last : t('queue:steps.today', { place: last })}
      </text>
    </svg>
  );
}

function monthName(t: T, month: number): string {
  const name = MONTHS[month - 1];
  return name === undefined ? '' : t(`queue:month.${name}`);
}

/** What changed the place, short enough to stand at the line. */
function changeText(t: T, step: PlaceStep): string {
  switch (step.change) {
    case 'served_ahead':
    case 'left_ahead':
    case 'entered_ahead':
    case 'ratio':
      return t(`queue:steps.change.${step.change}`, { count: step.count });
    case 'rules':
      return t('queue:steps.change.rules');
    default:
      return '';
  }
}
