/** What the database says to confirmations of interest, reminders, and to who takes a child out of the queue or puts it back. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld, sealSql, stepSql } from '../places/place-world.ts';
import { historySql } from '../raw-acts.ts';

const TODAY = 'kezek.today()';

describe.each(ENGINES)('guards of interest on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  /** A family queued a year ago whose confirmation is due so many days from today. */
  async function dueIn(days: number): Promise<MadeApplication> {
    const a = await world.family();
    await test.tamper(
      `update interest set queued_on = (${TODAY} + ${days} - interval '1 year')::date, due_on = ${TODAY} + ${days} where application_id = ${a.id}`,
    );
    return a;
  }
  const interestOf = async (a: MadeApplication) =>
    (
      await world.rows<{ days: number; months: number }>(
        `select due_on - ${TODAY} as days, (extract(year from age(due_on, queued_on)) * 12 + extract(month from age(due_on, queued_on)))::int as months
        from interest where application_id = ${a.id}`,
      )
    )[0];

  interface Word {
    readonly version?: number;
    readonly how?: string;
    readonly note?: string;
    readonly by?: string;
    readonly post?: string;
  }
  const word = (a: MadeApplication, { version = 1, how = 'counter', note, by, post }: Word = {}): string =>
    `insert into interest_confirmation (application_id, application_version, due_on, next_due_on, confirmed_at, how, note, confirmed_by, staff_post_id)
      values (${a.id}, ${version}, '2000-01-01', '2100-01-01', '2000-01-01', '${how}', ${note === undefined ? 'null' : `'${note}'`},
        ${by ?? 'kezek.officer()'}, ${post ?? 'kezek.post_id()'})`;
  const whole = (a: MadeApplication, wish: Word = {}): string[] => [
    word(a, wish),
    stepSql(a, wish.version ?? 1),
    historySql(a, (wish.version ?? 1) + 1, 'confirm_interest'),
  ];

  it('asks whoever enters the queue a period later, and who was queued long ago only after there was time to remind', async () => {
    const old = await world.family();
    const { days } = (await interestOf(old)) ?? { days: 0 };
    expect(days).toBeGreaterThan(60);
    expect(days).toBeLessThanOrEqual(60 + 366);
  });

  it('takes a confirmation with its version and history, and counts the next day itself', async () => {
    const a = await dueIn(20);
    expect(await world.clerk(...whole(a))).toBe(1);
    expect(await interestOf(a)).toMatchObject({ months: 24 });
    const [row] = await world.rows<{ due: number; fresh: boolean }>(
      `select due_on - ${TODAY} as due, confirmed_at > now() - interval '1 hour' as fresh from interest_confirmation where application_id = ${a.id}`,
    );
    expect(row).toEqual({ due: 20, fresh: true });
    expect(await world.version(a)).toBe(2);
  });

  it.each([
    ['before it is taken', 61, {}, 'interest_open'],
    ['of another version', 5, { version: 7 }, 'interest_of_version'],
    ['by telephone without a note', 5, { how: 'phone', note: ' ' }, 'interest_confirmation_phone_noted'],
    ['in a way nobody knows', 5, { how: 'dream' }, DENIED],
  ] as const)('refuses one %s', async (_what, days, wish, guard) => {
    const a = await dueIn(days);
    expect(await world.clerk(...whole(a, wish))).toBe(guard);
    expect(await interestOf(a)).toMatchObject({ days });
  });

  it('refuses one in another officer’s name, and a portal’s from a clerk', async () => {
    const a = await dueIn(5);
    expect(await world.clerk(...whole(a, { by: `'${world.mini.colleague.iin}'` }))).toBe(
      'interest_by_officer',
    );
    expect(await world.clerk(...whole(a, { how: 'portal', by: 'null', post: 'null' }))).toBe(
      'interest_by_officer',
    );
    expect(await world.clerk(...whole(a, { how: 'portal' }))).toBe(DENIED);
    expect(await interestOf(a)).toMatchObject({ days: 5 });
  });

  it('refuses one the history does not tell, and one whose version never rose', async () => {
    const a = await dueIn(5);
    expect(await world.clerk(word(a))).toBe('interest_recorded');
    expect(await world.clerk(word(a), stepSql(a, 1))).toBe('interest_recorded');
    expect(await interestOf(a)).toMatchObject({ days: 5 });
  });

  it('refuses one of a child who does not wait', async () => {
    const a = await dueIn(5);
    await test.tamper(`update application set status = 'enrolled', version = 2 where id = ${a.id}`);
    expect(await world.clerk(...whole(a, { version: 2 }))).toBe('interest_of_waiting');
  });

  it('keeps each department to its own', async () => {
    const a = await dueIn(5);
    expect(await attempt(test, world.mini.stranger, ...whole(a))).toBe(DENIED);
    expect(await interestOf(a)).toMatchObject({ days: 5 });
    expect(
      await attempt(test, world.mini.stranger, `select 1 from interest where application_id = ${a.id}`),
    ).toBe(0);
    expect(await attempt(test, world.mini.head, `select 1 from interest`)).toBe(DENIED);
  });

  it('lets no officer move a day, nor anybody change what was confirmed', async () => {
    const a = await dueIn(5);
    expect(
      await world.clerk(`update interest set due_on = due_on + 300 where application_id = ${a.id}`),
    ).toBe(DENIED);
    expect(await world.clerk(`delete from interest where application_id = ${a.id}`)).toBe(DENIED);
    expect(await world.clerk(...whole(a))).toBe(1);
    await expect(
      world.owner((tx) =>
        sql.raw(`update interest_confirmation set note = 'x' where application_id = ${a.id}`).execute(tx),
      ),
    ).rejects.toSatisfy((error) => sqlFailure(error) !== null);
    await expect(
      world.owner((tx) =>
        sql.raw(`delete from interest_confirmation where application_id = ${a.id}`).execute(tx),
      ),
    ).rejects.toSatisfy((error) => sqlFailure(error) !== null);
  });

  const desk = async (...statements: readonly string[]): Promise<string | number> => {
    try {
      return await test.desk.write('system', async (tx) => {
        let touched = 0;
        for (const statement of statements)
          touched = Number((await sql.raw(statement).execute(tx)).numAffectedRows ?? 0n);
        return touched;
      });
    } catch (error) {
      const failure = sqlFailure(error);
      if (failure === null) throw error;
      return failure.constraint ?? failure.sqlState;
    }
  };
  const reminder = (a: MadeApplication, days: number): string =>
    `insert into interest_reminder (application_id, due_on, days_before, reminded_at)
      select application_id, due_on, ${days}, now() from interest where application_id = ${a.id}`;

  it('takes a reminder on its days alone, once', async () => {
    const [soon, later, past] = [await dueIn(7), await dueIn(31), await dueIn(-1)];
    expect(await desk(reminder(soon, 7))).toBe(1);
    expect(await desk(reminder(soon, 7))).toBe('interest_reminder_once');
    expect(await desk(reminder(soon, 12))).toBe('interest_reminder_due');
    expect(await desk(reminder(later, 30))).toBe('interest_reminder_due');
    expect(await desk(reminder(past, 7))).toBe('interest_reminder_due');
    expect(await world.clerk(reminder(soon, 30))).toBe(DENIED);
  });

  const gone = (a: MadeApplication, until = `restore_until = ${TODAY} + 30`): string[] => [
    stepSql(a, 1, 'removed_no_interest', until),
    historySql(a, 2, 'remove_no_interest', { actor: 'job:interest', post: 'null' }),
  ];

  // In the embedded engine the desk with nobody signed in is the owner, whom the guards of jobs let pass (docs/trunk-queue.md).
  it.runIf(engine === 'postgres')(
    'lets the job take out nobody before the days of grace are over',
    async () => {
      const [grace, over] = [await dueIn(-10), await dueIn(-11)];
      expect(await desk(...gone(grace))).toBe('job_step');
      expect(await desk(...gone(over, `restore_until = ${TODAY} + 300`))).toBe('job_step');
      expect(await desk(...gone(over))).toBe(1);
      expect(
        await world.number(
          `select count(*) from queue_stay where application_id = ${over.id} and left_at is null`,
        ),
      ).toBe(0);
    },
  );

  it('lets no officer take a child out of the queue', async () => {
    const a = await dueIn(-50);
    expect(['application_status_step', 'application_changed_by_decision']).toContain(
      await world.clerk(...gone(a)),
    );
  });

  it('puts back by a signed act within the days, at the original date, and asks again a period later', async () => {
    const a = await dueIn(-20);
    const [stay] = await world.rows<{ order_at: Date }>(
      `select order_at from queue_stay where application_id = ${a.id}`,
    );
    expect(await desk(...gone(a))).toBe(1);
    expect(
      await world.clerk(stepSql(a, 2, 'queued', 'restore_until = null'), historySql(a, 3, 'restore')),
    ).toBe('application_decision_signed');
    const restore = (set: string): string[] =>
      sealSql(a, world.mini.mine, 2, 'restore', 'queued', { set, referral: 'null' });
    expect(await world.clerk(...restore('restore_until = null, restored = restored + 1'))).toBe(
      'application_restored_once',
    );
    expect(await world.clerk(...restore('restore_until = null'))).toBe(1);
    expect((await interestOf(a))?.days).toBeGreaterThan(200);
    expect(
      await world.rows(`select order_at from queue_stay where application_id = ${a.id} and left_at is null`),
    ).toEqual([stay]);
  });

  it('puts nobody back when the days are over', async () => {
    const a = await dueIn(-50);
    expect(await desk(...gone(a))).toBe(1);
    await test.tamper(`update application set restore_until = ${TODAY} - 1 where id = ${a.id}`);
    expect(
      await world.clerk(
        ...sealSql(a, world.mini.mine, 2, 'restore', 'queued', {
          set: 'restore_until = null',
          referral: 'null',
        }),
      ),
    ).toBe('application_restored_once');
  });
});
