/**
 * A place among a million on PostgreSQL: explained through the back end's own `explain` (role, row-level security, figures,
 * neighbours with names, free seats, wishes ahead), the order of a whole cohort, pages of it, occupancy; beside the barest SQL
 * that could answer the heart of the question. KEZEK_BENCH_WAITING makes it smaller.
 */
import { sql } from 'kysely';
import { type OpenDatabase, openServer } from '../../db/open.ts';
import { queueById } from '../../db/queries/queue-view.ts';
import type { ActingPost, Desk, OfficerContext } from '../../main/context.ts';
import { occupancy } from '../../main/places/occupancy.ts';
import { explain } from '../../main/queue/explain.ts';
import { page } from '../../main/queue/list.ts';
import { readMoment } from '../../main/queue/moment.ts';
import { steps } from '../../main/queue/steps.ts';
import { createReferenceCache } from '../../main/reference.ts';
import { startPostgres } from '../e2e/support/postgres.ts';
import { type Result, result, timeBeside } from './measure.ts';
import { joinQueues, makeQueueWorld, type QueueWorld } from './queue-world.ts';

const WAITING = Number(process.env.KEZEK_BENCH_WAITING ?? 1_000_000);
const COHORT = Math.min(50_000, WAITING);
const EXPLAIN_MS = 50;
const ROUNDS = 60;

export async function benchQueue(): Promise<Result[]> {
  const server = await startPostgres();
  try {
    const db = await openServer(server.url, { schema: 'migrate' });
    try {
      console.error(`bench: ${WAITING} who wait, by SQL`);
      const world = await makeQueueWorld(db, WAITING, COHORT);
      const ctx = contextOf(db, world);
      const lines = [
        await explainOne(`explain one of ${COHORT}, ${WAITING} waiting in all`, db, ctx, world, COHORT),
        await wholeOrder(db, ctx, world),
        ...(await pages(db, ctx, world)),
        await stepsOf(db, ctx, world),
        await occupancyOf(db, ctx),
      ];
      await joinQueues(db);
      lines.push(await explainOne(`explain one of ${WAITING} in one queue`, db, ctx, world, WAITING));
      return lines;
    } finally {
      await db.close();
    }
  } finally {
    await server.stop();
  }
}

/** The first district's clerk at a desk that has a reading on record already. */
function contextOf(db: OpenDatabase, { mini }: QueueWorld): OfficerContext {
  const clock = { now: () => new Date() };
  const post: ActingPost = {
    postId: mini.mine.postId,
    role: 'clerk',
    regionId: mini.regions[0],
    districts: [mini.districts[0]],
  };
  const desk = {
    db,
    clock,
    reference: createReferenceCache(db, clock),
    readings: { isNew: () => false },
    secret: new Uint8Array(32),
  };
  return {
    // Nothing else of the desk is read here.
    desk: desk as unknown as Desk,
    officer: { iin: mini.mine.iin, surname: '', givenName: '', patronymic: null },
    post,
    scope: mini.mine,
  };
}

