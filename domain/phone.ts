export type PhoneErrorCode = 'PHONE_CHARACTERS' | 'PHONE_LENGTH' | 'PHONE_COUNTRY';
export type PhoneResult =
  | {
      readonly ok: true;
      /** E.164, always `+7XXXXXXXXXX`. */
      readonly e164: string;
      /** A Kazakhstan mobile number by its prefix: only these get SMS. */
      readonly mobile: boolean;
    }
  | { readonly ok: false; readonly code: PhoneErrorCode };

/** National part of Kazakhstan mobile numbers, after libphonenumber's metadata (domain.md B3). */
const MOBILE = /^7(?:0[0-25-8]|47|6[0-4]|7[15-8]|85)\d{7}$/;

/**
 * Reads a phone as people write it (`8 707 …`, `7 707 …`, `+7 (707) 123-45-67`, ten digits) into E.164. Numbers of
 * other countries are refused with PHONE_COUNTRY: the desk's notices cannot reach them.
 */
export function parsePhone(text: string): PhoneResult {
  const bare = text.replace(/[\s()\-‐-―.]/gu, '');
  if (!/^\+?[0-9]+$/.test(bare)) {
    return { ok: false, code: bare === '' ? 'PHONE_LENGTH' : 'PHONE_CHARACTERS' };
  }
  const international = bare.startsWith('+');
  const digits = international ? bare.slice(1) : bare;
  if (international && !digits.startsWith('7')) {
    return { ok: false, code: 'PHONE_COUNTRY' };
  }
  const national = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
  if (national.length !== 10 || (international && digits.length !== 11)) {
    return { ok: false, code: 'PHONE_LENGTH' };
  }
  // Kazakhstan holds 6xx and 7xx of the +7 zone; the rest is Russia.
  if (!/^[67]/.test(national)) {
    return { ok: false, code: 'PHONE_COUNTRY' };
  }
  return { ok: true, e164: `+7${national}`, mobile: MOBILE.test(national) };
}

/** `+77071234567` as `+7 707 123-45-67`; any other text is given back as it is. */
export function showPhone(e164: string): string {
  const match = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  return match === null ? e164 : `+7 ${match[1]} ${match[2]}-${match[3]}-${match[4]}`;
}
