/**
 * What a portal hands over in one package (`urn:kz:kezek:package:1`, docs/packages.md), once it was read: one application,
 * one answer to a return, one confirmation of interest, one change of a companion or one request to link a parent.
 */
import type { CivilDate } from './civil-date.ts';
import type { CompanionRelation } from './companions.ts';
import type { DocumentAbout } from './data/document-kinds.ts';
import type { Iin, Sex } from './iin.ts';
import type { PersonName } from './names.ts';

export const PACKAGE_NAMESPACE = 'urn:kz:kezek:package:1';

export const PACKAGE_KINDS = ['application', 'answer', 'interest', 'companion', 'link'] as const;
export type PackageKind = (typeof PACKAGE_KINDS)[number];

/** Services a package may be about; a second one needs no new format. */
export const PACKAGE_SERVICES = ['preschool_queue'] as const;

/** The portal that is no portal: the clerk's own counter. Its packages are made by the desk and never come as files. */
export const COUNTER_PORTAL = 'counter';

/** How a portal proved a phone; `counter`: a clerk called it while the family stood there, which no portal can say. */
export const PHONE_PROOFS = ['one_time_code', 'consent_1414', 'mobile_citizens_base', 'counter'] as const;
export const EMAIL_PROOFS = ['one_time_code', 'link'] as const;
/** What a family agreed to. `data_processing` is asked of every application. */
export const CONSENT_KINDS = ['data_processing', 'public_offer', 'notifications', 'consent_1414'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export const NOTIFICATION_TYPES = ['sms', 'email', 'ed24', 'letter'] as const;
export const RELATIONS = ['mother', 'father', 'guardian'] as const;
export type Relation = (typeof RELATIONS)[number];

/**
 * Bounds of the format, not of the rules: what a file may weigh and hold. Bytes. Scans as the scan store takes them; the rest keeps
 * a hostile file from costing more than an honest one.
 */
export const PACKAGE_LIMITS = {
  fileBytes: 64 * 1024 * 1024,
  zipMembers: 64,
  zipBytes: 128 * 1024 * 1024,
  /** Expanded to packed. */
  zipRatio: 100,
  /** Of the XML in a ZIP, and of a signed XML: its scans are members. */
  xmlBytes: 2_000_000,
  depth: 8,
  elements: 1_000,
  scans: 40,
  scanBytes: 20 * 1024 * 1024,
  kindergartens: 4,
  /** Of a file on its way from a window: one message of the line holds less than the largest package. */
  partBytes: 8 * 1024 * 1024,
} as const;

/** An element of a parsed package: names without prefix, all of the package's namespace; text as it stands between the tags. */
export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};

/** Why a package is set aside: a code of `PACKAGE_FAULTS`, and where: `child/iin`, `scans/scan[2]`. */
export type PackageFault = { readonly code: PackageFaultCode; readonly place: string };

export type PackagePerson = PersonName & {
  readonly iin: Iin;
  readonly birthDate: CivilDate;
  readonly sex: Sex;
};

/** A time as it was written, with its zone: the order of a queue is kept to the microsecond. */
export type InstantText = string;

export type PackageScan = {
  readonly kind: string;
  readonly about: DocumentAbout;
  readonly fileName: string;
  /** Lower-case hex of the file's bytes. */
  readonly sha256: string;
  /** The type it says it has; judged by content. */
  readonly mediaType: string | null;
  /** Name of a member of the ZIP; else the bytes stand in the XML. */
  readonly href: string | null;
  readonly base64: string | null;
};

export type PackageContacts = {
  readonly phone: string;
  readonly phoneVerifiedBy: (typeof PHONE_PROOFS)[number] | null;
  readonly email: string | null;
  readonly emailVerifiedBy: (typeof EMAIL_PROOFS)[number] | null;
};

export type PackageConsent = { readonly kind: ConsentKind; readonly at: InstantText };

/** What every package says of itself. */
export type PackageHead = {
  readonly portal: string;
  /** The portal's own number of this package: recognised when it comes again. */
  readonly portalId: string;
  readonly sentAt: InstantText;
  readonly service: string;
  /** BIN of the education department it is addressed to. */
  readonly department: string;
  readonly scans: readonly PackageScan[];
};

/** Which application of which family a package is about. */
export type PackageSubject = {
  readonly number: string;
  readonly childIin: Iin;
  readonly applicantIin: Iin;
};

export type ApplicationPackage = PackageHead & {
  readonly kind: 'application';
  readonly submittedAt: InstantText;
  readonly queueKind: 'general' | 'special';
  readonly correctionKind: string | null;
  readonly language: 'kk' | 'ru';
  readonly desiredFrom: CivilDate | null;
  readonly benefitCategory: string | null;
  readonly birthAct: string | null;
  /** BINs, the most wanted first. */
  readonly kindergartens: readonly string[];
  readonly applicant: PackagePerson & { readonly relation: Relation };
  readonly child: PackagePerson;
  readonly permanentAddress: string;
  readonly temporaryAddress: string | null;
  readonly contacts: PackageContacts;
  readonly notificationType: (typeof NOTIFICATION_TYPES)[number];
  readonly notificationLanguage: 'kk' | 'ru';
  readonly consents: readonly PackageConsent[];
};

/** Corrections to an application that was returned: new scans, and contacts or addresses where they changed. */
export type AnswerPackage = PackageHead & {
  readonly kind: 'answer';
  readonly subject: PackageSubject;
  readonly permanentAddress: string | null;
  readonly temporaryAddress: string | null;
  readonly contacts: PackageContacts | null;
};

export type InterestPackage = PackageHead & {
  readonly kind: 'interest';
  readonly subject: PackageSubject;
  readonly confirmedAt: InstantText;
};

