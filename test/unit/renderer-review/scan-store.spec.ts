import { describe, expect, it } from 'vitest';
import { BitmapCache } from '../../../renderer/review/stage/bitmap-cache.ts';
import type { OpenedScan } from '../../../renderer/review/stage/opened-scan.ts';
import { ScanError } from '../../../renderer/review/stage/scan-error.ts';
import { ScanStore } from '../../../renderer/review/stage/scan-store.ts';
import { AHEAD, SOON, TaskQueue, URGENT } from '../../../renderer/review/stage/task-queue.ts';

class FakeRaster {
  closed = false;
  readonly width: number;
  readonly height: number;
  constructor(width: number, height = width) {
    this.width = width;
    this.height = height;
  }
  close(): void {
    this.closed = true;
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const ref = (n: number) => ({ id: String(n), sha256: String(n).repeat(64).slice(0, 64), byteSize: 10 });

type World = { pages: number; opened: string[]; closed: string[]; drawn: string[]; fail: ScanError | null };

function makeStore(world: World, options: { budget?: number; maxOpen?: number } = {}) {
  let asked = '';
  return new ScanStore<FakeRaster>({
    read: async (id, _offset, length) => {
      asked = id;
      return new Uint8Array(length);
    },
    open: async (source) => {
      await source.head();
      const id = asked;
      if (world.fail !== null) throw world.fail;
      world.opened.push(id);
      const opened: OpenedScan<FakeRaster> = {
        type: 'pdf',
        pageCount: world.pages,
        pageSize: async () => ({ width: 794, height: 1123 }),
        draw: async (page, width) => {
          world.drawn.push(`${id}/${page}@${width}`);
          return new FakeRaster(width);
        },
        close: () => world.closed.push(id),
      };
      return opened;
    },
    shrink: async (_raster, width) => new FakeRaster(width),
    budget: options.budget ?? 1e9,
    maxOpen: options.maxOpen ?? 4,
  });
}

const world = (pages = 1): World => ({ pages, opened: [], closed: [], drawn: [], fail: null });

describe('memory of drawn pages', () => {
  it('closes the least recently used when the budget is passed', () => {
    const cache = new BitmapCache<FakeRaster>(4 * 100 * 2);
    const [a, b, c] = [new FakeRaster(10), new FakeRaster(10), new FakeRaster(10)];
    cache.set('a', a);
    cache.set('b', b);
    cache.get('a');
    cache.set('c', c);
    expect([a.closed, b.closed, c.closed]).toEqual([false, true, false]);
    expect(cache.bytes).toBe(800);
  });

  it('keeps a single page larger than the whole budget: it is what the officer looks at', () => {
    const cache = new BitmapCache<FakeRaster>(4);
    const large = new FakeRaster(100);
    cache.set('a', large);
    expect(cache.get('a')).toBe(large);
    expect(large.closed).toBe(false);
  });

  it('closes what a new drawing of the same page replaces, and all on clear', () => {
    const cache = new BitmapCache<FakeRaster>(1e6);
    const [before, after] = [new FakeRaster(5), new FakeRaster(5)];
    cache.set('a', before);
    cache.set('a', after);
    expect([before.closed, after.closed]).toEqual([true, false]);
    cache.clear();
    expect(after.closed).toBe(true);
    expect(cache.bytes).toBe(0);
  });
});

describe('order of drawing', () => {
  it('lets one ahead-task run at most, so that what is urgent starts at once', async () => {
    const queue = new TaskQueue();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => async (): Promise<void> => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
    };
    queue.add('ahead-1', AHEAD, task('ahead-1'));
    queue.add('ahead-2', AHEAD, task('ahead-2'));
    queue.add('soon', SOON, task('soon'));
    expect(begun).toEqual(['ahead-1']);
    queue.add('now', URGENT, task('now'));
    expect(begun).toEqual(['ahead-1', 'now']);
    ends[0]?.();
    await settle();
    expect(begun).toEqual(['ahead-1', 'now', 'soon']);
  });

  it('lets go of what waited for the application before, never of what is urgent', async () => {
    const queue = new TaskQueue();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => async (): Promise<void> => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
    };
    queue.add('a', URGENT, task('a'));
    queue.add('b', URGENT, task('b'));
    queue.add('soon', SOON, task('soon'));
    queue.add('ahead', AHEAD, task('ahead'));
    queue.add('now', URGENT, task('now'));
    queue.dropWaiting();
    for (const end of ends) end();
    await settle();
    for (const end of ends) end();
    await settle();
    expect(begun).toEqual(['a', 'b', 'now']);
  });

  it('makes a waiting task urgent when it is asked for again', async () => {
    const queue = new TaskQueue();
    const begun: string[] = [];
    const hang = (name: string) => async (): Promise<void> => {
      begun.push(name);
      await new Promise<void>(() => {});
    };
    queue.add('a', AHEAD, hang('a'));
    queue.add('b', AHEAD, hang('b'));
    queue.add('b', URGENT, hang('b'));
    await settle();
    expect(begun).toEqual(['a', 'b']);
  });
});

