/** What a family is told of its place: of every signed act on it, and of what a job did. */
import { almatyDate, almatyTime } from './calendar.ts';
import { type CivilDate, showDate } from './civil-date.ts';
import { OUTCOME_OF_ACT } from './decision-document.ts';
import { timeWith } from './kazakh.ts';
import { type NoticeTexts, shippedTexts } from './notice-template.ts';
import type { PlaceOutcome } from './place-decision.ts';
import { type ApplicationEvent, REFERRAL_EVENTS } from './status.ts';
import { type Filled, fillTemplate, type TemplateFault, type TextTriple } from './template.ts';

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

export type { TextTriple };

type Language = keyof TextTriple;

/** What becomes of the application after a failure: `afterFailure` with its dates, both days included. */
export type NextStanding =
  | { readonly kind: 'queue' }
  /** Inactive, and restored as often as permitted. */
  | { readonly kind: 'inactive_for_good' }
  | { readonly kind: 'stop_list'; readonly until: CivilDate }
  | { readonly kind: 'inactive'; readonly until: CivilDate };

/** Values of a notice; each kind says in data/notice-templates.ts which it needs. Names of kindergartens and groups are never translated. */
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

/** The text of a notice in three languages, in the office's words or the shipped; faults when a value its kind needs is missing. */
export function placeNotice(input: PlaceNoticeInput, texts: NoticeTexts = shippedTexts): PlaceNoticeResult {
  const [kk, ru, en] = (['kk', 'ru', 'en'] as const).map((language) => fill(input, language, texts));
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

function fill(input: PlaceNoticeInput, language: Language, texts: NoticeTexts): Filled {
  const place = fillTemplate(PLACE[language], { kindergarten: input.kindergarten, group: input.group });
  return fillTemplate(texts(variantOf(input), language), {
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
