/** What an officer finds of a pair: a duplicate, or not; and asking again. Unsigned: it changes nobody's rights. */
import { sqlFailure } from '../../db/errors.ts';
import { addFinding, type PairRow } from '../../db/queries/duplicates.ts';
import { actorIn } from '../../db/queries/names.ts';
import { afterFinding, type Finding } from '../../domain/duplicates.ts';
import type { DuplicatePair } from '../../preload/contract/duplicates.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { type ActError, actError, refused } from '../errors.ts';
import { requirePair, showPair } from './reads.ts';

/**
 * Adds a finding to the log of a pair. It is told in the history of each of the two that lies in the officer's scope. Throws
 * NOT_FOUND, CHANGED with who was quicker, REFUSED (DUPLICATE_STEP, DUPLICATE_NOTE_NEEDED).
 */
export async function judge(
  ctx: OfficerContext,
  input: {
    pairId: string;
    expectedVersion: number;
    verdict: Finding;
    note: string | null;
    idempotencyKey: string;
  },
): Promise<DuplicatePair> {
  const { idempotencyKey, ...request } = input;
  const note = input.note?.normalize('NFC').trim() || null;
  const key = { key: idempotencyKey, act: 'duplicates.judge', request };
  try {
    await once(ctx, key, async (tx) => {
      const row = await requirePair(tx, input.pairId);
      if (row.version !== input.expectedVersion) throw changed(row);
      if (afterFinding(row.state, input.verdict) === null) throw refused({ code: 'DUPLICATE_STEP' });
      if (input.verdict === 'reopened' && note === null)
        throw refused({ code: 'DUPLICATE_NOTE_NEEDED', field: 'note' });
      await addFinding(tx, { pairId: row.pair_id, version: row.version, verdict: input.verdict, note });
      for (const [id, district, other] of sidesInScope(row)) {
        await writeHistory(ctx, tx, {
          chain: district,
          event: input.verdict === 'reopened' ? 'duplicate_reopened' : 'duplicate_judged',
          applicationId: id,
          detail: { other, kind: row.kind, verdict: input.verdict },
        });
      }
      return {};
    });
  } catch (error) {
    if (sqlFailure(error)?.constraint !== 'duplicate_of_version') throw error;
    throw changed(await ctx.desk.db.read(ctx.scope, (tx) => requirePair(tx, input.pairId)));
  }
  const reference = await ctx.desk.reference.get();
  const row = await ctx.desk.db.read(ctx.scope, (tx) => requirePair(tx, input.pairId));
  return showPair(ctx, reference, row);
}

function sidesInScope(row: PairRow): readonly (readonly [id: string, district: number, other: string])[] {
  return [
    [row.my_id, row.my_district, row.other_number],
    ...(row.readable ? [[row.other_id, row.other_district, row.my_number] as const] : []),
  ];
}

function changed(row: PairRow): ActError {
  return actError('CHANGED', { by: actorIn(row), at: row.judged_at, version: row.version });
}
