/** Walks the chains of history and makes every hash again, outside of the database that made it. */
import { createHash } from 'node:crypto';
import type { OpenDatabase } from '../../db/open.ts';
import { type HistoryText, historyChains, historyStretch } from '../../db/queries/verify.ts';
import type { Broken } from './decisions.ts';

const BATCH = 2000;
const NOTHING = Buffer.alloc(32);

export interface HistoryTally {
  readonly chains: number;
  readonly rows: number;
}

/**
 * SHA-256 of the hash before and of the row's fields, each with its length in bytes before it (docs/history.md). The
 * same rule as the trigger's, written a second time on purpose: a changed trigger must not verify itself.
 */
export function historyHash(row: Pick<HistoryText, 'fields' | 'prev_hash'>): Buffer {
  const text = row.fields
    .map((field) => (field === null ? '-' : `${Buffer.byteLength(field, 'utf8')}:${field}`))
    .join(';');
  return createHash('sha256').update(row.prev_hash).update(text, 'utf8').digest();
}

/** Yields the first broken row of every chain; returns the tally. A chain is not read past its break. */
export async function* verifyHistory(
  db: OpenDatabase,
  progress: (rows: number) => void,
): AsyncGenerator<Broken, HistoryTally, void> {
  // 'system': verification reads every chain, whoever runs it on the machine of the database.
  const chains = await db.read('system', historyChains);
  let rows = 0;
  for (const { chain, last_seq, last_hash } of chains) {
    let seq = 0n;
    let hash: Buffer = NOTHING;
    let broken = false;
    for (let more = true; more && !broken; ) {
      const stretch = await db.read('system', (tx) => historyStretch(tx, chain, String(seq), BATCH));
      for (const row of stretch) {
        const reason = faultOf(row, seq, hash);
        if (reason !== null) {
          yield { row: `history ${chain}/${row.seq}`, reason, detail: {} };
          broken = true;
          break;
        }
        seq = BigInt(row.seq);
        hash = row.hash;
        rows++;
      }
      more = stretch.length === BATCH;
      progress(rows);
    }
    if (!broken && (last_seq !== String(seq) || last_hash === null || !last_hash.equals(hash))) {
      yield { row: `history ${chain}/${String(seq)}`, reason: 'HISTORY_HEAD', detail: { head: last_seq } };
    }
  }
  return { chains: chains.length, rows };
}

function faultOf(row: HistoryText, before: bigint, hash: Buffer): string | null {
  if (BigInt(row.seq) !== before + 1n) return 'HISTORY_GAP';
  if (!row.prev_hash.equals(hash)) return 'HISTORY_LINK';
  return row.hash.equals(historyHash(row)) ? null : 'HISTORY_HASH';
}
