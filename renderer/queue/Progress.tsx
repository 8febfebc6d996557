/** A batch under way: bar, count, words, time left, and the way to stop it. */
import { type Counts, secondsLeft } from '../decide/batch.ts';
import type { Run } from '../decide/use-run.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import css from './batch.module.css';
import type { PlanAct } from './use-batch.ts';

export function Progress(props: { act: PlanAct; run: Run; counts: Counts; onStop: () => void }) {
  const { t } = useT();
  const { run, counts } = props;
  const offer = props.act === 'offer';
  const done = counts.signed + counts.failed;
  const of = run.rows.length;
  const signing = run.phase === 'signing';
  const left =
    signing && run.since !== null ? secondsLeft(done, done + counts.ready, Date.now() - run.since) : null;
  const share = (part: number): string => `${of === 0 ? 0 : (part / of) * 100}%`;
  return (
    <>
      <div className={css.progress}>
        <span
          className={`bar ${css.bar}`}
          role="progressbar"
          aria-label={t('queue:batch.progress')}
          aria-valuemin={0}
          aria-valuemax={of}
          aria-valuenow={done}
        >
          <i className={css.ok} style={{ width: share(counts.signed) }} />
          <i className={css.bad} style={{ width: share(counts.failed + counts.cannot) }} />
        </span>
        <span className="nowrap num">
          <b>{number(done)}</b> / {number(of)}
        </span>
        {signing ? (
          <Act size="sm" icon="stop" combo="Escape" busy={run.stopping} onClick={props.onStop}>
            {t('queue:batch.stop')}
          </Act>
        ) : null}
      </div>
      <p className={css.counts} role="status">
        <span>
          <Icon name="check" size={14} className="ok-m" />
          {t(offer ? 'queue:batch.count.offered' : 'queue:batch.count.issued', { count: counts.signed })}
        </span>
        {counts.failed + counts.cannot === 0 ? null : (
          <span>
            <Icon name="alert" size={14} className="bad-m" />
            {t(offer ? 'queue:batch.count.notOffered' : 'queue:batch.count.notIssued', {
              count: counts.failed + counts.cannot,
            })}
          </span>
        )}
        {signing && run.underWay.size > 0 ? (
          <span className="acc-t">
            <span className="spin" />
            {t('queue:batch.count.signing', { count: run.underWay.size })}
          </span>
        ) : null}
        {counts.ready === 0 ? null : (
          <span className="muted">
            {t('queue:batch.count.waiting', {
              count: Math.max(0, counts.ready - run.underWay.size),
            })}
          </span>
        )}
        <span className="gap" />
        <span className="muted">
          {run.stopping
            ? t('queue:batch.stopping')
            : left !== null
              ? t('decide:batch.left', { count: left })
              : run.phase === 'done'
                ? t(run.stopped ? 'queue:batch.stopped' : 'queue:batch.done')
                : null}
        </span>
      </p>
    </>
  );
}
