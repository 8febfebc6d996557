import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));

let root: string;
/** Stands in for npm: counts its runs, prints to stdout as npm does, and makes node_modules/.bin/node. */
const NPM = `#!/bin/sh
echo "$@" >> npm-runs
echo "added 1 package"
sleep 0.3
[ -e npm-fails ] && { echo "npm ERR! no network" >&2; exit 7; }
mkdir -p node_modules/.bin
ln -sf "${process.execPath}" node_modules/.bin/node
exit 0
`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kezek-boot-'));
  await mkdir(join(root, 'scripts'));
  await mkdir(join(root, 'bin'));
  for (const name of ['boot.cjs', 'tools.cjs'])
    await copyFile(join(SCRIPTS, name), join(root, 'scripts', name));
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'bin', 'npm'), NPM);
  await chmod(join(root, 'bin', 'npm'), 0o755);
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

function boot(...args: string[]): Promise<Ended> {
  const started = performance.now();
  // npm_execpath is left out: outside `npm run` the npm on PATH is used.
  const env = { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, HOME: root };
  const child = spawn(process.execPath, [join(root, 'scripts', 'boot.cjs'), ...args], { env });
  const ended: Ended = { code: null, stdout: '', stderr: '', ms: 0 };
  child.stdout.on('data', (chunk) => (ended.stdout += chunk));
  child.stderr.on('data', (chunk) => (ended.stderr += chunk));
  return new Promise((done) => {
    child.on('close', (code) => done({ ...ended, code, ms: performance.now() - started }));
  });
}

const npmRuns = async (): Promise<string[]> => {
  const text = await readFile(join(root, 'npm-runs'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};

describe('boot', () => {
  it('installs once, says so on stderr only, and is quiet and quick from then on', async () => {
    const first = await boot();
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('packages installed');
    expect(await npmRuns()).toHaveLength(1);
    const second = await boot();
    expect(second).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await npmRuns()).toHaveLength(1);
  });

  it('leaves the lockfile as committed and brings what building needs, whatever the environment says', async () => {
    await boot();
    const [run = ''] = await npmRuns();
    expect(run).toMatch(/^install /);
    for (const flag of ['--no-save', '--include=dev', '--include=optional']) expect(run).toContain(flag);
  });

  it('installs again when the lockfile changes', async () => {
    await boot();
    await writeFile(join(root, 'package-lock.json'), '{ "changed": true }');
    await boot();
    expect(await npmRuns()).toHaveLength(2);
  });

  it('after a failed install says so, fails, and tries again next time', async () => {
    await writeFile(join(root, 'npm-fails'), '');
    const failed = await boot();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('npm ERR! no network');
    expect(failed.stderr).toContain('npm install failed (exit 7)');
    await rm(join(root, 'npm-fails'));
    expect((await boot()).code).toBe(0);
    expect(await npmRuns()).toHaveLength(2);
  });

  it('run twice at once installs once', async () => {
    const both = await Promise.all([boot(), boot()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await npmRuns()).toHaveLength(1);
  });

  it('does not wait for an install that was killed', async () => {
    await mkdir(join(root, 'node_modules'));
    // No process has this number: it is above the largest Linux gives.
    await writeFile(join(root, 'node_modules', '.kezek-installing'), '4194305');
    const { code, ms } = await boot();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    expect(await npmRuns()).toHaveLength(1);
  });
});
