/** The sections of the profile form; each names the legal act its terms rest on. */
import type { ReactNode } from 'react';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { DayMonthInput, NumberInput, Section, Slot, TextField, TimeInput } from './fields.tsx';
import { ActPick, Days, RegionPick, VerifiedBox } from './head-fields.tsx';
import type { ProfileFormProps } from './ProfileForm.tsx';
import { type Form, type FormField, type NumberField, OPTIONAL, UNITS } from './profile-form.ts';

interface Props {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly errorOf: (field: FormField) => string | null;
  readonly disabled: boolean;
  readonly isNew: boolean;
  readonly regions: ProfileFormProps['regions'];
  /** Whether the officer may write rules of the whole country. */
  readonly national: boolean;
  readonly legalActs: ProfileFormProps['legalActs'];
}

export function FormSections(props: Props) {
  const { t, locale } = useT();
  const act = props.legalActs.find(({ code }) => code === props.form.legalAct);
  const ground = act === undefined ? null : words(act.title, locale);
  return (
    <>
      <Section title={t('rules:section.general')} ground={null}>
        <General {...props} />
      </Section>
      <Section title={t('rules:section.review')} ground={ground}>
        <Numbers {...props} fields={['decisionWorkingDays', 'correctionWorkingDays', 'claimLeaseMinutes']} />
        <Slot field="workdayEnds">
          <TimeInput
            label={t('rules:field.workdayEnds')}
            value={props.form.workdayEnds}
            onChange={(workdayEnds) => props.change({ workdayEnds })}
            error={props.errorOf('workdayEnds')}
            disabled={props.disabled}
          />
        </Slot>
      </Section>
      <Section title={t('rules:section.queue')} ground={ground}>
        <Numbers
          {...props}
          fields={['benefitPlaces', 'ordinaryPlaces', 'specialFirstDays', 'overAgeYears']}
        />
        <Slot field="together">
          <Pick
            label={t('rules:field.together')}
            value={props.form.together}
            disabled={props.disabled}
            error={props.errorOf('together')}
            options={(['none', 'twins', 'siblings'] as const).map((value) => ({
              value,
              label: t(`rules:together.${value}`),
            }))}
            onChange={(value) => props.change({ together: value as Form['together'] })}
          />
        </Slot>
      </Section>
      <Section title={t('rules:section.interest')} ground={ground}>
        <Numbers {...props} fields={['interestMonths', 'interestOpensDays']} />
        <Slot field="interestReminderDays">
          <TextField
            label={t('rules:field.interestReminderDays')}
            value={props.form.interestReminderDays}
            hint={t('rules:reminderHint')}
            onChange={(interestReminderDays) => props.change({ interestReminderDays })}
            error={props.errorOf('interestReminderDays')}
            disabled={props.disabled}
          />
        </Slot>
        <Numbers {...props} fields={['interestGraceDays', 'interestRestoreDays']} />
      </Section>
      <Section title={t('rules:section.referral')} ground={ground}>
        <Referral {...props} />
      </Section>
      <Section title={t('rules:section.after')} ground={ground}>
        <After {...props} />
      </Section>
      <Section title={t('rules:section.companions')} ground={ground}>
        <Numbers {...props} fields={['companionMaxPerChild', 'companionMaxChildren', 'companionMinAge']} />
      </Section>
      <Section title={t('rules:section.year')} ground={ground}>
        <Year {...props} />
      </Section>
    </>
  );
}

function Numbers(props: Props & { fields: readonly NumberField[] }) {
  const { t } = useT();
  return props.fields.map((field) => (
    <Slot key={field} field={field}>
      <NumberInput
        label={t(`rules:field.${field}`)}
        unit={t(`rules:unit.${UNITS[field]}`)}
        optional={(OPTIONAL as readonly string[]).includes(field)}
        value={props.form[field]}
        onChange={(value) => props.change({ [field]: value })}
        error={props.errorOf(field)}
        disabled={props.disabled}
      />
    </Slot>
  ));
}

