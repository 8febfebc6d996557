/** Queues, groups and families put into the test office by its owner, and acts on places in a few words. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../db/open.ts';
import { makeIin } from '../../domain/iin.ts';
import { searchKeys } from '../../domain/names.ts';
import type {
  ActDetails,
  ActTarget,
  Client,
  DecisionActName,
  PreparedDecision,
  SignRowResult,
} from '../../preload/contract/index.ts';

/** A queue of its own: nobody of the office's world waits in it. */
export interface QueueWish {
  readonly districtId?: number;
  readonly cohort?: number;
  readonly language?: 'kk' | 'ru';
  /** Kindergartens every child wants, by rank. */
  readonly wants: readonly number[];
  readonly children: number;
  /** Every so many-th child holds a benefit; 0: none. */
  readonly benefitEvery?: number;
  /** Where the numbers of the applications begin. */
  readonly from?: number;
}

/** Minutes since the first of January 2025 the applications were sent, one after another. */
const FIRST = Date.parse('2025-01-01T04:00:00Z');

let serial = 0;

function iin(birth: string, sex: 'male' | 'female'): string {
  for (;;) {
    serial += 1;
    // A serial of the IIN has four digits: the day moves on as well.
    const day = String(1 + ((serial >> 10) % 28)).padStart(2, '0');
    const month = String(1 + ((serial >> 15) % 12)).padStart(2, '0');
    const made = makeIin(`${birth}-${month}-${day}`, sex, 1 + (serial % 1024) * 9);
    if (made !== null) return made;
  }
}

/** Children who wait, in order of their ids. Written as the owner loads them, in bulk. */
export async function addChildren(db: OpenDatabase, wish: QueueWish): Promise<readonly string[]> {
  const { districtId = 1, cohort = 2025, language = 'ru', children, benefitEvery = 0, from = 700_000 } = wish;
  const childIins = Array.from({ length: children }, () => iin(String(cohort), 'male'));
  const parentIins = Array.from({ length: children }, () => iin('1991', 'female'));
  return await db.write('system', async (tx) => {
    const people = async (iins: readonly string[], birth: string, sex: string, name: string) => {
      const { rows } = await sql<{ id: string }>`
        insert into person (iin, surname, given_name, patronymic, birth_date, sex)
        select i, ${name} || n, case when ${sex} = 'male' then 'Бала' else 'Ана' end, null, ${birth}::date, ${sex}
        from unnest(${[...iins]}::text[]) with ordinality as x(i, n) order by n returning id`.execute(tx);
      return rows.map((row) => row.id);
    };
    const childIds = await people(childIins, `${cohort}-03-05`, 'male', 'Сынақ');
    const parentIds = await people(parentIins, '1991-05-06', 'female', 'Сынақова');
    const { rows } = await sql<{ id: string }>`
      insert into application (number, service, district_id, queue_kind, channel, status, status_since, version, child_id,
        applicant_id, applicant_relation, cohort_year, language, submitted_at, registered_at, decided_at, benefit_category_id,
        priority_class, phone, notification_type, notification_language, permanent_address, data_consent_at, child_sort_name, search)
      select '2025-' || (${from}::int + n), 'preschool_queue', ${districtId}, 'general', 'walk_in', 'queued', t, 3, c, p, 'mother',
        ${cohort}, ${language}, t, t, t, b.id, coalesce(b.priority_class, 'ordinary'), '+77011234567', 'sms', 'kk',
        'Достық даңғылы, 1', t, 'сынақ' || lpad(n::text, 6, '0'), ${searchKeys('Сынақ')} || n || ' 2025-' || (${from}::int + n)
      from unnest(${childIds}::bigint[], ${parentIds}::bigint[]) with ordinality as x(c, p, n)
        cross join lateral (select ${new Date(FIRST)}::timestamptz + n * interval '1 minute' as t) w
        left join lateral (select id, priority_class from benefit_category
          where ${benefitEvery}::int > 0 and (n - 1) % greatest(${benefitEvery}::int, 1) = 0 order by id limit 1) b on true
      order by n returning id`.execute(tx);
    const ids = rows.map((row) => row.id);
    await sql`insert into benefit_claim (application_id, benefit_category_id, state)
      select id, benefit_category_id, 'confirmed' from application
      where id = any(${ids}::bigint[]) and benefit_category_id is not null`.execute(tx);
    await sql`insert into desired_kindergarten (application_id, rank, kindergarten_id)
      select id, r, k from unnest(${ids}::bigint[]) id, unnest(${[...wish.wants]}::int[]) with ordinality as w(k, r)`.execute(
      tx,
    );
    // Decided before this program came, unsigned: what stands in a queue is told by the history.
    await sql`insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, prev_hash, hash)
      select a.district_id, 0, a.status_since, 'job:import', 'approve', a.id, 'in_review', 'queued', a.version,
        decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
      from application a where a.id = any(${ids}::bigint[]) order by a.id`.execute(tx);
    return ids;
  });
}

