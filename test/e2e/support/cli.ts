/** The command line on the data of a program that was stopped for it, and on files it signed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './global-setup.ts';
import { authorities } from './keys.ts';
import { runFolder } from './places.ts';

const KEZEK = 'main/host-cli/kezek.ts';

/** `kezek … --json` on a data folder nobody has open. An exit other than 0 is an error. */
export async function kezek<T>(dataFolder: string, ...args: readonly string[]): Promise<T> {
  const said = await run([KEZEK, ...args, '--json'], { KEZEK_DATA: dataFolder });
  return JSON.parse(said) as T;
}

/** Rows that `kezek verify` finds broken, each once. */
export async function brokenRows(dataFolder: string): Promise<readonly string[]> {
  const said = await kezek<{ broken: readonly { readonly row: string }[] }>(dataFolder, 'verify').catch(
    (error: Error) =>
      JSON.parse(error.message.slice(error.message.indexOf('{'))) as { broken: { row: string }[] },
  );
  return [...new Set(said.broken.map(({ row }) => row))].toSorted();
}

export interface Verdict {
  readonly ok: boolean;
  readonly [field: string]: unknown;
}

/** `kezek eds verify` on a signed document, trusting what the template world trusts. */
export async function edsVerify(xml: string): Promise<Verdict> {
  const folder = await mkdtemp(join(runFolder(), 'verify-'));
  try {
    const file = join(folder, 'decision.xml');
    await writeFile(file, xml);
    const { roots } = await authorities();
    const said = await run([KEZEK, 'eds', 'verify', file, '--trust', dirname(roots[0] ?? ''), '--json']);
    return JSON.parse(said) as Verdict;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
