/**
 * A paper beside the data: what the clerk relies on must be looked at. One that came with a portal's request is judged here too, once
 * every page of it was on the screen.
 */
import { useReducer, useState } from 'react';
import { everyPageSeen } from '../../domain/review.ts';
import type { Scan } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { BrokenScan } from '../review/stage/BrokenScan.tsx';
import { reduceView, START_VIEW } from '../review/stage/geometry.ts';
import { Stage } from '../review/stage/Stage.tsx';
import { scans as store, useScans } from '../review/stage/scans.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { EmptyState, ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { useJudging, useScansOf } from './data.ts';
import css from './links.module.css';

export function Certificate(props: {
  scan: { readonly applicationId: string; readonly scanId: string };
  title: string;
  /** Where the paper may be judged now: the application's version, and what follows; null: it is only looked at. */
  judge: { readonly version: number; readonly onValid: () => void } | null;
}) {
  const { t } = useT();
  useScans();
  const { applicationId, scanId } = props.scan;
  const scans = useScansOf(applicationId);
  const [view, dispatch] = useReducer(reduceView, START_VIEW);
  const [page, setPage] = useState(1);
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set([1]));
  const scan = scans.data?.find((one) => one.id === scanId);
  if (scans.isError) return <ErrorState error={scans.error} onRetry={() => void scans.refetch()} />;
  if (scans.isPending) return <SkeletonRows rows={6} height={40} />;
  if (scan === undefined) return <EmptyState icon="file" title={t('review:stage.none')} />;
  const pages = store.state(scan).pageCount ?? scan.pageCount ?? 1;
  const shown = Math.min(page, pages);
  const turnTo = (next: number): void => {
    setPage(next);
    setSeen(new Set([...seen, next]));
  };
  return (
    <div className={css.certificate}>
      <div className={css.certificateHead}>
        <span className="strong clip grow">{props.title}</span>
        <span className="small muted num">{t('links:page', { page: shown, pages })}</span>
        <IconAct
          icon="chevronLeft"
          label={t('links:previousPage')}
          disabled={shown <= 1}
          onClick={() => turnTo(shown - 1)}
        />
        <IconAct
          icon="chevronRight"
          label={t('links:nextPage')}
          disabled={shown >= pages}
          onClick={() => turnTo(shown + 1)}
        />
        <IconAct
          icon="rotateRight"
          label={t('links:turn')}
          onClick={() => dispatch({ type: 'turn', by: 90 })}
        />
        {props.judge === null || scan.verdict?.verdict === 'valid' ? null : (
          <Judge scan={scan} applicationId={applicationId} {...props.judge} seen={seen.size} pages={pages} />
        )}
      </div>
      <Stage
        scan={scan}
        page={shown}
        view={view}
        dispatch={dispatch}
        label={t('review:stage.picture', { document: props.title, page: shown })}
        waiting={t('review:stage.loading')}
        broken={(code) => (
          <BrokenScan
            code={code}
            fileName={scan.fileName}
            onRetry={() => store.retry(scan)}
            onMarkInvalid={null}
          />
        )}
      />
    </div>
  );
}

/** «Жарамды» of a paper nobody else reviews. What is wrong with one is the reason the request is refused with. */
function Judge(props: {
  scan: Scan;
  applicationId: string;
  version: number;
  seen: number;
  pages: number;
  onValid: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const judging = useJudging(props.applicationId);
  const ready = everyPageSeen(props.seen, props.pages);
  if (judging.error !== null) return <Inline onClose={judging.reset}>{errorText(judging.error)}</Inline>;
  return (
    <Act
      size="sm"
      tone="good"
      icon="check"
      busy={judging.isPending}
      disabled={!ready}
      label={ready ? t('links:request.judge') : t('links:request.judgeAll')}
      onClick={() =>
        judging.mutate(
          {
            scanId: props.scan.id,
            expectedVersion: props.version,
            verdict: 'valid',
            checks: Object.fromEntries(props.scan.applicableChecks.map((code) => [code, true])),
            issuedOn: null,
            reason: null,
            note: null,
            pagesSeen: props.seen,
            answeredAtOnce: true,
          },
          { onSuccess: props.onValid },
        )
      }
    >
      {t('links:request.judge')}
    </Act>
  );
}
