/** The batch: a plan told before it is signed, then signed one by one with a result in each row. What stopping keeps is said. */
import { useEffect, useRef, useState } from 'react';
import { timeWith } from '../../domain/kazakh.ts';
import type { PlanRow, PreparedDecision } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { countRows, signable } from '../decide/batch.ts';
import { useSigningKey } from '../decide/use-key.ts';
import { almatyDay, number, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { IconAct } from '../ui/Act.tsx';
import { csvFile } from '../ui/csv.ts';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { EmptyState, ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import { BatchDocument } from './BatchDocument.tsx';
import { BatchFoot } from './BatchFoot.tsx';
import { BatchKey } from './BatchKey.tsx';
import { BatchRows } from './BatchRows.tsx';
import css from './batch.module.css';
import { resultRows } from './batch-words.ts';
import { PlanChoice, PlanLeft } from './PlanChoice.tsx';
import { Progress } from './Progress.tsx';
import type { Batch } from './use-batch.ts';

export interface BatchPaneProps {
  readonly batch: Batch;
  readonly offers: boolean;
  /** The child whose place is explained on the left. */
  readonly chosen: string | null;
  readonly onChoose: (row: PlanRow) => void;
  readonly onClose: () => void;
}

export function BatchPane(props: BatchPaneProps) {
  const { t } = useT();
  const errorText = useErrorText();
  const { batch } = props;
  const { run, plan } = batch;
  const signingKey = useSigningKey();
  const connected = useConnection().kind === 'open';
  const [shown, setShown] = useState<PreparedDecision | null>(null);
  const counts = countRows(run.rows);
  const ready = run.rows.filter(signable).length;
  const signing = run.phase === 'signing';
  const done = run.phase === 'done';
  const why = whyNot(t, { connected, ready, batch, needsPassword: signingKey });
  const busy = signing || signingKey.opening;
  useFinish(run.phase, signingKey.finish);
  const sign = async (): Promise<void> => {
    if (why === null && !busy && (await signingKey.open())) batch.sign();
  };
  const leave = (): void => {
    if (signing) batch.stop();
    else if (shown !== null) setShown(null);
    else props.onClose();
  };
  const rows = plan?.rows ?? [];
  const at = rows.findIndex((row) => row.applicationId === props.chosen);
  const move = (step: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (row !== undefined) props.onChoose(row);
  };
  const show = (row: PlanRow | undefined): void => {
    const prepared = row === undefined ? null : (batch.rowOf(row)?.prepared ?? null);
    if (prepared !== null) setShown(prepared);
  };
  useHotkeys(t('queue:batch.keys'), [
    { combo: 'KeyJ', label: t('journal:keys.next'), moves: true, run: () => move(1) },
    { combo: 'ArrowDown', moves: true, run: () => move(1) },
    { combo: 'KeyK', label: t('journal:keys.previous'), moves: true, run: () => move(-1) },
    { combo: 'ArrowUp', moves: true, run: () => move(-1) },
    { combo: 'Enter', label: t('decide:batch.show'), run: () => show(rows[at]) },
    { combo: 'Ctrl+Enter', label: t('decide:sign.act'), run: () => void sign() },
    { combo: 'Escape', label: t(signing ? 'queue:batch.stop' : 'act.close'), run: leave },
  ]);
  const save = (): void => {
    if (plan !== null) saveFile(fileName(plan.madeAt), csvFile(resultRows(t, plan.rows, batch.rowOf)));
  };
  return (
    <>
      <header className={css.head}>
        <div className={css.title}>
          <h2>{titleText(t, batch)}</h2>
          <PlanFacts batch={batch} />
          <span className="gap" />
          {done ? (
            <IconAct small icon="x" label={t('act.close')} combo="Escape" onClick={props.onClose} />
          ) : null}
        </div>
        {signing || done ? (
          <Progress act={batch.asked.act} run={run} counts={counts} onStop={batch.stop} />
        ) : (
          <PlanChoice batch={batch} offers={props.offers} />
        )}
      </header>
      {batch.error === null ? null : (
        <div className={css.inline}>
          <Inline>{t('queue:batch.failed', { error: errorText(batch.error) })}</Inline>
        </div>
      )}
      {shown !== null ? (
        <BatchDocument decision={shown} onBack={() => setShown(null)} />
      ) : (
        <BatchBody {...props} onShow={show} />
      )}
      {done && ready === 0 ? null : rows.length === 0 || signing ? null : (
        <BatchKey signingKey={signingKey} disabled={busy} />
      )}
      <BatchFoot
        batch={batch}
        why={why}
        busy={busy}
        onSign={() => void sign()}
        onSave={save}
        onClose={props.onClose}
      />
    </>
  );
}

/** The rows of the plan; before there are any, what is being done; where there will be none, why. */
function BatchBody(props: BatchPaneProps & { onShow: (row: PlanRow) => void }) {
  const { t } = useT();
  const { batch } = props;
  const { plan } = batch;
  if (plan === null) {
    return batch.error === null ? (
      <div className={css.fill}>
        <SkeletonRows rows={12} height={40} />
      </div>
    ) : (
      <ErrorState error={batch.error} onRetry={batch.again} />
    );
  }
  return plan.rows.length === 0 ? (
    <div className={css.fill}>
      <EmptyState icon="ticket" title={t('queue:batch.empty')}>
        {t('queue:batch.emptyDetail')}
      </EmptyState>
      <PlanLeft plan={plan} open />
    </div>
  ) : (
    <BatchRows {...props} rows={plan.rows} />
  );
}

/** 'kezek-zholdama-2026-11-21-1146.csv': the moment of the plan. */
function fileName(madeAt: Date): string {
  return `kezek-zholdama-${almatyDay(madeAt)}-${time(madeAt).replace(':', '')}.csv`;
}

/** The key is closed when the batch ends, unless the officer keeps it open. */
function useFinish(phase: Batch['run']['phase'], finish: () => void): void {
  const was = useRef(phase);
  useEffect(() => {
    if (was.current === 'signing' && phase === 'done') finish();
    was.current = phase;
  }, [phase, finish]);
}

type T = ReturnType<typeof useT>['t'];

/** Why nothing can be signed now, in words beside the button. */
function whyNot(
  t: T,
  at: {
    connected: boolean;
    ready: number;
    batch: Batch;
    needsPassword: { needsPassword: boolean; password: string };
  },
): string | null {
  const { batch, ready } = at;
  if (!at.connected) {
    return t('connection.actsOff');
  }
  if (batch.planning || batch.run.phase === 'preparing') {
    return t('queue:batch.preparing', {
      done: number(batch.run.prepared),
      of: number(batch.plan?.rows.length ?? 0),
    });
  }
  if (ready === 0) {
    return batch.run.phase === 'done' ? null : t('decide:batch.nothing');
  }
  return at.needsPassword.needsPassword && at.needsPassword.password === ''
    ? t('decide:sign.needPassword')
    : null;
}

function titleText(t: T, batch: Batch): string {
  const count = batch.plan?.rows.length ?? 0;
  return t(batch.asked.act === 'offer' ? 'queue:batch.titleOffer' : 'queue:batch.titleIssue', { count });
}

/** «12 бос орын, 12 бала · жоспар 12:01-де жасалған» */
function PlanFacts({ batch }: { readonly batch: Batch }) {
  const { t, locale } = useT();
  const { plan } = batch;
  if (plan === null) {
    return null;
  }
  const at = time(plan.madeAt);
  const seats = t('queue:batch.freeSeats', { count: plan.freeSeats, number: number(plan.freeSeats) });
  return (
    <span className="muted small nowrap">
      {`${t(batch.asked.key === null ? 'queue:batch.seatsOfAll' : 'queue:batch.seatsOfQueue', { seats })} · ${t(
        'queue:batch.madeAt',
        {
          time: locale === 'kk' ? timeWith(at, 'locative') : at,
        },
      )}`}
    </span>
  );
}