export type CompanionPackage = PackageHead & {
  readonly kind: 'companion';
  readonly subject: PackageSubject;
  readonly action: 'add' | 'end';
  readonly person: PackagePerson;
  readonly phone: string;
  readonly relation: CompanionRelation;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
};

export type LinkPackage = PackageHead & {
  readonly kind: 'link';
  readonly childIin: Iin;
  readonly parent: PackagePerson & { readonly relation: Relation };
  readonly contacts: PackageContacts;
  readonly consents: readonly PackageConsent[];
};

export type Package = ApplicationPackage | AnswerPackage | InterestPackage | CompanionPackage | LinkPackage;

/** The child a package is about. */
export function subjectOf(one: Package): Iin {
  switch (one.kind) {
    case 'application':
      return one.child.iin;
    case 'link':
      return one.childIin;
    default:
      return one.subject.childIin;
  }
}

/** IIN of the person whose signature a package carries: the applicant, or the parent who asks to be linked. */
export function signerOf(one: Package): Iin {
  switch (one.kind) {
    case 'application':
      return one.applicant.iin;
    case 'link':
      return one.parent.iin;
    default:
      return one.subject.applicantIin;
  }
}

/**
 * Every reason a package may be set aside for; each has its words in the locales and in `main/intake/words.ts`. The first groups are
 * told by the file, its XML and its signature, then by the format, then by the rules; the last by the database alone.
 */
export const PACKAGE_FAULTS = [
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
  'FILE_KIND',
  'ZIP_BROKEN',
  'ZIP_MEMBERS',
  'ZIP_NAME',
  'ZIP_SIZE',
  'ZIP_ENCRYPTED',
  'ZIP_METHOD',
  'ZIP_NO_PACKAGE',
  'XML_ENCODING',
  'XML_TOO_LARGE',
  'XML_TOO_DEEP',
  'XML_MALFORMED',
  'XML_DOCTYPE',
  'XML_ENTITY',
  'XML_COMMENT',
  'XML_CDATA',
  'XML_PROCESSING_INSTRUCTION',
  'XML_CONTROL_CHARACTER',
  'SIGNATURE_MISSING',
  'SIGNATURE_INVALID',
  'SIGNATURE_UNTRUSTED',
  'SIGNATURE_REVOKED',
  'SIGNATURE_OTHER_PERSON',
  'FORMAT_ROOT',
  'FORMAT_NAMESPACE',
  'FORMAT_ELEMENT',
  'FORMAT_MISSING',
  'FORMAT_ATTRIBUTE',
  'FORMAT_TEXT',
  'VALUE_EMPTY',
  'VALUE_LONG',
  'VALUE_CHARACTERS',
  'VALUE_UNKNOWN',
  'VALUE_DATE',
  'VALUE_TIME',
  'IIN_DIGITS',
  'IIN_LENGTH',
  'IIN_DATE',
  'IIN_CENTURY',
  'IIN_CHECKSUM',
  'BIN',
  'PHONE',
  'EMAIL',
  'SCAN_BASE64',
  'SCAN_SHA256',
  'SCAN_SIZE',
  'SCAN_TYPE',
  'SCAN_MEMBER',
  'SCAN_UNUSED',
  'SCAN_TWICE',
  'SAME_PERSON',
  'BIRTH_ORDER',
  'BIRTH_FUTURE',
  'OVER_AGE',
  'SENT_FUTURE',
  'SUBMITTED_AFTER_SENT',
  'SUBMITTED_LATE',
  'CONSENT_MISSING',
  'CONSENT_LATE',
  'CONTACT_UNVERIFIED',
  'EMAIL_MISSING',
  'CORRECTION_KIND_MISSING',
  'KINDERGARTEN_TWICE',
  'ANSWER_EMPTY',
  'TERM_ORDER',
  'PORTAL_UNKNOWN',
  'PORTAL_CLOSED',
  'DEPARTMENT_UNKNOWN',
  'DISTRICT_OTHER',
  'PROFILE_MISSING',
  'KINDERGARTEN_UNKNOWN',
  'KINDERGARTEN_ELSEWHERE',
  'CATEGORY_UNKNOWN',
  'DOCUMENT_KIND_UNKNOWN',
  'CHILD_QUEUED',
  'APPLICATION_UNKNOWN',
  'APPLICATION_NOT_RETURNED',
  'INTEREST_NOT_WAITING',
  'INTEREST_TOO_EARLY',
  'COMPANION_REFERRED',
  'COMPANION_ADMITTED',
  'COMPANION_PERMIT_LIVE_ONCE',
  'COMPANION_DAYS',
  'COMPANION_OF_AGE',
  'COMPANION_NO_STAFF',
  'COMPANION_DATA_EQUAL',
  'COMPANION_MAX_PER_CHILD',
  'COMPANION_MAX_CHILDREN',
  'COMPANION_NOT_THERE',
  'COMPANION_APPLICANT',
  'LINK_CHILD_UNKNOWN',
  'LINK_APPLICANT',
  'LINK_ALREADY',
  'LINK_ASKED',
  'LINK_AGE',
  'LINK_ROLE_TAKEN',
  'LINK_GUARDIAN_BESIDE',
  'LINK_COURT_NEEDED',
  'PACKAGE_CHANGED',
  'KIND_NOT_TAKEN',
  'DATABASE_REFUSED',
] as const;
export type PackageFaultCode = (typeof PACKAGE_FAULTS)[number];

/** Whether a text is a code of a fault. */
export function isPackageFault(code: string): code is PackageFaultCode {
  return (PACKAGE_FAULTS as readonly string[]).includes(code);
}
