/** Queues as they were: who waited at a moment, which turns were taken, what changed since. Times are microseconds as decimal text. */
import { type RawBuilder, sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** Microseconds since 1970 of a timestamp; text on the way out, exact as a number until the year 2255. */
const micros = (time: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`(extract(epoch from ${time}) * 1000000)::bigint`;

/** A stay of an application: where its child stood, in its stream's order, between two moments. */
export interface StayRow {
  readonly id: string;
  readonly application_id: string;
  readonly stream: 'benefit' | 'ordinary';
  readonly order_class: number;
  readonly order_micros: string;
  readonly order_no: string;
  readonly own_class: number;
  readonly own_micros: string;
  readonly own_no: string;
  readonly wants: readonly number[];
}

const STAY = sql`s.id, s.application_id, s.stream, s.order_class, ${micros(sql`s.order_at`)} as order_micros, s.order_no,
  s.own_class, ${micros(sql`s.own_at`)} as own_micros, s.own_no, s.wants`;

/** Everyone who waited in a queue at a moment: who had entered by then and not left. */
export async function staysAt(tx: Reader, queueId: number, at: Date): Promise<readonly StayRow[]> {
  return await rowsOf(
    tx,
    sql<StayRow>`select ${STAY} from queue_stay s
      where s.queue_id = ${queueId} and s.entered_at <= ${at} and (s.left_at is null or s.left_at > ${at})`,
  );
}

/** Turns that were taken and not void at a moment, under a profile. */
export async function turnsAt(
  tx: Reader,
  queueId: number,
  profileId: number,
  at: Date,
): Promise<readonly number[]> {
  const rows = await rowsOf(
    tx,
    sql<{ turn: number }>`select t.turn from queue_turn t
      where t.queue_id = ${queueId} and t.rule_profile_id = ${profileId} and t.referral_id is not null
        and t.taken_at <= ${at} and (t.voided_at is null or t.voided_at > ${at})`,
  );
  return rows.map((row) => row.turn);
}

/** The queue an application waited in at a moment; undefined when it waited in none then, or is out of scope. */
export async function queueAt(tx: Reader, applicationId: string, at: Date): Promise<number | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ queue_id: number }>`select s.queue_id from queue_stay s
      where s.application_id = ${applicationId} and s.entered_at <= ${at} and (s.left_at is null or s.left_at > ${at})
      order by s.id desc limit 1`,
  );
  return row?.queue_id;
}

/** Where some children of a queue stand now. */
export async function staysOf(tx: Reader, applications: readonly string[]): Promise<readonly StayRow[]> {
  return await rowsOf(
    tx,
    sql<StayRow>`select ${STAY} from queue_stay s
      where s.application_id = any(${[...applications]}::bigint[]) and s.left_at is null`,
  );
}

/** A stretch in which an application itself stood in a queue. Times in microseconds; null: it stands there still. */
export interface OwnStay {
  readonly id: string;
  readonly queue_id: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly entered_micros: string;
  readonly left_micros: string | null;
}

/** Every stay of an application, oldest first. */
export async function ownStays(tx: Reader, applicationId: string): Promise<readonly OwnStay[]> {
  return await rowsOf(
    tx,
    sql<OwnStay>`select s.id, s.queue_id, s.stream, ${micros(sql`s.entered_at`)} as entered_micros, ${micros(sql`s.left_at`)} as left_micros
      from queue_stay s where s.application_id = ${applicationId} order by s.entered_at, s.id`,
  );
}

/** Somebody who stood in the queue while another did. */
export interface PassingStay {
  readonly id: string;
  readonly stream: 'benefit' | 'ordinary';
  /** Position in the order of its stream among all who stood there in that time. */
  readonly pos: number;
  readonly entered_micros: string;
  readonly left_micros: string | null;
  /** Left because it got an offer or a referral. */
  readonly served: boolean;
}

/** Everyone who stood in the queue of a stay at any time while it lasted, itself too. */
export async function staysBeside(tx: Reader, stayId: string): Promise<readonly PassingStay[]> {
  return await rowsOf(
    tx,
    sql<PassingStay>`
      select s.id, s.stream, (row_number() over (partition by s.stream
          order by s.order_class, s.order_at, s.order_no, s.own_class, s.own_at, s.own_no, s.id))::int as pos,
        ${micros(sql`s.entered_at`)} as entered_micros, ${micros(sql`s.left_at`)} as left_micros,
        coalesce(h.application_id = s.application_id and (h.to_status in ('offered', 'benefit_review', 'referral_issued')
          or h.event in ('offer', 'issue_referral')), false) as served
      from queue_stay mine
        join queue q on q.id = mine.queue_id
        join queue_stay s on s.queue_id = mine.queue_id and (mine.left_at is null or s.entered_at <= mine.left_at)
          and (s.left_at is null or s.left_at > mine.entered_at)
        left join history h on h.chain = q.district_id and h.seq = s.left_seq
      where mine.id = ${stayId}`,
  );
}

