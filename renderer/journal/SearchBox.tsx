/** The one search box: IIN, number, name in any alphabet, phone. Searches while typing; Enter goes to the rows. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n.ts';
import { IconAct } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import styles from './journal.module.css';

const WAIT_MS = 250;

/**
 * The focus comes back to the search when the list it went to is gone because nothing was found: on the page itself no key
 * of a list would be heard. `found`: there are rows.
 */
export function useSearchFocus(field: RefObject<HTMLInputElement | null>, found: boolean): void {
  useEffect(() => {
    const { activeElement } = document;
    if (!found && (activeElement === null || activeElement === document.body)) field.current?.focus();
  }, [field, found]);
}

export function SearchBox(props: {
  value: string;
  onSearch: (text: string) => void;
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
  /** Other words than the log's. */
  placeholder?: string;
  /** 280 wide instead of 352. */
  narrow?: boolean;
}) {
  const { t } = useT();
  const [text, setText] = useState(props.value);
  const sent = useRef(props.value);
  const { value, onSearch } = props;
  useEffect(() => {
    // A view or the palette changed the search from outside.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) {
      return;
    }
    const timer = setTimeout(() => {
      sent.current = text;
      onSearch(text);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  const sendNow = (next: string): void => {
    setText(next);
    sent.current = next;
    onSearch(next);
  };
  return (
    <search className={`input ${styles.search} ${props.narrow === true ? styles.searchNarrow : ''}`}>
      <Icon name="search" />
      <input
        ref={props.field}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        aria-label={t('act.search')}
        aria-keyshortcuts="/"
        placeholder={props.placeholder ?? t('journal:searchPlaceholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            if (text !== sent.current) sendNow(text);
            props.onLeave();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            if (text !== '') sendNow('');
            else props.onLeave();
          }
        }}
      />
      {text === '' ? (
        <KeyCaps combo="Slash" />
      ) : (
        <IconAct small icon="x" label={t('journal:clearSearch')} onClick={() => sendNow('')} />
      )}
    </search>
  );
}
