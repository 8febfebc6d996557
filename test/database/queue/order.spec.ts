/** The order the database keeps is the domain's, now and at every moment gone by; so are the reasons and the steps of a place. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begunReferral } from '../../../db/queries/queue-moments.ts';
import { placesOf, queueById, wantedSeats } from '../../../db/queries/queue-view.ts';
import type { Reader } from '../../../db/queries/reader.ts';
import { almatyDate } from '../../../domain/calendar.ts';
import { entryOf, microsOf, orderQueue, withFamilies } from '../../../domain/queue-order.ts';
import { neighboursOf, placeFigures } from '../../../domain/queue-place.ts';
import { explainPlace } from '../../../main/queue/explain.ts';
import { readMoment } from '../../../main/queue/moment.ts';
import { proveReferral } from '../../../main/queue/replay.ts';
import { placeSteps } from '../../../main/queue/steps.ts';
import type { Reference } from '../../../main/reference.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { type Happening, RandomQueue, referenceOf } from './random-queue.ts';

const who = fc.nat(30);
const family = fc.record({
  kind: fc.constant('family' as const),
  priority: fc.constantFrom('out_of_turn', 'priority', 'ordinary', 'ordinary', 'ordinary' as const),
  // Few minutes: applications of one moment are told apart by their numbers. And weeks: counts are kept by them.
  minute: fc.oneof(
    fc.nat(40),
    fc.nat(30).map((n) => n * 10_079),
  ),
  twinOf: fc.option(who, { freq: 4 }),
});
const act: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'offer' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('offer_out_of_order' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('decline', 'cancel'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'resume', 'ordinary'), who }) },
  { weight: 2, arbitrary: family },
);
const story = fc.tuple(
  fc.array(family, { minLength: 6, maxLength: 10 }),
  fc.array(act, { minLength: 10, maxLength: 16 }),
);

describe.each(ENGINES)('the order of a queue on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let reference: Reference;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    reference = await referenceOf(test);
  });
  afterAll(() => test.close());

  const read = <T>(fn: (tx: Reader) => Promise<T>): Promise<T> => test.desk.read(world.mini.mine, fn);

  /** What the applications themselves say, without a look at what the triggers kept. */
  async function orderOfApplications(queue: RandomQueue) {
    const rows = await world.rows<{
      id: string;
      number: string;
      priority: 'out_of_turn' | 'priority' | 'ordinary';
      at: string;
      twin_group: string | null;
      applicant_id: string;
    }>(`select id, number, priority_class as priority, twin_group, applicant_id,
        to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from application where cohort_year = ${queue.cohort} and status = 'queued'`);
    const live = await world.rows<{ turn: number }>(
      `select turn from queue_turn where queue_id = ${await queue.id()} and voided_at is null`,
    );
    const entries = rows.map((row) => ({
      ...entryOf({ id: row.id, number: row.number, priorityClass: row.priority, at: microsOf(row.at) }),
      twinGroup: row.twin_group,
      applicantId: row.applicant_id,
    }));
    const profile = reference.profile(null, almatyDate(new Date()));
    if (profile === null) throw new Error('PROFILE');
    return orderQueue(
      withFamilies(entries, profile.together),
      { benefitPlaces: profile.benefit_places, ordinaryPlaces: profile.ordinary_places },
      live.map((row) => row.turn),
    );
  }

  it('is that of its applications after whatever happened, and every moment can be read again', async () => {
    const happened = new Set<Happening['kind']>();
    await fc.assert(
      fc.asyncProperty(story, async ([families, happenings]) => {
        const queue = await RandomQueue.make(world);
        await queue.run([...families, ...happenings]);
        for (const kind of queue.happened) happened.add(kind);
        const last = queue.snapshots.at(-1);
        const expected = await orderOfApplications(queue);
        expect(last?.order).toEqual(
          expected.map(({ entry, place, turn, stream, cause }) => ({
            id: entry.id,
            place,
            turn,
            stream,
            cause,
          })),
        );
        const record = await read((tx) => queueById(tx, queue.queueId));
        if (record === undefined) throw new Error('QUEUE');
        for (const { at, order } of queue.snapshots) {
          const then = await read((tx) => readMoment(tx, reference, record, at));
          expect(
            then.order.map(({ entry, place, turn, stream, cause }) => ({
              id: entry.id,
              place,
              turn,
              stream,
              cause,
            })),
          ).toEqual(order);
        }
        await explainedAlike(queue, record);
        await stepsTold(queue);
        await proven(queue);
        await foundAlike(queue);
        expect(await world.rows(`select * from kezek.queue_count_faults()`)).toEqual([]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
    expect([...happened]).toEqual(
      expect.arrayContaining(['family', 'offer', 'offer_out_of_order', 'decline', 'cancel']),
    );
  }, 300_000);

  /** The figures the database counts are those of the whole order, and an explanation of this moment is one of now. */
  async function explainedAlike(queue: RandomQueue, record: Parameters<typeof readMoment>[2]): Promise<void> {
    const now = new Date();
    const { order } = await read((tx) => readMoment(tx, reference, record, now));
    for (const { entry } of order) {
      const explained = await read((tx) => explainPlace(tx, reference, entry.id, now, null));
      const otherAhead = order.filter(
        (one) => one.place < explained.figures.place && one.stream !== explained.figures.stream,
      );
      const seats = await read((tx) => wantedSeats(tx, entry.id, otherAhead.length, now));
      expect(seats.map((seat) => seat.wanted_ahead)).toEqual(
        entry.wants.map(
          (wish) =>
            order.slice(0, explained.figures.place - 1).filter((one) => one.entry.wants.includes(wish))
              .length,
        ),
      );
      expect(explained.figures).toEqual(placeFigures(order, entry.id));
      expect(explained.around.map((one) => [one.entry.id, one.place, one.relation])).toEqual(
        neighboursOf(order, entry.id).map((one) => [one.entry.id, one.place, one.relation]),
      );
      const then = await read((tx) => explainPlace(tx, reference, entry.id, now, now));
      expect({ ...then, live: then.live.toSorted((a, b) => a - b) }).toEqual({
        ...explained,
        around: then.around,
      });
    }
    expect(queue.snapshots.at(-1)?.order).toHaveLength(order.length);
  }

  /** A search that finds few and one that finds many give the same places. */
  async function foundAlike(queue: RandomQueue): Promise<void> {
    const profile = reference.profile(null, almatyDate(new Date()));
    if (profile === null) throw new Error('PROFILE');
    const ids = queue.families.map((one) => one.id);
    const many = [...ids, ...Array.from({ length: 60 }, (_, i) => String(9_000_000 + i))];
    const few = await read((tx) => placesOf(tx, queue.queueId, profile, ids, 2, 100));
    expect(few).toEqual(await read((tx) => placesOf(tx, queue.queueId, profile, many, 2, 100)));
    expect(few.map((row) => row.application_id)).toEqual(
      queue.snapshots
        .at(-1)
        ?.order.slice(1)
        .map((one) => one.id),
    );
  }

  /** Every referral there ever was is proven: next, or put before others by a reason that was signed. */
  async function proven(queue: RandomQueue): Promise<void> {
    const referrals = await world.rows<{ id: string; passed: number }>(
      `select id, passed from referral where queue_id = ${queue.queueId}`,
    );
    for (const { id, passed } of referrals) {
      const referral = await read((tx) => begunReferral(tx, { id }));
      if (referral === undefined) throw new Error('REFERRAL');
      const proof = await read((tx) => proveReferral(tx, reference, referral));
      expect([id, proof.faults, proof.verdict]).toEqual([id, [], passed > 0 ? 'passed_over' : 'was_next']);
      expect(proof.passed.filter((one) => one.why !== 'together')).toHaveLength(passed);
      const before = queue.snapshots.findLast((one) => one.at < proof.at);
      expect([proof.place, proof.total]).toEqual([
        before?.order.find((one) => one.id === proof.applicationId)?.place,
        before?.order.length,
      ]);
    }
  }

  /** At every moment the last step before it says the place that stood then. */
  async function stepsTold(queue: RandomQueue): Promise<void> {
    for (const { id } of queue.families) {
      const steps = await read((tx) => placeSteps(tx, reference, id, new Date(), 'each'));
      for (const { at, order } of queue.snapshots) {
        const stood = order.find((one) => one.id === id);
        const told = steps.findLast((step) => step.at <= at);
        if (stood !== undefined) expect([id, told?.place]).toEqual([id, stood.place]);
      }
    }
  }
});
