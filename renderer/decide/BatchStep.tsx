import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { useT } from '../i18n.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { Inline } from '../ui/States.tsx';
import { type Counts, countRows, secondsLeft, signable } from './batch.ts';
import { DecisionWords, DecisionXml } from './DecisionWords.tsx';
import css from './decide.module.css';
import { KeyPanel } from './KeyPanel.tsx';
import { Segment } from './Segment.tsx';
import { errorOf } from './types.ts';
import { useSigningKey } from './use-key.ts';
import type { Row, Run } from './use-run.ts';

const ROW = 40;

/** Many decisions: each shown on request before it is signed, a result in each row, stop and retry. */
export function BatchStep(props: {
  run: Run;
  onSign: (rows: readonly Row[]) => void;
  onStop: () => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { run } = props;
  const [shown, setShown] = useState<PreparedDecision | null>(null);
  const [view, setView] = useState<'words' | 'xml'>('words');
  const signingKey = useSigningKey();
  const connected = useConnection().kind === 'open';
  const counts = countRows(run.rows);
  const signing = run.phase === 'signing';
  const rows = run.rows.filter(signable);
  const why = !connected
    ? t('connection.actsOff')
    : rows.length === 0
      ? run.phase === 'done'
        ? null
        : t('decide:batch.nothing')
      : signingKey.needsPassword && signingKey.password === ''
        ? t('decide:sign.needPassword')
        : null;
  const busy = signing || signingKey.opening;
  const sign = async (): Promise<void> => {
    if (rows.length > 0 && why === null && !busy && (await signingKey.open())) {
      props.onSign(run.rows);
    }
  };
  useHotkeys(
    t('decide:keys.sign'),
    [{ combo: 'Ctrl+Enter', label: t('decide:sign.act'), run: () => void sign() }],
    { level: 2 },
  );
  const retry = run.phase === 'done' && counts.ready === 0;
  return (
    <Dialog
      title={t('decide:batch.title', { count: run.rows.length })}
      width={920}
      flush
      onClose={props.onClose}
      headerExtra={
        shown === null ? undefined : (
          <Segment
            label={t('decide:sign.view')}
            value={view}
            options={[
              { value: 'words', label: t('decide:sign.words') },
              { value: 'xml', label: t('decide:sign.xml') },
            ]}
            onChange={setView}
          />
        )
      }
      footer={
        <>
          <span className="muted small" role="status">
            {signing ? t('decide:batch.stopKeeps') : why}
          </span>
          <span className="gap" />
          {signing ? (
            <Act icon="stop" busy={run.stopping} onClick={props.onStop}>
              {t('decide:batch.stop')}
            </Act>
          ) : (
            <Act onClick={props.onClose} combo="Escape" autoFocus={!signingKey.needsPassword}>
              {t(run.phase === 'done' ? 'act.close' : 'act.cancel')}
            </Act>
          )}
          {run.phase === 'done' && rows.length === 0 ? null : (
            <Act
              tone="primary"
              icon="key"
              combo="Ctrl+Enter"
              busy={busy}
              disabled={why !== null}
              onClick={() => void sign()}
            >
              {retry ? t('decide:batch.retry') : t('decide:sign.actMany', { count: rows.length })}
            </Act>
          )}
        </>
      }
    >
      <div className={css.sign}>
        <div className={css.left}>
          {shown === null ? (
            <BatchList run={run} onShow={setShown} />
          ) : (
            <>
              <div>
                <Act size="sm" tone="quiet" icon="back" onClick={() => setShown(null)}>
                  {t('decide:batch.backToList')}
                </Act>
              </div>
              {view === 'words' ? <DecisionWords decision={shown} /> : <DecisionXml xml={shown.xml} />}
            </>
          )}
        </div>
        <div className={css.right}>
          <Progress run={run} counts={counts} />
          {run.error === null ? null : (
            <Inline>{t('decide:sign.notSigned', { error: errorText(run.error) })}</Inline>
          )}
          {run.phase === 'done' && rows.length === 0 ? null : (
            <KeyPanel signingKey={signingKey} disabled={signing} />
          )}
          <p className={`small muted ${css.final}`}>{t('decide:sign.final')}</p>
        </div>
      </div>
    </Dialog>
  );
}

/** Bar, count, words, time left. */
function Progress({ run, counts }: { readonly run: Run; readonly counts: Counts }) {
  const { t } = useT();
  const done = counts.signed + counts.failed;
  const of = done + counts.ready;
  const left =
    run.phase === 'signing' && run.since !== null ? secondsLeft(done, of, Date.now() - run.since) : null;
  const part = of === 0 ? 0 : done / of;
  const words =
    run.phase === 'done'
      ? t(run.stopped ? 'decide:batch.stopped' : 'decide:batch.done')
      : run.stopping
        ? t('decide:batch.stopping')
        : left === null
          ? null
          : t('decide:batch.left', { count: left });
  return (
    <section>
      <div className={css.progressTop}>
        <b>{t('decide:batch.progress', { done, of })}</b>
        <span className="muted small">{words}</span>
      </div>
      <div
        className={`bar ${css.bar}`}
        role="progressbar"
        aria-label={t('decide:sign.title')}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={done}
      >
        <i style={{ width: `${part * 100}%` }} />
      </div>
      <p className={css.counts}>
        <span>
          <Icon name="check" size={14} className="ok-m" />{' '}
          {t('decide:batch.signed', { count: counts.signed })}
        </span>
        {counts.failed === 0 ? null : (
          <span>
            <Icon name="alert" size={14} className="bad-m" />{' '}
            {t('decide:batch.failed', { count: counts.failed })}
          </span>
        )}
        {counts.ready === 0 ? null : <span>{t('decide:batch.waiting', { count: counts.ready })}</span>}
        {counts.cannot === 0 ? null : (
          <span className="warn-t">{t('decide:batch.cannot', { count: counts.cannot })}</span>
        )}
      </p>
    </section>
  );
}

function BatchList({
  run,
  onShow,
}: {
  readonly run: Run;
  readonly onShow: (decision: PreparedDecision) => void;
}) {
  const { t } = useT();
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: run.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <section
      ref={scroller}
      className={css.batch}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
      aria-label={t('decide:batch.list')}
    >
      <ul style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = run.rows[item.index];
          return row === undefined ? null : (
            <BatchRow
              key={row.target.id}
              row={row}
              index={item.index}
              top={item.start}
              measure={virtual.measureElement}
              signing={run.at === item.index}
              onShow={onShow}
            />
          );
        })}
      </ul>
    </section>
  );
}

