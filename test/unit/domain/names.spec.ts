import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { birthActWarnings } from '../../../domain/birth-act.ts';
import {
  actorName,
  addressName,
  fullName,
  initials,
  latinKey,
  listName,
  normaliseForSearch,
  normaliseQuery,
  searchKeys,
  shortName,
} from '../../../domain/names.ts';
import { parsePhone, showPhone } from '../../../domain/phone.ts';

const finds = (query: string, name: string): boolean => {
  const { tokens } = normaliseQuery(query);
  const keys = searchKeys(name);
  return tokens.length > 0 && tokens.every((token) => keys.includes(token));
};

describe('names', () => {
  const clerk = { surname: 'Абдырахманова', givenName: 'Гүлнар', patronymic: 'Сейітқызы' };
  it('writes a person as the screens do', () => {
    expect(fullName(clerk)).toBe('Абдырахманова Гүлнар Сейітқызы');
    expect(listName(clerk)).toBe('Абдырахманова Гүлнар');
    expect(shortName(clerk)).toBe('Абдырахманова Г. С.');
    expect(shortName({ ...clerk, patronymic: null })).toBe('Абдырахманова Г.');
    expect(actorName({ surname: 'Оразова', givenName: 'Сәуле', patronymic: null })).toBe('С. Оразова');
    expect(addressName({ surname: 'Бекежан', givenName: 'Нұрлан', patronymic: 'Сәбитұлы' })).toBe(
      'Нұрлан Сәбитұлы',
    );
    expect(initials(clerk)).toBe('ГА');
    expect(initials({ surname: 'өтеген', givenName: 'әлия', patronymic: null })).toBe('ӘӨ');
    expect(initials({ surname: 'Ким', givenName: '', patronymic: null })).toBe('К');
  });

  it.each([
    // Kazakh, Russian, Latin (passport), Latin (2021), habit.
    [
      'Құрманғалиева Айкөркем',
      ['Құрманғалиева', 'курмангалиева', 'Kurmangaliyeva', 'Qurmanğaliyeva', 'айкоркем'],
    ],
    ['Әбдіқадырова Жанерке', ['Абдикадырова', 'Abdikadyrova', 'Äbdiqadırova', 'Zhanerke', 'janerke']],
    ['Жұмабаев Мағжан', ['Жумабаев', 'Zhumabayev', 'Jumabaev', 'Magzhan', 'Мағжан']],
    ['Абдырахманова Гүлнар Сейітқызы', ['Гульнар', 'Gulnar', 'Сейткызы', 'Seitkyzy', 'Seiitkyzy', 'gülnar']],
    ['Соколов Матвей', ['sokolov matvey', 'Matvei', 'соколов']],
    ['Алексеев Дмитрий', ['Alexeyev', 'Alekseev', 'Dmitry', 'Dmitriy', 'Дмитрий']],
    ['Петренко Артём', ['Артем', 'Artyom', 'Artem', 'артём']],
    ['Кузнецова Юлия', ['Kuznetsova', 'Yuliya', 'Yulia', 'Iuliia']],
    ['Шәріпхан Айзере', ['Шарипхан', 'Sharipkhan', 'Şäriphan']],
    ['Хабиболла Анна', ['Khabibolla', 'habibola', 'Хабибола', 'Anna']],
    ['Щербаков Илья', ['Shcherbakov', 'Щербаков', 'Ilya', 'Илья']],
    ['Нұр-Сұлтан Эльмира', ['Нурсултан'.slice(0, 3), 'нур султан', 'Nur-Sultan', 'Елмира', 'Elmira']],
    ['Һашимов Ғалым', ['Хашимов', 'Hashimov', 'Khashimov', 'Галым', 'Galym', 'Ghalym']],
  ])('%s is found in any alphabet', (name, queries) => {
    for (const query of queries) expect([query, finds(query, name)]).toEqual([query, true]);
  });

  it('does not find another name', () => {
    expect(finds('Серікбаев', 'Серіков Бай')).toBe(false);
    expect(finds('Zhumabaev', 'Сумабаев')).toBe(false);
    expect(finds('айгерім', 'Айгүл')).toBe(false);
    expect(finds('', 'Айгүл')).toBe(false);
  });

  const letters = [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіabcdefghijklmnopqrstuvwxyzşçğüöäñ '-"];
  const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 20 });
  it('folding twice changes nothing, and case or composition does not matter', () => {
    fc.assert(
      fc.property(word, (text) => {
        const folded = normaliseForSearch(text);
        expect(normaliseForSearch(folded)).toBe(folded);
        expect(normaliseForSearch(text.toUpperCase())).toBe(folded);
        expect(normaliseForSearch(text.normalize('NFD'))).toBe(folded);
        expect(latinKey(text)).toMatch(/^[a-z ]*$/);
      }),
    );
  });
  it('a name always finds itself, whole or by one word, and what it finds by holds no wildcard', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        fc.pre(normaliseForSearch(a) !== '' && normaliseForSearch(b) !== '');
        expect(searchKeys(`${a} ${b}`)).not.toMatch(/[%_\\]/);
        expect(finds(a, `${a} ${b}`) || /[a-z]/.test(a)).toBe(true);
      }),
    );
  });
});

