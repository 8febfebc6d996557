/** Taking packages whole or not at all, on both engines. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChains } from '../../../db/verify-chain.ts';
import { addWorkingDays, almatyDate, workingCalendar } from '../../../domain/calendar.ts';
import { fullName, searchKeys } from '../../../domain/names.ts';
import { takePackage } from '../../../main/intake/take.ts';
import {
  applicationWish,
  applicationXml,
  packageXml,
  subjectXml,
  tinyPdf,
  zippedPackage,
} from '../../fakes/packages.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import {
  countAll,
  type IntakeWorld,
  makeIntakeWorld,
  OTHER_DEPARTMENT,
  OTHER_KINDERGARTEN,
} from './intake-world.ts';

const NOW = (): Date => new Date();

describe.each(ENGINES)('taking packages on %s', (engine) => {
  let test: TestDatabase;
  let world: IntakeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeIntakeWorld(test, NOW);
  });
  afterAll(() => test.close());

  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> => {
    const { rows } = await query.execute(test.db.kysely);
    if (rows[0] === undefined) throw new Error('NO_ROW');
    return rows[0];
  };

  it('makes a registered application with everything the family gave', async () => {
    const wish = applicationWish(NOW(), {
      benefitCategory: 'serviceman',
      email: 'family@example.com',
      notification: ['email', 'ru'],
      scans: [
        { kind: 'birth_certificate', about: 'child', name: 'a.pdf', bytes: tinyPdf('birth') },
        { kind: 'service_certificate', about: 'applicant', name: 'b.pdf', bytes: tinyPdf('service') },
      ],
    });
    const result = await world.take(applicationXml(wish));
    expect(result).toMatchObject({ outcome: 'taken', portal: 'indigo', portalId: wish.id, reason: null });
    expect(result.number).toMatch(/^\d{4}-\d{6}$/);
    const row = await one(
      sql<
        Record<string, unknown>
      >`select a.*, c.iin as child_iin, f.iin as applicant_iin from kezek.application a
        join kezek.person c on c.id = a.child_id join kezek.person f on f.id = a.applicant_id where a.id = ${result.applicationId}`,
    );
    expect(row).toMatchObject({
      number: result.number,
      status: 'registered',
      version: 2,
      channel: 'indigo',
      queue_kind: 'general',
      language: 'kk',
      child_iin: wish.child.iin,
      applicant_iin: wish.applicant.iin,
      applicant_relation: 'mother',
      cohort_year: Number(wish.child.birthDate.slice(0, 4)),
      priority_class: 'out_of_turn',
      phone: '+77070001234',
      phone_verified_by: 'one_time_code',
      email: 'family@example.com',
      notification_type: 'email',
      notification_language: 'ru',
      permanent_address: wish.address,
      scans_total: 2,
      scans_unread: 2,
      child_sort_name: fullName(wish.child),
      search: [
        result.number,
        wish.child.iin,
        wish.applicant.iin,
        '+77070001234',
        wish.birthAct,
        searchKeys(fullName(wish.child)),
        searchKeys(fullName(wish.applicant)),
      ].join(' '),
    });
    expect((row.submitted_at as Date).toISOString()).toBe(wish.submittedAt);
    const submittedOn = almatyDate(new Date(wish.submittedAt));
    const { rows: days } = await sql<{ day: string; kind: 'holiday' | 'working' }>`
      select day::text, kind from kezek.calendar_day where region_id is null`.execute(test.db.kysely);
    const { decision_working_days: term } = await one(
      sql<{
        decision_working_days: number;
      }>`select decision_working_days from kezek.profile_of_district(${world.mini.districts[0]})`,
    );
    expect(almatyDate(row.deadline_at as Date)).toBe(
      addWorkingDays(workingCalendar(days), submittedOn, term),
    );
    const rest = await one(
      sql<Record<string, unknown>>`select
        (select array_agg(kindergarten_id order by rank) from kezek.desired_kindergarten where application_id = ${result.applicationId}) as wants,
        (select array_agg(state) from kezek.benefit_claim where application_id = ${result.applicationId}) as claims,
        (select array_agg(kind) from kezek.application_consent where application_id = ${result.applicationId}) as consents,
        (select array_agg(event || coalesce(from_status, '-') || '>' || to_status || version || actor order by seq) from kezek.history where application_id = ${result.applicationId}) as history,
        (select array_agg(document_kind || (benefit_claim_id is not null) || file_name order by position) from kezek.scan where application_id = ${result.applicationId}) as scans,
        (select array_agg(n.kind || n.channel || n.language || (n.body like '%' || ${result.number}::text || '%') || n.state) from kezek.notice n where n.application_id = ${result.applicationId}) as notices,
        (select array_agg(c.media_type || c.page_count) from kezek.scan s join kezek.scan_content c using (sha256) where application_id = ${result.applicationId}) as types`,
    );
    expect(rest).toEqual({
      wants: [world.mini.kindergarten],
      claims: ['claimed'],
      consents: ['data_processing'],
      history: ['submit->submitted1job:intake', 'registersubmitted>registered2job:intake'],
      scans: ['birth_certificatefalsea.pdf', 'service_certificatetrueb.pdf'],
      types: ['application/pdf1', 'application/pdf1'],
      notices: ['registeredemailrutruewaiting'],
    });
  });

  it.each([
    ['in one statement', 1],
    ['one by one, where together they are heavy', 3 * 1024 * 1024],
  ])('keeps each scan to the byte: %s', async (_how, size) => {
    const grown = (text: string) => Buffer.concat([tinyPdf(text), randomBytes(size)]);
    const scans = [
      {
        kind: 'birth_certificate',
        about: 'child',
        name: 'a.pdf',
        bytes: grown('first'),
      },
      {
        kind: 'applicant_id',
        about: 'applicant',
        name: 'b.pdf',
        bytes: grown('other one'),
      },
    ] as const;
    const file = zippedPackage(applicationWish(NOW(), { scans }), (xml) => xml);
    const result = await takePackage(world.context(), file, 'package.zip');
    expect(result).toMatchObject({ outcome: 'taken', reason: null });
    const { rows } = await sql<{ bytes: Buffer; pages: number }>`
      select string_agg(c.bytes, '' order by c.seq) as bytes, k.page_count as pages
      from kezek.scan s join kezek.scan_content k using (sha256) join kezek.scan_chunk c using (sha256)
      where s.application_id = ${result.applicationId} group by s.position, k.page_count order by s.position`.execute(
      test.db.kysely,
    );
    expect(rows.map((row) => scans.findIndex(({ bytes }) => bytes.equals(row.bytes)))).toEqual([0, 1]);
    expect(rows.map(({ pages }) => pages)).toEqual([1, 1]);
  });

  it('knows a repeat, and does not take another text under the same number', async () => {
    const wish = applicationWish(NOW());
    const xml = applicationXml(wish);
    const first = await world.take(xml);
    const before = await countAll(test);
    expect(await world.take(xml)).toMatchObject({
      outcome: 'repeated',
      applicationId: first.applicationId,
      number: first.number,
    });
    expect(await world.take(xml)).toMatchObject({ outcome: 'repeated' });
    expect(await world.take(xml.replace('5-үй', '6-үй'))).toMatchObject({
      outcome: 'set_aside',
      reason: 'PACKAGE_CHANGED',
    });
    expect(await countAll(test)).toEqual(before);
    expect(
      await one(
        sql`select array_agg(state || arrivals order by id) as rows from kezek.package where portal_id = ${wish.id}`,
      ),
    ).toEqual({ rows: ['taken1', 'repeated2', 'set_aside1'] });
  });

  it('leaves nothing of what it refuses but the reason', async () => {
    const wish = applicationWish(NOW());
    await world.take(applicationXml(wish));
    const before = await countAll(test);
    const again = { ...applicationWish(NOW()), child: wish.child };
    const good = applicationWish(NOW());
    const cases: readonly (readonly [string | Buffer, string])[] = [
      [applicationXml(again), 'CHILD_QUEUED'],
      [applicationXml({ ...good, portal: 'nobody' }), 'PORTAL_UNKNOWN'],
      [applicationXml({ ...good, department: '150440000221'.replace('221', '329') }), 'BIN'],
      [applicationXml({ ...good, kindergartens: [OTHER_KINDERGARTEN] }), 'KINDERGARTEN_ELSEWHERE'],
      [applicationXml({ ...good, benefitCategory: 'astronaut' }), 'CATEGORY_UNKNOWN'],
      [applicationXml({ ...good, portal: 'akmola' }), 'SIGNATURE_MISSING'],
      [
        packageXml(
          'interest',
          good,
          `${subjectXml({ number: '2026-000001', childIin: good.child.iin, applicantIin: good.applicant.iin })}<confirmedAt>${good.submittedAt}</confirmedAt>`,
        ),
        'APPLICATION_UNKNOWN',
      ],
      ['<a/>', 'FORMAT_NAMESPACE'],
      ['', 'FILE_EMPTY'],
    ];
    for (const [bytes, reason] of cases) {
      expect(await world.take(bytes), reason).toMatchObject({ outcome: 'set_aside', reason });
    }
    expect(await countAll(test)).toEqual(before);
  });

  it('says by itself what the reader says before it: raw documents are judged in SQL alike', async () => {
    const before = await countAll(test);
    const base = documentOf();
    const change = (path: string[], value: unknown): unknown => {
      const copy = structuredClone(base) as Record<string, unknown>;
      let at = copy;
      for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
      at[path.at(-1) ?? ''] = value;
      return copy;
    };
    const cases: readonly (readonly [unknown, string])[] = [
      [change(['child', 'iin'], '210308500200'), 'iin_checksum'],
      [change(['child', 'surname'], '=1+1'), 'value_characters'],
      [change(['child', 'birthDate'], '2023-02-30'), 'value_date'],
      [change(['child', 'birthDate'], '2031-01-01'), 'birth_future'],
      [change(['child', 'birthDate'], '2012-01-01'), 'over_age'],
      [change(['applicant', 'birthDate'], '2025-01-01'), 'birth_order'],
      [change(['applicant', 'relation'], 'aunt'), 'value_unknown'],
      [change(['sentAt'], 'yesterday'), 'value_time'],
      [change(['sentAt'], '2031-01-01T00:00:00Z'), 'sent_future'],
      [change(['submittedAt'], '2020-01-01T00:00:00Z'), 'submitted_late'],
      [change(['contacts', 'phone'], '+12025550100'), 'phone'],
      [change(['contacts', 'phoneVerifiedBy'], null), 'contact_unverified'],
      [change(['contacts', 'phoneVerifiedBy'], 'counter'), 'contact_unverified'],
      [change(['contacts', 'email'], '=cmd@x'), 'email'],
      [change(['notificationType'], 'email'), 'email_missing'],
      [change(['queueKind'], 'special'), 'correction_kind_missing'],
      [change(['consents'], []), 'consent_missing'],
      [change(['kindergartens'], ['150440002010', '150440002010']), 'kindergarten_twice'],
      [change(['kindergartens'], ['999999999999']), 'kindergarten_unknown'],
      [change(['kindergartens'], [OTHER_KINDERGARTEN]), 'kindergarten_elsewhere'],
      [change(['benefitCategory'], 'astronaut'), 'category_unknown'],
      [change(['department'], '999999999999'), 'department_unknown'],
      [change(['permanentAddress'], 'Абай\u202e'), 'value_characters'],
      [change(['service'], 'vouchers'), 'value_unknown'],
      [change(['portalId'], '../x'), 'value_characters'],
      [change(['kind'], 'gift'), 'kind_not_taken'],
      [
        change(
          ['scans'],
          [{ kind: 'birth_certificate', about: 'child', fileName: 'a.pdf', sha256: 'ab'.repeat(32) }],
        ),
        'scan_member',
      ],
      [[], 'format_root'],
    ];
    for (const [document, code] of cases) {
      const taking = test.desk.write('system', (tx) =>
        sql`select * from kezek.take_package(${JSON.stringify(document)}::jsonb, '{}')`.execute(tx),
      );
      await expect(taking, code).rejects.toMatchObject({ constraint: `package_${code}` });
    }
    expect(await countAll(test)).toEqual(before);
  });

  function documentOf() {
    const wish = applicationWish(NOW());
    return {
      portal: wish.portal,
      portalId: wish.id,
      sentAt: wish.sentAt,
      service: 'preschool_queue',
      department: wish.department,
      scans: [],
      kind: 'application',
      submittedAt: wish.submittedAt,
      queueKind: 'general',
      correctionKind: null,
      language: 'kk',
      desiredFrom: null,
      benefitCategory: null,
      birthAct: null,
      kindergartens: wish.kindergartens,
      applicant: { ...wish.applicant, relation: 'mother' },
      child: wish.child,
      permanentAddress: wish.address,
      temporaryAddress: null,
      contacts: {
        phone: '+77070001234',
        phoneVerifiedBy: 'one_time_code',
        email: null,
        emailVerifiedBy: null,
      },
      notificationType: 'sms',
      notificationLanguage: 'kk',
      consents: [{ kind: 'data_processing', at: wish.submittedAt }],
    };
  }

  it('an officer brings packages of its own district, in its own name', async () => {
    const { mine, supervisor } = world.mini;
    const there = applicationWish(NOW(), {
      department: OTHER_DEPARTMENT,
      kindergartens: [OTHER_KINDERGARTEN],
    });
    expect(await world.take(applicationXml(there), mine)).toMatchObject({ reason: 'DISTRICT_OTHER' });
    await expect(world.take(applicationXml(applicationWish(NOW())), supervisor)).rejects.toMatchObject({
      code: '42501',
    });
    const here = await world.take(applicationXml(applicationWish(NOW())), mine);
    expect(here).toMatchObject({ outcome: 'taken' });
    expect(
      await one(
        sql`select array_agg(distinct actor) as actors, array_agg(distinct staff_post_id) as posts from kezek.history where application_id = ${here.applicationId}`,
      ),
    ).toEqual({ actors: [mine.iin], posts: [mine.postId] });
    expect(await world.take(applicationXml(there))).toMatchObject({ outcome: 'taken' });
  });

  it('two desks at once take a package once, and a child once', async () => {
    const wish = applicationWish(NOW());
    const xml = applicationXml(wish);
    const same = await Promise.all(Array.from({ length: 6 }, () => world.take(xml)));
    expect(same.map((result) => result.outcome).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'repeated'),
      'taken',
    ]);
    const child = applicationWish(NOW()).child;
    const rivals = await Promise.all(
      Array.from({ length: 6 }, () => world.take(applicationXml({ ...applicationWish(NOW()), child }))),
    );
    expect(rivals.map((result) => result.reason ?? result.outcome).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'CHILD_QUEUED'),
      'taken',
    ]);
  });

  it('searches for a name in SQL as the program does', async () => {
    const letter = fc.constantFrom(...'әӘғқңөұүһіІёэйщьъчшюяцыабвгдежзиклмнопрстуфхABCÇŞışçqwxyzhkgpt ’-.');
    const name = fc
      .string({ unit: letter, minLength: 1, maxLength: 24 })
      .filter((text) => text.trim() !== '');
    const names = fc.sample(name, { numRuns: 400, seed: 7 });
    const { rows } = await sql<{ key: string }>`
      select kezek.search_keys(value) as key from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) with ordinality t(value, i) order by i`.execute(
      test.db.kysely,
    );
    expect(rows.map((row) => row.key)).toEqual(names.map(searchKeys));
  });

  it('leaves the history whole', async () => {
    const walk = verifyChains(test.db, () => undefined);
    expect(await walk.next()).toMatchObject({ done: true });
  });
});
