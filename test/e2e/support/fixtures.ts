/**
 * The fixtures of every spec. `page` is a window on the desk, opened as an officer opens it; `desk` is the program behind
 * it, one process for each spec file, each on its own copy of the template world.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  _electron,
  type Browser,
  type BrowserContext,
  test as base,
  chromium,
  type ElectronApplication,
  expect,
  type Page,
} from 'playwright/test';
import type { World } from './make-world.ts';
import { chromiumForTests, electronBinary, ROOT, worldFile } from './places.ts';
import { Program } from './program.ts';
import { listenTo } from './wire.ts';
import { type Locale, type Words, wordsOf } from './words.ts';

export interface HostOptions {
  host: 'web' | 'electron';
}

export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--no-first-run',
];

export interface WindowOptions {
  /** The language the window opens in before anyone signs in. */
  readonly locale?: Locale;
  readonly scheme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

/** A running program and the windows on it. */
export interface Desk {
  readonly program: Program | null;
  /** Opens a window on it; closed at the end of the test. */
  open(options?: WindowOptions): Promise<Page>;
  /** A second program of its own, e.g. another officer's; ended at the end of the test. */
  stop(): Promise<void>;
}

export const SMALL = { width: 1366, height: 768 };
const REMEMBERED_LOCALE = 'kezek.locale';

/** The screen that stands, in another language: as when another window of the computer chose it. */
export async function speakHere(page: Page, locale: Locale): Promise<void> {
  await page.evaluate(
    ([key, newValue]) => {
      localStorage.setItem(key as string, newValue as string);
      dispatchEvent(new StorageEvent('storage', { key, newValue }));
    },
    [REMEMBERED_LOCALE, locale] as const,
  );
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}

/** The desk in the web host: Chromium, one context for each window, all let in by the one cookie. */
export class WebDesk implements Desk {
  readonly program: Program;
  readonly #browser: () => Promise<Browser>;
  #cookies: Awaited<ReturnType<BrowserContext['cookies']>> = [];
  #letInBy = '';
  #contexts: BrowserContext[] = [];

  constructor(program: Program, browser: () => Promise<Browser>) {
    this.program = program;
    this.#browser = browser;
  }

  async open(options: WindowOptions = {}): Promise<Page> {
    const browser = await this.#browser();
    const context = await browser.newContext({
      viewport: { ...(options.size ?? SMALL) },
      colorScheme: options.scheme ?? 'light',
      acceptDownloads: true,
      // Half of a window's drawing is dialogs that fade, and the suite looks at none of it.
      reducedMotion: 'reduce',
      // The reader's own zone must not matter: the desk shows Almaty time anywhere.
      timezoneId: 'Europe/London',
      locale: 'en-GB',
    });
    this.#contexts.push(context);
    await context.addInitScript(
      ([key, locale]) => {
        if (localStorage.getItem(key as string) === null)
          localStorage.setItem(key as string, locale as string);
      },
      [REMEMBERED_LOCALE, options.locale ?? 'en'],
    );
    const page = await context.newPage();
    listenTo(page);
    // A restarted program has a new one-time address; the cookie of the old one opens nothing.
    if (this.#letInBy === this.program.address) {
      await context.addCookies(this.#cookies);
      await page.goto(this.program.origin);
    } else {
      await page.goto(this.program.address);
      this.#cookies = await context.cookies();
      this.#letInBy = this.program.address;
    }
    return page;
  }

  async closeWindows(): Promise<void> {
    const contexts = this.#contexts;
    this.#contexts = [];
    await Promise.all(contexts.map((context) => context.close()));
  }

  async stop(): Promise<void> {
    await this.closeWindows();
    await this.program.stop();
  }
}

/** The desk in Electron: the built main process on a copy of the template. */
class ElectronDesk implements Desk {
  readonly program = null;
  readonly #application: ElectronApplication;

  constructor(application: ElectronApplication) {
    this.#application = application;
  }

