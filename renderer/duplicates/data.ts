/** What the screens of possible duplicates read, and the one unsigned act. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { DuplicatePair, DuplicateView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { useAsking } from '../use-asking.ts';

const PAGE = 100;
const NONE: readonly DuplicatePair[] = [];

export function usePairs(view: DuplicateView, search: string) {
  const query = useInfiniteQuery({
    queryKey: [...keys.duplicatePairs, 'page', view, search],
    queryFn: ({ pageParam, signal }) =>
      api.duplicates.page({ view, search, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, counts: query.data?.pages[0]?.counts ?? null };
}

/** One pair with its log; opening it is written to the history. */
export function usePair(pairId: string | null) {
  return useQuery({
    queryKey: [...keys.duplicatePairs, 'card', pairId],
    queryFn: ({ signal }) => api.duplicates.card({ pairId: pairId ?? '' }, { signal }),
    enabled: pairId !== null,
    placeholderData: keepPreviousData,
  });
}

/** Reads pairs again, and whatever shows a mark of them. */
export function useReadPairsAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const queryKey of [keys.duplicatePairs, keys.anyDuplicates, keys.anyHistory, keys.journal])
      void client.invalidateQueries({ queryKey });
  }, [client]);
}

export interface Judgement {
  readonly verdict: 'not_duplicate' | 'duplicate' | 'reopened';
  readonly note: string;
}

export function useJudge(pair: DuplicatePair) {
  const readAgain = useReadPairsAgain();
  const ask = useAsking(api.duplicates.judge);
  return useMutation({
    mutationFn: ({ verdict, note: typed }: Judgement) => {
      const note = typed.trim() === '' ? null : typed.trim();
      const body = { pairId: pair.id, expectedVersion: pair.version, verdict, note };
      return ask(body, { pair: pair.id, verdict, note });
    },
    onSettled: readAgain,
  });
}
