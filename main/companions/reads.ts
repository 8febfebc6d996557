/** What the screens of companions read: the list, one of them, children to tick, a person by the IIN. */

import {
  companionCounts,
  companionDecisions,
  deliveriesOf,
  enrolledChildren,
  hasPhoto,
  knownPerson,
  type PermitRow,
  permitCounts,
  permitPage,
  permitsWhere,
  photoOf,
  standingOf,
} from '../../db/queries/companions.ts';
import { ageOn } from '../../domain/cohort.ts';
import { COMPANION_STATES, LIVE_COMPANION_STATES, permittedCompanionActs } from '../../domain/companions.ts';
import { normaliseQuery, shortName } from '../../domain/names.ts';
import { COMPANION_EVENTS } from '../../domain/status.ts';
import type {
  CompanionCard,
  CompanionChild,
  CompanionFilter,
  CompanionRow,
} from '../../preload/contract/companions.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { openCursor, sealCursor } from '../journal/cursor.ts';
import { type Reference, today } from '../reference.ts';
import { sniffPhoto } from './photo.ts';
import { EXPORT_TERM_MS, named, rowOf } from './rows.ts';
import { judge, rulesOf, told } from './rules.ts';

/** Children the search of the dialog shows at once. */
const MOST_CHILDREN = 50;
const MOST_DELIVERIES = 12;

/** A stretch of permits by the child's name. */
export async function page(
  ctx: OfficerContext,
  input: { filter: CompanionFilter; after: string | null; limit: number },
) {
  const { desk } = ctx;
  const now = desk.clock.now();
  const { filter } = input;
  const audience = `${ctx.officer.iin}:${ctx.post.postId}:companions:${JSON.stringify(filter)}`;
  const after = input.after === null ? null : openCursor(desk.secret, audience, input.after);
  const asked = {
    kindergartenId: filter.kindergartenId,
    states: filter.states.length === 0 ? LIVE_COMPANION_STATES : filter.states,
    lateBefore: filter.exportTrouble ? new Date(now.getTime() - EXPORT_TERM_MS) : null,
    words: wordsOf(filter.search ?? ''),
  };
  const read = await desk.db.read(ctx.scope, async (tx) => ({
    rows: await permitPage(
      tx,
      asked,
      after === null ? null : { name: after.key ?? '', id: after.id },
      input.limit + 1,
    ),
    counts: await permitCounts(tx, asked),
  }));
  const shown = read.rows.slice(0, input.limit);
  const last = shown.at(-1);
  const counts = Object.fromEntries(COMPANION_STATES.map((state) => [state, 0])) as Record<
    CompanionRow['state'],
    number
  >;
  for (const { state, n } of read.counts) counts[state] = n;
  return {
    rows: shown.map((row) => rowOf(row, now)),
    next:
      read.rows.length <= input.limit || last === undefined
        ? null
        : sealCursor(desk.secret, audience, { segment: 0, key: last.sort_name, id: last.id }),
    total: asked.states.reduce((sum, state) => sum + counts[state], 0),
    counts,
  };
}

/** Words as the family's search text has them, and as they are typed: a companion has no search text of its own. */
function wordsOf(search: string): readonly string[] {
  return normaliseQuery(search).tokens;
}

