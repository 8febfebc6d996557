import { isInForce } from '../rule-profile.ts';
import type { DecisionAct } from '../status.ts';
import { DUPLICATE_REASONS } from './duplicate-reasons.ts';
import { FAMILY_REASONS } from './family-reasons.ts';
import { PLACE_REASONS } from './place-reasons.ts';
import { list, type Reason, type ReasonUse, type Row, type Texts } from './reason-row.ts';

export { REASON_USES, type Reason, type ReasonUse } from './reason-row.ts';

// The full Kazakh wording is the screens' own; messages name a document in quotes so that it takes no case ending.
const SCAN: readonly Row[] = [
  [
    'document_expired',
    ['Мерзімі өткен', 'Срок истёк', 'Expired'],
    ['Анықтаманың мерзімі өткен', 'Срок справки истёк', 'The certificate has expired'],
    '«{document}» құжатының мерзімі {expiredOn} күні өткен. Соңғы {validDays} күнде берілген жаңа құжатты жүктеңіз.',
    'Срок документа «{document}» истёк {expiredOn}. Загрузите новый документ, выданный в последние {validDays} дн.',
    { suggestedByCheck: 'not_expired', legalAct: 'order-254-2020' },
  ],
  [
    'scan_unreadable',
    ['Скан оқылмайды', 'Скан не читается', 'Scan unreadable'],
    ['Скан оқылмайды', 'Скан не читается', 'The scan cannot be read'],
    '«{document}» құжатының сканы оқылмайды. Барлық беті мен мөрі анық көрінетін жаңа сканды жүктеңіз.',
    'Скан документа «{document}» не читается. Загрузите новый скан, на котором чётко видны все страницы и печать.',
    { suggestedByCheck: 'readable' },
  ],
  [
    'other_person',
    ['Басқа адамдікі', 'Другого человека', "Another person's"],
    [
      'Құжат басқа адамға тиесілі',
      'Документ принадлежит другому человеку',
      'The document is of another person',
    ],
    '«{document}» құжаты өтініште көрсетілген адамға тиесілі емес. Өтініш берушінің өз құжатын жүктеңіз.',
    'Документ «{document}» принадлежит не тому, кто указан в заявлении. Загрузите документ самого заявителя.',
    { suggestedByCheck: 'person' },
  ],
  [
    'no_signature_or_seal',
    ['Қолы немесе мөрі жоқ', 'Нет подписи или печати', 'No signature or seal'],
    ['Қолы немесе мөрі жоқ', 'Нет подписи или печати', 'The signature or the seal is missing'],
    '«{document}» құжатында басшының қолы немесе ұйымның мөрі жоқ. Қолы мен мөрі бар құжатты жүктеңіз.',
    'В документе «{document}» нет подписи руководителя или печати. Загрузите документ с подписью и печатью.',
    { suggestedByCheck: 'signed_sealed', legalAct: 'order-254-2020' },
  ],
  [
    'wrong_kind',
    ['Басқа құжат', 'Другой документ', 'Wrong document'],
    ['Құжат түрі дұрыс емес', 'Документ не того вида', 'The document is of the wrong kind'],
    '«{document}» орнына басқа құжат жүктелген. Қажетті құжатты жүктеңіз.',
    'Вместо документа «{document}» загружен другой. Загрузите нужный документ.',
    { suggestedByCheck: 'kind' },
  ],
  [
    'other_child',
    ['Басқа бала', 'Другой ребёнок', 'Another child'],
    [
      'Құжатта басқа бала көрсетілген',
      'В документе указан другой ребёнок',
      'The document names another child',
    ],
    '«{document}» құжатында басқа бала көрсетілген. Осы баланың ({child}) құжатын жүктеңіз.',
    'В документе «{document}» указан другой ребёнок. Загрузите документ этого ребёнка ({child}).',
    { suggestedByCheck: 'child' },
  ],
  [
    'pages_missing',
    ['Беттері толық емес', 'Не все страницы', 'Pages missing'],
    ['Құжаттың барлық беті жүктелмеген', 'Загружены не все страницы документа', 'Not all pages were sent'],
    '«{document}» құжатының барлық беті жүктелмеген. Құжатты толық жүктеңіз.',
    'Загружены не все страницы документа «{document}». Загрузите документ полностью.',
  ],
  [
    'file_unopenable',
    ['Файл ашылмайды', 'Файл не открывается', 'File does not open'],
    [
      'Файл ашылмайды: PDF те, сурет те емес',
      'Файл не открывается: не PDF и не изображение',
      'The file does not open',
    ],
    '«{document}» файлы ашылмады: ол PDF те, сурет те емес. Құжатты PDF, JPEG немесе PNG түрінде жүктеңіз.',
    'Файл «{document}» не открылся: это не PDF и не изображение. Загрузите документ в виде PDF, JPEG или PNG.',
  ],
  [
    'altered',
    ['Түзету белгілері бар', 'Следы исправлений', 'Signs of alteration'],
    [
      'Құжатта түзету белгілері бар',
      'В документе есть следы исправлений',
      'The document shows signs of alteration',
    ],
    '«{document}» құжатында түзету белгілері бар, сондықтан ол қабылданбайды.',
    'В документе «{document}» есть следы исправлений, поэтому он не принимается.',
    { correctable: false },
  ],
];

