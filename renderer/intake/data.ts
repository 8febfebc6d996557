/** What the register of packages reads, and what narrows it. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PackageFilter, PackageRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { onForget } from '../forget.ts';
import { keys } from '../query.ts';
import { createStore } from '../ui/store.ts';

const PAGE = 100;
const EVERY_MS = 20_000;
const NONE: readonly PackageRow[] = [];

export interface RegisterView {
  readonly filter: PackageFilter;
  readonly chosen: string | null;
}

const START: RegisterView = { filter: {}, chosen: null };
export const packagesView = createStore<RegisterView>(START);
onForget(() => packagesView.set(START));

export function usePackages(filter: PackageFilter) {
  const query = useInfiniteQuery({
    queryKey: [...keys.intake, 'page', filter],
    queryFn: ({ pageParam, signal }) =>
      api.intake.page({ filter, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // Packages come by themselves, into the folder.
    refetchInterval: EVERY_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, matching: query.data?.pages[0]?.matching ?? undefined };
}

export function usePortals() {
  return useQuery({
    queryKey: [...keys.intake, 'portals'],
    queryFn: ({ signal }) => api.intake.portals(undefined, { signal }),
    staleTime: 10 * 60_000,
  });
}
