/** Signed acts on companions, and what officers with raw SQL may not. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld, stepSql } from '../places/place-world.ts';
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

describe.each(ENGINES)('acts on companions on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  const changes = (permit: string | undefined) =>
    world.rows<{ change: string; kindergarten_id: number }>(
      `select change, kindergarten_id from attendance_outbox where permit_id = ${permit} order by id`,
    );

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
