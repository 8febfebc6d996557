import { addDays, type CivilDate } from '../../../domain/civil-date.ts';
import { benefitCategory } from '../../../domain/data/benefit-categories.ts';
import { REASONS } from '../../../domain/data/reasons.ts';
import {
  applicableChecks,
  type CheckAnswers,
  type CheckCode,
  type DocumentRequirement,
  suggestReason,
} from '../../../domain/review.ts';
import type { DemoFamily, DemoPerson } from '../people.ts';
import type { DemoDistrict } from '../places.ts';
import type { Random } from '../random.ts';
import type { ScanRequest } from '../scans/factory.ts';
import type { Bilingual, ScanDefect, ScanFacts, ScanForm, ScanKind } from '../scans/facts.ts';

/** Which papers an application carries, in what form, with what faults, and what a careful clerk would find. */
export type Paper = {
  readonly requirement: DocumentRequirement;
  /** Null: a file that is no document at all. */
  readonly request: ScanRequest | null;
  readonly issuedOn: CivilDate;
  readonly answers: CheckAnswers;
  readonly verdict: 'valid' | 'invalid';
  readonly reason: string | null;
};

export type PapersWish = {
  readonly category: string | null;
  readonly family: DemoFamily;
  readonly child: DemoPerson;
  readonly applicant: DemoPerson;
  readonly otherChild: DemoPerson;
  readonly district: DemoDistrict;
  readonly submittedOn: CivilDate;
  readonly seed: string;
  /** Faulty papers and pictures are for applications that somebody looks at; the rest are sound drawn PDFs. */
  readonly vivid: boolean;
  /** Whether papers have faults: none (it was approved), some, or the first one for certain (it was returned). */
  readonly faults: 'none' | 'some' | 'first';
  /** Asks for one picture of the budget; false: none is left. */
  readonly takePicture: () => boolean;
  /** The same for a large one. */
  readonly takeLarge: () => boolean;
};

/** Papers every application carries, whatever its category. */
const ALWAYS: readonly DocumentRequirement[] = (['birth_certificate', 'applicant_id'] as const).map(
  (kind) => ({
    kind,
    about: kind === 'birth_certificate' ? 'child' : 'applicant',
    validDays: null,
    signedAndSealed: false,
    required: true,
  }),
);

export function drawPapers(random: Random, wish: PapersWish): readonly Paper[] {
  const needs = wish.category === null ? ALWAYS : (benefitCategory(wish.category)?.documents ?? ALWAYS);
  return needs
    .filter((need) => need.required || random.chance(0.5))
    .map((need, i) =>
      drawPaper(
        random.fork(`paper${i}`),
        i === 0 || wish.faults !== 'first' ? wish : { ...wish, faults: 'none' },
        need,
        `${wish.seed}/${i}`,
      ),
    );
}

const FORMS: readonly (readonly [number, ScanForm, ScanRequest['pdfBody']])[] = [
  [22, 'pdf1', 'drawn'],
  [16, 'pdf1', 'scanned'],
  [6, 'pdfN', 'drawn'],
  [5, 'pdfN', 'scanned'],
  [22, 'jpeg_photo', 'scanned'],
  [10, 'jpeg_rotated', 'scanned'],
  [6, 'png', 'scanned'],
  [5, 'webp', 'scanned'],
  [5, 'blurred', 'scanned'],
  [3, 'unreadable', 'scanned'],
];
const DRAWN: readonly (readonly [number, ScanForm])[] = [
  [85, 'pdf1'],
  [15, 'pdfN'],
];

function drawPaper(random: Random, wish: PapersWish, requirement: DocumentRequirement, seed: string): Paper {
  const kind = requirement.kind as ScanKind;
  const facts = factsFor(random, wish, kind, requirement);
  const { form, pdfBody, large } = drawForm(random, wish, requirement);
  const defect = hasDefect(random, wish, form) ? drawDefect(random, requirement) : null;
  const notADocument = wish.vivid && wish.faults === 'some' && form === 'pdf1' && random.chance(0.02);
  const issuedOn = defect === 'expired' ? addDays(facts.issuedOn, -75) : facts.issuedOn;
  const answers = answersFor(requirement, form, defect, notADocument);
  const failed = Object.values(answers).includes(false);
  return {
    requirement,
    request: notADocument
      ? null
      : { kind, facts, form, defect, seed, pdfBody, pages: pagesOf(random, kind, wish), large },
    issuedOn,
    answers,
    verdict: failed ? 'invalid' : 'valid',
    reason: failed
      ? notADocument
        ? 'file_unopenable'
        : suggestReason(answers, REASONS, wish.submittedOn)
      : null,
  };
}

