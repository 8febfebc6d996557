/** What heads ask for a seat, and the clerk's answers. */
import { type RawBuilder, sql } from 'kysely';
import type { SeatRequestKind } from '../../domain/data/place-reasons.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface SeatRequestRecord {
  readonly id: string;
  readonly kind: SeatRequestKind;
  readonly seat_id: string;
  readonly seat_version: number;
  readonly ordinal: number;
  readonly group_name: string;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly group_kind: 'general' | 'special';
  readonly kindergarten: string;
  readonly reason: string;
  readonly note: string | null;
  readonly until: string | null;
  readonly requested_at: Date;
  readonly verdict: 'accepted' | 'refused' | null;
  readonly decided_at: Date | null;
  readonly decision_note: string | null;
  readonly requested_iin: string;
  readonly requested_surname: string;
  readonly requested_given_name: string;
  readonly requested_patronymic: string | null;
  readonly decided_iin: string | null;
  readonly decided_surname: string | null;
  readonly decided_given_name: string | null;
  readonly decided_patronymic: string | null;
}

const REQUEST = sql`
  select r.id, r.kind, r.seat_id, s.version as seat_version, s.ordinal, g.name as group_name, g.cohort_year, g.language,
    g.kind as group_kind, k.name as kindergarten, r.reason, r.note, r.until, r.requested_at, r.verdict, r.decided_at, r.decision_note,
    asks.iin as requested_iin, asks.surname as requested_surname, asks.given_name as requested_given_name,
    asks.patronymic as requested_patronymic, says.iin as decided_iin, says.surname as decided_surname,
    says.given_name as decided_given_name, says.patronymic as decided_patronymic
  from seat_request r
    join seat s on s.id = r.seat_id
    join kindergarten_group g on g.id = s.group_id
    join kindergarten k on k.id = s.kindergarten_id
    join staff asks on asks.iin = r.requested_by
    left join staff says on says.iin = r.decided_by`;

/** Open requests, oldest first; or answered ones, newest first. After a request's id. */
export async function requestsPage(
  tx: Reader,
  page: { readonly open: boolean; readonly after: string | null; readonly limit: number },
): Promise<readonly SeatRequestRecord[]> {
  const after: RawBuilder<unknown> =
    page.after === null ? sql`true` : page.open ? sql`r.id > ${page.after}` : sql`r.id < ${page.after}`;
  return await rowsOf(
    tx,
    sql<SeatRequestRecord>`${REQUEST}
      where ${page.open ? sql`r.verdict is null` : sql`r.verdict is not null`} and ${after}
      order by r.id ${page.open ? sql`asc` : sql`desc`} limit ${page.limit}`,
  );
}

export async function requestById(tx: Reader, id: string): Promise<SeatRequestRecord | undefined> {
  const [row] = await rowsOf(tx, sql<SeatRequestRecord>`${REQUEST} where r.id = ${id}`);
  return row;
}

/** A seat with its place, for an act on it; undefined out of scope. */
export async function seatById(tx: Reader, id: string) {
  return await tx
    .selectFrom('seat as s')
    .innerJoin('kindergarten as k', 'k.id', 's.kindergarten_id')
    .select(['s.id', 's.version', 's.state', 's.group_id', 's.kindergarten_id', 'k.district_id'])
    .where('s.id', '=', id)
    .where('s.state', '<>', 'removed')
    .executeTakeFirst();
}

export async function insertRequest(
  tx: WriteTransaction,
  row: {
    readonly seat_id: string;
    readonly kind: SeatRequestKind;
    readonly reason: string;
    readonly note: string | null;
    readonly until: string | null;
    readonly requested_by: string;
    readonly requested_post: number;
    readonly requested_at: Date;
  },
): Promise<string> {
  const { id } = await tx.insertInto('seat_request').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Locks a request for its answer. */
export async function lockRequest(tx: WriteTransaction, id: string) {
  return await tx
    .selectFrom('seat_request')
    .select(['id', 'seat_id', 'kind', 'verdict', 'decided_by', 'decided_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Answers a request; its trigger changes the seat. */
export async function answerRequest(
  tx: WriteTransaction,
  id: string,
  answer: {
    readonly verdict: 'accepted' | 'refused';
    readonly decision_note: string | null;
    readonly decided_by: string;
    readonly decided_post: number;
    readonly decided_at: Date;
  },
): Promise<void> {
  await tx.updateTable('seat_request').set(answer).where('id', '=', id).execute();
}

/** Who answered a request about the seat last, and when; undefined when nobody did. */
export async function lastAnswer(tx: Reader, seatId: string) {
  return await tx
    .selectFrom('seat_request as r')
    .innerJoin('staff as s', 's.iin', 'r.decided_by')
    .select(['r.decided_at', 's.surname', 's.given_name', 's.patronymic'])
    .where('r.seat_id', '=', seatId)
    .orderBy('r.decided_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
