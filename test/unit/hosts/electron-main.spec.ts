import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMain } from './electron-fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kezek-electron-'));
  vi.stubEnv('KEZEK_DATA', folder);
  vi.stubEnv('NODE_OPTIONS', '--inspect');
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const NONCE = 'nonce-of-sixteen-chars';

describe('the window', () => {
  it('is sandboxed, isolated, without Node, and shows the desk at its own address once painted', async () => {
    const { electron, window } = await startMain();
    expect(electron.app.sandboxEnabled).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      devTools: false,
    });
    expect(window.webContents.mainFrame.url).toBe('app://kezek/');
    expect(window.visible).toBe(false);
    window.emit('ready-to-show');
    expect(window.visible).toBe(true);
  });

  it('has editing roles and no reload; developer tools only where the program is not packaged', async () => {
    const roles = (items: { role?: string; submenu?: unknown[] }[]): string[] =>
      items.flatMap((i) => [...(i.role ? [i.role] : []), ...roles((i.submenu ?? []) as typeof items)]);
    const packaged = await startMain();
    const shown = roles(packaged.electron.menu);
    expect(shown).toEqual(
      expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'quit']),
    );
    expect(shown).not.toContain('reload');
    expect(shown).not.toContain('forceReload');
    expect(shown).not.toContain('toggleDevTools');
    const checkout = await startMain((e) => {
      e.app.isPackaged = false;
    });
    expect(roles(checkout.electron.menu)).toContain('toggleDevTools');
  });

  it('keeps what Chromium writes in the data folder', async () => {
    const { electron } = await startMain();
    expect(electron.app.paths.get('userData')).toBe(join(folder, 'window'));
  });

  it('comes to the front when the program is started a second time', async () => {
    const { electron, window } = await startMain();
    window.minimized = true;
    electron.app.emit('second-instance');
    expect(window.minimized).toBe(false);
    expect(window.focused).toBe(1);
  });

  it('is loaded again when its process falls, but not for ever', async () => {
    const { electron, window } = await startMain();
    const gone = (): boolean => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    for (let i = 0; i < 3; i++) gone();
    expect(window.webContents.reloads).toBe(3);
    gone();
    expect(window.webContents.reloads).toBe(3);
    electron.children[0]?.fall(0);
    await vi.waitFor(() => expect(electron.app.quits).toBe(1));
  });
});

describe('the port', () => {
  it('joins window and back end, and carries nothing through the main process', async () => {
    const desk = await startMain();
    desk.say({ type: 'ready' });
    desk.connect(NONCE);
    const [handed] = desk.window.webContents.posted;
    const [told] = desk.told('window');
    expect(handed?.channel).toBe('kezek:port');
    expect(handed?.message).toBe(NONCE);
    const [page] = handed?.ports ?? [];
    const [backEnd] = told?.ports ?? [];
    if (!page || !backEnd) throw new Error('a port is missing');
    page.start();
    const got = once(page, 'message');
    backEnd.postMessage('сәлем');
    expect((await got)[0].data).toBe('сәлем');
  });

  it('waits until the back end is ready, and windows have names of their own', async () => {
    const desk = await startMain();
    desk.connect(NONCE);
    desk.connect(`${NONCE}-2`);
    expect(desk.window.webContents.posted).toEqual([]);
    desk.say({ type: 'ready' });
    expect(desk.window.webContents.posted.map((p) => p.message)).toEqual([NONCE, `${NONCE}-2`]);
    expect(new Set(desk.told('window').map((t) => t.data.window)).size).toBe(2);
  });

  it('is not made for a window that is gone', async () => {
    const desk = await startMain();
    desk.connect(NONCE);
    desk.window.webContents.destroy();
    desk.say({ type: 'ready' });
    expect(desk.window.webContents.posted).toEqual([]);
    expect(desk.told('window')).toEqual([]);
  });
});

