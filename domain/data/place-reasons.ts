/**
 * Reasons of the acts on places, referrals and admissions. No official list was found (domain.md A8); the head's three
 * are the ministry's (A5), all others a proposal. `order_` and `seat_` ones stay within the office and have no message.
 */
import { list, type Reason, type Row, type Texts } from './reason-row.ts';

const DECLINE: readonly Row[] = [
  [
    'decline_far',
    ['Балабақша алыс', 'Далеко от дома', 'Too far away'],
    ['Балабақша тұрғын үйден алыс', 'Детский сад далеко от дома', 'The kindergarten is far from home'],
    'Себебі: балабақша тұрғын үйден алыс.',
    'Причина: детский сад далеко от дома.',
  ],
  [
    'decline_other_place',
    ['Басқа орын таңдалды', 'Выбрано другое место', 'Another place chosen'],
    [
      'Отбасы басқа балабақшаны таңдады',
      'Семья выбрала другой детский сад',
      'The family chose another kindergarten',
    ],
    'Себебі: отбасы басқа балабақшаны таңдады.',
    'Причина: семья выбрала другой детский сад.',
  ],
  [
    'decline_later',
    ['Кейінірек керек', 'Нужно позже', 'Wanted later'],
    ['Орын кейінірек керек', 'Место нужно позже', 'The place is wanted later'],
    'Себебі: орын кейінірек керек.',
    'Причина: место нужно позже.',
  ],
  [
    'decline_moving',
    ['Көшіп кетеді', 'Переезд', 'Moving away'],
    ['Отбасы басқа жерге көшеді', 'Семья переезжает', 'The family moves away'],
    'Себебі: отбасы басқа жерге көшеді.',
    'Причина: семья переезжает.',
  ],
  [
    'decline_health',
    ['Денсаулығына байланысты', 'По здоровью', 'Health'],
    ['Баланың денсаулығына байланысты', 'По состоянию здоровья ребёнка', "The child's health"],
    'Себебі: баланың денсаулығы.',
    'Причина: состояние здоровья ребёнка.',
  ],
  [
    'decline_other',
    ['Басқа себеп', 'Другая причина', 'Other reason'],
    ['Басқа себеп (түсіндірме керек)', 'Другая причина (нужно пояснение)', 'Another reason (needs a note)'],
    'Себебі отбасының сөзінен жазылды.',
    'Причина записана со слов семьи.',
  ],
];

const EXTEND: readonly Row[] = [
  [
    'extend_illness',
    ['Бала ауырып қалды', 'Болезнь ребёнка', 'Child is ill'],
    ['Баланың ауруы', 'Болезнь ребёнка', 'Illness of the child'],
    'Себебі: баланың ауруы.',
    'Причина: болезнь ребёнка.',
  ],
  [
    'extend_medical',
    ['Медициналық тексеру', 'Медосмотр не окончен', 'Medical examination'],
    [
      'Медициналық тексеру аяқталмаған',
      'Медицинский осмотр не окончен',
      'The medical examination is not finished',
    ],
    'Себебі: медициналық тексеру аяқталмаған.',
    'Причина: медицинский осмотр не окончен.',
  ],
  [
    'extend_away',
    ['Отбасы сапарда', 'Семья в отъезде', 'Family away'],
    ['Отбасы басқа жерде', 'Семья в отъезде', 'The family is away'],
    'Себебі: отбасы басқа жерде.',
    'Причина: семья в отъезде.',
  ],
  [
    'extend_request',
    ['Ата-ана өтініші', 'Просьба родителя', "Parent's request"],
    ['Ата-ананың өтініші бойынша', 'По просьбе родителя', "At the parent's request"],
    'Себебі: ата-ананың өтініші.',
    'Причина: просьба родителя.',
  ],
];

