/** Staff of a kindergarten: they accompany no child but their own. Whoever is written here is suspended as a companion at once. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { STAFF_POSITIONS, type StaffPosition } from '../../domain/companions.ts';
import type { Catalogue } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { date, fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Field, IinField } from '../ui/Fields.tsx';
import { Inline, SkeletonRows } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useAsking } from '../use-asking.ts';
import styles from './companions.module.css';
import { useReadCompanionsAgain, useStaff } from './data.ts';
import { wholeIin } from './form.ts';

const EMPTY = { iin: '', surname: '', givenName: '', patronymic: '', position: 'educator' as StaffPosition };

export function StaffDialog(props: {
  kindergartens: Catalogue['kindergartens'];
  today: string;
  mayWrite: boolean;
  onClose: () => void;
}) {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const [wanted, setWanted] = useState<number | null>(null);
  const kindergarten = props.kindergartens.find((one) => one.id === wanted) ?? props.kindergartens[0] ?? null;
  const staff = useStaff(kindergarten?.id ?? null);
  const rows = staff.data ?? [];
  return (
    <Dialog title={t('companions:staff.title')} width={920} onClose={props.onClose}>
      <div className={styles.staff}>
        {props.kindergartens.length < 2 ? (
          <p className="muted">{kindergarten?.name ?? ''}</p>
        ) : (
          <Pick
            label={t('companions:column.kindergarten')}
            value={kindergarten === null ? '' : String(kindergarten.id)}
            options={props.kindergartens.map((one) => ({ value: String(one.id), label: one.name }))}
            onChange={(value) => setWanted(Number(value))}
          />
        )}
        <p className="small muted">{t('companions:staff.why')}</p>
        <div className={styles.staffRows}>
          {staff.isPending ? (
            <SkeletonRows rows={4} height={28} />
          ) : rows.length === 0 ? (
            <p className="small muted">{t('companions:staff.none')}</p>
          ) : (
            rows.map((row) => (
              <StaffRow
                key={row.id}
                row={row}
                today={props.today}
                mayEnd={props.mayWrite && connected && row.validTo === null}
              />
            ))
          )}
        </div>
        {props.mayWrite && kindergarten !== null ? (
          <StaffForm
            key={kindergarten.id}
            kindergartenId={kindergarten.id}
            today={props.today}
            disabled={!connected}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

type Row = NonNullable<ReturnType<typeof useStaff>['data']>[number];

function StaffRow(props: { row: Row; today: string; mayEnd: boolean }) {
  const { t } = useT();
  const { row } = props;
  const readAgain = useReadCompanionsAgain();
  const errorText = useErrorText();
  const ask = useAsking(api.companions.endStaff);
  const end = useMutation({
    mutationFn: () => ask({ id: row.id, validTo: props.today }),
    onSettled: readAgain,
  });
  return (
    <div className={styles.line}>
      <span className="clip grow" title={fullName(row)}>
        {fullName(row)}
        <span className="muted num"> · {row.iin}</span>
      </span>
      <span className="nowrap">{t(`companions:position.${row.position}`)}</span>
      <span className="small sub num nowrap">
        {row.validTo === null
          ? t('companions:fromDay', { from: date(row.validFrom) })
          : t('companions:fromTo', { from: date(row.validFrom), to: date(row.validTo) })}
      </span>
      {end.error === null ? null : <span className="small bad-t">{errorText(end.error)}</span>}
      {props.mayEnd ? (
        <Act size="sm" tone="quiet" busy={end.isPending} onClick={() => end.mutate()}>
          {t('companions:staff.end')}
        </Act>
      ) : null}
    </div>
  );
}

type Staff = Omit<Parameters<typeof api.companions.addStaff>[0], 'idempotencyKey'>;

function StaffForm(props: { kindergartenId: number; today: string; disabled: boolean }) {
  const { t } = useT();
  const errorText = useErrorText();
  const readAgain = useReadCompanionsAgain();
  const [form, setForm] = useState(EMPTY);
  const ask = useAsking(api.companions.addStaff);
  const set = (part: Partial<typeof EMPTY>): void => setForm((now) => ({ ...now, ...part }));
  const iin = wholeIin(form.iin);
  const add = useMutation({
    mutationFn: (member: Staff) => ask(member),
    onSuccess: ({ suspended }) => {
      setForm(EMPTY);
      readAgain();
      showToast({
        title: t('companions:staff.added'),
        ...(suspended === 0 ? {} : { detail: t('companions:staff.suspended', { count: suspended }) }),
      });
    },
  });
  const ready = iin !== null && form.surname.trim() !== '' && form.givenName.trim() !== '' && !props.disabled;
  const submit = (): void => {
    if (!ready || iin === null || add.isPending) return;
    add.mutate({
      kindergartenId: props.kindergartenId,
      iin,
      surname: form.surname.trim(),
      givenName: form.givenName.trim(),
      patronymic: form.patronymic.trim() === '' ? null : form.patronymic.trim(),
      position: form.position,
      validFrom: props.today,
    });
  };
  return (
    <form
      className={styles.staffForm}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <IinField value={form.iin} onChange={(value) => set({ iin: value })} />
      {(['surname', 'givenName', 'patronymic'] as const).map((field) => (
        <Field key={field} label={t(`companions:field.${field}`)}>
          {({ id, describedBy }) => (
            <div className="input">
              <input
                id={id}
                autoComplete="off"
                maxLength={100}
                aria-describedby={describedBy}
                value={form[field]}
                onChange={(event) => set({ [field]: event.target.value })}
              />
            </div>
          )}
        </Field>
      ))}
      <Pick
        label={t('companions:staff.position')}
        value={form.position}
        options={STAFF_POSITIONS.map((value) => ({ value, label: t(`companions:position.${value}`) }))}
        onChange={(value) => set({ position: value as StaffPosition })}
      />
      <div className={styles.staffAdd}>
        <Act type="submit" icon="plus" busy={add.isPending} disabled={!ready}>
          {t('companions:staff.add')}
        </Act>
      </div>
      {add.error === null ? null : (
        <div className={styles.wide}>
          <Inline>{errorText(add.error)}</Inline>
        </div>
      )}
    </form>
  );
}
