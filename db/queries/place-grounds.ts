/**
 * What signed acts on places, referrals and admissions rest on, for many applications at once: an act over a whole plan
 * must not ask the database a thousand times. Each row is under the policies of who reads.
 */
import { sql } from 'kysely';
import { type Reader, rowsOf } from './reader.ts';

/** The application with its people. Times that are compared come as text with microseconds. */
export interface GroundApplication {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly service: 'preschool_queue';
  readonly district_id: number;
  readonly queue_kind: 'general' | 'special';
  readonly correction_kind: string | null;
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly submitted_at: Date;
  readonly benefit_category_id: number | null;
  readonly priority_class: 'out_of_turn' | 'priority' | 'ordinary';
  readonly phone: string;
  readonly email: string | null;
  readonly notification_type: 'sms' | 'email' | 'ed24' | 'letter';
  readonly notification_language: 'kk' | 'ru';
  readonly permanent_address: string;
  readonly stop_list_until: string | null;
  readonly restore_until: string | null;
  readonly restored: number;
  readonly child_id: string;
  readonly child_iin: string;
  readonly child_surname: string;
  readonly child_given_name: string;
  readonly child_patronymic: string | null;
  readonly child_birth_date: string;
  readonly applicant_iin: string;
  readonly applicant_surname: string;
  readonly applicant_given_name: string;
  readonly applicant_patronymic: string | null;
  readonly applicant_relation: string;
}

/** Applications of the scope, locked in order of their ids where the transaction writes. */
export async function groundApplications(
  tx: Reader,
  ids: readonly string[],
  lock: 'lock' | 'look',
): Promise<readonly GroundApplication[]> {
  return await rowsOf(
    tx,
    sql<GroundApplication>`
      select a.id, a.number, a.version, a.status, a.service, a.district_id, a.queue_kind, a.correction_kind, a.cohort_year,
        a.language, a.submitted_at, a.benefit_category_id, a.priority_class, a.phone, a.email, a.notification_type,
        a.notification_language, a.permanent_address, a.stop_list_until, a.restore_until, a.restored, a.child_id,
        c.iin as child_iin, c.surname as child_surname, c.given_name as child_given_name, c.patronymic as child_patronymic,
        c.birth_date as child_birth_date,
        p.iin as applicant_iin, p.surname as applicant_surname, p.given_name as applicant_given_name,
        p.patronymic as applicant_patronymic, a.applicant_relation
      from application a join person c on c.id = a.child_id join person p on p.id = a.applicant_id
      where a.id = any(${[...ids]}::bigint[])
      order by a.id ${lock === 'lock' ? sql`for update of a` : sql``}`,
  );
}

export interface GroundBenefit {
  readonly application_id: string;
  readonly claim_id: string;
  readonly state: 'claimed' | 'confirmed' | 'rejected' | 'withdrawn';
  readonly code: string;
  readonly priority_class: 'out_of_turn' | 'priority';
  readonly name_kk: string;
  readonly name_ru: string;
}

/** The latest benefit claim of each. A clerk's: a head reads none. */
export async function groundBenefits(tx: Reader, ids: readonly string[]): Promise<readonly GroundBenefit[]> {
  return await rowsOf(
    tx,
    sql<GroundBenefit>`
      select distinct on (bc.application_id) bc.application_id, bc.id as claim_id, bc.state, b.code, b.priority_class,
        b.name_kk, b.name_ru
      from benefit_claim bc join benefit_category b on b.id = bc.benefit_category_id
      where bc.application_id = any(${[...ids]}::bigint[])
      order by bc.application_id, bc.id desc`,
  );
}

export interface GroundWish {
  readonly application_id: string;
  readonly rank: number;
  readonly kindergarten_id: number;
  readonly name: string;
}

/** Desired kindergartens of each by rank. A clerk's: a head reads none. */
export async function groundWishes(tx: Reader, ids: readonly string[]): Promise<readonly GroundWish[]> {
  return await rowsOf(
    tx,
    sql<GroundWish>`
      select d.application_id, d.rank, d.kindergarten_id, k.name
      from desired_kindergarten d join kindergarten k on k.id = d.kindergarten_id
      where d.application_id = any(${[...ids]}::bigint[]) order by d.application_id, d.rank`,
  );
}

/** A seat with where it is, and what holds it. */
export interface GroundSeat {
  readonly seat_id: string;
  readonly ordinal: number;
  readonly seat_state: 'open' | 'reported' | 'closed' | 'removed';
  readonly special_until: Date | null;
  readonly temporary_until: string | null;
  readonly group_id: number;
  readonly group_name: string;
  readonly group_kind: 'general' | 'special';
  readonly cohort_year: number;
  readonly language: 'kk' | 'ru';
  readonly kindergarten_id: number;
  readonly kindergarten: string;
  readonly kindergarten_bin: string;
  readonly district_id: number;
}

const SEAT = sql`s.id as seat_id, s.ordinal, s.state as seat_state, s.special_until, s.temporary_until, g.id as group_id,
  g.name as group_name, g.kind as group_kind, g.cohort_year, g.language, k.id as kindergarten_id, k.name as kindergarten,
  k.bin as kindergarten_bin, k.district_id`;
