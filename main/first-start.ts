import type { OpenDatabase } from '../db/open.ts';
import { insertInstallation } from '../db/queries/office.ts';
import { installation } from '../db/queries/reference.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface FirstStart {
  readonly dataFolder: string;
  readonly demo?: boolean;
  readonly clock?: Clock;
  readonly log?: Log;
}

/**
 * Makes an empty embedded database into a desk's: the demo world when asked for, else an office with the shipped rules,
 * whose districts and staff an administrator adds (`kezek staff`).
 */
export async function prepareEmbedded(db: OpenDatabase, options: FirstStart): Promise<void> {
  // 'system': the first start has no officer.
  if ((await db.read('system', installation)) !== undefined) return;
  if (options.demo === true) {
    const { makeDemo } = await import('./demo/make.ts');
    await makeDemo(db, options);
    return;
  }
  await db.write('system', (tx) => insertInstallation(tx, 'office'));
}
