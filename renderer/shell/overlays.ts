/** Which of the shell's own dialogs is open: one at a time, reachable from header, rail, keys and palette alike. */
import { useSyncExternalStore } from 'react';

export type Overlay = 'palette' | 'shortcuts' | 'settings' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

export function setOverlay(overlay: Overlay): void {
  current = overlay;
  for (const listener of listeners) listener();
}

export const openShortcuts = (): void => setOverlay('shortcuts');
export const openSettings = (): void => setOverlay('settings');
export const openPalette = (): void => setOverlay('palette');
export const closeOverlay = (): void => setOverlay(null);

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
