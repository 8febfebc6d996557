/** What the screen of parents' links reads and asks. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { isIin } from '../../domain/iin.ts';
import type { LinkRequestRow, LinkRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import { useAsking } from '../use-asking.ts';

const PAGE = 100;
const FRESH_MS = 15_000;
const NONE: readonly LinkRow[] = [];
const NO_REQUESTS: readonly LinkRequestRow[] = [];

/** Links that stand so; null: none are looked at. */
export function useLinks(state: LinkRow['state'] | null) {
  const query = useInfiniteQuery({
    queryKey: [...keys.links, 'page', state],
    queryFn: ({ pageParam, signal }) =>
      api.links.page({ states: state === null ? [] : [state], after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    enabled: state !== null,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total };
}

/** Requests of portals that wait, the oldest first; read while they are looked at. */
export function useRequests(enabled: boolean) {
  const query = useInfiniteQuery({
    queryKey: [...keys.links, 'requests'],
    queryFn: ({ pageParam, signal }) => api.links.requests({ after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    enabled,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NO_REQUESTS, [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total };
}

/** Judges a paper that came with a request. */
export function useJudging(applicationId: string) {
  const client = useQueryClient();
  const ask = useAsking(api.review.saveVerdict);
  return useMutation({
    mutationFn: (input: Parameters<typeof ask>[0]) => ask(input, input.scanId),
    onSuccess: ({ application }) => {
      noteOwnVersion(applicationId, application.version);
      void client.invalidateQueries({ queryKey: keys.links });
      void client.invalidateQueries({ queryKey: keys.scans(applicationId) });
    },
  });
}

/** Applications of the child whose whole IIN was typed; idle before. */
export function useFound(search: string) {
  const childIin = search.trim();
  return useQuery({
    queryKey: [...keys.links, 'find', childIin],
    queryFn: ({ signal }) => api.links.find({ childIin }, { signal }),
    enabled: isIin(childIin),
    staleTime: FRESH_MS,
  });
}

export function useFamily(applicationId: string | null) {
  return useQuery({
    queryKey: keys.family(applicationId ?? ''),
    queryFn: ({ signal }) => api.links.card({ applicationId: applicationId ?? '' }, { signal }),
    enabled: applicationId !== null,
    ...(applicationId === null ? {} : { placeholderData: keepPreviousData }),
    staleTime: FRESH_MS,
  });
}

/** Asks the registry; the answer is kept, so the card is read again. */
export function useRegistry(applicationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (personIin: string) => api.links.check({ applicationId, personIin }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.family(applicationId) }),
  });
}

/** Scans of the application a certificate is in. */
export function useScansOf(applicationId: string) {
  return useQuery({
    queryKey: keys.scans(applicationId),
    queryFn: ({ signal }) => api.applications.scans({ id: applicationId }, { signal }),
    staleTime: FRESH_MS,
  });
}
