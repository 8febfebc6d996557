/** What every act writes beside its own rows: its history and the answer to its idempotency key. */
import type { WriteTransaction } from '../transaction.ts';
import type { Reader } from './reader.ts';

/** One event for the hash-chained history; the trigger gives it its place in the chain. */
export interface HistoryEvent {
  /** District of the application; 0 for what belongs to none. */
  readonly chain: number;
  readonly at: Date;
  /** IIN of the officer, or 'job:<name>'. */
  readonly actor: string;
  readonly postId: number | null;
  readonly event: string;
  readonly applicationId?: string | null;
  readonly decisionId?: string | null;
  readonly fromStatus?: string | null;
  readonly toStatus?: string | null;
  readonly version?: number | null;
  /** Text, numbers and lists that explain the event; no names of people. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Appends to the history. Sequence and hashes are the database's: what is written here is overwritten by its trigger. */
export async function appendHistory(tx: WriteTransaction, event: HistoryEvent): Promise<void> {
  await appendHistories(tx, [event]);
}

/** Appends several events in their order, in one statement. */
export async function appendHistories(tx: WriteTransaction, events: readonly HistoryEvent[]): Promise<void> {
  if (events.length === 0) return;
  const nothing = Buffer.alloc(32);
  await tx
    .insertInto('history')
    .values(
      events.map((event) => ({
        chain: event.chain,
        seq: '0',
        at: event.at,
        actor: event.actor,
        staff_post_id: event.postId,
        event: event.event,
        application_id: event.applicationId ?? null,
        decision_id: event.decisionId ?? null,
        from_status: event.fromStatus ?? null,
        to_status: event.toStatus ?? null,
        version: event.version ?? null,
        detail: JSON.stringify(event.detail ?? {}),
        prev_hash: nothing,
        hash: nothing,
      })),
    )
    .execute();
}

export async function answeredBefore(tx: Reader, key: string) {
  return await tx
    .selectFrom('idempotency')
    .select(['staff_iin', 'act', 'request_sha256', 'response'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Answers given before to any of these keys. */
export async function answeredAmong(tx: Reader, keys: readonly string[]) {
  if (keys.length === 0) return [];
  return await tx
    .selectFrom('idempotency')
    .select(['key', 'staff_iin', 'act', 'request_sha256', 'response'])
    .where('key', 'in', [...keys])
    .execute();
}

/** The answer to a key, kept for its repeats. */
export interface KeptAnswer {
  readonly key: string;
  readonly staffIin: string;
  readonly act: string;
  readonly requestSha256: Uint8Array;
  readonly response: unknown;
  readonly at: Date;
}

export async function rememberAnswer(tx: WriteTransaction, row: KeptAnswer): Promise<void> {
  await rememberAnswers(tx, [row]);
}

export async function rememberAnswers(tx: WriteTransaction, rows: readonly KeptAnswer[]): Promise<void> {
  await tx
    .insertInto('idempotency')
    .values(
      rows.map((row) => ({
        key: row.key,
        staff_iin: row.staffIin,
        act: row.act,
        request_sha256: Buffer.from(row.requestSha256),
        response: JSON.stringify(row.response),
        answered_at: row.at,
      })),
    )
    .execute();
}
