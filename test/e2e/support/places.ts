/** Where things of the end-to-end suite are. One run makes one folder; the runner's environment hands it to the workers. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTestChromium } from '../../../scripts/tools.cjs';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The folder of this run: the template world, and one folder per program started from it. */
export function runFolder(): string {
  const folder = process.env.KEZEK_E2E_RUN;
  if (folder === undefined) throw new Error('global-setup has not run: KEZEK_E2E_RUN is not set');
  return folder;
}

export const templateFolder = (): string => join(runFolder(), 'template');
export const worldFile = (): string => join(runFolder(), 'world.json');

/** The pinned Node, which runs the program's TypeScript; the runner itself already is one in npm scripts. */
export const NODE = process.execPath;

/** The Chromium that is driven. */
export function chromiumForTests(): string {
  const found = findTestChromium();
  if (found === null) throw new Error('no Chromium; boot.cjs --test installs it');
  return found;
}

/** The Electron binary if this machine has one: KEZEK's own override first, then what npm downloaded; else null. */
export function electronBinary(): string | null {
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(ROOT, 'node_modules/electron/dist')];
  for (const folder of folders) {
    if (folder !== undefined && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}