describe('the back end', () => {
  it('is told where the data lies, and inherits nothing that steers Node', async () => {
    vi.stubEnv('KEZEK_DATABASE_URL', 'postgres://office/kezek');
    const desk = await startMain();
    expect(desk.told('start')[0]?.data.options).toEqual({
      dataFolder: folder,
      databaseUrl: 'postgres://office/kezek',
    });
    const { env, execArgv } = desk.backEnd().options as { env: Record<string, string>; execArgv: string[] };
    expect(Object.keys(env)).not.toContain('NODE_OPTIONS');
    expect(Object.keys(env).filter((name) => name.startsWith('KEZEK'))).toEqual([]);
    expect(execArgv).toEqual([]);
  });

  it('is started again when it falls, and windows that ask then are served by the new one', async () => {
    const desk = await startMain();
    desk.say({ type: 'ready' });
    const first = desk.backEnd();
    first.fall(1);
    const second = desk.backEnd();
    expect(second).not.toBe(first);
    desk.connect(NONCE);
    expect(desk.window.webContents.posted).toEqual([]);
    desk.say({ type: 'ready' });
    expect(desk.window.webContents.posted).toHaveLength(1);
    expect(second.posted.map((m) => (m.data as { type: string }).type)).toEqual(['start', 'window']);
  });

  it('that falls again and again is given up, with its code shown', async () => {
    const desk = await startMain();
    for (let i = 0; i < 4; i++) desk.backEnd().fall(1);
    expect(desk.electron.children).toHaveLength(4);
    expect(desk.electron.dialogs.errors[0]?.text).toContain('BACK_END_FELL');
    await vi.waitFor(() => expect(desk.electron.app.quits).toBe(1));
  });

  it.each([
    ['ru-RU', 'Папку с данными'],
    ['kk-KZ', 'Деректер қалтасын'],
    ['en-GB', 'Another Kezek'],
    ['de-DE', 'Деректер қалтасын'],
  ])('that finds the data folder in use is told about in words: %s', async (locale, words) => {
    const desk = await startMain((e) => {
      e.app.locale = locale;
    });
    desk.say({ type: 'failed', code: 'DB_IN_USE' });
    expect(desk.electron.dialogs.errors[0]?.text).toContain(words);
  });

  it('is stopped before the program quits, and the program waits for it', async () => {
    const desk = await startMain();
    desk.say({ type: 'ready' });
    const child = desk.backEnd();
    desk.electron.app.quit();
    expect(desk.electron.app.quits).toBe(0);
    expect(desk.told('stop')).toHaveLength(1);
    child.fall(0);
    await vi.waitFor(() => expect(desk.electron.app.quits).toBe(1));
    expect(desk.electron.children).toHaveLength(1);
  });

  it('is ended after ten seconds if it does not stop', async () => {
    const desk = await startMain();
    vi.useFakeTimers();
    const child = desk.backEnd();
    desk.electron.app.emit('window-all-closed');
    await vi.advanceTimersByTimeAsync(9_900);
    expect(child.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(child.killed).toBe(true);
    expect(desk.electron.app.quits).toBe(1);
  });
});

describe('the signer', () => {
  it('is a sibling of the back end, joined to it by a port of their own, with no streams', async () => {
    const desk = await startMain();
    desk.say({ type: 'ready' });
    desk.say({ type: 'spawn-signer', id: 7 });
    const [signer] = desk.signers();
    expect(signer?.entry).toMatch(/signer\.mjs$/);
    expect(signer?.options.stdio).toBe('ignore');
    const [signerPort] = signer?.posted[0]?.ports ?? [];
    const [told] = desk.told('signer');
    const [backEndPort] = told?.ports ?? [];
    if (!signerPort || !backEndPort) throw new Error('a port is missing');
    expect(told?.data.id).toBe(7);
    signerPort.start();
    const got = once(signerPort, 'message');
    backEndPort.postMessage({ open: '/a/key.p12' });
    expect((await got)[0].data).toEqual({ open: '/a/key.p12' });
    expect(desk.backEnd().posted.every((m) => JSON.stringify(m.data) !== '{"open":"/a/key.p12"}')).toBe(true);
  });

  it.each(['suspend', 'lock-screen', 'shutdown'] as const)(
    'is ended on %s from here, and the back end told',
    async (event) => {
      const desk = await startMain();
      desk.say({ type: 'ready' });
      desk.say({ type: 'spawn-signer', id: 1 });
      const [signer] = desk.signers();
      expect(signer?.killed).toBe(false);
      desk.electron.powerMonitor.emit(event);
      expect(signer?.killed).toBe(true);
      expect(desk.told('lock').map((t) => t.data.reason)).toEqual([event]);
      expect(desk.told('signer-exit').map((t) => t.data.id)).toEqual([1]);
    },
  );

  it('is ended when the back end asks, falls or is stopped', async () => {
    const desk = await startMain();
    desk.say({ type: 'spawn-signer', id: 1 });
    desk.say({ type: 'kill-signer', id: 1 });
    desk.say({ type: 'spawn-signer', id: 2 });
    desk.backEnd().fall(1);
    desk.say({ type: 'spawn-signer', id: 1 });
    expect(desk.signers().map((s) => s.killed)).toEqual([true, true, false]);
    desk.electron.app.quit();
    expect(desk.signers().map((s) => s.killed)).toEqual([true, true, true]);
  });

  it('killed while still starting is ended as soon as it runs', async () => {
    const desk = await startMain();
    desk.say({ type: 'spawn-signer', id: 1 });
    const [signer] = desk.signers();
    if (!signer) throw new Error('no signer');
    const pid = signer.pid;
    signer.pid = undefined;
    desk.electron.powerMonitor.emit('suspend');
    expect(signer.killed).toBe(false);
    signer.pid = pid;
    signer.emit('spawn');
    expect(signer.killed).toBe(true);
  });
});

describe('dialogs', () => {
  it('ask for a key file in the words of the system, and answer by its path', async () => {
    const desk = await startMain();
    desk.electron.dialogs.answers.open = { canceled: false, filePaths: ['/home/a/GOST512.p12'] };
    desk.say({ type: 'open-file', id: 3, request: { kind: 'key', folder: '/home/a' } });
    await vi.waitFor(() => expect(desk.told('dialog')).toHaveLength(1));
    expect(desk.told('dialog')[0]?.data).toEqual({ type: 'dialog', id: 3, path: '/home/a/GOST512.p12' });
    expect(desk.electron.dialogs.shown[0]?.options).toMatchObject({
      title: 'ЭЦҚ кілтінің файлын таңдаңыз',
      defaultPath: '/home/a',
      filters: [{ extensions: ['p12', 'pfx'] }],
    });
  });

  it('closed without an answer answer null', async () => {
    const desk = await startMain();
    desk.say({ type: 'open-file', id: 3, request: { kind: 'key' } });
    await vi.waitFor(() => expect(desk.told('dialog')[0]?.data.path).toBeNull());
  });

  it('save a file where the officer says, under a suggested name without folders', async () => {
    const desk = await startMain();
    const filePath = join(folder, 'notice.pdf');
    desk.electron.dialogs.answers.save = { canceled: false, filePath };
    desk.say({
      type: 'save-file',
      id: 4,
      request: { name: '../../etc/notice.pdf', content: new Uint8Array([37, 80]) },
    });
    await vi.waitFor(() => expect(desk.told('dialog')[0]?.data.path).toBe(filePath));
    expect(desk.electron.dialogs.shown[0]?.options.defaultPath).toBe('notice.pdf');
    expect(await readFile(filePath, 'utf8')).toBe('%P');
  });

  it('that cannot write answer null instead of hanging', async () => {
    const desk = await startMain();
    desk.electron.dialogs.answers.save = {
      canceled: false,
      filePath: join(folder, 'no', 'such', 'folder.pdf'),
    };
    desk.say({ type: 'save-file', id: 4, request: { name: 'a.pdf', content: new Uint8Array() } });
    await vi.waitFor(() => expect(desk.told('dialog')[0]?.data.path).toBeNull());
  });
});

describe('a second start of the program', () => {
  it('opens nothing and ends', async () => {
    const { freshElectron } = await import('./electron-fixture.ts');
    const electron = await freshElectron((e) => {
      e.app.firstInstance = false;
    });
    await import('../../../main/host-electron/main.ts');
    expect(electron.app.quits).toBe(1);
    expect(electron.windows).toEqual([]);
    expect(electron.children).toEqual([]);
  });
});
