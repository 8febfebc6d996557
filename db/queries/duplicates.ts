/** Possible duplicates: the register, findings of officers, removals. What of another district's application is told is said in SQL. */
import { sql } from 'kysely';
import type {
  DuplicateKind,
  DuplicateState,
  DuplicateVerdict,
  Finding,
  NearDate,
  NearNames,
} from '../../domain/duplicates.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

/** A pair as an officer of one of its two districts sees it: `my_…` is the one of the scope that is looked at. */
export interface PairRow {
  readonly pair_id: string;
  readonly version: number;
  readonly kind: DuplicateKind;
  readonly near_names: NearNames | null;
  readonly near_date: NearDate | null;
  readonly state: DuplicateState;
  readonly found_at: Date;
  readonly verdict: DuplicateVerdict | null;
  readonly judged_by: string | null;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
  readonly judged_at: Date | null;
  readonly note: string | null;
  readonly my_id: string;
  readonly my_number: string;
  readonly my_version: number;
  readonly my_status: ApplicationStatus;
  readonly my_district: number;
  readonly my_submitted: Date;
  readonly my_child: string;
  readonly my_surname: string;
  readonly my_given_name: string;
  readonly my_iin: string;
  readonly my_birth_date: string;
  readonly other_id: string;
  readonly other_number: string;
  /** Null where the other one lies beyond the scope. */
  readonly other_version: number | null;
  readonly other_status: ApplicationStatus;
  readonly other_district: number;
  readonly other_submitted: Date;
  /** Null: another child than one's own, beyond the scope. */
  readonly other_child: string | null;
  readonly readable: boolean;
  readonly service: string;
  readonly other_service: string;
  readonly my_scan: string | null;
  readonly other_scan: string | null;
  /** Which of the two was removed, when, and by which decision; null unless one is. */
  readonly removed_id: string | null;
  readonly removed_at: Date | null;
  readonly removed_by_number: string | null;
}

export type PairView = 'open' | 'judged' | 'removed' | 'all';

export interface PairQuery {
  readonly view: PairView;
  readonly applicationId?: string;
  readonly pairId?: string;
  /** Applications a search found; null: it was not searched. */
  readonly found?: readonly string[] | null;
  readonly after?: string | null;
  /** At most 1001. */
  readonly limit: number;
}

/** Pairs of the officer's scope, the newest first. */
export async function pairsWhere(tx: Reader, asked: PairQuery): Promise<readonly PairRow[]> {
  const found = asked.found == null ? null : [...asked.found];
  return await rowsOf(
    tx,
    sql<PairRow>`select * from kezek.duplicate_register(${asked.view}, ${asked.applicationId ?? null}::bigint,
      ${asked.pairId ?? null}::bigint, ${found}::bigint[], ${asked.after ?? null}::bigint, ${asked.limit}::integer)`,
  );
}

/** How many pairs each view has, counted no further than `most`. */
export async function pairCounts(
  tx: Reader,
  found: readonly string[] | null,
  most: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf(
    tx,
    sql<{
      view: string;
      n: string;
    }>`select * from kezek.duplicate_counts(${found === null ? null : [...found]}::bigint[], ${most}::integer)`,
  );
  return new Map(rows.map((row) => [row.view, Number(row.n)]));
}

/** What was found of a pair, the latest first. */
export async function findingsOf(tx: Reader, pairId: string) {
  return await rowsOf(
    tx,
    sql<{
      verdict: DuplicateVerdict;
      note: string | null;
      found_at: Date;
      staff_iin: string;
      surname: string;
      given_name: string;
      patronymic: string | null;
    }>`select f.verdict, f.note, f.found_at, s.iin as staff_iin, s.surname, s.given_name, s.patronymic
      from duplicate_finding f join staff s on s.iin = f.staff_iin where f.pair_id = ${pairId}::bigint order by f.id desc limit 100`,
  );
}

/** Adds to a pair's log; its guard compares the version and moves the pair. */
export async function addFinding(
  tx: WriteTransaction,
  finding: {
    readonly pairId: string;
    readonly version: number;
    readonly verdict: Finding;
    readonly note: string | null;
  },
): Promise<void> {
  await sql`insert into duplicate_finding (pair_id, pair_version, verdict, note)
    values (${finding.pairId}::bigint, ${finding.version}, ${finding.verdict}, ${finding.note})`.execute(tx);
}

/** What a removal rests on beside its own application: the other one as it stands, and what was found of the two. */
export interface KeptRow {
  readonly id: string;
  readonly number: string;
  readonly status: ApplicationStatus;
  readonly service: string;
  readonly submitted_at: Date;
  readonly child_id: string;
  readonly district_id: number;
  readonly pair_state: DuplicateState;
  readonly pair_kind: DuplicateKind;
  readonly judged_by: string | null;
  readonly judged_at: Date | null;
}

/** The other application of a pair; undefined: the two are no pair, or neither is of the scope. */
export async function duplicateStanding(
  tx: Reader,
  applicationId: string,
  otherId: string,
): Promise<KeptRow | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<KeptRow>`select * from kezek.duplicate_standing(${applicationId}::bigint, ${otherId}::bigint)`,
  );
  return row;
}

/** Locks both applications of a pair in the order of their ids. */
export async function lockPair(tx: Reader, applicationId: string, otherId: string): Promise<void> {
  await rowsOf(tx, sql`select kezek.lock_duplicates(${applicationId}::bigint, ${otherId}::bigint)`);
}

/** The removal under which an application is off the queue now. */
export async function liveRemoval(tx: Reader, applicationId: string) {
  const [row] = await rowsOf(
    tx,
    sql<{ kept_id: string; kept_number: string; decision_number: string; removed_at: Date }>`
      select r.kept_id, r.kept_number, d.number as decision_number, r.removed_at
      from duplicate_removal r join decision d on d.id = r.decision_id
      where r.application_id = ${applicationId}::bigint and r.reinstated_at is null`,
  );
  return row;
}

/** Whether the child has another live application in the district of this one: a queue counts a child once. */
export async function hasLiveTwin(tx: Reader, applicationId: string): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`select 1 from application a join application o on o.child_id = a.child_id and o.service = a.service
        and o.district_id = a.district_id and o.id <> a.id
      where a.id = ${applicationId}::bigint
        and o.status not in ('refused', 'declined', 'expired', 'cancelled', 'removed_no_interest', 'archived') limit 1`,
  );
  return rows.length > 0;
}

export async function insertRemoval(
  tx: WriteTransaction,
  row: {
    readonly applicationId: string;
    readonly version: number;
    readonly keptId: string;
    readonly decisionId: string;
  },
): Promise<void> {
  await sql`insert into duplicate_removal (application_id, application_version, kept_id, decision_id)
    values (${row.applicationId}::bigint, ${row.version}, ${row.keptId}::bigint, ${row.decisionId}::bigint)`.execute(
    tx,
  );
}

/** Who removed the other application for this one, and when; undefined: nobody did. */
export async function removalOfOther(tx: Reader, mine: string, other: string) {
  const [row] = await rowsOf(
    tx,
    sql<{
      number: string;
      removed_at: Date;
      surname: string;
      given_name: string;
      patronymic: string | null;
    }>`select * from kezek.removal_of_other(${mine}::bigint, ${other}::bigint)`,
  );
  return row;
}

/** Looks again for pairs among the latest applications and scans; answers how many were missed. */
export async function findLateDuplicates(tx: WriteTransaction, among: number): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ n: number }>`select kezek.find_late_duplicates(${among}::integer) as n`,
  );
  return row?.n ?? 0;
}
