/**
 * Kazakh endings after numbers, times, dates and words, by vowel harmony and the last sound of what is *spoken*:
 * «12:03-те» (үш), «18:30-ға» (отыз), «11:58-ден» (сегіз), «12.01.2026-дан» (алты), «38-і» (сегіз).
 */
export type KazakhCase = 'genitive' | 'dative' | 'accusative' | 'locative' | 'ablative';

/** How a spoken word ends: harmony, and the class of its last sound. Glide: у, и, й, р, л behave like voiced consonants. */
type Ending = { readonly back: boolean; readonly last: 'vowel' | 'nasal' | 'voiced' | 'voiceless' };

const UNITS: readonly Ending[] = [
  { back: false, last: 'voiced' }, // нөл
  { back: false, last: 'voiced' }, // бір
  { back: false, last: 'vowel' }, // екі
  { back: false, last: 'voiceless' }, // үш
  { back: false, last: 'voiceless' }, // төрт
  { back: false, last: 'voiceless' }, // бес
  { back: true, last: 'vowel' }, // алты
  { back: false, last: 'vowel' }, // жеті
  { back: false, last: 'voiced' }, // сегіз
  { back: true, last: 'voiced' }, // тоғыз
];

const TENS: readonly Ending[] = [
  { back: false, last: 'voiced' },
  { back: true, last: 'nasal' }, // он
  { back: true, last: 'vowel' }, // жиырма
  { back: true, last: 'voiced' }, // отыз
  { back: true, last: 'voiceless' }, // қырық
  { back: false, last: 'voiced' }, // елу
  { back: true, last: 'voiceless' }, // алпыс
  { back: false, last: 'voiceless' }, // жетпіс
  { back: false, last: 'nasal' }, // сексен
  { back: true, last: 'nasal' }, // тоқсан
];

const HUNDRED: Ending = { back: false, last: 'voiced' }; // жүз
const THOUSAND: Ending = { back: true, last: 'nasal' }; // мың
const MILLION: Ending = { back: true, last: 'nasal' }; // миллион
const MILLIARD: Ending = { back: true, last: 'voiceless' }; // миллиард

/** Endings for back vowels by last sound; front ones follow by replacing а→е, ы→і, ғ→г, қ→к. */
const BACK: Readonly<Record<KazakhCase, Readonly<Record<Ending['last'], string>>>> = {
  genitive: { vowel: 'ның', nasal: 'ның', voiced: 'дың', voiceless: 'тың' },
  dative: { vowel: 'ға', nasal: 'ға', voiced: 'ға', voiceless: 'қа' },
  accusative: { vowel: 'ны', nasal: 'ды', voiced: 'ды', voiceless: 'ты' },
  locative: { vowel: 'да', nasal: 'да', voiced: 'да', voiceless: 'та' },
  ablative: { vowel: 'дан', nasal: 'нан', voiced: 'дан', voiceless: 'тан' },
};
const FRONT_LETTER: Readonly<Record<string, string>> = { а: 'е', ы: 'і', ғ: 'г', қ: 'к', у: 'у' };

/** A whole number with its case ending: `numberWith(3, 'locative')` is «3-те». Throws RangeError (KAZAKH_NUMBER) unless a whole number ≥ 0. */
export function numberWith(value: number, kase: KazakhCase): string {
  return `${value}-${caseEnding(endingOfNumber(value), kase)}`;
}

/**
 * A time 'HH:MM' with its ending, by the minutes as they are read: «12:03-те», «18:30-ға», «09:00-ден» (нөл).
 * Throws RangeError (KAZAKH_TIME) for anything else.
 */
export function timeWith(time: string, kase: KazakhCase): string {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (match === null) {
    throw new RangeError('KAZAKH_TIME');
  }
  return `${time}-${caseEnding(endingOfNumber(Number(match[2])), kase)}`;
}

/** A date 'YYYY-MM-DD' shown as '12.01.2026' with its ending by the year: «12.01.2026-дан». */
export function dateWith(date: string, kase: KazakhCase): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) {
    throw new RangeError('KAZAKH_DATE');
  }
  return `${match[3]}.${match[2]}.${match[1]}-${caseEnding(endingOfNumber(Number(match[1])), kase)}`;
}

