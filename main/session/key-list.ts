/** The key files the sign-in screen lists: found in folders, added by hand, used before, and those of the demo world. */
import { createHash, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, sep } from 'node:path';
import type { KeyFile } from '../../preload/contract/session.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import type { KeySource } from '../eds/signer/client.ts';
import { actError } from '../errors.ts';
import { showCertificate } from './certificate-view.ts';
import {
  describeKeyFile,
  type FoundKeyFile,
  findKeyFiles,
  isKeyFileName,
  keySearchRoots,
  MAX_KEY_FILE_BYTES,
} from './key-search.ts';
import type { RecentKey, RecentKeys } from './recent-keys.ts';

const SEARCH_FRESH_MS = 60_000;
const MAX_ADDED = 20;

/** A key file of the demo world, ready on the screen. */
export interface DemoKeyFile {
  readonly keyId: string;
  readonly path: string;
  readonly fileName: string;
  readonly certificate: KeyFile['certificate'];
}

export interface KeyList {
  list(refresh: boolean): Promise<KeyFile[]>;
  /** Keeps a dropped file's bytes in memory for this run. Throws FILE for what cannot be a key file. */
  add(fileName: string, bytes: Uint8Array): KeyFile;
  /** Puts a file chosen in a dialog on the list. Throws FILE when it is gone or cannot be a key file. */
  addPath(path: string): Promise<KeyFile>;
  /** What to hand to the signer. Throws FILE (KEY_GONE) for an unknown id or a file that was taken away. */
  source(keyId: string): Promise<KeySource>;
  /** Remembers whose a key is, once the signer has opened it. */
  remember(keyId: string, certificate: CertificateInfo, usedAt: Date): Promise<void>;
}

interface Entry {
  readonly keyId: string;
  readonly fileName: string;
  readonly folder: readonly string[];
  readonly origin: KeyFile['source'];
  readonly path: string | null;
  readonly bytes: Uint8Array | null;
  readonly modifiedAt: Date | null;
  readonly size: number;
  certificate: KeyFile['certificate'];
  lastUsedAt: Date | null;
}

/** Ids are hashes of paths: stable between runs, and they tell the screen nothing it could open by itself. */
function idOfPath(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24);
}

export function createKeyList(options: {
  readonly recent: RecentKeys;
  readonly demoKeys: () => Promise<readonly DemoKeyFile[]>;
  readonly now: () => Date;
}): KeyList {
  const entries = new Map<string, Entry>();
  let searched: { readonly at: number; readonly found: Promise<readonly FoundKeyFile[]> } | null = null;

  function search(refresh: boolean): Promise<readonly FoundKeyFile[]> {
    const now = Date.now();
    if (refresh || searched === null || now - searched.at > SEARCH_FRESH_MS) {
      searched = { at: now, found: keySearchRoots().then(findKeyFiles) };
    }
    return searched.found;
  }

  async function load(refresh: boolean): Promise<void> {
    const [found, recent, demo] = await Promise.all([
      search(refresh),
      options.recent.all(),
      options.demoKeys(),
    ]);
    const used = new Map(recent.map((key) => [key.path, key]));
    const listed = new Map<string, Entry>();
    for (const key of demo) listed.set(key.keyId, demoEntry(key));
    for (const file of found) {
      const entry = fileEntry(file, used.get(file.path));
      listed.set(entry.keyId, entry);
    }
    for (const key of recent) {
      const file = listed.has(idOfPath(key.path))
        ? null
        : await describeKeyFile(key.path, folderOf(key.path));
      if (file !== null) listed.set(idOfPath(key.path), fileEntry(file, key));
    }
    for (const entry of entries.values()) {
      if (entry.origin === 'added' && !listed.has(entry.keyId)) listed.set(entry.keyId, entry);
    }
    entries.clear();
    for (const [keyId, entry] of listed) entries.set(keyId, entry);
  }

  return {
    async list(refresh) {
      await load(refresh);
      return [...entries.values()].sort(byUse).map(show);
    },
    add(fileName, bytes) {
      const name = basename(fileName.replaceAll('\\', '/'));
      if (bytes.byteLength === 0 || bytes.byteLength > MAX_KEY_FILE_BYTES) {
        throw actError('FILE', { reason: bytes.byteLength === 0 ? 'FILE_EMPTY' : 'KEY_TOO_LARGE' });
      }
      const entry: Entry = {
        keyId: randomUUID(),
        fileName: name,
        folder: [],
        origin: 'added',
        path: null,
        bytes: Uint8Array.from(bytes),
        modifiedAt: null,
        size: bytes.byteLength,
        certificate: null,
        lastUsedAt: null,
      };
      entries.set(entry.keyId, entry);
      forgetOldest(entries);
      return show(entry);
    },
    async addPath(path) {
      const file = isKeyFileName(path) ? await describeKeyFile(path, folderOf(path)) : null;
      if (file === null) {
        throw actError('FILE', { reason: 'KEY_NOT_A_KEY_FILE' });
      }
      const used = (await options.recent.all()).find((key) => key.path === path);
      const entry: Entry = { ...fileEntry(file, used), origin: 'added' };
      entries.set(entry.keyId, entry);
      return show(entry);
    },
    async source(keyId) {
      if (!entries.has(keyId)) await load(false);
      const entry = entries.get(keyId);
      if (entry?.bytes) {
        // A copy: the signer's client wipes what it has sent.
        return { bytes: Uint8Array.from(entry.bytes) };
      }
      if (
        entry?.path == null ||
        (entry.origin !== 'demo' && (await describeKeyFile(entry.path, [])) === null)
      ) {
        throw actError('FILE', { reason: 'KEY_GONE' });
      }
      return { path: entry.path };
    },
    async remember(keyId, certificate, usedAt) {
      const entry = entries.get(keyId);
      if (entry === undefined) return;
      entry.certificate = showCertificate(certificate);
      entry.lastUsedAt = usedAt;
      if (entry.path !== null && entry.modifiedAt !== null && entry.origin !== 'demo') {
        await options.recent.remember({
          path: entry.path,
          size: entry.size,
          modifiedAt: entry.modifiedAt,
          lastUsedAt: usedAt,
          certificate: entry.certificate,
        });
      }
    },
  };
}

