/**
 * Words of the screens: i18next with typed keys. Kazakh is written first and is the source of every key; a unit test holds
 * the three languages together. Messages of errors are `errors:<CODE>`.
 */
import i18next, { type TFunction } from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../preload/contract/index.ts';
import enApplication from './locales/en/application.json' with { type: 'json' };
import enCommon from './locales/en/common.json' with { type: 'json' };
import enCompanions from './locales/en/companions.json' with { type: 'json' };
import enDecide from './locales/en/decide.json' with { type: 'json' };
import enDuplicates from './locales/en/duplicates.json' with { type: 'json' };
import enErrors from './locales/en/errors.json' with { type: 'json' };
import enHead from './locales/en/head.json' with { type: 'json' };
import enIntake from './locales/en/intake.json' with { type: 'json' };
import enInterest from './locales/en/interest.json' with { type: 'json' };
import enJournal from './locales/en/journal.json' with { type: 'json' };
import enLinks from './locales/en/links.json' with { type: 'json' };
import enNotices from './locales/en/notices.json' with { type: 'json' };
import enPlaces from './locales/en/places.json' with { type: 'json' };
import enQueue from './locales/en/queue.json' with { type: 'json' };
import enReferrals from './locales/en/referrals.json' with { type: 'json' };
import enReview from './locales/en/review.json' with { type: 'json' };
import enRules from './locales/en/rules.json' with { type: 'json' };
import enSession from './locales/en/session.json' with { type: 'json' };
import enWalkIn from './locales/en/walkIn.json' with { type: 'json' };
import kkApplication from './locales/kk/application.json' with { type: 'json' };
import kkCommon from './locales/kk/common.json' with { type: 'json' };
import kkCompanions from './locales/kk/companions.json' with { type: 'json' };
import kkDecide from './locales/kk/decide.json' with { type: 'json' };
import kkDuplicates from './locales/kk/duplicates.json' with { type: 'json' };
import kkErrors from './locales/kk/errors.json' with { type: 'json' };
import kkHead from './locales/kk/head.json' with { type: 'json' };
import kkIntake from './locales/kk/intake.json' with { type: 'json' };
import kkInterest from './locales/kk/interest.json' with { type: 'json' };
import kkJournal from './locales/kk/journal.json' with { type: 'json' };
import kkLinks from './locales/kk/links.json' with { type: 'json' };
import kkNotices from './locales/kk/notices.json' with { type: 'json' };
import kkPlaces from './locales/kk/places.json' with { type: 'json' };
import kkQueue from './locales/kk/queue.json' with { type: 'json' };
import kkReferrals from './locales/kk/referrals.json' with { type: 'json' };
import kkReview from './locales/kk/review.json' with { type: 'json' };
import kkRules from './locales/kk/rules.json' with { type: 'json' };
import kkSession from './locales/kk/session.json' with { type: 'json' };
import kkWalkIn from './locales/kk/walkIn.json' with { type: 'json' };
import ruApplication from './locales/ru/application.json' with { type: 'json' };
import ruCommon from './locales/ru/common.json' with { type: 'json' };
import ruCompanions from './locales/ru/companions.json' with { type: 'json' };
import ruDecide from './locales/ru/decide.json' with { type: 'json' };
import ruDuplicates from './locales/ru/duplicates.json' with { type: 'json' };
import ruErrors from './locales/ru/errors.json' with { type: 'json' };
import ruHead from './locales/ru/head.json' with { type: 'json' };
import ruIntake from './locales/ru/intake.json' with { type: 'json' };
import ruInterest from './locales/ru/interest.json' with { type: 'json' };
import ruJournal from './locales/ru/journal.json' with { type: 'json' };
import ruLinks from './locales/ru/links.json' with { type: 'json' };
import ruNotices from './locales/ru/notices.json' with { type: 'json' };
import ruPlaces from './locales/ru/places.json' with { type: 'json' };
import ruQueue from './locales/ru/queue.json' with { type: 'json' };
import ruReferrals from './locales/ru/referrals.json' with { type: 'json' };
import ruReview from './locales/ru/review.json' with { type: 'json' };
import ruRules from './locales/ru/rules.json' with { type: 'json' };
import ruSession from './locales/ru/session.json' with { type: 'json' };
import ruWalkIn from './locales/ru/walkIn.json' with { type: 'json' };

