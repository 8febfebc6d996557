/** Counting a batch. Pure. */
import type { Row } from './use-run.ts';

/** Whether a row may be signed: prepared, nothing against it, not signed yet. */
export function signable(row: Row): boolean {
  return row.prepared !== null && row.prepared.obstacles.length === 0 && row.result?.ok !== true;
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
  const ready = rows.filter(signable).length - failed;
  return { signed, failed, ready, cannot: rows.length - signed - failed - ready };
}

/** Seconds left at the pace so far; null until there is a pace. */
export function secondsLeft(done: number, of: number, elapsedMs: number): number | null {
  return done < 2 || elapsedMs < 1000 ? null : Math.ceil(((elapsedMs / done) * (of - done)) / 1000);
}
