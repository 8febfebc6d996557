/** What a family is told of an act on its child's people. Kazakh first written; «Туыстық расталды…» is the seed's own text. */
import type { FamilyOutcome } from './family-decision.ts';
import { type EventNotice, eventNotice, type NoticeTexts, shippedTexts } from './notice-template.ts';
import type { TextTriple } from './place-notice.ts';
import { type Filled, fillTemplate, type TemplateFault } from './template.ts';

/** What a family is told of. A refused request is its asker's own matter. */
export type ToldOutcome = Exclude<FamilyOutcome, 'link_request_refused'>;

export type FamilyNoticeInput = {
  readonly kind: ToldOutcome;
  readonly applicationNumber: string;
  /** How the applicant is addressed: `addressName`. */
  readonly applicant: string;
  readonly child: string;
  /** Whom the act is about: the parent, the companion. */
  readonly person: string;
  /** Number of the application that stays; '' where the act names none. */
  readonly kept: string;
  /** The reason's message or the officer's own words; needed where the act has a reason. */
  readonly reason: TextTriple | null;
};
export type FamilyNoticeResult =
  | ({ readonly ok: true } & TextTriple)
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

const NOTICES: Readonly<Record<ToldOutcome, TextTriple>> = {
  linked: {
    kk: 'Туыстық расталды, деректер сәтті жаңартылды. Бала: {child}, ата-ана: {person}. Өтініш ата-ананың жеке кабинетінде де көрінеді.',
    ru: 'Родство подтверждено, данные успешно обновлены. Ребёнок: {child}, родитель: {person}. Заявление видно и в личном кабинете родителя.',
    en: 'Kinship is confirmed, the data were updated. Child: {child}, parent: {person}. The application is shown in that parent’s account too.',
  },
  unlinked: {
    kk: 'ата-ананың ЖСН-ы өтініштен ажыратылды: {person}. {reason}',
    ru: 'ИИН родителя отвязан от заявления: {person}. {reason}',
    en: 'the parent’s IIN is no longer linked: {person}. {reason}',
  },
  link_disputed: {
    kk: 'ата-ананың туыстығына дау айтылды, шешілгенше ол өтініш бойынша әрекет ете алмайды: {person}. {reason}',
    ru: 'родство оспорено, до решения родитель не может действовать по заявлению: {person}. {reason}',
    en: 'the kinship is disputed, and until it is settled the parent cannot act on the application: {person}. {reason}',
  },
  dispute_resolved: {
    kk: 'туыстық туралы дау шешілді, біріктіру күшінде: {person}. {reason}',
    ru: 'спор о родстве решён, привязка действует: {person}. {reason}',
    en: 'the dispute is settled, and the link stands: {person}. {reason}',
  },
  applicant_replaced: {
    kk: 'өтініш беруші ауыстырылды, енді өтініш беруші: {person}. {reason}',
    ru: 'заявитель заменён, теперь заявитель: {person}. {reason}',
    en: 'the applicant was replaced and is now: {person}. {reason}',
  },
  companion_approved: {
    kk: 'еріп жүруші мақұлданды: {person}. Енді ол баланы ({child}) балабақшадан ала алады.',
    ru: 'сопровождающий одобрен: {person}. Теперь он может забирать ребёнка ({child}) из детского сада.',
    en: 'the companion is approved: {person}, who may now take {child} from the kindergarten.',
  },
  companion_refused: {
    kk: 'еріп жүруші мақұлданбады: {person}. {reason}',
    ru: 'сопровождающий не одобрен: {person}. {reason}',
    en: 'the companion is not approved: {person}. {reason}',
  },
  companion_suspended: {
    kk: 'еріп жүрушінің рұқсаты тоқтатыла тұрды: {person}. {reason}',
    ru: 'разрешение сопровождающего приостановлено: {person}. {reason}',
    en: 'the companion’s permit is suspended: {person}. {reason}',
  },
  duplicate_removed: {
    kk: 'өтініш кезектен алынды, өйткені осы баланың басқа өтініші қалады: № {kept}. {reason}',
    ru: 'заявление снято с очереди, потому что остаётся другое заявление этого ребёнка: № {kept}. {reason}',
    en: 'the application left the queue, because another one of the same child stays: No. {kept}. {reason}',
  },
  duplicate_reinstated: {
    kk: 'өтініш бастапқы күнімен кезекке қайтарылды. {reason}',
    ru: 'заявление возвращено в очередь с первоначальной датой. {reason}',
    en: 'the application is back in the queue at its original date. {reason}',
  },
  companion_resumed: {
    kk: 'еріп жүрушінің рұқсаты қайта күшіне енді: {person}.',
    ru: 'разрешение сопровождающего снова действует: {person}.',
    en: 'the companion’s permit is in force again: {person}.',
  },
};

const OPENING: TextTriple = {
  kk: 'Құрметті {applicant}, № {number} өтініш: ',
  ru: 'Здравствуйте, {applicant}. Заявление № {number}: ',
  en: 'Dear {applicant}, application No. {number}: ',
};

/** The text of a notice in three languages; faults when a value its kind needs is missing. */
export function familyNotice(input: FamilyNoticeInput): FamilyNoticeResult {
  const fill = (language: keyof TextTriple): Filled =>
    fillTemplate(OPENING[language] + NOTICES[input.kind][language], {
      applicant: input.applicant,
      number: input.applicationNumber,
      child: input.child,
      person: input.person,
      kept: input.kept,
      reason: sentence(input.reason?.[language]),
    });
  const [kk, ru, en] = [fill('kk'), fill('ru'), fill('en')];
  if (kk.ok && ru.ok && en.ok) return { ok: true, kk: kk.text, ru: ru.text, en: en.text };
  return { ok: false, faults: [kk, ru, en].flatMap((one) => (one.ok ? [] : one.faults)) };
}

/**
 * What who asked through a portal is told of a refusal, in the office's words or the shipped: neither child nor number is among
 * its values, for they are not theirs to know.
 */
export function refusedRequestNotice(
  input: { readonly asker: string; readonly reason: TextTriple | null },
  texts: NoticeTexts = shippedTexts,
): EventNotice {
  return eventNotice(
    'link_request_refused',
    (language) => ({ applicant: input.asker, reason: sentence(input.reason?.[language]) }),
    texts,
  );
}

/** An officer's words may lack the full stop that keeps two sentences apart. */
function sentence(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
