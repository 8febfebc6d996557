import type { OpenDatabase } from '../db/open.ts';
import { insertInstallation } from '../db/queries/office.ts';
import { installation } from '../db/queries/reference.ts';
import { installReference } from '../db/reference.ts';
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
  const found = await db.read('system', installation);
  if (found === undefined && options.demo === true) {
    const { makeDemo } = await import('./demo/make.ts');
    await makeDemo(db, options);
    return;
  }
  // At every start: a newer program may ship a reason, a profile or a step of the state machine more.
  const isDemo = found?.kind === 'demo';
  await db.write('system', async (tx) => {
    await installReference(tx, { regional: !isDemo });
    if (found === undefined) await insertInstallation(tx, 'office');
  });
}
