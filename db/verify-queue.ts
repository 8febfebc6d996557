/**
 * Compares what the database derives with what it derives it from: stays with the history and the applications, seats with
 * capacities, holds with referrals and enrolments, turns with referrals. The triggers keep all of it equal; a hand above them
 * leaves a mark that is found here. Reads only, in stretches, while desks go on working.
 */
import { type RawBuilder, sql } from 'kysely';
import type { OpenDatabase } from './open.ts';
import { rowsOf } from './queries/reader.ts';

export type QueueFault =
  /** The times an application waited are not those the history tells. */
  | 'STAY_DIFFERS'
  /** A live stay says another class, time, queue or wish than its application, or a place beside a family it does not have. */
  | 'STAY_ORDER'
  /** Status, referral, enrolment and hold of an application say different things. */
  | 'APPLICATION_DISAGREES'
  /** A group has more or fewer seats than its capacity. */
  | 'SEATS_DIFFER'
  /** A live hold on a seat that is not open, or of a child the group is not for. */
  | 'HOLD_MISPLACED'
  /** A referral without its turn, or a turn of another stream or beside its referral. */
  | 'TURN_DIFFERS'
  /** A child stands otherwise than the rules of standing together, as they were followed last, say. */
  | 'FAMILY_APART'
  /** The counts places are told by are not those of the stays. */
  | 'COUNT_DIFFERS'
  /** Somebody was passed over without the reason for it. */
  | 'PASSED_UNREASONED';

/** One thing that does not hold; `subject` names it: 'application 4817', 'group 12', 'referral 3'. */
export interface BrokenPlace {
  readonly fault: QueueFault;
  readonly subject: string;
}

export interface QueueTally {
  readonly applications: number;
  readonly referrals: number;
  readonly groups: number;
}

/** Applications of one look. */
const STRETCH = 20_000;

