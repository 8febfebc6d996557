/** What the log reads: keyset pages, counts, saved views. The last data stays on the screen while new filters load. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JournalFilter, JournalRow, JournalSort, SavedView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { almatyDay } from '../format.ts';
import { keys, useDeskState } from '../query.ts';
import { BUILT_IN_VIEWS } from './views.ts';

/** Two screens of rows: what is fetched while the officer looks at the first comes well before it is asked for. */
const PAGE = 50;
const MAX_COUNTED_VIEWS = 20;
const NO_ROWS: readonly JournalRow[] = [];

/** The Almaty day by the desk's clock, which a test may have set; the screen's own clock only counts on from it. */
export function useToday(): string {
  const { data, dataUpdatedAt } = useDeskState();
  return almatyDay(
    data === undefined ? new Date() : new Date(data.now.getTime() + Date.now() - dataUpdatedAt),
  );
}

/** Rows loaded so far. `stale`: what is shown belongs to the filter before this one. */
export function useJournalRows(filter: JournalFilter, sort: JournalSort) {
  const query = useInfiniteQuery({
    queryKey: keys.page(filter, sort),
    queryFn: ({ pageParam, signal }) =>
      api.journal.page({ filter, sort, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NO_ROWS, [query.data]);
  return { query, rows, stale: query.isPlaceholderData };
}

/** Counts under the filter: matching, all, and by deadline light. */
export function useJournalCounts(filter: JournalFilter) {
  return useQuery({
    queryKey: keys.counts(filter),
    queryFn: ({ signal }) => api.journal.counts({ filter }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  }).data;
}

const NO_VIEWS: readonly SavedView[] = [];

/** The officer's own views. */
export function useSavedViews(): readonly SavedView[] {
  return (
    useQuery({
      queryKey: keys.views,
      queryFn: ({ signal }) => api.journal.views(undefined, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }).data ?? NO_VIEWS
  );
}

/** Counts of the tabs: built-in views first, then saved ones, as many as one call takes. */
export function useViewCounts(saved: readonly SavedView[]) {
  const filters = useMemo(
    () =>
      [
        ...BUILT_IN_VIEWS.map((view): JournalFilter => view.filter),
        ...saved.map((view) => view.filter),
      ].slice(0, MAX_COUNTED_VIEWS),
    [saved],
  );
  return useQuery({
    queryKey: keys.viewCounts(filters),
    queryFn: ({ signal }) => api.journal.viewCounts({ filters }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  }).data;
}

/** Officers of the same scope. */
export function useColleagues() {
  return useQuery({
    queryKey: keys.colleagues,
    queryFn: ({ signal }) => api.journal.colleagues(undefined, { signal }),
    staleTime: 5 * 60_000,
  });
}
