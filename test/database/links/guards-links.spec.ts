/** Parents' links, applicants and answers of the registry, attacked with raw SQL by officers who hold a post. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRegistryKinship, putRegistryPersons } from '../../../db/queries/registry.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { application, freshIin, type MadeApplication, type MiniWorld, makeMiniWorld } from '../mini-world.ts';
import { decisionSql, historySql, type RawAct } from '../raw-acts.ts';

describe.each(ENGINES)('guards of parents’ links on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  interface Family extends MadeApplication {
    readonly childIin: string;
    /** A father the registry confirms, written down here already. */
    readonly fatherId: string;
    readonly fatherIin: string;
  }

  async function family(
    wish: Partial<Parameters<typeof application>[1]> & { readonly fatherBorn?: string } = {},
  ): Promise<Family> {
    const { fatherBorn = '1984-04-04', ...rest } = wish;
    return await test.db.write('system', async (tx) => {
      const a = await application(tx, { district: world.districts[0], status: 'queued', ...rest });
      const fatherIin = freshIin();
      const father = await tx
        .insertInto('person')
        .values({
          iin: fatherIin,
          surname: 'Әбдіқадыров',
          given_name: 'Ерлан',
          patronymic: null,
          birth_date: fatherBorn,
          sex: 'male',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const child = await tx
        .selectFrom('person')
        .select('iin')
        .where('id', '=', a.childId)
        .executeTakeFirstOrThrow();
      await putRegistryKinship(
        tx,
        [{ child_iin: child.iin, parent_iin: fatherIin, role: 'father' }],
        new Date(),
      );
      return { ...a, childIin: child.iin, fatherId: father.id, fatherIin };
    });
  }

  const mine = (...statements: string[]) => attempt(test, world.mine, ...statements);
  const checkSql = (a: Family, change: Record<string, string> = {}) => {
    const row = {
      application_id: a.id,
      child_iin: `'${a.childIin}'`,
      parent_iin: `'${a.fatherIin}'`,
      answer: `'confirmed'`,
      role: `'father'`,
      source: `'local'`,
      checked_at: 'now()',
      checked_by: 'kezek.officer()',
      ...change,
    };
    return `insert into kinship_check (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
  };
  const lastCheck = '(select max(id) from kinship_check)';
  const linkSql = (a: Family, change: Record<string, string> = {}) => {
    const row = {
      child_id: a.childId,
      person_id: a.fatherId,
      role: `'father'`,
      state: `'live'`,
      evidence: `'registry'`,
      check_id: lastCheck,
      valid_from: 'current_date',
      application_id: a.id,
      application_version: '1',
      linked_at: 'now()',
      search_name: `'әбдіқадыров'`,
      ...change,
    };
    return `insert into parent_link (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
  };
  const signed = (a: Family, act: RawAct, version: number, subject = a.fatherIin) =>
    decisionSql(a, world.mine, version, act, { subject });
  const seal = (a: Family, version: number, act: string) => [
    `update application set version = version + 1 where id = ${a.id} and version = ${version}`,
    historySql(a, version + 1, act),
  ];
  /** A whole, honest link with some of it changed. */
  const link = (a: Family, change: Record<string, string> = {}, version = 1) => [
    checkSql(a),
    signed(a, 'link', version),
    linkSql(a, change),
    ...seal(a, version, 'link'),
  ];
  const row = async (query: string) =>
    (await test.db.read('system', (tx) => sql.raw(query).execute(tx as never))).rows[0] as Record<
      string,
      unknown
    >;
  const linked = async (change: Parameters<typeof family>[0] = {}) => {
    const a = await family(change);
    expect(await mine(...link(a))).toBe(1);
    return a;
  };

  it('an honest link stands: the second parent follows, and it is found by that person', async () => {
    const a = await linked();
    expect(
      await row(
        `select second_parent_id, second_parent_relation, version, status, search from application where id = ${a.id}`,
      ),
    ).toMatchObject({
      second_parent_id: a.fatherId,
      second_parent_relation: 'father',
      version: 2,
      status: 'queued',
    });
    expect(String((await row(`select search from application where id = ${a.id}`)).search)).toContain(
      a.fatherIin,
    );
    expect(
      await row(`select act, state from parent_link_step order by link_id desc, seq desc limit 1`),
    ).toEqual({
      act: 'link',
      state: 'live',
    });
  });

  it('nothing without the signed decision of this version, about this person, by this officer', async () => {
    const a = await family();
    expect(await mine(checkSql(a), linkSql(a), ...seal(a, 1, 'link'))).toBe('parent_link_signed');
    expect(await mine(checkSql(a), signed(a, 'link', 1, freshIin()), linkSql(a), ...seal(a, 1, 'link'))).toBe(
      'parent_link_signed',
    );
    expect(await mine(checkSql(a), signed(a, 'dispute', 1), linkSql(a), ...seal(a, 1, 'link'))).toBe(
      'parent_link_signed',
    );
    // A decision without its link, a link without a rise of the version or its history.
    expect(await mine(signed(a, 'link', 1), ...seal(a, 1, 'link'))).toBe('parent_link_signed');
    expect(await mine(checkSql(a), signed(a, 'link', 1), linkSql(a))).toBe('decision_applied');
    expect(
      await mine(
        checkSql(a),
        signed(a, 'link', 1),
        linkSql(a),
        `update application set version = version + 1 where id = ${a.id}`,
      ),
    ).toBe('application_change_recorded');
    // An act on people that names nobody, and one on places that names somebody.
    expect(await mine(decisionSql(a, world.mine, 1, 'link'))).toBe('decision_names_subject');
    expect(await mine(decisionSql(a, world.mine, 1, 'restore', { subject: a.fatherIin }))).toMatch(
      /decision_names_subject|application_status_step/,
    );
    // Another post.
    expect(await attempt(test, world.supervisor, checkSql(a))).toBe(DENIED);
    expect(await attempt(test, world.head, linkSql(a))).toBe(DENIED);
    expect(await attempt(test, world.neighbour, checkSql(a))).toMatch(/42501|kinship_check_true/);
  });

  it('the registry is not made to say what it did not', async () => {
    const a = await family();
    const stranger = `'${freshIin()}'`;
    expect(await mine(checkSql(a, { parent_iin: stranger }))).toBe('kinship_check_true');
    expect(await mine(checkSql(a, { answer: `'not_found'`, role: 'null' }))).toBe('kinship_check_true');
    expect(await mine(checkSql(a, { role: `'guardian'` }))).toBe('kinship_check_true');
    expect(await mine(checkSql(a, { child_iin: stranger }))).toBe('kinship_check_true');
    expect(await mine(checkSql(a, { source: `'gateway'` }))).toBe('kinship_check_true');
    expect(await mine(checkSql(a, { answer: `'unreachable'` }))).toMatch(
      /kinship_check_true|kinship_check_confirmed_as/,
    );
    expect(await mine('select * from registry_kinship')).toBe(DENIED);
    expect(await mine('select * from registry_person')).toBe(DENIED);
    expect(await mine(checkSql(a))).toBe(1);
    expect(await mine(`update kinship_check set answer = 'confirmed'`)).toBe(DENIED);
    await expect(
      test.db.write('system', (tx) => sql`delete from kinship_check`.execute(tx)),
    ).rejects.toMatchObject({ code: 'KZ001' });
  });

  it('evidence proves this tie: of this person, this child, this role, and not too old', async () => {
    const a = await family();
    const b = await family();
    expect(await mine(...link(a, { role: `'mother'` }))).toMatch(/parent_link_evidence|role_free/);
    expect(await mine(checkSql(b), signed(a, 'link', 1), linkSql(a), ...seal(a, 1, 'link'))).toBe(
      'parent_link_evidence',
    );
    expect(await mine(...link(a, { evidence: `'application'`, check_id: 'null' }))).toBe(
      'parent_link_signed',
    );
    expect(await mine(...link(a, { evidence: `'birth_certificate'` }))).toMatch(/parent_link_evidence/);
    expect(await mine(...link(a, { check_id: 'null' }))).toMatch(/parent_link_evidence/);
    // A check of 31 days ago, as only the owner can write one down.
    await test.db.write('system', (tx) =>
      sql
        .raw(checkSql(a, { checked_at: `now() - interval '31 days'`, checked_by: `'${world.mine.iin}'` }))
        .execute(tx),
    );
    expect(await mine(signed(a, 'link', 1), linkSql(a), ...seal(a, 1, 'link'))).toBe('parent_link_evidence');
    expect(await mine(...link(a))).toBe(1);
  });

  it('a guardian needs a court’s document that is in force, and to be of age', async () => {
    const a = await family();
    const guardian = {
      role: `'guardian'`,
      evidence: `'court_document'`,
      check_id: 'null',
      court_number: `'2-1'`,
      court_name: `'Сот'`,
      court_on: `current_date - 10`,
    };
    const act = (change: Record<string, string>) => [
      signed(a, 'link', 1),
      linkSql(a, { ...guardian, ...change }),
      ...seal(a, 1, 'link'),
    ];
    expect(await mine(...act({ court_number: 'null', court_name: 'null', court_on: 'null' }))).toMatch(
      /parent_link_evidence_whole|parent_link_guardian_by_court/,
    );
    expect(await mine(...act({ court_on: 'current_date + 1' }))).toBe('parent_link_evidence');
    expect(await mine(...act({ court_until: 'current_date - 1' }))).toBe('parent_link_evidence');
    expect(await mine(...act({ court_on: 'null' }))).toMatch(/parent_link_court_whole/);
    expect(await mine(...act({ court_until: 'current_date' }))).toBe(1);
    const young = await family({ fatherBorn: '2012-01-01' });
    expect(await mine(signed(young, 'link', 1), linkSql(young, guardian), ...seal(young, 1, 'link'))).toBe(
      'parent_link_age',
    );
  });

  it('a parent is older than the child by the rule’s years', async () => {
    const young = await family({ fatherBorn: '2008-03-04', birthDate: '2022-03-03' });
    expect(await mine(...link(young))).toBe('parent_link_age');
    const fine = await family({ fatherBorn: '2008-03-03', birthDate: '2022-03-03' });
    expect(await mine(...link(fine))).toBe(1);
  });

  it('one mother, one father, nobody twice, and never the applicant', async () => {
    const a = await linked();
    expect(await mine(...link(a, {}, 2))).toMatch(/parent_link_person_once|parent_link_father_once/);
    const other = await family();
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: other.fatherIin, role: 'father' }],
        new Date(),
      ),
    );
    const second = [
      checkSql(a, { parent_iin: `'${other.fatherIin}'` }),
      signed(a, 'link', 2, other.fatherIin),
      linkSql(a, { person_id: other.fatherId }),
      ...seal(a, 2, 'link'),
    ];
    expect(await mine(...second)).toBe('parent_link_role_free');
    // The applicant is the mother: another mother is refused, and so is the applicant herself.
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: other.fatherIin, role: 'mother' }],
        new Date(),
      ),
    );
    expect(
      await mine(
        checkSql(a, { parent_iin: `'${other.fatherIin}'`, role: `'mother'` }),
        signed(a, 'link', 2, other.fatherIin),
        linkSql(a, { person_id: other.fatherId, role: `'mother'` }),
        ...seal(a, 2, 'link'),
      ),
    ).toBe('parent_link_role_free');
    expect(
      await mine(
        signed(a, 'link', 2, a.childIin),
        linkSql(a, { person_id: a.childId }),
        ...seal(a, 2, 'link'),
      ),
    ).toMatch(/parent_link_two|parent_link_evidence/);
  });

  it('a guardian by word does not stand beside both parents', async () => {
    const a = await family({ row: { applicant_relation: 'guardian' } });
    expect(await mine(...link(a))).toBe(1);
    const b = await family();
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: b.fatherIin, role: 'mother' }],
        new Date(),
      ),
    );
    expect(
      await mine(
        checkSql(a, { parent_iin: `'${b.fatherIin}'`, role: `'mother'` }),
        signed(a, 'link', 2, b.fatherIin),
        linkSql(a, { person_id: b.fatherId, role: `'mother'` }),
        ...seal(a, 2, 'link'),
      ),
    ).toBe('parent_link_guardian');
  });

  it('steps by their own acts, and what a link is of never changes', async () => {
    const a = await linked();
    const step = (act: RawAct, state: string, version: number, more = '') => [
      signed(a, act, version),
      `update parent_link set state = '${state}'${more}, application_id = ${a.id} where child_id = ${a.childId}`,
      ...seal(a, version, act),
    ];
    expect(await mine(...step('unlink', 'disputed', 2))).toBe('parent_link_signed');
    expect(await mine(...step('dispute', 'ended', 2, ', valid_to = current_date'))).toBe(
      'parent_link_signed',
    );
    expect(await mine(...step('resolve_dispute', 'live', 2))).toMatch(/parent_link_step/);
    expect(
      await mine(
        `update parent_link set state = 'ended', valid_to = current_date where child_id = ${a.childId}`,
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
      expect(await mine(`update parent_link set ${change} where child_id = ${a.childId}`), change).toBe(
        DENIED,
      );
      await expect(
        test.db.write('system', (tx) =>
          sql.raw(`update parent_link set ${change} where child_id = ${a.childId}`).execute(tx),
        ),
        change,
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(KZ090|23514)$/) });
    }
    expect(await mine(...step('dispute', 'disputed', 2))).toBe(1);
    expect(await row(`select second_parent_id from application where id = ${a.id}`)).toEqual({
      second_parent_id: null,
    });
    expect(await mine(...step('resolve_dispute', 'live', 3))).toBe(1);
    expect(await mine(...step('unlink', 'ended', 4, ', valid_to = current_date'))).toBe(1);
    expect(await mine(...step('dispute', 'disputed', 5))).toBe('parent_link_fixed');
    expect(await mine('delete from parent_link')).toBe(DENIED);
    expect(await mine('delete from parent_link_step')).toBe(DENIED);
    expect(
      await mine(`insert into parent_link_step values (1, 9, 'link', 'live', ${a.id}, null, now())`),
    ).toBe(DENIED);
    for (const table of ['parent_link', 'parent_link_step']) {
      await expect(
        test.db.write('system', (tx) => sql.raw(`delete from ${table}`).execute(tx)),
      ).rejects.toMatchObject({ code: 'KZ001' });
    }
  });

  it('applicant and second parent move by links alone; a successor is a linked parent', async () => {
    const a = await linked();
    for (const change of [
      `applicant_id = ${a.fatherId}`,
      `applicant_relation = 'guardian'`,
      `second_parent_id = null`,
      `second_parent_relation = 'mother'`,
    ]) {
      expect(
        await mine(`update application set version = version + 1, ${change} where id = ${a.id}`),
        change,
      ).toBe(DENIED);
    }
    const replacement = (
      successor: string,
    ) => `insert into applicant_replacement (application_id, decision_id, former_id,
      former_relation, successor_id, successor_relation, at)
      values (${a.id}, (select max(id) from decision), ${a.applicantId}, 'mother', ${successor}, 'father', now())`;
    expect(await mine(replacement(a.fatherId), ...seal(a, 2, 'replace_applicant'))).toBe(
      'parent_link_signed',
    );
    const stranger = await family();
    expect(
      await mine(
        signed(a, 'replace_applicant', 2, stranger.fatherIin),
        replacement(stranger.fatherId),
        ...seal(a, 2, 'replace_applicant'),
      ),
    ).toBe('applicant_by_links');
    expect(
      await mine(
        signed(a, 'replace_applicant', 2),
        replacement(stranger.fatherId),
        ...seal(a, 2, 'replace_applicant'),
      ),
    ).toBe('applicant_by_links');
    expect(await mine(signed(a, 'replace_applicant', 2), ...seal(a, 2, 'replace_applicant'))).toBe(
      'parent_link_signed',
    );
    expect(
      await mine(
        signed(a, 'replace_applicant', 2),
        replacement(a.fatherId),
        ...seal(a, 2, 'replace_applicant'),
      ),
    ).toBe(1);
    expect(
      await row(
        `select applicant_id, applicant_relation, second_parent_id from application where id = ${a.id}`,
      ),
    ).toEqual({ applicant_id: a.fatherId, applicant_relation: 'father', second_parent_id: null });
    expect(await mine(`update applicant_replacement set former_id = successor_id`)).toBe(DENIED);
  });

  it('every other live application of the child follows, in another district too, each in its history', async () => {
    const a = await family();
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
    expect(await mine(...link(a))).toBe(1);
    expect(await row(`select second_parent_id, version from application where id = ${other.id}`)).toEqual({
      second_parent_id: a.fatherId,
      version: 2,
    });
    expect(
      await row(
        `select actor, event, version from history where application_id = ${other.id} order by seq desc limit 1`,
      ),
    ).toEqual({ actor: 'job:links', event: 'parents_changed', version: 2 });
    expect(await row(`select second_parent_id, version from application where id = ${over.id}`)).toEqual({
      second_parent_id: null,
      version: 1,
    });
    // The other district's clerk reads the link and who it is; a district without the child reads neither.
    expect(
      await attempt(test, world.stranger, `select * from parent_link where child_id = ${a.childId}`),
    ).toBe(1);
    expect(await attempt(test, world.stranger, `select * from person where id = ${a.fatherId}`)).toBe(1);
    const b = await linked();
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
        `update parent_link set state = 'ended', valid_to = current_date, application_id = ${other.id} where child_id = ${a.childId}`,
        `update application set version = version + 1 where id = ${other.id} and version = 2`,
        historySql(other, 3, 'unlink'),
      ),
    ).toBe(1);
    expect(await row(`select second_parent_id, version from application where id = ${a.id}`)).toEqual({
      second_parent_id: null,
      version: 3,
    });
  });

  it('a person is written down beside the decision that links that person, and found by it alone', async () => {
    const a = await family();
    const iin = freshIin();
    const make = (asked: string) =>
      `select kezek.link_person(${a.id}, '${asked}', 'Жаңа', 'Адам', null, '1990-01-01', 'male')`;
    expect(await mine(make(iin))).toBe('person_of_link');
    expect(await mine(signed(a, 'link', 1, iin), make(freshIin()))).toBe('person_of_link');
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
    expect(await mine(`select * from kezek.registry_person_answer('${iin}')`)).toBe(1);
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
