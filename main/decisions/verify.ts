/** Judges a stored decision anew: the document, its signature, chain, revocation, and the authority of who signed. */
import { createHash } from 'node:crypto';
import type { DecisionRecord } from '../../db/queries/decisions.ts';
import { almatyDate, almatyIso } from '../../domain/calendar.ts';
import { signersOf } from '../../domain/status.ts';
import type { Decision, VerificationLine } from '../../preload/contract/decisions.ts';
import type { TrustStore } from '../eds/trust.ts';
import { verifyXml, type XmlVerdict } from '../eds/xmldsig.ts';
import { purposeOf } from '../session/trust.ts';
import { readSignedDecision, type SignedDecision } from './read-document.ts';

/** A post as it was written down, for judging whether it was in force. */
export interface PostOfTime {
  readonly staff_iin: string;
  readonly role: string;
  readonly district_id: number | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly kindergarten_bin: string | null;
  readonly kindergarten_district_id: number | null;
  readonly kindergarten_name: string | null;
}

/** What is known of revocation: at signing, or by a later check. */
export interface RevocationOfTime {
  readonly status: 'good' | 'revoked' | 'not_checked';
  readonly source: 'ocsp' | 'crl' | null;
  readonly reason: string | null;
  readonly checkedAt: Date;
  readonly revokedAt: Date | null;
}

export interface Around {
  readonly post: PostOfTime | null;
  /** BIN of the district the decision belongs to. */
  readonly districtBin: string | null;
  readonly ruleProfile: string | null;
  readonly revocation: RevocationOfTime;
}

export type Verification = Decision['verification'];

/** A verification, and what the signed document says; null unless the signature is good. */
export interface Judged {
  readonly verification: Verification;
  readonly signed: SignedDecision | null;
}

/** The six lines of a verification (ui: sign-signed). Pure but for the reading of the XML: the same rows, the same lines. */
export function verifyDecision(row: DecisionRecord, around: Around, trust: TrustStore, now: Date): Judged {
  const verdict = verifyXml(row.signed_xml, { trust, at: row.decided_at, purpose: 'sign' });
  const signed = verdict.signedRootXml === null ? null : readSignedDecision(verdict.signedRootXml);
  const lines: VerificationLine[] = [
    documentLine(row, around, verdict, signed),
    signatureLine(verdict),
    chainLine(row, verdict),
    revocationLine(row, around.revocation),
    authorityLine(row, around, verdict, signed),
    { code: 'timestamp', state: 'not_checked', reason: 'TSP_NOT_CONFIGURED', evidence: {} },
  ];
  return {
    verification: { ok: lines.every((one) => one.state !== 'failed'), verifiedAt: now, lines },
    signed,
  };
}

function line(
  code: VerificationLine['code'],
  reason: string | null,
  evidence: Record<string, unknown>,
): VerificationLine {
  return { code, state: reason === null ? 'ok' : 'failed', reason, evidence };
}

function documentLine(
  row: DecisionRecord,
  around: Around,
  verdict: XmlVerdict,
  signed: SignedDecision | null,
): VerificationLine {
  if (verdict.checks.form !== 'yes') return line('document', verdict.code, {});
  if (verdict.checks.digest !== 'yes') return line('document', 'SIG_DIGEST', {});
  // The signature failed elsewhere: nothing of the document may be read, and nothing is said of it.
  if (verdict.signedRootXml === null)
    return { code: 'document', state: 'not_checked', reason: verdict.code, evidence: {} };
  if (signed === null) return line('document', 'NOT_A_DECISION', {});
  const [different] = differences(row, around, signed);
  const factsSha256 = createHash('sha256').update(row.facts, 'utf8').digest('hex');
  if (different !== undefined) return line('document', 'ROW_DIFFERS', { field: different });
  if (signed.factsSha256 !== factsSha256) return line('document', 'FACTS_DIFFER', { factsSha256 });
  return line('document', null, { digest: true, factsSha256 });
}

/** Names of the columns that say something else than the signed document. */
function differences(row: DecisionRecord, around: Around, signed: SignedDecision): readonly string[] {
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ['number', row.number, signed.decisionNumber],
    ['act', row.act, signed.act],
    ['outcome', row.outcome, signed.outcome],
    ['application_number', row.application_number, signed.applicationNumber],
    ['application_version', String(row.application_version), signed.applicationVersion],
    ['facts_sha256', row.facts_sha256.toString('hex'), signed.factsSha256],
    ['child', row.child_iin, signed.childIin],
    ['applicant', row.applicant_iin, signed.applicantIin],
    ['reason', row.reason, signed.reasonCode],
    ['note', row.note, signed.note],
    ['correction_due', row.correction_due, signed.correctionDue],
    ['legal_act', row.legal_act, signed.legalAct],
    ['rule_profile', around.ruleProfile, signed.ruleProfile],
    ['staff_iin', row.staff_iin, signed.officerIin],
    ['organisation', organisationBin(around), signed.organisationBin],
    ['decided_at', almatyIso(row.decided_at), signed.decidedAt],
    ['corrects', row.corrects_number, signed.corrects],
    ['subject', row.subject_iin, signed.subjectIin],
    ['kept', row.kept_number, signed.keptNumber],
    ['link_request', row.request_portal_id, signed.requestPortalId],
    ['portal', row.request_portal, signed.requestPortal],
    ['link_role', row.request_role, signed.requestRole],
    [
      'asked_at',
      row.request_asked_at === null ? null : almatyIso(row.request_asked_at),
      signed.requestAskedAt,
    ],
  ];
  return [...pairs, ...placePairs(row, signed)]
    .filter(([, stored, written]) => stored !== written)
    .map(([name]) => name);
}

