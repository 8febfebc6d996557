/** `kezek demo`: fills an empty database with the demo world. */
import { type Command, InvalidArgumentError } from 'commander';
import { DbError } from '../../db/db-error.ts';
import type { OpenDatabase } from '../../db/open.ts';
import type { DemoReport } from '../demo/make.ts';
import { dataFolder } from '../host-shared/paths.ts';
import { type CommonOptions, openForCommand, withCommon } from './command.ts';
import { type CliLanguage, pickLanguage } from './eds-texts.ts';
import type { CliIo } from './io.ts';
import { OFFICE_TEXTS } from './office-texts.ts';

interface DemoCommandOptions extends CommonOptions {
  readonly applications: number;
  readonly seed: string;
}

const MAX_APPLICATIONS = 2_000_000;

const TEXTS = {
  MADE: {
    kk: 'Демо әлем дайын: {applications} өтініш, {scans} скан, {decisions} қол қойылған шешім, {keys} қызметкердің кілті. {seconds} с.',
    ru: 'Демо-мир готов: заявлений {applications}, сканов {scans}, подписанных решений {decisions}, сотрудников с ключами {keys}. {seconds} с.',
    en: 'The demo world is ready: {applications} applications, {scans} scans, {decisions} signed decisions, keys of {keys} officers. {seconds} s.',
  },
  DEMO_NOT_EMPTY: {
    kk: 'Дерекқорда деректер бар: демо әлем тек бос дерекқорда жасалады',
    ru: 'В базе данных уже есть данные: демо-мир создаётся только в пустой',
    en: 'The database holds data already: a demo world is made only in an empty one',
  },
  people: { kk: 'өтініштер', ru: 'заявления', en: 'applications' },
  pictures: { kk: 'суреттер', ru: 'снимки', en: 'pictures' },
  history: { kk: 'өзгерістер тарихы', ru: 'история изменений', en: 'change history' },
  keys: { kk: 'кілттер', ru: 'ключи', en: 'keys' },
  decisions: { kk: 'шешімдер', ru: 'решения', en: 'decisions' },
  maintenance: { kk: 'ретке келтіру', ru: 'обслуживание', en: 'maintenance' },
} as const satisfies Record<string, Record<CliLanguage, string>>;

/** Adds `demo`. Exit 0 made, 1 the database is not empty or did not open, 2 misuse. */
export function registerDemoCommand(program: Command, io: CliIo): void {
  withCommon(program.command('demo'))
    .description(
      'Fill an empty database with a synthetic world: places, staff with keys, applications with scans',
    )
    .option('--applications <n>', 'how many applications', readCount, 2000)
    .option('--seed <text>', 'the same seed at the same moment gives the same world', '1')
    .action((options: DemoCommandOptions) => runDemo(io, options));
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,7}$/.test(text) || count < 1 || count > MAX_APPLICATIONS) {
    throw new InvalidArgumentError(`1 … ${MAX_APPLICATIONS}`);
  }
  return count;
}

async function runDemo(io: CliIo, options: DemoCommandOptions): Promise<void> {
  const language = pickLanguage(options.lang, io.env);
  const json = options.json ?? false;
  const fail = (code: string, text: string) => {
    io.setExit(1);
    if (json) io.out(JSON.stringify({ ok: false, code }));
    else io.err(text);
  };
  try {
    const started = io.now().getTime();
    const report = await makeIn(io, options, json ? null : language);
    const seconds = Math.round((io.now().getTime() - started) / 100) / 10;
    io.setExit(0);
    io.out(
      json ? JSON.stringify({ ok: true, ...report, seconds }) : sentence(language, { ...report, seconds }),
    );
  } catch (error) {
    if (error instanceof DbError) fail(error.code, `${OFFICE_TEXTS.DATABASE[language]}: ${error.code}`);
    else if (isNotEmpty(error)) fail(error.code, TEXTS.DEMO_NOT_EMPTY[language]);
    else throw error;
  }
}

async function makeIn(io: CliIo, options: DemoCommandOptions, tell: CliLanguage | null): Promise<DemoReport> {
  const db = await openToFill(io);
  try {
    // Loaded only here: `kezek --help` must not wait for the scan factory.
    const { makeDemo } = await import('../demo/make.ts');
    let told = '';
    return await makeDemo(db, {
      dataFolder: dataFolder(io.env),
      applications: options.applications,
      seed: options.seed,
      clock: { now: () => io.now() },
      onProgress: ({ phase, done, total }) => {
        const percent = Math.floor((10 * done) / Math.max(1, total)) * 10;
        const line = `${phase} ${percent}`;
        if (tell !== null && line !== told) io.err(`${TEXTS[phase][tell]}: ${percent} %`);
        told = line;
      },
    });
  } finally {
    await db.close();
  }
}

/** The database to fill. A server nobody has migrated gets the schema; the schema of an office stays its administrator's. */
async function openToFill(io: CliIo): Promise<OpenDatabase> {
  const url = io.env.KEZEK_DATABASE_URL;
  if (!url) return await openForCommand(io);
  const { openServer } = await import('../../db/open.ts');
  const { migrationSteps } = await import('../../db/migrate.ts');
  const applicationName = 'kezek-cli';
  const looking = await openServer(url, { applicationName, schema: 'ignore' });
  const steps = await migrationSteps(looking.kysely).finally(() => looking.close());
  const migrated = steps.some((step) => step.appliedAt !== null);
  return await openServer(url, { applicationName, ...(migrated ? {} : { schema: 'migrate' }) });
}

function isNotEmpty(error: unknown): error is Error & { code: 'DEMO_NOT_EMPTY' } {
  return error instanceof Error && 'code' in error && error.code === 'DEMO_NOT_EMPTY';
}

function sentence(language: CliLanguage, values: Readonly<Record<string, number>>): string {
  return TEXTS.MADE[language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? 0;
    return value.toLocaleString(language === 'en' ? 'en' : 'ru').replace(/\s/g, '\u202f');
  });
}
