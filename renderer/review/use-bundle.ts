import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReviewBundle, Target } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { DeskError, toDeskError } from '../desk-error.ts';
import { keys } from '../query.ts';
import { useAsking } from '../use-asking.ts';
import { scans, stageWidth } from './stage/scans.ts';
import { firstToShow } from './work.ts';

/** How many of the next applications are fetched and drawn ahead. */
const AHEAD = 2;
const FRESH_MS = 60_000;

/**
 * The application under review. What was fetched ahead shows at once; the opening itself is asked anew, because showing a
 * person's data is a reading and is written to history. Later refreshes of the same screen are not new readings.
 */
export function useBundle(id: string) {
  const opened = useRef(false);
  return useQuery<ReviewBundle>({
    queryKey: keys.review(id),
    queryFn: async ({ signal }) => {
      const bundle = await api.review.open({ id, ahead: opened.current }, { signal });
      opened.current = true;
      return bundle;
    },
    refetchOnMount: 'always',
    staleTime: FRESH_MS,
  });
}

/** Claims one application for who asks; throws the error of its row. */
export function useClaimOne(): (target: Target) => Promise<void> {
  const ask = useAsking(api.journal.claim);
  return async (target) => {
    const [result] = await ask({ targets: [target], to: null }, target.id);
    if (result?.error) throw rowError(result.error);
  };
}

/** Takes a free application on opening it; the error is CLAIMED when another was quicker. */
export function useClaim(bundle: ReviewBundle | undefined, settled: boolean) {
  const client = useQueryClient();
  const claim = useMutation({
    mutationFn: useClaimOne(),
    onSettled: (_data, _error, target) => client.invalidateQueries({ queryKey: keys.review(target.id) }),
  });
  const { mutate } = claim;
  const asked = useRef(false);
  const application = bundle?.application;
  const free =
    application !== undefined && application.claim === null && application.permitted.includes('claim');
  useEffect(() => {
    if (application !== undefined && settled && free && !asked.current) {
      asked.current = true;
      mutate({ id: application.id, expectedVersion: application.version });
    }
  }, [application, settled, free, mutate]);
  return {
    claiming: claim.isPending,
    error: claim.error,
    again: () => {
      if (application !== undefined) {
        mutate({ id: application.id, expectedVersion: application.version });
      }
    },
    free,
  };
}

/** An error of one row of an act over many, as thrown by a call of its own. */
export function rowError(error: { readonly code: string; readonly data: unknown }): DeskError {
  const known = toDeskError(null);
  return isCode(error.code) ? new DeskError(error.code, error.data) : known;
}

const ROW_CODES = [
  'CHANGED',
  'CLAIMED',
  'NOT_CLAIMED',
  'NOT_FOUND',
  'FORBIDDEN',
  'REFUSED',
  'KEY',
  'KEY_CLOSED',
] as const;
function isCode(code: string): code is (typeof ROW_CODES)[number] {
  return (ROW_CODES as readonly string[]).includes(code);
}

/** Fetches the next applications and draws the first scan of each, while the officer looks at this one. */
export function useAhead(bundle: ReviewBundle | undefined): void {
  const client = useQueryClient();
  const ids =
    bundle?.next
      .slice(0, AHEAD)
      .map((next) => next.id)
      .join(' ') ?? '';
  useEffect(() => {
    for (const id of ids.split(' ').filter((each) => each !== '')) {
      void fetchAhead(client, id);
    }
  }, [client, ids]);
}

async function fetchAhead(client: QueryClient, id: string): Promise<void> {
  await client.prefetchQuery({
    queryKey: keys.review(id),
    queryFn: ({ signal }) => api.review.open({ id, ahead: true }, { signal }),
    staleTime: FRESH_MS,
  });
  const bundle = client.getQueryData<ReviewBundle>(keys.review(id));
  const first = bundle?.scans[firstToShow(bundle.scans)];
  if (first !== undefined) {
    scans.wantAhead(first, stageWidth());
  }
}

/** Whether the application's data and its first scan are at hand: «Дайын». */
export function useReady(ids: readonly string[]): (id: string) => boolean {
  const client = useQueryClient();
  useSyncExternalStore(scans.subscribe, scans.revision);
  const [, tick] = useState(0);
  const watched = ids.join(' ');
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        if (query.queryKey[0] === 'review' && watched.split(' ').includes(String(query.queryKey[2]))) {
          tick((n) => n + 1);
        }
      }),
    [client, watched],
  );
  return (id) => {
    const bundle = client.getQueryData<ReviewBundle>(keys.review(id));
    if (bundle === undefined) {
      return false;
    }
    const first = bundle.scans[firstToShow(bundle.scans)];
    return (
      first === undefined || scans.state(first).phase === 'failed' || scans.sharp(first, 1, stageWidth())
    );
  };
}
