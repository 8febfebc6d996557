import { checkDigit } from './check-digit.ts';
import { type CivilDate, civilDate, isRealDay, partsOf } from './civil-date.ts';

export { checkDigit } from './check-digit.ts';

/** Individual identification number (ЖСН/ИИН) as 12 ASCII digits, `YYMMDD G NNNN C`. */
export type Iin = string;
export type Sex = 'male' | 'female';

export type IinErrorCode = 'IIN_LENGTH' | 'IIN_DIGITS' | 'IIN_DATE' | 'IIN_CENTURY' | 'IIN_CHECKSUM';
/** IIN_CENTURY_UNKNOWN: 7th digit 0, said to be given to some foreigners (not verified): century and sex unknown. */
export type IinWarning = 'IIN_CENTURY_UNKNOWN';

export type ParsedIin = {
  readonly ok: true;
  readonly iin: Iin;
  /** Null only with IIN_CENTURY_UNKNOWN. */
  readonly birthDate: CivilDate | null;
  readonly sex: Sex | null;
  readonly warnings: readonly IinWarning[];
};
export type IinResult = ParsedIin | { readonly ok: false; readonly code: IinErrorCode };

/**
 * Reads an IIN as typed or pasted: spaces (also no-break ones) between digits are ignored, nothing else is.
 * Never uses the clock, so a birth date to come is not an error here.
 */
export function parseIin(text: string): IinResult {
  const iin = text.replace(/\s+/gu, '');
  if (!/^[0-9]*$/.test(iin)) {
    return { ok: false, code: 'IIN_DIGITS' };
  }
  if (iin.length !== 12) {
    return { ok: false, code: 'IIN_LENGTH' };
  }
  const yy = Number(iin.slice(0, 2));
  const month = Number(iin.slice(2, 4));
  const day = Number(iin.slice(4, 6));
  // A leap year stands in for the unknown century: only a day no year has is refused at this point.
  if (!isRealDay(2000, month, day)) {
    return { ok: false, code: 'IIN_DATE' };
  }
  const g = Number(iin[6]);
  if (g > 6) {
    return { ok: false, code: 'IIN_CENTURY' };
  }
  const year = g === 0 ? null : 1800 + 100 * Math.floor((g - 1) / 2) + yy;
  if (
    !(year === null
      ? isRealDay(1900 + yy, month, day) || isRealDay(2000 + yy, month, day)
      : isRealDay(year, month, day))
  ) {
    return { ok: false, code: 'IIN_DATE' };
  }
  if (checkDigit(iin.slice(0, 11)) !== Number(iin[11])) {
    return { ok: false, code: 'IIN_CHECKSUM' };
  }
  return {
    ok: true,
    iin,
    birthDate: year === null ? null : civilDate(year, month, day),
    sex: year === null ? null : g % 2 === 1 ? 'male' : 'female',
    warnings: year === null ? ['IIN_CENTURY_UNKNOWN'] : [],
  };
}

/** Whether the text is exactly a valid IIN in its stored form (12 digits, nothing around them). */
export function isIin(text: string): text is Iin {
  return text.length === 12 && parseIin(text).ok;
}

export type IinMismatch = 'IIN_BIRTH_DATE_DIFFERS' | 'IIN_SEX_DIFFERS';

/**
 * What the IIN says otherwise than the person's record. A warning, never an obstacle: an IIN is not made anew
 * when the birth date or sex of a record is corrected (gov.kz article 648). An invalid IIN compares as equal.
 */
export function compareIinWithPerson(
  iin: string,
  person: { readonly birthDate: CivilDate | null; readonly sex: Sex | null },
): readonly IinMismatch[] {
  const parsed = parseIin(iin);
  if (!parsed.ok) {
    return [];
  }
  const found: IinMismatch[] = [];
  if (parsed.birthDate !== null && person.birthDate !== null && parsed.birthDate !== person.birthDate) {
    found.push('IIN_BIRTH_DATE_DIFFERS');
  }
  if (parsed.sex !== null && person.sex !== null && parsed.sex !== person.sex) {
    found.push('IIN_SEX_DIFFERS');
  }
  return found;
}

/**
 * Makes the IIN of a birth date, sex and serial (0–9999), for synthetic data. Null when that number is never
 * issued (no check digit exists): take the next serial. Throws RangeError (IIN_INPUT) outside 1800–2099 or 0–9999.
 */
export function makeIin(birthDate: CivilDate, sex: Sex, serial: number): Iin | null {
  const { year, month, day } = partsOf(birthDate);
  if (year < 1800 || year > 2099 || !Number.isInteger(serial) || serial < 0 || serial > 9999) {
    throw new RangeError('IIN_INPUT');
  }
  const g = 2 * (Math.floor(year / 100) - 18) + (sex === 'male' ? 1 : 2);
  const first11 = `${two(year % 100)}${two(month)}${two(day)}${g}${String(serial).padStart(4, '0')}`;
  const check = checkDigit(first11);
  return check === null ? null : `${first11}${check}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
