/**
 * 64 officers' connections and 10,000 attempts on 500 seats, with nothing but the database between them: exactly 500 are
 * promised, each once, in order, and every other attempt is told why. KEZEK_RACE_ATTEMPTS makes it smaller.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import type { OfficerScope } from '../../../db/open.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { officer } from '../mini-world.ts';
import { acts, PlaceWorld } from '../places/place-world.ts';

const CLIENTS = 64;
const ATTEMPTS = Number(process.env.KEZEK_RACE_ATTEMPTS ?? 10_000);
const GROUPS = 25;
const SEATS_EACH = 20;
const SEATS = GROUPS * SEATS_EACH;
/** Children per queue: more than its seats. */
const CHILDREN_EACH = 40;

/** Why an attempt may fail, and nothing else. */
const REASONS = ['seat_free', 'referral_waiting', 'referral_in_order', 'no_child', 'no_seat'];

describe('races for seats on postgres', () => {
  let test: TestDatabase;
  let world: PlaceWorld;
  const clerks: OfficerScope[] = [];
  const queues: {
    readonly id: number;
    readonly kindergarten: number;
    readonly seats: readonly string[];
    readonly children: string[];
  }[] = [];

  beforeAll(async () => {
    test = await openTestDatabase('postgres', { maxConnections: CLIENTS });
    world = await PlaceWorld.make(test);
    await world.owner(async (tx) => {
      for (let i = 0; i < 16; i += 1) {
        clerks.push(await officer(tx, { role: 'clerk', district_id: world.mini.districts[0] }));
      }
    });
    for (let i = 0; i < GROUPS; i += 1) {
      const kindergarten =
        i % 5 === 0 ? await world.addKindergarten() : (queues.at(-1)?.kindergarten ?? world.kindergarten);
      const cohort = 2020 + i;
      const { seats } = await world.addGroup({ capacity: SEATS_EACH, cohort, kindergarten });
      queues.push({ id: 0, kindergarten, seats, children: [] });
      const one = await world.family({ wants: [kindergarten], row: { cohort_year: cohort } });
      await breed(one.id, CHILDREN_EACH - 1);
    }
    const rows = await world.rows<{
      queue_id: number;
      application_id: string;
      wants: number[];
      cohort_year: number;
    }>(
      'select s.queue_id, s.application_id, s.wants, q.cohort_year from queue_stay s join queue q on q.id = s.queue_id order by 1, 2',
    );
    for (const row of rows) {
      const queue = queues[row.cohort_year - 2020];
      if (queue === undefined) throw new Error('queue');
      Object.assign(queue, { id: row.queue_id });
      queue.children.push(row.application_id);
    }
    await sql`analyze`.execute(test.db.kysely);
  }, 120_000);
  afterAll(() => test.close());

  /** Many families like one, made by the database itself. */
  async function breed(id: string, count: number): Promise<void> {
    await world.owner(async (tx) => {
      await sql
        .raw(`
        with child as (
          insert into person (iin, surname, given_name, birth_date, sex)
          select lpad(((select coalesce(max(id), 0) from person) + n + 700000000000)::text, 12, '7'), 'Бала', 'Бала', '2022-02-02', 'male'
          from generate_series(1, ${count}) n returning id
        ), made as (
          insert into application (number, service, district_id, queue_kind, channel, status, status_since, child_id, applicant_id,
            applicant_relation, cohort_year, language, submitted_at, phone, notification_type, notification_language, permanent_address,
            data_consent_at, child_sort_name, search, priority_class, benefit_category_id)
          select '2023-' || lpad((${id} * 1000 + row_number() over (order by c.id))::text, 7, '0'), a.service, a.district_id, a.queue_kind, a.channel,
            a.status, a.status_since, c.id, a.applicant_id, a.applicant_relation, a.cohort_year, a.language,
            a.submitted_at + row_number() over (order by c.id) * interval '1 minute', a.phone, a.notification_type, a.notification_language,
            a.permanent_address, a.data_consent_at, 'Бала', 'x',
            case when c.id % 5 = 0 then 'priority' else 'ordinary' end,
            case when c.id % 5 = 0 then (select min(id) from benefit_category where priority_class = 'priority') end
          from child c, application a where a.id = ${id} returning id)
        insert into desired_kindergarten select m.id, 1, d.kindergarten_id from made m, desired_kindergarten d where d.application_id = ${id}`)
        .execute(tx);
    });
  }

  const random = (() => {
    let state = 20_261_120;
    return (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
  })();

  /** One attempt: in three of four the next child gets any seat of the queue, else anybody gets one. */
  async function attempt(clerk: OfficerScope): Promise<string> {
    const queue = queues[random(queues.length)];
    if (queue === undefined) throw new Error('queue');
    const blind = random(4) === 0;
    const seat = queue.seats[random(queue.seats.length)] ?? '';
    const anybody = queue.children[random(queue.children.length)] ?? '';
    try {
      return await test.desk.write(clerk, async (tx) => {
        let id: string | undefined = anybody;
        if (!blind) {
          const { rows } = await sql<{
            id: string;
          }>`select application_id as id from kezek.next_child(${queue.id}, ${queue.kindergarten})`.execute(
            tx,
          );
          id = rows[0]?.id;
        }
        if (id === undefined) return 'no_child';
        const chosen = random(8) === 0 ? seat : await takeSeat(tx, id);
        if (chosen === null) return 'no_seat';
        for (const statement of acts.offer({ id }, clerk, 1, { seat: chosen })) {
          await sql.raw(statement).execute(tx);
        }
        return 'won';
      });
    } catch (error) {
      const failure = sqlFailure(error) ?? sqlFailure((error as Error).cause);
      return failure?.constraint ?? failure?.sqlState ?? String(error);
    }
  }

  async function takeSeat(
    tx: Parameters<Parameters<TestDatabase['desk']['write']>[1]>[0],
    id: string,
  ): Promise<string | null> {
    const { rows } = await sql<{
      seat: string | null;
    }>`select kezek.take_seat(${id}::int8, null) as seat`.execute(tx);
    return rows[0]?.seat ?? null;
  }

  it(`${ATTEMPTS} attempts by ${CLIENTS} at once on ${SEATS} seats`, async () => {
    const told = new Map<string, number>();
    let left = ATTEMPTS;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, i) => {
        const clerk = clerks[i % clerks.length] ?? world.mini.mine;
        while (left > 0) {
          left -= 1;
          const result = await attempt(clerk);
          told.set(result, (told.get(result) ?? 0) + 1);
        }
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    console.info(
      `${ATTEMPTS} attempts in ${seconds.toFixed(1)} s: ${[...told].map(([why, n]) => `${why} ${n}`).join(', ')}`,
    );

    expect(told.get('won')).toBe(SEATS);
    expect([...told.keys()].filter((why) => why !== 'won' && !REASONS.includes(why))).toEqual([]);
    expect([...told.values()].reduce((sum, n) => sum + n, 0)).toBe(ATTEMPTS);
    expect(await world.number('select count(*) from seat_hold where released_at is null')).toBe(SEATS);
    expect(await world.number('select count(distinct seat_id) from seat_hold')).toBe(SEATS);
    expect(await world.number('select count(distinct child_id) from seat_hold')).toBe(SEATS);
    expect(await world.number(`select count(*) from application where status = 'offered'`)).toBe(SEATS);
    expect(await world.number(`select count(*) from queue_stay where left_at is null`)).toBe(
      GROUPS * (CHILDREN_EACH - SEATS_EACH),
    );
    // Nobody was passed over, and the turns of each queue are 1, 2, 3 without a gap.
    expect(await world.number('select count(*) from referral_passed')).toBe(0);
    expect(
      await world.rows(
        `select queue_id from queue_turn where voided_at is null group by 1 having count(*) <> max(turn)`,
      ),
    ).toEqual([]);
    const walk = verifyChains(test.db);
    expect(await walk.next()).toMatchObject({ done: true });
  }, 240_000);
});
