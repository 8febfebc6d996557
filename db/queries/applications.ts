/** One application with its people, wishes, benefit and relatives. Row-level security hides what is out of scope. */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { type Reader, rowsOf } from './reader.ts';

/** The application with its people and its claim's holder; undefined when there is none in scope. */
export async function applicationById(tx: Reader, id: string) {
  return await applicationQuery(tx).where('a.id', '=', id).executeTakeFirst();
}

export type ApplicationRecord = NonNullable<Awaited<ReturnType<typeof applicationById>>>;

function applicationQuery(tx: Reader) {
  return tx
    .selectFrom('application as a')
    .innerJoin('person as c', 'c.id', 'a.child_id')
    .innerJoin('person as p', 'p.id', 'a.applicant_id')
    .leftJoin('person as q', 'q.id', 'a.second_parent_id')
    .leftJoin('staff as s', 's.iin', 'a.claimed_by')
    .leftJoin('benefit_category as b', 'b.id', 'a.benefit_category_id')
    .selectAll('a')
    .select([
      'c.iin as child_iin',
      'c.surname as child_surname',
      'c.given_name as child_given_name',
      'c.patronymic as child_patronymic',
      'c.birth_date as child_birth_date',
      'c.sex as child_sex',
      'p.iin as applicant_iin',
      'p.surname as applicant_surname',
      'p.given_name as applicant_given_name',
      'p.patronymic as applicant_patronymic',
      'p.birth_date as applicant_birth_date',
      'p.sex as applicant_sex',
      'q.iin as second_iin',
      'q.surname as second_surname',
      'q.given_name as second_given_name',
      'q.patronymic as second_patronymic',
      'q.birth_date as second_birth_date',
      'q.sex as second_sex',
      's.surname as claim_surname',
      's.given_name as claim_given_name',
      's.patronymic as claim_patronymic',
      'b.code as category',
    ]);
}

