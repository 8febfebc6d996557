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
