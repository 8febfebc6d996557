import {
  type ApplicationEvent,
  type ApplicationStatus,
  INITIAL_STATUS,
  nextStatus,
} from '../../../domain/status.ts';
import type { Random } from '../random.ts';

/** The steps an application went through, each legal by the state machine, up to the status it has now. */
export type Step = {
  readonly event: ApplicationEvent;
  readonly from: ApplicationStatus;
  readonly to: ApplicationStatus;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: 'clerk' | 'head' | 'job';
};

type Planned = readonly [
  event: ApplicationEvent,
  by: Step['by'],
  afterHours: readonly [from: number, to: number],
];

const REGISTER: Planned = ['register', 'job', [0.02, 0.5]];
const CLAIM: Planned = ['claim', 'clerk', [1, 30]];
const APPROVE: Planned = ['approve', 'clerk', [0.1, 20]];
const OFFER: Planned = ['offer', 'clerk', [24 * 20, 24 * 200]];
const ACCEPT: Planned = ['issue_referral', 'clerk', [2, 40]];
const DOCUMENTS: Planned = ['submit_documents', 'head', [20, 90]];
const ADMIT: Planned = ['admit', 'head', [4, 40]];
const QUEUED: readonly Planned[] = [REGISTER, CLAIM, APPROVE];
const RETURNED: readonly Planned[] = [REGISTER, CLAIM, ['return', 'clerk', [0.2, 20]]];
const ENROLLED: readonly Planned[] = [...QUEUED, OFFER, ACCEPT, DOCUMENTS, ADMIT];

/** One way to each status; `archived` has four (see below). */
const PATHS: Readonly<Record<Exclude<ApplicationStatus, 'archived'>, readonly Planned[]>> = {
  submitted: [],
  registered: [REGISTER],
  in_review: [REGISTER, CLAIM],
  returned: RETURNED,
  answered: [...RETURNED, ['answer', 'job', [20, 60]]],
  queued: QUEUED,
  refused: [REGISTER, CLAIM, ['refuse', 'clerk', [0.2, 20]]],
  suspended: [...QUEUED, ['suspend', 'clerk', [24 * 10, 24 * 200]]],
  stop_list: [...QUEUED, OFFER, ['decline', 'job', [2, 40]], ['put_on_stop_list', 'job', [0.1, 2]]],
  inactive: [...QUEUED, ['deactivate', 'job', [24 * 30, 24 * 300]]],
  offered: [...QUEUED, OFFER],
  benefit_review: [...QUEUED, OFFER, ['start_benefit_review', 'clerk', [1, 20]]],
  referral_issued: [...QUEUED, OFFER, ACCEPT],
  docs_submitted: [...QUEUED, OFFER, ACCEPT, DOCUMENTS],
  enrolled: ENROLLED,
  declined: [...QUEUED, OFFER, ['decline', 'job', [2, 40]]],
  expired: [...QUEUED, OFFER, ['offer_lapsed', 'job', [48, 60]]],
  cancelled: [...QUEUED, ['cancel', 'clerk', [24 * 5, 24 * 300]]],
  removed_no_interest: [...QUEUED, ['remove_no_interest', 'job', [24 * 366, 24 * 380]]],
};

const ARCHIVED: readonly (readonly [weight: number, path: readonly Planned[]])[] = [
  [6, [...ENROLLED, ['withdraw_child', 'head', [24 * 60, 24 * 400]]]],
  [2, [...PATHS.refused, ['archive', 'job', [24 * 30, 24 * 60]]]],
  [1, [...PATHS.cancelled, ['archive', 'job', [24 * 30, 24 * 60]]]],
  [2, [...QUEUED, ['age_out', 'job', [24 * 200, 24 * 500]]]],
];

const HOUR = 3_600_000;

/**
 * Draws the steps to `status` from `submittedAt` to `now` (both in milliseconds). Steps that would lie in the future
 * are drawn together in proportion, so that the last one is before `now`.
 */
