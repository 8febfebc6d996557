import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from '../main/host-shared/paths.ts';
import { type OpenedDesk, openDesk } from '../main/host-web/open-desk.ts';
import { build, RENDERER, ROOT } from './build.ts';
import { type ElectronBinary, findElectron } from './electron-binary.ts';
import { startFailure } from './start-failure.ts';
import { findChromium } from './tools.cjs';

/**
 * `npm start`: builds what is stale, makes the demo world on the first run, and opens the desk: in Electron where there
 * is a binary, else in the web host.
 *
 * KEZEK_HOST=web|electron forces one · KEZEK_DATA moves the data folder · KEZEK_DATABASE_URL names a PostgreSQL ·
 * KEZEK_DEMO=0 starts without a demo world · `--no-open` opens nothing and prints `ready <address>` · `--port N`.
 */

const NO_ELECTRON_MARK = join(ROOT, '.cache', 'no-electron');
/** Having found no binary, it is not looked for again on the network for so long. */
const LOOK_AGAIN_MS = 24 * 60 * 60 * 1000;
const FELL_AT_ONCE_MS = 5_000;
const CHROMIUM_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=Translate',
  '--window-size=1366,768',
];

type HostName = 'web' | 'electron';

const { values: flags } = parseArgs({
  options: { 'no-open': { type: 'boolean', default: false }, port: { type: 'string' } },
});

async function main(): Promise<void> {
  const forced = forcedHost();
  const electron =
    forced === 'web' || (flags['no-open'] && forced === null)
      ? null
      : await electronOnce(forced === 'electron');
  if (electron) return startElectron(electron);
  if (forced === 'electron')
    throw new Error('KEZEK_HOST=electron, but there is no Electron binary and none can be downloaded');
  await startWeb();
}

function forcedHost(): HostName | null {
  const name = process.env.KEZEK_HOST;
  if (name === undefined || name === '') return null;
  if (name === 'web' || name === 'electron') return name;
  throw new Error(`KEZEK_HOST is "${name}"; it may be web or electron`);
}

/** Looks for a binary; says in one line if there is none. */
async function electronOnce(forced: boolean): Promise<ElectronBinary | null> {
  const looked = statSync(NO_ELECTRON_MARK, { throwIfNoEntry: false });
  const lookedLately = looked !== undefined && Date.now() - looked.mtimeMs < LOOK_AGAIN_MS;
  const binary = await findElectron({ download: forced || !lookedLately });
  if (binary) {
    rmSync(NO_ELECTRON_MARK, { force: true });
    return binary;
  }
  if (!lookedLately) {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(NO_ELECTRON_MARK, '');
  }
  if (!forced)
    console.error('kezek: no Electron binary here and none can be downloaded; opening the web host');
  return null;
}

const demoWanted = (): boolean => process.env.KEZEK_DEMO !== '0';

function deskOptions() {
  const databaseUrl = process.env.KEZEK_DATABASE_URL;
  return {
    siteFolder: RENDERER,
    dataFolder: dataFolder(),
    demo: demoWanted(),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(flags.port === undefined ? {} : { port: Number(flags.port) }),
  };
}

async function startElectron(binary: ElectronBinary): Promise<void> {
  await build('renderer');
  await build('electron');
  if (demoWanted() && isFirstRun()) {
    // The program Electron runs holds no demo world: it is made here, by the same back end, before the window opens.
    const desk = await openDesk(deskOptions());
    await desk.close();
  }
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ROOT] : [ROOT];
  const child = spawn(binary.path, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (flags['no-open']) console.log('ready electron');
  child.on('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}

function isFirstRun(): boolean {
  const folder = dataFolder();
  return !existsSync(folder) || readdirSync(folder).every((name) => name === 'window');
}

async function startWeb(): Promise<void> {
  await build('renderer');
  const desk = await openDesk(deskOptions());
  const window = flags['no-open'] ? null : openWindow(desk);
  const end = closeInOrder(desk, window);
  if (!window) {
    printAddress(desk);
    return;
  }
  const opened = performance.now();
  window.on('error', () => printAddress(desk));
  window.on('exit', (code) => {
    if (window.killed) return;
    // A browser that falls at once has shown nothing (a display that does not answer); else the officer closed it.
    if (code !== 0 && performance.now() - opened < FELL_AT_ONCE_MS) printAddress(desk);
    else end();
  });
}

function printAddress(desk: OpenedDesk): void {
  const address = desk.mintAddress();
  if (flags['no-open']) console.log(`ready ${address}`);
  else console.log(`Kezek is running. Open this address; it works once:\n\n  ${address}\n`);
  offerAddresses(desk);
}

/** The desk in a Chromium window of its own, with a profile of its own; null where there is no display or no Chromium. */
function openWindow(desk: OpenedDesk): ChildProcess | null {
  const hasDisplay =
    process.platform === 'win32' ||
    process.platform === 'darwin' ||
    Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const chromium = hasDisplay ? findChromium() : null;
  if (!chromium) return null;
  const profile = `--user-data-dir=${join(dataFolder(), 'window')}`;
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawn(chromium, [`--app=${desk.mintAddress()}`, profile, ...CHROMIUM_FLAGS, ...root], {
    stdio: 'ignore',
  });
}

/** At a terminal, Enter gives another address: the first is spent once opened. */
function offerAddresses(desk: OpenedDesk): void {
  if (!process.stdin.isTTY) return;
  console.log('Enter gives a new address, Ctrl+C ends the desk.');
  process.stdin.on('data', () => console.log(desk.mintAddress()));
}

/** Answers what ends the desk; signals do the same. */
function closeInOrder(desk: OpenedDesk, window: ChildProcess | null): () => void {
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    window?.kill();
    desk.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close);
  return close;
}

try {
  await main();
} catch (error) {
  console.error(`kezek: ${startFailure(error, dataFolder())}`);
  process.exit(1);
}
