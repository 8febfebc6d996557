// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is laid out by CSS grid, which table elements would fight
/** The table itself: header with sorting and widths, virtual rows, fetching on as the end nears. */
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Catalogue, JournalRow, JournalSort } from '../../preload/contract/index.ts';
import { useChangedApplications } from '../desk-events.ts';
import { useT } from '../i18n.ts';
import { useSetting } from '../settings/settings.ts';
import { Icon } from '../ui/Icon.tsx';
import { useDelayed } from '../ui/States.tsx';
import { type Store, useStore } from '../ui/store.ts';
import {
  COLUMNS,
  type ColumnId,
  type ColumnLayout,
  columnDefs,
  columnsFor,
  type Features,
  features,
  gridTemplate,
  isColumnId,
  MAX_WIDTH,
  type SetLayout,
  widened,
} from './columns.ts';
import { JournalRowView, type RowOutcome } from './JournalRowView.tsx';
import styles from './journal.module.css';

export const ROW_HEIGHTS = { compact: 28, default: 32, wide: 40 } as const;
const FETCH_AHEAD = 40;
const OVERSCAN = 8;

/** 1-based first and last row in view; 0 when there is none. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export interface TableHandle {
  /** Brings a row into view. */
  show(index: number): void;
  focus(): void;
}

