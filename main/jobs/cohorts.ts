/** On 1 September the cohorts roll: children too old for a place leave what they wait for, and their families are told. */
import { overAge } from '../../db/queries/job-runs.ts';
import { isRunEnded } from '../../db/queries/place-jobs.ts';
import { nextRoll, rollDay } from '../../domain/admission-terms.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { schoolYearOf } from '../../domain/cohort.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { stepAsJob } from './steps.ts';

const BATCH = 50;

export const COHORTS: DueJob = {
  name: 'cohorts',
  async due(desk, tx) {
    const moment = almatyInstant(rollDay(schoolYearOf(today(desk.clock))), '00:00');
    return (await isRunEnded(tx, 'cohorts', moment)) ? null : moment;
  },
  next: async (desk) => almatyInstant(nextRoll(addDays(today(desk.clock), 1)), '00:00'),
  async run(desk) {
    let done = 0;
    for (;;) {
      const count = await desk.db.write('system', async (tx) => {
        const rows = await overAge(tx, BATCH);
        for (const row of rows) {
          const step = {
            event: 'age_out',
            status: 'archived',
            ...(row.status === 'stop_list' ? { stop_list_until: null } : {}),
            ...(row.status === 'inactive' ? { restore_until: null } : {}),
          } as const;
          await stepAsJob(desk, tx, 'cohorts', row, [step], { event: 'age_out', values: {} }, {});
        }
        return rows.length;
      });
      done += count;
      // The whole list is read anew for each batch: what another transaction holds is left for the next round.
      if (count === 0) return { done, note: null };
    }
  },
};
