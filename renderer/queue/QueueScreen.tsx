/** The queue (кезек): which one, by which rules, why a child stands where it stands, the order, and the places to allot. */
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { ActTarget, PlaceExplanation, QueueKey, QueueRow } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { useDeskState, useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useStore } from '../ui/store.ts';
import { BatchPane } from './BatchPane.tsx';
import { hindranceText } from './batch-words.ts';
import {
  firstQueue,
  sameKey,
  useExplanation,
  useParentPrint,
  useProfileLine,
  useQueues,
  useSettled,
} from './data.ts';
import { ExplanationPane } from './Explanation.tsx';
import { MomentDialog } from './MomentDialog.tsx';
import { type OrderHandle, OrderPane } from './OrderPane.tsx';
import { ProfileBar } from './ProfileBar.tsx';
import { QueueChooser } from './QueueChooser.tsx';
import css from './queue.module.css';
import { type QueueActs, useQueueKeys, useQueuePalette } from './queue-keys.ts';
import { changeView, explainedAt, type QueueView, queueView } from './state.ts';
import { LIMITS, type PlanAct, useBatch } from './use-batch.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

/** `id`: the application whose place is explained, when the screen is opened from elsewhere. */
export default function QueueScreen(props: { id: string | null }) {
  const { t } = useT();
  const view = useStore(queueView);
  const queues = useQueues();
  const [choosing, setChoosing] = useState(false);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    // Opened from another screen: that child, now, in its own queue.
    if (props.id !== null && props.id !== asked.current) {
      asked.current = props.id;
      changeView({ chosen: props.id, at: null, search: '', batch: false, key: null });
      navigate({ name: 'queue', id: null }, { replace: true });
    }
  }, [props.id]);
  const key = useShownKey(view, queues.data ?? null);
  const summary = queues.data?.find((one) => sameKey(one.key, key));
  return (
    <>
      <ScreenHeader
        title={t('nav.queue')}
        lead={
          <QueueChooser
            queues={queues.data ?? []}
            chosen={key}
            open={choosing}
            onOpen={setChoosing}
            onChoose={(next) => changeView({ key: next, chosen: null, search: '', batch: false })}
          />
        }
        count={summary === undefined ? undefined : number(summary.waiting)}
      />
      {queues.data === undefined ? (
        queues.error === null ? (
          <SkeletonRows rows={14} height={40} />
        ) : (
          <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />
        )
      ) : key === null ? (
        queues.data.length > 0 ? null : (
          <EmptyState icon="queue" title={t('queue:none')}>
            {t('queue:noneDetail')}
          </EmptyState>
        )
      ) : (
        <Queue
          queueKey={key}
          freeSeats={summary?.freeSeats ?? 0}
          view={view}
          onChooser={() => setChoosing(true)}
        />
      )}
    </>
  );
}

/** The queue chosen here, else the one of the child that is asked about, else the first to be looked at. */
function useShownKey(view: QueueView, queues: Parameters<typeof firstQueue>[0] | null): QueueKey | null {
  const explained = useExplanation(view.key === null ? view.chosen : null, null);
  const ofChild = view.chosen === null ? null : (explained.data?.key ?? null);
  const waiting = view.chosen !== null && explained.isPending;
  const first = queues === null || waiting ? null : (firstQueue(queues)?.key ?? null);
  const key = view.key ?? ofChild ?? first;
  useEffect(() => {
    if (view.key === null && key !== null) changeView({ key });
  }, [view.key, key]);
  return key;
}

