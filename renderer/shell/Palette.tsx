/** Ctrl+K: the acts of the open screen, the screens, and any application by its number, IIN or name. */
import MuiDialog from '@mui/material/Dialog';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { api } from '../api.ts';
import { nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { searchInJournal } from '../journal/state.ts';
import { useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { capsOf, useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { type PaletteAction, usePaletteSources } from '../ui/palette.ts';
import { hasLists } from './Rail.tsx';
import styles from './shell.module.css';

const MAX_FOUND = 6;

/** Whether every word of the query begins a word of the label, in any case. */
export function matchesLabel(label: string, query: string): boolean {
  const words = label.toLocaleLowerCase('kk').split(/[\s·:«»,.]+/);
  return query
    .toLocaleLowerCase('kk')
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.startsWith(part)));
}

export function Palette(props: { onClose: () => void }) {
  const { t } = useT();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  useHotkeys(t('palette.title'), [], { modal: true });
  const actions = useFound(query.trim());
  const chosen = Math.min(at, Math.max(0, actions.length - 1));

  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (action: PaletteAction | undefined): void => {
    if (action !== undefined && action.disabled === undefined) {
      props.onClose();
      action.run();
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && actions.length > 0) {
      event.preventDefault();
      setAt((chosen + step + actions.length) % actions.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(actions[chosen]);
    }
  };
  return (
    <MuiDialog
      open
      onClose={props.onClose}
      aria-labelledby={`${listId}-title`}
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
      slotProps={{ paper: { style: { width: 560, maxWidth: 560, marginTop: 96 } } }}
    >
      <h2 id={`${listId}-title`} className="visually-hidden">
        {t('palette.title')}
      </h2>
      <div className={styles['palette-input']}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={actions.length === 0 ? undefined : `${listId}-${chosen}`}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <KeyCaps combo="Escape" />
      </div>
      <div
        className={styles['palette-list']}
        id={listId}
        role="listbox"
        aria-label={t('palette.title')}
        ref={list}
      >
        {actions.map((action, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act through the field, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
          <div
            key={action.id}
            id={`${listId}-${index}`}
            className={styles['palette-item']}
            role="option"
            aria-selected={index === chosen}
            aria-disabled={action.disabled === undefined ? undefined : true}
            onMouseMove={() => setAt(index)}
            onClick={() => run(action)}
          >
            <Icon name={action.icon} />
            <span className="clip">{action.label}</span>
            {action.disabled === undefined ? null : <span className="small muted">{action.disabled}</span>}
            {index === chosen ? (
              <KeyCaps combo="Enter" />
            ) : action.combo === undefined ? null : (
              <KeyCaps combo={action.combo} />
            )}
          </div>
        ))}
        {actions.length === 0 ? (
          // biome-ignore lint/a11y/useFocusableInteractive: only words, nothing to choose
          <div
            className={`${styles['palette-item']} muted`}
            role="option"
            aria-selected="false"
            aria-disabled="true"
          >
            <span>{t('palette.empty')}</span>
          </div>
        ) : null}
      </div>
    </MuiDialog>
  );
}

function useFound(query: string): readonly PaletteAction[] {
  const { t } = useT();
  const lists = hasLists(useSession().post);
  const offered = usePaletteSources();
  const deferred = useDeferredValue(query);
  const search = lists && deferred.length >= 3;
  const found = useQuery({
    queryKey: ['journal', 'palette', deferred],
    queryFn: ({ signal }) =>
      api.journal.page(
        {
          filter: { search: deferred },
          sort: { by: 'submitted', direction: 'desc' },
          after: null,
          limit: MAX_FOUND,
        },
        { signal },
      ),
    enabled: search,
    staleTime: 10_000,
  });
  return useMemo(() => {
    const acts = offered.filter((action) => matchesLabel(action.label, query));
    const rows: readonly PaletteAction[] = !search
      ? []
      : (found.data?.rows ?? []).map((row) => ({
          id: `application-${row.id}`,
          label: t('palette.openApplication', { number: row.number, name: nameOf(row.child) }),
          icon: 'file',
          run: () => navigate({ name: 'application', id: row.id, tab: null }),
        }));
    const everything: readonly PaletteAction[] =
      query === '' || !lists
        ? []
        : [
            {
              id: 'search-journal',
              label: t('palette.searchFor', { text: query }),
              icon: 'search',
              run: () => searchInJournal(query),
            },
          ];
    return [...rows, ...acts, ...everything];
  }, [offered, query, search, found.data, lists, t]);
}

/** Caps of a combo in one text, for tooltips of the palette's own button. */
export function capsText(combo: string): string {
  return capsOf(combo).join('+');
}
