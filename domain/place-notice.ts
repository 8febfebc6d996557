/** What a family is told of its place: of every signed act on it, and of what a job did. Kazakh first written. */
import { almatyDate, almatyTime } from './calendar.ts';
import { type CivilDate, showDate } from './civil-date.ts';
import { OUTCOME_OF_ACT } from './decision-document.ts';
import { timeWith } from './kazakh.ts';
import type { PlaceOutcome } from './place-decision.ts';
import { type ApplicationEvent, REFERRAL_EVENTS } from './status.ts';
import { type Filled, fillTemplate, type TemplateFault } from './template.ts';

/** Events of jobs that a family is told of; the kind of such a notice is the event's name. */
export const JOB_NOTICE_EVENTS = [
  'offer_lapsed',
  'referral_lapsed',
  'benefit_review_lapsed',
  'leave_stop_list',
  'age_out',
  'placed_elsewhere',
] as const satisfies readonly ApplicationEvent[];
export type JobNoticeEvent = (typeof JOB_NOTICE_EVENTS)[number];

/** Kinds of notices about places: outcomes of signed acts, and events of jobs. */
export type PlaceNoticeKind = PlaceOutcome | JobNoticeEvent;
export const PLACE_NOTICE_KINDS: readonly PlaceNoticeKind[] = [
  ...REFERRAL_EVENTS.map((act) => OUTCOME_OF_ACT[act]),
  ...JOB_NOTICE_EVENTS,
];

export type TextTriple = { readonly kk: string; readonly ru: string; readonly en: string };
type Language = keyof TextTriple;

/** What becomes of the application after a failure: `afterFailure` with its dates, both days included. */
export type NextStanding =
  | { readonly kind: 'queue' }
  /** Inactive, and restored as often as permitted. */
  | { readonly kind: 'inactive_for_good' }
  | { readonly kind: 'stop_list'; readonly until: CivilDate }
  | { readonly kind: 'inactive'; readonly until: CivilDate };

/** Values of a notice; each kind says in NOTICES which it needs. Names of kindergartens and groups are never translated. */
export type PlaceNoticeInput = {
  readonly kind: PlaceNoticeKind;
  readonly applicationNumber: string;
  /** How the applicant is addressed: `addressName`. */
  readonly applicant: string;
  readonly child: string;
  readonly kindergarten?: string | null;
  readonly group?: string | null;
  /** Null while it is an offer. */
  readonly referralNumber?: string | null;
  /** End of the term that runs, or that ran out: of the offer, of the referral. */
  readonly until?: Date | null;
  /** Pending benefit: its category and until when it must be confirmed at the department. */
  readonly benefit?: TextTriple | null;
  readonly benefitUntil?: Date | null;
  /** The reason's message or the officer's own words. */
  readonly reason?: TextTriple | null;
  readonly next?: NextStanding | null;
  readonly contractNumber?: string | null;
};

type Variant =
  | PlaceNoticeKind
  | 'referred_benefit'
  | 'cancelled_offer'
  | 'benefit_confirmed_early'
  | 'benefit_rejected_offer';