/** Applications spread over a queue, in an order unlike its own. */
async function some(db: OpenDatabase, count: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select application_id as id from kezek.queue_stay
    where queue_id = 1 and left_at is null order by md5(application_id::text) limit ${count}`.execute(
    db.kysely,
  );
  return rows.map((row) => row.id);
}

const bareRank = (db: OpenDatabase, id: string) =>
  sql`select (select count(*) from kezek.queue_stay o where o.queue_id = s.queue_id and o.stream = s.stream and o.left_at is null
      and (o.order_class, o.order_at, o.order_no) < (s.order_class, s.order_at, s.order_no)) as ahead,
    (select count(*) from kezek.queue_stay o where o.queue_id = s.queue_id and o.left_at is null) as total
    from kezek.queue_stay s where s.application_id = ${id} and s.left_at is null`.execute(db.kysely);

async function explainOne(
  name: string,
  db: OpenDatabase,
  ctx: OfficerContext,
  world: QueueWorld,
  among: number,
): Promise<Result> {
  const ids = await some(db, ROUNDS);
  const idOf = (i: number): string => ids[i % ids.length] ?? '';
  const told = await explain(ctx, { applicationId: idOf(0), at: null });
  if (told.total !== among || told.neighbours.length < 3 || told.seats.length === 0) {
    throw new Error(`the world of ${world.queues.length} queues is not what it should be`);
  }
  const samples = await timeBeside(
    (i) => explain(ctx, { applicationId: idOf(i), at: null }),
    (i) => bareRank(db, idOf(i)),
    ROUNDS,
  );
  return result(name, samples.subject, {
    baseline: { name: 'two bare counts', samples: samples.baseline },
    target: { p95: EXPLAIN_MS },
  });
}

/** Everyone of a cohort in the order of this moment, as replay and past moments read it. */
async function wholeOrder(db: OpenDatabase, ctx: OfficerContext, world: QueueWorld): Promise<Result> {
  const reference = await ctx.desk.reference.get();
  const samples = await timeBeside(
    () =>
      db.read(ctx.scope, async (tx) => {
        const queue = await queueById(tx, world.queues[0]?.id ?? 1);
        if (queue === undefined) throw new Error('QUEUE');
        const { order } = await readMoment(tx, reference, queue, new Date());
        if (order.length !== COHORT) throw new Error(`${order.length} of ${COHORT}`);
      }),
    () =>
      sql`select application_id, order_at from kezek.queue_stay where queue_id = 1 and left_at is null
        order by stream, order_class, order_at, order_no, own_class, own_at, own_no`.execute(db.kysely),
    10,
  );
  return result(`order of a cohort of ${COHORT}`, samples.subject, {
    baseline: { name: 'its rows sorted by SQL', samples: samples.baseline },
  });
}

async function pages(db: OpenDatabase, ctx: OfficerContext, world: QueueWorld): Promise<Result[]> {
  const [queue] = world.queues;
  if (queue === undefined) throw new Error('QUEUE');
  const key = {
    districtId: world.mini.districts[0],
    service: 'preschool_queue' as const,
    queueKind: queue.queue_kind,
    cohortYear: queue.cohort_year,
    language: queue.language,
  };
  const lines: Result[] = [];
  for (const [name, fromPlace] of [
    ['first', 1],
    ['last', COHORT - 99],
  ] as const) {
    const samples = await timeBeside(
      () => page(ctx, { key, fromPlace, limit: 100, at: null, search: null }),
      () =>
        sql`select application_id from kezek.queue_stay where queue_id = ${queue.id} and left_at is null and stream = 'ordinary'
          order by order_class, order_at, order_no, own_class, own_at, own_no
          offset ${Math.floor((fromPlace * 7) / 8)} limit 100`.execute(db.kysely),
      ROUNDS,
    );
    lines.push(
      result(`${name} page of 100 of a cohort of ${COHORT}`, samples.subject, {
        baseline: { name: 'bare offset', samples: samples.baseline },
      }),
    );
  }
  return lines;
}

async function stepsOf(db: OpenDatabase, ctx: OfficerContext, world: QueueWorld): Promise<Result> {
  const [id = ''] = await some(db, 1);
  const samples = await timeBeside(
    () => steps(ctx, { applicationId: id }),
    () =>
      sql`select id, entered_at, left_at from kezek.queue_stay where queue_id = ${world.queues[0]?.id ?? 1}`.execute(
        db.kysely,
      ),
    10,
  );
  return result(`place over time, cohort of ${COHORT}`, samples.subject, {
    baseline: { name: 'its stays read', samples: samples.baseline },
  });
}

async function occupancyOf(db: OpenDatabase, ctx: OfficerContext): Promise<Result> {
  const samples = await timeBeside(
    () => occupancy(ctx, { districtId: null, cohortYear: null, language: null, kind: null }),
    () =>
      sql`select s.group_id, count(*), count(h.id) from kezek.seat s left join kezek.seat_hold h on h.seat_id = s.id
        and h.released_at is null group by 1`.execute(db.kysely),
    20,
  );
  return result('occupancy of a district, 40 kindergartens, 10,000 seats', samples.subject, {
    baseline: { name: 'seats grouped', samples: samples.baseline },
  });
}
