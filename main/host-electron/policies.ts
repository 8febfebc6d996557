import { basename } from 'node:path';

/**
 * Every decision the Electron host takes for safety, as functions of plain values: what they answer is tested without
 * Electron, and the glue around them only asks.
 */

/** The desk's own address. A scheme of our own, so that no file: address has rights here and no port is open. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'kezek';
export const APP_ADDRESS = `${APP_SCHEME}://${APP_HOST}/`;

/** Public services an officer is sent to; they open in the system's browser, never in the desk. */
const OUTSIDE_HOSTS: readonly string[] = ['pki.gov.kz', 'egov.kz', 'adilet.zan.kz'];

/** Permissions of web pages the desk has a use for: copying an IIN, and the full screen for a scan. */
const GRANTED_PERMISSIONS: readonly string[] = ['clipboard-sanitized-write', 'fullscreen'];

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** True for an address of the desk itself: the scheme and the host, no user, no port. */
export function isOwnAddress(address: string): boolean {
  const url = parse(address);
  return (
    url?.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
  );
}

/** The window may load its one page (its screens live behind `#`) and go nowhere else, by click, form or script. */
export function decideNavigation(address: string): 'allow' | 'deny' {
  if (!isOwnAddress(address)) return 'deny';
  const { pathname, search } = new URL(address);
  return (pathname === '/' || pathname === '/index.html') && search === '' ? 'allow' : 'deny';
}

/** The desk has one window. A link to a known public service opens in the system's browser; all else is refused. */
export function decideWindowOpen(address: string): 'outside' | 'deny' {
  const url = parse(address);
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return 'deny';
  return OUTSIDE_HOSTS.includes(url.hostname) ? 'outside' : 'deny';
}

/** @param origin who asks: the requesting page's address or its origin */
export function decidePermission(permission: string, origin: string): boolean {
  return isOwnAddress(origin) && GRANTED_PERMISSIONS.includes(permission);
}

/** What the window may fetch: its own files, what it made itself, and the developer tools where they are on. */
export function decideRequest(address: string, developerTools: boolean): 'allow' | 'deny' {
  if (isOwnAddress(address) || address.startsWith('data:')) return 'allow';
  if (address.startsWith('blob:')) return isOwnAddress(address.slice('blob:'.length)) ? 'allow' : 'deny';
  return developerTools && address.startsWith('devtools:') ? 'allow' : 'deny';
}

/** Only what the page made itself is saved by the browser's own download; nothing is fetched to be saved. */
export function decideDownload(address: string): 'allow' | 'deny' {
  return address.startsWith('blob:') && isOwnAddress(address.slice('blob:'.length)) ? 'allow' : 'deny';
}

/** Who sent a message to the main process. */
export interface Sender {
  /** id of the web contents */
  readonly contents: number;
  /** address of the frame; null if the frame was gone when the message arrived */
  readonly frame: string | null;
  readonly isMainFrame: boolean;
}

/** True for the top frame of a window of ours that shows the desk's own page. */
export function isTrustedSender(sender: Sender, windows: ReadonlySet<number>): boolean {
  return (
    windows.has(sender.contents) && sender.isMainFrame && sender.frame !== null && isOwnAddress(sender.frame)
  );
}

const RESTART_WINDOW_MS = 60_000;
const RESTARTS_ALLOWED = 3;

/**
 * A process that fell is started again, but one that falls again and again is broken, and starting it for ever would
 * hide that.
 *
 * @param falls times (ms) of earlier falls, any order
 */
export function decideRestart(falls: readonly number[], now: number): 'restart' | 'give-up' {
  const recent = falls.filter((time) => now - time < RESTART_WINDOW_MS);
  return recent.length < RESTARTS_ALLOWED ? 'restart' : 'give-up';
}

/** Updates are looked for only in a packaged program that was built with a place to look. */
export function decideUpdates(program: { packaged: boolean; feedConfigured: boolean }): 'look' | 'off' {
  return program.packaged && program.feedConfigured ? 'look' : 'off';
}

/**
 * A file name fit to be suggested in a save dialog: no folders, no characters a system forbids, no leading dot, at most
 * 120 characters. Never empty.
 */
export function suggestFileName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'));
  const clean = last
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '')
    .replace(/^[.\s]+/, '')
    .trim();
  const dot = clean.lastIndexOf('.');
  const tail = dot > 0 ? clean.slice(dot).slice(0, 10) : '';
  const stem = dot > 0 ? clean.slice(0, dot) : clean;
  return stem === '' ? `kezek${tail}` : stem.slice(0, 120 - tail.length) + tail;
}

/** Environment a child process of the desk is given: what a program needs to start, and nothing that steers Node. */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = ['HOME', 'LANG', 'PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'TZ', 'USERPROFILE'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
