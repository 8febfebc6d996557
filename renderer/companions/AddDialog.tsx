/** A companion at the counter: the child's family, the person by the IIN, the children ticked; then it waits for a signature. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { COMPANION_RELATIONS, type CompanionRelation } from '../../domain/companions.ts';
import type { CompanionChild } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { bytes, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { DateField, Field, IinField } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { fieldName } from './CardPane.tsx';
import styles from './companions.module.css';
import { useChildrenToTick, useLookUp } from './data.ts';
import {
  type CompanionForm,
  differsFromIin,
  emptyForm,
  readForm,
  type TypedCompanion,
  wholeIin,
  withIin,
} from './form.ts';

/** Nothing is known of what came of the call. */
const UNANSWERED: ReadonlySet<string> = new Set(['CONNECTION_LOST', 'TIMEOUT', 'DB_UNREACHABLE']);
const NONE: readonly CompanionChild[] = [];

/** `applicationId`: of the child it was opened for; null: the clerk finds the child first. */
export function AddDialog(props: {
  applicationId: string | null;
  today: string;
  onClose: () => void;
  onDone: (permitId: string | null) => void;
}) {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const [form, setForm] = useState<CompanionForm>(() => emptyForm(props.today));
  const [photo, setPhoto] = useState<File | null>(null);
  const [family, setFamily] = useState(props.applicationId);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    new Set(props.applicationId === null ? [] : [props.applicationId]),
  );
  const [search, setSearch] = useState('');
  const children = useChildrenToTick(search, family).data ?? NONE;
  useKnown(form, setForm);
  const read = readForm(form);
  const typed = 'typed' in read ? read.typed : null;
  const chosen = family === null ? NONE : children.filter((one) => ticked.has(one.applicationId));
  const check = useCheck(typed, chosen);
  const against = (check.data ?? []).filter((one) => one.obstacles.length > 0);
  const send = useRegister(props.onDone);
  const why = !connected
    ? t('connection.actsOff')
    : family === null || chosen.length === 0
      ? t('companions:missing.child')
      : 'missing' in read
        ? t(`companions:missing.${read.missing}`)
        : against.length > 0
          ? t('companions:missing.rules')
          : check.isPending
            ? t('state.loading')
            : null;
  const submit = (): void => {
    if (why === null && typed !== null && !send.isPending) send.run({ typed, chosen, photo });
  };
  useHotkeys(t('companions:add'), [{ combo: 'Ctrl+Enter', label: t('companions:register'), run: submit }], {
    level: 2,
  });
  return (
    <Dialog
      title={t('companions:add')}
      width={920}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small" role="status">
            {why}
          </span>
          <span className="gap" />
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act
            tone="primary"
            combo="Ctrl+Enter"
            busy={send.isPending}
            disabled={why !== null}
            onClick={submit}
          >
            {t('companions:register')}
          </Act>
        </>
      }
    >
      <div className={styles.add}>
        <PersonFields
          form={form}
          onChange={setForm}
          photo={photo}
          onPhoto={setPhoto}
          autoFocus={props.applicationId !== null}
        />
        <div className={styles.children}>
          <ChildChoice
            family={family}
            search={search}
            onSearch={setSearch}
            rows={children}
            ticked={ticked}
            onFamily={(one) => {
              setFamily(one?.applicationId ?? null);
              setTicked(new Set(one === null ? [] : [one.applicationId]));
            }}
            onTick={(id) =>
              setTicked((now) => {
                const next = new Set(now);
                if (!next.delete(id)) next.add(id);
                return next;
              })
            }
          />
          {against.map((one) => (
            <Against key={one.applicationId} row={chosen.find((c) => c.applicationId === one.applicationId)}>
              {[...new Set(one.obstacles.map((each) => obstacleText(t, each) + ofField(each.field)))].join(
                '; ',
              )}
            </Against>
          ))}
          {send.error === null ? null : <Failure error={send.error} />}
        </div>
      </div>
    </Dialog>
  );

  function ofField(field: string | undefined): string {
    return field === undefined || field === 'iin' ? '' : ` (${fieldName(t, field)})`;
  }
}

function Against(props: { row: CompanionChild | undefined; children: ReactNode }) {
  return (
    <Inline>
      {props.row === undefined ? null : <b>{nameOf(props.row.child)}: </b>}
      {props.children}
    </Inline>
  );
}

function Failure(props: { error: unknown }) {
  const { t } = useT();
  const errorText = useErrorText();
  return (
    <Inline>
      {t('companions:notRegistered')} {errorText(props.error)}
    </Inline>
  );
}

/** What the desk knows of the person comes in by itself; what was typed already stays. */
function useKnown(
  form: CompanionForm,
  setForm: (change: (now: CompanionForm) => CompanionForm) => void,
): void {
  const iin = wholeIin(form.iin);
  const known = useLookUp(iin).data?.known ?? null;
  useEffect(() => {
    if (known === null) return;
    setForm((now) =>
      now.iin !== known.iin
        ? now
        : {
            ...now,
            surname: now.surname.trim() === '' ? known.surname : now.surname,
            givenName: now.givenName.trim() === '' ? known.givenName : now.givenName,
            patronymic: now.patronymic.trim() === '' ? (known.patronymic ?? '') : now.patronymic,
            birthDate: known.birthDate,
            sex: known.sex,
          },
    );
  }, [known, setForm]);
}

