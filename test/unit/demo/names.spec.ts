import { describe, expect, it } from 'vitest';
import { PUBLIC_NAMES } from '../../../db/demo/name-lists.ts';
import {
  drawFamilyName,
  drawGivenName,
  drawOrigin,
  givenNames,
  ORIGINS,
  patronymicOf,
  surnameFor,
} from '../../../db/demo/names.ts';
import { createRandom } from '../../../db/demo/random.ts';

describe('surnames', () => {
  it.each([
    ['kazakh', 'Абдырахманов', 'Абдырахманова'],
    ['kazakh', 'Бөкеев', 'Бөкеева'],
    ['kazakh', 'Бекежан', 'Бекежан'],
    ['russian', 'Киселёв', 'Киселёва'],
    ['russian', 'Кузьмин', 'Кузьмина'],
    ['russian', 'Добровольский', 'Добровольская'],
    ['ukrainian', 'Петренко', 'Петренко'],
    ['ukrainian', 'Ковальчук', 'Ковальчук'],
    ['german', 'Шмидт', 'Шмидт'],
    ['german', 'Бауэр', 'Бауэр'],
    ['korean', 'Ким', 'Ким'],
    ['uzbek', 'Юсупов', 'Юсупова'],
  ] as const)('%s: %s → %s', (origin, masculine, feminine) => {
    expect(surnameFor({ origin, masculine }, 'male')).toBe(masculine);
    expect(surnameFor({ origin, masculine }, 'female')).toBe(feminine);
  });

  it('are never masculine in form for a woman where the surname declines', () => {
    const random = createRandom('surnames');
    for (let i = 0; i < 3000; i += 1) {
      const family = drawFamilyName(random, drawOrigin(random));
      if (family.origin !== 'german' && family.origin !== 'korean') {
        expect(surnameFor(family, 'female')).not.toMatch(/(ов|ев|ёв|ин|ский)$/u);
      }
      expect(surnameFor(family, 'male')).not.toMatch(/(ова|ева|ёва|ина|ская)$/u);
    }
  });
});

describe('patronymics', () => {
  it.each([
    ['Нұрлан', 'kazakh', 'Нұрланұлы', 'Нұрланқызы'],
    ['Сейіт', 'kazakh', 'Сейітұлы', 'Сейітқызы'],
    ['Марат', 'slavic', 'Маратович', 'Маратовна'],
    ['Абай', 'slavic', 'Абаевич', 'Абаевна'],
    ['Мұса', 'slavic', 'Мұсаевич', 'Мұсаевна'],
    ['Әли', 'slavic', 'Әлиевич', 'Әлиевна'],
    ['Юрий', 'slavic', 'Юрьевич', 'Юрьевна'],
    ['Дмитрий', 'slavic', 'Дмитриевич', 'Дмитриевна'],
    ['Сергей', 'slavic', 'Сергеевич', 'Сергеевна'],
    ['Игорь', 'slavic', 'Игоревич', 'Игоревна'],
    ['Илья', 'slavic', 'Ильич', 'Ильинична'],
    ['Никита', 'slavic', 'Никитич', 'Никитична'],
    ['Пётр', 'slavic', 'Петрович', 'Петровна'],
    ['Лев', 'slavic', 'Львович', 'Львовна'],
  ] as const)('%s (%s) → %s, %s', (father, style, son, daughter) => {
    expect(patronymicOf(father, 'male', style)).toBe(son);
    expect(patronymicOf(father, 'female', style)).toBe(daughter);
  });

  it('of every listed father end as they must', () => {
    for (const origin of ORIGINS) {
      for (const father of givenNames(origin, 'male')) {
        expect(patronymicOf(father, 'male', 'slavic')).toMatch(/(вич|ьич|тич|вич|славич)$/u);
        expect(patronymicOf(father, 'female', 'slavic')).toMatch(/(вна|ична)$/u);
      }
    }
  });
});

describe('name lists', () => {
  it('hold no name twice and none for both sexes but the few that are', () => {
    const both = new Set(['Мерей', 'Мадияр']);
    for (const origin of ORIGINS) {
      const male = givenNames(origin, 'male');
      const female = givenNames(origin, 'female');
      expect(new Set(male).size, origin).toBe(male.length);
      expect(new Set(female).size, origin).toBe(female.length);
      expect(
        male.filter((name) => female.includes(name) && !both.has(name)),
        origin,
      ).toEqual([]);
    }
  });

  it('are written in Cyrillic letters only', () => {
    const random = createRandom('letters');
    for (let i = 0; i < 3000; i += 1) {
      const family = drawFamilyName(random, drawOrigin(random));
      expect(family.masculine).toMatch(/^[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+$/u);
      expect(drawGivenName(random, family, 'female')).toMatch(/^[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+$/u);
    }
  });

  it('never give the pair of a widely known person', () => {
    const random = createRandom('public');
    const family = { origin: 'korean', masculine: 'Цой' } as const;
    for (let i = 0; i < 3000; i += 1) {
      expect(PUBLIC_NAMES.has(`Цой ${drawGivenName(random, family, 'male')}`)).toBe(false);
    }
  });

  it('come in the proportions of the country', () => {
    const random = createRandom('shares');
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i += 1) {
      const origin = drawOrigin(random);
      counts.set(origin, (counts.get(origin) ?? 0) + 1);
    }
    expect((counts.get('kazakh') ?? 0) / 20_000).toBeCloseTo(0.7, 1);
    expect((counts.get('russian') ?? 0) / 20_000).toBeCloseTo(0.2, 1);
    expect(counts.size).toBe(ORIGINS.length);
  });
});
