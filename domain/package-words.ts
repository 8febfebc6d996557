/** Why a package was set aside and what to do about it, in words: the same on the screen, on the command line and beside the file. */
import { FAMILY_WORDS } from './data/package-words-family.ts';
import { FORM_WORDS } from './data/package-words-form.ts';
import { RULE_WORDS } from './data/package-words-rules.ts';
import type { PackageFaultCode } from './package.ts';

export type PackageWords = { readonly kk: string; readonly ru: string; readonly en: string };

/** Who can mend it. */
export const PACKAGE_REMEDIES = [
  'portal',
  'family',
  'tell_family',
  'admin',
  'colleague',
  'again',
  'none',
  'settled',
] as const;
export type PackageRemedy = (typeof PACKAGE_REMEDIES)[number];

/** What to do. Kazakh first written; a native reader must check it. */
export const REMEDY_WORDS: Readonly<Record<PackageRemedy, PackageWords>> = {
  portal: {
    kk: 'Порталға хабарлаңыз: пакет түзетіліп, қайта жіберілуі керек.',
    ru: 'Сообщите порталу: пакет нужно исправить и отправить снова.',
    en: 'Tell the portal: the package must be mended and sent again.',
  },
  family: {
    kk: 'Отбасына хабарлаңыз: өтінішті порталда түзетіп, қайта жіберсін.',
    ru: 'Сообщите семье: заявление нужно исправить на портале и отправить снова.',
    en: 'Tell the family to correct the application on the portal and send it again.',
  },
  tell_family: {
    kk: 'Отбасына себебін хабарлаңыз: сұрау осы күйінде орындалмайды.',
    ru: 'Сообщите семье причину: в таком виде просьба не исполняется.',
    en: 'Tell the family why: as it is, the request cannot be met.',
  },
  admin: {
    kk: 'Әкімшіге хабарлаңыз, баптаулар түзетілген соң файлды қайта импорттаңыз.',
    ru: 'Сообщите администратору; когда настройки исправят, импортируйте файл снова.',
    en: 'Tell the administrator; when the settings are right, import the file again.',
  },
  colleague: {
    kk: 'Файлды сол ауданның білім бөліміне беріңіз.',
    ru: 'Передайте файл отделу образования того района.',
    en: 'Give the file to the education department of that district.',
  },
  again: {
    kk: 'Файлды қайта импорттаңыз. Қайталанса, әкімшіге хабарлаңыз.',
    ru: 'Импортируйте файл снова. Если повторится, сообщите администратору.',
    en: 'Import the file again. If it happens again, tell the administrator.',
  },
  none: {
    kk: 'Ештеңе істеудің қажеті жоқ: бұрынғы өтініш күшінде.',
    ru: 'Делать ничего не нужно: прежнее заявление в силе.',
    en: 'Nothing needs to be done: the earlier application stands.',
  },
  settled: {
    kk: 'Ештеңе істеудің қажеті жоқ.',
    ru: 'Делать ничего не нужно.',
    en: 'Nothing needs to be done.',
  },
};

/** What is wrong, in one sentence, and who can mend it. */
export type PackageWordsRow = readonly [kk: string, ru: string, en: string, remedy: PackageRemedy];

const ROWS: Readonly<Record<PackageFaultCode, PackageWordsRow>> = {
  ...FORM_WORDS,
  ...RULE_WORDS,
  ...FAMILY_WORDS,
};

/** What is wrong, in one sentence. */
export function packageFaultWords(code: PackageFaultCode): PackageWords {
  const [kk, ru, en] = ROWS[code];
  return { kk, ru, en };
}

/** Who can mend it. */
export function packageRemedy(code: PackageFaultCode): PackageRemedy {
  return ROWS[code][3];
}
