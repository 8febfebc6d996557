/** Fields of the counter's form, each with its fault below it once the step was tried. */
import type { ReactNode } from 'react';
import { filledFromIin, iinWarnings, type TypedPerson } from '../../domain/walk-in.ts';
import type { WalkInPersonView } from '../../preload/contract/index.ts';
import { Segment } from '../decide/Segment.tsx';
import { date, fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { DateField, Field, IinField } from '../ui/Fields.tsx';
import { Light, type LightTone } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import { type Faults, textAt } from './faults.ts';
import css from './walk-in.module.css';

export function Text(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  hint?: string;
  placeholder?: string;
  most?: number;
  type?: 'text' | 'tel' | 'email';
  autoFocus?: boolean;
}) {
  return (
    <Field label={props.label} error={props.error ?? null} hint={props.hint}>
      {({ id, describedBy, invalid }) => (
        <div className={`input${invalid ? ' bad' : ''}`}>
          <input
            id={id}
            type={props.type ?? 'text'}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            maxLength={props.most ?? 60}
            placeholder={props.placeholder}
            // biome-ignore lint/a11y/noAutofocus: the first thing to type of its step
            autoFocus={props.autoFocus}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}

/** A choice of a few with its label above and its fault below. */
export function Choice<V extends string>(props: {
  label: string;
  value: V | null;
  options: readonly { readonly value: V; readonly label: string }[];
  onChange: (value: V) => void;
  error?: string | null;
  autoFocus?: boolean;
}) {
  return (
    <div>
      <span className="fl">{props.label}</span>
      <Segment
        large
        label={props.label}
        value={props.value}
        options={props.options}
        onChange={props.onChange}
        autoFocus={props.autoFocus === true}
      />
      <p className="hint bad-t" role={props.error == null ? undefined : 'alert'}>
        {props.error}
      </p>
    </div>
  );
}

const SEXES = ['female', 'male'] as const;

/** IIN, names, birth date, sex; what the IIN says comes by itself, what differs is warned of. */
export function PersonFields<P extends TypedPerson>(props: {
  place: 'applicant' | 'child';
  person: P;
  onChange: (change: (now: P) => P) => void;
  faults: Faults;
  lookedUp: WalkInPersonView | undefined;
  children?: ReactNode;
}) {
  const { t, locale } = useT();
  const { person, place, faults } = props;
  const set = (part: Partial<TypedPerson>): void => props.onChange((now) => ({ ...now, ...part }));
  const wrong = (field: string): string | null => textAt(t, locale, faults, `${place}/${field}`);
  const isAdult = place === 'applicant';
  const warnings = iinWarnings(person);
  return (
    <>
      <div className={css.row}>
        <div>
          <IinField
            label={t(`walkIn:field.${place}Iin`)}
            value={person.iin}
            adult={isAdult}
            autoFocus
            onChange={(iin) =>
              // Another IIN is another person: what was filled from the old one goes with it.
              props.onChange((now) =>
                iin === now.iin ? now : filledFromIin({ ...now, iin, birthDate: null, sex: null }),
              )
            }
          />
          {person.iin === '' && wrong('iin') !== null ? (
            <p className="hint bad-t" role="alert">
              {t('walkIn:fault.empty')}
            </p>
          ) : null}
        </div>
        {props.children}
      </div>
      <Registry lookedUp={props.lookedUp} />
      {warnings.length === 0 ? null : (
        <Inline tone="warn">{warnings.map((code) => t(`walkIn:warning.${code}`)).join(' ')}</Inline>
      )}
      <div className={css.thirds}>
        <Text
          label={t('walkIn:field.surname')}
          value={person.surname}
          error={wrong('surname')}
          onChange={(surname) => set({ surname })}
        />
        <Text
          label={t('walkIn:field.givenName')}
          value={person.givenName}
          error={wrong('givenName')}
          onChange={(givenName) => set({ givenName })}
        />
        <Text
          label={t('walkIn:field.patronymic')}
          value={person.patronymic}
          error={wrong('patronymic')}
          onChange={(patronymic) => set({ patronymic })}
        />
      </div>
      <div className={css.thirds}>
        <DateField
          key={person.iin}
          label={t('walkIn:field.birthDate')}
          value={person.birthDate}
          error={wrong('birthDate')}
          onChange={(birthDate) => set({ birthDate })}
        />
        <Choice
          label={t('walkIn:field.sex')}
          value={person.sex}
          options={SEXES.map((value) => ({
            value,
            label: t(isAdult ? `walkIn:sexAdult.${value}` : `walkIn:sexChild.${value}`),
          }))}
          error={wrong('sex')}
          onChange={(sex) => set({ sex })}
        />
      </div>
    </>
  );
}

const TONES = {
  confirmed: 'ok',
  differs: 'bad',
  not_found: 'warn',
  unreachable: 'pause',
} as const satisfies Record<string, LightTone>;

/** What the registry said of the person; silent: not confirmed. */
function Registry({ lookedUp }: { readonly lookedUp: WalkInPersonView | undefined }) {
  const { t } = useT();
  if (lookedUp === undefined) return null;
  const person = lookedUp.known ?? lookedUp.person;
  return (
    <p className={css.registry} role="status">
      <Light tone={TONES[lookedUp.answer]}>{t(`walkIn:registry.${lookedUp.answer}`)}</Light>
      {person === null ? null : (
        <span className="num sub">
          {fullName(person)}, {date(person.birthDate)}
        </span>
      )}
    </p>
  );
}

/** Names the registry proposes, where nothing was typed. */
export function proposed<P extends TypedPerson>(now: P, lookedUp: WalkInPersonView): P {
  const person = lookedUp.known ?? lookedUp.person;
  if (person === null || now.iin !== lookedUp.iin) return now;
  const empty = (text: string): boolean => text.trim() === '';
  const isUntyped = empty(now.surname) && empty(now.givenName) && empty(now.patronymic);
  if (!isUntyped) return now;
  return {
    ...now,
    surname: person.surname,
    givenName: person.givenName,
    patronymic: person.patronymic ?? '',
    birthDate: person.birthDate,
    sex: person.sex,
  };
}