/** A group with its seats; answers its id and theirs. */
export async function addGroup(
  db: OpenDatabase,
  wish: {
    readonly kindergartenId: number;
    readonly name: string;
    readonly seats: number;
    readonly cohort?: number;
    readonly language?: 'kk' | 'ru';
  },
): Promise<{ readonly id: number; readonly seats: readonly string[] }> {
  return await db.write('system', async (tx) => {
    const { id } = await tx
      .insertInto('kindergarten_group')
      .values({
        kindergarten_id: wish.kindergartenId,
        name: wish.name,
        cohort_year: wish.cohort ?? 2025,
        language: wish.language ?? 'ru',
        kind: 'general',
        capacity: wish.seats,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const rows = await tx
      .selectFrom('seat')
      .select('id')
      .where('group_id', '=', id)
      .orderBy('ordinal')
      .execute();
    return { id, seats: rows.map((row) => row.id) };
  });
}

/** A kindergarten of a district with groups of sixty, for plans of many. */
export async function addKindergarten(db: OpenDatabase, districtId: number, bin: string): Promise<number> {
  return await db.write('system', async (tx) => {
    const { id } = await tx
      .insertInto('kindergarten')
      .values({
        district_id: districtId,
        bin,
        name: `Сынақ ${bin.slice(-4)}`,
        kind: 'kindergarten',
        ownership: 'state',
        address: 'Абай көшесі, 1',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

export interface Act {
  readonly act: DecisionActName;
  readonly reason?: string;
  readonly note?: string;
  readonly details?: ActDetails;
}

/** What would be signed for each target, or the error of its row. */
export async function prepareActs(
  client: Client,
  targets: readonly ActTarget[],
  act: Act,
): Promise<readonly (PreparedDecision | SignRowResult)[]> {
  return await client.decisions.prepare({
    targets: [...targets],
    intent: {
      act: act.act,
      reason: act.reason ?? null,
      note: act.note ?? null,
      ...(act.details === undefined ? {} : { details: act.details }),
    },
  });
}

/** Codes of what stands against an act, or of the error of its row. */
export function hindrances(row: PreparedDecision | SignRowResult | undefined): readonly string[] {
  if (row === undefined) return ['NOTHING'];
  return 'preparedId' in row ? row.obstacles.map((one) => one.code) : [row.error?.code ?? 'OK'];
}

export async function signPrepared(
  client: Client,
  rows: readonly (PreparedDecision | SignRowResult)[],
  keys: readonly string[] = [],
): Promise<readonly SignRowResult[]> {
  const prepared = rows.map((row, i) => {
    if (!('preparedId' in row) || row.obstacles.length > 0) {
      throw new Error(`NOT_READY ${JSON.stringify('preparedId' in row ? row.obstacles : row.error)}`);
    }
    return { preparedId: row.preparedId, idempotencyKey: keys[i] ?? randomUUID() };
  });
  const results: SignRowResult[] = [];
  for await (const event of await client.decisions.sign({ prepared })) {
    if (event.type === 'result') results.push(event.result);
  }
  return results;
}

/** Prepares, signs and answers the result; throws where something stands against it. */
export async function doAct(client: Client, target: ActTarget, act: Act): Promise<SignRowResult> {
  const [result] = await signPrepared(client, await prepareActs(client, [target], act));
  if (result === undefined) throw new Error('NO_RESULT');
  return result;
}

/** Does acts on one application one after another; each must be signed. Answers its version and the last result. */
export async function life(
  client: Client,
  id: string,
  version: number,
  acts: readonly (Act & Pick<ActTarget, 'seatId' | 'turn'>)[],
): Promise<{ readonly version: number; readonly last: SignRowResult }> {
  let at = version;
  let last: SignRowResult | null = null;
  for (const { seatId, turn, ...act } of acts) {
    const target = {
      id,
      expectedVersion: at,
      ...(seatId === undefined ? {} : { seatId }),
      ...(turn === undefined ? {} : { turn }),
    };
    last = await doAct(client, target, act);
    if (!last.ok || last.version === null) throw new Error(`${act.act} ${JSON.stringify(last.error)}`);
    at = last.version;
  }
  if (last === null) throw new Error('NO_ACTS');
  return { version: at, last };
}

/**
 * Children admitted before this program came: an admitted referral, an enrolment, its hold and the history that tells it, on
 * certain seats.
 */
export async function addEnrolled(
  db: OpenDatabase,
  places: readonly { readonly applicationId: string; readonly seatId: string }[],
): Promise<void> {
  await db.write('system', async (tx) => {
    for (const { applicationId, seatId } of places) {
      const at = new Date('2026-01-15T05:00:00Z');
      // As a load does: rows that agree with each other, unjudged by the guards of acts.
      await sql`set local session_replication_role = replica`.execute(tx);
      const { rows } = await sql<{ id: string }>`
        insert into referral (number, application_id, child_id, district_id, kindergarten_id, group_id, seat_id, queue_id,
          rule_profile_id, turn, stream, cause, state, benefit_state, application_version, issued_at, valid_until,
          first_valid_until, documents_at, ended_at)
        select '2026-Ж-' || (900000 + a.id), a.id, a.child_id, a.district_id, s.kindergarten_id, s.group_id, s.id, st.queue_id,
          (select id from rule_profile order by id limit 1), 900 + a.id % 1000, 'ordinary', 'ratio', 'admitted', 'not_needed',
          a.version, ${at}, ${at}::timestamptz + interval '7 days', ${at}::timestamptz + interval '7 days', ${at}, ${at}
        from application a join seat s on s.id = ${seatId} join queue_stay st on st.application_id = a.id and st.left_at is null
        where a.id = ${applicationId} returning id`.execute(tx);
      const referralId = rows[0]?.id ?? null;
      await sql`insert into queue_turn (queue_id, rule_profile_id, turn, stream, referral_id, taken_at)
        select queue_id, rule_profile_id, turn, stream, id, issued_at from referral where id = ${referralId}`.execute(
        tx,
      );
      await sql`insert into enrolment (child_id, application_id, referral_id, seat_id, group_id, kindergarten_id,
          application_version, contract_number, contract_on, enrolled_on)
        select child_id, application_id, id, seat_id, group_id, kindergarten_id, application_version, '2026/1', '2026-01-15', '2026-01-15'
        from referral where id = ${referralId}`.execute(tx);
      await sql`insert into seat_hold (seat_id, child_id, application_id, referral_id, kind, since, enrolled_on)
        select seat_id, child_id, application_id, id, 'enrolment', issued_at, '2026-01-15' from referral where id = ${referralId}`.execute(
        tx,
      );
      await sql`set local session_replication_role = origin`.execute(tx);
      for (const status of ['referral_issued', 'docs_submitted', 'enrolled']) {
        await sql`update application set status = ${status}, status_since = ${at}, version = version + 1 where id = ${applicationId}`.execute(
          tx,
        );
      }
      await sql`insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, prev_hash, hash)
        select a.district_id, 0, ${at}, 'job:import', 'issue_referral', a.id, 'queued', 'referral_issued', a.version - 2,
          decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
        from application a where a.id = ${applicationId}`.execute(tx);
    }
  });
}
