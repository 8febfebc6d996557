/** Rule profiles (қағидалар бейіндері): named, dated, per region, citing their legal act; a used one is only superseded. */
import { useMemo } from 'react';
import type { RuleProfileForm } from '../../preload/contract/index.ts';
import { date, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { ListKeys } from '../places/ListKeys.tsx';
import { EmptyState } from '../ui/States.tsx';
import { ProfileForm, type ProfileFormProps } from './ProfileForm.tsx';
import css from './rules.module.css';

const NEW = 'new';

export function ProfilesTab(
  props: Pick<ProfileFormProps, 'profiles' | 'regions' | 'legalActs'> & {
    adding: boolean;
    onAdding: (adding: boolean) => void;
    refetch: () => Promise<unknown>;
  },
) {
  const { t } = useT();
  const { profiles, adding, onAdding } = props;
  const ids = useMemo(() => profiles.map(({ id }) => String(id)), [profiles]);
  const cursor = useListCursor(ids);
  const shown = adding ? null : (profiles.find(({ id }) => String(id) === cursor.id) ?? null);
  const pick = (id: string): void => {
    onAdding(false);
    cursor.set(id);
  };
  return (
    <>
      <ListKeys
        title={t('nav.rules')}
        move={(step) => {
          onAdding(false);
          cursor.move(step);
        }}
        edge={(end) => {
          onAdding(false);
          cursor.edge(end);
        }}
      />
      <div className={css.desk}>
        <nav className={css.list} aria-label={t('rules:list')}>
          {profiles.map((profile) => (
            <ProfileRow
              key={profile.id}
              profile={profile}
              region={props.regions.find(({ id }) => id === profile.regionId)?.name ?? null}
              current={profile === shown}
              onPick={() => pick(String(profile.id))}
            />
          ))}
          {profiles.length === 0 ? <EmptyState icon="scroll" title={t('rules:none')} /> : null}
        </nav>
        {shown === null && !adding ? (
          <div className={css.form} />
        ) : (
          <ProfileForm
            key={shown === null ? NEW : `${shown.id} ${shown.mark}`}
            profile={shown}
            profiles={profiles}
            regions={props.regions}
            legalActs={props.legalActs}
            onSaved={(saved) => {
              void props.refetch().then(() => pick(String(saved.id)));
            }}
            onCancel={adding ? () => onAdding(false) : null}
          />
        )}
      </div>
    </>
  );
}

function ProfileRow(props: {
  profile: RuleProfileForm;
  region: { kk: string; ru: string; en: string } | null;
  current: boolean;
  onPick: () => void;
}) {
  const { t, locale } = useT();
  const { profile, region } = props;
  const name = words(profile.name, locale);
  const dates =
    profile.validTo === null
      ? t('queue:profile.since', { date: date(profile.validFrom) })
      : t('rules:dates', { from: date(profile.validFrom), to: date(profile.validTo) });
  return (
    <button type="button" className={css.row} aria-current={props.current} onClick={props.onPick}>
      <span className={css.rowTop}>
        <b className="clip strong" title={name}>
          {name}
        </b>
        {profile.used ? <span className="tag">{t('rules:used')}</span> : null}
      </span>
      <span className="small muted clip" title={dates}>
        {`${region === null ? t('rules:national') : words(region, locale)} · ${dates}`}
      </span>
    </button>
  );
}
