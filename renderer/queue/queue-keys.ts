/** The keys of the queue screen, and the same acts in the palette. */
import type { RefObject } from 'react';
import { useT } from '../i18n.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import type { OrderHandle } from './OrderPane.tsx';
import { changeView, type QueueView } from './state.ts';

/** An act, or why it cannot be done now. */
export interface QueueAct {
  readonly run: () => void;
  readonly why: string | null;
}

export interface QueueActs {
  /** Null: this post allots no places. */
  readonly allot: QueueAct | null;
  readonly offer: QueueAct | null;
  readonly onChooser: () => void;
  readonly onMoment: () => void;
  /** Null: nothing to print now. */
  readonly onPrint: (() => void) | null;
  readonly onOpen: () => void;
}

const PAGE = 12;

export function useQueueKeys(acts: QueueActs, view: QueueView, order: RefObject<OrderHandle | null>): void {
  const { t } = useT();
  const move = (by: number) => () => order.current?.move(by);
  const run = (act: QueueAct | null) => () => {
    if (act !== null && act.why === null) act.run();
  };
  // The batch has the list keys of its own while it stands in the place of the order.
  useHotkeys(
    t('nav.queue'),
    [
      { combo: 'KeyJ', label: t('journal:keys.next'), moves: true, run: move(1) },
      { combo: 'ArrowDown', moves: true, run: move(1) },
      { combo: 'KeyK', label: t('journal:keys.previous'), moves: true, run: move(-1) },
      { combo: 'ArrowUp', moves: true, run: move(-1) },
      { combo: 'PageDown', moves: true, run: move(PAGE) },
      { combo: 'PageUp', moves: true, run: move(-PAGE) },
      {
        combo: 'Home',
        label: t('journal:keys.first'),
        moves: true,
        run: () => order.current?.edge('first'),
      },
      { combo: 'End', label: t('journal:keys.last'), moves: true, run: () => order.current?.edge('last') },
      { combo: 'Slash', label: t('journal:keys.search'), run: () => order.current?.focusSearch() },
      { combo: 'Enter', label: t('journal:keys.application'), run: acts.onOpen },
      {
        combo: 'Ctrl+Enter',
        label: t('queue:order.allot'),
        enabled: acts.allot !== null,
        run: run(acts.allot),
      },
      { combo: 'KeyO', label: t('queue:order.offerOne'), enabled: acts.offer !== null, run: run(acts.offer) },
      { combo: 'Escape', run: () => stepBack(view) },
    ],
    { enabled: !view.batch },
  );
  useHotkeys(t('nav.queue'), [
    { combo: 'KeyQ', label: t('queue:chooser.title'), run: acts.onChooser },
    { combo: 'KeyT', label: t('queue:moment.open'), run: acts.onMoment },
    {
      combo: 'KeyP',
      label: t('queue:explain.print'),
      enabled: acts.onPrint !== null,
      run: () => acts.onPrint?.(),
    },
  ]);
}

/** Esc gives up the search, then the past moment. */
function stepBack(view: QueueView): boolean {
  if (view.search !== '') {
    changeView({ search: '' });
    return true;
  }
  if (view.at !== null) {
    changeView({ at: null });
    return true;
  }
  return false;
}

export function useQueuePalette(acts: QueueActs): void {
  const { t } = useT();
  const ticket = (id: string, label: string, combo: string, act: QueueAct | null) =>
    act === null
      ? []
      : [
          {
            id,
            label,
            combo,
            icon: 'ticket' as const,
            run: act.run,
            ...(act.why === null ? {} : { disabled: act.why }),
          },
        ];
  usePaletteActions([
    ...ticket('queue-allot', t('queue:order.allot'), 'Ctrl+Enter', acts.allot),
    ...ticket('queue-offer', t('queue:order.offerOne'), 'KeyO', acts.offer),
    {
      id: 'queue-choose',
      label: t('queue:chooser.title'),
      icon: 'queue',
      combo: 'KeyQ',
      run: acts.onChooser,
    },
    { id: 'queue-moment', label: t('queue:moment.open'), icon: 'clock', combo: 'KeyT', run: acts.onMoment },
  ]);
}
