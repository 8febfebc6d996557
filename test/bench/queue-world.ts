/** A million who wait, written by SQL: the demo generator would take hours. Numbers of people here are no IINs; nobody sees them. */
import { sql } from 'kysely';
import type { OpenDatabase } from '../../db/open.ts';
import { type MiniWorld, makeMiniWorld } from '../database/mini-world.ts';

export interface QueueWorld {
  readonly mini: MiniWorld;
  /** Queues of so many each, all of the first district. */
  readonly queues: readonly {
    readonly id: number;
    readonly cohort_year: number;
    readonly language: 'kk' | 'ru';
    readonly queue_kind: 'general' | 'special';
  }[];
  readonly perQueue: number;
}

const KINDERGARTENS = 40;
const PARENTS = 50_000;
const KEYS = [2018, 2019, 2020, 2021, 2022].flatMap((cohort) =>
  (['kk', 'ru'] as const).flatMap((language) =>
    (['general', 'special'] as const).map((kind) => ({ cohort, language, kind })),
  ),
);

/** Fills an empty migrated database, opened as a superuser. At most twenty queues. */
export async function makeQueueWorld(
  db: OpenDatabase,
  waiting: number,
  perQueue: number,
): Promise<QueueWorld> {
  const mini = await makeMiniWorld(db, 'office');
  const [district] = mini.districts;
  const keys = KEYS.slice(0, Math.max(1, Math.round(waiting / perQueue)));
  await db.write('system', async (tx) => {
    await sql`insert into kindergarten (district_id, bin, name, kind, ownership, address)
      select ${district}, lpad((900000000000 + n)::text, 12, '0'), 'Балабақша ' || n, 'kindergarten', 'state', 'Абай, ' || n
      from generate_series(1, ${KINDERGARTENS}) n`.execute(tx);
    // Seats come with their groups, by trigger.
    await sql`insert into kindergarten_group (kindergarten_id, name, cohort_year, language, kind, capacity)
      select k.id, 'Топ ' || c, c, l, 'general', 25 from kindergarten k, generate_series(2018, 2022) c, unnest(array['kk', 'ru']) l
      where k.name like 'Балабақша %' on conflict do nothing`.execute(tx);
  });
  await db.write('system', async (tx) => {
    // Rows as the triggers would leave them: a million passes through each trigger measure nothing.
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`insert into person (id, iin, surname, given_name, birth_date, sex)
      select n, lpad((100000000000 + n)::text, 12, '0'), 'Тегі' || n % 5000, 'Аты' || n % 300, date '2020-01-01' + (n % 365)::int, 'male'
      from generate_series(1000001, 1000000 + ${keys.length * perQueue}) n`.execute(tx);
    await sql`insert into person (id, iin, surname, given_name, birth_date, sex)
      select n, lpad((200000000000 + n)::text, 12, '0'), 'Тегі' || n, 'Аты', '1990-01-01', 'female'
      from generate_series(900001, ${900_000 + PARENTS}) n`.execute(tx);
    for (const [i, key] of keys.entries()) await fillQueue(tx, district, i, key, perQueue);
    await count(tx);
  });
  await sql`vacuum analyze`.execute(db.kysely);
  const { rows } = await sql<
    QueueWorld['queues'][number]
  >`select id, cohort_year, language, queue_kind from queue
    order by id`.execute(db.kysely);
  return { mini, queues: rows, perQueue };
}

type Tx = Parameters<Parameters<OpenDatabase['write']>[1]>[0];

async function fillQueue(
  tx: Tx,
  district: number,
  index: number,
  key: (typeof KEYS)[number],
  perQueue: number,
): Promise<void> {
  const first = 1_000_001 + index * perQueue;
  const last = first + perQueue - 1;
  await sql`insert into queue (id, district_id, service, queue_kind, cohort_year, language)
    values (${index + 1}, ${district}, 'preschool_queue', ${key.kind}, ${key.cohort}, ${key.language})`.execute(
    tx,
  );
  // One in eight has a benefit; two in five of those are out of turn. Applied for in an order that is not that of the ids.
  await sql`insert into application (id, number, service, district_id, queue_kind, channel, status, status_since, child_id, applicant_id,
      applicant_relation, cohort_year, language, submitted_at, priority_class, benefit_category_id, phone, notification_type,
      notification_language, permanent_address, data_consent_at, child_sort_name, search)
    select n, '2025-' || lpad((n - 1000000)::text, 7, '0'), 'preschool_queue', ${district}, ${key.kind}, 'egov', 'queued', now(), n,
      900001 + n % ${PARENTS},
      'mother', ${key.cohort}, ${key.language}, timestamptz '2024-01-01' + ((n * 7919) % 60000000) * interval '1 second' + (n % 997) * interval '1 microsecond',
      case when n % 8 > 0 then 'ordinary' when n % 40 < 16 then 'out_of_turn' else 'priority' end,
      case when n % 8 = 0 then 1 end, '+77010000000', 'sms', 'kk', 'Абай, 1', now(), 'Тегі', ''
    from generate_series(${first}::bigint, ${last}::bigint) n`.execute(tx);
  await sql`insert into desired_kindergarten (application_id, rank, kindergarten_id)
    select a.id, r, k.ids[1 + (a.id * 31 + r * 13) % ${KINDERGARTENS}] from application a, generate_series(1, 3) r,
      (select array_agg(id order by id) as ids from kindergarten where name like 'Балабақша %') k
    where a.id between ${first} and ${last} on conflict do nothing`.execute(tx);
  await sql`insert into queue_stay (queue_id, application_id, child_id, stream, order_class, order_at, order_no, own_class, own_at, own_no,
      wants, applicant_id, entered_at, entered_by, entered_version)
    select ${index + 1}, a.id, a.child_id, case when c.n < 2 then 'benefit' else 'ordinary' end, c.n, a.submitted_at,
      kezek.order_number(a.number), c.n, a.submitted_at, kezek.order_number(a.number),
      array(select d.kindergarten_id from desired_kindergarten d where d.application_id = a.id order by d.rank), a.applicant_id,
      now(), a.id, 1
    from application a cross join lateral kezek.class_number(a.priority_class) c(n) where a.id between ${first} and ${last}`.execute(
    tx,
  );
  await sql`insert into queue_turn (queue_id, rule_profile_id, turn, stream, referral_id, taken_at, voided_at)
    select ${index + 1}, p.id, t, 'ordinary', t, now(), case when t % 400 = 0 then now() end
    from generate_series(1, 2000) t, kezek.profile_of_district(${district}) p`.execute(tx);
}

/** The counts as the trigger keeps them. */
async function count(tx: Tx): Promise<void> {
  await sql`insert into queue_count (queue_id, stream, kindergarten_id, order_class, week, n)
    select s.queue_id, s.stream, k, s.order_class, kezek.week_of(s.order_at), count(*)
    from queue_stay s cross join lateral unnest(array_append(s.wants, 0)) k where s.left_at is null group by 1, 2, 3, 4, 5`.execute(
    tx,
  );
}

/** Makes one queue of everybody who waits: the worst case no department has. */
export async function joinQueues(db: OpenDatabase): Promise<void> {
  await db.write('system', async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`update queue_stay set queue_id = 1`.execute(tx);
    await sql`delete from queue_count`.execute(tx);
    await count(tx);
  });
  await sql`vacuum full analyze queue_stay, queue_count`.execute(db.kysely);
}
