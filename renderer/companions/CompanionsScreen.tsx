/** Еріп жүрушілер: who may bring and take which child; approved, refused, suspended by signature; on its way to the attendance system. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { CompanionAct } from '../../domain/status.ts';
import type { CompanionCard, CompanionFilter } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { Pick } from '../places/Pick.tsx';
import { fetchMore, useCatalogue, useSession } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { AddDialog } from './AddDialog.tsx';
import { CardPane } from './CardPane.tsx';
import { companionColumns } from './columns.tsx';
import styles from './companions.module.css';
import { useCompanionCard, useCompanions, useReadCompanionsAgain, useRested } from './data.ts';
import { StaffDialog } from './StaffDialog.tsx';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

type Which = 'live' | 'waiting' | 'approved' | 'suspended' | 'over';
const STATES_OF: Readonly<Record<Which, CompanionFilter['states']>> = {
  live: [],
  waiting: ['waiting'],
  approved: ['approved'],
  suspended: ['suspended'],
  over: ['refused', 'ended'],
};
const ALL = '';

/** `id`: the permit that is open. */
export default function CompanionsScreen(props: { id: string | null }) {
  const { t } = useT();
  const { post } = useSession();
  const connected = useConnection().kind === 'open';
  const today = useToday();
  const catalogue = useCatalogue();
  const signs = post.role === 'clerk' || post.role === 'head';
  const [search, setSearch] = useState('');
  const [which, setWhich] = useState<Which>('live');
  const [kindergartenId, setKindergarten] = useState<number | null>(null);
  const [trouble, setTrouble] = useState(false);
  const [adding, setAdding] = useState<{ readonly applicationId: string | null } | null>(null);
  const [staffing, setStaffing] = useState(false);
  const [deciding, setDeciding] = useState<{ card: CompanionCard; act: CompanionAct } | null>(null);
  const filter = useMemo(
    (): CompanionFilter => ({
      kindergartenId,
      states: STATES_OF[which],
      exportTrouble: trouble,
      search: search.trim() === '' ? null : search.trim(),
    }),
    [kindergartenId, which, trouble, search],
  );
  const { query, rows, total, counts } = useCompanions(filter);
  const ids = useMemo(() => rows.map((row) => row.permitId), [rows]);
  const cursor = useListCursor(ids, props.id);
  const card = useCompanionCard(useRested(cursor.id));
  const readAgain = useReadCompanionsAgain();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  const isHead = post.role === 'head';
  const columns = useMemo(() => companionColumns(t, isHead), [t, isHead]);
  const kindergartens = catalogue.data?.kindergartens ?? [];
  const shown = card.data;
  useEffect(() => {
    if (cursor.id !== null) navigate({ name: 'companions', id: cursor.id }, { replace: true });
  }, [cursor.id]);
  const add = (): void => setAdding({ applicationId: null });
  usePaletteActions(
    signs
      ? [
          { id: 'companion-add', label: t('companions:add'), icon: 'plus', combo: 'KeyN', run: add },
          {
            id: 'companion-staff',
            label: t('companions:staff.title'),
            icon: 'users',
            combo: 'KeyW',
            run: () => setStaffing(true),
          },
        ]
      : [],
  );
  return (
    <>
      <ScreenHeader title={t('nav.companions')} count={total === null ? undefined : number(total)}>
        <SearchBox
          field={field}
          value={search}
          narrow
          placeholder={t('companions:searchPlaceholder')}
          onSearch={setSearch}
          onLeave={() => list.current?.focus()}
        />
        {signs ? (
          <Act tone="primary" icon="plus" combo="KeyN" disabled={!connected} onClick={add}>
            {t('companions:add')}
          </Act>
        ) : null}
      </ScreenHeader>
      <div className={styles.filters}>
        <Segment
          label={t('companions:which.label')}
          value={which}
          options={(Object.keys(STATES_OF) as Which[]).map((value) => ({
            value,
            label: withCount(
              t(`companions:which.${value}`),
              value === 'waiting' ? counts?.waiting : undefined,
            ),
          }))}
          onChange={setWhich}
        />
        {isHead ? null : (
          <Pick
            small
            label={t('companions:column.kindergarten')}
            value={kindergartenId === null ? ALL : String(kindergartenId)}
            options={[
              { value: ALL, label: t('companions:allKindergartens') },
              ...kindergartens.map((one) => ({ value: String(one.id), label: one.name })),
            ]}
            onChange={(value) => setKindergarten(value === ALL ? null : Number(value))}
          />
        )}
        <label className={styles.tick}>
          <input
            type="checkbox"
            className="cb"
            checked={trouble}
            onChange={(event) => setTrouble(event.target.checked)}
          />
          {t('companions:trouble')}
        </label>
        <span className="gap" />
        <Act size="sm" icon="users" combo="KeyW" onClick={() => setStaffing(true)}>
          {t('companions:staff.title')}
        </Act>
      </div>
      <ListKeys
        title={t('nav.companions')}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        more={[
          ...(signs ? [{ combo: 'KeyN', label: t('companions:add'), enabled: connected, run: add }] : []),
          { combo: 'KeyW', label: t('companions:staff.title'), run: () => setStaffing(true) },
        ]}
      />
      <div className={styles.desk}>
        <div className={styles.listPane}>
          {query.isError && rows.length === 0 ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <SkeletonRows rows={12} height={44} />
          ) : rows.length === 0 ? (
            <EmptyState
              icon="users"
              title={
                search.trim() === ''
                  ? t(trouble ? 'companions:empty.trouble' : `companions:empty.${which}`)
                  : t('head:empty.search', { text: search.trim() })
              }
              action={
                search.trim() === '' ? undefined : (
                  <Act onClick={() => setSearch('')}>{t('journal:clearSearch')}</Act>
                )
              }
            >
              {which === 'live' && search.trim() === '' && !trouble ? t('companions:empty.hint') : null}
            </EmptyState>
          ) : (
            <Grid
              label={t('nav.companions')}
              rows={rows}
              rowId={(row) => row.permitId}
              columns={columns}
              rowHeight={44}
              total={total}
              cursor={cursor.id}
              onCursor={(row) => cursor.set(row.permitId)}
              stale={query.isPlaceholderData}
              onNearEnd={() => fetchMore(query)}
              handle={list}
            />
          )}
        </div>
        {cursor.id === null ? (
          <div className={styles.card} />
        ) : shown !== undefined ? (
          <CardPane
            key={shown.row.permitId}
            card={shown}
            today={today}
            asleep={shown.row.permitId !== cursor.id}
            onAct={(act) => setDeciding({ card: shown, act })}
            onAdd={() => setAdding({ applicationId: shown.row.applicationId })}
          />
        ) : card.isError ? (
          <div className={styles.card}>
            <ErrorState error={card.error} onRetry={() => void card.refetch()} />
          </div>
        ) : (
          <div className={styles.card}>
            <SkeletonRows rows={9} height={28} />
          </div>
        )}
      </div>
      {adding === null ? null : (
        <AddDialog
          applicationId={adding.applicationId}
          today={today}
          onClose={() => setAdding(null)}
          onDone={(permitId) => {
            setAdding(null);
            setWhich('live');
            setSearch('');
            readAgain();
            if (permitId !== null) cursor.set(permitId);
          }}
        />
      )}
      {staffing ? (
        <StaffDialog
          kindergartens={kindergartens}
          today={today}
          mayWrite={signs}
          onClose={() => {
            setStaffing(false);
            readAgain();
          }}
        />
      ) : null}
      {deciding === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[targetAt(deciding.card.row.applicationId, deciding.card.row.applicationVersion)]}
            intent={deciding.act}
            details={{ companion: { permitId: deciding.card.row.permitId } }}
            onClose={() => setDeciding(null)}
            onDone={readAgain}
          />
        </Suspense>
      )}
    </>
  );
}

function withCount(text: string, count: number | undefined): string {
  return count === undefined || count === 0 ? text : `${text} ${number(count)}`;
}
