import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../open.ts';
import type { WriteTransaction } from '../../transaction.ts';
import { type BulkRow, hexBytes, insertRows } from './bulk.ts';
import type { HistoryStep, HistoryStore } from './events.ts';
import type { OnProgress } from './load.ts';
import type { DemoOfficer } from './staff.ts';

/** Rows of one transaction. */
const ROWS = 2000;

/**
 * Writes the history in the order of time, chained here as the trigger would chain it row by row: `kezek verify` reads it with the
 * database's own hash, and finds the first row that was chained otherwise.
 */
export async function loadHistory(
  db: OpenDatabase,
  history: HistoryStore,
  staff: readonly DemoOfficer[],
  ids: readonly (readonly number[])[],
  onProgress: OnProgress,
): Promise<void> {
  const chains = new Chains();
  let rows: BulkRow[] = [];
  let done = 0;
  const flush = async () => {
    const part = rows;
    rows = [];
    done += part.length;
    await db.write('system', (tx) => insertChained(tx, part, chains.heads()));
    onProgress({ phase: 'history', done, total: history.length });
  };
  for (const step of history.inOrder()) {
    rows.push(
      chains.link({
        chain: step.district + 1,
        at: new Date(step.at).toISOString(),
        actor: step.officer === null ? jobOf(step.event) : (staff[step.officer]?.person.iin ?? ''),
        staff_post_id: step.officer === null ? null : (ids[step.officer]?.[0] ?? null),
        event: step.event,
        application_id: step.application,
        decision_id: null,
        from_status: step.from,
        to_status: step.to,
        version: step.version,
        detail: detailOf(step),
      }),
    );
    if (rows.length >= ROWS) {
      await flush();
    }
  }
  await flush();
}

async function insertChained(
  tx: WriteTransaction,
  rows: readonly BulkRow[],
  heads: readonly BulkRow[],
): Promise<void> {
  await sql`alter table kezek.history disable trigger history_chain`.execute(tx);
  await insertRows(tx, 'history', rows);
  await sql`alter table kezek.history enable trigger history_chain`.execute(tx);
  await sql`insert into kezek.history_head (chain, last_seq, last_hash)
    select chain, last_seq, last_hash from json_populate_recordset(null::kezek.history_head, ${JSON.stringify(heads)}::json)
    on conflict (chain) do update set last_seq = excluded.last_seq, last_hash = excluded.last_hash`.execute(
    tx,
  );
}

function detailOf(step: HistoryStep): HistoryFields['detail'] {
  if (step.scan === null) {
    return {};
  }
  // In the order a jsonb column keeps its keys: the shorter first.
  return {
    scan: String(step.scan),
    reason: step.reason,
    verdict: step.reason === null ? 'valid' : 'invalid',
  };
}

type HistoryFields = {
  readonly chain: number;
  readonly at: string;
  readonly actor: string;
  readonly staff_post_id: number | null;
  readonly event: string;
  readonly application_id: number;
  readonly decision_id: null;
  readonly from_status: string | null;
  readonly to_status: string | null;
  readonly version: number | null;
  readonly detail: Readonly<Record<string, string | null>>;
};

/** The chains of the districts: where each stands, and the next row of it. See docs/history.md for the text that is hashed. */
class Chains {
  readonly #heads = new Map<number, { seq: number; hash: Buffer }>();

  link(fields: HistoryFields): BulkRow {
    const head = this.#heads.get(fields.chain) ?? { seq: 0, hash: Buffer.alloc(32) };
    const seq = head.seq + 1;
    const hash = createHash('sha256').update(head.hash).update(chainText(fields, seq)).digest();
    this.#heads.set(fields.chain, { seq, hash });
    return { ...fields, seq, prev_hash: hexBytes(head.hash), hash: hexBytes(hash) };
  }

  heads(): readonly BulkRow[] {
    return [...this.#heads].map(([chain, { seq, hash }]) => ({
      chain,
      last_seq: seq,
      last_hash: hexBytes(hash),
    }));
  }
}

function chainText(fields: HistoryFields, seq: number): string {
  return [
    fields.chain,
    seq,
    fields.at.replace(/\.(\d{3})Z$/, '.$1000Z'),
    fields.actor,
    fields.staff_post_id,
    fields.event,
    fields.application_id,
    fields.decision_id,
    fields.from_status,
    fields.to_status,
    fields.version,
    jsonbText(fields.detail),
  ]
    .map((value) => (value === null ? '-' : `${Buffer.byteLength(String(value))}:${value}`))
    .join(';');
}

/** As PostgreSQL writes a flat jsonb whose keys stand in its order. */
function jsonbText(detail: HistoryFields['detail']): string {
  const members = Object.entries(detail).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{${members.join(', ')}}`;
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
