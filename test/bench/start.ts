/** From `npm start` to a desk that answers: the first time on a small world ready-made, and every time after. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright/test';
import { CHROMIUM_ARGS } from '../e2e/support/fixtures.ts';
import { run } from '../e2e/support/global-setup.ts';
import { chromiumForTests, ROOT } from '../e2e/support/places.ts';
import { copyFolder } from '../fakes/copy-folder.ts';
import { type Result, result } from './measure.ts';
import { benchFolder } from './worlds.ts';

const STARTS = 7;
const APPLICATIONS = 2000;

interface Started {
  readonly readyMs: number;
  readonly address: string;
  stop(): Promise<void>;
}

/** Runs the officer's own command and waits for its `ready` line. */
function npmStart(dataFolder: string): Promise<Started> {
  const begun = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--no-open'], {
    cwd: ROOT,
    env: { ...process.env, KEZEK_HOST: 'web', KEZEK_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
    // npm passes signals on late: the whole group is told at once.
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /^ready (\S+)$/m.exec(text)?.[1];
      if (address === undefined) return;
      const readyMs = performance.now() - begun;
      child.removeAllListeners('exit');
      const stop = () =>
        new Promise<void>((done) => {
          child.once('exit', () => done());
          process.kill(-(child.pid ?? 0), 'SIGTERM');
        });
      resolve({ readyMs, address, stop });
    });
  });
}

export async function benchStart(): Promise<Result[]> {
  await run(['scripts/build.ts']);
  const folder = await mkdtemp(join(tmpdir(), 'kezek-bench-'));
  const browser = await chromium.launch({ executablePath: chromiumForTests(), args: [...CHROMIUM_ARGS] });
  try {
    copyFolder(await benchFolder(APPLICATIONS), folder);
    const ready: number[] = [];
    const painted: number[] = [];
    for (let index = 0; index <= STARTS; index += 1) {
      const started = await npmStart(folder);
      const begun = performance.now();
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(started.address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const paintedMs = performance.now() - begun;
      await context.close();
      await started.stop();
      // The first start after the copy reads everything from disk: told on its own line.
      if (index === 0) {
        ready.length = 0;
        continue;
      }
      ready.push(started.readyMs);
      painted.push(paintedMs);
    }
    return [
      result('npm start, second start, to ready', ready, { target: { p95: 3000 } }),
      result('sign-in screen painted after ready', painted),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