/**
 * "So many of them": «12 жолдаманың 11-і», «4-еуі», «6-ауы». One to seven take the collective number (төртеуі),
 * the rest the possessive (сегізі, жиырмасы).
 */
export function partOf(value: number): string {
  const ending = endingOfNumber(value);
  if (value >= 1 && value <= 7) {
    return `${value}-${ending.back ? 'ауы' : 'еуі'}`;
  }
  const suffix = ending.last === 'vowel' ? 'сы' : 'ы';
  return `${value}-${harmonise(suffix, ending.back)}`;
}

/** "Of so many of them": «9-ының», «4-еуінің». */
export function partOfGenitive(value: number): string {
  const part = partOf(value);
  return part + (/ы$/.test(part) ? 'ның' : 'нің');
}

/** An ordinal before a noun: Arabic figures take a hyphen and no ending, «4-тармақ», «14-орын». */
export function ordinal(value: number, noun: string): string {
  endingOfNumber(value);
  return `${value}-${noun}`;
}

/**
 * A word with its case ending written together: «Алматыға», «Шымкентте», «Оразованың». For plain words and names;
 * a name in quotes or an abbreviation is better given another wording. Surnames in -ев take the harmony before it
 * («Тоқаевтың», «Тургеневтің»). A word without a Kazakh letter is given back unchanged.
 */
export function wordWith(word: string, kase: KazakhCase): string {
  const ending = endingOfWord(word);
  return ending === null ? word : word + caseEnding(ending, kase);
}

function caseEnding(ending: Ending, kase: KazakhCase): string {
  return harmonise(BACK[kase][ending.last], ending.back);
}

function harmonise(suffix: string, back: boolean): string {
  return back ? suffix : [...suffix].map((letter) => FRONT_LETTER[letter] ?? letter).join('');
}

function endingOfNumber(value: number): Ending {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError('KAZAKH_NUMBER');
  }
  const unit = value % 10;
  const ten = Math.floor(value / 10) % 10;
  const found =
    value === 0 || unit !== 0
      ? UNITS[unit]
      : ten !== 0
        ? TENS[ten]
        : value % 1000 !== 0
          ? HUNDRED
          : value % 1_000_000 !== 0
            ? THOUSAND
            : value % 1_000_000_000 !== 0
              ? MILLION
              : MILLIARD;
  return found ?? MILLIARD;
}

const BACK_VOWELS = 'аоұыяё';
const FRONT_VOWELS = 'әеөүіэ';
const UNCLEAR_VOWELS = 'иую';

function endingOfWord(word: string): Ending | null {
  const letters = [...word.toLowerCase()];
  const last = letters.at(-1);
  if (last === undefined || !/[а-яёәғқңөұүһі]/.test(last)) {
    return null;
  }
  return { back: isBackWord(letters), last: soundClass(last === 'ь' ? (letters.at(-2) ?? last) : last) };
}

function isBackWord(letters: readonly string[]): boolean {
  const isSurname = letters.length > 3 && letters.slice(-2).join('') === 'ев';
  const body = isSurname ? letters.slice(0, -2) : letters;
  for (let i = body.length - 1; i >= 0; i--) {
    const letter = body[i] ?? '';
    if (BACK_VOWELS.includes(letter)) return true;
    if (FRONT_VOWELS.includes(letter)) return false;
    // и inside a last syllable sounds front («Путинге»); и, у, ю elsewhere take the harmony of what stands before.
    if (letter === 'и' && i < body.length - 1) return false;
  }
  return !body.includes('и') && body.some((letter) => UNCLEAR_VOWELS.includes(letter));
}

function soundClass(letter: string): Ending['last'] {
  if ('мнң'.includes(letter)) return 'nasal';
  if ('аәеёоөұүыіэяю'.includes(letter)) return 'vowel';
  // б, в, г, д stand last only in loan words and are spoken voiceless there.
  if ('пфкқтсшщчцхһбвгд'.includes(letter)) return 'voiceless';
  return 'voiced';
}
