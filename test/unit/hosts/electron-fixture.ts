import { vi } from 'vitest';
import type { FromBackEnd, ToBackEnd } from '../../../main/host-electron/messages.ts';
import type * as Fake from '../../fakes/electron.ts';

export type FakeElectron = typeof Fake;

export interface Started {
  readonly electron: FakeElectron;
  readonly window: Fake.BrowserWindow;
  /** The back end now running. */
  backEnd(): Fake.UtilityProcess;
  signers(): Fake.UtilityProcess[];
  /** Plays a message from the back end. */
  say(message: FromBackEnd): void;
  /** What the back end was sent, of one type. */
  told<T extends ToBackEnd['type']>(
    type: T,
  ): { data: Extract<ToBackEnd, { type: T }>; ports: readonly Fake.MessagePortMain[] }[];
  /** Plays `kezek.connect` from a frame; by default the desk's own page. */
  connect(nonce: unknown, from?: { contents?: Fake.WebContents; frame?: Fake.FakeFrame | null }): void;
}

/** A fresh fake `electron`, as on a fresh start of the program. */
export async function freshElectron(
  prepare: (electron: FakeElectron) => void = () => undefined,
): Promise<FakeElectron> {
  vi.resetModules();
  const electron = await import('../../fakes/electron.ts');
  prepare(electron);
  return electron;
}

/** Runs the real main process of the Electron host against the fake module, up to the open window. */
export async function startMain(prepare?: (electron: FakeElectron) => void): Promise<Started> {
  const electron = await freshElectron(prepare);
  // Electron sets it; there is no update feed in this folder.
  Reflect.defineProperty(process, 'resourcesPath', { value: import.meta.dirname, configurable: true });
  await import('../../../main/host-electron/main.ts');
  await vi.waitFor(() => {
    if (electron.children.length === 0) throw new Error('the back end has not been started');
  });
  const window = electron.windows[0];
  if (!window) throw new Error('no window');
  const named = (name: string): Fake.UtilityProcess[] =>
    electron.children.filter((c) => c.options.serviceName === name);
  const backEnd = (): Fake.UtilityProcess => {
    const last = named('kezek-back-end').at(-1);
    if (!last) throw new Error('no back end');
    return last;
  };
  return {
    electron,
    window,
    backEnd,
    signers: () => named('kezek-signer'),
    say: (message) => backEnd().say(message),
    told(type) {
      type Told = { data: Extract<ToBackEnd, { type: typeof type }>; ports: readonly Fake.MessagePortMain[] };
      return backEnd().posted.filter((m): m is Told => (m.data as ToBackEnd).type === type);
    },
    connect(nonce, from = {}) {
      const sender = from.contents ?? window.webContents;
      const senderFrame = from.frame === undefined ? sender.mainFrame : from.frame;
      electron.ipcMain.emit('kezek:connect', { sender, senderFrame }, nonce);
    },
  };
}
