/** Copies of a data folder: quick, for nobody is answered meanwhile, and on the disk before they count. */
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Files copied at a time: a data folder has a thousand small ones, whose opening costs more than their bytes. */
const AT_ONCE = 4;

/** Copies all files and folders of a folder into another. Where the file system can, a copy shares its blocks. */
export async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const entries = await readdir(source, { withFileTypes: true, recursive: true });
  const placeOf = (path: string): string => join(target, relative(source, path));
  for (const entry of entries.filter((one) => one.isDirectory())) {
    await mkdir(placeOf(join(entry.parentPath, entry.name)), { recursive: true, mode: 0o700 });
  }
  const files = entries.filter((one) => one.isFile()).values();
  const copyNext = async (): Promise<void> => {
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      await copyFile(path, placeOf(path), constants.COPYFILE_FICLONE);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, copyNext));
}

/** Flushes every file of a folder to the disk and answers their size in bytes: a backup that a power cut can take is none. */
export async function syncTree(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      bytes += (await stat(path)).size;
      const file = await open(path, 'r+');
      await file.sync();
      await file.close();
    }
  }
  return bytes;
}
