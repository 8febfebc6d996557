/** Rule profiles (қағидалар бейіндері): named, dated, per region, citing their legal act; a used one is only superseded. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RuleProfileForm } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { date, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { ListKeys } from '../places/ListKeys.tsx';
import { keys } from '../query.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import css from './rules.module.css';

const NEW = 'new';

export default function RulesScreen() {
  const { t } = useT();
  const query = useQuery({
    queryKey: [...keys.queue, 'profiles'],
    queryFn: ({ signal }) => api.queue.profiles(undefined, { signal }),
  });
  const [adding, setAdding] = useState(false);
  const profiles = useMemo(() => query.data?.profiles ?? [], [query.data]);
  const ids = useMemo(() => profiles.map(({ id }) => String(id)), [profiles]);
  const cursor = useListCursor(ids);
  const shown = adding ? null : (profiles.find(({ id }) => String(id) === cursor.id) ?? null);
  const pick = (id: string | null): void => {
    setAdding(false);
    cursor.set(id);
  };
  useHotkeys(t('nav.rules'), [{ combo: 'KeyN', label: t('rules:add'), run: () => setAdding(true) }]);
  return (
    <>
      <ScreenHeader title={t('nav.rules')} count={query.data === undefined ? undefined : profiles.length}>
        <Act size="sm" icon="plus" combo="KeyN" onClick={() => setAdding(true)}>
          {t('rules:add')}
        </Act>
      </ScreenHeader>
      <ListKeys
        title={t('nav.rules')}
        move={(step) => {
          setAdding(false);
          cursor.move(step);
        }}
        edge={(end) => {
          setAdding(false);
          cursor.edge(end);
        }}
      />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonRows rows={12} height={44} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <div className={css.desk}>
          <nav className={css.list} aria-label={t('rules:list')}>
            {profiles.map((profile) => (
              <ProfileRow
                key={profile.id}
                profile={profile}
                region={query.data.regions.find(({ id }) => id === profile.regionId)?.name ?? null}
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
              regions={query.data.regions}
              legalActs={query.data.legalActs}
              onSaved={(saved) => {
                void query.refetch().then(() => pick(String(saved.id)));
              }}
              onCancel={adding ? () => setAdding(false) : null}
            />
          )}
        </div>
      )}
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
