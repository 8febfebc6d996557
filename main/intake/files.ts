/** Files of packages on disk: found, read whole one at a time, never followed elsewhere. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import { PackageRefusal } from './fault.ts';

const EXTENSIONS = ['.xml', '.zip'];

export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Whether a name is one a portal finishes its files with; half-written ones (`.part`, `.tmp`, hidden) are left alone. */
export function isPackageName(name: string): boolean {
  return !name.startsWith('.') && EXTENSIONS.includes(extname(name).toLowerCase());
}

/** Packages of a folder, the oldest first; not of the folders in it, and no links. */
export async function packagesIn(folder: string): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const name of await readdir(folder)) {
    if (!isPackageName(name)) continue;
    const file = await statFile(join(folder, name), name);
    if (file !== null) found.push(file);
  }
  return found.toSorted((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1));
}

/** What a regular file is now; null when it is gone, or is a link or anything else. */
export async function statFile(path: string, name: string): Promise<FoundFile | null> {
  const stats = await lstat(path).catch(() => null);
  return stats === null || !stats.isFile() ? null : { path, name, size: stats.size, mtimeMs: stats.mtimeMs };
}

/** As many bytes as were there when it was looked at, in memory of their own; fewer where it was cut meanwhile. */
async function readWhole(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at, at);
    if (bytesRead === 0) return Buffer.from(bytes.subarray(0, at));
    at += bytesRead;
  }
  return bytes;
}

/** The bytes of a file. Throws PackageRefusal (FILE_TOO_LARGE, FILE_UNREADABLE). */
export async function readPackageFile(path: string): Promise<Buffer> {
  // A link put in its place between the look and the reading leads nowhere.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
  if (file === null) throw new PackageRefusal('FILE_UNREADABLE');
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new PackageRefusal('FILE_UNREADABLE');
    if (stats.size > PACKAGE_LIMITS.fileBytes) throw new PackageRefusal('FILE_TOO_LARGE');
    return await readWhole(file, stats.size);
  } catch (error) {
    if (error instanceof PackageRefusal) throw error;
    throw new PackageRefusal('FILE_UNREADABLE');
  } finally {
    await file.close();
  }
}