describe('store of scans', () => {
  it('draws a page once and tells its listeners', async () => {
    const w = world();
    const store = makeStore(w);
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    store.want(ref(1), 1, 640, URGENT);
    store.want(ref(1), 1, 640, AHEAD);
    await settle();
    expect(w.drawn).toEqual(['1/1@640']);
    expect(store.best(ref(1), 1, 640)?.width).toBe(640);
    expect(store.state(ref(1))).toMatchObject({ phase: 'open', pageCount: 1 });
    expect(told).toBeGreaterThan(0);
  });

  it('shares bytes of the same hash between applications', async () => {
    const w = world();
    const store = makeStore(w);
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    store.want({ ...ref(1), id: '99' }, 1, 640, URGENT);
    await settle();
    expect(w.drawn).toHaveLength(1);
  });

  it('shows a smaller drawing until the sharper one is there', async () => {
    const w = world();
    const store = makeStore(w);
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    expect(store.best(ref(1), 1, 1920)?.width).toBe(640);
    expect(store.sharp(ref(1), 1, 1920)).toBe(false);
    store.want(ref(1), 1, 1920, URGENT);
    await settle();
    expect(store.best(ref(1), 1, 1920)?.width).toBe(1920);
    expect(store.best(ref(1), 1, 640)?.width).toBe(640);
  });

  it('draws every page of an application for the rail and keeps thumbnails past eviction', async () => {
    const w = world(5);
    const store = makeStore(w, { budget: 640 * 640 * 4 * 2 });
    store.wantAll(ref(1), 640);
    await settle();
    expect(w.drawn).toHaveLength(5);
    expect([1, 2, 3, 4, 5].map((page) => store.thumb(ref(1), page)?.width)).toEqual([
      144, 144, 144, 144, 144,
    ]);
    expect([1, 2, 3, 4, 5].map((page) => store.best(ref(1), page, 640) !== null)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    // What was evicted is drawn again when looked at, and not before.
    store.wantAll(ref(1), 640);
    await settle();
    expect(w.drawn).toHaveLength(5);
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    expect(w.drawn.at(-1)).toBe('1/1@640');
    expect(w.drawn).toHaveLength(6);
  });

  it('draws the first page of the application to come before the pages behind the first of this one', async () => {
    const w = world(4);
    const store = makeStore(w);
    store.wantAll(ref(1), 640);
    // Asked for as soon as its data have come, while this one's pages wait already.
    while (w.drawn.length === 0) await Promise.resolve();
    store.wantAhead(ref(2), 640);
    await settle();
    expect(w.drawn.indexOf('2/1@640')).toBeLessThan(w.drawn.indexOf('1/3@640'));
  });

  it('keeps few documents open, the least recently used closed first', async () => {
    const w = world();
    const store = makeStore(w, { maxOpen: 2 });
    for (const n of [1, 2, 3]) {
      store.want(ref(n), 1, 640, URGENT);
      await settle();
    }
    expect(w.closed).toEqual(['1']);
  });

  it('says why a scan cannot be shown, does not ask again by itself, and tries anew on request', async () => {
    const w = world();
    w.fail = new ScanError('UNREACHABLE');
    const store = makeStore(w);
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    expect(store.state(ref(1))).toMatchObject({ phase: 'failed', error: 'UNREACHABLE' });
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    expect(w.opened).toEqual([]);
    w.fail = null;
    store.retry(ref(1));
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    expect(store.state(ref(1)).phase).toBe('open');
  });

  it('lets go of everything at lock', async () => {
    const w = world();
    const store = makeStore(w);
    store.want(ref(1), 1, 640, URGENT);
    await settle();
    const raster = store.best(ref(1), 1, 640);
    store.clear();
    await settle();
    expect(raster?.closed).toBe(true);
    expect(store.best(ref(1), 1, 640)).toBeNull();
    expect(w.closed).toEqual(['1']);
    expect(store.state(ref(1)).phase).toBe('idle');
  });
});
