import {
  type JournalConditions,
  type JournalRecord,
  journalCounts,
  journalPage,
  journalTargets,
  railFilters,
} from '../../db/queries/journal.ts';
import { placeRail } from '../../db/queries/place-view.ts';
import { almatyDate, almatyInstant } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { ageOn } from '../../domain/cohort.ts';
import type { Claim } from '../../preload/contract/common.ts';
import type {
  Count,
  JournalCounts,
  JournalFilter,
  JournalRow,
  JournalSort,
  RailCounts,
  Target,
} from '../../preload/contract/journal.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference } from '../reference.ts';
import { capped } from './capped.ts';
import { conditionsOf, deadlineOf, districtsOf, lightBounds, listAudience } from './conditions.ts';
import { openCursor, sealCursor } from './cursor.ts';

const MAX_SELECTED = 5000;

type ClaimColumns = Pick<
  JournalRecord,
  'claimed_by' | 'claimed_at' | 'claim_until' | 'claim_surname' | 'claim_given_name' | 'claim_patronymic'
>;

/** Who holds an application, from its row; null when nobody does. */
export function claimOf(officerIin: string, row: ClaimColumns): Claim | null {
  if (row.claimed_by === null || row.claimed_at === null || row.claim_until === null) {
    return null;
  }
  return {
    by: {
      iin: row.claimed_by,
      surname: row.claim_surname ?? '',
      givenName: row.claim_given_name ?? '',
      patronymic: row.claim_patronymic,
    },
    since: row.claimed_at,
    until: row.claim_until,
    mine: row.claimed_by === officerIin,
  };
}

/** One row of the log for the screen. */
export function journalRow(
  ctx: OfficerContext,
  reference: Reference,
  now: Date,
  row: JournalRecord,
): JournalRow {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    child: { surname: row.surname, givenName: row.given_name, iin: row.iin },
    category: row.category,
    priorityClass: row.priority_class,
    scansRead: row.scans_total - row.scans_unread,
    scansTotal: row.scans_total,
    age: ageOn(row.birth_date, almatyDate(now)),
    cohortYear: row.cohort_year,
    language: row.language,
    queueKind: row.queue_kind,
    channel: row.channel as JournalRow['channel'],
    districtId: row.district_id,
    status: row.status as JournalRow['status'],
    submittedAt: row.submitted_at,
    deadline: deadlineOf(reference, ctx.post.regionId, now, row),
    claim: claimOf(ctx.officer.iin, row),
    twins: row.twins,
    duplicate: row.duplicate,
  };
}

/** A page of the log under a filter, and the cursor of the next one. */
export async function page(
  ctx: OfficerContext,
  input: { filter: JournalFilter; sort: JournalSort; after: string | null; limit: number },
): Promise<{ rows: JournalRow[]; next: string | null }> {
  const { desk } = ctx;
  const audience = listAudience(ctx, input.filter, input.sort);
  const after = input.after === null ? null : openCursor(desk.secret, audience, input.after);
  const reference = await desk.reference.get();
  const now = desk.clock.now();
  const records = await desk.db.read(ctx.scope, async (tx) =>
    journalPage(tx, {
      districts: districtsOf(ctx, input.filter),
      filter: await conditionsOf(ctx, tx, reference, input.filter, now),
      by: input.sort.by,
      direction: input.sort.direction,
      after,
      limit: input.limit + 1,
    }),
  );
  const shown = records.slice(0, input.limit);
  const last = shown.at(-1);
  const next =
    records.length <= input.limit || last === undefined
      ? null
      : sealCursor(desk.secret, audience, { segment: last.segment, key: last.sort_key, id: last.id });
  return { rows: shown.map((row) => journalRow(ctx, reference, now, row)), next };
}

/** How many match, how many there are at all, and how the lights divide what matches without the light filter itself. */
export async function counts(ctx: OfficerContext, input: { filter: JournalFilter }): Promise<JournalCounts> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const districts = districtsOf(ctx, input.filter);
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const matching = await conditionsOf(ctx, tx, reference, input.filter, now);
    const base: JournalConditions = { ...matching, lights: undefined };
    const found = await journalCounts(tx, districts, {
      matching,
      red: { ...base, lights: ['red'] },
      amber: { ...base, lights: ['amber'] },
      green: { ...base, lights: ['green'] },
      paused: { ...base, lights: ['paused'] },
      done: { ...base, lights: ['done'] },
    });
    const all = await journalCounts(tx, ctx.post.districts, {
      all: await conditionsOf(ctx, tx, reference, {}, now),
    });
    return {
      matching: capped(found.matching),
      all: capped(all.all),
      lights: {
        red: capped(found.red),
        amber: capped(found.amber),
        green: capped(found.green),
        paused: capped(found.paused),
        done: capped(found.done),
      },
    };
  });
}

/** How many match each of several filters, in their order. */
export async function viewCounts(ctx: OfficerContext, input: { filters: JournalFilter[] }): Promise<Count[]> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const found: Count[] = [];
    for (const filter of input.filters) {
      const conditions = await conditionsOf(ctx, tx, reference, filter, now);
      const { view } = await journalCounts(tx, districtsOf(ctx, filter), { view: conditions });
      found.push(capped(view));
    }
    return found;
  });
}

/** The counts beside the rail's items. */
export async function rail(ctx: OfficerContext): Promise<RailCounts> {
  if (ctx.post.districts.length === 0) {
    // Heads and administrators have the rail too, and read no applications.
    const none = capped(0);
    return {
      ...{ mine: none, benefitScans: none, dueToday: none, overdue: none, unclaimed: none },
      ...{ freeSeats: none, referrals: none, seatRequests: none },
    };
  }
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const dayEnds = almatyInstant(addDays(almatyDate(now), 1), '00:00');
  const filters = railFilters(ctx.officer.iin, lightBounds(reference, ctx.post.regionId, now), dayEnds);
  const { found, places } = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    found: await journalCounts(tx, ctx.post.districts, filters),
    places: await placeRail(tx, ctx.post.districts),
  }));
  return {
    mine: capped(found.mine),
    benefitScans: capped(found.benefitScans),
    dueToday: capped(found.dueToday),
    overdue: capped(found.overdue),
    unclaimed: capped(found.unclaimed),
    freeSeats: capped(places.free),
    referrals: capped(places.referrals),
    seatRequests: capped(places.requests),
  };
}

/** Ids and versions of what the filter shows, at most 5000. */
export async function select(
  ctx: OfficerContext,
  input: { filter: JournalFilter; sort: JournalSort },
): Promise<{ targets: Target[]; capped: boolean }> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) =>
    journalTargets(tx, {
      districts: districtsOf(ctx, input.filter),
      filter: await conditionsOf(ctx, tx, reference, input.filter, now),
      by: input.sort.by,
      direction: input.sort.direction,
      limit: MAX_SELECTED + 1,
    }),
  );
  const targets = found.slice(0, MAX_SELECTED).map((row) => ({ id: row.id, expectedVersion: row.version }));
  return { targets, capped: found.length > MAX_SELECTED };
}