const SEAT_FROM = sql`seat s join kindergarten_group g on g.id = s.group_id join kindergarten k on k.id = g.kindergarten_id`;

export async function groundSeats(tx: Reader, seatIds: readonly string[]): Promise<readonly GroundSeat[]> {
  return await rowsOf(
    tx,
    sql<GroundSeat>`select ${SEAT} from ${SEAT_FROM} where s.id = any(${[...seatIds]}::bigint[])`,
  );
}

/** The latest hold of a seat: who got it and when, for telling a lost race. */
export interface SeatHolder {
  readonly seat_id: string;
  readonly since: Date;
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
}

/** Who took these seats: the officer whose signed act began the referral that holds it. */
export async function seatHolders(tx: Reader, seatIds: readonly string[]): Promise<readonly SeatHolder[]> {
  return await rowsOf(
    tx,
    sql<SeatHolder>`
      select h.seat_id, h.since, st.surname, st.given_name, st.patronymic
      from seat_hold h
        left join lateral (select d.staff_iin from decision d where d.referral_id = h.referral_id order by d.id limit 1) d on true
        left join staff st on st.iin = d.staff_iin
      where h.seat_id = any(${[...seatIds]}::bigint[]) and h.released_at is null`,
  );
}

/** Free seats of groups, in the order they are given; a child of the general queue may sit in a special group after its first days. */
export async function freeSeatsOfGroup(
  tx: Reader,
  groupId: number,
  limit: number,
): Promise<readonly GroundSeat[]> {
  return await rowsOf(
    tx,
    sql<GroundSeat>`
      select ${SEAT} from ${SEAT_FROM}
      where g.id = ${groupId} and s.state = 'open'
        and not exists (select 1 from kezek.seat_looks(g.kindergarten_id) h where h.seat_id = s.id)
      order by s.temporary_until is not null, s.open_since, s.id limit ${limit}`,
  );
}

/** A referral with its seat. */
export interface GroundReferral extends GroundSeat {
  readonly referral_id: string;
  readonly referral_number: string | null;
  readonly application_id: string;
  readonly queue_id: number;
  readonly rule_profile_id: number;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly out_of_order_reason: string | null;
  readonly state: string;
  readonly benefit_state: string;
  readonly offered_at: Date | null;
  readonly offer_until: Date | null;
  readonly accepted_at: Date | null;
  readonly accepted_how: 'counter' | 'phone' | 'portal' | null;
  readonly issued_at: Date | null;
  readonly valid_until: Date | null;
  readonly first_valid_until: Date | null;
  readonly extensions: number;
  readonly benefit_until: Date | null;
}

/** Live referrals of these applications, as far as the reader sees them. */
export async function groundReferrals(
  tx: Reader,
  ids: readonly string[],
): Promise<readonly GroundReferral[]> {
  return await rowsOf(
    tx,
    sql<GroundReferral>`
      select r.id as referral_id, r.number as referral_number, r.application_id, r.queue_id, r.rule_profile_id, r.turn,
        r.stream, r.cause, r.out_of_order_reason, r.state, r.benefit_state, r.offered_at, r.offer_until, r.accepted_at,
        r.accepted_how, r.issued_at, r.valid_until, r.first_valid_until, r.extensions, r.benefit_until, ${SEAT}
      from referral r join seat s on s.id = r.seat_id join kindergarten_group g on g.id = s.group_id
        join kindergarten k on k.id = g.kindergarten_id
      where r.application_id = any(${[...ids]}::bigint[]) and r.state in ('offered', 'accepted', 'issued', 'documents')`,
  );
}

/** A child's place in a group, with its seat. */
export interface GroundEnrolment extends GroundSeat {
  readonly enrolment_id: string;
  readonly application_id: string;
  readonly child_id: string;
  readonly referral_id: string | null;
  readonly contract_number: string;
  readonly contract_on: string;
  readonly enrolled_on: string;
}

/** Live enrolments of these applications. */
export async function groundEnrolments(
  tx: Reader,
  ids: readonly string[],
): Promise<readonly GroundEnrolment[]> {
  return await rowsOf(
    tx,
    sql<GroundEnrolment>`
      select e.id as enrolment_id, e.application_id, e.child_id, e.referral_id, e.contract_number, e.contract_on,
        e.enrolled_on, ${SEAT}
      from enrolment e join seat s on s.id = e.seat_id join kindergarten_group g on g.id = s.group_id
        join kindergarten k on k.id = g.kindergarten_id
      where e.application_id = any(${[...ids]}::bigint[]) and e.ended_on is null`,
  );
}

export interface GroundDocument {
  readonly referral_id: string;
  readonly document_kind: string;
  readonly received_on: string;
  readonly received_by: string;
}

/** Documents marked as received, by referral. */
export async function groundDocuments(
  tx: Reader,
  referralIds: readonly string[],
): Promise<readonly GroundDocument[]> {
  return await rowsOf(
    tx,
    sql<GroundDocument>`
      select d.referral_id, d.document_kind, d.received_on, d.received_by from referral_document d
      where d.referral_id = any(${[...referralIds]}::bigint[]) order by d.referral_id, d.document_kind`,
  );
}
