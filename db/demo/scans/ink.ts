import type { Random } from '../random.ts';
import { type PathData, PEN_BLUE, type Sketch, STAMP_BLUE } from './sketch.ts';

/** Pen and stamp: signatures, handwritten figures and seals, drawn from curves so that no two are alike. */
type Point = readonly [number, number];

/** A signature about `width` points wide, starting at (x, y) on its line. */
export function signature(sketch: Sketch, random: Random, x: number, y: number, width = 84): void {
  const height = random.int(17, 27);
  const slant = random.int(18, 42) / 100;
  const points = signaturePoints(random);
  const placed = points.map(([px, py]): Point => [x + px * width - py * height * slant, y + py * height]);
  sketch.path(smooth(placed), { stroke: PEN_BLUE, width: 1.1 + random.next() * 0.5, opacity: 0.93 });
  if (random.chance(0.45)) {
    const from: Point = [x + 0.1 * width, y - 0.35 * height];
    const to: Point = [x + (0.85 + random.next() * 0.3) * width, y - (0.45 + random.next() * 0.4) * height];
    const bend: Point = [x + 0.5 * width, y - 0.3 * height];
    sketch.path(smooth([from, bend, to]), { stroke: PEN_BLUE, width: 1.1, opacity: 0.93 });
  }
}

/** Ways to begin a signature, in units of its width and height: a capital, a loop, an arch, a hook. */
const CAPITALS: readonly (readonly number[])[] = [
  [0, -0.1, 0.07, -0.95, 0.16, -1.15, 0.12, -0.2, 0.05, 0.22, 0.16, 0.05, 0.24, -0.75],
  [0.22, -0.95, 0.1, -1.1, 0.0, -0.6, 0.06, -0.05, 0.2, -0.1, 0.26, -0.5],
  [0.02, 0.1, 0.06, -0.9, 0.13, -0.2, 0.2, -1.05, 0.24, 0.05, 0.27, -0.3],
  [0.12, -1.1, 0.04, -0.3, 0.08, 0.08, 0.2, -0.55, 0.1, -0.7, 0.02, -0.5, 0.24, -0.25],
  [0.0, -0.75, 0.2, -1.1, 0.28, -0.7, 0.08, -0.5, 0.25, -0.35, 0.18, 0.1, 0.04, 0.02, 0.28, -0.2],
  [0.15, 0.25, 0.2, -0.5, 0.12, -1.15, 0.02, -0.8, 0.16, -0.45, 0.3, -0.6],
];

/** A capital, a row of narrowing humps (loops, arches or points), a tail. */
function signaturePoints(random: Random): Point[] {
  const w = (value: number, by = 0.06) => value + (random.next() - 0.5) * by;
  const points: Point[] = [];
  const capital = random.pick(CAPITALS);
  for (let i = 0; i + 1 < capital.length; i += 2) {
    points.push([w(capital[i] ?? 0), w(capital[i + 1] ?? 0, 0.16)]);
  }
  const humps = random.int(2, 7);
  const style = random.pick(['loop', 'arch', 'point'] as const);
  const step = (0.35 + random.next() * 0.3) / humps;
  let left = 0.3;
  for (let i = 0; i < humps; i += 1) {
    const tall = Math.max(0.12, (0.6 - i * 0.07) * (0.35 + random.next() * 0.9));
    if (style === 'loop') {
      points.push(
        [w(left, 0.02), w(0.06)],
        [w(left + step * 0.75, 0.02), -tall],
        [w(left + step * 0.45, 0.02), w(-0.02)],
      );
    } else if (style === 'arch') {
      points.push([left, w(-0.05)], [left + step * 0.35, -tall], [left + step * 0.7, -tall * 0.85]);
    } else {
      points.push([left + step * 0.5, -tall], [left + step * 0.8, w(0.08)]);
    }
    left += step;
  }
  points.push([left + 0.06, w(-0.1)], [left + 0.1 + random.next() * 0.2, w(-0.28, 0.5)]);
  if (random.chance(0.4)) {
    points.push([left + 0.3, w(0.1)], [0.45, w(0.45)], [w(0.12), w(0.38)]);
  }
  return points;
}

