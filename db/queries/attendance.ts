/** What goes out to the attendance system, and what became of it. Run by 'system': on a server a desk with nobody signed in. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { rowsOf } from './reader.ts';

export type AttendanceChannel = 'file' | 'http';

/** A change that is this desk's to send now. */
export interface TakenChange {
  readonly batch: string;
  readonly change: string;
  /** The JSON of docs/attendance.md. */
  readonly body: string;
  readonly attempts: number;
}

/** Takes what is to be sent by a channel, oldest first; nobody else is given it until the lease ends. */
export async function takeChanges(
  tx: WriteTransaction,
  channel: AttendanceChannel,
  limit: number,
  leaseSeconds: number,
): Promise<readonly TakenChange[]> {
  return await rowsOf(
    tx,
    sql<TakenChange>`select batch, change, body, attempts from kezek.attendance_take(${channel}, ${limit}, ${leaseSeconds})`,
  );
}

/** Reports what became of a change; false where another desk took it over meanwhile. */
export async function reportChange(
  tx: WriteTransaction,
  channel: AttendanceChannel,
  taken: Pick<TakenChange, 'batch' | 'change'>,
  outcome: {
    readonly state: 'sent' | 'failed' | 'refused';
    readonly why: string | null;
    readonly retryAt: Date | null;
  },
): Promise<boolean> {
  const [row] = await rowsOf(
    tx,
    sql<{
      done: boolean;
    }>`select kezek.attendance_report(${channel}, ${taken.batch}::int8, ${taken.change}::int8, ${outcome.state},
      ${outcome.why}, ${outcome.retryAt}) as done`,
  );
  return row?.done === true;
}

/** Posts that began and permits that ran out, so many at most of each; answers how many were moved. */
export async function moveDueCompanions(tx: WriteTransaction, limit: number): Promise<number> {
  const [row] = await rowsOf(tx, sql<{ moved: number }>`select kezek.companions_due(${limit}) as moved`);
  return row?.moved ?? 0;
}
