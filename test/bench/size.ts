/** What the window loads before it shows anything: the page's own scripts and styles and what they import at once, gzipped. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { run } from '../e2e/support/global-setup.ts';
import type { Result } from './measure.ts';

const SITE = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const LIMIT_KB = 500;

/** Static imports of a built module: `import"./a.js"` and `from"./a.js"`, not `import("./a.js")`. */
function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+\.js)"/g)].map((match) => match[1] ?? '');
}

async function closure(entries: readonly string[]): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const content = await readFile(join(SITE, path));
    files.set(path, content);
    for (const next of staticImports(content.toString())) waiting.push(join(dirname(path), next));
  }
  return files;
}

function line(name: string, bytes: number, limit?: number): Result {
  const kB = bytes / 1000;
  const target = limit === undefined ? {} : { target: { text: `≤ ${limit} kB`, met: kB <= limit } };
  return { name, unit: 'kB', n: 1, p50: kB, p95: kB, ...target };
}

export async function benchSize(): Promise<Result[]> {
  await run(['scripts/build.ts']);
  const html = await readFile(join(SITE, 'index.html'), 'utf8');
  const paths = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map((match) => (match[1] ?? '').replace(/^\.?\//, ''));
  const scripts = await closure(paths(/(?:src|href)="([^"]+\.js)"/g));
  const styles = await Promise.all(paths(/href="([^"]+\.css)"/g).map((path) => readFile(join(SITE, path))));
  const gzipped = (parts: Iterable<Buffer>) =>
    [...parts].reduce((sum, part) => sum + gzipSync(part).length, 0);
  return [
    line('first-load JavaScript, gzip', gzipped(scripts.values()), LIMIT_KB),
    line('first-load CSS, gzip', gzipped(styles)),
  ];
}
