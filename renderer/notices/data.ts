/** What the screens of notices read and do. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NoticeFilter, NoticeRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import { saveFile } from '../ui/save-file.ts';
import { useAsking } from '../use-asking.ts';

const PAGE = 100;
/** The desk sends by itself: what is on its way is looked at again. */
const EVERY_MS = 15_000;
/** Letters of one print. */
const MOST_LETTERS = 200;
const NONE: readonly NoticeRow[] = [];

export function useNotices(filter: NoticeFilter) {
  const query = useInfiniteQuery({
    queryKey: [...keys.notices, 'page', filter],
    queryFn: ({ pageParam, signal }) =>
      api.notices.page({ filter, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: EVERY_MS,
    // A list read far down is left as it is.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : EVERY_MS),
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, matching: query.data?.pages[0]?.matching };
}

export function useNotice(id: string | null) {
  return useQuery({
    queryKey: [...keys.notices, 'card', id ?? ''],
    queryFn: ({ signal }) => api.notices.card({ id: id ?? '' }, { signal }),
    enabled: id !== null,
    ...(id === null ? {} : { placeholderData: keepPreviousData }),
    staleTime: EVERY_MS,
    refetchInterval: ({ state }) =>
      state.data?.state === 'waiting' || state.data?.state === 'sending' ? EVERY_MS : false,
  });
}

export function useNoticesOf(applicationId: string) {
  return useQuery({
    queryKey: keys.noticesOf(applicationId),
    queryFn: ({ signal }) => api.notices.ofApplication({ applicationId }, { signal }),
  });
}

/** Sends a dead notice again, as it was seen: one that has been sent since is refused. */
export function useResend() {
  const client = useQueryClient();
  const ask = useAsking(api.notices.resend);
  return useMutation({
    mutationFn: (notice: { readonly id: string; readonly attempts: number }) =>
      ask({ id: notice.id, seenAttempts: notice.attempts }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
}

/** Prints letters: these, or with null every one that waits, up to one print's worth. Answers how many were saved. */
export function usePrint() {
  const client = useQueryClient();
  const ask = useAsking(api.notices.printLetters);
  return useMutation({
    mutationFn: async (ids: readonly string[] | null) => {
      const asked = ids ?? (await waitingLetters());
      if (asked.length === 0) return 0;
      const { fileName, content } = await ask({ ids: [...asked] });
      saveFile(fileName, content);
      return asked.length;
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
}

async function waitingLetters(): Promise<string[]> {
  const { rows } = await api.notices.page({
    filter: { channels: ['letter'], states: ['waiting'] },
    after: null,
    limit: MOST_LETTERS,
  });
  return rows.map((row) => row.id);
}

export function useTemplates() {
  return useQuery({
    queryKey: [...keys.notices, 'templates'],
    queryFn: ({ signal }) => api.notices.templates(undefined, { signal }),
  });
}
