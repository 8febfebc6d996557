/** Rows that every committed decision writes: itself with its evidence, and the notice to the family. */
import type { insertDecision, insertNotice } from '../../db/queries/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { suiteOf } from '../eds/xmldsig.ts';
import type { SigningCertificate } from './certificate-check.ts';
import type { Prepared } from './prepared.ts';

type DecisionRow = Parameters<typeof insertDecision>[1];
type NoticeRow = Parameters<typeof insertNotice>[1];

export function decisionRow(
  ctx: OfficerContext,
  prepared: Prepared,
  signing: SigningCertificate,
  signedXml: string,
  referralId: string | null = null,
): DecisionRow {
  const { revocation, chain, certificate, purpose } = signing;
  const good = revocation.status === 'good' && revocation.evidence !== null;
  return {
    number: prepared.decisionNumber,
    application_id: prepared.applicationId,
    application_version: prepared.version,
    district_id: prepared.districtId,
    act: prepared.act,
    outcome: prepared.outcome,
    reason: prepared.reason,
    note: prepared.note,
    correction_due: prepared.kind === 'review' ? prepared.correctionDue : null,
    legal_act: prepared.legalAct,
    rule_profile_id: prepared.ruleProfileId,
    referral_id: referralId,
    subject_iin: prepared.kind === 'family' && prepared.subjectIin !== '' ? prepared.subjectIin : null,
    facts: prepared.factsText,
    facts_sha256: Buffer.from(prepared.factsSha256, 'hex'),
    staff_iin: ctx.officer.iin,
    staff_post_id: ctx.post.postId,
    decided_at: prepared.decidedAt,
    corrects_id: prepared.kind === 'review' ? prepared.correctsId : null,
    signed_xml: signedXml,
    algorithm: suiteOf(certificate) ?? 'rsa-sha256',
    certificate: Buffer.from(certificate.der),
    chain_verdict: 'ok',
    chain_path: chain.path.join(' → '),
    trust_purpose: purpose,
    revocation_status: good ? 'good' : 'not_checked',
    revocation_source: good ? revocation.source : null,
    // A CRL too large to keep is no evidence anyone could look at later.
    revocation_reason: good ? null : (revocation.reason ?? 'EVIDENCE_TOO_LARGE'),
    revocation_checked_at: revocation.checkedAt,
    revocation_evidence: good && revocation.evidence !== null ? Buffer.from(revocation.evidence) : null,
    message_kk: prepared.messageKk,
    message_ru: prepared.messageRu,
  };
}

/** How a family is reached. */
export interface Contact {
  readonly id: string;
  readonly notification_type: 'sms' | 'email' | 'ed24' | 'letter';
  readonly notification_language: 'kk' | 'ru';
  readonly phone: string;
  readonly email: string | null;
  readonly applicant_iin: string;
  readonly permanent_address: string;
}

export function noticeRow(contact: Contact, prepared: Prepared, decisionId: string, at: Date): NoticeRow {
  const channel = contact.notification_type;
  const address: Record<typeof channel, string> = {
    sms: contact.phone,
    ed24: contact.applicant_iin,
    email: contact.email ?? contact.phone,
    letter: contact.permanent_address,
  };
  return {
    application_id: contact.id,
    decision_id: decisionId,
    kind: prepared.outcome,
    channel: channel === 'email' && contact.email === null ? 'sms' : channel,
    language: contact.notification_language,
    address: address[channel],
    body: contact.notification_language === 'kk' ? prepared.messageKk : prepared.messageRu,
    queued_at: at,
  };
}
