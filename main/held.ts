/** What changes by administration only and every act asks for: read from the database, and held for half a minute. */
import type { OpenDatabase } from '../db/open.ts';
import type { Clock } from './clock.ts';

/** How old it may be: an administrator's change shows within this. */
const FRESH_MS = 30_000;

export interface Held<T> {
  /** Never in the middle of a transaction, though it mostly would not read: @throws Error NESTED_TRANSACTION. */
  get(): Promise<T>;
  /** Forgets what is held: the next `get` reads again. */
  forget(): void;
}

/** Holds what `load` reads; a reading that failed is not held. */
export function holdFresh<T>(db: OpenDatabase, clock: Clock, load: () => Promise<T>): Held<T> {
  let held: { readonly at: number; readonly value: Promise<T> } | null = null;
  return {
    async get() {
      db.refuseNested();
      const now = clock.now().getTime();
      if (held === null || Math.abs(now - held.at) > FRESH_MS) {
        const value = load();
        held = { at: now, value };
        value.catch(() => {
          held = null;
        });
      }
      return held.value;
    },
    forget() {
      held = null;
    },
  };
}
