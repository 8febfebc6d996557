/** One profile: every term with its unit, faults under their fields, and what saving will do said before it is done. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RuleProfileForm } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { date } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { useAsking } from '../use-asking.ts';
import { FormSections } from './FormSections.tsx';
import { profileFaultText } from './fault-words.ts';
import {
  type FieldFault,
  type Form,
  type FormField,
  formOf,
  readForm,
  saveKind,
  serverFaults,
  versionFault,
} from './profile-form.ts';
import css from './rules.module.css';

export interface ProfileFormProps {
  readonly profile: RuleProfileForm | null;
  readonly profiles: readonly RuleProfileForm[];
  readonly regions: readonly { id: number; name: { kk: string; ru: string; en: string } }[];
  readonly legalActs: readonly { code: string; title: { kk: string; ru: string; en: string } }[];
  readonly onSaved: (saved: RuleProfileForm) => void;
  readonly onCancel: (() => void) | null;
}

export function ProfileForm(props: ProfileFormProps) {
  const { t } = useT();
  const errorText = useErrorText();
  const today = useToday();
  const { profile } = props;
  const { post } = useSession();
  const connected = useConnection().kind === 'open';
  const empty = (): Form => {
    const first = formOf(profile);
    // An administrator of a region writes its own region's rules.
    return profile === null && post.scope !== null
      ? { ...first, regionId: props.regions[0]?.id ?? null }
      : first;
  };
  const [form, setForm] = useState<Form>(empty);
  const element = useRef<HTMLFormElement>(null);
  const [left, setLeft] = useState<ReadonlySet<FormField>>(new Set());
  const [told, setTold] = useState<readonly FieldFault[]>([]);
  const [tried, setTried] = useState(false);
  const read = readForm(form);
  const late = versionFault(profile, form, today);
  const faults = late === null ? read.faults : [late, ...read.faults.filter((f) => f.field !== late.field)];
  const mayEdit =
    post.scope === null || profile === null || props.regions.some(({ id }) => id === profile.regionId);
  const kind = saveKind(profile, form);
  const ask = useAsking(api.queue.saveProfile);
  const save = useMutation({
    mutationFn: () => ask({ id: profile?.id ?? null, mark: profile?.mark ?? null, profile: read.profile }),
    onSuccess: props.onSaved,
    onError: (thrown) => {
      const error = toDeskError(thrown);
      if (error.is('REFUSED')) setTold(serverFaults(form, error.data.obstacles));
    },
  });
  const ready = connected && mayEdit && kind !== 'nothing' && !save.isPending;
  const submit = (): void => {
    setTried(true);
    if (ready && faults.length === 0) {
      save.mutate();
    } else {
      // To the first field to correct, once its fault is drawn.
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
    }
  };
  useHotkeys(t('nav.rules'), [{ combo: 'Ctrl+Enter', label: t('act.save'), run: submit }]);
  const change = (part: Partial<Form>): void => {
    setForm((now) => ({ ...now, ...part }));
    setTold((now) => now.filter(({ field }) => field === null || !Object.hasOwn(part, field)));
    save.reset();
  };
  /** A fault is told on leaving its field, or when saving was tried; cleared as it is typed. */
  const errorOf = (field: FormField): string | null => {
    const fault = told.find((one) => one.field === field) ?? faults.find((one) => one.field === field);
    const shown = tried || left.has(field) || told.some((one) => one.field === field);
    return fault === undefined || !shown ? null : profileFaultText(t, fault.code);
  };
  const refused = toDeskError(save.error).code === 'REFUSED';
  const whole = [...told, ...(tried ? faults : [])].filter(({ field }) => field === null);
  return (
    <form
      ref={element}
      className={css.form}
      aria-label={t('rules:form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onBlur={(event) => {
        const field = event.target.closest<HTMLElement>('[data-field]')?.dataset.field;
        if (field !== undefined) setLeft((now) => new Set([...now, field as FormField]));
      }}
    >
      <div className={css.body}>
        <Standing profile={profile} profiles={props.profiles} mayEdit={mayEdit} />
        <FormSections
          form={form}
          change={change}
          errorOf={errorOf}
          disabled={!mayEdit}
          isNew={profile === null}
          regions={props.regions}
          national={post.scope === null}
          legalActs={props.legalActs}
        />
      </div>
      {whole.length === 0 && (save.error === null || refused) ? null : (
        <div className={css.inline}>
          <Inline>
            {whole.length > 0
              ? whole.map(({ code }) => profileFaultText(t, code)).join(' ')
              : errorText(save.error)}
          </Inline>
        </div>
      )}
      <footer className={css.foot}>
        <span className={`small muted ${css.footText}`} role="status">
          {!connected
            ? t('connection.actsOff')
            : tried && faults.length > 0
              ? t('rules:faults', { count: faults.length })
              : kindText(t, kind, form)}
        </span>
        {props.onCancel === null ? (
          <Act
            disabled={kind === 'nothing'}
            onClick={() => {
              setForm(empty());
              setTold([]);
              setTried(false);
              save.reset();
            }}
          >
            {t('rules:undo')}
          </Act>
        ) : (
          <Act onClick={props.onCancel}>{t('act.cancel')}</Act>
        )}
        <Act tone="primary" combo="Ctrl+Enter" busy={save.isPending} disabled={!ready} onClick={submit}>
          {t(kind === 'supersede' ? 'rules:saveVersion' : 'act.save')}
        </Act>
      </footer>
    </form>
  );
}

/** What saving will do, in words beside the button. */
function kindText(t: T, kind: ReturnType<typeof saveKind>, form: Form): string {
  switch (kind) {
    case 'supersede':
      return form.validFrom === null
        ? t('rules:kind.supersedeOpen')
        : t('rules:kind.supersede', { date: date(form.validFrom) });
    case 'add':
    case 'change':
    case 'end':
    case 'nothing':
      return t(`rules:kind.${kind}`);
  }
}

/** Whether the profile is used, verified, a version of another, or not this officer's to change. */
function Standing(props: {
  profile: RuleProfileForm | null;
  profiles: readonly RuleProfileForm[];
  mayEdit: boolean;
}) {
  const { t } = useT();
  const { profile } = props;
  if (profile === null) {
    return null;
  }
  const before = props.profiles.find(({ id }) => id === profile.supersedesId);
  const after = props.profiles.find(({ supersedesId }) => supersedesId === profile.id);
  return (
    <>
      {props.mayEdit ? null : <Inline tone="warn">{t('rules:otherRegion')}</Inline>}
      {profile.used && props.mayEdit ? <Inline tone="warn">{t('rules:usedDetail')}</Inline> : null}
      <p className={`small muted ${css.standing}`}>
        {[
          t(profile.verified ? 'rules:verifiedYes' : 'rules:verifiedNo'),
          ...(before === undefined ? [] : [t('rules:versionOf', { code: before.code })]),
          ...(after === undefined
            ? []
            : [t('rules:versionAfter', { code: after.code, date: date(after.validFrom) })]),
        ].join(' ')}
      </p>
    </>
  );
}
