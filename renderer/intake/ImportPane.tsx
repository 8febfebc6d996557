/** Where packages are put in: the drop area, the run under way with its results, and what to do about each that was not taken. */
import { useConnection } from '../api.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import css from './intake.module.css';
import { reasonWords } from './looks.tsx';
import {
  closeImport,
  type FileOutcome,
  type ImportedFile,
  type ImportRun,
  stopImport,
  unsentFiles,
} from './run.ts';

export function DropArea(props: {
  over: boolean;
  busy: boolean;
  onChoose: () => void;
  onChooseFolder: () => void;
}) {
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const off = props.busy || !connected;
  return (
    <div className={`${css.drop} ${props.over ? css.over : ''}`}>
      <b>{props.over ? t('intake:dropHere') : t('intake:drop')}</b>
      <p className="small sub">{t('intake:dropDetail')}</p>
      <div className={css.acts}>
        <Act tone="primary" icon="file" combo="KeyF" disabled={off} onClick={props.onChoose}>
          {t('intake:choose')}
        </Act>
        <Act icon="folder" combo="Shift+KeyF" disabled={off} onClick={props.onChooseFolder}>
          {t('intake:chooseFolder')}
        </Act>
      </div>
      {connected ? null : <span className="small warn-t">{t('connection.actsOff')}</span>}
    </div>
  );
}

const MARKS: Readonly<Record<FileOutcome, readonly [icon: IconName, tone: string]>> = {
  taken: ['check', 'ok-m'],
  repeated: ['cycle', 'muted'],
  set_aside: ['alert', 'warn-m'],
  failed: ['wifiOff', 'bad-m'],
};
const OUTCOMES = ['taken', 'repeated', 'set_aside', 'failed'] as const;

export function RunPane(props: { run: ImportRun; onAgain: (files: readonly File[]) => void }) {
  const { t } = useT();
  const { run } = props;
  const rest = run.phase === 'done' ? unsentFiles() : [];
  return (
    <section className={css.run} aria-label={t('intake:run.label')}>
      <div className={css.runHead}>
        <Progress run={run} />
        <p className={css.counts} role="status">
          {OUTCOMES.filter((one) => run.counts[one] > 0).map((one) => (
            <span key={one}>
              <Icon name={MARKS[one][0]} size={14} className={MARKS[one][1]} />
              {t(`intake:run.${one}`, { count: run.counts[one] })}
            </span>
          ))}
          {run.phase === 'done' ? (
            <span className="muted">{t(run.stopped ? 'intake:run.stopped' : 'intake:run.done')}</span>
          ) : null}
        </p>
        {run.phase === 'done' ? (
          <div className={css.acts}>
            {rest.length === 0 ? null : (
              <Act size="sm" icon="cycle" onClick={() => props.onAgain(rest)}>
                {t('intake:run.again')}
              </Act>
            )}
            <Act size="sm" tone="quiet" onClick={closeImport}>
              {t('intake:run.clear')}
            </Act>
          </div>
        ) : null}
      </div>
      <ul
        className={css.results}
        aria-label={t('intake:run.results')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
        tabIndex={0}
      >
        {run.files.map((file) => (
          <Result key={file.key} file={file} />
        ))}
      </ul>
    </section>
  );
}

function Progress({ run }: { readonly run: ImportRun }) {
  const { t } = useT();
  const done = OUTCOMES.reduce((sum, one) => sum + run.counts[one], 0);
  const share = (part: number): string => `${run.total === 0 ? 0 : (part / run.total) * 100}%`;
  const { counts } = run;
  return (
    <div className={css.progress}>
      <span
        className={`bar ${css.bar}`}
        role="progressbar"
        aria-label={t('intake:run.progress')}
        aria-valuemin={0}
        aria-valuemax={run.total}
        aria-valuenow={done}
      >
        <i className={css.ok} style={{ width: share(counts.taken) }} />
        <i className={css.again} style={{ width: share(counts.repeated) }} />
        <i className={css.aside} style={{ width: share(counts.set_aside) }} />
        <i className={css.bad} style={{ width: share(counts.failed) }} />
      </span>
      <span className="nowrap num">
        <b>{number(done)}</b> / {number(run.total)}
      </span>
      {run.phase === 'running' || run.phase === 'stopping' ? (
        <Act size="sm" icon="stop" combo="Escape" busy={run.phase === 'stopping'} onClick={stopImport}>
          {t(run.phase === 'stopping' ? 'intake:run.stopping' : 'intake:run.stop')}
        </Act>
      ) : null}
    </div>
  );
}

function Result({ file }: { readonly file: ImportedFile }) {
  const { t, locale } = useT();
  const errorText = useErrorText();
  const { result } = file;
  const [icon, tone] = MARKS[result?.outcome ?? 'failed'];
  const reason = result?.reason ?? null;
  const told = reason === null ? null : reasonWords(reason, locale);
  return (
    <li>
      <Icon name={icon} className={tone} />
      <div>
        <p className="clip strong" title={file.name}>
          {file.name}
        </p>
        {result === null ? <p className="small bad-t">{errorText(file.error)}</p> : null}
        {result !== null && result.applicationId !== null && result.number !== null ? (
          <p className="small">
            {result.outcome === 'repeated' ? `${t('intake:state.repeated')} · ` : ''}
            <a href={hrefOf({ name: 'application', id: result.applicationId, tab: null })}>
              {t(result.kind === 'answer' ? 'intake:run.answered' : 'intake:run.number', {
                number: result.number,
              })}
            </a>
          </p>
        ) : null}
        {told === null ? null : (
          <>
            <p className="small">{told.why}</p>
            <p className="small sub">{told.todo}</p>
            {result?.place == null ? null : <p className="small muted num">{result.place}</p>}
          </>
        )}
      </div>
    </li>
  );
}
