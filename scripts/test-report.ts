import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** Counts of tests, added up over all the runners. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const emptyTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0 });

/** What vitest's and Playwright's JSON reports have that is counted here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
}

/**
 * Adds up a vitest report. A file that fell before its tests ran, a suite that was asked for and ran nothing, a run that
 * ended badly with no failed test to show for it: each is one failure, so that no way of not running looks like passing.
 *
 * @param code exit code of the run
 * @param suites folders of test/ that were asked for
 */
export function tallyVitest(
  file: string,
  code: number | null,
  suites: readonly string[],
  root: string,
): Tally {
  const tally = emptyTally();
  const ran = new Set<string>();
  for (const { name, status, assertionResults } of readReport<VitestReport>(file)?.testResults ?? []) {
    const failedBefore = tally.failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed') tally.failed++;
      else tally.skipped++;
    }
    if (status === 'failed' && tally.failed === failedBefore) tally.failed++;
    if (assertionResults.length > 0) ran.add(relative(root, name).split(sep)[1] ?? '');
  }
  tally.failed += suites.filter((suite) => !ran.has(suite)).length;
  if (code !== 0 && tally.failed === 0) tally.failed++;
  return tally;
}

/** Adds up a Playwright report, with the same care. A test that passed only when tried again is a failure. */
export function tallyPlaywright(file: string, code: number | null): Tally {
  const tally = emptyTally();
  const report = readReport<PlaywrightReport>(file);
  if (report) {
    tally.passed = report.stats.expected;
    tally.failed = report.stats.unexpected + report.stats.flaky + report.errors.length;
    tally.skipped = report.stats.skipped;
  }
  if (tally.failed === 0 && (code !== 0 || tally.passed === 0)) tally.failed++;
  return tally;
}

export function addTally(sum: Tally, more: Tally): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
}

/** The last line of `npm test`. Skipped tests are named only if there are any. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** 0 only if something ran and nothing failed. */
export function exitCode({ passed, failed }: Tally): number {
  return failed === 0 && passed > 0 ? 0 : 1;
}

function readReport<R>(file: string): R | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as R;
  } catch {
    return null;
  }
}
