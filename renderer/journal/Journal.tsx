/** The application log, and the work lists of the rail: one component, another preset. */
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { JournalFilter, JournalRow, Target } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { count } from '../format.ts';
import { useT } from '../i18n.ts';
import { targetAt } from '../own-versions.ts';
import { fetchMore, useCatalogue, useSession } from '../query.ts';
import { type ListRoute, navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { typeOver } from '../ui/field-input.ts';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { createStore } from '../ui/store.ts';
import { BulkBar, Foot } from './BulkBar.tsx';
import { HandDialog, ReleaseDialog } from './BulkDialogs.tsx';
import { useBulk } from './bulk.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { layoutFrom, layoutToKeep } from './columns.ts';
import { useJournalCounts, useJournalRows, useSavedViews, useToday } from './data.ts';
import { EmptyJournal } from './EmptyJournal.tsx';
import { FilterBar } from './FilterBar.tsx';
import { routeOf } from './JournalRowView.tsx';
import { JournalTable, type RowRange, type TableHandle } from './JournalTable.tsx';
import styles from './journal.module.css';
import { useListKeys } from './journal-keys.ts';
import {
  ActError,
  Download,
  nextSort,
  useCursor,
  useJournalPalette,
  useKeptList,
  useLayoutSetting,
} from './journal-parts.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useSelection } from './selection.ts';
import type { ListState } from './state.ts';
import { type TabView, useTabViews, ViewTabs } from './ViewTabs.tsx';
import { normalFilter, presetOf, viewOf } from './views.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

type Open = { readonly kind: 'hand' | 'release' | 'decide'; readonly targets: Target[] } | null;

export function Journal(props: { route: ListRoute }) {
  const { t } = useT();
  const { route } = props;
  const today = useToday();
  const list = useKeptList(route, today);
  const saved = useSavedViews();
  const views = useTabViews(saved);
  const session = useSession();
  const catalogue = useCatalogue().data;
  const acts = useConnection().kind === 'open';
  const clerk = session.post.role === 'clerk';
  const { layout, setLayout } = useLayoutSetting();
  const filter = useMemo(() => normalFilter(list.state.filter), [list.state.filter]);
  const { query, rows: found, stale } = useJournalRows(filter, list.state.sort);
  const counts = useJournalCounts(filter);
  const drawn = useRef<readonly JournalRow[]>([]);
  const selection = useSelection(drawn, filter, list.state.sort);
  const bulk = useBulk(selection, found);
  const { rows } = bulk;
  drawn.current = rows;
  const [open, setOpen] = useState<Open>(null);
  const [adding, setAdding] = useState(false);
  const [range] = useState(() => createStore<RowRange>({ from: 0, to: 0 }));
  const handle = useRef<TableHandle | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const cursor = useCursor(route, rows, handle);
  const change = (next: Partial<ListState>): void => {
    list.set({ ...list.state, offset: 0, ...next });
    cursor.store.set(null);
    selection.clear();
    bulk.forget();
  };
  const setFilter = (next: JournalFilter): void =>
    change({ filter: next, view: viewOf(next, saved) ?? list.state.view });
  const onView = (view: TabView): void => {
    change({ view: view.id, filter: view.filter, sort: view.saved?.sort ?? list.state.sort });
    if (view.saved !== null && view.saved.columns.length > 0) setLayout(layoutFrom(view.saved.columns));
  };
  const { pick } = selection;
  const onPick = useCallback(
    (id: string, how: { shift: boolean; toggle: boolean }) => {
      cursor.store.set(id);
      pick(id, how);
    },
    [cursor, pick],
  );
  const openRow = useCallback((row: JournalRow) => navigate(routeOf(row, clerk)), [clerk]);
  /** The chosen rows, or the one under the cursor. */
  const targets = (): Target[] => {
    if (selection.size > 0) return selection.targets();
    const row = cursor.row();
    return row === undefined ? [] : [targetAt(row.id, row.version)];
  };
  const withRow = (act: (row: JournalRow) => void): void => {
    const row = cursor.row();
    if (row !== undefined) act(row);
  };
  const ask = (kind: 'hand' | 'release' | 'decide'): void => {
    const chosen = targets();
    if (chosen.length > 0) setOpen({ kind, targets: chosen });
  };
  const claim = (): void => bulk.run({ kind: 'claimed' }, targets());
  const selectAll = useMutation({ mutationFn: selection.selectAll });
  const title = t(`nav.${route}`);
  useListKeys({
    title,
    acts,
    clerk,
    views: route === 'journal' ? views : [],
    onView,
    move: (step, extend) => {
      const from = cursor.row()?.id ?? null;
      const row = cursor.move(step);
      if (extend && row !== undefined) selection.extendTo(row.id, from);
    },
    edge: cursor.edge,
    toggle: () => withRow((row) => selection.pick(row.id, { shift: false, toggle: true })),
    selectAll: () => selectAll.mutate(),
    open: () => withRow(openRow),
    openApplication: () => withRow((row) => navigate({ name: 'application', id: row.id, tab: null })),
    claim,
    release: () => ask('release'),
    filter: () => setAdding(true),
    search: () => typeOver(search),
    unselect: () => {
      const had = selection.size > 0 || bulk.outcomes.size > 0;
      selection.clear();
      bulk.forget();
      return had;
    },
  });
  useJournalPalette({ acts, clerk, claim, ask });
  const matching = counts?.matching;
  const foot = {
    range,
    of: matching ?? null,
  };
  return (
    <>
      <ScreenHeader
        title={title}
        count={
          counts === undefined ? undefined : (
            <>
              <b className="ink">{count(counts.matching)}</b> / {count(counts.all)}
            </>
          )
        }
      >
        <SearchBox
          field={search}
          value={list.state.filter.search ?? ''}
          onSearch={(text) => setFilter({ ...list.state.filter, search: text })}
          onLeave={() => handle.current?.focus()}
        />
      </ScreenHeader>
      {route === 'journal' ? (
        <ViewTabs
          views={views}
          saved={saved}
          view={list.state.view}
          filter={filter}
          sort={list.state.sort}
          columns={layoutToKeep(layout)}
          onView={onView}
          onSaved={(id) => list.set({ ...list.state, view: id })}
        />
      ) : null}
      <FilterBar filter={filter} counts={counts} onFilter={setFilter} adding={adding} onAdding={setAdding}>
        <ColumnsMenu layout={layout} onLayout={setLayout} />
        <Download filter={filter} sort={list.state.sort} />
      </FilterBar>
      {selectAll.error === null ? null : <ActError error={selectAll.error} onClose={selectAll.reset} />}
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div className={styles.fill}>
          <SkeletonRows rows={18} />
        </div>
      ) : rows.length === 0 && !stale ? (
        <EmptyJournal route={route} filter={filter} preset={presetOf(route, today)} onFilter={setFilter} />
      ) : (
        <JournalTable
          rows={rows}
          total={matching === undefined || matching.capped ? null : matching.value}
          sort={list.state.sort}
          onSort={(by) => change({ sort: nextSort(list.state.sort, by) })}
          layout={layout}
          onLayout={setLayout}
          cursor={cursor.store}
          selection={selection.chosen}
          outcomes={bulk.outcomes}
          catalogue={catalogue}
          judges={clerk}
          stale={stale}
          offset={list.state.offset}
          onOffset={list.setOffset}
          range={range}
          onNearEnd={() => {
            if (!stale) fetchMore(query);
          }}
          onPick={onPick}
          onOpen={openRow}
          onSelectAll={selection.toggleLoaded}
          handle={handle}
        />
      )}
      {selection.size > 0 ? (
        <BulkBar
          {...foot}
          selection={selection}
          bulk={bulk}
          onClaim={claim}
          onHand={() => ask('hand')}
          onRelease={() => ask('release')}
          onDecide={() => ask('decide')}
        />
      ) : (
        <Foot {...foot} bulk={bulk} />
      )}
      {open?.kind === 'hand' ? (
        <HandDialog
          onClose={() => setOpen(null)}
          onHand={(to) => {
            setOpen(null);
            bulk.run({ kind: 'handed', to }, open.targets);
          }}
        />
      ) : null}
      {open?.kind === 'release' ? (
        <ReleaseDialog
          onClose={() => setOpen(null)}
          onRelease={(reason, note) => {
            setOpen(null);
            bulk.run({ kind: 'released', reason, note }, open.targets);
          }}
        />
      ) : null}
      {open?.kind === 'decide' ? (
        <Suspense fallback={null}>
          <DecideDialog targets={open.targets} onClose={() => setOpen(null)} onDone={bulk.decided} />
        </Suspense>
      ) : null}
    </>
  );
}
