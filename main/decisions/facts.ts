import { createHash } from 'node:crypto';
import {
  type ApplicationRecord,
  applicationById,
  benefitClaim,
  desiredKindergartens,
} from '../../db/queries/applications.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { type ScanRecord, scansOf } from '../../db/queries/scans.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { type FactValue, factsText } from '../../domain/facts.ts';

/** What a decision rests on, read in one transaction. */
export interface DecisionFacts {
  readonly application: ApplicationRecord;
  readonly scans: readonly ScanRecord[];
  readonly benefit: Awaited<ReturnType<typeof benefitClaim>>;
  /** Canonical text of all of it (domain/facts.ts). */
  readonly text: string;
  /** SHA-256 of the text in UTF-8, lower-case hex: what stands in the signed document. */
  readonly sha256: string;
}

/** Reads the facts of an application and writes them as canonical text; null when it is out of scope. */
export async function readFacts(tx: Reader, applicationId: string): Promise<DecisionFacts | null> {
  const application = await applicationById(tx, applicationId);
  if (application === undefined) {
    return null;
  }
  const scans = await scansOf(tx, applicationId);
  const benefit = await benefitClaim(tx, applicationId);
  const desired = await desiredKindergartens(tx, applicationId);
  const text = factsText({
    application: applicationFacts(application),
    benefit: benefit === undefined ? null : { category: benefit.code, priorityClass: benefit.priority_class },
    desired: desired.map((one) => ({ rank: one.rank, kindergarten: one.id, name: one.name })),
    scans: scans.map(scanFacts),
  });
  return {
    application,
    scans,
    benefit,
    text,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}

function applicationFacts(row: ApplicationRecord): FactValue {
  return {
    number: row.number,
    version: row.version,
    service: row.service,
    district: row.district_id,
    queueKind: row.queue_kind,
    correctionKind: row.correction_kind,
    channel: row.channel,
    language: row.language,
    cohortYear: row.cohort_year,
    desiredFrom: row.desired_from,
    submittedAt: almatyIso(row.submitted_at),
    child: {
      iin: row.child_iin,
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: row.child_patronymic,
      birthDate: row.child_birth_date,
      sex: row.child_sex,
      birthActNumber: row.birth_act_number,
    },
    applicant: {
      iin: row.applicant_iin,
      surname: row.applicant_surname,
      givenName: row.applicant_given_name,
      patronymic: row.applicant_patronymic,
      birthDate: row.applicant_birth_date,
      relation: row.applicant_relation,
    },
    secondParent:
      row.second_iin === null
        ? null
        : {
            iin: row.second_iin,
            surname: row.second_surname,
            givenName: row.second_given_name,
            patronymic: row.second_patronymic,
            birthDate: row.second_birth_date,
            relation: row.second_parent_relation,
          },
    permanentAddress: row.permanent_address,
    temporaryAddress: row.temporary_address,
  };
}

function scanFacts(scan: ScanRecord): FactValue {
  return {
    sha256: scan.sha256,
    documentKind: scan.document_kind,
    about: scan.about,
    pages: scan.page_count,
    verdict: scan.verdict,
    checks: {
      kind: scan.check_kind,
      person: scan.check_person,
      child: scan.check_child,
      notExpired: scan.check_not_expired,
      readable: scan.check_readable,
      signedSealed: scan.check_signed_sealed,
    },
    issuedOn: scan.issued_on,
    reason: scan.reason,
    judgedBy: scan.staff_iin,
  };
}
