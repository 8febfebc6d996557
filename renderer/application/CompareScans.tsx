import { useReducer, useRef, useState } from 'react';
import type { Catalogue, Scan } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { BrokenScan } from '../review/stage/BrokenScan.tsx';
import { reduceView, START_VIEW } from '../review/stage/geometry.ts';
import { Stage, type StageHandle } from '../review/stage/Stage.tsx';
import { StageToolbar } from '../review/stage/StageToolbar.tsx';
import { scans as store, useScans } from '../review/stage/scans.ts';
import { EmptyState } from '../ui/States.tsx';
import css from './application.module.css';
import { kindName } from './DocumentsTab.tsx';

type Side = { readonly index: number; readonly page: number };

/** Scans of two applications on two stages that zoom and turn together. */
export function CompareScans(props: {
  mine: readonly Scan[];
  other: readonly Scan[];
  start: { readonly mine: string; readonly other: string | null } | null;
  catalogue: Catalogue;
  names: readonly [string, string];
}) {
  const { t, locale } = useT();
  useScans();
  const [view, dispatch] = useReducer(reduceView, START_VIEW);
  const [scale, setScale] = useState(1);
  const [sides, setSides] = useState<readonly [Side, Side]>(() => [
    { index: startAt(props.mine, props.start?.mine), page: 1 },
    { index: startAt(props.other, props.start?.other), page: 1 },
  ]);
  const stages = [useRef<StageHandle>(null), useRef<StageHandle>(null)] as const;
  const lists = [props.mine, props.other] as const;
  const shown = [props.mine[sides[0].index], props.other[sides[1].index]] as const;
  const pages = Math.max(...shown.map((scan) => (scan === undefined ? 1 : pageCount(scan))));
  const set = (which: 0 | 1, side: Side): void =>
    setSides((before) => (which === 0 ? [side, before[1]] : [before[0], side]));

  if (shown[0] === undefined || shown[1] === undefined) {
    return <EmptyState icon="file" title={t('review:stage.none')} />;
  }
  return (
    <div className={css.compareScans}>
      <StageToolbar
        name={kindName(props.catalogue, shown[0].documentKind, locale)}
        fullName={kindName(props.catalogue, shown[0].documentKind, locale)}
        position={null}
        page={sides[0].page}
        pages={pages}
        onPage={(page) =>
          setSides(([a, b]) => [
            { ...a, page },
            { ...b, page },
          ])
        }
        view={view}
        scale={scale}
        dispatch={dispatch}
        comparing
        onCompare={null}
      />
      <div className={css.pair}>
        {([0, 1] as const).map((which) => {
          const scan = shown[which] as Scan;
          const page = Math.min(sides[which].page, pageCount(scan));
          return (
            <div key={which} className={css.side}>
              <div className={css.sideHead}>
                <span className="small muted nowrap">{props.names[which]}</span>
                <span className={`input sm ${css.pickScan}`}>
                  <select
                    aria-label={`${t('review:stage.compareWith')}, ${props.names[which]}`}
                    value={sides[which].index}
                    onChange={(event) => set(which, { index: Number(event.target.value), page: 1 })}
                  >
                    {lists[which].map((each, index) => (
                      <option key={each.id} value={index}>
                        {kindName(props.catalogue, each.documentKind, locale)}
                      </option>
                    ))}
                  </select>
                </span>
              </div>
              <Stage
                ref={stages[which]}
                scan={scan}
                page={page}
                view={view}
                dispatch={dispatch}
                label={`${props.names[which]}: ${t('review:stage.picture', {
                  document: kindName(props.catalogue, scan.documentKind, locale),
                  page,
                })}`}
                waiting={t('review:stage.loading')}
                {...(which === 0 ? { onScale: setScale } : {})}
                onScrolled={(fx, fy) => stages[which === 0 ? 1 : 0].current?.scrollToPart(fx, fy)}
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
        })}
      </div>
    </div>
  );
}

function startAt(scans: readonly Scan[], id: string | null | undefined): number {
  return Math.max(
    0,
    scans.findIndex((scan) => scan.id === id),
  );
}

function pageCount(scan: Scan): number {
  return store.state(scan).pageCount ?? scan.pageCount ?? 1;
}
