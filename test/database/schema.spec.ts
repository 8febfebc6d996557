/** Conventions of the schema, read from the catalog: what no reviewer needs to look for by eye. */
import { readFile } from 'node:fs/promises';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateTypes } from '../../db/generate-types.ts';
import { migrate, migrationSteps, requireCurrentSchema } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { installReference } from '../../db/reference.ts';
import { dumpSchema, firstDifference } from '../../db/schema-dump.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';

/** Tables that say something of a family or of what an officer did, and places that children hold. */
const PERSONAL = [
  'person',
  'companion',
  'companion_photo',
  'companion_permit',
  'kindergarten_staff',
  'attendance_outbox',
  'attendance_delivery',
  'application',
  'desired_kindergarten',
  'benefit_claim',
  'duplicate_finding',
  'duplicate_pair',
  'duplicate_removal',
  'child_key',
  'draft',
  'scan',
  'scan_content',
  'scan_chunk',
  'scan_verdict',
  'decision',
  'decision_recheck',
  'notice',
  'notice_delivery',
  'notice_template',
  'notice_channel',
  'channel_secret',
  'idempotency',
  'history',
  'history_head',
  'saved_view',
  'staff_setting',
  'staff_post',
  'seat',
  'seat_request',
  'seat_hold',
  'bulletin',
  'bulletin_row',
  'queue',
  'queue_stay',
  'queue_turn',
  'queue_count',
  'referral',
  'referral_document',
  'referral_passed',
  'enrolment',
  'exchange',
  'job_run',
  'package',
  'package_signature',
  'application_consent',
  'scan_offered',
  'registry_person',
  'registry_kinship',
  'kinship_check',
  'link_request',
  'link_request_consent',
  'link_request_scan',
  'parent_link',
  'parent_link_step',
  'applicant_replacement',
  'interest',
  'interest_confirmation',
  'interest_reminder',
  'walk_in_draft',
  'walk_in_scan',
  'walk_in_number',
  'walk_in_registration',
];
/** Tables of the office itself: catalogues, places, staff. */
const OPEN = [
  'legal_act',
  'region',
  'district',
  'kindergarten',
  'kindergarten_group',
  'calendar_day',
  'rule_profile',
  'family_rule',
  'document_kind',
  'benefit_category',
  'benefit_category_document',
  'reason',
  'status_transition',
  'referral_transition',
  'machine_act',
  'attendance_channel',
  'notice_kind',
  'notice_text',
  'delivery_rule',
  'staff',
  'trusted_ca',
  'installation',
  'number_sequence',
  'spare_number',
  'portal',
  'package_taker',
  'migration',
  'migration_lock',
];

