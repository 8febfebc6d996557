/**
 * End to end, through every screen of the real program. `web` drives it in Chromium over the web host; `electron` runs the
 * same specs in a real window wherever an Electron binary is, and is visibly skipped where none is.
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'playwright/test';
import type { HostOptions } from './support/fixtures.ts';
import { electronBinary } from './support/places.ts';

const SPECS = /specs\/.*\.e2e\.ts$/;

export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  globalSetup: './support/global-setup.ts',
  globalTeardown: './support/global-teardown.ts',
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  forbidOnly: true,
  // Told by name at the end of `npm test` when it was needed; at the desk of who writes a spec, never.
  retries: process.env.CI ? 1 : 0,
  // Long, for machines that do other things besides: what passes takes a second or two.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: process.env.KEZEK_E2E_JSON
    ? [['json', { outputFile: process.env.KEZEK_E2E_JSON }], ['dot']]
    : [['list']],
  use: { screenshot: 'only-on-failure', trace: 'off', actionTimeout: 40_000 },
  projects: [
    { name: 'web', testMatch: SPECS, use: { host: 'web' } },
    // Without a binary the one spec that says so stands for the whole project.
    electronBinary() === null
      ? { name: 'electron', testMatch: /electron-absent\.ts$/, use: { host: 'electron' } }
      : { name: 'electron', testMatch: SPECS, use: { host: 'electron' } },
  ],
});
