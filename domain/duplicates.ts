/**
 * Possible duplicates: when two children are near enough to be one, and which of two applications of one child stays. No act
 * describes how offices find repeated applications: the measures of nearness are our own. SQL holds the same rule
 * (`kezek.near_key`, `kezek.one_slip`, `kezek.date_nearness`), so that pairs are found where they arise; tests hold the two together.
 */
import { addDays, type CivilDate } from './civil-date.ts';
import { latinKey } from './names.ts';
import type { ApplicationStatus } from './status.ts';

/** Why a pair is asked about: one child twice, one scan in two families' applications, two records that may be one child. */
export const DUPLICATE_KINDS = ['same_child', 'same_scan', 'near'] as const;
export type DuplicateKind = (typeof DUPLICATE_KINDS)[number];

/** How a pair stands. `removed`: one of the two left the queue for the other. */
export const DUPLICATE_STATES = ['open', 'not_duplicate', 'duplicate', 'removed'] as const;
export type DuplicateState = (typeof DUPLICATE_STATES)[number];

/** What was done about a pair, in its append-only log; the last two by signed acts alone. */
export const DUPLICATE_VERDICTS = [
  'not_duplicate',
  'duplicate',
  'reopened',
  'removed',
  'reinstated',
] as const;
export type DuplicateVerdict = (typeof DUPLICATE_VERDICTS)[number];
/** What an officer says without a signature: it changes nobody's rights. */
export const FINDINGS = ['not_duplicate', 'duplicate', 'reopened'] as const;
export type Finding = (typeof FINDINGS)[number];

/** `same`: letter for letter; `spelling`: another alphabet or spelling, another ending of the surname; `slip`: one letter apart. */
export const NEAR_NAMES = ['same', 'spelling', 'slip'] as const;
export type NearNames = (typeof NEAR_NAMES)[number];
/** `swapped`: day and month in each other's place; `next_day`: a day before or after; `digit`: one digit written otherwise. */
export const NEAR_DATES = ['same', 'swapped', 'next_day', 'digit'] as const;
export type NearDate = (typeof NEAR_DATES)[number];

export type NearChild = {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly birthDate: CivilDate;
  readonly sex: 'male' | 'female';
};

/** Endings that one family has in one paper and not in another: «Ахметов», «Ахметова», «Ахмет», «Ахметұлы». */
const ENDING = /(?:kizi|uli|ova|eva|ina|ov|ev|in)$/;
/** What must be left of a surname without its ending. */
const SHORTEST_STEM = 3;
/** Shorter ones a letter apart are two names: «Аян» (aian) is not «Аят». */
const SHORTEST_SLIP = 5;

/** A surname as near names compare it: without its ending, in one spelling. */
export function nearSurname(surname: string): string {
  const letters = plain(surname);
  const stem = letters.replace(ENDING, '');
  return sounds(stem.length >= SHORTEST_STEM ? stem : letters);
}

/** A given name as near names compare it. */
export function nearGivenName(givenName: string): string {
  return sounds(plain(givenName));
}

function plain(name: string): string {
  return single(
    latinKey(name)
      .replace(/[^a-z]/g, '')
      .replaceAll('dj', 'j'),
  );
}

/** Vowels that the alphabets write in each other's place: е and и, о and у. */
function sounds(letters: string): string {
  return single(letters.replaceAll('e', 'i').replaceAll('o', 'u'));
}

function single(letters: string): string {
  return letters.replace(/([a-z])\1+/g, '$1');
}

/** Whether one letter is wrong, missing, too many, or two neighbours changed places. Equal or very short words: no. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < SHORTEST_SLIP || Math.abs(a.length - b.length) > 1)
    return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  return (
    a.slice(at + 1) === b.slice(at + 1) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2))
  );
}

/** How near two dates of birth are; null: not at all. Of the year only its last digit counts: who is ten years older is no slip. */
export function dateNearness(a: CivilDate, b: CivilDate): NearDate | null {
  if (a === b) return 'same';
  if (a === `${b.slice(0, 4)}-${b.slice(8)}-${b.slice(5, 7)}`) return 'swapped';
  if (a === addDays(b, 1) || b === addDays(a, 1)) return 'next_day';
  const differ = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  return differ.length === 1 && (differ[0] ?? 0) >= 3 ? 'digit' : null;
}

