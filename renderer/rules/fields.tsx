/** Fields of the forms of rules: a number with its unit, a time, a day and month, plain text. */
import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '../i18n.ts';
import { typedTime } from '../queue/moment.ts';
import { Field } from '../ui/Fields.tsx';
import { digitOf } from '../ui/field-input.ts';
import { typedDayMonth } from './profile-form.ts';
import css from './rules.module.css';

/** Marks which field its control is, so that leaving it can be told. */
export function Slot(props: { field: string; wide?: boolean; children: ReactNode }) {
  return (
    <div data-field={props.field} className={props.wide === true ? css.wide : undefined}>
      {props.children}
    </div>
  );
}

/** A section of a form; `ground`: the legal act its terms rest on. */
export function Section(props: { title: string; ground: string | null; children: ReactNode }) {
  const { t } = useT();
  return (
    <fieldset className={css.section}>
      <legend>
        <b>{props.title}</b>
        {props.ground === null ? null : (
          <span className="small muted">{t('rules:ground', { act: props.ground })}</span>
        )}
      </legend>
      <div className={css.grid}>{props.children}</div>
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | null;
  readonly hint?: string | undefined;
  readonly disabled: boolean;
}

export function TextField(props: FieldProps & { autoFocus?: boolean }) {
  return <Line {...props} typed={(text) => text} />;
}

/** Digits alone, with the unit after them. An empty optional field: the rules do not know such a term. */
export function NumberInput(props: FieldProps & { unit: string; optional?: boolean; digits?: number }) {
  const { t } = useT();
  return (
    <Line
      {...props}
      numeric
      unit={props.unit}
      placeholder={props.optional === true ? t('rules:unknown') : undefined}
      typed={(text) => text.replace(/\D/g, '').slice(0, props.digits ?? 5)}
    />
  );
}

export function TimeInput(props: FieldProps) {
  const { t } = useT();
  return <Line {...props} numeric typed={typedTime} placeholder={t('queue:moment.timePlaceholder')} />;
}

export function DayMonthInput(props: FieldProps) {
  const { t } = useT();
  return <Line {...props} numeric typed={typedDayMonth} placeholder={t('rules:dayMonth')} />;
}

function Line(
  props: FieldProps & {
    typed: (text: string, grew: boolean) => string;
    numeric?: boolean;
    unit?: string;
    placeholder?: string | undefined;
    autoFocus?: boolean;
  },
) {
  const { value, typed } = props;
  const type = (event: KeyboardEvent<HTMLInputElement>): void => {
    // Digits by key position, whatever the layout.
    const digit = event.ctrlKey || event.altKey || event.metaKey ? null : digitOf(event.code);
    if (props.numeric === true && digit !== null && !/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      props.onChange(typed(value + digit, true));
    }
  };
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {({ id, describedBy, invalid }) => (
        <div className={`input${invalid ? ' bad' : ''} ${props.disabled ? css.off : ''}`}>
          <input
            id={id}
            inputMode={props.numeric === true ? 'numeric' : undefined}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            placeholder={props.placeholder}
            readOnly={props.disabled}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            // biome-ignore lint/a11y/noAutofocus: the first thing to type of a new profile
            autoFocus={props.autoFocus}
            value={value}
            onKeyDown={type}
            onChange={(event) =>
              props.onChange(typed(event.target.value, event.target.value.length > value.length))
            }
          />
          {props.unit === undefined ? null : <span className={css.unit}>{props.unit}</span>}
        </div>
      )}
    </Field>
  );
}
