import {
  addWorkingDays,
  almatyDate,
  almatyInstant,
  type WorkingCalendar,
  workingDaysBetween,
} from '../../../domain/calendar.ts';
import { addDays, type CivilDate, epochDay, fromEpochDay } from '../../../domain/civil-date.ts';
import type { ApplicationStatus } from '../../../domain/status.ts';
import type { Random } from '../random.ts';
import { CATEGORIES } from './household.ts';
import { Plan, type PlannedApplication, planned } from './plan-table.ts';
import { REVIEW_SHARE, SETTLED_MIX, type Slot } from './status-mix.ts';
import { leastDays } from './timeline.ts';

export type PlanOptions = {
  readonly applications: number;
  readonly random: Random;
  readonly now: Date;
  readonly calendar: WorkingCalendar;
  readonly slots: readonly Slot[];
  /** Weight of each district for applications past review. */
  readonly weights: readonly number[];
  readonly clerkOf: (district: number) => number;
  /** Clerk who signs the decisions made by acts. */
  readonly deciders: readonly number[];
};

const DAY = 86_400_000;

/** Plans the whole world. The same random stream and moment give the same plan. */
export function makePlan(options: PlanOptions): Plan {
  const plan = new Plan(options.applications);
  const slots = [...options.slots];
  for (let family = 0; plan.filled < plan.length; family += 1) {
    const random = options.random.fork(`plan${family}`);
    const first = slots.shift();
    if (first === undefined) {
      settledFamily(plan, options, random, family);
    } else {
      slotFamily(plan, options, random, family, first, slots);
    }
  }
  return plan;
}

/** A family whose application is in an officer's hands; one in fourteen has twins, one in thirty applies twice. */
function slotFamily(
  plan: Plan,
  options: PlanOptions,
  random: Random,
  family: number,
  slot: Slot,
  rest: Slot[],
): void {
  const submittedAt = submissionFor(options, random, slot);
  const born = bornBefore(random, submittedAt, options.now);
  const base = planned({
    family,
    district: slot.district,
    submittedAt,
    childBorn: born,
    benefit: slot.benefit,
    vivid: true,
  });
  const state = slotState(options, random, slot);
  const next = rest[0];
  const alike =
    next !== undefined &&
    next.district === slot.district &&
    next.status === slot.status &&
    next.due === slot.due &&
    next.claimedBy === slot.claimedBy &&
    next.decide === slot.decide;
  const twins = alike && random.chance(1 / 14);
  plan.add({ ...base, ...state, twins });
  if (twins) {
    rest.shift();
    plan.add({ ...base, ...state, twins, child: 1, submittedAt: submittedAt + random.int(70, 240) * 1000 });
  } else if (slot.decide === undefined && random.chance(1 / 30)) {
    // The same child again: refused before in this district, or waiting in another one.
    const elsewhere = random.chance(0.6);
    plan.add({
      ...base,
      repeat: true,
      vivid: false,
      benefit: false,
      district: elsewhere ? otherDistrict(options, random, slot.district) : slot.district,
      status: elsewhere ? 'queued' : 'refused',
      // The one that waits came these days: whoever was served before it had waited longer.
      submittedAt: submittedAt - (elsewhere ? random.int(9, 14) : random.int(30, 200)) * DAY,
    });
  }
}

/** An application decided by a real act is loaded as the act will find it: in review, claimed by who decides. */
function slotState(
  options: PlanOptions,
  random: Random,
  slot: Slot,
): Pick<PlannedApplication, 'status' | 'claimedBy' | 'decide'> {
  return slot.decide === undefined
    ? { status: slot.status, claimedBy: slot.claimedBy, decide: null }
    : { status: 'in_review', claimedBy: random.pick(options.deciders), decide: slot.decide };
}

/** A family whose applications are past review: one child mostly, siblings, twins, a second try after a refusal. */
function settledFamily(plan: Plan, options: PlanOptions, random: Random, family: number): void {
  const district = random.weighted(options.weights.map((weight, i) => [weight, i] as const));
  const kind = random.weighted([
    [86, 'one'],
    [8, 'siblings'],
    [3, 'twins'],
    [3, 'again'],
  ] as const);
  const category = random.fork('category').weighted(CATEGORIES);
  const one = settledApplication(options, random, family, district, category, kind === 'twins');
  plan.add(one);
  if (kind === 'twins') {
    const later = random.int(70, 240) * 1000;
    plan.add({
      ...one,
      child: 1,
      twins: true,
      submittedAt: one.submittedAt + later,
      queuedAt: one.queuedAt === null ? null : one.queuedAt + 3 * 60_000,
    });
  } else if (kind === 'siblings') {
    const younger = settledApplication(options, random, family, district, category, false);
    const gap = Math.abs(epochDay(younger.childBorn) - epochDay(one.childBorn));
    // Less than a year between two children of one mother: only the first applies.
    if (gap > 330) {
      plan.add({ ...younger, child: 1 });
    }
  } else if (kind === 'again' && one.submittedAt > Date.parse(`${one.childBorn}T00:00:00Z`) + 200 * DAY) {
    plan.add({
      ...one,
      repeat: true,
      benefit: false,
      claimedBy: null,
      status: 'refused',
      queuedAt: null,
      submittedAt: one.submittedAt - random.int(20, 90) * DAY,
    });
  }
}

/**
 * Most wait in a queue or were served from it: which, `queue-life.ts` decides. Those who left it otherwise are of
 * cohorts that no group takes: nobody was served past them.
 */
