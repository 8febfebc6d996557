/** Босаған орындар: what this kindergarten asked about its seats, and the clerks' answers. */
import { useMemo, useState } from 'react';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { useGroups, useRequests } from '../places/data.ts';
import { ListKeys } from '../places/ListKeys.tsx';
import { RequestGrid } from '../places/RequestGrid.tsx';
import { fetchMore } from '../query.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useOwnKindergarten } from './data.ts';
import styles from './head.module.css';
import { SeatRequestDialog } from './SeatRequestDialog.tsx';

export function FreedScreen() {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const [shown, setShown] = useState<'open' | 'answered'>('open');
  const { kindergarten } = useOwnKindergarten();
  const groups = useGroups(kindergarten?.id ?? null).data ?? [];
  const [asking, setAsking] = useState(false);
  const can = connected && groups.length > 0;
  const ask = (): void => setAsking(true);
  useHotkeys(t('nav.freed'), [{ combo: 'KeyF', label: t('head:request.open'), enabled: can, run: ask }]);
  return (
    <>
      <ScreenHeader title={t('nav.freed')}>
        <Act size="sm" icon="plus" combo="KeyF" disabled={!can} onClick={ask}>
          {t('head:request.open')}
        </Act>
      </ScreenHeader>
      <div className={styles.filters}>
        <Segment
          label={t('places:requests.label')}
          value={shown}
          options={[
            { value: 'open', label: t('places:requests.open') },
            { value: 'answered', label: t('places:requests.answered') },
          ]}
          onChange={setShown}
        />
      </div>
      <OwnRequests key={shown} open={shown === 'open'} onAsk={can ? ask : null} />
      {asking ? <SeatRequestDialog groups={groups} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function OwnRequests(props: { open: boolean; onAsk: (() => void) | null }) {
  const { t } = useT();
  const { query, rows } = useRequests(props.open);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids);
  if (query.isError && rows.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return <SkeletonRows rows={12} height={44} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        icon="inbox"
        title={props.open ? t('places:requests.none') : t('places:requests.noneAnswered')}
        action={
          props.open && props.onAsk !== null ? (
            <Act icon="plus" onClick={props.onAsk}>
              {t('head:request.open')}
            </Act>
          ) : undefined
        }
      >
        {props.open ? t('head:request.noneHint') : null}
      </EmptyState>
    );
  }
  return (
    <>
      <ListKeys title={t('nav.freed')} move={(step) => void cursor.move(step)} edge={cursor.edge} />
      <RequestGrid
        rows={rows}
        cursor={cursor.id}
        onCursor={(row) => cursor.set(row.id)}
        kindergartens={false}
        onNearEnd={() => fetchMore(query)}
      />
    </>
  );
}
