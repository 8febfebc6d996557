/** The application log: keyset pages, counts and lists of ids under a filter. Row-level security decides what is visible. */
import { type RawBuilder, sql } from 'kysely';
import { COUNT_CAP, type Reader, rowsOf } from './reader.ts';

/** Statuses whose decision deadline runs; the partial index application_running_idx names the same four. */
const RUNNING = sql`a.status in ('submitted', 'registered', 'in_review', 'answered')`;

/**
 * The deadline lights as instants, worked out once per request from the working calendar: red before `now`, amber up to
 * `greenFrom` (the start of the second working day after today), green from there.
 */
export interface LightBounds {
  readonly now: Date;
  readonly greenFrom: Date;
}

export type Light = 'green' | 'amber' | 'red' | 'paused' | 'done';

/** A filter with every relative word made absolute. Empty lists and absent fields mean "any". */
export interface JournalConditions {
  readonly officer: string;
  readonly bounds: LightBounds;
  /** Ids the search found; null when nothing is searched for. */
  readonly found: readonly string[] | null;
  readonly queueKinds?: readonly string[] | undefined;
  readonly cohortYears?: readonly number[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly benefit?: 'with' | 'without' | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly submittedFrom?: Date | undefined;
  readonly submittedBefore?: Date | undefined;
  readonly lights?: readonly Light[] | undefined;
  readonly deadlineFrom?: Date | undefined;
  readonly deadlineBefore?: Date | undefined;
  readonly claimed?: 'mine' | 'nobody' | 'others' | 'anybody' | undefined;
  readonly claimedBy?: readonly string[] | undefined;
  readonly unreadScans?: boolean | undefined;
  readonly possibleDuplicates?: boolean | undefined;
}

export type JournalSortKey = 'deadline' | 'submitted' | 'number' | 'child' | 'status';
export type Direction = 'asc' | 'desc';

/** Where a page begins: after this key of this segment. The key is text, so that microseconds survive. */
export interface KeysetPosition {
  readonly segment: number;
  readonly key: string;
  readonly id: string;
}

/** A stretch of the list that one index can give in order; the list is its segments one after another. */
interface Segment {
  readonly where: RawBuilder<unknown> | null;
  readonly key: RawBuilder<unknown>;
  readonly type: RawBuilder<unknown>;
  readonly direction: Direction;
}

function segmentsOf(by: JournalSortKey, direction: Direction): readonly Segment[] {
  const one = (key: RawBuilder<unknown>, type: RawBuilder<unknown>): readonly Segment[] => [
    { where: null, key, type, direction },
  ];
  switch (by) {
    case 'submitted':
      return one(sql`a.submitted_at`, sql`timestamptz`);
    case 'number':
      return one(sql`a.number`, sql`text`);
    case 'child':
      return one(sql`a.child_sort_name`, sql`text`);
    case 'status':
      return one(sql`a.status`, sql`text`);
    case 'deadline':
      // What runs first, then what is paused, then what is done, the latest done first: the past never pushes today down.
      return [
        {
          where: sql`${RUNNING} and a.deadline_at is not null`,
          key: sql`a.deadline_at`,
          type: sql`timestamptz`,
          direction,
        },
        {
          where: sql`(a.status = 'returned' or (${RUNNING} and a.deadline_at is null))`,
          key: sql`a.status_since`,
          type: sql`timestamptz`,
          direction,
        },
        {
          where: sql`not ${RUNNING} and a.status <> 'returned'`,
          key: sql`a.status_since`,
          type: sql`timestamptz`,
          direction: direction === 'asc' ? 'desc' : 'asc',
        },
      ];
  }
}

/** One row of the log as the database gives it. */
export interface JournalRecord {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly surname: string;
  readonly given_name: string;
  readonly iin: string;
  readonly birth_date: string;
  readonly category: string | null;
  readonly priority_class: 'out_of_turn' | 'priority' | 'ordinary';
  readonly scans_total: number;
  readonly scans_unread: number;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly queue_kind: 'general' | 'special';
  readonly channel: string;
  readonly district_id: number;
  readonly status: string;
  readonly status_since: Date;
  readonly submitted_at: Date;
  readonly deadline_at: Date | null;
  readonly decided_at: Date | null;
  readonly claimed_by: string | null;
  readonly claimed_at: Date | null;
  readonly claim_until: Date | null;
  readonly claim_surname: string | null;
  readonly claim_given_name: string | null;
  readonly claim_patronymic: string | null;
  readonly twins: boolean;
  readonly duplicate: boolean;
  readonly sort_key: string;
  readonly segment: number;
}

/** Conditions in SQL, for a row `a` of application; the district is not among them. */
function whereOf(filter: JournalConditions): readonly RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  const oneOf = (
    column: RawBuilder<unknown>,
    values: readonly unknown[] | undefined,
    type: RawBuilder<unknown>,
  ): void => {
    if (values === undefined || values.length === 0) return;
    const [one] = values;
    // One value is compared as itself: then partial indexes and the order of an index are of use.
    parts.push(
      values.length === 1
        ? sql`${column} = ${one}::${type}`
        : sql`${column} = any(${[...values]}::${type}[])`,
    );
  };
  oneOf(sql`a.queue_kind`, filter.queueKinds, sql`text`);
  oneOf(sql`a.cohort_year`, filter.cohortYears, sql`int2`);
  oneOf(sql`a.status`, filter.statuses, sql`text`);
  oneOf(sql`a.channel`, filter.channels, sql`text`);
  oneOf(sql`a.language`, filter.languages, sql`text`);
  oneOf(sql`a.claimed_by`, filter.claimedBy, sql`bpchar`);
  oneOf(sql`a.id`, filter.found ?? undefined, sql`int8`);
  if (filter.found !== null && filter.found.length === 0) parts.push(sql`false`);
  if (filter.categories !== undefined && filter.categories.length > 0) {
    parts.push(
      sql`a.benefit_category_id in (select id from benefit_category where code = any(${[...filter.categories]}::text[]))`,
    );
  }
  if (filter.benefit !== undefined) {
    parts.push(
      filter.benefit === 'with' ? sql`a.benefit_category_id is not null` : sql`a.benefit_category_id is null`,
    );
  }
  if (filter.submittedFrom !== undefined) parts.push(sql`a.submitted_at >= ${filter.submittedFrom}`);
  if (filter.submittedBefore !== undefined) parts.push(sql`a.submitted_at < ${filter.submittedBefore}`);
  if (filter.deadlineFrom !== undefined) parts.push(sql`a.deadline_at >= ${filter.deadlineFrom}`);
  if (filter.deadlineBefore !== undefined) parts.push(sql`a.deadline_at < ${filter.deadlineBefore}`);
  if (filter.lights !== undefined && filter.lights.length > 0) {
    parts.push(anyOf(filter.lights.map((light) => lightCondition(light, filter.bounds))));
  }
  if (filter.claimed !== undefined) parts.push(claimCondition(filter.claimed, filter.officer));
  if (filter.unreadScans !== undefined)
    parts.push(filter.unreadScans ? sql`a.scans_unread > 0` : sql`a.scans_unread = 0`);
  if (filter.possibleDuplicates !== undefined) {
    const among = sql`a.id in (select kezek.possible_duplicates())`;
    parts.push(filter.possibleDuplicates ? among : sql`not ${among}`);
  }
  return parts;
}

