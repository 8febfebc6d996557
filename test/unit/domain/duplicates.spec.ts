import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/civil-date.ts';
import { REASONS, reasonsForAct } from '../../../domain/data/reasons.ts';
import {
  afterFinding,
  DUPLICATE_STATES,
  dateNearness,
  FINDINGS,
  isOneSlip,
  keptBy,
  type NearChild,
  nameNearness,
  nearChildren,
  nearGivenName,
  nearSurname,
  type PairSide,
  removalFaults,
  removalReasonUse,
  STANDING_STATUSES,
} from '../../../domain/duplicates.ts';
import { APPLICATION_STATUSES, type ApplicationStatus, nextStatus } from '../../../domain/status.ts';

const child = (part: Partial<NearChild> = {}): NearChild => ({
  iin: '210308500209',
  surname: 'Ахметова',
  givenName: 'Айша',
  birthDate: '2021-03-08',
  sex: 'female',
  ...part,
});
const other = (part: Partial<NearChild> = {}): NearChild => child({ iin: '210803500106', ...part });

describe('near names', () => {
  it.each([
    ['Жұмабаев', 'Zhumabayev'],
    ['Жұмабаева', 'Жумабаев'],
    ['Әбдіқадырова', 'Abdikadyrov'],
    ['Бекежан', 'Бекежанова'],
    ['Ахметұлы', 'Ахметов'],
    ['Сейітқызы', 'Сейітұлы'],
    ['Өтегенов', 'Утегенов'],
    ['Джумабаев', 'Жумабаев'],
    ['Мұстафин', 'Мустафина'],
    ['Қалиев', 'Kaliyeva'],
  ])('%s is %s', (a, b) => {
    expect(nearSurname(a)).toBe(nearSurname(b));
    expect(nameNearness(child({ surname: a }), other({ surname: b }))).toBe('spelling');
  });

  it.each([
    ['Айша', 'Айым'],
    ['Ерасыл', 'Ернар'],
    ['Әли', 'Әлі-Мұса'],
    ['Аян', 'Аят'],
  ])('%s is not %s', (a, b) => {
    expect(nameNearness(child({ givenName: a }), other({ givenName: b }))).toBeNull();
  });

  it('an ending is taken off only where a name is left', () => {
    expect(nearSurname('Ова')).toBe(nearSurname('ОВА'));
    expect(nearSurname('Ким')).toBe('kim');
    expect(nearSurname('Ли')).toBe('li');
    expect(nearSurname('Цой')).not.toBe('');
  });

  it('a name in letters nobody reads says nothing', () => {
    expect(nearGivenName('محمد')).toBe('');
    expect(nameNearness(child({ givenName: 'محمد' }), other({ givenName: '李' }))).toBeNull();
    expect(nearChildren(child({ givenName: '李' }), other({ givenName: '李' }), false)).toBeNull();
  });

  it('keys are lower Latin letters without doubles, and endings fall off once', () => {
    const name = fc.string({
      unit: fc.constantFrom(...'абвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяәaeioqwxyz -’'),
      maxLength: 24,
    });
    fc.assert(
      fc.property(name, (text) => {
        for (const key of [nearSurname(text), nearGivenName(text)]) {
          expect(key).toMatch(/^[a-z]*$/);
          expect(key).not.toMatch(/([a-z])\1/);
          expect(key).not.toMatch(/[eo]/);
        }
        expect(nearGivenName(text.toUpperCase())).toBe(nearGivenName(text));
      }),
    );
  });
});