const CANCEL: readonly Row[] = [
  [
    'cancel_mistake',
    ['Қате берілген', 'Выдано ошибочно', 'Issued by mistake'],
    [
      'Ұсыныс немесе жолдама қате берілген',
      'Предложение или направление выдано ошибочно',
      'Offered or issued by mistake',
    ],
    'Себебі: жолдама қате берілген.',
    'Причина: направление выдано ошибочно.',
  ],
  [
    'cancel_seat_closed',
    ['Орын жабылды', 'Место закрыто', 'Seat closed'],
    ['Топ немесе орын жабылды', 'Группа или место закрыты', 'The group or the seat was closed'],
    'Себебі: топ немесе орын жабылды.',
    'Причина: группа или место закрыты.',
  ],
  [
    'cancel_false_documents',
    ['Дәйексіз құжат', 'Недостоверный документ', 'False document'],
    ['Құжаттар дәйексіз', 'Документы недостоверны', 'The documents are false'],
    'Себебі: құжаттар дәйексіз болып шықты.',
    'Причина: документы оказались недостоверными.',
    { correctable: false, legalAct: 'law-88-2013' },
  ],
  [
    'cancel_appeal',
    ['Шағым не сот шешімі', 'Жалоба или суд', 'Appeal or court'],
    ['Шағым бойынша немесе сот шешімімен', 'По жалобе или решению суда', 'By an appeal or a court decision'],
    'Себебі: шағым немесе сот шешімі.',
    'Причина: жалоба или решение суда.',
  ],
];

const BENEFIT: readonly Row[] = [
  [
    'benefit_not_brought',
    ['Құжат әкелінбеді', 'Документ не принесён', 'Paper not brought'],
    [
      'Растаушы құжат ұсынылмады',
      'Подтверждающий документ не представлен',
      'The confirming document was not brought',
    ],
    'Жеңілдікті растайтын құжат ұсынылмады.',
    'Документ, подтверждающий льготу, не представлен.',
  ],
  [
    'benefit_expired',
    ['Құжат мерзімі өткен', 'Срок документа истёк', 'Document expired'],
    [
      'Растаушы құжаттың мерзімі өткен',
      'Срок подтверждающего документа истёк',
      'The confirming document has expired',
    ],
    'Жеңілдікті растайтын құжаттың мерзімі өткен.',
    'Срок документа, подтверждающего льготу, истёк.',
    { legalAct: 'order-254-2020' },
  ],
  [
    'benefit_not_entitled',
    ['Құқығы жоқ', 'Нет права на льготу', 'Not entitled'],
    [
      'Отбасы бұл санатқа жатпайды',
      'Семья не относится к этой категории',
      'The family is not of this category',
    ],
    'Отбасы бұл жеңілдік санатына жатпайды.',
    'Семья не относится к этой категории льготности.',
    { correctable: false },
  ],
  [
    'benefit_false',
    ['Жалған құжат', 'Ложный документ', 'False document'],
    ['Растаушы құжат жалған', 'Подтверждающий документ ложный', 'The confirming document is false'],
    'Жеңілдікті растайтын құжат дәйексіз болып шықты.',
    'Документ, подтверждающий льготу, оказался недостоверным.',
    { correctable: false, legalAct: 'law-88-2013' },
  ],
];

const TRANSFER: readonly Row[] = [
  [
    'transfer_next_age',
    ['Келесі жас тобы', 'Следующий возраст', 'Next age group'],
    ['Келесі жас тобына ауыстыру', 'Перевод в следующую возрастную группу', 'Moved to the next age group'],
    'Себебі: келесі жас тобы.',
    'Причина: следующая возрастная группа.',
    { legalAct: 'order-595-2018' },
  ],
  [
    'transfer_request',
    ['Ата-ана өтініші', 'Просьба родителя', "Parent's request"],
    ['Ата-ананың өтініші бойынша', 'По заявлению родителя', "At the parent's request"],
    'Себебі: ата-ананың өтініші.',
    'Причина: заявление родителя.',
  ],
  [
    'transfer_merged',
    ['Топтар біріктірілді', 'Группы объединены', 'Groups merged'],
    [
      'Топтар біріктірілді немесе жабылды',
      'Группы объединены или закрыты',
      'The groups were merged or closed',
    ],
    'Себебі: топтар біріктірілді немесе жабылды.',
    'Причина: группы объединены или закрыты.',
  ],
  [
    'transfer_correction',
    ['ПМПК қорытындысы', 'Заключение ПМПК', 'PMPC conclusion'],
    ['ПМПК қорытындысы бойынша', 'По заключению ПМПК', 'By a PMPC conclusion'],
    'Себебі: ПМПК қорытындысы.',
    'Причина: заключение ПМПК.',
    { legalAct: 'order-614-2021' },
  ],
];