function Queue(props: { queueKey: QueueKey; freeSeats: number; view: QueueView; onChooser: () => void }) {
  const { t } = useT();
  const { queueKey, view } = props;
  const { post } = useSession();
  const now = useDeskState().data?.now ?? new Date();
  const connected = useConnection().kind === 'open';
  const [moment, setMoment] = useState(false);
  const [offering, setOffering] = useState<ActTarget | null>(null);
  const order = useRef<OrderHandle>(null);
  const at = explainedAt(view);
  const print = useParentPrint(at);
  const settled = useSettled(view.chosen);
  const explanation = useExplanation(settled, at);
  const shown = explanation.data?.applicationId === view.chosen ? explanation.data : undefined;
  const profile = useProfileLine(queueKey).data;
  const offers = (profile?.offerDays ?? null) !== null;
  const clerk = post.role === 'clerk';
  const off = !connected ? t('connection.actsOff') : view.at === null ? null : t('queue:order.pastOff');
  const allot = clerk
    ? {
        run: () => changeView({ batch: true }),
        why:
          off ??
          (profile === undefined
            ? t('state.loading')
            : props.freeSeats === 0
              ? t('queue:order.noSeats')
              : null),
      }
    : null;
  const offer = clerk ? { run: () => setOffering(targetOf(shown)), why: off ?? offerOff(t, shown) } : null;
  const choose = useCallback((row: Pick<QueueRow, 'applicationId'>) => {
    changeView({ chosen: row.applicationId });
  }, []);
  const open = (row: Pick<QueueRow, 'applicationId'>): void =>
    navigate({ name: 'application', id: row.applicationId, tab: null });
  const acts: QueueActs = {
    allot,
    offer,
    onChooser: props.onChooser,
    onMoment: () => setMoment(true),
    onPrint: connected && shown !== undefined ? () => print.mutate(shown.applicationId) : null,
    onOpen: () => {
      if (view.chosen !== null) open({ applicationId: view.chosen });
    },
  };
  useQueueKeys(acts, view, order);
  useQueuePalette(acts);
  return (
    <>
      <ProfileBar
        queueKey={queueKey}
        freeSeats={props.freeSeats}
        at={view.at}
        onNow={() => changeView({ at: null })}
      />
      <div className={css.split}>
        <section className={css.pane} aria-label={t('queue:explain.label')}>
          <ExplanationPane
            applicationId={settled}
            at={at}
            told={view.batchTold}
            print={print}
            onPick={(applicationId) => choose({ applicationId })}
            onMoment={() => setMoment(true)}
            onNow={() => changeView({ at: null })}
          />
        </section>
        <section
          className={css.pane}
          aria-label={view.batch ? t('queue:batch.label') : t('queue:order.title')}
        >
          {view.batch ? (
            <BatchOf queueKey={queueKey} offers={offers} chosen={view.chosen} onChoose={choose} />
          ) : (
            <OrderPane
              queueKey={queueKey}
              at={view.at}
              search={view.search}
              chosen={view.chosen}
              place={shown?.place ?? null}
              onSearch={searchFor}
              onChoose={choose}
              onOpen={open}
              allot={allot}
              offer={offer}
              ref={order}
            />
          )}
        </section>
      </div>
      {moment ? (
        <MomentDialog
          at={view.at}
          now={now}
          onChoose={(at) => {
            setMoment(false);
            changeView({ at, batch: false });
          }}
          onClose={() => setMoment(false)}
        />
      ) : null}
      {offering === null ? null : (
        <Suspense fallback={null}>
          <DecideDialog
            targets={[offering]}
            intent={offers ? 'offer' : 'issue_referral'}
            onClose={() => setOffering(null)}
            onDone={nothing}
          />
        </Suspense>
      )}
    </>
  );
}

function BatchOf(props: {
  queueKey: QueueKey;
  offers: boolean;
  chosen: string | null;
  onChoose: (row: { applicationId: string }) => void;
}) {
  const act: PlanAct = props.offers ? 'offer' : 'issue_referral';
  const batch = useBatch({ act, key: props.queueKey, limit: LIMITS[0] });
  const { phase } = batch.run;
  const begun = phase === 'signing' || phase === 'done';
  const madeAt = begun ? (batch.plan?.madeAt ?? null) : null;
  useEffect(() => changeView({ batchAt: madeAt }), [madeAt]);
  const { t } = useT();
  const row = batch.plan?.rows.find((one) => one.applicationId === props.chosen);
  const told = row === undefined ? null : hindranceText(t, row, batch.rowOf(row));
  useEffect(() => changeView({ batchTold: told }), [told]);
  return (
    <BatchPane
      batch={batch}
      offers={props.offers}
      chosen={props.chosen}
      onChoose={props.onChoose}
      onClose={() => changeView({ batch: false })}
    />
  );
}

function nothing(): void {}

function searchFor(search: string): void {
  changeView({ search });
}

function targetOf(explanation: PlaceExplanation | undefined): ActTarget | null {
  return explanation === undefined
    ? null
    : { id: explanation.applicationId, expectedVersion: explanation.applicationVersion };
}

type T = ReturnType<typeof useT>['t'];

/** Why the chosen child cannot be offered a place now. */
function offerOff(t: T, explanation: PlaceExplanation | undefined): string | null {
  if (explanation === undefined) {
    return t('queue:explain.none');
  }
  return explanation.seats.some((seat) => seat.free > 0) ? null : t('queue:order.noSeatForChild');
}
