import type { ScanType } from '../../../domain/scan-type.ts';
import { BitmapCache, type Raster } from './bitmap-cache.ts';
import type { Size } from './geometry.ts';
import type { OpenedScan } from './opened-scan.ts';
import { ScanBytes } from './scan-bytes.ts';
import { asScanError, type ScanErrorCode } from './scan-error.ts';
import { AHEAD, BEHIND, type Priority, SOON, TaskQueue } from './task-queue.ts';

/** What the store needs to know of a scan. Scans of the same bytes share everything. */
export type ScanRef = { readonly id: string; readonly sha256: string; readonly byteSize: number };

export type PageState = { readonly size: Size | null; readonly error: ScanErrorCode | null };
/** A scan as the screen sees it; a new object at every change. */
export type ScanState = {
  readonly phase: 'idle' | 'opening' | 'open' | 'failed';
  readonly type: ScanType | null;
  /** Null until opened. */
  readonly pageCount: number | null;
  readonly error: ScanErrorCode | null;
  /** By page number, from 1. */
  readonly pages: ReadonlyMap<number, PageState>;
};

export type StoreOptions<R extends Raster> = {
  readonly read: (scanId: string, offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
  readonly open: (source: ScanBytes) => Promise<OpenedScan<R>>;
  /** A small copy for the rail; the one given stays. */
  readonly shrink: (raster: R, width: number) => Promise<R>;
  /** Bytes of pixels kept. */
  readonly budget: number;
  /** Open documents kept (each PDF has a worker). */
  readonly maxOpen: number;
};

/** `busy`: how many use it now; a document in use is never closed. */
type Open<R> = { readonly opened: Promise<OpenedScan<R>>; busy: number };

const IDLE: ScanState = { phase: 'idle', type: null, pageCount: null, error: null, pages: new Map() };
const THUMB_WIDTH = 144;
const THUMB_BUDGET = 12 * 1024 * 1024;
/** States are small, but a shift looks at thousands of scans. */
const STATES_KEPT = 400;

/**
 * Every scan of the review screen, opened and drawn once: what the eye wants first, the rest of the application next,
 * the applications to come last. Bounded: drawn pages by bytes, open documents and known states by number.
 */
export class ScanStore<R extends Raster> {
  readonly #options: StoreOptions<R>;
  readonly #queue = new TaskQueue();
  readonly #rasters: BitmapCache<R>;
  readonly #thumbs = new BitmapCache<R>(THUMB_BUDGET);
  readonly #open = new Map<string, Open<R>>();
  readonly #states = new Map<string, ScanState>();
  readonly #widths = new Map<string, Set<number>>();
  readonly #listeners = new Set<() => void>();
  #revision = 0;

  constructor(options: StoreOptions<R>) {
    this.#options = options;
    this.#rasters = new BitmapCache<R>(options.budget);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rises with every change: the snapshot React compares. */
  revision = (): number => this.#revision;

  state(scan: ScanRef): ScanState {
    return this.#states.get(scan.sha256) ?? IDLE;
  }

  /** The sharpest drawing at hand for a width: that width, else the next larger, else the largest smaller one. */
  best(scan: ScanRef, page: number, width: number): R | null {
    const widths = [...(this.#widths.get(pageKey(scan, page)) ?? [])].sort((a, b) => a - b);
    const pick = widths.find((w) => w >= width) ?? widths.at(-1);
    return pick === undefined ? null : (this.#rasters.get(rasterKey(scan, page, pick)) ?? null);
  }

  /** Whether the page is drawn at this width or larger. */
  sharp(scan: ScanRef, page: number, width: number): boolean {
    return [...(this.#widths.get(pageKey(scan, page)) ?? [])].some((w) => w >= width);
  }

  thumb(scan: ScanRef, page: number): R | null {
    return this.#thumbs.get(pageKey(scan, page)) ?? null;
  }

  /** Asks for a page at a width in device pixels; the change is told to the listeners. */
  want(scan: ScanRef, page: number, width: number, priority: Priority): void {
    const key = rasterKey(scan, page, width);
    const state = this.state(scan);
    if (state.phase === 'failed' || (state.pages.get(page)?.error ?? null) !== null) {
      return;
    }
    if (!this.sharp(scan, page, width)) {
      this.#queue.add(key, priority, () => this.#draw(scan, page, width, key));
    }
  }

  /**
   * Opens a scan and draws its pages for the rail and for turning them at once: the first with `priority`, the others
   * after the first pages of the applications to come.
   */
  wantAll(scan: ScanRef, width: number, priority: Priority = SOON): void {
    this.#queue.add(`all:${scan.sha256}:${width}`, priority, async () => {
      await this.#using(scan, async () => {}).catch(() => {});
      const count = this.state(scan).pageCount ?? 0;
      for (let page = 1; page <= count; page++) {
        // A page drawn before and evicted since keeps its thumbnail: it is drawn again only when looked at.
        if (!this.#thumbs.has(pageKey(scan, page))) {
          this.want(scan, page, width, page === 1 ? priority : BEHIND);
        }
      }
    });
  }

  /** First page of a scan of an application to come. */
  wantAhead(scan: ScanRef, width: number): void {
    this.want(scan, 1, width, AHEAD);
  }

  /** Before turning to another application: what waited for this one would only stand in the way of the next. */
  turnAway(): void {
    this.#queue.dropWaiting();
  }

  /** Forgets a failure, so that the next `want` tries again. */
  retry(scan: ScanRef): void {
    this.#close(scan.sha256);
    this.#states.delete(scan.sha256);
    this.#changed();
  }

  /** Lets go of everything: sign-out, lock. */
  clear(): void {
    for (const key of [...this.#open.keys()]) {
      this.#close(key);
    }
    this.#rasters.clear();
    this.#thumbs.clear();
    this.#widths.clear();
    this.#states.clear();
    this.#changed();
  }

  async #draw(scan: ScanRef, page: number, width: number, key: string): Promise<void> {
    if (this.sharp(scan, page, width)) {
      return;
    }
    try {
      await this.#using(scan, async (opened) => {
        const size = this.state(scan).pages.get(page)?.size ?? (await opened.pageSize(page));
        const raster = await opened.draw(page, width);
        await this.#keepThumb(scan, page, raster);
        this.#keep(scan, page, width, key, raster);
        this.#setPage(scan, page, { size, error: null });
      });
    } catch (error) {
      const { code } = asScanError(error);
      if (this.state(scan).phase !== 'failed') {
        this.#setPage(scan, page, { size: null, error: code });
      }
    }
  }

  async #keepThumb(scan: ScanRef, page: number, raster: R): Promise<void> {
    const key = pageKey(scan, page);
    if (!this.#thumbs.has(key)) {
      this.#thumbs.set(key, await this.#options.shrink(raster, THUMB_WIDTH));
    }
  }

  #keep(scan: ScanRef, page: number, width: number, key: string, raster: R): void {
    const known = pageKey(scan, page);
    const widths = this.#widths.get(known) ?? new Set();
    this.#widths.set(known, widths.add(width));
    this.#rasters.set(key, raster);
    // Eviction is quiet: widths that are gone are struck off here, where it can have happened.
    for (const [each, drawn] of this.#widths) {
      for (const w of drawn) {
        if (!this.#rasters.has(`${each}@${w}`)) drawn.delete(w);
      }
      if (drawn.size === 0) this.#widths.delete(each);
    }
  }

  async #using(scan: ScanRef, work: (opened: OpenedScan<R>) => Promise<void>): Promise<void> {
    const entry = this.#entry(scan);
    entry.busy += 1;
    try {
      await work(await entry.opened);
    } finally {
      entry.busy -= 1;
      this.#closeSpare();
    }
  }

  /** The open document, opening it when it is not. */
  #entry(scan: ScanRef): Open<R> {
    const key = scan.sha256;
    const known = this.#open.get(key);
    if (known !== undefined) {
      this.#open.delete(key);
      this.#open.set(key, known);
      return known;
    }
    const before = this.state(scan);
    if (before.pageCount === null) {
      this.#setState(key, { ...before, phase: 'opening', error: null });
    }
    const source = new ScanBytes(scan.byteSize, (offset, length) =>
      this.#options.read(scan.id, offset, length),
    );
    const entry: Open<R> = { opened: this.#options.open(source), busy: 0 };
    this.#open.set(key, entry);
    entry.opened.then(
      ({ type, pageCount }) => {
        this.#setState(key, { ...this.state(scan), phase: 'open', type, pageCount, error: null });
      },
      (error: unknown) => {
        this.#open.delete(key);
        this.#setState(key, { ...IDLE, phase: 'failed', error: asScanError(error).code });
      },
    );
    return entry;
  }

  #closeSpare(): void {
    for (const [key, { busy }] of this.#open) {
      if (this.#open.size <= this.#options.maxOpen) {
        return;
      }
      if (busy === 0) this.#close(key);
    }
  }

  #close(key: string): void {
    const entry = this.#open.get(key);
    this.#open.delete(key);
    entry?.opened.then(
      (opened) => opened.close(),
      () => {},
    );
  }

  #setPage(scan: ScanRef, page: number, state: PageState): void {
    const before = this.state(scan);
    this.#setState(scan.sha256, { ...before, pages: new Map(before.pages).set(page, state) });
  }

  #setState(key: string, state: ScanState): void {
    this.#states.delete(key);
    this.#states.set(key, state);
    for (const [oldest] of this.#states) {
      if (this.#states.size <= STATES_KEPT) break;
      this.#states.delete(oldest);
    }
    this.#changed();
  }

  #changed(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }
}

function pageKey(scan: ScanRef, page: number): string {
  return `${scan.sha256}:${page}`;
}

function rasterKey(scan: ScanRef, page: number, width: number): string {
  return `${pageKey(scan, page)}@${width}`;
}
