import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startUpdates } from '../../../main/host-electron/updates.ts';

const updater = vi.hoisted(() => ({
  autoDownload: false,
  autoInstallOnAppQuit: false,
  allowDowngrade: true,
  on: vi.fn(),
  checkForUpdates: vi.fn(async () => {
    throw new Error('no network');
  }),
  quitAndInstall: vi.fn(),
}));
vi.mock('electron-updater', () => ({ default: { autoUpdater: updater } }));

let resources: string;
beforeEach(async () => {
  updater.checkForUpdates.mockClear();
  resources = await mkdtemp(join(tmpdir(), 'kezek-updates-'));
});
afterEach(() => rm(resources, { recursive: true, force: true }));

it('does not look where the package names no feed, or where there is no package', async () => {
  expect(await startUpdates({ isPackaged: true }, resources)).toBe(false);
  await writeFile(join(resources, 'app-update.yml'), 'provider: generic');
  expect(await startUpdates({ isPackaged: false }, resources)).toBe(false);
  expect(updater.checkForUpdates).not.toHaveBeenCalled();
});

it('looks where it does, lives without a network, and puts nothing in while the officer works', async () => {
  await writeFile(join(resources, 'app-update.yml'), 'provider: generic');
  expect(await startUpdates({ isPackaged: true }, resources)).toBe(true);
  expect(updater.checkForUpdates).toHaveBeenCalledTimes(1);
  expect(updater).toMatchObject({ autoInstallOnAppQuit: true, allowDowngrade: false });
  expect(updater.quitAndInstall).not.toHaveBeenCalled();
});
