/**
 * A family at the counter («келіп тіркелу»): what the clerk types in five steps, the package it makes, and what each step still lacks.
 * The package is judged by the rules of every other (`readPackage`, `judgePackage`): there is one way to read an application.
 */
import type { CivilDate } from './civil-date.ts';
import { compareIinWithPerson, type IinMismatch, parseIin, type Sex } from './iin.ts';
import {
  type ApplicationPackage,
  COUNTER_PORTAL,
  type ConsentKind,
  PACKAGE_SERVICES,
  type PackageFault,
  type PackagePerson,
  type PackageScan,
  type Relation,
} from './package.ts';
import { readPackage } from './package-read.ts';
import { packageNode } from './package-write.ts';

export const WALK_IN_STEPS = ['contacts', 'child', 'benefit', 'wish', 'sign'] as const;
export type WalkInStep = (typeof WALK_IN_STEPS)[number];

/** The signed paper of consent and application, scanned back. */
export const SIGNED_PAPER = 'signed_application';

/** A person as far as typed. */
export type TypedPerson = {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string;
  readonly birthDate: CivilDate | null;
  readonly sex: Sex | null;
};

/** What the clerk has typed so far; kept as a draft, so everything may still be empty. */
export type WalkInForm = {
  readonly applicant: TypedPerson & { readonly relation: Relation | null };
  readonly phone: string;
  /** The clerk called the phone and heard it ring at the counter. */
  readonly phoneProved: boolean;
  readonly email: string;
  readonly child: TypedPerson;
  readonly birthAct: string;
  readonly permanentAddress: string;
  readonly temporaryAddress: string;
  readonly queueKind: 'general' | 'special' | null;
  readonly correctionKind: string;
  readonly benefitCategory: string | null;
  /** BINs, the most wanted first. */
  readonly kindergartens: readonly string[];
  readonly language: 'kk' | 'ru' | null;
  readonly desiredFrom: CivilDate | null;
  readonly notificationType: ApplicationPackage['notificationType'] | null;
  readonly notificationLanguage: 'kk' | 'ru' | null;
  readonly consents: readonly ConsentKind[];
};

const NOBODY: TypedPerson = {
  iin: '',
  surname: '',
  givenName: '',
  patronymic: '',
  birthDate: null,
  sex: null,
};

export const EMPTY_WALK_IN: WalkInForm = {
  applicant: { ...NOBODY, relation: null },
  phone: '',
  phoneProved: false,
  email: '',
  child: NOBODY,
  birthAct: '',
  permanentAddress: '',
  temporaryAddress: '',
  queueKind: null,
  correctionKind: '',
  benefitCategory: null,
  kindergartens: [],
  language: null,
  desiredFrom: null,
  notificationType: null,
  notificationLanguage: null,
  consents: [],
};

/** A scan of the draft. */
export type WalkInScan = Pick<PackageScan, 'kind' | 'about' | 'fileName' | 'sha256'> & {
  readonly mediaType: string;
};

/** A person with the birth date and sex of a whole IIN filled in, where the clerk typed none of them. */
export function filledFromIin<P extends TypedPerson>(person: P): P {
  const parsed = parseIin(person.iin);
  if (!parsed.ok) return person;
  return {
    ...person,
    birthDate: person.birthDate ?? parsed.birthDate,
    sex: person.sex ?? parsed.sex,
  };
}

/** What the IIN says otherwise than was typed: a warning, never an obstacle (domain.md B1). */
export function iinWarnings(person: TypedPerson): readonly IinMismatch[] {
  return compareIinWithPerson(person.iin, person);
}

/** Where and when a package is made. */
export type WalkInMaking = {
  /** The draft's own reference: one draft is registered once. */
  readonly ref: string;
  /** BIN of the clerk's department. */
  readonly department: string;
  /** Almaty time with its offset, to the second. */
  readonly at: string;
  readonly scans: readonly WalkInScan[];
};

