import type { PriorityClass } from '../priority.ts';
import type { DocumentRequirement } from '../review.ts';

export type BenefitCategory = {
  readonly code: string;
  /** Region code; null for the whole country. */
  readonly region: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly priorityClass: Exclude<PriorityClass, 'ordinary'>;
  readonly nameKk: string;
  readonly nameRu: string;
  readonly nameEn: string;
  /** At most 24 characters. */
  readonly shortKk: string;
  readonly shortRu: string;
  readonly shortEn: string;
  readonly documents: readonly DocumentRequirement[];
  readonly legalAct: string;
  readonly verified: boolean;
  /** Where it is known from (domain.md A3). */
  readonly source: string;
};

/** «Valid 1 month» of gov.kz service 3042, as the 30 days of the review screen. */
const MONTH_DAYS = 30;

const BIRTH_CERTIFICATE = need('birth_certificate', 'child');
const APPLICANT_ID = need('applicant_id', 'applicant');
const COMMON = {
  region: null,
  validFrom: '2020-07-01',
  validTo: null,
  legalAct: 'order-254-2020',
  verified: false,
} as const;

/** Benefit categories and the documents that prove each. The exact list of order 254 (ed. 2024) was not read. */
export const BENEFIT_CATEGORIES: readonly BenefitCategory[] = [
  {
    ...COMMON,
    code: 'serviceman',
    priorityClass: 'out_of_turn',
    nameKk: 'Әскери қызметшінің баласы',
    nameRu: 'Ребёнок военнослужащего',
    nameEn: "Serviceman's child",
    shortKk: 'Әскери қызметші',
    shortRu: 'Военнослужащий',
    shortEn: 'Serviceman',
    documents: [certificate('service_certificate', 'applicant'), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: 'gov.kz/services/3042; bilim.astana.kz 49434',
  },
  {
    ...COMMON,
    code: 'special_body_employee',
    priorityClass: 'out_of_turn',
    nameKk: 'Арнаулы мемлекеттік орган қызметкерінің баласы',
    nameRu: 'Ребёнок сотрудника специального государственного органа',
    nameEn: "Special state body employee's child",
    shortKk: 'Арнаулы орган',
    shortRu: 'Специальный орган',
    shortEn: 'Special body employee',
    documents: [certificate('service_certificate', 'applicant'), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: 'gov.kz/services/3042; bilim.astana.kz 49434',
  },
  {
    ...COMMON,
    code: 'fallen_serviceman',
    priorityClass: 'out_of_turn',
    nameKk: 'Қаза тапқан немесе хабарсыз кеткен әскери қызметшінің баласы',
    nameRu: 'Ребёнок погибшего или пропавшего без вести военнослужащего',
    nameEn: 'Child of a serviceman who died or is missing',
    shortKk: 'Қаза тапқан қызметші',
    shortRu: 'Погибший военный',
    shortEn: 'Fallen serviceman',
    documents: [need('service_death_notice', 'second_parent'), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: 'bilim.astana.kz 49434; the document from memory',
  },
  {
    ...COMMON,
    code: 'disabled_representative',
    priorityClass: 'priority',
    nameKk: 'Заңды өкілі мүгедектігі бар бала',
    nameRu: 'Ребёнок законного представителя с инвалидностью',
    nameEn: 'Child of a legal representative with a disability',
    shortKk: 'Мүгедектігі бар өкіл',
    shortRu: 'Инвалидность родителя',
    shortEn: 'Parent with disability',
    documents: [
      need('disability_certificate_adult', 'applicant', { signedAndSealed: true }),
      BIRTH_CERTIFICATE,
      APPLICANT_ID,
    ],
    source: 'bilim.astana.kz 49434; the document from memory',
  },
  {
    ...COMMON,
    code: 'child_with_disability',
    priorityClass: 'priority',
    nameKk: 'Мүгедектігі бар бала',
    nameRu: 'Ребёнок с инвалидностью',
    nameEn: 'Child with a disability',
    shortKk: 'Мүгедектігі бар бала',
    shortRu: 'Ребёнок с инвалидностью',
    shortEn: 'Child with disability',
    documents: [
      need('disability_certificate_child', 'child', { signedAndSealed: true }),
      BIRTH_CERTIFICATE,
      APPLICANT_ID,
    ],
    source: 'mgorod.kz (Almaty, May 2023); the document from memory',
  },
  {
    ...COMMON,
    code: 'special_needs',
    priorityClass: 'priority',
    nameKk: 'Ерекше білім беру қажеттіліктері бар бала',
    nameRu: 'Ребёнок с особыми образовательными потребностями',
    nameEn: 'Child with special educational needs',
    shortKk: 'ЕБҚ бар бала',
    shortRu: 'Ребёнок с ООП',
    shortEn: 'Child with SEN',
    documents: [need('pmpc_conclusion', 'child', { signedAndSealed: true }), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: 'bilim.astana.kz 49434; INDIGO voucher seed',
  },
  {
    ...COMMON,
    code: 'large_family',
    priorityClass: 'priority',
    nameKk: 'Көпбалалы отбасының баласы',
    nameRu: 'Ребёнок из многодетной семьи',
    nameEn: 'Child of a large family',
    shortKk: 'Көпбалалы отбасы',
    shortRu: 'Многодетная семья',
    shortEn: 'Large family',
    documents: [
      need('siblings_birth_certificates', 'applicant'),
      need('mother_award', 'applicant', { required: false }),
      BIRTH_CERTIFICATE,
      APPLICANT_ID,
    ],
    source: 'bilim.astana.kz 49434; four or more minors and the award from memory',
  },
  {
    ...COMMON,
    code: 'orphan',
    priorityClass: 'priority',
    nameKk: 'Жетім бала',
    nameRu: 'Ребёнок-сирота',
    nameEn: 'Orphan',
    shortKk: 'Жетім бала',
    shortRu: 'Ребёнок-сирота',
    shortEn: 'Orphan',
    documents: [
      need('guardianship_decision', 'applicant', { signedAndSealed: true }),
      need('parents_death_certificates', 'second_parent'),
      BIRTH_CERTIFICATE,
      APPLICANT_ID,
    ],
    source: 'bilim.astana.kz 49434; the documents from memory',
  },
  {
    ...COMMON,
    code: 'no_parental_care',
    priorityClass: 'priority',
    nameKk: 'Ата-анасының қамқорлығынсыз қалған бала',
    nameRu: 'Ребёнок, оставшийся без попечения родителей',
    nameEn: 'Child left without parental care',
    shortKk: 'Қамқорлықсыз қалған',
    shortRu: 'Без попечения',
    shortEn: 'Without parental care',
    documents: [
      need('guardianship_decision', 'applicant', { signedAndSealed: true }),
      BIRTH_CERTIFICATE,
      APPLICANT_ID,
    ],
    source: 'bilim.astana.kz 49434; the document from memory',
  },
  {
    ...COMMON,
    code: 'teacher',
    priorityClass: 'priority',
    nameKk: 'Педагогтің баласы',
    nameRu: 'Ребёнок педагога',
    nameEn: "Teacher's child",
    shortKk: 'Педагог',
    shortRu: 'Педагог',
    shortEn: 'Teacher',
    documents: [certificate('workplace_certificate', 'applicant'), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: 'gov.kz/services/3042; bilim.astana.kz 49434',
  },
  {
    ...COMMON,
    code: 'preschool_staff',
    region: 'astana',
    priorityClass: 'priority',
    nameKk: 'Мектепке дейінгі ұйым қызметкерінің баласы немесе немересі',
    nameRu: 'Ребёнок или внук работника дошкольной организации',
    nameEn: 'Child or grandchild of preschool staff',
    shortKk: 'Балабақша қызметкері',
    shortRu: 'Работник детского сада',
    shortEn: 'Preschool staff',
    documents: [need('staff_order', 'applicant', { signedAndSealed: true }), BIRTH_CERTIFICATE, APPLICANT_ID],
    source: "bilim.astana.kz (head's order after verification by the authority); its class is our assumption",
  },
];

function need(
  kind: string,
  about: DocumentRequirement['about'],
  more: Partial<Pick<DocumentRequirement, 'validDays' | 'signedAndSealed' | 'required'>> = {},
): DocumentRequirement {
  return { kind, about, validDays: null, signedAndSealed: false, required: true, ...more };
}

/** A certificate that lives a month and carries a signature and a seal. */
function certificate(kind: string, about: DocumentRequirement['about']): DocumentRequirement {
  return need(kind, about, { validDays: MONTH_DAYS, signedAndSealed: true });
}

/** A category of the shipped catalogue by its code. */
export function benefitCategory(code: string): BenefitCategory | undefined {
  return BENEFIT_CATEGORIES.find((category) => category.code === code);
}
