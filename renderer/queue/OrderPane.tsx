// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is laid out by CSS grid, which table elements would fight
/** The order itself: every child at its place, pages loaded as they come into view; J K, search, and the way to a plan. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import type { QueueKey, QueueRow } from '../../preload/contract/index.ts';
import { nameOf, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { Icon } from '../ui/Icon.tsx';
import { ClassTag } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { type Order, useFoundOrder, useWholeOrder } from './data.ts';
import { QueueSearch } from './QueueSearch.tsx';
import css from './queue.module.css';
import { exactTime } from './words.ts';

const ROW = 40;

export interface OrderHandle {
  /** Moves the cursor; the row it came to, where it is loaded. */
  move(step: number): void;
  edge(end: 'first' | 'last'): void;
  focusSearch(): void;
}

export interface OrderPaneProps {
  readonly queueKey: QueueKey;
  readonly at: Date | null;
  readonly search: string;
  readonly chosen: string | null;
  /** Where the chosen child stands, to bring it into view; null: not known. */
  readonly place: number | null;
  readonly onSearch: (text: string) => void;
  readonly onChoose: (row: QueueRow) => void;
  readonly onOpen: (row: QueueRow) => void;
  /** Null: this post allots no places. */
  readonly allot: { readonly run: () => void; readonly why: string | null } | null;
  readonly offer: { readonly run: () => void; readonly why: string | null } | null;
  readonly ref: RefObject<OrderHandle | null>;
}

export function OrderPane(props: OrderPaneProps) {
  const [view, setView] = useState<readonly [number, number]>([0, 40]);
  const whole = useWholeOrder(props.search === '' ? props.queueKey : null, props.at, view);
  const found = useFoundOrder(props.queueKey, props.at, props.search);
  const order = props.search === '' ? whole : found;
  return (
    <OrderList
      {...props}
      order={order}
      onView={(from, to) => {
        if (from !== view[0] || to !== view[1]) setView([from, to]);
        if (props.search !== '' && to >= found.total - ROW) found.more();
      }}
    />
  );
}

function OrderList(props: OrderPaneProps & { order: Order; onView: (from: number, to: number) => void }) {
  const { t } = useT();
  const id = useId();
  const { order, chosen, onView } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const dim = useDelayed(order.stale, 400);
  const virtual = useVirtualizer({
    count: order.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    // The head stands over the first rows and pushes the rest down by as much.
    scrollPaddingEnd: 32,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onView(from, to), [onView, from, to]);
  // Found rows have no place in their own list but the one they are found at.
  const at = usePlaceOf(props, from, to);
  // A child chosen elsewhere, a neighbour, or found by a search that is given up: its row comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list changes under the same choice too
  useEffect(() => {
    if (at !== null && at < order.total) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, props.search, virtual]);
  const wanted = useRef<number | null>(null);
  useChoosing(order, wanted, props);
  const go = (index: number): void => {
    const next = Math.max(0, Math.min(order.total - 1, index));
    virtual.scrollToIndex(next, { align: 'auto' });
    const row = order.rowAt(next);
    wanted.current = row === undefined ? next : null;
    if (row !== undefined) props.onChoose(row);
  };
  useImperativeHandle(props.ref, () => ({
    move: (step) => go((wanted.current ?? at ?? -1) + step),
    edge: (end) => go(end === 'first' ? 0 : order.total - 1),
    focusSearch: () => typeOver(searchBox),
  }));
  return (
    <>
      <div className={css.bar}>
        <h2>{t('queue:order.title')}</h2>
        <QueueSearch
          field={searchBox}
          value={props.search}
          onSearch={props.onSearch}
          onLeave={() => scroller.current?.focus({ preventScroll: true })}
        />
        {props.allot === null ? null : (
          <Act
            tone="primary"
            size="sm"
            combo="Ctrl+Enter"
            disabled={props.allot.why !== null}
            onClick={props.allot.run}
          >
            {t('queue:order.allot')}
          </Act>
        )}
      </div>
      {order.error !== null ? (
        <ErrorState error={order.error} onRetry={order.retry} />
      ) : order.pending ? (
        <div className={css.table}>
          <SkeletonRows rows={14} height={ROW} />
        </div>
      ) : order.total === 0 ? (
        <Nobody search={props.search} onClear={() => props.onSearch('')} past={props.at !== null} />
      ) : (
        <div
          ref={scroller}
          className={`${css.table} ${dim ? css.dim : ''}`}
          role="grid"
          tabIndex={0}
          aria-label={t('queue:order.title')}
          aria-rowcount={order.total + 1}
          aria-busy={order.stale}
          aria-activedescendant={at !== null && at >= from && at <= to ? `${id}-${at}` : undefined}
        >
          <OrderHead />
          <div role="rowgroup" className={css.tableBody} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => (
              <OrderRow
                key={item.key}
                domId={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                row={order.rowAt(item.index)}
                chosen={chosen}
                onChoose={props.onChoose}
                onOpen={props.onOpen}
              />
            ))}
          </div>
        </div>
      )}
      <OrderFoot {...props} />
    </>
  );
}

