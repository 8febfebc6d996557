import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'vitest';

/** Other people's tools, run on our files. */

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool; a non-zero exit is a result, not an error. */
export function run(
  command: string,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 99) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

const inPath = (name: string) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, name)));

/** Skips the test with a visible reason when a tool is not installed. */
export function requireTool(name: string, context: TestContext): void {
  if (!inPath(name)) context.skip(`${name} is not installed: apt-get install ${name}`);
}

/** A scratch folder, removed by `remove`. */
export async function scratch() {
  const folder = await mkdtemp(path.join(tmpdir(), 'kezek-interop-'));
  return {
    folder,
    path: (name: string) => path.join(folder, name),
    write: async (name: string, content: string | Uint8Array) => {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
