/** `kezek migrate`, `schema`, `backup`, `restore`: what an administrator does to the database itself. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { sql } from 'kysely';
import { DbError } from '../../db/db-error.ts';
import type { OpenDatabase } from '../../db/open.ts';
import { dataFolder } from '../host-shared/paths.ts';
import { type CommonOptions, withCommon } from './command.ts';
import { DB_TEXTS, type DbTextCode } from './db-texts.ts';
import { type CliLanguage, pickLanguage } from './eds-texts.ts';
import type { CliIo } from './io.ts';
import { OFFICE_TEXTS } from './office-texts.ts';

/** The dump of a freshly migrated database, kept in the repository. */
const SCHEMA_FILE = new URL('../../db/schema.sql', import.meta.url);

interface Outcome {
  readonly code: DbTextCode;
  readonly ok: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  /** What follows the sentence, a line each. */
  readonly lines: readonly string[];
}

/** Adds the commands. Exit 0 done, 1 refused or different, 2 misuse. */
export function registerDbCommands(program: Command, io: CliIo): void {
  withCommon(program.command('migrate'))
    .description("Bring the database to this program's schema and catalogues (on a server: as its owner)")
    .action((options: CommonOptions) => run(io, options, (language) => migrateCommand(io, language)));
  withCommon(program.command('schema'))
    .description('Print the schema, compare it with the one of this program, or write that one down')
    .addOption(
      new Option('--check', 'exit 1 when the database differs from db/schema.sql').conflicts('write'),
    )
    .option('--write', 'write db/schema.sql from the migrations')
    .action((options: CommonOptions & { check?: boolean; write?: boolean }) =>
      run(io, options, () => schemaCommand(io, options)),
    );
  withCommon(program.command('backup'))
    .argument('<folder>', 'where dated copies are kept')
    .description('Copy the embedded database into FOLDER; old copies are thinned out (7 daily, 4 weekly)')
    .action((folder: string, options: CommonOptions) => run(io, options, () => backupCommand(io, folder)));
  withCommon(program.command('restore'))
    .argument('<copy>', 'one dated copy, such as FOLDER/kezek-2026-04-16T120501Z')
    .description('Put a copy where the embedded database is; what is there is kept beside it')
    .action((copy: string, options: CommonOptions) => run(io, options, () => restoreCommand(io, copy)));
}

async function run(
  io: CliIo,
  options: CommonOptions,
  command: (language: CliLanguage) => Promise<Outcome>,
): Promise<void> {
  const language = pickLanguage(options.lang, io.env);
  try {
    const { code, ok, data, lines } = await command(language);
    io.setExit(ok ? 0 : 1);
    if (options.json) return io.out(JSON.stringify({ ok, code, ...data }));
    (ok ? io.out : io.err)([DB_TEXTS[code][language], ...lines].filter((line) => line !== '').join('\n'));
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    io.setExit(1);
    if (options.json) io.out(JSON.stringify({ ok: false, code: error.code, data: error.data }));
    else io.err(`${OFFICE_TEXTS.DATABASE[language]}: ${error.code} ${JSON.stringify(error.data)}`);
  }
}

/** Opens the database of this machine; a server's with the given care for its schema. */
async function open(io: CliIo, schema: 'migrate' | 'ignore'): Promise<OpenDatabase> {
  const { openEmbedded, openServer } = await import('../../db/open.ts');
  const url = io.env.KEZEK_DATABASE_URL;
  return url
    ? await openServer(url, { applicationName: 'kezek-cli', schema })
    : await openEmbedded({ dataFolder: dataFolder(io.env) });
}