  async open(options: WindowOptions = {}): Promise<Page> {
    const page = await this.#application.firstWindow();
    await page.evaluate(
      ([key, locale]) => localStorage.setItem(key as string, locale as string),
      [REMEMBERED_LOCALE, options.locale ?? 'en'],
    );
    await page.emulateMedia({ colorScheme: options.scheme ?? 'light' });
    await page.setViewportSize({ ...(options.size ?? SMALL) });
    await page.reload();
    return page;
  }

  async stop(): Promise<void> {
    await this.#application.close();
  }
}

/** Programs of a worker: the one of the spec file in hand; the last file's is ended when the next file begins. */
export class DeskPool {
  readonly #host: HostOptions['host'];
  #file = '';
  #desk: Desk | null = null;
  #browser: Promise<Browser> | null = null;

  constructor(host: HostOptions['host']) {
    this.#host = host;
  }

  browser = (): Promise<Browser> => {
    this.#browser ??= chromium.launch({
      executablePath: chromiumForTests(),
      args: [...CHROMIUM_ARGS],
      // Without a UTF-8 locale Chromium saves a download with a Kazakh name as "download".
      env: { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string>,
    });
    return this.#browser;
  };

  async forFile(file: string, prepare: Preparation | null = null): Promise<Desk> {
    if (this.#desk === null || this.#file !== file) {
      await this.#desk?.stop();
      this.#desk = null;
      this.#file = file;
      this.#desk = await this.#start(`${basename(file, '.e2e.ts')}-${process.pid}`, prepare);
    }
    return this.#desk;
  }

  async #start(name: string, prepare: Preparation | null): Promise<Desk> {
    if (this.#host === 'web') {
      return new WebDesk(await Program.start({ name, prepare: prepare?.run }), this.browser);
    }
    const program = await Program.copyTemplate(name);
    await prepare?.run(program);
    const application = await _electron.launch({
      executablePath: electronBinary() ?? '',
      args: [join(ROOT, 'dist/main/host-electron/main.mjs'), '--no-sandbox'],
      env: { ...process.env, KEZEK_DATA: program } as Record<string, string>,
    });
    return new ElectronDesk(application);
  }

  async end(): Promise<void> {
    await this.#desk?.stop();
    await (await this.#browser)?.close();
  }
}

/** What a spec file does to its copy of the template world before the program is started on it. */
export interface Preparation {
  run(dataFolder: string): Promise<void>;
}

interface TestFixtures {
  /** Set once for a whole file, with `test.use`. */
  prepare: Preparation | null;
  desk: Desk;
  page: Page;
  /** The words of the language the spec runs in. */
  t: Words;
  language: Locale;
  world: World;
}

interface WorkerFixtures extends HostOptions {
  desks: DeskPool;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  host: ['web', { option: true, scope: 'worker' }],
  desks: [
    async ({ host }, use) => {
      const desks = new DeskPool(host);
      await use(desks);
      await desks.end();
    },
    { scope: 'worker' },
  ],
  language: ['en', { option: true }],
  prepare: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  world: async ({}, use) => use(JSON.parse(readFileSync(worldFile(), 'utf8')) as World),
  t: async ({ language }, use) => use(wordsOf(language)),
  desk: async ({ desks, prepare }, use, info) => {
    const desk = await desks.forFile(info.file, prepare);
    await use(desk);
    if (desk.program !== null && info.status !== info.expectedStatus) {
      await info.attach('program', { body: desk.program.output, contentType: 'text/plain' });
    }
    if (desk instanceof WebDesk) await desk.closeWindows();
  },
  page: async ({ desk, language }, use) => {
    const page = await desk.open({ locale: language });
    const faults = watchFaults(page);
    await use(page);
    base.expect(faults, 'errors on the console of the page').toEqual([]);
  },
});

/** Collects what no page of ours may say: uncaught errors, refusals of the content policy, React's complaints. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // A lost line is reported by the browser itself; the specs that cut it expect that.
    if (
      message.type() === 'error' &&
      !/WebSocket connection|net::ERR_|Failed to load resource/.test(message.text())
    ) {
      faults.push(message.text());
    }
  });
  return faults;
}

export { expect } from 'playwright/test';
