/** The ground of an act on a place: everything it rests on, read for many applications at once and written as canonical text. */
import { createHash } from 'node:crypto';
import {
  type GroundApplication,
  type GroundBenefit,
  type GroundDocument,
  type GroundEnrolment,
  type GroundReferral,
  type GroundWish,
  groundApplications,
  groundBenefits,
  groundDocuments,
  groundEnrolments,
  groundReferrals,
  groundWishes,
} from '../../db/queries/place-grounds.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { type FactValue, factsText } from '../../domain/facts.ts';
import type { Role } from '../../domain/status.ts';

/** What an act rests on. A head reads no benefit and no wishes: of these its grounds have none. */
export interface Ground {
  readonly application: GroundApplication;
  readonly benefit: GroundBenefit | null;
  readonly wishes: readonly GroundWish[];
  readonly referral: GroundReferral | null;
  readonly enrolment: GroundEnrolment | null;
  readonly documents: readonly GroundDocument[];
  /** Canonical text of all of it (domain/facts.ts), and its SHA-256 in lower-case hex: what stands in the signed document. */
  readonly text: string;
  readonly sha256: string;
}

/** Grounds of these applications by id; those out of scope are missing. `lock` locks the applications until the end. */
export async function readGrounds(
  tx: Reader,
  ids: readonly string[],
  role: Role,
  lock: 'lock' | 'look' = 'look',
): Promise<ReadonlyMap<string, Ground>> {
  const applications = await groundApplications(tx, ids, lock);
  const found = applications.map((row) => row.id);
  const isHead = role === 'head';
  const benefits = isHead ? [] : await groundBenefits(tx, found);
  const wishes = isHead ? [] : await groundWishes(tx, found);
  const referrals = await groundReferrals(tx, found);
  const enrolments = await groundEnrolments(tx, found);
  const withReferral = referrals.map((row) => row.referral_id);
  const documents = withReferral.length === 0 ? [] : await groundDocuments(tx, withReferral);
  const benefitOf = new Map(benefits.map((row) => [row.application_id, row]));
  const wishesOf = Map.groupBy(wishes, (row) => row.application_id);
  const referralOf = new Map(referrals.map((row) => [row.application_id, row]));
  const enrolmentOf = new Map(enrolments.map((row) => [row.application_id, row]));
  const documentsOf = Map.groupBy(documents, (row) => row.referral_id);
  return new Map(
    applications.map((application) => {
      const referral = referralOf.get(application.id) ?? null;
      return [
        application.id,
        ground({
          application,
          benefit: benefitOf.get(application.id) ?? null,
          wishes: wishesOf.get(application.id) ?? [],
          referral,
          enrolment: enrolmentOf.get(application.id) ?? null,
          documents: referral === null ? [] : (documentsOf.get(referral.referral_id) ?? []),
        }),
      ];
    }),
  );
}

function ground(parts: Omit<Ground, 'text' | 'sha256'>): Ground {
  const text = factsText({
    application: applicationFacts(parts.application),
    benefit:
      parts.benefit === null
        ? null
        : {
            category: parts.benefit.code,
            priorityClass: parts.benefit.priority_class,
            state: parts.benefit.state,
          },
    desired: parts.wishes.map((one) => ({
      rank: one.rank,
      kindergarten: one.kindergarten_id,
      name: one.name,
    })),
    referral: parts.referral === null ? null : referralFacts(parts.referral),
    enrolment: parts.enrolment === null ? null : enrolmentFacts(parts.enrolment),
    documents: parts.documents.map((one) => ({ kind: one.document_kind, receivedOn: one.received_on })),
  });
  return { ...parts, text, sha256: createHash('sha256').update(text, 'utf8').digest('hex') };
}

/** An application as the facts of an act tell it. */
export function applicationFacts(row: GroundApplication): FactValue {
  return {
    number: row.number,
    version: row.version,
    status: row.status,
    service: row.service,
    district: row.district_id,
    queueKind: row.queue_kind,
    correctionKind: row.correction_kind,
    language: row.language,
    cohortYear: row.cohort_year,
    priorityClass: row.priority_class,
    submittedAt: almatyIso(row.submitted_at),
    child: {
      iin: row.child_iin,
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: row.child_patronymic,
      birthDate: row.child_birth_date,
    },
    applicant: {
      iin: row.applicant_iin,
      surname: row.applicant_surname,
      givenName: row.applicant_given_name,
      patronymic: row.applicant_patronymic,
      relation: row.applicant_relation,
    },
  };
}

const instant = (at: Date | null): string | null => (at === null ? null : at.toISOString());

function seatFacts(row: GroundReferral | GroundEnrolment): Record<string, FactValue> {
  return {
    kindergarten: row.kindergarten_bin,
    group: row.group_name,
    groupId: row.group_id,
    seat: row.ordinal,
  };
}

function referralFacts(row: GroundReferral): FactValue {
  return {
    ...seatFacts(row),
    number: row.referral_number,
    state: row.state,
    benefitState: row.benefit_state,
    turn: row.turn,
    stream: row.stream,
    offeredAt: instant(row.offered_at),
    offerUntil: instant(row.offer_until),
    acceptedAt: instant(row.accepted_at),
    issuedAt: instant(row.issued_at),
    validUntil: instant(row.valid_until),
    extensions: row.extensions,
    benefitUntil: instant(row.benefit_until),
  };
}

/** A child's place as the facts of an act tell it. */
export function enrolmentFacts(row: GroundEnrolment): FactValue {
  return {
    ...seatFacts(row),
    contractNumber: row.contract_number,
    contractOn: row.contract_on,
    enrolledOn: row.enrolled_on,
  };
}