const NOTICES: Readonly<Record<Variant, TextTriple>> = {
  offered: {
    kk: '{child} үшін балабақшадан орын ұсынылады. {place} {until} дейін растаңыз немесе бас тартыңыз.',
    ru: '{child}: предлагается место в детском саду. {place} Подтвердите или откажитесь до {until}.',
    en: '{child} is offered a place. {place} Please accept or decline by {until}.',
  },
  accepted: {
    kk: 'ұсынылған орынға келісіміңіз жазылды, жолдама дайындалады. {place}',
    ru: 'ваше согласие на место записано, направление готовится. {place}',
    en: 'your acceptance is recorded and the referral is being prepared. {place}',
  },
  declined: {
    kk: 'орыннан бас тартқаныңыз жазылды. {place} {reason} {next}',
    ru: 'ваш отказ от места записан. {place} {reason} {next}',
    en: 'you declined the place. {place} {reason} {next}',
  },
  referred: {
    kk: '{child} үшін № {referral} жолдама берілді. {place} Құжаттарды балабақшаға {until} дейін тапсырыңыз.',
    ru: '{child}: выдано направление № {referral}. {place} Сдайте документы в детский сад до {until}.',
    en: 'referral No. {referral} is issued for {child}. {place} Hand in the documents at the kindergarten by {until}.',
  },
  referred_benefit: {
    kk: '{child} үшін № {referral} жолдама берілді. {place} Жеңілдікті ({benefit}) білім бөлімінде {benefitUntil} дейін растаңыз: оған дейін балабақша жолдаманы көрмейді.',
    ru: '{child}: выдано направление № {referral}. {place} Подтвердите льготу ({benefit}) в отделе образования до {benefitUntil}: до этого детский сад не видит направления.',
    en: 'referral No. {referral} is issued for {child}. {place} Confirm the benefit ({benefit}) at the education department by {benefitUntil}: until then the kindergarten does not see the referral.',
  },
  extended: {
    kk: '№ {referral} жолдаманың мерзімі ұзартылды: {until} дейін. {reason}',
    ru: 'срок направления № {referral} продлён до {until}. {reason}',
    en: 'referral No. {referral} is extended until {until}. {reason}',
  },
  cancelled: {
    kk: '№ {referral} жолдаманың күші жойылды. {reason} {next}',
    ru: 'направление № {referral} аннулировано. {reason} {next}',
    en: 'referral No. {referral} is cancelled. {reason} {next}',
  },
  cancelled_offer: {
    kk: 'ұсынылған орын қайтарып алынды. {place} {reason} {next}',
    ru: 'предложенное место отозвано. {place} {reason} {next}',
    en: 'the offered place is taken back. {place} {reason} {next}',
  },
  benefit_confirmed: {
    kk: 'жеңілдігіңіз расталды: {benefit}. Құжаттарды балабақшаға {until} дейін тапсырыңыз. {place}',
    ru: 'льгота подтверждена: {benefit}. Сдайте документы в детский сад до {until}. {place}',
    en: 'your benefit is confirmed: {benefit}. Hand in the documents at the kindergarten by {until}. {place}',
  },
  benefit_confirmed_early: {
    kk: 'жеңілдігіңіз расталды: {benefit}.',
    ru: 'льгота подтверждена: {benefit}.',
    en: 'your benefit is confirmed: {benefit}.',
  },
  benefit_rejected: {
    kk: 'жеңілдік расталмады, № {referral} жолдаманың күші жойылды. {reason} Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена, направление № {referral} аннулировано. {reason} Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit is not confirmed and referral No. {referral} is cancelled. {reason} The application waits in the common queue at its original date.',
  },
  benefit_rejected_offer: {
    kk: 'жеңілдік расталмады, ұсынылған орын қайтарып алынды. {reason} Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена, предложенное место отозвано. {reason} Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit is not confirmed and the offered place is taken back. {reason} The application waits in the common queue at its original date.',
  },
  restored: {
    kk: 'өтініш қалпына келтірілді: {child} кезекте бастапқы күнімен тұр.',
    ru: 'заявление восстановлено: {child} стоит в очереди с прежней датой.',
    en: 'the application is restored: {child} waits in the queue at the original date.',
  },
  transferred: {
    kk: '{child} басқа топқа ауыстырылды. {place} {reason}',
    ru: '{child} переводится в другую группу. {place} {reason}',
    en: '{child} moves to another group. {place} {reason}',
  },
  exchanged: {
    kk: 'орын алмасу рәсімделді. {place}',
    ru: 'обмен местами оформлен. {place}',
    en: 'the exchange of places is done. {place}',
  },
  documents_received: {
    kk: 'балабақша құжаттарыңызды қабылдады. {place} Қабылдау туралы бөлек хабарланады.',
    ru: 'детский сад получил ваши документы. {place} О зачислении сообщат отдельно.',
    en: 'the kindergarten has your documents. {place} You will be told of the admission.',
  },
  admitted: {
    kk: '{child} балабақшаға қабылданды. {place} Шарт № {contract}.',
    ru: '{child}: зачисление в детский сад оформлено. {place} Договор № {contract}.',
    en: '{child} is admitted. {place} Contract No. {contract}.',
  },
  admission_refused: {
    kk: 'балабақша қабылдаудан бас тартты. {place} {reason} {next}',
    ru: 'детский сад отказал в зачислении. {place} {reason} {next}',
    en: 'the kindergarten refused the admission. {place} {reason} {next}',
  },
  withdrawn: {
    kk: '{child} балабақшадан шығарылды. {place} {reason}',
    ru: '{child}: отчисление из детского сада оформлено. {place} {reason}',
    en: '{child} is withdrawn from the kindergarten. {place} {reason}',
  },
  offer_lapsed: {
    kk: 'ұсынысқа {until} дейін жауап келмеді, орын келесі балаға ұсынылады. {place} {next}',
    ru: 'на предложение не ответили до {until}, место предлагается следующему. {place} {next}',
    en: 'the offer was not answered by {until} and goes to the next child. {place} {next}',
  },
  referral_lapsed: {
    kk: '№ {referral} жолдаманың мерзімі аяқталды: құжаттар {until} дейін тапсырылмады. {next}',
    ru: 'срок направления № {referral} истёк: документы не сданы до {until}. {next}',
    en: 'referral No. {referral} ran out: the documents were not handed in by {until}. {next}',
  },
  benefit_review_lapsed: {
    kk: 'жеңілдік {benefitUntil} дейін расталмады, № {referral} жолдаманың күші жойылды. Өтініш жалпы кезекте бастапқы күнімен тұр.',
    ru: 'льгота не подтверждена до {benefitUntil}, направление № {referral} аннулировано. Заявление стоит в общей очереди с прежней датой.',
    en: 'the benefit was not confirmed by {benefitUntil} and referral No. {referral} is cancelled. The application waits in the common queue at its original date.',
  },
  leave_stop_list: {
    kk: 'стоп-парақтағы мерзім аяқталды: {child} кезекте бастапқы күнімен тұр.',
    ru: 'срок в стоп-листе закончился: {child} стоит в очереди с прежней датой.',
    en: 'the time on the stop list is over: {child} waits in the queue at the original date.',
  },
  age_out: {
    kk: '{child} мектепке дейінгі ұйымға белгіленген жастан асты, өтініш кезектен алынды.',
    ru: '{child}: возраст превысил предел для дошкольных организаций, заявление снято с очереди.',
    en: '{child} is over the age for preschool, and the application has left the queue.',
  },
  placed_elsewhere: {
    kk: '{child} балабақшаға қабылданған, сондықтан бұл өтініш кезектен алынды.',
    ru: '{child} уже в детском саду, поэтому это заявление снято с очереди.',
    en: '{child} was admitted to a kindergarten, so this application has left the queue.',
  },
};

