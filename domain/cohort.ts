import { type CivilDate, partsOf } from './civil-date.ts';

/** Age groups by whole years on 1 September (domain.md A5; order 385 of 2022, from memory, not verified). */
export const AGE_GROUPS = ['early', 'junior', 'middle', 'senior', 'preschool'] as const;
export type AgeGroup = (typeof AGE_GROUPS)[number];

/** Names of the age groups; kk and ru by order 385/2022 as remembered: a native reader must check them. */
export const AGE_GROUP_NAMES: Readonly<
  Record<
    AgeGroup,
    { readonly kk: string; readonly ru: string; readonly en: string; readonly fromAge: number }
  >
> = {
  early: { kk: 'Ерте жас тобы', ru: 'Группа раннего возраста', en: 'Early group', fromAge: 1 },
  junior: { kk: 'Кіші топ', ru: 'Младшая группа', en: 'Junior group', fromAge: 2 },
  middle: { kk: 'Ортаңғы топ', ru: 'Средняя группа', en: 'Middle group', fromAge: 3 },
  senior: { kk: 'Ересек топ', ru: 'Старшая группа', en: 'Senior group', fromAge: 4 },
  preschool: { kk: 'Мектепалды топ', ru: 'Предшкольная группа', en: 'Pre-school group', fromAge: 5 },
};

/** The year whose 1 September begins the school year that contains the date. */
export function schoolYearOf(date: CivilDate): number {
  const { year, month } = partsOf(date);
  return month >= 9 ? year : year - 1;
}

/** The school year a place is asked for on this date: the one under way from September, the next one from January. */
export function intakeYearOf(date: CivilDate): number {
  return partsOf(date).year;
}

/** Whole years of age on a date; negative before birth. */
export function ageOn(birthDate: CivilDate, on: CivilDate): number {
  const birth = partsOf(birthDate);
  const at = partsOf(on);
  const hadBirthday = at.month > birth.month || (at.month === birth.month && at.day >= birth.day);
  return at.year - birth.year - (hadBirthday ? 0 : 1);
}

/** Whole years on 1 September of the year: what groups are formed by. */
export function ageOnFirstSeptember(birthDate: CivilDate, year: number): number {
  return ageOn(birthDate, `${String(year).padStart(4, '0')}-09-01`);
}

/** The cohort a child queues in: its calendar year of birth (the queue is sorted by birth year, domain.md A2). */
export function cohortYear(birthDate: CivilDate): number {
  return partsOf(birthDate).year;
}

/** The age group of the school year, or null under one year. Children of six stay in the last group until summer. */
export function ageGroup(birthDate: CivilDate, year: number): AgeGroup | null {
  const age = ageOnFirstSeptember(birthDate, year);
  return age < 1 ? null : (AGE_GROUPS[Math.min(age, AGE_GROUPS.length) - 1] ?? null);
}

/**
 * Whether the child is too old for a place of the school year: `overAgeYears` (of the rule profile) or more on 1
 * September. A child who reaches it during the year stays until summer (change of September 2025).
 */
export function isOverAge(birthDate: CivilDate, year: number, overAgeYears: number): boolean {
  return ageOnFirstSeptember(birthDate, year) >= overAgeYears;
}
