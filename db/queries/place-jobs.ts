/** When jobs of places and referrals have something to do. */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** The terms around a moment: the latest that has run out and was not acted on, and the next that will. */
export interface Terms {
  readonly overdue: Date | null;
  readonly next: Date | null;
}

const TERM = {
  offers: { column: 'offer_until', live: sql`r.state = 'offered'` },
  referrals: {
    column: 'valid_until',
    // While a benefit is unconfirmed its own term runs, not the referral's.
    live: sql`r.state = 'issued' and r.benefit_state in ('not_needed', 'confirmed')`,
  },
  benefits: { column: 'benefit_until', live: sql`r.state = 'issued' and r.benefit_state = 'pending'` },
} as const;
export type TermJob = keyof typeof TERM;

/** Terms of live referrals, as far as the reader sees them. */
export async function referralTerms(tx: Reader, job: TermJob, now: Date): Promise<Terms> {
  const { column, live } = TERM[job];
  const term = sql.ref(`r.${column}`);
  const [row] = await rowsOf(
    tx,
    sql<Terms>`
      select max(${term}) filter (where ${term} < ${now}) as overdue, min(${term}) filter (where ${term} >= ${now}) as next
      from referral r where ${live}`,
  );
  return row ?? { overdue: null, next: null };
}

/** The first day after which somebody leaves the stop list; 'YYYY-MM-DD'. */
export async function firstStopListEnd(tx: Reader): Promise<string | null> {
  const [row] = await rowsOf(
    tx,
    sql<{
      day: string | null;
    }>`select min(a.stop_list_until) as day from application a where a.status = 'stop_list'`,
  );
  return row?.day ?? null;
}

/** Whether a due moment of a job was run to its end. */
export async function isRunEnded(tx: Reader, job: string, dueAt: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('job_run')
    .select('ended_at')
    .where('job', '=', job)
    .where('due_at', '=', dueAt)
    .executeTakeFirst();
  return row?.ended_at != null;
}

/** Where lapsed referrals led and until when: what their notices say. No family's data. */
export interface LapsedPlace {
  readonly id: string;
  readonly number: string | null;
  readonly kindergarten: string;
  readonly group_name: string;
  readonly offer_until: Date | null;
  readonly benefit_until: Date | null;
  readonly valid_until: Date | null;
}

export async function lapsedPlaces(
  tx: Reader,
  referralIds: readonly string[],
): Promise<ReadonlyMap<string, LapsedPlace>> {
  const rows = await rowsOf(
    tx,
    sql<LapsedPlace>`
      select r.id, r.number, k.name as kindergarten, g.name as group_name, r.offer_until, r.benefit_until, r.valid_until
      from referral r join kindergarten k on k.id = r.kindergarten_id join kindergarten_group g on g.id = r.group_id
      where r.id = any(${[...referralIds]}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether somebody too old for a place still waits. For jobs: an officer is told of nobody. */
export async function hasOverAge(tx: Reader): Promise<boolean> {
  const rows = await rowsOf(tx, sql<{ id: string }>`select id from kezek.over_age_applications(1) due(id)`);
  return rows.length > 0;
}

/** The rules of standing together: when the latest of those in force began and the next ones will, as 'YYYY-MM-DD'. */
export interface FamilyRules {
  readonly began: string | null;
  readonly next: string | null;
  /** Those of today, region by region; null: none are in force. */
  readonly today: string | null;
  /** Those the job followed last. */
  readonly followed: string | null;
}

export async function familyRules(tx: Reader, on: string): Promise<FamilyRules> {
  const [row] = await rowsOf(
    tx,
    sql<FamilyRules>`
      select max(p.valid_from) filter (where p.valid_from <= ${on}::date) as began,
        min(p.valid_from) filter (where p.valid_from > ${on}::date) as next, kezek.rules_of_families() as today,
        (select r.note from job_run r where r.job = 'families' and r.outcome = 'done' order by r.started_at desc limit 1) as followed
      from rule_profile p where p.service = 'preschool_queue'`,
  );
  return row ?? { began: null, next: null, today: null, followed: null };
}

/** Every queue there is. */
export async function queueIds(tx: Reader): Promise<readonly number[]> {
  const rows = await tx.selectFrom('queue').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}
