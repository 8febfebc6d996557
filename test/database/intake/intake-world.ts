/** An office that takes packages: the mini world with BINs that hold, and an authority whose citizens may sign. */
import { sql } from 'kysely';
import type { Scope } from '../../../db/open.ts';
import type { DemoCa } from '../../../main/eds/demo-ca.ts';
import { createOfficeSource } from '../../../main/intake/office.ts';
import { createOpener } from '../../../main/intake/opener.ts';
import { type IntakeContext, type TakeResult, takePackage } from '../../../main/intake/take.ts';
import { createReferenceCache } from '../../../main/reference.ts';
import { createTrustSource } from '../../../main/session/trust.ts';
import {
  DEPARTMENT,
  KINDERGARTEN,
  type LinkWish,
  makeAuthority,
  type PersonWish,
} from '../../fakes/packages.ts';
import { trustAuthority } from '../../fakes/trust.ts';
import type { TestDatabase } from '../engines.ts';
import type { Family } from '../links/link-world.ts';
import { type MiniWorld, makeMiniWorld } from '../mini-world.ts';

/** Of the second district, and its one kindergarten. */
export const OTHER_DEPARTMENT = '150440000221';
export const OTHER_KINDERGARTEN = '150440002119';

export interface IntakeWorld {
  readonly mini: MiniWorld;
  readonly ca: DemoCa;
  /** As the folder's job takes packages, or as the officer of the scope. */
  context(scope?: Scope): IntakeContext;
  take(xml: string | Buffer, scope?: Scope): Promise<TakeResult>;
}

/** `made`: a world that is there already; its kind is 'demo', for the authority's citizens. */
export async function makeIntakeWorld(
  test: TestDatabase,
  now: () => Date,
  made?: MiniWorld,
): Promise<IntakeWorld> {
  const mini = made ?? (await makeMiniWorld(test.db, 'demo'));
  const { ca } = await makeAuthority();
  await test.db.write('system', async (tx) => {
    await sql`update kezek.district set bin = case id when ${mini.districts[0]} then ${DEPARTMENT}
      when ${mini.districts[1]} then ${OTHER_DEPARTMENT} else bin end`.execute(tx);
    await sql`update kezek.kindergarten set bin = ${KINDERGARTEN} where id = ${mini.kindergarten}`.execute(
      tx,
    );
    await sql`insert into kezek.kindergarten (district_id, bin, name, kind, ownership, address)
      values (${mini.districts[1]}, ${OTHER_KINDERGARTEN}, 'Жұлдыз', 'kindergarten', 'state', 'Абай, 2')`.execute(
      tx,
    );
    await trustAuthority(tx, ca.trusted);
  });
  const clock = { now };
  const reference = createReferenceCache(test.desk, clock);
  const trust = createTrustSource(test.desk, reference, clock);
  const office = createOfficeSource(test.desk, reference, clock);
  // Ends by itself, and holds no test back.
  const opener = createOpener({ idleMs: 1_000 });
  const context = (scope: Scope = 'system'): IntakeContext => ({
    db: test.desk,
    scope,
    clock,
    trust,
    office,
    opener,
    source: scope === 'system' ? 'folder' : 'screen',
    by: scope === 'system' ? 'job:intake' : null,
  });
  return {
    mini,
    ca,
    context,
    take: (xml, scope) =>
      // A copy: what is taken is given away, and a test may take it again.
      takePackage(context(scope), Buffer.from(xml), 'package.xml'),
  };
}

/** Rows of the tables a package may touch: the same before and after what was refused. */
export async function countAll(test: TestDatabase): Promise<Record<string, number>> {
  const tables = [
    'person',
    'application',
    'desired_kindergarten',
    'benefit_claim',
    'scan',
    'scan_content',
    'scan_chunk',
    'scan_offered',
    'application_consent',
    'package_signature',
    'companion',
    'companion_permit',
    'interest_confirmation',
    'link_request',
    'link_request_scan',
    'link_request_consent',
    'history',
    'notice',
    'number_sequence',
    'spare_number',
  ];
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(`kezek.${table}`)}`.execute(test.db.kysely);
    counts[table] = rows[0]?.n ?? 0;
  }
  return counts;
}

/** The father of a family of `linkWorld`, as a portal names him. */
export const askingFather = (a: Family, change: Partial<PersonWish> = {}): PersonWish => ({
  iin: a.fatherIin,
  surname: 'Әбдіқадыров',
  givenName: 'Ерлан',
  patronymic: null,
  birthDate: '1984-04-04',
  sex: 'male',
  ...change,
});

/** He asks to be linked to his child. */
export const wishedLink = (a: Family, change: Partial<LinkWish> = {}): LinkWish => ({
  childIin: a.childIin,
  parent: askingFather(a),
  ...change,
});