function anyOf(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`(${sql.join([...parts], sql` or `)})`;
}

function lightCondition(light: Light, bounds: LightBounds): RawBuilder<unknown> {
  switch (light) {
    case 'red':
      return sql`(${RUNNING} and a.deadline_at < ${bounds.now})`;
    case 'amber':
      return sql`(${RUNNING} and a.deadline_at >= ${bounds.now} and a.deadline_at < ${bounds.greenFrom})`;
    case 'green':
      return sql`(${RUNNING} and a.deadline_at >= ${bounds.now} and a.deadline_at >= ${bounds.greenFrom})`;
    case 'paused':
      return sql`(a.status = 'returned' or (${RUNNING} and a.deadline_at is null))`;
    case 'done':
      return sql`(not ${RUNNING} and a.status <> 'returned')`;
  }
}

function claimCondition(
  claimed: 'mine' | 'nobody' | 'others' | 'anybody',
  officer: string,
): RawBuilder<unknown> {
  switch (claimed) {
    case 'mine':
      return sql`a.claimed_by = ${officer}`;
    case 'nobody':
      return sql`a.claimed_by is null`;
    case 'others':
      return sql`(a.claimed_by is not null and a.claimed_by <> ${officer})`;
    case 'anybody':
      return sql`a.claimed_by is not null`;
  }
}

function districtRows(districts: readonly number[]): RawBuilder<unknown> {
  return sql`unnest(${[...districts]}::int[]) as d(id)`;
}

function and(parts: readonly (RawBuilder<unknown> | null)[]): RawBuilder<unknown> {
  const present = parts.filter((part): part is RawBuilder<unknown> => part !== null);
  return present.length === 0 ? sql`true` : sql.join(present, sql` and `);
}

/**
 * Up to `limit` rows after a position. One index walk per district and segment, merged: a supervisor of many districts
 * costs no sort of all their rows.
 */
export async function journalPage(
  tx: Reader,
  request: {
    readonly districts: readonly number[];
    readonly filter: JournalConditions;
    readonly by: JournalSortKey;
    readonly direction: Direction;
    readonly after: KeysetPosition | null;
    readonly limit: number;
  },
): Promise<readonly JournalRecord[]> {
  const segments = segmentsOf(request.by, request.direction);
  const rows: JournalRecord[] = [];
  for (
    let index = request.after?.segment ?? 0;
    index < segments.length && rows.length < request.limit;
    index++
  ) {
    const segment = segments[index];
    if (segment === undefined) break;
    const after = request.after?.segment === index ? request.after : null;
    const found = await rowsOf(tx, segmentQuery(request, segment, index, after, request.limit - rows.length));
    rows.push(...found);
  }
  return rows;
}

