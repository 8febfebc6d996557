/** What the screen of companions reads. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CompanionFilter, CompanionRow } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';

const PAGE = 100;
/** What is on its way to the attendance system moves without anybody's act. */
const EVERY_MS = 30_000;
const NONE: readonly CompanionRow[] = [];
const REST_MS = 150;

export function useCompanions(filter: CompanionFilter) {
  const query = useInfiniteQuery({
    queryKey: [...keys.companions, 'page', filter],
    queryFn: ({ pageParam, signal }) =>
      api.companions.page({ filter, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NONE, [query.data]);
  const [first] = query.data?.pages ?? [];
  return { query, rows, total: first?.total ?? null, counts: first?.counts ?? null };
}

export function useCompanionCard(permitId: string | null) {
  return useQuery({
    queryKey: [...keys.companions, 'card', permitId],
    queryFn: ({ signal }) => api.companions.card({ permitId: permitId ?? '' }, { signal }),
    enabled: permitId !== null,
    // The card before stays, asleep, until the next one is there.
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** An address of the photo for as long as it is shown; null while there is none. */
export function usePhoto(permitId: string, has: boolean): string | null {
  const { data } = useQuery({
    queryKey: [...keys.companions, 'photo', permitId],
    queryFn: ({ signal }) => api.companions.photo({ permitId }, { signal }),
    enabled: has,
    gcTime: 0,
  });
  const [url, setUrl] = useState<string | null>(null);
  const photo = has ? (data?.photo ?? null) : null;
  useEffect(() => {
    if (photo === null) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return url;
}

/** Children of the scope who may be ticked: those a search finds, or the family of one application. */
export function useChildrenToTick(search: string, applicationId: string | null) {
  return useQuery({
    queryKey: [...keys.companions, 'children', search.trim(), applicationId],
    queryFn: ({ signal }) => api.companions.children({ search: search.trim(), applicationId }, { signal }),
    enabled: applicationId !== null || search.trim().length >= 2,
    placeholderData: keepPreviousData,
  });
}

/** What the desk knows of a person by a whole IIN. */
export function useLookUp(iin: string | null) {
  return useQuery({
    queryKey: [...keys.companions, 'lookUp', iin],
    queryFn: ({ signal }) => api.companions.lookUp({ iin: iin ?? '' }, { signal }),
    enabled: iin !== null,
  });
}

export function useStaff(kindergartenId: number | null) {
  return useQuery({
    queryKey: [...keys.companions, 'staff', kindergartenId],
    queryFn: ({ signal }) => api.companions.staff({ kindergartenId: kindergartenId ?? 0 }, { signal }),
    enabled: kindergartenId !== null,
  });
}

/** Reads lists and cards of companions again. */
export function useReadCompanionsAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: keys.companions }), [client]);
}

/** The row the cursor has rested on: opening a card is written to the history, passing by its row is not. */
export function useRested(id: string | null): string | null {
  const [rested, setRested] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return rested;
}