const RETURN: readonly Row[] = [
  [
    'document_missing',
    ['Құжат жетпейді', 'Не хватает документа', 'Document missing'],
    [
      'Санатқа қажет құжат жоқ',
      'Нет документа, нужного для категории',
      'A document the category needs is missing',
    ],
    'Жеңілдік санатын растайтын құжаттар толық емес. Жетпейтін құжаттарды қосыңыз.',
    'Документы, подтверждающие категорию льготности, неполны. Добавьте недостающие.',
  ],
  [
    'data_differ',
    ['Деректер сәйкес емес', 'Данные не совпадают', 'Data differ'],
    [
      'Өтініштегі деректер құжатқа сәйкес емес',
      'Данные заявления не совпадают с документом',
      'The data differ from the document',
    ],
    'Өтініштегі деректер құжаттарға сәйкес емес. Деректерді тексеріп, түзетіңіз.',
    'Данные заявления не совпадают с документами. Проверьте и исправьте данные.',
  ],
  [
    'other_return',
    ['Басқа кемшілік', 'Другой недостаток', 'Other fault'],
    [
      'Басқа кемшілік (түсіндірме керек)',
      'Другой недостаток (нужно пояснение)',
      'Another fault (needs a note)',
    ],
    'Өтініште кемшілік бар. Түсіндірмені қарап, түзетіңіз.',
    'В заявлении есть недостаток. Посмотрите пояснение и исправьте.',
  ],
];

