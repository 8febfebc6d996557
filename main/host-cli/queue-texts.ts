/** Texts of `kezek queue` in the three languages. A place itself is told in the words of domain/queue-words.ts. */
import type { ReplayFault } from '../../domain/replay.ts';
import type { CliLanguage } from './eds-texts.ts';

type Text = Readonly<Record<CliLanguage, string>>;
const t = (kk: string, ru: string, en: string): Text => ({ kk, ru, en });

export const QUEUE_LABELS = {
  rules: t('Қағидалар', 'Правила', 'Rules'),
  at: t('Кезектің күйі', 'Очередь на момент', 'The queue as of'),
  turn: t('Арақатынастағы кезегі', 'Очередь в соотношении', 'Turn of the ratio'),
  referral: t('Жолдама', 'Направление', 'Referral'),
  application: t('Өтініш', 'Заявление', 'Application'),
  kindergarten: t('Балабақша', 'Детский сад', 'Kindergarten'),
  place: t('Кезектегі орны', 'Место в очереди', 'Place in the queue'),
  aheadNotWanting: t(
    'Алдында тұрған, бірақ бұл балабақшаны сұрамаған не орны бар балалар',
    'Впереди стояли, но этот сад не просили или место уже имели',
    'Ahead, but did not ask for this kindergarten or held a seat',
  ),
  decision: t('Қол қойылған шешім', 'Подписанное решение', 'Signed decision'),
  reason: t('Себебі', 'Причина', 'Reason'),
  passed: t('Кезегі одан бұрын болған', 'Имели право раньше', 'Had a better right'),
  faults: t('Дәлелге жетпейтіні', 'Чего не хватает', 'What the proof lacks'),
} as const;

export const VERDICTS = {
  was_next: t('Бала келесі болған', 'Ребёнок был следующим', 'The child was next'),
  passed_over: t(
    'Басқалардан бұрын берілген, себебіне қол қойылған',
    'Дано раньше других, причина подписана',
    'Given before others, for a reason that was signed',
  ),
  not_proven: t('Дәлелденбеді', 'Не доказано', 'Not proven'),
} as const;

export const WHYS = {
  ahead: t('кезекте алда тұрған', 'стоял впереди', 'stood ahead'),
  ratio: t('арақатынас бойынша кезегі келген', 'была его очередь по соотношению', 'its turn by the ratio'),
  together: t(
    'отбасына бірге орын күтеді, аттап өтілген жоқ',
    'ждёт мест для всей семьи, не обойдён',
    'waits for seats for its whole family, not passed over',
  ),
} as const;

export const FAULTS: Readonly<Record<ReplayFault, Text>> = {
  REPLAY_NOT_WAITING: t(
    'бала ол сәтте кезекте тұрмаған',
    'ребёнок тогда не стоял в очереди',
    'the child did not wait then',
  ),
  REPLAY_NOT_WANTED: t(
    'отбасы бұл балабақшаны сұрамаған',
    'семья не просила этот сад',
    'the family did not ask for this kindergarten',
  ),
  REPLAY_STREAM: t(
    'арақатынас кезегі басқа ағындікі',
    'очередь соотношения другого потока',
    'the turn of the ratio belongs to the other stream',
  ),
  REPLAY_TURN_TAKEN: t(
    'арақатынас кезегі бос болмаған',
    'очередь соотношения была занята',
    'the turn was taken',
  ),
  REPLAY_UNTOLD: t(
    'кезегі бұрынғы бала аталмаған',
    'не назван ребёнок с большим правом',
    'a child with a better right was not told of',
  ),
  REPLAY_TOLD_WRONGLY: t(
    'аталған баланың кезегі бұрын болмаған',
    'назван ребёнок без большего права',
    'a child was told of that had no better right',
  ),
  REPLAY_NO_REASON: t('себебі жазылмаған', 'причина не указана', 'no reason was given'),
  REPLAY_NOT_SIGNED: t('қол қойылған шешім жоқ', 'нет подписанного решения', 'no signed decision'),
};

export const KINDS = {
  general: t('жалпы дамыту', 'общеразвивающая', 'general'),
  special: t('арнайы', 'специальная', 'special'),
} as const;
export const LANGUAGES = {
  kk: t('қазақ тілі', 'казахский язык', 'Kazakh'),
  ru: t('орыс тілі', 'русский язык', 'Russian'),
} as const;
export const STREAMS = {
  benefit: t('жеңілдікпен', 'по льготе', 'benefit'),
  ordinary: t('жалпы', 'общая', 'ordinary'),
} as const;