/** The package of a form as it stands; what is empty stays empty, for its reader to say so. */
export function packageOfForm(form: WalkInForm, making: WalkInMaking): ApplicationPackage {
  const { at } = making;
  return {
    kind: 'application',
    portal: COUNTER_PORTAL,
    portalId: `W-${making.ref}`,
    sentAt: at,
    service: PACKAGE_SERVICES[0],
    department: making.department,
    submittedAt: at,
    queueKind: form.queueKind ?? NONE,
    correctionKind: form.queueKind === 'special' ? optional(form.correctionKind) : null,
    language: form.language ?? NONE,
    desiredFrom: form.desiredFrom,
    benefitCategory: form.benefitCategory,
    birthAct: optional(form.birthAct),
    kindergartens: form.kindergartens,
    applicant: { ...personOf(form.applicant), relation: form.applicant.relation ?? NONE },
    child: personOf(form.child),
    permanentAddress: tidy(form.permanentAddress),
    temporaryAddress: optional(form.temporaryAddress),
    contacts: {
      phone: tidy(form.phone),
      phoneVerifiedBy: form.phoneProved ? 'counter' : null,
      email: optional(form.email),
      emailVerifiedBy: null,
    },
    notificationType: form.notificationType ?? NONE,
    notificationLanguage: form.notificationLanguage ?? NONE,
    consents: form.consents.map((kind) => ({ kind, at })),
    scans: making.scans.map((scan, i) => ({ ...scan, href: `scan-${i + 1}`, base64: null })),
  };
}

/** Not chosen yet: no value of any list, so that the reader finds it. */
const NONE = '' as never;

function personOf(person: TypedPerson): PackagePerson {
  return {
    iin: person.iin,
    surname: tidy(person.surname),
    givenName: tidy(person.givenName),
    patronymic: optional(person.patronymic),
    birthDate: person.birthDate ?? '',
    sex: person.sex ?? NONE,
  };
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ').normalize('NFC');
}

function optional(text: string): string | null {
  const tidied = tidy(text);
  return tidied === '' ? null : tidied;
}

/** What the reader of packages finds in a form: nothing the office must be asked for. Kinds of queue that lack their words too. */
export function walkInFaults(form: WalkInForm, making: WalkInMaking): readonly PackageFault[] {
  const read = readPackage(packageNode(packageOfForm(form, making)));
  const found: PackageFault[] = read.ok ? [] : [...read.faults];
  if (!form.phoneProved) found.push({ code: 'CONTACT_UNVERIFIED', place: 'contacts/phone' });
  if (form.queueKind === 'special' && optional(form.correctionKind) === null) {
    found.push({ code: 'CORRECTION_KIND_MISSING', place: 'application/correctionKind' });
  }
  if (form.notificationType === 'email' && optional(form.email) === null) {
    found.push({ code: 'EMAIL_MISSING', place: 'notification/@type' });
  }
  if (!form.consents.includes('data_processing')) {
    found.push({ code: 'CONSENT_MISSING', place: 'consents' });
  }
  // No consent at all is told as the missing one, not as a list that is empty.
  return found.filter(({ place }) => place !== 'consents/consent');
}

const STEP_OF_PLACE: readonly (readonly [prefix: string, step: WalkInStep])[] = [
  ['applicant', 'contacts'],
  ['contacts', 'contacts'],
  ['child', 'child'],
  ['addresses', 'child'],
  ['application/birthAct', 'child'],
  ['application/queueKind', 'benefit'],
  ['application/correctionKind', 'benefit'],
  ['application/benefitCategory', 'benefit'],
  ['scans', 'benefit'],
  ['application', 'wish'],
  ['notification', 'wish'],
  ['consents', 'wish'],
];

/** The step in which a fault is mended. */
export function stepOfPlace(place: string): WalkInStep {
  return STEP_OF_PLACE.find(([prefix]) => place.startsWith(prefix))?.[1] ?? 'sign';
}
