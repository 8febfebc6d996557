/** Columns of the log: default widths are the budget of ui/README.md section 5 (1154 in all at 1366). */
import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { JournalRow, JournalSort } from '../../preload/contract/index.ts';
import type { ColumnChoice } from '../settings/settings.ts';

export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnOrderingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});
export type Features = typeof features;

export const COLUMN_IDS = [
  'select',
  'deadline',
  'number',
  'child',
  'iin',
  'category',
  'scans',
  'age',
  'status',
  'submitted',
  'who',
  'district',
  'channel',
  'queueKind',
  'cohort',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

interface Spec {
  readonly width: number;
  readonly min: number;
  readonly sort?: JournalSort['by'];
  readonly right?: boolean;
  /** Not shown until chosen. */
  readonly extra?: boolean;
}

export const COLUMNS: Readonly<Record<ColumnId, Spec>> = {
  select: { width: 40, min: 40 },
  deadline: { width: 108, min: 96, sort: 'deadline' },
  number: { width: 100, min: 96, sort: 'number' },
  child: { width: 194, min: 140, sort: 'child' },
  iin: { width: 112, min: 104 },
  category: { width: 192, min: 96 },
  scans: { width: 52, min: 52, right: true },
  age: { width: 76, min: 64 },
  status: { width: 156, min: 120, sort: 'status' },
  submitted: { width: 64, min: 64, sort: 'submitted' },
  who: { width: 60, min: 56 },
  district: { width: 160, min: 96, extra: true },
  channel: { width: 104, min: 72, extra: true },
  queueKind: { width: 128, min: 80, extra: true },
  cohort: { width: 80, min: 72, extra: true },
};

/** Dropped in this order when the window is too narrow for what is chosen. */
const DROPPED: readonly ColumnId[] = ['age', 'submitted', 'iin'];

export function isColumnId(id: string): id is ColumnId {
  return Object.hasOwn(COLUMNS, id);
}

export const MAX_WIDTH = 480;

const helper = createColumnHelper<Features, JournalRow>();
/** Cells are drawn by `JournalCell`: a row is one memo component, not fifteen. */
export const columnDefs = helper.columns(
  COLUMN_IDS.map((id) =>
    helper.display({
      id,
      size: COLUMNS[id].width,
      minSize: COLUMNS[id].min,
      maxSize: MAX_WIDTH,
      enableResizing: id !== 'select',
      enableHiding: id !== 'select' && id !== 'child',
    }),
  ),
);

export interface ColumnLayout {
  readonly order: readonly ColumnId[];
  readonly visible: Readonly<Record<ColumnId, boolean>>;
  readonly widths: Readonly<Record<ColumnId, number>>;
}

/** Puts a layout, or what becomes of the layout of the moment: two keys within one frame are two steps. */
export type SetLayout = (change: ColumnLayout | ((now: ColumnLayout) => ColumnLayout)) => void;

/** The width of a column after a step at its edge, within its bounds. */
export function widened(layout: ColumnLayout, id: ColumnId, step: number): ColumnLayout {
  const width = Math.max(COLUMNS[id].min, Math.min(MAX_WIDTH, layout.widths[id] + step));
  return { ...layout, widths: { ...layout.widths, [id]: width } };
}

/** The layout as kept for the officer: unknown ids are forgotten, new columns come at their place, select stays first. */
export function layoutFrom(kept: readonly ColumnChoice[] | null): ColumnLayout {
  const known = new Map(
    (kept ?? []).filter((one) => isColumnId(one.id)).map((one) => [one.id as ColumnId, one]),
  );
  const rest = COLUMN_IDS.filter((id) => id !== 'select');
  const order = [
    ...[...known.keys()].filter((id) => id !== 'select'),
    ...rest.filter((id) => !known.has(id)),
  ];
  const visible = {} as Record<ColumnId, boolean>;
  const widths = {} as Record<ColumnId, number>;
  for (const id of COLUMN_IDS) {
    const one = known.get(id);
    const fixed = id === 'select' || id === 'child';
    visible[id] = fixed || (one?.visible ?? COLUMNS[id].extra !== true);
    widths[id] = Math.max(COLUMNS[id].min, one?.width ?? COLUMNS[id].width);
  }
  return { order: ['select', ...order], visible, widths };
}

/** The layout as it is kept. */
export function layoutToKeep(layout: ColumnLayout): ColumnChoice[] {
  return layout.order
    .filter((id) => id !== 'select')
    .map((id) => ({ id, visible: layout.visible[id], width: Math.round(layout.widths[id]) }));
}

/** The columns drawn in `room` pixels: age, date and IIN drop in this order; 0 means the room is not known yet. */
export function columnsFor(layout: ColumnLayout, room: number): readonly ColumnId[] {
  let shown = layout.order.filter((id) => layout.visible[id]);
  const total = (): number => shown.reduce((sum, id) => sum + layout.widths[id], 0);
  for (const id of DROPPED) {
    if (room > 0 && total() > room) {
      shown = shown.filter((one) => one !== id);
    }
  }
  return shown;
}

const GROWS: Readonly<Partial<Record<ColumnId, string>>> = {
  child: '1fr',
  category: '0.6fr',
  district: '0.4fr',
};

/** CSS grid of a row; what is left over goes to the names, most to the child's. */
export function gridTemplate(shown: readonly ColumnId[]): string {
  return shown
    .map((id) => {
      const grows = GROWS[id];
      return grows === undefined ? `var(--w-${id})` : `minmax(var(--w-${id}),${grows})`;
    })
    .join(' ');
}

/** The order with one column put before or after another place; select always stays first. */
export function moveColumn(order: readonly ColumnId[], id: ColumnId, to: number): readonly ColumnId[] {
  const rest = order.filter((one) => one !== id);
  const at = Math.max(1, Math.min(rest.length, to));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}
