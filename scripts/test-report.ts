import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const FAILURE_LINES = 8;
const FAILURE_WIDTH = 200;

/** Counts of tests, added up over all the runners, and what each failure was: a name and its first lines. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
  /** Of the passed: what passed only when tried again, with what was wrong the first time. */
  flaky: string[];
}
type Counts = Pick<Tally, 'passed' | 'failed' | 'skipped'>;

export const emptyTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] });

/** What vitest's and Playwright's JSON reports have that is counted here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName?: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}
interface PlaywrightError {
  readonly message?: string;
}
interface PlaywrightSpec {
  readonly title: string;
  readonly ok: boolean;
  readonly file?: string;
  readonly line?: number;
  readonly tests?: readonly {
    readonly status?: string;
    readonly results?: readonly { readonly errors?: readonly PlaywrightError[] }[];
  }[];
}
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly PlaywrightSpec[];
}
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly suites?: readonly PlaywrightSuite[];
  readonly errors: readonly PlaywrightError[];
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
  for (const { name, status, message, assertionResults } of readReport<VitestReport>(file)?.testResults ??
    []) {
    const failedBefore = tally.failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed')
        fail(tally, `${relative(root, name)} ${test.fullName ?? ''}`, test.failureMessages?.[0]);
      else tally.skipped++;
    }
    if (status === 'failed' && tally.failed === failedBefore) {
      fail(tally, relative(root, name), message);
    }
    if (assertionResults.length > 0) ran.add(relative(root, name).split(sep)[1] ?? '');
  }
  for (const suite of suites) if (!ran.has(suite)) fail(tally, suite, 'ran nothing');
  if (code !== 0 && tally.failed === 0) fail(tally, 'vitest', `ended with ${code}`);
  return tally;
}

/**
 * Adds up a Playwright report, with the same care. A test that passed only when tried again passes, and is told by name: on a
 * machine that does other things besides a window may come late, and it may as well be a fault nobody has found yet.
 */
export function tallyPlaywright(file: string, code: number | null): Tally {
  const tally = emptyTally();
  const report = readReport<PlaywrightReport>(file);
  if (report) {
    tally.passed = report.stats.expected + report.stats.flaky;
    tally.failed = report.stats.unexpected + report.errors.length;
    tally.skipped = report.stats.skipped;
    for (const suite of report.suites ?? []) {
      tally.failures.push(...toldSpecs(suite, (spec) => !spec.ok));
      tally.flaky.push(
        ...toldSpecs(suite, (spec) => spec.tests?.some((one) => one.status === 'flaky') ?? false),
      );
    }
    for (const { message } of report.errors) tally.failures.push(told('playwright', message));
  }
  if (tally.failed === 0 && (code !== 0 || tally.passed === 0)) {
    fail(tally, 'playwright', `ended with ${code}, ${tally.passed} passed`);
  }
  return tally;
}

function toldSpecs(
  { suites = [], specs = [] }: PlaywrightSuite,
  which: (spec: PlaywrightSpec) => boolean,
): string[] {
  const own = specs.filter(which).map(({ file, line, title, tests }) => {
    const errors = tests?.flatMap(({ results }) => results ?? []).flatMap((result) => result.errors ?? []);
    return told(`${file}:${line} ${title}`, errors?.[0]?.message);
  });
  return [...own, ...suites.flatMap((suite) => toldSpecs(suite, which))];
}

function fail(tally: Tally, name: string, message: string | undefined): void {
  tally.failed++;
  tally.failures.push(told(name, message));
}

/** A failure in a few lines: the whole of it stands where it happened, perhaps thousands of lines above. */
function told(name: string, message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [name, ...lines.slice(0, FAILURE_LINES).map((line) => `    ${line.slice(0, FAILURE_WIDTH)}`)].join(
    '\n',
  );
}

export function addTally(sum: Tally, more: Tally): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
  sum.failures.push(...more.failures);
  sum.flaky.push(...more.flaky);
}

/** The last line of `npm test`. Skipped tests are named only if there are any. */
export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** 0 only if something ran and nothing failed. */
export function exitCode({ passed, failed }: Counts): number {
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
