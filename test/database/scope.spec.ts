/** Who sees whose families: for any officer and any world, exactly the applications of the post's districts and what hangs on them. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';
import { application, type MadeApplication, type MiniWorld, makeMiniWorld, officer } from './mini-world.ts';

/** Every table with families' data: a query that gives the application each visible row belongs to. */
const VIEWS: Readonly<Record<string, string>> = {
  application: 'select id as application from application',
  desired_kindergarten: 'select application_id as application from desired_kindergarten',
  benefit_claim: 'select application_id as application from benefit_claim',
  scan: 'select application_id as application from scan',
  scan_content:
    'select s.application as application from (select id, sha256, application from made_scan) s join scan_content c on c.sha256 = s.sha256',
  scan_chunk:
    'select s.application as application from (select id, sha256, application from made_scan) s join scan_chunk c on c.sha256 = s.sha256',
  person: 'select m.application as application from made_person m join person p on p.id = m.id',
};

describe.each(ENGINES)('scope on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;
  const byDistrict = new Map<number, MadeApplication[]>();

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
    for (const district of world.districts) {
      const made = [];
      for (const category of [undefined, world.category]) {
        made.push(
          await test.db.write('system', (tx) =>
            application(tx, { district, ...(category === undefined ? {} : { category }) }),
          ),
        );
      }
      byDistrict.set(district, made);
    }
    await test.db.write('system', async (tx) => {
      await sql`insert into desired_kindergarten select id, 1, ${world.kindergarten} from application`.execute(
        tx,
      );
      // What lies where, written down before the policies hide it.
      await sql`create table kezek.made_scan as select id, sha256, application_id as application from scan`.execute(
        tx,
      );
      await sql`create table kezek.made_person as select child_id as id, id as application from application union all select applicant_id, id from application`.execute(
        tx,
      );
      await sql`grant select on kezek.made_scan, kezek.made_person to public`.execute(tx);
    });
  });
  afterAll(() => test.close());

  const idsOf = (districts: readonly number[]): string[] =>
    districts.flatMap((district) => (byDistrict.get(district) ?? []).map((one) => one.id)).toSorted();

  async function seen(scope: OfficerScope, table: string): Promise<string[]> {
    const rows = await test.desk.write(
      scope,
      async (tx) => (await sql.raw(VIEWS[table] ?? '').execute(tx)).rows as { application: string }[],
    );
    return [...new Set(rows.map((row) => row.application))].toSorted();
  }

  it('of every officer and table is exactly its districts', async () => {
    const [d1, d2, d3] = world.districts;
    const scopes: Readonly<Record<string, readonly number[]>> = {
      mine: [d1],
      colleague: [d1],
      neighbour: [d2],
      stranger: [d3],
      supervisor: [d1, d2],
    };
    const withScans = new Set([...byDistrict.values()].map((made) => made[1]?.id));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(scopes)),
        fc.constantFrom(...Object.keys(VIEWS)),
        async (who, table) => {
          const scope = world.officers[who];
          if (scope === undefined) throw new Error(who);
          const all = idsOf(scopes[who] ?? []);
          const expected = /scan|benefit/.test(table) ? all.filter((id) => withScans.has(id)) : all;
          expect(await seen(scope, table)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of a head without referrals is empty, and of administrators nothing', async () => {
    for (const table of ['application', 'person', 'decision', 'notice']) {
      const seen = await test.desk.read(world.head, (tx) =>
        tx
          .selectFrom(table as 'person')
          .select(sql.lit(1).as('x'))
          .execute(),
      );
      expect(seen, table).toEqual([]);
    }
    for (const table of ['scan', 'scan_chunk', 'benefit_claim', 'desired_kindergarten', 'queue_stay']) {
      await expect(
        test.desk.read(world.head, (tx) =>
          tx
            .selectFrom(table as 'person')
            .select(sql.lit(1).as('x'))
            .execute(),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    }
    for (const who of [world.admin, world.regionalAdmin]) {
      for (const table of ['application', 'person', 'scan_chunk', 'decision', 'notice']) {
        await expect(
          test.desk.read(who, (tx) =>
            tx
              .selectFrom(table as 'person')
              .select(sql.lit(1).as('x'))
              .execute(),
          ),
        ).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it("ends with the post: tomorrow's, yesterday's and an officer struck off see nothing", async () => {
    const made = await test.db.write('system', async (tx) => ({
      ended: await officer(tx, { role: 'clerk', district_id: world.districts[0], valid_to: '2025-01-01' }),
      struck: await officer(tx, { role: 'clerk', district_id: world.districts[0] }),
    }));
    // The role of an ended post is in no group any more; of a struck one it still is, and the policies look the officer up.
    await sql`update kezek.staff set active = false where iin = ${made.struck.iin}`.execute(test.db.kysely);
    for (const scope of [made.ended, made.struck]) {
      await expect(
        test.desk.read(scope, (tx) => tx.selectFrom('application').select('id').execute()),
      ).rejects.toMatchObject({ code: expect.stringMatching(/POST_NOT_IN_FORCE|42501|NO_STAFF_ROLE/) });
      const raw = test.desk.kysely.transaction().execute(async (tx) => {
        await sql
          .raw(`set local role staff_${scope.iin}; set local kezek.post = '${scope.postId}'`)
          .execute(tx);
        return (await sql`select id from application`.execute(tx)).rows.length;
      });
      await expect(raw.catch((error: { code: string }) => error.code)).resolves.toSatisfy(
        (answer: unknown) => answer === 0 || answer === '42501' || answer === '42P01',
      );
    }
  });

  it('holds in the search box and in the questions about duplicates', async () => {
    const token = '%0'.slice(1);
    const found = await test.desk.read(world.mine, (tx) =>
      sql<{ id: string }>`select id from kezek.search_applications(${[token]}::text[], 100) as id`.execute(
        tx as never,
      ),
    );
    expect(found.rows.map((row) => row.id).toSorted()).toEqual(idsOf([world.districts[0]]));
    const other = byDistrict.get(world.districts[2])?.[0]?.id ?? '';
    const duplicates = await test.desk.read(world.mine, (tx) =>
      sql`select * from kezek.duplicate_register('all', ${other}::int8, null, null, null, 10)`.execute(
        tx as never,
      ),
    );
    expect(duplicates.rows).toEqual([]);
  });

  it('gives a reading transaction no way to write, whatever it asks', async () => {
    const write = test.desk.read(world.mine, (tx) =>
      sql`update application set version = version + 1`.execute(tx as never),
    );
    await expect(write).rejects.toMatchObject({ code: '25006' });
    const twice = test.desk.read(world.mine, (tx) => sql`set transaction read write`.execute(tx as never));
    await expect(twice).rejects.toMatchObject({ code: '25001' });
  });

  it('refuses an officer without a role, and one whose name is no IIN', async () => {
    await expect(test.desk.read({ iin: '000000000000', postId: 1 }, async () => 1)).rejects.toMatchObject({
      code: 'NO_STAFF_ROLE',
    });
    await expect(
      test.desk.read({ iin: `x'; reset role; --`, postId: 1 }, async () => 1),
    ).rejects.toMatchObject({ code: 'POST_NOT_IN_FORCE' });
  });

  it('leaves no role on the connection', async () => {
    await test.desk.write(world.mine, async () => {});
    await test.desk.write(world.mine, async () => Promise.reject(new Error('x'))).catch(() => {});
    const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(
      test.desk.kysely,
    );
    expect(rows[0]?.role).toBe('none');
  });
});
