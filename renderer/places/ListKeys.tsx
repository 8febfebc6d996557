/** The keys every list has: J K and arrows, Home and End, / to search. Bound while the list is on the screen. */
import { useT } from '../i18n.ts';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';

export function ListKeys(props: {
  title: string;
  move: (step: number) => void;
  edge: (end: 'first' | 'last') => void;
  search?: () => void;
  open?: () => void;
  /** More keys of the same list. */
  more?: readonly Hotkey[];
}) {
  const { t } = useT();
  const { move, edge } = props;
  const keys: readonly Hotkey[] = [
    { combo: 'KeyJ', label: t('journal:keys.next'), moves: true, run: () => move(1) },
    { combo: 'ArrowDown', label: t('journal:keys.next'), moves: true, run: () => move(1) },
    { combo: 'KeyK', label: t('journal:keys.previous'), moves: true, run: () => move(-1) },
    { combo: 'ArrowUp', label: t('journal:keys.previous'), moves: true, run: () => move(-1) },
    { combo: 'Home', label: t('journal:keys.first'), moves: true, run: () => edge('first') },
    { combo: 'End', label: t('journal:keys.last'), moves: true, run: () => edge('last') },
    ...(props.search === undefined
      ? []
      : [{ combo: 'Slash', label: t('journal:keys.search'), run: props.search }]),
    ...(props.open === undefined ? [] : [{ combo: 'Enter', label: t('journal:keys.open'), run: props.open }]),
    ...(props.more ?? []),
  ];
  useHotkeys(props.title, keys);
  return null;
}
