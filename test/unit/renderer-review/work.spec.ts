import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDraft, writeDraft } from '../../../renderer/review/draft.ts';
import { withDots } from '../../../renderer/review/typed-date.ts';
import {
  answerAll,
  cycleAnswer,
  familyMessage,
  firstToShow,
  nextOpen,
  obstaclesOf,
  parseTypedDate,
  type ScanWork,
  startWork,
  suggestedReason,
  withAnswer,
  withIssuedOn,
  withSeen,
} from '../../../renderer/review/work.ts';
import { application, reason, scan, TODAY, verdict } from './fixtures.ts';

const fresh = startWork(scan());
const seenAll = (work: ScanWork): ScanWork => withSeen(withSeen(work, 1), 2);

describe('answers to the checks', () => {
  it('go round yes, no, clear', () => {
    expect([null, true, false].map(cycleAnswer)).toEqual([true, false, null]);
    expect(cycleAnswer(undefined)).toBe(true);
  });

  it('key A answers every open check but the term, and says it was at once', () => {
    const work = answerAll(withAnswer(fresh, 'person', false), scan());
    expect(work.answers).toEqual({
      kind: true,
      person: false,
      child: true,
      readable: true,
      signed_sealed: true,
    });
    expect(work.atOnce).toBe(true);
  });

  it('key A is not «at once» when each check was answered by hand before', () => {
    let work = withIssuedOn(fresh, '2026-04-01', scan(), TODAY);
    for (const code of ['kind', 'person', 'child', 'readable', 'signed_sealed'] as const) {
      work = withAnswer(work, code, true);
    }
    expect(answerAll(work, scan()).atOnce).toBe(false);
  });

  it('leaves checks alone that do not apply to the paper', () => {
    const id = scan({ applicableChecks: ['kind', 'person', 'readable'], validDays: null });
    expect(Object.keys(answerAll(startWork(id), id).answers).sort()).toEqual(['kind', 'person', 'readable']);
  });

  it('the date of issue answers the term: good to its last day, expired the next', () => {
    const term = (issuedOn: string | null) =>
      withIssuedOn(fresh, issuedOn, scan(), TODAY).answers.not_expired;
    expect(term('2026-03-17')).toBe(true);
    expect(term('2026-03-16')).toBe(false);
    expect(term('2026-04-17')).toBeNull();
    expect(term(null)).toBeNull();
  });
});

describe('what stands against a verdict', () => {
  it('«valid» needs every page seen, every check yes and a date that holds', () => {
    expect(obstaclesOf('valid', scan(), fresh, TODAY)).toContain('PAGES_UNSEEN');
    const all = answerAll(seenAll(fresh), scan());
    expect(obstaclesOf('valid', scan(), all, TODAY)).toEqual(['CHECK_UNANSWERED', 'ISSUED_ON_REQUIRED']);
    const dated = withIssuedOn(all, '2026-04-01', scan(), TODAY);
    expect(obstaclesOf('valid', scan(), dated, TODAY)).toEqual([]);
    const old = withIssuedOn(all, '2026-03-12', scan(), TODAY);
    expect(obstaclesOf('valid', scan(), old, TODAY)).toEqual(['CHECK_FAILED', 'EXPIRED_BY_DATE']);
  });

  it('a file nobody could open is never «valid», and may be «not valid» with a reason', () => {
    const broken = scan({ pageCount: null });
    expect(obstaclesOf('valid', broken, seenAll(fresh), TODAY)).toContain('PAGES_UNKNOWN');
    expect(obstaclesOf('invalid', broken, fresh, TODAY)).toEqual(['REASON_REQUIRED']);
    expect(obstaclesOf('invalid', broken, { ...fresh, reason: 'file_unopenable' }, TODAY)).toEqual([]);
  });

  it('the reason suggested is that of the failed check', () => {
    const reasons = [
      reason('scan_unreadable', { check: 'readable', position: 2 }),
      reason('document_expired', { check: 'not_expired', position: 1 }),
      reason('refuse_expired', { usedFor: 'refuse', check: 'not_expired' }),
    ];
    const expired = withIssuedOn(fresh, '2026-03-12', scan(), TODAY);
    expect(suggestedReason(expired, reasons, TODAY)).toBe('document_expired');
    expect(suggestedReason(withAnswer(expired, 'readable', false), reasons, TODAY)).toBe('scan_unreadable');
    expect(suggestedReason(fresh, reasons, TODAY)).toBeNull();
  });
});

