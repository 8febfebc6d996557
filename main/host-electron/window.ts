import { BrowserWindow, nativeTheme } from 'electron';
import { APP_ADDRESS } from './policies.ts';

/** Backgrounds of the desk before its first paint: `canvas` of the design, so that nothing flashes. */
const CANVAS = { light: '#F3F5F6', dark: '#101316' } as const;

export interface WindowOptions {
  /** Full path of the built preload script. */
  readonly preload: string;
  readonly developerTools: boolean;
}

/** Makes the desk's window, hidden until it has something to show, and loads the page. */
export function createDeskWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Kezek',
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.developerTools,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_ADDRESS);
  return window;
}
