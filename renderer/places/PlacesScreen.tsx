/** Бос орындар: occupancy of kindergartens, requests of their heads, the bulletin of free places. */
import { useState } from 'react';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { navigate, PLACES_TABS, type PlacesTab } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { BulletinTab } from './BulletinTab.tsx';
import { NO_FILTER, useOccupancy } from './data.ts';
import { KindergartenGroups } from './KindergartenGroups.tsx';
import { FIRST_STATE, type OccupancyState, OccupancyTab } from './OccupancyTab.tsx';
import styles from './places.module.css';
import { RequestsTab } from './RequestsTab.tsx';

export default function PlacesScreen(props: { tab: PlacesTab; id: string | null }) {
  const { t } = useT();
  const { tab, id } = props;
  const all = useOccupancy(NO_FILTER);
  const totals = all.data?.totals;
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
      <Tabs tab={tab} requests={totals?.requests ?? 0} onTab={go} />
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

function Tabs(props: { tab: PlacesTab; requests: number; onTab: (tab: PlacesTab) => void }) {
  const { t } = useT();
  return (
    <div className={styles.tabs} role="tablist" aria-label={t('places:tabs.label')}>
      {PLACES_TABS.map((one, index) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === props.tab}
          tabIndex={one === props.tab ? 0 : -1}
          className={`${styles.tab} ${one === props.tab ? styles.tabOn : ''}`}
          title={`Alt+${index + 1}`}
          onClick={() => props.onTab(one)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const at = (index + by + PLACES_TABS.length) % PLACES_TABS.length;
            const next = PLACES_TABS[at];
            if (by !== 0 && next !== undefined) {
              event.preventDefault();
              props.onTab(next);
              event.currentTarget.parentElement?.querySelectorAll('button')[at]?.focus();
            }
          }}
        >
          {t(`places:tabs.${one}`)}
          {one === 'requests' && props.requests > 0 ? <b>{number(props.requests)}</b> : null}
        </button>
      ))}
    </div>
  );
}
