import fc from 'fast-check';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  PlaceStep,
  PlanRow,
  PreparedDecision,
  QueueSummary,
  SignRowResult,
} from '../../../preload/contract/index.ts';
import type { Row } from '../../../renderer/decide/use-run.ts';
import { startI18n, type T } from '../../../renderer/i18n.ts';
import { leftText, resultRows, rowWords } from '../../../renderer/queue/batch-words.ts';
import { firstQueue, sameKey } from '../../../renderer/queue/data.ts';
import { momentOf, typedTime } from '../../../renderer/queue/moment.ts';
import { CHART, labelBox, stepChart, stepsUntil } from '../../../renderer/queue/place-steps.ts';
import { findQueues } from '../../../renderer/queue/QueueChooser.tsx';
import { roundsOf } from '../../../renderer/queue/strip.ts';
import { worksOf } from '../../../renderer/queue/use-batch.ts';
import { aheadSentence, queueName, reasonSentence } from '../../../renderer/queue/words.ts';
import { csvCell, csvFile } from '../../../renderer/ui/csv.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

describe('rounds of the ratio in the strip', () => {
  const strip = (text: string) =>
    [...text].map((c) => ({ stream: c === 'b' ? ('benefit' as const) : ('ordinary' as const) }));
  const rounds = (text: string, benefit = 1, ordinary = 3) =>
    roundsOf(strip(text), { benefitPlaces: benefit, ordinaryPlaces: ordinary }).map(({ from, to }) => [
      from,
      to,
    ]);

  it('are four whole ones of 1 : 3 from the first place', () => {
    expect(rounds('booobooobooobooo')).toEqual([
      [0, 3],
      [4, 7],
      [8, 11],
      [12, 15],
    ]);
  });
  it('leave out one cut by the edge of the strip', () => {
    expect(rounds('oobooobooobooobo')).toEqual([
      [2, 5],
      [6, 9],
      [10, 13],
    ]);
  });
  it('claim nothing where one stream has ended', () => {
    expect(rounds('booooooooooooooo')).toEqual([]);
    expect(rounds('bbbbbbbbbbbbbbbb')).toEqual([]);
    expect(rounds('booobooooooooooo')).toEqual([[0, 3]]);
  });
  it('hold for other ratios, and for one without a share there are none', () => {
    expect(rounds('bboobboo', 2, 2)).toEqual([
      [0, 3],
      [4, 7],
    ]);
    expect(rounds('oooo', 0, 1)).toEqual([]);
  });
});

