import { sql } from 'kysely';
import type { OpenDatabase } from '../../open.ts';
import type { WriteTransaction } from '../../transaction.ts';
import type { Random } from '../random.ts';
import { iso } from './application-rows.ts';
import { analyzeLoaded, type BulkRow, insertRows, unhurried } from './bulk.ts';
import type { Life } from './queue-life.ts';
import { type ReferralGround, referralRows } from './referral-rows.ts';
import { type PlannedGroup, queueText } from './seat-plan.ts';

export type PlacesInput = {
  readonly random: Random;
  readonly now: Date;
  readonly groups: readonly PlannedGroup[];
  readonly lives: ReadonlyMap<number, Life>;
  readonly ground: Omit<ReferralGround, 'lives' | 'queueIds' | 'profileIds'>;
  /** Id of the post and IIN of a kindergarten's head, and of a clerk of a district. */
  readonly head: (kindergarten: number) => { readonly iin: string; readonly postId: number };
  readonly clerk: (district: number) => { readonly iin: string; readonly postId: number };
};

const DAY = 86_400_000;

/**
 * Loads what became of those who wait: seats in their states, queues, referrals with their turns and holds, enrolments, what
 * heads ask for. The rows agree with the statuses that were loaded before; `verifyQueue` proves it. Nobody signed any of it: acts of
 * before this program came without a signature and name no decision, as the reviews of that time do.
 */
export async function loadPlaces(db: OpenDatabase, input: PlacesInput): Promise<void> {
  await db.write('system', (tx) => setSeats(tx, input));
  const queueIds = await db.write('system', makeQueues);
  const profileIds = await db.read('system', async (tx) => {
    const rows = await tx.selectFrom('rule_profile').select(['id', 'code']).execute();
    return new Map(rows.map((row) => [row.code, row.id]));
  });
  const rows = referralRows({ ...input.ground, lives: input.lives.values(), queueIds, profileIds });
  await db.write('system', (tx) =>
    unjudged(tx, async () => {
      await insertRows(tx, 'referral', rows.referrals);
      await insertRows(tx, 'referral_document', rows.documents);
      await insertRows(tx, 'queue_turn', rows.turns);
      // The machine brings each child's applicant; begun anew for every row, it would search among all its former acts.
      await sql`select kezek.begin_machine('job:companions')`.execute(tx);
      await insertRows(tx, 'enrolment', rows.enrolments);
      await sql`select kezek.end_machine()`.execute(tx);
      await insertRows(tx, 'seat_hold', rows.holds);
      await insertRows(
        tx,
        'number_sequence',
        [...rows.numbers].map(([year, last]) => ({ kind: 'referral', year, last_value: last })),
      );
      await insertRows(tx, 'seat_request', seatRequests(input));
    }),
  );
}

/** Every queue that anybody waited in, numbered by its key. */
async function makeQueues(tx: WriteTransaction): Promise<ReadonlyMap<string, number>> {
  await sql`insert into kezek.queue (district_id, service, queue_kind, cohort_year, language)
    select distinct district_id, service, queue_kind, cohort_year, language from kezek.application
    where status in ('queued', 'suspended', 'stop_list', 'inactive', 'offered', 'benefit_review', 'referral_issued', 'docs_submitted',
      'enrolled', 'declined', 'expired', 'cancelled', 'removed_no_interest', 'archived', 'in_review')
    order by 1, 2, 3, 4, 5`.execute(tx);
  const rows = await tx.selectFrom('queue').selectAll().execute();
  return new Map(
    rows.map((row) => [
      queueText({
        district: row.district_id - 1,
        cohort: row.cohort_year,
        language: row.language,
        kind: row.queue_kind,
      }),
      row.id,
    ]),
  );
}

