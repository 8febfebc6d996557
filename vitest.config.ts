import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * One project per suite, so that `vitest run --project unit` runs one. `electron` is always the fake: the real
 * package throws where no binary was downloaded, and no test here starts one.
 */
function suite(
  name: string,
  include: string,
  timeouts: { test: number; hook: number },
  globalSetup: string[] = [],
) {
  return {
    resolve: { alias: { electron: here('./test/fakes/electron.ts') } },
    // Cold transforms of the same files by several helpers of one run are kept between runs.
    cacheDir: here(`./.cache/vitest-${name}`),
    test: {
      name,
      root: here('.'),
      include: [include],
      environment: 'node',
      pool: 'forks' as const,
      // Files of a worker share what they import, PGlite's compiled code above all: a third of the processor's time. No file replaces modules.
      isolate: false,
      globalSetup,
      testTimeout: timeouts.test,
      hookTimeout: timeouts.hook,
      // A machine in another zone or language must not change an answer.
      env: { TZ: 'UTC', LC_ALL: 'C.UTF-8', KEZEK_TEST: '1' },
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      suite('unit', 'test/unit/**/*.spec.{ts,tsx}', { test: 15_000, hook: 30_000 }),
      suite('database', 'test/database/**/*.spec.ts', { test: 60_000, hook: 120_000 }, [
        here('./test/database/global-setup.ts'),
      ]),
      suite('contract', 'test/contract/**/*.spec.ts', { test: 60_000, hook: 120_000 }),
      suite('exploit', 'test/exploit/**/*.exploit.spec.ts', { test: 60_000, hook: 120_000 }),
      suite('interop', 'test/interop/**/*.spec.ts', { test: 60_000, hook: 120_000 }),
    ],
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
