/** What is kept for the officer: read once with the session, saved at once, shown at once. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { JournalFilter, JournalSort } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys } from '../query.ts';

export type Density = 'compact' | 'default' | 'wide';
export type ThemeMode = 'light' | 'dark' | 'system';
export interface ColumnChoice {
  readonly id: string;
  readonly visible: boolean;
  readonly width: number;
}

export interface Settings {
  readonly theme: ThemeMode;
  readonly density: Density;
  readonly singleLetters: boolean;
  readonly railFolded: boolean;
  readonly keepOpenMinutes: number;
  readonly journalColumns: readonly ColumnChoice[] | null;
  /** What the log showed last, without the search text. */
  readonly journalLast: JournalLast | null;
}

export interface JournalLast {
  readonly view: string | null;
  readonly filter: JournalFilter;
  readonly sort: JournalSort;
}

const DEFAULTS: Settings = {
  theme: 'system',
  density: 'default',
  singleLetters: true,
  railFolded: false,
  keepOpenMinutes: 15,
  journalColumns: null,
  journalLast: null,
};

function isColumn(value: unknown): value is ColumnChoice {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { id, visible, width } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof visible === 'boolean' &&
    typeof width === 'number' &&
    width >= 24 &&
    width <= 2000
  );
}

const READERS: { readonly [K in keyof Settings]: (value: unknown) => Settings[K] | undefined } = {
  theme: (v) => (v === 'light' || v === 'dark' || v === 'system' ? v : undefined),
  density: (v) => (v === 'compact' || v === 'default' || v === 'wide' ? v : undefined),
  singleLetters: (v) => (typeof v === 'boolean' ? v : undefined),
  railFolded: (v) => (typeof v === 'boolean' ? v : undefined),
  keepOpenMinutes: (v) => (typeof v === 'number' && Number.isInteger(v) && v >= 0 && v <= 60 ? v : undefined),
  journalColumns: (v) => (v === null || (Array.isArray(v) && v.every(isColumn)) ? v : undefined),
  journalLast: (v) => (v === null || isJournalLast(v) ? v : undefined),
};

const SORTS: ReadonlySet<unknown> = new Set(['deadline', 'submitted', 'number', 'child', 'status']);

function isJournalLast(value: unknown): value is JournalLast {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { view, filter, sort } = value as Record<string, unknown>;
  const order = sort as Record<string, unknown> | null;
  return (
    (view === null || typeof view === 'string') &&
    typeof filter === 'object' &&
    filter !== null &&
    typeof order === 'object' &&
    order !== null &&
    SORTS.has(order.by) &&
    (order.direction === 'asc' || order.direction === 'desc')
  );
}

/** A setting as stored, or its default: what an older program wrote in another form is as good as absent. */
export function readSetting<K extends keyof Settings>(
  stored: Readonly<Record<string, unknown>>,
  key: K,
): Settings[K] {
  return (Object.hasOwn(stored, key) ? READERS[key](stored[key]) : undefined) ?? DEFAULTS[key];
}

/**
 * Saves one value after another, so that the last one asked is the last one kept; values overtaken while they waited are not
 * sent. The promise is of the value asked, or of the one that overtook it.
 */
export function createSaver(send: (key: string, value: unknown) => Promise<unknown>) {
  const waiting = new Map<string, unknown>();
  let line: Promise<unknown> = Promise.resolve();
  return {
    save(key: string, value: unknown): Promise<unknown> {
      waiting.set(key, value);
      const sent = line.then(() => {
        if (!waiting.has(key)) return undefined;
        const newest = waiting.get(key);
        waiting.delete(key);
        return send(key, newest);
      });
      line = sent.catch(() => undefined);
      return sent;
    },
  };
}

const saver = createSaver((key, value) => api.desk.saveSetting({ key, value }));

/** Everything stored for the officer; empty while it loads. */
export function useStoredSettings(): Readonly<Record<string, unknown>> | undefined {
  return useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => api.desk.settings(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** A new value, or how to come to it from the value of the moment: keys pressed within one frame add up. */
export type Change<V> = V | ((now: V) => V);

/** A setting and how to change it: on the screen at once, then in the database; a failed save comes back by itself. */
export function useSetting<K extends keyof Settings>(
  key: K,
): readonly [Settings[K], (change: Change<Settings[K]>) => void] {
  const client = useQueryClient();
  const stored = useStoredSettings();
  const value = useMemo(() => readSetting(stored ?? {}, key), [stored, key]);
  const save = useCallback(
    (change: Change<Settings[K]>) => {
      const now = readSetting(client.getQueryData<Record<string, unknown>>(keys.settings) ?? {}, key);
      const next = typeof change === 'function' ? change(now) : change;
      client.setQueryData<Record<string, unknown>>(keys.settings, (old) => ({ ...old, [key]: next }));
      void saver.save(key, next).catch(() => client.invalidateQueries({ queryKey: keys.settings }));
    },
    [client, key],
  );
  return [value, save];
}
