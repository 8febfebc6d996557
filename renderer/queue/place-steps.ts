/** The line of a place over time as numbers of an SVG: place 1 is at the top. Pure. */
import { almatyInstant } from '../../domain/calendar.ts';
import { addMonths, civilDate, partsOf } from '../../domain/civil-date.ts';
import type { PlaceStep } from '../../preload/contract/index.ts';
import { almatyDay } from '../format.ts';

export const CHART = { width: 528, height: 104, left: 28, right: 84, top: 8, bottom: 29 } as const;
const MAX_MONTHS = 5;
const MIN_MONTH_WIDTH = 64;

export type Label = {
  readonly step: PlaceStep;
  readonly x: number;
  readonly y: number;
  /** On which side of its point the words stand. */
  readonly anchor: 'start' | 'end';
};

export type StepChart = {
  readonly path: string;
  readonly end: { readonly x: number; readonly y: number; readonly place: number };
  readonly rows: readonly { readonly place: number; readonly y: number }[];
  readonly months: readonly { readonly month: number; readonly year: number; readonly x: number }[];
  /** The greatest gain and the greatest loss, named at their points as far as their words leave each other room; oldest first. */
  readonly labels: readonly Label[];
};

/** The steps as they were known at a past moment, the line drawn on to it; `at` null: all of them. */
export function stepsUntil(steps: readonly PlaceStep[], at: Date | null): readonly PlaceStep[] {
  if (at === null) {
    return steps;
  }
  const known = steps.filter((step) => step.at <= at);
  const last = known.at(-1);
  return last === undefined ? [] : [...known, { ...last, at, change: 'now', count: 0 }];
}

