/** Топтар мен орындар: the head's groups, and each seat of the chosen one with what may be asked about it. */
import { useMemo, useState } from 'react';
import type { Group, Seat } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { type T, useT } from '../i18n.ts';
import { useGroups } from '../places/data.ts';
import { KindergartenGroups } from '../places/KindergartenGroups.tsx';
import { requestKindsOf } from '../places/look.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useAskedSeats, useOwnKindergarten } from './data.ts';
import { Totals } from './GroupsPanel.tsx';
import styles from './head.module.css';
import { SeatRequestDialog } from './SeatRequestDialog.tsx';

interface Asking {
  readonly groups: readonly Group[];
  readonly seat?: { readonly groupId: number; readonly seatId: string };
}

export function GroupsScreen() {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const { query, kindergarten } = useOwnKindergarten();
  const groups = useGroups(kindergarten?.id ?? null).data;
  const [asking, setAsking] = useState<Asking | null>(null);
  const all = useMemo(() => groups ?? [], [groups]);
  const ask = (): void => setAsking({ groups: all });
  useHotkeys(t('nav.groups'), [
    { combo: 'KeyF', label: t('head:request.open'), enabled: connected && all.length > 0, run: ask },
  ]);
  return (
    <>
      <ScreenHeader
        title={t('nav.groups')}
        count={groups === undefined ? undefined : <Totals groups={groups} />}
      >
        <Act size="sm" icon="plus" combo="KeyF" disabled={!connected || all.length === 0} onClick={ask}>
          {t('head:request.open')}
        </Act>
      </ScreenHeader>
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={16} height={28} />
      ) : kindergarten === null ? (
        <EmptyState icon="grid" title={t('places:noGroups')} />
      ) : (
        <KindergartenGroups
          kindergartenId={kindergarten.id}
          title={t('nav.groups')}
          links={false}
          foot={({ group, seat, groups: rows }) => (
            <SeatActs
              seat={seat}
              connected={connected}
              onAsk={() => setAsking({ groups: rows, seat: { groupId: group.id, seatId: seat.id } })}
            />
          )}
        />
      )}
      {asking === null ? null : <SeatRequestDialog {...asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function SeatActs(props: { seat: Seat; connected: boolean; onAsk: () => void }) {
  const { t } = useT();
  const { seat } = props;
  const why = whyNot(t, seat, useAskedSeats().has(seat.id), props.connected);
  useHotkeys(t('nav.groups'), [
    { combo: 'Enter', label: t('head:request.about'), enabled: why === null, run: props.onAsk },
  ]);
  return (
    <div className={styles.acts}>
      <b>{t('places:seat', { number: seat.ordinal })}</b>
      <span className="muted">{t(`places:look.${seat.look}`)}</span>
      <span className="gap" />
      <span className={`small ${styles.why}`}>{why}</span>
      <Act combo="Enter" disabled={why !== null} onClick={props.onAsk}>
        {t('head:request.aboutDots')}
      </Act>
    </div>
  );
}

function whyNot(t: T, seat: Seat, asked: boolean, connected: boolean): string | null {
  if (!connected) {
    return t('connection.actsOff');
  }
  if (asked) {
    return t('head:request.asked');
  }
  return requestKindsOf(seat.look).length === 0 ? t('head:request.held') : null;
}
