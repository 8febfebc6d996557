import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED = /(^|\/)(node_modules|dist|\.cache)(\/|$)|\.md$|\.spec\.tsx?$/;

/**
 * All files under the named files and folders, as sorted paths with forward slashes, relative to `root`.
 *
 * @param skipped paths left out; by default what no build reads
 */
export function listFiles(root: string, names: readonly string[], skipped = SKIPPED): string[] {
  const files: string[] = [];
  for (const name of names) {
    const path = join(root, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) files.push(name);
    if (!stat?.isDirectory()) continue;
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) files.push(relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
    }
  }
  return files.filter((file) => !skipped.test(file)).sort();
}

/**
 * SHA-256 (hex) over names and contents of the inputs of a build. Contents, not times: a fresh clone and a switched
 * branch have new times and old contents.
 */
export function hashInputs(root: string, names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of listFiles(root, names)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex');
}
