/** What the office commands share: the database of this machine, the language, JSON or words, exit codes. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { DbError } from '../../db/db-error.ts';
import type { OpenDatabase } from '../../db/open.ts';
import { dataFolder } from '../host-shared/paths.ts';
import { type CliLanguage, pickLanguage } from './eds-texts.ts';
import type { CliIo } from './io.ts';
import { OFFICE_TEXTS, type OfficeCode } from './office-texts.ts';

export interface CommonOptions {
  readonly json?: boolean;
  readonly lang?: string;
}

/** A command's refusal: exit 1 (no) or 2 (misuse) with its text. */
export class OfficeRefusal extends Error {
  readonly code: OfficeCode;
  readonly exit: 1 | 2;
  readonly detail: string;

  constructor(code: OfficeCode, exit: 1 | 2, detail = '') {
    super(code);
    this.code = code;
    this.exit = exit;
    this.detail = detail;
  }
}

export interface Run {
  readonly io: CliIo;
  readonly language: CliLanguage;
  readonly json: boolean;
  readonly db: OpenDatabase;
  /** Tells the outcome in words, or as one JSON object. */
  tell(code: OfficeCode, data?: Readonly<Record<string, unknown>>, detail?: string): void;
}

/** Adds --json and --lang. */
export function withCommon(command: Command): Command {
  return command
    .option('--json', 'one JSON object for machines')
    .addOption(new Option('--lang <language>', 'kk, ru or en; LANG, else kk').choices(['kk', 'ru', 'en']));
}

/** Opens the database of this machine as the desk would, without making a new one's world. */
export async function openForCommand(io: CliIo): Promise<OpenDatabase> {
  // Loaded only here: `kezek --help` must not wait for a database engine.
  const { openEmbedded, openServer } = await import('../../db/open.ts');
  const url = io.env.KEZEK_DATABASE_URL;
  return url
    ? await openServer(url, { applicationName: 'kezek-cli' })
    : await openEmbedded({ dataFolder: dataFolder(io.env) });
}

/** Runs a command over the open database: refusals become texts and exit codes, the database is closed whatever happens. */
export async function runOffice(
  io: CliIo,
  options: CommonOptions,
  command: (run: Run) => Promise<boolean>,
  open = openForCommand,
): Promise<void> {
  const language = pickLanguage(options.lang, io.env);
  const json = options.json ?? false;
  const words = (code: OfficeCode, detail: string): string =>
    detail === '' ? OFFICE_TEXTS[code][language] : `${OFFICE_TEXTS[code][language]}: ${detail}`;
  let db: OpenDatabase | null = null;
  try {
    db = await open(io);
    const tell: Run['tell'] = (code, data = {}, detail = '') => {
      io.out(json ? JSON.stringify({ ok: true, code, ...data }) : words(code, detail));
    };
    io.setExit((await command({ io, language, json, db, tell })) ? 0 : 1);
  } catch (error) {
    const refusal =
      error instanceof OfficeRefusal
        ? error
        : error instanceof DbError
          ? new OfficeRefusal('DATABASE', 1, error.code)
          : null;
    if (refusal === null) throw error;
    io.setExit(refusal.exit);
    if (json) io.out(JSON.stringify({ ok: false, code: refusal.code, detail: refusal.detail || null }));
    else io.err(words(refusal.code, refusal.detail));
  } finally {
    await db?.close();
  }
}
