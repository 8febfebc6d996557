/** Hooks and small pieces of the log that need no table around them. */
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type { JournalFilter, JournalRow, JournalSort } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import type { ListRoute } from '../router.ts';
import { useSetting, useStoredSettings } from '../settings/settings.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { type PaletteAction, usePaletteActions } from '../ui/palette.ts';
import { Inline } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import { showToast } from '../ui/toast.ts';
import { type ColumnLayout, layoutFrom, layoutToKeep, type SetLayout } from './columns.ts';
import type { TableHandle } from './JournalTable.tsx';
import styles from './journal.module.css';
import { cursorOf, isListTouched, type ListState, listState, setListState, useListState } from './state.ts';

const KEEP_MS = 800;

/** Click on a header: this column ascending, then descending. */
export function nextSort(sort: JournalSort, by: JournalSort['by']): JournalSort {
  return { by, direction: sort.by === by && sort.direction === 'asc' ? 'desc' : 'asc' };
}

export interface KeptList {
  readonly state: ListState;
  set(state: ListState): void;
  readonly setOffset: (offset: number) => void;
}

/** The list's state; the log's filter is kept for the officer, without the search text: that is a person's name or IIN. */
export function useKeptList(route: ListRoute, today: string): KeptList {
  const state = useListState(route, today);
  const [last, saveLast] = useSetting('journalLast');
  const loaded = useStoredSettings() !== undefined;
  useEffect(() => {
    if (route === 'journal' && loaded && last !== null && !isListTouched('journal')) {
      setListState('journal', { ...listState('journal', today), ...last });
    }
  }, [route, loaded, last, today]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (next: ListState): void => {
    setListState(route, next);
    if (route === 'journal') {
      clearTimeout(timer.current);
      const { search: _, ...filter } = next.filter;
      timer.current = setTimeout(() => saveLast({ view: next.view, filter, sort: next.sort }), KEEP_MS);
    }
  };
  const offset = useRef(state.offset);
  const setOffset = useCallback((value: number) => {
    offset.current = value;
  }, []);
  // The place in the list is only needed on coming back: kept on leaving, not on every scroll.
  const latest = useRef(state);
  latest.current = state;
  useEffect(
    () => () => {
      if (isListTouched(route) || offset.current > 0) {
        setListState(route, { ...latest.current, offset: offset.current });
      }
    },
    [route],
  );
  return { state, set, setOffset };
}

/** Columns as kept for the officer; changes are on the screen at once and saved when they have settled. */
export function useLayoutSetting(): { layout: ColumnLayout; setLayout: SetLayout } {
  const [kept, save] = useSetting('journalColumns');
  const layout = useMemo(() => layoutFrom(kept), [kept]);
  return {
    layout,
    setLayout: (change) =>
      save((now) => layoutToKeep(typeof change === 'function' ? change(layoutFrom(now)) : change)),
  };
}

/** The row under the cursor and how it moves; functions read the rows of the moment, so they stay the same. */
export function useCursor(
  route: ListRoute,
  rows: readonly JournalRow[],
  handle: RefObject<TableHandle | null>,
) {
  const store = cursorOf(route);
  const latest = useRef(rows);
  latest.current = rows;
  return useMemo(() => {
    const index = (): number => latest.current.findIndex((row) => row.id === store.get());
    const go = (to: number): JournalRow | undefined => {
      const row = latest.current[Math.max(0, Math.min(latest.current.length - 1, to))];
      if (row !== undefined) {
        store.set(row.id);
        handle.current?.show(latest.current.indexOf(row));
      }
      return row;
    };
    return {
      store,
      row: () => latest.current[index()],
      move: (step: number) => go(index() < 0 ? 0 : index() + step),
      edge: (end: 'first' | 'last') => void go(end === 'first' ? 0 : latest.current.length - 1),
    };
  }, [store, handle]);
}

/** Downloads the filtered list as CSV; the toast tells when it is ready. */
export function Download(props: { filter: JournalFilter; sort: JournalSort }) {
  const { t } = useT();
  const errorText = useErrorText();
  const download = useMutation({
    mutationFn: () => api.journal.exportCsv({ filter: props.filter, sort: props.sort }),
    onSuccess: (file) => {
      saveFile(file.fileName, file.content);
      const rows = t('journal:downloadRows', { count: file.rows, rows: number(file.rows) });
      showToast({
        title: t('journal:downloadDone'),
        detail: file.capped ? `${rows}. ${t('journal:downloadCapped')}` : rows,
      });
    },
  });
  return (
    <>
      <Act size="sm" icon="download" busy={download.isPending} onClick={() => download.mutate()}>
        {t('journal:download')}
      </Act>
      {download.error === null ? null : (
        <div className={styles.floating}>
          <Inline onClose={download.reset}>{errorText(download.error)}</Inline>
        </div>
      )}
    </>
  );
}

/** An act that failed as a whole, over the rows. */
export function ActError(props: { error: unknown; onClose: () => void }) {
  const errorText = useErrorText();
  return (
    <div className={styles.actError}>
      <Inline onClose={props.onClose}>{errorText(props.error)}</Inline>
    </div>
  );
}

/** The list's acts in Ctrl+K. */
export function useJournalPalette(input: {
  acts: boolean;
  clerk: boolean;
  claim: () => void;
  ask: (kind: 'hand' | 'release' | 'decide') => void;
}): void {
  const { t } = useT();
  const off = input.acts ? {} : { disabled: t('connection.lost') };
  const actions: PaletteAction[] = [
    ...(input.clerk
      ? [
          {
            id: 'claim',
            label: t('journal:bulk.claim'),
            icon: 'user' as const,
            combo: 'KeyC',
            run: input.claim,
            ...off,
          },
          {
            id: 'decide',
            label: t('journal:bulk.decide'),
            icon: 'shieldCheck' as const,
            run: () => input.ask('decide'),
            ...off,
          },
        ]
      : []),
    { id: 'hand', label: t('journal:bulk.handTo'), icon: 'split', run: () => input.ask('hand'), ...off },
    {
      id: 'release',
      label: t('journal:bulk.release'),
      icon: 'return',
      combo: 'KeyU',
      run: () => input.ask('release'),
      ...off,
    },
  ];
  usePaletteActions(actions);
}
