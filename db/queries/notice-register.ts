/** The register of notices and the notices of one application, under the reader's scope; and what a clerk does with them. */
import { type RawBuilder, sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { COUNT_CAP, type Reader, rowsOf } from './reader.ts';

export interface NoticeRecord {
  readonly id: string;
  readonly application_id: string;
  readonly application_number: string;
  readonly district_id: number;
  readonly surname: string;
  readonly given_name: string;
  readonly kind: string;
  readonly channel: 'sms' | 'email' | 'ed24' | 'letter';
  readonly language: 'kk' | 'ru';
  readonly address: string;
  readonly body: string;
  readonly state: 'waiting' | 'sending' | 'sent' | 'dead';
  readonly queued_at: Date;
  readonly next_attempt_at: Date | null;
  readonly ended_at: Date | null;
  readonly attempts: number;
  readonly tries: number;
  readonly round: number;
  readonly decision_number: string | null;
  /** Of the last attempt that ended. */
  readonly error: string | null;
}

export interface NoticeFilter {
  readonly states: readonly string[] | undefined;
  readonly channels: readonly string[] | undefined;
  readonly kinds: readonly string[] | undefined;
  /** Applications the search box found; null: nothing was searched for. */
  readonly found: readonly string[] | null;
  readonly applicationId: string | null;
}

const COLUMNS = sql`n.id, n.application_id, a.number as application_number, a.district_id, c.surname, c.given_name, n.kind,
  n.channel, n.language, n.address, n.body, n.state, n.queued_at, n.next_attempt_at, n.ended_at, n.attempts, n.tries, n.round,
  d.number as decision_number,
  (select l.error from notice_delivery l where l.notice_id = n.id and l.outcome is not null order by l.attempt desc limit 1) as error`;
const FROM = sql`notice n join application a on a.id = n.application_id join person c on c.id = a.child_id
  left join decision d on d.id = n.decision_id`;

const some = <T>(list: readonly T[] | undefined): list is readonly T[] =>
  list !== undefined && list.length > 0;

function whereOf(filter: NoticeFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (some(filter.states)) parts.push(sql`n.state = any(${[...filter.states]}::text[])`);
  if (some(filter.channels)) parts.push(sql`n.channel = any(${[...filter.channels]}::text[])`);
  if (some(filter.kinds)) parts.push(sql`n.kind = any(${[...filter.kinds]}::text[])`);
  if (filter.found !== null) parts.push(sql`n.application_id = any(${[...filter.found]}::bigint[])`);
  if (filter.applicationId !== null) parts.push(sql`n.application_id = ${filter.applicationId}::bigint`);
  return sql.join(parts, sql` and `);
}

/** A page, newest first; `after`: the id of the last row shown. */
export async function noticePage(
  tx: Reader,
  filter: NoticeFilter,
  after: string | null,
  limit: number,
): Promise<readonly NoticeRecord[]> {
  const from = after === null ? sql`true` : sql`n.id < ${after}::bigint`;
  return await rowsOf(
    tx,
    sql<NoticeRecord>`select ${COLUMNS} from ${FROM} where ${whereOf(filter)} and ${from} order by n.id desc limit ${limit}`,
  );
}

/** How many match, up to one above the cap. */
export async function noticeCount(tx: Reader, filter: NoticeFilter): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{
      n: number;
    }>`select count(*)::int as n from (select 1 from notice n where ${whereOf(filter)} limit ${COUNT_CAP + 1}) x`,
  );
  return row?.n ?? 0;
}

export async function noticeById(tx: Reader, id: string): Promise<NoticeRecord | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<NoticeRecord>`select ${COLUMNS} from ${FROM} where n.id = ${id}::bigint`,
  );
  return row;
}

export interface LetterRecord extends NoticeRecord {
  readonly applicant_surname: string;
  readonly applicant_given_name: string;
  readonly applicant_patronymic: string | null;
}

/** Letters among these ids that the officer may see, first to last. */
export async function lettersOf(tx: Reader, ids: readonly string[]): Promise<readonly LetterRecord[]> {
  return await rowsOf(
    tx,
    sql<LetterRecord>`select ${COLUMNS}, p.surname as applicant_surname, p.given_name as applicant_given_name,
        p.patronymic as applicant_patronymic
      from ${FROM} join person p on p.id = a.applicant_id
      where n.id = any(${[...ids]}::bigint[]) and n.channel = 'letter' order by n.id`,
  );
}

export interface AttemptRow {
  readonly notice_id: string;
  readonly attempt: number;
  readonly round: number;
  readonly channel: 'sms' | 'email' | 'ed24' | 'letter';
  readonly at: Date;
  readonly ended_at: Date | null;
  readonly outcome: string | null;
  readonly provider_id: string | null;
  readonly error: string | null;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
}

/** Attempts of several notices, first to last, with the officer who printed. */
export async function attemptsOf(tx: Reader, ids: readonly string[]): Promise<readonly AttemptRow[]> {
  return await rowsOf(
    tx,
    sql<AttemptRow>`select l.notice_id, l.attempt, l.round, l.channel, l.at, l.ended_at, l.outcome, l.provider_id, l.error,
        s.surname, s.given_name, s.patronymic
      from notice_delivery l left join staff s on s.iin = l.actor
      where l.notice_id = any(${[...ids]}::bigint[]) order by l.notice_id, l.attempt`,
  );
}

/** Which channels are switched on. */
export async function openChannels(tx: Reader): Promise<readonly string[]> {
  const rows = await tx.selectFrom('notice_channel').select('channel').where('enabled', '=', true).execute();
  return rows.map((row) => row.channel);
}

export async function resendNotice(tx: WriteTransaction, id: string, seenAttempts: number): Promise<void> {
  await sql`select kezek.resend_notice(${id}::int8, ${seenAttempts}::int4)`.execute(tx);
}

/** True when this printing is the first. */
export async function printLetter(tx: WriteTransaction, id: string): Promise<boolean> {
  const [row] = await rowsOf(tx, sql<{ first: boolean }>`select kezek.print_letter(${id}::int8) as first`);
  return row?.first === true;
}
