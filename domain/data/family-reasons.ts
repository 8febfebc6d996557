/**
 * Reasons of the acts on a child's people. No official list was found (domain.md A8): those of links are a proposal, those
 * of companions are the rules of the companions' seed put as reasons.
 */
import { list, type Reason, type Row } from './reason-row.ts';

const UNLINK: readonly Row[] = [
  [
    'unlink_mistake',
    ['Қателесіп біріктірілген', 'Привязан по ошибке', 'Linked by mistake'],
    ['Ата-ана қателесіп біріктірілген', 'Родитель привязан по ошибке', 'The parent was linked by mistake'],
    'Себебі: ЖСН қателесіп біріктірілген.',
    'Причина: ИИН привязан по ошибке.',
  ],
  [
    'unlink_rights_lost',
    ['Құқығынан айырылған', 'Лишён прав', 'Rights ended by a court'],
    [
      'Сот ата-ана құқығынан айырған немесе шектеген',
      'Суд лишил родительских прав или ограничил их',
      'A court ended or limited the parental rights',
    ],
    'Себебі: ата-ана құқығы туралы сот шешімі.',
    'Причина: решение суда о родительских правах.',
    { correctable: false },
  ],
  [
    'unlink_guardianship_over',
    ['Қамқорлық аяқталды', 'Опека прекращена', 'Guardianship over'],
    [
      'Қамқорлық мерзімі аяқталды не тоқтатылды',
      'Опека закончилась или прекращена',
      'The guardianship is over',
    ],
    'Себебі: қамқорлық тоқтатылды.',
    'Причина: опека прекращена.',
    { correctable: false },
  ],
  [
    'unlink_not_related',
    ['Туыстық расталмады', 'Родство не подтверждено', 'Kinship disproved'],
    ['Туыстық расталмады', 'Родство не подтвердилось', 'The kinship was found untrue'],
    'Себебі: туыстық расталмады.',
    'Причина: родство не подтвердилось.',
  ],
  [
    'unlink_asked',
    ['Ата-ананың өтініші', 'Просьба родителя', "The parent's request"],
    ['Ата-ананың өз өтініші бойынша', 'По просьбе самого родителя', "At the parent's own request"],
    'Себебі: ата-ананың өтініші.',
    'Причина: просьба родителя.',
  ],
];

const DISPUTE: readonly Row[] = [
  [
    'dispute_other_parent',
    ['Екінші ата-ана қарсы', 'Второй родитель против', 'Other parent objects'],
    ['Екінші ата-ана туыстыққа дау айтты', 'Второй родитель оспорил родство', 'The other parent disputes it'],
    'Себебі: екінші ата-ана туыстыққа дау айтты.',
    'Причина: родство оспорил второй родитель.',
  ],
  [
    'dispute_court',
    ['Сот ісі басталды', 'Идёт суд', 'A court case'],
    ['Сотта іс қаралып жатыр', 'Дело рассматривает суд', 'A court is looking at it'],
    'Себебі: іс сотта қаралып жатыр.',
    'Причина: дело рассматривает суд.',
  ],
  [
    'dispute_document',
    ['Құжат күмәнді', 'Документ под сомнением', 'Document in doubt'],
    ['Растаушы құжат күмән тудырады', 'Подтверждающий документ под сомнением', 'The document is in doubt'],
    'Себебі: растаушы құжат тексеріліп жатыр.',
    'Причина: проверяется подтверждающий документ.',
  ],
];

const RESOLVE: readonly Row[] = [
  [
    'resolve_registry',
    ['Тіркелім растады', 'Реестр подтвердил', 'Registry confirmed'],
    ['Азаматтық хал тіркелімі туыстықты растады', 'Реестр подтвердил родство', 'The registry confirmed it'],
    'Себебі: туыстықты тіркелім растады.',
    'Причина: родство подтвердил реестр.',
  ],
  [
    'resolve_court',
    ['Сот растады', 'Суд подтвердил', 'Court confirmed'],
    ['Сот туыстықты растады', 'Суд подтвердил родство', 'A court confirmed the kinship'],
    'Себебі: туыстықты сот растады.',
    'Причина: родство подтвердил суд.',
  ],
  [
    'resolve_withdrawn',
    ['Дау қайтарылды', 'Спор отозван', 'Dispute withdrawn'],
    ['Дау айтқан адам оны қайтарып алды', 'Оспоривший отозвал спор', 'Whoever disputed it took it back'],
    'Себебі: дау қайтарып алынды.',
    'Причина: спор отозван.',
  ],
];