/** How near two names are by their keys; null: not at all. */
export function nameNearness(
  a: Pick<NearChild, 'surname' | 'givenName'>,
  b: Pick<NearChild, 'surname' | 'givenName'>,
): NearNames | null {
  const [surnameA, surnameB] = [nearSurname(a.surname), nearSurname(b.surname)];
  const [givenA, givenB] = [nearGivenName(a.givenName), nearGivenName(b.givenName)];
  // A name in letters we do not read says nothing.
  if ([surnameA, surnameB, givenA, givenB].includes('')) return null;
  if (surnameA === surnameB && givenA === givenB) {
    return a.surname === b.surname && a.givenName === b.givenName ? 'same' : 'spelling';
  }
  const slipped =
    (surnameA === surnameB && isOneSlip(givenA, givenB)) ||
    (givenA === givenB && isOneSlip(surnameA, surnameB));
  return slipped ? 'slip' : null;
}

export type Nearness = { readonly names: NearNames; readonly date: NearDate };

/**
 * Whether two records with different IINs may be one child. Names in any spelling with a date that is near; a slip in a name
 * only with the very date, and not within one family: brothers born on one day rightly have names a letter apart.
 */
export function nearChildren(a: NearChild, b: NearChild, sameFamily: boolean): Nearness | null {
  if (a.iin === b.iin || a.sex !== b.sex) return null;
  const names = nameNearness(a, b);
  const date = dateNearness(a.birthDate, b.birthDate);
  if (names === null || date === null) return null;
  return names === 'slip' && (date !== 'same' || sameFamily) ? null : { names, date };
}

/** Where an application is on its way to a place by right: another may be removed for it, and no child loses its turn. */
export const STANDING_STATUSES: readonly ApplicationStatus[] = [
  'queued',
  'suspended',
  'stop_list',
  'offered',
  'benefit_review',
  'referral_issued',
  'docs_submitted',
  'enrolled',
];
const PLACED: readonly ApplicationStatus[] = [
  'offered',
  'benefit_review',
  'referral_issued',
  'docs_submitted',
  'enrolled',
];

/** One of the two applications of a pair. */
export type PairSide = {
  readonly id: string;
  readonly number: string;
  readonly childId: string;
  readonly service: string;
  readonly status: ApplicationStatus;
  readonly submittedAt: Date;
};

/** Why the one that stays has the better right: it has a place, or its date is the earlier. Null: the other one's date is. */
export function keptBy(kept: PairSide, removed: PairSide): 'placed' | 'earlier' | null {
  if (PLACED.includes(kept.status)) return 'placed';
  const before = kept.submittedAt.getTime() - removed.submittedAt.getTime();
  return before < 0 || (before === 0 && comesBefore(kept.number, removed.number)) ? 'earlier' : null;
}

/** '2026-000123' before '2026-1000001': by year, then by number. */
function comesBefore(a: string, b: string): boolean {
  const [yearA = 0, serialA = 0] = a.split('-').map(Number);
  const [yearB = 0, serialB = 0] = b.split('-').map(Number);
  return yearA === yearB ? serialA < serialB : yearA < yearB;
}

/** Uses of the reasons a removal is signed with: of the usual one, and of one that takes the earlier date away. */
export type RemovalReasonUse = 'duplicate' | 'duplicate_earlier';
export function removalReasonUse(kept: PairSide, removed: PairSide): RemovalReasonUse {
  return keptBy(kept, removed) === null ? 'duplicate_earlier' : 'duplicate';
}

export type RemovalFault =
  | 'DUPLICATE_ITSELF'
  | 'DUPLICATE_NOT_QUEUED'
  | 'DUPLICATE_KEPT_GONE'
  | 'DUPLICATE_NOT_JUDGED';

/**
 * What stands against taking an application off the queue for another one. Only who stands in the queue is taken off it: one under
 * review is refused there. `judged`: how the pair stands; null: nobody found these two to be a pair.
 */
export function removalFaults(
  removed: PairSide,
  kept: PairSide,
  judged: DuplicateState | null,
): readonly RemovalFault[] {
  if (removed.id === kept.id) return ['DUPLICATE_ITSELF'];
  const sameChild = removed.childId === kept.childId && judged !== 'not_duplicate';
  return [
    ...(removed.status === 'queued' ? [] : (['DUPLICATE_NOT_QUEUED'] as const)),
    ...(STANDING_STATUSES.includes(kept.status) ? [] : (['DUPLICATE_KEPT_GONE'] as const)),
    ...(judged !== null && removed.service === kept.service && (sameChild || judged === 'duplicate')
      ? []
      : (['DUPLICATE_NOT_JUDGED'] as const)),
  ];
}

/** How a pair stands after a finding; null: there is no such step. What was signed is undone by a signed act alone. */
export function afterFinding(state: DuplicateState, finding: Finding): DuplicateState | null {
  if (state === 'removed') return null;
  if (finding === 'reopened') return state === 'open' ? null : 'open';
  return state === finding ? null : finding;
}
