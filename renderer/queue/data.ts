/** What the queue screen reads. The last data stays on the screen while another queue, moment or child loads. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { QueueKey, QueueRow, QueueSummary } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { fetchMore, keys } from '../query.ts';
import { saveFile } from '../ui/save-file.ts';

export const PAGE = 100;
const EVERY_MS = 60_000;

/** Queues of the scope; the one with free seats first to be looked at. */
export function useQueues() {
  return useQuery({
    queryKey: [...keys.queue, 'list'],
    queryFn: ({ signal }) => api.queue.list(undefined, { signal }),
    refetchInterval: EVERY_MS,
  });
}

/** The queue to begin with: free seats to give, else the longest. */
export function firstQueue(queues: readonly QueueSummary[]): QueueSummary | null {
  return (
    queues.toSorted((a, b) => Math.sign(b.freeSeats) - Math.sign(a.freeSeats) || b.waiting - a.waiting)[0] ??
    null
  );
}

export function sameKey(a: QueueKey | null, b: QueueKey | null): boolean {
  return a !== null && b !== null && keyText(a) === keyText(b);
}

/** A key as text, for lists and comparing. */
export function keyText(key: QueueKey): string {
  return [key.districtId, key.queueKind, key.cohortYear, key.language].join('|');
}

export function useProfileLine(key: QueueKey | null) {
  return useQuery({
    queryKey: [...keys.queue, 'profile', key],
    queryFn: ({ signal }) => api.queue.profile({ key: key as QueueKey }, { signal }),
    enabled: key !== null,
    placeholderData: keepPreviousData,
    staleTime: 5 * EVERY_MS,
  });
}

/** Kindergartens with free seats for the queue, most first. */
export function useFreeSeats(key: QueueKey | null) {
  return useQuery({
    queryKey: [...keys.places, 'free', key],
    queryFn: ({ signal }) =>
      api.places.occupancy(
        {
          districtId: key?.districtId ?? null,
          cohortYear: key?.cohortYear ?? null,
          language: key?.language ?? null,
          kind: key?.queueKind ?? null,
        },
        { signal },
      ),
    enabled: key !== null,
    select: ({ kindergartens }) =>
      kindergartens
        .filter(({ free }) => free > 0)
        .toSorted((a, b) => b.free - a.free || (a.name < b.name ? -1 : 1))
        .map(({ name, free }) => ({ name, free })),
  }).data;
}

/** Rows of an order: as many as there are, of which those near the view are loaded. */
export interface Order {
  readonly total: number;
  readonly rowAt: (index: number) => QueueRow | undefined;
  readonly pending: boolean;
  readonly stale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

const ORDER_MS = 15_000;

/** The whole order by pages of a hundred, only those in view: a cohort of fifty thousand is never loaded whole. */
export function useWholeOrder(key: QueueKey | null, at: Date | null, view: readonly [number, number]): Order {
  const first = Math.floor(view[0] / PAGE);
  const last = Math.floor(view[1] / PAGE);
  const pages = useMemo(() => Array.from({ length: last - first + 1 }, (_, i) => first + i), [first, last]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...keys.queue, 'page', key, at?.getTime() ?? null, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.queue.page(
          { key: key as QueueKey, fromPlace: page * PAGE + 1, limit: PAGE, at, search: null },
          { signal },
        ),
      enabled: key !== null,
      staleTime: ORDER_MS,
    })),
  });
  const loaded = results.find((result) => result.data !== undefined)?.data;
  const kept = useKept(loaded?.total, key);
  const failed = results.find((result) => result.error !== null);
  return {
    total: loaded?.total ?? kept ?? 0,
    rowAt: (index) => results[Math.floor(index / PAGE) - first]?.data?.rows[index % PAGE],
    pending: loaded === undefined && kept === undefined && failed === undefined,
    stale: false,
    error: loaded === undefined ? (failed?.error ?? null) : null,
    retry: () => {
      for (const result of results) void result.refetch();
    },
  };
}

/** The last known value while the next is on its way, within one queue. */
function useKept(value: number | undefined, key: QueueKey | null): number | undefined {
  const [kept, setKept] = useState<{ key: QueueKey | null; value: number } | null>(null);
  useEffect(() => {
    if (value !== undefined) setKept({ key, value });
  }, [value, key]);
  return kept !== null && sameKey(kept.key, key) ? kept.value : undefined;
}

/** Children found by name, IIN or number, at their places. */
export function useFoundOrder(
  key: QueueKey | null,
  at: Date | null,
  search: string,
): Order & { readonly more: () => void } {
  const query = useInfiniteQuery({
    queryKey: [...keys.queue, 'search', key, at?.getTime() ?? null, search],
    queryFn: ({ pageParam, signal }) =>
      api.queue.page({ key: key as QueueKey, fromPlace: pageParam, limit: PAGE, at, search }, { signal }),
    initialPageParam: 1,
    getNextPageParam: (page) => {
      const last = page.rows.at(-1);
      return page.rows.length < PAGE || last === undefined ? undefined : last.place + 1;
    },
    enabled: key !== null && search !== '',
    placeholderData: keepPreviousData,
    staleTime: ORDER_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  return {
    total: rows.length,
    rowAt: (index) => rows[index],
    pending: query.isPending,
    stale: query.isPlaceholderData,
    error: query.data === undefined ? query.error : null,
    retry: () => void query.refetch(),
    more: () => fetchMore(query),
  };
}

const SETTLED_MS = 180;

/** A choice that has settled: each explanation is a reading that history records, so passing by a row asks for none. */
export function useSettled(chosen: string | null): string | null {
  const [settled, setSettled] = useState(chosen);
  useEffect(() => {
    if (chosen === settled) return;
    const timer = setTimeout(() => setSettled(chosen), settled === null ? 0 : SETTLED_MS);
    return () => clearTimeout(timer);
  }, [chosen, settled]);
  return settled;
}

/** Why the child stands where it stands, now or at a past moment. */
export function useExplanation(applicationId: string | null, at: Date | null) {
  return useQuery({
    queryKey: keys.explanation(applicationId ?? '', at),
    queryFn: ({ signal }) => api.queue.explain({ applicationId: applicationId ?? '', at }, { signal }),
    enabled: applicationId !== null,
    // With nobody chosen nobody's place is explained.
    ...(applicationId === null ? {} : { placeholderData: keepPreviousData }),
    staleTime: ORDER_MS,
  });
}

export function useSteps(applicationId: string | null) {
  return useQuery({
    queryKey: [...keys.queue, 'steps', applicationId],
    queryFn: ({ signal }) => api.queue.steps({ applicationId: applicationId ?? '' }, { signal }),
    enabled: applicationId !== null,
    placeholderData: keepPreviousData,
    staleTime: ORDER_MS,
  });
}

/** The parent's print. */
export function useParentPrint(at: Date | null) {
  return useMutation({
    mutationFn: async (applicationId: string) => {
      const { fileName, content } = await api.queue.parentPdf({ applicationId, at });
      saveFile(fileName, content);
    },
  });
}
