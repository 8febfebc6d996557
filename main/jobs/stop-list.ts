/** The stop list ends by itself: the day after its last day the application waits again at its original date. */
import { endedStopLists } from '../../db/queries/job-runs.ts';
import { firstStopListEnd } from '../../db/queries/place-jobs.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { leavesStopList } from '../../domain/referral-terms.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches, type JobMove, type JobRow, moveAsJob } from './steps.ts';

const BATCH = 50;

export const STOP_LIST: DueJob = {
  name: 'stop_list',
  async due(desk, tx) {
    const last = await firstStopListEnd(tx);
    const on = today(desk.clock);
    if (last === null || !leavesStopList(last, on)) return null;
    return await momentFor(desk, tx, 'stop_list', almatyInstant(on, '00:00'));
  },
  async next(desk, tx) {
    const last = await firstStopListEnd(tx);
    if (last === null) return null;
    const [, latest] = [addDays(last, 1), today(desk.clock)].toSorted();
    return latest === undefined ? null : almatyInstant(latest, '00:00');
  },
  async run(desk) {
    const reference = await desk.reference.get();
    const done = await inBatches(desk, BATCH, async (tx, size) => {
      const rows = await endedStopLists(tx, today(desk.clock), size);
      await moveAsJob(desk, reference, tx, 'stop_list', rows.map(leaving));
      return rows.length;
    });
    return { done, note: null };
  },
};

function leaving(row: JobRow): JobMove {
  return {
    row,
    steps: [{ event: 'leave_stop_list', status: 'queued', stop_list_until: null }],
    notice: { event: 'leave_stop_list', values: {} },
    detail: {},
  };
}
