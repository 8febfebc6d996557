/** The guards attacked with raw SQL by officers who hold a post and know the schema. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';
import { attempt, DENIED } from './guard-attempt.ts';
import {
  type ApplicationWish,
  application,
  type MadeApplication,
  type MiniWorld,
  makeMiniWorld,
} from './mini-world.ts';
import { decisionSql, historySql, judgeAllSql, moveSql } from './raw-acts.ts';

describe.each(ENGINES)('guards on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;
  const make = (wish: Partial<ApplicationWish> = {}): Promise<MadeApplication> =>
    test.db.write('system', (tx) => application(tx, { district: world.districts[0], ...wish }));
  const held = (wish: Partial<ApplicationWish> = {}) =>
    make({ status: 'in_review', holder: world.mine.iin, ...wish });
  const by = (scope: OfficerScope, ...statements: string[]) => attempt(test, scope, ...statements);

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  describe('what is right', () => {
    it('a clerk claims, judges, approves with a decision, and tells the family', async () => {
      const a = await make({ category: world.category });
      expect(
        await by(
          world.mine,
          moveSql(a, 1, { status: 'in_review', holder: world.mine.iin }),
          historySql(a, 2, 'claim'),
        ),
      ).toBe(1);
      expect(await by(world.mine, ...judgeAllSql(a, world.mine, 2))).toBe(1);
      const version = 2 + a.scans.length;
      expect(
        await by(
          world.mine,
          decisionSql(a, world.mine, version, 'approve'),
          `update benefit_claim set state = 'confirmed' where id = ${a.claimId}`,
          `update application set status = 'queued', claimed_by = null, claimed_at = null, claim_until = null, version = version + 1,
             decided_at = now(), priority_class = (select priority_class from benefit_category where id = ${world.category})
           where id = ${a.id}`,
          `insert into notice (application_id, decision_id, kind, channel, language, address, body, queued_at)
             select application_id, id, 'approved', 'sms', 'kk', '${a.phone}', message_kk, now() from decision where application_id = ${a.id}`,
          historySql(a, version + 1, 'approve'),
        ),
      ).toBe(1);
    });

    it('a supervisor hands a held application to another clerk, a clerk gives what it holds', async () => {
      const a = await held();
      expect(
        await by(
          world.supervisor,
          moveSql(a, 1, { holder: world.colleague.iin }),
          historySql(a, 2, 'hand_over'),
        ),
      ).toBe(1);
      expect(
        await by(world.colleague, moveSql(a, 2, { holder: world.mine.iin }), historySql(a, 3, 'hand_over')),
      ).toBe(1);
    });

    it('a lapsed claim is taken by anyone of the district', async () => {
      const a = await held({ leaseMinutes: -1 });
      expect(
        await by(world.colleague, moveSql(a, 1, { holder: world.colleague.iin }), historySql(a, 2, 'claim')),
      ).toBe(1);
    });

    it('the desk without an officer frees lapsed claims, and reads no family', async () => {
      const lapsed = await held({ leaseMinutes: -1 });
      const free = `update application set claimed_by = null, claimed_at = null, claim_until = null, status = 'registered',
        version = version + 1 where id = `;
      await test.desk.write('system', async (tx) => {
        await sql.raw(free + lapsed.id).execute(tx);
        await sql.raw(historySql(lapsed, 2, 'claim_lapsed', { actor: 'job:claims' })).execute(tx);
      });
    });
  });

  describe('decisions', () => {
    it('in the name of another officer', async () => {
      const a = await held();
      const forged = { iin: world.colleague.iin, postId: world.colleague.postId };
      expect(await by(world.mine, decisionSql(a, forged, 1, 'refuse'))).toBe(DENIED);
      const borrowed = { iin: world.mine.iin, postId: world.colleague.postId };
      expect(await by(world.mine, decisionSql(a, borrowed, 1, 'refuse'))).toBe(DENIED);
    });

    it('without holding the claim, or after it lapsed', async () => {
      const a = await held();
      expect(await by(world.colleague, decisionSql(a, world.colleague, 1, 'refuse'))).toBe(
        'application_decided_by_holder',
      );
      const lapsed = await held({ leaseMinutes: -1 });
      expect(await by(world.mine, decisionSql(lapsed, world.mine, 1, 'refuse'))).toBe(
        'application_decided_by_holder',
      );
      const free = await make();
      expect(await by(world.mine, decisionSql(free, world.mine, 1, 'refuse'))).toBe(
        'application_decided_by_holder',
      );
    });

    it.each([['queued'], ['refused'], ['returned']] as const)(
      'status %s without a decision',
      async (status) => {
        const a = await held();
        expect(await by(world.mine, moveSql(a, 1, { status }), historySql(a, 2, 'approve'))).toBe(
          'application_decision_signed',
        );
      },
    );

    it('status other than the decision says', async () => {
      const a = await held();
      expect(
        await by(world.mine, decisionSql(a, world.mine, 1, 'refuse'), moveSql(a, 1, { status: 'queued' })),
      ).toBe('application_decision_signed');
    });

    it('left without effect', async () => {
      const a = await held();
      expect(await by(world.mine, decisionSql(a, world.mine, 1, 'refuse'))).toBe('decision_applied');
    });

    it('of another version, of another district, dated another year, correcting another family', async () => {
      const a = await held();
      expect(await by(world.mine, decisionSql(a, world.mine, 2, 'refuse'))).toBe('decision_of_version');
      expect(
        await by(world.mine, decisionSql(a, world.mine, 1, 'refuse', { district: world.districts[1] })),
      ).toMatch(/decision_district|42501/);
      expect(await by(world.mine, decisionSql(a, world.mine, 1, 'refuse', { decidedAt: '2025-01-01' }))).toBe(
        'decision_dated_today',
      );
      const other = await held();
      expect(
        await by(
          world.mine,
          decisionSql(other, world.mine, 1, 'refuse'),
          moveSql(other, 1, { status: 'refused' }),
          historySql(other, 2, 'refuse'),
        ),
      ).toBe(1);
      const refused = await make({ status: 'refused' });
      expect(
        await by(
          world.mine,
          decisionSql(refused, world.mine, 1, 'correct', {
            corrects: `(select id from decision where application_id = ${other.id})`,
          }),
        ),
      ).toBe('decision_corrects_same');
    });

    it('changed or removed afterwards', async () => {
      expect(await by(world.mine, 'update decision set note = null')).toBe(DENIED);
      expect(await by(world.mine, 'delete from decision')).toBe(DENIED);
      await expect(
        test.db.write('system', (tx) => sql.raw(`update decision set note = 'x'`).execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
      await expect(
        test.db.write('system', (tx) => sql.raw('delete from decision').execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
      await expect(
        test.db.write('system', (tx) => sql.raw('truncate decision cascade').execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
    });

    it('approval with an unread scan, an invalid required one, or a missing document', async () => {
      const approve = async (a: MadeApplication, version: number) =>
        await by(
          world.mine,
          decisionSql(a, world.mine, version, 'approve'),
          moveSql(a, version, { status: 'queued' }),
          historySql(a, version + 1, 'approve'),
        );
      const unread = await held({ category: world.category });
      expect(await approve(unread, 1)).toBe('application_scans_judged');
      const invalid = await held({ category: world.category });
      await by(world.mine, ...judgeAllSql(invalid, world.mine, 1, 'invalid'));
      expect(await approve(invalid, 1 + invalid.scans.length)).toBe('application_scans_judged');
      const missing = await held();
      await test.tamper(
        `update application set benefit_category_id = ${world.category} where id = ${missing.id}`,
      );
      expect(await approve(missing, 1)).toBe('application_scans_judged');
    });

    it('a step the role may not take: a supervisor decides nothing', async () => {
      const a = await held();
      expect(await by(world.supervisor, moveSql(a, 1, { status: 'refused' }))).toBe(
        'application_status_step',
      );
      expect(await by(world.mine, moveSql(a, 1, { status: 'enrolled' }))).toBe('application_status_step');
    });

    it('the owner approves nothing without one either', async () => {
      const a = await held();
      await expect(
        test.db.write('system', (tx) => sql.raw(moveSql(a, 1, { status: 'queued' })).execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ008' });
    });
  });

  describe('claims', () => {
    it('a live claim of another is neither taken, ended, nor changed under', async () => {
      const a = await held();
      expect(await by(world.colleague, moveSql(a, 1, { holder: world.colleague.iin }))).toBe(
        'application_claim_respected',
      );
      expect(await by(world.colleague, moveSql(a, 1, { holder: null, status: 'registered' }))).toBe(
        'application_claim_respected',
      );
      expect(
        await by(world.colleague, `update application set version = version + 1 where id = ${a.id}`),
      ).toBe('application_claim_respected');
    });

    it('work is not put on a colleague, nor on a stranger', async () => {
      const a = await make();
      expect(await by(world.mine, moveSql(a, 1, { status: 'in_review', holder: world.colleague.iin }))).toBe(
        'application_claim_own',
      );
      const own = await held();
      expect(await by(world.mine, moveSql(own, 1, { holder: world.neighbour.iin }))).toBe(
        'application_claim_of_clerk',
      );
      expect(await by(world.supervisor, moveSql(own, 1, { holder: world.head.iin }))).toBe(
        'application_claim_of_clerk',
      );
    });

    it('a claim for longer than a day', async () => {
      const a = await make();
      expect(
        await by(
          world.mine,
          moveSql(a, 1, {
            status: 'in_review',
            holder: world.mine.iin,
            until: `now() + interval '25 hours'`,
          }),
        ),
      ).toBe('application_claim_lease');
    });
  });

  describe('applications', () => {
    it('class, category and terms move by a decision only', async () => {
      const a = await held({ category: world.category });
      for (const change of [
        `priority_class = 'out_of_turn'`,
        'benefit_category_id = null',
        `deadline_at = now() + interval '1 year'`,
        'decided_at = now()',
        `correction_due = '2030-01-01'`,
      ]) {
        expect(
          await by(
            world.mine,
            `update application set ${change}, version = version + 1 where id = ${a.id}`,
            historySql(a, 2, 'edit'),
          ),
        ).toBe('application_changed_by_decision');
      }
    });

    it('a class above the category, even with a decision', async () => {
      const a = await held();
      const priority = await test.db.read('system', (tx) =>
        tx
          .selectFrom('benefit_category')
          .select('id')
          .where('priority_class', '=', 'priority')
          .limit(1)
          .executeTakeFirstOrThrow(),
      );
      await test.tamper(`update application set benefit_category_id = ${priority.id} where id = ${a.id}`);
      expect(
        await by(
          world.mine,
          decisionSql(a, world.mine, 1, 'refuse'),
          `update application set status = 'refused', claimed_by = null, claimed_at = null, claim_until = null, priority_class = 'out_of_turn', version = version + 1 where id = ${a.id}`,
        ),
      ).toBe('application_class_of_category');
    });

    it('a benefit is not confirmed by hand', async () => {
      const a = await held({ category: world.category });
      expect(
        await by(world.mine, `update benefit_claim set state = 'confirmed' where id = ${a.claimId}`),
      ).toBe('benefit_claim_by_decision');
      expect(
        await by(world.mine, `update benefit_claim set state = 'withdrawn' where id = ${a.claimId}`),
      ).toBe('benefit_claim_by_decision');
    });

    it('the version stands still, jumps, or moves without a word in the history', async () => {
      const a = await held();
      expect(
        await by(
          world.mine,
          `update application set status = 'registered', claimed_by = null, claimed_at = null, claim_until = null where id = ${a.id}`,
        ),
      ).toBe('application_version_rises');
      expect(await by(world.mine, `update application set version = version + 2 where id = ${a.id}`)).toBe(
        'application_version_rises',
      );
      expect(await by(world.mine, `update application set version = version + 1 where id = ${a.id}`)).toBe(
        'application_change_recorded',
      );
    });

    it('identity, people and numbers are not for acts', async () => {
      const a = await held();
      for (const change of [
        `number = '2020-000001'`,
        `district_id = ${world.districts[1]}`,
        `child_id = ${a.applicantId}`,
        `submitted_at = '2020-01-01'`,
        `phone = '+77010000000'`,
        `search = ''`,
        'scans_unread = 0',
      ]) {
        expect(
          await by(world.mine, `update application set ${change}, version = version + 1 where id = ${a.id}`),
        ).toBe(DENIED);
      }
      await expect(
        test.db.write('system', (tx) =>
          sql
            .raw(
              `update application set submitted_at = '2020-01-01', version = version + 1 where id = ${a.id}`,
            )
            .execute(tx),
        ),
      ).rejects.toMatchObject({ code: 'KZ003' });
    });

    it.each(['application', 'person', 'scan', 'notice', 'history', 'decision', 'scan_content', 'scan_chunk'])(
      '%s is never deleted',
      async (table) => {
        await make({ category: world.category });
        expect(await by(world.mine, `delete from ${table}`)).toBe(DENIED);
        expect(await by(world.admin, `delete from ${table}`)).toBe(DENIED);
        // Rows of every table are there: the acts of the first tests left them.
        await expect(
          test.db.write('system', (tx) => sql.raw(`delete from ${table}`).execute(tx)),
        ).rejects.toMatchObject({ code: 'KZ001' });
      },
    );
  });

  describe('verdicts', () => {
    it('by who does not hold the application, or does not raise its version', async () => {
      const a = await held({ category: world.category });
      const [claimSql] = judgeAllSql(a, world.colleague, 1);
      expect(await by(world.colleague, claimSql ?? '')).toBe('verdict_by_holder');
      const [own] = judgeAllSql(a, world.mine, 1);
      expect(await by(world.mine, own ?? '')).toBe('verdict_recorded');
      expect(await by(world.mine, (own ?? '').replaceAll(world.mine.iin, world.colleague.iin))).toBe(DENIED);
    });

    it('on a scan that was replaced', async () => {
      const a = await held({ category: world.category });
      await test.tamper(`update scan set replaced_by = ${a.scans[1]} where id = ${a.scans[0]}`);
      expect(await by(world.mine, judgeAllSql(a, world.mine, 1)[0] ?? '')).toBe('verdict_of_scan');
    });

    it('counts follow', async () => {
      const a = await held({ category: world.category });
      const counts = () =>
        test.db.read('system', (tx) =>
          tx
            .selectFrom('application')
            .select(['scans_total', 'scans_unread'])
            .where('id', '=', a.id)
            .executeTakeFirstOrThrow(),
        );
      expect(await counts()).toEqual({ scans_total: a.scans.length, scans_unread: a.scans.length });
      await by(world.mine, ...judgeAllSql(a, world.mine, 1).slice(0, 3));
      expect(await counts()).toEqual({ scans_total: a.scans.length, scans_unread: a.scans.length - 1 });
    });
  });
});
