import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

export interface ElectronBinary {
  /** The folder of the distribution. */
  readonly folder: string;
  /** Full path of the executable. */
  readonly path: string;
}

const EXECUTABLE: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};
const DOWNLOAD_LIMIT_MS = 120_000;
/** A machine without a way out says so at once or not at all; this is how long "not at all" may take. */
const REACH_LIMIT_MS = 2_500;

/**
 * Finds an Electron binary: ELECTRON_OVERRIDE_DIST_PATH, else what the `electron` package downloaded earlier, else a
 * download if asked for. Answers null, soon, where none can be had.
 */
export async function findElectron(options: { download: boolean }): Promise<ElectronBinary | null> {
  const name = EXECUTABLE[process.platform] ?? 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const path = join(override, name);
    return existsSync(path) ? { folder: override, path } : null;
  }
  // Not the module itself, which would begin a download of its own.
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const folder = join(home, 'dist');
  const found = (): ElectronBinary | null => {
    const path = join(folder, name);
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    const marker = join(folder, 'version');
    const fits = existsSync(marker) && readFileSync(marker, 'utf8').trim().replace(/^v/, '') === version;
    return fits && existsSync(path) ? { folder, path } : null;
  };
  const present = found();
  if (present || !options.download || !(await canReachMirror())) return present;
  await run(process.execPath, [join(home, 'install.js')], { limitMs: DOWNLOAD_LIMIT_MS });
  return found();
}

/** One look at the place downloads come from, so that a machine without a network loses seconds, not minutes. */
async function canReachMirror(): Promise<boolean> {
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/';
  try {
    const answer = await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(REACH_LIMIT_MS) });
    return answer.status < 500;
  } catch {
    return false;
  }
}
