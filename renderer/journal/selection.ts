/** Which rows are chosen and in which version; a choice of thousands is sent as ids the back end gave, not as loaded rows. */
import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { JournalFilter, JournalRow, JournalSort, Target } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { targetAt } from '../own-versions.ts';

export interface Selection {
  readonly chosen: Readonly<Record<string, boolean>>;
  readonly size: number;
  readonly capped: boolean;
  pick(id: string, how: { shift: boolean; toggle: boolean }): void;
  /** Puts the rows between the anchor and this one on, as Shift does; `from` is where the cursor stood, the anchor of a new run. */
  extendTo(id: string, from: string | null): void;
  toggleLoaded(): void;
  selectAll(): Promise<void>;
  only(ids: readonly string[]): void;
  clear(): void;
  /** What to send: versions of loaded rows as they are on the screen, of others as the back end gave them. */
  targets(): Target[];
}

const NONE: Readonly<Record<string, boolean>> = {};

/** `drawn`: the rows on the screen now, those an act has just taken out of the list included. */
export function useSelection(
  drawn: RefObject<readonly JournalRow[]>,
  filter: JournalFilter,
  sort: JournalSort,
): Selection {
  const [chosen, setChosen] = useState(NONE);
  const [capped, setCapped] = useState(false);
  const anchor = useRef<string | null>(null);
  /** Where the last step with Shift ended: the next one goes on from the same anchor. */
  const extended = useRef<string | null>(null);
  /** Versions of chosen rows that are not loaded. */
  const versions = useRef(new Map<string, number>());

  const range = useCallback(
    (to: string): string[] => {
      const ids = drawn.current.map((row) => row.id);
      const from = anchor.current === null ? -1 : ids.indexOf(anchor.current);
      const end = ids.indexOf(to);
      return from < 0 || end < 0 ? [to] : ids.slice(Math.min(from, end), Math.max(from, end) + 1);
    },
    [drawn],
  );
  /** A new choice begins where its first row is, not where the one before began. */
  const forgetAnchor = useCallback(() => {
    anchor.current = null;
    extended.current = null;
  }, []);

  const put = useCallback((ids: readonly string[], on: boolean) => {
    setCapped(false);
    setChosen((old) => {
      const next = { ...old };
      for (const id of ids) {
        if (on) next[id] = true;
        else delete next[id];
      }
      return next;
    });
  }, []);

  const pick = useCallback(
    (id: string, how: { shift: boolean; toggle: boolean }) => {
      if (how.shift) {
        put(range(id), true);
      } else if (how.toggle) {
        setCapped(false);
        setChosen((old) => {
          const next = { ...old };
          if (old[id] === true) delete next[id];
          else next[id] = true;
          return next;
        });
        anchor.current = id;
      } else {
        anchor.current = id;
      }
    },
    [put, range],
  );

  const clear = useCallback(() => {
    setChosen(NONE);
    setCapped(false);
    versions.current.clear();
    forgetAnchor();
  }, [forgetAnchor]);

  const size = useMemo(() => Object.keys(chosen).length, [chosen]);

  return {
    chosen,
    size,
    capped,
    pick,
    extendTo: (id, from) => {
      if (from !== null && from !== id && from !== extended.current) anchor.current = from;
      extended.current = id;
      put(range(id), true);
    },
    toggleLoaded: () => {
      const ids = drawn.current.map((row) => row.id);
      const all = ids.length > 0 && ids.every((id) => chosen[id] === true);
      if (all) clear();
      else put(ids, true);
    },
    selectAll: async () => {
      const answer = await api.journal.select({ filter, sort });
      versions.current = new Map(answer.targets.map((target) => [target.id, target.expectedVersion]));
      setChosen(Object.fromEntries(answer.targets.map((target) => [target.id, true])));
      setCapped(answer.capped);
    },
    only: (ids) => {
      setCapped(false);
      forgetAnchor();
      setChosen(Object.fromEntries(ids.map((id) => [id, true])));
    },
    clear,
    targets: () => {
      const loaded = new Map(drawn.current.map((row) => [row.id, row.version]));
      return Object.keys(chosen).flatMap((id) => {
        const version = loaded.get(id) ?? versions.current.get(id);
        return version === undefined ? [] : [targetAt(id, version)];
      });
    },
  };
}
