/** The bulletin of free places, each day at the hour of the district's profile. A day whose hour was slept through gets it late. */
import { bulletinHours, publishBulletin } from '../../db/queries/job-runs.ts';
import { isRunEnded } from '../../db/queries/place-jobs.ts';
import { almatyDate, almatyInstant, almatyTime } from '../../domain/calendar.ts';
import { addDays } from '../../domain/civil-date.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';

const hourOf = (row: { readonly bulletin_time: string }): string => row.bulletin_time.slice(0, 5);

export const BULLETIN: DueJob = {
  name: 'bulletin',
  /** Yesterday's list cannot be told today: only the hours of today are caught up. */
  async due(desk, tx) {
    const hours = [...new Set((await bulletinHours(tx)).map(hourOf))].toSorted();
    for (const hour of hours) {
      const moment = almatyInstant(today(desk.clock), hour);
      if (moment <= desk.clock.now() && !(await isRunEnded(tx, 'bulletin', moment))) return moment;
    }
    return null;
  },
  async next(desk, tx) {
    const hours = [...new Set((await bulletinHours(tx)).map(hourOf))].toSorted();
    const on = today(desk.clock);
    const moments = [on, addDays(on, 1)].flatMap((day) => hours.map((hour) => almatyInstant(day, hour)));
    return moments.find((moment) => moment > desk.clock.now()) ?? null;
  },
  async run(desk, dueAt) {
    const day = almatyDate(dueAt);
    const hour = almatyTime(dueAt);
    let published = 0;
    let free = 0;
    await desk.db.write('system', async (tx) => {
      for (const row of (await bulletinHours(tx)).filter((one) => hourOf(one) === hour)) {
        const told = await publishBulletin(tx, row.district_id, day, desk.clock.now());
        if (told === null) continue;
        published++;
        free += told;
      }
    });
    return { done: published, note: `free ${free}` };
  },
};
