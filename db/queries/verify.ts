/** What `kezek verify` reads: the chains of history row by row, and what decisions and history say of each other. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** Rows of the history that belong to a decision. */
export async function historyOfDecision(tx: Reader, decisionId: string) {
  return await tx
    .selectFrom('history')
    .select(['chain', 'seq', 'event', 'application_id', 'actor'])
    .where('decision_id', '=', decisionId)
    .where('event', 'in', ['approve', 'refuse', 'return', 'correct'])
    .execute();
}

/** Decisions that the history tells of and the table lacks. Acts of before this program came without a signature and name none. */
export async function decisionsLackedByTable(tx: Reader) {
  return await rowsOf(
    tx,
    sql<{ chain: number; seq: string; number: string | null }>`
      select h.chain, h.seq, h.detail ->> 'number' as number from history h
      where h.event in ('approve', 'refuse', 'return', 'correct')
        and h.decision_id is not null and not exists (select 1 from decision d where d.id = h.decision_id)
      order by h.chain, h.seq limit 1000`,
  );
}

export interface HistoryText {
  readonly seq: string;
  /** The fields the hash is made over, as text, in their order; null where there is none. */
  readonly fields: readonly (string | null)[];
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
}

export async function historyChains(tx: Reader) {
  return await rowsOf(
    tx,
    sql<{ chain: number; last_seq: string | null; last_hash: Buffer | null }>`
      select c.chain, h.last_seq, h.last_hash
      from (select distinct chain from history union select chain from history_head) c
        left join history_head h on h.chain = c.chain
      order by c.chain`,
  );
}

/** A stretch of one chain as text, so that the hash can be made again outside of the database. */
export async function historyStretch(tx: Reader, chain: number, after: string, limit: number) {
  return await rowsOf(
    tx,
    sql<HistoryText>`
      select seq, prev_hash, hash, array[chain::text, seq::text,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, staff_post_id::text, event,
        application_id::text, decision_id::text, from_status, to_status, version::text, detail::text] as fields
      from history where chain = ${chain} and seq > ${after}::int8 order by seq limit ${limit}`,
  );
}
