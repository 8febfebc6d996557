/** The place of a child over time, with what changed it: one walk over everything that happened in its queue. */
import { type OwnStay, ownStays, staysBeside, turnsEver } from '../../db/queries/queue-moments.ts';
import { queueById } from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyDate, almatyInstant } from '../../domain/calendar.ts';
import type { PlaceStep } from '../../preload/contract/queue.ts';
import { requireApplication } from '../applications/card.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference, RuleProfileRow } from '../reference.ts';
import { ratioOf } from './moment.ts';
import { QueueWalk, type WalkEvent } from './walk.ts';

type Change = PlaceStep['change'];

/** Steps of a place, oldest first: whenever it changed, and where it is now if the child still waits. NOT_FOUND beyond the scope. */
export async function steps(ctx: OfficerContext, input: { applicationId: string }): Promise<PlaceStep[]> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, input.applicationId);
    return await placeSteps(tx, reference, input.applicationId, now);
  });
}

/** The same without an officer, under the scope of the transaction. `each`: steps of one kind and day are not joined. */
export async function placeSteps(
  tx: Reader,
  reference: Reference,
  applicationId: string,
  now: Date,
  told: 'joined' | 'each' = 'joined',
): Promise<PlaceStep[]> {
  const all: PlaceStep[] = [];
  let leftAt: string | null = null;
  let lastQueue: number | null = null;
  for (const stay of await ownStays(tx, applicationId)) {
    const walked = await walkStay(tx, reference, stay, now);
    // Moved within its queue (another class, its family): it never left.
    const first: Change = stay.entered_micros === leftAt && stay.queue_id === lastQueue ? 'rules' : 'entered';
    all.push(...walked.map((step, i) => (i === 0 ? { ...step, change: first } : step)));
    leftAt = stay.left_micros;
    lastQueue = stay.queue_id;
  }
  const steps = told === 'joined' ? joinDays(all) : all;
  const last = steps.at(-1);
  if (last === undefined || leftAt !== null) return steps;
  return [...steps, { at: now, place: last.place, total: last.total, change: 'now', count: 0 }];
}

async function walkStay(tx: Reader, reference: Reference, own: OwnStay, now: Date): Promise<PlaceStep[]> {
  const beside = (await staysBeside(tx, own.id)).filter((stay) => stay.left_micros !== stay.entered_micros);
  const mine = beside.find((stay) => stay.id === own.id);
  const queue = await queueById(tx, own.queue_id);
  // One that entered and left in the same moment stood nowhere.
  if (mine === undefined || queue === undefined) return [];
  const from = Number(mine.entered_micros);
  const to = mine.left_micros === null ? Number.POSITIVE_INFINITY : Number(mine.left_micros) - 1;
  const region = reference.districts.get(queue.district_id)?.region_id ?? null;
  const walk = new QueueWalk({ stream: mine.stream, pos: mine.pos, size: beside.length });
  const events: WalkEvent[] = [
    ...beside
      .filter((stay) => stay.id !== own.id)
      .flatMap(({ stream, pos, served, entered_micros, left_micros }): WalkEvent[] => [
        { at: Number(entered_micros), kind: 'enter', stream, pos },
        ...(left_micros === null
          ? []
          : [{ at: Number(left_micros), kind: 'leave', stream, pos, served } as const]),
      ]),
    ...(await turnsEver(tx, queue.id)).flatMap(
      ({ rule_profile_id: profile, turn, taken_micros, voided_micros }): WalkEvent[] => [
        { at: Number(taken_micros), kind: 'take', profile, turn },
        ...(voided_micros === null
          ? []
          : [{ at: Number(voided_micros), kind: 'void', profile, turn } as const]),
      ],
    ),
    ...rulesOf(reference, region, from, Math.min(to, now.getTime() * 1000)),
  ];
  return walk.steps(events, from, to);
}

/** The profile in force when the stay began, and every other one that came into force while it lasted. */
function rulesOf(reference: Reference, region: number | null, from: number, to: number): WalkEvent[] {
  const inForce = (at: number): RuleProfileRow | null =>
    reference.profile(region, almatyDate(new Date(at / 1000)));
  const days = new Set(
    reference.profiles.flatMap((profile) => [profile.valid_from, profile.valid_to ?? profile.valid_from]),
  );
  const times = [from, ...[...days].map((day) => almatyInstant(day, '00:00').getTime() * 1000)]
    .filter((at) => at >= from && at <= to)
    .toSorted((a, b) => a - b);
  const events: WalkEvent[] = [];
  let last: number | null = null;
  for (const at of times) {
    const profile = inForce(at);
    if (profile === null || profile.id === last) continue;
    events.push({ at, kind: 'rules', profile: profile.id, ratio: ratioOf(profile) });
    last = profile.id;
  }
  return events;
}

/** Steps of one kind that follow each other on one day are one step. */
function joinDays(steps: readonly PlaceStep[]): PlaceStep[] {
  const joined: PlaceStep[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    const same =
      last !== undefined &&
      last.change === step.change &&
      step.count > 0 &&
      almatyDate(last.at) === almatyDate(step.at);
    if (same) joined[joined.length - 1] = { ...step, count: last.count + step.count };
    else joined.push(step);
  }
  return joined;
}
