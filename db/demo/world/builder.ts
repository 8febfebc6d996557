import { almatyDate } from '../../../domain/calendar.ts';
import type { DemoPerson } from '../people.ts';
import type { Random } from '../random.ts';
import { applicationRow, claimState } from './application-rows.ts';
import type { BulkRow } from './bulk.ts';
import { type Household, makeHousehold } from './household.ts';
import { drawPapers, type Paper } from './papers.ts';
import type { PlannedApplication } from './plan-table.ts';
import { registryRows } from './registry-rows.ts';
import { type BuiltScan, buildScans } from './scan-rows.ts';
import { type Ids, type One, QUIET, type Surroundings } from './surroundings.ts';
import { drawTimeline, type Step, waitingSteps } from './timeline.ts';

/** Rows of one family, with scans whose bytes may still be in the making. */
export type FamilyRows = {
  readonly persons: readonly BulkRow[];
  readonly registry: ReturnType<typeof registryRows>;
  readonly applications: readonly BulkRow[];
  readonly desired: readonly BulkRow[];
  readonly claims: readonly BulkRow[];
  readonly scans: readonly BuiltScan[];
  readonly decide: readonly ToDecide[];
};
/** An application that a real signed act is to decide. */
export type ToDecide = {
  readonly applicationId: number;
  /** The application's version the decision is about. */
  readonly version: number;
  /** Index into the staff. */
  readonly officer: number;
  readonly act: 'approve' | 'refuse' | 'return';
  readonly reason: string | null;
};

export type FamilyInput = {
  readonly random: Random;
  readonly applications: readonly {
    readonly plan: PlannedApplication;
    readonly id: number;
    readonly number: string;
  }[];
  readonly featured: boolean;
  readonly otherChild: DemoPerson;
};

const MINUTE = 60_000;
/** Demo claims outlive the lease of the profile: the desk should be as full tomorrow as it is today. */
const LEASE = 30 * 24 * 60 * MINUTE;

