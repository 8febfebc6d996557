/** Kindergartens of the scope: places, children, promised, free, who waits, and the heat of now, of what is promised and of the months. */
import { useCallback, useMemo } from 'react';
import type { KindergartenPlaces } from '../../preload/contract/index.ts';
import { date, number, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { hrefOf, navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useListCursor } from './cursor.ts';
import { NO_FILTER, type PlaceFilter, useOccupancy } from './data.ts';
import { Grid, type GridColumn } from './Grid.tsx';
import { Dash } from './GroupsTable.tsx';
import { HeatCell, monthName } from './Heat.tsx';
import { ListKeys } from './ListKeys.tsx';
import { isSeptember, percentOf } from './look.ts';
import { Pick } from './Pick.tsx';
import styles from './places.module.css';
import { type PlaceSort, type SortBy, sortKindergartens } from './sort.ts';

/** The months there is room for beside the figures of now. */
const MONTHS_SHOWN = 6;

/** Filter, order and cursor live here, so that coming back from a kindergarten finds the list as it was. */
export interface OccupancyState {
  readonly filter: PlaceFilter;
  readonly sort: PlaceSort;
  readonly cursor: string | null;
}
export const FIRST_STATE: OccupancyState = {
  filter: NO_FILTER,
  sort: { by: 'free', direction: 'desc' },
  cursor: null,
};

export function OccupancyTab(props: { state: OccupancyState; onState: (state: OccupancyState) => void }) {
  const { t } = useT();
  const { state, onState } = props;
  const query = useOccupancy(state.filter);
  const rows = useMemo(
    () => sortKindergartens(query.data?.kindergartens ?? [], state.sort),
    [query.data, state.sort],
  );
  const ids = useMemo(() => rows.map((row) => String(row.id)), [rows]);
  const cursor = useListCursor(ids, state.cursor);
  const first = rows[0];
  const months = useMemo(() => first?.months.slice(-MONTHS_SHOWN) ?? [], [first]);
  const about = useAbout();
  const columns = useMemo(
    () =>
      columnsOf(t, state.sort, months, about, (by) => onState({ ...state, sort: nextSort(state.sort, by) })),
    [t, state, months, about, onState],
  );
  const open = (id: string | null): void => {
    if (id !== null) {
      onState({ ...state, cursor: id });
      navigate({ name: 'places', tab: 'occupancy', id });
    }
  };
  const filtered = state.filter !== NO_FILTER && JSON.stringify(state.filter) !== JSON.stringify(NO_FILTER);
  return (
    <>
      <Filters filter={state.filter} onFilter={(filter) => onState({ ...state, filter })} />
      <ListKeys
        title={t('places:title')}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        open={() => open(cursor.id)}
      />
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <div className={styles.fill}>
          <SkeletonRows rows={16} />
        </div>
      ) : rows.length === 0 ? (
        <EmptyState
          icon="grid"
          title={filtered ? t('places:empty.filtered') : t('places:empty.none')}
          action={
            filtered ? (
              <Act onClick={() => onState({ ...state, filter: NO_FILTER })}>{t('journal:empty.clear')}</Act>
            ) : undefined
          }
        />
      ) : (
        <>
          <Grid
            label={t('places:title')}
            rows={rows}
            rowId={(row) => String(row.id)}
            columns={columns}
            rowHeight={32}
            total={rows.length}
            cursor={cursor.id}
            onCursor={(row) => cursor.set(String(row.id))}
            onOpen={(row) => open(String(row.id))}
            stale={query.isPlaceholderData}
          />
          <div className={styles.foot}>
            <b className="ink">
              {t('places:kindergartens', { count: rows.length, number: number(rows.length) })}
            </b>
            <span>{t('places:total.capacity', { number: number(query.data.totals.capacity) })}</span>
            <span>{t('places:total.taken', { number: number(query.data.totals.taken) })}</span>
            <span>{t('places:total.promised', { number: number(query.data.totals.promised) })}</span>
            <span className="acc-t">
              {t('places:total.free', { number: number(query.data.totals.free) })}
            </span>
          </div>
        </>
      )}
    </>
  );
}

function useAbout(): (row: KindergartenPlaces) => string {
  const { t, locale } = useT();
  const districts = useCatalogue().data?.districts;
  return useCallback(
    (row) => {
      const district =
        districts === undefined || districts.length < 2
          ? undefined
          : districts.find((one) => one.id === row.districtId);
      if (district !== undefined) {
        return words(district.name, locale);
      }
      return row.kind === 'kindergarten' ? '' : t(`places:kindergartenKind.${row.kind}`);
    },
    [t, locale, districts],
  );
}

function nextSort(now: PlaceSort, by: SortBy): PlaceSort {
  // Names begin with A, figures with the most.
  const first = by === 'name' ? 'asc' : 'desc';
  return now.by === by
    ? { by, direction: now.direction === 'asc' ? 'desc' : 'asc' }
    : { by, direction: first };
}

