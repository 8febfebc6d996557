/** Applications that two desks took in the same moment did not see each other: the latest are looked at once more. */
import { findLateDuplicates } from '../../db/queries/duplicates.ts';
import type { Desk } from '../context.ts';
import { haveJobLock } from './lock.ts';

/** So many of the latest applications: more than an office takes between two looks. */
const AMONG = 5000;

export async function findMissedDuplicates(desk: Desk): Promise<void> {
  // One folder, one program, one transaction at a time: nothing is ever missed there.
  if (desk.db.kind === 'embedded') return;
  // 'system': pairs are found by the desk, and told to nobody but the officers of the two districts.
  const found = await desk.db.write('system', async (tx) =>
    (await haveJobLock(tx, 'duplicates')) ? await findLateDuplicates(tx, AMONG) : 0,
  );
  if (found > 0) desk.log.info('DUPLICATES_FOUND', { count: found });
}
