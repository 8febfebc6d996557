import { describe, expect, it } from 'vitest';
import {
  ageGroup,
  ageOn,
  ageOnFirstSeptember,
  cohortYear,
  isOverAge,
  schoolYearOf,
} from '../../../domain/cohort.ts';
import { BENEFIT_CATEGORIES, benefitCategory } from '../../../domain/data/benefit-categories.ts';
import { DOCUMENT_KINDS } from '../../../domain/data/document-kinds.ts';
import { LEGAL_ACTS } from '../../../domain/data/legal-acts.ts';
import { REASONS, reasonByCode, reasonsForAct } from '../../../domain/data/reasons.ts';
import { PROFILE_TEMPLATES, RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import { REASON_PLACEHOLDERS } from '../../../domain/notice.ts';
import {
  applicableChecks,
  CHECK_CODES,
  type CheckAnswers,
  type DecisionInput,
  decisionObstacles,
  expiry,
  type JudgedScan,
  missingDocuments,
  scanVerdictAllowed,
  suggestDecision,
  suggestReason,
  type VerdictInput,
  verdictObstacles,
} from '../../../domain/review.ts';
import { templateFaults } from '../../../domain/template.ts';

const serviceman = benefitCategory('serviceman');
const requirement = serviceman?.documents[0];
if (serviceman === undefined || requirement === undefined) throw new Error('no category shipped');
const allYes: CheckAnswers = Object.fromEntries(CHECK_CODES.map((code) => [code, true]));

describe('checks of a scan', () => {
  it('apply as the document says', () => {
    expect(applicableChecks(requirement)).toEqual([...CHECK_CODES]);
    const [, birth, id] = serviceman.documents;
    expect(birth && applicableChecks(birth)).toEqual(['kind', 'person', 'child', 'readable']);
    expect(id && applicableChecks(id)).toEqual(['kind', 'person', 'readable']);
    expect(applicableChecks({ ...requirement, kind: 'unknown_paper', validDays: null })).toEqual([
      'kind',
      'person',
      'child',
      'readable',
      'signed_sealed',
    ]);
  });

  it('a certificate of 12.03.2026 with 30 days is good to 11.04.2026', () => {
    expect(expiry('2026-03-12', 30, '2026-04-11')).toEqual({
      state: 'valid',
      validUntil: '2026-04-11',
      days: 0,
    });
    expect(expiry('2026-03-12', 30, '2026-04-12')).toEqual({
      state: 'expired',
      validUntil: '2026-04-11',
      days: 1,
    });
    expect(expiry('2026-03-12', 30, '2026-04-16')).toEqual({
      state: 'expired',
      validUntil: '2026-04-11',
      days: 5,
    });
    expect(expiry('2026-03-12', 30, '2026-03-11').state).toBe('not_yet_issued');
    expect(expiry('2026-03-12', null, '2030-01-01')).toEqual({ state: 'no_term', validUntil: null, days: 0 });
  });

  it.each([
    [{ not_expired: false }, 'document_expired'],
    [{ readable: false, not_expired: false }, 'scan_unreadable'],
    [{ kind: false, signed_sealed: false }, 'wrong_kind'],
    [{ person: false }, 'other_person'],
    [{ child: false }, 'other_child'],
    [{ signed_sealed: false }, 'no_signature_or_seal'],
    [{ readable: true, kind: null }, null],
  ])('%o suggests %s', (answers, code) => {
    expect(suggestReason(answers, REASONS, '2026-04-16')).toBe(code);
  });

  it('suggests no reason that is not in force', () => {
    const old = REASONS.map((reason) => ({ ...reason, validTo: '2025-01-01' }));
    expect(suggestReason({ readable: false }, old, '2024-12-31')).toBe('scan_unreadable');
    expect(suggestReason({ readable: false }, old, '2025-01-01')).toBeNull();
  });
});

describe('verdict on a scan', () => {
  const good: VerdictInput = {
    verdict: 'valid',
    requirement,
    answers: allYes,
    issuedOn: '2026-04-01',
    reasonCode: null,
    pagesSeen: 2,
    pageCount: 2,
    on: '2026-04-16',
  };
  it('valid is allowed when all was seen and answered', () => {
    expect(verdictObstacles(good)).toEqual([]);
    expect(scanVerdictAllowed(good)).toBe(true);
  });
  it.each<[Partial<VerdictInput>, string[]]>([
    [{ pagesSeen: 1 }, ['PAGES_UNSEEN']],
    [{ pageCount: null }, ['PAGES_UNKNOWN']],
    [{ pageCount: 0, pagesSeen: 0 }, ['PAGES_UNKNOWN']],
    [{ answers: { ...allYes, readable: false } }, ['CHECK_FAILED']],
    [{ answers: { ...allYes, person: null } }, ['CHECK_UNANSWERED']],
    [{ answers: {} }, ['CHECK_UNANSWERED']],
    [{ issuedOn: null }, ['ISSUED_ON_REQUIRED']],
    [{ issuedOn: '2026-04-17' }, ['ISSUED_ON_IN_FUTURE']],
    [{ issuedOn: '2026-03-12' }, ['EXPIRED_BY_DATE']],
    [{ reasonCode: 'altered' }, ['REASON_NOT_FOR_VALID']],
    [{ verdict: 'invalid' }, ['REASON_REQUIRED']],
    [{ verdict: 'invalid', reasonCode: 'altered', pagesSeen: 1, answers: {} }, []],
    [{ verdict: 'later', answers: {}, pagesSeen: 0, pageCount: null }, []],
  ])('%o', (change, obstacles) => {
    expect(verdictObstacles({ ...good, ...change })).toEqual(obstacles);
  });
});

describe('decision', () => {
  const scan = (change: Partial<JudgedScan>): JudgedScan => ({
    kind: 'service_certificate',
    about: 'applicant',
    required: true,
    verdict: 'valid',
    ...change,
  });
  const all: readonly JudgedScan[] = serviceman.documents.map((need) =>
    scan({ kind: need.kind, about: need.about }),
  );

  it('is suggested by the verdicts', () => {
    expect(suggestDecision(all)).toBe('approve');
    expect(suggestDecision([])).toBe('approve');
    expect(suggestDecision([...all, scan({ verdict: null })])).toBeNull();
    expect(suggestDecision([...all, scan({ verdict: 'later' })])).toBeNull();
    expect(suggestDecision([...all, scan({ verdict: 'invalid', correctable: true })])).toBe('return');
    expect(suggestDecision([...all, scan({ verdict: 'invalid', correctable: false })])).toBe('refuse');
    expect(suggestDecision([...all, scan({ verdict: 'invalid', required: false })])).toBe('approve');
    expect(suggestDecision(all, [requirement])).toBe('return');
  });

  it('knows which required papers were not sent', () => {
    expect(missingDocuments(serviceman.documents, all)).toEqual([]);
    expect(missingDocuments(serviceman.documents, all.slice(1))).toEqual([requirement]);
    expect(
      missingDocuments(serviceman.documents, [scan({ about: 'second_parent' }), ...all.slice(1)]),
    ).toEqual([requirement]);
    const optional = { ...requirement, required: false };
    expect(missingDocuments([optional], [])).toEqual([]);
  });

  const ready: DecisionInput = {
    outcome: 'approve',
    status: 'in_review',
    claimedByOfficer: true,
    hasOfferOrReferral: false,
    reasonCode: null,
    requirements: serviceman.documents,
    scans: all,
  };
  const unread = [...all.slice(1), scan({ verdict: null }), scan({ kind: 'mother_award', verdict: 'later' })];
  it.each<[Partial<DecisionInput>, readonly (readonly [string, number | null])[]]>([
    [{}, []],
    [{ status: 'answered' }, []],
    [{ status: 'registered' }, [['NOT_IN_REVIEW', null]]],
    [{ claimedByOfficer: false }, [['NOT_YOUR_CLAIM', null]]],
    [{ scans: unread }, [['SCANS_UNREVIEWED', 2]]],
    [{ scans: all.map((s) => ({ ...s, verdict: 'invalid' })) }, [['REQUIRED_SCAN_INVALID', 3]]],
    [{ scans: all.slice(1) }, [['REQUIRED_DOCUMENT_MISSING', 1]]],
    [{ scans: [...all, scan({ verdict: 'invalid', required: false, kind: 'mother_award' })] }, []],
    [{ reasonCode: 'altered' }, [['REASON_NOT_FOR_APPROVAL', null]]],
    [{ outcome: 'refuse' }, [['REASON_REQUIRED', null]]],
    [{ outcome: 'refuse', reasonCode: 'refuse_over_age', scans: unread }, []],
    [{ outcome: 'return', reasonCode: 'document_expired', scans: unread }, [['SCANS_UNREVIEWED', 2]]],
    [{ outcome: 'return', reasonCode: 'document_expired' }, []],
    [{ outcome: 'correct', status: 'queued', reasonCode: 'correct_mistake', claimedByOfficer: false }, []],
    [
      { outcome: 'correct', status: 'in_review', reasonCode: 'correct_mistake' },
      [['NOTHING_TO_CORRECT', null]],
    ],
    [
      { outcome: 'correct', status: 'queued', hasOfferOrReferral: true },
      [
        ['OFFER_OR_REFERRAL_EXISTS', null],
        ['REASON_REQUIRED', null],
      ],
    ],
  ])('%o', (change, obstacles) => {
    expect(decisionObstacles({ ...ready, ...change }).map(({ code, count }) => [code, count])).toEqual(
      obstacles,
    );
  });
});

describe('shipped data', () => {
  const acts = new Set(LEGAL_ACTS.map((act) => act.code));
  const kinds = new Set(DOCUMENT_KINDS.map((kind) => kind.code));
  const short = (item: { shortKk: string; shortRu: string; shortEn: string }): void => {
    for (const text of [item.shortKk, item.shortRu, item.shortEn]) {
      expect([text, [...text].length <= 24 && text !== '']).toEqual([text, true]);
    }
  };
  it('names legal acts, kinds and checks that exist, once each, with short forms that fit', () => {
    expect(acts.size).toBe(LEGAL_ACTS.length);
    for (const act of LEGAL_ACTS) expect(act.code).toMatch(/^[a-z0-9-]+$/);
    expect(kinds.size).toBe(DOCUMENT_KINDS.length);
    DOCUMENT_KINDS.forEach(short);
    for (const item of [...RULE_PROFILES, ...PROFILE_TEMPLATES, ...BENEFIT_CATEGORIES])
      expect(acts).toContain(item.legalAct);
    for (const category of BENEFIT_CATEGORIES) {
      short(category);
      expect(category.documents.some((need) => need.required)).toBe(true);
      for (const need of category.documents) expect(kinds).toContain(need.kind);
      const pairs = category.documents.map((need) => need.kind);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
    expect(new Set(BENEFIT_CATEGORIES.map((c) => `${c.code} ${c.region}`)).size).toBe(
      BENEFIT_CATEGORIES.length,
    );
  });
  it('military and special bodies come out of turn, the rest by priority', () => {
    expect(BENEFIT_CATEGORIES.filter((c) => c.priorityClass === 'out_of_turn').map((c) => c.code)).toEqual([
      'serviceman',
      'special_body_employee',
      'fallen_serviceman',
    ]);
    for (const code of ['serviceman', 'special_body_employee', 'teacher']) {
      const certificate = benefitCategory(code)?.documents[0];
      expect(certificate).toMatchObject({ validDays: 30, signedAndSealed: true, required: true });
    }
  });
  it('reasons fit, every check has one, and messages use known placeholders only', () => {
    expect(new Set(REASONS.map((reason) => reason.code)).size).toBe(REASONS.length);
    for (const reason of REASONS) {
      short(reason);
      for (const message of [reason.messageKk, reason.messageRu]) {
        expect([reason.code, templateFaults(message, REASON_PLACEHOLDERS)]).toEqual([reason.code, []]);
        // Families are not told of the office's own affairs.
        expect(message === '').toBe(['release', 'out_of_order', 'seat'].includes(reason.use));
      }
      if (reason.legalAct !== null) expect(acts).toContain(reason.legalAct);
    }
    for (const check of CHECK_CODES) {
      expect(REASONS.filter((reason) => reason.suggestedByCheck === check).map((r) => r.use)).toEqual([
        'scan',
      ]);
    }
    expect(REASONS.filter((reason) => reason.use === 'refuse')).toHaveLength(10);
    expect(reasonByCode('document_expired')?.position).toBe(1);
  });
  it('a return may name the fault of a scan, a refusal only its own grounds', () => {
    expect(reasonsForAct('return', REASONS, '2026-04-16').map((r) => r.use)).toEqual([
      ...Array(9).fill('scan'),
      ...Array(3).fill('return'),
    ]);
    expect(new Set(reasonsForAct('refuse', REASONS, '2026-04-16').map((r) => r.use))).toEqual(
      new Set(['refuse']),
    );
    expect(reasonsForAct('approve', REASONS, '2026-04-16')).toEqual([]);
    expect(reasonsForAct('refuse', REASONS, '2019-01-01')).toEqual([]);
  });
});

describe('cohorts', () => {
  it('counts whole years on 1 September', () => {
    expect(ageOnFirstSeptember('2021-03-08', 2026)).toBe(5);
    expect(ageOnFirstSeptember('2021-09-01', 2026)).toBe(5);
    expect(ageOnFirstSeptember('2021-09-02', 2026)).toBe(4);
    expect(ageOn('2020-02-29', '2025-02-28')).toBe(4);
    expect(ageOn('2020-02-29', '2025-03-01')).toBe(5);
    expect(cohortYear('2021-12-31')).toBe(2021);
    expect(schoolYearOf('2026-08-31')).toBe(2025);
    expect(schoolYearOf('2026-09-01')).toBe(2026);
  });
  it.each([
    ['2025-09-02', null],
    ['2025-09-01', 'early'],
    ['2024-03-08', 'junior'],
    ['2023-03-08', 'middle'],
    ['2022-03-08', 'senior'],
    ['2021-03-08', 'preschool'],
    ['2020-03-08', 'preschool'],
  ])('born %s: %s group in 2026', (birthDate, group) => {
    expect(ageGroup(birthDate, 2026)).toBe(group);
  });
  it('is over age from the profile’s years on 1 September', () => {
    expect(isOverAge('2020-09-01', 2026, 6)).toBe(true);
    expect(isOverAge('2020-09-02', 2026, 6)).toBe(false);
    expect(isOverAge('2020-09-01', 2026, 7)).toBe(false);
  });
});
