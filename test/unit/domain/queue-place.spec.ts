import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russianForm } from '../../../domain/plural.ts';
import { PRIORITY_CLASSES, type PriorityClass } from '../../../domain/priority.ts';
import { entryOf, microsOf, orderQueue, type QueueEntry, withFamilies } from '../../../domain/queue-order.ts';
import {
  neighboursOf,
  PLACE_REASON_CODES,
  type PlaceFigures,
  placeFigures,
  placeReasons,
  placeStrip,
} from '../../../domain/queue-place.ts';
import { momentKk, momentOf, momentOfMicros, placeWords, reasonWords } from '../../../domain/queue-words.ts';

const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
const at = (time: string): number => microsOf(`2026-01-31T${time}+05:00`);
const make = (no: number, priorityClass: PriorityClass, time: number): QueueEntry =>
  entryOf({ id: String(no), number: `2026-${String(no).padStart(6, '0')}`, priorityClass, at: time });

/** The queue of the mock-up (ui/queue.html): Sanzhar is the tenth of 176 ordinary ones, 11 hold a benefit. */
const entries = [
  ...Array.from({ length: 11 }, (_, i) =>
    make(100 + i, i < 1 ? 'out_of_turn' : 'priority', at('12:00:00') + i),
  ),
  ...Array.from({ length: 176 }, (_, i) => make(200 + i, 'ordinary', at('09:14:22.318') + (i - 9) * 1000)),
];
const order = orderQueue(entries, ratio);
const figures = (id: string): PlaceFigures => {
  const found = placeFigures(order, id);
  if (found === null) throw new Error('not in the queue');
  return found;
};

describe('a place', () => {
  it('is the one of the queue screen: place 14, 13 ahead, 4 of 11 benefit holders', () => {
    expect(figures('209')).toEqual({
      place: 14,
      total: 187,
      turn: 14,
      stream: 'ordinary',
      cause: 'ratio',
      priorityClass: 'ordinary',
      at: at('09:14:22.318'),
      ahead: 13,
      benefitAhead: 4,
      ordinaryAhead: 9,
      benefitTotal: 11,
      benefitBehind: 7,
      higherClassAhead: 0,
      earlierAhead: 9,
      together: false,
    });
    expect(figures('102')).toMatchObject({
      place: 9,
      higherClassAhead: 1,
      earlierAhead: 1,
      benefitBehind: 8,
    });
    expect(placeFigures(order, '999')).toBeNull();
  });

  it('has a strip of sixteen: the benefit holders’ are 1, 5, 9 and 13', () => {
    const strip = placeStrip(figures('209'), ratio, []);
    expect(strip.map((p) => p.place)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect(strip.filter((p) => p.stream === 'benefit').map((p) => p.place)).toEqual([1, 5, 9, 13]);
    expect(strip.filter((p) => p.mine).map((p) => p.place)).toEqual([14]);
    expect(placeStrip(figures('300'), ratio, []).map((p) => p.place)[0]).toBe(figures('300').place - 13);
  });

  it('has neighbours: three before and two behind, each as it stands to the child', () => {
    expect(neighboursOf(order, '209').map((n) => [n.place, n.entry.id, n.relation])).toEqual([
      [11, '207', 'earlier'],
      [12, '208', 'earlier'],
      [13, '103', 'ratio'],
      [14, '209', 'self'],
      [15, '210', 'later'],
      [16, '211', 'later'],
    ]);
    expect(neighboursOf(order, '101', 5, 0).map((n) => n.relation)).toEqual([
      'class',
      'ratio',
      'ratio',
      'ratio',
      'self',
    ]);
    const twins = withFamilies(
      [1, 2, 3].map((no) => ({
        ...make(no, 'ordinary', no),
        twinGroup: no === 2 ? null : 'a',
        applicantId: String(no),
      })),
      'twins',
    );
    expect(neighboursOf(orderQueue(twins, ratio), '3').map((n) => n.relation)).toEqual([
      'together',
      'self',
      'later',
    ]);
    expect(placeFigures(orderQueue(twins, ratio), '3')?.together).toBe(true);
    expect(neighboursOf(order, '999')).toEqual([]);
  });

  const queue = fc
    .array(fc.record({ priorityClass: fc.constantFrom(...PRIORITY_CLASSES), at: fc.nat(9) }), {
      minLength: 1,
      maxLength: 40,
    })
    .map((rows) => rows.map((row, i) => make(i + 1, row.priorityClass, row.at)));
  const live = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 12 });
  const ratios = fc.record({ benefitPlaces: fc.nat(3), ordinaryPlaces: fc.integer({ min: 1, max: 4 }) });

  it('adds up, and its strip is the order itself', () => {
    fc.assert(
      fc.property(queue, ratios, live, fc.nat(), (all, r, taken, pick) => {
        const whole = orderQueue(all, r, taken);
        const own = whole[pick % whole.length];
        if (own === undefined) return;
        const f = placeFigures(whole, own.entry.id);
        if (f === null) throw new Error('lost');
        expect(f.ahead).toBe(f.place - 1);
        expect(f.benefitAhead + f.ordinaryAhead).toBe(f.ahead);
        expect(f.higherClassAhead + f.earlierAhead).toBe(
          f.stream === 'benefit' ? f.benefitAhead : f.ordinaryAhead,
        );
        const strip = placeStrip(f, r, taken);
        expect(strip).toHaveLength(16);
        expect(strip.filter((p) => p.mine)).toHaveLength(1);
        for (const p of strip) {
          expect(p.waiting).toBe(p.place <= whole.length);
          if (p.waiting) expect(p.stream).toBe(whole[p.place - 1]?.stream);
        }
        for (const language of ['kk', 'ru', 'en'] as const) {
          const words = placeWords(f, r, 'Санжар', language);
          expect(words.reasons).toHaveLength(placeReasons(f, r).length);
          const all_ = [words.place, words.summary, ...words.reasons].join(' ');
          expect(all_).not.toMatch(/undefined|NaN|\{|\}|-\s|\s\s/);
        }
      }),
    );
  });
});

