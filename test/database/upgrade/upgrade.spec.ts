/** An office that worked with the schema of the first desk comes to places and queues with what it has. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openEmbeddedEngine } from '../../../db/embedded.ts';
import type { Engine } from '../../../db/engine.ts';
import { migrate } from '../../../db/migrate.ts';
import { migrations } from '../../../db/migrations/index.ts';
import { openServerEngine } from '../../../db/server.ts';
import type { Database } from '../../../db/types.ts';
import { asSuperuser, ENGINES, type EngineName } from '../engines.ts';

const LAST_OF_THE_DESK = '0010-desk';
const LAST_OF_CLAIMS = '0042-claims-by-district';

async function emptyEngine(name: EngineName): Promise<{ engine: Engine; drop: () => Promise<void> }> {
  if (name === 'pglite') {
    const engine = await openEmbeddedEngine({});
    return { engine, drop: () => engine.close() };
  }
  const database = `kezek_u_${process.pid}`;
  await asSuperuser('kezek', async (client) => {
    await client.query(`create database ${database} owner kezek_owner template template0`);
  });
  const url = new URL(inject('postgresOwner'));
  url.pathname = `/${database}`;
  const engine = await openServerEngine({ url: url.href, maxConnections: 2 });
  return {
    engine,
    drop: async () => {
      await engine.close();
      await asSuperuser('kezek', async (client) => {
        await client.query(`drop database ${database} with (force)`);
      });
    },
  };
}

/** The migrations up to one, as an older program had them. */
async function migrateTo(db: Kysely<Database>, last: string): Promise<void> {
  await sql`create schema if not exists kezek`.execute(db);
  const provided: Record<string, Migration> = {};
  for (const { name, statements } of migrations.filter((one) => one.name <= last)) {
    provided[name] = {
      up: async (tx) => {
        await sql`set local search_path = kezek, public`.execute(tx);
        await sql.raw(statements).execute(tx);
      },
    };
  }
  const { error } = await new Migrator({
    // biome-ignore lint/suspicious/noExplicitAny: Kysely's own Migrator takes Kysely<any>.
    db: db as Kysely<any>,
    provider: { getMigrations: async () => provided },
    migrationTableSchema: 'kezek',
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  }).migrateToLatest();
  if (error) throw error;
}

const OLD_ROWS = `
  insert into legal_act (code, title_kk, title_ru, title_en, signed_on, verified) values ('act', 'a', 'a', 'a', '2020-01-01', false);
  insert into region (code, name_kk, name_ru, name_en) values ('r', 'r', 'r', 'r');
  insert into district (region_id, code, bin, name_kk, name_ru, name_en, department_name_kk, department_name_ru, department_name_en)
    values (1, 'd', '000000000001', 'd', 'd', 'd', 'd', 'd', 'd');
  insert into kindergarten (district_id, bin, name, kind, ownership, address) values (1, '000000000002', 'k', 'kindergarten', 'state', 'a');
  insert into kindergarten_group (kindergarten_id, name, cohort_year, language, kind, capacity) values (1, 'g', 2022, 'kk', 'general', 7);
  insert into rule_profile (code, name_kk, name_ru, name_en, service, valid_from, legal_act, verified, decision_working_days, correction_working_days,
      workday_ends, claim_lease_minutes, benefit_places, ordinary_places, offer_days, offer_day_unit, referral_working_days, extension_calendar_days,
      stop_list_days, interest_months, restore_days, over_age_years)
    values ('p', 'p', 'p', 'p', 'preschool_queue', '2020-01-01', 'act', false, 5, 5, '18:30', 120, 1, 3, 2, 'calendar', 5, 30, 10, 12, null, 6);
  insert into person (iin, surname, given_name, birth_date, sex) select lpad(n::text, 12, '1'), 'С', 'А', '2022-02-02', 'male' from generate_series(1, 6) n;
  insert into application (number, service, district_id, queue_kind, channel, status, status_since, version, child_id, applicant_id, applicant_relation,
      cohort_year, language, submitted_at, phone, notification_type, notification_language, permanent_address, data_consent_at, child_sort_name, search)
    select '2025-00000' || n, 'preschool_queue', 1, 'general', 'egov', s, '2025-03-01', 4, n, 6, 'mother', 2022, 'kk',
      '2025-01-01'::timestamptz + n * interval '1 day', '+77010000000', 'sms', 'kk', 'a', '2025-01-01', 'a', 'a'
    from unnest(array['queued', 'queued', 'stop_list', 'offered', 'registered']) with ordinality x(s, n);
  insert into desired_kindergarten values (1, 1, 1), (2, 1, 1);
  insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, prev_hash, hash)
    values (1, 0, '2025-02-14 10:00+05', 'job:queue', 'approve', 1, 'in_review', 'queued', 3, '', '')`;

