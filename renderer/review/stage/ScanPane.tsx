import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { useT } from '../../i18n.ts';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { EmptyState } from '../../ui/States.tsx';
import { BrokenScan } from './BrokenScan.tsx';
import { reduceView, START_VIEW } from './geometry.ts';
import { Stage, type StageHandle } from './Stage.tsx';
import { StageToolbar } from './StageToolbar.tsx';
import { rememberStageWidth, scans as store, useScans } from './scans.ts';
import css from './stage.module.css';
import { pagesOf, type StageScan, Thumbnails } from './Thumbnails.tsx';
import { SOON } from './task-queue.ts';

export type PaneScan = StageScan & { readonly fullName: string; readonly fileName: string };
/** Which scan, by its place in the list, and which page of it. */
export type Place = { readonly index: number; readonly page: number };

type ScanPaneProps = {
  readonly scans: readonly PaneScan[];
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  /** Pages seen and pages in all, of the whole application. */
  readonly seen: {
    readonly pages: number;
    readonly of: number;
    readonly has?: (scanId: string, page: number) => boolean;
  };
  readonly onShown: (scanId: string, page: number) => void;
  readonly onMarkInvalid: ((scanId: string) => void) | null;
  /** Whether the comparison opens with the pane, and with which scan. */
  readonly compareWith?: number;
  /** Keys are off while a dialog or another pane has them. */
  readonly keys?: boolean;
};

/** Toolbar, rail of pages and one stage, or two that zoom and turn together. */
export function ScanPane(props: ScanPaneProps) {
  const { t } = useT();
  const { scans, place, onPlace } = props;
  const opened = useScans();
  const [view, dispatch] = useReducer(reduceView, START_VIEW);
  const [scale, setScale] = useState(1);
  const [other, setOther] = useState<Place | null>(
    props.compareWith === undefined ? null : { index: props.compareWith, page: 1 },
  );
  const left = useRef<StageHandle>(null);
  const right = useRef<StageHandle>(null);
  const scan = scans[place.index];
  const second = other === null ? undefined : scans[other.index];
  const pages = scan === undefined ? 0 : pagesOf(scan, opened.state(scan).pageCount);

  const onScale = useCallback(
    (seen: number, width: number) => {
      setScale(seen);
      rememberStageWidth(width);
      for (const each of scans) store.wantAll(each, width, SOON);
    },
    [scans],
  );
  // A turned or contrasted page is a look at that page: the next document begins upright.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scan is the trigger
  useEffect(() => dispatch({ type: 'upright' }), [scan?.id]);

  const goDocument = (by: 1 | -1): boolean => {
    const index = place.index + by;
    if (scans[index] === undefined) return false;
    onPlace({ index, page: 1 });
    return true;
  };
  const goPage = (page: number): boolean => {
    if (page < 1 || page > pages) return false;
    onPlace({ ...place, page });
    return true;
  };
  const compare = (): void => {
    const index = place.index + 1 < scans.length ? place.index + 1 : place.index - 1;
    setOther(other === null && index >= 0 ? { index, page: 1 } : null);
  };
  useStageKeys({
    enabled: props.keys !== false && scan !== undefined,
    scale,
    dispatch,
    goDocument,
    goPage: (by) => goPage(place.page + by),
    compare: scans.length > 1 ? compare : null,
  });

  if (scan === undefined) {
    return (
      <section className={css.pane} aria-label={t('review:stage.label')}>
        <EmptyState icon="file" title={t('review:stage.none')}>
          {t('review:stage.noneDetail')}
        </EmptyState>
      </section>
    );
  }
  const stage = (which: PaneScan, at: Place, mine: typeof left, theirs: typeof left, label: string) => (
    <Stage
      ref={mine}
      scan={which}
      page={at.page}
      view={view}
      dispatch={dispatch}
      label={t('review:stage.picture', { document: label, page: at.page })}
      waiting={t('review:stage.loading')}
      onShown={props.onShown === undefined ? undefined : (_, page) => props.onShown(which.id, page)}
      onScale={mine === left ? onScale : undefined}
      onScrolled={(fx, fy) => theirs.current?.scrollToPart(fx, fy)}
      broken={(code) => (
        <BrokenScan
          code={code}
          fileName={which.fileName}
          onRetry={() => store.retry(which)}
          onMarkInvalid={
            props.onMarkInvalid === null || mine !== left ? null : () => props.onMarkInvalid?.(which.id)
          }
        />
      )}
    />
  );
  return (
    <section className={css.pane} style={{ flex: 1 }} aria-label={t('review:stage.label')}>
      <StageToolbar
        name={scan.name}
        fullName={scan.fullName}
        position={t('review:stage.documentOf', { at: place.index + 1, of: scans.length })}
        page={place.page}
        pages={pages}
        onPage={goPage}
        view={view}
        scale={scale}
        dispatch={dispatch}
        comparing={second !== undefined}
        onCompare={scans.length > 1 ? compare : null}
      />
      <div className={`${css.body}${second === undefined ? '' : ` ${css.pair}`}`}>
        <Thumbnails
          scans={scans}
          current={place}
          onPick={(index, page) => onPlace({ index, page })}
          seen={props.seen.pages}
          total={props.seen.of}
          isSeen={props.seen.has}
        />
        <div className={css.stages}>
          {second === undefined ? null : (
            <div className={css.stageHead}>
              <b className="strong clip">{scan.name}</b>
            </div>
          )}
          {stage(scan, place, left, right, scan.fullName)}
        </div>
        {second === undefined || other === null ? null : (
          <div className={css.stages}>
            <SecondHead
              scans={scans}
              other={other}
              onOther={setOther}
              pages={pagesOf(second, opened.state(second).pageCount)}
            />
            {stage(second, other, right, left, second.fullName)}
          </div>
        )}
      </div>
    </section>
  );
}

