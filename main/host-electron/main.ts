import { join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, powerMonitor, session } from 'electron';
import { dataFolder } from '../host-shared/paths.ts';
import { BackEndProcess } from './back-end-process.ts';
import { openFileDialog, saveFileDialog } from './dialogs.ts';
import { applyMenu } from './menu.ts';
import { CONNECT_CHANNEL } from './messages.ts';
import { decideRestart, isTrustedSender } from './policies.ts';
import { guardContents, guardSession, senderOf } from './session-guard.ts';
import { registerAppScheme, serveSite } from './site-protocol.ts';
import { type HostTexts, hostTexts } from './texts.ts';
import { startUpdates } from './updates.ts';
import { createDeskWindow } from './window.ts';

// The main process of the desk under Electron: makes the window and the processes, joins them, and steps aside.
// What it decides is in policies.ts.

/** This file is dist/main/host-electron/main.mjs when it runs. */
const DIST = join(import.meta.dirname, '..', '..');
const developerTools = !app.isPackaged;
const folder = dataFolder();

registerAppScheme();
// Every page in a sandbox, whatever its window asks for; and nothing of Chromium's own calls home.
app.enableSandbox();
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');
app.setPath('userData', join(folder, 'window'));
guardContents(app);

if (app.requestSingleInstanceLock()) void app.whenReady().then(openDesk);
else app.quit();

function openDesk(): void {
  const texts = hostTexts(app.getLocale());
  const windows = new Set<number>();
  guardSession(session.defaultSession, developerTools);
  serveSite(session.defaultSession.protocol, join(DIST, 'renderer'));
  applyMenu(texts, developerTools);

  const window = createDeskWindow({ preload: join(DIST, 'preload', 'index.cjs'), developerTools });
  windows.add(window.webContents.id);
  keepAlive(window);

  const backEnd = new BackEndProcess({
    backEndEntry: join(DIST, 'main', 'host-electron', 'back-end.mjs'),
    signerEntry: join(DIST, 'main', 'host-electron', 'signer.mjs'),
    start: { dataFolder: folder, databaseUrl: process.env.KEZEK_DATABASE_URL ?? null },
    now: Date.now,
    openFile: (request) => openFileDialog(window, texts, request),
    saveFile: (request) => saveFileDialog(window, texts, request),
    onFatal: (code) => fatal(texts, code),
  });
  backEnd.start();

  ipcMain.on(CONNECT_CHANNEL, (event, nonce: unknown) => {
    if (typeof nonce !== 'string' || !isTrustedSender(senderOf(event), windows)) return;
    backEnd.connect(event.sender, nonce);
  });
  powerMonitor.on('suspend', () => backEnd.lock('suspend'));
  powerMonitor.on('lock-screen', () => backEnd.lock('lock-screen'));
  powerMonitor.on('shutdown', () => backEnd.lock('shutdown'));
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  closeInOrder(backEnd);
  void startUpdates(app, process.resourcesPath);
}

/** A page that fell is loaded again; its drafts and its place are kept by the back end. */
function keepAlive(window: BrowserWindow): void {
  const falls: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    if (decideRestart(falls, Date.now()) === 'give-up') {
      app.quit();
      return;
    }
    falls.push(Date.now());
    window.webContents.reload();
  });
}

/** Quitting waits until the back end has closed its database. */
function closeInOrder(backEnd: BackEndProcess): void {
  let stopped = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void backEnd.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}

function fatal(texts: HostTexts, code: string): void {
  const text = code === 'DB_IN_USE' ? texts.fatalDatabaseOpen : `${texts.fatalStart} ${code}`;
  dialog.showErrorBox(texts.fatalTitle, text);
  app.quit();
}