/** As an administrator could write them by hand: of two that lay over each other the one that began last was in force. */
const OVERLAPPING_LIMITS = `
  insert into kezek.family_rule (region_id, valid_from, valid_to, parent_years_older, guardian_years, registry_answer_days, legal_act)
    values (null, '2020-01-01', null, 14, 18, 30, 'act'), (null, '2025-01-01', null, 15, 18, 30, 'act'), (null, '2026-01-01', null, 16, 18, 30, 'act'),
      (1, '2020-01-01', '2021-01-01', 17, 18, 30, 'act'), (1, '2022-01-01', null, 18, 18, 30, 'act')`;

describe.each(ENGINES)('an upgrade on %s', (name) => {
  let engine: Engine;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ engine, drop } = await emptyEngine(name));
    await migrateTo(engine.kysely, LAST_OF_THE_DESK);
    await engine.kysely.transaction().execute(async (tx) => {
      await sql`set local search_path = kezek, public`.execute(tx);
      for (const statement of OLD_ROWS.split(';')) await sql.raw(statement).execute(tx);
    });
    await migrateTo(engine.kysely, LAST_OF_CLAIMS);
    await sql.raw(OVERLAPPING_LIMITS).execute(engine.kysely);
    await migrate(engine.kysely);
  });
  afterAll(() => drop());

  const rows = async <T>(query: string): Promise<readonly T[]> =>
    (await sql.raw<T>(query).execute(engine.kysely)).rows;

  it('gives every group its seats', async () => {
    expect(
      await rows(
        "select count(*)::int as n, min(ordinal) as a, max(ordinal) as b from kezek.seat where state = 'open'",
      ),
    ).toEqual([{ n: 7, a: 1, b: 7 }]);
  });

  it('lets those who wait stand where they stood, since when the history tells', async () => {
    expect(
      await rows(
        `select application_id, entered_at, entered_version, entered_seq, wants, own_no from kezek.queue_stay order by application_id`,
      ),
    ).toEqual([
      {
        application_id: '1',
        entered_at: new Date('2025-02-14T05:00:00Z'),
        entered_version: 3,
        entered_seq: '1',
        wants: [1],
        own_no: '20250000001',
      },
      {
        application_id: '2',
        entered_at: expect.any(Date),
        entered_version: 4,
        entered_seq: null,
        wants: [1],
        own_no: '20250000002',
      },
    ]);
    expect(await rows('select * from kezek.queue_count_faults()')).toEqual([]);
  });

  it('asks nobody to confirm interest before there was time to be reminded', async () => {
    expect(
      await rows(`select i.application_id, i.queued_on,
          i.due_on > (kezek.now() at time zone 'Asia/Almaty')::date + 60 as later,
          to_char(i.due_on, 'MM-DD') = to_char(i.queued_on, 'MM-DD') as same_day
        from kezek.interest i order by i.application_id`),
    ).toEqual([
      { application_id: '1', queued_on: '2025-02-14', later: true, same_day: true },
      { application_id: '2', queued_on: '2025-01-03', later: true, same_day: true },
      { application_id: '3', queued_on: '2025-01-04', later: true, same_day: true },
      { application_id: '4', queued_on: '2025-01-05', later: true, same_day: true },
    ]);
  });

  it('keeps what profiles said, in the new terms too', async () => {
    expect(
      await rows(
        `select together, after_decline, after_expiry, extension_limit, restore_limit from kezek.rule_profile`,
      ),
    ).toEqual([
      {
        together: 'none',
        after_decline: 'stop_list',
        after_expiry: 'stop_list',
        extension_limit: 1,
        restore_limit: 0,
      },
    ]);
  });

  it('leaves applications of before as they are', async () => {
    expect(await rows('select status, version from kezek.application order by id')).toEqual(
      ['queued', 'queued', 'stop_list', 'offered', 'registered'].map((status) => ({ status, version: 4 })),
    );
  });

  it('ends limits on a child’s people where the next ones began', async () => {
    expect(
      await rows(
        'select parent_years_older as years, valid_from, valid_to from kezek.family_rule order by region_id nulls first, valid_from',
      ),
    ).toEqual([
      { years: 14, valid_from: '2020-01-01', valid_to: '2025-01-01' },
      { years: 15, valid_from: '2025-01-01', valid_to: '2026-01-01' },
      { years: 16, valid_from: '2026-01-01', valid_to: null },
      { years: 17, valid_from: '2020-01-01', valid_to: '2021-01-01' },
      { years: 18, valid_from: '2022-01-01', valid_to: null },
    ]);
  });
});

