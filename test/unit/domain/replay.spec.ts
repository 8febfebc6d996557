import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherStream, PRIORITY_CLASSES, type PriorityClass, streamOfTurn } from '../../../domain/priority.ts';
import { compareEntries, entryOf, FreeTurns, streamOf, withFamilies } from '../../../domain/queue-order.ts';
import {
  liveTurnsAt,
  type PassedRow,
  type ReplayInput,
  replayReferral,
  type Stay,
  stoodAt,
  type TurnTaken,
} from '../../../domain/replay.ts';

const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
const stay = (no: number, change: Partial<Stay> & { class?: PriorityClass } = {}): Stay => {
  const { class: priorityClass, ...rest } = change;
  return {
    ...entryOf({
      id: String(no),
      number: `2026-${String(no).padStart(6, '0')}`,
      priorityClass: priorityClass ?? 'ordinary',
      at: no,
    }),
    wants: [10],
    enteredAt: 100,
    leftAt: null,
    enteredSeq: no,
    leftSeq: null,
    heldSeat: false,
    ...rest,
  };
};
const base: ReplayInput = {
  referral: {
    id: 'r',
    applicationId: '3',
    kindergartenId: 10,
    turn: 3,
    stream: 'ordinary',
    cause: 'ratio',
    outOfOrderReason: null,
    isSigned: true,
  },
  moment: { at: 1000, beforeSeq: 50 },
  stays: [
    stay(1, { wants: [20] }),
    stay(2, { heldSeat: true }),
    stay(3, { leftAt: 1000, leftSeq: 50 }),
    stay(4),
    stay(5, { class: 'priority' }),
  ],
  turns: [
    { turn: 1, referralId: 'a', takenAt: 500, voidedAt: null },
    { turn: 2, referralId: 'b', takenAt: 600, voidedAt: null },
    { turn: 3, referralId: 'r', takenAt: 1000, voidedAt: null },
  ],
  ratio,
  passed: [],
};

