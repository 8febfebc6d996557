/** A rule profile as it is typed: text for every field, the faults by field, and the profile it becomes. Pure. */
import { isCivilDate } from '../../domain/civil-date.ts';
import { profileFaults, type RuleProfile } from '../../domain/rule-profile.ts';
import type { RuleProfileDraft, RuleProfileForm } from '../../preload/contract/index.ts';
import { type Fault, firstOfEach, serverFaultsOf } from './rule-fault.ts';

/** Whole numbers the rules must have. */
export const NEEDED = [
  'decisionWorkingDays',
  'correctionWorkingDays',
  'claimLeaseMinutes',
  'benefitPlaces',
  'ordinaryPlaces',
  'interestMonths',
  'interestOpensDays',
  'interestGraceDays',
  'overAgeYears',
  'extensionLimit',
  'restoreLimit',
  'companionMaxPerChild',
  'companionMaxChildren',
  'companionMinAge',
] as const;
/** Terms the rules may not know: an empty field. */
export const OPTIONAL = [
  'offerDays',
  'referralWorkingDays',
  'extensionCalendarDays',
  'stopListDays',
  'restoreDays',
  'specialFirstDays',
  'benefitConfirmWorkingDays',
  'interestRestoreDays',
] as const;
export type NumberField = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];

/** Unit of each number; the words are `rules:unit.<unit>`. */
export const UNITS = {
  decisionWorkingDays: 'workingDays',
  correctionWorkingDays: 'workingDays',
  claimLeaseMinutes: 'minutes',
  benefitPlaces: 'places',
  ordinaryPlaces: 'places',
  interestMonths: 'months',
  interestOpensDays: 'days',
  interestGraceDays: 'days',
  overAgeYears: 'years',
  extensionLimit: 'times',
  restoreLimit: 'times',
  companionMaxPerChild: 'companions',
  companionMaxChildren: 'children',
  companionMinAge: 'years',
  offerDays: 'days',
  referralWorkingDays: 'workingDays',
  extensionCalendarDays: 'calendarDays',
  stopListDays: 'calendarDays',
  restoreDays: 'calendarDays',
  specialFirstDays: 'days',
  benefitConfirmWorkingDays: 'workingDays',
  interestRestoreDays: 'calendarDays',
} as const satisfies Record<NumberField, string>;

type Choices = Pick<RuleProfileDraft, 'together' | 'afterDecline' | 'afterExpiry' | 'verified'>;
type Texts =
  | 'code'
  | 'nameKk'
  | 'nameRu'
  | 'nameEn'
  | 'legalAct'
  | 'workdayEnds'
  | 'bulletinTime'
  | 'interestReminderDays';

export type Form = Readonly<Record<NumberField | Texts, string>> &
  Choices & {
    readonly regionId: number | null;
    readonly validFrom: string | null;
    readonly validTo: string | null;
    readonly offerDayUnit: 'working' | 'calendar' | null;
    /** '01.08' as typed. */
    readonly transferFrom: string;
    readonly transferTo: string;
  };
export type FormField = keyof Form;

export type FieldFault = Fault<FormField>;

/** The form of a profile; `null`: a new one with nothing but what every profile has. */
export function formOf(profile: RuleProfileForm | null): Form {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : String(value);
  const numbers = Object.fromEntries(
    [...NEEDED, ...OPTIONAL].map((field) => [field, text(profile?.[field])]),
  ) as Record<NumberField, string>;
  return {
    ...numbers,
    ...(profile === null ? { extensionLimit: '0', restoreLimit: '0' } : {}),
    code: profile?.code ?? '',
    nameKk: profile?.name.kk ?? '',
    nameRu: profile?.name.ru ?? '',
    nameEn: profile?.name.en ?? '',
    regionId: profile?.regionId ?? null,
    validFrom: profile?.validFrom ?? null,
    validTo: profile?.validTo ?? null,
    legalAct: profile?.legalAct ?? '',
    verified: profile?.verified ?? false,
    workdayEnds: profile?.workdayEnds ?? '18:30',
    offerDayUnit: profile?.offerDayUnit ?? null,
    together: profile?.together ?? 'twins',
    afterDecline: profile?.afterDecline ?? 'queue',
    afterExpiry: profile?.afterExpiry ?? 'queue',
    bulletinTime: profile?.bulletinTime ?? '',
    interestReminderDays: (profile?.interestReminderDays ?? []).join(', '),
    transferFrom: dayMonth(profile?.transferFrom ?? null),
    transferTo: dayMonth(profile?.transferTo ?? null),
  };
}

/** '08-01' as '01.08'; empty for none. */
function dayMonth(value: string | null): string {
  const [month, day] = value?.split('-') ?? [];
  return month === undefined || day === undefined ? '' : `${day}.${month}`;
}

/** '01.08' as '08-01'; null for none; what is neither stays as typed, to be told of. */
function monthDay(typed: string): string | null {
  const match = /^(\d{2})\.(\d{2})$/.exec(typed.trim());
  return typed.trim() === '' ? null : match === null ? typed : `${match[2]}-${match[1]}`;
}

/** '30, 7' as numbers; what is no number becomes 0, which no reminder may be. */
function numbersTyped(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : 0));
}

