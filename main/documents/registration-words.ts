/** Words of the counter's papers, Kazakh first: the application with its consent, and what a family takes home. To be read by a native. */
import type { PaperLanguage } from './words.ts';

type Pair = Readonly<Record<PaperLanguage, string>>;
const pair = (kk: string, ru: string): Pair => ({ kk, ru });

export const COUNTER_WORDS = {
  form: pair(
    'Баланы балабақша кезегіне қою туралы өтініш',
    'Заявление о постановке ребёнка на очередь в детский сад',
  ),
  registration: pair('Кезекке тіркелгені туралы құжат', 'Документ о постановке на очередь'),
  number: pair('Кезек нөмірі', 'Номер в очереди'),
  applicant: pair('Өтініш беруші', 'Заявитель'),
  relation: pair('Балаға кім болады', 'Кем приходится ребёнку'),
  iin: pair('ЖСН', 'ИИН'),
  phone: pair('Телефон', 'Телефон'),
  email: pair('Электрондық пошта', 'Электронная почта'),
  child: pair('Бала', 'Ребёнок'),
  born: pair('Туған күні', 'Дата рождения'),
  bornIin: pair('Туған күні, ЖСН', 'Дата рождения, ИИН'),
  birthAct: pair('Туу туралы акт жазбасының нөмірі', 'Номер записи акта о рождении'),
  permanent: pair('Тұрақты мекенжайы', 'Постоянный адрес'),
  temporary: pair('Уақытша мекенжайы', 'Временный адрес'),
  queue: pair('Кезек түрі', 'Вид очереди'),
  benefit: pair('Жеңілдік санаты', 'Категория льготности'),
  kindergartens: pair('Қалаған балабақшалар', 'Желаемые детские сады'),
  language: pair('Топ тілі', 'Язык группы'),
  notification: pair('Хабарламалар', 'Уведомления'),
  scans: pair('Қоса берілген құжаттар', 'Приложенные документы'),
  at: pair('Тіркелген күні мен уақыты', 'Дата и время постановки'),
  officer: pair('Тіркеген маман', 'Зарегистрировал(а)'),
  decision: pair('Тіркеу туралы шешім', 'Решение о регистрации'),
  signature: pair('Қолтаңба', 'Подпись'),
  consents: pair('Келісім', 'Согласие'),
  signHere: pair('Қолы', 'Подпись'),
  signName: pair('Аты-жөні', 'ФИО'),
  signDate: pair('Күні', 'Дата'),
  next: pair(
    'Құжаттарыңыз тексеріледі, шешім туралы бөлек хабарлаймыз. Жыл сайын мүдделілікті растаңыз: растамасаңыз, өтініш кезектен алынады.',
    'Документы будут проверены, о решении сообщим отдельно. Каждый год подтверждайте заинтересованность: без этого заявление будет снято с очереди.',
  ),
  electronic: pair(
    'Құжат ЭЦҚ қойылған шешім негізінде жасалды. Түпнұсқасы — қолтаңбалы XML құжат.',
    'Документ составлен по решению, подписанному ЭЦП. Подлинник — подписанный XML-документ.',
  ),
} as const satisfies Readonly<Record<string, Pair>>;

/** The seed's own sentence of success, with the number. */
export function successWords(number: string): Pair {
  return pair(
    `Балаңыз № ${number} кезекке сәтті тұрды`,
    `Ваш ребёнок успешно встал в очередь под номером ${number}`,
  );
}

export const RELATION_WORDS = {
  mother: pair('анасы', 'мать'),
  father: pair('әкесі', 'отец'),
  guardian: pair('қорғаншысы', 'опекун'),
} as const;

export const QUEUE_WORDS = {
  general: pair('жалпы кезек', 'общеобразовательная'),
  special: pair('түзету кезегі', 'коррекционная'),
} as const;

export const CHANNEL_WORDS = {
  sms: pair('SMS', 'SMS'),
  email: pair('электрондық пошта', 'электронная почта'),
  ed24: pair('ED24.kz қосымшасы', 'приложение ED24.kz'),
  letter: pair('қағаз хат', 'бумажное письмо'),
} as const;

/** What a family agrees to, in whole sentences: the paper is signed under them. */
export const CONSENT_WORDS = {
  data_processing: pair(
    'Өзімнің және баламның дербес деректерін баланы балабақшаға орналастыру үшін жинауға және өңдеуге келісім беремін.',
    'Даю согласие на сбор и обработку персональных данных моих и моего ребёнка для устройства ребёнка в детский сад.',
  ),
  public_offer: pair(
    'Берілген мәліметтердің дұрыстығын растаймын және қызмет көрсету шарттарымен келісемін.',
    'Подтверждаю достоверность сведений и согласие с условиями оказания услуги.',
  ),
  notifications: pair(
    'Көрсетілген байланыс деректеріне хабарламалар алуға келісемін.',
    'Согласен(на) получать уведомления по указанным контактам.',
  ),
  consent_1414: pair(
    '1414 қызметі арқылы берілген келісімді растаймын.',
    'Подтверждаю согласие, данное через службу 1414.',
  ),
} as const;
