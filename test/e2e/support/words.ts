/** The words on the screens, from the renderer's own files: specs name things by their key, so they run in any language. */
import { readdirSync, readFileSync } from 'node:fs';
import i18next, { type i18n } from 'i18next';

export type Locale = 'kk' | 'ru' | 'en';
export const LOCALES: readonly Locale[] = ['kk', 'ru', 'en'];

/** `'common:act.save'`, or bare for `common`: the text on the screen in that language. An unknown key is an error. */
export type Words = (key: string, values?: Record<string, unknown>) => string;

const FOLDER = new URL('../../../renderer/locales/', import.meta.url);

function load(locale: Locale): Record<string, object> {
  const folder = new URL(`${locale}/`, FOLDER);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as object,
    ]),
  );
}

const made = new Map<Locale, Words>();

/** The words of one language. */
export function wordsOf(locale: Locale): Words {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const instance: i18n = i18next.createInstance();
  const resources = { [locale]: load(locale) };
  void instance.init({
    lng: locale,
    ns: Object.keys(resources[locale] ?? {}),
    defaultNS: 'common',
    resources,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  // The screens' own types know every key; a spec that names a wrong one fails as it runs.
  const { exists, t } = instance as unknown as {
    exists(key: string, values: object): boolean;
    t(key: string, values: object): string;
  };
  const words: Words = (key, values = {}) => {
    if (!exists.call(instance, key, values)) throw new Error(`no words for ${key} in ${locale}`);
    return t.call(instance, key, values);
  };
  made.set(locale, words);
  return words;
}

/** The words before the first value put in, e.g. for matching "Restored: …" whatever follows. */
export function wordsBefore(words: Words, key: string): RegExp {
  const mark = '\u0001';
  const text = words(
    key,
    new Proxy({}, { get: (_, name) => (name === 'count' ? 1 : mark), has: () => true }),
  );
  return new RegExp(`^${escapeRegExp(text.split(mark)[0] ?? '')}`, 'u');
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
