/** Sizes of pages on the stage, in CSS pixels unless said otherwise. Pure. */
export type Size = { readonly width: number; readonly height: number };
export type Quarter = 0 | 90 | 180 | 270;
export type ZoomMode = 'width' | 'page' | 'free';

/** How a page lies on the stage; two stages in comparison share one. `scale` 1 is A4 at its printed size. */
export type View = {
  readonly mode: ZoomMode;
  /** Used when `mode` is 'free'. */
  readonly scale: number;
  readonly rotation: Quarter;
  /** Raised contrast, for pale stamps and pencil. */
  readonly clarity: boolean;
};

export type ViewAction =
  | { readonly type: 'mode'; readonly mode: 'width' | 'page' }
  | { readonly type: 'natural' }
  /** One step in or out from the scale the eye sees now. */
  | { readonly type: 'step'; readonly by: 1 | -1; readonly from: number }
  | { readonly type: 'scale'; readonly scale: number }
  | { readonly type: 'turn'; readonly by: 90 | -90 }
  | { readonly type: 'clarity' }
  | { readonly type: 'upright' };

export const START_VIEW: View = { mode: 'width', scale: 1, rotation: 0, clarity: false };

/** A4 on its long side at 96 dpi: what «100 %» means for a picture that does not say how large the paper was. */
const A4_LONG = 1123;
const STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5] as const;
const MIN_SCALE = STEPS[0];
const MAX_SCALE = 5;
/** Air left and right of a page fitted to the width; the stage of the design is 726 wide and its A4 640. */
const SIDE_AIR = 43;
const NARROW_AIR = 16;
export const STAGE_TOP_AIR = 16;

/** Widths in device pixels a page is drawn at; the next one up is taken, so that zooming rarely draws anew. */
const RASTER_WIDTHS = [640, 960, 1280, 1920, 2560, 3840] as const;

/** The next view after an act of the officer. */
export function reduceView(view: View, action: ViewAction): View {
  switch (action.type) {
    case 'mode':
      return { ...view, mode: action.mode };
    case 'natural':
      return { ...view, mode: 'free', scale: 1 };
    case 'step':
      return { ...view, mode: 'free', scale: nextStep(action.from, action.by) };
    case 'scale':
      return { ...view, mode: 'free', scale: clampScale(action.scale) };
    case 'turn':
      return { ...view, rotation: ((view.rotation + action.by + 360) % 360) as Quarter };
    case 'clarity':
      return { ...view, clarity: !view.clarity };
    case 'upright':
      return { ...view, rotation: 0, clarity: false };
  }
}

export function clampScale(scale: number): number {
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

function nextStep(from: number, by: 1 | -1): number {
  const close = 0.005;
  const steps = by === 1 ? STEPS.filter((s) => s > from + close) : STEPS.filter((s) => s < from - close);
  return (by === 1 ? steps[0] : steps.at(-1)) ?? clampScale(from);
}

/** Size at 100 % of a picture of `pixels`: as on A4, never larger than its own pixels. */
export function pictureSize(pixels: Size): Size {
  const factor = Math.min(1, A4_LONG / Math.max(pixels.width, pixels.height));
  return { width: pixels.width * factor, height: pixels.height * factor };
}

/** The size a page takes once turned. */
export function turned(size: Size, rotation: Quarter): Size {
  return rotation % 180 === 0 ? size : { width: size.height, height: size.width };
}

/** The scale a view gives on this page and this stage. */
export function scaleFor(view: View, page: Size, stage: Size): number {
  if (view.mode === 'free') {
    return view.scale;
  }
  const shown = turned(page, view.rotation);
  const air = stage.width >= 560 ? SIDE_AIR : NARROW_AIR;
  const byWidth = Math.max(120, stage.width - 2 * air) / shown.width;
  if (view.mode === 'width') {
    return clampScale(byWidth);
  }
  const byHeight = Math.max(120, stage.height - 2 * STAGE_TOP_AIR) / shown.height;
  return clampScale(Math.min(byWidth, byHeight));
}

/** Width in device pixels to draw an unturned page at, so that it is sharp at this scale. */
export function rasterWidth(page: Size, scale: number, pixelRatio: number): number {
  const needed = page.width * scale * pixelRatio;
  // Two in a hundred softer is not seen, and spares drawing at twice the size.
  return RASTER_WIDTHS.find((w) => w * 1.02 >= needed) ?? RASTER_WIDTHS[RASTER_WIDTHS.length - 1] ?? 3840;
}
