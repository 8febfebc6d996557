const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2] as const;

/**
 * The 12th digit of an IIN or BIN from its first 11 (Law 223 of 12.01.2007, GR 406 of 22.05.2007): the weighted sum
 * modulo 11; when that is 10, once more with the second weights. Returns null when it is 10 again: such a number
 * is never issued. Throws RangeError (CHECK_DIGIT_INPUT) unless given exactly 11 ASCII digits.
 */
export function checkDigit(first11: string): number | null {
  if (!/^[0-9]{11}$/.test(first11)) {
    throw new RangeError('CHECK_DIGIT_INPUT');
  }
  const first = weightedRemainder(first11, FIRST_WEIGHTS);
  if (first < 10) {
    return first;
  }
  const second = weightedRemainder(first11, SECOND_WEIGHTS);
  return second < 10 ? second : null;
}

function weightedRemainder(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11;
}