describe('the line of a place over time', () => {
  const step = (
    at: string,
    place: number,
    change: PlaceStep['change'] = 'served_ahead',
    count = 1,
  ): PlaceStep => ({
    at: new Date(at),
    place,
    total: 200,
    change,
    count,
  });
  const steps = [
    step('2026-01-31T04:00:00Z', 31, 'entered', 0),
    step('2026-02-20T04:00:00Z', 26),
    step('2026-03-05T04:00:00Z', 17, 'served_ahead', 6),
    step('2026-03-20T04:00:00Z', 18, 'entered_ahead'),
    step('2026-04-16T04:00:00Z', 14, 'now', 0),
  ];

  it('runs from the first moment to the last, better places higher', () => {
    const chart = stepChart(steps);
    expect(chart?.path.startsWith(`M${CHART.left} `)).toBe(true);
    expect(chart?.end).toMatchObject({ x: CHART.width - CHART.right, place: 14 });
    const ys = chart?.rows.map((row) => row.y) ?? [];
    expect(ys).toEqual(ys.toSorted((a, b) => a - b));
    expect(chart?.rows[0]?.place).toBeLessThanOrEqual(14);
    expect(chart?.rows.at(-1)?.place).toBeGreaterThanOrEqual(31);
    for (const y of ys) {
      expect(y).toBeGreaterThanOrEqual(CHART.top);
      expect(y).toBeLessThanOrEqual(CHART.height - CHART.bottom);
    }
  });
  it('names the greatest gain and the greatest loss, and nothing else', () => {
    const labels = stepChart(steps)?.labels ?? [];
    expect(labels.map(({ step: one }) => one.place)).toEqual([17, 18]);
  });
  it('writes names where the line is not: left of a gain, above the line after a loss', () => {
    const [gain, loss] = stepChart(steps)?.labels ?? [];
    const rows = stepChart(steps)?.rows ?? [];
    const yOf = (place: number) => {
      const [first, last] = [rows[0], rows.at(-1)];
      return first === undefined || last === undefined
        ? 0
        : first.y + ((place - first.place) / (last.place - first.place)) * (last.y - first.y);
    };
    expect(gain?.anchor).toBe('end');
    expect(gain?.y).toBeLessThan(yOf(26) - 6);
    const drop = stepChart([
      step('2026-01-31T04:00:00Z', 1, 'entered', 0),
      step('2026-02-20T04:00:00Z', 2, 'entered_ahead'),
      step('2026-08-20T04:00:00Z', 2, 'now', 0),
    ]);
    expect(drop?.labels[0]?.anchor).toBe('start');
    expect(drop?.labels[0]?.y).toBeLessThan((drop?.end.y ?? 0) - 4);
    for (const label of [gain, loss, drop?.labels[0]]) {
      expect(label?.y).toBeGreaterThanOrEqual(10);
      expect(label?.y).toBeLessThanOrEqual(CHART.height - 16);
    }
  });
  it('writes no name over another, and none beyond the chart', () => {
    const moment = fc.nat(400 * 24).map((hours) => new Date(Date.UTC(2025, 0, 1) + hours * 3_600_000));
    const change = fc.record({
      at: moment,
      place: fc.integer({ min: 1, max: 60 }),
      total: fc.constant(60),
      change: fc.constantFrom('served_ahead' as const, 'entered_ahead' as const, 'ratio' as const),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 12 }), (made) => {
        const steps = made.toSorted((a, b) => a.at.getTime() - b.at.getTime());
        const labels = stepChart(steps)?.labels ?? [];
        const boxes = labels.map(labelBox);
        for (const box of boxes) {
          expect(box.left).toBeGreaterThanOrEqual(0);
          expect(box.right).toBeLessThanOrEqual(CHART.width);
          expect(box.top).toBeGreaterThanOrEqual(-2);
          expect(box.bottom).toBeLessThanOrEqual(CHART.height - 14);
        }
        const [one, other] = boxes;
        if (one === undefined || other === undefined) return;
        expect(
          one.left >= other.right ||
            other.left >= one.right ||
            one.top >= other.bottom ||
            other.top >= one.bottom,
        ).toBe(true);
      }),
    );
    // Two great changes close by: both are named all the same.
    const close = stepChart([
      step('2026-01-31T04:00:00Z', 31, 'entered', 0),
      step('2026-03-05T04:00:00Z', 12, 'served_ahead', 6),
      step('2026-03-06T04:00:00Z', 25, 'entered_ahead', 13),
      step('2026-06-16T04:00:00Z', 25, 'now', 0),
    ]);
    expect(close?.labels.map(({ step: one }) => one.place)).toEqual([12, 25]);
  });
  it('writes months where there is room for their names', () => {
    const chart = stepChart(steps);
    expect(chart?.months.map(({ month }) => month)).toEqual([2, 3, 4]);
    const long = stepChart([
      step('2021-01-31T04:00:00Z', 900, 'entered', 0),
      step('2026-04-16T04:00:00Z', 14, 'now', 0),
    ]);
    expect(long?.months.length).toBeLessThanOrEqual(5);
    expect(long?.months.length).toBeGreaterThan(1);
  });
  it('is drawn on to a past moment and knows nothing after it', () => {
    const at = new Date('2026-03-10T04:00:00Z');
    const known = stepsUntil(steps, at);
    expect(known.map((one) => one.place)).toEqual([31, 26, 17, 17]);
    expect(known.at(-1)).toMatchObject({ at, change: 'now' });
    expect(stepsUntil(steps, null)).toBe(steps);
    expect(stepsUntil(steps, new Date('2020-01-01T00:00:00Z'))).toEqual([]);
  });
  it('is flat for one place and nothing without steps', () => {
    const flat = stepChart([step('2026-04-16T04:00:00Z', 1, 'entered', 0)]);
    expect(flat?.rows.length).toBeGreaterThan(0);
    expect(Number.isFinite(flat?.end.y)).toBe(true);
    expect(stepChart([])).toBeNull();
  });
});

describe('words of a place', () => {
  const figures = { ahead: 13, benefitAhead: 4, ordinaryAhead: 9, stream: 'ordinary' as const };
  it('are the words of the print, the count of those ahead in bold', () => {
    expect(aheadSentence('kk', figures)).toEqual({
      bold: 'Алдында 13 бала бар:',
      rest: '4-\u2060еуі жеңілдікпен, 9-\u2060ының өтініші ертерек берілген.',
    });
    expect(aheadSentence('en', { ...figures, ahead: 0, benefitAhead: 0, ordinaryAhead: 0 })).toEqual({
      bold: 'Nobody is ahead.',
      rest: '',
    });
  });
  it('never break on a reason they do not know', () => {
    const values = { at: '2026-01-31T09:14:22.318000+05:00' };
    expect(reasonSentence('kk', { code: 'stands_ordinary', values }, 'Санжар')).toBe(
      'Санжар жалпы кезекте: жеңілдігі жоқ. Өтініші 31.01.2026 09:14:22.318-\u2060де тіркелген.',
    );
    expect(reasonSentence('kk', { code: 'a_later_reason', values }, 'Санжар')).toBeNull();
    expect(reasonSentence('kk', { code: 'earlier', values: {} }, 'Санжар')).toBeNull();
  });
});

