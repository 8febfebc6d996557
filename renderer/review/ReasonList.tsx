import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCap } from '../ui/KeyCaps.tsx';
import { findReasons, type ListedReason } from './find-reasons.ts';
import css from './review.module.css';

export type ReasonListHandle = { focus(): void };

type ReasonListProps = {
  readonly title: string;
  readonly reasons: readonly ListedReason[];
  readonly value: string | null;
  readonly onPick: (code: string) => void;
  /** Esc in the search box. */
  readonly onLeave: () => void;
  readonly disabled?: boolean;
  /** In a dialog: the search box is the first thing to type. */
  readonly autoFocus?: boolean;
  readonly ref?: Ref<ReasonListHandle>;
};

/** The catalogue inside the panel: search, 1–9, arrows and Enter. Nothing floats over the scan. */
export function ReasonList(props: ReasonListProps) {
  const { t, locale } = useT();
  const { reasons, value, onPick } = props;
  const [query, setQuery] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useImperativeHandle(props.ref, () => ({ focus: () => input.current?.focus() }), []);
  const found = findReasons(reasons, query);
  const at = Math.max(
    0,
    found.findIndex((reason) => reason.code === (active ?? value)),
  );
  const current = found[at];
  const optionId = (code: string): string => `${id}-${code}`;

  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"], [data-active="true"]')
      ?.scrollIntoView({ block: 'nearest' });
  }, []);

  const move = (by: 1 | -1): void => {
    const next = found[(at + by + found.length) % found.length];
    if (next !== undefined) {
      setActive(next.code);
      document.getElementById(optionId(next.code))?.scrollIntoView({ block: 'nearest' });
    }
  };
  const pick = (code: string): void => {
    setQuery('');
    setActive(null);
    onPick(code);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const numbered = digit === undefined ? undefined : found[Number(digit) - 1];
    if (event.ctrlKey || event.altKey) {
      return;
    }
    if (query === '' && numbered !== undefined && !event.shiftKey) {
      event.preventDefault();
      pick(numbered.code);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      pick(current.code);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setQuery('');
      props.onLeave();
    }
  };

  return (
    <div>
      <div className={css.reasonsHead}>
        <span className={css.cap} id={`${id}-title`}>
          {props.title}
        </span>
        <span className={`input sm ${css.reasonSearch}`}>
          <Icon name="search" />
          <input
            ref={input}
            role="combobox"
            aria-label={t('review:reasons.searchLabel')}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={current === undefined ? undefined : optionId(current.code)}
            placeholder={t('review:reasons.search')}
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: asked for by dialogs alone
            autoFocus={props.autoFocus}
            disabled={props.disabled}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(null);
            }}
            onKeyDown={onKeyDown}
          />
          <KeyCap>↵</KeyCap>
        </span>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-labelledby={`${id}-title`}
        className={css.reasonList}
      >
        {found.map((reason, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the keys of the list
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={reason.code}
            id={optionId(reason.code)}
            role="option"
            aria-selected={reason.code === value}
            data-active={reason.code === current?.code}
            className={css.reason}
            onClick={() => {
              if (props.disabled !== true) pick(reason.code);
            }}
          >
            {index < 9 ? <KeyCap>{String(index + 1)}</KeyCap> : <span className={css.noCap} />}
            <span className="clip">{words(reason.name, locale)}</span>
            {reason.suggestion === null ? null : <span className={css.suggested}>{reason.suggestion}</span>}
            {reason.code === value ? <Icon name="check" /> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={`muted ${css.noReason}`}>{t('review:reasons.none')}</p> : null}
    </div>
  );
}
