/** What the forms of dated rules ask beside their region and days. */
import { useId } from 'react';
import { FAMILY_LIMITS } from '../../domain/family-rule.ts';
import type { NoticeChannel } from '../../domain/notice-template.ts';
import { useT } from '../i18n.ts';
import type { DeliveryForm, FamilyForm } from './dated-form.ts';
import { DELIVERY_KIND } from './dated-form.ts';
import { DELIVERY_NUMBERS, lasting, limitsText, tryingText } from './dated-words.ts';
import { NumberInput, Section, Slot, TimeInput } from './fields.tsx';
import css from './rules.module.css';

export interface DatedFieldsProps<Form> {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly errorOf: (field: keyof Form & string) => string | null;
  readonly disabled: boolean;
}

const FAMILY_UNITS = {
  parentYearsOlder: 'years',
  guardianYears: 'years',
  registryAnswerDays: 'days',
} as const;

export function FamilyFields(props: DatedFieldsProps<FamilyForm> & { ground: string | null }) {
  const { t } = useT();
  const fields = Object.keys(FAMILY_LIMITS) as (keyof typeof FAMILY_LIMITS)[];
  return (
    <Section title={t('rules:section.family')} ground={props.ground}>
      {fields.map((field) => (
        <Slot key={field} field={field}>
          <NumberInput
            label={t(`rules:field.${field}`)}
            unit={t(`rules:unit.${FAMILY_UNITS[field]}`)}
            hint={`${t(`rules:hint.${field}`)} ${limitsText(t, field)}`}
            value={props.form[field]}
            onChange={(value) => props.change({ [field]: value })}
            error={props.errorOf(field)}
            disabled={props.disabled}
          />
        </Slot>
      ))}
    </Section>
  );
}

export function DeliveryFields(props: DatedFieldsProps<DeliveryForm>) {
  const { t } = useT();
  const { form, change, errorOf, disabled } = props;
  const terms = DELIVERY_KIND.read(form);
  return (
    <>
      <Section title={t('rules:section.sending')} ground={null}>
        {DELIVERY_NUMBERS.map((field) => (
          <Slot key={field} field={field}>
            <NumberInput
              label={t(`rules:field.${field}`)}
              unit={t(field === 'attempts' ? 'rules:unit.times' : 'rules:unit.seconds')}
              digits={6}
              hint={[field === 'attempts' ? '' : lasting(t, terms[field]), limitsText(t, field)]
                .filter((part) => part !== '')
                .join(' · ')}
              value={form[field]}
              onChange={(value) => change({ [field]: value })}
              error={errorOf(field)}
              disabled={disabled}
            />
          </Slot>
        ))}
        <p className={`small muted ${css.wide}`}>{tryingText(t, terms)}</p>
      </Section>
      <Section title={t('rules:section.quiet')} ground={null}>
        {(['quietFrom', 'quietTo'] as const).map((field) => (
          <Slot key={field} field={field}>
            <TimeInput
              label={t(`rules:field.${field}`)}
              hint={t(`rules:hint.${field}`)}
              value={form[field]}
              onChange={(value) => change({ [field]: value })}
              error={errorOf(field)}
              disabled={disabled}
            />
          </Slot>
        ))}
        <Slot field="quietChannels">
          <QuietChannels
            chosen={form.quietChannels}
            disabled={disabled}
            onChange={(quietChannels) => change({ quietChannels })}
          />
        </Slot>
      </Section>
    </>
  );
}

/** Channels a desk sends by itself; a letter is printed by a clerk, who knows the hour. */
const SENT: readonly NoticeChannel[] = ['sms', 'ed24', 'email'];

function QuietChannels(props: {
  chosen: DeliveryForm['quietChannels'];
  disabled: boolean;
  onChange: (chosen: DeliveryForm['quietChannels']) => void;
}) {
  const { t } = useT();
  const id = useId();
  const { chosen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not stand where the labels of fields do
    <div role="group" aria-labelledby={id}>
      <span className="fl" id={id}>
        {t('rules:field.quietChannels')}
      </span>
      <div className={css.checks}>
        {SENT.map((one) => (
          <label key={one} className={css.check} htmlFor={`${id}-${one}`}>
            <input
              id={`${id}-${one}`}
              type="checkbox"
              className="cb"
              checked={chosen.includes(one)}
              disabled={props.disabled}
              onChange={(event) =>
                props.onChange(
                  event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one),
                )
              }
            />
            <span>{t(`decide:sign.channel.${one}`)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