/** Seats are there with their groups; here they get their states, the last ones of a group first. */
async function setSeats(tx: WriteTransaction, { groups, now, random }: PlacesInput): Promise<void> {
  const opened = iso(now.getTime() - 500 * DAY);
  await sql`update kezek.seat set open_since = ${opened}::timestamptz, special_until = null`.execute(tx);
  const today = random.fork('seats');
  const states = {
    closed: [] as number[],
    reported: [] as number[],
    fresh: [] as number[],
    temporary: [] as number[],
  };
  for (const group of groups) {
    const last = group.firstSeat + group.capacity - 1;
    for (let i = 0; i < group.closed; i += 1) states.closed.push(last - i);
    for (let i = 0; i < group.reported; i += 1) states.reported.push(last - group.closed - i);
    const free = group.capacity - group.filled - group.closed - group.reported;
    if (free > 0 && group.kind === 'special') states.fresh.push(group.firstSeat + group.filled);
    if (group.filled > 4 && today.chance(0.14))
      states.temporary.push(group.firstSeat + today.int(0, group.filled - 1));
    else if (free > 1 && today.chance(0.1)) states.temporary.push(group.firstSeat + group.filled + 1);
  }
  const ids = (list: readonly number[]) => sql`any(${[...list]}::bigint[])`;
  await sql`update kezek.seat set state = 'closed', state_reason = 'seat_close_repair', open_since = null, special_until = null
    where id = ${ids(states.closed)}`.execute(tx);
  await sql`update kezek.seat set state = 'reported', open_since = null, special_until = null where id = ${ids(states.reported)}`.execute(
    tx,
  );
  // Special seats: some opened yesterday and are kept for the special queue, the others are open to all.
  await sql`update kezek.seat s set special_until = ${iso(now.getTime() - 60 * DAY)}::timestamptz
    from kezek.kindergarten_group g where g.id = s.group_id and g.kind = 'special' and s.state = 'open'`.execute(
    tx,
  );
  await sql`update kezek.seat set open_since = ${iso(now.getTime() - DAY)}::timestamptz, special_until = ${iso(now.getTime() + 2 * DAY)}::timestamptz
    where id = ${ids(states.fresh)} and state = 'open'`.execute(tx);
  await sql`update kezek.seat set temporary_until = ${iso(now.getTime() + 120 * DAY).slice(0, 10)}::date, state_reason = 'seat_temporary_absence'
    where id = ${ids(states.temporary)} and state = 'open'`.execute(tx);
}

/** What heads ask: freed places to be opened, some to be closed; and why the closed ones are closed. */
function seatRequests(input: PlacesInput): readonly BulkRow[] {
  const { groups, now } = input;
  const random = input.random.fork('requests');
  const rows: BulkRow[] = [];
  for (const group of groups) {
    const head = input.head(group.kindergarten);
    const clerk = input.clerk(group.district);
    const last = group.firstSeat + group.capacity - 1;
    const asked = (seat: number, hoursAgo: number, kind: string, reason: string): BulkRow => ({
      seat_id: seat,
      kind,
      reason,
      note: null,
      until: null,
      requested_by: head.iin,
      requested_post: head.postId,
      requested_at: iso(now.getTime() - hoursAgo * 3_600_000),
      verdict: null,
      decided_by: null,
      decided_post: null,
      decided_at: null,
      decision_note: null,
    });
    for (let i = 0; i < group.closed; i += 1) {
      const ago = random.int(200, 3000);
      rows.push({
        ...asked(last - i, ago, 'close', 'seat_close_repair'),
        verdict: 'accepted',
        decided_by: clerk.iin,
        decided_post: clerk.postId,
        decided_at: iso(now.getTime() - (ago - 20) * 3_600_000),
      });
    }
    for (let i = 0; i < group.reported; i += 1) {
      rows.push(asked(last - group.closed - i, random.int(3, 60), 'report', 'seat_report_left'));
    }
    const free = group.capacity - group.filled - group.closed - group.reported;
    if (free > 1 && random.chance(0.06)) {
      rows.push(asked(group.firstSeat + group.filled + 1, random.int(3, 40), 'close', 'seat_close_sanitary'));
    }
  }
  return rows;
}

/** Without what is judged at commit: these rows come one table after another and agree when all are there. */
async function unjudged(tx: WriteTransaction, fn: () => Promise<void>): Promise<void> {
  const all = (word: 'disable' | 'enable') =>
    sql
      .raw(
        `alter table kezek.referral ${word} trigger referral_settled; alter table kezek.enrolment ${word} trigger enrolment_settled`,
      )
      .execute(tx);
  await all('disable');
  await fn();
  await sql`set constraints all immediate`.execute(tx);
  await all('enable');
}

