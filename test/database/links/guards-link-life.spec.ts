/** Links under way, applicants and who follows them, attacked with raw SQL by officers who hold a post. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRegistryPersons } from '../../../db/queries/registry.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { application, freshIin, type MiniWorld, makeMiniWorld } from '../mini-world.ts';
import { decisionSql, historySql, type RawAct } from '../raw-acts.ts';
import { linkWorld } from './link-world.ts';

describe.each(ENGINES)('guards of links under way on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;
  let at: ReturnType<typeof linkWorld>;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
    at = linkWorld(test, world);
  });
  afterAll(() => test.close());

  it('steps by their own acts, and what a link is of never changes', async () => {
    const a = await at.linked();
    const step = (act: RawAct, state: string, version: number, more = '') => [
      at.signed(a, act, version),
      `update parent_link set state = '${state}'${more}, application_id = ${a.id} where child_id = ${a.childId}`,
      ...at.seal(a, version, act),
    ];
    expect(await at.mine(...step('unlink', 'disputed', 2))).toBe('parent_link_signed');
    expect(await at.mine(...step('dispute', 'ended', 2, ', valid_to = kezek.today()'))).toBe(
      'parent_link_signed',
    );
    expect(await at.mine(...step('resolve_dispute', 'live', 2))).toMatch(/parent_link_step/);
    expect(
      await at.mine(
        `update parent_link set state = 'ended', valid_to = kezek.today() where child_id = ${a.childId}`,
      ),
    ).toBe('parent_link_signed');
    for (const change of [
      `role = 'mother'`,
      `person_id = ${a.applicantId}`,
      `evidence = 'court_document'`,
      `court_number = '9'`,
      `valid_from = '2020-01-01'`,
      `decision_id = null`,
      `linked_by = null`,
    ]) {
      expect(await at.mine(`update parent_link set ${change} where child_id = ${a.childId}`), change).toBe(
        DENIED,
      );
      await expect(
        test.db.write('system', (tx) =>
          sql.raw(`update parent_link set ${change} where child_id = ${a.childId}`).execute(tx),
        ),
        change,
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(KZ090|23514)$/) });
    }
    expect(await at.mine(...step('dispute', 'disputed', 2))).toBe(1);
    expect(await at.row(`select second_parent_id from application where id = ${a.id}`)).toEqual({
      second_parent_id: null,
    });
    expect(await at.mine(...step('resolve_dispute', 'live', 3))).toBe(1);
    expect(await at.mine(...step('unlink', 'ended', 4, ', valid_to = kezek.today()'))).toBe(1);
    expect(await at.mine(...step('dispute', 'disputed', 5))).toBe('parent_link_fixed');
    expect(await at.mine('delete from parent_link')).toBe(DENIED);
    expect(await at.mine('delete from parent_link_step')).toBe(DENIED);
    expect(
      await at.mine(`insert into parent_link_step values (1, 9, 'link', 'live', ${a.id}, null, now())`),
    ).toBe(DENIED);
    for (const table of ['parent_link', 'parent_link_step']) {
      await expect(
        test.db.write('system', (tx) => sql.raw(`delete from ${table}`).execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
    }
  });

  it('applicant and second parent move by links alone; a successor is a linked parent', async () => {
    const a = await at.linked();
    for (const change of [
      `applicant_id = ${a.fatherId}`,
      `applicant_relation = 'guardian'`,
      `second_parent_id = null`,
      `second_parent_relation = 'mother'`,
    ]) {
      expect(
        await at.mine(`update application set version = version + 1, ${change} where id = ${a.id}`),
        change,
      ).toBe(DENIED);
    }
    const replacement = (
      successor: string,
    ) => `insert into applicant_replacement (application_id, decision_id, former_id,
      former_relation, successor_id, successor_relation, at)
      values (${a.id}, (select max(id) from decision), ${a.applicantId}, 'mother', ${successor}, 'father', now())`;
    expect(await at.mine(replacement(a.fatherId), ...at.seal(a, 2, 'replace_applicant'))).toBe(
      'parent_link_signed',
    );
    const stranger = await at.family();
    expect(
      await at.mine(
        at.signed(a, 'replace_applicant', 2, stranger.fatherIin),
        replacement(stranger.fatherId),
        ...at.seal(a, 2, 'replace_applicant'),
      ),
    ).toBe('applicant_by_links');
    expect(
      await at.mine(
        at.signed(a, 'replace_applicant', 2),
        replacement(stranger.fatherId),
        ...at.seal(a, 2, 'replace_applicant'),
      ),
    ).toBe('applicant_by_links');
    expect(await at.mine(at.signed(a, 'replace_applicant', 2), ...at.seal(a, 2, 'replace_applicant'))).toBe(
      'parent_link_signed',
    );
    expect(
      await at.mine(
        at.signed(a, 'replace_applicant', 2),
        replacement(a.fatherId),
        ...at.seal(a, 2, 'replace_applicant'),
      ),
    ).toBe(1);
    expect(
      await at.row(
        `select applicant_id, applicant_relation, second_parent_id from application where id = ${a.id}`,
      ),
    ).toEqual({ applicant_id: a.fatherId, applicant_relation: 'father', second_parent_id: null });
    expect(await at.mine(`update applicant_replacement set former_id = successor_id`)).toBe(DENIED);
  });

  it('every other live application of the child follows, in another district too, each in its history', async () => {
    const a = await at.family();
    const other = await test.db.write('system', (tx) =>
      application(tx, {
        district: world.districts[2],
        status: 'queued',
        childId: a.childId,
        applicantId: a.applicantId,
      }),
    );
    const over = await test.db.write('system', (tx) =>
      application(tx, {
        district: world.districts[1],
        status: 'cancelled',
        childId: a.childId,
        applicantId: a.applicantId,
      }),
    );
    expect(await at.mine(...at.link(a))).toBe(1);
    expect(await at.row(`select second_parent_id, version from application where id = ${other.id}`)).toEqual({
      second_parent_id: a.fatherId,
      version: 2,
    });
    expect(
      await at.row(
        `select actor, event, version from history where application_id = ${other.id} order by seq desc limit 1`,
      ),
    ).toEqual({ actor: 'job:links', event: 'parents_changed', version: 2 });
    expect(await at.row(`select second_parent_id, version from application where id = ${over.id}`)).toEqual({
      second_parent_id: null,
      version: 1,
    });
    // The other district's clerk reads the link and who it is; a district without the child reads neither.
    expect(
      await attempt(test, world.stranger, `select * from parent_link where child_id = ${a.childId}`),
    ).toBe(1);
    expect(await attempt(test, world.stranger, `select * from person where id = ${a.fatherId}`)).toBe(1);
    const b = await at.linked();
    expect(
      await attempt(test, world.stranger, `select * from parent_link where child_id = ${b.childId}`),
    ).toBe(0);
    expect(await attempt(test, world.stranger, `select * from person where id = ${b.fatherId}`)).toBe(0);
    expect(await attempt(test, world.head, `select * from parent_link`)).toBe(DENIED);
    // And unlinks on its own application: the first one follows.
    expect(
      await attempt(
        test,
        world.stranger,
        decisionSql(other, world.stranger, 2, 'unlink', { subject: a.fatherIin }),
        `update parent_link set state = 'ended', valid_to = kezek.today(), application_id = ${other.id} where child_id = ${a.childId}`,
        `update application set version = version + 1 where id = ${other.id} and version = 2`,
        historySql(other, 3, 'unlink'),
      ),
    ).toBe(1);
    expect(await at.row(`select second_parent_id, version from application where id = ${a.id}`)).toEqual({
      second_parent_id: null,
      version: 3,
    });
  });

  it('a person is written down beside the decision that links that person, and found by it alone', async () => {
    const a = await at.family();
    const iin = freshIin();
    const make = (asked: string) =>
      `select kezek.link_person(${a.id}, '${asked}', 'Жаңа', 'Адам', null, '1990-01-01', 'male')`;
    expect(await at.mine(make(iin))).toBe('person_of_link');
    expect(await at.mine(at.signed(a, 'link', 1, iin), make(freshIin()))).toBe('person_of_link');
    expect(await attempt(test, world.stranger, make(iin))).toBe('person_of_link');
    expect(await attempt(test, world.head, make(iin))).toBe(DENIED);
    // Who is known here is told to a clerk with an application to link to, and to nobody else.
    const known = (scope: MiniWorld['mine'], application: string) =>
      attempt(test, scope, `select * from kezek.person_to_link(${application}, '${a.fatherIin}')`);
    expect(await known(world.mine, a.id)).toBe(1);
    expect(await known(world.stranger, a.id)).toBe(0);
    expect(await known(world.head, a.id)).toBe(DENIED);
    const holder = (scope: MiniWorld['mine']) =>
      attempt(test, scope, `select * from kezek.role_holder_of(${a.id}, 'mother', '${iin}')`);
    expect(await holder(world.mine)).toBe(1);
    expect(await holder(world.stranger)).toBe(0);
    await test.db.write('system', (tx) =>
      putRegistryPersons(
        tx,
        [{ iin, surname: 'А', given_name: 'Б', patronymic: null, birth_date: '1990-01-01', sex: 'male' }],
        new Date(),
      ),
    );
    expect(await at.mine(`select * from kezek.registry_person_answer('${iin}')`)).toBe(1);
    expect(
      await attempt(test, world.supervisor, `select * from kezek.registry_person_answer('${iin}')`),
    ).toBe(DENIED);
  });

  it('the gateway’s address is https, or this machine', async () => {
    for (const url of ['http://registry.kz', 'ftp://127.0.0.1', 'https://', 'http://127.0.0.1.evil.kz/']) {
      await expect(
        test.db.write('system', (tx) => sql`update installation set registry_url = ${url}`.execute(tx)),
        url,
      ).rejects.toMatchObject({ code: '23514' });
    }
  });
});
