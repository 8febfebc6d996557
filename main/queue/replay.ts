/** The proof of a referral: the order as it was the moment before, and whom the child was next to, or put before. */
import {
  type BegunReferral,
  begunReferral,
  passedBy,
  staysAround,
  turnsOfReferral,
  type WitnessedStay,
} from '../../db/queries/queue-moments.ts';
import { queueById } from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { type Moment, type Replay as Proof, replayReferral, type Stay } from '../../domain/replay.ts';
import type { Replay } from '../../preload/contract/queue.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import type { Reference } from '../reference.ts';
import { entryOf, keyOf, ratioOf } from './moment.ts';
import { lineOf } from './profile-rows.ts';

/** Proves a referral of the officer's districts, or says what the proof lacks. NOT_FOUND beyond them. */
export async function replay(ctx: OfficerContext, input: { referralId: string }): Promise<Replay> {
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const referral = await begunReferral(tx, { id: input.referralId });
    if (referral === undefined) throw actError('NOT_FOUND');
    return await proveReferral(tx, reference, referral);
  });
}

/** The same without an officer, under the scope of the transaction. */
export async function proveReferral(
  tx: Reader,
  reference: Reference,
  referral: BegunReferral,
): Promise<Replay> {
  const queue = await queueById(tx, referral.queue_id);
  const profile = reference.profileById(referral.rule_profile_id);
  if (queue === undefined || profile === null) throw actError('NOT_FOUND');
  const passed = await passedBy(tx, referral.id);
  const numbers = new Map(passed.map((row) => [row.application_id, row.number]));
  const proof: Proof = replayReferral({
    referral: {
      id: referral.id,
      applicationId: referral.application_id,
      kindergartenId: referral.kindergarten_id,
      turn: referral.turn,
      stream: referral.stream,
      cause: referral.cause,
      outOfOrderReason: referral.out_of_order_reason,
      isSigned: referral.decision_number !== null,
    },
    moment: momentOf(referral),
    stays: (await staysAround(tx, referral)).map(stayOf),
    turns: (await turnsOfReferral(tx, referral)).map((row) => ({
      turn: row.turn,
      referralId: row.referral_id,
      takenAt: Number(row.taken_micros),
      voidedAt: row.voided_micros === null ? null : Number(row.voided_micros),
    })),
    ratio: ratioOf(profile),
    passed: passed.map((row) => ({ applicationId: row.application_id, why: row.why })),
  });
  const reason =
    referral.out_of_order_reason === null ? null : reference.reason(referral.out_of_order_reason);
  return {
    referralId: referral.id,
    referralNumber: referral.number,
    applicationId: referral.application_id,
    applicationNumber: referral.application_number,
    at: referral.begun_at,
    key: keyOf(queue),
    profile: lineOf(reference, profile),
    turn: referral.turn,
    stream: referral.stream,
    cause: referral.cause,
    kindergarten: referral.kindergarten,
    verdict: proof.verdict,
    faults: [...proof.faults],
    place: proof.place,
    total: proof.total,
    aheadNotWanting: proof.aheadNotWanting,
    passed: proof.passed.map((row) => ({
      applicationId: row.applicationId,
      number: numbers.get(row.applicationId) ?? '',
      place: row.place,
      why: row.why,
      decisionNumber: row.why === 'together' ? null : referral.decision_number,
    })),
    outOfOrderReason: reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en },
    decisionNumber: referral.decision_number,
  };
}

/** Just before the history row of the act; without one, a microsecond before its time. */
function momentOf(referral: BegunReferral): Moment {
  const at = Number(referral.begun_micros);
  return referral.begun_seq === null
    ? { at: at - 1, beforeSeq: null }
    : { at, beforeSeq: Number(referral.begun_seq) };
}

function stayOf(row: WitnessedStay): Stay {
  const number = (text: string | null): number | null => (text === null ? null : Number(text));
  return {
    ...entryOf(row),
    enteredAt: Number(row.entered_micros),
    leftAt: number(row.left_micros),
    enteredSeq: number(row.entered_seq),
    leftSeq: number(row.left_seq),
    heldSeat: row.held_seat,
  };
}
