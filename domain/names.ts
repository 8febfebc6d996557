import { kindOfNumber } from './bin.ts';
import { parsePhone } from './phone.ts';

export type PersonName = {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
};

/** «Бекежан Әлихан Нұрланұлы» */
export function fullName(name: PersonName): string {
  return [name.surname, name.givenName, name.patronymic ?? ''].filter((part) => part !== '').join(' ');
}

/** «Бекежан Әлихан»: surname and given name, as in lists. */
export function listName(name: PersonName): string {
  return [name.surname, name.givenName].filter((part) => part !== '').join(' ');
}

/** «Абдырахманова Г. С.» */
export function shortName(name: PersonName): string {
  const dotted = [name.givenName, name.patronymic ?? '']
    .filter((part) => part !== '')
    .map((part) => `${first(part)}.`);
  return [name.surname, ...dotted].join(' ');
}

/** «С. Оразова»: in sentences about who did something. */
export function actorName(name: PersonName): string {
  return name.givenName === '' ? name.surname : `${first(name.givenName)}. ${name.surname}`;
}

/** «Нұрлан Сәбитұлы»: how a person is addressed in a letter. */
export function addressName(name: PersonName): string {
  return [name.givenName, name.patronymic ?? ''].filter((part) => part !== '').join(' ') || name.surname;
}

/** Two letters for an avatar, given name first: Абдырахманова Гүлнар is «ГА». */
export function initials(name: PersonName): string {
  return first(name.givenName) + first(name.surname);
}

function first(text: string): string {
  const [letter] = text.trim();
  return (letter ?? '').toUpperCase();
}

/** Kazakh letters to the Russian ones they are written with in old papers; then letters people confuse or leave out. */
const FOLD: Readonly<Record<string, string>> = {
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
  ё: 'е',
  э: 'е',
  й: 'и',
  щ: 'ш',
  ь: '',
  ъ: '',
};

/**
 * Folds a text for search: lower case, Kazakh letters to Russian ones, ё/э to е, й to и, no signs, doubled letters
 * single, everything but letters and digits a space. So «Сейітқызы», «Сейткызы» and «СЕЙІТҚЫЗЫ» are one text.
 * Folding twice changes nothing. Latin letters keep their place here; see `latinKey`.
 */
export function normaliseForSearch(text: string): string {
  const lower = text.normalize('NFC').toLowerCase();
  let out = '';
  for (const letter of lower) {
    out += FOLD[letter] ?? letter;
  }
  return out
    .replace(/['’ʼ`"]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1+/gu, '$1')
    .trim();
}

const TO_LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'j',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'ch',
  ш: 'sh',
  ы: 'i',
  ю: 'iu',
  я: 'ia',
};

/** Spellings of one sound in the Latin scripts in use (passports, the Kazakh alphabet of 2021, habit), in this order. */
const LATIN_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ı/g, 'i'],
  [/ş/g, 'sh'],
  [/ç/g, 'ch'],
  [/[\u0300-\u036f]/g, ''],
  [/shch|sch/g, 'sh'],
  [/zh/g, 'j'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/ph/g, 'f'],
  [/ts/g, 'c'],
  [/x/g, 'ks'],
  [/q/g, 'k'],
  [/w/g, 'u'],
  [/yo/g, 'e'],
  [/ye/g, 'e'],
  [/y/g, 'i'],
  [/(\p{L})\1+/gu, '$1'],
];

/**
 * One Latin key for a name in any script: «Жұмабаев», «Жумабаев», "Zhumabaev", "Jumabayev" give the same text.
 * It is a search key, not a transliteration to show.
 */
export function latinKey(text: string): string {
  let key = '';
  for (const letter of normaliseForSearch(text)) {
    key += TO_LATIN[letter] ?? letter;
  }
  // ş and ç must be seen whole before their marks are taken off; the other marks go.
  key = key.replace(/[^şç\p{ASCII}]/gu, (letter) => letter.normalize('NFD'));
  for (const [spelling, sound] of LATIN_SPELLINGS) {
    key = key.replace(spelling, sound);
  }
  return key;
}

/** What goes into the search column for a name: the folded text and the Latin key, with a space between. */
export function searchKeys(name: string): string {
  const folded = normaliseForSearch(name);
  const latin = latinKey(name);
  return folded === latin ? folded : `${folded} ${latin}`;
}

export type SearchQuery = {
  readonly kind: 'iin' | 'number' | 'phone' | 'name';
  /** Every one must be contained in the row's search text. Empty when there is nothing to search for. */
  readonly tokens: readonly string[];
};

/**
 * What was typed into the one search box. `iin`: 8–12 digits (or a whole BIN); `number`: an application or act number,
 * whole with its serial filled to six digits, or a part of one; `phone`: E.164 or the beginning of one; `name`: words.
 */
export function normaliseQuery(text: string): SearchQuery {
  const trimmed = text.trim();
  const number = /^(\d{4})\s*[-–]\s*(?:(\p{L})\s*[-–]\s*)?(\d{1,7})$/u.exec(trimmed);
  if (number !== null) {
    const letter = number[2] === undefined ? '' : `${number[2].toUpperCase()}-`;
    return { kind: 'number', tokens: [`${number[1]}-${letter}${(number[3] ?? '').padStart(6, '0')}`] };
  }
  const bare = trimmed.replace(/[\s()\-‐-―.№]/gu, '');
  if (/^\+\d+$/.test(bare)) {
    const phone = parsePhone(bare);
    return { kind: 'phone', tokens: [phone.ok ? phone.e164 : bare] };
  }
  if (/^\d+$/.test(bare)) {
    return digitsQuery(bare);
  }
  const tokens = trimmed.split(/[\s\-‐-―.]+/u).map(nameToken);
  return { kind: 'name', tokens: [...new Set(tokens.filter((token) => token !== ''))] };
}

function digitsQuery(digits: string): SearchQuery {
  if (digits.length === 12 && kindOfNumber(digits) !== null) {
    return { kind: 'iin', tokens: [digits] };
  }
  const phone = parsePhone(digits);
  if (phone.ok) {
    return { kind: 'phone', tokens: [phone.e164] };
  }
  return { kind: digits.length >= 8 ? 'iin' : 'number', tokens: [digits] };
}

function nameToken(word: string): string {
  return /[a-z]/i.test(word.normalize('NFD')) || /ı/.test(word) ? latinKey(word) : normaliseForSearch(word);
}
