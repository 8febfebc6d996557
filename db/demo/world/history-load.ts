import type { OpenDatabase } from '../../open.ts';
import { type BulkRow, insertRows } from './bulk.ts';
import type { HistoryStore } from './events.ts';
import type { OnProgress } from './load.ts';
import type { DemoOfficer } from './staff.ts';

/** Rows of one transaction. Each moves the head of its chain: many in one would make it ever slower. */
const ROWS = 400;

/** Writes the history in the order of time; sequence and hashes are the trigger's. */
export async function loadHistory(
  db: OpenDatabase,
  history: HistoryStore,
  staff: readonly DemoOfficer[],
  ids: readonly (readonly number[])[],
  onProgress: OnProgress,
): Promise<void> {
  const nothing = `\\x${'00'.repeat(32)}`;
  let rows: BulkRow[] = [];
  let done = 0;
  const flush = async () => {
    const part = rows;
    rows = [];
    done += part.length;
    await db.write('system', (tx) => insertRows(tx, 'history', part));
    onProgress({ phase: 'history', done, total: history.length });
  };
  for (const step of history.inOrder()) {
    rows.push({
      chain: step.district + 1,
      seq: 0,
      at: new Date(step.at).toISOString(),
      actor: step.officer === null ? jobOf(step.event) : (staff[step.officer]?.person.iin ?? ''),
      staff_post_id: step.officer === null ? null : (ids[step.officer]?.[0] ?? null),
      event: step.event,
      application_id: step.application,
      decision_id: null,
      from_status: step.from,
      to_status: step.to,
      version: step.version,
      detail:
        step.scan === null
          ? {}
          : {
              scan: String(step.scan),
              verdict: step.reason === null ? 'valid' : 'invalid',
              reason: step.reason,
            },
      prev_hash: nothing,
      hash: nothing,
    });
    if (rows.length >= ROWS) {
      await flush();
    }
  }
  await flush();
}

/** The job or portal that causes what no officer does. */
function jobOf(event: string): string {
  switch (event) {
    case 'submit':
    case 'answer':
    case 'decline':
      return 'job:portal';
    case 'register':
      return 'job:registration';
    case 'offer_lapsed':
      return 'job:offers';
    case 'referral_lapsed':
    case 'deactivate':
    case 'requeue':
      return 'job:referrals';
    case 'put_on_stop_list':
    case 'leave_stop_list':
      return 'job:stop_list';
    case 'age_out':
    case 'archive':
      return 'job:cohorts';
    default:
      return 'job:queue';
  }
}
