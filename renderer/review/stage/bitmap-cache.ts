/** What the cache keeps: an `ImageBitmap`, or its like in a test. */
export type Raster = { readonly width: number; readonly height: number; close(): void };

/**
 * Drawn pages under a memory budget, least recently used first to go. A page evicted is closed at once: its memory
 * lies outside the JavaScript heap, and the collector would keep it far too long.
 */
export class BitmapCache<R extends Raster> {
  readonly #budget: number;
  readonly #kept = new Map<string, R>();
  #bytes = 0;

  /** `budget` in bytes of pixels (four a pixel). */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): R | undefined {
    const raster = this.#kept.get(key);
    if (raster !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, raster);
    }
    return raster;
  }

  /** Without making it the most recent. */
  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** Keeps a page and lets the oldest go until the budget holds; the page just given always stays. */
  set(key: string, raster: R): void {
    this.delete(key);
    this.#kept.set(key, raster);
    this.#bytes += bytesOf(raster);
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= this.#budget || oldest === key) {
        break;
      }
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const raster = this.#kept.get(key);
    if (raster !== undefined) {
      this.#kept.delete(key);
      this.#bytes -= bytesOf(raster);
      raster.close();
    }
  }

  clear(): void {
    for (const key of [...this.#kept.keys()]) {
      this.delete(key);
    }
  }
}

function bytesOf(raster: Raster): number {
  return raster.width * raster.height * 4;
}