/** A smooth curve through points (Catmull–Rom as cubic pieces). */
export function smooth(points: readonly Point[]): PathData {
  const first = points[0] ?? [0, 0];
  const data: number[] = [0, first[0], first[1]];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const p1 = points[i] ?? first;
    const p2 = points[i + 1] ?? p1;
    const p0 = points[i - 1] ?? p1;
    const p3 = points[i + 2] ?? p2;
    data.push(
      2,
      p1[0] + (p2[0] - p0[0]) / 6,
      p1[1] + (p2[1] - p0[1]) / 6,
      p2[0] - (p3[0] - p1[0]) / 6,
      p2[1] - (p3[1] - p1[1]) / 6,
      p2[0],
      p2[1],
    );
  }
  return data;
}

/** Strokes of handwritten figures in a box one wide and one high, the line at 0; a stroke is x, y, x, y, … */
const STROKES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  0: [[0.5, -1, 0.15, -0.65, 0.18, -0.15, 0.5, 0, 0.78, -0.3, 0.75, -0.8, 0.48, -1.02]],
  1: [[0.2, -0.7, 0.55, -1, 0.5, -0.5, 0.45, 0]],
  2: [[0.12, -0.75, 0.38, -1, 0.74, -0.84, 0.6, -0.5, 0.1, 0, 0.45, -0.07, 0.86, 0]],
  3: [[0.15, -0.9, 0.5, -1, 0.7, -0.78, 0.4, -0.55, 0.75, -0.4, 0.65, -0.05, 0.3, 0.02, 0.1, -0.12]],
  4: [
    [0.45, -1, 0.12, -0.42, 0.45, -0.4, 0.85, -0.43],
    [0.66, -0.75, 0.6, -0.3, 0.55, 0.06],
  ],
  5: [[0.75, -1, 0.3, -0.97, 0.22, -0.58, 0.6, -0.62, 0.78, -0.3, 0.5, 0, 0.12, -0.08]],
  6: [[0.65, -1, 0.3, -0.7, 0.15, -0.25, 0.4, 0, 0.7, -0.2, 0.55, -0.48, 0.2, -0.3]],
  7: [
    [0.1, -0.93, 0.45, -0.98, 0.8, -0.97, 0.48, -0.4, 0.36, 0.02],
    [0.25, -0.48, 0.7, -0.52],
  ],
  8: [
    [
      0.64, -0.86, 0.42, -1, 0.2, -0.8, 0.5, -0.52, 0.72, -0.2, 0.42, 0.02, 0.15, -0.2, 0.45, -0.5, 0.66,
      -0.8,
    ],
  ],
  9: [[0.7, -0.8, 0.4, -1, 0.15, -0.75, 0.36, -0.5, 0.68, -0.74, 0.65, -0.3, 0.45, 0.04]],
  '/': [[0.1, 0.15, 0.4, -0.5, 0.7, -1.05]],
  '-': [[0.1, -0.45, 0.35, -0.46, 0.65, -0.47]],
  '.': [[0.3, -0.05, 0.36, -0.03, 0.33, 0.02]],
};

/** Figures by hand, `size` points high, from (x, y). Other characters leave a gap. Returns the width used. */
export function handwritten(
  sketch: Sketch,
  random: Random,
  x: number,
  y: number,
  text: string,
  size = 11,
): number {
  let left = x;
  for (const letter of text) {
    const wide = letter === '.' || letter === '1' ? 0.5 : 0.68;
    for (const stroke of STROKES[letter] ?? []) {
      const points: Point[] = [];
      for (let i = 0; i + 1 < stroke.length; i += 2) {
        const px = (stroke[i] ?? 0) * 0.6 + (random.next() - 0.5) * 0.07;
        const py = (stroke[i + 1] ?? 0) + (random.next() - 0.5) * 0.07;
        points.push([left + (px - py * 0.16) * size, y + py * size]);
      }
      sketch.path(smooth(points), { stroke: PEN_BLUE, width: size * 0.105, opacity: 0.95 });
    }
    left += size * wide;
  }
  return left - x;
}

