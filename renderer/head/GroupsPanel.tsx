/** The groups under the referrals: at most 300 high, the rest by scrolling. */
import { useMemo, useState } from 'react';
import { useConnection } from '../api.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { useGroups } from '../places/data.ts';
import { GroupsTable } from '../places/GroupsTable.tsx';
import { LOOKS, sortGroups, totalsOf } from '../places/look.ts';
import { Legend } from '../places/SeatStrip.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useOwnKindergarten } from './data.ts';
import styles from './head.module.css';
import { SeatRequestDialog } from './SeatRequestDialog.tsx';

export function GroupsPanel() {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const { query, kindergarten } = useOwnKindergarten();
  const groups = useGroups(kindergarten?.id ?? null);
  const [asking, setAsking] = useState(false);
  const rows = useMemo(() => sortGroups(groups.data ?? []), [groups.data]);
  const error = query.error ?? groups.error;
  const ask = (): void => setAsking(true);
  useHotkeys(t('places:groupsTitle'), [
    { combo: 'KeyF', label: t('head:request.open'), enabled: connected && rows.length > 0, run: ask },
  ]);
  usePaletteActions([
    { id: 'head-seat', label: t('head:request.open'), icon: 'plus', combo: 'KeyF', run: ask },
  ]);
  const looks = LOOKS.filter(
    (look) => look !== 'reported' || rows.some((group) => group.seats.some((seat) => seat.look === look)),
  );
  return (
    <section className={styles.groupsPane} aria-label={t('places:groupsTitle')}>
      <div className={`ph ${styles.groupsHead}`}>
        <h2>{t('places:groupsTitle')}</h2>
        {groups.data === undefined ? null : <Totals groups={rows} />}
        <span className="gap" />
        <Legend looks={looks} />
        <span className="vr" />
        <Act size="sm" icon="plus" disabled={!connected || rows.length === 0} onClick={ask}>
          {t('head:request.open')}
        </Act>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys too */}
      <section className={styles.groupsBody} tabIndex={0} aria-label={t('places:groupsTable')}>
        {error !== null && groups.data === undefined ? (
          <ErrorState
            error={error}
            onRetry={() => void (query.isError ? query.refetch() : groups.refetch())}
          />
        ) : groups.data === undefined ? (
          <SkeletonRows rows={8} height={28} />
        ) : rows.length === 0 ? (
          <p className={`muted ${styles.noGroups}`}>{t('places:noGroups')}</p>
        ) : (
          <GroupsTable groups={rows} label={t('places:groupsTitle')} />
        )}
      </section>
      {asking ? <SeatRequestDialog groups={rows} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

/** '8 топ, 182 орын, 16 бос'. */
export function Totals(props: { groups: Parameters<typeof totalsOf>[0] }) {
  const { t } = useT();
  const totals = totalsOf(props.groups);
  return (
    <span className="muted">
      {t('places:totals', {
        groups: t('places:groups', { count: props.groups.length }),
        seats: t('places:seatsNumber', { count: totals.capacity, number: number(totals.capacity) }),
        free: t('places:freeSeats', { count: totals.free }),
      })}
    </span>
  );
}