/** The ministry's three grounds (domain.md A5); the numbers of their paragraphs were not found. */
const ADMISSION: readonly Row[] = [
  [
    'admission_incomplete',
    ['Құжат толық емес', 'Неполные документы', 'Documents incomplete'],
    ['Құжаттар толық ұсынылмады', 'Документы представлены не полностью', 'The documents are incomplete'],
    'Қабылдауға қажет құжаттар толық ұсынылмады.',
    'Документы, нужные для зачисления, представлены не полностью.',
    { legalAct: 'order-254-2020' },
  ],
  [
    'admission_expired',
    ['Құжат мерзімі өткен', 'Срок документа истёк', 'Document expired'],
    ['Ұсынылған құжаттың мерзімі өткен', 'Срок представленного документа истёк', 'A document has expired'],
    'Ұсынылған құжаттың қолданылу мерзімі өткен.',
    'Срок действия представленного документа истёк.',
    { legalAct: 'order-254-2020' },
  ],
  [
    'admission_unvaccinated',
    ['Екпесіз үлесі асқан', 'Доля непривитых', 'Unvaccinated share'],
    [
      'Екпе алмаған балалардың рұқсат етілген үлесі асып кетеді',
      'Превышается допустимая доля непривитых детей',
      'The permitted share of unvaccinated children would be exceeded',
    ],
    'Балабақшада екпе алмаған балалардың рұқсат етілген үлесі асып кетеді.',
    'В детском саду превышается допустимая доля непривитых детей.',
    { correctable: false, legalAct: 'order-254-2020' },
  ],
];

const WITHDRAW: readonly Row[] = [
  [
    'withdraw_request',
    ['Ата-ана өтініші', 'Заявление родителя', "Parent's request"],
    ['Ата-ананың өтініші бойынша', 'По заявлению родителя', "At the parent's request"],
    'Себебі: ата-ананың өтініші.',
    'Причина: заявление родителя.',
  ],
  [
    'withdraw_school',
    ['Мектепке барады', 'Идёт в школу', 'Goes to school'],
    ['Бала мектепке барады', 'Ребёнок идёт в школу', 'The child goes to school'],
    'Себебі: бала мектепке барады.',
    'Причина: ребёнок идёт в школу.',
  ],
  [
    'withdraw_moved',
    ['Көшіп кетті', 'Переезд', 'Moved away'],
    ['Отбасы басқа жерге көшті', 'Семья переехала', 'The family moved away'],
    'Себебі: отбасы басқа жерге көшті.',
    'Причина: семья переехала.',
  ],
  [
    'withdraw_absent',
    ['Ұзақ келмеді', 'Долго не посещает', 'Long absence'],
    [
      'Бала ұзақ уақыт себепсіз келмеді',
      'Ребёнок долго не посещает без причины',
      'Long absence without a reason',
    ],
    'Себебі: бала ұзақ уақыт себепсіз келмеді.',
    'Причина: ребёнок долго не посещал детский сад без уважительной причины.',
  ],
  [
    'withdraw_health',
    ['Денсаулығына байланысты', 'По здоровью', 'Health'],
    ['Медициналық қорытынды бойынша', 'По медицинскому заключению', 'By a medical conclusion'],
    'Себебі: медициналық қорытынды.',
    'Причина: медицинское заключение.',
  ],
  [
    'withdraw_contract',
    ['Шарт бұзылды', 'Договор расторгнут', 'Contract ended'],
    ['Шарт талаптары бұзылды', 'Нарушены условия договора', 'The terms of the contract were broken'],
    'Себебі: шарт талаптары бұзылды.',
    'Причина: нарушены условия договора.',
  ],
];

