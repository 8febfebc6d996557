import type { PackageWordsRow } from '../package-words.ts';

/** Reasons of packages on interest, companions and parents' links: kk, ru, en, who can mend it. Kazakh first written; a native reader must check it. */
export const FAMILY_WORDS = {
  INTEREST_NOT_WAITING: [
    'Өтініш кезекте тұрған жоқ: мүдделілік расталмайды.',
    'Заявление не стоит в очереди: подтверждать заинтересованность не нужно.',
    'The application does not wait in the queue: there is no interest to confirm.',
    'tell_family',
  ],
  INTEREST_TOO_EARLY: [
    'Мүдделілік расталған, келесі растау мерзімі әлі басталған жоқ.',
    'Заинтересованность уже подтверждена, срок следующего подтверждения ещё не начался.',
    'Interest is confirmed already; the time for the next confirmation has not begun.',
    'settled',
  ],
  COMPANION_REFERRED: [
    'Балаға жолдама берілмеген: еріп жүруші қосылмайды.',
    'Ребёнку не выдано направление: сопровождающего добавить нельзя.',
    'The child has no referral: no companion can be added.',
    'tell_family',
  ],
  COMPANION_ADMITTED: [
    'Бала балабақшаға қабылданбаған: еріп жүруші қосылмайды.',
    'Ребёнок ещё не зачислен: сопровождающего добавить нельзя.',
    'The child is not in a kindergarten: no companion can be added.',
    'tell_family',
  ],
  COMPANION_PERMIT_LIVE_ONCE: [
    'Бұл адам балаға еріп жүруші ретінде қосылған.',
    'Этот человек уже добавлен ребёнку как сопровождающий.',
    'This person is the child’s companion already.',
    'settled',
  ],
  COMPANION_DAYS: [
    'Еріп жүрушінің мерзімі өтіп кеткен.',
    'Срок сопровождающего уже прошёл.',
    'The days of the companion are over.',
    'tell_family',
  ],
  COMPANION_OF_AGE: [
    'Еріп жүрушінің жасы ережедегіден кіші.',
    'Сопровождающий младше возраста по правилам.',
    'The companion is younger than the rules ask.',
    'tell_family',
  ],
  COMPANION_NO_STAFF: [
    'Балабақша қызметкері еріп жүруші бола алмайды.',
    'Работник детского сада не может быть сопровождающим.',
    'Staff of a kindergarten cannot be companions.',
    'tell_family',
  ],
  COMPANION_DATA_EQUAL: [
    'Еріп жүрушінің деректері жазбадағыдан өзгеше.',
    'Данные сопровождающего не совпадают с записью.',
    'The companion’s data differ from the record.',
    'tell_family',
  ],
  COMPANION_MAX_PER_CHILD: [
    'Балада еріп жүрушілер саны шегіне жеткен.',
    'У ребёнка уже наибольшее число сопровождающих.',
    'The child has as many companions as the rules let it.',
    'tell_family',
  ],
  COMPANION_MAX_CHILDREN: [
    'Еріп жүрушіге қосылған балалар саны шегіне жеткен.',
    'У сопровождающего уже наибольшее число детей.',
    'The companion has as many children as the rules let it.',
    'tell_family',
  ],
  COMPANION_NOT_THERE: [
    'Балада мұндай еріп жүруші жоқ.',
    'Такого сопровождающего у ребёнка нет.',
    'The child has no such companion.',
    'settled',
  ],
  COMPANION_APPLICANT: [
    'Өтініш беруші еріп жүрушілер қатарынан алынбайды.',
    'Заявителя нельзя убрать из сопровождающих.',
    'The applicant stays among the companions.',
    'settled',
  ],
  LINK_CHILD_UNKNOWN: [
    'Бұл бөлімде осы баланың қолданыстағы өтініші жоқ.',
    'В этом отделе нет действующего заявления на этого ребёнка.',
    'This department has no live application of the child.',
    'tell_family',
  ],
  LINK_APPLICANT: [
    'Біріктіруді сұраған адам — өтініш берушінің өзі.',
    'Привязать просят самого заявителя.',
    'Who asks to be linked is the applicant already.',
    'settled',
  ],
  LINK_ALREADY: [
    'Бұл ата-ана балаға біріктірілген.',
    'Этот родитель уже привязан к ребёнку.',
    'This parent is linked to the child already.',
    'settled',
  ],
  LINK_ASKED: [
    'Осы ата-ананың сұрауы қаралып жатыр.',
    'Такая просьба уже рассматривается.',
    'The same request is being looked into.',
    'settled',
  ],
  LINK_AGE: [
    'Жасы бойынша бұл адам баланың ата-анасы не қамқоршысы бола алмайды.',
    'По возрасту этот человек не может быть родителем или опекуном.',
    'By age this person cannot be the child’s parent or guardian.',
    'tell_family',
  ],
  LINK_ROLE_TAKEN: [
    'Балаға басқа ана не әке біріктірілген.',
    'К ребёнку уже привязаны другая мать или другой отец.',
    'Another mother or father is linked to the child.',
    'tell_family',
  ],
  LINK_GUARDIAN_BESIDE: [
    'Баланың сот құжаты жоқ қамқоршысы бар: алдымен соны шешу керек.',
    'У ребёнка есть опекун без документа суда: сначала нужно решить с ним.',
    'The child has a guardian without a court’s document: that must be settled first.',
    'tell_family',
  ],
  LINK_COURT_NEEDED: [
    'Қамқоршының сот құжаты қоса берілмеген.',
    'Не приложен документ суда об опеке.',
    'The guardian’s court document is missing.',
    'tell_family',
  ],
} as const satisfies Readonly<Record<string, PackageWordsRow>>;
