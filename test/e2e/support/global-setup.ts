/**
 * Once per run: builds the screens, makes the template world with the real `kezek demo`, and notes the facts about it that
 * the specs need (which application is a twin, which has four pages). Everything goes into one folder that is removed after.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyFolder } from '../../fakes/copy-folder.ts';
import { prepareWorld } from './make-world.ts';
import { NODE, ROOT, templateFolder, worldFile } from './places.ts';

export const APPLICATIONS = 300;
export const SEED = 7;

/** Runs a script of the program to its end; its output is in the error if it fails. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${args.join(' ')} ended with ${code}\n${output}`)),
    );
  });
}

/** The template world: made anew, or copied from KEZEK_E2E_TEMPLATE by someone who runs one spec again and again. */
async function makeTemplate(): Promise<void> {
  const ready = process.env.KEZEK_E2E_TEMPLATE;
  if (ready !== undefined) {
    copyFolder(ready, templateFolder());
    return;
  }
  await run(
    ['main/host-cli/kezek.ts', 'demo', '--applications', String(APPLICATIONS), '--seed', String(SEED)],
    { KEZEK_DATA: templateFolder() },
  );
}

export default async function globalSetup(): Promise<void> {
  process.env.KEZEK_E2E_RUN = await mkdtemp(join(tmpdir(), 'kezek-e2e-'));
  // `npm test` has built the screens already.
  const built = process.env.KEZEK_E2E_BUILT === '1';
  await Promise.all([built ? null : run(['scripts/build.ts']), makeTemplate()]);
  await writeFile(worldFile(), JSON.stringify(await prepareWorld(templateFolder()), null, 2));
}
