import { smooth } from '../ink.ts';
import type { PathData } from '../sketch.ts';
import type { Draft } from './parts.ts';

export type Tint = { readonly line: string; readonly soft: string; readonly wash: string };

export const TINTS = {
  green: { line: '#4f9a8c', soft: '#a9d3c9', wash: '#eff5ee' },
  slate: { line: '#6a7a94', soft: '#b9c2d2', wash: '#f0f2f4' },
  gold: { line: '#b08a35', soft: '#e0cb93', wash: '#fbf6e8' },
} as const satisfies Record<string, Tint>;

/** A coloured border of waves, a washed field and a rosette behind the title. */
export function frame({ sketch, random }: Draft, tint: Tint): void {
  const { width, height } = sketch;
  sketch.rect(26, 26, width - 52, height - 52, { fill: tint.wash });
  sketch.rect(26, 26, width - 52, height - 52, { stroke: tint.line, width: 1.4 });
  sketch.rect(42, 42, width - 84, height - 84, { stroke: tint.line, width: 0.7 });
  for (const phase of [0, 0.5]) {
    wave(sketch, 34, 34, width - 34, 34, phase, tint.line);
    wave(sketch, 34, height - 34, width - 34, height - 34, phase, tint.line);
    wave(sketch, 34, 34, 34, height - 34, phase, tint.line);
    wave(sketch, width - 34, 34, width - 34, height - 34, phase, tint.line);
  }
  const petals = random.int(9, 13);
  for (const radius of [150, 128]) {
    const data = remembered(`rosette ${width} ${radius} ${petals}`, () =>
      smooth(rosettePoints(width, radius, petals)),
    );
    sketch.path(data, { stroke: tint.soft, width: 0.6, opacity: 0.7 });
  }
  sketch.text(width / 2, 84, 'ҮЛГІ · ОБРАЗЕЦ', { size: 9, tracking: 3, color: tint.line, anchor: 'middle' });
}

function rosettePoints(
  width: number,
  radius: number,
  petals: number,
): readonly (readonly [number, number])[] {
  return Array.from({ length: 73 }, (_, i): readonly [number, number] => {
    const angle = (i / 72) * 2 * Math.PI;
    const r = radius * (0.78 + 0.22 * Math.cos(angle * petals));
    return [width / 2 + Math.cos(angle) * r, 470 + Math.sin(angle) * r];
  });
}

/** Border waves by their ends, rosettes by their petals: the same for every paper of a size, so made once. */
const paths = new Map<string, PathData>();

function remembered(key: string, make: () => PathData): PathData {
  const data = paths.get(key) ?? make();
  paths.set(key, data);
  return data;
}

function wave(
  sketch: Draft['sketch'],
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  phase: number,
  color: string,
): void {
  const data = remembered(`wave ${x1} ${y1} ${x2} ${y2} ${phase}`, () => waveData(x1, y1, x2, y2, phase));
  sketch.path(data, { stroke: color, width: 0.6 });
}

function waveData(x1: number, y1: number, x2: number, y2: number, phase: number): PathData {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const count = Math.round(length / 10);
  const horizontal = y1 === y2;
  const points = Array.from({ length: count + 1 }, (_, i): readonly [number, number] => {
    const bend =
      Math.sin((i / 2 + phase * 2) * Math.PI + phase * Math.PI) * 4 +
      (i % 2 === 0 ? -3 : 3) * (phase === 0 ? 1 : -1);
    const x = x1 + ((x2 - x1) * i) / count;
    const y = y1 + ((y2 - y1) * i) / count;
    return horizontal ? [x, y + bend] : [x + bend, y];
  });
  return smooth(points);
}
