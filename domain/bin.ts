import { checkDigit } from './check-digit.ts';

/** Business identification number (БСН/БИН) as 12 ASCII digits, `YYMM T S NNNNN C`. */
export type Bin = string;
/** 5th digit: 4 legal entity (resident), 5 legal entity (non-resident), 6 joint individual entrepreneur. */
export type BinKind = 'resident' | 'non_resident' | 'joint_entrepreneur';
/** 6th digit: 0 head unit, 1 branch, 2 representation, 3 farm. */
export type BinUnit = 'head' | 'branch' | 'representation' | 'farm';

export type BinErrorCode =
  | 'BIN_LENGTH'
  | 'BIN_DIGITS'
  | 'BIN_MONTH'
  | 'BIN_KIND'
  | 'BIN_UNIT'
  | 'BIN_CHECKSUM';
export type BinResult =
  | {
      readonly ok: true;
      readonly bin: Bin;
      /** Two digits of the year and the month of registration; the century is not part of a BIN. */
      readonly registered: { readonly yy: number; readonly month: number };
      readonly kind: BinKind;
      readonly unit: BinUnit;
    }
  | { readonly ok: false; readonly code: BinErrorCode };

const KINDS: Readonly<Record<string, BinKind>> = {
  4: 'resident',
  5: 'non_resident',
  6: 'joint_entrepreneur',
};
const UNITS: Readonly<Record<string, BinUnit>> = { 0: 'head', 1: 'branch', 2: 'representation', 3: 'farm' };

/** Reads a BIN as typed or pasted; spaces between digits are ignored (domain.md B2). */
export function parseBin(text: string): BinResult {
  const bin = text.replace(/\s+/gu, '');
  if (!/^[0-9]*$/.test(bin)) {
    return { ok: false, code: 'BIN_DIGITS' };
  }
  if (bin.length !== 12) {
    return { ok: false, code: 'BIN_LENGTH' };
  }
  const month = Number(bin.slice(2, 4));
  if (month < 1 || month > 12) {
    return { ok: false, code: 'BIN_MONTH' };
  }
  const kind = KINDS[bin.charAt(4)];
  if (kind === undefined) {
    return { ok: false, code: 'BIN_KIND' };
  }
  const unit = UNITS[bin.charAt(5)];
  if (unit === undefined) {
    return { ok: false, code: 'BIN_UNIT' };
  }
  if (checkDigit(bin.slice(0, 11)) !== Number(bin[11])) {
    return { ok: false, code: 'BIN_CHECKSUM' };
  }
  return { ok: true, bin, registered: { yy: Number(bin.slice(0, 2)), month }, kind, unit };
}

/** Whether the text is exactly a valid BIN in its stored form. */
export function isBin(text: string): text is Bin {
  return text.length === 12 && parseBin(text).ok;
}

/** Tells which of the two numbers 12 digits can be, by the 5th digit: 0–3 a day of birth (IIN), 4–6 a BIN. */
export function kindOfNumber(twelveDigits: string): 'iin' | 'bin' | null {
  if (!/^[0-9]{12}$/.test(twelveDigits)) {
    return null;
  }
  const fifth = Number(twelveDigits[4]);
  return fifth <= 3 ? 'iin' : fifth <= 6 ? 'bin' : null;
}

/**
 * Makes a BIN for synthetic data; `serial` is 0–99999. Null when that number is never issued.
 * Throws RangeError (BIN_INPUT) for a year, month or serial out of range.
 */
export function makeBin(
  year: number,
  month: number,
  kind: BinKind,
  unit: BinUnit,
  serial: number,
): Bin | null {
  const inRange =
    Number.isInteger(year) &&
    year >= 0 &&
    Number.isInteger(month) &&
    month >= 1 &&
    month <= 12 &&
    Number.isInteger(serial) &&
    serial >= 0 &&
    serial <= 99_999;
  if (!inRange) {
    throw new RangeError('BIN_INPUT');
  }
  const first11 = `${digits(year % 100, 2)}${digits(month, 2)}${keyOf(KINDS, kind)}${keyOf(UNITS, unit)}${digits(serial, 5)}`;
  const check = checkDigit(first11);
  return check === null ? null : `${first11}${check}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function keyOf<T>(table: Readonly<Record<string, T>>, value: T): string {
  return Object.keys(table).find((key) => table[key] === value) ?? '';
}
