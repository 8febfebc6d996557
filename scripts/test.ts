import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, ROOT } from './build.ts';
import { printCheck, runChecks } from './check.ts';
import { run } from './run.ts';
import { makeScratch } from './scratch.ts';
import {
  addTally,
  emptyTally,
  exitCode,
  lastLine,
  type Tally,
  tallyPlaywright,
  tallyVitest,
} from './test-report.ts';

/** `npm test`: every check and every suite. `--only check,unit,…` runs some. The last line is `N passed, N failed`. */

const VITEST_SUITES = ['unit', 'database', 'contract', 'exploit', 'interop'];
const STAGES = ['check', 'build', ...VITEST_SUITES, 'e2e'];
const REPORTS = join(ROOT, '.cache', 'reports');
// Far above what the suites take on two quiet cores: a limit ends what hangs, it judges no speed.
const VITEST_LIMIT_MS = 45 * 60_000;
const E2E_LIMIT_MS = 60 * 60_000;

function chosenStages(): string[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return STAGES;
  const chosen = values.only.split(',').map((name) => name.trim());
  const unknown = chosen.filter((name) => !STAGES.includes(name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; there are ${STAGES.join(', ')}`);
    process.exit(2);
  }
  return chosen;
}

function heading(text: string): void {
  console.log(`\n== ${text}`);
}

async function checks(): Promise<Tally> {
  heading('checks');
  const results = await runChecks(printCheck);
  const failed = results.filter((result) => result.findings.length > 0);
  return {
    ...emptyTally(),
    passed: results.length - failed.length,
    failed: failed.length,
    failures: failed.map(({ name, findings }) => `${name}\n    ${findings[0]}`),
  };
}

async function builds(): Promise<Tally> {
  heading('builds');
  const tally = emptyTally();
  for (const part of ['renderer', 'electron'] as const) {
    const started = performance.now();
    const findings = await build(part).then(
      () => [],
      (error: unknown) => [String(error)],
    );
    printCheck({ name: `build ${part}`, findings, ms: performance.now() - started });
    if (findings.length === 0) tally.passed++;
    else {
      tally.failed++;
      tally.failures.push(`build ${part}\n    ${findings[0]}`);
    }
  }
  return tally;
}

async function vitest(suites: readonly string[]): Promise<Tally> {
  heading(suites.join(', '));
  const report = join(REPORTS, 'vitest.json');
  rmSync(report, { force: true });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  for (const suite of suites) args.push('--project', suite);
  const { code } = await run(join(ROOT, 'node_modules', '.bin', 'vitest'), args, {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: scratch },
    limitMs: VITEST_LIMIT_MS,
    show: true,
  });
  return tallyVitest(report, code, suites, ROOT);
}

/** `beside` the other suites its lines are kept until it ends, so that two stories are not told at once. */
async function e2e(beside: boolean): Promise<Tally> {
  if (!beside) heading('e2e');
  const report = join(REPORTS, 'playwright.json');
  rmSync(report, { force: true });
  const args = ['test', '--config', 'test/e2e/playwright.config.ts', '--reporter=list,json'];
  const { code, output } = await run(join(ROOT, 'node_modules', '.bin', 'playwright'), args, {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: scratch, PLAYWRIGHT_JSON_OUTPUT_FILE: report, KEZEK_E2E_BUILT: '1' },
    limitMs: E2E_LIMIT_MS,
    show: !beside,
  });
  if (beside) {
    heading('e2e');
    process.stdout.write(output);
  }
  return tallyPlaywright(report, code);
}

const stages = chosenStages();
const started = performance.now();
const sum = emptyTally();
const scratch = makeScratch();
mkdirSync(REPORTS, { recursive: true });
if (stages.includes('check')) addTally(sum, await checks());
// The end-to-end tests open what is built.
if (stages.includes('build') || stages.includes('e2e')) addTally(sum, await builds());
const suites = VITEST_SUITES.filter((suite) => stages.includes(suite));
// Windows wait for programs and programs for windows: the other suites have the processor meanwhile.
const both = suites.length > 0 && stages.includes('e2e');
const ends = both ? e2e(true) : null;
if (suites.length > 0) addTally(sum, await vitest(suites));
if (stages.includes('e2e')) addTally(sum, await (ends ?? e2e(false)));

const told = { 'passed only when tried again': sum.flaky, failed: sum.failures };
for (const [title, tests] of Object.entries(told)) {
  if (tests.length === 0) continue;
  heading(title);
  console.log(tests.join('\n'));
}
console.log(`\ntook ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(lastLine(sum));
process.exitCode = exitCode(sum);
