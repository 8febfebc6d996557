/** What a bench run leaves: a table on the screen, results/latest.json, and the same table in docs/bench.md. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from './measure.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LATEST = join(ROOT, 'test/bench/results/latest.json');
const PAGE = join(ROOT, 'docs/bench.md');

/** Results of one named part of the bench, when it was run. */
interface Part {
  readonly ranAt: string;
  readonly results: readonly Result[];
}

interface Latest {
  readonly machine: string;
  readonly node: string;
  readonly parts: Readonly<Record<string, Part>>;
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function cells(line: Result): readonly string[] {
  const { baseline, target } = line;
  return [
    line.name,
    String(line.n),
    `${figure(line.p50)} ${line.unit}`,
    `${figure(line.p95)} ${line.unit}`,
    baseline === undefined ? '' : `${baseline.name} ${figure(baseline.p50)} / ${figure(baseline.p95)}`,
    baseline === undefined ? '' : `${baseline.ratio.toFixed(2)}×`,
    target === undefined ? '' : target.text,
    target === undefined ? '' : target.met ? 'met' : 'MISSED',
  ];
}

const HEAD = ['what', 'n', 'p50', 'p95', 'baseline p50 / p95', 'ratio', 'target', ''] as const;

/** The results as a table with aligned columns. */
export function table(results: readonly Result[]): string {
  const rows = [HEAD as readonly string[], ...results.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function markdown(results: readonly Result[]): string {
  const row = (values: readonly string[]) => `| ${values.join(' | ')} |`;
  return [row(HEAD), row(HEAD.map(() => '---')), ...results.map((line) => row(cells(line)))].join('\n');
}

async function readLatest(): Promise<Latest['parts']> {
  try {
    return (JSON.parse(await readFile(LATEST, 'utf8')) as Latest).parts;
  } catch {
    return {};
  }
}

/** Puts the parts that ran over the ones kept from earlier runs and writes both files. */
export async function keep(ran: Readonly<Record<string, readonly Result[]>>): Promise<void> {
  const ranAt = new Date().toISOString();
  const fresh = Object.fromEntries(Object.entries(ran).map(([name, results]) => [name, { ranAt, results }]));
  const parts = { ...(await readLatest()), ...fresh };
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const latest: Latest = { machine, node: process.version, parts };
  await mkdir(join(ROOT, 'test/bench/results'), { recursive: true });
  await writeFile(LATEST, `${JSON.stringify(latest, null, 2)}\n`);
  const sections = Object.entries(parts).map(
    ([name, part]) => `## ${name}\n\nRun at ${part.ranAt}.\n\n${markdown(part.results)}\n`,
  );
  await writeFile(
    PAGE,
    `# Bench\n\nMade by \`npm run bench\`; do not edit. Every figure stands beside a baseline taken in the same run, turn by turn:\n` +
      `the ratios travel between machines, the milliseconds do not. Machine: ${machine}; Node ${process.version}.\n` +
      `A ratio is p50 to p50.\n\n${sections.join('\n')}`,
  );
}
