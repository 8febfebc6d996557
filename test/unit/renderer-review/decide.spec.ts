import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PreparedDecision, SignRowResult, VerificationLine } from '../../../preload/contract/index.ts';
import { compareApplications } from '../../../renderer/application/compare.ts';
import { countRows, secondsLeft, signable } from '../../../renderer/decide/batch.ts';
import { checkEvidence, lineEvidence, shortHash } from '../../../renderer/decide/evidence.ts';
import { reasonsFor } from '../../../renderer/decide/reasons.ts';
import type { Row } from '../../../renderer/decide/use-run.ts';
import { startI18n, type T } from '../../../renderer/i18n.ts';
import { findReasons } from '../../../renderer/review/find-reasons.ts';
import { application, reason } from './fixtures.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

describe('reasons offered', () => {
  const catalogue = {
    reasons: [
      reason('altered', { position: 2 }),
      reason('document_expired', { position: 1 }),
      reason('other_return', { usedFor: 'return', position: 1 }),
      reason('refuse_kinship', { usedFor: 'refuse' }),
      reason('mistake', { usedFor: 'correct' }),
    ],
  };
  const codes = (act: 'approve' | 'return' | 'refuse' | 'correct', ofScans: string[]) =>
    reasonsFor(catalogue, act, new Set(ofScans), 'скан').map((each) => each.code);

  it('a return offers the faults its scans carry, then its own', () => {
    expect(codes('return', ['altered', 'document_expired'])).toEqual([
      'document_expired',
      'altered',
      'other_return',
    ]);
    expect(codes('return', [])).toEqual(['other_return']);
  });

  it('a refusal and a correction offer only their own, an approval none', () => {
    expect(codes('refuse', ['altered'])).toEqual(['refuse_kinship']);
    expect(codes('correct', ['altered'])).toEqual(['mistake']);
    expect(codes('approve', ['altered'])).toEqual([]);
  });

  it('are found by words of any of the three languages, without Kazakh letters too', () => {
    const listed = [
      { code: 'a', name: { kk: 'Қолы немесе мөрі жоқ', ru: 'Нет подписи', en: 'No signature' } },
      { code: 'b', name: { kk: 'Скан оқылмайды', ru: 'Скан не читается', en: 'Unreadable' } },
    ].map((each) => ({ ...each, short: each.name, suggestion: each.code === 'b' ? '5-тармақ' : null }));
    const found = (query: string) => findReasons(listed, query).map((each) => each.code);
    expect(found('')).toEqual(['b', 'a']);
    expect(found('мори')).toEqual(['a']);
    expect(found('подпис нет')).toEqual(['a']);
    expect(found('unread')).toEqual(['b']);
    expect(found('жоқ сөз')).toEqual([]);
  });
});