/** The row of the chosen child: where its explanation says, or where it is found among the rows in view. */
function usePlaceOf(props: OrderPaneProps & { order: Order }, from: number, to: number): number | null {
  const { order, chosen, place } = props;
  for (let index = from; index <= to; index += 1) {
    if (chosen !== null && order.rowAt(index)?.applicationId === chosen) return index;
  }
  return props.search === '' && place !== null && place <= order.total ? place - 1 : null;
}

/** A row asked for before it was loaded is chosen when it comes; without any choice, the first. */
function useChoosing(order: Order, wanted: RefObject<number | null>, props: OrderPaneProps): void {
  const { chosen, onChoose } = props;
  const awaited = wanted.current ?? (chosen === null ? 0 : null);
  const row = awaited === null ? undefined : order.rowAt(awaited);
  useEffect(() => {
    if (row !== undefined) {
      wanted.current = null;
      onChoose(row);
    }
  }, [row, wanted, onChoose]);
}

function Nobody(props: { search: string; past: boolean; onClear: () => void }) {
  const { t } = useT();
  return props.search === '' ? (
    <EmptyState icon="queue" title={t(props.past ? 'queue:order.nobodyThen' : 'queue:order.nobody')}>
      {t('queue:order.nobodyDetail')}
    </EmptyState>
  ) : (
    <EmptyState
      icon="search"
      title={t('queue:order.notFound')}
      action={
        <Act size="sm" combo="Escape" onClick={props.onClear}>
          {t('queue:order.clear')}
        </Act>
      }
    >
      {t('queue:order.notFoundDetail')}
    </EmptyState>
  );
}

function OrderHead() {
  const { t } = useT();
  const columns = ['place', 'class', 'child', 'wants', 'submitted'] as const;
  return (
    <div role="rowgroup" className={css.tableHead}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to press in this header */}
      <div role="row" aria-rowindex={1} className={`${css.headRow} ${css.orderRow}`}>
        {columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: nothing to press in this header
          <div
            key={column}
            role="columnheader"
            className={`${css.cell} ${column === 'place' ? css.right : ''}`}
          >
            {t(`queue:column.${column}`)}
          </div>
        ))}
      </div>
    </div>
  );
}

function OrderRow(props: {
  domId: string;
  index: number;
  top: number;
  row: QueueRow | undefined;
  chosen: string | null;
  onChoose: (row: QueueRow) => void;
  onOpen: (row: QueueRow) => void;
}) {
  const { row } = props;
  const style = { transform: `translateY(${props.top}px)` };
  if (row === undefined) {
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
      <div role="row" aria-rowindex={props.index + 2} className={`${css.row} ${css.orderRow}`} style={style}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row that is still on its way */}
        <div role="gridcell" className={`${css.cell} ${css.right} muted`}>
          {number(props.index + 1)}
        </div>
      </div>
    );
  }
  const name = nameOf(row.child);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act through the grid, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the row
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={row.applicationId === props.chosen}
      className={`${css.row} ${css.orderRow}`}
      style={style}
      onClick={() => props.onChoose(row)}
      onDoubleClick={() => props.onOpen(row)}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={`${css.cell} ${css.right}`}>
        {number(row.place)}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        {row.priorityClass === 'ordinary' ? (
          <span className="muted">—</span>
        ) : (
          <ClassTag priorityClass={row.priorityClass} />
        )}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        <ChildCell row={row} name={name} />
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        <Wishes desired={row.desired} />
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={`${css.cell} small sub num`}>
        {exactTime(row.submittedAt)}
      </div>
    </div>
  );
}

function ChildCell(props: { row: QueueRow; name: string }) {
  const { t } = useT();
  return (
    <div className={css.two}>
      <span className="strong clip" title={props.name}>
        {props.name}
        {props.row.twins ? (
          <span role="img" aria-label={t('journal:row.twins')} title={t('journal:row.twins')}>
            {' '}
            <Icon name="twins" size={14} />
          </span>
        ) : null}
      </span>
      <span className={css.line2}>{props.row.number}</span>
    </div>
  );
}

/** The dearest kindergarten, and how many more. */
function Wishes(props: { desired: QueueRow['desired'] }) {
  const { t } = useT();
  const [first, ...others] = props.desired;
  if (first === undefined) {
    return <span className="muted">—</span>;
  }
  const all = props.desired.map((one) => `«${one.name}»`).join(', ');
  return (
    <div className={css.two} title={all}>
      <span className="clip">«{first.name}»</span>
      <span className={css.line2}>
        {others.length === 0 ? '' : t('queue:order.moreWishes', { count: others.length })}
      </span>
    </div>
  );
}

function OrderFoot(props: OrderPaneProps) {
  const { t } = useT();
  const why = props.allot?.why ?? props.offer?.why ?? null;
  return (
    <div className={css.foot}>
      <span className={`small muted ${css.footText}`}>{why ?? t('queue:order.hint')}</span>
      {props.offer === null ? null : (
        <Act
          size="sm"
          icon="ticket"
          combo="KeyO"
          hasPopup="dialog"
          disabled={props.offer.why !== null}
          onClick={props.offer.run}
        >
          {t('queue:order.offerOne')}
        </Act>
      )}
    </div>
  );
}
