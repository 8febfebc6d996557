import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * A stand-in for the `electron` module (vitest's alias), with the parts the desk uses. It keeps what it was told, so
 * that a test can ask, and lets a test play the other side: a child process, a renderer, the system. The host itself is
 * type-checked against the real module. `vi.resetModules()` and a new import give a program freshly started.
 */

/** A port as Electron's main and utility processes have them, over Node's own. */
export class MessagePortMain extends EventEmitter {
  readonly raw: MessagePort;
  #started = false;

  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
    raw.on('close', () => this.emit('close'));
    raw.unref();
  }

  /** Nothing arrives before, as in Electron. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.raw.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    this.raw.unref();
  }

  postMessage(message: unknown): void {
    this.raw.postMessage(message);
  }

  close(): void {
    this.raw.close();
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

export interface PostedMessage {
  readonly data: unknown;
  readonly ports: readonly MessagePortMain[];
}

/** A child process that is not there: `posted` is what it was sent; `say` and `fall` are what it would do. */
export class UtilityProcess extends EventEmitter {
  readonly entry: string;
  readonly options: Record<string, unknown>;
  readonly posted: PostedMessage[] = [];
  /** Never a real process: 2^22 is above the largest pid Linux gives. */
  pid: number | undefined = 4_194_305 + children.length;
  killed = false;

  constructor(entry: string, options: Record<string, unknown>) {
    super();
    this.entry = entry;
    this.options = options;
  }

  postMessage(data: unknown, ports: MessagePortMain[] = []): void {
    this.posted.push({ data, ports });
    this.emit('posted', { data, ports });
  }

  kill(): boolean {
    if (this.pid === undefined) return false;
    this.killed = true;
    this.fall(0);
    return true;
  }

  /** Plays a message from the child. */
  say(message: unknown): void {
    this.emit('message', message);
  }

  /** Plays the end of the child. */
  fall(code: number): void {
    if (this.pid === undefined) return;
    this.pid = undefined;
    this.emit('exit', code);
  }
}

export const children: UtilityProcess[] = [];

export const utilityProcess = {
  fork(entry: string, _args: string[], options: Record<string, unknown>): UtilityProcess {
    const child = new UtilityProcess(entry, options);
    children.push(child);
    return child;
  },
};

export interface FakeFrame {
  url: string;
  parent: FakeFrame | null;
}

let lastContents = 0;

export class WebContents extends EventEmitter {
  readonly id = ++lastContents;
  readonly mainFrame: FakeFrame = { url: '', parent: null };
  readonly posted: { channel: string; message: unknown; ports: MessagePortMain[] }[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  reloads = 0;
  #destroyed = false;

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    this.posted.push({ channel, message, ports });
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads++;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroy(): void {
    this.#destroyed = true;
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Record<string, unknown> & { webPreferences?: Record<string, unknown> };
  readonly webContents = new WebContents();
  visible = false;
  focused = 0;
  minimized = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
  }
  show(): void {
    this.visible = true;
  }
  focus(): void {
    this.focused++;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }
}

export const windows: BrowserWindow[] = [];

class App extends EventEmitter {
  isPackaged = true;
  locale = 'kk-KZ';
  /** What requestSingleInstanceLock answers. */
  firstInstance = true;
  sandboxEnabled = false;
  quits = 0;
  readonly paths = new Map<string, string>();
  readonly switches: string[] = [];
  readonly commandLine = { appendSwitch: (name: string) => void this.switches.push(name) };

  enableSandbox(): void {
    this.sandboxEnabled = true;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  requestSingleInstanceLock(): boolean {
    return this.firstInstance;
  }
  async whenReady(): Promise<void> {}
  getLocale(): string {
    return this.locale;
  }
  /** As Electron: asks `before-quit` first, and counts only a quit nobody held up. */
  quit(): void {
    let held = false;
    this.emit('before-quit', { preventDefault: () => (held = true) });
    if (!held) this.quits++;
  }
}

type Handler = (request: Request) => Promise<Response> | Response;
type PermissionRequest = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean;
type BeforeRequest = (request: { url: string }, answer: (answer: { cancel?: boolean }) => void) => void;

class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  permissionRequest: PermissionRequest | null = null;
  permissionCheck: PermissionCheck | null = null;
  devicePermission: (() => boolean) | null = null;
  beforeRequest: BeforeRequest | null = null;
  spellChecker = true;
  readonly protocol = {
    handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler),
  };
  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest) => {
      this.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(_handler: null): void {}
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }
}

export const app = new App();
export const session = { defaultSession: new Session() };
export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export const nativeTheme = { shouldUseDarkColors: false };

export const schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
export const protocol = {
  registerSchemesAsPrivileged(list: { scheme: string; privileges: Record<string, boolean> }[]): void {
    schemes.push(...list);
  },
};

export const opened: string[] = [];
export const shell = { openExternal: async (url: string): Promise<void> => void opened.push(url) };

export interface DialogAnswers {
  open: { canceled: boolean; filePaths: string[] };
  save: { canceled: boolean; filePath: string };
}
export const dialogs = {
  shown: [] as { kind: string; options: Record<string, unknown> }[],
  errors: [] as { title: string; text: string }[],
  answers: {
    open: { canceled: true, filePaths: [] },
    save: { canceled: true, filePath: '' },
  } as DialogAnswers,
};
export const dialog = {
  async showOpenDialog(
    _window: BrowserWindow,
    options: Record<string, unknown>,
  ): Promise<DialogAnswers['open']> {
    dialogs.shown.push({ kind: 'open', options });
    return dialogs.answers.open;
  },
  async showSaveDialog(
    _window: BrowserWindow,
    options: Record<string, unknown>,
  ): Promise<DialogAnswers['save']> {
    dialogs.shown.push({ kind: 'save', options });
    return dialogs.answers.save;
  },
  showErrorBox(title: string, text: string): void {
    dialogs.errors.push({ title, text });
  },
};

export interface MenuTemplate {
  label?: string;
  role?: string;
  type?: string;
  submenu?: MenuTemplate[];
}
export const menu: MenuTemplate[] = [];
export const Menu = {
  buildFromTemplate: (template: MenuTemplate[]): MenuTemplate[] => template,
  setApplicationMenu(template: MenuTemplate[]): void {
    menu.splice(0, menu.length, ...template);
  },
};

/** The preload's side. */
export const exposed: Record<string, unknown> = {};
export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown): void {
    exposed[name] = api;
  },
};
class IpcRenderer extends EventEmitter {
  readonly sent: { channel: string; args: unknown[] }[] = [];
  send(channel: string, ...args: unknown[]): void {
    this.sent.push({ channel, args });
  }
}
export const ipcRenderer = new IpcRenderer();
export const webUtils = {
  getPathForFile: (file: { path?: string }): string => file.path ?? '',
};
