/** A companion as it is typed: what is missing or wrong, told field by field. Pure. */
import type { CompanionRelation } from '../../domain/companions.ts';
import { compareIinWithPerson, parseIin } from '../../domain/iin.ts';
import { parsePhone } from '../../domain/phone.ts';

export interface CompanionForm {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string;
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly phone: string;
  readonly relation: CompanionRelation | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export interface TypedCompanion {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly phone: string;
  readonly relation: CompanionRelation;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export function emptyForm(today: string): CompanionForm {
  return {
    iin: '',
    surname: '',
    givenName: '',
    patronymic: '',
    birthDate: null,
    sex: null,
    phone: '',
    relation: null,
    validFrom: today,
    validTo: null,
  };
}

/** The form with another IIN: birth date and sex are the IIN's where it says them. */
export function withIin(form: CompanionForm, iin: string): CompanionForm {
  const parsed = parseIin(iin);
  return parsed.ok
    ? { ...form, iin, birthDate: parsed.birthDate ?? form.birthDate, sex: parsed.sex ?? form.sex }
    : { ...form, iin };
}

/** A whole IIN, else null. */
export function wholeIin(text: string): string | null {
  const parsed = parseIin(text);
  return parsed.ok ? parsed.iin : null;
}

export type Missing = 'iin' | 'name' | 'birthDate' | 'sex' | 'phone' | 'relation' | 'days';

/** The companion typed, or the first thing that is missing. */
export function readForm(
  form: CompanionForm,
): { readonly typed: TypedCompanion } | { readonly missing: Missing } {
  const iin = wholeIin(form.iin);
  const phone = parsePhone(form.phone);
  const { birthDate, sex, relation, validFrom, validTo } = form;
  if (iin === null) return { missing: 'iin' };
  if (form.surname.trim() === '' || form.givenName.trim() === '') return { missing: 'name' };
  if (birthDate === null) return { missing: 'birthDate' };
  if (sex === null) return { missing: 'sex' };
  if (!phone.ok) return { missing: 'phone' };
  if (relation === null) return { missing: 'relation' };
  if (validFrom === null || (validTo !== null && validTo < validFrom)) return { missing: 'days' };
  return {
    typed: {
      iin,
      surname: clean(form.surname),
      givenName: clean(form.givenName),
      patronymic: clean(form.patronymic) === '' ? null : clean(form.patronymic),
      birthDate,
      sex,
      phone: phone.e164,
      relation,
      validFrom,
      validTo,
    },
  };
}

/** Whether the IIN says another birth date or sex than was typed: a warning, nothing more. */
export function differsFromIin(form: CompanionForm): boolean {
  return compareIinWithPerson(form.iin, { birthDate: form.birthDate, sex: form.sex }).length > 0;
}

function clean(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ');
}
