/** The batch: a plan told before it is signed, then signed one by one with a result in each row. What stopping keeps is said. */
import { useEffect, useRef, useState } from 'react';
import { timeWith } from '../../domain/kazakh.ts';
import type { PlanRow, PreparedDecision } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { countRows, signable } from '../decide/batch.ts';
import { DecisionWords, DecisionXml } from '../decide/DecisionWords.tsx';
import { KeyPanel } from '../decide/KeyPanel.tsx';
import { Segment } from '../decide/Segment.tsx';
import { type SigningKey, useSigningKey } from '../decide/use-key.ts';
import { almatyDay, nameOf, number, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { csvFile } from '../ui/csv.ts';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
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
    { combo: 'KeyJ', label: t('journal:keys.next'), repeat: true, run: () => move(1) },
    { combo: 'ArrowDown', repeat: true, run: () => move(1) },
    { combo: 'KeyK', label: t('journal:keys.previous'), repeat: true, run: () => move(-1) },
    { combo: 'ArrowUp', repeat: true, run: () => move(-1) },
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
        <Document decision={shown} onBack={() => setShown(null)} />
      ) : plan === null ? (
        batch.error === null ? (
          <div className={css.fill}>
            <SkeletonRows rows={12} height={40} />
          </div>
        ) : (
          <ErrorState error={batch.error} onRetry={batch.again} />
        )
      ) : rows.length === 0 ? (
        <div className={css.fill}>
          <EmptyState icon="ticket" title={t('queue:batch.empty')}>
            {t('queue:batch.emptyDetail')}
          </EmptyState>
          <PlanLeft plan={plan} open />
        </div>
      ) : (
        <BatchRows {...props} rows={rows} onShow={show} />
      )}
      {done && ready === 0 ? null : rows.length === 0 || signing ? null : (
        <Key signingKey={signingKey} disabled={busy} />
      )}
      <footer className={css.foot}>
        <span className={`small sub ${css.keeps}`} role="status">
          {signing ? t('queue:batch.stopKeeps') : why}
        </span>
        {done ? (
          <>
            <Act
              icon={counts.ready > 0 ? 'key' : 'cycle'}
              tone={counts.ready > 0 ? 'primary' : 'outline'}
              disabled={why !== null || ready === 0}
              onClick={() => void sign()}
            >
              {t(counts.ready > 0 ? 'queue:batch.continue' : 'queue:batch.retry')}
            </Act>
            <Act icon="download" onClick={save}>
              {t('queue:batch.save')}
            </Act>
            <Act onClick={batch.again}>{t('queue:batch.again')}</Act>
          </>
        ) : signing ? null : (
          <>
            <Act combo="Escape" onClick={props.onClose}>
              {t('act.cancel')}
            </Act>
            <Act
              tone="primary"
              icon="key"
              combo="Ctrl+Enter"
              busy={busy}
              disabled={why !== null}
              onClick={() => void sign()}
            >
              {t('decide:sign.actMany', { count: ready })}
            </Act>
          </>
        )}
      </footer>
    </>
  );
}

/** An open key is one line; a closed one, or another to be chosen, the whole panel of the sign dialog. */
function Key(props: { signingKey: SigningKey; disabled: boolean }) {
  const { t } = useT();
  const { signingKey } = props;
  const [whole, setWhole] = useState(false);
  const { key } = signingKey.session;
  if (signingKey.needsPassword || whole) {
    return (
      <div className={css.key}>
        <KeyPanel signingKey={signingKey} disabled={props.disabled} />
      </div>
    );
  }
  return (
    <div className={css.keyLine}>
      <Icon name="unlock" className="ok-m" />
      <span className="small">
        <b className="strong">{nameOf(key.certificate.holder)}</b>
        {` · ${t(`decide:sign.algorithm.${key.certificate.algorithm}`)} · ${
          key.openUntil === null ? t('key.open') : t('decide:sign.keyIsOpen', { time: time(key.openUntil) })
        }`}
      </span>
      <span className="gap" />
      <Act size="sm" tone="quiet" disabled={props.disabled} onClick={() => setWhole(true)}>
        {t('decide:sign.change')}
      </Act>
    </div>
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
  return (
    <span className="muted small nowrap">
      {`${t('queue:batch.freeSeats', { count: plan.freeSeats, number: number(plan.freeSeats) })} · ${t(
        'queue:batch.madeAt',
        {
          time: locale === 'kk' ? timeWith(at, 'locative') : at,
        },
      )}`}
    </span>
  );
}

/** Exactly what would be signed for one row. */
function Document(props: { decision: PreparedDecision; onBack: () => void }) {
  const { t } = useT();
  const [view, setView] = useState<'words' | 'xml'>('words');
  return (
    <section
      className={css.document}
      aria-label={t('decide:batch.show')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
    >
      <div className={css.documentHead}>
        <Act size="sm" tone="quiet" icon="back" combo="Escape" onClick={props.onBack}>
          {t('decide:batch.backToList')}
        </Act>
        <span className="gap" />
        <Segment
          label={t('decide:sign.view')}
          value={view}
          options={[
            { value: 'words', label: t('decide:sign.words') },
            { value: 'xml', label: t('decide:sign.xml') },
          ]}
          onChange={setView}
        />
      </div>
      {view === 'words' ? (
        <DecisionWords decision={props.decision} />
      ) : (
        <DecisionXml xml={props.decision.xml} />
      )}
    </section>
  );
}