/** Turns of a queue ever taken, under every profile. */
export async function turnsEver(tx: Reader, queueId: number) {
  return await rowsOf(
    tx,
    sql<{ rule_profile_id: number; turn: number; taken_micros: string; voided_micros: string | null }>`
      select t.rule_profile_id, t.turn, ${micros(sql`t.taken_at`)} as taken_micros, ${micros(sql`t.voided_at`)} as voided_micros
      from queue_turn t where t.queue_id = ${queueId} and t.referral_id is not null and t.voided_at is distinct from t.taken_at`,
  );
}

/** A referral as it began, with the signed act that began it. */
export interface BegunReferral {
  readonly id: string;
  readonly number: string | null;
  readonly application_id: string;
  readonly application_number: string;
  readonly district_id: number;
  readonly queue_id: number;
  readonly rule_profile_id: number;
  readonly kindergarten_id: number;
  readonly kindergarten: string;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly out_of_order_reason: string | null;
  readonly begun_at: Date;
  readonly begun_micros: string;
  readonly decision_number: string | null;
  /** The history row of that act; null: no signed act began it. */
  readonly begun_seq: string | null;
}

/** A referral by its id, its own number, or the number of its application (then the latest one). */
export async function begunReferral(
  tx: Reader,
  by: { readonly id: string } | { readonly number: string } | { readonly application: string },
): Promise<BegunReferral | undefined> {
  const which =
    'id' in by
      ? sql`r.id = ${by.id}`
      : 'number' in by
        ? sql`r.number = ${by.number}`
        : sql`a.number = ${by.application}`;
  const [row] = await rowsOf(
    tx,
    sql<BegunReferral>`
      select r.id, r.number, r.application_id, a.number as application_number, r.district_id, r.queue_id, r.rule_profile_id,
        r.kindergarten_id, k.name as kindergarten, r.turn, r.stream, r.cause, r.out_of_order_reason,
        coalesce(r.offered_at, r.issued_at) as begun_at, ${micros(sql`coalesce(r.offered_at, r.issued_at)`)} as begun_micros,
        d.number as decision_number, h.seq as begun_seq
      from referral r join application a on a.id = r.application_id join kindergarten k on k.id = r.kindergarten_id
        left join lateral (select x.id, x.number from decision x
          where x.referral_id = r.id and x.act in ('offer', 'issue_referral') order by x.id limit 1) d on true
        left join lateral (select x.seq from history x where x.decision_id = d.id and x.application_id = r.application_id
          order by x.seq limit 1) h on true
      where ${which} order by r.id desc limit 1`,
  );
  return row;
}

/** A stay with the history rows that tell its beginning and end, and whether its child held a seat when a referral began. */
export interface WitnessedStay extends StayRow {
  readonly entered_micros: string;
  readonly left_micros: string | null;
  readonly entered_seq: string | null;
  readonly left_seq: string | null;
  readonly held_seat: boolean;
}

/** Everyone who may have waited in the referral's queue when it began; those of the very moment too. */
export async function staysAround(tx: Reader, referral: BegunReferral): Promise<readonly WitnessedStay[]> {
  const at = sql`(select coalesce(r.offered_at, r.issued_at) from referral r where r.id = ${referral.id})`;
  const seq = sql`${referral.begun_seq}::bigint`;
  return await rowsOf(
    tx,
    sql<WitnessedStay>`
      select ${STAY}, ${micros(sql`s.entered_at`)} as entered_micros, ${micros(sql`s.left_at`)} as left_micros, s.entered_seq, s.left_seq,
        exists (select 1 from seat_hold h where h.child_id = s.child_id and h.since <= ${at} and (h.released_at is null or h.released_at > ${at})
          and h.referral_id is distinct from ${referral.id} and h.id < coalesce(own.id, 9223372036854775807)) as held_seat
      from queue_stay s
        left join lateral (select min(h.id) as id from seat_hold h where h.referral_id = ${referral.id}) own on true
      where s.queue_id = ${referral.queue_id} and (s.entered_at <= ${at} or s.entered_seq < ${seq})
        and (s.left_at is null or s.left_at >= ${at} or s.left_seq >= ${seq})`,
  );
}

/** Turns of the referral's queue under its profile, those passed by too. */
export async function turnsOfReferral(tx: Reader, referral: BegunReferral) {
  return await rowsOf(
    tx,
    sql<{ turn: number; referral_id: string | null; taken_micros: string; voided_micros: string | null }>`
      select t.turn, t.referral_id, ${micros(sql`t.taken_at`)} as taken_micros, ${micros(sql`t.voided_at`)} as voided_micros
      from queue_turn t where t.queue_id = ${referral.queue_id} and t.rule_profile_id = ${referral.rule_profile_id}`,
  );
}

/** Who the database saw as passed over when the referral began. */
export async function passedBy(tx: Reader, referralId: string) {
  return await tx
    .selectFrom('referral_passed as p')
    .innerJoin('application as a', 'a.id', 'p.application_id')
    .select(['p.application_id', 'a.number', 'p.why'])
    .where('p.referral_id', '=', referralId)
    .orderBy('p.application_id')
    .execute();
}