/** R1–R10 of domain.md A8, in that order. */
const REFUSE: readonly Row[] = [
  [
    'refuse_unreadable',
    ['Скан оқылмайды', 'Скан не читается', 'Scan unreadable'],
    ['Скандар оқылмайды', 'Сканы не читаются', 'The scans cannot be read'],
    'Жүктелген құжаттардың скандары оқылмайды.',
    'Сканы загруженных документов не читаются.',
  ],
  [
    'refuse_expired',
    ['Құжат мерзімі өткен', 'Срок документа истёк', 'Document expired'],
    [
      'Растаушы құжаттың мерзімі өткен',
      'Срок подтверждающего документа истёк',
      'The confirming document has expired',
    ],
    'Жеңілдікті растайтын құжаттың қолданылу мерзімі өткен.',
    'Срок действия документа, подтверждающего льготу, истёк.',
    { legalAct: 'order-254-2020' },
  ],
  [
    'refuse_other_person',
    ['Құжат бөтен адамдікі', 'Чужой документ', "Another's document"],
    [
      'Құжат бұл балаға не өтініш берушіге тиесілі емес',
      'Документ не этого ребёнка или заявителя',
      'Not of this child or applicant',
    ],
    'Ұсынылған құжат бұл балаға немесе өтініш берушіге тиесілі емес.',
    'Представленный документ не принадлежит этому ребёнку или заявителю.',
  ],
  [
    'refuse_benefit_unconfirmed',
    ['Жеңілдік расталмаған', 'Льгота не подтверждена', 'Benefit unconfirmed'],
    [
      'Жеңілдік мемлекеттік дерекқорда расталмаған',
      'Льгота не подтверждена государственной базой',
      'Not confirmed by the state database',
    ],
    'Мемлекеттік дерекқор жеңілдікті растамады.',
    'Государственная база данных не подтвердила льготу.',
    { correctable: false },
  ],
  [
    'refuse_over_age',
    ['Жасы асып кеткен', 'Возраст превышен', 'Over age'],
    ['Баланың жасы шектен асқан', 'Возраст ребёнка превышает предел', "The child's age is over the limit"],
    '{child}: баланың жасы мектепке дейінгі ұйымға белгіленген шектен асқан.',
    '{child}: возраст ребёнка превышает предел, установленный для дошкольных организаций.',
    { correctable: false, legalAct: 'order-254-2020' },
  ],
  [
    'refuse_already_placed',
    ['Орны не өтініші бар', 'Есть место или заявка', 'Already placed'],
    [
      'Бала қабылданған немесе белсенді өтініші бар',
      'Ребёнок зачислен или есть активное заявление',
      'Enrolled already, or an active application exists',
    ],
    '{child}: бала балабақшаға қабылданған немесе оның белсенді өтініші бар.',
    '{child}: ребёнок уже зачислен в детский сад или имеет активное заявление.',
    { correctable: false },
  ],
  [
    'refuse_no_pmpc',
    ['ПМПК қорытындысы жоқ', 'Нет заключения ПМПК', 'No PMPC conclusion'],
    [
      'Арнайы кезекке ПМПК қорытындысы жоқ',
      'Нет заключения ПМПК для специальной очереди',
      'No PMPC conclusion for the special queue',
    ],
    'Арнайы кезекке қажет ПМПК қорытындысы ұсынылмаған.',
    'Не представлено заключение ПМПК, нужное для специальной очереди.',
    { legalAct: 'order-614-2021' },
  ],
  [
    'refuse_kinship',
    ['Туыстық расталмаған', 'Родство не подтверждено', 'Kinship unconfirmed'],
    [
      'Өтініш берушінің балаға туыстығы расталмаған',
      'Родство заявителя с ребёнком не подтверждено',
      'Kinship with the child is not confirmed',
    ],
    'Өтініш берушінің баламен туыстығы немесе заңды өкілдігі расталмаған.',
    'Родство заявителя с ребёнком или законное представительство не подтверждено.',
  ],
  [
    'refuse_false_information',
    ['Дәйексіз мәліметтер', 'Недостоверные сведения', 'False information'],
    [
      'Мәліметтер немесе құжаттар дәйексіз',
      'Сведения или документы недостоверны',
      'The information or the documents are false',
    ],
    'Ұсынылған мәліметтер немесе құжаттар дәйексіз болып шықты.',
    'Представленные сведения или документы оказались недостоверными.',
    { correctable: false, legalAct: 'law-88-2013' },
  ],
  [
    'refuse_no_consent',
    ['Келісім жоқ', 'Нет согласия', 'No consent'],
    [
      'Дербес деректерді өңдеуге келісім жоқ',
      'Нет согласия на обработку персональных данных',
      'No consent to data processing',
    ],
    'Дербес деректерді өңдеуге келісім берілмеген.',
    'Не дано согласие на обработку персональных данных.',
    { legalAct: 'law-94-2013' },
  ],
];

const RELEASE: readonly Row[] = [
  release(
    'release_workload',
    ['Жүктеме көп', 'Большая нагрузка', 'Workload'],
    ['Жүктеме көп', 'Большая нагрузка', 'Too much work at hand'],
  ),
  release(
    'release_absence',
    ['Демалыс не науқас', 'Отпуск или болезнь', 'Absence'],
    ['Демалыс немесе науқастық', 'Отпуск или болезнь', 'Leave or illness'],
  ),
  release(
    'release_interest',
    ['Мүдделер қайшылығы', 'Конфликт интересов', 'Conflict of interest'],
    ['Мүдделер қайшылығы', 'Конфликт интересов', 'Conflict of interest'],
  ),
  release(
    'release_mistake',
    ['Қателесіп алынған', 'Взято по ошибке', 'Claimed by mistake'],
    ['Қателесіп алынған', 'Взято по ошибке', 'Claimed by mistake'],
  ),
];

