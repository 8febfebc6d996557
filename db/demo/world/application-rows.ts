import {
  addWorkingDays,
  almatyDate,
  deadlineAt,
  resumeDeadline,
  type WorkingCalendar,
} from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import { cohortYear } from '../../../domain/cohort.ts';
import { benefitCategory } from '../../../domain/data/benefit-categories.ts';
import { fullName, searchKeys } from '../../../domain/names.ts';
import type { DemoPerson } from '../people.ts';
import type { Random } from '../random.ts';
import type { BulkRow } from './bulk.ts';
import type { Household } from './household.ts';
import type { PlannedApplication } from './plan-table.ts';
import type { Life } from './queue-life.ts';
import type { Step } from './timeline.ts';

/** Rows of one application but its scans. Times are ISO text. */
export type ApplicationWish = {
  readonly random: Random;
  readonly id: number;
  readonly number: string;
  readonly districtId: number;
  readonly plan: PlannedApplication;
  readonly household: Household;
  readonly child: DemoPerson;
  readonly personIds: { readonly child: number; readonly applicant: number; readonly second: number | null };
  readonly steps: readonly Step[];
  /** What became of it in the queue, if anything. */
  readonly life: Life | null;
  /** Version after all steps and verdicts. */
  readonly version: number;
  readonly scans: { readonly total: number; readonly unread: number };
  readonly claim: { readonly iin: string; readonly at: number; readonly until: number } | null;
  readonly categoryId: number | null;
  readonly birthAct: string | null;
  readonly twinGroup: string | null;
  readonly calendar: WorkingCalendar;
  readonly now: Date;
};

/** Days to decide and the hour they end, of the profiles the demo world loads. */
const DECISION_DAYS = 5;
const WORKDAY_ENDS = '18:30';

export function applicationRow(wish: ApplicationWish): BulkRow {
  const { plan, household, child, random, steps, life } = wish;
  const { family } = household;
  const decided = steps.findLast((step) => step.event === 'approve' || step.event === 'refuse');
  const moved = steps.findLast((step) => step.from !== step.to);
  const category = plan.benefit ? benefitCategory(household.category ?? '') : undefined;
  const isSpecial =
    plan.queuedAt !== null
      ? plan.special
      : category?.code === 'special_needs' ||
        (category?.code === 'child_with_disability' && random.chance(0.5));
  const submittedAt = new Date(plan.submittedAt);
  const hasEmail = family.email !== null;
  return {
    id: wish.id,
    number: wish.number,
    service: 'preschool_queue',
    district_id: wish.districtId,
    queue_kind: isSpecial ? 'special' : 'general',
    correction_kind: isSpecial ? random.pick(CORRECTION_KINDS)[family.language] : null,
    channel: random.weighted(CHANNELS),
    status: life?.status ?? plan.status,
    status_since: iso(moved?.at ?? plan.submittedAt),
    version: wish.version,
    child_id: wish.personIds.child,
    applicant_id: wish.personIds.applicant,
    applicant_relation: household.applicantRelation,
    second_parent_id: wish.personIds.second,
    second_parent_relation: household.secondRelation,
    cohort_year: cohortYear(child.birthDate),
    language:
      plan.language ?? (random.chance(0.9) ? family.language : family.language === 'kk' ? 'ru' : 'kk'),
    desired_from: random.chance(0.6) ? `${wish.now.getUTCFullYear() + 1}-09-01` : null,
    submitted_at: iso(plan.submittedAt),
    registered_at: isoOf(steps.find((step) => step.event === 'register')),
    deadline_at: iso(deadline(wish, submittedAt).getTime()),
    correction_due: null,
    decided_at: isoOf(decided),
    benefit_category_id: wish.categoryId,
    priority_class:
      category === undefined || decided?.event === 'refuse' || life?.rejected === true
        ? 'ordinary'
        : category.priorityClass,
    phone: family.phone,
    phone_verified_by: random.weighted([
      [5, 'one_time_code'],
      [3, 'mobile_citizens_base'],
      [2, 'consent_1414'],
      [1, 'counter'],
      [2, null],
    ] as const),
    email: family.email,
    email_verified_by: hasEmail && random.chance(0.6) ? 'link' : null,
    notification_type: random.weighted([
      [7, 'sms'],
      [2, 'ed24'],
      [hasEmail ? 2 : 0, 'email'],
      [0.3, 'letter'],
    ] as const),
    notification_language: family.language,
    permanent_address: family.address,
    temporary_address: null,
    birth_act_number: wish.birthAct,
    data_consent_at: iso(plan.submittedAt),
    claimed_by: wish.claim?.iin ?? null,
    claimed_at: wish.claim === null ? null : iso(wish.claim.at),
    claim_until: wish.claim === null ? null : iso(wish.claim.until),
    scans_total: wish.scans.total,
    scans_unread: wish.scans.unread,
    twin_group: wish.twinGroup,
    stop_list_until: life?.stopListUntil ?? null,
    restore_until: life?.restoreUntil ?? putBackUntil(life?.status ?? plan.status, moved?.at),
    restored: life?.restored ?? 0,
    child_sort_name: fullName(child),
    search: searchText(wish),
  };
}