const UNSIGNED_REFUSAL = `
  insert into reason (code, used_for, position, short_kk, short_ru, short_en, full_kk, full_ru, full_en, message_kk, message_ru, correctable,
      valid_from, verified)
    values ('link_paper_missing', 'link_refuse', 1, 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', true, '2020-01-01', false);
  insert into region (code, name_kk, name_ru, name_en) values ('r', 'r', 'r', 'r');
  insert into district (region_id, code, bin, name_kk, name_ru, name_en, department_name_kk, department_name_ru, department_name_en)
    values (1, 'd', '000000000001', 'd', 'd', 'd', 'd', 'd', 'd');
  insert into person (iin, surname, given_name, birth_date, sex) select lpad(n::text, 12, '1'), 'С', 'А', '2022-02-02', 'male' from generate_series(1, 2) n;
  insert into application (number, service, district_id, queue_kind, channel, status, status_since, version, child_id, applicant_id, applicant_relation,
      cohort_year, language, submitted_at, phone, notification_type, notification_language, permanent_address, data_consent_at, child_sort_name, search)
    values ('2025-000001', 'preschool_queue', 1, 'general', 'egov', 'registered', '2025-03-01', 4, 1, 2, 'mother', 2022, 'kk',
      '2025-01-01', '+77010000000', 'sms', 'kk', 'a', '2025-01-01', 'a', 'a');
  insert into link_request (application_id, child_id, district_id, iin, surname, given_name, birth_date, sex, role, phone, phone_verified_by,
      portal, portal_id, asked_at, state, reason, application_version, answered_at)
    values (1, 1, 1, '860708300001', 'С', 'А', '1986-07-08', 'male', 'father', '+77070000000', 'one_time_code', 'astana', 'A-1', '2026-01-01',
      'refused', 'link_paper_missing', 3, '2026-01-02');
  insert into history (chain, seq, at, actor, event, application_id, version, prev_hash, hash)
    values (1, 0, '2026-01-02 10:00+05', '850614400338', 'refuse_link_request', 1, 4, '', '')`;

describe.each(ENGINES)('an office that refused portals’ requests without a signature, on %s', (name) => {
  let engine: Engine;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ engine, drop } = await emptyEngine(name));
    await migrateTo(engine.kysely, LAST_OF_CLAIMS);
    await engine.kysely.transaction().execute(async (tx) => {
      await sql`set local search_path = kezek, public`.execute(tx);
      for (const statement of UNSIGNED_REFUSAL.split(';')) await sql.raw(statement).execute(tx);
    });
    await migrate(engine.kysely);
  });
  afterAll(() => drop());

  it('keeps them as they are, and signs from now on', async () => {
    const { rows } = await sql<{ state: string; decision_id: string | null; event: string }>`
      select r.state, r.decision_id, h.event from kezek.link_request r join kezek.history h on h.application_id = r.application_id`.execute(
      engine.kysely,
    );
    expect(rows).toEqual([{ state: 'refused', decision_id: null, event: 'refuse_link_request' }]);
    const again = sql`insert into kezek.link_request (application_id, child_id, district_id, iin, surname, given_name, birth_date, sex, role,
        phone, phone_verified_by, portal, portal_id, asked_at) select application_id, child_id, district_id, iin, surname, given_name,
        birth_date, sex, role, phone, phone_verified_by, portal, 'A-2', now() from kezek.link_request`;
    await again.execute(engine.kysely);
    await expect(
      sql`update kezek.link_request set state = 'refused', reason = 'link_paper_missing' where state = 'waiting'`.execute(
        engine.kysely,
      ),
    ).rejects.toMatchObject({ constraint: 'link_request_signed' });
  });
});