describe('evidence in words', () => {
  const check = (code: PreparedDecision['checks'][number]['code'], ok: boolean, evidence: object) =>
    checkEvidence(t, 'kk', { code, ok, evidence: { ...evidence } });

  it('of the four checks before signing', () => {
    expect(check('scans_reviewed', true, { read: 3, total: 3 })).toBe('3 / 3');
    expect(check('unchanged', true, { version: 6 })).toBe('6-нұсқа');
    expect(check('claimed', true, { since: new Date('2026-04-16T06:58:00Z') })).toBe('11:58-ден');
    const good = { revocation: 'good', source: 'ocsp', checkedAt: new Date('2026-04-16T07:06:00Z') };
    expect(check('certificate', true, good)).toBe('OCSP 12:06');
  });

  it('never claims a revocation check that was not made', () => {
    const open = {
      revocation: 'not_checked',
      source: null,
      revocationReason: 'UNREACHABLE',
      checkedAt: new Date(),
    };
    expect(check('certificate', true, open)).toBe('қайтарылуы тексерілмеді');
  });

  it('says what is wrong with a certificate', () => {
    expect(
      check('certificate', false, { reason: 'KEY_EXPIRED', notAfter: new Date('2026-02-03T00:00:00Z') }),
    ).toContain('03.02.2026');
  });

  const line = (part: Partial<VerificationLine>) =>
    lineEvidence(t, 'kk', { code: 'document', state: 'ok', reason: null, evidence: {}, ...part });

  it('of the six lines after signing', () => {
    expect(line({ code: 'signature', evidence: { algorithm: 'gost-2015-512' } })).toBe(
      'ГОСТ 34.10-2015, 512 бит',
    );
    expect(line({ code: 'signature', evidence: { algorithm: 'rsa-sha256' } })).toBe('RSA, SHA-256');
    const path = [
      'Абдырахманова Гүлнар',
      'ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) 2022',
      'НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) 2022',
    ];
    expect(line({ code: 'chain', evidence: { path } })).toBe('НКО (GOST) 2022 → ҰКО (GOST) 2022');
    expect(line({ code: 'authority', evidence: { from: '2026-01-12' } })).toBe(
      'қызметкерлер тізімі, 12.01.2026-дан',
    );
    expect(line({ code: 'timestamp', state: 'not_checked', reason: 'TSP_NOT_CONFIGURED' })).toBe(
      'қойылмаған: TSP бапталмаған',
    );
  });

  it('shows a reason nobody has worded yet by its code rather than hiding it', () => {
    expect(line({ state: 'failed', reason: 'SOMETHING_NEW' })).toContain('SOMETHING_NEW');
  });

  it('a hash is shown in fours with its middle left out', () => {
    expect(shortHash('9f2c41d807be55a3'.padEnd(56, '0').concat('c6e0a41b'))).toBe(
      '9f2c 41d8 07be 55a3 … c6e0 a41b',
    );
  });
});

describe('a batch', () => {
  const prepared = (obstacles: { code: string }[] = []) => ({ obstacles }) as unknown as PreparedDecision;
  const result = (ok: boolean): SignRowResult => ({
    applicationId: '1',
    ok,
    decision: null,
    decisionId: null,
    decisionNumber: null,
    status: null,
    version: null,
    error: ok ? null : { code: 'CHANGED', data: { by: null, at: null, version: null } },
  });
  const row = (part: Partial<Row>): Row => ({
    target: { id: '1', expectedVersion: 1 },
    prepared: prepared(),
    result: null,
    idempotencyKey: 'k',
    ...part,
  });

  it('counts what is ready, cannot be, is signed and failed, each row once', () => {
    const rows = [
      row({}),
      row({ prepared: prepared([{ code: 'SCANS_UNREVIEWED' }]) }),
      row({ prepared: null, result: result(false) }),
      row({ result: result(true) }),
      row({ result: result(false) }),
    ];
    expect(countRows(rows)).toEqual({ ready: 1, cannot: 2, signed: 1, failed: 1 });
  });

  it('tries again what the key or the line failed, not what another has changed', () => {
    const failed = (code: string) => row({ result: { ...result(false), error: { code, data: {} } } });
    expect(['KEY_CLOSED', 'KEY', 'DB_UNREACHABLE'].map((code) => signable(failed(code)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['CHANGED', 'REFUSED', 'NOT_FOUND'].map((code) => signable(failed(code)))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('tells the time left only once there is a pace', () => {
    expect(secondsLeft(1, 10, 5000)).toBeNull();
    expect(secondsLeft(4, 10, 800)).toBeNull();
    expect(secondsLeft(4, 10, 8000)).toBe(12);
  });
});

describe('two applications side by side', () => {
  it('marks what agrees, what differs and what neither has', () => {
    const mine = application();
    const other = application({ child: { ...mine.child, givenName: 'Әмірхан' }, birthActNumber: null });
    const rows = Object.fromEntries(compareApplications(mine, other).map((each) => [each.field, each.same]));
    expect(rows).toMatchObject({
      child: false,
      childIin: true,
      birthAct: null,
      applicant: true,
      secondParent: null,
    });
  });
});