describe('choosing a queue', () => {
  const summary = (
    cohortYear: number,
    language: 'kk' | 'ru',
    waiting: number,
    freeSeats: number,
  ): QueueSummary => ({
    key: { districtId: 1, service: 'preschool_queue', queueKind: 'general', cohortYear, language },
    waiting,
    offered: 0,
    freeSeats,
  });
  const queues = [summary(2020, 'kk', 900, 0), summary(2021, 'kk', 187, 37), summary(2021, 'ru', 400, 2)];
  const districts = [{ id: 1, name: { kk: 'Сарыбел ауданы', ru: 'Сарыбельский район', en: 'Sarybel' } }];

  it('begins with the longest one that has places to give', () => {
    expect(firstQueue(queues)?.key).toEqual(summary(2021, 'ru', 0, 0).key);
    expect(firstQueue([])).toBeNull();
  });
  it('finds by any words of the name, without Kazakh letters too', () => {
    const named = queues.map((queue) => ({ queue, name: queueName(t, 'kk', queue.key, districts) }));
    expect(named[1]?.name).toBe('Сарыбел ауданы · жалпы дамыту · 2021 ж. туғандар · қазақ тілі');
    expect(findQueues(named, '2021 казак').map(({ queue }) => queue)).toEqual([queues[1]]);
    expect(findQueues(named, 'сарыбел 2020')).toHaveLength(1);
    expect(findQueues(named, 'арнайы')).toEqual([]);
  });
  it('tells keys apart by every part', () => {
    const key = summary(2021, 'kk', 0, 0).key;
    expect(sameKey(key, { ...key })).toBe(true);
    expect(sameKey(key, { ...key, queueKind: 'special' })).toBe(false);
    expect(sameKey(null, null)).toBe(false);
  });
});

describe('a past moment', () => {
  const now = new Date('2026-04-16T07:00:00Z');
  it('is read in Almaty, the offset of its own day', () => {
    expect(momentOf('2026-03-16', '09:00', now)).toEqual({ ok: true, at: new Date('2026-03-16T04:00:00Z') });
    expect(momentOf('2024-02-16', '09:00', now)).toEqual({ ok: true, at: new Date('2024-02-16T03:00:00Z') });
  });
  it('is not one that has not come, nor one that is not whole', () => {
    expect(momentOf('2026-04-16', '12:01', now)).toEqual({ ok: false, code: 'future' });
    expect(momentOf('2026-04-16', '25:00', now)).toEqual({ ok: false, code: 'time' });
    expect(momentOf(null, '09:00', now)).toEqual({ ok: false, code: 'incomplete' });
    expect(momentOf('2026-04-16', '9', now)).toEqual({ ok: false, code: 'incomplete' });
  });
  it('gets its colon as it is typed, and lets it be deleted', () => {
    expect([typedTime('0', true), typedTime('09', true), typedTime('09:14', true)]).toEqual([
      '0',
      '09:',
      '09:14',
    ]);
    expect(typedTime('09', false)).toBe('09');
    expect(typedTime('09:145', true)).toBe('09:14');
  });
});

const planRow = (part: Partial<PlanRow> = {}): PlanRow => ({
  applicationId: '7',
  expectedVersion: 6,
  number: '2026-002913',
  childName: 'Нұрболат Санжар',
  place: 14,
  priorityClass: 'ordinary',
  act: 'offer',
  turn: 30,
  stream: 'ordinary',
  cause: 'ratio',
  kindergarten: 'Балауса',
  groupName: 'Ботақан',
  age: 5,
  seatId: '81',
  rank: 1,
  until: new Date('2026-04-20T13:30:00Z'),
  benefitPending: false,
  together: false,
  ...part,
});

const runRow = (part: Partial<Row> = {}): Row => ({
  target: { id: '7', expectedVersion: 6 },
  prepared: { obstacles: [], referral: { number: '2026-Ж-000412' } } as unknown as PreparedDecision,
  result: null,
  idempotencyKey: 'k',
  ...part,
});

