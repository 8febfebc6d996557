/** What `kezek verify` reads: the chains of history row by row, and what decisions and history say of each other. */
import { sql } from 'kysely';
import { DECISION_EVENTS } from '../../domain/status.ts';
import { type Reader, rowsOf } from './reader.ts';

/** Rows of the history that belong to a decision. */
export async function historyOfDecision(tx: Reader, decisionId: string) {
  return await tx
    .selectFrom('history')
    .select(['chain', 'seq', 'event', 'application_id', 'actor'])
    .where('decision_id', '=', decisionId)
    .where('event', 'in', [...DECISION_EVENTS])
    .execute();
}

/** Decisions that the history tells of and the table lacks. Acts of before this program came without a signature and name none. */
export async function decisionsLackedByTable(tx: Reader) {
  return await rowsOf(
    tx,
    sql<{ chain: number; seq: string; number: string | null }>`
      select h.chain, h.seq, h.detail ->> 'number' as number from history h
      where h.event = any(${[...DECISION_EVENTS]}::text[])
        and h.decision_id is not null and not exists (select 1 from decision d where d.id = h.decision_id)
      order by h.chain, h.seq limit 1000`,
  );
}
