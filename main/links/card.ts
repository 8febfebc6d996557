/** A child's people on one card: applicant, second parent, links with their steps, what the registry said, papers. */
import type { ApplicationRecord } from '../../db/queries/applications.ts';
import { requestScans, requestsOfChild } from '../../db/queries/link-requests.ts';
import {
  applicationsOfChild,
  applicationsOfParents,
  type FamilyApplicationRow,
  type LinkStepRow,
  linkSteps,
} from '../../db/queries/link-views.ts';
import {
  certificatesOf,
  checksOf,
  familyRule,
  type LinkRow,
  linksOfChild,
  personToLink,
} from '../../db/queries/links.ts';
import { officerIn } from '../../db/queries/names.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { mayStep } from '../../domain/link-rules.ts';
import { type ApplicationStatus, isPermitted } from '../../domain/status.ts';
import type { FamilyCard, LinkAct, ParentLink } from '../../preload/contract/links.ts';
import { requireApplication } from '../applications/card.ts';
import { heldByOther } from '../applications/permitted.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { refused } from '../errors.ts';
import { type Reference, today } from '../reference.ts';
import { shownCheck } from './check.ts';
import { familyApplication } from './list.ts';
import { portalNames, shownRequest } from './requests.ts';

/** Opening it is written to the history. Throws NOT_FOUND out of scope, REFUSED RULES_MISSING. */
export async function card(ctx: OfficerContext, input: { applicationId: string }): Promise<FamilyCard> {
  const reference = await ctx.desk.reference.get();
  const found = await ctx.desk.db.read(ctx.scope, (tx) => read(ctx, tx, input.applicationId));
  await recordReading(ctx, found.row, 'links');
  return shown(ctx, reference, found);
}

type Found = Awaited<ReturnType<typeof read>>;

async function read(ctx: OfficerContext, tx: Reader, applicationId: string) {
  const row = await requireApplication(tx, applicationId);
  const rule = await familyRule(tx, row.district_id);
  if (rule === undefined) throw refused({ code: 'RULES_MISSING' });
  const links = await linksOfChild(tx, row.child_id);
  const checks = [];
  for (const check of await checksOf(tx, row.id)) {
    const known = ctx.post.role === 'clerk' ? await personToLink(tx, row.id, check.parent_iin) : undefined;
    checks.push(shownCheck(check, known, rule, ctx.desk.clock.now()));
  }
  const asked = await requestsOfChild(tx, row.child_id);
  const persons = [...new Set(links.map((link) => link.person_id))];
  return {
    row,
    links,
    checks,
    steps:
      links.length === 0
        ? []
        : await linkSteps(
            tx,
            links.map((link) => link.id),
          ),
    applications: persons.length === 0 ? [] : await applicationsOfParents(tx, persons),
    siblings: await applicationsOfChild(tx, row.child_iin),
    certificates: await certificatesOf(tx, row.child_id),
    requests: asked,
    papers:
      asked.length === 0
        ? []
        : await requestScans(
            tx,
            asked.map((one) => one.id),
          ),
    portals: asked.length === 0 ? new Map() : await portalNames(tx),
  };
}

function shown(ctx: OfficerContext, reference: Reference, found: Found): FamilyCard {
  const { row, links } = found;
  const may = mayAct(ctx, row);
  const own = found.siblings.find((one) => one.id === row.id);
  const waiting = new Set(found.requests.filter((one) => one.state === 'waiting').map((one) => one.id));
  const toJudge = new Set(
    found.papers
      .filter((one) => waiting.has(one.request_id) && one.application_id === row.id)
      .map((one) => one.scan_id),
  );
  const free = ctx.post.role === 'clerk' && row.claimed_by === null;
  return {
    application: familyApplication(reference, own ?? ownRow(row)),
    child: personOf(row, 'child'),
    applicant: { ...personOf(row, 'applicant'), relation: row.applicant_relation },
    secondParent: secondParent(row, links),
    links: links.map((link) => shownLink(ctx, reference, found, link, may)),
    checks: found.checks,
    certificates: found.certificates.map((one) => ({
      scanId: one.id,
      applicationId: one.application_id,
      verdict: one.verdict,
      pageCount: one.page_count,
      judged: free && toJudge.has(one.id),
    })),
    requests: found.requests.map((one) => shownRequest(one, found.papers, found.portals, reference)),
    others: found.siblings.filter((one) => one.id !== row.id).map((one) => familyApplication(reference, one)),
    registryIs: reference.installation.registry_url === null ? 'local' : 'gateway',
    mayLink: may,
  };
}