describe('one slip', () => {
  it.each([
    ['asima', 'azima', true],
    ['asel', 'azel', false],
    ['iralan', 'iraln', true],
    ['iralan', 'riralan', true],
    ['damir', 'damri', true],
    ['asel', 'asel', false],
    ['ali', 'ani', false],
    ['damir', 'dmari', false],
    ['aidana', 'aidos', false],
  ])('%s, %s: %s', (a, b, is) => {
    expect(isOneSlip(a, b)).toBe(is);
    expect(isOneSlip(b, a)).toBe(is);
  });

  it('any one edit of a long enough word is one, and no two are', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(...'xyz'), (text, at, letter) => {
        const i = at % text.length;
        const replaced = text.slice(0, i) + letter + text.slice(i + 1);
        expect(isOneSlip(text, replaced)).toBe(true);
        expect(isOneSlip(text, text.slice(0, i) + text.slice(i + 1))).toBe(true);
        expect(isOneSlip(text, text.slice(0, i) + letter + text.slice(i))).toBe(true);
        expect(isOneSlip(text, `${letter}${replaced}${letter}`)).toBe(false);
      }),
    );
  });
});

describe('near dates', () => {
  it.each([
    ['2021-03-08', '2021-03-08', 'same'],
    ['2021-03-08', '2021-08-03', 'swapped'],
    ['2021-02-28', '2021-03-01', 'next_day'],
    ['2020-12-31', '2021-01-01', 'next_day'],
    ['2021-03-08', '2021-03-18', 'digit'],
    ['2021-03-08', '2022-03-08', 'digit'],
    ['2021-03-08', '2021-09-08', 'digit'],
    ['2021-03-08', '2011-03-08', null],
    ['2021-03-08', '2021-04-09', null],
    ['2021-03-13', '2021-13-03', 'swapped'],
  ] as const)('%s and %s: %s', (a, b, near) => {
    expect(dateNearness(a, b)).toBe(near);
    expect(dateNearness(b, a)).toBe(near);
  });

  it('is the same both ways for any two days', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2015-01-01', days));
    fc.assert(
      fc.property(day, day, (a, b) => {
        expect(dateNearness(a, b)).toBe(dateNearness(b, a));
      }),
    );
  });
});

describe('near children', () => {
  it('another spelling with a near date is asked about; another sex or the same record never', () => {
    expect(nearChildren(child(), other({ surname: 'Akhmetova', birthDate: '2021-08-03' }), false)).toEqual({
      names: 'spelling',
      date: 'swapped',
    });
    expect(nearChildren(child(), other({ sex: 'male' }), false)).toBeNull();
    expect(nearChildren(child(), child(), false)).toBeNull();
    expect(nearChildren(child(), other({ birthDate: '2021-05-20' }), false)).toBeNull();
  });

  it('a slip in a name counts with the very date, and not within one family', () => {
    const slipped = other({ givenName: 'Айгерим' });
    expect(nearChildren(child({ givenName: 'Айгерин' }), slipped, false)).toEqual({
      names: 'slip',
      date: 'same',
    });
    expect(nearChildren(child({ givenName: 'Айгерин' }), slipped, true)).toBeNull();
    expect(
      nearChildren(child({ givenName: 'Айгерин' }), { ...slipped, birthDate: '2021-03-09' }, false),
    ).toBeNull();
    // One child entered twice by one family under two IINs.
    expect(nearChildren(child(), other(), true)).toEqual({ names: 'same', date: 'same' });
  });
});

