/** Seats follow the capacity of their group; what heads ask for and clerks answer changes them, and nothing else does. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import { acts, PlaceWorld } from './place-world.ts';

describe.each(ENGINES)('seats on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  const setCapacity = (group: number, capacity: number) =>
    world.as(world.mini.admin, `update kindergarten_group set capacity = ${capacity} where id = ${group}`);
  const counts = async (group: number) =>
    (
      await world.rows<{ live: number; removed: number }>(
        `select count(*) filter (where state <> 'removed')::int as live, count(*) filter (where state = 'removed')::int as removed
         from seat where group_id = ${group}`,
      )
    )[0];
  const reason = `(select code from reason where used_for = 'seat' order by code limit 1)`;
  const ask = (seat: string | undefined, kind: string, until = 'null') =>
    `insert into seat_request (seat_id, kind, reason, until, requested_by, requested_post, requested_at)
      values (${seat}, '${kind}', ${reason}, ${until}, kezek.officer(), kezek.post_id(), now())`;
  const answer = (seat: string | undefined, verdict: string) =>
    `update seat_request set verdict = '${verdict}', decided_by = kezek.officer() where seat_id = ${seat} and verdict is null`;
  const seatOf = async (seat: string | undefined) =>
    (
      await world.rows<{ state: string; version: number; temporary_until: string | null }>(
        `select state, version, temporary_until from seat where id = ${seat}`,
      )
    )[0];

  it('are as many as the capacity, whichever way it moves', async () => {
    const group = await world.addGroup({ capacity: 5, cohort: 2030 });
    expect(await counts(group.id)).toEqual({ live: 5, removed: 0 });
    for (const [capacity, removed] of [
      [8, 0],
      [3, 5],
      [6, 2],
      [9, 0],
      [1, 8],
    ] as const) {
      expect(await setCapacity(group.id, capacity)).toBe(1);
      expect(await counts(group.id)).toEqual({ live: capacity, removed });
    }
    expect(await setCapacity(group.id, 61)).toBe('kindergarten_group_capacity_range');
  });

  it('that are held stay; below them the capacity does not go, and closed ones go first', async () => {
    const group = await world.addGroup({ capacity: 4, cohort: 2031 });
    const row = { cohort_year: 2031 };
    const held = [group.seats[3] ?? '', group.seats[1] ?? ''];
    for (const seat of held) {
      const a = await world.family({ row });
      expect(await world.clerk(...acts.offer(a, world.mini.mine, 1, { seat }))).toBe(1);
    }
    await world.clerk(ask(group.seats[0], 'close'));
    await world.clerk(answer(group.seats[0], 'accepted'));
    expect(await setCapacity(group.id, 3)).toBe(1);
    expect(await seatOf(group.seats[0])).toMatchObject({ state: 'removed' });
    expect(await setCapacity(group.id, 1)).toBe('group_capacity_held');
    expect(await setCapacity(group.id, 2)).toBe(1);
    expect(
      await world.rows(`select id from seat where group_id = ${group.id} and state = 'open' order by id`),
    ).toEqual(held.toSorted((a, b) => Number(a) - Number(b)).map((id) => ({ id })));
  });

  it('change by what a head asked and a clerk of the district answered, once', async () => {
    const group = await world.addGroup({ capacity: 2, cohort: 2032 });
    const [seat, other] = group.seats;
    const { head, mine, neighbour } = world.mini;
    expect(await world.as(head, ask(seat, 'reopen'))).toBe('seat_request_fits');
    expect(await world.as(head, ask(seat, 'close'))).toBe(1);
    expect(await world.as(head, ask(seat, 'close'))).toBe('seat_request_open_once');
    expect(await seatOf(seat)).toMatchObject({ state: 'open' });
    expect(await world.as(head, answer(seat, 'accepted'))).toBe(DENIED);
    expect(await world.as(neighbour, answer(seat, 'accepted'))).toBe(0);
    expect(await world.as(mine, answer(seat, 'accepted'))).toBe(1);
    expect(await seatOf(seat)).toMatchObject({ state: 'closed', version: 2 });
    expect(
      await world.as(
        mine,
        `update seat_request set verdict = 'refused', decided_by = kezek.officer() where seat_id = ${seat}`,
      ),
    ).toBe('seat_request_answered_once');
    expect(await world.as(mine, `update seat_request set note = 'x' where seat_id = ${seat}`)).toBe(DENIED);
    expect(await world.as(head, ask(seat, 'report'))).toBe(1);
    expect(await seatOf(seat)).toMatchObject({ state: 'reported' });
    expect(await world.as(mine, answer(seat, 'accepted'))).toBe(1);
    expect(await seatOf(seat)).toMatchObject({ state: 'open' });
    expect(await world.as(head, ask(other, 'temporary', 'kezek.today()'))).toBe('seat_request_fits');
    expect(await world.as(head, ask(other, 'temporary', 'kezek.today() + 60'))).toBe(1);
    expect(await world.as(mine, answer(other, 'accepted'))).toBe(1);
    expect((await seatOf(other))?.temporary_until).not.toBeNull();
    const strange = await world.addHead(await world.addKindergarten());
    expect(await world.as(strange, ask(seat, 'close'))).toBe(DENIED);
  });

  it('that are asked about are told of to the other desks, and so is the answer', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2036 });
    const [seat] = group.seats;
    const heard: unknown[] = [];
    const stop = await test.desk.onApplicationChanged((change) => heard.push(change));
    const [district] = world.mini.districts;
    const whole = { id: null, district, version: null };
    expect(await world.as(world.mini.head, ask(seat, 'close'))).toBe(1);
    await expect.poll(() => heard).toEqual([whole]);
    expect(await world.clerk(answer(seat, 'refused'))).toBe(1);
    await expect.poll(() => heard).toEqual([whole, whole]);
    await stop();
  });

  it('are not closed under a child', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2033 });
    const [seat] = group.seats;
    await world.as(world.mini.head, ask(seat, 'close'));
    const a = await world.family({ row: { cohort_year: 2033 } });
    expect(await world.clerk(...acts.offer(a, world.mini.mine, 1, { seat: seat ?? '' }))).toBe(1);
    expect(await world.clerk(answer(seat, 'accepted'))).toBe('seat_request_fits');
    expect(await world.clerk(answer(seat, 'refused'))).toBe(1);
    expect(await world.as(world.mini.head, ask(seat, 'close'))).toBe('seat_request_fits');
  });

  it('of a special group go to the special queue first, and to both after the days of the profile', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2034, kind: 'special' });
    const [seat = ''] = group.seats;
    const general = await world.family({ row: { cohort_year: 2034 } });
    // The national profile knows no such days: never.
    expect(await world.clerk(...acts.offer(general, world.mini.mine, 1, { seat }))).toBe('seat_fits');
    const until = (days: number) =>
      world.owner((tx) =>
        sql
          .raw(`update seat set special_until = now() + interval '${days} days' where id = ${seat}`)
          .execute(tx),
      );
    await until(1);
    expect(await world.clerk(...acts.offer(general, world.mini.mine, 1, { seat }))).toBe('seat_fits');
    await until(-1);
    expect(await world.clerk(...acts.offer(general, world.mini.mine, 1, { seat }))).toBe(1);
  });

  it('of a special group opened under a profile with such days get their term by themselves', async () => {
    await world.owner((tx) =>
      sql`insert into rule_profile (code, name_kk, name_ru, name_en, region_id, service, valid_from, legal_act, verified, decision_working_days,
          correction_working_days, workday_ends, claim_lease_minutes, benefit_places, ordinary_places, interest_months, over_age_years, special_first_days,
          interest_opens_days, interest_reminder_days, interest_grace_days)
        select 'own-special', name_kk, name_ru, name_en, ${world.mini.regions[1]}, service, '2024-01-01', legal_act, verified, decision_working_days,
          correction_working_days, workday_ends, claim_lease_minutes, benefit_places, ordinary_places, interest_months, over_age_years, 3,
          interest_opens_days, interest_reminder_days, interest_grace_days
        from rule_profile where code = 'national-2025'`.execute(tx),
    );
    const kindergarten = await world.addKindergarten(world.mini.districts[2]);
    const special = await world.addGroup({ capacity: 1, kind: 'special', kindergarten });
    const general = await world.addGroup({ capacity: 1, kindergarten });
    const term = (seat: string | undefined) =>
      world.rows<{ until: string | null }>(
        `select ((special_until at time zone 'Asia/Almaty')::date - kezek.today())::text as until from seat where id = ${seat}`,
      );
    expect(await term(special.seats[0])).toEqual([{ until: '4' }]);
    expect(await term(general.seats[0])).toEqual([{ until: null }]);
  });

  it('take_seat gives two at once two seats, by the family’s ranks, and nobody a taken one', async () => {
    const far = await world.addKindergarten();
    const near = await world.addGroup({ capacity: 1, cohort: 2035 });
    const second = await world.addGroup({ capacity: 1, cohort: 2035, kindergarten: far });
    const families: Awaited<ReturnType<typeof world.family>>[] = [];
    for (let i = 0; i < 2; i += 1) {
      families.push(await world.family({ wants: [world.kindergarten, far], row: { cohort_year: 2035 } }));
    }
    const take = async (id: string | undefined, inside: (seat: string | null) => Promise<void>) =>
      await test.desk.write(world.mini.mine, async (tx) => {
        const { rows } = await sql<{
          seat: string | null;
        }>`select kezek.take_seat(${id ?? null}::int8, null) as seat`.execute(tx);
        await inside(rows[0]?.seat ?? null);
        return rows[0]?.seat ?? null;
      });
    let beside: string | null = null;
    let seatIsHeld = (): void => undefined;
    const whileHeld = new Promise<void>((resolve) => {
      seatIsHeld = resolve;
    });
    // The embedded engine has one connection: there nobody looks at the same time.
    const another =
      engine === 'postgres' ? whileHeld.then(() => take(families[1]?.id, async () => {})) : null;
    const first = await take(families[0]?.id, async () => {
      seatIsHeld();
      beside = await another;
    });
    expect(first).toBe(near.seats[0]);
    if (engine === 'postgres') expect(beside).toBe(second.seats[0]);
    expect(
      await test.desk.write(
        world.mini.stranger,
        async (tx) =>
          (
            await sql<{
              seat: string | null;
            }>`select kezek.take_seat(${families[0]?.id ?? null}::int8, null) as seat`.execute(tx)
          ).rows[0]?.seat,
      ),
    ).toBeNull();
  });

  it('say what they are by name when raw SQL of the owner breaks the count', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2036 });
    const broken = world.owner((tx) =>
      sql`insert into seat (group_id, kindergarten_id, ordinal, open_since) values (${group.id}, ${world.kindergarten}, 50, now())`.execute(
        tx,
      ),
    );
    await expect(broken.catch((error: unknown) => sqlFailure(error)?.constraint)).resolves.toBe(
      'group_seats_whole',
    );
  });
});
