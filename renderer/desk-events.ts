/** Listens to the desk's own events and makes stale what they touch; marks rows another officer changed this minute. */
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { DeskEvent } from '../preload/contract/index.ts';
import { api, useConnection } from './api.ts';
import { noteOwnVersion } from './own-versions.ts';
import { keys } from './query.ts';

const FRESH_MS = 60_000;
const REFETCH_MS = 1500;
const REOPEN_MS = 2000;

let changed: ReadonlyMap<string, number> = new Map();
let databaseConnected = true;
const listeners = new Set<() => void>();
const publish = (): void => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Ids of applications another officer changed within the last minute. */
export function useChangedApplications(): ReadonlyMap<string, number> {
  return useSyncExternalStore(subscribe, () => changed);
}

/** Whether the back end reaches its database. */
export function useDatabaseConnected(): boolean {
  return useSyncExternalStore(subscribe, () => databaseConnected);
}

function markChanged(id: string, now: number): void {
  changed = new Map([...[...changed].filter(([, at]) => now - at < FRESH_MS), [id, now]]);
  publish();
}

function forgetOld(now: number): void {
  const kept = new Map([...changed].filter(([, at]) => now - at < FRESH_MS));
  if (kept.size !== changed.size) {
    changed = kept;
    publish();
  }
}

let greeted = false;

function onEvent(client: QueryClient, event: DeskEvent, readLists: () => void): void {
  switch (event.type) {
    case 'hello':
      // After a loss: whatever happened while nobody listened. The first greeting finds nothing read yet.
      if (greeted) {
        void client.invalidateQueries({ predicate: isLight });
      }
      greeted = true;
      break;
    case 'session':
      void client.invalidateQueries({ queryKey: keys.state });
      break;
    case 'database':
      databaseConnected = event.connected;
      publish();
      if (event.connected) {
        void client.invalidateQueries({ predicate: isLight });
      }
      break;
    case 'application':
      if (event.mine) {
        noteOwnVersion(event.id, event.version);
      } else {
        markChanged(event.id, Date.now());
      }
      // Opening a review is a read that history records, so one's own acts do not repeat it: the screen has their answer.
      void client.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey.includes(event.id) &&
          queryKey[0] !== 'journal' &&
          !(event.mine && queryKey[0] === 'review'),
      });
      readLists();
      break;
    case 'applications':
      readLists();
      break;
  }
}

/** Long lists are not read again page by page for every event: beyond this many loaded pages they only become stale. */
const MAX_REREAD_PAGES = 4;

function isLight(query: Query): boolean {
  const data = query.state.data;
  const pages = typeof data === 'object' && data !== null && 'pages' in data ? data.pages : null;
  return !Array.isArray(pages) || pages.length <= MAX_REREAD_PAGES;
}

/** Follows the events while the line is open; called once, in App. */
export function useDeskEvents(): void {
  const client = useQueryClient();
  const open = useConnection().kind === 'open';
  useEffect(() => {
    if (!open) {
      return;
    }
    const abort = new AbortController();
    let refetch: ReturnType<typeof setTimeout> | undefined;
    const forget = setInterval(() => forgetOld(Date.now()), 5000);
    // Lists are read again once for a burst of changes.
    const readLists = (): void => {
      refetch ??= setTimeout(() => {
        refetch = undefined;
        for (const queryKey of [
          keys.journal,
          keys.queue,
          keys.places,
          keys.referrals,
          keys.admissions,
          keys.companions,
          keys.links,
          keys.notices,
          keys.interest,
          keys.duplicatePairs,
        ]) {
          void client.invalidateQueries({ queryKey, predicate: isLight });
        }
      }, REFETCH_MS);
    };
    const follow = async (): Promise<void> => {
      while (!abort.signal.aborted) {
        try {
          for await (const event of await api.session.events(undefined, { signal: abort.signal })) {
            onEvent(client, event, readLists);
          }
        } catch {
          // A lost line ends the effect; anything else is tried again below.
        }
        await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
      }
    };
    void follow();
    return () => {
      abort.abort();
      clearTimeout(refetch);
      clearInterval(forget);
    };
  }, [client, open]);
}
