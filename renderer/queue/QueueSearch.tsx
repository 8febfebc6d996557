/** Search within the queue: a name in any alphabet, an IIN or a number. Searches while typing; Enter goes to the rows. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n.ts';
import { IconAct } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import css from './queue.module.css';

const WAIT_MS = 250;

export function QueueSearch(props: {
  value: string;
  onSearch: (text: string) => void;
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
  placeholder?: string;
}) {
  const { t } = useT();
  const { value, onSearch } = props;
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // Another queue was opened, or the search was given up from outside.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === sent.current) {
      return;
    }
    const timer = setTimeout(() => {
      sent.current = wanted;
      onSearch(wanted);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  const now = (next: string): void => {
    setText(next);
    sent.current = next.trim();
    onSearch(next.trim());
  };
  return (
    <search className={`input sm ${css.search}`}>
      <Icon name="search" />
      <input
        ref={props.field}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        aria-label={t('act.search')}
        aria-keyshortcuts="/"
        placeholder={props.placeholder ?? t('queue:order.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            if (text.trim() !== sent.current) now(text);
            props.onLeave();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            if (text !== '') now('');
            else props.onLeave();
          }
        }}
      />
      {text === '' ? (
        <KeyCaps combo="Slash" />
      ) : (
        <IconAct small icon="x" label={t('journal:clearSearch')} onClick={() => now('')} />
      )}
    </search>
  );
}
