/** A portal that writes straight into the database: two functions and nothing else. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import { applicationWish, headWish, tinyPdf } from '../../fakes/packages.ts';
import { asSuperuser, ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { application } from '../mini-world.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';

/** What stands in the database; the role may do nothing else with it. */
const DENIED = '42501';

describe.each(ENGINES)('a portal in the database on %s', (engine) => {
  let test: TestDatabase;
  let world: IntakeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeIntakeWorld(test, () => new Date());
    // A test may act as the portal's role, as a login in it would.
    if (engine === 'postgres') {
      await asSuperuser(new URL(test.url ?? '').pathname.slice(1), async (client) => {
        await client.query('grant kezek_portal to kezek_owner');
        await client.query(
          `do $$ begin if not exists (select 1 from pg_roles where rolname = 'portal_other') then create role portal_other nologin in role kezek_portal; end if; end $$`,
        );
        await client.query('grant portal_other to kezek_owner');
      });
    } else {
      await sql`create role portal_other nologin in role kezek_portal`.execute(test.db.kysely);
    }
    await sql`grant kezek_portal to portal_other`.execute(test.db.kysely).catch(() => undefined);
  });
  afterAll(() => test.close());

  /** Statements in one transaction as the portal's role; the answer of the last, or how it was refused. */
  async function asPortal(statements: readonly string[], role = 'kezek_portal'): Promise<unknown> {
    try {
      return await test.db.kysely.transaction().execute(async (tx) => {
        await sql.raw(`set local role ${role}`).execute(tx);
        let last: unknown = null;
        for (const statement of statements) last = (await sql.raw(statement).execute(tx)).rows[0] ?? null;
        return last;
      });
    } catch (error) {
      const failure = sqlFailure(error);
      if (failure === null) throw error;
      return failure.sqlState.startsWith('KZ') ? failure.constraint : failure.sqlState;
    }
  }

  function documentOf(pdf: Buffer, change: Record<string, unknown> = {}): string {
    const wish = applicationWish(new Date());
    const document = {
      portal: 'indigo',
      portalId: wish.id,
      sentAt: wish.sentAt,
      service: 'preschool_queue',
      department: wish.department,
      kind: 'application',
      submittedAt: wish.submittedAt,
      queueKind: 'general',
      language: 'kk',
      kindergartens: wish.kindergartens,
      applicant: { ...wish.applicant, relation: 'mother' },
      child: wish.child,
      permanentAddress: wish.address,
      contacts: { phone: '+77070001234', phoneVerifiedBy: 'one_time_code' },
      notificationType: 'sms',
      notificationLanguage: 'kk',
      consents: [{ kind: 'data_processing', at: wish.submittedAt }],
      scans: [
        {
          kind: 'birth_certificate',
          about: 'child',
          fileName: 'a.pdf',
          sha256: createHash('sha256').update(pdf).digest('hex'),
        },
      ],
      ...change,
    };
    return `'${JSON.stringify(document).replaceAll("'", "''")}'::jsonb`;
  }
  const scan = (bytes: Buffer, pages: number | null = 1): string =>
    `select kezek.take_scan('\\x${bytes.toString('hex')}', ${pages ?? 'null'})`;
  const take = (document: string, brought = '{}'): string =>
    `select * from kezek.take_package(${document}, '${brought}')`;

  it('gives an application in, with its scans, and gets its number', async () => {
    const pdf = tinyPdf('straight');
    const document = documentOf(pdf);
    const answer = await asPortal([scan(pdf), take(document)]);
    expect(answer).toMatchObject({ state: 'taken', number: expect.stringMatching(/^\d{4}-\d{6}$/) });
    expect(await asPortal([scan(pdf), take(document)])).toMatchObject({ state: 'repeated' });
    const { rows } = await sql<Record<string, unknown>>`
      select p.source, p.brought_by, p.state, a.status,
        (select array_agg(distinct actor) from kezek.history h where h.application_id = a.id) as actors,
        (select array_agg(n.kind) from kezek.notice n where n.application_id = a.id) as notices
      from kezek.package p join kezek.application a on a.id = p.application_id where p.state = 'taken'`.execute(
      test.db.kysely,
    );
    expect(rows).toEqual([
      {
        source: 'database',
        brought_by: 'portal:indigo',
        state: 'taken',
        status: 'registered',
        actors: ['portal:indigo'],
        notices: ['registered'],
      },
    ]);
  });

  it('asks for a family that is here already: a parent to be linked, interest, companions, by the same rules', async () => {
    const a = await test.db.write('system', (tx) =>
      application(tx, { district: world.mini.districts[0], status: 'queued' }),
    );
    const { rows: people } = await sql<{
      iin: string;
    }>`select iin from kezek.person where id = ${a.childId}`.execute(test.db.kysely);
    const childIin = people[0]?.iin ?? '';
    const { sentAt } = headWish(new Date());
    const one = (kind: string, rest: Record<string, unknown>): string => {
      const { id: portalId, department } = headWish(new Date());
      const document = {
        portal: 'indigo',
        portalId,
        sentAt,
        service: 'preschool_queue',
        department,
        kind,
        ...rest,
      };
      return `'${JSON.stringify(document).replaceAll("'", "''")}'::jsonb`;
    };
    const subject = { number: a.number, childIin, applicantIin: a.applicantIin };
    const { applicant } = applicationWish(new Date());
    const contacts = { phone: '+77070001234', phoneVerifiedBy: 'one_time_code' };
    const consents = [{ kind: 'data_processing', at: sentAt }];
    const link = { childIin, parent: { ...applicant, sex: 'male', relation: 'father' }, contacts, consents };
    const pdf = tinyPdf('portal link');
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const scans = [{ kind: 'birth_certificate', about: 'child', fileName: 'a.pdf', sha256 }];
    expect(await asPortal([scan(pdf), take(one('link', { ...link, scans }))])).toMatchObject({
      state: 'taken',
      number: a.number,
    });
    expect(await asPortal([take(one('link', link))])).toBe('package_link_asked');
    expect(await asPortal([take(one('link', { ...link, childIin: applicant.iin }))])).toBe(
      'package_same_person',
    );
    expect(await asPortal([take(one('link', { ...link, contacts: { phone: '+77070001234' } }))])).toBe(
      'package_contact_unverified',
    );
    expect(await asPortal([take(one('link', { ...link, consents: [] }))])).toBe('package_consent_missing');
    expect(await asPortal([take(one('interest', { subject, confirmedAt: sentAt }))])).toBe(
      'package_interest_too_early',
    );
    await test.tamper(
      `update interest set queued_on = (kezek.today() + 5 - interval '1 year')::date, due_on = kezek.today() + 5 where application_id = ${a.id}`,
    );
    expect(await asPortal([take(one('interest', { subject, confirmedAt: 'yesterday' }))])).toBe(
      'package_value_time',
    );
    expect(await asPortal([take(one('interest', { subject, confirmedAt: sentAt }))])).toMatchObject({
      state: 'taken',
    });
    const companion = { subject, action: 'add', person: applicant, phone: '+77070001234', relation: 'aunt' };
    const from = sentAt.slice(0, 10);
    const add = (change: Record<string, unknown> = {}) =>
      take(one('companion', { ...companion, from, ...change }));
    expect(await asPortal([add()])).toBe('package_companion_referred');
    expect(await asPortal([add({ relation: 'friend' })])).toBe('package_value_unknown');
    expect(await asPortal([add({ phone: '123' })])).toBe('package_phone');
    expect(await asPortal([add({ until: '2020-01-01' })])).toBe('package_term_order');
    expect(await asPortal([add({ from: null })])).toBe('package_value_date');
    expect(await asPortal([add({ action: 'end' })])).toBe('package_companion_not_there');
    expect(await asPortal([add({ person: null })])).toMatch(/^package_iin/);
    const { rows } = await sql<Record<string, unknown>>`
      select array_agg(distinct h.actor) as actors, array_agg(h.event order by h.seq) as events from kezek.history h
      where h.application_id = ${a.id}`.execute(test.db.kysely);
    expect(rows).toEqual([{ actors: ['portal:indigo'], events: ['ask_link', 'confirm_interest'] }]);
  });

  it('is refused by the same checks and leaves nothing', async () => {
    const pdf = tinyPdf('refused');
    const before = await countAll(test);
    const other = tinyPdf('of another family');
    await test.db.write('system', async (tx) => {
      await sql`insert into kezek.scan_content (sha256, byte_size, media_type, page_count)
        values (${createHash('sha256').update(other).digest()}, ${other.length}, 'application/pdf', 1)`.execute(
        tx,
      );
    });
    before.scan_content = (before.scan_content ?? 0) + 1;
    expect(await asPortal([scan(pdf), take(documentOf(pdf, { department: '999999999999' }))])).toBe(
      'package_department_unknown',
    );
    expect(await asPortal([take(documentOf(pdf))])).toBe('package_scan_member');
    // Knowing the hash of somebody's paper is not having it.
    expect(await asPortal([take(documentOf(other))])).toBe('package_scan_member');
    expect(await asPortal([scan(pdf), scan(tinyPdf('more')), take(documentOf(pdf))])).toBe(
      'package_scan_unused',
    );
    expect(await asPortal([scan(Buffer.from('MZ\u0090 this is a program'))])).toBe('package_scan_type');
    expect(await asPortal([scan(pdf)])).toBe('scan_offered_taken');
    expect(await asPortal([take(documentOf(pdf, { portal: 'akmola', scans: [] }))])).toBe(
      'package_signature_missing',
    );
    // A signature it says it has is no signature.
    const claimed = JSON.stringify({ signature: { iin: '900101300017', xml: '<x/>' } });
    expect(await asPortal([take(documentOf(pdf, { portal: 'akmola', scans: [] }), claimed)])).toBe(
      'package_signature_missing',
    );
    expect(await countAll(test)).toEqual(before);
  });

  it('is the portal its role is for, and no other', async () => {
    const pdf = tinyPdf('other');
    expect(await asPortal([scan(pdf), take(documentOf(pdf))], 'portal_other')).toBe(DENIED);
    await sql`update kezek.portal set database_role = 'portal_other' where code = 'astana'`.execute(
      test.db.kysely,
    );
    expect(
      await asPortal([scan(pdf), take(documentOf(pdf, { portal: 'astana' }))], 'portal_other'),
    ).toMatchObject({ state: 'taken' });
    expect(await asPortal([scan(pdf), take(documentOf(pdf, { portal: 'astana' }))])).toBe(DENIED);
    await sql`update kezek.portal set open = false where code = 'astana'`.execute(test.db.kysely);
    expect(await asPortal([scan(pdf), take(documentOf(pdf, { portal: 'astana' }))], 'portal_other')).toBe(
      'package_portal_closed',
    );
  });

  it('has nothing else', async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'kezek'::regnamespace and relkind in ('r', 'S', 'v')
        and (has_table_privilege('kezek_portal', oid, 'select, insert, update, delete, truncate, references, trigger')
          or (relkind = 'r' and has_any_column_privilege('kezek_portal', oid, 'select, insert, update, references')))`.execute(
      test.db.kysely,
    );
    expect(tables).toEqual([]);
    const { rows: granted } = await sql<{ name: string }>`
      select p.proname as name from pg_proc p, aclexplode(p.proacl) a
      where p.pronamespace = 'kezek'::regnamespace and a.grantee = 'kezek_portal'::regrole order by 1`.execute(
      test.db.kysely,
    );
    expect(granted.map((row) => row.name)).toEqual(['take_package', 'take_scan']);
    for (const statement of [
      'select * from kezek.application',
      'select * from kezek.person',
      'select * from kezek.package',
      'select * from kezek.portal',
      "insert into kezek.scan_offered values (1, sha256(''))",
      "select kezek.set_package_aside('{}')",
      "select kezek.take_application_package('{}', null, 1, 'job:x')",
      "select kezek.take_link_package('{}', null, 1, 'job:x')",
      'select * from kezek.link_request',
      "select kezek.next_number('application', 2026::smallint)",
      'select kezek.application_number()',
      'delete from kezek.spare_number',
      "select kezek.begin_machine('job:offers')",
      'select * from kezek.history',
      "select kezek.search_applications(array['a'], 10)",
    ]) {
      expect(await asPortal([statement]), statement).toBe(DENIED);
    }
    // A table of its own shadows none of the functions'.
    const pdf = tinyPdf('shadow');
    await asPortal(['create temp table portal (code text, open boolean)', scan(pdf), take(documentOf(pdf))]);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from kezek.package where state = 'taken'`.execute(test.db.kysely);
    expect(rows[0]?.n).toBeGreaterThan(1);
  });

  it('a package and its evidence are not changed by anybody afterwards', async () => {
    for (const statement of [
      "update kezek.package set state = 'repeated' where state = 'taken'",
      'update kezek.package set sha256 = sha256(sha256)',
      'delete from kezek.package',
      'update kezek.application_consent set given_at = now()',
      'delete from kezek.application_consent',
    ]) {
      await expect(sql.raw(statement).execute(test.db.kysely), statement).rejects.toMatchObject({
        code: expect.stringMatching(/^KZ/),
      });
    }
    const { mine, neighbour, stranger, head, admin } = world.mini;
    const seen = async (scope: typeof mine): Promise<number | string> => {
      try {
        return await test.desk.read(
          scope,
          async (tx) => (await tx.selectFrom('package').select('id').execute()).length,
        );
      } catch (error) {
        return sqlFailure(error)?.sqlState ?? 'NONE';
      }
    };
    expect(await seen(mine)).toBeGreaterThan(1);
    expect(await Promise.all([seen(neighbour), seen(stranger)])).toEqual([0, 0]);
    expect([await seen(head), await seen(admin)]).toEqual([DENIED, DENIED]);
    await expect(
      test.desk.write(mine, (tx) =>
        sql`insert into kezek.package (sha256, state, source, brought_by, first_at, last_at)
        values (sha256(''), 'set_aside', 'cli', 'cli:x', now(), now())`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: DENIED });
  });
});
