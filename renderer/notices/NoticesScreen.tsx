/** The register of notices (хабарламалар): what families were told, what is on its way, and what did not arrive. */
import useMediaQuery from '@mui/material/useMediaQuery';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { NoticeDetail } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { channelText } from '../decide/SignStep.tsx';
import { count, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { useListCursor } from '../places/cursor.ts';
import { Grid, type GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { Pick } from '../places/Pick.tsx';
import { fetchMore, useSession } from '../query.ts';
import { hrefOf, navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { typeOver } from '../ui/field-input.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { EmptyState, ErrorState, Inline, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import { showToast } from '../ui/toast.ts';
import { columnsOf } from './columns.tsx';
import { useNotice, useNotices, usePrint } from './data.ts';
import { KINDS, kindText } from './looks.tsx';
import { NoticeActs, NoticeFacts } from './NoticeCard.tsx';
import css from './notices.module.css';
import { changeNotices, filterOf, isNarrowed, type NoticesView, noticesView, PARTS } from './state.ts';

const CHANNELS = ['sms', 'email', 'ed24', 'letter'] as const;
const ANY = 'any';

export default function NoticesScreen() {
  const { t } = useT();
  const view = useStore(noticesView);
  const filter = useMemo(() => filterOf(view), [view]);
  const { query, rows, matching } = useNotices(filter);
  const wide = useMediaQuery('(min-width:1680px)', { noSsr: true });
  const columns = useMemo(() => columnsOf(t, wide), [t, wide]);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids, view.chosen);
  const card = useNotice(cursor.id);
  useEffect(() => {
    if (noticesView.get().chosen !== cursor.id) changeNotices({ chosen: cursor.id });
  }, [cursor.id]);
  const title = t('nav.notices');
  return (
    <>
      <ScreenHeader title={title} count={matching === undefined ? undefined : count(matching)}>
        <SearchBox
          field={field}
          value={view.search}
          narrow
          placeholder={t('notices:search')}
          onSearch={(search) => changeNotices({ search, chosen: null })}
          onLeave={() => list.current?.focus()}
        />
      </ScreenHeader>
      <Filters view={view} />
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
        open={() => {
          const id = card.data?.applicationId;
          if (id !== undefined) navigate({ name: 'application', id, tab: 'notices' });
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
              cursor={cursor.id}
              onCursor={(row) => cursor.set(row.id)}
              onOpen={(row) => navigate({ name: 'application', id: row.applicationId, tab: 'notices' })}
              stale={query.isPlaceholderData}
              onNearEnd={() => fetchMore(query)}
              handle={list}
            />
          )}
        </div>
        <Detail query={card} />
      </div>
    </>
  );
}

function Filters({ view }: { readonly view: NoticesView }) {
  const { t } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const isClerk = useSession().post.role === 'clerk';
  const print = usePrint();
  const any = { value: ANY, label: t('notices:any') };
  const printAll = (): void =>
    print.mutate(null, {
      onSuccess: (printed) =>
        showToast({
          title: printed === 0 ? t('notices:noLetters') : t('notices:printed', { count: printed }),
        }),
    });
  useHotkeys(t('nav.notices'), [
    {
      combo: 'Shift+KeyP',
      label: t('notices:act.printAll'),
      enabled: isClerk && connected && !print.isPending,
      run: printAll,
    },
  ]);
  return (
    <>
      <fieldset className={css.filters} aria-label={t('journal:filter.label')}>
        <Segment
          label={t('notices:part.label')}
          value={view.part}
          options={PARTS.map((part) => ({ value: part, label: t(`notices:part.${part}`) }))}
          onChange={(part) => changeNotices({ part, chosen: null })}
        />
        <Pick
          small
          label={t('notices:column.channel')}
          value={view.channel ?? ''}
          options={[any, ...CHANNELS.map((one) => ({ value: one, label: channelText(t, one) }))]}
          onChange={(value) =>
            changeNotices({ channel: CHANNELS.find((one) => one === value) ?? null, chosen: null })
          }
        />
        <Pick
          small
          label={t('notices:column.kind')}
          value={view.kind ?? ''}
          options={[any, ...KINDS.map((kind) => ({ value: kind, label: kindText(t, kind) }))]}
          onChange={(value) => changeNotices({ kind: value === ANY ? null : value, chosen: null })}
        />
        <span className="gap" />
        {isClerk ? (
          <Act
            size="sm"
            icon="print"
            combo="Shift+KeyP"
            busy={print.isPending}
            disabled={!connected}
            onClick={printAll}
          >
            {t('notices:act.printAll')}
          </Act>
        ) : null}
      </fieldset>
      {print.error === null ? null : (
        <div className={css.inline}>
          <Inline onClose={print.reset}>{errorText(print.error)}</Inline>
        </div>
      )}
    </>
  );
}

function Detail({ query }: { readonly query: UseQueryResult<NoticeDetail> }) {
  const { t } = useT();
  const dim = useDelayed(query.isPlaceholderData, 400);
  const notice = query.data;
  return (
    <section className={css.card} aria-label={t('notices:detail')}>
      {notice === undefined ? (
        query.error !== null ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.fetchStatus === 'idle' ? (
          <EmptyState icon="send" title={t('notices:none')} />
        ) : (
          <SkeletonRows rows={10} height={40} />
        )
      ) : (
        <>
          <header className={css.cardHead}>
            <div className="grow">
              <h2 className="h16 clip" title={kindText(t, notice.kind)}>
                {kindText(t, notice.kind)}
              </h2>
              <p className="small sub clip num">
                <a href={hrefOf({ name: 'application', id: notice.applicationId, tab: 'notices' })}>
                  {notice.applicationNumber}
                </a>
                {` · ${nameOf(notice.child)}`}
              </p>
            </div>
          </header>
          <section
            className={`${css.cardBody} ${dim ? css.dim : ''}`}
            aria-busy={query.isPlaceholderData}
            aria-label={kindText(t, notice.kind)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
            tabIndex={0}
          >
            <NoticeFacts notice={notice} />
          </section>
          <NoticeActs key={notice.id} notice={notice} stale={query.isPlaceholderData} />
        </>
      )}
    </section>
  );
}

function Nothing({ view }: { readonly view: NoticesView }) {
  const { t } = useT();
  return isNarrowed(view) ? (
    <EmptyState
      icon="search"
      title={t('notices:empty.filtered')}
      action={
        <Act
          onClick={() => changeNotices({ part: 'all', channel: null, kind: null, search: '', chosen: null })}
        >
          {t('journal:empty.clear')}
        </Act>
      }
    />
  ) : (
    <EmptyState icon="send" title={t('notices:empty.none')}>
      {t('notices:empty.noneDetail')}
    </EmptyState>
  );
}
