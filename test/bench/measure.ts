/** Measuring: samples in milliseconds, their quantiles, and a value beside its baseline taken in the same run, turn by turn. */

export interface Quantiles {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
}

/** One line of the report. */
export interface Result {
  readonly name: string;
  readonly unit: 'ms' | 'kB';
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  /** What it is compared with, if anything, and how many times slower than that it is (by p50). */
  readonly baseline?: {
    readonly name: string;
    readonly p50: number;
    readonly p95: number;
    readonly ratio: number;
  };
  /** Upper limits from the issue; `met` is their verdict. */
  readonly target?: { readonly text: string; readonly met: boolean };
  readonly note?: string;
}

export interface Target {
  readonly p50?: number;
  readonly p95?: number;
  readonly ratio?: number;
}

/** The q-quantile of sorted or unsorted samples, by the nearest rank. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export function quantiles(samples: readonly number[]): Quantiles {
  return { n: samples.length, p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

export type Step = (index: number) => unknown;

/** Runs `step` `warmUp + n` times and answers the last `n` durations in ms. */
export async function time(step: Step, n: number, warmUp = Math.ceil(n / 10)): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < warmUp + n; index += 1) {
    const started = performance.now();
    await step(index);
    if (index >= warmUp) samples.push(performance.now() - started);
  }
  return samples;
}

/** Times two steps in turn, so that a busy moment of the machine falls on both. Answers their samples. */
export async function timeBeside(
  subject: Step,
  baseline: Step,
  n: number,
  warmUp = Math.ceil(n / 10),
): Promise<{ subject: number[]; baseline: number[] }> {
  const taken = { subject: [] as number[], baseline: [] as number[] };
  for (let index = 0; index < warmUp + n; index += 1) {
    // The order changes each turn: whoever comes second finds the caches warm.
    const order = index % 2 === 0 ? (['subject', 'baseline'] as const) : (['baseline', 'subject'] as const);
    for (const who of order) {
      const started = performance.now();
      await (who === 'subject' ? subject : baseline)(index);
      if (index >= warmUp) taken[who].push(performance.now() - started);
    }
  }
  return taken;
}

/** A line for samples in ms, judged by its target. */
export function result(
  name: string,
  samples: readonly number[],
  options: { baseline?: { name: string; samples: readonly number[] }; target?: Target; note?: string } = {},
): Result {
  const own = quantiles(samples);
  const base =
    options.baseline === undefined
      ? undefined
      : { name: options.baseline.name, ...quantiles(options.baseline.samples) };
  const ratio = base === undefined ? undefined : own.p50 / base.p50;
  return {
    name,
    unit: 'ms',
    ...own,
    ...(base === undefined || ratio === undefined
      ? {}
      : { baseline: { name: base.name, p50: base.p50, p95: base.p95, ratio } }),
    ...(options.target === undefined ? {} : { target: judge(own, ratio, options.target) }),
    ...(options.note === undefined ? {} : { note: options.note }),
  };
}

function judge(own: Quantiles, ratio: number | undefined, target: Target): { text: string; met: boolean } {
  const parts: string[] = [];
  let met = true;
  const check = (label: string, value: number | undefined, limit: number | undefined, suffix: string) => {
    if (limit === undefined) return;
    parts.push(`${label} ≤ ${limit}${suffix}`);
    met &&= value !== undefined && value <= limit;
  };
  check('p50', own.p50, target.p50, ' ms');
  check('p95', own.p95, target.p95, ' ms');
  check('ratio', ratio, target.ratio, '');
  return { text: parts.join(', '), met };
}