/** The chart of the steps, oldest first; null without any. The last step's moment is where the line ends. */
export function stepChart(steps: readonly PlaceStep[]): StepChart | null {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) {
    return null;
  }
  const from = first.at.getTime();
  const span = Math.max(1, last.at.getTime() - from);
  const rows = gridRows(steps);
  const [low, high] = [rows[0] ?? 1, rows.at(-1) ?? 1];
  const room = CHART.width - CHART.left - CHART.right;
  const depth = CHART.height - CHART.top - CHART.bottom;
  const x = (at: number): number => round(CHART.left + ((at - from) / span) * room);
  const y = (place: number): number =>
    round(CHART.top + (high === low ? 0.5 : (place - low) / (high - low)) * depth);
  const moves = steps.slice(1).map((step) => `H${x(step.at.getTime())}V${y(step.place)}`);
  const end = CHART.width - CHART.right;
  return {
    path: `M${CHART.left} ${y(first.place)}${moves.join('')}H${end}`,
    end: { x: end, y: y(last.place), place: last.place },
    rows: rows.map((place) => ({ place, y: y(place) })),
    months: months(from, last.at.getTime(), x),
    labels: labelsOf(steps, x, y),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Two to four round places that hold the whole line between them, the smallest (best) first. */
function gridRows(steps: readonly PlaceStep[]): readonly number[] {
  const places = steps.map((step) => step.place);
  const [best, worst] = [Math.min(...places), Math.max(...places)];
  const step = niceStep((worst - best) / 2);
  const first = best <= step ? 1 : Math.floor(best / step) * step;
  const rows = [first];
  for (let next = Math.floor(first / step) * step + step; rows.at(-1) !== undefined; next += step) {
    if ((rows.at(-1) ?? 0) >= worst) break;
    rows.push(next);
  }
  return rows;
}

/** 1, 2, 5, 10, 20, 50 … not less than the value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= value) ?? power * 10;
}

/** First days of months under the line, every n-th where there is no room for all. */
function months(from: number, to: number, x: (at: number) => number): StepChart['months'] {
  const { year, month } = partsOf(almatyDay(new Date(from)));
  const found: { month: number; year: number; x: number }[] = [];
  for (let day = addMonths(civilDate(year, month, 1), 1); ; day = addMonths(day, 1)) {
    const at = almatyInstant(day, '00:00').getTime();
    if (at > to) break;
    found.push({ month: partsOf(day).month, year: partsOf(day).year, x: x(at) });
  }
  const every = Math.max(1, Math.ceil(found.length / MAX_MONTHS));
  const sparse = found.filter((_, i) => i % every === 0);
  const last = CHART.width - CHART.right + CHART.right / 2;
  return sparse.filter(({ x: at }, i) => {
    const next = sparse[i + 1];
    return at <= last && (next === undefined || next.x - at >= MIN_MONTH_WIDTH || i === sparse.length - 1);
  });
}

function labelsOf(
  steps: readonly PlaceStep[],
  x: (at: number) => number,
  y: (place: number) => number,
): readonly Label[] {
  const changes = steps.slice(1).map((step, i) => ({
    step,
    gain: (steps[i]?.place ?? step.place) - step.place,
  }));
  const told = changes.filter(({ step }) => step.change !== 'now' && step.change !== 'entered');
  const gained = greatest(told.filter(({ gain }) => gain > 0));
  const lost = greatest(told.filter(({ gain }) => gain < 0));
  // The greater change is named first; the other where it leaves room, or not at all.
  const named = [gained, lost]
    .filter((one) => one !== null)
    .toSorted((a, b) => Math.abs(b.gain) - Math.abs(a.gain))
    .map((one) => labelOf(one, x(one.step.at.getTime()), y(one.step.place), y(one.step.place + one.gain)));
  const kept: Label[] = [];
  for (const label of named) {
    const free = placesFor(label).find((place) => kept.every((other) => !overlap(place, other)));
    if (free !== undefined) kept.push(free);
  }
  return kept.toSorted((a, b) => a.step.at.getTime() - b.step.at.getTime());
}

/** Where the words of a change may stand, the best place first: beside its point on either side, then a line or two off. */
function placesFor(label: Label): readonly Label[] {
  const sides = label.anchor === 'end' ? (['end', 'start'] as const) : (['start', 'end'] as const);
  return [0, -LINE, LINE, -2 * LINE, 2 * LINE].flatMap((off) =>
    sides.map((anchor) => ({ ...label, anchor, y: label.y + off })).filter(isInside),
  );
}

/** What the words of a label take up: `LABEL_ROOM` wide, a line high. */
export function labelBox({ x, y, anchor }: Pick<Label, 'x' | 'y' | 'anchor'>) {
  const left = anchor === 'end' ? x - 8 - LABEL_ROOM : x + 8;
  return { left, right: left + LABEL_ROOM, top: y - LINE + 4, bottom: y + 4 };
}

function isInside(label: Label): boolean {
  const { left, right, top, bottom } = labelBox(label);
  const end = CHART.width - CHART.right;
  return left >= CHART.left - 8 && right <= end + 8 && top >= -2 && bottom <= CHART.height - 14;
}

function overlap(one: Label, other: Label): boolean {
  const [a, b] = [labelBox(one), labelBox(other)];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** About as wide as the longest name of a change. */
const LABEL_ROOM = 168;
const LINE = 16;

/** Words stand in the corner the step leaves empty: left of a gain, right of a loss, else beyond the line. */
function labelOf(one: Change, x: number, place: number, before: number): Label {
  const gain = one.gain > 0;
  const end = CHART.width - CHART.right;
  if (gain) {
    return x - CHART.left >= LABEL_ROOM
      ? { step: one.step, x, y: Math.max(LINE - 6, Math.min(place + 4, before - 8)), anchor: 'end' }
      : { step: one.step, x, y: place + LINE, anchor: 'start' };
  }
  const deep = place - before >= LINE + 4;
  return end - x >= LABEL_ROOM
    ? { step: one.step, x, y: deep ? place - 6 : Math.max(LINE - 6, before - 6), anchor: 'start' }
    : { step: one.step, x, y: deep ? place : Math.min(place + LINE, CHART.height - 18), anchor: 'end' };
}

type Change = { readonly step: PlaceStep; readonly gain: number };

function greatest(changes: readonly Change[]): Change | null {
  return changes.reduce<Change | null>(
    (best, one) => (best === null || Math.abs(one.gain) > Math.abs(best.gain) ? one : best),
    null,
  );
}
