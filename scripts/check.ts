import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './build.ts';
import { listFiles } from './inputs.ts';
import { checkLayers } from './layers.ts';
import { run } from './run.ts';

/** Checks that need no program running: types, style, layers, sizes, pins. Each counts as one test of `npm test`. */

export interface CheckResult {
  readonly name: string;
  /** Empty if the check passed; else what is wrong, one finding a line. */
  readonly findings: readonly string[];
  readonly ms: number;
}

const SOURCES = ['domain', 'db', 'main', 'preload', 'renderer', 'scripts', 'test'];
/** "About 400": a few lines over are no reason to split by size. */
const MOST_LINES = 420;
/** Written by a program (db/generate-types.ts), read by none but the compiler. */
const GENERATED = new Set(['db/types.ts']);
const LIMIT_MS = 300_000;
const AT_ONCE = 2;

type Check = readonly [name: string, check: () => Promise<readonly string[]>];

/** Runs every check, two at a time, and tells of each as it ends. */
export async function runChecks(tell: (result: CheckResult) => void): Promise<CheckResult[]> {
  const checks: Check[] = [
    ...typeChecks(),
    ['biome', () => failing('biome', ['check', '--colors=off', '--max-diagnostics=50', '.'])],
    ['layers', async () => checkLayers(ROOT).violations.map((v) => `${v.rule}: ${v.from} -> ${v.to}`)],
    ['file sizes', async () => longFiles()],
    ['exact pins', async () => loosePins()],
  ];
  const results: CheckResult[] = [];
  const worker = async (): Promise<void> => {
    for (let next = checks.shift(); next; next = checks.shift()) {
      const [name, check] = next;
      const started = performance.now();
      const findings = await check().catch((error: unknown) => [String(error)]);
      const result = { name, findings, ms: performance.now() - started };
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** One for each tsconfig.json: each runtime is checked with its own types only. */
function typeChecks(): Check[] {
  const configs = listFiles(ROOT, SOURCES).filter((file) => file.endsWith('tsconfig.json'));
  return configs.map((config) => [
    `types ${dirname(config)}`,
    () => failing('tsc', ['--pretty', 'false', '-p', config]),
  ]);
}

async function failing(bin: string, args: readonly string[]): Promise<readonly string[]> {
  const { code, output } = await run(join(ROOT, 'node_modules', '.bin', bin), args, {
    cwd: ROOT,
    limitMs: LIMIT_MS,
  });
  if (code === 0) return [];
  return output.trim() === '' ? [`${bin} ended with ${code}`] : output.trim().split('\n');
}

function longFiles(): string[] {
  return listFiles(ROOT, SOURCES, /(^|\/)(node_modules|dist)\//)
    .filter((file) => /\.(ts|tsx|cjs|mjs)$/.test(file) && !GENERATED.has(file))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1] as const)
    .filter(([, lines]) => lines > MOST_LINES)
    .map(([file, lines]) => `${file}: ${lines} lines, at most ${MOST_LINES}`);
}

/** Versions are exact, and the lockfile names no place to download from. */
function loosePins(): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
  const findings: string[] = [];
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries((manifest[kind] ?? {}) as Record<string, string>)) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) findings.push(`${kind}: ${name} ${version}`);
    }
  }
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  if (/"resolved":\s*"https?:/.test(lock)) findings.push('package-lock.json names download addresses');
  return findings;
}

export function printCheck({ name, findings, ms }: CheckResult): void {
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s)`);
  for (const finding of findings.slice(0, 60)) console.log(`    ${finding}`);
  if (findings.length > 60) console.log(`    … ${findings.length - 60} more`);
}

if (import.meta.main) {
  const results = await runChecks(printCheck);
  const failed = results.filter((result) => result.findings.length > 0).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
