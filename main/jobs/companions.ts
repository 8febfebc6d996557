/** Jobs of companions: what a day brings to their permits, and what the attendance system must be told. */
import { moveDueCompanions } from '../../db/queries/attendance.ts';
import { sendAttendance } from '../attendance/send.ts';
import type { Desk } from '../context.ts';
import { haveJobLock } from './lock.ts';

const BATCH = 200;

/** Sends what is due; a desk without a folder and an address has nothing to do. */
export async function sendDueAttendance(desk: Desk): Promise<void> {
  await sendAttendance(desk, desk.attendance);
}

/**
 * Suspends companions whose post in a kindergarten began, ends permits whose last day is over. 'system': a day begins without any
 * officer; the database itself says which, and tells the history.
 */
export async function moveCompanions(desk: Desk): Promise<void> {
  let moved = BATCH;
  while (moved >= BATCH) {
    moved = await desk.db.write('system', async (tx) =>
      (await haveJobLock(tx, 'companions')) ? await moveDueCompanions(tx, BATCH) : 0,
    );
  }
}
