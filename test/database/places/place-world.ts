/** A mini world with groups and children who wait, and acts on places as raw SQL without the program in front of the database. */
import { type Insertable, sql } from 'kysely';
import type { OfficerScope, WriteTransaction } from '../../../db/open.ts';
import type { ApplicationTable } from '../../../db/types.ts';
import { makeBin } from '../../../domain/bin.ts';
import type { TestDatabase } from '../engines.ts';
import { attempt } from '../guard-attempt.ts';
import {
  type ApplicationWish,
  application,
  type MadeApplication,
  type MiniWorld,
  makeMiniWorld,
  officer,
} from '../mini-world.ts';
import { decisionSql, historySql, type RawAct } from '../raw-acts.ts';

export const YEAR = new Date().getUTCFullYear();

export interface MadeGroup {
  readonly id: number;
  readonly kindergarten: number;
  readonly seats: readonly string[];
}

export interface GroupWish {
  readonly capacity: number;
  readonly kindergarten?: number;
  readonly cohort?: number;
  readonly language?: 'kk' | 'ru';
  readonly kind?: 'general' | 'special';
}

export interface FamilyWish extends Omit<ApplicationWish, 'district'> {
  readonly district?: number;
  readonly priorityClass?: 'out_of_turn' | 'priority';
  /** Minutes after the first of January of 2024: earlier waits longer. */
  readonly minute?: number;
}

let serial = 0;
const next = (): number => {
  serial += 1;
  return serial;
};

/** The world of `mini-world.ts` with whatever places and families a test asks for. */
export class PlaceWorld {
  readonly test: TestDatabase;
  readonly mini: MiniWorld;
  /** The kindergarten of the mini world, in the first district; `mini.head` is its head. */
  readonly kindergarten: number;

  private constructor(test: TestDatabase, mini: MiniWorld) {
    this.test = test;
    this.mini = mini;
    this.kindergarten = mini.kindergarten;
  }

  static async make(test: TestDatabase, kind: 'office' | 'demo' = 'office'): Promise<PlaceWorld> {
    const mini = await makeMiniWorld(test.db, kind);
    await test.db.write('system', async (tx) => {
      await tx
        .insertInto('number_sequence')
        .values([
          { kind: 'referral', year: YEAR, last_value: 9_999_999 },
          { kind: 'decision', year: YEAR, last_value: 1 },
        ])
        .execute();
    });
    return new PlaceWorld(test, mini);
  }

  as(scope: OfficerScope, ...statements: readonly string[]): Promise<string | number> {
    return attempt(this.test, scope, ...statements);
  }

  clerk(...statements: readonly string[]): Promise<string | number> {
    return this.as(this.mini.mine, ...statements);
  }

  owner<T>(fn: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.test.db.write('system', fn);
  }

  async rows<T>(query: string): Promise<readonly T[]> {
    return await this.test.db.write('system', async (tx) => (await sql.raw<T>(query).execute(tx)).rows);
  }

  async number(query: string): Promise<number> {
    const [row] = await this.rows<{ n: string | number }>(`select (${query}) as n`);
    return Number(row?.n);
  }

