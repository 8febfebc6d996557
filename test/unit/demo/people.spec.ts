import { describe, expect, it } from 'vitest';
import { PUBLIC_NAMES } from '../../../db/demo/name-lists.ts';
import { patronymicOf } from '../../../db/demo/names.ts';
import { createIinBook, type DemoPerson, makeFamily } from '../../../db/demo/people.ts';
import { makePlaces } from '../../../db/demo/places.ts';
import { createRandom } from '../../../db/demo/random.ts';
import { isBin } from '../../../domain/bin.ts';
import { addDays, daysBetween } from '../../../domain/civil-date.ts';
import { parseIin } from '../../../domain/iin.ts';
import { parsePhone } from '../../../domain/phone.ts';

const places = makePlaces(createRandom('places'));
const districts = places.flatMap((region) => region.districts);
const sarybel = districts[0] ?? expect.fail('no districts');

function families(count: number) {
  const random = createRandom('families');
  const book = createIinBook();
  return Array.from({ length: count }, (_, i) => {
    const born = addDays('2021-01-01', random.int(0, 1500));
    return makeFamily(random.fork(String(i)), book, {
      childBirthDates: i % 10 === 0 ? [born, born] : i % 3 === 0 ? [addDays(born, -800), born] : [born],
      parents: random.weighted([
        [8, 'both'],
        [2, 'mother'],
        [1, 'father'],
        [1, 'guardian'],
      ] as const),
      district: sarybel,
    });
  });
}

const everybody = (made: ReturnType<typeof families>) =>
  made
    .flatMap((family) => [...family.children, family.mother, family.father, family.guardian])
    .filter((person): person is DemoPerson => person !== null);

describe('families', () => {
  const made = families(3000);
  const people = everybody(made);

  it('have IINs that are valid, agree with birth date and sex, and are each used once', () => {
    for (const person of people) {
      expect(parseIin(person.iin)).toMatchObject({ ok: true, birthDate: person.birthDate, sex: person.sex });
    }
    expect(new Set(people.map((person) => person.iin)).size).toBe(people.length);
  });

  it('have names that agree with the sex', () => {
    for (const { surname, givenName, patronymic, sex } of people) {
      expect(surname).not.toMatch(sex === 'male' ? /(ова|ева|ёва|ская)$/u : /[аеёқ]?(жанов|баев|ский)$/u);
      if (patronymic !== null) {
        expect(patronymic).toMatch(sex === 'male' ? /(ұлы|ич)$/u : /(қызы|на)$/u);
      }
      expect(PUBLIC_NAMES.has(`${surname} ${givenName}`)).toBe(false);
    }
  });

  it('give children the father’s surname and a patronymic of his name', () => {
    for (const { children, father } of made) {
      if (father === null) {
        continue;
      }
      for (const { surname, patronymic, sex } of children) {
        const forms = [father.surname, `${father.surname}а`, father.surname.replace(/ий$/u, 'ая')];
        expect(forms).toContain(surname);
        expect([
          patronymicOf(father.givenName, sex, 'kazakh'),
          patronymicOf(father.givenName, sex, 'slavic'),
        ]).toContain(patronymic);
      }
    }
  });

  it('have parents of an age to be parents', () => {
    for (const { children, mother, father } of made) {
      const born = children.map((child) => child.birthDate).toSorted()[0] ?? '';
      for (const parent of [mother, father]) {
        if (parent !== null) {
          const years = daysBetween(parent.birthDate, born) / 365.25;
          expect(years).toBeGreaterThanOrEqual(18.9);
          expect(years).toBeLessThan(62);
        }
      }
    }
  });

  it('have mobile numbers in the unused block and addresses in the district', () => {
    for (const { phone, address } of made) {
      expect(parsePhone(phone)).toEqual({ ok: true, e164: phone, mobile: true });
      expect(phone).toMatch(/^\+7\d{3}000\d{4}$/);
      expect(address.startsWith('Сарыбел ауданы, ')).toBe(true);
    }
  });

  it('are the same for the same seed', () => {
    expect(families(50)).toEqual(families(50));
  });
});

describe('IIN book', () => {
  it('never repeats a number, and says when a day is used up', () => {
    const book = createIinBook();
    const seen = new Set<string>();
    for (let i = 0; i < 9000; i += 1) {
      seen.add(book.take('2022-05-05', 'female'));
    }
    expect(seen.size).toBe(9000);
    expect(() => {
      for (let i = 0; i < 1001; i += 1) {
        seen.add(book.take('2022-05-05', 'female'));
      }
    }).toThrow('IIN_BOOK_EXHAUSTED');
  });
});

describe('places', () => {
  it('are three regions with sixty kindergartens, all with valid and different BINs', () => {
    expect(places).toHaveLength(3);
    const kindergartens = districts.flatMap((district) => district.kindergartens);
    expect(kindergartens).toHaveLength(60);
    const bins = [...districts, ...kindergartens].map(({ bin }) => bin);
    expect(bins.filter((bin) => !isBin(bin))).toEqual([]);
    expect(new Set(bins).size).toBe(bins.length);
    expect(new Set(districts.map(({ code }) => code)).size).toBe(districts.length);
    expect(new Set(kindergartens.map(({ name }) => name)).size).toBe(60);
  });

  it('are those of the mock-ups where these name them', () => {
    expect(sarybel).toMatchObject({
      bin: '150440000122',
      name: { kk: 'Сарыбел ауданы' },
      department: { kk: 'Сарыбел ауданының білім бөлімі', ru: 'Отдел образования Сарыбельского района' },
    });
    const balausa = sarybel.kindergartens.find(({ name }) => name === 'Балауса');
    expect(balausa?.groups.reduce((sum, group) => sum + group.capacity, 0)).toBe(182);
  });
});
