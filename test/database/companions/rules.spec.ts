/** Every rule of the companions' seed as the database's own guard, met by raw SQL of officers. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../../domain/civil-date.ts';
import { ageOn } from '../../../domain/cohort.ts';
import { COMPANION_STATES, type CompanionEvent, nextCompanionState } from '../../../domain/companions.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import { acts, endSql, PlaceWorld, sealSql } from '../places/place-world.ts';
import { enrolled, permits, person, registerSql, staffSql } from './companion-world.ts';

describe.each(ENGINES)('companions on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let today: string;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    const [row] = await world.rows<{ day: string }>('select kezek.today()::text as day');
    today = row?.day ?? '';
    await world.owner((tx) =>
      sql
        .raw(`alter table rule_profile disable trigger rule_profile_guard;
          update rule_profile set transfer_from = '01-01', transfer_to = '12-31' where code = 'national-2025';
          alter table rule_profile enable trigger rule_profile_guard`)
        .execute(tx),
    );
  });
  afterAll(() => test.close());

  const bornYearsAgo = (years: number, days = 0): string => addDays(addMonths(today, -12 * years), days);
  const changes = (permit: string | undefined) =>
    world.rows<{ change: string; kindergarten_id: number }>(
      `select change, kindergarten_id from attendance_outbox where permit_id = ${permit} order by id`,
    );

  it('the applicant is there by itself from the admission on, and is told to the attendance system', async () => {
    const { a } = await enrolled(world);
    const [own, ...others] = await permits(world, a);
    expect(others).toEqual([]);
    expect(own).toMatchObject({ iin: a.applicantIin, state: 'approved', is_applicant: true });
    expect(await changes(own?.id)).toEqual([{ change: 'allow', kindergarten_id: world.kindergarten }]);
  });

  it('a clerk and a head register; nothing is told before somebody approves', async () => {
    const { a, head } = await enrolled(world);
    expect(await world.clerk(...registerSql(a, person(), 4))).toBe(1);
    expect(await world.as(head, ...registerSql(a, person(), 5))).toBe(1);
    const [, one, two] = await permits(world, a);
    expect([one?.state, two?.state]).toEqual(['waiting', 'waiting']);
    expect(await changes(one?.id)).toEqual([]);
  });

  it('five of one child, not six; the applicant takes nobody’s place', async () => {
    const { a } = await enrolled(world);
    for (let i = 0; i < 5; i += 1) {
      expect(await world.clerk(...registerSql(a, person(), 4 + i))).toBe(1);
    }
    expect(await world.clerk(...registerSql(a, person(), 9))).toBe('companion_max_per_child');
  });

  it('the numbers are the profile’s', async () => {
    const { a } = await enrolled(world);
    const set = (change: string) =>
      world.owner((tx) =>
        sql
          .raw(`alter table rule_profile disable trigger rule_profile_guard;
            update rule_profile set ${change} where code = 'national-2025'; alter table rule_profile enable trigger rule_profile_guard`)
          .execute(tx),
      );
    await set('companion_max_per_child = 1, companion_min_age = 18');
    try {
      expect(await world.clerk(...registerSql(a, person(bornYearsAgo(17)), 4))).toBe('companion_of_age');
      expect(await world.clerk(...registerSql(a, person(bornYearsAgo(18)), 4))).toBe(1);
      expect(await world.clerk(...registerSql(a, person(), 5))).toBe('companion_max_per_child');
    } finally {
      await set('companion_max_per_child = 5, companion_min_age = 16');
    }
  });

  it('five children of one companion, not six', async () => {
    const who = person();
    for (let i = 0; i < 6; i += 1) {
      const { a } = await enrolled(world);
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(i < 5 ? 1 : 'companion_max_children');
    }
  });

  it('sixteen today is fine, tomorrow is not', async () => {
    const { a } = await enrolled(world);
    expect(await world.clerk(...registerSql(a, person(bornYearsAgo(16, 1)), 4))).toBe('companion_of_age');
    expect(await world.clerk(...registerSql(a, person(bornYearsAgo(16)), 4))).toBe(1);
  });

  it('counts years as the domain does, 29 February too', async () => {
    const births = ['2008-02-29', '2084-02-29', '2010-02-28', '2010-03-01', '2010-12-31'];
    const days = [
      '2024-02-28',
      '2024-02-29',
      '2025-02-28',
      '2025-03-01',
      '2100-02-28',
      '2100-03-01',
      '2026-12-30',
    ];
    for (const birth of births) {
      for (const day of days) {
        expect([birth, day, await world.number(`select kezek.age_on('${birth}', '${day}')`)]).toEqual([
          birth,
          day,
          ageOn(birth, day),
        ]);
      }
    }
  });

  it('has the machine of the domain', async () => {
    const events: readonly CompanionEvent[] = [
      'approve_companion',
      'refuse_companion',
      'suspend_companion',
      'resume_companion',
      'end_companion',
    ];
    for (const from of COMPANION_STATES) {
      for (const to of COMPANION_STATES) {
        for (const actor of ['clerk', 'head', 'job', 'supervisor'] as const) {
          const [row] = await world.rows<{ event: string | null }>(
            `select kezek.companion_event('${from}', '${to}', '${actor}') as event`,
          );
          const own = events.filter((event) => nextCompanionState(from, event, actor) === to);
          expect([from, to, actor, row?.event ?? null]).toEqual([from, to, actor, own[0] ?? null]);
        }
      }
    }
  });

  it('no staff of any kindergarten, in any district; but for the applicant', async () => {
    const { a } = await enrolled(world);
    const away = await world.addKindergarten(world.mini.districts[2]);
    const educator = person();
    await world.owner((tx) => sql.raw(staffSql(educator, away)).execute(tx));
    expect(await world.clerk(...registerSql(a, educator, 4))).toBe('companion_no_staff');
    const { iin } = world.mini.head;
    const head = { ...person('1980-01-01'), iin };
    expect(await world.clerk(...registerSql(a, head, 4))).toBe('companion_no_staff');
    // Who works there and applied for the child is there by itself, and stays.
    await world.owner((tx) =>
      sql.raw(staffSql({ ...educator, iin: a.applicantIin }, world.kindergarten)).execute(tx),
    );
    expect(await permits(world, a)).toMatchObject([{ iin: a.applicantIin, state: 'approved' }]);
  });

  it('days that are over before, or begin after, do not matter; days that meet do', async () => {
    const { a } = await enrolled(world);
    const [was, will] = [person(), person()];
    await world.owner((tx) =>
      sql.raw(staffSql(was, world.kindergarten, 'kezek.today() - 300', 'kezek.today() - 1')).execute(tx),
    );
    await world.owner((tx) => sql.raw(staffSql(will, world.kindergarten, 'kezek.today() + 30')).execute(tx));
    expect(await world.clerk(...registerSql(a, was, 4))).toBe(1);
    expect(await world.clerk(...registerSql(a, will, 5))).toBe('companion_no_staff');
    expect(await world.clerk(...registerSql(a, will, 5, { to: 'kezek.today() + 29' }))).toBe(1);
    expect(
      await world.clerk(
        ...registerSql(a, person(), 6, { from: 'kezek.today() - 9', to: 'kezek.today() - 1' }),
      ),
    ).toBe('companion_days');
    expect(await world.clerk(...registerSql(a, person(), 6, { to: 'kezek.today() - 1' }))).toBe(
      'companion_days',
    );
  });

  it('who becomes staff is suspended by the machine, told in the history and to the attendance system', async () => {
    const { a, head } = await enrolled(world);
    const who = person();
    expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
    const [, permit] = await permits(world, a);
    await world.owner((tx) =>
      sql.raw(`update companion_permit set state = 'approved' where id = ${permit?.id}`).execute(tx),
    );
    expect(await world.as(head, staffSql(who, world.kindergarten))).toBe(1);
    expect(await permits(world, a)).toMatchObject([
      { state: 'approved' },
      { state: 'suspended', cause: 'became_staff' },
    ]);
    expect(
      await world.rows(
        `select actor, event, version, detail->>'cause' as cause from history where application_id = ${a.id} order by seq desc limit 1`,
      ),
    ).toEqual([{ actor: 'job:companions', event: 'suspend_companion', version: 6, cause: 'became_staff' }]);
    expect(await world.version(a)).toBe(6);
    expect((await changes(permit?.id)).map(({ change }) => change)).toEqual(['allow', 'stop']);
  });

  it('a post that begins later is found by the job on its day, once; so are days that ran out', async () => {
    const { a } = await enrolled(world);
    const [will, over] = [person(), person()];
    expect(await world.clerk(...registerSql(a, will, 4))).toBe(1);
    expect(await world.clerk(...registerSql(a, over, 5, { to: 'kezek.today()' }))).toBe(1);
    await world.owner((tx) => sql.raw(staffSql(will, world.kindergarten, 'kezek.today() + 1')).execute(tx));
    expect((await permits(world, a)).map(({ state }) => state)).toEqual(['approved', 'waiting', 'waiting']);
    await test.tamper(`update kindergarten_staff set valid_from = kezek.today() where iin = '${will.iin}';
      update companion_permit set valid_from = kezek.today() - 2, valid_to = kezek.today() - 1 where application_id = ${a.id} and valid_to is not null`);
    const due = () =>
      test.desk.write('system', async (tx) => {
        const { rows } = await sql<{ n: number }>`select kezek.companions_due(50) as n`.execute(tx);
        return rows[0]?.n;
      });
    expect(await due()).toBe(2);
    expect(await due()).toBe(0);
    expect(await permits(world, a)).toMatchObject([
      { state: 'approved' },
      { state: 'suspended', cause: 'became_staff' },
      { state: 'ended', cause: 'days_over' },
    ]);
    expect(await world.version(a)).toBe(8);
    expect(await world.clerk('select kezek.companions_due(50)')).toBe(DENIED);
  });

  it('only after the referral and the admission', async () => {
    const waiting = await world.family();
    expect(await world.clerk(...registerSql(waiting, person(), 1))).toBe('companion_referred');
    const own = 2090;
    const { seats } = await world.addGroup({ capacity: 1, cohort: own });
    const a = await world.family({ row: { cohort_year: own } });
    expect(await world.clerk(...acts.issueAtOnce(a, world.mini.mine, 1, { seat: seats[0] ?? '' }))).toBe(1);
    expect(await world.clerk(...registerSql(a, person(), 2))).toBe('companion_admitted');
  });

  it('data are those of the family’s record', async () => {
    const { a } = await enrolled(world);
    const known = await world.rows<{ iin: string; surname: string; given_name: string; birth_date: string }>(
      `select iin, surname, given_name, birth_date from person where id = ${(await world.family()).applicantId}`,
    );
    const [record] = known;
    if (record === undefined) throw new Error('no person');
    const same = {
      iin: record.iin,
      surname: record.surname,
      givenName: record.given_name,
      birthDate: record.birth_date,
    };
    expect(await world.clerk(...registerSql(a, { ...same, surname: 'Басқа' }, 4))).toBe(
      'companion_data_equal',
    );
    expect(await world.clerk(...registerSql(a, { ...same, birthDate: '1985-05-06' }, 4))).toBe(
      'companion_data_equal',
    );
    expect(await world.clerk(...registerSql(a, { ...same, surname: record.surname.toUpperCase() }, 4))).toBe(
      1,
    );
    // A companion of another family is known by its first words.
    const who = person();
    expect(await world.clerk(...registerSql(a, who, 5))).toBe(1);
    const other = await enrolled(world);
    expect(await world.clerk(...registerSql(other.a, { ...who, givenName: 'Айнұр' }, 4))).toBe(
      'companion_data_equal',
    );
  });

  it('a second parent is what the application says', async () => {
    const second = await world.family();
    const { a } = await enrolled(world, {
      row: { second_parent_id: second.applicantId, second_parent_relation: 'father' },
    });
    const companion = `(select kezek.companion_for(iin, surname, given_name, null, birth_date, sex) from person where id = ${second.applicantId})`;
    expect(await world.clerk(...registerSql(a, person(), 4, { companion, relation: 'uncle' }))).toBe(
      'companion_data_equal',
    );
    expect(await world.clerk(...registerSql(a, person(), 4, { companion, relation: 'father' }))).toBe(1);
  });

  it('one live permit of a companion and a child', async () => {
    const { a } = await enrolled(world);
    const who = person();
    expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
    expect(await world.clerk(...registerSql(a, who, 5))).toBe('companion_permit_live_once');
  });

  it('a child who leaves has no companions any more', async () => {
    const { a, head } = await enrolled(world);
    expect(await world.clerk(...registerSql(a, person(), 4))).toBe(1);
    expect(await world.as(head, ...acts.withdraw(a, head, 5))).toBe(1);
    const after = await permits(world, a);
    expect(after.map(({ state, cause }) => `${state} ${cause}`)).toEqual([
      'ended child_left',
      'ended child_left',
    ]);
    expect((await changes(after[0]?.id)).map(({ change }) => change)).toEqual(['allow', 'stop']);
    expect(await world.clerk(...registerSql(a, person(), 6))).toBe('companion_admitted');
    await expect(
      world.owner((tx) =>
        sql
          .raw(`update companion_permit set state = 'approved', cause = null where id = ${after[0]?.id}`)
          .execute(tx),
      ),
    ).rejects.toThrow(/over/);
  });

  it('a child who moves takes its companions along: stopped there, allowed here', async () => {
    const { a, cohort } = await enrolled(world);
    const away = await world.addGroup({ capacity: 1, cohort, kindergarten: await world.addKindergarten() });
    expect(await world.clerk(...acts.transfer(a, world.mini.mine, 4, away.seats[0] ?? ''))).toBe(1);
    const [own, ...none] = await permits(world, a);
    expect(none).toEqual([]);
    expect(own).toMatchObject({ state: 'approved', kindergarten_id: away.kindergarten });
    expect(await changes(own?.id)).toEqual([
      { change: 'allow', kindergarten_id: world.kindergarten },
      { change: 'stop', kindergarten_id: world.kindergarten },
      { change: 'allow', kindergarten_id: away.kindergarten },
    ]);
    expect(
      await world.clerk(endSql(a, 'transferred', 'null'), ...sealSql(a, world.mini.mine, 5, 'transfer')),
    ).not.toBe(1);
  });

  it('another applicant is there by itself instead of the former', async () => {
    const { a } = await enrolled(world);
    const other = await world.family();
    await world.owner(async (tx) => {
      await sql
        .raw(
          `update application set applicant_id = ${other.applicantId}, applicant_relation = 'father', version = version + 1 where id = ${a.id}`,
        )
        .execute(tx);
    });
    expect(await permits(world, a)).toMatchObject([
      { iin: a.applicantIin, state: 'ended', cause: 'applicant_replaced' },
      { iin: other.applicantIin, state: 'approved', is_applicant: true },
    ]);
  });

  it('a photo is a picture, small, and its maker is told', async () => {
    const { a, head } = await enrolled(world);
    const who = person();
    expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
    const photo = (type: string, bytes: string, by = 'kezek.officer()') =>
      `insert into companion_photo (companion_id, media_type, content, added_by, added_at)
        values ((select id from companion where iin = '${who.iin}'), '${type}', ${bytes}, ${by}, now())`;
    const jpeg = `decode('ffd8ff', 'hex') || decode(repeat('00', 200), 'hex')`;
    expect(await world.as(head, photo('image/png', jpeg))).toBe('companion_photo_content');
    expect(await world.as(head, photo('image/svg+xml', jpeg))).toBe('companion_photo_media_type_known');
    expect(
      await world.as(
        head,
        photo('image/jpeg', `decode('ffd8ff', 'hex') || decode(repeat('00', 1100000), 'hex')`),
      ),
    ).toBe('companion_photo_size');
    expect(await world.as(head, photo('image/jpeg', jpeg, `'${world.mini.mine.iin}'`))).toBe(DENIED);
    expect(await world.as(head, photo('image/jpeg', jpeg))).toBe(1);
  });
});