describe('the one search box', () => {
  it.each([
    ['210308500209', 'iin', ['210308500209']],
    ['2103 0850 0209', 'iin', ['210308500209']],
    ['210308500', 'iin', ['210308500']],
    ['2026-004817', 'number', ['2026-004817']],
    ['2026-4817', 'number', ['2026-004817']],
    ['№ 4817', 'number', ['4817']],
    ['2026-ш-1932', 'number', ['2026-Ш-001932']],
    ['8 707 123 45 67', 'phone', ['+77071234567']],
    ['+7 (707) 123-45-67', 'phone', ['+77071234567']],
    ['7071234567', 'phone', ['+77071234567']],
    ['+7707', 'phone', ['+7707']],
    ['Бекежан Әлихан', 'name', ['бекежан', 'алихан']],
    ['Bekezhan ӘЛИХАН', 'name', ['bekejan', 'алихан']],
    ['  -  ', 'name', []],
    ['50%_', 'name', ['50']],
  ] as const)('%s is a %s', (text, kind, tokens) => {
    expect(normaliseQuery(text)).toEqual({ kind, tokens });
  });
});

describe('phones', () => {
  it.each([
    ['8 707 123 45 67', '+77071234567', true],
    ['7 707 123 45 67', '+77071234567', true],
    ['+7 (707) 123-45-67', '+77071234567', true],
    ['707 123 45 67', '+77071234567', true],
    ['+7 7172 55-44-33', '+77172554433', false],
    ['87051234567', '+77051234567', true],
    ['87031234567', '+77031234567', false],
  ])('%s', (text, e164, mobile) => {
    expect(parsePhone(text)).toEqual({ ok: true, e164, mobile });
  });
  it.each([
    ['', 'PHONE_LENGTH'],
    ['+7 707 123 45 6', 'PHONE_LENGTH'],
    ['+7707123456', 'PHONE_LENGTH'],
    ['8707123456x', 'PHONE_CHARACTERS'],
    ['+998 90 123 45 67', 'PHONE_COUNTRY'],
    ['+7 912 345 67 89', 'PHONE_COUNTRY'],
    ['8+7071234567', 'PHONE_CHARACTERS'],
  ])('refuses %s with %s', (text, code) => {
    expect(parsePhone(text)).toEqual({ ok: false, code });
  });
  it('shows what it stores and reads what it shows', () => {
    expect(showPhone('+77071234567')).toBe('+7 707 123-45-67');
    expect(parsePhone(showPhone('+77071234567'))).toMatchObject({ e164: '+77071234567' });
    expect(showPhone('unknown')).toBe('unknown');
  });
});

describe('birth act numbers', () => {
  it('only ever warns', () => {
    expect(birthActWarnings('10-112-21-0005933', '2021-03-08')).toEqual([]);
    expect(birthActWarnings('10-112-22-0005933', '2021-03-08')).toEqual([]);
    expect(birthActWarnings('10-112-20-0005933', '2021-03-08')).toEqual(['BIRTH_ACT_YEAR']);
    expect(birthActWarnings('20-112-21-0005933', null)).toEqual(['BIRTH_ACT_TYPE']);
    expect(birthActWarnings('I-АБ № 123456', null)).toEqual(['BIRTH_ACT_FORM']);
  });
});
