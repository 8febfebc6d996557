import type { ApplicationRecord } from '../../db/queries/applications.ts';
import { benefitClaim, desiredKindergartens, relatives } from '../../db/queries/applications.ts';
import { type GroundEnrolment, groundEnrolments } from '../../db/queries/place-grounds.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { isTransferOpen, transferWindow } from '../../domain/admission-terms.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { ageOn } from '../../domain/cohort.ts';
import { compareIinWithPerson, parseIin } from '../../domain/iin.ts';
import { listName } from '../../domain/names.ts';
import { restoreFault } from '../../domain/referral-terms.ts';
import type { Application } from '../../preload/contract/applications.ts';
import type { Person, Status } from '../../preload/contract/common.ts';
import type { OfficerContext } from '../context.ts';
import { deadlineOf } from '../journal/conditions.ts';
import { claimOf } from '../journal/page.ts';
import type { Reference } from '../reference.ts';
import { termsOf } from '../referrals/terms.ts';
import { permittedActs } from './permitted.ts';

/** The rows that lie around an application. */
export interface Surroundings {
  readonly desired: Awaited<ReturnType<typeof desiredKindergartens>>;
  readonly benefit: Awaited<ReturnType<typeof benefitClaim>>;
  readonly relatives: Awaited<ReturnType<typeof relatives>>;
  /** The enrolment that runs; null: the child is in no group. */
  readonly enrolment: GroundEnrolment | null;
}

/** Reads what the screen shows beside the application's own row. */
export async function surroundingsOf(tx: Reader, row: ApplicationRecord): Promise<Surroundings> {
  return {
    desired: await desiredKindergartens(tx, row.id),
    benefit: await benefitClaim(tx, row.id),
    relatives: await relatives(tx, row),
    enrolment: row.status === 'enrolled' ? ((await groundEnrolments(tx, [row.id]))[0] ?? null) : null,
  };
}

/** The application as the screen gets it. */
export function showApplication(
  ctx: OfficerContext,
  reference: Reference,
  row: ApplicationRecord,
  around: Surroundings,
): Application {
  const now = ctx.desk.clock.now();
  const child = personOf(row, 'child');
  const applicant = personOf(row, 'applicant');
  const secondParent = row.second_iin === null ? null : personOf(row, 'second');
  const restore = restoreOf(ctx, reference, row);
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    service: row.service,
    districtId: row.district_id,
    queueKind: row.queue_kind as Application['queueKind'],
    correctionKind: row.correction_kind,
    channel: row.channel as Application['channel'],
    status: row.status as Status,
    statusSince: row.status_since,
    language: row.language as Application['language'],
    cohortYear: row.cohort_year,
    age: ageOn(row.child_birth_date, almatyDate(now)),
    desiredFrom: row.desired_from,
    submittedAt: row.submitted_at,
    registeredAt: row.registered_at,
    decidedAt: row.decided_at,
    correctionDue: row.correction_due,
    deadline: deadlineOf(reference, ctx.post.regionId, now, row),
    child,
    applicant,
    applicantRelation: row.applicant_relation as Application['applicantRelation'],
    secondParent,
    secondParentRelation: row.second_parent_relation as Application['secondParentRelation'],
    warnings: [
      ...warningsOf('child', child),
      ...warningsOf('applicant', applicant),
      ...(secondParent === null ? [] : warningsOf('second_parent', secondParent)),
    ],
    phone: { value: row.phone, verifiedBy: row.phone_verified_by },
    email: row.email === null ? null : { value: row.email, verifiedBy: row.email_verified_by },
    notificationType: row.notification_type as Application['notificationType'],
    notificationLanguage: row.notification_language as Application['notificationLanguage'],
    permanentAddress: row.permanent_address,
    temporaryAddress: row.temporary_address,
    birthActNumber: row.birth_act_number,
    dataConsentAt: row.data_consent_at,
    desired: around.desired.map(({ rank, name, kind, address }) => ({ rank, name, kind, address })),
    benefit: benefitOf(row, around),
    twins: around.relatives.filter((other) => other.twin).map(relativeOf),
    siblings: around.relatives.filter((other) => !other.twin).map(relativeOf),
    restore,
    enrolled: enrolledOf(ctx, reference, row, around),
    claim: claimOf(ctx.officer.iin, row),
    permitted: permittedActs(ctx, row, now).filter((act) => act !== 'restore' || restore?.obstacle === null),
  };
}

/** Terms of the profile in force in the application's district; null where no rules are. */
function termsNow(ctx: OfficerContext, reference: Reference, row: ApplicationRecord) {
  const regionId = reference.districts.get(row.district_id)?.region_id ?? null;
  const profile = reference.profile(regionId, almatyDate(ctx.desk.clock.now()));
  return profile === null ? null : termsOf(profile);
}

function restoreOf(
  ctx: OfficerContext,
  reference: Reference,
  row: ApplicationRecord,
): Application['restore'] {
  if (row.status !== 'inactive') return null;
  const terms = termsNow(ctx, reference, row);
  const standing = { status: 'inactive', restoreUntil: row.restore_until, restored: row.restored } as const;
  return {
    until: row.restore_until,
    obstacle:
      terms === null ? 'RULES_MISSING' : restoreFault(standing, terms, almatyDate(ctx.desk.clock.now())),
  };
}

function enrolledOf(
  ctx: OfficerContext,
  reference: Reference,
  row: ApplicationRecord,
  { enrolment }: Surroundings,
): Application['enrolled'] {
  const terms = termsNow(ctx, reference, row);
  if (enrolment === null || terms === null) return null;
  const on = almatyDate(ctx.desk.clock.now());
  return {
    kindergarten: enrolment.kindergarten,
    groupId: enrolment.group_id,
    groupName: enrolment.group_name,
    window: transferWindow(terms, Number(on.slice(0, 4))),
    open: isTransferOpen(terms, on),
  };
}

function benefitOf(row: ApplicationRecord, { benefit }: Surroundings): Application['benefit'] {
  if (benefit === undefined) {
    return null;
  }
  return {
    claimId: benefit.id,
    category: row.category ?? benefit.code,
    priorityClass: benefit.priority_class as NonNullable<Application['benefit']>['priorityClass'],
    state: benefit.state as NonNullable<Application['benefit']>['state'],
  };
}

function relativeOf(other: Surroundings['relatives'][number]): Application['twins'][number] {
  return {
    id: other.id,
    number: other.number,
    name: listName({ surname: other.surname, givenName: other.given_name, patronymic: null }),
    status: other.status as Status,
  };
}

type PersonPrefix = 'child' | 'applicant' | 'second';

function personOf(row: ApplicationRecord, prefix: PersonPrefix): Person {
  return {
    iin: row[`${prefix}_iin`] ?? '',
    surname: row[`${prefix}_surname`] ?? '',
    givenName: row[`${prefix}_given_name`] ?? '',
    patronymic: row[`${prefix}_patronymic`],
    birthDate: row[`${prefix}_birth_date`] ?? '',
    sex: row[`${prefix}_sex`] === 'male' ? 'male' : 'female',
  };
}

/** Warnings about an IIN that never block: its check, and whether it and the record tell the same date and sex. */
function warningsOf(
  subject: Application['warnings'][number]['subject'],
  person: Person,
): Application['warnings'] {
  const parsed = parseIin(person.iin);
  const codes: readonly string[] = parsed.ok
    ? [...parsed.warnings, ...compareIinWithPerson(person.iin, person)]
    : [parsed.code];
  return codes.map((code) => ({ subject, code }));
}