/** What an act needs to know before it touches an application, with the row locked until the transaction ends. */
export async function lockApplication(tx: WriteTransaction, id: string) {
  return await tx
    .selectFrom('application as a')
    .select([
      'a.id',
      'a.number',
      'a.version',
      'a.status',
      'a.district_id',
      'a.claimed_by',
      'a.claimed_at',
      'a.claim_until',
      'a.benefit_category_id',
      'a.submitted_at',
      'a.deadline_at',
      'a.correction_due',
    ])
    .where('a.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type LockedApplication = NonNullable<Awaited<ReturnType<typeof lockApplication>>>;

export async function desiredKindergartens(tx: Reader, applicationId: string) {
  return await tx
    .selectFrom('desired_kindergarten as d')
    .innerJoin('kindergarten as k', 'k.id', 'd.kindergarten_id')
    .select(['d.rank', 'k.id', 'k.name', 'k.kind', 'k.address'])
    .where('d.application_id', '=', applicationId)
    .orderBy('d.rank')
    .execute();
}

/** The benefit claim of the application's category. */
export async function benefitClaim(tx: Reader, applicationId: string) {
  return await tx
    .selectFrom('benefit_claim as bc')
    .innerJoin('benefit_category as b', 'b.id', 'bc.benefit_category_id')
    .select([
      'bc.id',
      'bc.state',
      'bc.benefit_category_id',
      'b.code',
      'b.priority_class',
      'b.name_kk',
      'b.name_ru',
    ])
    .where('bc.application_id', '=', applicationId)
    .orderBy('bc.id', 'desc')
    .executeTakeFirst();
}

/** Other applications of the same twin group, and of other children of the same applicant; of scope only. */
export async function relatives(
  tx: Reader,
  application: {
    readonly id: string;
    readonly twin_group: string | null;
    readonly applicant_id: string;
    readonly child_id: string;
  },
) {
  const rows = await rowsOf(
    tx,
    sql<{ id: string; number: string; surname: string; given_name: string; status: string; twin: boolean }>`
    select a.id, a.number, c.surname, c.given_name, a.status,
      coalesce(a.twin_group = ${application.twin_group}::uuid, false) as twin
    from application a join person c on c.id = a.child_id
    where a.id <> ${application.id}::int8
      and (a.twin_group = ${application.twin_group}::uuid
        or ((a.applicant_id = ${application.applicant_id}::int8 or a.second_parent_id = ${application.applicant_id}::int8)
          and a.child_id <> ${application.child_id}::int8))
    order by a.submitted_at, a.id limit 20`,
  );
  return rows;
}

/** Applications of the officer's own queue by deadline: what "next" and "previous" walk through. */
export async function ownQueue(tx: Reader, officerIin: string) {
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
    select a.id from application a
    where a.claimed_by = ${officerIin} and a.status in ('in_review', 'answered')
    order by a.deadline_at nulls last, a.id limit 2000`,
  );
  return rows.map((row) => row.id);
}

/** Free applications with unread benefit scans, most urgent first. */
export async function freeBenefitScans(tx: Reader, limit: number, except: readonly string[]) {
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
    select a.id from application a
    where a.scans_unread > 0 and a.benefit_category_id is not null and a.claimed_by is null
      and a.status in ('registered', 'answered') and a.id <> all(${[...except]}::int8[])
    order by a.deadline_at nulls last, a.id limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** Headings of applications for the strip of what comes next, in the given order. */
export async function headings(tx: Reader, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await rowsOf(
    tx,
    sql<{
      id: string;
      surname: string;
      given_name: string;
      category: string | null;
      scans_total: number;
      status: string;
      status_since: Date;
      deadline_at: Date | null;
      decided_at: Date | null;
      twin_group: string | null;
    }>`
    select a.id, c.surname, c.given_name, b.code as category, a.scans_total, a.status, a.status_since, a.deadline_at,
      a.decided_at, a.twin_group
    from unnest(${[...ids]}::int8[]) with ordinality as w(id, place)
      join application a on a.id = w.id
      join person c on c.id = a.child_id
      left join benefit_category b on b.id = a.benefit_category_id
    order by w.place`,
  );
  return rows;
}

/** Who changed an application last and when: for "changed by X at HH:MM". */
export async function lastChange(tx: Reader, applicationId: string) {
  const rows = await rowsOf(
    tx,
    sql<{
      actor: string;
      at: Date;
      surname: string | null;
      given_name: string | null;
      patronymic: string | null;
      version: number | null;
    }>`
    select h.actor, h.at, s.surname, s.given_name, s.patronymic, h.version
    from history h left join staff s on s.iin = h.actor
    where h.application_id = ${applicationId}::int8 and h.version is not null
    order by h.version desc, h.seq desc limit 1`,
  );
  return rows[0] ?? null;
}

/** History of an application, newest first; `before` is the seq of the last entry shown. */
export async function historyOf(tx: Reader, applicationId: string, before: string | null, limit: number) {
  const rows = await rowsOf(
    tx,
    sql<{
      seq: string;
      at: Date;
      actor: string;
      event: string;
      from_status: string | null;
      to_status: string | null;
      version: number | null;
      decision_number: string | null;
      detail: Record<string, unknown>;
      surname: string | null;
      given_name: string | null;
      patronymic: string | null;
    }>`
    select h.seq, h.at, h.actor, h.event, h.from_status, h.to_status, h.version, d.number as decision_number, h.detail,
      s.surname, s.given_name, s.patronymic
    from history h
      left join staff s on s.iin = h.actor
      left join decision d on d.id = h.decision_id
    where h.application_id = ${applicationId}::int8 and (${before}::int8 is null or h.seq < ${before}::int8)
    order by h.seq desc limit ${limit}`,
  );
  return rows;
}

/** Officers who hold a post of a clerk in these districts on a day, for handing applications over. */
export async function clerksOf(tx: Reader, districts: readonly number[], on: string) {
  const rows = await rowsOf(
    tx,
    sql<{ iin: string; surname: string; given_name: string; patronymic: string | null; district_id: number }>`
    select distinct s.iin, s.surname, s.given_name, s.patronymic, p.district_id
    from staff s join staff_post p on p.staff_iin = s.iin
    where s.active and p.role = 'clerk' and p.district_id = any(${[...districts]}::int[])
      and p.valid_from <= ${on}::date and (p.valid_to is null or p.valid_to >= ${on}::date)
    order by s.surname, s.given_name, s.iin limit 500`,
  );
  return rows;
}
