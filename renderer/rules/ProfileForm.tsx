/** One profile: every term with its unit, faults under their fields, and what saving will do said before it is done. */
import type { RuleProfileForm } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { date } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { Inline } from '../ui/States.tsx';
import { useAsking } from '../use-asking.ts';
import { FormSections } from './FormSections.tsx';
import { profileFaultText } from './fault-words.ts';
import { type Form, formOf, readForm, saveKind, serverFaults, versionFault } from './profile-form.ts';
import { RuleFrame } from './RuleFrame.tsx';
import css from './rules.module.css';
import { useRuleForm } from './use-rule-form.ts';

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
  const today = useToday();
  const { profile } = props;
  const { post } = useSession();
  const ask = useAsking(api.queue.saveProfile);
  const mayEdit =
    post.scope === null || profile === null || props.regions.some(({ id }) => id === profile.regionId);
  const state = useRuleForm<Form, RuleProfileForm>({
    first: () => {
      const first = formOf(profile);
      // An administrator of a region writes its own region's rules.
      return profile === null && post.scope !== null
        ? { ...first, regionId: props.regions[0]?.id ?? null }
        : first;
    },
    faultsOf: (form) => {
      const { faults } = readForm(form);
      const late = versionFault(profile, form, today);
      return late === null ? faults : [late, ...faults.filter(({ field }) => field !== late.field)];
    },
    toldOf: serverFaults,
    faultText: (code) => profileFaultText(t, code),
    mayRun: (form) => mayEdit && saveKind(profile, form) !== 'nothing',
    run: (form) =>
      ask({ id: profile?.id ?? null, mark: profile?.mark ?? null, profile: readForm(form).profile }),
    onSaved: props.onSaved,
  });
  const { form } = state;
  const kind = saveKind(profile, form);
  return (
    <RuleFrame
      state={state}
      label={t('rules:form')}
      will={kindText(t, kind, form)}
      saveLabel={t(kind === 'supersede' ? 'rules:saveVersion' : 'act.save')}
      same={kind === 'nothing'}
      onCancel={props.onCancel}
    >
      <Standing profile={profile} profiles={props.profiles} mayEdit={mayEdit} />
      <FormSections
        form={form}
        change={state.change}
        errorOf={state.errorOf}
        disabled={!mayEdit}
        isNew={profile === null}
        regions={props.regions}
        national={post.scope === null}
        legalActs={props.legalActs}
      />
    </RuleFrame>
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
