/** Why a child stands where it stands: now from the database's figures, at a past moment from the whole order of then. */
import { applicationById } from '../../db/queries/applications.ts';
import { queueAt, staysOf } from '../../db/queries/queue-moments.ts';
import {
  childrenOf,
  type FiguresRow,
  figuresOf,
  queueById,
  sliceOf,
  turnsNow,
  wantedSeats,
} from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { fullName, listName } from '../../domain/names.ts';
import { isoOfMicros, type QueuePlace } from '../../domain/queue-order.ts';
import {
  neighboursOf,
  type PlaceFigures,
  placeFigures,
  placeReasons,
  placeStrip,
  type Relation,
  relationTo,
} from '../../domain/queue-place.ts';
import type { PlaceExplanation } from '../../preload/contract/queue.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { actError, refused } from '../errors.ts';
import type { Reference, RuleProfileRow } from '../reference.ts';
import { classOf, entryOf, keyOf, profileAt, ratioOf, readMoment } from './moment.ts';
import { lineOf } from './profile-rows.ts';

const BEFORE = 3;
const BEHIND = 2;

/** A place in its queue at a moment, before anybody is named. */
export interface ExplainedPlace {
  readonly queueId: number;
  readonly key: PlaceExplanation['key'];
  readonly profile: RuleProfileRow;
  readonly at: Date;
  readonly figures: PlaceFigures;
  readonly live: readonly number[];
  readonly around: readonly (Pick<QueuePlace, 'entry' | 'place'> & { readonly relation: Relation })[];
}

/**
 * Explains a place. `at` null: now. Throws REFUSED (NOT_WAITING) when the application waited in no queue then, or is beyond
 * the scope of the transaction.
 */
export async function explainPlace(
  tx: Reader,
  reference: Reference,
  applicationId: string,
  now: Date,
  at: Date | null,
): Promise<ExplainedPlace> {
  return at === null
    ? await explainNow(tx, reference, applicationId, now)
    : await explainThen(tx, reference, applicationId, at);
}

async function explainNow(
  tx: Reader,
  reference: Reference,
  applicationId: string,
  now: Date,
): Promise<ExplainedPlace> {
  const row = await figuresOf(tx, applicationId);
  const queue = row === undefined ? undefined : await queueById(tx, row.queue_id);
  if (row === undefined || queue === undefined) throw refused({ code: 'NOT_WAITING' });
  const profile = profileAt(reference, queue.district_id, now);
  const turns = await turnsNow(tx, queue.id, profile.id);
  return {
    queueId: queue.id,
    key: keyOf(queue),
    profile,
    at: now,
    figures: figuresFrom(row),
    live: liveOf(turns),
    around: await aroundNow(tx, queue.id, row.place, applicationId),
  };
}

function liveOf({
  voids,
  last_turn,
}: {
  readonly voids: readonly number[];
  readonly last_turn: number;
}): number[] {
  const gaps = new Set(voids);
  return Array.from({ length: last_turn }, (_, i) => i + 1).filter((turn) => !gaps.has(turn));
}

/** The database's counts as the domain's figures. */
export function figuresFrom(row: FiguresRow): PlaceFigures {
  const ahead = row.place - 1;
  const isBenefit = row.stream === 'benefit';
  const benefitAhead = isBenefit ? row.ahead_in_stream : ahead - row.ahead_in_stream;
  return {
    place: row.place,
    total: row.benefit_total + row.ordinary_total,
    turn: row.turn,
    stream: row.stream,
    cause: row.cause,
    priorityClass: classOf(row.own_class),
    at: Number(row.own_micros),
    ahead,
    benefitAhead,
    ordinaryAhead: ahead - benefitAhead,
    benefitTotal: row.benefit_total,
    benefitBehind: row.benefit_total - benefitAhead - (isBenefit ? 1 : 0),
    higherClassAhead: row.higher_class_ahead,
    earlierAhead: row.ahead_in_stream - row.higher_class_ahead,
    together: row.together_ahead,
  };
}

