/** A companion at the counter: the child's family, the person by the IIN, the children ticked; then it waits for a signature. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CompanionChild } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { expectedVersionOf, noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useAsking } from '../use-asking.ts';
import { fieldName } from './CardPane.tsx';
import { ChildChoice } from './ChildChoice.tsx';
import styles from './companions.module.css';
import { useChildrenToTick, useLookUp, useReadCompanionsAgain } from './data.ts';
import { type CompanionForm, emptyForm, readForm, type TypedCompanion, wholeIin } from './form.ts';
import { PersonFields } from './PersonFields.tsx';

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
  const iinField = useRef<HTMLInputElement>(null);
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
          iinRef={iinField}
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
              // The row that was chosen goes with the list; what is typed next is the person.
              if (one !== null) iinField.current?.focus();
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

interface Asked {
  readonly typed: TypedCompanion;
  readonly chosen: readonly CompanionChild[];
  readonly photo: File | null;
}

function useRegister(onDone: (permitId: string | null) => void) {
  const { t } = useT();
  const readAgain = useReadCompanionsAgain();
  const ask = useAsking(api.companions.register);
  const send = useMutation({
    mutationFn: ({ typed, chosen, photo }: Asked) =>
      ask(
        {
          ...typed,
          photo,
          children: chosen.map(({ applicationId: id, version }) => ({
            applicationId: id,
            expectedVersion: expectedVersionOf({ id, version }),
          })),
        },
        [typed, chosen.map((one) => one.applicationId), photo?.name, photo?.size, photo?.lastModified],
      ),
    onSuccess: ({ permitIds, children }) => {
      for (const one of children) noteOwnVersion(one.applicationId, one.version);
      showToast({ title: t('companions:registered'), detail: t('companions:registeredDetail') });
      onDone(permitIds[0] ?? null);
    },
    // Whoever was quicker: what they changed is read, and the next try goes by it.
    onError: readAgain,
  });
  return { isPending: send.isPending, error: send.error, run: send.mutate };
}
