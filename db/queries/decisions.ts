/** Decisions with their evidence, the messages they cause, and later checks of revocation. */

import type { Insertable } from 'kysely';
import { sql } from 'kysely';
import { FAMILY_EVENTS } from '../../domain/status.ts';
import type { WriteTransaction } from '../transaction.ts';
import type { Database } from '../types.ts';
import { type Reader, rowsOf } from './reader.ts';

/** The next number of decisions of a year, '2026-Ш-001932'. Taken for good, whether or not it is signed with. */
export async function reserveNumber(tx: WriteTransaction, year: number): Promise<string> {
  const [row] = await rowsOf(
    tx,
    sql<{ value: number }>`select kezek.next_number('decision', ${year}::int2) as value`,
  );
  if (row === undefined) throw new Error('NO_NUMBER');
  return `${year}-Ш-${String(row.value).padStart(6, '0')}`;
}

/**
 * The decision in force on an application, which a correcting act would correct: the latest one not corrected yet. Acts on the child's
 * people stand beside it.
 */
export async function decisionToCorrect(tx: Reader, applicationId: string) {
  const row = await tx
    .selectFrom('decision as d')
    .leftJoin('decision as c', 'c.corrects_id', 'd.id')
    .select(['d.id', 'd.number', 'd.act'])
    .where('d.application_id', '=', applicationId)
    .where('c.id', 'is', null)
    .where('d.act', 'not in', [...FAMILY_EVENTS])
    .orderBy('d.id', 'desc')
    .executeTakeFirst();
  return row === undefined || row.act === 'correct' ? null : { id: row.id, number: row.number };
}

