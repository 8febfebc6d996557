/** Which queue: a button with its name, and a list that is searched by typing. */
import Popover from '@mui/material/Popover';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { normaliseForSearch } from '../../domain/names.ts';
import type { QueueKey, QueueSummary } from '../../preload/contract/index.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { keyText, sameKey } from './data.ts';
import css from './queue.module.css';
import { queueName } from './words.ts';

export interface NamedQueue {
  readonly queue: QueueSummary;
  readonly name: string;
}

/** Queues whose names hold every word of the query, in any alphabet. */
export function findQueues(queues: readonly NamedQueue[], query: string): readonly NamedQueue[] {
  const tokens = normaliseForSearch(query)
    .split(' ')
    .filter((token) => token !== '');
  return queues.filter(({ name }) => {
    const text = normaliseForSearch(name);
    return tokens.every((token) => text.includes(token));
  });
}

export function QueueChooser(props: {
  queues: readonly QueueSummary[];
  chosen: QueueKey | null;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChoose: (key: QueueKey) => void;
}) {
  const { t, locale } = useT();
  const districts = useCatalogue().data?.districts;
  const anchor = useRef<HTMLButtonElement>(null);
  const named = useMemo(
    () =>
      props.queues.map((queue) => ({
        queue,
        name: queueName(t, locale, queue.key, (districts?.length ?? 0) > 1 ? (districts ?? []) : []),
      })),
    [props.queues, t, locale, districts],
  );
  const chosen = named.find(({ queue }) => sameKey(queue.key, props.chosen));
  return (
    <>
      <Act
        ref={anchor}
        size="sm"
        className={css.select}
        hasPopup="listbox"
        expanded={props.open}
        combo="KeyQ"
        onClick={() => props.onOpen(true)}
      >
        {chosen?.name ?? t('queue:chooser.none')}
      </Act>
      <Popover
        anchorEl={anchor.current}
        open={props.open}
        onClose={() => props.onOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: { role: 'dialog', 'aria-label': t('queue:chooser.title'), style: { marginTop: 4 } },
        }}
      >
        <Options
          named={named}
          chosen={props.chosen}
          onChoose={(key) => {
            props.onOpen(false);
            props.onChoose(key);
          }}
        />
      </Popover>
    </>
  );
}

function Options(props: {
  named: readonly NamedQueue[];
  chosen: QueueKey | null;
  onChoose: (key: QueueKey) => void;
}) {
  const { t } = useT();
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState<string | null>(null);
  useHotkeys(t('queue:chooser.title'), [], { modal: true });
  const found = findQueues(props.named, query);
  const at = Math.max(
    0,
    found.findIndex(({ queue }) =>
      active === null ? sameKey(queue.key, props.chosen) : keyText(queue.key) === active,
    ),
  );
  const current = found[at];
  const optionId = (key: QueueKey): string => `${id}-${keyText(key)}`;
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = found[(at + step + found.length) % Math.max(1, found.length)];
    if (step !== 0 && next !== undefined) {
      event.preventDefault();
      setActive(keyText(next.queue.key));
      document.getElementById(optionId(next.queue.key))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      props.onChoose(current.queue.key);
    }
  };
  return (
    <div className={css.chooser}>
      <div className={`input ${css.chooserSearch}`}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: opened to type
          autoFocus
          role="combobox"
          aria-label={t('queue:chooser.search')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current === undefined ? undefined : optionId(current.queue.key)}
          placeholder={t('queue:chooser.search')}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(null);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t('queue:chooser.title')} className={css.options}>
        {found.map(({ queue, name }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the keys of the list
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={keyText(queue.key)}
            id={optionId(queue.key)}
            role="option"
            aria-selected={sameKey(queue.key, props.chosen)}
            data-active={queue === current?.queue}
            className={css.option}
            onClick={() => props.onChoose(queue.key)}
          >
            <span className="clip" title={name}>
              {name}
            </span>
            {queue.freeSeats > 0 ? (
              <span className="small acc-t nowrap">
                {t('queue:chooser.free', { count: queue.freeSeats })}
              </span>
            ) : null}
            <span className="small muted num">{number(queue.waiting)}</span>
          </div>
        ))}
        {found.length === 0 ? (
          // biome-ignore lint/a11y/useFocusableInteractive: only words, nothing to choose
          <div role="option" aria-selected="false" aria-disabled="true" className={`${css.option} muted`}>
            <span>{t('palette.empty')}</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}
