/** The guards of records, posts and rights attacked with raw SQL by officers who hold a post and know the schema. */
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
import { decisionSql, historySql, moveSql } from './raw-acts.ts';

describe.each(ENGINES)('guards of records on %s', (engine) => {
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

  describe('history, keys, numbers, notices', () => {
    it("actor, post, time, place in the chain and hash are the database's", async () => {
      const a = await held();
      const forged = historySql(a, null, 'note', {
        actor: world.colleague.iin,
        at: '2020-01-01',
        seq: '999999',
        post: String(world.colleague.postId),
      });
      expect(await by(world.mine, forged)).toBe(1);
      const row = await test.db.read('system', (tx) =>
        tx.selectFrom('history').selectAll().where('application_id', '=', a.id).executeTakeFirstOrThrow(),
      );
      expect(row).toMatchObject({ actor: world.mine.iin, staff_post_id: world.mine.postId });
      expect(Number(row.seq)).toBeLessThan(999_999);
      expect(Math.abs(row.at.getTime() - Date.now())).toBeLessThan(60_000);
      expect(row.hash.equals(Buffer.alloc(32))).toBe(false);
    });

    it('not into the chain of another district', async () => {
      const a = await make({ district: world.districts[2] });
      expect(await by(world.mine, historySql({ ...a, chain: world.districts[2] }, null, 'note'))).toBe(
        DENIED,
      );
    });

    it('not changed, not removed, and its head not moved', async () => {
      for (const statement of [
        'update history set event = event',
        'delete from history',
        'update history_head set last_seq = 0',
        'delete from history_head',
        'delete from idempotency',
        'update idempotency set act = act',
        'truncate history',
        `insert into number_sequence values ('decision', 2020, 1)`,
        'update number_sequence set last_value = 1',
        'select * from spare_number',
        'delete from spare_number',
        'insert into spare_number values (2026, 1)',
        'select kezek.application_number()',
      ]) {
        expect(await by(world.mine, statement), statement).toBe(DENIED);
      }
      await expect(
        test.db.write('system', (tx) => sql.raw(`update history set event = 'x'`).execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
    });

    it('numbers of near years only, and for clerks only', async () => {
      const year = new Date().getUTCFullYear();
      expect(await by(world.mine, `select kezek.next_number('decision', ${year}::int2)`)).toBe(1);
      expect(await by(world.mine, `select kezek.next_number('decision', ${year + 5}::int2)`)).toBe(DENIED);
      expect(await by(world.mine, `select kezek.next_number('anything', ${year}::int2)`)).toBe(
        'number_sequence_kind_known',
      );
      expect(await by(world.supervisor, `select kezek.next_number('decision', ${year}::int2)`)).toBe(DENIED);
    });

    it('several numbers at once, as one after another', async () => {
      const year = new Date().getUTCFullYear();
      const take = (kind: string, count: number, near = 0) =>
        `select kezek.next_numbers('${kind}', ${year + near}::int2, ${count})`;
      const last = async () => {
        const { rows } = await test.db.write('system', (tx) =>
          sql<{
            n: number;
          }>`select last_value as n from number_sequence where kind = 'decision' and year = ${year}`.execute(
            tx,
          ),
        );
        return rows[0]?.n ?? 0;
      };
      const before = await last();
      expect(await by(world.mine, take('decision', 3))).toBe(3);
      expect(await by(world.mine, take('decision', 1))).toBe(1);
      expect(await last()).toBe(before + 4);
      expect(await by(world.mine, take('decision', 3, 5))).toBe(DENIED);
      expect(await by(world.mine, take('decision', 0))).toBe('22023');
      expect(await by(world.supervisor, take('decision', 3))).toBe(DENIED);
      expect(await last()).toBe(before + 4);
    });

    it('a notice goes to the family and says what the decision says', async () => {
      const a = await held();
      const notice = (
        address: string,
        body: string,
      ) => `insert into notice (application_id, decision_id, kind, channel, language, address, body, queued_at)
        select application_id, id, outcome, 'sms', 'kk', ${address}, ${body}, now() from decision where application_id = ${a.id}`;
      const decide = [
        decisionSql(a, world.mine, 1, 'refuse'),
        moveSql(a, 1, { status: 'refused' }),
        historySql(a, 2, 'refuse'),
      ];
      expect(await by(world.mine, ...decide, notice(`'+77019999999'`, 'message_kk'))).toBe(
        'notice_to_family',
      );
      expect(await by(world.mine, ...decide, notice(`'${a.phone}'`, `'Come with money'`))).toBe(
        'notice_of_decision',
      );
      expect(await by(world.mine, ...decide, notice(`'${a.phone}'`, 'message_kk'))).toBe(1);
    });
  });

  describe('posts and rights', () => {
    it("another's post, an ended post, an ended officer", async () => {
      await expect(
        test.desk.write({ iin: world.mine.iin, postId: world.supervisor.postId }, async () => {}),
      ).rejects.toMatchObject({ code: 'POST_NOT_IN_FORCE' });
      expect(
        await by(
          world.mine,
          `set local kezek.post = '${world.stranger.postId}'`,
          'select id from application',
        ),
      ).toBe(0);
      expect(
        await by(
          world.mine,
          `set local kezek.post = '${world.admin.postId}'`,
          `insert into staff values ('000000000000','a','b')`,
        ),
      ).toBe(DENIED);
    });

    it('nobody appoints themselves, a clerk nobody, an administrator within its region', async () => {
      const post = (iin: string, district: number) =>
        `insert into staff_post (staff_iin, role, district_id, valid_from) values ('${iin}', 'clerk', ${district}, '2024-01-01')`;
      expect(await by(world.mine, post(world.colleague.iin, world.districts[0]))).toBe(DENIED);
      expect(await by(world.admin, post(world.admin.iin, world.districts[0]))).toBe(DENIED);
      expect(await by(world.admin, post(world.head.iin, world.districts[0]))).toBe(1);
      expect(await by(world.regionalAdmin, post(world.head.iin, world.districts[0]))).toBe(DENIED);
      expect(await by(world.regionalAdmin, post(world.head.iin, world.districts[2]))).toBe(1);
      expect(
        await by(
          world.regionalAdmin,
          `insert into staff_post (staff_iin, role, valid_from) values ('${world.head.iin}', 'admin', '2024-01-01')`,
        ),
      ).toBe(DENIED);
      expect(await by(world.admin, `update staff_post set staff_iin = '${world.admin.iin}'`)).toBe(DENIED);
      expect(
        await by(
          world.admin,
          `update staff_post set valid_to = '2099-01-01' where staff_iin = '${world.admin.iin}'`,
        ),
      ).toBe(0);
      expect(await by(world.mine, `select kezek.ensure_staff_role('${world.mine.iin}')`)).toBe(DENIED);
      expect(await by(world.mine, 'set local role kezek_admin')).not.toBe(1);
    });

    it('an office believes no clock but its own', async () => {
      expect(
        await by(
          world.mine,
          `set local kezek.clock = '2020-01-01'`,
          `select 1 where kezek.now() < '2021-01-01'`,
        ),
      ).toBe(0);
      expect(await by(world.mine, `update installation set kind = 'demo'`)).toBe(DENIED);
      expect(await by(world.admin, `update installation set kind = 'demo'`)).toBe(DENIED);
    });

    it('a temporary table shadows nothing that guards look at', async () => {
      const a = await held();
      const result = await by(
        world.colleague,
        `create temporary table installation on commit drop as select 'demo'::text as kind`,
        `create temporary table decision on commit drop as select * from kezek.decision`,
        `set local kezek.clock = '2099-01-01'`,
        `update kezek.application set claimed_by = '${world.colleague.iin}', version = version + 1 where id = ${a.id}`,
      );
      expect(result).toBe('application_claim_respected');
    });
  });

  // One process with one login has the embedded engine: there the owner is behind every role, and the README says so.
  describe.runIf(engine === 'postgres')('a desk that is not the owner', () => {
    it('a dropped role does not pass for the owner at the end of the transaction', async () => {
      const a = await held();
      expect(
        await by(world.mine, `update application set version = version + 1 where id = ${a.id}`, 'reset role'),
      ).toBe('application_change_recorded');
    });

    it("the desk's role has no officer's rights of its own", async () => {
      await expect(
        test.desk.write('system', (tx) => tx.selectFrom('person').selectAll().execute()),
      ).rejects.toMatchObject({ code: DENIED });
      await expect(
        test.desk.write('system', (tx) => sql`set local role kezek_owner`.execute(tx)),
      ).rejects.toMatchObject({ code: DENIED });
    });

    it('reads no family with nobody signed in, and frees no live claim', async () => {
      const free = `update application set claimed_by = null, claimed_at = null, claim_until = null, status = 'registered',
        version = version + 1 where id = `;
      const live = await held();
      const touched = await test.desk.write('system', (tx) => sql.raw(free + live.id).execute(tx));
      expect(touched.numAffectedRows).toBe(0n);
      for (const table of ['person', 'scan_chunk', 'notice', 'history']) {
        await expect(
          test.desk.read('system', (tx) =>
            tx
              .selectFrom(table as 'person')
              .select(sql.lit(1).as('x'))
              .execute(),
          ),
        ).rejects.toMatchObject({ code: DENIED });
      }
      await expect(
        test.desk.read('system', (tx) => tx.selectFrom('application').select('phone').execute()),
      ).rejects.toMatchObject({ code: DENIED });
    });
  });
});
