/**
 * What each list shows now: filter, order, place. Kept outside React so that coming back from an application finds the
 * list as it was; forgotten on lock and sign-out.
 */
import { useSyncExternalStore } from 'react';
import type { JournalFilter, JournalSort } from '../../preload/contract/index.ts';
import { type ListRoute, navigate } from '../router.ts';
import { createStore, type Store } from '../ui/store.ts';
import { BUILT_IN_VIEWS, presetOf } from './views.ts';

export interface ListState {
  /** Id of the built-in or saved view the filter began from. */
  readonly view: string | null;
  readonly filter: JournalFilter;
  readonly sort: JournalSort;
  readonly offset: number;
}

export const DEFAULT_SORT: JournalSort = { by: 'deadline', direction: 'asc' };

let lists: ReadonlyMap<ListRoute, ListState> = new Map();
const listeners = new Set<() => void>();

function publish(next: ReadonlyMap<ListRoute, ListState>): void {
  lists = next;
  for (const listener of listeners) listener();
}

/** The state of a list; its preset when nobody has touched it yet. `today`: the Almaty day. */
export function listState(route: ListRoute, today: string): ListState {
  return (
    lists.get(route) ?? {
      view: route === 'journal' ? BUILT_IN_VIEWS[1].id : null,
      filter: route === 'journal' ? BUILT_IN_VIEWS[1].filter : presetOf(route, today),
      sort: DEFAULT_SORT,
      offset: 0,
    }
  );
}

export function setListState(route: ListRoute, state: ListState): void {
  publish(new Map([...lists, [route, state]]));
}

/** Whether the list was touched since sign-in; before that what was kept for the officer may replace its preset. */
export function isListTouched(route: ListRoute): boolean {
  return lists.has(route);
}

/** The row under the cursor of each list; apart from the rest, so that moving it draws two rows and nothing else. */
const cursors = new Map<ListRoute, Store<string | null>>();

export function cursorOf(route: ListRoute): Store<string | null> {
  const found = cursors.get(route) ?? createStore<string | null>(null);
  cursors.set(route, found);
  return found;
}

/** Forgets every list: a search box holds a person's name or IIN. */
export function resetLists(): void {
  publish(new Map());
  for (const cursor of cursors.values()) cursor.set(null);
}

export function useListState(route: ListRoute, today: string): ListState {
  const map = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lists,
  );
  return map.get(route) ?? listState(route, today);
}

/** Opens the log with a search over everything. */
export function searchInJournal(text: string): void {
  setListState('journal', {
    view: 'all',
    filter: { search: text },
    sort: { by: 'submitted', direction: 'desc' },
    offset: 0,
  });
  navigate({ name: 'journal' });
}
