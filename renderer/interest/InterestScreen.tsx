/** The register of interest: due, overdue, confirmed, left the queue; each worked through from its top. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { InterestRow } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { count, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import places from '../places/places.module.css';
import { fetchMore, useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { columnsOf } from './columns.tsx';
import { useInterest, useInterestCounts } from './data.ts';
import css from './interest.module.css';
import { changeInterest, type InterestView, interestView, LISTS } from './state.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

const open = (row: InterestRow | undefined): void => {
  if (row !== undefined) navigate({ name: 'application', id: row.applicationId, tab: null });
};

export default function InterestScreen() {
  const { t } = useT();
  const view = useStore(interestView);
  const { query, rows, matching } = useInterest(view);
  const counts = useInterestCounts();
  const columns = useMemo(() => columnsOf(t, view.list), [t, view.list]);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  const ids = useMemo(() => rows.map((row) => row.applicationId), [rows]);
  const cursor = useListCursor(ids);
  const chosen = rows[cursor.at];
  const [doing, setDoing] = useState<Doing | null>(null);
  const title = t('nav.interest');
  return (
    <>
      <ScreenHeader title={title} count={matching === undefined ? undefined : count(matching)}>
        <SearchBox
          field={field}
          value={view.search}
          onSearch={(search) => changeInterest({ search })}
          onLeave={() => list.current?.focus()}
        />
      </ScreenHeader>
      <div className={places.bar}>
        <Segment
          label={t('interest:lists')}
          value={view.list}
          options={LISTS.map((value) => ({
            value,
            label:
              counts === undefined
                ? t(`interest:list.${value}`)
                : `${t(`interest:list.${value}`)} ${count(counts[value])}`,
          }))}
          onChange={(next) => changeInterest({ list: next })}
        />
      </div>
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        open={() => open(chosen)}
      />
      <div className={css.fill}>
        {query.isError && query.data === undefined ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={14} height={44} />
        ) : rows.length === 0 ? (
          <Nothing view={view} />
        ) : (
          <Grid
            label={title}
            rows={rows}
            rowId={(row) => row.applicationId}
            columns={columns}
            rowHeight={44}
            total={matching === undefined || matching.capped ? null : matching.value}
            cursor={cursor.id}
            onCursor={(row) => cursor.set(row.applicationId)}
            onOpen={open}
            stale={query.isPlaceholderData}
            onNearEnd={() => fetchMore(query)}
            handle={list}
          />
        )}
      </div>
      {chosen === undefined ? null : (
        <Acts row={chosen} stale={query.isPlaceholderData} onDo={(act) => setDoing({ act, row: chosen })} />
      )}
      {doing === null ? null : <ActDialog doing={doing} onClose={() => setDoing(null)} />}
    </>
  );
}

/** An act begun on a row: kept by the screen, for the row may leave its list before its result was read. */
interface Doing {
  readonly act: 'confirm' | 'restore';
  readonly row: InterestRow;
}

function ActDialog(props: { doing: Doing; onClose: () => void }) {
  const { row, act } = props.doing;
  if (act === 'confirm') return <ConfirmDialog row={row} onClose={props.onClose} />;
  return (
    <Suspense fallback={null}>
      <DecideDialog
        targets={[targetAt(row.applicationId, row.version)]}
        intent="restore"
        onClose={props.onClose}
        onDone={nothing}
      />
    </Suspense>
  );
}

/** What the officer may do with the row under the cursor. */
function Acts(props: { row: InterestRow; stale: boolean; onDo: (act: Doing['act']) => void }) {
  const { t } = useT();
  const { row, onDo } = props;
  const clerk = useSession().post.role === 'clerk';
  const connected = useConnection().kind === 'open';
  const on = connected && !props.stale;
  const confirmable = clerk && row.confirmable;
  const restorable = clerk && row.restorable;
  const title = t('nav.interest');
  return (
    <div className={places.actBar} role="toolbar" aria-label={t('interest:acts')}>
      <b className="clip" title={nameOf(row.child)}>
        {nameOf(row.child)}
      </b>
      <span className="small muted grow clip" title={hint(row)}>
        {connected ? hint(row) : t('connection.actsOff')}
      </span>
      <ListKeys
        title={title}
        move={nothing}
        edge={nothing}
        more={[
          {
            combo: 'KeyC',
            label: t('interest:confirm'),
            enabled: confirmable && on,
            run: () => onDo('confirm'),
          },
          {
            combo: 'KeyV',
            label: t('interest:restore'),
            enabled: restorable && on,
            run: () => onDo('restore'),
          },
        ]}
      />
      {restorable ? (
        <Act tone="primary" combo="KeyV" hasPopup="dialog" disabled={!on} onClick={() => onDo('restore')}>
          {t('interest:restore')}
        </Act>
      ) : null}
      {confirmable ? (
        <Act
          tone="primary"
          icon="check"
          combo="KeyC"
          hasPopup="dialog"
          disabled={!on}
          onClick={() => onDo('confirm')}
        >
          {t('interest:confirm')}
        </Act>
      ) : null}
    </div>
  );

  function hint(one: InterestRow): string {
    return one.confirmable || one.restorable
      ? clerk
        ? one.applicant
        : t('interest:readOnly')
      : one.removedAt === null
        ? t('interest:later')
        : t('interest:notRestorable');
  }
}

function nothing(): void {}

function Nothing({ view }: { readonly view: InterestView }) {
  const { t } = useT();
  return view.search.trim() === '' ? (
    <EmptyState icon="check" title={t(`interest:empty.${view.list}`)} />
  ) : (
    <EmptyState
      icon="search"
      title={t('interest:empty.search')}
      action={<Act onClick={() => changeInterest({ search: '' })}>{t('journal:empty.clear')}</Act>}
    />
  );
}
