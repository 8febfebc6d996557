/** What can be done with the plan now: sign it, stop is above; when it is over, go on, keep the result, plan anew. */
import { countRows, signable } from '../decide/batch.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import css from './batch.module.css';
import type { Batch } from './use-batch.ts';

export function BatchFoot(props: {
  batch: Batch;
  /** Why nothing can be signed now. */
  why: string | null;
  busy: boolean;
  onSign: () => void;
  onSave: () => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const { batch, why } = props;
  const { phase, rows } = batch.run;
  const signing = phase === 'signing';
  return (
    <footer className={css.foot}>
      <span className={`small sub ${css.keeps}`} role="status">
        {signing ? t('queue:batch.stopKeeps') : why}
      </span>
      {signing ? null : phase === 'done' ? (
        <Finished {...props} />
      ) : (
        <>
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act
            tone="primary"
            icon="key"
            combo="Ctrl+Enter"
            busy={props.busy}
            disabled={why !== null}
            onClick={props.onSign}
          >
            {t('decide:sign.actMany', { count: rows.filter(signable).length })}
          </Act>
        </>
      )}
    </footer>
  );
}

function Finished(props: Parameters<typeof BatchFoot>[0]) {
  const { t } = useT();
  const { rows } = props.batch.run;
  const ready = rows.filter(signable).length;
  // Stopped half way: the rest waits; else only what failed in passing is tried again.
  const rest = countRows(rows).ready > 0;
  return (
    <>
      <Act
        icon={rest ? 'key' : 'cycle'}
        tone={rest ? 'primary' : 'outline'}
        disabled={props.why !== null || ready === 0}
        onClick={props.onSign}
      >
        {t(rest ? 'queue:batch.continue' : 'queue:batch.retry')}
      </Act>
      <Act icon="download" onClick={props.onSave}>
        {t('queue:batch.save')}
      </Act>
      <Act onClick={props.batch.again}>{t('queue:batch.again')}</Act>
    </>
  );
}
