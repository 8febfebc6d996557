/** Dated rules attacked with raw SQL: what was in force, a day gone by, another region's rows, rows over each other. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { type MiniWorld, makeMiniWorld } from '../mini-world.ts';

const TERMS = {
  family_rule: {
    columns: 'parent_years_older, guardian_years, registry_answer_days, legal_act, verified',
    values: `15, 18, 30, 'order-254-2020', false`,
    changes: [
      'parent_years_older = 20',
      'guardian_years = 30',
      'registry_answer_days = 365',
      `legal_act = 'order-133-2024'`,
      'verified = true',
    ],
  },
  delivery_rule: {
    columns: 'attempts, first_retry_seconds, longest_retry_seconds, lease_seconds, quiet_channels',
    values: `5, 60, 3600, 300, array['sms']`,
    changes: [
      'attempts = 1',
      'lease_seconds = 3600',
      'quiet_from = null, quiet_to = null',
      `quiet_channels = '{}'`,
    ],
  },
} as const;

describe.each(ENGINES)('guards of dated rules on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  const by = (who: OfficerScope, ...statements: string[]) => attempt(test, who, ...statements);
  const owner = (...statements: string[]) =>
    test.db.write('system', async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx);
    });

  describe.each(['family_rule', 'delivery_rule'] as const)('%s', (table) => {
    const { columns, values, changes } = TERMS[table];
    const add = (region: number | string, from: string, to = 'null') =>
      `insert into ${table} (region_id, valid_from, valid_to, ${columns}) values (${region}, ${from}, ${to}, ${values})`;
    const shipped = 'where region_id is null and valid_from <= kezek.today()';

    it('a row that has begun keeps every term; its end is a day to come; the owner too', async () => {
      for (const change of [
        ...changes,
        'valid_from = kezek.today() + 9',
        `region_id = ${world.regions[0]}`,
      ]) {
        expect(await by(world.admin, `update ${table} set ${change} ${shipped}`), change).toBe(
          `${table}_begun`,
        );
        await expect(owner(`update ${table} set ${change} ${shipped}`), change).rejects.toMatchObject({
          code: 'KZ161',
        });
      }
      for (const end of ['kezek.today()', 'kezek.today() - 1']) {
        expect(await by(world.admin, `update ${table} set valid_to = ${end} ${shipped}`)).toBe(
          `${table}_begun`,
        );
      }
      expect(
        await by(
          world.admin,
          `update ${table} set valid_to = kezek.today() + 1 ${shipped}`,
          `update ${table} set valid_to = null ${shipped}`,
        ),
      ).toBe(1);
    });

    it('one that is over lasts no longer, and none is removed', async () => {
      const region = world.regions[0];
      await owner(add(region, 'kezek.today() - 20', 'kezek.today() - 10'));
      for (const end of ['null', 'kezek.today() + 5', 'kezek.today() - 12']) {
        expect(
          await by(world.admin, `update ${table} set valid_to = ${end} where region_id = ${region}`),
        ).toBe(`${table}_begun`);
      }
      expect(await by(world.admin, `delete from ${table} where region_id = ${region}`)).toBe(DENIED);
      await expect(owner(`delete from ${table}`)).rejects.toMatchObject({ code: 'KZ001' });
    });

    it('begins tomorrow at the earliest, and is changed only until then', async () => {
      const region = world.regions[0];
      for (const from of ['kezek.today()', 'kezek.today() - 3', `'2020-01-01'`]) {
        expect(await by(world.admin, add(region, from)), from).toBe(`${table}_begins`);
      }
      expect(await by(world.admin, add(region, 'kezek.today() + 2'))).toBe(1);
      const mine = `where region_id = ${region} and valid_from > kezek.today()`;
      for (const change of changes) {
        expect(await by(world.admin, `update ${table} set ${change} ${mine}`), change).toBe(1);
      }
      expect(await by(world.admin, `update ${table} set valid_from = kezek.today() ${mine}`)).toBe(
        `${table}_begins`,
      );
      await expect(owner(`update ${table} set valid_from = kezek.today() - 9 ${mine}`)).rejects.toMatchObject(
        {
          code: 'KZ162',
        },
      );
    });

    it('no two of a region on one day', async () => {
      expect(await by(world.admin, add('null', 'kezek.today() + 1'))).toBe(`${table}_no_overlap`);
      expect(await by(world.admin, add(world.regions[0], 'kezek.today() + 2'))).toMatch(
        /_no_overlap$|^family_rule_once$/,
      );
      expect(await by(world.admin, add(world.regions[0], 'kezek.today() + 1', 'kezek.today() + 3'))).toBe(
        `${table}_no_overlap`,
      );
    });

    it('a region’s administrator writes that region’s alone; nobody else writes any', async () => {
      const [one, two] = world.regions;
      const to = 'kezek.today() + 2';
      for (const region of ['null', one]) {
        expect(await by(world.regionalAdmin, add(region, to))).toBe(`${table}_of_region`);
      }
      expect(
        await by(world.regionalAdmin, `update ${table} set valid_to = kezek.today() + 1 ${shipped}`),
      ).toBe(`${table}_of_region`);
      expect(await by(world.regionalAdmin, add(two, to))).toBe(1);
      // Neither given away nor taken.
      for (const [from, into] of [
        [two, 'null'],
        [two, one],
        [one, two],
      ]) {
        expect(
          await by(
            world.regionalAdmin,
            `update ${table} set region_id = ${into} where region_id = ${from} and valid_from > kezek.today()`,
          ),
        ).toBe(`${table}_of_region`);
      }
      for (const who of [world.mine, world.head, world.supervisor]) {
        expect(await by(who, add(two, 'kezek.today() + 30'))).toBe(DENIED);
        expect(await by(who, `update ${table} set valid_to = kezek.today() + 1 ${shipped}`)).toBe(DENIED);
      }
    });

    it('keeps to its limits', async () => {
      const [column = '', most = 0] = table === 'family_rule' ? ['guardian_years', 41] : ['attempts', 51];
      const to = `where region_id = ${world.regions[1]} and valid_from > kezek.today()`;
      expect(await by(world.admin, `update ${table} set ${column} = ${most} ${to}`)).toMatch(
        /^family_rule_terms$|^delivery_rule_attempts_range$/,
      );
      expect(await by(world.admin, `update ${table} set valid_to = valid_from ${to}`)).toMatch(
        /_validity$|^family_rule_dates$/,
      );
    });
  });

  it('no limit rests on an act of a later day', async () => {
    const to = `where region_id = ${world.regions[1]} and valid_from > kezek.today()`;
    expect(
      await by(
        world.admin,
        `insert into legal_act (code, title_kk, title_ru, title_en, signed_on, verified)
          values ('act-of-the-future', 'a', 'a', 'a', kezek.today() + 300, false)`,
        `update family_rule set legal_act = 'act-of-the-future' ${to}`,
      ),
    ).toBe('family_rule_act');
    expect(await by(world.admin, `update family_rule set legal_act = 'no-such-act' ${to}`)).toBe(
      'family_rule_legal_act_fk',
    );
  });

  it('profiles of the queue are their region’s too', async () => {
    const set = `update rule_profile set valid_to = kezek.today() + 40 where code = 'national-2025'`;
    expect(await by(world.regionalAdmin, set)).toBe('rule_profile_of_region');
    const copy = (region: number) => `insert into rule_profile select p.* from rule_profile q
      cross join lateral jsonb_populate_record(q, to_jsonb(q)
        || '{"id": ${9000 + region}, "code": "of-${region}", "region_id": ${region}}') p where q.code = 'national-2025'`;
    expect(await by(world.regionalAdmin, copy(world.regions[0]))).toBe('rule_profile_of_region');
    expect(await by(world.regionalAdmin, copy(world.regions[1]))).toBe(1);
    expect(await by(world.admin, set)).toBe(1);
  });
});