async function aroundNow(
  tx: Reader,
  queueId: number,
  place: number,
  applicationId: string,
): Promise<ExplainedPlace['around']> {
  const first = Math.max(1, place - BEFORE);
  const slice = await sliceOf(tx, queueId, first, place - first + 1 + BEHIND);
  const entries = new Map(
    (
      await staysOf(
        tx,
        slice.map((row) => row.application_id),
      )
    ).map((stay) => [stay.application_id, entryOf(stay)]),
  );
  const places = slice.flatMap((row): QueuePlace[] => {
    const entry = entries.get(row.application_id);
    return entry === undefined
      ? []
      : [{ entry, place: row.place, turn: row.turn, stream: row.stream, cause: row.cause }];
  });
  const own = places.find((one) => one.entry.id === applicationId);
  return own === undefined ? [] : places.map((one) => ({ ...one, relation: relationTo(own, one) }));
}

async function explainThen(
  tx: Reader,
  reference: Reference,
  applicationId: string,
  at: Date,
): Promise<ExplainedPlace> {
  const queueId = await queueAt(tx, applicationId, at);
  const queue = queueId === undefined ? undefined : await queueById(tx, queueId);
  if (queue === undefined) throw refused({ code: 'NOT_WAITING' });
  const moment = await readMoment(tx, reference, queue, at);
  const figures = placeFigures(moment.order, applicationId);
  if (figures === null) throw refused({ code: 'NOT_WAITING' });
  return {
    queueId: queue.id,
    key: moment.key,
    profile: moment.profile,
    at,
    figures,
    live: moment.live,
    around: neighboursOf(moment.order, applicationId, BEFORE, BEHIND),
  };
}

/** The explanation for the screen. Reading it is written to the history. Throws NOT_FOUND, REFUSED (NOT_WAITING). */
export async function explain(
  ctx: OfficerContext,
  input: { applicationId: string; at: Date | null },
): Promise<PlaceExplanation> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const application = await applicationById(tx, input.applicationId);
    if (application === undefined) throw actError('NOT_FOUND');
    const explained = await explainPlace(tx, reference, input.applicationId, now, input.at);
    const ids = explained.around.map((one) => one.entry.id);
    const names = new Map((await childrenOf(tx, ids)).map((child) => [child.id, child]));
    // What is free was so now: of a past moment it would tell nothing true.
    const seats =
      input.at === null ? await wantedSeats(tx, input.applicationId, otherAhead(explained.figures), now) : [];
    return { application, explained, names, seats };
  });
  await recordReading(ctx, found.application, 'queue');
  const { application, explained } = found;
  return {
    applicationId: application.id,
    applicationVersion: application.version,
    number: application.number,
    child: {
      fullName: fullName({
        surname: application.child_surname,
        givenName: application.child_given_name,
        patronymic: application.child_patronymic,
      }),
      iin: application.child_iin,
      birthDate: application.child_birth_date,
    },
    key: explained.key,
    profile: lineOf(reference, explained.profile),
    at: explained.at,
    ...figuresShown(explained.figures),
    reasons: placeReasons(explained.figures, ratioOf(explained.profile)).map((one) => ({
      code: one.code,
      values: { ...one.values },
    })),
    strip: [...placeStrip(explained.figures, ratioOf(explained.profile), explained.live)],
    neighbours: explained.around.flatMap(({ entry, place, relation }) => {
      const child = found.names.get(entry.id);
      return child === undefined
        ? []
        : [
            {
              applicationId: entry.id,
              place,
              priorityClass: entry.own.priorityClass,
              childName: listName({
                surname: child.surname,
                givenName: child.given_name,
                patronymic: null,
              }),
              submittedAt: isoOfMicros(entry.own.at),
              relation,
            },
          ];
    }),
    seats: found.seats.map((one) => ({
      kindergartenId: one.kindergarten_id,
      name: one.name,
      free: one.free,
      wantedAhead: one.wanted_ahead,
    })),
  };
}

function otherAhead(figures: PlaceFigures): number {
  return figures.stream === 'benefit' ? figures.ordinaryAhead : figures.benefitAhead;
}

function figuresShown({ at: _at, priorityClass: _class, together: _together, ...shown }: PlaceFigures) {
  return shown;
}