  async addKindergarten(district = this.mini.districts[0]): Promise<number> {
    const n = next();
    return await this.owner(async (tx) => {
      const { id } = await tx
        .insertInto('kindergarten')
        .values({
          district_id: district,
          bin: makeBin(16, 1 + (n % 12), 'resident', 'head', n) ?? `1600000${String(n).padStart(5, '0')}`,
          name: `Балапан ${n}`,
          kind: 'kindergarten',
          ownership: 'state',
          address: 'Абай, 1',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    });
  }

  async addHead(kindergarten: number): Promise<OfficerScope> {
    return await this.owner((tx) => officer(tx, { role: 'head', kindergarten_id: kindergarten }));
  }

  async addGroup(wish: GroupWish): Promise<MadeGroup> {
    const kindergarten = wish.kindergarten ?? this.kindergarten;
    return await this.owner(async (tx) => {
      const { id } = await tx
        .insertInto('kindergarten_group')
        .values({
          kindergarten_id: kindergarten,
          name: `Күншуақ ${next()}`,
          cohort_year: wish.cohort ?? 2022,
          language: wish.language ?? 'kk',
          kind: wish.kind ?? 'general',
          capacity: wish.capacity,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const seats = await tx
        .selectFrom('seat')
        .select('id')
        .where('group_id', '=', id)
        .orderBy('ordinal')
        .execute();
      return { id, kindergarten, seats: seats.map((seat) => seat.id) };
    });
  }

  /** A family that waits in the queue of the group's kindergarten unless told otherwise. */
  async family(wish: FamilyWish = {}): Promise<MadeApplication> {
    const at = new Date(Date.UTC(2024, 0, 1) + (wish.minute ?? next()) * 60_000);
    const row: Partial<Insertable<ApplicationTable>> = {
      ...(wish.priorityClass === undefined
        ? {}
        : {
            priority_class: wish.priorityClass,
            benefit_category_id: await this.category(wish.priorityClass),
          }),
      ...wish.row,
    };
    return await this.owner((tx) =>
      application(tx, {
        status: 'queued',
        district: this.mini.districts[0],
        wants: [this.kindergarten],
        at,
        ...wish,
        row,
      }),
    );
  }

  async category(priorityClass: 'out_of_turn' | 'priority'): Promise<number> {
    return await this.number(
      `select min(id) from benefit_category where priority_class = '${priorityClass}' and region_id is null`,
    );
  }

  async referralOf(a: Pick<MadeApplication, 'id'>) {
    return await this.owner((tx) =>
      tx
        .selectFrom('referral')
        .selectAll()
        .where('application_id', '=', a.id)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow(),
    );
  }

  async applicationOf(a: Pick<MadeApplication, 'id'>) {
    return await this.owner((tx) =>
      tx.selectFrom('application').selectAll().where('id', '=', a.id).executeTakeFirstOrThrow(),
    );
  }

  async version(a: Pick<MadeApplication, 'id'>): Promise<number> {
    return (await this.applicationOf(a)).version;
  }

  async holdOf(a: Pick<MadeApplication, 'id'>) {
    return await this.owner((tx) =>
      tx
        .selectFrom('seat_hold')
        .selectAll()
        .where('application_id', '=', a.id)
        .where('released_at', 'is', null)
        .executeTakeFirst(),
    );
  }
}

type Family = Pick<MadeApplication, 'id'>;

export const referralIdOf = (a: Family): string =>
  `(select id from referral where application_id = ${a.id} order by id desc limit 1)`;
const inDays = (days: string): string => `((${days} + time '18:30') at time zone 'Asia/Almaty')`;
/** Terms of the national profile: two calendar days of an offer, five working days of a referral and to confirm a benefit. */
export const OFFER_UNTIL = inDays('kezek.today() + 2');
export const VALID_UNTIL = inDays('kezek.add_working_days(kezek.today(), 5, null)');
export const PROFILE = `(select id from rule_profile where code = 'national-2025')`;
const reasonFor = (use: string): string =>
  `(select code from reason where used_for = '${use}' order by code limit 1)`;
export const referralNumber = (): string => `${YEAR}-Ж-${String(next()).padStart(6, '0')}`;

export interface BeginWish {
  readonly seat: string;
  readonly state?: 'offered' | 'issued';
  readonly turn?: number | 'null';
  readonly outOfOrder?: string;
  readonly until?: string;
  readonly number?: string;
  readonly pending?: boolean;
  readonly profile?: string;
}

/** The row of a referral that begins, as a clerk would write it. */
export function beginSql(a: Family, wish: BeginWish): string {
  const values = beginValues(a, wish);
  return `insert into referral (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
}

/** Referrals that begin one after another in one call. */
export function beginAllSql(...all: readonly (readonly [Family, BeginWish])[]): string {
  const rows = all.map(([a, wish]) => {
    const pairs = Object.entries(beginValues(a, wish)).map(([column, value]) => `'${column}', ${value}`);
    return `jsonb_build_object(${pairs.join(', ')})`;
  });
  return `select * from kezek.begin_referrals(jsonb_build_array(${rows.join(', ')}))`;
}

function beginValues(a: Family, wish: BeginWish): Record<string, string> {
  const issued = wish.state === 'issued';
  return {
    application_id: a.id,
    child_id: `(select child_id from application where id = ${a.id})`,
    district_id: `(select district_id from application where id = ${a.id})`,
    seat_id: wish.seat,
    group_id: `(select group_id from seat where id = ${wish.seat})`,
    kindergarten_id: `(select kindergarten_id from seat where id = ${wish.seat})`,
    queue_id: '1',
    rule_profile_id: wish.profile ?? PROFILE,
    turn: String(wish.turn ?? 'null'),
    stream: `'ordinary'`,
    cause: `'ratio'`,
    out_of_order_reason: wish.outOfOrder ?? 'null',
    state: `'${wish.state ?? 'offered'}'`,
    benefit_state: `'not_needed'`,
    application_version: '0',
    offer_until: issued ? 'null' : (wish.until ?? OFFER_UNTIL),
    number: issued ? `'${wish.number ?? referralNumber()}'` : 'null',
    valid_until: issued ? (wish.until ?? VALID_UNTIL) : 'null',
    benefit_until: issued && wish.pending === true ? VALID_UNTIL : 'null',
  };
}

/** Decision, step and history of an act on the referral that the statements before it wrote. */
export function sealSql(
  a: Family,
  by: OfficerScope,
  version: number,
  act: RawAct,
  status?: string,
  more: { readonly set?: string; readonly event?: string; readonly referral?: string } = {},
): string[] {
  return [
    decisionSql(a, by, version, act, { referral: more.referral ?? referralIdOf(a) }),
    stepSql(a, version, status, more.set),
    historySql(a, version + 1, more.event ?? act),
  ];
}

/** One version of an application: its status and whatever else the step sets. */
export function stepSql(a: Family, version: number, status?: string, set?: string): string {
  const parts = [`version = ${version + 1}`];
  if (status !== undefined) parts.push(`status = '${status}'`, 'status_since = now()');
  if (set !== undefined) parts.push(set);
  return `update application set ${parts.join(', ')} where id = ${a.id} and version = ${version}`;
}

const change = (a: Family, set: string): string => `update referral set ${set} where id = ${referralIdOf(a)}`;

/** Whole acts of officers, each a list of statements for one transaction; `version` is the application's before it. */
export const acts = {
  offer: (a: Family, by: OfficerScope, version: number, wish: BeginWish): string[] => [
    beginSql(a, wish),
    ...sealSql(a, by, version, 'offer', 'offered'),
  ],
  issueAtOnce: (a: Family, by: OfficerScope, version: number, wish: BeginWish): string[] => [
    beginSql(a, { ...wish, state: 'issued' }),
    ...sealSql(
      a,
      by,
      version,
      'issue_referral',
      wish.pending === true ? 'benefit_review' : 'referral_issued',
    ),
  ],
  accept: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `state = 'accepted', accepted_at = now(), accepted_how = 'phone'`),
    ...sealSql(a, by, version, 'accept'),
  ],
  issue: (a: Family, by: OfficerScope, version: number, pending = false): string[] => [
    change(
      a,
      `state = 'issued', issued_at = now(), number = '${referralNumber()}', valid_until = ${VALID_UNTIL}, first_valid_until = ${VALID_UNTIL}
        ${pending ? `, benefit_until = ${VALID_UNTIL}` : ''}`,
    ),
    ...sealSql(a, by, version, 'issue_referral', pending ? 'benefit_review' : 'referral_issued'),
  ],
  decline: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `state = 'declined', ended_at = now(), end_reason = ${reasonFor('decline')}`),
    ...sealSql(a, by, version, 'decline', 'declined'),
    stepSql(a, version + 1, 'queued'),
    historySql(a, version + 2, 'requeue'),
  ],
  extend: (a: Family, by: OfficerScope, version: number, days = 30): string[] => [
    change(a, `valid_until = first_valid_until + interval '${days} days', extensions = extensions + 1`),
    ...sealSql(a, by, version, 'extend'),
  ],
  cancel: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `state = 'cancelled', ended_at = now(), end_reason = ${reasonFor('cancel')}`),
    ...sealSql(a, by, version, 'cancel_referral', 'queued'),
  ],
  confirmBenefit: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `benefit_state = 'confirmed'`),
    ...sealSql(a, by, version, 'confirm_benefit', 'referral_issued'),
  ],
  rejectBenefit: (a: Family, by: OfficerScope, version: number): string[] => [
    change(
      a,
      `state = 'cancelled', benefit_state = 'rejected', ended_at = now(), end_reason = ${reasonFor('benefit')}`,
    ),
    ...sealSql(a, by, version, 'reject_benefit', 'queued', { set: `priority_class = 'ordinary'` }),
  ],
  documents: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `state = 'documents', documents_at = now()`),
    ...sealSql(a, by, version, 'submit_documents', 'docs_submitted'),
  ],
  admit: (a: Family, by: OfficerScope, version: number, seat?: string): string[] => [
    change(a, `state = 'admitted', ended_at = now()`),
    enrolSql(a, seat ?? `(select seat_id from referral where id = ${referralIdOf(a)})`),
    ...sealSql(a, by, version, 'admit', 'enrolled'),
  ],
  refuseAdmission: (a: Family, by: OfficerScope, version: number): string[] => [
    change(a, `state = 'refused', ended_at = now(), end_reason = ${reasonFor('admission')}`),
    ...sealSql(a, by, version, 'refuse_admission', 'queued'),
  ],
  withdraw: (a: Family, by: OfficerScope, version: number): string[] => [
    endSql(a, 'withdrawn', reasonFor('withdraw')),
    ...sealSql(a, by, version, 'withdraw_child', 'archived', { referral: 'null' }),
  ],
  transfer: (a: Family, by: OfficerScope, version: number, seat: string): string[] => [
    endSql(a, 'transferred', reasonFor('transfer')),
    enrolSql(a, seat),
    ...sealSql(a, by, version, 'transfer', undefined, { referral: 'null' }),
  ],
};

export const enrolSql = (a: Family, seat: string): string =>
  `insert into enrolment (child_id, application_id, seat_id, group_id, kindergarten_id, application_version, contract_number,
      contract_on, enrolled_on)
    select child_id, id, ${seat}, (select group_id from seat where id = ${seat}), (select kindergarten_id from seat where id = ${seat}), 0,
      'Ш-17/2026', kezek.today(), kezek.today() from application where id = ${a.id}`;
export const endSql = (a: Family, kind: string, reason: string): string =>
  `update enrolment set ended_on = kezek.today(), end_kind = '${kind}', end_reason = ${reason} where application_id = ${a.id} and ended_on is null`;
