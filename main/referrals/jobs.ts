/** The last run of each job with due moments, and when it is due next, as far as the officer's scope tells. */
import { lastRuns } from '../../db/queries/job-runs.ts';
import type { JobRun } from '../../preload/contract/referrals.ts';
import type { OfficerContext } from '../context.ts';
import { DUE_JOBS } from '../jobs/due.ts';

export async function jobs(ctx: OfficerContext): Promise<JobRun[]> {
  const { role } = ctx.post;
  const readsReferrals = role === 'clerk' || role === 'supervisor';
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const runs = new Map((await lastRuns(tx)).map((run) => [run.job, run]));
    const rows: JobRun[] = [];
    for (const job of DUE_JOBS) {
      const run = runs.get(job.name);
      rows.push({
        job: job.name,
        lastDueAt: run?.due_at ?? null,
        startedAt: run?.started_at ?? null,
        endedAt: run?.ended_at ?? null,
        outcome: run === undefined ? null : (run.outcome ?? 'running'),
        done: run?.done ?? 0,
        nextDueAt: readsReferrals ? await job.next(ctx.desk, tx) : null,
      });
    }
    return rows;
  });
}
