// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is laid out by CSS grid, which table elements would fight
/** Rows of the plan: who, which place, and why; then what became of it. 40 high. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { PlanRow } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Icon } from '../ui/Icon.tsx';
import { ClassTag } from '../ui/Marks.tsx';
import type { BatchPaneProps } from './BatchPane.tsx';
import batchCss from './batch.module.css';
import { type RowState, type RowWords, rowWords } from './batch-words.ts';
import css from './queue.module.css';

const ROW = 40;

export function BatchRows(
  props: BatchPaneProps & { rows: readonly PlanRow[]; onShow: (row: PlanRow) => void },
) {
  const { t } = useT();
  const id = useId();
  const { rows, chosen, batch } = props;
  const { run } = batch;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    // The head stands over the first rows and pushes the rest down by as much.
    scrollPaddingEnd: 32,
  });
  const begun = run.phase === 'signing' || run.phase === 'done';
  const at = rows.findIndex((row) => row.applicationId === chosen);
  const first = rows.findIndex((row) => run.underWay.has(row.applicationId));
  const followed = first < 0 ? at : first;
  useEffect(() => {
    if (followed >= 0) virtual.scrollToIndex(followed, { align: 'auto' });
  }, [virtual, followed]);
  return (
    <div
      ref={scroller}
      className={css.table}
      role="grid"
      tabIndex={0}
      aria-label={t('queue:batch.list')}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
    >
      <div role="rowgroup" className={css.tableHead}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to press in this header */}
        <div role="row" aria-rowindex={1} className={`${css.headRow} ${css.batchRow}`}>
          {(['no', 'childPlace', 'kindergarten', begun ? 'result' : 'grounds'] as const).map((column) => (
            // biome-ignore lint/a11y/useFocusableInteractive: nothing to press in this header
            <div
              key={column}
              role="columnheader"
              className={`${css.cell} ${column === 'no' ? css.right : ''}`}
            >
              {t(`queue:column.${column}`)}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css.tableBody} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <BatchRow
              key={row.applicationId}
              domId={`${id}-${item.index}`}
              index={item.index}
              top={item.start}
              row={row}
              chosen={row.applicationId === chosen}
              words={rowWords(t, row, batch.rowOf(row), {
                signing: run.underWay.has(row.applicationId),
                begun,
              })}
              onChoose={props.onChoose}
              onShow={props.onShow}
            />
          );
        })}
      </div>
    </div>
  );
}

function BatchRow(props: {
  domId: string;
  index: number;
  top: number;
  row: PlanRow;
  chosen: boolean;
  words: RowWords;
  onChoose: (row: PlanRow) => void;
  onShow: (row: PlanRow) => void;
}) {
  const { t } = useT();
  const { row, words } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act through the grid, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the row
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.chosen}
      className={`${css.row} ${css.batchRow}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onChoose(row)}
      onDoubleClick={() => props.onShow(row)}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={`${css.cell} ${css.right} small muted`}>
        {props.index + 1}
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        <div className={css.two}>
          <span className="strong clip" title={row.childName}>
            {row.childName}
          </span>
          <span className={css.line2}>
            {t('queue:batch.place', { place: row.place })}
            <ClassTag priorityClass={row.priorityClass} />
          </span>
        </div>
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        <div className={css.two}>
          <span className="clip" title={row.kindergarten}>
            «{row.kindergarten}»
          </span>
          <span className={`${css.line2}`}>
            <span className="clip" title={row.groupName}>
              {row.groupName}
            </span>
            <span className="nowrap">· {t('queue:batch.age', { count: row.age })}</span>
          </span>
        </div>
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered */}
      <div role="gridcell" className={css.cell}>
        <Result words={words} applicationId={row.applicationId} />
      </div>
    </div>
  );
}

const TONES: Readonly<Record<RowState, string>> = {
  preparing: '',
  ready: '',
  waiting: 'muted',
  signing: 'acc-t',
  done: '',
  failed: 'bad-t',
  cannot: 'warn-t',
};

function Result(props: { words: RowWords; applicationId: string }) {
  const { t } = useT();
  const { words } = props;
  const href = hrefOf({
    name: 'application',
    id: props.applicationId,
    tab: words.link === 'changes' ? 'history' : null,
  });
  return (
    <div className={batchCss.result}>
      <Mark state={words.state} />
      <div className={`${css.two} ${TONES[words.state]}`}>
        <span className="clip" title={words.first}>
          {words.first}
        </span>
        {words.second === '' && words.link === null ? null : (
          <span className={css.line2}>
            <span className="clip" title={words.second}>
              {words.second}
            </span>
            {words.link === null ? null : (
              <a className="nowrap" href={href}>
                {t(words.link === 'changes' ? 'decide:seeChanges' : 'decide:batch.open')}
              </a>
            )}
          </span>
        )}
      </div>
    </div>
  );
}

function Mark(props: { state: RowState }) {
  switch (props.state) {
    case 'signing':
    case 'preparing':
      return <span className="spin" aria-hidden="true" />;
    case 'done':
      return <Icon name="check" className="ok-m" />;
    case 'failed':
      return <Icon name="alert" className="bad-m" />;
    case 'cannot':
      return <Icon name="alert" className="warn-m" />;
    case 'waiting':
      return <Icon name="dashed" className={batchCss.waiting} />;
    case 'ready':
      return null;
  }
}
