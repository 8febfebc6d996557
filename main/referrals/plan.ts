/** Who gets what and why: a plan over one queue or all of the scope, written nowhere. Its rows are signed through `decisions`. */
import {
  type GroundReferral,
  type GroundSeat,
  groundApplications,
  groundSeats,
} from '../../db/queries/place-grounds.ts';
import { acceptedOffers, planQueues } from '../../db/queries/place-plan.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { intakeYearOf } from '../../domain/cohort.ts';
import { listName } from '../../domain/names.ts';
import { queueKeyText } from '../../domain/priority.ts';
import type { QueuePlace } from '../../domain/queue-order.ts';
import { countLeft, type PlannedOffer, planOffers } from '../../domain/queue-plan.ts';
import { type BenefitState, initialBenefitState } from '../../domain/referral.ts';
import { issueTerms, offerUntil } from '../../domain/referral-terms.ts';
import { type PlanSeat, SeatPool } from '../../domain/seat-pool.ts';
import type { QueueKey } from '../../preload/contract/queue.ts';
import type { PlanRow } from '../../preload/contract/referrals.ts';
import type { OfficerContext } from '../context.ts';
import { type Reference, today } from '../reference.ts';
import { type Ground, readGrounds } from './grounds.ts';
import { placesOf, readQueue, readSeats, type WholeQueue } from './order.ts';
import { passedIn } from './order-proof.ts';
import type { PlannedProof } from './plan-store.ts';
import { profileOfReferral } from './rules.ts';
import { type TermRules, termsOf } from './terms.ts';

interface PlanInput {
  readonly key: QueueKey | null;
  readonly act: 'offer' | 'issue_referral';
  readonly limit: number;
}
interface Plan {
  madeAt: Date;
  freeSeats: number;
  rows: PlanRow[];
  childrenLeft: { code: string; count: number }[];
  seatsLeft: { code: string; count: number }[];
}

/** Works out a plan: seats against the order, or accepted offers to be issued. */
export async function plan(ctx: OfficerContext, input: PlanInput): Promise<Plan> {
  const reference = await ctx.desk.reference.get();
  const madeAt = ctx.desk.clock.now();
  const made = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const queues = await queuesOf(ctx, tx, reference, input.key);
    // Where the profile knows an offer, referrals are issued to those who accepted; where it knows none, at once.
    const direct = queues.filter((queue) => queue.profile.offer_days === null);
    const offering = queues.filter((queue) => queue.profile.offer_days !== null);
    const planned = await planSeats(tx, reference, input.act === 'offer' ? offering : direct, input, madeAt);
    if (input.act === 'offer') return planned;
    const left = input.limit - planned.rows.length;
    const accepted = left <= 0 ? [] : await issueRows(ctx, tx, reference, input, left);
    return { ...planned, rows: [...accepted, ...planned.rows] };
  });
  ctx.desk.plans.put(ctx.officer.iin, ctx.post.postId, made.proofs, madeAt);
  const { proofs: _proofs, ...shown } = made;
  return { madeAt, ...shown };
}

async function queuesOf(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  key: QueueKey | null,
): Promise<readonly WholeQueue[]> {
  const rows = await planQueues(tx, ctx.post.districts, key, 'waiting');
  const queues: WholeQueue[] = [];
  for (const row of rows) {
    const queue = await readQueue(tx, reference, row, today(ctx.desk.clock));
    if (queue !== null) queues.push(queue);
  }
  return queues;
}

interface SeatPlan extends Omit<Plan, 'madeAt'> {
  readonly proofs: readonly PlannedProof[];
}

async function planSeats(
  tx: Reader,
  reference: Reference,
  queues: readonly WholeQueue[],
  input: PlanInput,
  now: Date,
): Promise<SeatPlan> {
  const districts = [...new Set(queues.map((queue) => queue.key.districtId))];
  const all = queues.length === 0 ? [] : await readSeats(tx, districts);
  // Over one queue seats of other cohorts and languages are nobody's business: they are not told as left, either.
  const free =
    input.key === null ? all : all.filter((seat) => queues.some((queue) => isOfQueue(seat, queue)));
  const made = planOffers(queues, free, { now: now.getTime(), limit: input.limit });
  const byKey = new Map(queues.map((queue) => [queueKeyText(queue.key), queue]));
  const seats = await seatsOf(tx, made.offers);
  const people = await peopleOf(tx, made.offers);
  const rows: PlanRow[] = [];
  const proofs: PlannedProof[] = [];
  const places = new Map(queues.map((queue) => [queue.id, placesOf(queue)]));
  for (const offer of made.offers) {
    const queue = byKey.get(queueKeyText(offer.key));
    const seat = seats.get(offer.seatId);
    const person = people.get(offer.applicationId);
    if (queue === undefined || seat === undefined || person === undefined) continue;
    const order = places.get(queue.id) ?? new Map<string, QueuePlace>();
    proofs.push(proofOf(queue, offer, order.size, passedIn(order, offer)));
    const regionId = reference.districts.get(queue.key.districtId)?.region_id ?? null;
    const rules = { profile: termsOf(queue.profile), calendar: reference.calendar(regionId) };
    rows.push(offerRow(offer, seat, person, rules, now));
  }
  return {
    freeSeats: free.filter((seat) =>
      queues.some(
        (queue) => isOfQueue(seat, queue) && SeatPool.serves(seat, queue.key.queueKind, now.getTime()),
      ),
    ).length,
    rows,
    childrenLeft: countLeft(made.childrenLeft).map((one) => ({ ...one })),
    seatsLeft: countLeft(made.seatsLeft).map((one) => ({ ...one })),
    proofs,
  };
}