const CORRECT: readonly Row[] = [
  [
    'correct_mistake',
    ['Қате шешім', 'Ошибочное решение', 'Mistaken decision'],
    ['Шешім қате шығарылған', 'Решение принято ошибочно', 'The decision was mistaken'],
    'Бұрынғы шешім қате шығарылған.',
    'Прежнее решение было принято ошибочно.',
  ],
  [
    'correct_new_facts',
    ['Жаңа деректер', 'Новые обстоятельства', 'New facts'],
    [
      'Жаңа деректер немесе құжаттар түсті',
      'Поступили новые сведения или документы',
      'New information or documents came',
    ],
    'Жаңа мәліметтер немесе құжаттар түсті.',
    'Поступили новые сведения или документы.',
  ],
  [
    'correct_appeal',
    ['Шағым қанағаттандырылды', 'Жалоба удовлетворена', 'Appeal upheld'],
    ['Шағым бойынша немесе сот шешімімен', 'По жалобе или решению суда', 'By an appeal or a court decision'],
    'Шағым қанағаттандырылды.',
    'Жалоба удовлетворена.',
  ],
];

function release(code: string, short: Texts, full: Texts): Row {
  // Families are not told who in the office works on their application.
  return [code, short, full, '', ''];
}

/** The shipped catalogue. */
export const REASONS: readonly Reason[] = [
  ...list('scan', SCAN),
  ...list('return', RETURN),
  ...list('refuse', REFUSE),
  ...list('release', RELEASE),
  ...list('correct', CORRECT),
  ...PLACE_REASONS,
  ...FAMILY_REASONS,
  ...DUPLICATE_REASONS,
];

/** A reason of the shipped catalogue by its code. */
export function reasonByCode(code: string): Reason | undefined {
  return REASONS.find((reason) => reason.code === code);
}

/**
 * Uses whose reasons an act gives: one of them and no other; a return may name the fault of a scan. Acts with none take no
 * reason. Passing somebody over is not the reason of an offer but has one of its own (`out_of_order`).
 */
export const REASON_USES_OF_ACT: Readonly<Record<DecisionAct, readonly ReasonUse[]>> = {
  approve: [],
  return: ['scan', 'return'],
  refuse: ['refuse'],
  correct: ['correct'],
  offer: [],
  accept: [],
  decline: ['decline'],
  issue_referral: [],
  extend: ['extend'],
  cancel_referral: ['cancel'],
  confirm_benefit: [],
  reject_benefit: ['benefit'],
  restore: [],
  transfer: ['transfer'],
  exchange: [],
  submit_documents: [],
  admit: [],
  refuse_admission: ['admission'],
  withdraw_child: ['withdraw'],
  link: [],
  unlink: ['unlink'],
  dispute: ['dispute'],
  resolve_dispute: ['resolve'],
  replace_applicant: ['replace'],
  approve_companion: [],
  refuse_companion: ['companion_refuse'],
  suspend_companion: ['companion_suspend'],
  resume_companion: [],
  register_at_counter: [],
  remove_duplicate: ['duplicate', 'duplicate_earlier'],
  reinstate_duplicate: ['duplicate_reinstate'],
  refuse_link_request: ['link_refuse'],
};

/** Whether an act is signed with a reason: then it cannot be without one, else it has none. */
export function needsReason(act: DecisionAct): boolean {
  return REASON_USES_OF_ACT[act].length > 0;
}

/** Reasons an act may give on a day, in the order of the list. */
export function reasonsForAct<R extends Pick<Reason, 'use' | 'position' | 'validFrom' | 'validTo'>>(
  act: DecisionAct,
  reasons: readonly R[],
  on: string,
): readonly R[] {
  const uses = REASON_USES_OF_ACT[act];
  return reasons
    .filter((reason) => uses.includes(reason.use) && isInForce(reason, on))
    .toSorted((a, b) => uses.indexOf(a.use) - uses.indexOf(b.use) || a.position - b.position);
}
