import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCode, lastLine, tallyPlaywright, tallyVitest } from '../../../scripts/test-report.ts';

let folder: string;
let report: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kezek-report-'));
  report = join(folder, 'report.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (content: unknown): Promise<void> => writeFile(report, JSON.stringify(content));
const file = (suite: string, status: string, ...tests: string[]) => ({
  name: join(folder, 'test', suite, 'a.spec.ts'),
  status,
  assertionResults: tests.map((s) => ({ status: s })),
});

describe('the count of a vitest run', () => {
  it('adds up tests over files', async () => {
    await write({
      testResults: [
        file('unit', 'passed', 'passed', 'pending'),
        file('database', 'failed', 'failed', 'passed'),
      ],
    });
    expect(tallyVitest(report, 1, ['unit', 'database'], folder)).toMatchObject({
      passed: 2,
      failed: 1,
      skipped: 1,
    });
  });

  it('counts a file that fell before its tests as a failure', async () => {
    await write({ testResults: [file('unit', 'passed', 'passed'), file('unit', 'failed')] });
    expect(tallyVitest(report, 1, ['unit'], folder)).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a suite that ran nothing as a failure', async () => {
    await write({ testResults: [file('unit', 'passed', 'passed')] });
    expect(tallyVitest(report, 0, ['unit', 'interop'], folder).failed).toBe(1);
  });

  it('counts a run that ended badly, or left no report, as a failure', async () => {
    await write({ testResults: [file('unit', 'passed', 'passed')] });
    expect(tallyVitest(report, 1, ['unit'], folder).failed).toBe(1);
    expect(tallyVitest(report, null, ['unit'], folder).failed).toBe(1);
    expect(tallyVitest(join(folder, 'none.json'), 0, ['unit'], folder).failed).toBe(1);
    await writeFile(report, '{"testResults": [');
    expect(tallyVitest(report, 1, ['unit'], folder).failed).toBe(1);
  });
});

describe('the count of a Playwright run', () => {
  const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 2 };

  it('takes its numbers', async () => {
    await write({ stats, errors: [] });
    expect(tallyPlaywright(report, 0)).toMatchObject({ passed: 5, failed: 0, skipped: 2 });
  });

  it('tells a test that passed only when tried again by its name', async () => {
    const tests = [{ status: 'flaky', results: [{ errors: [{ message: 'came late' }] }, { errors: [] }] }];
    const specs = [{ title: 'opens', ok: true, file: 'day.e2e.ts', line: 3, tests }];
    await write({ stats: { ...stats, flaky: 1 }, errors: [], suites: [{ specs }] });
    expect(tallyPlaywright(report, 0)).toMatchObject({
      passed: 6,
      failed: 0,
      failures: [],
      flaky: ['day.e2e.ts:3 opens\n    came late'],
    });
  });

  it('counts errors beside tests, bad ends and empty runs as failures', async () => {
    await write({ stats, errors: [{}] });
    expect(tallyPlaywright(report, 1).failed).toBe(1);
    await write({ stats, errors: [] });
    expect(tallyPlaywright(report, 1).failed).toBe(1);
    await write({ stats: { ...stats, expected: 0 }, errors: [] });
    expect(tallyPlaywright(report, 0).failed).toBe(1);
    expect(tallyPlaywright(join(folder, 'none.json'), 0).failed).toBe(1);
  });
});

describe('what failed', () => {
  it('is named with the first lines of why, whichever runner told it', async () => {
    const failed = {
      status: 'failed',
      fullName: 'the desk opens',
      failureMessages: ['\u001b[31mno window\u001b[0m\n\n at x'],
    };
    await write({
      testResults: [
        { ...file('unit', 'failed'), assertionResults: [failed] },
        { ...file('unit', 'failed'), message: 'Cannot find module' },
      ],
    });
    const name = join('test', 'unit', 'a.spec.ts');
    expect(tallyVitest(report, 1, ['unit', 'interop'], folder).failures).toEqual([
      `${name} the desk opens\n    no window\n     at x`,
      `${name}\n    Cannot find module`,
      'interop\n    ran nothing',
    ]);
    await write({
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 0 },
      errors: [{ message: 'out of memory' }],
      suites: [
        {
          suites: [
            {
              specs: [
                { title: 'passes', ok: true, file: 'day.e2e.ts', line: 3, tests: [] },
                {
                  title: 'signs',
                  ok: false,
                  file: 'day.e2e.ts',
                  line: 9,
                  tests: [{ results: [{ errors: [{ message: 'Timed out' }] }] }],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(tallyPlaywright(report, 1).failures).toEqual([
      'day.e2e.ts:9 signs\n    Timed out',
      'playwright\n    out of memory',
    ]);
  });
});

describe('the verdict', () => {
  it('is the last line, and 0 only if something ran and nothing failed', () => {
    expect(lastLine({ passed: 10, failed: 0, skipped: 0 })).toBe('10 passed, 0 failed');
    expect(lastLine({ passed: 10, failed: 1, skipped: 3 })).toBe('10 passed, 1 failed, 3 skipped');
    expect(exitCode({ passed: 10, failed: 0, skipped: 3 })).toBe(0);
    expect(exitCode({ passed: 10, failed: 1, skipped: 0 })).toBe(1);
    expect(exitCode({ passed: 0, failed: 0, skipped: 3 })).toBe(1);
  });
});
