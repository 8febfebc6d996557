import type { ScanRecord } from '../../db/queries/scans.ts';
import { reasonByCode } from '../../domain/data/reasons.ts';
import {
  applicableChecks,
  CHECK_CODES,
  type CheckAnswers,
  type CheckCode,
  type DocumentRequirement,
  type JudgedScan,
  missingDocuments,
  suggestDecision,
} from '../../domain/review.ts';
import type { Checks, Scan, Verdict } from '../../preload/contract/applications.ts';
import type { Reference } from '../reference.ts';

/**
 * What the claimed category asks of a scan's document. A document the category does not name (a birth certificate sent
 * along) is not required, has no term and is checked for everything its kind allows.
 */
export function requirementOf(
  requirements: readonly DocumentRequirement[],
  scan: Pick<ScanRecord, 'document_kind' | 'about'>,
): DocumentRequirement {
  const exact = requirements.find((need) => need.kind === scan.document_kind && need.about === scan.about);
  return (
    exact ?? {
      kind: scan.document_kind,
      about: scan.about,
      required: false,
      validDays: null,
      signedAndSealed: false,
    }
  );
}

/** Documents asked for by the category of an application; none without a benefit. */
export function requirementsOf(
  reference: Reference,
  categoryId: number | null,
): readonly DocumentRequirement[] {
  return categoryId === null ? [] : reference.requirements(categoryId);
}

/** A scan as the screen gets it. */
export function showScan(requirements: readonly DocumentRequirement[], row: ScanRecord): Scan {
  const requirement = requirementOf(requirements, row);
  return {
    id: row.id,
    position: row.position,
    documentKind: row.document_kind,
    about: row.about,
    benefitClaimId: row.benefit_claim_id,
    sha256: row.sha256,
    mediaType: row.media_type,
    byteSize: row.byte_size,
    pageCount: row.page_count,
    fileName: row.file_name,
    uploadedAt: row.uploaded_at,
    applicableChecks: [...applicableChecks(requirement)],
    validDays: requirement.validDays,
    required: requirement.required,
    sharedWith: row.shared_with,
    verdict: showVerdict(row),
  };
}

function showVerdict(row: ScanRecord): Verdict | null {
  if (row.verdict === null || row.judged_at === null || row.staff_iin === null) {
    return null;
  }
  return {
    verdict: row.verdict,
    checks: checksOf(row),
    issuedOn: row.issued_on,
    reason: row.reason,
    note: row.note,
    pagesSeen: row.pages_seen ?? 0,
    answeredAtOnce: row.answered_at_once ?? false,
    by: {
      iin: row.staff_iin,
      surname: row.surname ?? '',
      givenName: row.given_name ?? '',
      patronymic: row.patronymic,
    },
    at: row.judged_at,
  };
}

/** The six answers of a verdict's row. */
export function checksOf(row: Pick<ScanRecord, `check_${CheckCode}`>): Checks {
  return Object.fromEntries(CHECK_CODES.map((code) => [code, row[`check_${code}`]]));
}

/** The six columns of a verdict's row; an answer that was not given is null. */
export function checkColumns(answers: CheckAnswers): Record<`check_${CheckCode}`, boolean | null> {
  return {
    check_kind: answers.kind ?? null,
    check_person: answers.person ?? null,
    check_child: answers.child ?? null,
    check_not_expired: answers.not_expired ?? null,
    check_readable: answers.readable ?? null,
    check_signed_sealed: answers.signed_sealed ?? null,
  };
}

/** Scans as the rules of decision see them. */
export function judgedScans(
  requirements: readonly DocumentRequirement[],
  rows: readonly ScanRecord[],
): readonly JudgedScan[] {
  return rows.map((row) => ({
    kind: row.document_kind,
    about: row.about,
    required: requirementOf(requirements, row).required,
    verdict: row.verdict,
    correctable: row.reason === null ? true : (reasonByCode(row.reason)?.correctable ?? true),
  }));
}

/** The decision the verdicts suggest; null while a scan is open. */
export function suggestionOf(
  requirements: readonly DocumentRequirement[],
  rows: readonly ScanRecord[],
): 'approve' | 'return' | 'refuse' | null {
  return suggestDecision(
    judgedScans(requirements, rows),
    missingDocuments(requirements, scansAsDocuments(rows)),
  );
}

function scansAsDocuments(rows: readonly ScanRecord[]): readonly Pick<JudgedScan, 'kind' | 'about'>[] {
  return rows.map((row) => ({ kind: row.document_kind, about: row.about }));
}
