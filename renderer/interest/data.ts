/** What the register of interest reads, and the one thing it writes. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { InterestRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { expectedVersionOf, noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import { useAsking } from '../use-asking.ts';
import type { InterestView } from './state.ts';

const PAGE = 100;
const FRESH_MS = 15_000;
const NONE: readonly InterestRow[] = [];

export function useInterest({ list, search }: InterestView) {
  const query = useInfiniteQuery({
    queryKey: [...keys.interest, 'page', list, search],
    queryFn: ({ pageParam, signal }) =>
      api.interest.page({ list, search, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, matching: query.data?.pages[0]?.matching };
}

export function useInterestCounts() {
  return useQuery({
    queryKey: [...keys.interest, 'counts'],
    queryFn: ({ signal }) => api.interest.counts(undefined, { signal }),
    staleTime: FRESH_MS,
  }).data;
}

export interface Word {
  readonly row: InterestRow;
  readonly how: 'counter' | 'phone';
  readonly note: string | null;
}

/** Takes a family's word down. */
export function useConfirm() {
  const client = useQueryClient();
  const ask = useAsking(api.interest.confirm);
  return useMutation({
    mutationFn: ({ row, how, note }: Word) => {
      const { applicationId } = row;
      const expectedVersion = expectedVersionOf({ id: applicationId, version: row.version });
      return ask({ applicationId, expectedVersion, how, note }, { applicationId, how, note });
    },
    onSuccess: ({ version }, { row }) => noteOwnVersion(row.applicationId, version),
    onSettled: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.interest }),
        client.invalidateQueries({ queryKey: ['applications'] }),
      ]);
    },
  });
}
