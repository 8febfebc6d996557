import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../db/demo/random.ts';
import { makePlan } from '../../../db/demo/world/plan.ts';
import type { PlannedApplication } from '../../../db/demo/world/plan-table.ts';
import { reviewSlots } from '../../../db/demo/world/status-mix.ts';
import { addWorkingDays, almatyDate, workingCalendar, workingDaysBetween } from '../../../domain/calendar.ts';
import { HOLIDAYS } from '../../../domain/data/holidays.ts';

const calendar = workingCalendar(HOLIDAYS);
const DISTRICTS = 15;

function plan(applications: number, now: Date, seed = 'plan'): readonly PlannedApplication[] {
  const made = makePlan({
    applications,
    random: createRandom(seed),
    now,
    calendar,
    slots: reviewSlots(applications, 0, [4, 5, 6], (district) => 100 + district, DISTRICTS),
    weights: Array.from({ length: DISTRICTS }, (_, i) => (i === 0 ? 16 : 6)),
    clerkOf: (district) => 100 + district,
    deciders: [0, 4, 5, 6],
  });
  return Array.from({ length: made.filled }, (_, i) => made.at(i));
}

const UNDER_REVIEW = ['submitted', 'registered', 'in_review', 'answered'];
const due = (one: PlannedApplication, now: Date) =>
  workingDaysBetween(
    calendar,
    almatyDate(now),
    addWorkingDays(calendar, almatyDate(new Date(one.submittedAt)), 5),
  );

describe('the plan of 2,000 applications', () => {
  const now = new Date('2026-11-18T07:04:00Z');
  const all = plan(2000, now);
  const sarybel = all.filter(
    (one) => one.district === 0 && UNDER_REVIEW.includes(one.status) && one.decide === null,
  );

  it('has exactly as many, the figures of the mock-ups in Сарыбел, most of the rest settled', () => {
    expect(all).toHaveLength(2000);
    const benefits = sarybel.filter((one) => one.benefit);
    expect(benefits.filter((one) => one.claimedBy === 0)).toHaveLength(41);
    expect(benefits.filter((one) => one.claimedBy === null)).toHaveLength(87);
    expect(all.filter((one) => UNDER_REVIEW.includes(one.status)).length).toBeLessThan(2000 * 0.14);
    const settled = all.filter((one) => ['queued', 'enrolled', 'archived'].includes(one.status)).length;
    expect(settled).toBeGreaterThan(1200);
    expect(all.filter((one) => one.decide !== null)).toHaveLength(31);
  });

  it('is due as planned: one overdue, six today, the others in one to five working days', () => {
    expect(sarybel.filter((one) => due(one, now) < 0)).toHaveLength(1);
    expect(sarybel.filter((one) => due(one, now) === 0).length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...sarybel.map((one) => due(one, now)))).toBeLessThanOrEqual(5);
  });

  it('submits nothing in the future and nothing before the child’s birth', () => {
    for (const one of all) {
      expect(one.submittedAt).toBeLessThan(now.getTime());
      expect(one.submittedAt).toBeGreaterThan(Date.parse(one.childBorn));
    }
  });

  it('gives twins one birth date and one status, and repeats of a child another district or a closed end', () => {
    const families = Map.groupBy(all, (one) => one.family);
    for (const members of families.values()) {
      const twins = members.filter((one) => one.twins);
      expect(new Set(twins.map((one) => `${one.childBorn} ${one.district}`)).size).toBeLessThanOrEqual(1);
      for (const one of members.filter((other) => other.repeat)) {
        const first = members.find((other) => other.child === one.child && !other.repeat);
        const isElsewhere = first !== undefined && first.district !== one.district;
        expect(isElsewhere || ['refused', 'cancelled'].includes(one.status)).toBe(true);
      }
    }
    expect(all.filter((one) => one.twins).length).toBeGreaterThan(20);
    expect(all.filter((one) => one.repeat).length).toBeGreaterThan(10);
  });
});

describe('any plan', () => {
  it.each([1, 5, 30, 500, 7000])('of %d applications has exactly as many', (count) => {
    expect(plan(count, new Date('2026-11-18T07:04:00Z'))).toHaveLength(count);
  });

  it('has work on every officer’s desk in a large world', () => {
    const all = plan(12_000, new Date('2026-11-18T07:04:00Z'));
    for (let district = 0; district < DISTRICTS; district += 1) {
      const reviewing = all.filter((one) => one.district === district && UNDER_REVIEW.includes(one.status));
      expect(reviewing.length, `district ${district}`).toBeGreaterThan(8);
    }
  });

  // A weekend, the night, the last day of a holiday week, the turn of the year.
  it.each(['2026-11-21T02:00:00Z', '2026-11-18T20:30:00Z', '2027-03-24T06:00:00Z', '2027-01-02T06:00:00Z'])(
    'is alive at %s: one overdue in Сарыбел, nothing in the future',
    (moment) => {
      const now = new Date(moment);
      const all = plan(2000, now);
      const sarybel = all.filter(
        (one) => one.district === 0 && UNDER_REVIEW.includes(one.status) && one.decide === null,
      );
      expect(sarybel.filter((one) => due(one, now) < 0)).toHaveLength(1);
      expect(all.filter((one) => one.submittedAt >= now.getTime())).toEqual([]);
    },
  );

  it('is the same for the same seed and another for another', () => {
    const now = new Date('2026-11-18T07:04:00Z');
    expect(plan(300, now)).toEqual(plan(300, now));
    expect(plan(300, now, 'a')).not.toEqual(plan(300, now, 'b'));
  });
});
