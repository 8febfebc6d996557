/**
 * Companions (еріп жүрушілер): who may bring and take a child, by the seed of akmola.kz (domain.md A9). A permit ties a
 * companion to one child. The numbers and ages are the rule profile's; the database holds the same rules in SQL (KZ100–KZ111).
 */
import { type CivilDate, isCivilDate } from './civil-date.ts';
import { ageOn } from './cohort.ts';
import type { RuleProfile } from './rule-profile.ts';
import { type Actor, COMPANION_EVENTS, type CompanionAct } from './status.ts';

export const COMPANION_STATES = ['waiting', 'approved', 'refused', 'suspended', 'ended'] as const;
export type CompanionState = (typeof COMPANION_STATES)[number];

/** States that count against the limits: the family has the companion, or asks for it. */
export const LIVE_COMPANION_STATES: readonly CompanionState[] = ['waiting', 'approved', 'suspended'];

/** What the companion is to the child, as the family says. The applicant's own is that of the application. */
export const COMPANION_RELATIONS = [
  'mother',
  'father',
  'guardian',
  'grandmother',
  'grandfather',
  'sister',
  'brother',
  'aunt',
  'uncle',
  'nanny',
  'other',
] as const;
export type CompanionRelation = (typeof COMPANION_RELATIONS)[number];

/** Posts of a kindergarten as its list of staff names them (seed: меңгеруші/тәрбиеші және т. б.). */
export const STAFF_POSITIONS = [
  'head',
  'methodist',
  'educator',
  'assistant',
  'specialist',
  'medic',
  'worker',
] as const;
export type StaffPosition = (typeof STAFF_POSITIONS)[number];

/** All that moves a permit; `end_companion` is the machine's: the child left, the days ran out, another applicant. */
export type CompanionEvent = CompanionAct | 'end_companion';

export interface CompanionTransition {
  readonly event: CompanionEvent;
  readonly from: CompanionState;
  readonly to: CompanionState;
  readonly by: readonly Actor[];
}

const SIGNERS: readonly Actor[] = ['clerk', 'head'];
/** Every permitted change of a permit. A permit that was refused or has ended is over: the family asks anew. */
export const COMPANION_TRANSITIONS: readonly CompanionTransition[] = [
  { event: 'approve_companion', from: 'waiting', to: 'approved', by: SIGNERS },
  { event: 'refuse_companion', from: 'waiting', to: 'refused', by: SIGNERS },
  // A companion who becomes staff is suspended by the machine, even before anybody approved.
  { event: 'suspend_companion', from: 'waiting', to: 'suspended', by: ['job'] },
  { event: 'suspend_companion', from: 'approved', to: 'suspended', by: [...SIGNERS, 'job'] },
  { event: 'resume_companion', from: 'suspended', to: 'approved', by: SIGNERS },
  { event: 'end_companion', from: 'waiting', to: 'ended', by: ['job'] },
  { event: 'end_companion', from: 'approved', to: 'ended', by: ['job'] },
  { event: 'end_companion', from: 'suspended', to: 'ended', by: ['job'] },
];

/** The state after an event, or null where it is not permitted to this actor. */
export function nextCompanionState(
  from: CompanionState,
  event: CompanionEvent,
  actor: Actor,
): CompanionState | null {
  return (
    COMPANION_TRANSITIONS.find((row) => row.event === event && row.from === from && row.by.includes(actor))
      ?.to ?? null
  );
}

/** Signed acts an actor may do in a state. */
export function permittedCompanionActs(state: CompanionState, actor: Actor): readonly CompanionAct[] {
  return COMPANION_EVENTS.filter((act) => nextCompanionState(state, act, actor) !== null);
}

/** The limits of a rule profile. */
export type CompanionRules = Pick<
  RuleProfile,
  'companionMaxPerChild' | 'companionMaxChildren' | 'companionMinAge'
>;

/** Days of a permit or of a post; `to` is the last good day, null while it lasts. */
export interface Days {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}

/** Whether two stretches of days share one. */
export function daysMeet(a: Days, b: Days): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

/** Whether the permit is good on a day: approved, and the day is one of its own. */
export function isPermitted(permit: { readonly state: CompanionState } & Days, on: CivilDate): boolean {
  return permit.state === 'approved' && daysMeet(permit, { from: on, to: on });
}

export type CompanionField = 'surname' | 'givenName' | 'patronymic' | 'phone' | 'relation';

