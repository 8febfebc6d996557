import { sql } from 'kysely';
import {
  almatyDate,
  almatyInstant,
  type WorkingCalendar,
  workingCalendar,
} from '../../../domain/calendar.ts';
import { HOLIDAYS } from '../../../domain/data/holidays.ts';
import { RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import { migrate } from '../../migrate.ts';
import type { OpenDatabase } from '../../open.ts';
import { claimRun, endRun } from '../../queries/job-runs.ts';
import { familyRules } from '../../queries/place-jobs.ts';
import { installation } from '../../queries/reference.ts';
import type { WriteTransaction } from '../../transaction.ts';
import { createIinBook } from '../people.ts';
import { DEMO_REGION, type DemoRegion, makePlaces } from '../places.ts';
import { createRandom } from '../random.ts';
import { createScanFactory } from '../scans/factory.ts';
import type { ToDecide } from './builder.ts';
import { continueIdentity, insertRows } from './bulk.ts';
import { categoryIds, insertCatalogues } from './catalogues.ts';
import { ContentMaker } from './contents.ts';
import { HistoryStore } from './events.ts';
import { loadHistory } from './history-load.ts';
import { loadInterest } from './interest-load.ts';
import { offerTerms, playLives, withChildren } from './lives.ts';
import { loadApplications, numberingOf, type OnProgress } from './load.ts';
import type { OfferTerms } from './offer-life.ts';
import { loadPlaces, makeBulletins, makeStays } from './places-load.ts';
import { insertPlaces, insertStaff, postIds, regionalProfile } from './places-rows.ts';
import { makePlan } from './plan.ts';
import { planGroups } from './seat-plan.ts';
import { type DemoOfficer, makeStaff, OFFICER_COLLEAGUES, OFFICER_ME } from './staff.ts';
import { reviewSlots } from './status-mix.ts';
import { QUIET, type Surroundings } from './surroundings.ts';

export type WorldOptions = {
  /** How many applications, 1 to about a million. */
  readonly applications: number;
  readonly seed: string;
  /** The moment the world is alive at: deadlines, ages and claims are counted from it. */
  readonly now: Date;
  /** Pictures at most; 130 unless given. The rest of the scans are drawn PDFs. */
  readonly pictures?: number;
  readonly onProgress?: OnProgress;
};

export type World = {
  readonly staff: readonly (DemoOfficer & { readonly postIds: readonly number[] })[];
  readonly decide: readonly ToDecide[];
  readonly counts: {
    readonly applications: number;
    /** Children of kindergartens beside them, of whom little more is known. */
    readonly children: number;
    readonly scans: number;
    readonly scanBytes: number;
    readonly history: number;
  };
};

/** Thrown when the database already holds applications: a demo world is never mixed with anything else. */
export class DemoNotEmptyError extends Error {
  readonly code = 'DEMO_NOT_EMPTY';
  constructor() {
    super('DEMO_NOT_EMPTY');
    this.name = 'DemoNotEmptyError';
  }
}

/** Pictures and personal papers a world carries at most; what goes beyond is drawn or a stand-in. */
const PICTURES = 130;
const DRAWN_PAPERS = 9000;
/** Days back from today for which bulletins were published. */
const BULLETIN_DAYS = 28;
/** First day of every post. */
const STAFF_SINCE = '2024-01-08';

/**
 * Fills an empty database with the demo world. Everything is drawn from the seed and `now`: the same two give the same
 * rows and the same bytes. Decisions of these days are not written here: `decide` lists the applications a caller with
 * keys shall decide by real acts. Memory stays bounded: a few dozen bytes per application.
 *
 * The caller writes the row `installation` (kind 'demo') when it has done its own part: without it the load counts as
 * broken off, and the next `makeWorld` begins anew. Throws DemoNotEmptyError for a database with anything in it.
 */
export async function makeWorld(db: OpenDatabase, options: WorldOptions): Promise<World> {
  await clearBrokenLoad(db);
  await refuseFilled(db);
  const drawn = await drawWorld(options);
  const { staff, plan, numbering, surroundings, random } = drawn;
  const { contents, history } = surroundings;
  const { onProgress = () => undefined } = options;
  try {
    await db.write('system', async (tx) => {
      await insertPlaces(tx, drawn.regions, almatyDate(options.now));
      await insertCatalogues(tx, [regionalProfile(drawn.regions)]);
      await insertStaff(tx, staff, options.now);
      await makeRoles(tx, staff);
    });
    const loaded = await loadApplications(db, surroundings, plan, numbering, random, onProgress);
    const ids = postIds(staff);
    const acting = (officer: number) => ({
      iin: staff[officer]?.person.iin ?? '',
      postId: ids[officer]?.[0] ?? 0,
    });
    await loadPlaces(db, {
      random: random.fork('places'),
      now: options.now,
      groups: drawn.groups,
      lives: drawn.lives,
      ground: {
        childOf: (application) => surroundings.childOf.get(application) ?? 0,
        districtOf: (application) => plan.at(numbering.indexOf(application)).district,
        headIin: (kindergarten) => acting(surroundings.headOf(kindergarten)).iin,
      },
      head: (kindergarten) => acting(surroundings.headOf(kindergarten)),
      clerk: (district) => acting(surroundings.clerksOf(district)[0] ?? 0),
    });
    await loadHistory(db, history, staff, ids, onProgress);
    await makeStays(db);
    await db.write('system', (tx) => followFamilyRules(tx, options.now));
    await loadInterest(db);
    await makeBulletins(db, options.now, BULLETIN_DAYS);
    await db.write('system', (tx) => continueNumbers(tx, loaded.numbers));
    return {
      staff: staff.map((officer, i) => ({ ...officer, postIds: ids[i] ?? [] })),
      decide: loaded.decide,
      counts: {
        applications: drawn.applications,
        children: plan.filled - drawn.applications,
        scans: loaded.scans,
        scanBytes: loaded.bytes,
        history: history.length,
      },
    };
  } finally {
    await contents.close();
  }
}

/** Everything that is decided before the first row: places, staff, and where each application stands. */
async function drawWorld(options: WorldOptions) {
  const { now, applications } = options;
  const random = createRandom(`kezek/${options.seed}`);
  const regions = makePlaces(random.fork('places'));
  const iins = createIinBook();
  const staff = makeStaff(random.fork('staff'), iins, regions, STAFF_SINCE);
  const districts = regions.flatMap((region) => region.districts);
  const calendar = workingCalendar(HOLIDAYS);
  const clerks = clerkIndex(staff, districts.length);
  const clerkOf = (district: number) => clerks[district]?.[0] ?? 0;
  const own = makePlan({
    applications,
    random: random.fork('plan'),
    now,
    calendar,
    slots: reviewSlots(applications, OFFICER_ME, OFFICER_COLLEAGUES, clerkOf, districts.length),
    weights: districts.map((district) => district.weight),
    clerkOf,
    deciders: [OFFICER_ME, ...OFFICER_COLLEAGUES],
  });
  const today = almatyDate(now);
  const until = now.getTime() - QUIET;
  const groups = planGroups(random.fork('groups'), districts, today, applications);
  const plan = withChildren(own, groups, { random: random.fork('children'), until });
  const numbering = numberingOf(plan);
  const lives = playLives(plan, groups, {
    random: random.fork('lives'),
    until,
    idOf: numbering.idOf,
    termsAt: termsOf(regions, calendar),
  });
  const surroundings: Surroundings = {
    now,
    calendar,
    iins,
    contents: new ContentMaker(await createScanFactory(), {
      pictures: options.pictures ?? Math.min(PICTURES, Math.ceil(applications * 0.4)),
      drawn: DRAWN_PAPERS,
    }),
    history: new HistoryStore(),
    districts,
    categoryIds: categoryIds(),
    iinOf: (officer) => staff[officer]?.person.iin ?? '',
    clerksOf: (district) => clerks[district] ?? [],
    headOf: headIndex(staff),
    kindergartensOf: kindergartenIndex(districts.map((district) => district.kindergartens.length)),
    lifeOf: (application) => lives.get(application),
    childOf: new Map(),
  };
  return {
    random,
    regions,
    staff,
    applications: own.filled,
    plan,
    numbering,
    groups,
    lives,
    surroundings,
  };
}

/** The terms an offer is made under: those of the first region's own profile since it began, else the national ones. */
function termsOf(
  regions: readonly DemoRegion[],
  calendar: WorkingCalendar,
): (district: number, at: number) => OfferTerms {
  const own = regionalProfile(regions);
  const national = RULE_PROFILES.find((profile) => profile.region === null);
  if (national === undefined) {
    throw new RangeError('DEMO_PROFILE');
  }
  const ownDistricts = regions[0]?.districts.length ?? 0;
  const began = Date.parse(`${own.validFrom}T00:00:00+05:00`);
  const terms = { own: offerTerms(own, calendar), national: offerTerms(national, calendar) };
  return (district, at) => (district < ownDistricts && at >= began ? terms.own : terms.national);
}

/**
 * A load that was broken off (a crash, a closed terminal) left places and people but no installation row, which the
 * caller writes last: such a schema is made anew. An office always has that row first, so it is never touched.
 */
async function clearBrokenLoad(db: OpenDatabase): Promise<void> {
  const isBroken = await db.read('system', async (tx) => {
    const region = await tx.selectFrom('region').select('code').where('id', '=', 1).executeTakeFirst();
    return region?.code === DEMO_REGION && (await installation(tx)) === undefined;
  });
  if (isBroken) {
    await sql`drop schema kezek cascade`.execute(db.kysely);
    await migrate(db.kysely);
  }
}

/** The database roles of all officers, in the groups of their posts. */
async function makeRoles(tx: WriteTransaction, staff: readonly DemoOfficer[]): Promise<void> {
  await sql`select kezek.ensure_staff_role(iin) from unnest(${staff.map(({ person }) => person.iin)}::text[]) iin`.execute(
    tx,
  );
}

async function refuseFilled(db: OpenDatabase): Promise<void> {
  const isFilled = await db.read('system', async (tx) => {
    const place = await tx.selectFrom('region').select('id').limit(1).executeTakeFirst();
    return place !== undefined || (await installation(tx)) !== undefined;
  });
  if (isFilled) {
    throw new DemoNotEmptyError();
  }
}

function clerkIndex(staff: readonly DemoOfficer[], districts: number): readonly (readonly number[])[] {
  const index: number[][] = Array.from({ length: districts }, () => []);
  staff.forEach(({ posts }, officer) => {
    for (const post of posts) {
      if (post.role === 'clerk' && post.district !== null) {
        index[post.district]?.push(officer);
      }
    }
  });
  return index;
}

function headIndex(staff: readonly DemoOfficer[]): (kindergarten: number) => number {
  const heads = new Map<number, number>();
  staff.forEach(({ posts }, officer) => {
    for (const { kindergarten } of posts) {
      if (kindergarten !== null) {
        heads.set(kindergarten, officer);
      }
    }
  });
  return (kindergarten) => heads.get(kindergarten) ?? 0;
}

function kindergartenIndex(counts: readonly number[]): (district: number) => readonly number[] {
  let next = 0;
  const lists = counts.map((count) => Array.from({ length: count }, () => next++));
  return (district) => lists[district] ?? [];
}

/** The queue was made by the rules in force: the job that puts families so when rules change has done it. */
async function followFamilyRules(tx: WriteTransaction, now: Date): Promise<void> {
  const { began, today } = await familyRules(tx, almatyDate(now));
  if (began === null || today === null) return;
  const run = { job: 'families', dueAt: almatyInstant(began, '00:00') };
  await claimRun(tx, { ...run, now, brokenAfterMs: 0 });
  await endRun(tx, { ...run, at: now, outcome: 'done', done: 0, note: today });
}

async function continueNumbers(tx: WriteTransaction, numbers: ReadonlyMap<number, number>): Promise<void> {
  await continueIdentity(tx);
  await insertRows(
    tx,
    'number_sequence',
    [...numbers].map(([year, last]) => ({ kind: 'application', year, last_value: last })),
  );
}