const OPENING: TextTriple = {
  kk: 'Құрметті {applicant}, № {number} өтініш: ',
  ru: 'Здравствуйте, {applicant}. Заявление № {number}: ',
  en: 'Dear {applicant}, application No. {number}: ',
};
const PLACE: TextTriple = {
  kk: 'Балабақша: {kindergarten}, топ: {group}.',
  ru: 'Детский сад: {kindergarten}, группа: {group}.',
  en: 'Kindergarten: {kindergarten}, group: {group}.',
};
const NEXT: Readonly<Record<NextStanding['kind'], TextTriple>> = {
  queue: {
    kk: 'Өтініш кезекте бастапқы күнімен тұр.',
    ru: 'Заявление стоит в очереди с прежней датой.',
    en: 'The application waits in the queue at its original date.',
  },
  stop_list: {
    kk: 'Өтініш {day} күнін қоса алғанда стоп-парақта болады, содан кейін кезекке өзі қайтады.',
    ru: 'Заявление в стоп-листе по {day} включительно, затем само вернётся в очередь.',
    en: 'The application is on the stop list up to and including {day}, then returns to the queue by itself.',
  },
  inactive: {
    kk: 'Өтініш белсенді емес: оны {day} күнін қоса алғанда қалпына келтіруге болады.',
    ru: 'Заявление неактивно: его можно восстановить по {day} включительно.',
    en: 'The application is inactive: it can be restored up to and including {day}.',
  },
  inactive_for_good: {
    kk: 'Өтініш белсенді емес: оны қалпына келтіру құқығы пайдаланылған.',
    ru: 'Заявление неактивно: право восстановить его уже использовано.',
    en: 'The application is inactive, and the right to restore it is used up.',
  },
};

