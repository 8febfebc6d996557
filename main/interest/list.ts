/** The register of interest: four lists, each in the order in which it is worked through. */
import {
  type InterestQuery,
  type InterestRow as InterestRecord,
  interestCount,
  interestPage,
} from '../../db/queries/interest.ts';
import { actorIn } from '../../db/queries/names.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { daysBetween } from '../../domain/civil-date.ts';
import { interestLostOn, interestStanding } from '../../domain/interest.ts';
import { fullName, normaliseQuery } from '../../domain/names.ts';
import { isPermitted } from '../../domain/status.ts';
import type { InterestList, InterestRow } from '../../preload/contract/interest.ts';
import type { Count } from '../../preload/contract/journal.ts';
import type { OfficerContext } from '../context.ts';
import { capped } from '../journal/capped.ts';
import { openCursor, sealCursor } from '../journal/cursor.ts';
import { type Reference, today } from '../reference.ts';
import { interestTermsOf } from './terms.ts';

const LISTS: readonly InterestList[] = ['due', 'overdue', 'confirmed', 'removed'];

/** A page of a list, narrowed by a search of the log's own kind. */
export async function page(
  ctx: OfficerContext,
  input: { list: InterestList; search: string; after: string | null; limit: number },
): Promise<{ rows: InterestRow[]; next: string | null; matching: Count }> {
  const { desk } = ctx;
  const asked = input.search.trim();
  const audience = `${ctx.officer.iin}:${ctx.post.postId}:interest:${input.list}:${asked}`;
  const after = input.after === null ? null : openCursor(desk.secret, audience, input.after);
  const reference = await desk.reference.get();
  const on = today(desk.clock);
  const read = await desk.db.read(ctx.scope, async (tx) => {
    const query = await queryOf(ctx, tx, input.list, asked, on);
    return {
      rows: await interestPage(tx, query, after, input.limit + 1),
      matching: capped(await interestCount(tx, query)),
    };
  });
  const shown = read.rows.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => showRow(ctx, reference, row, on)),
    next:
      read.rows.length <= input.limit || last === undefined
        ? null
        : sealCursor(desk.secret, audience, { segment: 0, key: last.sort_key, id: last.application_id }),
    matching: read.matching,
  };
}

async function queryOf(
  ctx: OfficerContext,
  tx: Reader,
  list: InterestList,
  asked: string,
  on: string,
): Promise<InterestQuery> {
  const query = normaliseQuery(asked);
  // Signs only («---»): something was asked for, and nothing can match it.
  const found = asked === '' ? null : query.tokens.length === 0 ? [] : await searchApplications(tx, query);
  return { list, districts: ctx.post.districts, today: on, found };
}

/** How many stand in each list. */
export async function counts(ctx: OfficerContext): Promise<Record<InterestList, Count>> {
  const on = today(ctx.desk.clock);
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const told: Partial<Record<InterestList, Count>> = {};
    for (const list of LISTS) {
      told[list] = capped(
        await interestCount(tx, { list, districts: ctx.post.districts, today: on, found: null }),
      );
    }
    return told as Record<InterestList, Count>;
  });
}

function showRow(ctx: OfficerContext, reference: Reference, row: InterestRecord, on: string): InterestRow {
  const terms = interestTermsOf(reference, row.district_id, on);
  const { role } = ctx.post;
  const open = interestStanding(terms, row.due_on, on) !== 'later';
  return {
    applicationId: row.application_id,
    number: row.number,
    version: row.version,
    status: row.status,
    child: { surname: row.surname, givenName: row.given_name, iin: row.iin },
    applicant: fullName({
      surname: row.applicant_surname,
      givenName: row.applicant_given_name,
      patronymic: row.applicant_patronymic,
    }),
    phone: row.phone,
    queuedOn: row.queued_on,
    dueOn: row.due_on,
    daysLeft: daysBetween(on, row.due_on),
    lostOn: interestLostOn(terms, row.due_on),
    remindedAt: row.reminded_at,
    confirmed: confirmationOf(row),
    removedAt: row.removed_at,
    restoreUntil: row.restore_until,
    confirmable: open && isPermitted(row.status, 'confirm_interest', role),
    restorable:
      row.status === 'removed_no_interest' &&
      row.restore_until !== null &&
      row.restore_until >= on &&
      isPermitted(row.status, 'restore', role),
  };
}

function confirmationOf(row: InterestRecord): InterestRow['confirmed'] {
  if (row.confirmed_at === null || row.confirmed_how === null) return null;
  return {
    at: row.confirmed_at,
    how: row.confirmed_how,
    note: row.confirmed_note,
    by: actorIn({
      surname: row.confirmed_surname,
      given_name: row.confirmed_given_name,
      patronymic: row.confirmed_patronymic,
    }),
  };
}
