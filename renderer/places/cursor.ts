/** The cursor of a list: which row it stands on, how it moves, where it goes when its row leaves the list. */
import { useEffect, useMemo, useRef, useState } from 'react';

/** Where the cursor stands now: on its row; when the row is gone, on the one that took its place; on the first at the start. */
export function placeOf(ids: readonly string[], id: string | null, wasAt: number): number {
  if (ids.length === 0) {
    return -1;
  }
  const at = id === null ? 0 : ids.indexOf(id);
  return at >= 0 ? at : Math.min(Math.max(wasAt, 0), ids.length - 1);
}

export interface ListCursor {
  readonly id: string | null;
  readonly at: number;
  set(id: string | null): void;
  /** Moves by so many rows, stopping at the ends; answers the id it came to. */
  move(step: number): string | null;
  edge(end: 'first' | 'last'): void;
}

/** `initial`: the row to stand on at first, where it is known from before. */
export function useListCursor(ids: readonly string[], initial: string | null = null): ListCursor {
  const [wanted, setWanted] = useState(initial);
  const wasAt = useRef(0);
  const at = placeOf(ids, wanted, wasAt.current);
  const id = ids[at] ?? null;
  useEffect(() => {
    if (at >= 0) wasAt.current = at;
    // The row it came to is its own from now on: when the list is put in another order the cursor goes with the row.
    if (id !== null) setWanted(id);
  }, [at, id]);
  // Keys pressed within one frame add up.
  const now = useRef({ at, ids });
  now.current = { at, ids };
  return useMemo(() => {
    const go = (index: number): string | null => {
      const next = now.current.ids[Math.min(Math.max(index, 0), now.current.ids.length - 1)] ?? null;
      if (next !== null) {
        now.current.at = now.current.ids.indexOf(next);
        setWanted(next);
      }
      return next;
    };
    return {
      id,
      at,
      set: setWanted,
      move: (step) => go(now.current.at + step),
      edge: (end) => void go(end === 'first' ? 0 : now.current.ids.length - 1),
    };
  }, [id, at]);
}