export async function insertDecision(
  tx: WriteTransaction,
  row: Insertable<Database['decision']>,
): Promise<string> {
  const { id } = await tx.insertInto('decision').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Stores several decisions on different applications in one statement; answers their ids by application. */
export async function insertDecisions(
  tx: WriteTransaction,
  rows: readonly Insertable<Database['decision']>[],
): Promise<ReadonlyMap<string, string>> {
  const stored = await tx
    .insertInto('decision')
    .values([...rows])
    .returning(['id', 'application_id'])
    .execute();
  return new Map(stored.map((row) => [row.application_id, row.id]));
}

/** What a decision makes of its application. The row is locked and its version was compared. */
export async function applyOutcome(
  tx: WriteTransaction,
  row: { readonly id: string; readonly version: number },
  outcome: {
    readonly status: Database['application']['status'];
    readonly at: Date;
    readonly decidedAt: Date | null;
    readonly correctionDue: string | null;
    readonly priorityClass: 'out_of_turn' | 'priority' | 'ordinary';
    readonly claim?: { readonly holder: string; readonly until: Date };
    readonly deadlineAt?: Date;
  },
): Promise<number> {
  const { version } = await tx
    .updateTable('application')
    .set({
      status: outcome.status,
      status_since: outcome.at,
      decided_at: outcome.decidedAt,
      correction_due: outcome.correctionDue,
      priority_class: outcome.priorityClass,
      version: row.version + 1,
      // What is not under review is nobody's: a decision ends the claim it was made under.
      claimed_by: outcome.claim?.holder ?? null,
      claimed_at: outcome.claim === undefined ? null : outcome.at,
      claim_until: outcome.claim?.until ?? null,
      ...(outcome.deadlineAt === undefined ? {} : { deadline_at: outcome.deadlineAt }),
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export async function setBenefitState(
  tx: WriteTransaction,
  claimId: string,
  state: 'claimed' | 'confirmed' | 'rejected',
): Promise<void> {
  await tx.updateTable('benefit_claim').set({ state }).where('id', '=', claimId).execute();
}

export async function insertNotice(tx: WriteTransaction, row: Insertable<Database['notice']>): Promise<void> {
  await insertNotices(tx, [row]);
}

export async function insertNotices(
  tx: WriteTransaction,
  rows: readonly Insertable<Database['notice']>[],
): Promise<void> {
  await tx
    .insertInto('notice')
    .values([...rows])
    .execute();
}

function decisionQuery(tx: Reader) {
  return tx
    .selectFrom('decision as d')
    .innerJoin('application as a', 'a.id', 'd.application_id')
    .innerJoin('person as c', 'c.id', 'a.child_id')
    .innerJoin('person as p', 'p.id', 'a.applicant_id')
    .innerJoin('staff as s', 's.iin', 'd.staff_iin')
    .leftJoin('decision as x', 'x.id', 'd.corrects_id')
    .leftJoin('decision as y', 'y.corrects_id', 'd.id')
    .leftJoin('notice as n', 'n.decision_id', 'd.id')
    .leftJoin('referral as r', 'r.id', 'd.referral_id')
    .leftJoin('kindergarten as rk', 'rk.id', 'r.kindergarten_id')
    .leftJoin('duplicate_removal as dr', (join) =>
      join.on((on) =>
        on.or([on('dr.decision_id', '=', on.ref('d.id')), on('dr.reinstated_by', '=', on.ref('d.id'))]),
      ),
    )
    .leftJoin('link_request as lr', (join) =>
      // What a link answered has the link's decision, whose document is about the link.
      join.onRef('lr.decision_id', '=', 'd.id').on('d.act', '=', 'refuse_link_request'),
    )
    .selectAll('d')
    .select([
      'a.number as application_number',
      'a.notification_language',
      'c.iin as child_iin',
      'c.surname as child_surname',
      'c.given_name as child_given_name',
      'c.patronymic as child_patronymic',
      // Who was the applicant when it was decided: before the first replacement that is not older than the decision.
      sql<string>`kezek.applicant_then(d.application_id, d.id)`.as('applicant_iin'),
      's.surname',
      's.given_name',
      's.patronymic',
      'x.number as corrects_number',
      'y.number as corrected_by_number',
      'n.channel as notice_channel',
      'n.language as notice_language',
      'n.state as notice_state',
      'r.number as referral_number',
      'r.turn as referral_turn',
      'r.stream as referral_stream',
      'rk.bin as referral_kindergarten_bin',
      'dr.kept_number',
      'lr.portal as request_portal',
      'lr.portal_id as request_portal_id',
      'lr.role as request_role',
      'lr.asked_at as request_asked_at',
    ]);
}

export async function decisionById(tx: Reader, id: string) {
  return await decisionQuery(tx).where('d.id', '=', id).executeTakeFirst();
}

export type DecisionRecord = NonNullable<Awaited<ReturnType<typeof decisionById>>>;

/** Decisions of an application, newest first. */
export async function decisionsOf(tx: Reader, applicationId: string) {
  return await decisionQuery(tx)
    .where('d.application_id', '=', applicationId)
    .orderBy('d.id', 'desc')
    .execute();
}

/** A stretch of all decisions in order of id, for walking through them. */
export async function decisionsAfter(tx: Reader, id: string, limit: number) {
  return await decisionQuery(tx).where('d.id', '>', id).orderBy('d.id').limit(limit).execute();
}

/** The latest check of revocation made after a decision was stored, if any. */
export async function latestRecheck(tx: Reader, decisionId: string) {
  return await tx
    .selectFrom('decision_recheck')
    .select(['status', 'source', 'reason', 'checked_at', 'produced_at', 'revoked_at'])
    .where('decision_id', '=', decisionId)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

export async function insertRecheck(
  tx: WriteTransaction,
  row: Insertable<Database['decision_recheck']>,
): Promise<void> {
  await tx.insertInto('decision_recheck').values(row).execute();
}

/** Decisions whose revocation was never checked, neither at signing nor since. */
export async function uncheckedDecisions(tx: Reader, after: string, limit: number) {
  return await rowsOf(
    tx,
    sql<{ id: string; certificate: Buffer; decided_at: Date }>`
      select d.id, d.certificate, d.decided_at from decision d
      where d.revocation_status = 'not_checked' and d.id > ${after}::int8
        and not exists (select 1 from decision_recheck r where r.decision_id = d.id and r.status <> 'not_checked')
      order by d.id limit ${limit}`,
  );
}
