/** The counter attacked with raw SQL as officers, on both engines: what no program in front of the database may do. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import type { OfficerScope } from '../../../db/open.ts';
import { DECISION_EVENTS } from '../../../domain/status.ts';
import { applicationWish, applicationXml, DEPARTMENT, tinyPdf } from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { decisionSql, historySql, moveSql } from '../raw-acts.ts';
import { type IntakeWorld, makeIntakeWorld, OTHER_DEPARTMENT, OTHER_KINDERGARTEN } from './intake-world.ts';

interface Family {
  readonly childIin: string;
  readonly document: string;
  /** SQL of the application's id. */
  readonly id: string;
}

const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe.each(ENGINES)('the counter in the database on %s', (engine) => {
  let test: TestDatabase;
  let world: IntakeWorld;
  let me: OfficerScope;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeIntakeWorld(test, () => new Date());
    me = world.mini.mine;
  });
  afterAll(() => test.close());

  /** A family as the program would hand it over; every field may be given otherwise. */
  function family(change: Record<string, unknown> = {}): Family {
    const wish = applicationWish(new Date(), { scans: [] });
    const at = new Date(Date.now() - 60_000).toISOString();
    const document = {
      portal: 'counter',
      portalId: `W-${wish.id}`,
      sentAt: at,
      service: 'preschool_queue',
      department: DEPARTMENT,
      kind: 'application',
      submittedAt: at,
      queueKind: 'general',
      language: 'kk',
      kindergartens: wish.kindergartens,
      applicant: { ...wish.applicant, relation: 'mother' },
      child: wish.child,
      permanentAddress: wish.address,
      contacts: { phone: '+77070001234', phoneVerifiedBy: 'counter' },
      notificationType: 'sms',
      notificationLanguage: 'kk',
      consents: [{ kind: 'data_processing', at }],
      scans: [],
      ...change,
    };
    return {
      childIin: wish.child.iin,
      document: `'${JSON.stringify(document).replaceAll("'", "''")}'::jsonb`,
      id: `(select a.id from application a join person p on p.id = a.child_id where p.iin = '${wish.child.iin}')`,
    };
  }

  const take = (one: Family, number = 'kezek.walk_in_number()', brought = '{"source": "counter"}'): string =>
    `select kezek.take_package(jsonb_set(${one.document}, '{number}', to_jsonb(${number})), '${brought}')`;
  const noted = (one: Family, consent = 'paper_kept', officer = me): string =>
    `insert into walk_in_registration (application_id, package_id, consent, staff_iin, registered_at)
      select ${one.id}, max(k.id), '${consent}', '${officer.iin}', now() from package k where k.application_id = ${one.id}`;
  const signed = (one: Family, officer = me): string =>
    decisionSql({ id: one.id }, officer, 1, 'register_at_counter');
  const moved = (one: Family): string => moveSql({ id: one.id }, 1, { status: 'registered' });
  const told = (one: Family): string => historySql({ id: one.id }, 2, 'register_at_counter');

  it('registers whom a clerk signed, and nobody without the act, its row and its effect', async () => {
    const good = family();
    expect(await attempt(test, me, take(good), signed(good), noted(good), moved(good), told(good))).toBe(1);
    for (const left of [
      (one: Family) => [take(one)],
      (one: Family) => [take(one), noted(one), moved(one), told(one)],
      (one: Family) => [take(one), signed(one), moved(one), told(one)],
    ]) {
      expect(await attempt(test, me, ...left(family()))).toBe('walk_in_signed');
    }
    const still = family();
    expect(await attempt(test, me, take(still), signed(still), noted(still))).toMatch(
      /^(walk_in_signed|decision_applied)$/,
    );
  });

  it('knows every act of the domain as one that is signed', async () => {
    const { rows } = await sql<{ act: string }>`select e as act from unnest(${[...DECISION_EVENTS]}::text[]) e
      where kezek.signed_act(e) is distinct from e`.execute(test.db.kysely);
    // An act that the database does not know as signed could be done without a decision.
    expect(rows).toEqual([]);
  });

  it('asks for the proof the registration names', async () => {
    for (const proof of ['paper_scan', 'signature']) {
      const one = family();
      expect(
        await attempt(test, me, take(one), signed(one), noted(one, proof), moved(one), told(one)),
        proof,
      ).toBe('walk_in_consent');
    }
    const pdf = tinyPdf('signed paper');
    const scan = { kind: 'signed_application', about: 'applicant', fileName: 'a.pdf', sha256: hex(pdf) };
    const one = family({ scans: [scan] });
    const shown = `select kezek.take_scan('\\x${pdf.toString('hex')}', 1)`;
    expect(
      await attempt(test, me, shown, take(one), signed(one), noted(one, 'paper_scan'), moved(one), told(one)),
    ).toBe(1);
    const none = family({ consents: [] });
    expect(await attempt(test, me, take(none))).toBe('package_consent_missing');
  });

  it('gives each clerk numbers of its own, and takes no other', async () => {
    expect(await attempt(test, me, take(family(), `'2026-654321'::text`))).toBe('walk_in_number');
    const theirs = await test.desk.write(world.mini.colleague, async (tx) => {
      const { rows } = await sql<{ number: string }>`select kezek.walk_in_number() as number`.execute(tx);
      return rows[0]?.number ?? '';
    });
    expect(await attempt(test, me, take(family(), `'${theirs}'::text`))).toBe('walk_in_number');
    // Asked again the colleague keeps it.
    expect(
      await attempt(
        test,
        world.mini.colleague,
        `do $$ begin if kezek.walk_in_number() <> '${theirs}' then raise exception 'another'; end if; end $$`,
      ),
    ).toBe(0);
  });

  it('stands nobody in the queue since before they came', async () => {
    const long = new Date(Date.now() - 2 * 3_600_000).toISOString();
    expect(await attempt(test, me, take(family({ submittedAt: long })))).toBe('package_submitted_late');
  });

  it('is of the clerk’s own district and of nobody else’s', async () => {
    const there = { department: OTHER_DEPARTMENT, kindergartens: [OTHER_KINDERGARTEN] };
    expect(await attempt(test, me, take(family(there)))).toBe('package_district_other');
    expect(await attempt(test, world.mini.neighbour, take(family()))).toBe('package_district_other');
    for (const officer of [world.mini.supervisor, world.mini.head, world.mini.admin]) {
      expect(await attempt(test, officer, 'select kezek.walk_in_number()')).toBe(DENIED);
      expect(await attempt(test, officer, take(family(), `'2026-000001'::text`))).toBe(DENIED);
    }
  });

  it('comes from no file, no job and no portal', async () => {
    await expect(
      test.db.write('system', async (tx) => {
        await sql.raw(take(family(), `'2026-000001'::text`, '{"source": "folder"}')).execute(tx);
      }),
    ).rejects.toSatisfy((error) => sqlFailure(error)?.constraint === 'package_portal_closed');
    // And no portal says that a clerk called the phone.
    const wish = family({ portal: 'indigo' });
    expect(await attempt(test, me, take(wish, `'x'::text`))).toBe('package_contact_unverified');
    const sms = family({ contacts: { phone: '+77070001234', phoneVerifiedBy: 'one_time_code' } });
    expect(await attempt(test, me, take(sms))).toBe('package_contact_unverified');
  });

  it('refuses a second application of the child in the district', async () => {
    const one = family();
    expect(await attempt(test, me, take(one), signed(one), noted(one), moved(one), told(one))).toBe(1);
    const again = { ...one, document: one.document.replace('"W-', '"W-again-') };
    expect(await attempt(test, me, take(again))).toBe('package_child_queued');
    const { rows } = await test.desk.read(
      world.mini.neighbour,
      async (tx) =>
        await sql<
          Record<string, unknown>
        >`select application_id, number, status, district_id from kezek.walk_in_elsewhere(${one.childIin})`.execute(
          tx as never,
        ),
    );
    // Another district's clerk learns that the child waits there, and nothing of it.
    expect(rows).toEqual([
      { application_id: null, number: null, status: null, district_id: world.mini.districts[0] },
    ]);
  });

  it('ties a registration to its own package, once and for good', async () => {
    const other = await world.take(applicationXml(applicationWish(new Date())));
    expect(other).toMatchObject({ outcome: 'taken' });
    expect(
      await attempt(
        test,
        me,
        `insert into walk_in_registration (application_id, package_id, consent, staff_iin, registered_at)
          values (${other.applicationId}, ${other.packageId}, 'paper_kept', '${me.iin}', now())`,
      ),
    ).toBe('walk_in_of_package');
    expect(await attempt(test, me, `update walk_in_registration set consent = 'signature'`)).toBe(DENIED);
    expect(await attempt(test, me, `delete from walk_in_registration`)).toBe(DENIED);
    const one = family();
    const forged = noted(one, 'paper_kept', world.mini.colleague);
    expect(await attempt(test, me, take(one), signed(one), forged)).toBe(DENIED);
  });

  it('keeps a draft for its clerk alone, and its scans for what they are', async () => {
    const draft = (iin: string): string =>
      `insert into walk_in_draft (staff_iin, ref, body, saved_at) values ('${iin}', gen_random_uuid(), '{}', now())`;
    expect(await attempt(test, me, draft(me.iin))).toBe(1);
    expect(await attempt(test, me, draft(world.mini.colleague.iin))).toBe(DENIED);
    expect(await attempt(test, world.mini.colleague, 'select * from walk_in_draft')).toBe(0);
    expect(await attempt(test, world.mini.colleague, 'delete from walk_in_draft')).toBe(0);
    expect(await attempt(test, world.mini.supervisor, 'select * from walk_in_draft')).toBe(DENIED);
    const scan = (bytes: Buffer, type: string, sha = hex(bytes), size = bytes.length): string =>
      `insert into walk_in_scan (staff_iin, document_kind, about, file_name, sha256, media_type, page_count, byte_size, bytes, added_at)
        values ('${me.iin}', 'birth_certificate', 'child', 'a.pdf', '\\x${sha}', '${type}', 1, ${size}, '\\x${bytes.toString('hex')}', now())`;
    const pdf = tinyPdf('draft');
    expect(await attempt(test, me, scan(pdf, 'application/pdf'))).toBe(1);
    expect(await attempt(test, me, scan(pdf, 'application/pdf'))).toBe('walk_in_scan_once');
    expect(await attempt(test, me, scan(tinyPdf('a'), 'image/png'))).toBe('walk_in_scan_type');
    expect(await attempt(test, me, scan(Buffer.from('<html>'), 'application/pdf'))).toBe('walk_in_scan_type');
    expect(await attempt(test, me, scan(tinyPdf('b'), 'application/pdf', hex(pdf)))).toBe(
      'walk_in_scan_sha256',
    );
    expect(await attempt(test, me, scan(tinyPdf('c'), 'application/pdf', undefined, 7))).toBe(
      'walk_in_scan_size',
    );
    for (let n = 1; n < 40; n++) {
      expect(await attempt(test, me, scan(tinyPdf(`many ${n}`), 'application/pdf'))).toBe(1);
    }
    expect(await attempt(test, me, scan(tinyPdf('one more'), 'application/pdf'))).toBe('walk_in_scans');
    // Thrown away whole.
    expect(await attempt(test, me, 'delete from walk_in_draft')).toBe(1);
    expect(await attempt(test, me, 'select * from walk_in_scan')).toBe(0);
  });

  it('forgets what was typed of families that went away', async () => {
    await attempt(
      test,
      me,
      `insert into walk_in_draft (staff_iin, ref, body, saved_at) values ('${me.iin}', gen_random_uuid(), '{}', now())`,
    );
    expect(await attempt(test, me, 'select kezek.forget_walk_ins(0)')).toBe(DENIED);
    await test.desk.write('system', (tx) => sql`select kezek.forget_walk_ins(7)`.execute(tx));
    expect(await attempt(test, me, 'select * from walk_in_draft')).toBe(1);
    await test.tamper(`update kezek.walk_in_draft set saved_at = now() - interval '8 days'`);
    await test.desk.write('system', (tx) => sql`select kezek.forget_walk_ins(7)`.execute(tx));
    expect(await attempt(test, me, 'select * from walk_in_draft')).toBe(0);
  });
});
