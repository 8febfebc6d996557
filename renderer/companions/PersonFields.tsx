/** Who the companion is: the IIN first, what it says at once, then what the family says. */
import { type Ref, useRef } from 'react';
import { COMPANION_RELATIONS, type CompanionRelation } from '../../domain/companions.ts';
import { bytes } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { Act } from '../ui/Act.tsx';
import { DateField, Field, IinField } from '../ui/Fields.tsx';
import { Inline } from '../ui/States.tsx';
import styles from './companions.module.css';
import { useLookUp } from './data.ts';
import { type CompanionForm, differsFromIin, wholeIin, withIin } from './form.ts';

export function PersonFields(props: {
  form: CompanionForm;
  onChange: (change: (now: CompanionForm) => CompanionForm) => void;
  photo: File | null;
  onPhoto: (photo: File | null) => void;
  autoFocus: boolean;
  iinRef: Ref<HTMLInputElement>;
}) {
  const { t } = useT();
  const { form } = props;
  const iin = wholeIin(form.iin);
  const isStaff = useLookUp(iin).data?.isStaff === true;
  const set = (part: Partial<CompanionForm>): void => props.onChange((now) => ({ ...now, ...part }));
  return (
    <div className={styles.person}>
      <IinField
        ref={props.iinRef}
        adult
        value={form.iin}
        autoFocus={props.autoFocus}
        onChange={(value) => props.onChange((now) => withIin(now, value))}
      />
      {isStaff ? <Inline tone="warn">{t('companions:isStaff')}</Inline> : null}
      {iin !== null && differsFromIin(form) ? (
        <Inline tone="warn">{t('companions:iinDiffers')}</Inline>
      ) : null}
      <div className={styles.three}>
        <Text
          label={t('companions:field.surname')}
          value={form.surname}
          onChange={(surname) => set({ surname })}
        />
        <Text
          label={t('companions:field.givenName')}
          value={form.givenName}
          onChange={(givenName) => set({ givenName })}
        />
        <Text
          label={t('companions:field.patronymic')}
          value={form.patronymic}
          onChange={(patronymic) => set({ patronymic })}
        />
      </div>
      <div className={styles.pair}>
        <DateField
          label={t('companions:field.birthDate')}
          value={form.birthDate}
          onChange={(birthDate) => set({ birthDate })}
        />
        <Pick
          label={t('companions:field.sex')}
          value={form.sex ?? ''}
          placeholder={t('companions:choose')}
          options={(['female', 'male'] as const).map((value) => ({
            value,
            label: t(`companions:sex.${value}`),
          }))}
          onChange={(value) => set({ sex: value === 'male' ? 'male' : 'female' })}
        />
        <Text
          label={t('companions:field.phone')}
          value={form.phone}
          placeholder="+7 701 123 45 67"
          onChange={(phone) => set({ phone })}
        />
        <Pick
          label={t('companions:field.relation')}
          value={form.relation ?? ''}
          placeholder={t('companions:choose')}
          options={COMPANION_RELATIONS.map((value) => ({ value, label: t(`companions:relation.${value}`) }))}
          onChange={(value) => set({ relation: value as CompanionRelation })}
        />
        <DateField
          label={t('companions:field.validFrom')}
          value={form.validFrom}
          onChange={(validFrom) => set({ validFrom })}
        />
        <DateField
          label={t('companions:field.validTo')}
          value={form.validTo}
          onChange={(validTo) => set({ validTo })}
        />
      </div>
      <PhotoField photo={props.photo} onPhoto={props.onPhoto} />
    </div>
  );
}

function Text(props: {
  label: string;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label}>
      {({ id, describedBy }) => (
        <div className="input">
          <input
            id={id}
            autoComplete="off"
            aria-describedby={describedBy}
            maxLength={100}
            placeholder={props.placeholder}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}

function PhotoField(props: { photo: File | null; onPhoto: (photo: File | null) => void }) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.photoRow}>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('companions:photo')}
        onChange={(event) => {
          props.onPhoto(event.target.files?.[0] ?? null);
          event.target.value = '';
        }}
      />
      <Act size="sm" icon="folder" onClick={() => input.current?.click()}>
        {t('companions:choosePhoto')}
      </Act>
      <span className="small muted clip">
        {props.photo === null
          ? t('companions:photoHint')
          : `${props.photo.name} · ${bytes(props.photo.size)}`}
      </span>
      {props.photo === null ? null : (
        <Act size="sm" tone="quiet" icon="x" onClick={() => props.onPhoto(null)}>
          {t('companions:noPhoto')}
        </Act>
      )}
    </div>
  );
}
