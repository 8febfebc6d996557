/** Reads what a call's acts are worked out in: one transaction for all its targets. */

import { actorIn } from '../../db/queries/names.ts';
import {
  freeSeatsOfGroup,
  type GroundSeat,
  groundSeats,
  type SeatHolder,
  seatHolders,
} from '../../db/queries/place-grounds.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyDate } from '../../domain/calendar.ts';
import type { ActTarget } from '../../preload/contract/decisions.ts';
import { changedError } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference } from '../reference.ts';
import type { ActWorld, PlaceIntent, SeatLook } from './act.ts';
import type { OtherSide } from './acts-move.ts';
import { type Ground, readGrounds } from './grounds.ts';
import { emptyBook, type OrderBook, readBook } from './order-proof.ts';

/** Everything a call's acts rest on. */
export interface World {
  readonly world: ActWorld;
  readonly grounds: ReadonlyMap<string, Ground>;
  /** Targets that cannot be worked out, by id: CHANGED with who and when. */
  readonly failures: ReadonlyMap<string, Error>;
  readonly other: OtherSide | null;
}

/** Reads grounds, seats and order for all targets of a call, under the officer's scope. */
export async function readWorld(
  ctx: OfficerContext,
  reference: Reference,
  intent: PlaceIntent,
  targets: readonly ActTarget[],
): Promise<World> {
  const now = ctx.desk.clock.now();
  // To the second, as the document writes it: what is stored, shown and signed is one time.
  const decidedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const { otherApplicationId, otherExpectedVersion } = intent.details;
  const otherId = intent.act === 'exchange' ? (otherApplicationId ?? null) : null;
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const ids = [...targets.map((target) => target.id), ...(otherId === null ? [] : [otherId])];
    const grounds = await readGrounds(tx, ids, ctx.post.role);
    const begins = targets.filter((target) => isBeginning(intent, grounds.get(target.id)));
    const book = begins.length === 0 ? emptyBook : await readBook(ctx, tx, reference, begins);
    const seats = await readSeatLook(ctx, tx, intent, targets, book);
    const other = otherId === null ? undefined : grounds.get(otherId);
    return {
      world: { ctx, reference, intent, now, decidedAt, on: almatyDate(decidedAt), book, seats },
      grounds,
      failures: await failuresOf(tx, targets, grounds),
      other: other === undefined ? null : { ground: other, expectedVersion: otherExpectedVersion ?? null },
    };
  });
}

function isBeginning({ act }: PlaceIntent, ground: Ground | undefined): boolean {
  return act === 'offer' || (act === 'issue_referral' && ground?.referral === null);
}

async function failuresOf(
  tx: Reader,
  targets: readonly ActTarget[],
  grounds: ReadonlyMap<string, Ground>,
): Promise<ReadonlyMap<string, Error>> {
  const failures = new Map<string, Error>();
  for (const target of targets) {
    const version = grounds.get(target.id)?.application.version;
    if (version !== undefined && version !== target.expectedVersion) {
      failures.set(target.id, await changedError(tx, target.id, version));
    }
  }
  return failures;
}

async function readSeatLook(
  ctx: OfficerContext,
  tx: Reader,
  intent: PlaceIntent,
  targets: readonly ActTarget[],
  book: OrderBook,
): Promise<SeatLook> {
  const named = targets.flatMap((target) => (target.seatId === undefined ? [] : [target.seatId]));
  const { seatId, groupId } = intent.details;
  const ids = [...new Set([...named, ...(seatId === undefined ? [] : [seatId]), ...book.seatIds()])];
  const seats = new Map((await groundSeats(tx, ids)).map((seat) => [seat.seat_id, seat]));
  const free = groupId === undefined ? [] : await freeSeatsOfGroup(tx, groupId, targets.length);
  for (const seat of free) seats.set(seat.seat_id, seat);
  // A head sees no hold of another's child: that a seat is held is told by its group's looks, by whom is not.
  const holders = ctx.post.role === 'head' ? [] : await seatHolders(tx, [...seats.keys()]);
  return seatLook(seats, free, new Map(holders.map((holder) => [holder.seat_id, holder])));
}

function seatLook(
  seats: ReadonlyMap<string, GroundSeat>,
  free: readonly GroundSeat[],
  holders: ReadonlyMap<string, SeatHolder>,
): SeatLook {
  const taken = new Set<string>();
  return {
    seat: (id) => (taken.has(id) ? null : (seats.get(id) ?? null)),
    holder(id) {
      const holder = holders.get(id);
      if (holder === undefined) return null;
      return { by: actorIn(holder), at: holder.since };
    },
    freeOf: (groupId) => free.filter((seat) => seat.group_id === groupId && !taken.has(seat.seat_id)),
    take(id) {
      taken.add(id);
    },
  };
}
