import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBin, kindOfNumber, makeBin, parseBin } from '../../../domain/bin.ts';
import { fromEpochDay } from '../../../domain/civil-date.ts';
import { checkDigit, compareIinWithPerson, isIin, makeIin, parseIin } from '../../../domain/iin.ts';

/** Written from the order's wording, apart from the code under test. */
function slowCheck(first11: string): number {
  let sum = 0;
  for (let i = 0; i < 11; i++) sum += (i + 1) * Number(first11[i]);
  if (sum % 11 !== 10) return sum % 11;
  sum = 0;
  for (let i = 0; i < 11; i++) sum += (i < 9 ? i + 3 : i - 8) * Number(first11[i]);
  return sum % 11;
}

const day = fc.integer({ min: -50_000, max: 47_000 }).map(fromEpochDay);
const sex = fc.constantFrom('male' as const, 'female' as const);
const position = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11);
const serial = fc.integer({ min: 0, max: 9999 });

describe('IIN', () => {
  it.each([
    ['210308500209', '2021-03-08', 'male'],
    ['210308500219', '2021-03-08', 'male'],
    ['210308500106', '2021-03-08', 'male'],
    ['210308500118', '2021-03-08', 'male'],
  ])('accepts the vector %s', (iin, birthDate, personSex) => {
    expect(parseIin(iin)).toEqual({ ok: true, iin, birthDate, sex: personSex, warnings: [] });
    expect(isIin(iin)).toBe(true);
  });

  it.each(['23030850057', '23030850138', '21030850012'])(
    '%s? is never issued: no last digit fits',
    (prefix) => {
      expect(checkDigit(prefix)).toBeNull();
      for (let c = 0; c <= 9; c++) {
        expect(parseIin(`${prefix}${c}`)).toEqual({ ok: false, code: 'IIN_CHECKSUM' });
      }
    },
  );

  it("refuses the National CA's test numbers, and their check digits are 3, 3 and 5", () => {
    expect(parseIin('123456789011')).toEqual({ ok: false, code: 'IIN_DATE' });
    expect(parseIin('123456789012')).toEqual({ ok: false, code: 'IIN_DATE' });
    expect(parseBin('123456789021').ok).toBe(false);
    expect([checkDigit('12345678901'), checkDigit('12345678902')]).toEqual([3, 5]);
  });

  it.each([
    ['', 'IIN_LENGTH'],
    ['21030850020', 'IIN_LENGTH'],
    ['2103085002090', 'IIN_LENGTH'],
    ['21030850020O', 'IIN_DIGITS'],
    ['210308-500209', 'IIN_DIGITS'],
    ['٢١٠٣٠٨٥٠٠٢٠٩', 'IIN_DIGITS'],
    ['211308500209', 'IIN_DATE'],
    ['210431500209', 'IIN_DATE'],
    ['000229300000', 'IIN_DATE'],
    ['210229500000', 'IIN_DATE'],
    ['210308700209', 'IIN_CENTURY'],
    ['210308500208', 'IIN_CHECKSUM'],
  ])('refuses %s with %s', (text, code) => {
    expect(parseIin(text)).toEqual({ ok: false, code });
  });

  it('ignores spaces, also no-break ones, in what was pasted but not in the stored form', () => {
    expect(parseIin(' 2103 0850\u00a00209\n')).toMatchObject({ ok: true, iin: '210308500209' });
    expect(isIin(' 210308500209')).toBe(false);
  });

  it('accepts the 7th digit 0 with a warning, and 29 February 00 only because 2000 had one', () => {
    const first11 = '00022900001';
    const iin = `${first11}${slowCheck(first11)}`;
    expect(parseIin(iin)).toEqual({
      ok: true,
      iin,
      birthDate: null,
      sex: null,
      warnings: ['IIN_CENTURY_UNKNOWN'],
    });
    expect(parseIin('010229000010')).toEqual({ ok: false, code: 'IIN_DATE' });
  });

  it('goes there and back for every birth date, sex and serial; null exactly when the second pass gives 10', () => {
    fc.assert(
      fc.property(day, sex, serial, (birthDate, personSex, n) => {
        const iin = makeIin(birthDate, personSex, n);
        if (iin === null) {
          const g = { 18: 1, 19: 3, 20: 5 }[birthDate.slice(0, 2)] ?? 0;
          const body = birthDate.slice(2).replaceAll('-', '');
          const first11 = `${body}${g + (personSex === 'female' ? 1 : 0)}${String(n).padStart(4, '0')}`;
          expect(slowCheck(first11)).toBe(10);
          return;
        }
        expect(Number(iin[11])).toBe(slowCheck(iin.slice(0, 11)));
        expect(parseIin(iin)).toEqual({ ok: true, iin, birthDate, sex: personSex, warnings: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('catches any single wrong digit but the 11th, whose weight of 11 counts for nothing', () => {
    fc.assert(
      fc.property(day, sex, serial, position, fc.integer({ min: 1, max: 9 }), (birthDate, s, n, at, by) => {
        const iin = makeIin(birthDate, s, n);
        // Numbers of the second pass catch fewer mistakes by design, so take the first-pass ones.
        fc.pre(iin !== null);
        if (iin === null) return;
        const first = [...iin.slice(0, 11)].reduce((sum, d, i) => sum + (i + 1) * Number(d), 0) % 11;
        const changed = [...iin];
        changed[at] = String((Number(iin[at]) + by) % 10);
        const wrong = changed.join('');
        const wrongFirst = [...wrong.slice(0, 11)].reduce((sum, d, i) => sum + (i + 1) * Number(d), 0) % 11;
        fc.pre(first < 10 && wrongFirst < 10);
        expect(parseIin(wrong).ok).toBe(false);
      }),
    );
  });

  it('warns of a birth date or sex that differs, and only of what is known', () => {
    expect(compareIinWithPerson('210308500209', { birthDate: '2021-03-08', sex: 'male' })).toEqual([]);
    expect(compareIinWithPerson('210308500209', { birthDate: '2021-03-09', sex: 'female' })).toEqual([
      'IIN_BIRTH_DATE_DIFFERS',
      'IIN_SEX_DIFFERS',
    ]);
    expect(compareIinWithPerson('210308500209', { birthDate: null, sex: null })).toEqual([]);
    expect(compareIinWithPerson('210308500208', { birthDate: '1999-01-01', sex: 'female' })).toEqual([]);
  });

  it('does not make numbers out of range', () => {
    expect(() => makeIin('2100-01-01', 'male', 1)).toThrow('IIN_INPUT');
    expect(() => makeIin('2021-01-01', 'male', 10_000)).toThrow('IIN_INPUT');
    expect(() => makeIin('2021-02-30', 'male', 1)).toThrow('CIVIL_DATE');
  });
});

describe('BIN', () => {
  it('accepts a public one', () => {
    expect(parseBin('940140000385')).toEqual({
      ok: true,
      bin: '940140000385',
      registered: { yy: 94, month: 1 },
      kind: 'resident',
      unit: 'head',
    });
  });

  it.each([
    ['94014000038', 'BIN_LENGTH'],
    ['94014000038x', 'BIN_DIGITS'],
    ['941340000385', 'BIN_MONTH'],
    ['940130000385', 'BIN_KIND'],
    ['940144000385', 'BIN_UNIT'],
    ['940140000386', 'BIN_CHECKSUM'],
  ])('refuses %s with %s', (text, code) => {
    expect(parseBin(text)).toEqual({ ok: false, code });
  });

  it('goes there and back, and is never taken for an IIN', () => {
    const kind = fc.constantFrom('resident' as const, 'non_resident' as const, 'joint_entrepreneur' as const);
    const unit = fc.constantFrom(
      'head' as const,
      'branch' as const,
      'representation' as const,
      'farm' as const,
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2029 }),
        fc.integer({ min: 1, max: 12 }),
        kind,
        unit,
        fc.nat(99_999),
        (year, month, k, u, n) => {
          const bin = makeBin(year, month, k, u, n);
          fc.pre(bin !== null);
          if (bin === null) return;
          expect(parseBin(bin)).toEqual({
            ok: true,
            bin,
            registered: { yy: year % 100, month },
            kind: k,
            unit: u,
          });
          expect(isBin(bin)).toBe(true);
          expect(isIin(bin)).toBe(false);
          expect(kindOfNumber(bin)).toBe('bin');
        },
      ),
    );
  });

  it('tells IIN from BIN by the 5th digit', () => {
    expect(kindOfNumber('210308500209')).toBe('iin');
    expect(kindOfNumber('940140000385')).toBe('bin');
    expect(kindOfNumber('940170000385')).toBeNull();
    expect(kindOfNumber('9401')).toBeNull();
  });
});
