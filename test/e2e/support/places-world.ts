/** What a spec of places asks of its copy of the world, and how it makes that copy scarce: one queue without a free place. */
import { type RawBuilder, sql } from 'kysely';
import { type OpenDatabase, openEmbedded } from '../../../db/open.ts';

export interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly surname: string;
  readonly iin: string;
  readonly cohort: number;
  readonly language: 'kk' | 'ru';
  readonly submittedAt: Date;
  /** The kindergarten that is meant: wanted, with a group of the queue. */
  readonly kindergartenId: number;
  readonly groupId: number;
  readonly groupName: string;
}

export interface Enrolled {
  readonly number: string;
  readonly iin: string;
  readonly surname: string;
  readonly groupId: number;
  readonly groupName: string;
  readonly kindergartenId: number;
  readonly cohort: number;
  readonly language: 'kk' | 'ru';
}

/** The demo clerk's district. */
export const DISTRICT = 1;

/** Opens the database of a closed data folder, as its owner. */
export async function inFolder<T>(dataFolder: string, work: (db: OpenDatabase) => Promise<T>): Promise<T> {
  const db = await openEmbedded({ dataFolder });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

export async function rowsOf<R>(db: OpenDatabase, query: RawBuilder<R>): Promise<readonly R[]> {
  return (await query.execute(db.kysely)).rows;
}

/** Whom a portal's package to the demo clerk is addressed to: the department, and a kindergarten of its district. */
export async function addressee(
  db: OpenDatabase,
): Promise<{ readonly department: string; readonly kindergarten: string }> {
  const [row] = await rowsOf<{ department: string; kindergarten: string }>(
    db,
    sql`select d.bin as department, min(k.bin) as kindergarten from kezek.district d
      join kezek.kindergarten k on k.district_id = d.id where d.id = ${DISTRICT} group by d.bin`,
  );
  return the(row, 'district');
}

/** Who waits in the district and never had a referral, at a kindergarten it wants that has a group of its queue; best wish first, then by the order. */
export function waiting(
  db: OpenDatabase,
): Promise<readonly (Waiting & { readonly benefit: boolean; readonly free: number })[]> {
  return rowsOf(
    db,
    sql`select a.id::text, a.number, p.surname, p.iin, a.cohort_year as cohort, a.language, a.submitted_at as "submittedAt", a.priority_class <> 'ordinary' as benefit,
        g.kindergarten_id as "kindergartenId", g.id as "groupId", g.name as "groupName",
        (select count(*)::integer from kezek.seat s where s.group_id = g.id and s.state = 'open'
          and not exists (select from kezek.seat_hold h where h.seat_id = s.id and h.released_at is null)) as free
      from kezek.application a
      join kezek.person p on p.id = a.child_id
      join kezek.desired_kindergarten d on d.application_id = a.id
      join kezek.kindergarten_group g on g.kindergarten_id = d.kindergarten_id and g.kind = 'general'
        and g.cohort_year = a.cohort_year and g.language = a.language
      where a.status = 'queued' and a.district_id = ${DISTRICT} and a.queue_kind = 'general' and a.twin_group is null
        and not exists (select from kezek.referral r where r.application_id = a.id)
      order by d.rank, a.priority_class, a.submitted_at, a.id`,
  );
}

/** Children of the district's general groups. */
export function enrolled(db: OpenDatabase): Promise<readonly Enrolled[]> {
  return rowsOf(
    db,
    sql`select a.number, p.iin, p.surname, g.id as "groupId", g.name as "groupName", g.kindergarten_id as "kindergartenId",
        g.cohort_year as cohort, g.language
      from kezek.enrolment e
      join kezek.application a on a.id = e.application_id
      join kezek.person p on p.id = e.child_id
      join kezek.kindergarten_group g on g.id = e.group_id
      where e.ended_on is null and a.status = 'enrolled' and a.district_id = ${DISTRICT} and g.kind = 'general'
      order by e.id`,
  );
}

/** Takes the free places of a general queue away: each group keeps as many as somebody holds. `except`: but here. */
export async function leaveNoPlace(
  db: OpenDatabase,
  queue: { readonly cohort: number; readonly language: string },
  except = 0,
): Promise<void> {
  await sql`update kezek.kindergarten_group g set capacity = greatest(1, (
      select count(*) from kezek.seat s join kezek.seat_hold h on h.seat_id = s.id and h.released_at is null
      where s.group_id = g.id))
    from kezek.kindergarten k
    where k.id = g.kindergarten_id and k.district_id = ${DISTRICT} and k.id <> ${except} and g.kind = 'general'
      and g.cohort_year = ${queue.cohort} and g.language = ${queue.language}`.execute(db.kysely);
}

/** The kindergarten of the demo head, the first of all heads. */
export async function headsOwn(db: OpenDatabase): Promise<number> {
  const [row] = await rowsOf<{ id: number }>(
    db,
    sql`select kindergarten_id as id from kezek.staff_post where role = 'head' order by id limit 1`,
  );
  return the(row, 'head').id;
}

/** Makes the demo head the head of this kindergarten; the demo key is of another one then, `keyFiles().head` serves. */
export async function giveHead(db: OpenDatabase, kindergartenId: number): Promise<void> {
  await sql`update kezek.staff_post set kindergarten_id = ${kindergartenId}
    where id = (select min(id) from kezek.staff_post where role = 'head')`.execute(db.kysely);
}

/** The one asked for; a world without it is a fault of the suite. */
export function the<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the demo world has no ${what}`);
  return found;
}

export const sameQueue = (
  one: { readonly cohort: number; readonly language: string },
  other: { readonly cohort: number; readonly language: string },
): boolean => one.cohort === other.cohort && one.language === other.language;
