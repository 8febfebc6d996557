import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { decideUpdates } from './policies.ts';

const CHECK_EVERY_MS = 4 * 60 * 60 * 1000;

/**
 * Looks for updates where the package was built with a place to look (electron-builder writes app-update.yml when
 * `publish` is configured); elsewhere the updater is not even loaded. A found update is put in when the program quits,
 * never under an officer's hands.
 *
 * @returns true if updates are looked for
 */
export async function startUpdates(app: Pick<App, 'isPackaged'>, resources: string): Promise<boolean> {
  const feedConfigured = existsSync(join(resources, 'app-update.yml'));
  if (decideUpdates({ packaged: app.isPackaged, feedConfigured }) === 'off') return false;
  const { default: updater } = await import('electron-updater');
  const { autoUpdater } = updater;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  // Unreachable is the ordinary case in an office without internet; the next look is in four hours.
  autoUpdater.on('error', () => undefined);
  const look = (): void => void autoUpdater.checkForUpdates().catch(() => undefined);
  look();
  setInterval(look, CHECK_EVERY_MS).unref();
  return true;
}
