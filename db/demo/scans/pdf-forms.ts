import { deflateSync } from 'node:zlib';
import type { Matrix, PathData, PathMark } from './sketch.ts';

/** Points each op of PathData takes, and the operator that paints it. */
const POINTS = [1, 1, 3, 0] as const;
const OPERATORS = ['m ', 'l ', 'c ', 'h '] as const;

/** Coordinates are whole hundredths of a point under one scaling matrix: half the text, quick to write. */
export const HUNDREDTHS = 100;

/** The operators that construct a path, its points moved by a matrix into whole units. */
export function constructPath(data: PathData, [a, b, c, d, e, f]: Matrix): string {
  let out = '';
  for (let i = 0; i < data.length; ) {
    const op = data[i] ?? 3;
    i += 1;
    for (let n = POINTS[op] ?? 0; n > 0; n -= 1) {
      const x = data[i] ?? 0;
      const y = data[i + 1] ?? 0;
      out += `${Math.round(a * x + c * y + e)} ${Math.round(b * x + d * y + f)} `;
      i += 2;
    }
    out += OPERATORS[op] ?? '';
  }
  return out;
}

/** Long paths are border waves and rosettes, the same in every certificate. */
const LONG_PATH = 350;
/** Anything a paper has lies within, in hundredths. */
const FORM_BOX = '[-200000 -200000 200000 200000]';

/** Form objects by path and what they are painted with: packed once, and the same bytes in every file. */
const made = new WeakMap<PathData, Map<string, Buffer>>();

function formObject(mark: PathMark, paint: string): Buffer {
  const byPaint = made.get(mark.data) ?? new Map<string, Buffer>();
  made.set(mark.data, byPaint);
  const known = byPaint.get(paint);
  if (known !== undefined) {
    return known;
  }
  const path = constructPath(mark.data, [HUNDREDTHS, 0, 0, HUNDREDTHS, 0, 0]);
  const packed = deflateSync(Buffer.from(paint.replace('@', path), 'latin1'), { level: 9 });
  const object = stream(`/Type /XObject /Subtype /Form /BBox ${FORM_BOX} /Filter /FlateDecode`, packed);
  byPaint.set(paint, object);
  return object;
}

/** The long paths of one file, each an object that its pages draw by name. */
export class Forms {
  readonly #firstId: number;
  readonly #numbers = new Map<Buffer, number>();

  /** @param firstId number of the first object that is a form; the others follow */
  constructor(firstId: number) {
    this.#firstId = firstId;
  }

  static takes(mark: PathMark): boolean {
    return mark.data.length > LONG_PATH;
  }

  /**
   * The name a page draws it by.
   *
   * @param paint operators of the mark in its own space, in hundredths, with '@' where the path is constructed
   */
  nameOf(mark: PathMark, paint: string): string {
    const object = formObject(mark, paint);
    const number = this.#numbers.get(object) ?? this.#numbers.size;
    this.#numbers.set(object, number);
    return `W${number}`;
  }

  /** Names and objects of those seen so far, for a page's resources. */
  get resources(): string {
    return [...this.#numbers.values()].map((n) => `/W${n} ${this.#firstId + n} 0 R`).join(' ');
  }

  get objects(): readonly Buffer[] {
    return [...this.#numbers.keys()];
  }
}

/** A stream object: its entries, its length, its bytes. */
export function stream(entries: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}
