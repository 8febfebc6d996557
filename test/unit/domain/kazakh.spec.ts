import { describe, expect, it } from 'vitest';
import {
  dateWith,
  type KazakhCase,
  numberWith,
  ordinal,
  partOf,
  partOfGenitive,
  timeWith,
  wordWith,
} from '../../../domain/kazakh.ts';

/** нөл, бір, екі … written out with their endings as a speaker says them. */
const SPOKEN: Readonly<
  Record<
    number,
    readonly [genitive: string, dative: string, accusative: string, locative: string, ablative: string]
  >
> = {
  0: ['дің', 'ге', 'ді', 'де', 'ден'],
  1: ['дің', 'ге', 'ді', 'де', 'ден'],
  2: ['нің', 'ге', 'ні', 'де', 'ден'],
  3: ['тің', 'ке', 'ті', 'те', 'тен'],
  4: ['тің', 'ке', 'ті', 'те', 'тен'],
  5: ['тің', 'ке', 'ті', 'те', 'тен'],
  6: ['ның', 'ға', 'ны', 'да', 'дан'],
  7: ['нің', 'ге', 'ні', 'де', 'ден'],
  8: ['дің', 'ге', 'ді', 'де', 'ден'],
  9: ['дың', 'ға', 'ды', 'да', 'дан'],
  10: ['ның', 'ға', 'ды', 'да', 'нан'],
  20: ['ның', 'ға', 'ны', 'да', 'дан'],
  30: ['дың', 'ға', 'ды', 'да', 'дан'],
  40: ['тың', 'қа', 'ты', 'та', 'тан'],
  50: ['дің', 'ге', 'ді', 'де', 'ден'],
  60: ['тың', 'қа', 'ты', 'та', 'тан'],
  70: ['тің', 'ке', 'ті', 'те', 'тен'],
  80: ['нің', 'ге', 'ді', 'де', 'нен'],
  90: ['ның', 'ға', 'ды', 'да', 'нан'],
  100: ['дің', 'ге', 'ді', 'де', 'ден'],
  1000: ['ның', 'ға', 'ды', 'да', 'нан'],
  1000000: ['ның', 'ға', 'ды', 'да', 'нан'],
};
const CASES: readonly KazakhCase[] = ['genitive', 'dative', 'accusative', 'locative', 'ablative'];

describe('Kazakh endings', () => {
  it.each(Object.entries(SPOKEN))('after %s', (value, endings) => {
    expect(CASES.map((kase) => numberWith(Number(value), kase))).toEqual(endings.map((e) => `${value}-${e}`));
  });

  it('go by the last word spoken, whatever stands before it', () => {
    for (const [last, like] of [
      [38, 8],
      [110, 10],
      [2026, 6],
      [300, 100],
      [12_000, 1000],
      [1_000_040, 40],
      [205, 5],
    ] as const) {
      for (const kase of CASES) {
        expect(numberWith(last, kase).split('-')[1]).toBe(numberWith(like, kase).split('-')[1]);
      }
    }
    expect(numberWith(1_000_000_000, 'dative')).toBe('1000000000-қа');
  });

  it.each([
    ['12:03', 'locative', '12:03-те'],
    ['18:30', 'dative', '18:30-ға'],
    ['11:58', 'ablative', '11:58-ден'],
    ['09:00', 'ablative', '09:00-ден'],
    ['18:00', 'dative', '18:00-ге'],
    ['12:40', 'locative', '12:40-та'],
    ['09:10', 'ablative', '09:10-нан'],
  ] as const)('%s %s', (time, kase, text) => {
    expect(timeWith(time, kase)).toBe(text);
  });

  it('after dates by the year', () => {
    expect(dateWith('2026-01-12', 'ablative')).toBe('12.01.2026-дан');
    expect(dateWith('2025-01-12', 'ablative')).toBe('12.01.2025-тен');
    expect(dateWith('2024-01-12', 'dative')).toBe('12.01.2024-ке');
    expect(dateWith('2030-01-12', 'dative')).toBe('12.01.2030-ға');
  });

  it.each([
    [1, '1-еуі'],
    [4, '4-еуі'],
    [6, '6-ауы'],
    [8, '8-і'],
    [9, '9-ы'],
    [10, '10-ы'],
    [11, '11-і'],
    [12, '12-сі'],
    [16, '16-сы'],
    [20, '20-сы'],
    [38, '38-і'],
    [40, '40-ы'],
    [50, '50-і'],
    [100, '100-і'],
  ])('%i of them: %s', (value, text) => {
    expect(partOf(value)).toBe(text);
  });

  it('of so many of them', () => {
    expect(partOfGenitive(9)).toBe('9-ының');
    expect(partOfGenitive(4)).toBe('4-еуінің');
    expect(partOfGenitive(20)).toBe('20-сының');
  });

  it('an ordinal takes a hyphen only', () => {
    expect(ordinal(14, 'орын')).toBe('14-орын');
  });

  it.each([
    ['Алматы', 'dative', 'Алматыға'],
    ['Шымкент', 'locative', 'Шымкентте'],
    ['Астана', 'ablative', 'Астанадан'],
    ['Қарағанды', 'genitive', 'Қарағандының'],
    ['Сарыбел', 'locative', 'Сарыбелде'],
    ['Ақтау', 'dative', 'Ақтауға'],
    ['Семей', 'ablative', 'Семейден'],
    ['Оразова', 'genitive', 'Оразованың'],
    ['Тоқаев', 'genitive', 'Тоқаевтың'],
    ['Тургенев', 'genitive', 'Тургеневтің'],
    ['Петров', 'dative', 'Петровқа'],
    ['Путин', 'genitive', 'Путиннің'],
    ['Гүлнар', 'dative', 'Гүлнарға'],
    ['Нұрлан', 'ablative', 'Нұрланнан'],
    ['Әли', 'dative', 'Әлиге'],
    ['Ғали', 'dative', 'Ғалиға'],
    ['Ким', 'dative', 'Кимге'],
    ['Юн', 'dative', 'Юнға'],
    ['Айгүль', 'dative', 'Айгүльге'],
    ['Smith', 'dative', 'Smith'],
    ['', 'dative', ''],
  ] as const)('%s (%s): %s', (word, kase, text) => {
    expect(wordWith(word, kase)).toBe(text);
  });

  it('refuses what is no number, time or date', () => {
    expect(() => numberWith(-1, 'dative')).toThrow('KAZAKH_NUMBER');
    expect(() => numberWith(1.5, 'dative')).toThrow('KAZAKH_NUMBER');
    expect(() => timeWith('24:00', 'dative')).toThrow('KAZAKH_TIME');
    expect(() => dateWith('12.01.2026', 'dative')).toThrow('KAZAKH_DATE');
  });
});
