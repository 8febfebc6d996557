/** Finds EDS key files in the places where officers keep them. Only names and sizes are looked at, never contents. */
import { type Dirent, promises as fs } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, delimiter, extname, join, resolve } from 'node:path';

/** The National CA's key files are 3–6 kB; nothing larger is offered or opened. */
export const MAX_KEY_FILE_BYTES = 65_536;
const MAX_FOLDERS = 1500;
const MAX_FILES = 200;
/** A dead network drive or a sleeping disk must not hold up the sign-in screen. */
const ROOT_TIMEOUT_MS = 2_000;

/** First part of `folder` where the place is a known one; the screen has a word for each. */
export type KnownFolder = 'home' | 'documents' | 'desktop' | 'downloads' | 'removable' | 'configured';

export interface SearchRoot {
  readonly path: string;
  readonly known: KnownFolder;
  /** How many levels of folders under the root are entered; 0: the root only. */
  readonly depth: number;
}

export interface FoundKeyFile {
  readonly path: string;
  readonly fileName: string;
  /** Known-folder code, then folder names under it. */
  readonly folder: readonly string[];
  readonly modifiedAt: Date;
  readonly size: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DOCUMENTS = ['Documents', 'Құжаттар', 'Документы', 'Мои документы', 'My Documents'];
const DESKTOP = ['Desktop', 'Жұмыс үстелі', 'Рабочий стол'];
const DOWNLOADS = ['Downloads', 'Жүктеулер', 'Жүктелгендер', 'Загрузки'];

/**
 * The folders to look in: those of KEZEK_KEY_FOLDERS, the home folder itself, Documents, Desktop and Downloads under
 * their names in three languages (and wherever the desktop moved them), and removable media.
 */
export async function keySearchRoots(
  env: Environment = process.env,
  home: string = homedir(),
  platform: NodeJS.Platform = process.platform,
): Promise<readonly SearchRoot[]> {
  const configured = (env.KEZEK_KEY_FOLDERS ?? '').split(delimiter).filter((path) => path !== '');
  const roots: SearchRoot[] = configured.map((path) => ({
    path: resolve(path),
    known: 'configured',
    depth: 3,
  }));
  const homes = [home, ...(env.OneDrive ? [env.OneDrive] : [])];
  const named = (names: readonly string[], known: KnownFolder): void => {
    for (const base of homes) {
      for (const name of names) {
        roots.push({ path: join(base, name), known, depth: 3 });
      }
    }
  };
  const moved = await userDirectories(env, home);
  for (const { path, known } of moved) {
    roots.push({ path, known, depth: 3 });
  }
  named(DOCUMENTS, 'documents');
  named(DESKTOP, 'desktop');
  named(DOWNLOADS, 'downloads');
  roots.push({ path: home, known: 'home', depth: 0 });
  for (const path of await removableMounts(platform)) {
    roots.push({ path, known: 'removable', depth: 3 });
  }
  return withoutRepeats(roots);
}

function withoutRepeats(roots: readonly SearchRoot[]): readonly SearchRoot[] {
  const seen = new Set<string>();
  return roots.filter((root) => {
    const fresh = !seen.has(root.path);
    seen.add(root.path);
    return fresh;
  });
}

/** Folders that the desktop environment named in `user-dirs.dirs` (freedesktop.org xdg-user-dirs). */
async function userDirectories(
  env: Environment,
  home: string,
): Promise<readonly Pick<SearchRoot, 'path' | 'known'>[]> {
  const config = env.XDG_CONFIG_HOME ?? join(home, '.config');
  const text = await fs.readFile(join(config, 'user-dirs.dirs'), 'utf8').catch(() => '');
  const wanted: Readonly<Record<string, KnownFolder>> = {
    XDG_DOCUMENTS_DIR: 'documents',
    XDG_DESKTOP_DIR: 'desktop',
    XDG_DOWNLOAD_DIR: 'downloads',
  };
  return [...text.matchAll(/^(XDG_[A-Z]+_DIR)="([^"\n]*)"$/gm)].flatMap(([, name, value]) => {
    const known = wanted[name ?? ''];
    const path = (value ?? '').replace(/^\$HOME(?=\/|$)/, home);
    // A folder set to $HOME itself means "none": searching the whole home would be endless.
    return known === undefined || !path.startsWith('/') || resolve(path) === resolve(home)
      ? []
      : [{ path: resolve(path), known }];
  });
}

async function removableMounts(platform: NodeJS.Platform): Promise<readonly string[]> {
  if (platform === 'win32') {
    // A: and B: would wake a floppy drive, C: is the system's own.
    return [...'DEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  }
  if (platform === 'darwin') {
    return await subfolders('/Volumes');
  }
  const user = userInfo().username;
  const lists = await Promise.all([`/media/${user}`, `/run/media/${user}`, '/mnt'].map(subfolders));
  return lists.flat();
}

async function subfolders(path: string): Promise<readonly string[]> {
  const entries = await fs.readdir(path, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
}

/** Whether a file may be a key file by its name. */
export function isKeyFileName(name: string): boolean {
  return ['.p12', '.pfx'].includes(extname(name).toLowerCase());
}

/** Looks through the roots, newest file first. Unreadable folders are passed over; symbolic links are not followed. */
export async function findKeyFiles(roots: readonly SearchRoot[]): Promise<readonly FoundKeyFile[]> {
  const budget = { folders: MAX_FOLDERS, files: MAX_FILES };
  const lists = await Promise.all(
    roots.map((root) => {
      const found: FoundKeyFile[] = [];
      const walk = searchFolder(root.path, [root.known], root.depth, budget, found);
      return Promise.race([walk, timeout(ROOT_TIMEOUT_MS)]).then(() => [...found]);
    }),
  );
  const byPath = new Map<string, FoundKeyFile>();
  for (const file of lists.flat()) {
    if (!byPath.has(file.path)) byPath.set(file.path, file);
  }
  return [...byPath.values()].sort((a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime());
}

async function searchFolder(
  path: string,
  folder: readonly string[],
  depth: number,
  budget: { folders: number; files: number },
  found: FoundKeyFile[],
): Promise<void> {
  if (budget.folders-- <= 0) return;
  const entries = await fs.readdir(path, { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries) {
    if (entry.isFile() && isKeyFileName(entry.name) && budget.files > 0) {
      const file = await describeKeyFile(join(path, entry.name), folder);
      if (file !== null) {
        budget.files--;
        found.push(file);
      }
    } else if (
      entry.isDirectory() &&
      depth > 0 &&
      !entry.name.startsWith('.') &&
      entry.name !== 'node_modules'
    ) {
      await searchFolder(join(path, entry.name), [...folder, entry.name], depth - 1, budget, found);
    }
  }
}

/** A key file's name, size and time; null when it is gone, empty, too large or not a plain file. */
export async function describeKeyFile(path: string, folder: readonly string[]): Promise<FoundKeyFile | null> {
  const stat = await fs.stat(path).catch(() => null);
  if (stat === null || !stat.isFile() || stat.size === 0 || stat.size > MAX_KEY_FILE_BYTES) {
    return null;
  }
  return { path, fileName: basename(path), folder, modifiedAt: stat.mtime, size: stat.size };
}

function timeout(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