const kk = {
  common: kkCommon,
  session: kkSession,
  intake: kkIntake,
  journal: kkJournal,
  application: kkApplication,
  review: kkReview,
  companions: kkCompanions,
  decide: kkDecide,
  errors: kkErrors,
  head: kkHead,
  links: kkLinks,
  notices: kkNotices,
  interest: kkInterest,
  duplicates: kkDuplicates,
  places: kkPlaces,
  queue: kkQueue,
  referrals: kkReferrals,
  rules: kkRules,
  walkIn: kkWalkIn,
};
const ru = {
  common: ruCommon,
  session: ruSession,
  intake: ruIntake,
  journal: ruJournal,
  application: ruApplication,
  review: ruReview,
  companions: ruCompanions,
  decide: ruDecide,
  errors: ruErrors,
  head: ruHead,
  links: ruLinks,
  notices: ruNotices,
  interest: ruInterest,
  duplicates: ruDuplicates,
  places: ruPlaces,
  queue: ruQueue,
  referrals: ruReferrals,
  rules: ruRules,
  walkIn: ruWalkIn,
};
const en = {
  common: enCommon,
  session: enSession,
  intake: enIntake,
  journal: enJournal,
  application: enApplication,
  review: enReview,
  companions: enCompanions,
  decide: enDecide,
  errors: enErrors,
  head: enHead,
  links: enLinks,
  notices: enNotices,
  interest: enInterest,
  duplicates: enDuplicates,
  places: enPlaces,
  queue: enQueue,
  referrals: enReferrals,
  rules: enRules,
  walkIn: enWalkIn,
};

export const LOCALES = ['kk', 'ru', 'en'] as const satisfies readonly Locale[];
export const DEFAULT_LOCALE: Locale = 'kk';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    returnNull: false;
    resources: typeof kk;
  }
}

export const NAMESPACES = [
  'common',
  'session',
  'journal',
  'application',
  'review',
  'decide',
  'errors',
  'intake',
  'head',
  'notices',
  'interest',
  'duplicates',
  'places',
  'queue',
  'links',
  'referrals',
  'rules',
  'companions',
  'walkIn',
] as const;
/** The translate function of every screen: keys of `common` bare, others as 'journal:title'. */
export type T = TFunction<typeof NAMESPACES>;

export interface Translation {
  readonly t: T;
  readonly locale: Locale;
}

let translation: Translation | null = null;

function snapshot(): Translation {
  const locale = currentLocale();
  if (translation === null || translation.locale !== locale) {
    translation = { t: i18next.getFixedT(locale, NAMESPACES), locale };
  }
  return translation;
}

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

/**
 * The translate function and the language now. All words are loaded before the first render, so this is one subscription and
 * no more: a list calls it hundreds of times a second while it scrolls, which react-i18next's own hook would be felt in.
 */
export function useT(): Translation {
  return useSyncExternalStore(subscribe, snapshot);
}

const REMEMBERED = 'kezek.locale';

/** The language chosen on this computer before anyone signed in; kk when none was. */
export function rememberedLocale(): Locale {
  const stored = globalThis.localStorage?.getItem(REMEMBERED);
  return LOCALES.find((locale) => locale === stored) ?? DEFAULT_LOCALE;
}

/** Starts i18next; called once before the first render. */
export async function startI18n(locale: Locale = rememberedLocale()): Promise<typeof i18next> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: DEFAULT_LOCALE,
    supportedLngs: LOCALES,
    ns: Object.keys(kk),
    defaultNS: 'common',
    resources: { kk, ru, en },
    // React escapes; escaping twice shows &quot; to people.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  setDocumentLanguage(locale);
  return i18next;
}

/** Changes the language of the screens at once and remembers it on this computer. */
export async function changeLocale(locale: Locale): Promise<void> {
  globalThis.localStorage?.setItem(REMEMBERED, locale);
  await i18next.changeLanguage(locale);
  setDocumentLanguage(locale);
}

/** Windows of one computer speak one language: what another of them chose is followed, as long as this one stands. */
export function followOtherWindows(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    const chosen = LOCALES.find((locale) => locale === newValue);
    if (key === REMEMBERED && chosen !== undefined && chosen !== currentLocale()) void changeLocale(chosen);
  });
}

/** The language of the screens now. */
export function currentLocale(): Locale {
  return LOCALES.find((locale) => locale === i18next.resolvedLanguage) ?? DEFAULT_LOCALE;
}

function setDocumentLanguage(locale: Locale): void {
  if (typeof document !== 'undefined') {
    document.documentElement.lang = locale;
  }
}
