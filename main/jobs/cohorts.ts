/** On 1 September the cohorts roll: children too old for a place leave what they wait for, and their families are told. */
import { overAge } from '../../db/queries/job-runs.ts';
import { hasOverAge, isRunEnded } from '../../db/queries/place-jobs.ts';
import { nextRoll, rollDay } from '../../domain/admission-terms.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { schoolYearOf } from '../../domain/cohort.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches, type JobMove, type JobRow, moveAsJob } from './steps.ts';

const BATCH = 50;

export const COHORTS: DueJob = {
  name: 'cohorts',
  async due(desk, tx) {
    const on = today(desk.clock);
    const day = rollDay(schoolYearOf(on));
    const moment = almatyInstant(day, '00:00');
    if (!(await isRunEnded(tx, 'cohorts', moment))) return moment;
    // On the day itself what another transaction held is looked for again.
    return on === day && (await hasOverAge(tx)) ? await momentFor(desk, tx, 'cohorts', moment) : null;
  },
  next: async (desk) => almatyInstant(nextRoll(addDays(today(desk.clock), 1)), '00:00'),
  async run(desk) {
    const reference = await desk.reference.get();
    const done = await inBatches(desk, BATCH, async (tx, size) => {
      const rows = await overAge(tx, size);
      await moveAsJob(desk, reference, tx, 'cohorts', rows.map(leaving));
      return rows.length;
    });
    return { done, note: null };
  },
};

function leaving(row: JobRow): JobMove {
  return {
    row,
    steps: [
      {
        event: 'age_out',
        status: 'archived',
        ...(row.status === 'stop_list' ? { stop_list_until: null } : {}),
        ...(row.status === 'inactive' ? { restore_until: null } : {}),
      },
    ],
    notice: { event: 'age_out', values: {} },
    detail: {},
  };
}
