/**
 * On the day rules come into force that say otherwise than those before who stands together, the families that wait are put so.
 * Each child moved has its row of history. Rules saved for the day itself are followed at once.
 */
import { regroupQueue } from '../../db/queries/job-runs.ts';
import { familyRules, queueIds } from '../../db/queries/place-jobs.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches } from './steps.ts';

const BATCH = 50;

export const FAMILIES: DueJob = {
  name: 'families',
  async due(desk, tx) {
    const rules = await familyRules(tx, today(desk.clock));
    if (rules.began === null || rules.today === null || rules.today === rules.followed) return null;
    return await momentFor(desk, tx, 'families', almatyInstant(rules.began, '00:00'));
  },
  async next(desk, tx) {
    const { next } = await familyRules(tx, today(desk.clock));
    return next === null ? null : almatyInstant(next, '00:00');
  },
  async run(desk) {
    const on = today(desk.clock);
    const { queues, rules } = await desk.db.read('system', async (tx) => ({
      queues: await queueIds(tx),
      rules: await familyRules(tx, on),
    }));
    let done = 0;
    for (const queue of queues) {
      done += await inBatches(desk, BATCH, (tx, size) => regroupQueue(tx, queue, size));
    }
    return { done, note: rules.today };
  },
};
