/** What the clerk did with parents' links in these last minutes: linked, disputed, ended. */
import { OFFICER_ME } from '../../db/demo/world/staff.ts';
import type { LinkAct } from '../../domain/status.ts';
import type { LinkDetails } from '../../preload/contract/decisions.ts';
import { type Desk, officerContext } from '../context.ts';
import { check } from '../links/index.ts';
import { versionOf } from './applications.ts';
import type { DeskTurn, Sign } from './place-acts.ts';

export const LINK_TURNS: readonly DeskTurn[] = [{ officer: OFFICER_ME, work }];

/** Of the families linked, by place: what was signed after it. */
const AFTERWARDS: readonly (readonly [act: LinkAct, reason: string] | null)[] = [
  null,
  ['dispute', 'dispute_other_parent'],
  null,
  ['unlink', 'unlink_mistake'],
  null,
  null,
];

interface Family {
  readonly id: string;
  readonly parentIin: string;
  readonly role: 'mother' | 'father' | 'guardian';
}

async function work(desk: Desk, sign: Sign): Promise<void> {
  for (const [i, family] of (await families(desk, AFTERWARDS.length)).entries()) {
    const step = async (act: LinkAct, link: LinkDetails, reason: string | null = null): Promise<void> =>
      sign(
        { id: family.id, expectedVersion: await versionOf(desk, family.id) },
        { act, reason, note: null, details: { link } },
      );
    const said = await check(officerContext(desk), {
      applicationId: family.id,
      personIin: family.parentIin,
    });
    await step('link', {
      personIin: family.parentIin,
      role: family.role,
      evidence: 'registry',
      checkId: said.id,
    });
    const after = AFTERWARDS[i] ?? null;
    if (after !== null) await step(after[0], { linkId: await linkOf(desk, family) }, after[1]);
  }
}

/** Children of Сарыбел in the queue whose other parent the registry knows and nobody has linked; the latest first. */
async function families(desk: Desk, limit: number): Promise<readonly Family[]> {
  // 'system': the demo world chooses for its officers; the acts themselves are theirs.
  return await desk.db.read('system', (tx) =>
    tx
      .selectFrom('application as a')
      .innerJoin('person as child', 'child.id', 'a.child_id')
      .innerJoin('registry_kinship as k', 'k.child_iin', 'child.iin')
      .select(['a.id', 'k.parent_iin as parentIin', 'k.role'])
      .where('a.district_id', '=', 1)
      .where('a.status', '=', 'queued')
      .where('a.applicant_relation', 'in', ['mother', 'father'])
      .where('k.role', 'in', ['mother', 'father'])
      .whereRef('k.role', '<>', 'a.applicant_relation')
      .where('a.twin_group', 'is', null)
      .orderBy('a.id', 'desc')
      .limit(limit)
      .execute(),
  );
}

async function linkOf(desk: Desk, family: Family): Promise<string> {
  const { id } = await desk.db.read('system', (tx) =>
    tx
      .selectFrom('parent_link as l')
      .innerJoin('person as p', 'p.id', 'l.person_id')
      .select('l.id')
      .where('l.application_id', '=', family.id)
      .where('p.iin', '=', family.parentIin)
      .executeTakeFirstOrThrow(),
  );
  return id;
}