/** One permit with everything that bears on it. Opening it is written to the history. */
export async function card(ctx: OfficerContext, input: { permitId: string }): Promise<CompanionCard> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const on = today(ctx.desk.clock);
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const [row] = await permitsWhere(tx, { id: input.permitId });
    if (row === undefined) throw actError('NOT_FOUND');
    const isLive = LIVE_COMPANION_STATES.includes(row.state);
    const [judged] = await judge(
      tx,
      reference,
      askedOf(row),
      [row.application_id],
      on,
      isLive ? row.id : null,
    );
    return {
      row,
      isLive,
      judged,
      ofChild: await permitsWhere(tx, { childId: row.child_id }),
      ofCompanion: await permitsWhere(tx, { companionId: row.companion_id }),
      photo: await hasPhoto(tx, row.companion_id),
      decisions: await companionDecisions(tx, row.application_id, row.iin, COMPANION_EVENTS),
      deliveries: await deliveriesOf(tx, row.id, MOST_DELIVERIES),
      registrar:
        row.registered_by === null
          ? undefined
          : await tx
              .selectFrom('staff')
              .select(['iin', 'surname', 'given_name', 'patronymic'])
              .where('iin', '=', row.registered_by)
              .executeTakeFirst(),
    };
  });
  const { row, judged } = found;
  await recordReading(ctx, { id: row.application_id, district_id: row.district_id }, 'companions');
  const rules = rulesOf(reference, row.district_id, on);
  const live = (one: PermitRow): boolean => LIVE_COMPANION_STATES.includes(one.state);
  return {
    row: rowOf(row, now),
    birthDate: row.birth_date,
    age: ageOn(row.birth_date, on),
    hasPhoto: found.photo,
    companionId: row.companion_id,
    reason: reasonWords(reference, row.reason),
    cause: row.cause,
    registeredAt: row.registered_at,
    registeredBy: found.registrar === undefined ? null : named(found.registrar),
    obstacles: !found.isLive || row.is_applicant || judged === undefined ? [] : [...told(judged.obstacles)],
    ofChild: {
      have: found.ofChild.filter((one) => live(one) && !one.is_applicant).length,
      most: rules.companionMaxPerChild,
    },
    ofCompanion: {
      have: judged?.children ?? 0,
      most: rules.companionMaxChildren,
      children: found.ofCompanion
        .filter((one) => live(one) && one.child_id !== row.child_id)
        .map((one) => ({
          iin: one.child_iin,
          surname: one.child_surname,
          givenName: one.child_given_name,
          patronymic: one.child_patronymic,
        })),
    },
    others: found.ofChild.filter((one) => one.id !== row.id && live(one)).map((one) => rowOf(one, now)),
    decisions: found.decisions.map((one) => ({
      id: one.id,
      number: one.number,
      act: one.act,
      at: one.decided_at,
      by: { iin: one.staff_iin, surname: one.surname, givenName: one.given_name, patronymic: one.patronymic },
      reason: reasonWords(reference, one.reason),
    })),
    exports: found.deliveries.map((one) => ({
      channel: one.channel,
      change: one.change,
      queuedAt: one.queued_at,
      state: one.state,
      at: one.sent_at,
      error: one.error,
      attempts: one.attempts,
    })),
    permitted: [...permittedCompanionActs(row.state, ctx.post.role)],
  };
}

/** A permit as the rules look at it. */
export function askedOf(row: PermitRow) {
  return {
    iin: row.iin,
    surname: row.surname,
    givenName: row.given_name,
    patronymic: row.patronymic,
    birthDate: row.birth_date,
    phone: row.phone,
    relation: row.relation,
    days: { from: row.valid_from, to: row.valid_to },
  };
}

function reasonWords(reference: Reference, code: string | null) {
  const reason = code === null ? null : reference.reason(code);
  return reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en };
}

/** The photo, where the family gave one. */
export async function photo(
  ctx: OfficerContext,
  input: { permitId: string },
): Promise<{ photo: Blob | null }> {
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const [row] = await permitsWhere(tx, { id: input.permitId });
    if (row === undefined) throw actError('NOT_FOUND');
    return await photoOf(tx, row.companion_id);
  });
  if (found === undefined || sniffPhoto(found.content) !== found.media_type) return { photo: null };
  return { photo: new Blob([Uint8Array.from(found.content)], { type: found.media_type }) };
}

/** Children in kindergartens of the scope, by the words of the search box or of one family. */
export async function children(
  ctx: OfficerContext,
  input: { search: string; applicationId: string | null },
): Promise<CompanionChild[]> {
  const words = wordsOf(input.search);
  if (input.applicationId === null && words.length === 0) return [];
  const reference = await ctx.desk.reference.get();
  const on = today(ctx.desk.clock);
  const rows = await ctx.desk.db.read(ctx.scope, (tx) =>
    enrolledChildren(
      tx,
      input.applicationId === null ? { words } : { applicationId: input.applicationId },
      MOST_CHILDREN,
    ),
  );
  return rows.map((row) => ({
    applicationId: row.application_id,
    applicationNumber: row.application_number,
    version: row.version,
    child: named(row),
    kindergarten: row.kindergarten,
    groupName: row.group_name,
    applicantId: row.applicant_id,
    applicantName: shortName({
      surname: row.applicant_surname,
      givenName: row.applicant_given_name,
      patronymic: row.applicant_patronymic,
    }),
    added: row.added,
    most: rulesOf(reference, row.district_id, on).companionMaxPerChild,
  }));
}

/** What is known of a person by the IIN: from records of the scope alone, and whether it works in a kindergarten now. */
export async function lookUp(ctx: OfficerContext, input: { iin: string }) {
  const on = today(ctx.desk.clock);
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    known: await knownPerson(tx, input.iin),
    standing: await standingOf(tx, input.iin, on, null),
  }));
  const { known } = read;
  return {
    known:
      known === undefined
        ? null
        : { ...named(known), birthDate: known.birth_date, sex: known.sex, phone: null },
    isStaff: read.standing.is_staff,
  };
}

export async function rail(ctx: OfficerContext): Promise<{ waiting: number; trouble: number }> {
  const lateBefore = new Date(ctx.desk.clock.now().getTime() - EXPORT_TERM_MS);
  return await ctx.desk.db.read(ctx.scope, (tx) => companionCounts(tx, lateBefore));
}