async function migrateCommand(io: CliIo, language: CliLanguage): Promise<Outcome> {
  const before = io.now().getTime();
  const { migrationSteps } = await import('../../db/migrate.ts');
  const { installReference } = await import('../../db/reference.ts');
  const db = await open(io, 'migrate');
  try {
    const steps = await migrationSteps(db.kysely);
    const applied = steps
      .filter((step) => (step.appliedAt?.getTime() ?? 0) >= before)
      .map((step) => step.name);
    // 'system': the owner installs the catalogues; a new database becomes an office's.
    const rows = await db.write('system', async (tx) => {
      await tx
        .insertInto('installation')
        .values({ kind: 'office' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { kind } = await tx.selectFrom('installation').select('kind').executeTakeFirstOrThrow();
      return await installReference(tx, { regional: kind === 'office' });
    });
    const desk = db.kind === 'server' && !(await deskCanLogIn(db));
    return {
      code: applied.length > 0 ? 'MIGRATED' : 'UP_TO_DATE',
      ok: true,
      data: {
        applied,
        catalogueRows: rows,
        server: db.version,
        ...(db.kind === 'server' ? { deskCanLogIn: !desk } : {}),
      },
      lines: [...applied, ...(desk ? ['', DB_TEXTS.DESK_LOGIN[language], ...DESK_LOGIN_STEPS] : [])],
    };
  } finally {
    await db.close();
  }
}

const DESK_LOGIN_STEPS = [
  '  \\password kezek_desk',
  '  alter role kezek_desk login;',
  '  KEZEK_DATABASE_URL=postgres://kezek_desk@<server>/<database>',
];

async function deskCanLogIn(db: OpenDatabase): Promise<boolean> {
  const { rows } = await sql<{
    can: boolean;
  }>`select rolcanlogin as can from pg_roles where rolname = 'kezek_desk'`.execute(db.kysely);
  return rows[0]?.can === true;
}

async function schemaCommand(io: CliIo, options: { check?: boolean; write?: boolean }): Promise<Outcome> {
  const { dumpSchema, firstDifference } = await import('../../db/schema-dump.ts');
  const { openEmbedded } = await import('../../db/open.ts');
  const hasDatabase = Boolean(io.env.KEZEK_DATABASE_URL) || existsSync(join(dataFolder(io.env), 'database'));
  const db =
    options.write || !hasDatabase ? await openEmbedded({ inMemory: true }) : await open(io, 'ignore');
  try {
    const text = await dumpSchema(db.kysely);
    if (options.write) {
      await writeFile(SCHEMA_FILE, text);
      return { code: 'SCHEMA_WRITTEN', ok: true, data: {}, lines: [] };
    }
    if (!options.check) return { code: 'SCHEMA', ok: true, data: { schema: text }, lines: [text.trimEnd()] };
    const difference = firstDifference(await readFile(SCHEMA_FILE, 'utf8'), text);
    return difference === null
      ? { code: 'SCHEMA_SAME', ok: true, data: {}, lines: [] }
      : {
          code: 'SCHEMA_DIFFERS',
          ok: false,
          data: { ...difference },
          lines: [`${difference.line}:`, `- ${difference.expected ?? ''}`, `+ ${difference.found ?? ''}`],
        };
  } finally {
    await db.close();
  }
}

async function backupCommand(io: CliIo, folder: string): Promise<Outcome> {
  const db = await open(io, 'ignore');
  try {
    const report = await db.backup(resolve(folder));
    return { code: 'BACKED_UP', ok: true, data: { ...report }, lines: [report.path] };
  } finally {
    await db.close();
  }
}

async function restoreCommand(io: CliIo, copy: string): Promise<Outcome> {
  if (io.env.KEZEK_DATABASE_URL) throw new DbError('DB_BACKUP_ELSEWHERE');
  const { restoreFrom } = await import('../../db/restore.ts');
  const report = await restoreFrom(resolve(copy), dataFolder(io.env), io.now());
  // Opening it proves that it is whole, and brings an older copy to this program's schema.
  await (await open(io, 'ignore')).close();
  return {
    code: 'RESTORED',
    ok: true,
    data: { ...report },
    lines: report.kept === null ? [] : [report.kept],
  };
}
