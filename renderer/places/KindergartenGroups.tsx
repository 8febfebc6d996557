/** Groups of one kindergarten above, the seats of the chosen one below, with who holds them. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Group, Seat } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useListCursor } from './cursor.ts';
import { useGroups, useSeats } from './data.ts';
import { Grid } from './Grid.tsx';
import { GroupsTable } from './GroupsTable.tsx';
import { ListKeys } from './ListKeys.tsx';
import { LOOKS, sortGroups } from './look.ts';
import styles from './places.module.css';
import { Legend } from './SeatStrip.tsx';
import { seatColumns } from './seat-columns.tsx';

/** `foot`: acts on the seat under the cursor; `links`: the officer may open the application of who holds a seat. */
export function KindergartenGroups(props: {
  kindergartenId: number;
  title: string;
  links: boolean;
  foot?: (chosen: { group: Group; seat: Seat; groups: readonly Group[] }) => ReactNode;
}) {
  const { t } = useT();
  const groups = useGroups(props.kindergartenId);
  const rows = useMemo(() => sortGroups(groups.data ?? []), [groups.data]);
  const [wanted, setWanted] = useState<number | null>(null);
  const group = rows.find((one) => one.id === wanted) ?? rows[0] ?? null;
  const at = group === null ? -1 : rows.indexOf(group);
  const step = (by: number): void => {
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next !== undefined) setWanted(next.id);
  };
  if (groups.isError && groups.data === undefined) {
    return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />;
  }
  if (groups.data === undefined) {
    return <SkeletonRows rows={16} height={28} />;
  }
  if (group === null) {
    return <p className={`muted ${styles.nothing}`}>{t('places:noGroups')}</p>;
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys too */}
      <section className={styles.groupsTop} tabIndex={0} aria-label={t('places:groupsTable')}>
        <GroupsTable groups={rows} selected={group.id} onSelect={setWanted} label={t('places:groupsTitle')} />
      </section>
      <GroupSeats key={group.id} group={group} groups={rows} onGroup={step} {...props} />
    </>
  );
}

function GroupSeats(props: {
  group: Group;
  groups: readonly Group[];
  title: string;
  links: boolean;
  onGroup: (by: number) => void;
  foot?: (chosen: { group: Group; seat: Seat; groups: readonly Group[] }) => ReactNode;
}) {
  const { t, locale } = useT();
  const { group } = props;
  const seats = useSeats(group.id);
  const catalogue = useCatalogue().data;
  const ids = useMemo(() => (seats.data ?? []).map((seat) => seat.id), [seats.data]);
  const cursor = useListCursor(ids);
  const columns = useMemo(
    () => seatColumns(t, locale, catalogue, props.links),
    [t, locale, catalogue, props.links],
  );
  const seat = seats.data?.find((one) => one.id === cursor.id);
  return (
    <>
      <ListKeys
        title={props.title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        more={[
          { combo: 'BracketLeft', label: t('places:keys.previousGroup'), run: () => props.onGroup(-1) },
          { combo: 'BracketRight', label: t('places:keys.nextGroup'), run: () => props.onGroup(1) },
        ]}
      />
      <div className={`ph ${styles.seatsHead}`}>
        <h2>{group.name}</h2>
        <span className="muted clip">
          {t('places:groupTotals', {
            seats: t('places:seats', { count: group.capacity }),
            free: t('places:freeSeats', { count: group.free }),
          })}
        </span>
        <span className="gap" />
        <Legend looks={LOOKS} />
      </div>
      {seats.isError && seats.data === undefined ? (
        <ErrorState error={seats.error} onRetry={() => void seats.refetch()} />
      ) : seats.data === undefined ? (
        <div className={styles.fill}>
          <SkeletonRows rows={10} />
        </div>
      ) : (
        <Grid
          label={t('places:seatsOf', { name: group.name })}
          rows={seats.data}
          rowId={(one) => one.id}
          columns={columns}
          rowHeight={32}
          total={seats.data.length}
          cursor={cursor.id}
          onCursor={(one) => cursor.set(one.id)}
        />
      )}
      {seat === undefined || props.foot === undefined
        ? null
        : props.foot({ group, seat, groups: props.groups })}
    </>
  );
}
