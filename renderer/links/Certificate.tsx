/** The birth certificate beside the data, while the registry is silent: what the clerk relies on must be looked at. */
import { useReducer, useState } from 'react';
import type { FamilyCard } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { BrokenScan } from '../review/stage/BrokenScan.tsx';
import { reduceView, START_VIEW } from '../review/stage/geometry.ts';
import { Stage } from '../review/stage/Stage.tsx';
import { scans as store, useScans } from '../review/stage/scans.ts';
import { IconAct } from '../ui/Act.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useScansOf } from './data.ts';
import css from './links.module.css';

export function Certificate(props: { certificate: FamilyCard['certificates'][number] }) {
  const { t } = useT();
  useScans();
  const { applicationId, scanId } = props.certificate;
  const scans = useScansOf(applicationId);
  const [view, dispatch] = useReducer(reduceView, START_VIEW);
  const [page, setPage] = useState(1);
  const scan = scans.data?.find((one) => one.id === scanId);
  if (scans.isError) return <ErrorState error={scans.error} onRetry={() => void scans.refetch()} />;
  if (scans.isPending) return <SkeletonRows rows={6} height={40} />;
  if (scan === undefined) return <EmptyState icon="file" title={t('review:stage.none')} />;
  const pages = store.state(scan).pageCount ?? scan.pageCount ?? 1;
  const shown = Math.min(page, pages);
  return (
    <div className={css.certificate}>
      <div className={css.certificateHead}>
        <span className="strong clip grow">{t('links:certificate')}</span>
        <span className="small muted num">{t('links:page', { page: shown, pages })}</span>
        <IconAct
          icon="chevronLeft"
          label={t('links:previousPage')}
          disabled={shown <= 1}
          onClick={() => setPage(shown - 1)}
        />
        <IconAct
          icon="chevronRight"
          label={t('links:nextPage')}
          disabled={shown >= pages}
          onClick={() => setPage(shown + 1)}
        />
        <IconAct
          icon="rotateRight"
          label={t('links:turn')}
          onClick={() => dispatch({ type: 'turn', by: 90 })}
        />
      </div>
      <Stage
        scan={scan}
        page={shown}
        view={view}
        dispatch={dispatch}
        label={t('review:stage.picture', { document: t('links:certificate'), page: shown })}
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