export type PlaceNoticeResult =
  | ({ readonly ok: true } & TextTriple)
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/** The text of a notice in three languages; faults when a value its kind needs is missing. */
export function placeNotice(input: PlaceNoticeInput): PlaceNoticeResult {
  const [kk, ru, en] = (['kk', 'ru', 'en'] as const).map((language) => fill(input, language));
  if (kk?.ok && ru?.ok && en?.ok) {
    return { ok: true, kk: kk.text, ru: ru.text, en: en.text };
  }
  return {
    ok: false,
    faults: [kk, ru, en].flatMap((one) => (one === undefined || one.ok ? [] : one.faults)),
  };
}

function variantOf(input: PlaceNoticeInput): Variant {
  const isOffer = (input.referralNumber ?? null) === null;
  switch (input.kind) {
    case 'referred':
      return (input.benefitUntil ?? null) === null ? 'referred' : 'referred_benefit';
    case 'cancelled':
      return isOffer ? 'cancelled_offer' : 'cancelled';
    case 'benefit_confirmed':
      return isOffer ? 'benefit_confirmed_early' : 'benefit_confirmed';
    case 'benefit_rejected':
      return isOffer ? 'benefit_rejected_offer' : 'benefit_rejected';
    default:
      return input.kind;
  }
}

function fill(input: PlaceNoticeInput, language: Language): Filled {
  const place = fillTemplate(PLACE[language], { kindergarten: input.kindergarten, group: input.group });
  return fillTemplate(OPENING[language] + NOTICES[variantOf(input)][language], {
    applicant: input.applicant,
    number: input.applicationNumber,
    child: input.child,
    place: place.ok ? place.text : null,
    referral: input.referralNumber,
    until: moment(input.until, language),
    benefit: input.benefit?.[language],
    benefitUntil: moment(input.benefitUntil, language),
    reason: sentence(input.reason?.[language]),
    next: nextSentence(input.next ?? null, language),
    contract: input.contractNumber,
  });
}

function nextSentence(next: NextStanding | null, language: Language): string | null {
  if (next === null) {
    return null;
  }
  const text = fillTemplate(NEXT[next.kind][language], {
    day: 'until' in next ? showDate(next.until) : null,
  });
  return text.ok ? text.text : null;
}

/** «20.04.2026 күні сағат 18:30-ға» before «дейін»; '18:30 20.04.2026'; '18:30 on 20.04.2026'. */
function moment(at: Date | null | undefined, language: Language): string | null {
  if (at === null || at === undefined) {
    return null;
  }
  const day = showDate(almatyDate(at));
  const time = almatyTime(at);
  switch (language) {
    case 'kk':
      return `${day} күні сағат ${timeWith(time, 'dative')}`;
    case 'ru':
      return `${time} ${day}`;
    case 'en':
      return `${time} on ${day}`;
  }
}

/** An officer's words may lack the full stop that keeps two sentences apart. */
function sentence(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
