/** Бос орындар: occupancy of kindergartens, requests of their heads, the bulletin of free places. */
import { useState } from 'react';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { navigate, PLACES_TABS, type PlacesTab } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { Tabs } from '../ui/Tabs.tsx';
import { BulletinTab } from './BulletinTab.tsx';
import { NO_FILTER, useOccupancy } from './data.ts';
import { KindergartenGroups } from './KindergartenGroups.tsx';
import { FIRST_STATE, type OccupancyState, OccupancyTab } from './OccupancyTab.tsx';
import { RequestsTab } from './RequestsTab.tsx';

export default function PlacesScreen(props: { tab: PlacesTab; id: string | null }) {
  const { t } = useT();
  const { tab, id } = props;
  const all = useOccupancy(NO_FILTER);
  const totals = all.data?.totals;
  const requests = totals?.requests ?? 0;
  const [state, setState] = useState<OccupancyState>(FIRST_STATE);
  const kindergarten =
    id === null ? null : (all.data?.kindergartens.find((one) => String(one.id) === id) ?? null);
  const toList = (): void => navigate({ name: 'places', tab: 'occupancy', id: null });
  const go = (to: PlacesTab): void => navigate({ name: 'places', tab: to, id: null });
  useHotkeys(t('places:title'), [
    ...PLACES_TABS.map((one, index) => ({
      combo: `Alt+Digit${index + 1}`,
      label: t(`places:tabs.${one}`),
      run: () => go(one),
    })),
    { combo: 'Escape', label: t('shortcuts.back'), enabled: id !== null, run: toList },
  ]);
  usePaletteActions(
    PLACES_TABS.map((one) => ({
      id: `places-${one}`,
      label: t('palette.goTo', { screen: t(`places:tabs.${one}`) }),
      icon: 'grid' as const,
      run: () => go(one),
    })),
  );
  if (id !== null) {
    return (
      <>
        <ScreenHeader
          title={kindergarten?.name ?? ''}
          count={
            kindergarten === null
              ? undefined
              : t('places:freeOf', {
                  free: number(kindergarten.free),
                  capacity: number(kindergarten.capacity),
                })
          }
        >
          <Act size="sm" icon="back" combo="Escape" onClick={toList}>
            {t('places:allKindergartens')}
          </Act>
        </ScreenHeader>
        <KindergartenGroups kindergartenId={Number(id)} title={t('places:title')} links />
      </>
    );
  }
  return (
    <>
      <ScreenHeader
        title={t('places:title')}
        count={
          totals === undefined
            ? undefined
            : t('places:freeOf', { free: number(totals.free), capacity: number(totals.capacity) })
        }
      />
      <Tabs
        label={t('places:tabs.label')}
        tabs={PLACES_TABS}
        tab={tab}
        onTab={go}
        name={(one) => (
          <>
            {t(`places:tabs.${one}`)}
            {one === 'requests' && requests > 0 ? <b>{number(requests)}</b> : null}
          </>
        )}
      />
      {tab === 'occupancy' ? (
        <OccupancyTab state={state} onState={setState} />
      ) : tab === 'requests' ? (
        <RequestsTab />
      ) : (
        <BulletinTab />
      )}
    </>
  );
}
