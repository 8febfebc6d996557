/** New links of parents and answers of the registry, attacked with raw SQL by officers who hold a post. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRegistryKinship } from '../../../db/queries/registry.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { freshIin, type MiniWorld, makeMiniWorld } from '../mini-world.ts';
import { decisionSql } from '../raw-acts.ts';
import { linkWorld } from './link-world.ts';

describe.each(ENGINES)('guards of parents’ links on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;
  let at: ReturnType<typeof linkWorld>;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
    at = linkWorld(test, world);
  });
  afterAll(() => test.close());

  it('an honest link stands: the second parent follows, and it is found by that person', async () => {
    const a = await at.linked();
    expect(
      await at.row(
        `select second_parent_id, second_parent_relation, version, status, search from application where id = ${a.id}`,
      ),
    ).toMatchObject({
      second_parent_id: a.fatherId,
      second_parent_relation: 'father',
      version: 2,
      status: 'queued',
    });
    expect(String((await at.row(`select search from application where id = ${a.id}`)).search)).toContain(
      a.fatherIin,
    );
    expect(
      await at.row(`select act, state from parent_link_step order by link_id desc, seq desc limit 1`),
    ).toEqual({
      act: 'link',
      state: 'live',
    });
  });

  it('nothing without the signed decision of this version, about this person, by this officer', async () => {
    const a = await at.family();
    expect(await at.mine(at.checkSql(a), at.linkSql(a), ...at.seal(a, 1, 'link'))).toBe('parent_link_signed');
    expect(
      await at.mine(
        at.checkSql(a),
        at.signed(a, 'link', 1, freshIin()),
        at.linkSql(a),
        ...at.seal(a, 1, 'link'),
      ),
    ).toBe('parent_link_signed');
    expect(
      await at.mine(at.checkSql(a), at.signed(a, 'dispute', 1), at.linkSql(a), ...at.seal(a, 1, 'link')),
    ).toBe('parent_link_signed');
    // A decision without its link, a link without a rise of the version or its history.
    expect(await at.mine(at.signed(a, 'link', 1), ...at.seal(a, 1, 'link'))).toBe('parent_link_signed');
    expect(await at.mine(at.checkSql(a), at.signed(a, 'link', 1), at.linkSql(a))).toBe('decision_applied');
    expect(
      await at.mine(
        at.checkSql(a),
        at.signed(a, 'link', 1),
        at.linkSql(a),
        `update application set version = version + 1 where id = ${a.id}`,
      ),
    ).toBe('application_change_recorded');
    // An act on people that names nobody, and one on places that names somebody.
    expect(await at.mine(decisionSql(a, world.mine, 1, 'link'))).toBe('decision_names_subject');
    expect(await at.mine(decisionSql(a, world.mine, 1, 'restore', { subject: a.fatherIin }))).toMatch(
      /decision_names_subject|application_status_step/,
    );
    // Another post.
    expect(await attempt(test, world.supervisor, at.checkSql(a))).toBe(DENIED);
    expect(await attempt(test, world.head, at.linkSql(a))).toBe(DENIED);
    expect(await attempt(test, world.neighbour, at.checkSql(a))).toMatch(/42501|kinship_check_true/);
  });

  it('the registry is not made to say what it did not', async () => {
    const a = await at.family();
    const stranger = `'${freshIin()}'`;
    expect(await at.mine(at.checkSql(a, { parent_iin: stranger }))).toBe('kinship_check_true');
    expect(await at.mine(at.checkSql(a, { answer: `'not_found'`, role: 'null' }))).toBe('kinship_check_true');
    expect(await at.mine(at.checkSql(a, { role: `'guardian'` }))).toBe('kinship_check_true');
    expect(await at.mine(at.checkSql(a, { child_iin: stranger }))).toBe('kinship_check_true');
    expect(await at.mine(at.checkSql(a, { source: `'gateway'` }))).toBe('kinship_check_true');
    expect(await at.mine(at.checkSql(a, { answer: `'unreachable'` }))).toMatch(
      /kinship_check_true|kinship_check_confirmed_as/,
    );
    expect(await at.mine('select * from registry_kinship')).toBe(DENIED);
    expect(await at.mine('select * from registry_person')).toBe(DENIED);
    expect(await at.mine(at.checkSql(a))).toBe(1);
    expect(await at.mine(`update kinship_check set answer = 'confirmed'`)).toBe(DENIED);
    await expect(
      test.db.write('system', (tx) => sql`delete from kinship_check`.execute(tx)),
    ).rejects.toMatchObject({ code: 'KZ001' });
  });

  it('evidence proves this tie: of this person, this child, this role, and not too old', async () => {
    const a = await at.family();
    const b = await at.family();
    expect(await at.mine(...at.link(a, { role: `'mother'` }))).toMatch(/parent_link_evidence|role_free/);
    expect(
      await at.mine(at.checkSql(b), at.signed(a, 'link', 1), at.linkSql(a), ...at.seal(a, 1, 'link')),
    ).toBe('parent_link_evidence');
    expect(await at.mine(...at.link(a, { evidence: `'application'`, check_id: 'null' }))).toBe(
      'parent_link_signed',
    );
    expect(await at.mine(...at.link(a, { evidence: `'birth_certificate'` }))).toMatch(/parent_link_evidence/);
    expect(await at.mine(...at.link(a, { check_id: 'null' }))).toMatch(/parent_link_evidence/);
    // A check of 31 days ago, as only the owner can write one down.
    await test.db.write('system', (tx) =>
      sql
        .raw(at.checkSql(a, { checked_at: `now() - interval '31 days'`, checked_by: `'${world.mine.iin}'` }))
        .execute(tx),
    );
    expect(await at.mine(at.signed(a, 'link', 1), at.linkSql(a), ...at.seal(a, 1, 'link'))).toBe(
      'parent_link_evidence',
    );
    expect(await at.mine(...at.link(a))).toBe(1);
  });

  it('a guardian needs a court’s document that is in force, and to be of age', async () => {
    const a = await at.family();
    const guardian = {
      role: `'guardian'`,
      evidence: `'court_document'`,
      check_id: 'null',
      court_number: `'2-1'`,
      court_name: `'Сот'`,
      court_on: `kezek.today() - 10`,
    };
    const act = (change: Record<string, string>) => [
      at.signed(a, 'link', 1),
      at.linkSql(a, { ...guardian, ...change }),
      ...at.seal(a, 1, 'link'),
    ];
    expect(await at.mine(...act({ court_number: 'null', court_name: 'null', court_on: 'null' }))).toMatch(
      /parent_link_evidence_whole|parent_link_guardian_by_court/,
    );
    expect(await at.mine(...act({ court_on: 'kezek.today() + 1' }))).toBe('parent_link_evidence');
    expect(await at.mine(...act({ court_until: 'kezek.today() - 1' }))).toBe('parent_link_evidence');
    expect(await at.mine(...act({ court_on: 'null' }))).toMatch(/parent_link_court_whole/);
    expect(await at.mine(...act({ court_until: 'kezek.today()' }))).toBe(1);
    const young = await at.family({ fatherBorn: '2012-01-01' });
    expect(
      await at.mine(at.signed(young, 'link', 1), at.linkSql(young, guardian), ...at.seal(young, 1, 'link')),
    ).toBe('parent_link_age');
  });

  it('a parent is older than the child by the rule’s years', async () => {
    const young = await at.family({ fatherBorn: '2008-03-04', birthDate: '2022-03-03' });
    expect(await at.mine(...at.link(young))).toBe('parent_link_age');
    const fine = await at.family({ fatherBorn: '2008-03-03', birthDate: '2022-03-03' });
    expect(await at.mine(...at.link(fine))).toBe(1);
  });

  it('one mother, one father, nobody twice, and never the applicant', async () => {
    const a = await at.linked();
    expect(await at.mine(...at.link(a, {}, 2))).toMatch(/parent_link_person_once|parent_link_father_once/);
    const other = await at.family();
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: other.fatherIin, role: 'father' }],
        new Date(),
      ),
    );
    const second = [
      at.checkSql(a, { parent_iin: `'${other.fatherIin}'` }),
      at.signed(a, 'link', 2, other.fatherIin),
      at.linkSql(a, { person_id: other.fatherId }),
      ...at.seal(a, 2, 'link'),
    ];
    expect(await at.mine(...second)).toBe('parent_link_role_free');
    // The applicant is the mother: another mother is refused, and so is the applicant herself.
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: other.fatherIin, role: 'mother' }],
        new Date(),
      ),
    );
    expect(
      await at.mine(
        at.checkSql(a, { parent_iin: `'${other.fatherIin}'`, role: `'mother'` }),
        at.signed(a, 'link', 2, other.fatherIin),
        at.linkSql(a, { person_id: other.fatherId, role: `'mother'` }),
        ...at.seal(a, 2, 'link'),
      ),
    ).toBe('parent_link_role_free');
    expect(
      await at.mine(
        at.signed(a, 'link', 2, a.childIin),
        at.linkSql(a, { person_id: a.childId }),
        ...at.seal(a, 2, 'link'),
      ),
    ).toMatch(/parent_link_two|parent_link_evidence/);
  });

  it('a guardian by word does not stand beside both parents', async () => {
    const a = await at.family({ row: { applicant_relation: 'guardian' } });
    expect(await at.mine(...at.link(a))).toBe(1);
    const b = await at.family();
    await test.db.write('system', (tx) =>
      putRegistryKinship(
        tx,
        [{ child_iin: a.childIin, parent_iin: b.fatherIin, role: 'mother' }],
        new Date(),
      ),
    );
    expect(
      await at.mine(
        at.checkSql(a, { parent_iin: `'${b.fatherIin}'`, role: `'mother'` }),
        at.signed(a, 'link', 2, b.fatherIin),
        at.linkSql(a, { person_id: b.fatherId, role: `'mother'` }),
        ...at.seal(a, 2, 'link'),
      ),
    ).toBe('parent_link_guardian');
  });
});
