/** What the head's desk reads and marks. */
import {
  keepPreviousData,
  notifyManager,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EnrolledChild, IncomingCard } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { useRequests } from '../places/data.ts';
import { keys, useCatalogue } from '../query.ts';

const PAGE = 100;
/** Lights move with the clock; referrals come by other desks' acts. */
const EVERY_MS = 60_000;

export function useIncoming(search: string, ended: boolean) {
  return useQuery({
    queryKey: [...keys.admissions, 'incoming', search, ended],
    queryFn: ({ signal }) =>
      api.admissions.incoming({ search: search.trim() === '' ? null : search.trim(), ended }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

const cardKey = (id: string) => [...keys.admissions, 'card', id] as const;

export function useReferralCard(id: string | null) {
  return useQuery({
    queryKey: cardKey(id ?? ''),
    queryFn: ({ signal }) => api.admissions.card({ referralId: id ?? '' }, { signal }),
    enabled: id !== null,
    // The card before stays, asleep, until the next one is there.
    placeholderData: keepPreviousData,
  });
}

/** The head's own kindergarten; null while the catalogue loads. */
export function useOwnKindergarten() {
  const query = useCatalogue();
  return { query, kindergarten: query.data?.kindergartens[0] ?? null };
}

/** Seats about which a request waits: nothing else can be asked about them until it is answered. */
export function useAskedSeats(): ReadonlySet<string> {
  const { rows } = useRequests(true);
  return useMemo(() => new Set(rows.map((row) => row.seatId)), [rows]);
}

const NO_CHILDREN: readonly EnrolledChild[] = [];

export interface ChildrenFilter {
  readonly groupId: number | null;
  readonly search: string;
  readonly ended: boolean;
}

export function useChildren(filter: ChildrenFilter) {
  const search = filter.search.trim();
  const query = useInfiniteQuery({
    queryKey: [...keys.admissions, 'children', filter.groupId, search, filter.ended],
    queryFn: ({ pageParam, signal }) =>
      api.admissions.children(
        {
          groupId: filter.groupId,
          search: search === '' ? null : search,
          ended: filter.ended,
          after: pageParam,
          limit: PAGE,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NO_CHILDREN, [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

/** What the head asks a document to be: received on a day, or not received. */
export interface DocumentMark {
  readonly kind: string;
  readonly receivedOn: string | null;
}

/**
 * Marks documents one after another, each on the version the one before it left. The mark is on the screen at once; a refusal
 * takes it back and says why.
 */
export function useDocumentMarks(referralId: string) {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<ReadonlyMap<string, string | null>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const line = useRef<Promise<void>>(Promise.resolve());
  const shown = useRef(referralId);
  useEffect(() => {
    shown.current = referralId;
    setWaiting(new Map());
    setError(null);
  }, [referralId]);

  const mark = useCallback(
    ({ kind, receivedOn }: DocumentMark): void => {
      const idempotencyKey = crypto.randomUUID();
      setError(null);
      setWaiting((now) => new Map([...now, [kind, receivedOn]]));
      line.current = line.current.then(async () => {
        try {
          const card = client.getQueryData<IncomingCard>(cardKey(referralId));
          if (card === undefined) {
            return;
          }
          const next = await api.admissions.receiveDocument({
            referralId,
            expectedVersion: card.row.applicationVersion,
            kind,
            receivedOn,
            idempotencyKey,
          });
          client.setQueryData(cardKey(referralId), next);
          void client.invalidateQueries({ queryKey: [...keys.admissions, 'incoming'] });
        } catch (failure) {
          if (shown.current === referralId) setError(failure);
          void client.invalidateQueries({ queryKey: cardKey(referralId) });
        } finally {
          // With the answer's own drawing, which is under way: between the two the mark would go and come again.
          notifyManager.schedule(() =>
            setWaiting((now) => {
              // A later wish for the same document stays until its own answer.
              if (now.get(kind) !== receivedOn) return now;
              const next = new Map(now);
              next.delete(kind);
              return next;
            }),
          );
        }
      });
    },
    [client, referralId],
  );
  return { waiting, error, mark, clearError: () => setError(null) };
}
