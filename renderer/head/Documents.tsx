/** The documents of one referral, 28 each: a mark when received, with its day. Keys 1–9 mark them too. */
import { useState } from 'react';
import type { IncomingCard } from '../../preload/contract/index.ts';
import { date, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { DateField } from '../ui/Fields.tsx';
import type { DocumentMark } from './data.ts';
import styles from './head.module.css';
import { isHeld } from './incoming.ts';

export function Documents(props: {
  documents: IncomingCard['documents'];
  /** Marks on their way, on top of what is written. */
  waiting: ReadonlyMap<string, string | null>;
  today: string;
  /** Documents can be marked now. */
  open: boolean;
  onMark: (mark: DocumentMark) => void;
}) {
  const { t, locale } = useT();
  const [dating, setDating] = useState<string | null>(null);
  return (
    <ul className={styles.documents} aria-label={t('head:documents')}>
      {props.documents.map((document) => {
        const { kind } = document;
        const pending = props.waiting.get(kind);
        const receivedOn = pending === undefined ? document.receivedOn : pending;
        const name = words(document.name, locale);
        return (
          <li key={kind} className={styles.document}>
            <label className={styles.documentName}>
              <input
                type="checkbox"
                className="cb"
                checked={receivedOn !== null}
                disabled={!props.open || isHeld(kind)}
                onChange={(event) => {
                  setDating(null);
                  props.onMark({ kind, receivedOn: event.target.checked ? props.today : null });
                }}
              />
              <span className="clip" title={name}>
                {name}
              </span>
              {document.required ? null : <span className="small muted nowrap">{t('head:notRequired')}</span>}
            </label>
            {dating === kind && receivedOn !== null ? (
              <ReceivedOn
                name={name}
                value={receivedOn}
                today={props.today}
                onChange={(day) => {
                  setDating(null);
                  if (day !== null && day !== receivedOn) props.onMark({ kind, receivedOn: day });
                }}
              />
            ) : (
              <When
                validUntil={document.validUntil}
                receivedOn={receivedOn}
                required={document.required}
                onDate={props.open && !isHeld(kind) ? () => setDating(kind) : null}
                name={name}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Right of a document: till when it is valid, when it came, or that it has not come. */
function When(props: {
  validUntil: string | null;
  receivedOn: string | null;
  required: boolean;
  name: string;
  onDate: (() => void) | null;
}) {
  const { t } = useT();
  const { receivedOn } = props;
  if (props.validUntil !== null) {
    return (
      <span className="small muted nowrap num">{t('head:validUntil', { date: date(props.validUntil) })}</span>
    );
  }
  if (receivedOn === null) {
    return props.required ? <span className="small warn-t nowrap">{t('head:notReceived')}</span> : null;
  }
  return props.onDate === null ? (
    <span className="small muted num">{date(receivedOn)}</span>
  ) : (
    <button
      type="button"
      className={styles.dateButton}
      aria-label={t('head:changeDay', { name: props.name, date: date(receivedOn) })}
      title={t('head:changeDayTip')}
      onClick={props.onDate}
    >
      {date(receivedOn)}
    </button>
  );
}

/** The day typed in its place; Enter or leaving keeps a whole day that is not to come, Esc keeps the old one. */
function ReceivedOn(props: {
  name: string;
  value: string;
  today: string;
  onChange: (day: string | null) => void;
}) {
  const { t } = useT();
  const [day, setDay] = useState<string | null>(props.value);
  const fine = day !== null && day <= props.today;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what its own field lets through
    <span
      className={styles.dateField}
      onBlur={() => props.onChange(fine ? day : null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && fine) {
          event.preventDefault();
          props.onChange(day);
        } else if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          props.onChange(null);
        }
      }}
    >
      <DateField
        hideLabel
        autoFocus
        label={t('head:receivedOn', { name: props.name })}
        value={day}
        error={day !== null && day > props.today ? t('head:future') : null}
        onChange={setDay}
      />
    </span>
  );
}