const result = (part: Partial<SignRowResult>): SignRowResult => ({
  applicationId: '7',
  ok: false,
  decision: null,
  decisionId: null,
  decisionNumber: null,
  status: null,
  version: null,
  error: null,
  ...part,
});

describe('a row of the batch', () => {
  const idle = { signing: false, begun: false };
  const begun = { signing: false, begun: true };
  it('tells why the place is this child’s before it is signed', () => {
    expect(rowWords(t, planRow(), runRow(), idle)).toMatchObject({
      state: 'ready',
      first: '30-рет, жалпы кезек',
      second: '1-қалауы · 20.04 18:30 дейін',
    });
    expect(rowWords(t, planRow({ cause: 'other_stream_empty' }), null, idle).first).toBe(
      '30-рет, екінші тізімнен: жалпы кезек',
    );
  });
  it('shows the referral’s own number when it is signed, with the time to the second', () => {
    const at = new Date('2026-04-16T07:04:02Z');
    const done = runRow({ result: result({ ok: true, decisionNumber: '2026-Ш-001932' }), resultAt: at });
    expect(rowWords(t, planRow(), done, begun)).toMatchObject({
      state: 'done',
      first: '№ 2026-Ж-000412',
      second: '12:04:02',
    });
  });
  it('says why it was not given and where to look', () => {
    const changed = runRow({
      result: result({
        error: {
          code: 'CHANGED',
          data: { by: 'С. Оразова', at: new Date('2026-04-16T07:03:00Z'), version: 7 },
        },
      }),
    });
    expect(rowWords(t, planRow(), changed, begun)).toMatchObject({ state: 'failed', link: 'changes' });
    const cannot = runRow({
      prepared: { obstacles: [{ code: 'NOT_A_CODE' }], referral: null } as unknown as PreparedDecision,
    });
    expect(rowWords(t, planRow(), cannot, idle)).toMatchObject({ state: 'cannot', link: 'application' });
  });
  it('warns that a referral under an unconfirmed benefit is hidden from the kindergarten', () => {
    expect(rowWords(t, planRow({ benefitPending: true }), runRow(), begun)).toMatchObject({
      state: 'waiting',
      first: 'Жеңілдік расталмаған',
      second: 'Балабақшаға көрінбейді',
    });
  });
  it('keeps the seat and the turn that were shown, one act to a call', () => {
    const rows = [planRow(), planRow({ applicationId: '8', act: 'issue_referral', seatId: '82', turn: 31 })];
    expect(worksOf(rows)).toEqual([
      {
        targets: [{ id: '7', expectedVersion: 6, seatId: '81', turn: 30 }],
        intent: { act: 'offer', reason: null, note: null },
      },
      {
        targets: [{ id: '8', expectedVersion: 6, seatId: '82', turn: 31 }],
        intent: { act: 'issue_referral', reason: null, note: null },
      },
    ]);
  });
  it('names every reason the plan leaves somebody out for, and an unknown one by its code', () => {
    for (const code of [
      'holds_seat',
      'no_wishes',
      'not_free',
      'seats_given',
      'together',
      'correction_kind',
      'limit',
      'no_queue',
      'special_first',
      'not_wanted',
    ]) {
      expect(leftText(t, { code, count: 1 }), code).not.toBe(code);
    }
    expect(leftText(t, { code: 'constructor', count: 1 })).toBe('constructor');
  });
});

describe('the file of results', () => {
  it('never starts a formula, whatever a child is called', async () => {
    for (const bad of ['=1+1', '+7', '-2', '@x', '\t=1', ' =1', '＝1', '\r\n=1', "'=1"]) {
      expect(csvCell(bad).startsWith(`"'`), bad).toBe(true);
    }
    expect(csvCell(-2)).toBe('"-2"');
    expect(csvCell('a "b"')).toBe('"a ""b"""');
    const bytes = new Uint8Array(await csvFile([['Орны', 1]]).arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe('"Орны";"1"\r\n');
  });
  it('has a line for each child with what became of it', () => {
    const rows = resultRows(t, [planRow(), planRow({ applicationId: '8', place: 15 })], (row) =>
      row.applicationId === '7'
        ? runRow({ result: result({ ok: true }), resultAt: new Date(0) })
        : runRow({ result: result({ error: { code: 'NOT_FOUND', data: undefined } }) }),
    );
    expect(rows).toHaveLength(3);
    expect(rows[1]?.slice(-2)).toEqual(['№ 2026-Ж-000412', '']);
    expect(rows[2]?.at(-2)).toBe('Ұсынылмады.');
    expect(rows[2]?.at(-1)).not.toBe('');
  });
});