const OUT_OF_ORDER: readonly Row[] = [
  inOffice(
    'order_together',
    ['Отбасы бірге', 'Семья вместе', 'Family together'],
    [
      'Бір отбасының балаларына бір балабақшадан орын берілді',
      'Детям одной семьи даны места в одном саду',
      'Children of one family got seats in one kindergarten',
    ],
  ),
  inOffice(
    'order_correction_kind',
    ['Түзету түрі басқа', 'Другой вид коррекции', 'Other correction'],
    [
      'Алдындағы балаға басқа түзету тобы керек',
      'Стоящему впереди нужна группа другой коррекции',
      'The child ahead needs a group of another correction',
    ],
  ),
  inOffice(
    'order_unavailable',
    ['Өтініш өзгертілуде', 'Заявление меняется', 'Being changed'],
    [
      'Алдындағы өтініш дәл сол сәтте өзгертілді',
      'Заявление впереди в этот момент изменялось',
      'The application ahead was being changed at that moment',
    ],
  ),
  inOffice(
    'order_court',
    ['Сот шешімі', 'Решение суда', 'Court decision'],
    ['Сот шешімі бойынша', 'По решению суда', 'By a court decision'],
  ),
  inOffice(
    'order_authority',
    ['Уәкілетті орган', 'Уполномоченный орган', 'Authorised body'],
    [
      'Уәкілетті органның жазбаша нұсқауы бойынша',
      'По письменному указанию уполномоченного органа',
      'By a written instruction of the authorised body',
    ],
  ),
];

/** The code begins with the kind of request it is for: `seatRequestKindOf`. */
const SEAT: readonly Row[] = [
  inOffice(
    'seat_report_left',
    ['Бала кетті', 'Ребёнок выбыл', 'Child left'],
    ['Бала балабақшадан кетті', 'Ребёнок выбыл', 'The child left'],
  ),
  inOffice(
    'seat_report_new',
    ['Жаңа орын', 'Новое место', 'New seat'],
    ['Жаңа орын ашылды', 'Открыто новое место', 'A new seat was opened'],
  ),
  inOffice(
    'seat_close_repair',
    ['Жөндеу', 'Ремонт', 'Repair'],
    ['Топ бөлмесі жөнделуде', 'Ремонт помещения группы', 'The room is under repair'],
  ),
  inOffice(
    'seat_close_staff',
    ['Тәрбиеші жоқ', 'Нет воспитателя', 'No teacher'],
    ['Топта тәрбиеші жетіспейді', 'В группе не хватает воспитателя', 'The group lacks a teacher'],
  ),
  inOffice(
    'seat_close_sanitary',
    ['Санитарлық норма', 'Санитарная норма', 'Sanitary norm'],
    ['Санитарлық норма бойынша', 'По санитарной норме', 'By a sanitary norm'],
  ),
  inOffice(
    'seat_reopen_ready',
    ['Қайта дайын', 'Снова готово', 'Ready again'],
    ['Орын қайта дайын', 'Место снова готово', 'The seat is ready again'],
  ),
  inOffice(
    'seat_temporary_absence',
    ['Ұзақ демалыс', 'Длительное отсутствие', 'Long absence'],
    ['Бала ұзақ уақыт болмайды', 'Ребёнок длительно отсутствует', 'The child is away for long'],
  ),
  inOffice(
    'seat_temporary_group',
    ['Уақытша топ', 'Временная группа', 'Temporary group'],
    ['Топ уақытша ашылған', 'Группа открыта временно', 'The group is open for a time'],
  ),
];

export const SEAT_REQUEST_KINDS = ['report', 'close', 'reopen', 'temporary'] as const;
export type SeatRequestKind = (typeof SEAT_REQUEST_KINDS)[number];

/** The kind of request a seat's reason is for; null for another reason. */
export function seatRequestKindOf(code: string): SeatRequestKind | null {
  return SEAT_REQUEST_KINDS.find((kind) => code.startsWith(`seat_${kind}_`)) ?? null;
}

function inOffice(code: string, short: Texts, full: Texts): Row {
  return [code, short, full, '', ''];
}

export const PLACE_REASONS: readonly Reason[] = [
  ...list('decline', DECLINE),
  ...list('extend', EXTEND),
  ...list('cancel', CANCEL),
  ...list('benefit', BENEFIT),
  ...list('transfer', TRANSFER),
  ...list('admission', ADMISSION),
  ...list('withdraw', WITHDRAW),
  ...list('out_of_order', OUT_OF_ORDER),
  ...list('seat', SEAT),
];