function fileEntry(file: FoundKeyFile, used: RecentKey | undefined): Entry {
  // Another file under a known name is another key: what is remembered of the old one is not said of it.
  const same =
    used !== undefined && used.size === file.size && used.modifiedAt.getTime() === file.modifiedAt.getTime();
  return {
    keyId: idOfPath(file.path),
    fileName: file.fileName,
    folder: file.folder,
    origin: 'found',
    path: file.path,
    bytes: null,
    modifiedAt: file.modifiedAt,
    size: file.size,
    certificate: same ? used.certificate : null,
    lastUsedAt: same ? used.lastUsedAt : null,
  };
}

function demoEntry(key: DemoKeyFile): Entry {
  return {
    keyId: key.keyId,
    fileName: key.fileName,
    folder: ['demo'],
    origin: 'demo',
    path: key.path,
    bytes: null,
    modifiedAt: null,
    size: 0,
    certificate: key.certificate,
    lastUsedAt: null,
  };
}

/** The last two folders of a path, under the home folder's code where it lies there. */
function folderOf(path: string): readonly string[] {
  const folder = dirname(path);
  const home = homedir();
  const inside = folder === home || folder.startsWith(home + sep);
  const names = (inside ? folder.slice(home.length) : folder).split(/[\\/]/).filter((part) => part !== '');
  return inside ? ['home', ...names.slice(-2)] : names.slice(-2);
}

function byUse(a: Entry, b: Entry): number {
  const used = (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0);
  return used !== 0 ? used : (b.modifiedAt?.getTime() ?? 0) - (a.modifiedAt?.getTime() ?? 0);
}

function show(entry: Entry): KeyFile {
  return {
    keyId: entry.keyId,
    fileName: entry.fileName,
    folder: [...entry.folder],
    modifiedAt: entry.modifiedAt,
    lastUsedAt: entry.lastUsedAt,
    certificate: entry.certificate,
    source: entry.origin,
  };
}

function forgetOldest(entries: Map<string, Entry>): void {
  const added = [...entries.values()].filter((entry) => entry.origin === 'added' && entry.bytes !== null);
  for (const entry of added.slice(0, Math.max(0, added.length - MAX_ADDED))) {
    entry.bytes?.fill(0);
    entries.delete(entry.keyId);
  }
}
