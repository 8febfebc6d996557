/** Words of the papers about places and queues, Kazakh first, Russian beside it. Kazakh: the designer's own, to be read by a native. */
import type { PaperLanguage } from './words.ts';

type Pair = Readonly<Record<PaperLanguage, string>>;
const pair = (kk: string, ru: string): Pair => ({ kk, ru });

export const BULLETIN_WORDS = {
  title: pair('Бос орындар бюллетені', 'Бюллетень свободных мест'),
  published: pair('Жарияланған уақыты', 'Опубликован'),
  draft: pair('Әлі жарияланбаған: қазіргі жағдай', 'Ещё не опубликован: как на сейчас'),
  onDate: pair('Күні', 'Дата'),
  total: pair('Бос орын барлығы', 'Всего свободных мест'),
  none: pair('Бос орын жоқ.', 'Свободных мест нет.'),
  group: pair('Топ', 'Группа'),
  cohort: pair('Туған жылы', 'Год рождения'),
  language: pair('Тәрбие тілі', 'Язык воспитания'),
  kind: pair('Кезек түрі', 'Вид очереди'),
  free: pair('Бос', 'Свободно'),
  sample: pair(
    'Үлгі: сынақ дерекқоры, заңдық күші жоқ.',
    'Образец: тестовая база, юридической силы не имеет.',
  ),
} as const;

export const PRINT_WORDS = {
  title: pair('Баланың кезектегі орны', 'Место ребёнка в очереди'),
  child: pair('Бала', 'Ребёнок'),
  application: pair('Өтініш', 'Заявление'),
  queue: pair('Кезек', 'Очередь'),
  at: pair('Уақыты', 'На момент'),
  total: pair('Кезекте', 'В очереди'),
  rules: pair('Қағидалар', 'Правила'),
  cohort: pair('туған жылы', 'год рождения'),
  why: pair('Неге осы орын', 'Почему это место'),
  strip: pair('Орындардың кезектесуі', 'Чередование мест'),
  benefit: pair('жеңілдікпен', 'по льготе'),
  ordinary: pair('жалпы кезек', 'общая очередь'),
  mine: pair('балаңыздың орны', 'место вашего ребёнка'),
  seats: pair('Қалаған балабақшадағы бос орын', 'Свободно в желаемых садах'),
  place: pair('орын', 'место'),
  note: pair(
    'Басқа балалардың деректері көрсетілмейді. Орын жаңа өтініштер, жолдамалар мен расталған жеңілдіктерге қарай өзгереді.',
    'Данные других детей не указываются. Место меняется с новыми заявлениями, направлениями и подтверждёнными льготами.',
  ),
} as const;

export const LANGUAGE_WORDS: Readonly<Record<'kk' | 'ru', Pair>> = {
  kk: pair('қазақ тілі', 'казахский'),
  ru: pair('орыс тілі', 'русский'),
};

export const KIND_WORDS: Readonly<Record<'general' | 'special', Pair>> = {
  general: pair('жалпы дамыту', 'общеразвивающая'),
  special: pair('арнайы', 'специальная'),
};
