/** The rules an office works by, dated and by region: profiles of the queue, limits on a child's people, terms of sending notices. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { navigate, RULES_TABS, type RulesTab } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { DatedTab } from './DatedTab.tsx';
import { ProfilesTab } from './ProfilesTab.tsx';
import { useDeliveryTable, useFamilyTable } from './tables.tsx';

export default function RulesScreen(props: { tab: RulesTab }) {
  const { t } = useT();
  const { tab } = props;
  const profiles = useQuery({
    queryKey: [...keys.queue, 'profiles'],
    queryFn: ({ signal }) => api.queue.profiles(undefined, { signal }),
  });
  const dated = useQuery({
    queryKey: keys.rules,
    queryFn: ({ signal }) => api.rules.dated(undefined, { signal }),
    enabled: tab !== 'profiles',
  });
  const [adding, setAdding] = useState(false);
  const acts = dated.data?.legalActs ?? [];
  const family = useFamilyTable(acts);
  const delivery = useDeliveryTable();
  const go = (to: RulesTab): void => {
    setAdding(false);
    navigate({ name: 'rules', tab: to });
  };
  const add = t(tab === 'profiles' ? 'rules:add' : 'rules:addRow');
  useHotkeys(t('nav.rules'), [
    { combo: 'KeyN', label: add, run: () => setAdding(true) },
    ...RULES_TABS.map((one, index) => ({
      combo: `Alt+Digit${index + 1}`,
      label: t(`rules:tabs.${one}`),
      run: () => go(one),
    })),
  ]);
  usePaletteActions(
    RULES_TABS.map((one) => ({
      id: `rules-${one}`,
      label: t('palette.goTo', { screen: t(`rules:tabs.${one}`) }),
      icon: 'scroll' as const,
      run: () => go(one),
    })),
  );
  const count = tab === 'profiles' ? profiles.data?.profiles.length : dated.data?.[tab].length;
  const page = { adding, onAdding: setAdding };
  const rest = (data: NonNullable<typeof dated.data>) => ({
    ...page,
    regions: data.regions,
    acts: data.legalActs,
    today: data.today,
    refetch: dated.refetch,
  });
  return (
    <>
      <ScreenHeader title={t('nav.rules')} count={count}>
        <Act size="sm" icon="plus" combo="KeyN" onClick={() => setAdding(true)}>
          {add}
        </Act>
      </ScreenHeader>
      <Tabs
        label={t('rules:tabs.label')}
        tabs={RULES_TABS}
        tab={tab}
        onTab={go}
        name={(one) => t(`rules:tabs.${one}`)}
      />
      {tab === 'profiles' ? (
        <Loaded query={profiles}>
          {(data) => <ProfilesTab {...page} {...data} refetch={profiles.refetch} />}
        </Loaded>
      ) : (
        <Loaded query={dated}>
          {(data) =>
            tab === 'family' ? (
              <DatedTab key={tab} {...rest(data)} table={family} rows={data.family} />
            ) : (
              <DatedTab key={tab} {...rest(data)} table={delivery} rows={data.delivery} />
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** What was read, or that it is being read, or what failed. */
function Loaded<Data>(props: { query: UseQueryResult<Data>; children: (data: Data) => ReactNode }) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  return query.error === null ? (
    <SkeletonRows rows={12} height={44} />
  ) : (
    <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  );
}