function BatchRow(props: {
  row: Row;
  index: number;
  top: number;
  /** Tells the list how high the row came out: what stands against a decision is read whole. */
  measure: (element: HTMLLIElement | null) => void;
  signing: boolean;
  onShow: (decision: PreparedDecision) => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { row, signing } = props;
  const { prepared, result } = row;
  const error = errorOf(result);
  const obstacles = prepared?.obstacles ?? [];
  const [icon, words, tone] = ((): [React.ReactNode, string, string] => {
    if (signing) return [<span key="s" className="spin" />, t('decide:batch.state.signing'), 'sub'];
    if (result?.ok === true) {
      return [<Icon key="c" name="check" className="ok-m" />, result.decisionNumber ?? '', 'ok-t'];
    }
    if (error !== null) return [<Icon key="a" name="alert" className="bad-m" />, errorText(error), 'bad-t'];
    if (obstacles.length > 0) {
      const text = obstacles.map((each) => obstacleText(t, each)).join(', ');
      return [<Icon key="o" name="alert" className="warn-m" />, text, 'warn-t'];
    }
    return [<Icon key="d" name="dashed" />, t('decide:batch.state.ready'), 'muted'];
  })();
  const open = result?.ok !== true && (error !== null || obstacles.length > 0);
  return (
    <li
      ref={props.measure}
      data-index={props.index}
      className={css.batchRow}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {icon}
      <span className={css.batchName}>
        <b className="clip" title={prepared?.child.fullName}>
          {prepared?.child.fullName ?? t('decide:notPrepared')}
        </b>
        <span className="small muted clip">{prepared?.application.number ?? `#${row.target.id}`}</span>
      </span>
      <span className={`small ${tone} ${css.batchWords}`}>{words}</span>
      {open ? (
        <button
          type="button"
          className={css.link}
          onClick={() => navigate({ name: 'application', id: row.target.id, tab: null })}
        >
          {t('decide:batch.open')}
        </button>
      ) : prepared === null || result?.ok === true ? null : (
        <button type="button" className={css.link} onClick={() => props.onShow(prepared)}>
          {t('decide:batch.show')}
        </button>
      )}
    </li>
  );
}
