/** Counting a batch. Pure. */
import type { Row } from './use-run.ts';

/** Failures that say nothing of the decision itself: the same document may be signed once they are mended. */
const PASSING: ReadonlySet<string> = new Set([
  'KEY',
  'KEY_CLOSED',
  'DB_UNREACHABLE',
  'SIGNED_OUT',
  'INTERNAL',
]);

/**
 * Whether a row may be signed: prepared, nothing against it, not signed yet. One that was changed or refused since must be
 * looked at and decided anew.
 */
export function signable(row: Row): boolean {
  const { prepared, result } = row;
  if (prepared === null || prepared.obstacles.length > 0 || result?.ok === true) {
    return false;
  }
  return result === null || result.error === null || PASSING.has(result.error.code);
}

export type Counts = {
  readonly ready: number;
  readonly cannot: number;
  readonly signed: number;
  readonly failed: number;
};

/** How many rows may be signed, cannot be, are signed, and were tried without success. */
export function countRows(rows: readonly Row[]): Counts {
  const signed = rows.filter((row) => row.result?.ok === true).length;
  const failed = rows.filter((row) => row.prepared !== null && row.result?.ok === false).length;
  const ready = rows.filter((row) => row.result === null && signable(row)).length;
  return { signed, failed, ready, cannot: rows.length - signed - failed - ready };
}

/** Seconds left at the pace so far; null until there is a pace. */
export function secondsLeft(done: number, of: number, elapsedMs: number): number | null {
  return done < 2 || elapsedMs < 1000 ? null : Math.ceil(((elapsedMs / done) * (of - done)) / 1000);
}
