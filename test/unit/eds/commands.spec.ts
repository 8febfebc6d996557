import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCa, IssuedKey } from '../../../main/eds/demo-ca.ts';
import { registerEdsCommands } from '../../../main/host-cli/eds-commands.ts';
import { pickLanguage, TEXT_CODES } from '../../../main/host-cli/eds-texts.ts';
import { MisuseError, readMoment } from '../../../main/host-cli/io.ts';
import { authority, issue, NOW, PASSWORD } from './support.ts';

let ca: DemoCa;
let gost: IssuedKey;
let auth: IssuedKey;
let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  ca = await authority();
  gost = await issue(ca, 'gost512', { role: 'first_head' });
  auth = await issue(ca, 'rsa_auth');
  folder = await mkdtemp(path.join(tmpdir(), 'kezek-commands-'));
  await writeFile(at('gost.p12'), gost.p12);
  await writeFile(at('auth.p12'), auth.p12);
  await writeFile(at('in.xml'), '<decision>Әлем</decision>');
  await writeFile(at('password'), `${PASSWORD}\n`);
  const { mkdir } = await import('node:fs/promises');
  for (const name of ['trust', 'empty', 'bad']) await mkdir(at(name));
  for (const [i, { certificate }] of ca.trusted.entries())
    await writeFile(at(`trust/${i}.cer`), certificate.der);
  await writeFile(at('bad/x.cer'), 'hello');
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

