/**
 * Jobs with due moments: each moment is run once however many desks are open, and what was missed overnight is caught up. All as
 * 'system': terms run out without any officer; on a server that is a desk with nobody signed in, whose steps the database limits.
 */

import { claimRun, endRun } from '../../db/queries/job-runs.ts';
import type { Reader } from '../../db/queries/reader.ts';
import type { Desk } from '../context.ts';
import { safeErrorFields } from '../log.ts';
import { BULLETIN } from './bulletin.ts';
import { COHORTS } from './cohorts.ts';
import { FAMILIES } from './families.ts';
import { GUARDIANS } from './guardians.ts';
import { INTEREST } from './interest.ts';
import { BENEFITS, OFFERS, REFERRALS } from './lapses.ts';
import { STOP_LIST } from './stop-list.ts';

/** How long a run may be silent before another desk takes it up: its steps are small, and each is judged anew. */
const BROKEN_AFTER_MS = 10 * 60_000;
/** Of one job in one round: hours of a day that were missed come one after another. */
const MOST_MOMENTS = 24;

export interface Ran {
  readonly done: number;
  /** Codes and counts; no names. */
  readonly note: string | null;
}

/** A job that is due at moments of its own. */
export interface DueJob {
  readonly name: string;
  /** The moment to be run now; null while nothing is due. */
  due(desk: Desk, tx: Reader): Promise<Date | null>;
  /** The next moment that is known, for the screen. */
  next(desk: Desk, tx: Reader): Promise<Date | null>;
  run(desk: Desk, dueAt: Date): Promise<Ran>;
}

export const DUE_JOBS: readonly DueJob[] = [
  OFFERS,
  REFERRALS,
  BENEFITS,
  STOP_LIST,
  COHORTS,
  FAMILIES,
  INTEREST,
  GUARDIANS,
  BULLETIN,
];

/** Runs what is due now, job by job. One that fails is told in its run and in the log, and keeps none of the others. */
export async function runDueJobs(desk: Desk): Promise<void> {
  for (const job of DUE_JOBS) {
    try {
      await runJob(desk, job);
    } catch (error) {
      desk.log.error('JOB_FAILED', { job: job.name, ...safeErrorFields(error) });
    }
  }
}

async function runJob(desk: Desk, job: DueJob): Promise<void> {
  for (let moment = 0; moment < MOST_MOMENTS; moment++) {
    const dueAt = await desk.db.read('system', (tx) => job.due(desk, tx));
    if (dueAt === null) return;
    const now = desk.clock.now();
    const run = { job: job.name, dueAt, now, brokenAfterMs: BROKEN_AFTER_MS };
    const isMine = await desk.db.write('system', (tx) => claimRun(tx, run));
    if (!isMine) return;
    await runOnce(desk, job, dueAt);
  }
}

async function runOnce(desk: Desk, job: DueJob, dueAt: Date): Promise<void> {
  const end = (outcome: 'done' | 'failed', ran: Ran): Promise<boolean> =>
    desk.db.write('system', (tx) =>
      endRun(tx, { job: job.name, dueAt, at: desk.clock.now(), outcome, ...ran }),
    );
  let ran: Ran;
  try {
    ran = await job.run(desk, dueAt);
  } catch (error) {
    const { code, sqlState, constraint } = safeErrorFields(error) as Record<string, unknown>;
    await end('failed', { done: 0, note: String(constraint ?? sqlState ?? code ?? 'UNKNOWN') });
    throw error;
  }
  await end('done', ran);
}
