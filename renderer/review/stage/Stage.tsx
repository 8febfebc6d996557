import {
  type ReactNode,
  type Ref,
  type UIEvent,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { rasterWidth, type Size, scaleFor, turned, type View, type ViewAction } from './geometry.ts';
import { nextScanPainted } from './next-scan.ts';
import type { ScanErrorCode } from './scan-error.ts';
import type { ScanRef } from './scan-store.ts';
import { scans, useScans } from './scans.ts';
import css from './stage.module.css';
import { URGENT } from './task-queue.ts';
import { usePan } from './use-pan.ts';
import { useSize } from './use-size.ts';
import { useWheelZoom } from './use-wheel-zoom.ts';

/** Until a page has told its size it is taken for A4. */
const A4: Size = { width: 794, height: 1123 };

export type StageHandle = {
  /** Scrolls to the same part of the page as another stage. */
  scrollToPart(fx: number, fy: number): void;
  focus(): void;
};

type StageProps = {
  readonly scan: ScanRef;
  readonly page: number;
  readonly view: View;
  readonly dispatch: (action: ViewAction) => void;
  /** Names the picture for those who do not see it. */
  readonly label: string;
  /** Told once a page is painted. */
  readonly onShown?: (scan: ScanRef, page: number) => void;
  /** The scale the eye sees, and the raster width that goes with it. */
  readonly onScale?: (scale: number, width: number) => void;
  readonly onScrolled?: (fx: number, fy: number) => void;
  readonly broken: (code: ScanErrorCode) => ReactNode;
  readonly waiting: string;
  readonly ref?: Ref<StageHandle>;
};

/** One page of one scan: fitted, zoomed, turned, dragged. Draws only what the store has; asks it for what is missing. */
export function Stage(props: StageProps) {
  const { scan, page, view, dispatch, onShown, onScale } = props;
  const scroller = useRef<HTMLElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const store = useScans();
  const stage = useSize(scroller);
  const state = store.state(scan);
  const size = state.pages.get(page)?.size ?? A4;
  const error = state.error ?? state.pages.get(page)?.error ?? null;
  const scale = stage === null ? 1 : scaleFor(view, size, stage);
  const width = rasterWidth(size, scale, window.devicePixelRatio);
  const drawn = stage === null ? null : store.best(scan, page, width);
  const shown = turned({ width: size.width * scale, height: size.height * scale }, view.rotation);
  const pan = usePan(scroller);
  useWheelZoom(scroller, sheet, scale, (wanted) => dispatch({ type: 'scale', scale: wanted }));
  const syncing = useHandle(props.ref, scroller);

  useEffect(() => {
    if (stage !== null && error === null) {
      scans.want(scan, page, width, URGENT);
    }
  }, [scan, page, width, stage, error]);

  useEffect(() => {
    if (stage !== null) {
      onScale?.(scale, width);
    }
  }, [scale, width, stage, onScale]);

  // Another page begins at its top; a zoom or a turn keeps the place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is the trigger
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [scan.id, page]);

  const onScroll = (event: UIEvent<HTMLElement>): void => {
    if (syncing.current) {
      syncing.current = false;
      return;
    }
    const e = event.currentTarget;
    props.onScrolled?.(
      part(e.scrollLeft, e.scrollWidth - e.clientWidth),
      part(e.scrollTop, e.scrollHeight - e.clientHeight),
    );
  };

  if (error !== null) {
    return (
      <section ref={scroller} className={css.scroller} aria-label={props.label}>
        {props.broken(error)}
      </section>
    );
  }
  const movable = stage !== null && (shown.width > stage.width || shown.height + 32 > stage.height);
  return (
    <section
      ref={scroller}
      className={css.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
      aria-label={props.label}
      data-pan={pan.panning ? 'now' : movable ? 'can' : 'no'}
      onScroll={onScroll}
      onPointerDown={pan.onPointerDown}
      onPointerMove={pan.onPointerMove}
      onPointerUp={pan.onPointerUp}
      onPointerCancel={pan.onPointerCancel}
    >
      <div
        ref={sheet}
        className={`${css.sheet}${view.clarity ? ` ${css.clear}` : ''}`}
        style={{ width: Math.round(shown.width), height: Math.round(shown.height) }}
      >
        {drawn === null ? (
          <div className={css.waiting}>
            <span className="spin" role="status" aria-label={props.waiting} />
          </div>
        ) : (
          <Paper
            drawn={drawn}
            size={{ width: size.width * scale, height: size.height * scale }}
            rotation={view.rotation}
            label={props.label}
            onPainted={() => onShown?.(scan, page)}
            identity={`${scan.id}:${page}`}
          />
        )}
      </div>
    </section>
  );
}

type PaperProps = {
  readonly drawn: ImageBitmap;
  readonly size: Size;
  readonly rotation: number;
  readonly label: string;
  /** Which page it is; a sharper drawing of the same page is not a new one. */
  readonly identity: string;
  readonly onPainted: () => void;
};

/** The drawing itself, copied to its own canvas before the frame is painted: the store may let its copy go. */
function Paper({ drawn, size, rotation, label, identity, onPainted }: PaperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<string | null>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || drawn.width === 0) {
      return;
    }
    element.width = drawn.width;
    element.height = drawn.height;
    element.getContext('2d', { alpha: false })?.drawImage(drawn, 0, 0);
    // Before the frame that will show it; what the screen does about a page seen can wait until after.
    nextScanPainted();
  }, [drawn]);
  useEffect(() => {
    if (painted.current !== identity) {
      painted.current = identity;
      onPainted();
    }
  });
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{
        width: Math.round(size.width),
        height: Math.round(size.height),
        transform: `translate(-50%, -50%) rotate(${rotation}deg)`,
      }}
    />
  );
}

function useHandle(ref: Ref<StageHandle> | undefined, scroller: { readonly current: HTMLElement | null }) {
  const syncing = useRef(false);
  useImperativeHandle(
    ref,
    () => ({
      scrollToPart: (fx, fy) => {
        const e = scroller.current;
        if (e !== null) {
          const left = fx * (e.scrollWidth - e.clientWidth);
          const top = fy * (e.scrollHeight - e.clientHeight);
          syncing.current = Math.abs(left - e.scrollLeft) >= 1 || Math.abs(top - e.scrollTop) >= 1;
          e.scrollTo(left, top);
        }
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
    }),
    [scroller],
  );
  return syncing;
}

function part(at: number, of: number): number {
  return of <= 0 ? 0 : at / of;
}