/** Of the queue's cohort and language: whether its children may have it yet is told apart. */
function isOfQueue(seat: PlanSeat, { key }: WholeQueue): boolean {
  return seat.cohortYear === key.cohortYear && seat.language === key.language;
}

function proofOf(
  queue: WholeQueue,
  offer: PlannedOffer,
  total: number,
  passed: PlannedProof['passed'],
): PlannedProof {
  return {
    applicationId: offer.applicationId,
    queueId: queue.id,
    key: queue.key,
    seatId: offer.seatId,
    ruleProfileId: queue.profile.id,
    place: offer.place,
    total,
    turn: offer.turn,
    stream: offer.stream,
    cause: offer.cause,
    passed,
    outOfOrderReason: offer.outOfOrderReason,
  };
}

async function seatsOf(
  tx: Reader,
  offers: readonly PlannedOffer[],
): Promise<ReadonlyMap<string, GroundSeat>> {
  const rows = await groundSeats(
    tx,
    offers.map((offer) => offer.seatId),
  );
  return new Map(rows.map((row) => [row.seat_id, row]));
}

type Person = Awaited<ReturnType<typeof groundApplications>>[number];

async function peopleOf(tx: Reader, offers: readonly PlannedOffer[]): Promise<ReadonlyMap<string, Person>> {
  const rows = await groundApplications(
    tx,
    offers.map((offer) => offer.applicationId),
    'look',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function personPart(
  row: Person,
): Pick<PlanRow, 'applicationId' | 'expectedVersion' | 'number' | 'childName' | 'priorityClass'> {
  return {
    applicationId: row.id,
    expectedVersion: row.version,
    number: row.number,
    childName: listName({
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: row.child_patronymic,
    }),
    priorityClass: row.priority_class,
  };
}

function offerRow(
  offer: PlannedOffer,
  seat: GroundSeat,
  person: Person,
  { profile, calendar }: TermRules,
  now: Date,
): PlanRow {
  const benefitState = initialBenefitState(person.priority_class, profile);
  const until = offerUntil(profile, calendar, now);
  return {
    ...personPart(person),
    place: offer.place,
    act: until === null ? 'issue_referral' : 'offer',
    turn: offer.turn,
    stream: offer.stream,
    cause: offer.cause,
    kindergarten: seat.kindergarten,
    groupName: seat.group_name,
    age: ageOf(seat, now),
    seatId: seat.seat_id,
    rank: offer.rank,
    until: until ?? issueTerms(profile, calendar, now, benefitState).validUntil,
    benefitPending: benefitState === 'pending',
    together: offer.together,
  };
}

/** The age a group's children reach this year. */
function ageOf(seat: { readonly cohort_year: number }, now: Date): number {
  return intakeYearOf(almatyDate(now)) - seat.cohort_year;
}

/** Accepted offers to be issued, in the order of their turns. */
async function issueRows(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  input: PlanInput,
  limit: number,
): Promise<PlanRow[]> {
  const queueIds =
    input.key === null
      ? null
      : (await planQueues(tx, ctx.post.districts, input.key, 'any')).map((queue) => queue.id);
  const accepted = await acceptedOffers(tx, ctx.post.districts, queueIds, limit);
  const ids = accepted.map((row) => row.application_id);
  const grounds = await readGrounds(tx, ids, 'clerk');
  const now = ctx.desk.clock.now();
  return ids.flatMap((id) => {
    const ground = grounds.get(id);
    return ground?.referral == null ? [] : [issueRow(reference, ground, ground.referral, now)];
  });
}

function issueRow(reference: Reference, ground: Ground, referral: GroundReferral, now: Date): PlanRow {
  const { rules } = profileOfReferral(reference, referral);
  const benefitState = referral.benefit_state as BenefitState;
  return {
    ...personPart(ground.application),
    place: 0,
    act: 'issue_referral',
    turn: referral.turn,
    stream: referral.stream,
    cause: referral.cause,
    kindergarten: referral.kindergarten,
    groupName: referral.group_name,
    age: ageOf(referral, now),
    seatId: referral.seat_id,
    rank: ground.wishes.find((wish) => wish.kindergarten_id === referral.kindergarten_id)?.rank ?? 1,
    until: issueTerms(rules.profile, rules.calendar, now, benefitState).validUntil,
    benefitPending: benefitState === 'pending',
    together: false,
  };
}