describe('a place in words', () => {
  const words = (id: string, language: 'kk' | 'ru' | 'en') =>
    placeWords(figures(id), ratio, 'Санжар', language);

  it('says what the mock-up says, in Kazakh', () => {
    expect(words('209', 'kk')).toEqual({
      place: '14-орын, кезекте 187 бала',
      summary: 'Алдында 13 бала бар: 4-еуі жеңілдікпен, 9-ының өтініші ертерек берілген.',
      reasons: [
        'Санжар жалпы кезекте: жеңілдігі жоқ. Өтініші 31.01.2026 09:14:22.318-де тіркелген.',
        'Арақатынас 1 : 3. Жеңілдігі бар 11 баланың 4-еуі 14-орынға дейін өтеді, қалған 7-еуі артында.',
        'Жалпы кезекте 9 баланың өтініші одан бұрын тіркелген.',
      ],
    });
  });

  it('says the same in Russian and English, and for a benefit holder', () => {
    expect(words('209', 'ru')).toEqual({
      place: '14-е место, в очереди 187 детей',
      summary: 'Впереди 13 детей: 4 с льготой, у 9 заявление подано раньше.',
      reasons: [
        'Санжар в общей очереди: льготы нет. Заявление зарегистрировано 31.01.2026 09:14:22.318.',
        'Соотношение 1 : 3. Из 11 детей с льготой до 14-го места проходят 4, позади 7.',
        'В общей очереди у 9 детей заявление зарегистрировано раньше.',
      ],
    });
    expect(words('209', 'en').summary).toBe(
      '13 children are ahead: 4 with a benefit, 9 who applied earlier.',
    );
    expect(words('102', 'kk')).toMatchObject({
      summary: 'Алдында 8 бала бар: 2-еуі жеңілдікпен, 6-ауы арақатынас бойынша жалпы кезектен.',
      reasons: [
        'Санжар жеңілдікпен тұр: бірінші кезекте. Өтініші 31.01.2026 12:00:00.000002-де тіркелген.',
        'Арақатынас 1 : 3. Әр 4 орынның 1-еуі жеңілдікпен беріледі, сондықтан жалпы кезектен 6 бала алда.',
        '1 бала кезектен тыс құқықпен алда.',
        'Сол жеңілдік түрімен 1 баланың өтініші одан бұрын тіркелген.',
      ],
    });
    expect(words('100', 'ru').summary).toBe('Впереди никого.');
    expect(words('200', 'ru')).toMatchObject({
      place: '2-е место, в очереди 187 детей',
      summary: 'Впереди 1 ребёнок: 1 с льготой.',
    });
  });

  it('names nobody else and knows every reason in every language', () => {
    const values = {
      at: '2026-01-31T09:14:22.000000+05:00',
      benefit: 1,
      ordinary: 3,
      place: 21,
      benefitTotal: 21,
      benefitAhead: 1,
      benefitBehind: 20,
      ordinaryAhead: 1,
      count: 1,
      stream: 'benefit',
    };
    for (const code of PLACE_REASON_CODES) {
      for (const language of ['kk', 'ru', 'en'] as const) {
        for (const change of [
          {},
          { stream: 'ordinary', count: 5 },
          { benefitBehind: 0 },
          { benefitAhead: 0 },
          { ordinaryAhead: 0 },
        ]) {
          const text = reasonWords({ code, values: { ...values, ...change } }, 'Санжар', language);
          expect([code, language, /^[А-ЯӘҒҚҢӨҰҮҺІA-Z0-9].*\.$/su.test(text)]).toEqual([code, language, true]);
        }
      }
    }
    expect(() => reasonWords({ code: 'earlier', values: {} }, 'Санжар', 'ru')).toThrow('PLACE_REASON');
    expect(() => reasonWords({ code: 'stands_ordinary', values: { at: 1 } }, 'Санжар', 'kk')).toThrow(
      'PLACE_REASON',
    );
  });

  it('tells of a stream that ends and of one that is empty', () => {
    const alone = orderQueue([make(1, 'ordinary', 1), make(2, 'ordinary', 2)], ratio);
    const f = placeFigures(alone, '2');
    expect(f === null ? [] : placeReasons(f, ratio).map((r) => r.code)).toEqual([
      'stands_ordinary',
      'one_stream',
      'earlier',
    ]);
    const few = orderQueue(
      [make(1, 'ordinary', 1), ...[2, 3, 4].map((no) => make(no, 'priority', no))],
      ratio,
    );
    const last = placeFigures(few, '4');
    expect(last === null ? [] : placeReasons(last, ratio).map((r) => r.code)).toEqual([
      'stands_priority',
      'ratio_benefit',
      'other_stream_ended',
      'earlier',
    ]);
    const first = placeFigures(few, '2');
    expect(first === null ? [] : placeReasons(first, ratio).map((r) => r.code)).toContain('first_of_stream');
  });

  it('writes moments with their ending, and only the decimals they have', () => {
    expect(momentKk('2026-01-31T09:14:22.318000+05:00')).toBe('31.01.2026 09:14:22.318-де');
    expect(momentKk('2026-01-31T09:14:22.000010+05:00')).toBe('31.01.2026 09:14:22.000010-да');
    expect(momentKk('2026-01-31T09:14:23.000000+05:00')).toBe('31.01.2026 09:14:23-те');
    expect(momentOf('2026-01-31T09:14:22+05:00')).toBe('31.01.2026 09:14:22');
    expect(momentOfMicros(at('09:14:22.318'))).toBe('31.01.2026 09:14:22.318');
  });

  it('counts in Russian', () => {
    const form = (n: number): string => russianForm(n, 'один', 'мало', 'много');
    expect([0, 1, 2, 4, 5, 11, 12, 14, 20, 21, 22, 25, 101, 111, 112, 122].map(form)).toEqual([
      'много',
      'один',
      'мало',
      'мало',
      'много',
      'много',
      'много',
      'много',
      'много',
      'один',
      'мало',
      'много',
      'один',
      'много',
      'много',
      'мало',
    ]);
  });
});