/** The rules on what is typed, child by child, before anything is written. */
function useCheck(typed: TypedCompanion | null, chosen: readonly CompanionChild[]) {
  const ids = chosen.map((one) => one.applicationId);
  return useQuery({
    queryKey: [...keys.companions, 'check', typed, ids],
    queryFn: ({ signal }) => {
      if (typed === null) throw new Error('NOT_TYPED');
      return api.companions.check({ ...typed, applicationIds: ids }, { signal });
    },
    enabled: typed !== null && ids.length > 0,
    staleTime: 0,
    gcTime: 0,
  });
}

function useRegister(onDone: (permitId: string | null) => void) {
  const { t } = useT();
  // A refused registration may be sent again as another one; one whose answer was lost is the same.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const send = useMutation({
    mutationFn: (input: Parameters<typeof api.companions.register>[0]) => api.companions.register(input),
    onSuccess: ({ permitIds }) => {
      showToast({ title: t('companions:registered'), detail: t('companions:registeredDetail') });
      onDone(permitIds[0] ?? null);
    },
    onError: (error) => {
      if (!UNANSWERED.has(toDeskError(error).code)) setIdempotencyKey(crypto.randomUUID());
    },
  });
  return {
    isPending: send.isPending,
    error: send.error,
    run: (input: { typed: TypedCompanion; chosen: readonly CompanionChild[]; photo: File | null }) =>
      send.mutate({
        ...input.typed,
        photo: input.photo,
        children: input.chosen.map((one) => ({
          applicationId: one.applicationId,
          expectedVersion: one.version,
        })),
        idempotencyKey,
      }),
  };
}

function PersonFields(props: {
  form: CompanionForm;
  onChange: (change: (now: CompanionForm) => CompanionForm) => void;
  photo: File | null;
  onPhoto: (photo: File | null) => void;
  autoFocus: boolean;
}) {
  const { t } = useT();
  const { form } = props;
  const iin = wholeIin(form.iin);
  const isStaff = useLookUp(iin).data?.isStaff === true;
  const set = (part: Partial<CompanionForm>): void => props.onChange((now) => ({ ...now, ...part }));
  return (
    <div className={styles.person}>
      <IinField
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

/** The child is found first; then all of its applicant's children are there to be ticked. */
function ChildChoice(props: {
  family: string | null;
  search: string;
  onSearch: (text: string) => void;
  rows: readonly CompanionChild[];
  ticked: ReadonlySet<string>;
  onFamily: (row: CompanionChild | null) => void;
  onTick: (applicationId: string) => void;
}) {
  const { t } = useT();
  const { rows, family } = props;
  const applicant = useMemo(() => rows[0]?.applicantName ?? '', [rows]);
  if (family === null) {
    return (
      <>
        <Field label={t('companions:findChild')} hint={t('companions:findChildHint')}>
          {({ id, describedBy }) => (
            <div className="input">
              <input
                id={id}
                autoComplete="off"
                // biome-ignore lint/a11y/noAutofocus: the first thing to type of this dialog
                autoFocus
                aria-describedby={describedBy}
                value={props.search}
                onChange={(event) => props.onSearch(event.target.value)}
              />
            </div>
          )}
        </Field>
        <div className={styles.found}>
          {props.search.trim().length < 2 ? null : rows.length === 0 ? (
            <p className="small muted">{t('companions:noChild')}</p>
          ) : (
            rows.slice(0, 8).map((row) => (
              <button
                key={row.applicationId}
                type="button"
                className={styles.foundRow}
                onClick={() => props.onFamily(row)}
              >
                <ChildLine row={row} />
              </button>
            ))
          )}
        </div>
      </>
    );
  }
  return (
    <fieldset className={styles.ticks}>
      <legend className="fl">{t('companions:childrenOf', { name: applicant })}</legend>
      {rows.map((row) => (
        <label key={row.applicationId} className={styles.tickRow}>
          <input
            type="checkbox"
            className="cb"
            checked={props.ticked.has(row.applicationId)}
            onChange={() => props.onTick(row.applicationId)}
          />
          <ChildLine row={row} />
        </label>
      ))}
      <Act size="sm" tone="quiet" icon="search" onClick={() => props.onFamily(null)}>
        {t('companions:otherChild')}
      </Act>
    </fieldset>
  );
}

function ChildLine(props: { row: CompanionChild }) {
  const { t } = useT();
  const { row } = props;
  const place = [row.kindergarten, row.groupName].filter((part) => part !== null).join(' · ');
  return (
    <span className={styles.two}>
      <span className="strong clip" title={nameOf(row.child)}>
        {nameOf(row.child)}
        <span className="muted num"> {t('companions:ofMost', { have: row.added, most: row.most })}</span>
      </span>
      <span className={`${styles.second} clip`} title={place}>
        {place}
      </span>
    </span>
  );
}
