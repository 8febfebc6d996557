/** Whom a document is about: the child, the applicant or the second parent. */
export type DocumentAbout = 'child' | 'applicant' | 'second_parent';

export type DocumentKind = {
  readonly code: string;
  readonly nameKk: string;
  readonly nameRu: string;
  readonly nameEn: string;
  /** At most 24 characters. */
  readonly shortKk: string;
  readonly shortRu: string;
  readonly shortEn: string;
  /** Whether the paper names the child, and whether it names the adult: what the checks `child` and `person` compare. */
  readonly namesChild: boolean;
  readonly namesAdult: boolean;
};

type Row = readonly [
  code: string,
  kk: string,
  ru: string,
  en: string,
  shortKk: string,
  shortRu: string,
  shortEn: string,
  namesChild: boolean,
  namesAdult: boolean,
];

// Kazakh wording not in the glossary is our own translation and awaits a native reader.
const ROWS: readonly Row[] = [
  [
    'birth_certificate',
    'Баланың туу туралы куәлігі',
    'Свидетельство о рождении ребёнка',
    "Child's birth certificate",
    'Туу туралы куәлік',
    'Свидетельство о рождении',
    'Birth certificate',
    true,
    true,
  ],
  [
    'applicant_id',
    'Өтініш берушінің жеке басын куәландыратын құжат',
    'Документ, удостоверяющий личность заявителя',
    "Applicant's identity document",
    'Жеке куәлік',
    'Удостоверение личности',
    'Identity document',
    false,
    true,
  ],
  [
    'service_certificate',
    'Қызмет орнынан анықтама',
    'Справка с места службы',
    'Certificate from the place of service',
    'Қызмет орнынан анықтама',
    'Справка с места службы',
    'Service certificate',
    true,
    true,
  ],
  [
    'service_death_notice',
    'Әскери қызметшінің қаза тапқаны немесе хабарсыз кеткені туралы хабарлама',
    'Извещение о гибели или безвестном отсутствии военнослужащего',
    "Notice of a serviceman's death or disappearance",
    'Қаза табу туралы хабар',
    'Извещение о гибели',
    'Notice of death',
    false,
    true,
  ],
  [
    'workplace_certificate',
    'Педагогтің жұмыс орнынан анықтама',
    'Справка с места работы педагога',
    "Teacher's certificate from the workplace",
    'Жұмыс орнынан анықтама',
    'Справка с места работы',
    'Workplace certificate',
    false,
    true,
  ],
  [
    'disability_certificate_adult',
    'Заңды өкілдің мүгедектігі туралы анықтама',
    'Справка об инвалидности законного представителя',
    "Certificate of the legal representative's disability",
    'Мүгедектік анықтамасы',
    'Справка об инвалидности',
    'Disability certificate',
    false,
    true,
  ],
  [
    'disability_certificate_child',
    'Баланың мүгедектігі туралы анықтама',
    'Справка об инвалидности ребёнка',
    "Certificate of the child's disability",
    'Баланың мүгедектігі',
    'Инвалидность ребёнка',
    "Child's disability",
    true,
    false,
  ],
  [
    'siblings_birth_certificates',
    'Отбасындағы кәмелетке толмаған балалардың туу туралы куәліктері',
    'Свидетельства о рождении несовершеннолетних детей семьи',
    "Birth certificates of the family's minors",
    'Балалардың куәліктері',
    'Свидетельства детей',
    'Siblings’ certificates',
    true,
    true,
  ],
  [
    'mother_award',
    '«Алтын алқа» немесе «Күміс алқа» наградасының куәлігі',
    'Удостоверение к награде «Алтын алқа» или «Күміс алқа»',
    "Certificate of the mother's award «Алтын алқа» or «Күміс алқа»",
    'Ананың наградасы',
    'Награда матери',
    "Mother's award",
    false,
    true,
  ],
  [
    'guardianship_decision',
    'Қамқоршылық немесе қорғаншылық туралы шешім',
    'Решение об опеке или попечительстве',
    'Decision on guardianship',
    'Қамқоршылық шешімі',
    'Решение об опеке',
    'Guardianship decision',
    true,
    true,
  ],
  [
    'parents_death_certificates',
    'Ата-анасының қайтыс болуы туралы куәліктер',
    'Свидетельства о смерти родителей',
    "Parents' death certificates",
    'Қайтыс болу куәліктері',
    'Свидетельства о смерти',
    'Death certificates',
    false,
    false,
  ],
  [
    'pmpc_conclusion',
    'Психологиялық-медициналық-педагогикалық консультацияның қорытындысы',
    'Заключение психолого-медико-педагогической консультации',
    'Conclusion of the psychological, medical and pedagogical consultation',
    'ПМПК қорытындысы',
    'Заключение ПМПК',
    'PMPC conclusion',
    true,
    false,
  ],
  [
    'staff_order',
    'Балабақша меңгерушісінің бұйрығы',
    'Приказ заведующего детским садом',
    'Order of the head of the kindergarten',
    'Меңгерушінің бұйрығы',
    'Приказ заведующего',
    "Head's order",
    false,
    true,
  ],
  [
    'referral',
    'Балабақшаға жолдама',
    'Направление в детский сад',
    'Referral to a kindergarten',
    'Жолдама',
    'Направление',
    'Referral',
    true,
    true,
  ],
  [
    'admission_application',
    'Қабылдау туралы өтініш, 5-қосымша',
    'Заявление о зачислении, приложение 5',
    'Application for admission, annex 5',
    'Өтініш, 5-қосымша',
    'Заявление, приложение 5',
    'Application, annex 5',
    true,
    true,
  ],
  [
    'health_passport',
    'Баланың денсаулық паспорты, 026/у',
    'Паспорт здоровья ребёнка, 026/у',
    "Child's health passport, 026/у",
    'Денсаулық паспорты 026/у',
    'Паспорт здоровья, 026/у',
    'Health passport, 026/у',
    true,
    false,
  ],
  [
    'epidemiological_certificate',
    'Эпидемиологиялық орта туралы анықтама',
    'Справка об эпидемиологическом окружении',
    'Certificate of the epidemiological environment',
    'Эпидорта анықтамасы',
    'Справка эпидокружения',
    'Epidemiological paper',
    true,
    false,
  ],
  [
    'signed_application',
    'Қол қойылған өтініш пен келісім',
    'Подписанное заявление с согласием',
    'Signed application and consent',
    'Өтініш пен келісім',
    'Заявление с согласием',
    'Signed application',
    true,
    true,
  ],
];

export const DOCUMENT_KINDS: readonly DocumentKind[] = ROWS.map(
  ([code, nameKk, nameRu, nameEn, shortKk, shortRu, shortEn, namesChild, namesAdult]) => ({
    code,
    nameKk,
    nameRu,
    nameEn,
    shortKk,
    shortRu,
    shortEn,
    namesChild,
    namesAdult,
  }),
);

const BY_CODE: ReadonlyMap<string, DocumentKind> = new Map(DOCUMENT_KINDS.map((kind) => [kind.code, kind]));

/** A document kind of the shipped catalogue; undefined for one that an administrator added. */
export function documentKind(code: string): DocumentKind | undefined {
  return BY_CODE.get(code);
}