/** Days in which who left for want of interest may be put back, by the shipped profiles. */
const PUT_BACK_DAYS = 30;

function putBackUntil(status: string, movedAt: number | undefined): string | null {
  return status !== 'removed_no_interest' || movedAt === undefined
    ? null
    : addDays(almatyDate(new Date(movedAt)), PUT_BACK_DAYS);
}

/** Everything the one search box finds an application by: number, IINs, names in both alphabets, phone, act number. */
function searchText({ number, child, household, birthAct }: ApplicationWish): string {
  const people = [
    child,
    household.applicant,
    ...(household.secondParent === null ? [] : [household.secondParent]),
  ];
  return [
    number,
    ...people.map((person) => person.iin),
    household.family.phone,
    ...(birthAct === null ? [] : [birthAct]),
    ...people.map((person) => searchKeys(fullName(person))),
  ].join(' ');
}

/** The deadline of the decision: moved by the days a return lasted. */
function deadline({ steps, calendar }: ApplicationWish, submittedAt: Date): Date {
  const first = deadlineAt(calendar, submittedAt, DECISION_DAYS, WORKDAY_ENDS);
  const returned = steps.find((step) => step.event === 'return');
  const answered = steps.find((step) => step.event === 'answer');
  return returned === undefined || answered === undefined
    ? first
    : resumeDeadline(calendar, first, { from: new Date(returned.at), to: new Date(answered.at) });
}

export function claimState(status: PlannedApplication['status']): 'claimed' | 'confirmed' | 'rejected' {
  switch (status) {
    case 'submitted':
    case 'registered':
    case 'in_review':
    case 'returned':
    case 'answered':
      return 'claimed';
    case 'refused':
      return 'rejected';
    default:
      return 'confirmed';
  }
}

/** Last day to correct of an application returned at `at`. */
export function correctionDue(calendar: WorkingCalendar, at: number): string {
  return addWorkingDays(calendar, almatyDate(new Date(at)), DECISION_DAYS);
}

const CHANNELS: readonly (readonly [number, string])[] = [
  [34, 'egov'],
  [26, 'indigo'],
  [16, 'con'],
  [12, 'akmola'],
  [7, 'walk_in'],
  [5, 'astana'],
];

const CORRECTION_KINDS = [
  { kk: 'Сөйлеу тілінің бұзылуы', ru: 'Нарушение речи' },
  { kk: 'Есту қабілетінің бұзылуы', ru: 'Нарушение слуха' },
  { kk: 'Көру қабілетінің бұзылуы', ru: 'Нарушение зрения' },
  { kk: 'Психикалық дамудың тежелуі', ru: 'Задержка психического развития' },
  { kk: 'Тірек-қимыл аппаратының бұзылуы', ru: 'Нарушение опорно-двигательного аппарата' },
] as const;

export function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOf(step: Step | undefined): string | null {
  return step === undefined ? null : iso(step.at);
}
