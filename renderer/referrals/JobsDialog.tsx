/** Jobs that end terms by themselves: when each ran last, what it did, when it runs next. */
import type { JobRun } from '../../preload/contract/index.ts';
import { dateTime, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Light, type LightTone } from '../ui/Marks.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useJobRuns } from './data.ts';
import { jobText } from './proof-words.ts';
import css from './referrals.module.css';

const TONES: Readonly<Record<'done' | 'failed' | 'running' | 'never', LightTone>> = {
  done: 'done',
  failed: 'bad',
  running: 'ok',
  never: 'pause',
};

export function JobsDialog(props: { onClose: () => void }) {
  const { t } = useT();
  const query = useJobRuns();
  return (
    <Dialog
      title={t('referrals:jobs.title')}
      width={920}
      onClose={props.onClose}
      footer={
        <>
          <span className="small muted grow">{t('referrals:jobs.detail')}</span>
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.close')}
          </Act>
        </>
      }
    >
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonRows rows={6} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <table className={css.jobs}>
          <thead>
            <tr>
              {(['job', 'last', 'outcome', 'done', 'next'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`referrals:jobs.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {query.data.map((run) => (
              <JobRow key={run.job} run={run} />
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}

function JobRow({ run }: { readonly run: JobRun }) {
  const { t } = useT();
  const outcome = run.outcome ?? 'never';
  const last = run.endedAt ?? run.startedAt;
  return (
    <tr>
      <th scope="row" className="strong">
        {jobText(t, run.job)}
      </th>
      <td className="num">{last === null ? '—' : dateTime(last)}</td>
      <td>
        <Light tone={TONES[outcome]}>{t(`referrals:jobs.outcome.${outcome}`)}</Light>
      </td>
      <td className="num">{run.outcome === null ? '—' : number(run.done)}</td>
      <td className="num">{run.nextDueAt === null ? '—' : dateTime(run.nextDueAt)}</td>
    </tr>
  );
}
