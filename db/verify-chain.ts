/** Walks the hash-chained history and names the first row of each chain that does not hold. docs/history.md has the rules. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { OpenDatabase } from './open.ts';
import { rowsOf } from './queries/reader.ts';

export type ChainFault =
  /** Rows between the last good one and this one are missing. */
  | 'ROW_MISSING'
  /** The row says another hash for the row before than that row has. */
  | 'LINK_BROKEN'
  /** The row's own text does not give its hash: something in it was changed. */
  | 'ROW_CHANGED'
  /** The chain ends before, after or with another hash than its head says: rows were cut off or put on. */
  | 'HEAD_DIFFERS'
  /** Rows of a chain without a head, or a head without rows. */
  | 'HEAD_MISSING';

/** The first row of a chain that does not hold; `seq` as in `kezek.history`. */
export interface BrokenRow {
  readonly chain: number;
  readonly seq: string;
  readonly fault: ChainFault;
  readonly applicationId: string | null;
}

export interface ChainTally {
  readonly chains: number;
  readonly rows: number;
}

/** A row with every hashed field as the text that PostgreSQL writes for it. */
interface HistoryTextRow {
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
  readonly seq: string;
  readonly application_id: string | null;
  /** The hashed fields in their order; null where the column is null. */
  readonly fields: readonly (string | null)[];
}

const BATCH = 2000;
const NOTHING = Buffer.alloc(32);

/**
 * Yields the first broken row of each chain; returns the tally. Texts and hashes are made here, not by the database, whose functions
 * might have been changed together with its rows. Memory does not
 * grow with the rows. Rows appended during the walk belong to the next one: each chain is walked up to its head of the beginning.
 */
export async function* verifyChains(
  db: OpenDatabase,
  progress: (rows: number) => void = () => {},
): AsyncGenerator<BrokenRow, ChainTally, void> {
  // 'system': verification reads every chain, whoever runs it on the machine of the database.
  const chains = await db.read('system', (tx) =>
    rowsOf(
      tx,
      sql<{ chain: number; last_seq: string | null; last_hash: Buffer | null }>`
        select coalesce(c.chain, h.chain) as chain, h.last_seq, h.last_hash
        from (select distinct chain from history) c full join history_head h on h.chain = c.chain order by 1`,
    ),
  );
  let rows = 0;
  for (const { chain, last_seq: lastSeq, last_hash: lastHash } of chains) {
    const walk = await walkChain(db, chain, lastSeq, lastHash, (count) => progress(rows + count));
    rows += walk.rows;
    if (walk.broken !== null) yield walk.broken;
  }
  return { chains: chains.length, rows };
}

async function walkChain(
  db: OpenDatabase,
  chain: number,
  lastSeq: string | null,
  lastHash: Buffer | null,
  progress: (rows: number) => void,
): Promise<{ readonly rows: number; readonly broken: BrokenRow | null }> {
  let seq = 0n;
  let hash: Buffer = NOTHING;
  let rows = 0;
  const broken = (row: { seq: string; application_id: string | null }, fault: ChainFault) => ({
    rows,
    broken: { chain, seq: row.seq, fault, applicationId: row.application_id },
  });
  if (lastSeq === null || lastHash === null)
    return broken({ seq: '1', application_id: null }, 'HEAD_MISSING');
  for (;;) {
    const batch = await db.read('system', (tx) => rowsAfter(tx, chain, seq, lastSeq));
    for (const row of batch) {
      rows += 1;
      if (BigInt(row.seq) !== seq + 1n) return broken({ ...row, seq: String(seq + 1n) }, 'ROW_MISSING');
      if (!row.prev_hash.equals(hash)) return broken(row, 'LINK_BROKEN');
      if (!rowHash(row).equals(row.hash)) return broken(row, 'ROW_CHANGED');
      seq += 1n;
      hash = row.hash;
    }
    progress(rows);
    if (batch.length < BATCH) break;
  }
  if (String(seq) !== lastSeq || !hash.equals(lastHash)) {
    return broken(
      { seq: String(String(seq) === lastSeq ? seq : seq + 1n), application_id: null },
      'HEAD_DIFFERS',
    );
  }
  const beyond = await db.read('system', (tx) => headFollows(tx, chain, seq));
  return beyond
    ? { rows, broken: null }
    : broken({ seq: String(seq + 1n), application_id: null }, 'HEAD_DIFFERS');
}

type Tx = Parameters<typeof rowsOf>[0];

async function rowsAfter(
  tx: Tx,
  chain: number,
  after: bigint,
  upTo: string,
): Promise<readonly HistoryTextRow[]> {
  return await rowsOf(
    tx,
    sql<HistoryTextRow>`select h.seq, h.prev_hash, h.hash, h.application_id, array[h.chain::text, h.seq::text,
        to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), h.actor, h.staff_post_id::text, h.event,
        h.application_id::text, h.decision_id::text, h.from_status, h.to_status, h.version::text, h.detail::text] as fields
      from history h
      where h.chain = ${chain} and h.seq > ${after}::int8 and h.seq <= ${upTo}::int8 order by h.seq limit ${BATCH}`,
  );
}

/** Whether no row lies beyond the head: rows put on behind it by hand would be believed by nobody, and must be told. */
async function headFollows(tx: Tx, chain: number, seq: bigint): Promise<boolean> {
  const [row] = await rowsOf(
    tx,
    sql<{ ok: boolean }>`select coalesce((select max(h.seq) from history h where h.chain = ${chain}), 0)
        = (select last_seq from history_head where chain = ${chain}) as ok
      where ${seq}::int8 <= (select last_seq from history_head where chain = ${chain})`,
  );
  return row?.ok === true;
}

/** SHA-256 of the hash of the row before and the row's own text in UTF-8 (docs/history.md). */
function rowHash(row: HistoryTextRow): Buffer {
  const text = row.fields
    .map((field) => (field === null ? '-' : `${Buffer.byteLength(field, 'utf8')}:${field}`))
    .join(';');
  return createHash('sha256').update(row.prev_hash).update(text, 'utf8').digest();
}