describe.each(ENGINES)('schema on %s', (engine) => {
  let test: TestDatabase;
  const names = async (query: RawBuilder<{ name: string }>): Promise<string[]> =>
    (await query.execute(test.db.kysely)).rows.map((row) => row.name).sort();

  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it('has every migration once, and migrating again does nothing', async () => {
    expect((await migrationSteps(test.db.kysely)).every((step) => step.appliedAt !== null)).toBe(true);
    expect(await migrate(test.db.kysely)).toEqual([]);
    expect(migrations.map((one) => one.name)).toEqual(migrations.map((one) => one.name).toSorted());
    await expect(requireCurrentSchema(test.db.kysely)).resolves.toBeUndefined();
  });

  it('is refused when it is newer than the program', async () => {
    await sql`insert into kezek.migration (name, timestamp) values ('9999-future', now()::text)`.execute(
      test.db.kysely,
    );
    await expect(requireCurrentSchema(test.db.kysely)).rejects.toMatchObject({
      code: 'DB_SCHEMA',
      data: { pending: [], unknown: ['9999-future'] },
    });
    await expect(migrate(test.db.kysely)).rejects.toMatchObject({ code: 'DB_SCHEMA' });
    await sql`delete from kezek.migration where name = '9999-future'`.execute(test.db.kysely);
  });

  it('gives the types of db/types.ts', async () => {
    expect(await generateTypes(test.db.kysely)).toBe(
      await readFile(new URL('../../db/types.ts', import.meta.url), 'utf8'),
    );
  });

  it('is db/schema.sql, whichever engine made it', async () => {
    const kept = await readFile(new URL('../../db/schema.sql', import.meta.url), 'utf8');
    expect(firstDifference(kept, await dumpSchema(test.db.kysely))).toBeNull();
  });

  it('is told apart by one index, grant, policy, trigger or body of a function', async () => {
    const kept = await dumpSchema(test.db.kysely);
    for (const change of [
      'drop index kezek.application_search_idx',
      'grant select on kezek.person to kezek_admin',
      'drop policy person_scope on kezek.person',
      'alter table kezek.application disable trigger application_guard',
      'alter table kezek.person no force row level security',
      `create or replace function kezek.no_delete() returns trigger language plpgsql set search_path = kezek, pg_catalog, pg_temp as 'begin return old; end'`,
    ]) {
      const undone = test.db.kysely.transaction().execute(async (tx) => {
        await sql.raw(change).execute(tx);
        const found = await dumpSchema(tx);
        throw Object.assign(new Error('undo'), { difference: firstDifference(kept, found) });
      });
      await expect(undone, change).rejects.toMatchObject({ difference: { line: expect.any(Number) } });
    }
  });

  it('knows every table as personal or open', async () => {
    expect(
      await names(
        sql`select relname as name from pg_class where relnamespace = 'kezek'::regnamespace and relkind = 'r'`,
      ),
    ).toEqual([...PERSONAL, ...OPEN].toSorted());
  });

  it('forces row-level security on all personal data, and lets the owner in by name', async () => {
    expect(
      await names(
        sql`select relname as name from pg_class where relnamespace = 'kezek'::regnamespace and relkind = 'r' and relrowsecurity and relforcerowsecurity`,
      ),
    ).toEqual(PERSONAL.toSorted());
    expect(
      await names(
        sql`select c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid where p.polroles = array[c.relowner] and p.polcmd = '*'`,
      ),
    ).toEqual(PERSONAL.toSorted());
  });

  it('has no policy and no grant for everybody', async () => {
    expect(await names(sql`select polname as name from pg_policy where 0 = any (polroles)`)).toEqual([]);
    expect(
      await names(
        sql`select c.relname as name from pg_class c, aclexplode(c.relacl) a where c.relnamespace = 'kezek'::regnamespace and a.grantee = 0`,
      ),
    ).toEqual([]);
    expect(
      await names(
        sql`select 'usage' as name from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'kezek' and a.grantee = 0`,
      ),
    ).toEqual([]);
  });

  it('keeps instants with their zone, and money and measures exact', async () => {
    expect(
      await names(sql`select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = 'kezek'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and t.typname in ('timestamp', 'float4', 'float8', 'money', 'json', 'timetz')`),
    ).toEqual([]);
  });

  it('has an index for every foreign key', async () => {
    expect(
      await names(sql`select k.conname as name from pg_constraint k where k.contype = 'f' and k.connamespace = 'kezek'::regnamespace
      and not exists (select 1 from pg_index i where i.indrelid = k.conrelid and i.indisvalid
        and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`),
    ).toEqual([]);
  });

  it('names its constraints itself', async () => {
    expect(
      await names(sql`select conname as name from pg_constraint where connamespace = 'kezek'::regnamespace and contype in ('f', 'c', 'u', 'x')
      and conname ~ '(_fkey|_check|_key|_excl)[0-9]*$'`),
    ).toEqual([]);
  });

  it('pins the search path of functions that act as their owner or look names up when run, temporary tables last', async () => {
    expect(
      await names(sql`select p.proname as name from pg_proc p where p.pronamespace = 'kezek'::regnamespace and (p.prosecdef or p.prosqlbody is null)
      and (p.proconfig is null or not exists (select 1 from unnest(p.proconfig) c where c ~ '^search_path=kezek, .*pg_catalog, pg_temp$'))`),
    ).toEqual([]);
  });

  it('lets everybody run only what tells nothing', async () => {
    const free =
      await names(sql`select p.proname as name from pg_proc p where p.pronamespace = 'kezek'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
      and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))`);
    expect(free).toEqual([
      'is_system',
      'moved_now',
      'my_districts',
      'my_history_chains',
      'my_incoming',
      'my_kindergarten',
      'my_kindergartens',
      'my_role',
    ]);
  });

  it('has no two indexes alike', async () => {
    expect(
      await names(sql`select a.indexrelid::regclass::text as name from pg_index a join pg_index b on a.indrelid = b.indrelid and a.indexrelid > b.indexrelid
      and a.indkey::text = b.indkey::text and a.indclass::text = b.indclass::text and coalesce(a.indpred::text, '') = coalesce(b.indpred::text, '')
      and coalesce(a.indexprs::text, '') = coalesce(b.indexprs::text, '') join pg_class c on c.oid = a.indrelid where c.relnamespace = 'kezek'::regnamespace`),
    ).toEqual([]);
  });

  it("takes the shipped catalogues once, leaves an administrator's changes, and keeps the state machine the program's", async () => {
    const install = () => test.db.write('system', (tx) => installReference(tx, { regional: true }));
    expect(await install()).toBeGreaterThan(150);
    expect(await install()).toBe(0);
    await sql`update kezek.reason set short_ru = 'Своё' where code = (select min(code) from kezek.reason)`.execute(
      test.db.kysely,
    );
    await sql`delete from kezek.status_transition where event = 'approve'`.execute(test.db.kysely);
    await sql`insert into kezek.status_transition values ('approve', 'submitted', 'queued', '{clerk}')`.execute(
      test.db.kysely,
    );
    expect(await install()).toBe(3);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from kezek.reason where short_ru = 'Своё'`.execute(test.db.kysely);
    expect(rows[0]?.n).toBe(1);
    await sql`insert into kezek.region (code, name_kk, name_ru, name_en) values ('astana', 'Астана', 'Астана', 'Astana')`.execute(
      test.db.kysely,
    );
    expect(await install()).toBeGreaterThan(1);
    expect(await install()).toBe(0);
  });
});