describe('replay of a referral', () => {
  it('proves that the child was next: those ahead did not want the place, or held one', () => {
    expect(replayReferral(base)).toEqual({
      verdict: 'was_next',
      faults: [],
      place: 4,
      total: 5,
      aheadNotWanting: 2,
      passed: [],
    });
  });

  const blocked: ReplayInput = { ...base, stays: [...base.stays, stay(0)] };
  const told: readonly PassedRow[] = [{ applicationId: '0', why: 'ahead' }];

  it('says who was passed over, and by which reason and act it must be', () => {
    expect(replayReferral(blocked)).toMatchObject({ verdict: 'not_proven', faults: ['REPLAY_UNTOLD'] });
    expect(replayReferral({ ...blocked, passed: told })).toMatchObject({
      verdict: 'not_proven',
      faults: ['REPLAY_NO_REASON'],
    });
    const reasoned = {
      ...blocked,
      passed: told,
      referral: { ...base.referral, outOfOrderReason: 'order_court' },
    };
    expect(replayReferral(reasoned)).toMatchObject({
      verdict: 'passed_over',
      faults: [],
      passed: [{ applicationId: '0', why: 'ahead', place: 1 }],
    });
    expect(
      replayReferral({ ...reasoned, referral: { ...reasoned.referral, isSigned: false } }).faults,
    ).toEqual(['REPLAY_NOT_SIGNED']);
  });

  it.each<[string, ReplayInput, string]>([
    ['did not wait', { ...base, stays: base.stays.filter((s) => s.id !== '3') }, 'REPLAY_NOT_WAITING'],
    ['had left before', { ...base, moment: { at: 1000, beforeSeq: 51 } }, 'REPLAY_NOT_WAITING'],
    [
      'wants another',
      { ...base, stays: base.stays.map((s) => (s.id === '3' ? { ...s, wants: [20] } : s)) },
      'REPLAY_NOT_WANTED',
    ],
    [
      'other cause',
      { ...base, referral: { ...base.referral, cause: 'other_stream_empty' } },
      'REPLAY_STREAM',
    ],
    ['other stream', { ...base, referral: { ...base.referral, stream: 'benefit' } }, 'REPLAY_STREAM'],
    ['other turn', { ...base, referral: { ...base.referral, turn: 5 } }, 'REPLAY_STREAM'],
    ['taken turn', { ...base, referral: { ...base.referral, turn: 2 } }, 'REPLAY_TURN_TAKEN'],
    [
      'told of one behind',
      { ...base, passed: [{ applicationId: '4', why: 'together' }] },
      'REPLAY_TOLD_WRONGLY',
    ],
    [
      'told of one not wanting',
      { ...base, passed: [{ applicationId: '1', why: 'together' }] },
      'REPLAY_TOLD_WRONGLY',
    ],
    [
      'alone, told as family',
      { ...blocked, passed: [{ applicationId: '0', why: 'together' }] },
      'REPLAY_TOLD_WRONGLY',
    ],
  ])('is not proven: %s', (_, input, fault) => {
    const found = replayReferral(input);
    expect(found.verdict).toBe('not_proven');
    expect(found.faults).toContain(fault);
  });

  it('a family that waits for seats for all is told, and nobody is passed over', () => {
    const family = [1, 2].map((no) => ({ ...stay(no), order: stay(1).own }));
    const input = {
      ...base,
      stays: [...family, ...base.stays.filter((s) => s.id === '3')],
      passed: [
        { applicationId: '1', why: 'together' as const },
        { applicationId: '2', why: 'together' as const },
      ],
    };
    expect(replayReferral(input)).toMatchObject({ verdict: 'was_next', faults: [], aheadNotWanting: 0 });
  });

  it('on a turn of the other stream its children are told from the first that no seat was left for', () => {
    const own = {
      ...base.referral,
      applicationId: '5',
      turn: 2,
      stream: 'benefit',
      cause: 'other_stream_empty',
      outOfOrderReason: 'x',
    } as const;
    const turns: readonly TurnTaken[] = [
      { turn: 1, referralId: 'a', takenAt: 500, voidedAt: null },
      { turn: 2, referralId: 'r', takenAt: 1000, voidedAt: null },
    ];
    const stays = base.stays.map((s) => (s.id === '3' ? stay(3) : s));
    const of = (passed: readonly PassedRow[]) =>
      replayReferral({ ...base, referral: own, turns, stays, passed });
    const ratioRow = (id: string): PassedRow => ({ applicationId: id, why: 'ratio' });
    expect(of([]).verdict).toBe('was_next');
    expect(of([ratioRow('4')]).verdict).toBe('passed_over');
    expect(of([ratioRow('3'), ratioRow('4')]).verdict).toBe('passed_over');
    expect(of([ratioRow('3')]).faults).toEqual(['REPLAY_UNTOLD']);
    expect(of([ratioRow('1')]).faults).toEqual(['REPLAY_TOLD_WRONGLY']);
  });

  it('knows who stood there at a moment, by the history’s numbers or by time', () => {
    const gone = stay(1, { enteredAt: 100, leftAt: 200, enteredSeq: 10, leftSeq: 20 });
    const by = (beforeSeq: number) => stoodAt(gone, { at: 200, beforeSeq });
    expect([by(10), by(11), by(20), by(21)]).toEqual([false, true, true, false]);
    const at = (moment: number) => stoodAt(gone, { at: moment, beforeSeq: null });
    expect([at(99), at(100), at(199), at(200)]).toEqual([false, true, true, false]);
    // Rows without numbers: a stay that ended at the very instant was still there before the act.
    expect(stoodAt({ ...gone, leftSeq: null }, { at: 200, beforeSeq: 30 })).toBe(true);
  });

  it('knows which turns were taken at a moment', () => {
    const turns: readonly TurnTaken[] = [
      { turn: 1, referralId: 'a', takenAt: 10, voidedAt: 50 },
      { turn: 1, referralId: 'b', takenAt: 60, voidedAt: null },
      { turn: 2, referralId: null, takenAt: 10, voidedAt: 10 },
      { turn: 3, referralId: 'c', takenAt: 40, voidedAt: null },
      { turn: 4, referralId: 'd', takenAt: 40, voidedAt: null },
    ];
    expect(liveTurnsAt(turns, 45, null)).toEqual([1, 3, 4]);
    expect(liveTurnsAt(turns, 50, null)).toEqual([3, 4]);
    expect(liveTurnsAt(turns, 70, null)).toEqual([1, 3, 4]);
    // Of a batch at one instant the lower turn came first.
    expect(liveTurnsAt(turns, 40, turns[3] ?? null)).toEqual([1]);
    expect(liveTurnsAt(turns, 40, turns[4] ?? null)).toEqual([1, 3]);
  });

  type Row = {
    readonly priorityClass: PriorityClass;
    readonly at: number;
    readonly wants: readonly number[];
    readonly enteredSeq: number;
  };
  const relative: fc.Arbitrary<Row> = fc.record({
    priorityClass: fc.constantFrom(...PRIORITY_CLASSES),
    at: fc.nat(5),
    wants: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    enteredSeq: fc.integer({ min: 1, max: 12 }),
  });
  const queue = fc.array(relative, { minLength: 1, maxLength: 14 });
  type Step = { readonly input: ReplayInput };

  /** Lives through a queue: children enter, seats are given by the rule, some fail and come back. */
  const history = (rows: readonly Row[], picks: readonly number[]): readonly Step[] => {
    const children = rows.map((row, i) => ({
      ...entryOf({
        id: `c${i}`,
        number: `2026-${String(i + 1).padStart(6, '0')}`,
        priorityClass: row.priorityClass,
        at: row.at,
      }),
      wants: row.wants,
      enteredSeq: row.enteredSeq,
    }));
    const stays: Stay[] = children.map((c) => ({
      ...c,
      enteredAt: c.enteredSeq,
      leftAt: null,
      leftSeq: null,
      heldSeat: false,
    }));
    const turns: TurnTaken[] = [];
    const steps: Step[] = [];
    let seq = 13;
    for (const pick of picks) {
      seq += 2;
      const kindergartenId = (pick % 3) + 1;
      if (pick % 5 === 0 && turns.length > 0) {
        const back = turns[pick % turns.length];
        const own = stays.find((s) => s.leftAt !== null && `r${s.leftSeq}` === back?.referralId);
        if (back === undefined || back.voidedAt !== null || own === undefined) continue;
        turns[turns.indexOf(back)] = { ...back, voidedAt: seq };
        stays.push({ ...own, enteredAt: seq, enteredSeq: seq, leftAt: null, leftSeq: null });
        continue;
      }
      const live = liveTurnsAt(turns, seq, null);
      const turn = new FreeTurns(live).turn(1);
      const whose = streamOfTurn(turn, ratio);
      const wanting = stays
        .filter((s) => s.leftAt === null && s.wants.includes(kindergartenId))
        .toSorted(compareEntries);
      const own =
        wanting.find((s) => streamOf(s) === whose) ?? wanting.find((s) => streamOf(s) === otherStream(whose));
      if (own === undefined) continue;
      stays[stays.indexOf(own)] = { ...own, leftAt: seq, leftSeq: seq };
      turns.push({ turn, referralId: `r${seq}`, takenAt: seq, voidedAt: null });
      steps.push({
        input: {
          referral: {
            id: `r${seq}`,
            applicationId: own.id,
            kindergartenId,
            turn,
            stream: streamOf(own),
            cause: streamOf(own) === whose ? 'ratio' : 'other_stream_empty',
            outOfOrderReason: null,
            isSigned: true,
          },
          moment: { at: seq, beforeSeq: seq },
          stays: [],
          turns: [],
          ratio,
          passed: [],
        },
      });
    }
    // Everything is read at the end, when the past has to be found again.
    return steps.map(({ input }) => ({ input: { ...input, stays, turns } }));
  };

  it('finds every referral given by the rule was next, long after, whatever happened since', () => {
    fc.assert(
      fc.property(queue, fc.array(fc.nat(), { maxLength: 25 }), (rows, picks) => {
        for (const { input } of history(rows, picks)) {
          const { verdict, faults } = replayReferral(input);
          expect([verdict, faults]).toEqual(['was_next', []]);
        }
      }),
    );
  });

  it('finds a referral of anybody else out', () => {
    fc.assert(
      fc.property(
        queue,
        fc.array(fc.nat(), { minLength: 1, maxLength: 25 }),
        fc.nat(),
        (rows, picks, pick) => {
          const steps = history(rows, picks);
          const step = steps[pick % Math.max(1, steps.length)];
          if (step === undefined) return;
          const { input } = step;
          const { referral, moment } = input;
          const behind = input.stays.find(
            (s) =>
              s.id !== referral.applicationId &&
              streamOf(s) === referral.stream &&
              s.wants.includes(referral.kindergartenId) &&
              stoodAt(s, moment),
          );
          if (behind === undefined) return;
          const forged = { ...input, referral: { ...referral, applicationId: behind.id } };
          const found = replayReferral(forged);
          expect(found.verdict).toBe('not_proven');
          expect(found.faults).toContain('REPLAY_UNTOLD');
        },
      ),
    );
  });

  it('families of the order stay together in the replay', () => {
    const twins = withFamilies(
      [1, 2, 3].map((no) => ({ ...stay(no), twinGroup: no === 2 ? null : 'a', applicantId: String(no) })),
      'twins',
    );
    const input = {
      ...base,
      stays: twins.map((s) => (s.id === '1' ? { ...s, leftAt: 900, leftSeq: 40 } : s)),
      turns: base.turns,
    };
    // The second twin stands by its brother's key still: before the child that came between.
    expect(replayReferral(input)).toMatchObject({ verdict: 'was_next', place: 1 });
  });
});
