/** Acts on a link that stands: it is ended, disputed, taken up again, or its parent becomes the applicant. */
import {
  insertLink,
  insertReplacement,
  type LinkRow,
  linksOfChild,
  stepLink,
} from '../../db/queries/links.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { type LinkPart, linkStateAfter, onlyPart } from '../../domain/family-decision.ts';
import type { LinkRole } from '../../domain/kinship.ts';
import { mayStep } from '../../domain/link-rules.ts';
import { fullName, searchKeys } from '../../domain/names.ts';
import type { LinkAct } from '../../domain/status.ts';
import { actError, type Obstacle } from '../errors.ts';
import {
  type FamilyBuilt,
  type FamilyCommit,
  type FamilyFacts,
  type FamilyGround,
  type FamilyWorld,
  hindered,
} from '../family/module.ts';
import { linkFacts, partOfRow, subjectOfRow } from './part.ts';

type StepAct = Exclude<LinkAct, 'link'>;

interface Case {
  readonly act: StepAct;
  readonly world: FamilyWorld;
  readonly ground: FamilyGround;
  readonly link: LinkRow;
  readonly links: readonly LinkRow[];
  readonly formerStays: boolean;
}

/** Reads the link an act is about. */
export async function readStep(
  tx: Reader,
  world: FamilyWorld,
  ground: FamilyGround,
  act: StepAct,
): Promise<FamilyFacts> {
  const details = world.intent.details.link ?? {};
  const links = await linksOfChild(tx, ground.application.child_id);
  const link = links.find((one) => one.id === details.linkId);
  if (link === undefined) return { facts: null, build: () => hindered([{ code: 'LINK_UNKNOWN' }]) };
  const formerStays = act === 'replace_applicant' && details.formerStays === true;
  return {
    facts: { link: link.id, links: linkFacts(links), formerStays },
    build: () => build({ act, world, ground, link, links, formerStays }),
  };
}

function build(found: Case): FamilyBuilt {
  const { act, world, ground, link, formerStays } = found;
  const { application } = ground;
  const replaced: LinkPart['replaced'] =
    act === 'replace_applicant'
      ? {
          iin: application.applicant_iin,
          fullName: fullName({
            surname: application.applicant_surname,
            givenName: application.applicant_given_name,
            patronymic: application.applicant_patronymic,
          }),
          relation: application.applicant_relation as LinkRole,
          stays: formerStays,
        }
      : null;
  const shown = {
    part: onlyPart('link', partOfRow(link, { state: linkStateAfter(act), on: world.on, replaced })),
    subject: subjectOfRow(link),
  };
  const obstacles = obstaclesOf(found);
  if (obstacles.length > 0) return hindered(obstacles, shown);
  return {
    obstacles: [],
    checks:
      link.court_until === null ? [] : [{ code: 'court', ok: true, evidence: { until: link.court_until } }],
    ...shown,
    detail: { link: link.id, role: link.role },
    apply: (at) => apply(found, at),
  };
}

function obstaclesOf({ act, world, ground, link }: Case): readonly Obstacle[] {
  const { application } = ground;
  if (!mayStep(act, link.state)) return [{ code: 'LINK_STEP' }];
  if (act !== 'replace_applicant') {
    // Whoever applied leaves by being replaced: an application without an applicant would be nobody's.
    return act === 'unlink' && link.iin === application.applicant_iin ? [{ code: 'LINK_APPLICANT' }] : [];
  }
  if (link.iin === application.applicant_iin) return [{ code: 'LINK_APPLICANT' }];
  const isOver = link.court_until !== null && link.court_until < world.on;
  return isOver ? [{ code: 'LINK_COURT_DATES' }] : [];
}

async function apply(found: Case, at: FamilyCommit): Promise<void> {
  const { act, world, ground, link } = found;
  if (act === 'replace_applicant') return await replace(found, at);
  const step = { state: linkStateAfter(act), applicationId: ground.application.id, on: world.on };
  if (!(await stepLink(at.tx, link.id, step))) throw actError('NOT_FOUND');
}

/** The linked parent takes the applicant's place; who stood there stays linked as a parent, or leaves altogether. */
async function replace(
  { world, ground, link, links, formerStays }: Case,
  { tx, decisionId, now }: FamilyCommit,
): Promise<void> {
  const { application } = ground;
  const own = links.find((one) => one.iin === application.applicant_iin && one.state !== 'ended');
  if (formerStays && own === undefined) {
    await insertLink(tx, {
      childId: application.child_id,
      personId: application.applicant_id,
      role: application.applicant_relation as LinkRole,
      evidence: 'application',
      checkId: null,
      scanId: null,
      court: null,
      applicationId: application.id,
      applicationVersion: application.version,
      on: world.on,
      at: now,
      searchName: searchKeys(
        fullName({
          surname: application.applicant_surname,
          givenName: application.applicant_given_name,
          patronymic: application.applicant_patronymic,
        }),
      ),
    });
  }
  if (!formerStays && own !== undefined) {
    const end = { state: 'ended' as const, applicationId: application.id, on: world.on };
    if (!(await stepLink(tx, own.id, end))) throw actError('NOT_FOUND');
  }
  await insertReplacement(tx, {
    applicationId: application.id,
    decisionId,
    formerId: application.applicant_id,
    formerRelation: application.applicant_relation,
    successorId: link.person_id,
    successorRelation: link.role,
    at: now,
  });
}
