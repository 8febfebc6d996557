import { isRunEnded } from '../../db/queries/place-jobs.ts';
import type { Reader } from '../../db/queries/reader.ts';
import type { Desk } from '../context.ts';

const AGAIN_MS = 10 * 60_000;

/**
 * The moment to run for something overdue: its own, or, where that was run and something is left (a row another transaction
 * held, a run that failed), the running ten minutes; null when these were tried too.
 */
export async function momentFor(desk: Desk, tx: Reader, job: string, overdue: Date): Promise<Date | null> {
  if (!(await isRunEnded(tx, job, overdue))) return overdue;
  const again = new Date(Math.floor(desk.clock.now().getTime() / AGAIN_MS) * AGAIN_MS);
  return again <= overdue || (await isRunEnded(tx, job, again)) ? null : again;
}