type PageRequest = Parameters<typeof journalPage>[1];

/** What a page keeps of a row: an application is wide (its search text, its contacts), and a page is sorted and kept whole. */
const KEPT = sql.raw(
  `id version number benefit_category_id priority_class scans_total scans_unread cohort_year language queue_kind channel
   district_id status status_since submitted_at deadline_at decided_at claimed_by claimed_at claim_until twin_group`
    .split(/\s+/)
    .map((column) => `a.${column}`)
    .join(', '),
);

function segmentQuery(
  request: PageRequest,
  segment: Segment,
  index: number,
  after: KeysetPosition | null,
  limit: number,
): RawBuilder<JournalRecord> {
  const direction = segment.direction === 'asc' ? sql`asc` : sql`desc`;
  const beyond = segment.direction === 'asc' ? sql`>` : sql`<`;
  const keyset =
    after === null
      ? null
      : sql`(${segment.key}, a.id) ${beyond} (${after.key}::${segment.type}, ${after.id}::int8)`;
  const where = and([segment.where, ...whereOf(request.filter), keyset]);
  return sql<JournalRecord>`
    with page as materialized (
      select r.* from ${districtRows(request.districts)} cross join lateral (
        select ${KEPT}, ${segment.key} as raw_key from application a
        where a.district_id = d.id and ${where}
        order by ${segment.key} ${direction}, a.id ${direction} limit ${limit}
      ) r
      order by r.raw_key ${direction}, r.id ${direction} limit ${limit}
    )
    select a.id, a.version, a.number, c.surname, c.given_name, c.iin, c.birth_date, b.code as category, a.priority_class,
      a.scans_total, a.scans_unread, a.cohort_year, a.language, a.queue_kind, a.channel, a.district_id, a.status,
      a.status_since, a.submitted_at, a.deadline_at, a.decided_at, a.claimed_by, a.claimed_at, a.claim_until,
      s.surname as claim_surname, s.given_name as claim_given_name, s.patronymic as claim_patronymic,
      a.twin_group is not null as twins, c.duplicate,
      a.raw_key::text as sort_key, ${sql.lit(index)}::int as segment
    from page a
      join kezek.journal_extras(array(select id from page)) c on c.application_id = a.id
      left join benefit_category b on b.id = a.benefit_category_id
      left join staff s on s.iin = a.claimed_by
    order by a.raw_key ${direction}, a.id ${direction}`;
}

/** Ids and versions in order, for acts on everything in view. */
export async function journalTargets(
  tx: Reader,
  request: Omit<PageRequest, 'after'>,
): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const targets: { id: string; version: number }[] = [];
  for (const segment of segmentsOf(request.by, request.direction)) {
    const left = request.limit - targets.length;
    if (left <= 0) break;
    const direction = segment.direction === 'asc' ? sql`asc` : sql`desc`;
    const rows = await rowsOf(
      tx,
      sql<{ id: string; version: number }>`
      select a.id, a.version from application a
      where a.district_id = any(${[...request.districts]}::int[]) and ${and([segment.where, ...whereOf(request.filter)])}
      order by ${segment.key} ${direction}, a.id ${direction} limit ${left}`,
    );
    targets.push(...rows);
  }
  return targets;
}

/** Counts of several conditions in one round trip, each stopped one above the cap. */
export async function journalCounts<K extends string>(
  tx: Reader,
  districts: readonly number[],
  filters: Readonly<Record<K, JournalConditions>>,
): Promise<Record<K, number>> {
  const names = Object.keys(filters) as K[];
  const columns = names.map((name) => {
    const where = and(whereOf(filters[name]));
    return sql`(select count(*)::int from (select 1 from application a
      where a.district_id = any(${[...districts]}::int[]) and ${where} limit ${COUNT_CAP + 1}) x) as ${sql.ref(name)}`;
  });
  const rows = await rowsOf(tx, sql<Record<K, number>>`select ${sql.join(columns)}`);
  const [row] = rows;
  if (row === undefined) throw new Error('NO_COUNTS');
  return row;
}

/** Conditions that the rail's counts stand for; the screens open the journal with the same filters. */
export function railFilters(
  officer: string,
  bounds: LightBounds,
  dayEnds: Date,
): Readonly<Record<RailKey, JournalConditions>> {
  const base = { officer, bounds, found: null };
  const running = ['registered', 'in_review', 'answered'];
  return {
    mine: { ...base, claimed: 'mine', statuses: ['in_review', 'answered'] },
    benefitScans: { ...base, benefit: 'with', unreadScans: true, statuses: running },
    dueToday: { ...base, lights: ['amber'], deadlineBefore: dayEnds },
    overdue: { ...base, lights: ['red'] },
    unclaimed: { ...base, claimed: 'nobody', statuses: ['registered', 'answered'] },
  };
}

export type RailKey = 'mine' | 'benefitScans' | 'dueToday' | 'overdue' | 'unclaimed';
