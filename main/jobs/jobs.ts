/** Work the desk does by itself, on timers. On a server several desks run them: an advisory lock lets one at a time. */

import { join } from 'node:path';
import { appendHistory } from '../../db/queries/acts.ts';
import { lapsedClaims, setClaim } from '../../db/queries/claims.ts';
import { forgetOldAnswers } from '../../db/queries/jobs.ts';
import { forgetWalkIns } from '../../db/queries/walk-in.ts';
import { nextStatus } from '../../domain/status.ts';
import type { Desk } from '../context.ts';
import { takeWatchedFolder } from '../intake/job.ts';
import { safeErrorFields } from '../log.ts';
import { sendNotices } from '../notices/job.ts';
import { moveCompanions, sendDueAttendance } from './companions.ts';
import { runDueJobs } from './due.ts';
import { findMissedDuplicates } from './duplicates.ts';
import { haveJobLock } from './lock.ts';
import { recheckRevocation } from './recheck.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BATCH = 200;

export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly firstMs: number;
  /** Waits for other people's servers: in a row of its own, and nobody waits for it. */
  readonly apart?: true;
  run(desk: Desk): Promise<void>;
}

const JOBS: readonly Job[] = [
  { name: 'claims', everyMs: MINUTE, firstMs: 5_000, run: releaseLapsedClaims },
  { name: 'due', everyMs: MINUTE, firstMs: 10_000, run: runDueJobs },
  { name: 'intake', everyMs: 1_000, firstMs: 3_000, run: takeWatchedFolder },
  // Changes of companions are at the attendance system within fifteen minutes.
  { name: 'attendance', everyMs: MINUTE, firstMs: 20_000, apart: true, run: sendDueAttendance },
  { name: 'companions', everyMs: HOUR, firstMs: 2 * MINUTE, run: moveCompanions },
  { name: 'notices', everyMs: 15_000, firstMs: 12_000, apart: true, run: (desk) => sendNotices(desk) },
  { name: 'duplicates', everyMs: 10 * MINUTE, firstMs: 3 * MINUTE, run: findMissedDuplicates },
  { name: 'recheck', everyMs: 10 * MINUTE, firstMs: MINUTE, run: recheckRevocation },
  { name: 'answers', everyMs: 24 * HOUR, firstMs: 10 * MINUTE, run: forgetAnswers },
  { name: 'maintenance', everyMs: 6 * HOUR, firstMs: 15 * MINUTE, run: maintain },
  { name: 'backup', everyMs: 24 * HOUR, firstMs: 20 * MINUTE, run: backUp },
];

/** Starts the jobs; the answer stops them and waits for those under way. */
export function startJobs(desk: Desk, jobs: readonly Job[] = JOBS): () => Promise<void> {
  const timers = new Set<NodeJS.Timeout>();
  const rows = new Map<string, Promise<void>>();
  let stopped = false;

  function schedule(job: Job, inMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      // One after another: the embedded engine has one connection, and people's acts come first.
      const row = job.apart === true ? job.name : 'common';
      const before = rows.get(row) ?? Promise.resolve();
      rows.set(
        row,
        before
          .then(() => runJob(desk, job))
          .then(() => {
            if (!stopped) schedule(job, job.everyMs);
          }),
      );
    }, inMs);
    timer.unref();
    timers.add(timer);
  }

  for (const job of jobs) schedule(job, job.firstMs);
  return async () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(rows.values());
  };
}

async function runJob(desk: Desk, job: Job): Promise<void> {
  try {
    await job.run(desk);
  } catch (error) {
    desk.log.error('JOB_FAILED', { job: job.name, ...safeErrorFields(error) });
  }
}

/** Frees applications whose lease ran out. Written to the history as the act of a job. */
export async function releaseLapsedClaims(desk: Desk): Promise<void> {
  let freed = BATCH;
  while (freed === BATCH) {
    // 'system': a lease ends without any officer.
    freed = await desk.db.write('system', async (tx) => {
      if (!(await haveJobLock(tx, 'claims'))) return 0;
      const now = desk.clock.now();
      const rows = await lapsedClaims(tx, now, BATCH);
      for (const row of rows) {
        const next = nextStatus(row.status, 'release') ?? row.status;
        await setClaim(tx, row, { holder: null, since: now, until: now, status: next });
        await appendHistory(tx, {
          chain: row.district_id,
          at: now,
          actor: 'job:claims',
          postId: null,
          event: 'claim_lapsed',
          applicationId: row.id,
          fromStatus: row.status,
          toStatus: next,
          version: row.version + 1,
          detail: { held_by: row.claimed_by },
        });
      }
      return rows.length;
    });
  }
}

async function forgetAnswers(desk: Desk): Promise<void> {
  const before = new Date(desk.clock.now().getTime() - 30 * 24 * HOUR);
  await desk.db.write('system', async (tx) => {
    await forgetOldAnswers(tx, before);
    // Who went away from the counter without being registered is not kept: a family comes back within days.
    await forgetWalkIns(tx, 7);
  });
}

async function maintain(desk: Desk): Promise<void> {
  const report = await desk.db.maintain();
  desk.log.info('MAINTAINED', { vacuumMs: report.vacuumMs, checkpointMs: report.checkpointMs });
}

/** A dated copy beside the database, kept by the rule of db/maintenance.ts. A server has its own backups. */
async function backUp(desk: Desk): Promise<void> {
  if (desk.db.kind !== 'embedded') return;
  const report = await desk.db.backup(join(desk.dataFolder, 'backups'));
  desk.log.info('BACKED_UP', { bytes: report.bytes, durationMs: Math.round(report.durationMs) });
}
