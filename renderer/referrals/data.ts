/** What the register of referrals reads. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReferralFilter, ReferralRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { saveFile } from '../ui/save-file.ts';

const PAGE = 100;
const FRESH_MS = 15_000;
const EVERY_MS = 60_000;
const NONE: readonly ReferralRow[] = [];

export function useReferrals(filter: ReferralFilter) {
  const query = useInfiniteQuery({
    queryKey: [...keys.referrals, 'page', filter],
    queryFn: ({ pageParam, signal }) =>
      api.referrals.page({ filter, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, matching: query.data?.pages[0]?.matching };
}

export function useCard(id: string | null) {
  return useQuery({
    queryKey: keys.referral(id ?? ''),
    queryFn: ({ signal }) => api.referrals.card({ id: id ?? '' }, { signal }),
    enabled: id !== null,
    // With nobody chosen nobody's card stands there.
    ...(id === null ? {} : { placeholderData: keepPreviousData }),
    staleTime: FRESH_MS,
  });
}

/** The proof from history that the child was next, or who was passed over and by which signed act. */
export function useReplay(referralId: string) {
  return useQuery({
    queryKey: [...keys.queue, 'replay', referralId],
    queryFn: ({ signal }) => api.queue.replay({ referralId }, { signal }),
    staleTime: 5 * EVERY_MS,
  });
}

/** Last and next runs of the jobs that end terms by themselves. */
export function useJobRuns() {
  return useQuery({
    queryKey: [...keys.referrals, 'jobs'],
    queryFn: ({ signal }) => api.referrals.jobs(undefined, { signal }),
    refetchInterval: EVERY_MS,
  });
}

export function useReferralPdf() {
  return useMutation({
    mutationFn: async (id: string) => {
      const { fileName, content } = await api.referrals.pdf({ id });
      saveFile(fileName, content);
    },
  });
}
