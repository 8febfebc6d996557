/** The register of referrals, one referral with its steps, and the head's list of those that come. Under the reader's scope. */
import { type RawBuilder, sql } from 'kysely';
import { COUNT_CAP, type Reader, rowsOf } from './reader.ts';

export interface RegisterRow {
  readonly id: string;
  readonly number: string | null;
  readonly application_id: string;
  readonly application_number: string;
  readonly application_version: number;
  readonly application_status: string;
  readonly district_id: number;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly birth_date: string;
  readonly priority_class: 'out_of_turn' | 'priority' | 'ordinary';
  readonly category: string | null;
  readonly kindergarten: string;
  readonly kindergarten_id: number;
  readonly group_id: number;
  readonly group_name: string;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly kind: 'general' | 'special';
  readonly state: string;
  readonly benefit_state: string;
  readonly offered_at: Date | null;
  readonly offer_until: Date | null;
  readonly accepted_at: Date | null;
  readonly issued_at: Date | null;
  readonly benefit_until: Date | null;
  readonly valid_until: Date | null;
  readonly first_valid_until: Date | null;
  readonly extensions: number;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly rule_profile_id: number;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly out_of_order_reason: string | null;
  readonly passed: number;
  readonly referral_version: number;
}

const COLUMNS = sql`r.id, r.number, r.application_id, a.number as application_number, a.version as application_version,
  a.status as application_status, r.district_id, c.surname, c.given_name, c.iin, c.birth_date, a.priority_class,
  b.code as category, k.name as kindergarten, k.id as kindergarten_id, g.id as group_id, g.name as group_name, g.cohort_year,
  g.language, g.kind, r.state, r.benefit_state, r.offered_at, r.offer_until, r.accepted_at, r.issued_at, r.benefit_until,
  r.valid_until, r.first_valid_until, r.extensions, r.ended_at, r.end_reason, r.rule_profile_id, r.turn, r.stream, r.cause,
  r.out_of_order_reason, r.passed, r.application_version as referral_version`;
const FROM = sql`referral r join application a on a.id = r.application_id join person c on c.id = a.child_id
  join kindergarten_group g on g.id = r.group_id join kindergarten k on k.id = r.kindergarten_id
  left join benefit_category b on b.id = a.benefit_category_id`;

/** The term that runs: of the offer, of the benefit, of the referral; null where none does. */
const TERM = sql`case when r.state = 'offered' then r.offer_until
  when r.state = 'issued' and r.benefit_state = 'pending' then r.benefit_until
  when r.state = 'issued' then r.valid_until end`;

/** Empty or absent: any. `found`: applications the search box found; null: nothing was searched for. */
export interface RegisterFilter {
  readonly districts: readonly number[];
  readonly found: readonly string[] | null;
  /** A referral's number as it is printed. */
  readonly number: string | null;
  readonly states?: readonly string[] | undefined;
  readonly benefit?: readonly string[] | undefined;
  readonly kindergartens?: readonly number[] | undefined;
  readonly cohortYears?: readonly number[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly lights?: readonly ('green' | 'amber' | 'red')[] | undefined;
  readonly now: Date;
  /** From when on a term is green. */
  readonly greenFrom: Date;
}

const some = <T>(list: readonly T[] | undefined): list is readonly T[] =>
  list !== undefined && list.length > 0;

function whereOf(filter: RegisterFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`r.district_id = any(${[...filter.districts]}::int[])`];
  if (filter.found !== null || filter.number !== null) {
    const found = sql`r.application_id = any(${[...(filter.found ?? [])]}::bigint[])`;
    parts.push(filter.number === null ? found : sql`(${found} or r.number = ${filter.number})`);
  }
  if (some(filter.states)) parts.push(sql`r.state = any(${[...filter.states]}::text[])`);
  if (some(filter.benefit)) parts.push(sql`r.benefit_state = any(${[...filter.benefit]}::text[])`);
  if (some(filter.kindergartens))
    parts.push(sql`r.kindergarten_id = any(${[...filter.kindergartens]}::int[])`);
  if (some(filter.cohortYears)) parts.push(sql`g.cohort_year = any(${[...filter.cohortYears]}::int[])`);
  if (some(filter.languages)) parts.push(sql`g.language = any(${[...filter.languages]}::text[])`);
  if (some(filter.kinds)) parts.push(sql`g.kind = any(${[...filter.kinds]}::text[])`);
  if (some(filter.lights)) parts.push(lightsOf(filter, filter.lights));
  return sql.join(parts, sql` and `);
}

