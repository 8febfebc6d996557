/**
 * What can be said against a package that was read well: by itself, and by the office it is addressed to. The database says the same
 * to whoever writes into it (`kezek.take_package`); here it is said with the place, and before anything is sent there.
 */
import { almatyDate } from './calendar.ts';
import { isOverAge, schoolYearOf } from './cohort.ts';
import {
  type AnswerPackage,
  type ApplicationPackage,
  COUNTER_PORTAL,
  type CompanionPackage,
  type LinkPackage,
  type Package,
  type PackageConsent,
  type PackageContacts,
  type PackageFault,
  type PackageFaultCode,
} from './package.ts';

/** A category or a document kind is in force where it is known at all. */
export type PackageOffice = {
  readonly now: Date;
  /** Null: no such portal. */
  readonly portal: { readonly open: boolean; readonly lateDays: number } | null;
  /** Null: no department of this BIN. */
  readonly district: {
    readonly id: number;
    /** Of the profile in force today; null: none is. */
    readonly overAgeYears: number | null;
  } | null;
  /** The district a kindergarten is of, by BIN; null: no such kindergarten. */
  districtOfKindergarten(bin: string): number | null;
  /** Whether the region of the district has such a benefit today. */
  hasCategory(code: string): boolean;
  hasDocumentKind(code: string): boolean;
};

/** Clocks of portals may be ahead a little. */
const AHEAD_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** The document kind of the court's paper. */
const GUARDIANSHIP = 'guardianship_decision';

type Consented = { readonly consents: readonly PackageConsent[]; readonly contacts: PackageContacts };
type Found = (code: PackageFaultCode, place: string) => void;

/** Everything that speaks against taking the package, the first first; empty when the database is to be asked. */
export function judgePackage(one: Package, office: PackageOffice): readonly PackageFault[] {
  const faults: PackageFault[] = [];
  const found: Found = (code, place) => {
    faults.push({ code, place });
  };
  if (office.portal === null) found('PORTAL_UNKNOWN', 'portal');
  else if (!office.portal.open) found('PORTAL_CLOSED', 'portal');
  if (office.district === null) found('DEPARTMENT_UNKNOWN', 'department');
  if (Date.parse(one.sentAt) > office.now.getTime() + AHEAD_MS) found('SENT_FUTURE', 'sentAt');
  one.scans.forEach((scan, i) => {
    if (!office.hasDocumentKind(scan.kind)) found('DOCUMENT_KIND_UNKNOWN', `scans/scan[${i + 1}]/@kind`);
  });
  switch (one.kind) {
    case 'application':
      judgeApplication(one, office, found);
      break;
    case 'answer':
      judgeAnswer(one, found);
      break;
    case 'companion':
      judgeCompanion(one, found);
      break;
    case 'link':
      judgeLink(one, found);
      break;
    case 'interest':
      if (isAfter(one.confirmedAt, one.sentAt)) found('SUBMITTED_AFTER_SENT', 'confirmedAt');
  }
  return faults;
}

const isAfter = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);

function judgeApplication(one: ApplicationPackage, office: PackageOffice, found: Found): void {
  const today = almatyDate(office.now);
  const { child, applicant } = one;
  if (child.iin === applicant.iin) found('SAME_PERSON', 'applicant/iin');
  if (applicant.birthDate >= child.birthDate) found('BIRTH_ORDER', 'applicant/birthDate');
  if (child.birthDate > today) found('BIRTH_FUTURE', 'child/birthDate');
  const limit = office.district?.overAgeYears;
  if (limit === null) found('PROFILE_MISSING', 'department');
  if (typeof limit === 'number' && isOverAge(child.birthDate, schoolYearOf(today), limit)) {
    found('OVER_AGE', 'child/birthDate');
  }
  if (isAfter(one.submittedAt, one.sentAt)) found('SUBMITTED_AFTER_SENT', 'application/submittedAt');
  const late = (office.portal?.lateDays ?? 0) * DAY_MS;
  if (Date.parse(one.submittedAt) < office.now.getTime() - late) {
    found('SUBMITTED_LATE', 'application/submittedAt');
  }
  judgeConsents(one, found);
  if (one.notificationType === 'email' && one.contacts.email === null) {
    found('EMAIL_MISSING', 'notification/@type');
  }
  if (one.queueKind === 'special' && one.correctionKind === null) {
    found('CORRECTION_KIND_MISSING', 'application/correctionKind');
  }
  if (one.benefitCategory !== null && !office.hasCategory(one.benefitCategory)) {
    found('CATEGORY_UNKNOWN', 'application/benefitCategory');
  }
  judgeKindergartens(one, office, found);
}

function judgeKindergartens(one: ApplicationPackage, office: PackageOffice, found: Found): void {
  one.kindergartens.forEach((bin, i) => {
    const place = `application/kindergartens/bin[${i + 1}]`;
    const district = office.districtOfKindergarten(bin);
    if (one.kindergartens.indexOf(bin) < i) found('KINDERGARTEN_TWICE', place);
    else if (district === null) found('KINDERGARTEN_UNKNOWN', place);
    else if (office.district !== null && district !== office.district.id) {
      found('KINDERGARTEN_ELSEWHERE', place);
    }
  });
}

/** Data may be kept with consent only, given before it was sent; a phone is proved, and a proof by 1414 is a consent too. */
function judgeConsents(
  { consents, contacts, sentAt, portal }: Consented & Pick<Package, 'sentAt' | 'portal'>,
  found: Found,
): void {
  const has = (kind: PackageConsent['kind']): boolean => consents.some((one) => one.kind === kind);
  if (!has('data_processing')) found('CONSENT_MISSING', 'consents');
  consents.forEach((one, i) => {
    if (isAfter(one.at, sentAt)) found('CONSENT_LATE', `consents/consent[${i + 1}]/@at`);
  });
  if (!isProved(contacts, portal)) found('CONTACT_UNVERIFIED', 'contacts/phone');
  if (contacts.phoneVerifiedBy === 'consent_1414' && !has('consent_1414')) {
    found('CONSENT_MISSING', 'contacts/phone/@verifiedBy');
  }
}

/** Only who stands at the counter sees the family's phone ring. */
function isProved({ phoneVerifiedBy }: PackageContacts, portal: string): boolean {
  return phoneVerifiedBy !== null && (phoneVerifiedBy === 'counter') === (portal === COUNTER_PORTAL);
}

function judgeAnswer(one: AnswerPackage, found: Found): void {
  const brings = one.scans.length > 0 || one.contacts !== null || one.permanentAddress !== null;
  if (!brings && one.temporaryAddress === null) found('ANSWER_EMPTY', '');
  if (one.contacts !== null && !isProved(one.contacts, one.portal)) {
    found('CONTACT_UNVERIFIED', 'contacts/phone');
  }
}

function judgeCompanion(one: CompanionPackage, found: Found): void {
  if (one.person.iin === one.subject.childIin) found('SAME_PERSON', 'companion/person/iin');
  if (one.until !== null && one.until < one.from) found('TERM_ORDER', 'companion/until');
}

function judgeLink(one: LinkPackage, found: Found): void {
  if (one.parent.iin === one.childIin) found('SAME_PERSON', 'parent/iin');
  // What makes a guardian is a court's paper: without it nobody could judge the request.
  if (one.parent.relation === 'guardian' && !one.scans.some((scan) => scan.kind === GUARDIANSHIP)) {
    found('LINK_COURT_NEEDED', 'scans');
  }
  judgeConsents(one, found);
}
