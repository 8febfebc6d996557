/** A value outside React that a few small components follow, so that a cursor or a scroll does not draw a whole screen anew. */
import { useSyncExternalStore } from 'react';

export interface Store<V> {
  get(): V;
  set(value: V): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<V>(initial: V): Store<V> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (!Object.is(next, value)) {
        value = next;
        for (const listener of listeners) listener();
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<V>(store: Store<V>): V {
  return useSyncExternalStore(store.subscribe, store.get);
}
