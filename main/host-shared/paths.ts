import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** True if `path` is `folder` itself or lies under it. Both are resolved first; the disk is not looked at. */
export function isPathInside(path: string, folder: string): boolean {
  const rest = relative(resolve(folder), resolve(path));
  return rest === '' || (rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest));
}

/**
 * Where the desk keeps its data: KEZEK_DATA, else the platform's own place for data that stays on this machine.
 * Every host and the command line must answer the same, or an officer would see two desks.
 */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.KEZEK_DATA) return resolve(env.KEZEK_DATA);
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Kezek');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Kezek');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'kezek');
}
