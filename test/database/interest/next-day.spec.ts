/** The next day of the interest job, beside its plain meaning worked out over every family that waits. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstInterestDay } from '../../../db/queries/interest.ts';
import { addDays, daysBetween } from '../../../domain/civil-date.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld } from '../places/place-world.ts';

const TODAY = '2026-11-22';
const FAMILIES = 6;

describe.each(ENGINES)('the next day of the interest job on %s', (engine) => {
  let test: TestDatabase;
  let families: MadeApplication[];
  let grace: number;
  let reminders: readonly number[];

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    const world = await PlaceWorld.make(test);
    families = [];
    for (let i = 0; i < FAMILIES; i += 1) families.push(await world.family());
    const { rows } = await sql<{ grace: number; reminders: number[] }>`
      select interest_grace_days as grace, interest_reminder_days as reminders
      from kezek.profile_of_district(${world.mini.districts[0]})`.execute(test.db.kysely);
    grace = rows[0]?.grace ?? 0;
    reminders = rows[0]?.reminders ?? [];
    expect(reminders.length).toBeGreaterThan(1);
  });
  afterAll(() => test.close());

  /** In days from today: of one family, due in so many days. */
  const plain = (due: number): number =>
    due < 0
      ? Math.max(1, due + grace + 1)
      : Math.max(1, due - Math.max(0, ...reminders.filter((days) => due - days > 0)));

  it('is the first of all families that wait, and of nobody who left', async () => {
    const family = fc.record({ due: fc.integer({ min: -90, max: 150 }), waits: fc.boolean() });
    const worlds = fc.array(family, { minLength: FAMILIES, maxLength: FAMILIES });
    await fc.assert(
      fc.asyncProperty(worlds, async (wishes) => {
        const statements = wishes.flatMap(({ due, waits }, i) => [
          `update interest set queued_on = '2020-01-01', due_on = date '${addDays(TODAY, due)}' where application_id = ${families[i]?.id}`,
          `update application set status = '${waits ? 'queued' : 'cancelled'}' where id = ${families[i]?.id}`,
        ]);
        await test.tamper(statements.join('; '));
        const found = await test.db.read('system', (tx) => firstInterestDay(tx, TODAY));
        const days = wishes.filter((one) => one.waits).map((one) => plain(one.due));
        expect(found === null ? null : daysBetween(TODAY, found)).toBe(
          days.length === 0 ? null : Math.min(...days),
        );
      }),
      { numRuns: 40 },
    );
  });
});
