import { almatyDate } from '../../../domain/calendar.ts';
import type { OpenDatabase } from '../../open.ts';
import { type DemoPerson, makeFamily } from '../people.ts';
import type { Random } from '../random.ts';
import { Batch, findAllDuplicates } from './batch.ts';
import { buildFamily, type FamilyInput, type ToDecide } from './builder.ts';
import type { Plan } from './plan-table.ts';
import type { BuiltScan } from './scan-rows.ts';
import type { Ids, Surroundings } from './surroundings.ts';

/** Applications of one transaction. */
const BATCH = 250;

/** Told while a long load runs. */
export type LoadProgress = {
  readonly phase: 'people' | 'pictures' | 'history' | 'keys' | 'decisions' | 'maintenance';
  readonly done: number;
  readonly total: number;
};
export type OnProgress = (progress: LoadProgress) => void;

export type Loaded = {
  readonly decide: readonly ToDecide[];
  readonly scans: number;
  readonly bytes: number;
  /** Last application number of each year. */
  readonly numbers: ReadonlyMap<number, number>;
};

/**
 * Builds and inserts all families. Families whose scans are still being drawn wait aside; the others go on, so that
 * the pictures are made beside the load.
 */
export async function loadApplications(
  db: OpenDatabase,
  world: Surroundings,
  plan: Plan,
  numbering: Numbering,
  random: Random,
  onProgress: OnProgress,
): Promise<Loaded> {
  const { idOf, numberOf, numbers } = numbering;
  const ids: Ids = { person: 0, claim: 0, scan: 0 };
  const decide: ToDecide[] = [];
  const batch = new Batch();
  const shared = new SharedScans();
  let stranger: DemoPerson = strangerChild(world, random);
  const featuredAt = firstTwins(plan);
  for (let i = 0; i < plan.filled; ) {
    const input = {
      ...familyAt(plan, i, random, idOf, numberOf),
      featured: i === featuredAt,
      otherChild: stranger,
    };
    const { rows, household } = buildFamily(world, ids, input);
    stranger = household.children[0] ?? stranger;
    decide.push(...rows.decide);
    batch.add({ ...rows, scans: shared.exchange(rows.scans, plan.at(i).vivid) });
    i += input.applications.length;
    if (batch.applications >= BATCH) {
      await batch.insert(db);
      onProgress({ phase: 'people', done: i, total: plan.filled });
    }
    if (i % 8 < input.applications.length) {
      // Lets finished pictures hand over their next one.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await batch.insert(db);
  onProgress({ phase: 'pictures', done: 0, total: 1 });
  await batch.insertWaiting(db);
  await findAllDuplicates(db);
  onProgress({ phase: 'pictures', done: 1, total: 1 });
  return { decide, scans: ids.scan, bytes: batch.bytes, numbers };
}

function familyAt(
  plan: Plan,
  from: number,
  random: Random,
  idOf: (i: number) => number,
  numberOf: (i: number) => string,
): Pick<FamilyInput, 'random' | 'applications'> {
  const { family } = plan.at(from);
  const applications: FamilyInput['applications'][number][] = [];
  for (let i = from; i < plan.filled && plan.at(i).family === family; i += 1) {
    applications.push({ plan: plan.at(i), id: idOf(i), number: numberOf(i) });
  }
  return { random: random.fork(`family${family}`), applications };
}

/** Where the twins of the mock-ups stand: the first pair that somebody reviews; without one, the first application. */
function firstTwins(plan: Plan): number {
  for (let i = 0; i < plan.filled && plan.at(i).vivid; i += 1) {
    if (plan.at(i).twins) {
      return i;
    }
  }
  return 0;
}

/** Ids in the order of submission; numbers count within the year of submission. */
export type Numbering = {
  readonly idOf: (i: number) => number;
  readonly indexOf: (id: number) => number;
  readonly numberOf: (i: number) => string;
  readonly numbers: ReadonlyMap<number, number>;
};

export function numberingOf(plan: Plan): Numbering {
  const ranks = plan.ranks();
  const byRank = new Uint32Array(ranks.length + 1);
  ranks.forEach((rank, i) => {
    byRank[rank] = i;
  });
  const serials = new Uint32Array(ranks.length);
  const years = new Uint16Array(ranks.length);
  const numbers = new Map<number, number>();
  for (let rank = 1; rank <= ranks.length; rank += 1) {
    const i = byRank[rank] ?? 0;
    const year = Number(almatyDate(new Date(plan.at(i).submittedAt)).slice(0, 4));
    const serial = (numbers.get(year) ?? 0) + 1;
    numbers.set(year, serial);
    serials[i] = serial;
    years[i] = year;
  }
  return {
    idOf: (i) => ranks[i] ?? 0,
    indexOf: (id) => byRank[id] ?? 0,
    numberOf: (i) => `${years[i]}-${String(serials[i]).padStart(6, '0')}`,
    numbers,
  };
}

function strangerChild(world: Surroundings, random: Random): DemoPerson {
  const [district] = world.districts;
  if (district === undefined) {
    throw new RangeError('WORLD_DISTRICTS');
  }
  const family = makeFamily(random.fork('stranger'), world.iins, {
    childBirthDates: ['2022-02-02'],
    parents: 'both',
    district,
  });
  const [child] = family.children;
  if (child === undefined) {
    throw new RangeError('WORLD_STRANGER');
  }
  return child;
}

/** Three families of the review queue send a certificate that another family has sent: the same bytes. */
class SharedScans {
  readonly #seen = new Map<string, BuiltScan['content']>();
  #count = 0;
  #given = 0;

  exchange(scans: readonly BuiltScan[], vivid: boolean): readonly BuiltScan[] {
    if (!vivid) {
      return scans;
    }
    this.#count += 1;
    return scans.map((scan) => {
      const kind = String(scan.row.document_kind);
      if (kind !== 'service_certificate' && kind !== 'workplace_certificate') {
        return scan;
      }
      const before = this.#seen.get(kind);
      if (before !== undefined && this.#given < 3 && this.#count % 11 === 7 && scan.verdict === null) {
        this.#given += 1;
        return { ...scan, content: before };
      }
      this.#seen.set(kind, scan.content);
      return scan;
    });
  }
}
