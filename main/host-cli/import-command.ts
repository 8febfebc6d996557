/** `kezek import`: packages of portals from files and folders, in their order. */
import { lstat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { CONNECTIONS } from '../../db/open.ts';
import { packageFaultWords, packageRemedy, REMEDY_WORDS } from '../../domain/package-words.ts';
import { packagesIn } from '../intake/files.ts';
import { createOfficeSource } from '../intake/office.ts';
import { createOpener, type Opener } from '../intake/opener.ts';
import type { IntakeContext, TakeResult } from '../intake/take.ts';
import { type FileToTake, takeFiles } from '../intake/take-files.ts';
import { createReferenceCache } from '../reference.ts';
import { createTrustSource } from '../session/trust.ts';
import {
  type CommonOptions,
  OfficeRefusal,
  openForCommand,
  type Run,
  runOffice,
  withCommon,
} from './command.ts';
import { IMPORT_TEXTS } from './import-texts.ts';
import type { CliIo } from './io.ts';

/** Adds `import`. Exit 0: nothing was set aside; 1: something was; 2: no such file. */
export function registerImportCommand(program: Command, io: CliIo, open = openForCommand): void {
  withCommon(program.command('import'))
    .argument('<path...>', 'package files (.xml, .zip), or folders of them')
    .description('Take packages of portals; the ones that cannot be taken are told with the reason')
    .action((paths: string[], options: CommonOptions) =>
      runOffice(io, options, (run) => importFiles(run, paths), open),
    );
}

type Tally = Record<TakeResult['outcome'], number>;

async function importFiles(run: Run, paths: readonly string[]): Promise<boolean> {
  const files = await filesOf(paths);
  const opener = createOpener();
  const tally: Tally = { taken: 0, repeated: 0, set_aside: 0 };
  try {
    let done = 0;
    // All connections: nobody else uses this command's.
    for await (const { file, result } of takeFiles(contextOf(run, opener), files, { lanes: CONNECTIONS })) {
      done += 1;
      if (!run.json && files.length > 100 && done % 100 === 0) run.io.err(`${done} / ${files.length}`);
      // Another desk may have been quicker.
      if (result === null) continue;
      tally[result.outcome] += 1;
      tellOne(run, file.name, result);
    }
  } finally {
    await opener.close();
  }
  if (run.json) run.io.out(JSON.stringify({ ok: tally.set_aside === 0, files: files.length, ...tally }));
  else
    run.io.out(`${IMPORT_TEXTS.SUMS[run.language]}: ${tally.taken} / ${tally.repeated} / ${tally.set_aside}`);
  return tally.set_aside === 0;
}

/** The files of the arguments in their order, each folder's the oldest first. */
async function filesOf(paths: readonly string[]): Promise<readonly FileToTake[]> {
  const files: FileToTake[] = [];
  for (const one of paths) {
    const path = resolve(one);
    const stats = await lstat(path).catch(() => null);
    if (stats?.isDirectory()) files.push(...(await packagesIn(path)));
    else if (stats?.isFile()) files.push({ path, name: basename(path), size: stats.size });
    else throw new OfficeRefusal('IMPORT_NO_FILE', 2, one);
  }
  return files;
}

/** 'system': the command line is the administrator's of the database. */
function contextOf({ db, io }: Run, opener: Opener): IntakeContext {
  const clock = { now: () => io.now() };
  const reference = createReferenceCache(db, clock);
  const user = userInfo()
    .username.toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .slice(0, 60);
  return {
    db,
    scope: 'system',
    clock,
    trust: createTrustSource(db, reference, clock),
    office: createOfficeSource(db, reference, clock),
    opener,
    source: 'cli',
    by: `cli:${user === '' ? 'unknown' : user}`,
  };
}

function tellOne({ io, json, language }: Run, name: string, result: TakeResult): void {
  if (json) {
    const { outcome, portal, portalId, kind, number, reason, place } = result;
    io.out(JSON.stringify({ file: name, outcome, portal, portalId, kind, number, reason, place }));
    return;
  }
  const outcome = IMPORT_TEXTS[result.outcome][language];
  if (result.outcome !== 'set_aside') {
    io.out(`${name}: ${outcome}${result.number === null ? '' : ` № ${result.number}`}`);
    return;
  }
  const where = result.place === null ? '' : ` (${result.place})`;
  const { reason } = result;
  io.out(
    `${name}: ${outcome}: ${packageFaultWords(reason)[language]}${where} ${REMEDY_WORDS[packageRemedy(reason)][language]} [${reason}]`,
  );
}
