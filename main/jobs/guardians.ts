/**
 * A guardian is one as long as the court's document says: on the day after its last day the link ends by itself, with its row of
 * history and a word to the family. Who applied stays until another parent takes the application over (docs/trunk-intake.md).
 */
import { endGuardians, firstGuardianEnd } from '../../db/queries/link-requests.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches } from './steps.ts';

/** Links of one transaction: desks wait for it. */
const BATCH = 50;

export const GUARDIANS: DueJob = {
  name: 'guardians',
  async due(desk, tx) {
    const first = await firstGuardianEnd(tx);
    const on = today(desk.clock);
    if (first === null || first > on) return null;
    return await momentFor(desk, tx, 'guardians', almatyInstant(on, '00:00'));
  },
  async next(desk, tx) {
    const first = await firstGuardianEnd(tx);
    if (first === null) return null;
    const on = today(desk.clock);
    // biome-ignore lint/complexity/useMathMinMax: dates as text; Math.max would make NaN of them.
    return almatyInstant(first > on ? first : on, '00:00');
  },
  async run(desk) {
    return { done: await inBatches(desk, BATCH, endGuardians), note: null };
  },
};
