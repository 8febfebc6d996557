// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is laid out by CSS grid, which table elements would fight
/** A list of rows under a cursor: header, virtual rows, fetching on as the end nears. The grid keeps the focus and names the row. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { useDelayed } from '../ui/States.tsx';
import styles from './grid.module.css';

const OVERSCAN = 8;
const FETCH_AHEAD = 30;

export interface GridColumn<R> {
  readonly id: string;
  readonly header: ReactNode;
  /** A CSS grid track: '116px', 'minmax(160px, 1fr)'. */
  readonly track: string;
  readonly align?: 'right' | 'center';
  /** Edge to edge, as heat cells are. */
  readonly flush?: boolean;
  readonly cell: (row: R) => ReactNode;
  /** Makes the header a button; `sorted` says which way the rows stand by it now. */
  readonly onSort?: () => void;
  readonly sorted?: 'asc' | 'desc' | null;
}

export interface GridHandle {
  focus(): void;
}

export function Grid<R>(props: {
  label: string;
  rows: readonly R[];
  rowId: (row: R) => string;
  columns: readonly GridColumn<R>[];
  rowHeight: number;
  cursor: string | null;
  onCursor: (row: R, how: { shift: boolean; toggle: boolean }) => void;
  onOpen?: (row: R) => void;
  /** Given: several rows can be chosen. */
  selected?: ReadonlySet<string>;
  /** Rows in all, loaded or not; null when unknown. */
  total?: number | null;
  rowClass?: (row: R) => string;
  stale?: boolean;
  onNearEnd?: () => void;
  handle?: RefObject<GridHandle | null>;
}) {
  const { rows, rowId, columns, rowHeight, cursor } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const dim = useDelayed(props.stale === true, 400);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  const at = rows.findIndex((row) => rowId(row) === cursor);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [virtual, at]);
  const last = items.at(-1)?.index ?? 0;
  const { onNearEnd } = props;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - FETCH_AHEAD) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);
  if (props.handle !== undefined) {
    props.handle.current = { focus: () => scroller.current?.focus({ preventScroll: true }) };
  }
  const style = {
    '--cols': columns.map((column) => column.track).join(' '),
    '--row': `${rowHeight}px`,
  } as CSSProperties;
  return (
    <div
      ref={scroller}
      className={`${styles.grid} ${dim ? styles.dim : ''}`}
      style={style}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={props.total === undefined || props.total === null ? -1 : props.total + 1}
      aria-busy={props.stale === true}
      aria-multiselectable={props.selected === undefined ? undefined : true}
      aria-activedescendant={at >= 0 && items.some((item) => item.index === at) ? `${id}-${at}` : undefined}
    >
      <div role="rowgroup" className={styles.head}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: header cells hold their own buttons */}
        <div role="row" aria-rowindex={1} className={styles.headRow}>
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) {
            return null;
          }
          const key = rowId(row);
          const chosen = props.selected?.has(key) === true;
          const className = [
            styles.row,
            key === cursor ? styles.cursor : '',
            chosen || (props.selected === undefined && key === cursor) ? styles.selected : '',
            props.rowClass?.(row) ?? '',
          ].join(' ');
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys act through the grid, which keeps the focus
            // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the row
            <div
              key={key}
              id={`${id}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={props.selected === undefined ? key === cursor : chosen}
              className={className}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={(event) =>
                props.onCursor(row, { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey })
              }
              onDoubleClick={() => props.onOpen?.(row)}
            >
              {columns.map((column) => (
                // biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered
                <div key={column.id} role="gridcell" className={cellClass(column)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function cellClass<R>(column: GridColumn<R>): string {
  return [
    styles.cell,
    column.align === 'right' ? styles.right : '',
    column.align === 'center' ? styles.center : '',
    column.flush === true ? styles.flush : '',
  ].join(' ');
}

function HeadCell<R>(props: { column: GridColumn<R> }) {
  const { column } = props;
  const { sorted = null, onSort } = column;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it takes the focus
    <div
      role="columnheader"
      className={`${cellClass(column)} ${styles.headCell}`}
      aria-sort={sorted === null ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
    >
      {onSort === undefined ? (
        typeof column.header === 'string' ? (
          <span className="clip" title={column.header}>
            {column.header}
          </span>
        ) : (
          column.header
        )
      ) : (
        <button type="button" className={styles.sort} onClick={onSort}>
          <span className="clip">{column.header}</span>
          {sorted === null ? null : <Icon name={sorted === 'asc' ? 'sort' : 'sortDown'} size={12} />}
        </button>
      )}
    </div>
  );
}
