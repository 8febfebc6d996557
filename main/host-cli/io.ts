import { readFile } from 'node:fs/promises';
import { type CliLanguage, MISUSE } from './eds-texts.ts';

/** The outside world of a command: replaced in tests. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  readonly env: NodeJS.ProcessEnv;
  now(): Date;
  /** 0 yes, 1 no, 2 misuse. */
  setExit(code: 0 | 1 | 2): void;
  /** Asks for a secret at the terminal without showing it; null when there is no terminal. */
  prompt(question: string): Promise<string | null>;
  readStdin(): Promise<string>;
}

/** The command line was used wrongly: exit 2 with this text. */
export class MisuseError extends Error {
  readonly code: keyof typeof MISUSE;
  readonly detail: string;
  constructor(code: keyof typeof MISUSE, detail = '') {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** Where a password may come from. An option that takes the password itself does not exist: it would show in `ps`. */
export interface PasswordOptions {
  readonly passwordFile?: string;
  readonly passwordStdin?: boolean;
}

const withoutLineEnd = (text: string) => text.replace(/\r?\n$/, '');

/** Reads a password from the file, standard input or the terminal. Throws MisuseError. */
export async function readPassword(options: PasswordOptions, question: string, io: CliIo): Promise<string> {
  if (options.passwordFile !== undefined && options.passwordStdin) throw new MisuseError('PASSWORD_TWICE');
  if (options.passwordFile !== undefined) {
    try {
      return withoutLineEnd(await readFile(options.passwordFile, 'utf8'));
    } catch {
      throw new MisuseError('FILE_UNREADABLE', options.passwordFile);
    }
  }
  if (options.passwordStdin) return withoutLineEnd(await io.readStdin());
  const typed = await io.prompt(question);
  if (typed === null) throw new MisuseError('PASSWORD_NEEDED');
  return typed;
}

/** A moment from `--at`: an ISO time with its zone, or a date, which means its beginning in Almaty (UTC+5). */
export function readMoment(text: string): Date {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const moment = new Date(isDate ? `${text}T00:00:00+05:00` : text);
  if ((!isDate && !isTime) || Number.isNaN(moment.getTime())) throw new MisuseError('BAD_TIME', text);
  return moment;
}

/** The text of a misuse in a language. */
export function misuseText(error: MisuseError, language: CliLanguage): string {
  const text = MISUSE[error.code][language];
  return error.detail ? `${text}: ${error.detail}` : text;
}

/** The real world. */
export function processIo(): CliIo {
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    env: process.env,
    now: () => new Date(),
    setExit: (code) => {
      process.exitCode = code;
    },
    prompt,
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

const ENTER = new Set(['\r', '\n', '\u0004']);

/** Reads a line from the terminal with nothing shown. Ctrl+C ends the program. */
function prompt(question: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return Promise.resolve(null);
  stderr.write(question);
  return new Promise((resolve) => {
    let typed = '';
    const finish = () => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', onData);
      stderr.write('\n');
    };
    const onData = (data: string) => {
      for (const char of data) {
        if (ENTER.has(char)) {
          finish();
          resolve(typed);
          return;
        }
        if (char === '\u0003') {
          finish();
          process.exit(130);
        }
        typed = char === '\u007f' || char === '\b' ? typed.slice(0, -1) : typed + char;
      }
    };
    stdin.setEncoding('utf8');
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
  });
}
