/** The children of the head's kindergarten, and the counts of its rail. */
import { type ChildRow, childrenCount, childrenPage, headCounts } from '../../db/queries/place-children.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { normaliseQuery, shortName } from '../../domain/names.ts';
import type { EnrolledChild } from '../../preload/contract/admissions.ts';
import type { OfficerContext } from '../context.ts';
import { BadInput } from '../errors.ts';
import { openCursor, sealCursor } from '../journal/cursor.ts';
import { type Reference, today } from '../reference.ts';

interface Input {
  readonly groupId: number | null;
  readonly search: string | null;
  readonly ended: boolean;
  readonly after: string | null;
  readonly limit: number;
}

/** A stretch of the children by name. */
export async function children(
  ctx: OfficerContext,
  input: Input,
): Promise<{ rows: EnrolledChild[]; next: string | null; total: number }> {
  const { desk } = ctx;
  const reference = await desk.reference.get();
  const audience = `${ctx.officer.iin}:${ctx.post.postId}:children:${input.groupId ?? ''}:${input.ended}:${input.search ?? ''}`;
  const after = input.after === null ? null : openCursor(desk.secret, audience, input.after);
  const query = normaliseQuery(input.search ?? '');
  const filter = { groupId: input.groupId, words: query.tokens, ended: input.ended };
  const read = await desk.db.read(ctx.scope, async (tx) => ({
    rows: await childrenPage(
      tx,
      filter,
      after === null ? null : { name: after.key ?? '', id: after.id },
      input.limit + 1,
    ),
    total: await childrenCount(tx, filter),
  }));
  const shown = read.rows.slice(0, input.limit);
  const last = shown.at(-1);
  const next =
    read.rows.length <= input.limit || last === undefined
      ? null
      : sealCursor(desk.secret, audience, { segment: 0, key: last.sort_name, id: last.id });
  return { rows: shown.map((row) => childOf(reference, row)), next, total: read.total };
}

function childOf(reference: Reference, row: ChildRow): EnrolledChild {
  const reason = row.end_reason === null ? null : reference.reason(row.end_reason);
  return {
    enrolmentId: row.id,
    applicationId: row.application_id,
    applicationVersion: row.application_version,
    child: {
      surname: row.surname,
      givenName: row.given_name,
      iin: row.iin,
      birthDate: row.birth_date,
    },
    applicantName: shortName({
      surname: row.applicant_surname,
      givenName: row.applicant_given_name,
      patronymic: row.applicant_patronymic,
    }),
    phone: row.phone,
    groupId: row.group_id,
    groupName: row.group_name,
    contractNumber: row.contract_number,
    contractOn: row.contract_on,
    enrolledOn: row.enrolled_on,
    endedOn: row.ended_on,
    endReason: reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en },
  };
}

/** The counts beside the head's rail. */
export async function rail(ctx: OfficerContext) {
  const dayEnds = almatyInstant(addDays(today(ctx.desk.clock), 1), '00:00');
  const { kindergartenId } = ctx.post;
  if (kindergartenId == null) throw new BadInput('post');
  const counts = await ctx.desk.db.read(ctx.scope, (tx) => headCounts(tx, kindergartenId, dayEnds));
  return {
    incoming: counts.incoming,
    dueToday: counts.due_today,
    children: counts.children,
    freed: counts.freed,
    requests: counts.requests,
  };
}