export function JournalTable(props: {
  rows: readonly JournalRow[];
  total: number | null;
  sort: JournalSort;
  onSort: (by: JournalSort['by']) => void;
  layout: ColumnLayout;
  onLayout: SetLayout;
  cursor: Store<string | null>;
  selection: Readonly<Record<string, boolean>>;
  outcomes: ReadonlyMap<string, RowOutcome>;
  catalogue: Catalogue | undefined;
  judges: boolean;
  stale: boolean;
  offset: number;
  onOffset: (offset: number) => void;
  range: Store<RowRange>;
  onNearEnd: () => void;
  onPick: (id: string, how: { shift: boolean; toggle: boolean }) => void;
  onOpen: (row: JournalRow) => void;
  onSelectAll: () => void;
  handle: RefObject<TableHandle | null>;
}) {
  const { t } = useT();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const [density] = useSetting('density');
  const height = ROW_HEIGHTS[density];
  const changed = useChangedApplications();
  const cursorId = useStore(props.cursor);
  const dim = useDelayed(props.stale, 400);
  const { table, widths } = useColumns(props);
  const shown = useMemo(() => columnsFor({ ...props.layout, widths }, room), [props.layout, widths, room]);
  const virtual = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    initialOffset: props.offset,
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the density changes
  useEffect(() => virtual.measure(), [virtual, height]);
  useRange(props, virtual.range, items.at(-1)?.index ?? 0);

  props.handle.current = {
    show: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  };
  const cursorIndex = props.rows.findIndex((row) => row.id === cursorId);
  const style = {
    '--cols': gridTemplate(shown),
    '--row': `${height}px`,
    ...Object.fromEntries(shown.map((column) => [`--w-${column}`, `${widths[column]}px`])),
  } as CSSProperties;
  return (
    <div
      ref={scroller}
      className={`${styles.table} ${dim ? styles.dim : ''}`}
      style={style}
      role="grid"
      tabIndex={0}
      aria-label={t('journal:title')}
      aria-multiselectable="true"
      aria-rowcount={props.total === null ? -1 : props.total + 1}
      aria-busy={props.stale}
      aria-activedescendant={cursorIndex >= 0 ? `${id}-${cursorIndex}` : undefined}
      onScroll={(event) => props.onOffset(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" className={styles.head}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: header cells hold their own buttons */}
        <div role="row" aria-rowindex={1} className={styles.headRow}>
          {shown.map((column) => (
            <HeaderCell key={column} id={column} width={widths[column]} table={table} {...props} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = props.rows[item.index];
          return row === undefined ? null : (
            <JournalRowView
              key={row.id}
              domId={`${id}-${item.index}`}
              row={row}
              index={item.index}
              top={item.start}
              columns={shown}
              catalogue={props.catalogue}
              cursor={row.id === cursorId}
              selected={props.selection[row.id] === true}
              changed={changed.has(row.id)}
              judges={props.judges}
              outcome={props.outcomes.get(row.id)}
              onPick={props.onPick}
              onOpen={props.onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Tells what is in view and asks for the next page as the end nears. */
function useRange(
  props: Parameters<typeof JournalTable>[0],
  range: { startIndex: number; endIndex: number } | null,
  last: number,
): void {
  const { range: shown, onNearEnd, rows } = props;
  const from = range?.startIndex ?? 0;
  const to = range?.endIndex ?? 0;
  const total = rows.length;
  useEffect(
    () => shown.set(total === 0 ? { from: 0, to: 0 } : { from: from + 1, to: Math.min(total, to + 1) }),
    [from, to, total, shown],
  );
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - FETCH_AHEAD) {
      onNearEnd();
    }
  }, [last, rows.length, onNearEnd]);
}

/** TanStack Table holds order, visibility and widths; what changes there goes back to the layout that is kept. */
function useColumns(props: { rows: readonly JournalRow[]; layout: ColumnLayout; onLayout: SetLayout }) {
  const { layout, onLayout } = props;
  const [draft, setDraft] = useState<Readonly<Record<string, number>> | null>(null);
  const sizing = useMemo(() => ({ ...layout.widths, ...(draft ?? {}) }), [layout.widths, draft]);
  const table = useTable<Features, JournalRow>({
    features,
    columns: columnDefs,
    data: props.rows as JournalRow[],
    getRowId: (row) => row.id,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing, columnOrder: [...layout.order], columnVisibility: { ...layout.visible } },
    onColumnSizingChange: (update) => {
      const next = typeof update === 'function' ? update(sizing) : update;
      setDraft(next);
    },
  });
  // The same object while nothing is pulled: every row of the list hangs on it.
  const widths = useMemo(() => {
    const made = { ...layout.widths };
    for (const [id, width] of Object.entries(sizing)) {
      if (isColumnId(id)) made[id] = Math.max(COLUMNS[id].min, Math.min(MAX_WIDTH, Math.round(width)));
    }
    return made;
  }, [layout.widths, sizing]);
  const resizing = table.state.columnResizing.isResizingColumn !== false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept once, when the pull ends
  useEffect(() => {
    if (!resizing && draft !== null) {
      setDraft(null);
      onLayout((now) => ({ ...now, widths }));
    }
  }, [resizing, draft]);
  return { table, widths };
}

type Table = ReturnType<typeof useColumns>['table'];

function HeaderCell(
  props: Parameters<typeof JournalTable>[0] & { id: ColumnId; width: number; table: Table },
) {
  const { t } = useT();
  const { id } = props;
  const spec = COLUMNS[id];
  const sorted = spec.sort !== undefined && props.sort.by === spec.sort ? props.sort.direction : null;
  if (id === 'select') {
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the checkbox in it takes the focus
      <div role="columnheader" className={`${styles.headCell} ${styles.select}`}>
        <SelectAll {...props} />
      </div>
    );
  }
  const name = t(`journal:columns.${id}`);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it takes the focus
    <div
      role="columnheader"
      className={`${styles.headCell} ${spec.right === true ? styles.right : ''}`}
      aria-sort={sorted === null ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
    >
      {spec.sort === undefined ? (
        <span className="clip">{name}</span>
      ) : (
        <button type="button" className={styles.sort} onClick={() => spec.sort && props.onSort(spec.sort)}>
          <span className="clip">{name}</span>
          {sorted === null ? null : <Icon name={sorted === 'asc' ? 'sort' : 'sortDown'} size={12} />}
        </button>
      )}
      <Resizer {...props} name={name} />
    </div>
  );
}

function Resizer(props: Parameters<typeof HeaderCell>[0] & { name: string }) {
  const { t } = useT();
  const header = props.table.getFlatHeaders().find((one) => one.id === props.id);
  if (header === undefined) {
    return null;
  }
  const start = header.getResizeHandler();
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 8 : event.key === 'ArrowLeft' ? -8 : 0;
    if (step !== 0) {
      event.preventDefault();
      event.stopPropagation();
      props.onLayout((now) => widened(now, props.id, step));
    }
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('journal:columns.resize', { name: props.name })}
      aria-valuenow={props.width}
      aria-valuemin={COLUMNS[props.id].min}
      aria-valuemax={MAX_WIDTH}
      className={styles.resizer}
      onMouseDown={start}
      onTouchStart={start}
      onKeyDown={onKey}
    />
  );
}

function SelectAll(props: Parameters<typeof JournalTable>[0]) {
  const { t } = useT();
  const box = useRef<HTMLInputElement>(null);
  const chosen = Object.keys(props.selection).length;
  const all = chosen > 0 && props.rows.every((row) => props.selection[row.id] === true);
  useEffect(() => {
    if (box.current !== null) {
      box.current.indeterminate = chosen > 0 && !all;
    }
  }, [chosen, all]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="cb"
      aria-label={t('journal:row.selectAll')}
      checked={all}
      onChange={props.onSelectAll}
    />
  );
}

/** Width of an element now, in whole pixels; 0 before the first layout. */
function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
