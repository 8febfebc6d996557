import { createHash } from 'node:crypto';
import type { ReadTransaction } from '../../db/open.ts';
import type { JournalConditions, LightBounds } from '../../db/queries/journal.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { addWorkingDays, almatyDate, almatyInstant, deadlineLight } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { normaliseQuery } from '../../domain/names.ts';
import { type ApplicationStatus, deadlinePhase } from '../../domain/status.ts';
import type { Deadline } from '../../preload/contract/common.ts';
import type { JournalFilter, JournalSort } from '../../preload/contract/journal.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference } from '../reference.ts';

/** The lights of this moment as instants; see `LightBounds`. */
export function lightBounds(reference: Reference, regionId: number | null, now: Date): LightBounds {
  const greenDay = addWorkingDays(reference.calendar(regionId), almatyDate(now), 2);
  return { now, greenFrom: almatyInstant(greenDay, '00:00') };
}

/** The districts a filter asks for, of those the post reads. */
export function districtsOf(ctx: OfficerContext, filter: JournalFilter): readonly number[] {
  const asked = filter.districts ?? [];
  return asked.length === 0 ? ctx.post.districts : ctx.post.districts.filter((id) => asked.includes(id));
}

/** Makes a filter absolute: relative days become instants in Almaty, the search box becomes ids. */
export async function conditionsOf(
  ctx: OfficerContext,
  tx: ReadTransaction,
  reference: Reference,
  filter: JournalFilter,
  now: Date,
): Promise<JournalConditions> {
  const submittedFrom =
    filter.submittedLastDays === undefined
      ? filter.submittedFrom
      : addDays(almatyDate(now), 1 - filter.submittedLastDays);
  const start = (day: string | undefined): Date | undefined =>
    day === undefined ? undefined : almatyInstant(day, '00:00');
  const after = (day: string | undefined): Date | undefined =>
    day === undefined ? undefined : start(addDays(day, 1));
  return {
    officer: ctx.officer.iin,
    bounds: lightBounds(reference, ctx.post.regionId, now),
    found: await foundIds(tx, filter.search),
    queueKinds: filter.queueKinds,
    cohortYears: filter.cohortYears,
    statuses: filter.statuses,
    categories: filter.categories,
    benefit: filter.benefit,
    channels: filter.channels,
    languages: filter.languages,
    submittedFrom: start(submittedFrom),
    submittedBefore: filter.submittedLastDays === undefined ? after(filter.submittedTo) : undefined,
    lights: filter.lights,
    deadlineFrom: start(filter.deadlineFrom),
    deadlineBefore: after(filter.deadlineTo),
    claimed: filter.claimed,
    claimedBy: filter.claimedBy,
    unreadScans: filter.unreadScans,
    possibleDuplicates: filter.possibleDuplicates,
  };
}

async function foundIds(tx: ReadTransaction, search: string | undefined): Promise<readonly string[] | null> {
  if (search === undefined || search.trim() === '') {
    return null;
  }
  const query = normaliseQuery(search);
  // Signs only («---»): something was asked for, and nothing can match it.
  return query.tokens.length === 0 ? [] : await searchApplications(tx, query);
}

/** The deadline of one application as the screen shows it. */
export function deadlineOf(
  reference: Reference,
  regionId: number | null,
  now: Date,
  row: {
    readonly status: string;
    readonly deadline_at: Date | null;
    readonly decided_at: Date | null;
    readonly status_since: Date;
  },
): Deadline {
  const phase = deadlinePhase(row.status as ApplicationStatus);
  const doneOn = phase === 'done' ? almatyDate(row.decided_at ?? row.status_since) : null;
  const { light, workingDays } = deadlineLight(reference.calendar(regionId), now, row.deadline_at, {
    paused: phase === 'paused',
    doneOn,
  });
  const days =
    light === 'paused' || light === 'done' ? null : light === 'red' ? 0 - workingDays : workingDays;
  return { light, at: row.deadline_at, days, doneOn };
}

/** Names a list for its cursors: the same officer, post, filter and order, or the cursor is of another list. */
export function listAudience(ctx: OfficerContext, filter: JournalFilter, sort: JournalSort): string {
  const canonical = JSON.stringify([filter, sort], (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  const digest = createHash('sha256').update(canonical).digest('base64url');
  return `${ctx.officer.iin}:${ctx.post.postId}:${digest}`;
}
