/** What signed acts on a child's people rest on, as far as every one of them does: the application, its people, the child's place. */
import { sql } from 'kysely';
import type { GroundApplication } from './place-grounds.ts';
import { type Reader, rowsOf } from './reader.ts';

export interface FamilyApplication extends GroundApplication {
  readonly applicant_id: string;
  readonly second_parent_id: string | null;
  readonly second_parent_relation: string | null;
  readonly second_iin: string | null;
  readonly claimed_by: string | null;
  readonly claim_until: Date | null;
}

/** One application of the scope, locked until the end where the transaction writes; undefined: none in scope. */
export async function familyApplication(
  tx: Reader,
  id: string,
  lock: 'lock' | 'look',
): Promise<FamilyApplication | undefined> {
  // Acts on one child go one after another, whichever of its applications they are signed on: the others follow, and two
  // transactions that lock them in opposite orders would wait for each other.
  if (lock === 'lock') {
    await rowsOf(
      tx,
      sql`select pg_advisory_xact_lock(hashtext('kezek.family'), (a.child_id % 2147483647)::integer)
        from application a where a.id = ${id}::bigint`,
    );
  }
  const [row] = await rowsOf(
    tx,
    sql<FamilyApplication>`
      select a.id, a.number, a.version, a.status, a.service, a.district_id, a.queue_kind, a.correction_kind, a.cohort_year,
        a.language, a.submitted_at, a.benefit_category_id, a.priority_class, a.phone, a.email, a.notification_type,
        a.notification_language, a.permanent_address, a.stop_list_until, a.restore_until, a.restored, a.child_id,
        c.iin as child_iin, c.surname as child_surname, c.given_name as child_given_name, c.patronymic as child_patronymic,
        c.birth_date as child_birth_date, a.applicant_id,
        p.iin as applicant_iin, p.surname as applicant_surname, p.given_name as applicant_given_name,
        p.patronymic as applicant_patronymic, a.applicant_relation,
        a.second_parent_id, a.second_parent_relation, q.iin as second_iin, a.claimed_by, a.claim_until
      from application a join person c on c.id = a.child_id join person p on p.id = a.applicant_id
        left join person q on q.id = a.second_parent_id
      where a.id = ${id}::bigint ${lock === 'lock' ? sql`for update of a` : sql``}`,
  );
  return row;
}
