/**
 * A page as marks (text and paths) in points, y downwards. The same marks become a vector PDF page (pdf.ts) or the
 * outlines a raster scan is drawn from (outline.ts), so that both look alike.
 */
export type FontKey = 'regular' | 'bold' | 'italic';

/** [a, b, c, d, e, f]: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** Op codes followed by their points: 0 move (x y), 1 line (x y), 2 cubic (x1 y1 x2 y2 x y), 3 close. */
export type PathData = readonly number[];

export type TextMark = {
  readonly kind: 'text';
  readonly matrix: Matrix;
  readonly font: FontKey;
  readonly size: number;
  readonly text: string;
  readonly color: string;
  readonly opacity: number;
  /** Extra space after each letter, in points. */
  readonly tracking: number;
};
export type PathMark = {
  readonly kind: 'path';
  readonly matrix: Matrix;
  readonly data: PathData;
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly width: number;
  readonly opacity: number;
};
export type Mark = TextMark | PathMark;

export type Page = { readonly width: number; readonly height: number; readonly marks: readonly Mark[] };

export type TextStyle = {
  readonly size?: number;
  readonly font?: FontKey;
  readonly color?: string;
  readonly opacity?: number;
  readonly tracking?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
};
export type PathStyle = {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly opacity?: number;
};

/** Width of a text in points at this size, without tracking. */
export type Measure = (text: string, font: FontKey, size: number) => number;

export const INK = '#23211f';
export const STAMP_BLUE = '#2a3c9e';
export const PEN_BLUE = '#1f2f8c';
export const A4 = { width: 595, height: 842 } as const;

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Draws marks onto a page, keeping a stack of transformations. */
export class Sketch {
  readonly width: number;
  readonly height: number;
  readonly #measure: Measure;
  readonly #marks: Mark[] = [];
  #matrix: Matrix = IDENTITY;

  constructor(size: { readonly width: number; readonly height: number }, measure: Measure) {
    this.width = size.width;
    this.height = size.height;
    this.#measure = measure;
  }

  page(): Page {
    return { width: this.width, height: this.height, marks: this.#marks };
  }

  /** Width of a text as it would be drawn. */
  widthOf(text: string, style: TextStyle = {}): number {
    const { font = 'regular', size = 11, tracking = 0 } = style;
    return this.#measure(text, font, size) + tracking * Math.max(0, text.length - 1);
  }

  text(x: number, y: number, text: string, style: TextStyle = {}): void {
    const { font = 'regular', size = 11, color = INK, opacity = 1, tracking = 0, anchor = 'start' } = style;
    const shift = anchor === 'start' ? 0 : this.widthOf(text, style) * (anchor === 'end' ? 1 : 0.5);
    const matrix = multiply(this.#matrix, [1, 0, 0, 1, x - shift, y]);
    this.#marks.push({ kind: 'text', matrix, font, size, text, color, opacity, tracking });
  }

  /** Writes words into lines no wider than `width`; returns the baseline of the line after the last. */
  paragraph(
    x: number,
    y: number,
    width: number,
    text: string,
    style: TextStyle & { readonly leading?: number; readonly indent?: number } = {},
  ): number {
    const leading = style.leading ?? (style.size ?? 11) * 1.45;
    let line = '';
    let left = x + (style.indent ?? 0);
    let baseline = y;
    const flush = () => {
      this.text(left, baseline, line, style);
      baseline += leading;
      left = x;
      line = '';
    };
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && left + this.widthOf(longer, style) > x + width) {
        flush();
        line = word;
      } else {
        line = longer;
      }
    }
    flush();
    return baseline;
  }

  path(data: PathData, style: PathStyle): void {
    this.#marks.push({
      kind: 'path',
      matrix: this.#matrix,
      data,
      fill: style.fill ?? null,
      stroke: style.stroke ?? null,
      width: style.width ?? 1,
      opacity: style.opacity ?? 1,
    });
  }

  line(x1: number, y1: number, x2: number, y2: number, style: PathStyle = { stroke: INK, width: 0.7 }): void {
    this.path([0, x1, y1, 1, x2, y2], style);
  }

  rect(x: number, y: number, width: number, height: number, style: PathStyle): void {
    this.path([0, x, y, 1, x + width, y, 1, x + width, y + height, 1, x, y + height, 3], style);
  }

  roundRect(x: number, y: number, w: number, h: number, r: number, style: PathStyle): void {
    const k = r * 0.45;
    this.path(
      [
        0,
        x + r,
        y,
        1,
        x + w - r,
        y,
        2,
        x + w - k,
        y,
        x + w,
        y + k,
        x + w,
        y + r,
        1,
        x + w,
        y + h - r,
        2,
        x + w,
        y + h - k,
        x + w - k,
        y + h,
        x + w - r,
        y + h,
        1,
        x + r,
        y + h,
        2,
        x + k,
        y + h,
        x,
        y + h - k,
        x,
        y + h - r,
        1,
        x,
        y + r,
        2,
        x,
        y + k,
        x + k,
        y,
        x + r,
        y,
        3,
      ],
      style,
    );
  }

  circle(x: number, y: number, r: number, style: PathStyle): void {
    const k = r * 0.5523;
    this.path(
      [
        0,
        x + r,
        y,
        2,
        x + r,
        y + k,
        x + k,
        y + r,
        x,
        y + r,
        2,
        x - k,
        y + r,
        x - r,
        y + k,
        x - r,
        y,
        2,
        x - r,
        y - k,
        x - k,
        y - r,
        x,
        y - r,
        2,
        x + k,
        y - r,
        x + r,
        y - k,
        x + r,
        y,
        3,
      ],
      style,
    );
  }

  /** Draws within a moved, turned (degrees, clockwise) and scaled frame. */
  within(x: number, y: number, degrees: number, scale: number, draw: () => void): void {
    const before = this.#matrix;
    const angle = (degrees * Math.PI) / 180;
    const cos = Math.cos(angle) * scale;
    const sin = Math.sin(angle) * scale;
    this.#matrix = multiply(before, [cos, sin, -sin, cos, x, y]);
    draw();
    this.#matrix = before;
  }
}

/** `outer` after `inner`: a point goes through `inner` first. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