/** Whether the post signs acts on links of this application now. */
function mayAct(ctx: OfficerContext, row: ApplicationRecord): boolean {
  return (
    isPermitted(row.status as ApplicationStatus, 'link', ctx.post.role) &&
    !heldByOther(ctx, row, ctx.desk.clock.now())
  );
}

function ownRow(row: ApplicationRecord): FamilyApplicationRow {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    status: row.status,
    district_id: row.district_id,
    surname: row.child_surname,
    given_name: row.child_given_name,
    patronymic: row.child_patronymic,
    iin: row.child_iin,
  };
}

function personOf(row: ApplicationRecord, who: 'child' | 'applicant') {
  return {
    iin: row[`${who}_iin`],
    surname: row[`${who}_surname`],
    givenName: row[`${who}_given_name`],
    patronymic: row[`${who}_patronymic`],
    birthDate: row[`${who}_birth_date`],
    sex: row[`${who}_sex`],
  };
}

function secondParent(row: ApplicationRecord, links: readonly LinkRow[]): FamilyCard['secondParent'] {
  const { second_iin: iin, second_surname: surname, second_given_name: givenName } = row;
  const { second_birth_date: birthDate, second_sex: sex, second_parent_relation: relation } = row;
  if (!iin || !surname || !givenName || !birthDate || !sex || !relation) return null;
  const linked = links.some((link) => link.iin === iin && link.state === 'live');
  return { iin, surname, givenName, patronymic: row.second_patronymic, birthDate, sex, relation, linked };
}

const STEPS = ['unlink', 'dispute', 'resolve_dispute', 'replace_applicant'] as const;

function shownLink(
  ctx: OfficerContext,
  reference: Reference,
  found: Found,
  link: LinkRow,
  may: boolean,
): ParentLink {
  const reason = link.end_reason === null ? null : reference.reason(link.end_reason);
  const on = today(ctx.desk.clock);
  const isOver = link.court_until !== null && link.court_until < on;
  const isApplicant = link.iin === found.row.applicant_iin;
  const permitted = (act: LinkAct): boolean =>
    mayStep(act, link.state) &&
    !(isApplicant && (act === 'unlink' || act === 'replace_applicant')) &&
    !(act === 'replace_applicant' && isOver);
  return {
    id: link.id,
    person: {
      iin: link.iin,
      surname: link.surname,
      givenName: link.given_name,
      patronymic: link.patronymic,
      birthDate: link.birth_date,
    },
    role: link.role,
    state: link.state,
    evidence: link.evidence,
    answer: link.answer,
    checkedAt: link.checked_at,
    scanId: link.scan_id,
    court:
      link.court_number === null || link.court_name === null || link.court_on === null
        ? null
        : {
            number: link.court_number,
            court: link.court_name,
            on: link.court_on,
            validUntil: link.court_until,
            over: isOver,
          },
    validFrom: link.valid_from,
    validTo: link.valid_to,
    endReason: reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en },
    linkedAt: link.linked_at,
    steps: found.steps.filter((step) => step.link_id === link.id).map(shownStep),
    applications: found.applications
      .filter((one) => one.person_id === link.person_id)
      .map((one) => familyApplication(reference, one)),
    permitted: may ? STEPS.filter(permitted) : [],
  };
}

function shownStep(step: LinkStepRow): ParentLink['steps'][number] {
  return {
    act: step.act,
    state: step.state,
    at: step.at,
    by: officerIn(step.staff_iin, step),
    decisionId: step.decision_id,
    decisionNumber: step.decision_number,
  };
}