describe('the text to the family', () => {
  const expired = reason('document_expired', {
    name: { kk: 'Анықтаманың мерзімі өткен', ru: 'Срок справки истёк', en: 'Expired' },
    messageKk: '«{document}» мерзімі {expiredOn} күні өткен. Соңғы {validDays} күнде берілгенін жүктеңіз.',
    messageRu: 'Срок «{document}» истёк {expiredOn}. Выданный за {validDays} дн. загрузите.',
  });
  const facts = {
    reason: expired,
    documentName: { kk: 'Анықтама', ru: 'Справка' },
    scan: scan(),
    child: application().child,
    correctionDue: null,
  };

  it('names the last good day of the paper in view', () => {
    const work = withIssuedOn(fresh, '2026-03-12', scan(), TODAY);
    expect(familyMessage({ ...facts, work }).kk).toBe(
      '«Анықтама» мерзімі 11.04.2026 күні өткен. Соңғы 30 күнде берілгенін жүктеңіз.',
    );
  });

  it('without a date falls back to the plain wording, as the signed decision does', () => {
    expect(familyMessage({ ...facts, work: fresh })).toEqual({
      kk: '«Анықтама»: Анықтаманың мерзімі өткен.',
      ru: '«Справка»: Срок справки истёк.',
    });
  });
});

describe('the way through the scans', () => {
  it('begins with a required scan not judged', () => {
    const judged = scan({ verdict: verdict() });
    expect(firstToShow([scan({ required: false }), judged, scan()])).toBe(2);
    expect(firstToShow([judged, scan({ required: false })])).toBe(1);
    expect(firstToShow([judged, judged])).toBe(0);
    expect(firstToShow([])).toBe(0);
  });

  it('goes on to the next without a verdict, round the end, and stops when all are judged', () => {
    const marks = (...all: ('valid' | null)[]) => all.map((mark) => ({ mark }));
    expect(nextOpen(marks('valid', null, null), 1)).toBe(2);
    expect(nextOpen(marks(null, 'valid', 'valid'), 2)).toBe(0);
    expect(nextOpen(marks('valid', 'valid'), 0)).toBeNull();
  });
});

describe('a date as it is typed', () => {
  it('reads what people write', () => {
    for (const text of ['12.03.2026', '12032026', '12/3/26', '12-03-2026', '12 03 2026', '12,3,2026']) {
      expect(parseTypedDate(text), text).toBe('2026-03-12');
    }
  });

  it('tells «not yet» from «no such day»', () => {
    for (const text of ['', '1', '12.', '12.03', '12.03.2']) expect(parseTypedDate(text), text).toBeNull();
    for (const text of ['31.02.2026', '12.13.2026', '99999999', '12.03.20266']) {
      expect(parseTypedDate(text), text).toBe('bad');
    }
  });

  it('puts the dots in while digits are typed, and lets them be deleted', () => {
    let text = '';
    for (const digit of '12032026') text = withDots(text + digit, text);
    expect(text).toBe('12.03.2026');
    for (let i = 0; i < 10; i++) text = withDots(text.slice(0, -1), text);
    expect(text).toBe('');
    expect(withDots('12032026', '')).toBe('12.03.2026');
  });
});

describe('drafts', () => {
  it('come back as they were kept', () => {
    const works = fc.record({
      answers: fc.constantFrom({}, { kind: true, not_expired: false, child: null }),
      issuedOn: fc.constantFrom(null, '2026-03-12'),
      reason: fc.constantFrom(null, 'document_expired'),
      note: fc.string({ maxLength: 200 }),
      seen: fc.uniqueArray(fc.integer({ min: 1, max: 50 })),
      atOnce: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('1', '2', '3'), works),
        fc.constantFrom('approve' as const, 'return' as const, null),
        (scans, act) => {
          const draft = { scans, act, decision: { reason: null, note: '' } };
          expect(readDraft(JSON.parse(JSON.stringify(writeDraft(draft))))).toEqual(
            JSON.parse(JSON.stringify(draft)),
          );
        },
      ),
    );
  });

  it('what an older program wrote, or nobody, is no draft', () => {
    for (const body of [null, {}, { v: 0 }, { v: 1, scans: { '1': { answers: 7 } }, act: null }]) {
      expect(readDraft(body)).toBeNull();
    }
  });
});