/**
 * Makes the stays of all queues from the history: who came when and left when, with the rows that tell it. Twins stand
 * together where they wait now.
 */
export async function makeStays(db: OpenDatabase): Promise<void> {
  // Fresh from a load of any size: without statistics the server would look for each row of a million.
  await analyzeLoaded(db);
  await db.write('system', async (tx) => {
    await unhurried(tx);
    await sql`
      insert into kezek.queue_stay (queue_id, application_id, child_id, stream, order_class, order_at, order_no, own_class, own_at, own_no,
        wants, twin_group, applicant_id, entered_at, entered_by, entered_version, entered_seq, left_at, left_by, left_version, left_seq)
      select q.id, a.id, a.child_id, case when c.n < 2 then 'benefit' else 'ordinary' end, c.n, a.submitted_at, n.no, c.n, a.submitted_at, n.no,
        coalesce(w.wants, '{}'), a.twin_group, a.applicant_id, m.at, a.id, m.version, m.seq,
        m.left_at, case when m.left_at is not null then a.id end, m.left_version, m.left_seq
      from (
        select h.application_id, h.at, h.version, h.seq, h.to_status,
          lead(h.at) over w as left_at, lead(h.version) over w as left_version, lead(h.seq) over w as left_seq
        from kezek.history h
        where h.application_id is not null and h.from_status is distinct from h.to_status and 'queued' in (h.from_status, h.to_status)
        window w as (partition by h.application_id order by h.version)) m
        join kezek.application a on a.id = m.application_id
        join kezek.queue q using (district_id, service, queue_kind, cohort_year, language)
        left join (select d.application_id, array_agg(d.kindergarten_id order by d.rank) as wants
          from kezek.desired_kindergarten d group by 1) w on w.application_id = a.id
        -- A benefit found false counted until then.
        cross join lateral kezek.class_number(coalesce((select b.priority_class from kezek.referral r
          join kezek.benefit_category b on b.id = a.benefit_category_id
          where r.application_id = a.id and r.benefit_state = 'rejected' and m.at < r.ended_at limit 1), a.priority_class)) c(n)
        cross join lateral kezek.order_number(a.number) n(no)
      where m.to_status = 'queued'
      order by m.at, a.id`.execute(tx);
    await sql`
      update kezek.queue_stay s set order_class = l.own_class, order_at = l.own_at, order_no = l.own_no
      from (select distinct on (queue_id, stream, twin_group) queue_id, stream, twin_group, own_class, own_at, own_no
        from kezek.queue_stay where left_at is null and twin_group is not null
        order by queue_id, stream, twin_group, own_class, own_at, own_no) l
      where s.left_at is null and s.queue_id = l.queue_id and s.stream = l.stream and s.twin_group = l.twin_group
        and (s.order_class, s.order_at, s.order_no) <> (l.own_class, l.own_at, l.own_no)`.execute(tx);
  });
}

/** The bulletins of the last weeks in the districts of the first region, each of the seats that were free that morning. */
export async function makeBulletins(db: OpenDatabase, now: Date, days: number): Promise<void> {
  await db.write('system', async (tx) => {
    await unhurried(tx);
    const today = iso(now.getTime()).slice(0, 10);
    await sql`
      insert into kezek.bulletin (district_id, on_date, published_at)
      select d.id, g::date, (g::date + p.bulletin_time) at time zone 'Asia/Almaty'
      from kezek.district d cross join lateral kezek.profile_of_district(d.id) p
        cross join generate_series(${today}::date - ${days}::int, ${today}::date - 1, '1 day') g
      where d.region_id = 1 and p.bulletin_time is not null and extract(isodow from g) < 6 order by g, d.id`.execute(
      tx,
    );
    await sql`
      insert into kezek.bulletin_row (bulletin_id, group_id, free)
      select b.id, s.group_id, count(*)
      from kezek.bulletin b join kezek.kindergarten k on k.district_id = b.district_id
        join kezek.seat s on s.kindergarten_id = k.id and s.state = 'open'
      where not exists (select 1 from kezek.seat_hold h where h.seat_id = s.id and h.since <= b.published_at
        and (h.released_at is null or h.released_at > b.published_at))
      group by b.id, s.group_id order by b.id, s.group_id`.execute(tx);
  });
}
