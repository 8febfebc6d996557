/** Parents' links (біріктіру): those of the office, what portals ask, or the applications of a child found by IIN, and the family beside. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { isIin } from '../../domain/iin.ts';
import { LINK_STATES } from '../../domain/kinship.ts';
import type {
  FamilyApplication,
  FamilyCard,
  LinkRequestRow,
  LinkRow,
  Locale,
} from '../../preload/contract/index.ts';
import { Segment } from '../decide/Segment.tsx';
import { dateTime, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridColumn, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { fetchMore, keys } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { Light, StatusChip } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useFamily, useFound, useLinks, useRequests } from './data.ts';
import { type Asked, Family } from './Family.tsx';
import css from './links.module.css';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

/** A row of the list: a link, a portal's request, or an application of the child that was found. */
interface Row {
  readonly key: string;
  readonly applicationId: string;
  readonly number: string;
  readonly childName: string;
  readonly childIin: string;
  readonly link: LinkRow | null;
  readonly request: LinkRequestRow | null;
  readonly status: FamilyApplication['status'] | null;
}

const LISTS = [...LINK_STATES, 'requests'] as const;
type List = (typeof LISTS)[number];

interface Deciding {
  readonly card: FamilyCard;
  readonly asked: Asked;
}

/** `id`: the application whose family was asked for from elsewhere. */
export default function LinksScreen(props: { id: string | null }) {
  const { t, locale } = useT();
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [list, setList] = useState<List>('live');
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [signed, setSigned] = useState(0);
  const searching = search.trim() !== '';
  const links = useLinks(list === 'requests' ? null : list);
  const requests = useRequests(list === 'requests');
  const shown = list === 'requests' ? requests : links;
  const found = useFound(search);
  const rows = useMemo(
    () =>
      searching
        ? (found.data ?? []).map(ofApplication)
        : list === 'requests'
          ? requests.rows.map(ofRequest)
          : links.rows.map(ofLink),
    [searching, list, found.data, links.rows, requests.rows],
  );
  const ids = useMemo(() => rows.map((row) => row.key), [rows]);
  const cursor = useListCursor(ids);
  const [opened, setOpened] = useState(props.id);
  useEffect(() => {
    if (props.id !== null) setOpened(props.id);
  }, [props.id]);
  const chosen = opened ?? rows.find((row) => row.key === cursor.id)?.applicationId ?? null;
  const family = useFamily(chosen);
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle | null>(null);
  const columns = useMemo(
    () => columnsOf(t, locale, !searching && list === 'requests'),
    [t, locale, searching, list],
  );
  const pick = (run: () => void): void => {
    // The list takes over from the application that was opened by its address.
    setOpened(null);
    if (props.id !== null) navigate({ name: 'links', id: null }, { replace: true });
    run();
  };
  const title = t('nav.links');
  const open = (): void => {
    if (chosen !== null) navigate({ name: 'application', id: chosen, tab: null });
  };
  const query = searching ? found : shown.query;
  return (
    <>
      <ScreenHeader title={title} count={searching ? rows.length : shown.total}>
        <SearchBox
          field={field}
          value={search}
          narrow
          placeholder={t('links:search')}
          onSearch={(text) => pick(() => setSearch(text))}
          onLeave={() => grid.current?.focus()}
        />
        <Segment
          label={t('links:which')}
          value={list}
          options={LISTS.map((value) => ({
            value,
            label: value === 'requests' ? t('links:request.list') : t(`links:state.${value}`),
          }))}
          onChange={(value) =>
            pick(() => {
              setSearch('');
              setList(LISTS.find((one) => one === value) ?? 'live');
            })
          }
        />
      </ScreenHeader>
      <ListKeys
        title={title}
        move={(step) => pick(() => void cursor.move(step))}
        edge={(end) => pick(() => cursor.edge(end))}
        search={() => typeOver(field)}
        open={open}
      />
      <div className={css.desk}>
        <div className={css.listPane}>
          {query.isError && query.data === undefined ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isLoading ? (
            <SkeletonRows rows={10} height={44} />
          ) : rows.length === 0 ? (
            <Nothing search={search} list={list} onClear={() => setSearch('')} />
          ) : (
            <Grid
              label={title}
              rows={rows}
              rowId={(row) => row.key}
              columns={columns}
              rowHeight={44}
              total={searching ? rows.length : (shown.total ?? null)}
              cursor={opened === null ? cursor.id : null}
              onCursor={(row) => pick(() => cursor.set(row.key))}
              onOpen={(row) => navigate({ name: 'application', id: row.applicationId, tab: null })}
              stale={!searching && shown.query.isPlaceholderData}
              onNearEnd={() => {
                if (!searching) fetchMore(shown.query);
              }}
              handle={grid}
            />
          )}
        </div>
        <Family query={family} signed={signed} onAct={(card, asked) => setDeciding({ card, asked })} />
      </div>
      {deciding === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[targetAt(deciding.asked.target.id, deciding.asked.target.version)]}
            intent={deciding.asked.act}
            details={deciding.asked.details}
            onClose={() => setDeciding(null)}
            onDone={(results) => {
              if (!results.some((one) => one.ok)) return;
              setSigned((count) => count + 1);
              // Its row may leave the list; what was signed stays in sight.
              setOpened(deciding.card.application.id);
              void client.invalidateQueries({ queryKey: keys.links });
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Whose application a row is about. */
function subjectOf(
  row: LinkRow | LinkRequestRow,
): Pick<Row, 'applicationId' | 'number' | 'childName' | 'childIin'> {
  const { applicationId, applicationNumber: number, childName, childIin } = row;
  return { applicationId, number, childName, childIin };
}

function ofLink(link: LinkRow): Row {
  return {
    key: `l${link.id}`,
    ...subjectOf(link),
    link,
    request: null,
    status: null,
  };
}

function ofRequest(request: LinkRequestRow): Row {
  return {
    key: `r${request.id}`,
    ...subjectOf(request),
    link: null,
    request,
    status: null,
  };
}

function ofApplication(application: FamilyApplication): Row {
  return {
    key: `a${application.id}`,
    applicationId: application.id,
    number: application.number,
    childName: application.childName,
    childIin: application.childIin,
    link: null,
    request: null,
    status: application.status,
  };
}

const TONES = { live: 'ok', disputed: 'warn', ended: 'done' } as const;

function columnsOf(t: T, locale: Locale, asked: boolean): readonly GridColumn<Row>[] {
  return [
    {
      id: 'child',
      header: t('links:column.child'),
      track: '224px',
      cell: (row) => (
        <span className={css.two}>
          <span className="strong clip" title={row.childName}>
            {row.childName}
          </span>
          <span className={`${css.second} num`}>
            {row.number} · {row.childIin}
          </span>
        </span>
      ),
    },
    {
      id: 'parent',
      header: t('links:column.parent'),
      track: 'minmax(0, 1fr)',
      cell: ({ link, request }) => {
        const who = link ?? request;
        if (who === null) return null;
        return (
          <span className={css.two}>
            <span className="clip" title={who.personName}>
              {who.personName}
            </span>
            <span className={`${css.second} num`}>
              {t(`relation.${who.role}`)} · {dateTime('askedAt' in who ? who.askedAt : who.changedAt)}
            </span>
          </span>
        );
      },
    },
    {
      id: 'state',
      header: t(asked ? 'links:column.portal' : 'links:column.state'),
      track: '124px',
      cell: ({ link, request, status }) =>
        request !== null ? (
          <span className="small muted clip" title={words(request.portal, locale)}>
            {words(request.portal, locale)}
          </span>
        ) : link !== null ? (
          <Light tone={TONES[link.state]}>{t(`links:state.${link.state}`)}</Light>
        ) : status === null ? null : (
          <StatusChip status={status} />
        ),
    },
  ];
}

/** No rows: what is true, and the next useful act. */
function Nothing(props: { search: string; list: List; onClear: () => void }) {
  const { t } = useT();
  const text = props.search.trim();
  if (text === '') {
    return (
      <EmptyState icon="link" title={t(`links:empty.${props.list}`)}>
        {props.list === 'requests' ? t('links:empty.requestsHint') : t('links:empty.hint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="search"
      title={isIin(text) ? t('links:empty.child', { iin: text }) : t('links:empty.wholeIin')}
      action={<Act onClick={props.onClear}>{t('journal:clearSearch')}</Act>}
    />
  );
}
