/** The register of referrals (жолдамалар): the journal with other columns, and the life of the one under the cursor. */
import useMediaQuery from '@mui/material/useMediaQuery';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { ReferralCard } from '../../preload/contract/index.ts';
import { count } from '../format.ts';
import { useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { fetchMore } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import type { ClerkAct } from './acts.ts';
import { columnsOf } from './columns.tsx';
import { Detail } from './Detail.tsx';
import { useCard, useReferrals } from './data.ts';
import { JobsDialog } from './JobsDialog.tsx';
import { RegisterFilters } from './RegisterFilters.tsx';
import css from './referrals.module.css';
import { changeRegister, filterOf, isNarrowed, type RegisterView, registerView } from './state.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

interface Deciding {
  readonly act: ClerkAct;
  readonly row: ReferralCard['row'];
}

/** `id`: a referral opened from elsewhere. */
export default function ReferralsScreen(props: { id: string | null }) {
  const { t } = useT();
  const view = useStore(registerView);
  const filter = useMemo(() => filterOf(view), [view]);
  const { query, rows, matching } = useReferrals(filter);
  const wide = useMediaQuery('(min-width:1680px)', { noSsr: true });
  const columns = useMemo(() => columnsOf(t, wide), [t, wide]);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [jobs, setJobs] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids, view.chosen);
  const opened = useOpened(props.id, cursor.set);
  const chosen = opened ?? cursor.id;
  const card = useCard(chosen);
  useEffect(() => {
    if (registerView.get().chosen !== cursor.id) changeRegister({ chosen: cursor.id });
  }, [cursor.id]);
  const title = t('nav.referrals');
  return (
    <>
      <ScreenHeader title={title} count={matching === undefined ? undefined : count(matching)}>
        <SearchBox
          field={field}
          value={view.search}
          narrow
          placeholder={t('referrals:search')}
          onSearch={(search) => changeRegister({ search, chosen: null })}
          onLeave={() => list.current?.focus()}
        />
      </ScreenHeader>
      <RegisterFilters view={view} onJobs={() => setJobs(true)} />
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        open={() => {
          const id = card.data?.row.applicationId;
          if (id !== undefined) navigate({ name: 'application', id, tab: null });
        }}
      />
      <div className={css.desk}>
        <div className={css.list}>
          {query.isError && query.data === undefined ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <SkeletonRows rows={14} height={40} />
          ) : rows.length === 0 ? (
            <Nothing view={view} />
          ) : (
            <Grid
              label={title}
              rows={rows}
              rowId={(row) => row.id}
              columns={columns}
              rowHeight={40}
              total={matching === undefined || matching.capped ? null : matching.value}
              cursor={chosen}
              onCursor={(row) => cursor.set(row.id)}
              onOpen={(row) => navigate({ name: 'application', id: row.applicationId, tab: null })}
              rowClass={(row) => (row.endedAt === null ? '' : (css.ended ?? ''))}
              stale={query.isPlaceholderData}
              onNearEnd={() => fetchMore(query)}
              handle={list}
            />
          )}
        </div>
        <Detail query={card} onAct={(act, row) => setDeciding({ act, row })} />
      </div>
      {jobs ? <JobsDialog onClose={() => setJobs(false)} /> : null}
      {deciding === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[targetAt(deciding.row.applicationId, deciding.row.applicationVersion)]}
            intent={deciding.act}
            onClose={() => setDeciding(null)}
            onDone={nothing}
          />
        </Suspense>
      )}
    </>
  );
}

function nothing(): void {}

/** A referral asked for by the address stays open until another row is chosen, even where the list does not hold it. */
function useOpened(id: string | null, choose: (id: string) => void): string | null {
  const [opened, setOpened] = useState(id);
  const cursor = useStore(registerView).chosen;
  useEffect(() => {
    if (id !== null) {
      setOpened(id);
      choose(id);
      navigate({ name: 'referrals', id: null }, { replace: true });
    }
  }, [id, choose]);
  const at = useRef(cursor);
  useEffect(() => {
    if (at.current !== cursor && cursor !== opened) setOpened(null);
    at.current = cursor;
  }, [cursor, opened]);
  return opened;
}

function Nothing({ view }: { readonly view: RegisterView }) {
  const { t } = useT();
  return isNarrowed(view) ? (
    <EmptyState
      icon="search"
      title={t('referrals:empty.filtered')}
      action={
        <Act onClick={() => changeRegister({ filter: {}, state: null, search: '', chosen: null })}>
          {t('journal:empty.clear')}
        </Act>
      }
    />
  ) : (
    <EmptyState
      icon="ticket"
      title={t('referrals:empty.none')}
      action={
        <Act icon="queue" combo="KeyG KeyQ" onClick={() => navigate({ name: 'queue', id: null })}>
          {t('nav.queue')}
        </Act>
      }
    >
      {t('referrals:empty.noneDetail')}
    </EmptyState>
  );
}
