/** Texts of the commands about the database itself. */
import type { CliLanguage } from './eds-texts.ts';

type Text = Readonly<Record<CliLanguage, string>>;
const t = (kk: string, ru: string, en: string): Text => ({ kk, ru, en });

export const DB_TEXTS = {
  MIGRATED: t('Схема жаңартылды:', 'Схема обновлена:', 'The schema was brought up to date:'),
  UP_TO_DATE: t(
    'Схема жаңа, өзгерту қажет емес',
    'Схема актуальна, менять нечего',
    'The schema is up to date, nothing to do',
  ),
  DESK_LOGIN: t(
    'Жұмыс орындары дерекқорға kezek_desk рөлімен кіреді. Оған құпиясөз бен кіру құқығын psql арқылы беріңіз:',
    'Рабочие места входят в базу под ролью kezek_desk. Дайте ей пароль и право входа в psql:',
    'Desks log in to the database as the role kezek_desk. Give it a password and the right to log in, in psql:',
  ),
  SCHEMA: t('', '', ''),
  SCHEMA_WRITTEN: t('db/schema.sql жазылды', 'db/schema.sql записан', 'db/schema.sql is written'),
  SCHEMA_SAME: t(
    'Схема бағдарламанікіне сай',
    'Схема совпадает со схемой программы',
    "The schema is this program's",
  ),
  SCHEMA_DIFFERS: t(
    'Схема бағдарламанікінен өзгеше, жол',
    'Схема отличается от схемы программы, строка',
    "The schema differs from this program's, line",
  ),
  BACKED_UP: t('Көшірме жасалды:', 'Копия сделана:', 'The copy is made:'),
  RESTORED: t(
    'Дерекқор көшірмеден қалпына келтірілді. Бұрынғысы:',
    'База восстановлена из копии. Прежняя:',
    'The database is restored from the copy. The former one:',
  ),
} as const satisfies Record<string, Text>;

export type DbTextCode = keyof typeof DB_TEXTS;
