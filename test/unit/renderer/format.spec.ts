import { describe, expect, it } from 'vitest';
import * as format from '../../../renderer/format.ts';

describe('dates and times', () => {
  // 19:30 UTC is half past midnight of the next day in Almaty (UTC+5).
  const lateEvening = new Date('2026-04-15T19:30:00Z');

  it('counts the day in Almaty, not in the zone of the machine', () => {
    expect(format.almatyDay(lateEvening)).toBe('2026-04-16');
    expect(format.date(lateEvening)).toBe('16.04.2026');
    expect(format.time(lateEvening)).toBe('00:30');
    expect(format.dateTime(lateEvening)).toBe('16.04.2026 00:30');
  });

  it('writes business dates as they are', () => {
    expect(format.date('2026-01-02')).toBe('02.01.2026');
    expect(format.shortDate('2026-01-02')).toBe('02.01');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1\u2009000'],
    [2318, '2\u2009318'],
    [1234567, '1\u2009234\u2009567'],
    [-1500, '\u22121\u2009500'],
  ])('writes %d with thin spaces', (value, text) => {
    expect(format.number(value)).toBe(text);
  });

  it('says when counting stopped', () => {
    expect(format.count({ value: 10_000, capped: true })).toBe('10\u2009000+');
    expect(format.count({ value: 41, capped: false })).toBe('41');
  });

  it('has a comma in Kazakh and Russian and a point in English', () => {
    expect(format.decimal(1.25, 1, 'kk')).toBe('1,3');
    expect(format.decimal(6.2, 1, 'ru')).toBe('6,2');
    expect(format.decimal(6.2, 1, 'en')).toBe('6.2');
  });

  it('chooses the unit of a size', () => {
    expect(format.bytes(999)).toMatchObject({ unit: 'b', value: 999 });
    expect(format.bytes(48_000)).toMatchObject({ unit: 'kb', value: 48 });
    expect(format.bytes(6_200_000)).toMatchObject({ unit: 'mb', value: 6.2 });
  });
});

describe('names', () => {
  const officer = { surname: 'Әбдіқадырова', givenName: 'Өмірзақ', patronymic: 'Ілиясқызы' };

  it('writes them in full, short and as initials', () => {
    expect(format.fullName(officer)).toBe('Әбдіқадырова Өмірзақ Ілиясқызы');
    expect(format.shortName(officer)).toBe('Әбдіқадырова Ө. І.');
    expect(format.nameOf(officer)).toBe('Әбдіқадырова Өмірзақ');
    expect(format.initials(officer)).toBe('ӨӘ');
  });

  it('does without a patronymic', () => {
    expect(format.fullName({ ...officer, patronymic: null })).toBe('Әбдіқадырова Өмірзақ');
    expect(format.shortName({ ...officer, patronymic: null })).toBe('Әбдіқадырова Ө.');
  });
});