/** Runs `kezek eds …` with a pretended outside world. `typed`: what is typed at the terminal; null for no terminal. */
async function kezek(
  args: readonly string[],
  world: { typed?: string | null; stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  let exit = -1;
  const lines = { out: '', err: '' };
  const asked: string[] = [];
  const program = new Command('kezek').exitOverride();
  const write = (text: string) => {
    lines.err += text;
  };
  program.configureOutput({ writeOut: write, writeErr: write });
  registerEdsCommands(program, {
    out: (text) => {
      lines.out += `${text}\n`;
    },
    err: (text) => {
      lines.err += `${text}\n`;
    },
    env: world.env ?? {},
    now: () => NOW,
    setExit: (code) => {
      exit = code;
    },
    prompt: async (question) => {
      asked.push(question);
      return world.typed ?? null;
    },
    readStdin: async () => world.stdin ?? '',
  });
  try {
    await program.parseAsync(['eds', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exit = 2;
  }
  return { exit, ...lines, asked };
}

const trust = () => ['--trust', at('trust')];
const fromFile = () => ['--password-file', at('password')];

describe('kezek eds', () => {
  it('inspects, signs and verifies; exit 0 says yes', async () => {
    const inspected = await kezek(['inspect', at('gost.p12'), ...trust(), '--json', ...fromFile()]);
    expect(inspected.exit).toBe(0);
    expect(JSON.parse(inspected.out)).toMatchObject({
      ok: true,
      code: 'KEY_OK',
      holder: { iin: '850312400017', bin: '050140000016' },
      roles: ['first_head'],
      mayLogIn: true,
      maySign: true,
      chain: { ok: true, code: 'CHAIN_OK', demoCa: true },
    });
    const signed = await kezek(
      [
        'sign',
        at('in.xml'),
        '--key',
        at('gost.p12'),
        '--out',
        at('out.xml'),
        ...trust(),
        '--json',
        '--password-stdin',
      ],
      { stdin: `${PASSWORD}\r\n` },
    );
    expect(signed.exit).toBe(0);
    const verified = await kezek(['verify', at('out.xml'), ...trust(), '--json']);
    expect(verified.exit).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({
      ok: true,
      code: 'SIG_OK',
      checks: { digest: 'yes', chain: 'yes' },
    });
  });

  it('exit 1 says no, and why', async () => {
    await writeFile(at('signed.xml'), '<a/>');
    const code = async (args: readonly string[], typed = PASSWORD) => {
      const outcome = await kezek([...args, '--json'], { typed });
      return [outcome.exit, JSON.parse(outcome.out).code];
    };
    expect(await code(['verify', at('signed.xml')])).toEqual([1, 'SIG_MISSING']);
    expect(await code(['inspect', at('gost.p12')])).toEqual([1, 'CHAIN_UNTRUSTED']);
    expect(await code(['inspect', at('gost.p12'), ...trust()], 'wrong')).toEqual([1, 'KEY_WRONG_PASSWORD']);
    expect(await code(['inspect', at('gost.p12'), ...trust(), '--at', '2028-01-01'])).toEqual([
      1,
      'KEY_EXPIRED',
    ]);
    expect(await code(['inspect', at('in.xml'), ...trust()])).toEqual([1, 'KEY_NOT_A_KEY_FILE']);
    const signing = ['sign', at('in.xml'), '--key', at('auth.p12'), '--out', at('never.xml')];
    expect(await code(signing)).toEqual([1, 'KEY_USAGE_SIGN']);
    expect(await readdir(folder)).not.toContain('never.xml');
  });

  it('exit 2 says the command was wrong', async () => {
    const exit = async (args: readonly string[], typed: string | null = null) =>
      (await kezek(args, { typed })).exit;
    expect(await exit(['inspect'])).toBe(2);
    expect(await exit(['inspect', at('gost.p12')])).toBe(2); // no terminal, no password
    expect(await exit(['inspect', at('gost.p12'), '--password', PASSWORD])).toBe(2);
    expect(await exit(['inspect', at('gost.p12'), ...fromFile(), '--password-stdin'])).toBe(2);
    expect(await exit(['inspect', at('none.p12'), ...fromFile()])).toBe(2);
    expect(await exit(['verify', at('in.xml'), '--trust', at('none')])).toBe(2);
    expect(await exit(['verify', at('in.xml'), '--trust', at('empty')])).toBe(2);
    expect(await exit(['verify', at('in.xml'), '--trust', at('bad')])).toBe(2);
    expect(await exit(['verify', at('in.xml'), '--at', 'yesterday'])).toBe(2);
    expect(await exit(['verify', at('in.xml'), '--lang', 'de'])).toBe(2);
    expect(await exit(['sign', at('in.xml'), '--key', at('gost.p12')])).toBe(2);
    expect(await exit(['nonsense'])).toBe(2);
  });

  it('never shows the password, and asks for it in the language of the user', async () => {
    const outcome = await kezek(['inspect', at('gost.p12'), '--lang', 'ru'], { typed: PASSWORD });
    expect(outcome.asked).toEqual(['Пароль ключа: ']);
    expect(outcome.out + outcome.err).not.toContain(PASSWORD);
    expect(outcome.out).toContain('Владелец: ӘБДІҚАДЫРОВА АЙГҮЛ СЕРІКҚЫЗЫ');
    const english = await kezek(['inspect', at('gost.p12')], {
      typed: PASSWORD,
      env: { LANG: 'en_GB.UTF-8' },
    });
    expect(english.out).toContain('Organisation: "Білім бөлімі" ММ');
    const kazakh = await kezek(['inspect', at('gost.p12'), ...trust()], {
      typed: PASSWORD,
      env: { LANG: 'C.UTF-8' },
    });
    expect(kazakh.out).toContain('демо-әлемінің куәлігі, заңдық күші жоқ');
  });

  it('has a text in three languages for every code the area can answer', async () => {
    const source = fileURLToPath(new URL('../../../main/eds/', import.meta.url));
    const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const text = (await Promise.all(files.map((name) => readFile(path.join(source, name), 'utf8')))).join(
      '\n',
    );
    const codes = [...text.matchAll(/'((?:KEY|SIGNER|XML|SIG|CHAIN)_[A-Z0-9_]+)'/g)].map(
      (match) => match[1] ?? '',
    );
    expect(new Set(codes).size).toBeGreaterThan(50);
    expect([...new Set(codes)].filter((code) => !TEXT_CODES.includes(code))).toEqual([]);
    expect(TEXT_CODES.filter((code) => code !== 'KEY_OK' && !codes.includes(code))).toEqual([]);
  });
});

describe('Options', () => {
  it('read moments: a date is its beginning in Almaty', () => {
    expect(readMoment('2026-11-21').toISOString()).toBe('2026-11-20T19:00:00.000Z');
    expect(readMoment('2026-11-21T09:00:00+05:00').toISOString()).toBe('2026-11-21T04:00:00.000Z');
    for (const wrong of ['2026-13-01', '2026-11-21T09:00:00', '21.11.2026', '', '2026-11-21 09:00']) {
      expect(() => readMoment(wrong)).toThrow(MisuseError);
    }
  });

  it('pick the language from the option, then the locale, then Kazakh', () => {
    expect(pickLanguage('en', { LANG: 'ru_RU.UTF-8' })).toBe('en');
    expect(pickLanguage(undefined, { LC_ALL: 'ru_RU.UTF-8', LANG: 'en_US' })).toBe('ru');
    expect(pickLanguage(undefined, { LANG: 'kk_KZ.UTF-8' })).toBe('kk');
    expect(pickLanguage(undefined, { LANG: 'C.UTF-8' })).toBe('kk');
    expect(pickLanguage(undefined, {})).toBe('kk');
  });
});
