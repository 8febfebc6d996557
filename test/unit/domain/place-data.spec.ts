import { describe, expect, it } from 'vitest';
import {
  ADMISSION_DOCUMENTS,
  admissionDocuments,
  missingAdmissionDocuments,
} from '../../../domain/data/admission-documents.ts';
import { documentKind } from '../../../domain/data/document-kinds.ts';
import { LEGAL_ACTS } from '../../../domain/data/legal-acts.ts';
import { SEAT_REQUEST_KINDS, seatRequestKindOf } from '../../../domain/data/place-reasons.ts';
import {
  needsReason,
  REASON_USES_OF_ACT,
  REASONS,
  reasonByCode,
  reasonsForAct,
} from '../../../domain/data/reasons.ts';
import { PASSED_REASON } from '../../../domain/queue-plan.ts';
import { DECISION_EVENTS } from '../../../domain/status.ts';

describe('documents of an admission', () => {
  it('are kinds of the catalogue, dated and sourced; the PMPC conclusion is for special groups', () => {
    const acts = LEGAL_ACTS.map((act) => act.code);
    for (const each of ADMISSION_DOCUMENTS) {
      expect([each.kind, documentKind(each.kind)?.code]).toEqual([each.kind, each.kind]);
      expect(acts).toContain(each.legalAct);
      expect(each.source).not.toBe('');
    }
    const kinds = (kind: 'general' | 'special', on = '2026-04-16') =>
      admissionDocuments(kind, on).map((each) => each.kind);
    expect(kinds('special')).toEqual([...kinds('general'), 'pmpc_conclusion']);
    expect(kinds('general', '2019-01-01')).toEqual([]);
  });

  it('what is missing is what is required, not held by the desk and not received', () => {
    const asked = admissionDocuments('general', '2026-04-16');
    expect(
      missingAdmissionDocuments(asked, ['admission_application', 'applicant_id', 'birth_certificate']),
    ).toEqual(['health_passport']);
    expect(
      missingAdmissionDocuments(asked, [
        'admission_application',
        'applicant_id',
        'birth_certificate',
        'health_passport',
      ]),
    ).toEqual([]);
  });
});

describe('reasons of places', () => {
  it('every act takes reasons of its uses or none', () => {
    for (const act of DECISION_EVENTS) {
      const mine = reasonsForAct(act, REASONS, '2026-04-16');
      expect([act, mine.length > 0]).toEqual([act, needsReason(act)]);
      expect(mine.every((reason) => REASON_USES_OF_ACT[act].includes(reason.use))).toBe(true);
    }
    expect(DECISION_EVENTS.filter((act) => !needsReason(act))).toEqual([
      'approve',
      'offer',
      'accept',
      'issue_referral',
      'confirm_benefit',
      'restore',
      'exchange',
      'submit_documents',
      'admit',
      'link',
      'approve_companion',
      'resume_companion',
      'register_at_counter',
    ]);
    expect(reasonsForAct('refuse_admission', REASONS, '2026-04-16').map((reason) => reason.code)).toEqual([
      'admission_incomplete',
      'admission_expired',
      'admission_unvaccinated',
    ]);
  });

  it('a seat’s reason says which request it is for, and every request has some', () => {
    const seat = REASONS.filter((reason) => reason.use === 'seat');
    for (const reason of seat) expect([reason.code, seatRequestKindOf(reason.code)]).not.toContain(null);
    expect(new Set(seat.map((reason) => seatRequestKindOf(reason.code)))).toEqual(
      new Set(SEAT_REQUEST_KINDS),
    );
    expect(seatRequestKindOf('withdraw_school')).toBeNull();
  });

  it('a plan signs with reasons of the catalogue', () => {
    for (const code of Object.values(PASSED_REASON)) expect(reasonByCode(code)?.use).toBe('out_of_order');
  });
});