const REPLACE: readonly Row[] = [
  [
    'replace_agreed',
    ['Ата-ана келісімі', 'По согласию', 'Both agree'],
    ['Екі ата-ананың келісімі бойынша', 'По согласию обоих родителей', 'Both parents agree'],
    'Себебі: екі ата-ананың келісімі.',
    'Причина: согласие обоих родителей.',
  ],
  [
    'replace_died',
    ['Қайтыс болды', 'Заявитель умер', 'Applicant died'],
    ['Бұрынғы өтініш беруші қайтыс болды', 'Прежний заявитель умер', 'The former applicant died'],
    'Себебі: бұрынғы өтініш берушінің қайтыс болуы.',
    'Причина: смерть прежнего заявителя.',
    { correctable: false },
  ],
  [
    'replace_rights_lost',
    ['Құқығынан айырылған', 'Лишён прав', 'Rights ended by a court'],
    [
      'Сот бұрынғы өтініш берушіні ата-ана құқығынан айырған',
      'Суд лишил прежнего заявителя родительских прав',
      "A court ended the former applicant's rights",
    ],
    'Себебі: ата-ана құқығы туралы сот шешімі.',
    'Причина: решение суда о родительских правах.',
    { correctable: false },
  ],
  [
    'replace_guardian',
    ['Қамқоршы тағайындалды', 'Назначен опекун', 'Guardian appointed'],
    ['Балаға қамқоршы тағайындалды', 'Ребёнку назначен опекун', 'A guardian was appointed for the child'],
    'Себебі: балаға қамқоршы тағайындалды.',
    'Причина: ребёнку назначен опекун.',
  ],
];

const COMPANION_REFUSE: readonly Row[] = [
  [
    'companion_data_differ',
    ['Деректер сәйкес емес', 'Данные не совпадают', 'Data differ'],
    [
      'Еріп жүрушінің деректері сәйкес емес',
      'Данные сопровождающего не совпадают',
      "The companion's data differ",
    ],
    'Себебі: еріп жүрушінің деректері сәйкес емес.',
    'Причина: данные сопровождающего не совпадают.',
  ],
  [
    'companion_not_wanted',
    ['Ата-ана келіспейді', 'Родитель не согласен', 'A parent objects'],
    ['Ата-ананың бірі келіспейді', 'Один из родителей не согласен', 'One of the parents objects'],
    'Себебі: ата-ананың бірі келіспейді.',
    'Причина: один из родителей не согласен.',
  ],
  [
    'companion_other',
    ['Басқа себеп', 'Другая причина', 'Other reason'],
    ['Басқа себеп (түсіндірме керек)', 'Другая причина (нужно пояснение)', 'Another reason (needs a note)'],
    'Себебі түсіндірмеде көрсетілген.',
    'Причина указана в пояснении.',
  ],
];

const COMPANION_SUSPEND: readonly Row[] = [
  [
    'companion_parent_asked',
    ['Ата-ананың өтініші', 'Просьба родителя', "A parent's request"],
    ['Ата-ананың өтініші бойынша', 'По просьбе родителя', "At a parent's request"],
    'Себебі: ата-ананың өтініші.',
    'Причина: просьба родителя.',
  ],
  [
    'companion_safety',
    ['Баланың қауіпсіздігі', 'Безопасность ребёнка', "The child's safety"],
    ['Баланың қауіпсіздігі үшін', 'Ради безопасности ребёнка', "For the child's safety"],
    'Себебі: баланың қауіпсіздігі.',
    'Причина: безопасность ребёнка.',
  ],
  [
    'companion_court',
    ['Сот шешімі', 'Решение суда', 'Court decision'],
    ['Сот шешімі бойынша', 'По решению суда', 'By a court decision'],
    'Себебі: сот шешімі.',
    'Причина: решение суда.',
    { correctable: false },
  ],
];

export const FAMILY_REASONS: readonly Reason[] = [
  ...list('unlink', UNLINK),
  ...list('dispute', DISPUTE),
  ...list('resolve', RESOLVE),
  ...list('replace', REPLACE),
  ...list('companion_refuse', COMPANION_REFUSE),
  ...list('companion_suspend', COMPANION_SUSPEND),
];
