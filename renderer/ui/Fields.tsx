/** Fields with the label above and the hint or error below, in the same place. */

import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from 'react';
import { parseIin } from '../../domain/iin.ts';
import { date } from '../format.ts';
import { useT } from '../i18n.ts';
import { IconAct } from './Act.tsx';
import { digitOf, dotted, type LayoutMark, layoutOf, parseTypedDate } from './field-input.ts';
import { Icon } from './Icon.tsx';

/** Label, control, hint or error. The control gets `id` and `aria-describedby` through the render function. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  warning?: string | null;
  children: (ids: { id: string; describedBy: string; invalid: boolean }) => ReactNode;
}) {
  const id = useId();
  const describedBy = `${id}-hint`;
  const invalid = props.error !== null && props.error !== undefined;
  const tone = invalid ? ' bad-t' : props.warning ? ' warn-t' : '';
  const text = props.error ?? props.warning ?? props.hint;
  return (
    <div>
      <label className="fl" htmlFor={id}>
        {props.label}
      </label>
      {props.children({ id, describedBy, invalid })}
      <p className={`hint${tone}`} id={describedBy} role={invalid ? 'alert' : undefined}>
        {text}
      </p>
    </div>
  );
}

/** 12 digits typed by key position in any layout; birth date and sex are shown at once, errors on leaving the field. */
export function IinField(props: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  /** Of a grown-up: the birth date alone is shown, for the words of sex are a child's. */
  adult?: boolean;
  ref?: Ref<HTMLInputElement>;
}) {
  const { t } = useT();
  const [left, setLeft] = useState(false);
  const parsed = parseIin(props.value);
  const error = left && props.value !== '' && !parsed.ok ? t(`iin.${parsed.code}`) : null;
  const hint = !parsed.ok
    ? null
    : parsed.birthDate === null || parsed.sex === null
      ? t('iin.unknownCentury')
      : props.adult === true
        ? date(parsed.birthDate)
        : t('iin.birth', { date: date(parsed.birthDate), sex: t(`sex.${parsed.sex}`) });
  const type = (event: KeyboardEvent<HTMLInputElement>): void => {
    const digit = event.ctrlKey || event.altKey || event.metaKey ? null : digitOf(event.code);
    if (digit === null || /^[0-9]$/.test(event.key)) {
      return;
    }
    event.preventDefault();
    const input = event.currentTarget;
    const start = input.selectionStart ?? props.value.length;
    const end = input.selectionEnd ?? start;
    props.onChange(`${props.value.slice(0, start)}${digit}${props.value.slice(end)}`.slice(0, 12));
  };
  return (
    <Field label={props.label ?? t('iin.label')} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <div className={`input${invalid ? ' bad' : ''}`}>
          <input
            ref={props.ref}
            id={id}
            inputMode="numeric"
            autoComplete="off"
            value={props.value}
            // biome-ignore lint/a11y/noAutofocus: first thing to type of its dialog
            autoFocus={props.autoFocus}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onKeyDown={type}
            onChange={(event) => {
              setLeft(false);
              props.onChange(event.target.value.replace(/\D/g, '').slice(0, 12));
            }}
            onBlur={() => setLeft(true)}
          />
        </div>
      )}
    </Field>
  );
}

/**
 * A day typed as 16.04.2026, digits by key position in any layout. `onChange` gets 'YYYY-MM-DD', or null when empty or not yet a
 * day; the error shows on leaving the field.
 */
export function DateField(props: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  hideLabel?: boolean;
  error?: string | null;
  autoFocus?: boolean;
}) {
  const { t } = useT();
  const [text, setText] = useState(props.value === null ? '' : date(props.value));
  const [left, setLeft] = useState(false);
  const shown = parseTypedDate(text) === props.value || props.value === null ? text : date(props.value);
  const wrong = left && shown !== '' && parseTypedDate(shown) === null;
  const change = (next: string): void => {
    setLeft(false);
    setText(next);
    const parsed = parseTypedDate(next);
    if (parsed !== props.value) props.onChange(parsed);
  };
  const control = (ids: { id?: string; describedBy?: string; invalid: boolean }) => (
    <div className={`input${ids.invalid ? ' bad' : ''}`}>
      <input
        id={ids.id}
        inputMode="numeric"
        autoComplete="off"
        placeholder={t('date.placeholder')}
        aria-label={props.hideLabel === true ? props.label : undefined}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        // biome-ignore lint/a11y/noAutofocus: first thing to type of its popover
        autoFocus={props.autoFocus}
        value={shown}
        onKeyDown={(event) => {
          const digit = event.ctrlKey || event.altKey || event.metaKey ? null : digitOf(event.code);
          if (digit !== null && !/^[0-9]$/.test(event.key)) {
            event.preventDefault();
            change(dotted(shown + digit, true));
          }
        }}
        onChange={(event) => change(dotted(event.target.value, event.target.value.length > shown.length))}
        onBlur={() => setLeft(true)}
      />
      <Icon name="calendar" />
    </div>
  );
  const error = props.error ?? (wrong ? t('date.invalid') : null);
  if (props.hideLabel === true) {
    return control({ invalid: error !== null });
  }
  return (
    <Field label={props.label} error={error}>
      {control}
    </Field>
  );
}

/** A password: layout mark from the last character typed, Caps Lock and Cyrillic warned, shown on request. */
export function PasswordField(props: {
  label: string;
  hint?: string;
  error?: string | null;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  disabled?: boolean;
  /** While it is being tried: cannot be changed, keeps the focus. */
  busy?: boolean;
  ref?: Ref<HTMLInputElement>;
}) {
  const { t } = useT();
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [layout, setLayout] = useState<LayoutMark | null>(null);
  const watch = (event: KeyboardEvent<HTMLInputElement>): void => {
    setCapsLock(event.getModifierState('CapsLock'));
  };
  const warning = /[а-яёәғқңөұүһі]/i.test(props.value)
    ? t('password.cyrillic')
    : capsLock
      ? t('password.capsLock')
      : null;
  return (
    <Field label={props.label} hint={props.hint} error={props.error ?? null} warning={warning}>
      {({ id, describedBy, invalid }) => (
        <div className={`input lg${invalid ? ' bad' : ''}`}>
          <input
            id={id}
            ref={props.ref}
            type={shown ? 'text' : 'password'}
            autoComplete="off"
            spellCheck={false}
            maxLength={256}
            value={props.value}
            readOnly={props.busy}
            disabled={props.disabled}
            // biome-ignore lint/a11y/noAutofocus: the one thing to type on this screen
            autoFocus={props.autoFocus}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onKeyDown={watch}
            onKeyUp={watch}
            onChange={(event) => {
              const value = event.target.value;
              const last = Array.from(value).at(-1);
              setLayout(last === undefined ? null : (layoutOf(last) ?? layout));
              props.onChange(value);
            }}
          />
          {layout === null ? null : (
            <span className="lay" title={t('password.layout')}>
              {layout}
            </span>
          )}
          <IconAct
            small
            icon={shown ? 'eyeOff' : 'eye'}
            label={shown ? t('password.hide') : t('password.show')}
            pressed={shown}
            disabled={props.busy === true || props.disabled === true}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
