/**
 * Reasons of removing an application for another one of the same child, and of putting it back. No official list was found
 * (domain.md A8); that the earlier date keeps follows from the order of the queue (A2), its exceptions are a proposal.
 */
import { list, type Reason, type Row } from './reason-row.ts';

const DUPLICATE: readonly Row[] = [
  [
    'duplicate_same_child',
    ['Бала қайта жазылған', 'Ребёнок записан дважды', 'Child entered twice'],
    [
      'Бір бала екі кезекте тұр, ертерек берілген өтініш қалады',
      'Один ребёнок стоит в двух очередях, остаётся более раннее заявление',
      'One child stands in two queues; the earlier application stays',
    ],
    'Себебі: бала екі рет жазылған, ертерек берілген өтініш қалады.',
    'Причина: ребёнок записан дважды, остаётся более раннее заявление.',
    { correctable: false },
  ],
  [
    'duplicate_placed',
    ['Бала орын алған', 'Ребёнку дано место', 'Child has a place'],
    [
      'Балаға басқа өтініш бойынша орын берілген',
      'Ребёнку дано место по другому заявлению',
      'The child has a place by another application',
    ],
    'Себебі: балаға басқа өтініш бойынша орын берілген.',
    'Причина: ребёнку дано место по другому заявлению.',
    { correctable: false },
  ],
  [
    'duplicate_wrong_data',
    ['Деректері қате өтініш', 'Запись с ошибкой', 'Entered with an error'],
    [
      'Бір баланың деректері қате жазылған қайталама өтініші',
      'Повторное заявление того же ребёнка с ошибкой в данных',
      'A repeat of the same child with an error in the data',
    ],
    'Себебі: бұл — сол баланың деректері қате жазылған қайталама өтініші.',
    'Причина: это повторное заявление того же ребёнка с ошибкой в данных.',
    { correctable: false },
  ],
];

const EARLIER: readonly Row[] = [
  [
    'duplicate_family_chose',
    ['Отбасы таңдады', 'Выбор семьи', 'The family chose'],
    [
      'Отбасы кейінірек берілген өтінішті жазбаша таңдады',
      'Семья письменно выбрала более позднее заявление',
      'The family chose the later application in writing',
    ],
    'Себебі: отбасы басқа өтінішті жазбаша таңдады.',
    'Причина: семья письменно выбрала другое заявление.',
    { correctable: false },
  ],
  [
    'duplicate_earlier_wrong',
    ['Ертерегі қате берілген', 'Раннее подано ошибочно', 'Earlier one was an error'],
    [
      'Ертерек берілген өтініште баланың ЖСН-ы немесе деректері қате',
      'В более раннем заявлении неверны ИИН или данные ребёнка',
      'The earlier application has a wrong IIN or wrong data of the child',
    ],
    'Себебі: бұл өтініште баланың деректері қате, дұрыс толтырылған өтініш қалады.',
    'Причина: в этом заявлении неверны данные ребёнка, остаётся верно заполненное.',
    { correctable: false },
  ],
];

const REINSTATE: readonly Row[] = [
  [
    'reinstate_other_child',
    ['Басқа бала екен', 'Это другой ребёнок', 'Another child'],
    ['Екі өтініш екі бөлек баланыкі', 'Заявления двух разных детей', 'The two are of two children'],
    'Себебі: екі өтініш екі бөлек баланыкі екен.',
    'Причина: заявления оказались о двух разных детях.',
  ],
  [
    'reinstate_wrong_one',
    ['Басқасы алынуы керек', 'Снято не то заявление', 'The wrong one'],
    [
      'Кезектен басқа өтініш алынуы керек еді',
      'Снять следовало другое заявление',
      'The other one was to be removed',
    ],
    'Себебі: кезектен басқа өтініш алынуы керек еді.',
    'Причина: снять следовало другое заявление.',
  ],
  [
    'reinstate_appeal',
    ['Шағым қанағаттандырылды', 'Жалоба удовлетворена', 'Appeal upheld'],
    ['Шағым бойынша немесе сот шешімімен', 'По жалобе или решению суда', 'By an appeal or a court decision'],
    'Себебі: шағым қанағаттандырылды.',
    'Причина: жалоба удовлетворена.',
  ],
];

/** Of removing and putting back. */
export const DUPLICATE_REASONS: readonly Reason[] = [
  ...list('duplicate', DUPLICATE),
  ...list('duplicate_earlier', EARLIER),
  ...list('duplicate_reinstate', REINSTATE),
];