function hasDefect(random: Random, wish: PapersWish, form: ScanForm): boolean {
  const unreadable = form === 'blurred' || form === 'unreadable';
  return wish.faults === 'first' ? !unreadable : wish.faults === 'some' && wish.vivid && random.chance(0.16);
}

function drawForm(
  random: Random,
  wish: PapersWish,
  requirement: DocumentRequirement,
): { readonly form: ScanForm; readonly pdfBody: ScanRequest['pdfBody']; readonly large: boolean } {
  const [form, pdfBody] = random.weighted(FORMS.map(([weight, ...rest]) => [weight, rest] as const));
  const confirming = requirement.kind !== 'birth_certificate' && requirement.kind !== 'applicant_id';
  // The paper the review is about comes as a picture more often than the two that everybody attaches.
  const wanted = wish.vivid && (confirming || random.chance(0.3));
  const useless = wish.faults === 'none' && (form === 'blurred' || form === 'unreadable');
  const isLargeForm = form === 'pdf1' || form === 'jpeg_photo';
  if (wanted && !useless && pdfBody === 'scanned' && wish.takePicture()) {
    return { form, pdfBody, large: isLargeForm && random.chance(0.08) && wish.takeLarge() };
  }
  return { form: random.weighted(DRAWN), pdfBody: 'drawn', large: false };
}

function pagesOf(random: Random, kind: ScanKind, wish: PapersWish): number {
  if (kind === 'siblings_birth_certificates') {
    return Math.min(6, wish.family.children.length);
  }
  return random.weighted([
    [6, 2],
    [3, 3],
    [1, 4],
    [0.5, 6],
  ]);
}

/** A defect that the paper can have. */
function drawDefect(random: Random, requirement: DocumentRequirement): ScanDefect {
  const checks = applicableChecks(requirement);
  const possible: ScanDefect[] = ['wrong_kind'];
  if (checks.includes('not_expired')) {
    possible.push('expired', 'expired', 'expired');
  }
  if (checks.includes('child')) {
    possible.push('wrong_child');
  }
  if (checks.includes('signed_sealed')) {
    possible.push('no_stamp', 'no_stamp');
  }
  return random.pick(possible);
}

/** What the six checks come to; checks that do not apply stay open, of an unreadable scan all others do. */
function answersFor(
  requirement: DocumentRequirement,
  form: ScanForm,
  defect: ScanDefect | null,
  notADocument: boolean,
): CheckAnswers {
  const checks = applicableChecks(requirement);
  if (form === 'unreadable' || form === 'blurred' || notADocument) {
    return { readable: false };
  }
  const failing: Readonly<Record<ScanDefect, CheckCode>> = {
    expired: 'not_expired',
    wrong_child: 'child',
    no_stamp: 'signed_sealed',
    wrong_kind: 'kind',
  };
  const failed = defect === null ? null : failing[defect];
  return Object.fromEntries(checks.map((check) => [check, check !== failed]));
}

function factsFor(
  random: Random,
  wish: PapersWish,
  kind: ScanKind,
  requirement: DocumentRequirement,
): ScanFacts {
  const { family, child, applicant } = wish;
  const ofChild = kind === 'disability_certificate_child' || kind === 'pmpc_conclusion';
  const issuedOn = issueDate(random, wish, kind, requirement);
  const issuer = issuerOf(random, wish, kind);
  return {
    number: numberOf(random, kind, child.birthDate, issuedOn),
    issuedOn,
    validUntil: validUntil(random, kind, issuedOn),
    organisation: issuer.organisation,
    sealName: issuer.seal,
    place: { kk: wish.district.name.kk, ru: wish.district.name.ru },
    address: family.address,
    holder: ofChild ? child : applicant,
    child,
    children: family.children,
    father: family.birthParents.father,
    mother: family.birthParents.mother,
    deceased:
      kind === 'service_death_notice'
        ? [family.birthParents.father]
        : [family.birthParents.father, family.birthParents.mother],
    otherChild: wish.otherChild,
    service: wish.category === 'special_body_employee' ? 'special_body' : 'military',
  };
}

