/** The head's desk: referrals that came, the one under the cursor, and the groups below. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { ActDetails, IncomingRow } from '../../preload/contract/index.ts';
import { Segment } from '../decide/Segment.tsx';
import { useT } from '../i18n.ts';
import { SearchBox, useSearchFocus } from '../journal/SearchBox.tsx';
import { targetAt } from '../own-versions.ts';
import { useListCursor } from '../places/cursor.ts';
import { useReadSeatsAgain } from '../places/data.ts';
import type { GridHandle } from '../places/Grid.tsx';
import { ListKeys } from '../places/ListKeys.tsx';
import { useToday } from '../review/use-today.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { typeOver } from '../ui/field-input.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { dropContractDraft } from './contract-draft.ts';
import { useIncoming, useReferralCard } from './data.ts';
import { GroupsPanel } from './GroupsPanel.tsx';
import styles from './head.module.css';
import { IncomingList } from './IncomingList.tsx';
import { isDue } from './incoming.ts';
import { type HeadAct, ReferralCard } from './ReferralCard.tsx';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

interface Deciding {
  readonly act: HeadAct;
  readonly details: ActDetails;
  readonly row: IncomingRow;
}

const NONE: readonly IncomingRow[] = [];
const REST_MS = 150;

/** `due`: only referrals whose term ends today or has run out. */
export function IncomingScreen(props: { due: boolean }) {
  const { t } = useT();
  const today = useToday();
  const [search, setSearch] = useState('');
  const [ended, setEnded] = useState(false);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const incoming = useIncoming(search, ended && !props.due);
  const rows = useMemo(
    () => (props.due ? (incoming.data ?? NONE).filter(isDue) : (incoming.data ?? NONE)),
    [incoming.data, props.due],
  );
  const ids = useMemo(() => rows.map((row) => row.referralId), [rows]);
  const cursor = useListCursor(ids);
  const card = useReferralCard(useRested(cursor.id));
  const shown = card.data;
  const readAgain = useReadSeatsAgain();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<GridHandle | null>(null);
  useSearchFocus(field, search.trim() === '' || rows.length > 0);
  const title = props.due ? t('nav.incomingDue') : t('nav.incoming');
  return (
    <>
      <ScreenHeader title={title} count={incoming.data === undefined ? undefined : rows.length}>
        <SearchBox
          field={field}
          value={search}
          narrow
          placeholder={t('head:searchPlaceholder')}
          onSearch={setSearch}
          onLeave={() => list.current?.focus()}
        />
        {props.due ? null : (
          <Segment
            label={t('head:which.label')}
            value={ended ? 'ended' : 'open'}
            options={[
              { value: 'open', label: t('head:which.open') },
              { value: 'ended', label: t('head:which.ended') },
            ]}
            onChange={(value) => setEnded(value === 'ended')}
          />
        )}
      </ScreenHeader>
      <ListKeys
        title={title}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        search={() => typeOver(field)}
      />
      <div className={styles.desk}>
        <div className={styles.listPane}>
          {incoming.isError && incoming.data === undefined ? (
            <ErrorState error={incoming.error} onRetry={() => void incoming.refetch()} />
          ) : incoming.isPending ? (
            <SkeletonRows rows={8} height={44} />
          ) : rows.length === 0 ? (
            <Nothing search={search} due={props.due} ended={ended} onClear={() => setSearch('')} />
          ) : (
            <IncomingList
              rows={rows}
              today={today}
              cursor={cursor.id}
              onCursor={cursor.set}
              stale={incoming.isPlaceholderData}
              handle={list}
            />
          )}
        </div>
        {cursor.id === null ? (
          <div className={styles.card} />
        ) : shown !== undefined ? (
          <ReferralCard
            key={shown.row.referralId}
            card={shown}
            asleep={shown.row.referralId !== cursor.id}
            today={today}
            onAct={(act, details) => setDeciding({ act, details, row: shown.row })}
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
      <GroupsPanel />
      {deciding === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[targetAt(deciding.row.applicationId, deciding.row.applicationVersion)]}
            intent={deciding.act}
            details={deciding.details}
            onClose={() => setDeciding(null)}
            onDone={(results) => {
              // What was typed of the contract is still wanted after the documents.
              if (deciding.act !== 'submit_documents' && results.some((one) => one.ok)) {
                dropContractDraft(deciding.row.referralId);
              }
              readAgain();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The row the cursor has rested on: opening a child's card is written to the history, passing by its row is not. */
function useRested(id: string | null): string | null {
  const [rested, setRested] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return rested;
}

/** No rows: what is true, and the next useful act. */
function Nothing(props: { search: string; due: boolean; ended: boolean; onClear: () => void }) {
  const { t } = useT();
  if (props.search.trim() !== '') {
    return (
      <EmptyState
        icon="search"
        title={t('head:empty.search', { text: props.search.trim() })}
        action={<Act onClick={props.onClear}>{t('journal:clearSearch')}</Act>}
      >
        {t('head:empty.searchHint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="ticket"
      title={props.due ? t('head:empty.due') : props.ended ? t('head:empty.ended') : t('head:empty.incoming')}
    >
      {props.due ? null : t('head:empty.incomingHint')}
    </EmptyState>
  );
}