function General(props: Props) {
  const { t } = useT();
  const { form, change, errorOf, disabled } = props;
  const text = (field: 'code' | 'nameKk' | 'nameRu' | 'nameEn', hint?: string): ReactNode => (
    <Slot field={field}>
      <TextField
        label={t(`rules:field.${field}`)}
        value={form[field]}
        hint={hint}
        onChange={(value) => change({ [field]: value })}
        error={errorOf(field)}
        disabled={disabled}
        autoFocus={props.isNew && field === 'code'}
      />
    </Slot>
  );
  return (
    <>
      {text('code', t('rules:codeHint'))}
      <Slot field="regionId">
        <RegionPick
          value={form.regionId}
          regions={props.regions}
          national={props.national}
          disabled={disabled}
          error={errorOf('regionId')}
          onChange={(regionId) => change({ regionId })}
        />
      </Slot>
      <Slot field="verified">
        <VerifiedBox
          checked={form.verified}
          disabled={disabled}
          onChange={(verified) => change({ verified })}
        />
      </Slot>
      <Slot field="legalAct" wide>
        <ActPick
          value={form.legalAct}
          acts={props.legalActs}
          disabled={disabled}
          error={errorOf('legalAct')}
          onChange={(legalAct) => change({ legalAct })}
        />
      </Slot>
      {text('nameKk')}
      {text('nameRu')}
      {text('nameEn')}
      <Days form={form} change={change} errorOf={errorOf} />
    </>
  );
}

function Referral(props: Props) {
  const { t } = useT();
  const { form, change, errorOf, disabled } = props;
  return (
    <>
      <Numbers {...props} fields={['offerDays']} />
      <Slot field="offerDayUnit">
        <Pick
          label={t('rules:field.offerDayUnit')}
          value={form.offerDayUnit ?? ''}
          placeholder={t('rules:unknown')}
          disabled={disabled || form.offerDays.trim() === ''}
          error={errorOf('offerDayUnit')}
          options={(['working', 'calendar'] as const).map((value) => ({
            value,
            label: t(`rules:dayUnit.${value}`),
          }))}
          onChange={(value) => change({ offerDayUnit: value === 'working' ? 'working' : 'calendar' })}
        />
      </Slot>
      <Numbers
        {...props}
        fields={[
          'referralWorkingDays',
          'benefitConfirmWorkingDays',
          'extensionCalendarDays',
          'extensionLimit',
        ]}
      />
    </>
  );
}

function After(props: Props) {
  const { t } = useT();
  return (
    <>
      {(['afterDecline', 'afterExpiry'] as const).map((field) => (
        <Slot key={field} field={field}>
          <Pick
            label={t(`rules:field.${field}`)}
            value={props.form[field]}
            disabled={props.disabled}
            error={props.errorOf(field)}
            options={(['queue', 'stop_list', 'inactive'] as const).map((value) => ({
              value,
              label: t(`rules:after.${value}`),
            }))}
            onChange={(value) => props.change({ [field]: value as Form['afterDecline'] })}
          />
        </Slot>
      ))}
      <Numbers {...props} fields={['stopListDays', 'restoreDays', 'restoreLimit']} />
    </>
  );
}

function Year(props: Props) {
  const { t } = useT();
  const { form, change, errorOf, disabled } = props;
  return (
    <>
      <Slot field="bulletinTime">
        <TimeInput
          label={t('rules:field.bulletinTime')}
          hint={t('rules:bulletinHint')}
          value={form.bulletinTime}
          onChange={(bulletinTime) => change({ bulletinTime })}
          error={errorOf('bulletinTime')}
          disabled={disabled}
        />
      </Slot>
      {(['transferFrom', 'transferTo'] as const).map((field) => (
        <Slot key={field} field={field}>
          <DayMonthInput
            label={t(`rules:field.${field}`)}
            value={form[field]}
            onChange={(value) => change({ [field]: value })}
            error={errorOf(field)}
            disabled={disabled}
          />
        </Slot>
      ))}
    </>
  );
}