/** Draws the people of one family and makes the rows of all its applications. */
export function buildFamily(
  world: Surroundings,
  ids: Ids,
  input: FamilyInput,
): { readonly rows: FamilyRows; readonly household: Household } {
  const { random, applications } = input;
  const plans = applications.map((one) => one.plan);
  const home = plans.find((plan) => !plan.repeat) ?? plans[0];
  const district = world.districts[home?.district ?? 0];
  if (district === undefined) {
    throw new RangeError('FAMILY_DISTRICT');
  }
  const household = makeHousehold(random, world.iins, district, plans, input.featured);
  const personIds = new Map<DemoPerson, number>();
  for (const person of [...household.children, household.applicant, household.secondParent]) {
    if (person !== null) {
      ids.person += 1;
      personIds.set(person, ids.person);
    }
  }
  const rows: Writable<FamilyRows> = {
    persons: [...personIds].map(([person, id]) => personRow(person, id)),
    registry: registryRows(household, world.now.toISOString()),
    applications: [],
    desired: [],
    claims: [],
    scans: [],
    decide: [],
  };
  const twinGroup = plans.some((plan) => plan.twins) ? drawUuid(random) : null;
  for (const [i, { plan, id, number }] of applications.entries()) {
    const child = household.children[plan.child];
    if (child === undefined) {
      throw new RangeError('FAMILY_CHILD');
    }
    const one = {
      plan,
      id,
      number,
      child,
      random: random.fork(`application${i}`),
      twinGroup: plan.twins ? twinGroup : null,
    };
    buildApplication(world, ids, household, personIds, one, rows, input.otherChild);
  }
  return { rows, household };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

function buildApplication(
  world: Surroundings,
  ids: Ids,
  household: Household,
  personIds: ReadonlyMap<DemoPerson, number>,
  one: One,
  rows: Writable<FamilyRows>,
  otherChild: DemoPerson,
): void {
  const { plan, random, id } = one;
  const category = plan.benefit ? household.category : null;
  const categoryId = category === null ? null : (world.categoryIds.get(category) ?? null);
  const until = world.now.getTime() - QUIET;
  const life = world.lifeOf(id);
  const steps =
    plan.queuedAt === null
      ? drawTimeline(
          random.fork('steps'),
          plan.status,
          Math.min(plan.submittedAt, until - 40 * MINUTE),
          until,
          plan.claimedBy !== null,
        )
      : [...waitingSteps(random.fork('steps'), plan.submittedAt, plan.queuedAt), ...(life?.steps ?? [])];
  const clerk = plan.claimedBy ?? random.pick(world.clerksOf(plan.district));
  const papers = plan.light ? [] : papersOf(world, household, one, category, otherChild);
  const desired = wishes(world, random, plan.district, life?.referrals ?? []);
  if (life !== undefined) {
    world.childOf.set(id, personIds.get(one.child) ?? 0);
  }
  const claimId = categoryId === null ? null : ++ids.claim;
  const built = buildScans(world, ids, one, papers, { claimId, clerk, steps });
  rows.scans.push(...built.scans);
  const version = tell(world, one, steps, built.scans, {
    clerk,
    head: world.headOf(life?.referrals.at(-1)?.kindergarten ?? desired[0] ?? 0),
  });
  const claimedAt = steps.findLast((step) => step.event === 'claim')?.at ?? until;
  rows.applications.push(
    applicationRow({
      random: random.fork('row'),
      id,
      number: one.number,
      districtId: plan.district + 1,
      plan,
      household,
      child: one.child,
      personIds: {
        child: personIds.get(one.child) ?? 0,
        applicant: personIds.get(household.applicant) ?? 0,
        second: household.secondParent === null ? null : (personIds.get(household.secondParent) ?? null),
      },
      steps,
      life: life ?? null,
      version,
      scans: built.counts,
      claim:
        plan.claimedBy === null
          ? null
          : { iin: world.iinOf(plan.claimedBy), at: claimedAt, until: world.now.getTime() + LEASE },
      categoryId,
      birthAct:
        papers.find((paper) => paper.requirement.kind === 'birth_certificate')?.request?.facts.number ?? null,
      twinGroup: one.twinGroup,
      calendar: world.calendar,
      now: world.now,
    }),
  );
  rows.desired.push(
    ...desired.map((kindergarten, i) => ({
      application_id: id,
      rank: i + 1,
      kindergarten_id: kindergarten + 1,
    })),
  );
  if (claimId !== null && categoryId !== null) {
    rows.claims.push({
      id: claimId,
      application_id: id,
      benefit_category_id: categoryId,
      state: life?.rejected === true ? 'rejected' : claimState(plan.status),
    });
  }
  if (plan.decide !== null && plan.claimedBy !== null) {
    rows.decide.push(decisionOf(one, version, plan.claimedBy, papers));
  }
}

/** The family's kindergartens by rank, among them those it was offered a place in. */
function wishes(
  world: Surroundings,
  random: Random,
  district: number,
  referrals: readonly { readonly kindergarten: number }[],
): readonly number[] {
  const drawn = random.sample(
    world.kindergartensOf(district),
    random.weighted([
      [2, 1],
      [3, 2],
      [3, 3],
      [2, 4],
    ] as const),
  );
  const offered = referrals.map((referral) => referral.kindergarten);
  return [...new Set([...offered, ...drawn])].slice(0, 4);
}

function decisionOf({ id, plan }: One, version: number, officer: number, papers: readonly Paper[]): ToDecide {
  const base = { applicationId: id, version, officer };
  switch (plan.decide) {
    case 'returned':
      return {
        ...base,
        act: 'return',
        reason: papers.find((paper) => paper.reason !== null)?.reason ?? 'other_return',
      };
    case 'refused':
      return { ...base, act: 'refuse', reason: 'refuse_benefit_unconfirmed' };
    default:
      return { ...base, act: 'approve', reason: null };
  }
}

function papersOf(
  world: Surroundings,
  household: Household,
  { plan, child, random, id }: One,
  category: string | null,
  otherChild: DemoPerson,
): readonly Paper[] {
  const district = world.districts[plan.district];
  if (district === undefined) {
    throw new RangeError('PAPERS_DISTRICT');
  }
  const open = plan.vivid && plan.decide === null;
  return drawPapers(random.fork('papers'), {
    category,
    family: household.family,
    child,
    applicant: household.applicant,
    otherChild,
    district,
    submittedOn: almatyDate(new Date(plan.submittedAt)),
    seed: `scan/${id}`,
    vivid: plan.vivid,
    faults: plan.decide === 'returned' || plan.status === 'answered' ? 'first' : open ? 'some' : 'none',
    takePicture: () => world.contents.takePicture(),
    takeLarge: () => world.contents.takeLarge(),
  });
}

/** Writes the application's steps to the history; answers its version after them. */
function tell(
  world: Surroundings,
  { plan, id }: One,
  steps: readonly Step[],
  scans: readonly BuiltScan[],
  people: { readonly clerk: number; readonly head: number },
): number {
  const { history } = world;
  const base = { application: id, district: plan.district, scan: null, reason: null };
  const submitted = Math.min(plan.submittedAt, steps[0]?.at ?? plan.submittedAt);
  history.add({
    ...base,
    at: submitted,
    event: 'submit',
    officer: null,
    from: null,
    to: 'submitted',
    version: 1,
  });
  // Verdicts are told where somebody may look: of applications that are in review or decided these days.
  const verdicts = (plan.vivid ? scans : []).flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
  const told = [
    ...steps.map((step) => ({ at: step.at, step, verdict: null })),
    ...verdicts.map((verdict) => ({ at: Date.parse(String(verdict.judged_at)), step: null, verdict })),
  ].toSorted((a, b) => a.at - b.at);
  let version = 1;
  for (const { at, step, verdict } of told) {
    version += 1;
    if (step !== null) {
      const officer = step.by === 'job' ? null : step.by === 'head' ? people.head : people.clerk;
      history.add({ ...base, at, event: step.event, officer, from: step.from, to: step.to, version });
    } else {
      const reason = verdict.reason === null ? null : String(verdict.reason);
      const scan = Number(verdict.scan_id);
      history.add({
        ...base,
        at,
        event: 'verdict',
        officer: people.clerk,
        from: null,
        to: null,
        version,
        scan,
        reason,
      });
    }
  }
  return version;
}

function personRow(person: DemoPerson, id: number): BulkRow {
  return {
    id,
    iin: person.iin,
    surname: person.surname,
    given_name: person.givenName,
    patronymic: person.patronymic,
    birth_date: person.birthDate,
    sex: person.sex,
  };
}

function drawUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
