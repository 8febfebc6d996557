import type { Faces } from './fonts.ts';
import { type Mark, type Matrix, multiply, type Page } from './sketch.ts';

/** Where a point of the page lands on the picture, in pixels. */
export type Projection = (x: number, y: number) => readonly [number, number];

/** SVG coordinates are tenths of a pixel written as whole numbers: short text, quick to write and to read. */
export const TENTHS = 10;

/**
 * The marks of a page as SVG paths, projected point by point (so that a photographed page can stand in perspective).
 * Neighbouring marks of one look become one path. `scale` is pixels per point, for line widths.
 */
export function outlinePage(page: Page, projection: Projection, scale: number, faces: Faces): string {
  const out: string[] = [];
  let look = '';
  let data: string[] = [];
  const flush = () => {
    if (data.length > 0) {
      out.push(`<path ${look} d="${data.join('')}"/>`);
    }
    data = [];
  };
  for (const mark of page.marks) {
    const its = lookOf(mark, scale);
    // Translucent marks stay apart, or an overlap inside one path would not darken.
    if (its !== look || mark.opacity < 1) {
      flush();
      look = its;
    }
    addMark(data, mark, projection, faces);
  }
  flush();
  return out.join('');
}

function lookOf(mark: Mark, scale: number): string {
  // Not the attribute "opacity": that would make a layer of the whole picture for each mark.
  const opacity = mark.opacity < 1 ? ` fill-opacity="${mark.opacity}" stroke-opacity="${mark.opacity}"` : '';
  if (mark.kind === 'text') {
    return `fill="${mark.color}"${opacity}`;
  }
  const [a, b, c, d] = mark.matrix;
  const width = Math.max(4, mark.width * scale * TENTHS * Math.sqrt(Math.abs(a * d - b * c)));
  const stroke =
    mark.stroke === null
      ? ''
      : ` stroke="${mark.stroke}" stroke-width="${width.toFixed(0)}" stroke-linecap="round" stroke-linejoin="round"`;
  return `fill="${mark.fill ?? 'none'}"${stroke}${opacity}`;
}

function addMark(data: string[], mark: Mark, projection: Projection, faces: Faces): void {
  if (mark.kind === 'path') {
    addPath(data, mark.data, mark.matrix, projection);
    return;
  }
  const face = faces[mark.font];
  const em = mark.size / 1000;
  let x = 0;
  for (const letter of mark.text) {
    const glyph = face.glyph(letter);
    if (glyph.outline.length > 0) {
      addPath(data, glyph.outline, multiply(mark.matrix, [em, 0, 0, -em, x, 0]), projection);
    }
    x += glyph.advance * em + mark.tracking;
  }
}

const OPS = ['M', 'L', 'C', 'Z'] as const;
const POINTS = [1, 1, 3, 0] as const;

function addPath(out: string[], data: readonly number[], matrix: Matrix, projection: Projection): void {
  const [a, b, c, d, e, f] = matrix;
  let text = '';
  for (let i = 0; i < data.length; ) {
    const op = data[i] ?? 3;
    text += OPS[op] ?? '';
    i += 1;
    for (let n = POINTS[op] ?? 0; n > 0; n -= 1) {
      const x = data[i] ?? 0;
      const y = data[i + 1] ?? 0;
      const [px, py] = projection(a * x + c * y + e, b * x + d * y + f);
      text += `${Math.round(px * TENTHS)} ${Math.round(py * TENTHS)} `;
      i += 2;
    }
  }
  out.push(text);
}

/** A page laid flat: turned by `degrees` around its middle and moved. */
export function flatProjection(
  page: Page,
  scale: number,
  degrees: number,
  dx: number,
  dy: number,
): Projection {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const cx = page.width / 2;
  const cy = page.height / 2;
  return (x, y) => [
    cos * (x - cx) - sin * (y - cy) + cx * scale + dx,
    sin * (x - cx) + cos * (y - cy) + cy * scale + dy,
  ];
}

/**
 * A page seen by a camera: its corners (top left, top right, bottom right, bottom left) land on the four given
 * points, by the plane homography of the unit square (Heckbert 1989).
 */
export function cameraProjection(page: Page, corners: readonly (readonly [number, number])[]): Projection {
  const [p0 = [0, 0], p1 = [1, 0], p2 = [1, 1], p3 = [0, 1]] = corners;
  const sx = p0[0] - p1[0] + p2[0] - p3[0];
  const sy = p0[1] - p1[1] + p2[1] - p3[1];
  const dx1 = p1[0] - p2[0];
  const dy1 = p1[1] - p2[1];
  const dx2 = p3[0] - p2[0];
  const dy2 = p3[1] - p2[1];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const a = p1[0] - p0[0] + g * p1[0];
  const b = p3[0] - p0[0] + h * p3[0];
  const d = p1[1] - p0[1] + g * p1[1];
  const e = p3[1] - p0[1] + h * p3[1];
  return (x, y) => {
    const u = x / page.width;
    const v = y / page.height;
    const w = g * u + h * v + 1;
    return [(a * u + b * v + p0[0]) / w, (d * u + e * v + p0[1]) / w];
  };
}
