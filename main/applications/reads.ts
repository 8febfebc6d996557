import type { ApplicationRecord } from '../../db/queries/applications.ts';
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';

/** A screen that asks again (a refetch, another tab) within this time is the same reading. */
const SAME_READING_MS = 5 * 60_000;
const MAX_REMEMBERED = 2000;

/** Readings of this session, so that a refetch is not written as another reading. */
export interface ReadingMemory {
  /** True the first time an officer opens an application, and again after five minutes. */
  isNew(officerIin: string, applicationId: string, now: Date): boolean;
}

export function createReadingMemory(): ReadingMemory {
  const seen = new Map<string, number>();
  return {
    isNew(officerIin, applicationId, now) {
      const key = `${officerIin}:${applicationId}`;
      const last = seen.get(key);
      if (last !== undefined && now.getTime() - last < SAME_READING_MS && now.getTime() >= last) {
        return false;
      }
      seen.delete(key);
      seen.set(key, now.getTime());
      if (seen.size > MAX_REMEMBERED) {
        const [oldest] = seen.keys();
        if (oldest !== undefined) seen.delete(oldest);
      }
      return true;
    },
  };
}

/** Writes to the history that the officer opened a card. Personal data is shown only after this is written. */
export async function recordReading(
  ctx: OfficerContext,
  row: Pick<ApplicationRecord, 'id' | 'district_id'>,
  part:
    | 'card'
    | 'review'
    | 'decisions'
    | 'queue'
    | 'referral'
    | 'admission'
    | 'companions'
    | 'links'
    | 'duplicates'
    | 'notice',
): Promise<void> {
  const now = ctx.desk.clock.now();
  if (!ctx.desk.readings.isNew(ctx.officer.iin, row.id, now)) {
    return;
  }
  await ctx.desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'read',
      applicationId: row.id,
      detail: { part },
    }),
  );
}
