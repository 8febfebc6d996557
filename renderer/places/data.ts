/** What the screens of places read. The last data stays on the screen while a new filter loads. */
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { SeatRequest } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';

const PAGE = 100;
/** Seats change by acts of other desks; nothing tells of a request but asking. */
const EVERY_MS = 60_000;

export interface PlaceFilter {
  readonly districtId: number | null;
  readonly cohortYear: number | null;
  readonly language: 'kk' | 'ru' | null;
  readonly kind: 'general' | 'special' | null;
}
export const NO_FILTER: PlaceFilter = { districtId: null, cohortYear: null, language: null, kind: null };

/** Kindergartens of the scope with their occupancy; a head's own one alone. */
export function useOccupancy(filter: PlaceFilter) {
  return useQuery({
    queryKey: [...keys.places, 'occupancy', filter],
    queryFn: ({ signal }) => api.places.occupancy({ ...filter }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

/** Groups of a kindergarten; `id` null: not known yet. */
export function useGroups(id: number | null) {
  return useQuery({
    queryKey: [...keys.places, 'groups', id],
    queryFn: ({ signal }) => api.places.groups({ kindergartenId: id ?? 0 }, { signal }),
    enabled: id !== null,
    refetchInterval: EVERY_MS,
  });
}

export function useSeats(groupId: number | null) {
  return useQuery({
    queryKey: [...keys.places, 'seats', groupId],
    queryFn: ({ signal }) => api.places.seats({ groupId: groupId ?? 0 }, { signal }),
    enabled: groupId !== null,
  });
}

const NO_REQUESTS: readonly SeatRequest[] = [];

export function useRequests(open: boolean) {
  const query = useInfiniteQuery({
    queryKey: [...keys.places, 'requests', open],
    queryFn: ({ pageParam, signal }) =>
      api.places.requests({ open, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: EVERY_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? NO_REQUESTS, [query.data]);
  return { query, rows };
}

export function useBulletin(districtId: number | null, onDate: string | null) {
  return useQuery({
    queryKey: [...keys.places, 'bulletin', districtId, onDate],
    queryFn: ({ signal }) => api.places.bulletin({ districtId, onDate }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** After an act on seats: everything that counts them is read again. */
export function readSeatsAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.places });
  void client.invalidateQueries({ queryKey: keys.admissions });
  void client.invalidateQueries({ queryKey: keys.rail });
}

export function useReadSeatsAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => readSeatsAgain(client), [client]);
}