function lightsOf({ now, greenFrom }: RegisterFilter, lights: readonly string[]): RawBuilder<unknown> {
  const each = {
    red: sql`${TERM} < ${now}`,
    amber: sql`(${TERM} >= ${now} and ${TERM} < ${greenFrom})`,
    green: sql`${TERM} >= ${greenFrom}`,
  } as const;
  return sql`(${sql.join(
    lights.map((light) => each[light as keyof typeof each]),
    sql` or `,
  )})`;
}

/** A page of the register, newest first; `after`: the id of the last row shown. */
export async function registerPage(
  tx: Reader,
  filter: RegisterFilter,
  after: string | null,
  limit: number,
): Promise<readonly RegisterRow[]> {
  const from = after === null ? sql`true` : sql`r.id < ${after}::bigint`;
  return await rowsOf(
    tx,
    sql<RegisterRow>`select ${COLUMNS} from ${FROM} where ${whereOf(filter)} and ${from} order by r.id desc limit ${limit}`,
  );
}

/** How many match, up to one above the cap. */
export async function registerCount(tx: Reader, filter: RegisterFilter): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ n: number }>`
      select count(*)::int as n from (
        select 1 from referral r join kindergarten_group g on g.id = r.group_id
        where ${whereOf(filter)} limit ${COUNT_CAP + 1}) x`,
  );
  return row?.n ?? 0;
}

export async function referralById(tx: Reader, id: string): Promise<RegisterRow | undefined> {
  const [row] = await rowsOf(tx, sql<RegisterRow>`select ${COLUMNS} from ${FROM} where r.id = ${id}::bigint`);
  return row;
}

export interface StepRow {
  readonly event: string;
  readonly at: Date;
  readonly actor: string;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
  readonly decision_id: string | null;
  readonly decision_number: string | null;
  readonly reason: string | null;
}

/** What happened to a referral, oldest first: signed acts, jobs, and what followed its end. */
export async function referralSteps(
  tx: Reader,
  referral: Pick<
    RegisterRow,
    'id' | 'application_id' | 'referral_version' | 'offered_at' | 'issued_at' | 'ended_at'
  >,
): Promise<readonly StepRow[]> {
  const began = referral.offered_at ?? referral.issued_at;
  return await rowsOf(
    tx,
    sql<StepRow>`
      select h.event, h.at, h.actor, s.surname, s.given_name, s.patronymic, h.decision_id, d.number as decision_number, d.reason
      from history h left join staff s on s.iin = h.actor left join decision d on d.id = h.decision_id
      where h.application_id = ${referral.application_id}::bigint and h.version is not null
        and (d.referral_id = ${referral.id}::bigint or (h.at >= ${began} and h.decision_id is null
          and h.version <= ${referral.referral_version + (referral.ended_at === null ? 1 : 2)}))
        and h.event not in ('read', 'print')
      order by h.version, h.seq`,
  );
}

/** Referrals that came to the head's kindergarten: live ones by their term, or (`ended`) those that ended. */
export async function incomingReferrals(
  tx: Reader,
  ended: boolean,
  limit: number,
): Promise<readonly RegisterRow[]> {
  const which = ended ? sql`r.ended_at is not null` : sql`r.state in ('issued', 'documents')`;
  const order = ended ? sql`r.ended_at desc, r.id` : sql`(r.state = 'documents'), r.valid_until, r.id`;
  return await rowsOf(
    tx,
    sql<RegisterRow>`select ${COLUMNS} from ${FROM} where ${which} order by ${order} limit ${limit}`,
  );
}

/** How many documents of each referral were received, of the kinds given. */
export async function receivedCounts(
  tx: Reader,
  referralIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await rowsOf(
    tx,
    sql<{ referral_id: string; kinds: string[] }>`
      select d.referral_id, array_agg(d.document_kind) as kinds from referral_document d
      where d.referral_id = any(${[...referralIds]}::bigint[]) group by 1`,
  );
  return new Map(rows.map((row) => [row.referral_id, row.kinds]));
}

/** A kindergarten's name and address. */
export async function kindergartenOf(tx: Reader, id: number) {
  return await tx
    .selectFrom('kindergarten')
    .select(['id', 'name', 'address'])
    .where('id', '=', id)
    .executeTakeFirst();
}