/** A round seal: two rings of text and a sun; says it is a specimen. `radius` in points, turned as stamps are. */
export function roundSeal(
  sketch: Sketch,
  random: Random,
  x: number,
  y: number,
  organisation: string,
  radius = 54,
): void {
  const color = STAMP_BLUE;
  const opacity = 0.84;
  sketch.within(x, y, random.int(-24, 24), radius / 72, () => {
    for (const [r, width] of [
      [72, 2.6],
      [67, 1],
      [48, 1.3],
      [28, 1],
    ] as const) {
      sketch.circle(0, 0, r, { stroke: color, width, opacity });
    }
    ringText(sketch, `${organisation.toUpperCase()} * ҮЛГІ · ОБРАЗЕЦ * `, 53, 12, color, opacity);
    ringText(sketch, 'ҚҰЖАТТАР ҮШІН · ДЛЯ ДОКУМЕНТОВ · ', 33.5, 9, color, opacity);
    sketch.circle(0, 0, 9, { stroke: color, width: 1.3, opacity });
    for (let i = 0; i < 8; i += 1) {
      sketch.within(0, 0, i * 45, 1, () =>
        sketch.line(0, -23, 0, -13, { stroke: color, width: 1.3, opacity }),
      );
    }
    wear(sketch, random, 72);
  });
}

/** Text around a circle, stretched to fill it; size is at most what the ring bears. */
function ringText(
  sketch: Sketch,
  text: string,
  radius: number,
  maxSize: number,
  color: string,
  opacity: number,
): void {
  const round = 2 * Math.PI * radius;
  const natural = sketch.widthOf(text, { font: 'bold', size: 100 }) / 100;
  const size = Math.min(maxSize, (round / natural) * 0.96);
  const gap = (round - natural * size) / text.length;
  let along = 0;
  for (const letter of text) {
    const width = sketch.widthOf(letter, { font: 'bold', size });
    const degrees = ((along + width / 2) / round) * 360;
    sketch.within(0, 0, degrees, 1, () =>
      sketch.text(0, -radius, letter, { font: 'bold', size, color, opacity, anchor: 'middle' }),
    );
    along += width + gap;
  }
}

/** Spots where the ink did not take. */
function wear(sketch: Sketch, random: Random, radius: number): void {
  for (let i = 0; i < 26; i += 1) {
    const angle = random.next() * 2 * Math.PI;
    const r = Math.sqrt(random.next()) * radius;
    const size = 0.5 + random.next() * 1.9;
    sketch.circle(Math.cos(angle) * r, Math.sin(angle) * r, size, { fill: '#f8f6f0', opacity: 0.7 });
  }
}

/** The corner stamp of an organisation with number and date filled in by hand. */
export function cornerStamp(
  sketch: Sketch,
  random: Random,
  box: { readonly x: number; readonly y: number; readonly width: number },
  lines: readonly string[],
  number: string,
  issuedOn: string,
): void {
  const color = STAMP_BLUE;
  const { width } = box;
  const height = 44 + lines.length * 14;
  sketch.within(box.x, box.y, random.int(-14, 10) / 10, 1, () => {
    sketch.rect(0, 0, width, height, { stroke: color, width: 1.4, opacity: 0.9 });
    lines.forEach((line, i) => {
      const size = Math.min(9.5, (9.5 * (width - 14)) / sketch.widthOf(line, { font: 'bold', size: 9.5 }));
      sketch.text(width / 2, 17 + i * 14, line, {
        font: 'bold',
        size,
        color,
        anchor: 'middle',
        opacity: 0.9,
      });
    });
    const rule = 10 + lines.length * 14;
    sketch.line(8, rule, width - 8, rule, { stroke: color, width: 0.7, opacity: 0.8 });
    const base = rule + 22;
    const [year = '', month = '', day = ''] = issuedOn.split('-');
    sketch.text(10, base, '№', { size: 9.5, color });
    sketch.line(22, base + 2, 82, base + 2, { stroke: color, width: 0.6 });
    handwritten(sketch, random, 30, base, number, 10);
    sketch.text(90, base, `20`, { size: 9.5, color });
    handwritten(sketch, random, 102, base, year.slice(2), 10);
    sketch.text(122, base, 'ж. «', { size: 9.5, color });
    handwritten(sketch, random, 141, base, day, 10);
    sketch.text(157, base, '»', { size: 9.5, color });
    sketch.line(166, base + 2, width - 10, base + 2, { stroke: color, width: 0.6 });
    handwritten(sketch, random, 174, base, month, 10);
  });
}
