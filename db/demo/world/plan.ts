import {
  addWorkingDays,
  almatyDate,
  almatyInstant,
  type WorkingCalendar,
  workingDaysBetween,
} from '../../../domain/calendar.ts';
import { addDays, type CivilDate, epochDay, fromEpochDay } from '../../../domain/civil-date.ts';
import { APPLICATION_STATUSES, type ApplicationStatus } from '../../../domain/status.ts';
import type { Random } from '../random.ts';
import { CATEGORIES } from './household.ts';
import { REVIEW_SHARE, SETTLED_MIX, type Slot } from './status-mix.ts';
import { leastDays } from './timeline.ts';

/**
 * Where and when every application of the world stands, before any name is drawn: a few numbers each, so that a
 * million fit in memory. Applications of one family follow each other.
 */
export type PlannedApplication = {
  readonly family: number;
  /** Index among the family's applying children. */
  readonly child: number;
  readonly district: number;
  readonly status: ApplicationStatus;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly childBorn: CivilDate;
  /** Index into the staff; null: no claim. */
  readonly claimedBy: number | null;
  readonly benefit: boolean;
  readonly twins: boolean;
  /** A second application of the same child. */
  readonly repeat: boolean;
  /** Decided by a real signed act after the load: the status it shall come to. */
  readonly decide: 'queued' | 'refused' | 'returned' | null;
  /** Somebody works on it now, or did in these days: papers in every form and with faults. */
  readonly vivid: boolean;
  /** When it came into the queue where it waits or was served (`queue-life.ts`); null: it did not, or its timeline says when. */
  readonly queuedAt: number | null;
  /** Of the family's benefit; null: drawn with the household. */
  readonly category: string | null;
  readonly special: boolean;
  readonly language: 'kk' | 'ru' | null;
  /** A child of a kindergarten and little else: no scans. */
  readonly light: boolean;
};

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

/** A table of planned applications by index, backed by typed arrays. */
export class Plan {
  readonly length: number;
  readonly #family: Uint32Array;
  readonly #small: Uint8Array;
  readonly #claimedBy: Int16Array;
  readonly #submittedAt: Float64Array;
  readonly #queuedAt: Float64Array;
  readonly #born: Int32Array;
  #filled = 0;

  constructor(length: number) {
    this.length = length;
    this.#family = new Uint32Array(length);
    this.#small = new Uint8Array(length * SMALL);
    this.#claimedBy = new Int16Array(length);
    this.#submittedAt = new Float64Array(length);
    this.#queuedAt = new Float64Array(length);
    this.#born = new Int32Array(length);
  }

  /** A plan that begins with this one and has room for `more`. */
  extended(more: number): Plan {
    const longer = new Plan(this.#filled + more);
    for (let i = 0; i < this.#filled; i += 1) {
      longer.add(this.at(i));
    }
    return longer;
  }

  get filled(): number {
    return this.#filled;
  }

  add(one: PlannedApplication): void {
    const i = this.#filled;
    if (i >= this.length) {
      return;
    }
    const flags =
      (one.benefit ? 1 : 0) |
      (one.twins ? 2 : 0) |
      (one.repeat ? 4 : 0) |
      (one.vivid ? 8 : 0) |
      (DECIDE.indexOf(one.decide) << 4) |
      (one.special ? 64 : 0) |
      (one.light ? 128 : 0);
    this.#family[i] = one.family;
    this.#small.set(
      [
        one.child,
        one.district,
        APPLICATION_STATUSES.indexOf(one.status),
        flags,
        LANGUAGES.indexOf(one.language),
        one.category === null ? 0 : 1 + CATEGORIES.findIndex(([, code]) => code === one.category),
      ],
      i * SMALL,
    );
    this.#queuedAt[i] = one.queuedAt ?? 0;
    this.#claimedBy[i] = one.claimedBy ?? -1;
    this.#submittedAt[i] = one.submittedAt;
    this.#born[i] = epochDay(one.childBorn);
    this.#filled += 1;
  }

  at(i: number): PlannedApplication {
    const small = (n: number): number => this.#small[i * SMALL + n] ?? 0;
    const flags = small(3);
    const claimedBy = this.#claimedBy[i] ?? -1;
    return {
      family: this.#family[i] ?? 0,
      child: small(0),
      district: small(1),
      status: APPLICATION_STATUSES[small(2)] ?? 'submitted',
      submittedAt: this.#submittedAt[i] ?? 0,
      childBorn: fromEpochDay(this.#born[i] ?? 0),
      claimedBy: claimedBy < 0 ? null : claimedBy,
      benefit: (flags & 1) !== 0,
      twins: (flags & 2) !== 0,
      repeat: (flags & 4) !== 0,
      vivid: (flags & 8) !== 0,
      decide: DECIDE[(flags >> 4) & 3] ?? null,
      special: (flags & 64) !== 0,
      light: (flags & 128) !== 0,
      language: LANGUAGES[small(4)] ?? null,
      category: CATEGORIES[small(5) - 1]?.[1] ?? null,
      queuedAt: this.#queuedAt[i] || null,
    };
  }

  /** Place of each application in the order of submission, from 1: its id and what its number is made of. */
  ranks(): Uint32Array {
    const order = new Uint32Array(this.#filled).map((_, i) => i);
    order.sort((a, b) => (this.#submittedAt[a] ?? 0) - (this.#submittedAt[b] ?? 0) || a - b);
    const ranks = new Uint32Array(this.#filled);
    order.forEach((index, place) => {
      ranks[index] = place + 1;
    });
    return ranks;
  }
}

const DECIDE = [null, 'queued', 'refused', 'returned'] as const;
const LANGUAGES = [null, 'kk', 'ru'] as const;
/** Small numbers kept of an application. */
const SMALL = 6;
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

/** A planned application with nothing special about it. */
export function planned(
  some: Pick<PlannedApplication, 'family' | 'district' | 'submittedAt' | 'childBorn'> &
    Partial<PlannedApplication>,
): PlannedApplication {
  return {
    child: 0,
    status: 'submitted',
    claimedBy: null,
    benefit: false,
    twins: false,
    repeat: false,
    decide: null,
    vivid: false,
    queuedAt: null,
    category: null,
    special: false,
    language: null,
    light: false,
    ...some,
  };
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
