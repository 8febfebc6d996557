/** `kezek registry`: fills the local registry of persons and kinship from CSV files. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { appendHistory } from '../../db/queries/acts.ts';
import { putRegistryKinship, putRegistryPersons } from '../../db/queries/registry.ts';
import { type RegistryFile, RegistryFileError, readRegistryFile } from '../registry/csv-file.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import type { CliIo } from './io.ts';

/** Adds `registry`. */
export function registerRegistryCommand(program: Command, io: CliIo): void {
  const registry = program.command('registry').description('The local civil registry: persons and kinship');
  withCommon(
    registry.command('import').argument('<file...>', 'CSV of persons or of kinship; docs/registry.md'),
  )
    .description('Add persons or ties, or bring them up to date; a file is taken whole or not at all')
    .action((files: string[], options: CommonOptions) =>
      runOffice(io, options, (run) => importFiles(run, files)),
    );
}

async function read(file: string): Promise<RegistryFile> {
  try {
    return readRegistryFile(await readFile(file, 'utf8'));
  } catch (error) {
    const line = error instanceof RegistryFileError ? `:${error.line}` : '';
    throw new OfficeRefusal('REGISTRY_FILE', 2, `${file}${line}`);
  }
}

async function importFiles(run: Run, files: readonly string[]): Promise<boolean> {
  const parsed = await Promise.all(files.map(read));
  const at = run.io.now();
  const counts = { persons: 0, kinship: 0 };
  await run.db.write('system', async (tx) => {
    for (const file of parsed) {
      if (file.kind === 'persons') await putRegistryPersons(tx, file.rows, at);
      else await putRegistryKinship(tx, file.rows, at);
      counts[file.kind] += file.rows.length;
    }
    await appendHistory(tx, {
      chain: 0,
      at,
      actor: `cli:${userInfo().username}`,
      postId: null,
      event: 'registry_imported',
      detail: counts,
    });
  });
  run.tell('REGISTRY_IMPORTED', counts, `${counts.persons} / ${counts.kinship}`);
  return true;
}