function issueDate(
  random: Random,
  wish: PapersWish,
  kind: ScanKind,
  requirement: DocumentRequirement,
): CivilDate {
  if (kind === 'birth_certificate' || kind === 'siblings_birth_certificates') {
    return addDays(wish.child.birthDate, random.int(4, 40));
  }
  if (requirement.validDays !== null) {
    return addDays(wish.submittedOn, -random.int(1, Math.max(2, requirement.validDays - 12)));
  }
  const [from, to] =
    kind === 'applicant_id' ? [100, 3200] : kind === 'mother_award' ? [100, 1500] : [20, 300];
  return addDays(wish.submittedOn, -random.int(from, to));
}

function validUntil(random: Random, kind: ScanKind, issuedOn: CivilDate): CivilDate | null {
  if (kind === 'applicant_id') {
    return addDays(issuedOn, 3652);
  }
  const isDisability = kind === 'disability_certificate_adult' || kind === 'disability_certificate_child';
  return isDisability && random.chance(0.8) ? addDays(issuedOn, 730) : null;
}

function numberOf(random: Random, kind: ScanKind, childBorn: CivilDate, issuedOn: CivilDate): string {
  const digits = (count: number) => String(random.int(0, 10 ** count - 1)).padStart(count, '0');
  switch (kind) {
    case 'birth_certificate':
    case 'siblings_birth_certificates':
      return `10-${random.int(101, 899)}-${childBorn.slice(2, 4)}-${digits(7)}`;
    case 'parents_death_certificates':
      return `20-${random.int(101, 899)}-${issuedOn.slice(2, 4)}-${digits(7)}`;
    case 'applicant_id':
      return `0${digits(8)}`;
    default:
      return `${random.int(1, 12)}/${random.int(10, 990)}`;
  }
}

/** Who issues a paper of a kind. */
function issuerOf(
  random: Random,
  wish: PapersWish,
  kind: ScanKind,
): { readonly organisation: Bilingual; readonly seal: string } {
  const { district } = wish;
  const of = (kk: string, ru: string, seal = kk) => ({ organisation: { kk, ru }, seal });
  const unit = `«${random.pick(['00000', '00001', '00007', '00012'])}»`;
  switch (kind) {
    case 'service_certificate':
      return wish.category === 'special_body_employee'
        ? of(
            'Арнаулы мемлекеттік орган басқармасы',
            'Управление специального государственного органа',
            'Арнаулы мемлекеттік орган',
          )
        : of(`${unit} әскери бөлімі`, `Войсковая часть ${unit}`);
    case 'service_death_notice':
      return of(`${unit} әскери бөлімі`, `Войсковая часть ${unit}`);
    case 'workplace_certificate':
    case 'staff_order': {
      const { name } = random.pick(district.kindergartens);
      return of(`«${name}» балабақшасы`, `Детский сад «${name}»`);
    }
    case 'disability_certificate_adult':
    case 'disability_certificate_child':
      return of('Медициналық-әлеуметтік сараптама бөлімі', 'Отдел медико-социальной экспертизы');
    case 'pmpc_conclusion':
      return of(
        'Психологиялық-медициналық-педагогикалық консультация',
        'Психолого-медико-педагогическая консультация',
        'ПМПК',
      );
    case 'guardianship_decision':
      return of(district.department.kk, district.department.ru);
    case 'applicant_id':
      return of('Ішкі істер органы (үлгі)', 'Орган внутренних дел (образец)', 'Үлгі');
    default:
      return of(`${district.name.kk} тіркеу бөлімі`, 'Отдел регистрации актов гражданского состояния');
  }
}
