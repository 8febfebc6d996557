import { almatyDate, type WorkingCalendar } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import { cohortYear } from '../../../domain/cohort.ts';
import { benefitCategory } from '../../../domain/data/benefit-categories.ts';
import type { RuleProfile } from '../../../domain/rule-profile.ts';
import type { Random } from '../random.ts';
import { CATEGORIES } from './household.ts';
import type { OfferTerms } from './offer-life.ts';
import { type Plan, type PlannedApplication, planned } from './plan-table.ts';
import { type Life, playQueue, type Waiting } from './queue-life.ts';
import { type PlannedGroup, type QueueCode, queueText } from './seat-plan.ts';
import { inOfficeHours } from './timeline.ts';

const DAY = 86_400_000;

/** The queue a planned application waits in; null for one that does not. */
function queueOf(one: PlannedApplication): QueueCode | null {
  return one.queuedAt === null || one.language === null
    ? null
    : {
        district: one.district,
        cohort: cohortYear(one.childBorn),
        language: one.language,
        kind: one.special ? 'special' : 'general',
      };
}

/**
 * The children that fill the groups of kindergartens beside those whose applications the world is about: they came
 * early, and little is known of them but where they are. Answers the plan with them at its end.
 */
export function withChildren(
  plan: Plan,
  groups: readonly PlannedGroup[],
  options: { readonly random: Random; readonly until: number },
): Plan {
  const { until } = options;
  const byQueue = Map.groupBy(groups, queueText);
  const waiting = new Map<string, number>();
  for (let i = 0; i < plan.filled; i += 1) {
    const one = plan.at(i);
    const queue = queueOf(one);
    if (queue !== null && (one.queuedAt ?? until) < until - 20 * DAY) {
      const key = queueText(queue);
      waiting.set(key, (waiting.get(key) ?? 0) + 1);
    }
  }
  const children: PlannedApplication[] = [];
  let family = plan.filled === 0 ? 0 : plan.at(plan.filled - 1).family + 1;
  for (const [key, own] of byQueue) {
    const [queue] = own;
    const demand = own.reduce((sum, group) => sum + group.filled, 0);
    const missing = Math.max(0, Math.ceil(demand * 1.08) - Math.floor((waiting.get(key) ?? 0) * 0.55));
    const random = options.random.fork(`children/${key}`);
    for (let i = 0; i < missing && queue !== undefined; i += 1) {
      children.push(childOf(random, queue, family, until));
      family += 1;
    }
  }
  const longer = plan.extended(children.length);
  for (const child of children) {
    longer.add(child);
  }
  return longer;
}

function childOf(random: Random, queue: QueueCode, family: number, until: number): PlannedApplication {
  const latest = almatyDate(new Date(until - 130 * DAY));
  const drawn = addDays(`${queue.cohort}-01-01`, random.int(0, 364));
  const [born = latest] = [drawn, latest].toSorted();
  const birth = Date.parse(`${born}T05:00:00Z`);
  const submittedAt = inOfficeHours(
    Math.min(birth + random.int(12, 200) * DAY, until - random.int(70, 110) * DAY) +
      random.int(0, 600) * 60_000,
  );
  const special = queue.kind === 'special';
  const benefit = special || random.chance(0.2);
  return planned({
    family,
    district: queue.district,
    status: 'queued',
    submittedAt: submittedAt + random.int(0, 59_999),
    childBorn: born,
    benefit,
    category: benefit ? (special ? 'special_needs' : random.weighted(GENERAL)) : null,
    special,
    language: queue.language,
    queuedAt: submittedAt + random.int(22, 50) * 3_600_000,
    light: true,
  });
}

/** Categories of children who do not need a special group. */
const GENERAL = CATEGORIES.filter(([, code]) => code !== 'special_needs' && code !== 'child_with_disability');

/** What became of every application that waited; by its id. */
export function playLives(
  plan: Plan,
  groups: readonly PlannedGroup[],
  options: {
    readonly random: Random;
    readonly until: number;
    readonly idOf: (index: number) => number;
    readonly termsAt: (district: number, at: number) => OfferTerms;
  },
): ReadonlyMap<number, Life> {
  const byQueue = Map.groupBy(groups, queueText);
  const waiting = new Map<string, Waiting[]>();
  for (let i = 0; i < plan.filled; i += 1) {
    const one = plan.at(i);
    const queue = queueOf(one);
    // Twins wait: a pair gets two seats of one kindergarten or none.
    if (queue === null || one.twins) continue;
    const key = queueText(queue);
    if (!byQueue.has(key)) continue;
    const list = waiting.get(key) ?? [];
    list.push({
      index: i,
      id: options.idOf(i),
      submittedAt: one.submittedAt,
      queuedAt: one.queuedAt ?? options.until,
      class: classOf(one),
    });
    waiting.set(key, list);
  }
  const lives = new Map<number, Life>();
  for (const [key, own] of byQueue) {
    const [queue] = own;
    if (queue === undefined) continue;
    for (const [index, life] of playQueue(queue, waiting.get(key) ?? [], own, options)) {
      lives.set(options.idOf(index), life);
    }
  }
  return lives;
}

function classOf(one: PlannedApplication): number {
  const category = one.benefit && one.category !== null ? benefitCategory(one.category) : undefined;
  return category === undefined ? 2 : category.priorityClass === 'out_of_turn' ? 0 : 1;
}

/** The terms of a profile as an offer is played by them. */
export function offerTerms(profile: RuleProfile, calendar: WorkingCalendar): OfferTerms {
  return {
    profile: profile.code,
    calendar,
    offerDays: profile.offerDays ?? 1,
    offerDayUnit: profile.offerDayUnit ?? 'calendar',
    referralWorkingDays: profile.referralWorkingDays ?? 5,
    benefitConfirmWorkingDays: profile.benefitConfirmWorkingDays ?? 5,
    extensionCalendarDays: profile.extensionCalendarDays ?? 30,
    benefitPlaces: profile.benefitPlaces,
    ordinaryPlaces: profile.ordinaryPlaces,
    afterDecline: profile.afterDecline,
    afterExpiry: profile.afterExpiry,
    stopListDays: profile.stopListDays ?? 10,
    restoreDays: profile.restoreDays ?? 28,
    restoreLimit: profile.restoreLimit,
  };
}