/** Picks the document and page of the second stage. */
function SecondHead(props: {
  scans: readonly PaneScan[];
  other: Place;
  pages: number;
  onOther: (place: Place | null) => void;
}) {
  const { t } = useT();
  const { scans, other, pages, onOther } = props;
  return (
    <div className={css.stageHead}>
      <span className={`input sm ${css.pick}`}>
        <select
          aria-label={t('review:stage.compareWith')}
          value={other.index}
          onChange={(event) => onOther({ index: Number(event.target.value), page: 1 })}
        >
          {scans.map((each, index) => (
            <option key={each.id} value={index}>
              {each.fullName}
            </option>
          ))}
        </select>
      </span>
      <span className="gap" />
      <PageStep page={other.page} pages={pages} onPage={(page) => onOther({ ...other, page })} />
    </div>
  );
}

function PageStep(props: { page: number; pages: number; onPage: (page: number) => void }) {
  const { t } = useT();
  const { page, pages } = props;
  if (pages <= 1) {
    return null;
  }
  const step = (by: 1 | -1, label: string, sign: string) => (
    <button
      type="button"
      className={css.tool}
      aria-label={label}
      disabled={page + by < 1 || page + by > pages}
      onClick={() => props.onPage(page + by)}
    >
      {sign}
    </button>
  );
  return (
    <span className={css.group}>
      {step(-1, t('review:stage.previousPage'), '‹')}
      <span className={css.pages}>{t('review:stage.pageOf', { at: page, of: pages })}</span>
      {step(1, t('review:stage.nextPage'), '›')}
    </span>
  );
}

function useStageKeys(on: {
  enabled: boolean;
  scale: number;
  dispatch: (action: Parameters<typeof reduceView>[1]) => void;
  goDocument: (by: 1 | -1) => boolean;
  goPage: (by: 1 | -1) => boolean;
  compare: (() => void) | null;
}): void {
  const { t } = useT();
  const { dispatch, scale } = on;
  const zoom = (by: 1 | -1) => dispatch({ type: 'step', by, from: scale });
  useHotkeys(
    t('review:keys.stage'),
    [
      { combo: 'KeyN', label: t('review:stage.nextDocument'), run: () => on.goDocument(1) },
      { combo: 'KeyP', label: t('review:stage.previousDocument'), run: () => on.goDocument(-1) },
      { combo: 'PageDown', label: t('review:stage.nextPage'), repeat: true, run: () => on.goPage(1) },
      { combo: 'PageUp', label: t('review:stage.previousPage'), repeat: true, run: () => on.goPage(-1) },
      { combo: 'Equal', label: t('review:stage.zoomIn'), repeat: true, run: () => zoom(1) },
      { combo: 'Shift+Equal', repeat: true, run: () => zoom(1) },
      { combo: 'NumpadAdd', repeat: true, run: () => zoom(1) },
      { combo: 'Minus', label: t('review:stage.zoomOut'), repeat: true, run: () => zoom(-1) },
      { combo: 'NumpadSubtract', repeat: true, run: () => zoom(-1) },
      { combo: 'Digit0', label: t('review:stage.natural'), run: () => dispatch({ type: 'natural' }) },
      { combo: 'Numpad0', run: () => dispatch({ type: 'natural' }) },
      {
        combo: 'KeyW',
        label: t('review:stage.fitWidth'),
        run: () => dispatch({ type: 'mode', mode: 'width' }),
      },
      {
        combo: 'KeyF',
        label: t('review:stage.fitPage'),
        run: () => dispatch({ type: 'mode', mode: 'page' }),
      },
      {
        combo: 'BracketLeft',
        label: t('review:stage.rotateLeft'),
        run: () => dispatch({ type: 'turn', by: -90 }),
      },
      {
        combo: 'BracketRight',
        label: t('review:stage.rotateRight'),
        run: () => dispatch({ type: 'turn', by: 90 }),
      },
      { combo: 'KeyB', label: t('review:stage.clarity'), run: () => dispatch({ type: 'clarity' }) },
      {
        combo: 'KeyD',
        label: t('review:stage.compare'),
        enabled: on.compare !== null,
        run: () => on.compare?.(),
      },
    ],
    { enabled: on.enabled },
  );
}
