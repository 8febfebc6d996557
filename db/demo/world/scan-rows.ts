import type { CheckAnswers } from '../../../domain/review.ts';
import type { Random } from '../random.ts';
import { iso } from './application-rows.ts';
import type { BulkRow } from './bulk.ts';
import { type Content, notADocument } from './contents.ts';
import type { Paper } from './papers.ts';
import type { PlannedApplication } from './plan-table.ts';
import { type Ids, type One, QUIET, type Surroundings } from './surroundings.ts';
import type { Step } from './timeline.ts';

/** A scan whose bytes may still be in the making. */
export type BuiltScan = {
  readonly row: BulkRow;
  readonly content: Content | Promise<Content>;
  readonly verdict: BulkRow | null;
};

export type ScanGround = {
  readonly claimId: number | null;
  readonly clerk: number;
  readonly steps: readonly Step[];
};

/** Scans with their verdicts. An answered application has the faulty scan, replaced by a sound one. */
export function buildScans(
  world: Surroundings,
  ids: Ids,
  one: One,
  papers: readonly Paper[],
  ground: ScanGround,
): {
  readonly scans: readonly BuiltScan[];
  readonly counts: { readonly total: number; readonly unread: number };
} {
  const { plan, random } = one;
  const judged = judgedCount(random, plan, papers.length);
  const scans: BuiltScan[] = [];
  let unread = 0;
  papers.forEach((paper, i) => {
    const scanId = ++ids.scan;
    const isReplaced = plan.status === 'answered' && i === 0;
    const isJudged = isReplaced || i < judged;
    const verdict = isJudged ? verdictRow(world, scanId, paper, ground, plan) : null;
    const content = contentFor(world, paper, one.id);
    const at = iso(plan.submittedAt);
    scans.push({
      row: scanRow(
        one,
        scanId,
        paper,
        ground.claimId,
        i + 1,
        at,
        isReplaced ? scanId + papers.length - i : null,
      ),
      content,
      verdict,
    });
    unread += verdict === null ? 1 : 0;
  });
  if (plan.status === 'answered') {
    const [first] = papers;
    const answered = ground.steps.findLast((step) => step.event === 'answer')?.at ?? plan.submittedAt;
    if (first !== undefined) {
      const sound = soundAgain(first);
      const row = scanRow(one, ++ids.scan, sound, ground.claimId, papers.length + 1, iso(answered), null);
      scans.push({ row, content: contentFor(world, sound, one.id), verdict: null });
      unread += 1;
    }
  }
  return { scans, counts: { total: papers.length, unread } };
}

function contentFor(world: Surroundings, paper: Paper, id: number): Content | Promise<Content> {
  return paper.request === null ? notADocument(`${id}`) : world.contents.make(paper.request);
}

/** The paper as it is sent again after a return. */
function soundAgain(paper: Paper): Paper {
  const { request } = paper;
  return {
    ...paper,
    request:
      request === null
        ? null
        : { ...request, seed: `${request.seed}/again`, defect: null, form: 'pdf1', pdfBody: 'drawn' },
    verdict: 'valid',
    reason: null,
  };
}

/** How many of the scans were judged: all once decided, some while in review. */
function judgedCount(random: Random, plan: PlannedApplication, papers: number): number {
  if (plan.status === 'submitted' || plan.status === 'registered') {
    return 0;
  }
  if (plan.decide !== null) {
    return papers;
  }
  if (plan.status === 'answered') {
    return papers;
  }
  if (plan.status === 'in_review') {
    return random.chance(0.4) ? random.int(1, papers) : 0;
  }
  return papers;
}

function scanRow(
  one: One,
  id: number,
  paper: Paper,
  claimId: number | null,
  position: number,
  at: string,
  replacedBy: number | null,
) {
  const isCommon =
    paper.requirement.kind === 'birth_certificate' || paper.requirement.kind === 'applicant_id';
  return {
    id,
    application_id: one.id,
    benefit_claim_id: isCommon ? null : claimId,
    document_kind: paper.requirement.kind,
    about: paper.requirement.about,
    position,
    uploaded_at: at,
    replaced_by: replacedBy,
  };
}

function verdictRow(
  world: Surroundings,
  scanId: number,
  paper: Paper,
  ground: ScanGround,
  plan: PlannedApplication,
): BulkRow {
  const claims = ground.steps.filter((step) => step.event === 'claim');
  // The verdicts of an answered application led to its return: they came with the first claim.
  const claim = (plan.status === 'answered' ? claims[0] : claims.at(-1))?.at ?? plan.submittedAt;
  const next = ground.steps.find((step) => step.at > claim)?.at ?? world.now.getTime() - QUIET;
  const answers: CheckAnswers = paper.answers;
  return {
    scan_id: scanId,
    staff_iin: world.iinOf(ground.clerk),
    verdict: paper.verdict,
    check_kind: answers.kind ?? null,
    check_person: answers.person ?? null,
    check_child: answers.child ?? null,
    check_not_expired: answers.not_expired ?? null,
    check_readable: answers.readable ?? null,
    check_signed_sealed: answers.signed_sealed ?? null,
    issued_on: answers.readable === false ? null : paper.issuedOn,
    reason: paper.reason,
    note: null,
    answered_at_once: false,
    judged_at: iso(Math.round(claim + (next - claim) * 0.5)),
  };
}