function settledApplication(
  options: PlanOptions,
  random: Random,
  family: number,
  district: number,
  category: string,
  twins: boolean,
): PlannedApplication {
  if (options.applications > 5000 && random.chance(REVIEW_SHARE)) {
    return reviewedElsewhere(options, random, family, district);
  }
  const status = twins ? 'queued' : random.weighted(SETTLED_MIX);
  const least = leastDays(status);
  // Twins came lately and by no benefit: whoever was served before them had waited longer.
  const days = twins ? random.int(12, 45) : least + 9 + random.next() ** 1.6 * Math.max(120, 780 - least);
  const submittedAt = workingMoment(random, options.now.getTime() - days * DAY);
  const benefit = !twins && random.chance(0.24);
  const base = { family, district, status, submittedAt, benefit, category: benefit ? category : null, twins };
  const thisYear = Number(almatyDate(options.now).slice(0, 4));
  if (status !== 'queued') {
    const born = bornIn(random, leaversYear(random, status, thisYear), submittedAt);
    return planned({ ...base, childBorn: born });
  }
  const ageNow = Math.min(5.85, days / 365.25 + 0.2 + random.next() * 3);
  return planned({
    ...base,
    childBorn: almatyDate(new Date(options.now.getTime() - ageNow * 365.25 * DAY)),
    special:
      benefit &&
      (category === 'special_needs' || (category === 'child_with_disability' && random.chance(0.5))),
    language: random.chance(0.78) ? 'kk' : 'ru',
    queuedAt: submittedAt + random.int(20, 58) * 3_600_000,
  });
}

/** Year of birth of a child that left the queue: too old for the groups of now, or too young. */
function leaversYear(random: Random, status: ApplicationStatus, thisYear: number): number {
  switch (status) {
    case 'archived':
      return thisYear - random.int(6, 8);
    case 'cancelled':
    case 'removed_no_interest':
      return thisYear - 6;
    case 'refused':
      return thisYear - random.int(2, 5);
    default:
      return thisYear - 1;
  }
}

/** A day of birth in a year, before the application. */
function bornIn(random: Random, year: number, submittedAt: number): CivilDate {
  const first = epochDay(`${year}-01-01`);
  const last = Math.min(first + 364, epochDay(almatyDate(new Date(submittedAt))) - 20);
  return fromEpochDay(Math.max(first - 300, Math.min(last, first + random.int(0, 364))));
}

/** In a large world officers of every district have work, not only the featured ones. */
function reviewedElsewhere(
  options: PlanOptions,
  random: Random,
  family: number,
  district: number,
): PlannedApplication {
  const status = random.pick(['registered', 'registered', 'in_review'] as const);
  const slot: Slot = { district, status, claimedBy: null, benefit: true, due: random.int(0, 5) };
  const submittedAt = submissionFor(options, random, slot);
  return planned({
    family,
    district,
    status,
    submittedAt,
    childBorn: bornBefore(random, submittedAt, options.now),
    benefit: random.chance(0.6),
    claimedBy: status === 'in_review' ? options.clerkOf(district) : null,
  });
}

function otherDistrict(options: PlanOptions, random: Random, district: number): number {
  const others = options.weights.map((_, i) => i).filter((i) => i !== district);
  return random.pick(others);
}

/** A child of 1.2 to 5.6 years now. */
function bornBefore(random: Random, submittedAt: number, now: Date): CivilDate {
  const years = 1.2 + random.next() * 4.4;
  return almatyDate(new Date(Math.min(submittedAt - 90 * DAY, now.getTime() - years * 365.25 * DAY)));
}

/** A time of submission from which five working days end `slot.due` working days from today. */
function submissionFor(options: PlanOptions, random: Random, slot: Slot): number {
  const { calendar, now } = options;
  const today = almatyDate(now);
  if (slot.due === null) {
    // Decided or returned these days: sent in two to six days ago.
    return workingMoment(random, now.getTime() - random.int(2, 6) * DAY);
  }
  const days = submissionDays(calendar, today, slot.due);
  const day = days.length > 0 ? random.pick(days) : addDays(today, -1);
  const moment = momentOn(random, day);
  // Not in the future, and not in the minutes that the registration still needs.
  return Math.min(moment, now.getTime() - random.int(4 * 60, 9 * 60) * 60_000);
}

/** Days on which an application due in so many working days was sent; the nearest there is when none fits. */
function submissionDays(calendar: WorkingCalendar, today: CivilDate, due: number): readonly CivilDate[] {
  const fitting: CivilDate[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (let back = 0; back <= 24; back += 1) {
    const day = addDays(today, -back);
    const left = workingDaysBetween(calendar, today, addWorkingDays(calendar, day, 5));
    // A deadline that is gone must stay gone, and one to come must not slip into the past.
    const distance = left < 0 !== due < 0 ? 100 + Math.abs(left - due) : Math.abs(left - due);
    if (distance < best) {
      best = distance;
      fitting.length = 0;
    }
    if (distance === best) {
      fitting.push(day);
    }
  }
  return fitting;
}

function momentOn(random: Random, day: CivilDate): number {
  const minutes = Math.round(Math.min(1420, Math.max(20, random.normal(13.2 * 60, 210))));
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return almatyInstant(day, time).getTime() + random.int(0, 59_999);
}

function workingMoment(random: Random, at: number): number {
  return momentOn(random, almatyDate(new Date(at)));
}
