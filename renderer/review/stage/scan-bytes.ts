import { ScanError } from './scan-error.ts';

/** Bytes of one scan by range, from the back end. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;

export const RANGE = 262_144;
/** The contract's largest answer. */
const LARGEST = 1_048_576;

/** A scan's bytes: ranges for a PDF, all of it for a picture. The first range is asked for once. */
export class ScanBytes {
  readonly size: number;
  readonly #readRange: ReadRange;
  #first: Promise<Uint8Array<ArrayBuffer>> | null = null;

  constructor(size: number, read: ReadRange) {
    this.size = size;
    this.#readRange = read;
  }

  /** The first 256 kB, or all of a smaller scan. */
  head(): Promise<Uint8Array<ArrayBuffer>> {
    this.#first ??= this.#ask(0, Math.min(RANGE, this.size));
    return this.#first;
  }

  /** Bytes from `begin` up to `end`. Throws ScanError UNREACHABLE when they do not come. */
  async range(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const head = await this.head();
    if (end <= head.length) {
      return head.slice(begin, end);
    }
    const parts: Promise<Uint8Array<ArrayBuffer>>[] = [];
    for (let at = begin; at < end; at += LARGEST) {
      parts.push(this.#ask(at, Math.min(LARGEST, end - at)));
    }
    return joined(await Promise.all(parts), end - begin);
  }

  /** The whole scan. */
  async all(): Promise<Uint8Array<ArrayBuffer>> {
    const head = await this.head();
    if (head.length >= this.size) {
      return head.slice();
    }
    return joined([head, await this.range(head.length, this.size)], this.size);
  }

  async #ask(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const bytes = await this.#readRange(offset, length);
      if (bytes.length !== length) {
        throw new RangeError('RANGE_LENGTH');
      }
      return bytes;
    } catch (error) {
      this.#first = null;
      throw new ScanError('UNREACHABLE', error);
    }
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
