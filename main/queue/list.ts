/** Which queues there are, the rules of one, and its order row by row: now or as it was. */
import {
  childrenOf,
  placesOf,
  type QueueChild,
  queueByKey,
  queuesOf,
  sliceOf,
  waitingIn,
} from '../../db/queries/queue-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { normaliseQuery } from '../../domain/names.ts';
import { isoOfMicros } from '../../domain/queue-order.ts';
import type { ProfileLine, QueueKey, QueueRow, QueueSummary } from '../../preload/contract/queue.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import type { Reference } from '../reference.ts';
import { keyOf, profileAt, readMoment } from './moment.ts';
import { lineOf } from './profile-rows.ts';

/** Queues of the post's districts in which somebody waits or was offered a place. */
export async function list(ctx: OfficerContext): Promise<QueueSummary[]> {
  const now = ctx.desk.clock.now();
  const rows = await ctx.desk.db.read(ctx.scope, (tx) => queuesOf(tx, ctx.post.districts, now));
  return rows.map((row) => ({
    key: keyOf(row),
    waiting: row.waiting,
    offered: row.offered,
    freeSeats: row.free_seats,
  }));
}

/** The rules a queue is ordered by today. NOT_FOUND beyond the scope, or where no rules are in force. */
export async function profile(ctx: OfficerContext, input: { key: QueueKey }): Promise<ProfileLine> {
  if (!ctx.post.districts.includes(input.key.districtId)) throw actError('NOT_FOUND');
  const reference = await ctx.desk.reference.get();
  return lineOf(reference, profileAt(reference, input.key.districtId, ctx.desk.clock.now()));
}

export interface PageInput {
  readonly key: QueueKey;
  readonly fromPlace: number;
  readonly limit: number;
  readonly at: Date | null;
  readonly search: string | null;
}

/** A place of a page before its child is looked up. */
type Placed = Pick<QueueRow, 'place' | 'turn' | 'stream' | 'cause'> & { readonly id: string };

/** Rows of a queue from a place on; `total`: everyone who waits in it. A search keeps the places of the whole queue. */
export async function page(
  ctx: OfficerContext,
  input: PageInput,
): Promise<{ rows: QueueRow[]; total: number }> {
  if (!ctx.post.districts.includes(input.key.districtId)) throw actError('NOT_FOUND');
  const reference = await ctx.desk.reference.get();
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const found = await foundIn(tx, input.search);
    const { placed, total } =
      input.at === null
        ? await placesNow(ctx, tx, reference, input, found)
        : await placesThen(tx, reference, input, input.at, found);
    const children = new Map(
      (
        await childrenOf(
          tx,
          placed.map((one) => one.id),
        )
      ).map((child) => [child.id, child]),
    );
    const rows = placed.flatMap((one) => {
      const child = children.get(one.id);
      return child === undefined ? [] : [showRow(one, child)];
    });
    return { rows, total };
  });
}

/** Ids the search finds; null when nothing is searched for. */
async function foundIn(tx: Parameters<typeof searchApplications>[0], search: string | null) {
  if (search === null || search.trim() === '') return null;
  const query = normaliseQuery(search);
  return query.tokens.length === 0 ? [] : await searchApplications(tx, query);
}

async function placesNow(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  input: PageInput,
  found: readonly string[] | null,
): Promise<{ placed: Placed[]; total: number }> {
  const queue = await queueByKey(tx, input.key);
  if (queue === undefined) return { placed: [], total: 0 };
  const total = await waitingIn(tx, queue.id);
  const rows =
    found === null
      ? await sliceOf(tx, queue.id, input.fromPlace, input.limit)
      : await placesOf(
          tx,
          queue.id,
          profileAt(reference, queue.district_id, ctx.desk.clock.now()),
          found,
          input.fromPlace,
          input.limit,
        );
  return { placed: rows.map(({ application_id: id, ...place }) => ({ id, ...place })), total };
}

async function placesThen(
  tx: Reader,
  reference: Reference,
  input: PageInput,
  at: Date,
  found: readonly string[] | null,
): Promise<{ placed: Placed[]; total: number }> {
  const queue = await queueByKey(tx, input.key);
  if (queue === undefined) return { placed: [], total: 0 };
  const { order } = await readMoment(tx, reference, queue, at);
  const wanted = found === null ? null : new Set(found);
  const placed = order
    .slice(input.fromPlace - 1)
    .filter((one) => wanted === null || wanted.has(one.entry.id))
    .slice(0, input.limit)
    .map(({ entry, place, turn, stream, cause }) => ({ id: entry.id, place, turn, stream, cause }));
  return { placed, total: order.length };
}

function showRow({ id, ...placed }: Placed, child: QueueChild): QueueRow {
  return {
    applicationId: id,
    number: child.number,
    ...placed,
    priorityClass: child.priority_class,
    category: child.category,
    child: { surname: child.surname, givenName: child.given_name, iin: child.iin },
    submittedAt: isoOfMicros(Number(child.submitted_micros)),
    desired: child.desired.map((one) => ({ kindergartenId: one.id, name: one.name })),
    twins: child.twins,
  };
}
