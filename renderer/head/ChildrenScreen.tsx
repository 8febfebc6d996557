/** Балалар тізімі: the children of the kindergarten, by group; discharge and transfer are signed. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { ActDetails, EnrolledChild } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { nameOf, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { SearchBox, useSearchFocus } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { useGroups, useReadSeatsAgain } from '../places/data.ts';
import { Grid, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { sortGroups } from '../places/look.ts';
import { Pick } from '../places/Pick.tsx';
import { fetchMore } from '../query.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { childColumns } from './child-columns.tsx';
import { useChildren, useOwnKindergarten } from './data.ts';
import styles from './head.module.css';
import { TransferDialog } from './TransferDialog.tsx';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

type Deciding = {
  readonly child: EnrolledChild;
  readonly act: 'withdraw_child' | 'transfer';
  readonly details: ActDetails;
};

const ALL = '';

export function ChildrenScreen() {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const { kindergarten } = useOwnKindergarten();
  const loaded = useGroups(kindergarten?.id ?? null).data;
  const groups = useMemo(() => sortGroups(loaded ?? []), [loaded]);
  const [search, setSearch] = useState('');
  const [groupId, setGroup] = useState<number | null>(null);
  const [ended, setEnded] = useState(false);
  const { query, rows, total } = useChildren({ groupId, search, ended });
  const ids = useMemo(() => rows.map((row) => row.enrolmentId), [rows]);
  const cursor = useListCursor(ids);
  const child = rows[cursor.at] ?? null;
  const columns = useMemo(() => childColumns(t, ended), [t, ended]);
  const [moving, setMoving] = useState<EnrolledChild | null>(null);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const readAgain = useReadSeatsAgain();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  useSearchFocus(field, search.trim() === '' || rows.length > 0);
  const acts = connected && child !== null && child.endedOn === null;
  const discharge = (): void => {
    if (child !== null) setDeciding({ child, act: 'withdraw_child', details: {} });
  };
  const move = (): void => setMoving(child);
  return (
    <>
      <ScreenHeader title={t('nav.children')} count={total === null ? undefined : number(total)}>
        <SearchBox
          field={field}
          value={search}
          narrow
          placeholder={t('head:searchPlaceholder')}
          onSearch={setSearch}
          onLeave={() => list.current?.focus()}
        />
      </ScreenHeader>
      <div className={styles.filters}>
        <Pick
          small
          label={t('head:column.group')}
          value={groupId === null ? ALL : String(groupId)}
          options={[
            { value: ALL, label: t('head:children.allGroups') },
            ...groups.map((group) => ({
              value: String(group.id),
              label: group.name,
              detail: number(group.taken),
            })),
          ]}
          onChange={(value) => setGroup(value === ALL ? null : Number(value))}
        />
        <Segment
          label={t('head:children.which')}
          value={ended ? 'ended' : 'now'}
          options={[
            { value: 'now', label: t('head:children.now') },
            { value: 'ended', label: t('head:children.ended') },
          ]}
          onChange={(value) => setEnded(value === 'ended')}
        />
      </div>
      <ListKeys
        title={t('nav.children')}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        more={[
          { combo: 'KeyT', label: t('head:children.transfer'), enabled: acts, run: move },
          { combo: 'KeyR', label: t('head:children.discharge'), enabled: acts, run: discharge },
        ]}
      />
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows rows={18} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon="user"
          title={
            search.trim() === ''
              ? ended
                ? t('head:children.noneEnded')
                : t('head:children.none')
              : t('head:empty.search', { text: search.trim() })
          }
          action={
            search.trim() === '' ? undefined : (
              <Act onClick={() => setSearch('')}>{t('journal:clearSearch')}</Act>
            )
          }
        />
      ) : (
        <Grid
          label={t('nav.children')}
          rows={rows}
          rowId={(row) => row.enrolmentId}
          columns={columns}
          rowHeight={32}
          total={total}
          cursor={cursor.id}
          onCursor={(row) => cursor.set(row.enrolmentId)}
          stale={query.isPlaceholderData}
          onNearEnd={() => fetchMore(query)}
          handle={list}
        />
      )}
      {child === null || ended ? null : (
        <div className={styles.acts}>
          <b className="clip" title={nameOf(child.child)}>
            {nameOf(child.child)}
          </b>
          <span className="muted">{child.groupName}</span>
          <span className="gap" />
          <span className={`small ${styles.why}`} role="status">
            {connected ? null : t('connection.actsOff')}
          </span>
          <Act tone="danger" icon="x" combo="KeyR" disabled={!acts} onClick={discharge}>
            {t('head:children.dischargeDots')}
          </Act>
          <Act icon="forward" combo="KeyT" disabled={!acts} onClick={move}>
            {t('head:children.transferDots')}
          </Act>
        </div>
      )}
      {moving === null ? null : (
        <TransferDialog
          child={moving}
          groups={groups}
          onClose={() => setMoving(null)}
          onGroup={(to) => {
            setMoving(null);
            setDeciding({ child: moving, act: 'transfer', details: { groupId: to } });
          }}
        />
      )}
      {deciding === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[targetAt(deciding.child.applicationId, deciding.child.applicationVersion)]}
            intent={deciding.act}
            details={deciding.details}
            onClose={() => setDeciding(null)}
            onDone={readAgain}
          />
        </Suspense>
      )}
    </>
  );
}
