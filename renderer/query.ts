/** react-query: defaults, the keys every screen shares, and what an event of the desk makes stale. */
import { MutationCache, QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Catalogue, DeskState, JournalFilter, JournalSort, Session } from '../preload/contract/index.ts';
import { api, isAbort } from './api.ts';
import { DeskError } from './desk-error.ts';

/** Query keys, one place: `keys.application(id)` and so on. The first part is the area of the contract. */
export const keys = {
  state: ['session', 'state'] as const,
  keyFiles: ['session', 'keys'] as const,
  catalogue: ['desk', 'catalogue'] as const,
  settings: ['desk', 'settings'] as const,
  rail: ['journal', 'rail'] as const,
  views: ['journal', 'views'] as const,
  colleagues: ['journal', 'colleagues'] as const,
  journal: ['journal'] as const,
  page: (filter: JournalFilter, sort: JournalSort) => ['journal', 'page', filter, sort] as const,
  counts: (filter: JournalFilter) => ['journal', 'counts', filter] as const,
  viewCounts: (filters: readonly JournalFilter[]) => ['journal', 'viewCounts', filters] as const,
  application: (id: string) => ['applications', 'get', id] as const,
  history: (id: string) => ['applications', 'history', id] as const,
  scans: (id: string) => ['applications', 'scans', id] as const,
  duplicates: (id: string) => ['applications', 'duplicates', id] as const,
  anyDuplicates: ['applications', 'duplicates'] as const,
  anyHistory: ['applications', 'history'] as const,
  duplicatePairs: ['duplicates'] as const,
  review: (id: string) => ['review', 'open', id] as const,
  decisions: (id: string) => ['decisions', 'list', id] as const,
  decision: (id: string) => ['decisions', 'get', id] as const,
  queue: ['queue'] as const,
  explanation: (id: string, at: Date | null) => ['queue', 'explain', id, at?.getTime() ?? null] as const,
  rules: ['rules'] as const,
  referrals: ['referrals'] as const,
  interest: ['interest'] as const,
  referral: (id: string) => ['referrals', 'card', id] as const,
  places: ['places'] as const,
  admissions: ['admissions'] as const,
  companions: ['companions'] as const,
  links: ['links'] as const,
  family: (applicationId: string) => ['links', 'card', applicationId] as const,
  intake: ['intake'] as const,
  walkIn: ['walkIn'] as const,
  notices: ['notices'] as const,
  noticesOf: (applicationId: string) => ['notices', 'ofApplication', applicationId] as const,
};

const RETRIED: ReadonlySet<string> = new Set(['TIMEOUT', 'DB_UNREACHABLE']);

/** Makes the client; a SIGNED_OUT answer anywhere makes the desk's state stale, so the sign-in screen comes by itself. */
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof DeskError && error.code === 'SIGNED_OUT') {
      void client.invalidateQueries({ queryKey: keys.state });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (count, error) =>
          !isAbort(error) && error instanceof DeskError && RETRIED.has(error.code) && count < 2,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}

/** The desk: database, test mode, demo world, session. */
export function useDeskState() {
  return useQuery<DeskState>({
    queryKey: keys.state,
    queryFn: ({ signal }) => api.session.state(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * The session of a signed-in officer; throws where there never was one (screens inside the shell always have one). A screen that
 * hears of the sign-out before the shell has taken it away draws its last frame with the session it had.
 */
export function useSession(): Session {
  const state = useDeskState();
  const last = useRef<Session | null>(null);
  const session = state.data?.session ?? last.current;
  if (session === null) {
    throw new Error('NO_SESSION');
  }
  last.current = session;
  return session;
}

/** Catalogues in force today. */
export function useCatalogue() {
  return useQuery<Catalogue>({
    queryKey: keys.catalogue,
    queryFn: ({ signal }) => api.desk.catalogue(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Asks for the next page of a list unless there is none or it is under way. */
export function fetchMore(query: {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}): void {
  if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
}