/** Yields what does not hold; returns how much was compared. */
export async function* verifyQueues(
  db: OpenDatabase,
  progress: (applications: number) => void = () => {},
): AsyncGenerator<BrokenPlace, QueueTally, void> {
  // 'system': verification reads every district, whoever runs it on the machine of the database.
  const find = async (query: RawBuilder<{ id: string }>) =>
    await db.read('system', (tx) => rowsOf(tx, query));
  const size = await db.read('system', (tx) =>
    rowsOf(
      tx,
      sql<{ last: string | null; applications: number; referrals: number; groups: number }>`
        select (select max(id) from application) as last, (select count(*)::int from application) as applications,
          (select count(*)::int from referral) as referrals, (select count(*)::int from kindergarten_group) as groups`,
    ),
  );
  const last = Number(size[0]?.last ?? 0);
  for (let from = 1; from <= last; from += STRETCH) {
    const stretch = { from, to: from + STRETCH - 1 };
    const looks: readonly (readonly [QueueFault, RawBuilder<{ id: string }>])[] = [
      ['STAY_DIFFERS', staysAgainstHistory(stretch)],
      ['STAY_ORDER', staysAgainstApplications(stretch)],
      ['APPLICATION_DISAGREES', disagreements(stretch)],
    ];
    for (const [fault, query] of looks) {
      for (const { id } of await find(query)) yield { fault, subject: `application ${id}` };
    }
    progress(Math.min(last, stretch.to));
  }
  const others: readonly (readonly [QueueFault, string, RawBuilder<{ id: string }>])[] = [
    ['SEATS_DIFFER', 'group', SEATS],
    ['HOLD_MISPLACED', 'seat', HOLDS],
    ['TURN_DIFFERS', 'referral', TURNS],
    ['PASSED_UNREASONED', 'referral', PASSED],
    ['COUNT_DIFFERS', 'queue', COUNTS],
    ['FAMILY_APART', 'application', APART],
  ];
  for (const [fault, what, query] of others) {
    for (const { id } of await find(query)) yield { fault, subject: `${what} ${id}` };
  }
  const { applications = 0, referrals = 0, groups = 0 } = size[0] ?? {};
  return { applications, referrals, groups };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches of time in the queue as the history tells them, against the stays. Stays that follow each other without a gap (a
 * family that regrouped, a change within the queue) are one stretch.
 */
const staysAgainstHistory = ({ from, to }: Stretch) => sql<{ id: string }>`
  with told as (
    select m.application_id, m.at as entered_at, m.version as entered_version, m.seq as entered_seq, m.left_at, m.left_version, m.left_seq
    from (
      select h.application_id, h.at, h.version, h.seq, h.to_status,
        lead(h.at) over w as left_at, lead(h.version) over w as left_version, lead(h.seq) over w as left_seq
      from history h
      where h.application_id between ${from}::int8 and ${to}::int8 and h.from_status is distinct from h.to_status
        and 'queued' in (h.from_status, h.to_status)
      window w as (partition by h.application_id order by h.version)) m
    where m.to_status = 'queued'
  ), marked as (
    select s.*, (s.entered_by, s.entered_version, s.entered_at) is distinct from (lag(s.left_by) over w, lag(s.left_version) over w, lag(s.left_at) over w) as begins
    from queue_stay s where s.application_id between ${from}::int8 and ${to}::int8
    window w as (partition by s.application_id order by s.id)
  ), numbered as (
    select m.*, sum(m.begins::int) over (partition by m.application_id order by m.id) as island from marked m
  ), stood as (
    select n.application_id, min(n.entered_at) as entered_at, (array_agg(n.entered_version order by n.id))[1] as entered_version,
      (array_agg(n.entered_seq order by n.id))[1] as entered_seq, (array_agg(n.left_at order by n.id desc))[1] as left_at,
      (array_agg(n.left_version order by n.id desc))[1] as left_version, (array_agg(n.left_seq order by n.id desc))[1] as left_seq,
      bool_and(n.application_id = n.entered_by or not n.begins) and bool_and(n.left_seq is not null or n.left_at is null) as witnessed
    from numbered n group by n.application_id, n.island
  )
  select coalesce(t.application_id, s.application_id)::text as id
  from told t full join stood s on s.application_id = t.application_id and s.entered_version = t.entered_version
  where t.application_id is null or s.application_id is null or not s.witnessed
    or (t.entered_at, t.entered_seq, t.left_at, t.left_version, t.left_seq)
      is distinct from (s.entered_at, s.entered_seq, s.left_at, s.left_version, s.left_seq)
  group by 1 order by 1 limit 100`;

const staysAgainstApplications = ({ from, to }: Stretch) => sql<{ id: string }>`
  select coalesce(a.id, s.application_id)::text as id
  from (select * from application where id between ${from}::int8 and ${to}::int8 and status = 'queued') a
    full join (select * from queue_stay where application_id between ${from}::int8 and ${to}::int8 and left_at is null) s
      on s.application_id = a.id
    left join queue q on q.id = s.queue_id
  where a.id is null or s.id is null
    or (q.district_id, q.service, q.queue_kind, q.cohort_year, q.language)
      is distinct from (a.district_id, a.service, a.queue_kind, a.cohort_year, a.language)
    or (s.own_class, s.own_at, s.own_no, s.child_id, s.twin_group, s.applicant_id) is distinct from (kezek.class_number(a.priority_class),
      a.submitted_at, kezek.order_number(a.number), a.child_id, a.twin_group, a.applicant_id)
    or s.wants <> array(select d.kindergarten_id from desired_kindergarten d where d.application_id = a.id order by d.rank)
    -- It stands by itself, or by one of its family who waits in the same stream.
    or ((s.order_class, s.order_at, s.order_no) <> (s.own_class, s.own_at, s.own_no) and not exists (
      select 1 from queue_stay l where l.left_at is null and l.queue_id = s.queue_id and l.stream = s.stream
        and (l.own_class, l.own_at, l.own_no) = (s.order_class, s.order_at, s.order_no)))
  order by 1 limit 100`;

const disagreements = ({ from, to }: Stretch) => sql<{ id: string }>`
  with said as (
    select a.id, a.status,
      case when e.id is not null and r.id is null then 'enrolled' when e.id is not null then 'both'
        when r.state in ('offered', 'accepted') then 'offered' when r.state = 'documents' then 'docs_submitted'
        when r.benefit_state = 'pending' then 'benefit_review' when r.id is not null then 'referral_issued' end as expected,
      case when e.id is not null then 'enrolment' when r.state in ('offered', 'accepted') then 'offer' when r.id is not null then 'referral' end
        as expected_hold,
      h.kind as hold, coalesce(h.seat_id = coalesce(e.seat_id, r.seat_id), true) as one_seat
    from application a
      left join referral r on r.application_id = a.id and r.ended_at is null
      left join enrolment e on e.application_id = a.id and e.ended_on is null
      left join seat_hold h on h.application_id = a.id and h.released_at is null
    where a.id between ${from}::int8 and ${to}::int8
  )
  select id::text as id from said
  where not one_seat or expected_hold is distinct from hold
    or (expected is not null and status <> expected)
    or (expected is null and status in ('offered', 'benefit_review', 'referral_issued', 'docs_submitted', 'enrolled'))
  order by id limit 100`;

const SEATS = sql<{ id: string }>`
  select g.id::text as id from kindergarten_group g left join seat s on s.group_id = g.id and s.state <> 'removed'
  group by g.id having count(s.id) <> g.capacity order by g.id limit 100`;

const HOLDS = sql<{ id: string }>`
  select h.seat_id::text as id from seat_hold h
    join seat s on s.id = h.seat_id join kindergarten_group g on g.id = s.group_id join application a on a.id = h.application_id
  where h.released_at is null and (s.state <> 'open' or a.child_id <> h.child_id or g.cohort_year <> a.cohort_year
    or g.language <> a.language or (g.kind <> a.queue_kind and not (g.kind = 'special' and s.special_until is not null)))
  order by 1 limit 100`;

const TURNS = sql<{ id: string }>`
  select r.id::text as id from referral r left join queue_turn t on t.referral_id = r.id join rule_profile p on p.id = r.rule_profile_id
  where t.id is null or (t.queue_id, t.rule_profile_id, t.turn) is distinct from (r.queue_id, r.rule_profile_id, r.turn)
    or t.stream <> kezek.stream_of_turn(r.turn, p.benefit_places, p.ordinary_places)
    or (t.stream = r.stream) <> (r.cause = 'ratio')
    or (t.voided_at is null) <> (r.ended_at is null or r.state = 'admitted')
  order by 1 limit 100`;

const PASSED = sql<{ id: string }>`
  select r.id::text as id from referral r
  where r.passed <> (select count(*) from referral_passed x where x.referral_id = r.id and x.why <> 'together')
    or (r.passed > 0 and r.out_of_order_reason is null)
  order by 1 limit 100`;

const COUNTS = sql<{ id: string }>`
  select distinct queue_id::text as id from kezek.queue_count_faults() order by 1 limit 100`;

/** Not on a morning of new rules before the job of families has followed them. */
const APART = sql<{ id: string }>`
  select f.application_id::text as id from queue q cross join lateral kezek.families_apart(q.id) f
  where kezek.rules_of_families() = (select r.note from job_run r where r.job = 'families' and r.outcome = 'done'
    order by r.started_at desc limit 1)
  order by f.application_id limit 100`;
