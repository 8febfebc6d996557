/** What every row of rules says of itself: its region, its days, the act it rests on, and whether somebody compared them. */
import { useId } from 'react';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { DateField } from '../ui/Fields.tsx';
import { Slot } from './fields.tsx';
import css from './rules.module.css';

type Named = { readonly kk: string; readonly ru: string; readonly en: string };

export function RegionPick(props: {
  value: number | null;
  regions: readonly { readonly id: number; readonly name: Named }[];
  /** Whether the officer may write rules of the whole country. */
  national: boolean;
  disabled: boolean;
  error: string | null;
  onChange: (regionId: number | null) => void;
}) {
  const { t, locale } = useT();
  return (
    <Pick
      label={t('rules:field.regionId')}
      value={props.value === null ? '' : String(props.value)}
      disabled={props.disabled}
      error={props.error}
      options={[
        ...(props.national || props.value === null
          ? [{ value: '', label: t('rules:national'), disabled: !props.national }]
          : []),
        ...props.regions.map((region) => ({ value: String(region.id), label: words(region.name, locale) })),
      ]}
      onChange={(value) => props.onChange(value === '' ? null : Number(value))}
    />
  );
}

export function ActPick(props: {
  value: string;
  acts: readonly { readonly code: string; readonly title: Named }[];
  disabled: boolean;
  error: string | null;
  onChange: (code: string) => void;
}) {
  const { t, locale } = useT();
  return (
    <Pick
      label={t('rules:field.legalAct')}
      value={props.value}
      disabled={props.disabled}
      placeholder={t('rules:choose')}
      error={props.error}
      options={props.acts.map((act) => ({ value: act.code, label: words(act.title, locale) }))}
      onChange={props.onChange}
    />
  );
}

export function VerifiedBox(props: {
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { t } = useT();
  const id = useId();
  return (
    <>
      <span className="fl">{t('rules:field.verified')}</span>
      <label className={css.check} htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          className="cb"
          checked={props.checked}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        <span>{t('rules:verifiedLabel')}</span>
      </label>
    </>
  );
}

/** The first day in force, and the first day no longer. */
export function Days(props: {
  form: { readonly validFrom: string | null; readonly validTo: string | null };
  change: (part: { validFrom: string | null } | { validTo: string | null }) => void;
  errorOf: (field: 'validFrom' | 'validTo') => string | null;
}) {
  const { t } = useT();
  return (
    <>
      <Slot field="validFrom">
        <DateField
          label={t('rules:field.validFrom')}
          value={props.form.validFrom}
          onChange={(validFrom) => props.change({ validFrom })}
          error={props.errorOf('validFrom')}
        />
      </Slot>
      <Slot field="validTo">
        <DateField
          label={t('rules:field.validTo')}
          value={props.form.validTo}
          onChange={(validTo) => props.change({ validTo })}
          error={props.errorOf('validTo')}
        />
      </Slot>
    </>
  );
}