describe('which of two stays', () => {
  const side = (part: Partial<PairSide> = {}): PairSide => ({
    id: '1',
    number: '2026-000200',
    childId: '7',
    service: 'preschool_queue',
    status: 'queued',
    submittedAt: new Date('2026-02-01T05:00:00Z'),
    ...part,
  });
  const kept = (part: Partial<PairSide> = {}) => side({ id: '2', number: '2026-000100', ...part });
  const earlier = new Date('2026-01-01T05:00:00Z');
  const later = new Date('2026-03-01T05:00:00Z');

  it('the one with a place, else the earlier one, else the lower number', () => {
    expect(keptBy(kept({ submittedAt: earlier }), side())).toBe('earlier');
    expect(keptBy(kept({ submittedAt: later }), side())).toBeNull();
    expect(keptBy(kept({ submittedAt: later, status: 'enrolled' }), side())).toBe('placed');
    expect(keptBy(kept(), side())).toBe('earlier');
    expect(keptBy(kept({ number: '2026-1000000' }), side())).toBeNull();
    expect(keptBy(kept({ number: '2025-999999' }), side())).toBe('earlier');
  });

  it('of two that stand exactly one keeps by right, unless one has a place', () => {
    const at = fc.integer({ min: 0, max: 3 }).map((n) => new Date(earlier.getTime() + n * 1000));
    fc.assert(
      fc.property(at, at, (a, b) => {
        const [one, two] = [side({ submittedAt: a }), kept({ submittedAt: b })];
        expect([keptBy(one, two), keptBy(two, one)].filter((by) => by !== null)).toHaveLength(1);
      }),
    );
  });

  it('taking the earlier one away needs a reason of its own, and each has some', () => {
    expect(removalReasonUse(kept({ submittedAt: earlier }), side())).toBe('duplicate');
    expect(removalReasonUse(kept({ submittedAt: later }), side())).toBe('duplicate_earlier');
    const uses = reasonsForAct('remove_duplicate', REASONS, '2026-11-21').map((reason) => reason.use);
    expect(new Set(uses)).toEqual(new Set(['duplicate', 'duplicate_earlier']));
    expect(reasonsForAct('reinstate_duplicate', REASONS, '2026-11-21').length).toBeGreaterThan(0);
  });

  it('is removed only from the queue, for one that stands, of the same child or a pair found to be one', () => {
    expect(removalFaults(side(), kept(), 'open')).toEqual([]);
    expect(removalFaults(side(), side(), 'duplicate')).toEqual(['DUPLICATE_ITSELF']);
    expect(removalFaults(side(), kept(), null)).toEqual(['DUPLICATE_NOT_JUDGED']);
    expect(removalFaults(side(), kept(), 'not_duplicate')).toEqual(['DUPLICATE_NOT_JUDGED']);
    expect(removalFaults(side(), kept({ childId: '8' }), 'open')).toEqual(['DUPLICATE_NOT_JUDGED']);
    expect(removalFaults(side(), kept({ childId: '8' }), 'duplicate')).toEqual([]);
    expect(removalFaults(side(), kept({ service: 'voucher' }), 'duplicate')).toEqual([
      'DUPLICATE_NOT_JUDGED',
    ]);
    for (const status of APPLICATION_STATUSES) {
      const gone = removalFaults(side(), kept({ status }), 'open').includes('DUPLICATE_KEPT_GONE');
      expect([status, gone]).toEqual([status, !STANDING_STATUSES.includes(status)]);
      const notQueued = removalFaults(side({ status }), kept(), 'open').includes('DUPLICATE_NOT_QUEUED');
      expect([status, notQueued]).toEqual([status, status !== 'queued']);
    }
  });

  it('the machine says the same: off the queue and back to it', () => {
    const from = (event: 'remove_duplicate' | 'reinstate_duplicate'): ApplicationStatus[] =>
      APPLICATION_STATUSES.filter((status) => nextStatus(status, event) !== null);
    expect(from('remove_duplicate')).toEqual(['queued']);
    expect(nextStatus('queued', 'remove_duplicate')).toBe('cancelled');
    expect(nextStatus('cancelled', 'reinstate_duplicate')).toBe('queued');
    expect(STANDING_STATUSES).not.toContain('cancelled');
  });

  it('what was signed is undone by no finding; asking again needs something found', () => {
    for (const finding of FINDINGS) {
      expect(afterFinding('removed', finding)).toBeNull();
      for (const state of DUPLICATE_STATES) expect(afterFinding(state, finding)).not.toBe(state);
    }
    expect(afterFinding('open', 'reopened')).toBeNull();
    expect(afterFinding('duplicate', 'reopened')).toBe('open');
    expect(afterFinding('open', 'not_duplicate')).toBe('not_duplicate');
    expect(afterFinding('not_duplicate', 'duplicate')).toBe('duplicate');
  });
});
