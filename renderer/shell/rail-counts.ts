/** Counts beside the rail's items, by post: read once a minute, for lights move with the clock even when nobody does anything. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Count, Role } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';
import type { ScreenEntry } from './screens.ts';

const EVERY_MS = 60_000;

/** `tone`: amber for what is due today or waits for this officer, red for what is overdue. */
export interface RailCount {
  readonly value: Count;
  readonly tone: '' | 'warn' | 'bad';
}
export type RailCounts = Readonly<Partial<Record<ScreenEntry['id'], readonly RailCount[]>>>;

const NONE: RailCounts = {};

/** What stands beside each screen's name; nothing while it loads. */
export function useRailCounts(role: Role): RailCounts {
  const reads = role === 'clerk' || role === 'supervisor';
  const lists = useListCounts(reads);
  const desk = useHeadCounts(role === 'head');
  const companions = useCompanionCounts(reads || role === 'head');
  const links = useLinkCounts(reads);
  const duplicates = useDuplicateCounts(reads);
  return useMemo(
    () => ({ ...(reads ? lists : desk), ...companions, ...links, ...duplicates }),
    [reads, lists, desk, companions, links, duplicates],
  );
}

/** Companions who wait for a decision, and changes that did not get to the attendance system in time. */
function useCompanionCounts(enabled: boolean): RailCounts {
  const { data } = useQuery({
    queryKey: [...keys.companions, 'rail'],
    queryFn: ({ signal }) => api.companions.rail(undefined, { signal }),
    enabled,
    refetchInterval: EVERY_MS,
  });
  return useMemo(
    () =>
      data === undefined
        ? NONE
        : {
            companions: [
              { value: { value: data.trouble, capped: false }, tone: 'bad' },
              { value: { value: data.waiting, capped: false }, tone: 'warn' },
            ],
          },
    [data],
  );
}

/** What portals ask: parents who want to be linked. */
function useLinkCounts(enabled: boolean): RailCounts {
  const { data } = useQuery({
    queryKey: [...keys.links, 'rail'],
    queryFn: ({ signal }) => api.links.requests({ after: null, limit: 1 }, { signal }),
    enabled,
    refetchInterval: EVERY_MS,
  });
  return useMemo(
    () =>
      data === undefined ? NONE : { links: [{ value: { value: data.total, capped: false }, tone: 'warn' }] },
    [data],
  );
}

/** Pairs that nobody looked at yet. */
function useDuplicateCounts(enabled: boolean): RailCounts {
  const { data } = useQuery({
    queryKey: [...keys.duplicatePairs, 'rail'],
    queryFn: ({ signal }) => api.duplicates.rail(undefined, { signal }),
    enabled,
    refetchInterval: EVERY_MS,
  });
  return useMemo(
    () => (data === undefined ? NONE : { duplicates: [{ value: data.open, tone: '' }] }),
    [data],
  );
}

function useListCounts(enabled: boolean): RailCounts {
  const { data } = useQuery({
    queryKey: keys.rail,
    queryFn: ({ signal }) => api.journal.rail(undefined, { signal }),
    enabled,
    refetchInterval: EVERY_MS,
  });
  return data === undefined
    ? NONE
    : {
        my: [{ value: data.mine, tone: '' }],
        scans: [{ value: data.benefitScans, tone: '' }],
        due: [
          { value: data.overdue, tone: 'bad' },
          { value: data.dueToday, tone: 'warn' },
        ],
        unclaimed: [{ value: data.unclaimed, tone: '' }],
        places: [
          { value: data.freeSeats, tone: '' },
          { value: data.seatRequests, tone: 'warn' },
        ],
        referrals: [{ value: data.referrals, tone: '' }],
      };
}

function useHeadCounts(enabled: boolean): RailCounts {
  const { data } = useQuery({
    queryKey: [...keys.admissions, 'rail'],
    queryFn: ({ signal }) => api.admissions.rail(undefined, { signal }),
    enabled,
    refetchInterval: EVERY_MS,
  });
  if (data === undefined) {
    return NONE;
  }
  const one = (value: number, tone: RailCount['tone'] = ''): readonly RailCount[] => [
    { value: { value, capped: false }, tone },
  ];
  return {
    incoming: one(data.incoming),
    incomingDue: one(data.dueToday, 'warn'),
    children: one(data.children),
    freed: one(data.requests),
  };
}
