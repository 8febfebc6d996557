/** Every rule of the companions' seed as the database's own guard, met by raw SQL of officers. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../../db/open.ts';
import { addDays, addMonths } from '../../../domain/civil-date.ts';
import { ageOn } from '../../../domain/cohort.ts';
import { COMPANION_STATES, type CompanionEvent, nextCompanionState } from '../../../domain/companions.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, endSql, PlaceWorld, sealSql, stepSql } from '../places/place-world.ts';
import { decisionSql, historySql } from '../raw-acts.ts';
import {
  companionSql,
  enrolled,
  type Person,
  permitSql,
  permits,
  person,
  registerSql,
  staffSql,
} from './companion-world.ts';

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

  describe('signed acts', () => {
    const REASON = {
      refuse_companion: 'companion_data_differ',
      suspend_companion: 'companion_safety',
    } as const;
    type Act = 'approve_companion' | 'refuse_companion' | 'suspend_companion' | 'resume_companion';
    const AFTER = {
      approve_companion: 'approved',
      refuse_companion: 'refused',
      suspend_companion: 'suspended',
      resume_companion: 'approved',
    } as const;
    /** The statements of a whole act: decision, permit, version, history. */
    function actSql(a: MadeApplication, who: Person, by: OfficerScope, version: number, act: Act): string[] {
      const reason = act in REASON ? `'${REASON[act as keyof typeof REASON]}'` : 'null';
      return [
        decisionSql(a, by, version, act, { subject: who.iin }),
        `update companion_permit set state = '${AFTER[act]}', reason = ${reason}
          where companion_id = (select id from companion where iin = '${who.iin}') and application_id = ${a.id}`,
        stepSql(a, version),
        historySql(a, version + 1, act),
      ];
    }

    it('lead from state to state, by a clerk and a head, and are told each time', async () => {
      const { a, head } = await enrolled(world);
      const who = person();
      const clerk = world.mini.mine;
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      expect(await world.as(head, ...actSql(a, who, head, 5, 'approve_companion'))).toBe(1);
      expect(await world.clerk(...actSql(a, who, clerk, 6, 'suspend_companion'))).toBe(1);
      expect(await world.as(head, ...actSql(a, who, head, 7, 'resume_companion'))).toBe(1);
      const [, permit] = await permits(world, a);
      expect(permit).toMatchObject({ state: 'approved', version: 4 });
      expect((await changes(permit?.id)).map(({ change }) => change)).toEqual(['allow', 'stop', 'allow']);
      const other = person();
      expect(await world.clerk(...registerSql(a, other, 8))).toBe(1);
      expect(await world.clerk(...actSql(a, other, clerk, 9, 'refuse_companion'))).toBe(1);
      expect(await world.clerk(...actSql(a, other, clerk, 10, 'approve_companion'))).toBe(
        'companion_permit_fixed',
      );
      // A family may ask anew.
      expect(await world.clerk(...registerSql(a, other, 10))).toBe(1);
    });

    it('nothing moves without its decision, with another one, or about somebody else', async () => {
      const { a } = await enrolled(world);
      const [who, other] = [person(), person()];
      const clerk = world.mini.mine;
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      expect(await world.clerk(...registerSql(a, other, 5))).toBe(1);
      const [decision = '', move = '', step = '', told = ''] = actSql(a, who, clerk, 6, 'approve_companion');
      expect(await world.clerk(move, step, told)).toBe('companion_signed');
      expect(await world.clerk(decision, step, told)).toBe('decision_applied');
      const [, others = ''] = actSql(a, other, clerk, 6, 'approve_companion');
      expect(await world.clerk(decision, others, step, told)).toMatch(/companion_signed|decision_applied/);
      expect(
        await world.clerk(
          decisionSql(a, clerk, 6, 'suspend_companion', { subject: who.iin }),
          move,
          step,
          told,
        ),
      ).toMatch(/companion_signed|decision_applied/);
      expect(await world.clerk(move, historySql(a, 6, 'approve_companion'))).toMatch(
        /companion_recorded|companion_signed/,
      );
      expect(await world.clerk(...actSql(a, who, clerk, 6, 'suspend_companion'))).toBe(
        'companion_state_step',
      );
      expect(await world.clerk(...actSql(a, who, clerk, 6, 'resume_companion'))).toMatch(
        /companion_signed|companion_state_step/,
      );
      expect(
        await world.clerk(decision, move.replace('reason = null', `reason = 'companion_safety'`), step, told),
      ).toBe(1);
    });

    it('refusing and suspending name their reason; the machine’s causes are not an officer’s', async () => {
      const { a } = await enrolled(world);
      const who = person();
      const clerk = world.mini.mine;
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      const [decision = '', move = '', step = '', told = ''] = actSql(a, who, clerk, 5, 'refuse_companion');
      expect(
        await world.clerk(decision, move.replace(/reason = '[a-z_]+'/, 'reason = null'), step, told),
      ).toBe('companion_state_step');
      expect(
        await world.clerk(
          decision,
          move.replace(/reason = /, `cause = 'became_staff', reason = `),
          step,
          told,
        ),
      ).toBe(DENIED);
      expect(
        await world.clerk(`update companion_permit set state = 'ended' where application_id = ${a.id}`),
      ).toMatch(/companion_state_step|companion_permit_cause_of_end/);
    });

    it('the rules are judged again: who became staff meanwhile is not resumed', async () => {
      const { a, head } = await enrolled(world);
      const who = person();
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      expect(await world.as(head, ...actSql(a, who, head, 5, 'approve_companion'))).toBe(1);
      expect(await world.as(head, staffSql(who, world.kindergarten))).toBe(1);
      expect(await world.as(head, ...actSql(a, who, head, 7, 'resume_companion'))).toBe('companion_no_staff');
      await test.tamper(
        `update kindergarten_staff set valid_from = kezek.today() - 5, valid_to = kezek.today() - 1 where iin = '${who.iin}'`,
      );
      expect(await world.as(head, ...actSql(a, who, head, 7, 'resume_companion'))).toBe(1);
    });

    it('a head decides of its own children only', async () => {
      const { a } = await enrolled(world);
      const stranger = await world.addHead(await world.addKindergarten());
      const who = person();
      expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      expect(await world.as(stranger, ...actSql(a, who, stranger, 5, 'approve_companion'))).toBe(DENIED);
      expect(
        await world.as(world.mini.neighbour, ...actSql(a, who, world.mini.neighbour, 5, 'approve_companion')),
      ).toMatch(/42501/);
    });
  });

  describe('what officers may not', () => {
    it('approve as they register, pass for the applicant, or leave the history out', async () => {
      const { a } = await enrolled(world);
      const who = person();
      expect(await world.clerk(...registerSql(a, who, 4, { state: 'approved' }))).toBe(
        'companion_state_step',
      );
      expect(
        await world.clerk(
          permitSql(a, who)
            .replace('registered_at)', 'registered_at, is_applicant)')
            .replace(/now\(\)\)$/, 'now(), true)'),
        ),
      ).toBe(DENIED);
      expect(await world.clerk(permitSql(a, who))).toBe('companion_recorded');
      expect(await world.clerk(permitSql(a, who), stepSql(a, 4))).toMatch(/application_change_recorded/);
      expect(await world.clerk(permitSql(a, who), historySql(a, 4, 'register_companion'))).toBe(
        'companion_recorded',
      );
    });

    it('write companions, outbox or deliveries themselves, or remove anything', async () => {
      const { a } = await enrolled(world);
      const [own] = await permits(world, a);
      for (const statement of [
        `insert into companion (iin, surname, given_name, birth_date, sex) values ('000000000000', 'А', 'Б', '1990-01-01', 'male')`,
        `update companion set surname = 'Басқа'`,
        `delete from companion_permit where id = ${own?.id}`,
        `delete from companion`,
        `update companion_permit set phone = '+77010000000' where id = ${own?.id}`,
        `update companion_permit set is_applicant = false where id = ${own?.id}`,
        `insert into attendance_outbox (permit_id, district_id, kindergarten_id, change, body, queued_at) values (${own?.id}, 1, 1, 'allow', '{}', now())`,
        `delete from attendance_delivery`,
        `select body from attendance_outbox`,
        `select kezek.attendance_take('file', 1, 1)`,
        `select kezek.suspend_staff(null, 1)`,
        `select kezek.move_permits(${a.id}, 'ended', 'child_left', false)`,
      ]) {
        expect([statement, await world.clerk(statement)]).toEqual([statement, DENIED]);
        expect([statement, await world.as(world.mini.head, statement)]).toEqual([statement, DENIED]);
      }
    });

    it('reach beyond their district or kindergarten', async () => {
      const { a } = await enrolled(world);
      const stranger = await world.addHead(await world.addKindergarten());
      const seen = async (by: Parameters<PlaceWorld['as']>[0]) => [
        await world.as(by, `select 1 from companion_permit where application_id = ${a.id}`),
        await world.as(by, `select 1 from companion where iin = '${a.applicantIin}'`),
        await world.as(
          by,
          `select id from attendance_outbox o where exists (select 1 from companion_permit p where p.id = o.permit_id and p.application_id = ${a.id})`,
        ),
      ];
      expect(await seen(world.mini.mine)).toEqual([1, 1, 1]);
      expect(await seen(world.mini.head)).toEqual([1, 1, 1]);
      expect(await seen(world.mini.supervisor)).toEqual([1, 1, 1]);
      expect(await seen(world.mini.neighbour)).toEqual([0, 0, 0]);
      expect(await seen(stranger)).toEqual([0, 0, 0]);
      expect(await seen(world.mini.admin)).toEqual([DENIED, DENIED, DENIED]);
      const who = person();
      expect(await world.as(world.mini.neighbour, permitSql(a, who))).toBe(DENIED);
      expect(await world.as(stranger, permitSql(a, who))).toBe(DENIED);
      expect(await world.as(world.mini.supervisor, permitSql(a, who))).toBe(DENIED);
      expect(await world.as(stranger, staffSql(who, world.kindergarten))).toBe(DENIED);
      expect(await world.as(world.mini.admin, `select ${companionSql(who)}`)).toBe(DENIED);
      if (engine === 'postgres') {
        for (const table of [
          'companion',
          'companion_permit',
          'companion_photo',
          'attendance_outbox',
          'attendance_delivery',
        ]) {
          await expect(
            test.desk.write('system', (tx) => sql.raw(`select 1 from ${table}`).execute(tx)),
          ).rejects.toThrow();
        }
      }
    });

    it('turn a spell of staff into another one’s', async () => {
      const who = person();
      const { head } = world.mini;
      expect(await world.as(head, staffSql(who, world.kindergarten))).toBe(1);
      expect(await world.as(head, staffSql(who, world.kindergarten))).toBe('kindergarten_staff_no_overlap');
      expect(await world.as(head, `update kindergarten_staff set iin = '000000000000'`)).toBe(DENIED);
      expect(await world.as(head, `delete from kindergarten_staff`)).toBe(DENIED);
      expect(
        await world.as(
          head,
          `update kindergarten_staff set valid_to = kezek.today() where iin = '${who.iin}'`,
        ),
      ).toBe(1);
    });
  });
});
