/** What an officer is told when a seat or a turn of the order went to somebody else between preview and signature. */
import { sqlFailure } from '../../db/errors.ts';
import { actorIn } from '../../db/queries/names.ts';
import { groundSeats, seatHolders } from '../../db/queries/place-grounds.ts';
import { freeSeats, queuesOfApplications } from '../../db/queries/place-plan.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { SeatPool } from '../../domain/seat-pool.ts';
import type { OfficerContext } from '../context.ts';
import type { PreparedPlace } from '../decisions/prepared.ts';
import { actError, refused } from '../errors.ts';
import type { PassedOver } from './effects.ts';
import { readGrounds } from './grounds.ts';
import { passedBy } from './order-proof.ts';

/** The error to answer with: SEAT_TAKEN, ORDER_PASSED or ORDER_CHANGED where the database refused for one of these, else as it was. */
export async function toldRace(
  ctx: OfficerContext,
  prepared: PreparedPlace,
  error: unknown,
): Promise<unknown> {
  const { write } = prepared.effect;
  const guard = sqlFailure(error)?.constraint ?? null;
  const seatId =
    write.kind === 'begin' || write.kind === 'admit'
      ? write.seatId
      : write.kind === 'move'
        ? (write.to?.seatId ?? null)
        : null;
  if (seatId !== null && (guard === 'seat_free' || guard === 'seat_hold_seat_live')) {
    return await seatTaken(ctx, prepared, seatId);
  }
  if (guard === 'referral_in_order' && write.kind === 'begin') {
    return orderPassed(await passedNow(ctx, prepared));
  }
  if (guard === 'referral_turn' || guard === 'queue_turn_live') return refused({ code: 'ORDER_CHANGED' });
  if (guard === 'seat_hold_child_live') return refused({ code: 'HOLDS_SEAT' });
  return error;
}

/** ORDER_PASSED with the first ten of those who are next. */
export function orderPassed(passed: readonly PassedOver[]): unknown {
  return actError('ORDER_PASSED', {
    count: passed.length,
    passed: passed.slice(0, 10).map(({ number, place }) => ({ number, place })),
  });
}

async function passedNow(ctx: OfficerContext, prepared: PreparedPlace): Promise<readonly PassedOver[]> {
  const { write } = prepared.effect;
  if (write.kind !== 'begin') return [];
  return await passedBy(ctx, prepared.applicationId, write);
}

async function seatTaken(ctx: OfficerContext, prepared: PreparedPlace, seatId: string): Promise<unknown> {
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const [holder] = ctx.post.role === 'head' ? [] : await seatHolders(tx, [seatId]);
    const by = holder === undefined ? null : actorIn(holder);
    const next = prepared.effect.write.kind === 'begin' ? await nextFree(ctx, tx, prepared) : null;
    return actError('SEAT_TAKEN', { by, at: holder?.since ?? null, next });
  });
}

/** The next free seat by the family's wishes. */
async function nextFree(ctx: OfficerContext, tx: Reader, { applicationId, districtId }: PreparedPlace) {
  const [queue] = await queuesOfApplications(tx, [applicationId]);
  const ground = (await readGrounds(tx, [applicationId], ctx.post.role)).get(applicationId);
  if (queue === undefined || ground === undefined) return null;
  const now = ctx.desk.clock.now().getTime();
  const fitting = (await freeSeats(tx, [districtId])).filter(
    (seat) =>
      seat.cohort_year === queue.cohort_year &&
      seat.language === queue.language &&
      SeatPool.serves(
        { kind: seat.kind, specialUntil: seat.special_until?.getTime() ?? null },
        queue.queue_kind,
        now,
      ),
  );
  for (const wish of ground.wishes) {
    const seat = fitting.find((one) => one.kindergarten_id === wish.kindergarten_id);
    if (seat === undefined) continue;
    const [whole] = await groundSeats(tx, [seat.id]);
    return whole === undefined
      ? null
      : { seatId: seat.id, kindergarten: whole.kindergarten, group: whole.group_name };
  }
  return null;
}