/** Named as the database's guards, so that whichever of the two speaks says the same. */
export type CompanionFault =
  | 'COMPANION_REFERRED'
  | 'COMPANION_ADMITTED'
  | 'COMPANION_PERMIT_LIVE_ONCE'
  | 'COMPANION_DAYS'
  | 'COMPANION_OF_AGE'
  | 'COMPANION_NO_STAFF'
  | 'COMPANION_DATA_EQUAL'
  | 'COMPANION_MAX_PER_CHILD'
  | 'COMPANION_MAX_CHILDREN';

/** What stands against a companion, with the number its message names. */
export interface CompanionObstacle {
  readonly code: CompanionFault;
  readonly limit: number | null;
  readonly fields: readonly CompanionField[];
}

/** A companion and a child, as the rules look at them. Counts leave this permit and the applicant's own out. */
export interface CompanionCase {
  /** The day the act is done. */
  readonly on: CivilDate;
  readonly rules: CompanionRules;
  readonly birthDate: CivilDate;
  readonly days: Days;
  /** Whether the person is the parent or guardian who applied for this child. */
  readonly isApplicant: boolean;
  readonly hasReferral: boolean;
  readonly isAdmitted: boolean;
  /** Whether this person accompanies this child already. */
  readonly isThere: boolean;
  /** Posts in kindergartens, whichever. */
  readonly posts: readonly Days[];
  /** Fields that differ from what the family's record says. */
  readonly differs: readonly CompanionField[];
  readonly liveOfChild: number;
  readonly liveOfCompanion: number;
}

/**
 * What stands against accompanying, in the order to tell it; empty when nothing does. Registering, approving and resuming are
 * judged alike, each on its own day: a companion may have become staff meanwhile.
 */
export function companionObstacles(asked: CompanionCase): readonly CompanionObstacle[] {
  const { rules, days } = asked;
  const found: CompanionObstacle[] = [];
  const need = (fine: boolean, code: CompanionFault, limit: number | null = null): void => {
    if (!fine) found.push({ code, limit, fields: [] });
  };
  need(asked.hasReferral, 'COMPANION_REFERRED');
  need(asked.isAdmitted, 'COMPANION_ADMITTED');
  need(!asked.isThere, 'COMPANION_PERMIT_LIVE_ONCE');
  need(areDays(days) && (days.to === null || days.to >= asked.on), 'COMPANION_DAYS');
  need(isOfAge(asked.birthDate, asked.on, rules), 'COMPANION_OF_AGE', rules.companionMinAge);
  need(
    asked.isApplicant || !asked.posts.some((post) => daysMeet(post, ahead(days, asked.on))),
    'COMPANION_NO_STAFF',
  );
  if (asked.differs.length > 0) {
    found.push({ code: 'COMPANION_DATA_EQUAL', limit: null, fields: asked.differs });
  }
  need(
    asked.isApplicant || asked.liveOfChild < rules.companionMaxPerChild,
    'COMPANION_MAX_PER_CHILD',
    rules.companionMaxPerChild,
  );
  need(
    asked.isApplicant || asked.liveOfCompanion < rules.companionMaxChildren,
    'COMPANION_MAX_CHILDREN',
    rules.companionMaxChildren,
  );
  return found;
}

/** Whether somebody is old enough on a day. Born on 29 February, one turns older on 1 March of a common year. */
export function isOfAge(
  birthDate: CivilDate,
  on: CivilDate,
  rules: Pick<CompanionRules, 'companionMinAge'>,
): boolean {
  return ageOn(birthDate, on) >= rules.companionMinAge;
}

function areDays({ from, to }: Days): boolean {
  return isCivilDate(from) && (to === null || (isCivilDate(to) && to >= from));
}

/** What is left of the days from a day on: who left a kindergarten before that was staff, and is none now. */
function ahead(days: Days, on: CivilDate): Days {
  return days.from >= on ? days : { from: on, to: days.to };
}

/** A person as typed or as a record has it. */
export interface CompanionIdentity {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly phone?: string;
  readonly relation?: string;
}

/**
 * In which fields a companion differs from the family's record (seed: the data must equal the applicant's cabinet). Letters are
 * compared without their case. `phone` and `relation` are asked where the record has them: of the parents of the application.
 */
export function companionDifferences(
  typed: CompanionIdentity,
  record: CompanionIdentity,
): readonly CompanionField[] {
  const fields: CompanionField[] = [];
  for (const field of ['surname', 'givenName', 'patronymic'] as const) {
    if (plain(typed[field]) !== plain(record[field])) fields.push(field);
  }
  if (record.phone !== undefined && typed.phone !== record.phone) fields.push('phone');
  if (record.relation !== undefined && typed.relation !== record.relation) fields.push('relation');
  return fields;
}

function plain(text: string | null): string {
  return (text ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
