/** Қайталанған өтініштер: pairs that may be one child, of the officer's districts; compared, judged, one removed for the other. */
import { useEffect, useMemo, useRef } from 'react';
import type { DuplicatePair, Locale } from '../../preload/contract/index.ts';
import { useRested } from '../companions/data.ts';
import { Segment } from '../decide/Segment.tsx';
import { count, date, nameOf, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridColumn, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { fetchMore, useCatalogue } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import { usePairDecision } from './Deciding.tsx';
import { usePair, usePairs } from './data.ts';
import css from './duplicates.module.css';
import { KIND_ICONS, kindText, PairChip } from './looks.tsx';
import { PairPane } from './PairPane.tsx';
import { changePairs, pairsView, VIEWS } from './state.ts';

/** `id`: the pair that is open. */
export default function DuplicatesScreen(props: { id: string | null }) {
  const { t, locale } = useT();
  const { view, search } = useStore(pairsView);
  const { query, rows, counts } = usePairs(view, search.trim());
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids, props.id);
  const card = usePair(useRested(cursor.id));
  const catalogue = useCatalogue();
  const [dialog, begin] = usePairDecision();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  const columns = useMemo(() => columnsOf(t, locale, view !== 'open'), [t, locale, view]);
  useEffect(() => {
    if (cursor.id !== null) navigate({ name: 'duplicates', id: cursor.id }, { replace: true });
  }, [cursor.id]);
  const title = t('nav.duplicates');
  const matching = counts?.[view];
  const shown = card.data;
  return (
    <>
      <ScreenHeader title={title} count={matching === undefined ? undefined : count(matching)}>
        <SearchBox
          field={field}
          value={search}
          onSearch={(text) => changePairs({ search: text })}
          onLeave={() => list.current?.focus()}
        />
      </ScreenHeader>
      <div className={css.filters}>
        <Segment
          label={t('duplicates:view.label')}
          value={view}
          options={VIEWS.map((value) => ({
            value,
            label:
              counts === null
                ? t(`duplicates:view.${value}`)
                : `${t(`duplicates:view.${value}`)} ${count(counts[value])}`,
          }))}
          onChange={(next) => changePairs({ view: next })}
        />
      </div>
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        more={VIEWS.map((value, at) => ({
          combo: `Alt+Digit${at + 1}`,
          label: t(`duplicates:view.${value}`),
          run: () => changePairs({ view: value }),
        }))}
      />
      <div className={css.desk}>
        <div className={css.listPane}>
          {query.isError && query.data === undefined ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <SkeletonRows rows={12} height={44} />
          ) : rows.length === 0 ? (
            <Nothing t={t} search={search} empty={t(`duplicates:empty.${view}`)} />
          ) : (
            <Grid
              label={title}
              rows={rows}
              rowId={(row) => row.id}
              columns={columns}
              rowHeight={44}
              total={matching === undefined || matching.capped ? null : matching.value}
              cursor={cursor.id}
              onCursor={(row) => cursor.set(row.id)}
              stale={query.isPlaceholderData}
              onNearEnd={() => fetchMore(query)}
              handle={list}
            />
          )}
        </div>
        {cursor.id === null ? (
          <div />
        ) : card.isError ? (
          <ErrorState error={card.error} onRetry={() => void card.refetch()} />
        ) : shown === undefined || catalogue.data === undefined ? (
          <SkeletonRows rows={10} />
        ) : (
          <PairPane
            key={shown.pair.id}
            pair={shown.pair}
            findings={shown.findings}
            catalogue={catalogue.data}
            onDecide={begin}
            asleep={shown.pair.id !== cursor.id}
          />
        )}
      </div>
      {dialog}
    </>
  );
}

function Nothing(props: { t: T; search: string; empty: string }) {
  const { t } = props;
  return props.search.trim() === '' ? (
    <EmptyState icon="checkCircle" title={props.empty} />
  ) : (
    <EmptyState
      icon="search"
      title={t('interest:empty.search')}
      action={<Act onClick={() => changePairs({ search: '' })}>{t('journal:empty.clear')}</Act>}
    />
  );
}

function columnsOf(t: T, locale: Locale, judged: boolean): readonly GridColumn<DuplicatePair>[] {
  return [
    {
      id: 'child',
      header: t('duplicates:column.child'),
      track: 'minmax(0, 1fr)',
      cell: (row) => (
        <span className={css.two}>
          <span className={`${css.line} strong`}>
            <Icon name={KIND_ICONS[row.kind]} size={14} />
            <span className="clip" title={nameOf(row.mine.child)}>
              {nameOf(row.mine.child)}
            </span>
          </span>
          <span className="small muted clip" title={kindText(t, row)}>
            {kindText(t, row)}
          </span>
        </span>
      ),
    },
    {
      id: 'other',
      header: t('duplicates:column.other'),
      track: '148px',
      cell: (row) => (
        <span className={css.two}>
          <span className="clip">{row.other.number}</span>
          <span className="small muted clip" title={words(row.other.district, locale)}>
            {row.other.readable ? date(row.other.submittedAt) : words(row.other.district, locale)}
          </span>
        </span>
      ),
    },
    ...(judged
      ? [
          {
            id: 'state',
            header: t('duplicates:column.state'),
            track: '132px',
            cell: (row: DuplicatePair) => <PairChip t={t} state={row.state} />,
          },
        ]
      : []),
  ];
}
