/** The keys of a list, and the same acts in the palette. */
import { useT } from '../i18n.ts';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';
import type { TabView } from './ViewTabs.tsx';

export interface ListActs {
  readonly title: string;
  readonly move: (step: number, extend: boolean) => void;
  readonly edge: (end: 'first' | 'last') => void;
  readonly toggle: () => void;
  readonly selectAll: () => void;
  readonly open: () => void;
  readonly openApplication: () => void;
  readonly claim: () => void;
  readonly release: () => void;
  readonly filter: () => void;
  readonly search: () => void;
  /** Gives up the selection; false when there was none. */
  readonly unselect: () => boolean;
  readonly views: readonly TabView[];
  readonly onView: (view: TabView) => void;
  /** Off while the line is lost. */
  readonly acts: boolean;
  readonly clerk: boolean;
}

const PAGE = 15;

export function useListKeys(acts: ListActs): void {
  const { t } = useT();
  const step = (combo: string, by: number, label?: string): Hotkey[] => [
    { combo, ...(label === undefined ? {} : { label }), moves: true, run: () => acts.move(by, false) },
    { combo: `Shift+${combo}`, moves: true, run: () => acts.move(by, true) },
  ];
  const hotkeys: readonly Hotkey[] = [
    ...step('KeyJ', 1, t('journal:keys.next')),
    ...step('KeyK', -1, t('journal:keys.previous')),
    ...step('ArrowDown', 1),
    ...step('ArrowUp', -1),
    ...step('PageDown', PAGE),
    ...step('PageUp', -PAGE),
    { combo: 'Home', label: t('journal:keys.first'), moves: true, run: () => acts.edge('first') },
    { combo: 'End', label: t('journal:keys.last'), moves: true, run: () => acts.edge('last') },
    { combo: 'Space', label: t('journal:keys.select'), run: acts.toggle },
    { combo: 'Shift+Space', label: t('journal:keys.extend'), run: () => acts.move(0, true) },
    { combo: 'Ctrl+KeyA', label: t('journal:keys.selectAll'), run: acts.selectAll },
    { combo: 'Enter', label: t('journal:keys.open'), run: acts.open },
    { combo: 'KeyO', label: t('journal:keys.application'), run: acts.openApplication },
    { combo: 'KeyC', label: t('journal:bulk.claim'), enabled: acts.acts && acts.clerk, run: acts.claim },
    { combo: 'KeyU', label: t('journal:bulk.release'), enabled: acts.acts, run: acts.release },
    { combo: 'KeyF', label: t('journal:keys.filter'), run: acts.filter },
    { combo: 'Slash', label: t('journal:keys.search'), run: acts.search },
    { combo: 'Escape', label: t('journal:keys.unselect'), run: acts.unselect },
    ...acts.views.slice(0, 9).map((view, index) => ({
      combo: `Alt+Digit${index + 1}`,
      label: view.name,
      run: () => acts.onView(view),
    })),
  ];
  useHotkeys(acts.title, hotkeys);
}