export function drawTimeline(
  random: Random,
  status: ApplicationStatus,
  submittedAt: number,
  now: number,
  claimed: boolean,
): readonly Step[] {
  const path = [...pathTo(random, status)];
  if (claimed && status === 'answered') {
    path.push(CLAIM);
  }
  const moments = spread(random, path, submittedAt, now);
  const steps: Step[] = [];
  let from: ApplicationStatus = INITIAL_STATUS;
  path.forEach(([event, by], i) => {
    const to = nextStatus(from, event);
    if (to === null) {
      throw new RangeError(`TIMELINE_STEP ${event} ${from}`);
    }
    steps.push({ event, from, to, at: moments[i] ?? submittedAt, by });
    from = to;
  });
  if (from !== status) {
    throw new RangeError(`TIMELINE_END ${from} ${status}`);
  }
  return steps;
}

function pathTo(random: Random, status: ApplicationStatus): readonly Planned[] {
  if (status === 'archived') {
    return random.weighted(ARCHIVED);
  }
  const path = PATHS[status];
  // One in twelve was returned once before it was approved.
  const approved = path.indexOf(APPROVE);
  if (approved >= 0 && random.chance(1 / 12)) {
    return [...PATHS.answered, CLAIM, ...path.slice(approved)];
  }
  return path;
}

function spread(random: Random, path: readonly Planned[], start: number, now: number): readonly number[] {
  let at = start;
  const moments = path.map(([, , [from, to]]) => {
    at += (from + random.next() * (to - from)) * HOUR;
    return at;
  });
  const last = moments.at(-1) ?? start;
  const room = now - 60_000 - start;
  const factor = last > now - 60_000 ? (room * (0.7 + random.next() * 0.29)) / (last - start) : 1;
  const drawn = moments.map((moment) => Math.round(start + (moment - start) * factor));
  const inHours = officeHours(path, drawn, start);
  return (inHours.at(-1) ?? start) > now - 60_000 ? drawn : inHours;
}

/** The steps of an application that came into the queue at a planned moment. */
export function waitingSteps(random: Random, submittedAt: number, queuedAt: number): readonly Step[] {
  const room = queuedAt - submittedAt;
  return [
    {
      event: 'register',
      from: 'submitted',
      to: 'registered',
      at: submittedAt + Math.round(Math.min(20 * 60_000, room * 0.2) * (0.2 + 0.8 * random.next())),
      by: 'job',
    },
    {
      event: 'claim',
      from: 'registered',
      to: 'in_review',
      at: queuedAt - Math.round(Math.min(40 * 60_000, room * 0.3) * (0.2 + 0.8 * random.next())),
      by: 'clerk',
    },
    { event: 'approve', from: 'in_review', to: 'queued', at: queuedAt, by: 'clerk' },
  ];
}

/** A moment moved into the hours of an office on its own day. */
export function inOfficeHours(moment: number): number {
  return atWork(moment);
}

/** Moves what officers do into the hours of an office, keeping the order; jobs and portals know no hours. */
function officeHours(path: readonly Planned[], moments: readonly number[], start: number): readonly number[] {
  let before = start;
  return moments.map((moment, i) => {
    const wanted = path[i]?.[1] === 'job' ? moment : atWork(moment);
    before = Math.max(wanted, before + 60_000);
    return before;
  });
}

const DAY = 24 * HOUR;
/** Almaty is five hours ahead of UTC (six before March 2024: an hour does not matter here). */
const ALMATY = 5 * HOUR;

/** The same day and share of the day, between 9:00 and 18:00. */
function atWork(moment: number): number {
  const day = Math.floor((moment + ALMATY) / DAY) * DAY - ALMATY;
  return Math.round(day + 9 * HOUR + ((moment - day) / DAY) * 9 * HOUR);
}

/** The least time, in days, an application needs to have come to this status in a believable way. */
export function leastDays(status: ApplicationStatus): number {
  switch (status) {
    case 'submitted':
    case 'registered':
    case 'in_review':
    case 'returned':
    case 'answered':
      return 0;
    case 'queued':
    case 'refused':
      return 6;
    case 'removed_no_interest':
      return 385;
    case 'archived':
      return 300;
    case 'enrolled':
      return 90;
    default:
      return 40;
  }
}
