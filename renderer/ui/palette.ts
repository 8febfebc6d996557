/** Acts offered in Ctrl+K: the shell's, and those of the screen that is open. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { IconName } from './Icon.tsx';

export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly combo?: string;
  readonly run: () => void;
  /** Not now, and why: shown in words, cannot be run. */
  readonly disabled?: string;
}

let sources: ReadonlyMap<symbol, () => readonly PaletteAction[]> = new Map();
const listeners = new Set<() => void>();

function publish(next: ReadonlyMap<symbol, () => readonly PaletteAction[]>): void {
  sources = next;
  for (const listener of listeners) listener();
}

/** Offers acts while the component lives; the latest closure is the one that runs. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const id = Symbol('palette');
    publish(new Map([...sources, [id, () => latest.current]]));
    return () => {
      const next = new Map(sources);
      next.delete(id);
      publish(next);
    };
  }, []);
}

/** All acts offered now, the screen's before the shell's. */
export function usePaletteSources(): readonly PaletteAction[] {
  const map = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sources,
  );
  return [...map.values()].flatMap((read) => read());
}
