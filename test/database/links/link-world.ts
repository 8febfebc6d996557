/** A world of families whose father the registry knows, and raw acts on links. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { putRegistryKinship } from '../../../db/queries/registry.ts';
import type { TestDatabase } from '../engines.ts';
import { attempt } from '../guard-attempt.ts';
import { application, freshIin, type MadeApplication, type MiniWorld } from '../mini-world.ts';
import { decisionSql, historySql, type RawAct } from '../raw-acts.ts';

export interface Family extends MadeApplication {
  readonly childIin: string;
  /** A father the registry confirms, written down here already. */
  readonly fatherId: string;
  readonly fatherIin: string;
}

/** Helpers over one database and world. */
export function linkWorld(test: TestDatabase, world: MiniWorld) {
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
      valid_from: 'kezek.today()',
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

  return { family, mine, checkSql, linkSql, signed, seal, link, row, linked };
}