const ANY = '';

function Filters(props: { filter: PlaceFilter; onFilter: (filter: PlaceFilter) => void }) {
  const { t, locale } = useT();
  const catalogue = useCatalogue().data;
  const { filter, onFilter } = props;
  const any = { value: ANY, label: t('places:filter.any') };
  const districts = catalogue?.districts ?? [];
  return (
    <fieldset className={styles.bar} aria-label={t('journal:filter.label')}>
      {districts.length > 1 ? (
        <Pick
          small
          label={t('places:filter.district')}
          value={filter.districtId === null ? ANY : String(filter.districtId)}
          options={[
            any,
            ...districts.map((one) => ({ value: String(one.id), label: words(one.name, locale) })),
          ]}
          onChange={(value) => onFilter({ ...filter, districtId: value === ANY ? null : Number(value) })}
        />
      ) : null}
      <Pick
        small
        label={t('places:filter.cohort')}
        value={filter.cohortYear === null ? ANY : String(filter.cohortYear)}
        options={[
          any,
          ...(catalogue?.cohortYears ?? []).map((year) => ({ value: String(year), label: String(year) })),
        ]}
        onChange={(value) => onFilter({ ...filter, cohortYear: value === ANY ? null : Number(value) })}
      />
      <Pick
        small
        label={t('places:filter.language')}
        value={filter.language ?? ANY}
        options={[
          any,
          { value: 'kk', label: t('groupLanguage.kk') },
          { value: 'ru', label: t('groupLanguage.ru') },
        ]}
        onChange={(value) =>
          onFilter({ ...filter, language: value === 'kk' || value === 'ru' ? value : null })
        }
      />
      <Pick
        small
        label={t('places:filter.kind')}
        value={filter.kind ?? ANY}
        options={[
          any,
          { value: 'general', label: t('queueKind.general') },
          { value: 'special', label: t('queueKind.special') },
        ]}
        onChange={(value) =>
          onFilter({ ...filter, kind: value === 'general' || value === 'special' ? value : null })
        }
      />
    </fieldset>
  );
}

function columnsOf(
  t: T,
  sort: PlaceSort,
  months: KindergartenPlaces['months'],
  /** What stands after a name: of which district it is where there are several, else what kind it is. */
  about: (row: KindergartenPlaces) => string,
  onSort: (by: SortBy) => void,
): readonly GridColumn<KindergartenPlaces>[] {
  const sortable = (by: SortBy) => ({
    onSort: () => onSort(by),
    sorted: sort.by === by ? sort.direction : null,
  });
  const figure = (
    id: 'capacity' | 'taken' | 'promised' | 'free' | 'waiting',
    track: string,
  ): GridColumn<KindergartenPlaces> => ({
    id,
    header: t(`places:kindergartenColumn.${id}`),
    track,
    align: 'right',
    ...sortable(id),
    cell: (row) =>
      row[id] === 0 ? (
        <Dash />
      ) : (
        <span className={id === 'free' ? `num strong acc-t` : 'num'}>{number(row[id])}</span>
      ),
  });
  const heat = (
    id: 'now' | 'promisedHeat',
    percent: (row: KindergartenPlaces) => number | null,
  ): GridColumn<KindergartenPlaces> => ({
    id,
    header: t(`places:kindergartenColumn.${id}`),
    track: '72px',
    align: 'center',
    flush: true,
    ...(id === 'now' ? sortable('percent') : {}),
    cell: (row) => <HeatCell percent={percent(row)} />,
  });
  return [
    {
      id: 'name',
      header: t('places:kindergartenColumn.name'),
      track: 'minmax(160px, 1fr)',
      ...sortable('name'),
      cell: (row) => (
        <span className={styles.kindergarten}>
          <a
            className={`clip ${styles.link}`}
            tabIndex={-1}
            title={row.name}
            href={hrefOf({ name: 'places', tab: 'occupancy', id: String(row.id) })}
          >
            {row.name}
          </a>
          <span className="small muted clip" title={about(row)}>
            {about(row)}
          </span>
        </span>
      ),
    },
    figure('capacity', '80px'),
    figure('taken', '80px'),
    figure('promised', '80px'),
    figure('free', '72px'),
    figure('waiting', '96px'),
    heat('now', (row) => percentOf(row.taken, row.capacity)),
    heat('promisedHeat', (row) => percentOf(row.taken + row.promised, row.capacity)),
    ...months.map(
      ({ month }, index): GridColumn<KindergartenPlaces> => ({
        id: month,
        header: (
          <span title={isSeptember(month) ? t('places:septemberLong', { date: date(month) }) : date(month)}>
            {monthName(t, month, index === months.length - 1)}
          </span>
        ),
        track: index === months.length - 1 ? '74px' : '58px',
        align: 'center',
        flush: true,
        cell: (row) => <HeatCell percent={row.months.find((one) => one.month === month)?.percent ?? null} />,
      }),
    ),
  ];
}
