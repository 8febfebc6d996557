/** Which messages there are, what each may and must name, and in whose words: the office's own, else the shipped. */
import { NOTICE_TEXTS } from './data/notice-templates.ts';
import {
  fillTemplate,
  placeholdersOf,
  type TemplateFault,
  type TextTriple,
  type WordingLimits,
} from './template.ts';

/** A text that can be worded anew; a kind of notices has one or several (with a benefit, without). */
export type NoticeTextCode = keyof typeof NOTICE_TEXTS;
export const NOTICE_TEXT_CODES = Object.keys(NOTICE_TEXTS) as readonly NoticeTextCode[];
export const NOTICE_LANGUAGES = ['kk', 'ru', 'en'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];
export const NOTICE_CHANNELS = ['sms', 'email', 'ed24', 'letter'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** Texts that are not a kind's only or own: whose they are. The subject of e-mails is of every kind. */
const KIND_OF_TEXT: Partial<Record<NoticeTextCode, string | null>> = {
  approved_benefit: 'approved',
  referred_benefit: 'referred',
  cancelled_offer: 'cancelled',
  benefit_confirmed_early: 'benefit_confirmed',
  benefit_rejected_offer: 'benefit_rejected',
  email_subject: null,
};

/** The kind of the notices a text is for; null: of all. */
export function kindOfText(code: NoticeTextCode): string | null {
  const own = KIND_OF_TEXT[code];
  return own === undefined ? code : own;
}

/** Kinds of notices as the database knows them (table notice_kind), in the order of a life. */
export const NOTICE_KINDS: readonly string[] = [
  ...new Set(NOTICE_TEXT_CODES.map(kindOfText).filter((kind) => kind !== null)),
];

/** Who is addressed and about whom may be left to the letter's head; everything else of the shipped text must be said. */
const OPTIONAL: readonly string[] = ['applicant', 'child'];

/** To who is none of the child's people: it names neither child nor application, however it is worded. */
const UNNAMING: readonly NoticeTextCode[] = ['link_request_refused'];

/** Longest body, in characters: some seven joined messages of SMS in Cyrillic letters. */
export const MOST_BODY = 480;
/** RFC 5322 asks for lines of 78, encoded Cyrillic takes three times as many. */
export const MOST_SUBJECT = 120;

/** What a text may and must name. */
export function limitsOf(code: NoticeTextCode): WordingLimits {
  const shipped = [
    ...new Set(NOTICE_LANGUAGES.flatMap((language) => placeholdersOf(NOTICE_TEXTS[code][language]))),
  ];
  const isSubject = code === 'email_subject';
  return {
    may:
      isSubject || UNNAMING.includes(code)
        ? shipped
        : [...new Set([...shipped, 'applicant', 'number', 'child'])],
    must: shipped.filter((name) => !OPTIONAL.includes(name)),
    most: isSubject ? MOST_SUBJECT : MOST_BODY,
    oneLine: isSubject,
  };
}

/** The words in force for a text and a language. */
export type NoticeTexts = (code: NoticeTextCode, language: NoticeLanguage) => string;
export const shippedTexts: NoticeTexts = (code, language) => NOTICE_TEXTS[code][language];

/** A version of a text as an office keeps it. `channel` null: for all that have no words of their own. */
export type TextVersion = {
  readonly id: number;
  readonly code: string;
  readonly language: string;
  readonly channel: string | null;
  readonly body: string;
  /** First day in force. */
  readonly validFrom: string;
};

/**
 * The words in force on a day for a channel: its own before those of all, of each the ones that began last, of one day the ones
 * written last; where an office has none, the shipped.
 */
export function textsInForce(
  versions: readonly TextVersion[],
  on: string,
  channel: NoticeChannel | null,
): NoticeTexts {
  const best = new Map<string, TextVersion>();
  for (const one of versions) {
    if (one.validFrom > on || (one.channel !== null && one.channel !== channel)) continue;
    const key = `${one.code} ${one.language}`;
    const held = best.get(key);
    if (held === undefined || comesBefore(one, held)) best.set(key, one);
  }
  return (code, language) => best.get(`${code} ${language}`)?.body ?? NOTICE_TEXTS[code][language];
}

function comesBefore(a: TextVersion, b: TextVersion): boolean {
  if ((a.channel === null) !== (b.channel === null)) return a.channel !== null;
  return a.validFrom === b.validFrom ? a.id > b.id : a.validFrom > b.validFrom;
}

export type EventNotice =
  | ({ readonly ok: true } & TextTriple)
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/**
 * A notice of any text by its values in each language: for acts whose values are words already (linked, companions, interest).
 * Faults when a value is missing.
 */
export function eventNotice(
  code: NoticeTextCode,
  values: (language: NoticeLanguage) => Readonly<Record<string, string | null | undefined>>,
  texts: NoticeTexts = shippedTexts,
): EventNotice {
  const made = { kk: '', ru: '', en: '' };
  const faults: TemplateFault[] = [];
  for (const language of NOTICE_LANGUAGES) {
    const filled = fillTemplate(texts(code, language), values(language));
    if (filled.ok) made[language] = filled.text;
    else faults.push(...filled.faults);
  }
  return faults.length === 0 ? { ok: true, ...made } : { ok: false, faults };
}

/** Values that show how a text reads: no real person. Dates as a family reads them. */
const SAMPLE: Readonly<Record<string, TextTriple>> = {
  applicant: { kk: 'Нұрлан Сәбитұлы', ru: 'Нұрлан Сәбитұлы', en: 'Nurlan Sabituly' },
  child: { kk: 'Бекежан Әлихан', ru: 'Бекежан Әлихан', en: 'Bekezhan Alikhan' },
  number: { kk: '2026-004817', ru: '2026-004817', en: '2026-004817' },
  benefit: { kk: 'көпбалалы отбасы', ru: 'многодетная семья', en: 'large family' },
  reason: { kk: 'Скан оқылмайды.', ru: 'Скан не читается.', en: 'The scan cannot be read.' },
  correctionDue: { kk: '23.04.2026', ru: '23.04.2026', en: '23.04.2026' },
  corrects: { kk: '2026-Ш-001932', ru: '2026-Ш-001932', en: '2026-Ш-001932' },
  place: {
    kk: 'Балабақша: «Балауса», топ: Ботақан.',
    ru: 'Детский сад: «Балауса», группа: Ботақан.',
    en: 'Kindergarten: «Балауса», group: Ботақан.',
  },
  referral: { kk: '2026-Ж-000412', ru: '2026-Ж-000412', en: '2026-Ж-000412' },
  until: {
    kk: '23.04.2026 күні сағат 18:30-ға',
    ru: '18:30 23.04.2026',
    en: '18:30 on 23.04.2026',
  },
  benefitUntil: {
    kk: '20.04.2026 күні сағат 18:30-ға',
    ru: '18:30 20.04.2026',
    en: '18:30 on 20.04.2026',
  },
  next: {
    kk: 'Өтініш кезекте бастапқы күнімен тұр.',
    ru: 'Заявление стоит в очереди с прежней датой.',
    en: 'The application waits in the queue at its original date.',
  },
  contract: { kk: '17', ru: '17', en: '17' },
  parent: { kk: 'Бекежан Сәуле', ru: 'Бекежан Сәуле', en: 'Bekezhan Saule' },
  companion: { kk: 'Бекежан Гүлнар', ru: 'Бекежан Гүлнар', en: 'Bekezhan Gulnar' },
  kept: { kk: '2026-004001', ru: '2026-004001', en: '2026-004001' },
};

/** How a text reads, with invented values; a placeholder it may not use stays as it is written. */
export function previewText(text: string, language: NoticeLanguage): string {
  return text.replace(/\{([a-z][A-Za-z0-9]*)\}/g, (whole, name: string) => SAMPLE[name]?.[language] ?? whole);
}
