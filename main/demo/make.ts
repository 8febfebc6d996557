import { makePlaces } from '../../db/demo/places.ts';
import { createRandom } from '../../db/demo/random.ts';
import { analyzeLoaded } from '../../db/demo/world/bulk.ts';
import type { OnProgress } from '../../db/demo/world/load.ts';
import { makeWorld, type World } from '../../db/demo/world/world.ts';
import type { OpenDatabase } from '../../db/open.ts';
import { insertInstallation } from '../../db/queries/office.ts';
import type { Words } from '../../preload/contract/common.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { decideAll } from './decide.ts';
import { type KeyWish, makeKeys } from './keys.ts';

export type DemoOptions = {
  /** Where the demo keys go: the folder `demo` in it. */
  readonly dataFolder: string;
  /** 2,000 unless given. */
  readonly applications?: number;
  /** Any text; the same seed at the same moment gives the same world. '1' unless given. */
  readonly seed?: string;
  /** Pictures among the scans at most; see WorldOptions. */
  readonly pictures?: number;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly onProgress?: OnProgress;
};

export type DemoReport = World['counts'] & {
  readonly officers: number;
  readonly keys: number;
  readonly decisions: number;
};

export const DEFAULT_APPLICATIONS = 2000;
export const DEFAULT_SEED = '1';

/**
 * Makes the demo world in an empty database: places, staff with key files, applications, and signed decisions of
 * today. A load that was broken off is begun anew. Throws DemoNotEmptyError (DEMO_NOT_EMPTY) for any other database
 * that holds something.
 */
export async function makeDemo(db: OpenDatabase, options: DemoOptions): Promise<DemoReport> {
  const seed = options.seed ?? DEFAULT_SEED;
  const now = (options.clock ?? systemClock).now();
  const { dataFolder, log, onProgress = () => undefined } = options;
  const world = await makeWorld(db, {
    applications: options.applications ?? DEFAULT_APPLICATIONS,
    seed,
    now,
    onProgress,
    ...(options.pictures === undefined ? {} : { pictures: options.pictures }),
  });
  const keys = await makeKeys(db, { dataFolder, seed, now, wishes: keyWishes(world, seed) });
  onProgress({ phase: 'keys', done: keys.size, total: keys.size });
  // Last of the load: without this row the next start begins anew.
  await db.write('system', (tx) => insertInstallation(tx, 'demo'));
  const decisions = await decideAll(db, {
    decide: world.decide,
    keys,
    iinOf: (officer) => world.staff[officer]?.person.iin ?? '',
    postOf: (officer) => world.staff[officer]?.postIds[0] ?? 0,
    dataFolder,
    now,
    onProgress,
    ...(log === undefined ? {} : { log }),
  });
  onProgress({ phase: 'maintenance', done: 0, total: 1 });
  await analyzeLoaded(db);
  await db.maintain();
  onProgress({ phase: 'maintenance', done: 1, total: 1 });
  return { ...world.counts, officers: world.staff.length, keys: keys.size, decisions };
}

/** Officers with keys: their certificate's organisation and the words of the sign-in strip. */
function keyWishes(world: World, seed: string): readonly KeyWish[] {
  // The places are drawn from the same stream as the world's own.
  const regions = makePlaces(createRandom(`kezek/${seed}`).fork('places'));
  const districts = regions.flatMap((region) => region.districts);
  const kindergartens = districts.flatMap((district) => district.kindergartens);
  return world.staff.flatMap((officer) => {
    const { key, posts } = officer;
    if (key === null) {
      return [];
    }
    const district = key.district === null ? undefined : districts[key.district];
    const kindergarten = key.kindergarten === null ? undefined : kindergartens[key.kindergarten];
    const organisation =
      district !== undefined
        ? { name: district.department.kk, bin: district.bin }
        : { name: `«${kindergarten?.name ?? ''}» бөбекжай-балабақшасы`, bin: kindergarten?.bin ?? '' };
    const [post] = posts;
    const place: Words =
      post?.region != null
        ? (regions[post.region]?.name ?? EMPTY)
        : post?.district != null
          ? (districts[post.district]?.name ?? EMPTY)
          : same(kindergartens[post?.kindergarten ?? 0]?.name ?? '');
    return [{ officer, organisation, scope: place }];
  });
}

const EMPTY: Words = { kk: '', ru: '', en: '' };
const same = (text: string): Words => ({ kk: text, ru: text, en: text });
