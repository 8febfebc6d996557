/** What fields read from keys and text, without any screen. */
import { isCivilDate } from '../../domain/civil-date.ts';

/** Digit of a physical key, in any layout: 'Digit4' and 'Numpad4' are 4. */
export function digitOf(code: string): string | null {
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null;
}

/** 'YYYY-MM-DD' of a typed '16.04.2026'; null while it is not a whole real day. */
export function parseTypedDate(text: string): string | null {
  const match = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  const iso = match === null ? null : `${match[3]}-${match[2]}-${match[1]}`;
  return iso !== null && isCivilDate(iso) ? iso : null;
}

/** Puts the dots in as digits are typed: '1604' is '16.04.'. */
export function dotted(text: string, grew: boolean): string {
  const digits = text.replace(/\D/g, '').slice(0, 8);
  const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== '');
  const joined = parts.join('.');
  return grew && (digits.length === 2 || digits.length === 4) ? `${joined}.` : joined;
}

export type LayoutMark = 'EN' | 'ҚАЗ' | 'РУС';

/** The layout that the last typed character shows; null when it shows none (a digit, a sign). */
export function layoutOf(character: string): LayoutMark | null {
  if (/^[a-z]$/i.test(character)) {
    return 'EN';
  }
  if (/^[әғқңөұүһі]$/i.test(character)) {
    return 'ҚАЗ';
  }
  return /^[а-яё]$/i.test(character) ? 'РУС' : null;
}

/** Into a field from a key: what stands in it is typed over. */
export function typeOver(field: { readonly current: HTMLInputElement | null }): void {
  field.current?.focus();
  field.current?.select();
}
