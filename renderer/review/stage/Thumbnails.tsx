import { useEffect, useLayoutEffect, useRef } from 'react';
import { useT } from '../../i18n.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import type { ScanRef } from './scan-store.ts';
import { useScans } from './scans.ts';
import css from './stage.module.css';

export type ScanMark = 'valid' | 'invalid' | 'later' | null;
/** A document of the application as the stage needs it. */
export type StageScan = ScanRef & {
  /** Short name of the document's kind. */
  readonly name: string;
  /** Pages as the back end counted them; null when it could not open the file. */
  readonly pageCount: number | null;
  readonly mark: ScanMark;
};

const MARKS = { valid: 'check', invalid: 'x', later: 'later' } as const satisfies Record<string, IconName>;

/** Pages of a scan: as opened here, else as the back end counted, else one. */
export function pagesOf(scan: StageScan, opened: number | null): number {
  return opened ?? scan.pageCount ?? 1;
}

type ThumbnailsProps = {
  readonly scans: readonly StageScan[];
  readonly current: { readonly index: number; readonly page: number };
  readonly onPick: (index: number, page: number) => void;
  readonly seen: number;
  readonly total: number;
  /** Which pages were looked at; where it is not given no page asks to be. */
  readonly isSeen?: ((scanId: string, page: number) => boolean) | undefined;
};

/** The rail of all documents and their pages, 104 wide, with the verdicts' marks and the count of pages seen. */
export function Thumbnails({ scans, current, onPick, seen, total, isSeen }: ThumbnailsProps) {
  const { t } = useT();
  const store = useScans();
  return (
    <nav className={css.thumbs} aria-label={t('review:stage.rail')}>
      <div className={css.thumbList}>
        {scans.flatMap((scan, index) => {
          const pages = pagesOf(scan, store.state(scan).pageCount);
          return Array.from({ length: pages }, (_, i) => i + 1).map((page) => (
            <Thumbnail
              key={`${scan.id}:${page}`}
              scan={scan}
              page={page}
              label={pages === 1 ? scan.name : t('review:stage.thumb', { document: scan.name, page })}
              current={index === current.index && page === current.page}
              seen={isSeen?.(scan.id, page) !== false}
              onPick={() => onPick(index, page)}
            />
          ));
        })}
      </div>
      <p
        className={css.seen}
        data-all={seen >= total && total > 0}
        role="status"
        aria-label={t('review:stage.seenLabel', { seen, of: total })}
      >
        <Icon name="eye" size={14} />
        {t('review:stage.seen', { seen, of: total })}
      </p>
    </nav>
  );
}

function Thumbnail(props: {
  scan: StageScan;
  page: number;
  label: string;
  current: boolean;
  seen: boolean;
  onPick: () => void;
}) {
  const { t } = useT();
  const { scan, page, current, seen } = props;
  const store = useScans();
  const button = useRef<HTMLButtonElement>(null);
  const state = store.state(scan);
  const broken = state.error !== null || (state.pages.get(page)?.error ?? null) !== null;
  const mark = page === 1 ? scan.mark : null;
  useEffect(() => {
    if (current) {
      button.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [current]);
  return (
    <button
      ref={button}
      type="button"
      className={css.thumb}
      aria-current={current ? 'true' : undefined}
      data-seen={seen}
      aria-label={mark === null ? props.label : `${props.label}: ${t(`review:verdict.${mark}`)}`}
      onClick={props.onPick}
    >
      <span className={css.thumbPaper}>
        {broken ? <Icon name="alert" /> : <ThumbnailPicture raster={store.thumb(scan, page)} />}
        {mark === null ? null : (
          <span className={css.mark} data-verdict={mark}>
            <Icon name={MARKS[mark]} />
          </span>
        )}
      </span>
      <span className={css.thumbName}>{props.label}</span>
    </button>
  );
}

/** The page fitted into 72 × 88, its top kept: that is where a document says what it is. */
function ThumbnailPicture({ raster }: { readonly raster: ImageBitmap | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (
      raster === null ||
      element === null ||
      context === null ||
      context === undefined ||
      raster.width === 0
    ) {
      return;
    }
    element.width = 144;
    element.height = 176;
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 144, 176);
    const wide = raster.width / raster.height > 144 / 176;
    const height = wide ? raster.height : Math.min(raster.height, (raster.width * 176) / 144);
    const shownHeight = wide ? (144 * raster.height) / raster.width : (144 * height) / raster.width;
    const top = wide ? (176 - shownHeight) / 2 : 0;
    context.drawImage(raster, 0, 0, raster.width, height, 0, top, 144, shownHeight);
  }, [raster]);
  return raster === null ? (
    <Icon name="file" />
  ) : (
    <span aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
