import type { Sex } from '../../domain/iin.ts';
import * as lists from './name-lists.ts';
import type { Random } from './random.ts';

export const ORIGINS = [
  'kazakh',
  'russian',
  'ukrainian',
  'uzbek',
  'uyghur',
  'german',
  'tatar',
  'korean',
] as const;
export type Origin = (typeof ORIGINS)[number];

/** Shares of the demo world in percent, close to the census of 2021. */
const SHARES: readonly (readonly [number, Origin])[] = [
  [70, 'kazakh'],
  [20, 'russian'],
  [3, 'uzbek'],
  [2, 'ukrainian'],
  [1.6, 'uyghur'],
  [1.3, 'german'],
  [1.2, 'tatar'],
  [0.9, 'korean'],
];

/** How a Kazakh family writes patronymics: the older way (-ович/-овна) or the present one (-ұлы/-қызы). */
export type PatronymicStyle = 'slavic' | 'kazakh';

/** A family's surname in its masculine form; `declines` says whether women carry another form. */
export type FamilyName = { readonly origin: Origin; readonly masculine: string };

export function drawOrigin(random: Random): Origin {
  return random.weighted(SHARES);
}

/** A surname of the origin, in the form men carry. */
export function drawFamilyName(random: Random, origin: Origin): FamilyName {
  return { origin, masculine: random.pick(surnamesOf(random, origin)) };
}

function surnamesOf(random: Random, origin: Origin): readonly string[] {
  switch (origin) {
    case 'kazakh':
      return random.chance(0.45) ? lists.KAZAKH_BARE : lists.KAZAKH_SUFFIXED;
    case 'russian':
      return lists.RUSSIAN_SURNAMES;
    case 'ukrainian':
      return lists.UKRAINIAN_SURNAMES;
    case 'uzbek':
      return lists.UZBEK_SURNAMES;
    case 'uyghur':
      return lists.UYGHUR_SURNAMES;
    case 'german':
      return lists.GERMAN_SURNAMES;
    case 'tatar':
      return lists.TATAR_SURNAMES;
    case 'korean':
      return lists.KOREAN_SURNAMES;
  }
}

/**
 * The form of a surname a person of this sex carries: -ов/-ев/-ин add а, -ский becomes -ская; surnames of other
 * endings (Бекежан, Петренко, Шмидт, Ким) are the same for everybody.
 */
export function surnameFor(family: FamilyName, sex: Sex): string {
  const { masculine } = family;
  if (sex === 'male') {
    return masculine;
  }
  if (/(ский|цкий)$/u.test(masculine)) {
    return `${masculine.slice(0, -2)}ая`;
  }
  const declines =
    family.origin !== 'german' && family.origin !== 'korean' && /(ов|ев|ёв|ин)$/u.test(masculine);
  return declines ? `${masculine}а` : masculine;
}

/** Given names of an origin and sex. */
export function givenNames(origin: Origin, sex: Sex): readonly string[] {
  const male = sex === 'male';
  switch (origin) {
    case 'kazakh':
      return male ? lists.KAZAKH_MALE : lists.KAZAKH_FEMALE;
    case 'uzbek':
      return male ? lists.UZBEK_MALE : lists.UZBEK_FEMALE;
    case 'uyghur':
      return male ? lists.UYGHUR_MALE : lists.UYGHUR_FEMALE;
    case 'tatar':
      return male ? lists.TATAR_MALE : lists.TATAR_FEMALE;
    default:
      return male ? lists.RUSSIAN_MALE : lists.RUSSIAN_FEMALE;
  }
}

/** A given name that, with this surname, is not that of a widely known person. */
export function drawGivenName(
  random: Random,
  family: FamilyName,
  sex: Sex,
  taken: readonly string[] = [],
): string {
  const pool = givenNames(family.origin, sex);
  for (let i = 0; i < 50; i += 1) {
    const name = random.pick(pool);
    if (!taken.includes(name) && !lists.PUBLIC_NAMES.has(`${family.masculine} ${name}`)) {
      return name;
    }
  }
  return random.pick(pool);
}

/** A father's name of the generation before the parents. */
export function drawElderName(random: Random, origin: Origin): string {
  return random.pick(origin === 'kazakh' ? lists.KAZAKH_ELDER : givenNames(origin, 'male'));
}

/** Russian patronymics that no rule gives. */
const IRREGULAR: Readonly<Record<string, readonly [male: string, female: string]>> = {
  Илья: ['Ильич', 'Ильинична'],
  Никита: ['Никитич', 'Никитична'],
  Лев: ['Львович', 'Львовна'],
  Павел: ['Павлович', 'Павловна'],
  Пётр: ['Петрович', 'Петровна'],
  Михаил: ['Михайлович', 'Михайловна'],
  Дмитрий: ['Дмитриевич', 'Дмитриевна'],
  Ярослав: ['Ярославич', 'Ярославна'],
  Кудрат: ['Кудратович', 'Кудратовна'],
};

/**
 * The patronymic of a father's given name. Kazakh style joins -ұлы/-қызы to the name; Slavic style follows the
 * ending: -ий → -ьевич, -й → -евич, -ь → -евич, vowel → -евич, consonant → -ович.
 */
export function patronymicOf(fatherName: string, sex: Sex, style: PatronymicStyle): string {
  const male = sex === 'male';
  if (style === 'kazakh') {
    return `${fatherName}${male ? 'ұлы' : 'қызы'}`;
  }
  const irregular = IRREGULAR[fatherName];
  if (irregular !== undefined) {
    return irregular[male ? 0 : 1];
  }
  const [stem, soft] = slavicStem(fatherName);
  return `${stem}${soft ? 'е' : 'о'}${male ? 'вич' : 'вна'}`;
}

function slavicStem(name: string): readonly [stem: string, soft: boolean] {
  if (name.endsWith('ий')) {
    return [`${name.slice(0, -2)}ь`, true];
  }
  if (/[йь]$/u.test(name)) {
    return [name.slice(0, -1), true];
  }
  if (/[аеёиоуыэюяіәөүұ]$/u.test(name)) {
    return [name, true];
  }
  return [name, false];
}
