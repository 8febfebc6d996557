import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorData } from '../../../preload/contract/index.ts';
import { CLIENT_CODES } from '../../../renderer/desk-error.ts';

const FOLDER = new URL('../../../renderer/locales/', import.meta.url);
const LOCALES = ['kk', 'ru', 'en'] as const;
type Locale = (typeof LOCALES)[number];
const NAMESPACES = readdirSync(new URL('kk/', FOLDER)).map((file) => file.replace('.json', ''));
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Tree = { readonly [key: string]: string | Tree };

function read(locale: Locale, namespace: string): Tree {
  return JSON.parse(readFileSync(new URL(`${locale}/${namespace}.json`, FOLDER), 'utf8')) as Tree;
}

function flat(tree: Tree, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') {
      found.set(before + key, value);
    } else {
      for (const [inner, text] of flat(value, `${before}${key}.`)) found.set(inner, text);
    }
  }
  return found;
}

/** Key without its plural ending → its texts. Only keys that have `_other` are plurals. */
function messages(locale: Locale, namespace: string): Map<string, Map<string, string>> {
  const all = flat(read(locale, namespace));
  const found = new Map<string, Map<string, string>>();
  for (const [key, text] of all) {
    const stem = key.replace(PLURAL, '');
    const plural = stem !== key && all.has(`${stem}_other`);
    const name = plural ? stem : key;
    const forms = found.get(name) ?? new Map<string, string>();
    forms.set(plural ? key.slice(stem.length + 1) : '', text);
    found.set(name, forms);
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? '').sort();
}

describe.each(NAMESPACES)('namespace %s', (namespace) => {
  const kk = messages('kk', namespace);

  it.each(['ru', 'en'] as const)('has the keys of Kazakh in %s, no more and no fewer', (locale) => {
    expect([...messages(locale, namespace).keys()].sort()).toEqual([...kk.keys()].sort());
  });

  it.each(LOCALES)('has the plural forms that %s needs', (locale) => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    for (const [key, forms] of messages(locale, namespace)) {
      if (!forms.has('')) {
        expect([...forms.keys()].sort(), `${locale} ${namespace}:${key}`).toEqual(needed);
      }
    }
  });

  it.each(['ru', 'en'] as const)('has the placeholders of Kazakh in %s', (locale) => {
    for (const [key, forms] of messages(locale, namespace)) {
      const kazakh = new Set([...(kk.get(key)?.values() ?? [])].flatMap(placeholders));
      for (const text of forms.values()) {
        // One form may do without the count in it («бүгін»); a name nobody fills in would stand on the screen as {{name}}.
        expect(
          placeholders(text).filter((name) => !kazakh.has(name)),
          `${locale} ${key}`,
        ).toEqual([]);
      }
      const here = new Set([...forms.values()].flatMap(placeholders));
      expect(
        [...kazakh].filter((name) => !here.has(name)),
        `${locale} ${key}`,
      ).toEqual([]);
    }
  });

  it.each(LOCALES)('says something everywhere, without exclamation marks, in %s', (locale) => {
    for (const [key, forms] of messages(locale, namespace)) {
      for (const text of forms.values()) {
        expect(text.trim(), `${locale} ${key}`).not.toBe('');
        expect(text, `${locale} ${key}`).not.toMatch(/!|\s$|^\s| {2}/);
      }
    }
  });

  it('keeps Latin and Cyrillic letters apart inside a word', () => {
    for (const [key, forms] of kk) {
      for (const text of forms.values()) {
        const words = text.replace(/\{\{.*?\}\}/g, '').match(/\p{L}+/gu) ?? [];
        const mixed = words.filter(
          (word) => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word),
        );
        expect(mixed, key).toEqual([]);
      }
    }
  });
});

describe('messages of errors', () => {
  const errors = read('kk', 'errors');
  const groups = ['key', 'obstacle', 'file', 'seat'];

  it('has every code of the contract and of the client, and no other', () => {
    const codes = [...Object.keys(errorData), ...CLIENT_CODES, 'CHANGED_UNKNOWN'];
    expect(
      Object.keys(errors)
        .filter((key) => !groups.includes(key))
        .sort(),
    ).toEqual(codes.sort());
  });

  it('has a text for every way a key file is refused', () => {
    const source = readFileSync(new URL('../../../main/eds/errors.ts', import.meta.url), 'utf8');
    const codes = /KeyErrorCode =([^;]+);/.exec(source)?.[1]?.match(/KEY_[A-Z0-9_]+/g) ?? [];
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(errors.key, code).toHaveProperty(code);
  });

  it('has a text for every obstacle the rules name', () => {
    const source = readFileSync(new URL('../../../domain/review.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/(?:Verdict|Decision)Obstacle(?:Code)? =([^;]+);/g)].flatMap(
      (match) => match[1]?.match(/[A-Z]+(?:_[A-Z]+)+/g) ?? [],
    );
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) expect(errors.obstacle, code).toHaveProperty(code);
  });
});

describe('short forms', () => {
  it.each(LOCALES)('keeps statuses within 24 characters in %s', (locale) => {
    const { status } = read(locale, 'common');
    for (const [key, text] of Object.entries(status as Tree)) {
      expect([...String(text)].length, key).toBeLessThanOrEqual(24);
    }
  });
});