/** What the referral of a decision says, where the document says it too; a referral's number comes later than its offer. */
function placePairs(
  row: DecisionRecord,
  signed: SignedDecision,
): readonly (readonly [string, string | null, string | null])[] {
  if (row.referral_id === null) return [];
  const moves = row.act === 'transfer' || row.act === 'exchange' || row.act === 'withdraw_child';
  return [
    ...(signed.referralNumber === null
      ? []
      : [['referral', row.referral_number, signed.referralNumber] as const]),
    ...(moves ? [] : [['kindergarten', row.referral_kindergarten_bin, signed.kindergartenBin] as const]),
    ...(signed.turn === null
      ? []
      : [
          ['turn', row.referral_turn === null ? null : String(row.referral_turn), signed.turn] as const,
          ['stream', row.referral_stream, signed.stream] as const,
        ]),
  ];
}

/** BIN of who decides: a clerk's department, a head's kindergarten. */
function organisationBin({ post, districtBin }: Around): string | null {
  return post?.role === 'head' ? post.kindergarten_bin : districtBin;
}

function signatureLine(verdict: XmlVerdict): VerificationLine {
  const algorithm = verdict.algorithm;
  if (verdict.checks.signature === 'not_checked') return line('signature', verdict.code, { algorithm });
  if (verdict.checks.signature === 'no') return line('signature', 'SIG_VALUE', { algorithm });
  if (verdict.checks.usage === 'no') return line('signature', 'SIG_KEY_USAGE', { algorithm });
  return line('signature', null, { algorithm });
}

function chainLine(row: DecisionRecord, verdict: XmlVerdict): VerificationLine {
  const { chain, certificate } = verdict;
  if (chain === null) return line('chain', verdict.code, {});
  const purpose = purposeOf(chain);
  const evidence = { path: [...chain.path], purpose, serial: certificate?.serial ?? null };
  if (!chain.ok) return line('chain', chain.code, evidence);
  if (purpose !== row.trust_purpose) return line('chain', 'PURPOSE_DIFFERS', evidence);
  const stored = createHash('sha256').update(row.certificate).digest('hex');
  return line('chain', stored === certificate?.sha256 ? null : 'CERTIFICATE_DIFFERS', evidence);
}

function revocationLine(row: DecisionRecord, revocation: RevocationOfTime): VerificationLine {
  const evidence = {
    source: revocation.source,
    checkedAt: revocation.checkedAt,
    revokedAt: revocation.revokedAt,
  };
  if (revocation.status === 'not_checked') {
    return { code: 'revocation', state: 'not_checked', reason: revocation.reason, evidence };
  }
  // Revoked after the decision: the key was good when it signed.
  const revokedBefore =
    revocation.status === 'revoked' &&
    (revocation.revokedAt === null || revocation.revokedAt <= row.decided_at);
  return line('revocation', revokedBefore ? 'KEY_REVOKED' : null, evidence);
}

function authorityLine(
  row: DecisionRecord,
  around: Around,
  verdict: XmlVerdict,
  signed: SignedDecision | null,
): VerificationLine {
  const { post } = around;
  const on = almatyDate(row.decided_at);
  const evidence = { role: post?.role ?? null, from: post?.valid_from ?? null, to: post?.valid_to ?? null };
  const subject = verdict.certificate?.subject ?? null;
  const judged: readonly (readonly [boolean, string])[] = [
    [post === null || post.staff_iin !== row.staff_iin, 'POST_OF_OTHER'],
    [
      post !== null && (post.valid_from > on || (post.valid_to !== null && post.valid_to < on)),
      'POST_NOT_IN_FORCE',
    ],
    [post !== null && !hasAuthority(row, post, signed), 'POST_WITHOUT_AUTHORITY'],
    [subject !== null && subject.iin !== row.staff_iin, 'KEY_OTHER_HOLDER'],
    [
      subject?.bin != null && organisationBin(around) !== null && subject.bin !== organisationBin(around),
      'BIN_OTHER_ORGANISATION',
    ],
    [signed !== null && signed.role !== post?.role, 'ROLE_DIFFERS'],
  ];
  return line('authority', judged.find(([holds]) => holds)?.[1] ?? null, evidence);
}

/** The acts of a post: a clerk's within its district, a head's on places of its kindergarten. */
function hasAuthority(row: DecisionRecord, post: PostOfTime, signed: SignedDecision | null): boolean {
  if (!(signersOf(row.act) as readonly string[]).includes(post.role)) return false;
  if (post.role === 'clerk') return post.district_id === row.district_id;
  return (
    post.kindergarten_district_id === row.district_id &&
    (signed === null || signed.kindergartenBin === post.kindergarten_bin)
  );
}