/** Puts the dot in as digits of a day and month are typed. */
export function typedDayMonth(text: string, grew: boolean): string {
  const digits = text.replace(/\D/g, '').slice(0, 4);
  return digits.length < 2 || (digits.length === 2 && !grew)
    ? digits
    : `${digits.slice(0, 2)}.${digits.slice(2)}`;
}

/** The profile typed, and what is wrong with it by the rules of the domain. The database checks the same once more. */
export function readForm(form: Form): {
  readonly profile: RuleProfileDraft;
  readonly faults: readonly FieldFault[];
} {
  const typed: FieldFault[] = [];
  const needed = (field: NumberField): number => {
    const value = form[field].trim();
    if (!/^\d{1,5}$/.test(value)) typed.push({ field, code: 'PROFILE_TERM' });
    return /^\d{1,5}$/.test(value) ? Number(value) : 0;
  };
  const optional = (field: NumberField): number | null => (form[field].trim() === '' ? null : needed(field));
  const profile: RuleProfileDraft = {
    code: form.code.trim(),
    name: { kk: form.nameKk.trim(), ru: form.nameRu.trim(), en: form.nameEn.trim() },
    regionId: form.regionId,
    validFrom: form.validFrom ?? '',
    validTo: form.validTo,
    legalAct: form.legalAct,
    verified: form.verified,
    decisionWorkingDays: needed('decisionWorkingDays'),
    correctionWorkingDays: needed('correctionWorkingDays'),
    workdayEnds: form.workdayEnds,
    claimLeaseMinutes: needed('claimLeaseMinutes'),
    benefitPlaces: needed('benefitPlaces'),
    ordinaryPlaces: needed('ordinaryPlaces'),
    offerDays: optional('offerDays'),
    offerDayUnit: form.offerDays.trim() === '' ? null : form.offerDayUnit,
    referralWorkingDays: optional('referralWorkingDays'),
    extensionCalendarDays: optional('extensionCalendarDays'),
    extensionLimit: needed('extensionLimit'),
    stopListDays: optional('stopListDays'),
    interestMonths: needed('interestMonths'),
    interestOpensDays: needed('interestOpensDays'),
    interestReminderDays: numbersTyped(form.interestReminderDays),
    interestGraceDays: needed('interestGraceDays'),
    interestRestoreDays: optional('interestRestoreDays'),
    restoreDays: optional('restoreDays'),
    restoreLimit: needed('restoreLimit'),
    specialFirstDays: optional('specialFirstDays'),
    benefitConfirmWorkingDays: optional('benefitConfirmWorkingDays'),
    overAgeYears: needed('overAgeYears'),
    together: form.together,
    afterDecline: form.afterDecline,
    afterExpiry: form.afterExpiry,
    bulletinTime: form.bulletinTime.trim() === '' ? null : form.bulletinTime,
    transferFrom: monthDay(form.transferFrom),
    transferTo: monthDay(form.transferTo),
    companionMaxPerChild: needed('companionMaxPerChild'),
    companionMaxChildren: needed('companionMaxChildren'),
    companionMinAge: needed('companionMinAge'),
  };
  const rules = profileFaults(ruleOf(profile)).map(({ code, field }) => ({ code, field: fieldOf(field) }));
  return { profile, faults: firstOfEach([...typed, ...rules]) };
}

/** The form's profile as the domain has it; the region's own code does not matter to what is checked. */
function ruleOf(profile: RuleProfileDraft): RuleProfile {
  const { name, regionId, ...rest } = profile;
  return {
    ...rest,
    nameKk: name.kk,
    nameRu: name.ru,
    nameEn: name.en,
    region: regionId === null ? null : String(regionId),
    service: 'preschool_queue',
    supersedes: null,
  };
}

function fieldOf(field: keyof RuleProfile): FormField | null {
  return field === 'region' ? 'regionId' : field === 'service' || field === 'supersedes' ? null : field;
}

const SERVER_FIELDS: Readonly<Record<string, FormField>> = {
  'name.kk': 'nameKk',
  'name.ru': 'nameRu',
  'name.en': 'nameEn',
};

/** Faults the back end tells of, by the names of the form's own fields. */
export function serverFaults(
  form: Form,
  obstacles: readonly { readonly code: string; readonly field?: string | undefined }[],
): readonly FieldFault[] {
  return serverFaultsOf(form, obstacles, SERVER_FIELDS);
}

export type SaveKind = 'add' | 'change' | 'end' | 'supersede' | 'nothing';

/** What saving would do: a used profile gets a new version, unless only its last day is said. */
export function saveKind(old: RuleProfileForm | null, form: Form): SaveKind {
  if (old === null) {
    return 'add';
  }
  const was = formOf(old);
  const changed = (Object.keys(form) as FormField[]).filter((field) => form[field] !== was[field]);
  if (changed.length === 0) {
    return 'nothing';
  }
  return !old.used ? 'change' : changed.every((field) => field === 'validTo') ? 'end' : 'supersede';
}

/** A new version begins after the old one and not before tomorrow; told under its day before the back end is asked. */
export function versionFault(old: RuleProfileForm | null, form: Form, today: string): FieldFault | null {
  if (old === null || saveKind(old, form) !== 'supersede') {
    return null;
  }
  const from = form.validFrom;
  return from !== null && isCivilDate(from) && from > today && from > old.validFrom
    ? null
    : { field: 'validFrom', code: 'SUPERSEDE_BEGINS' };
}
