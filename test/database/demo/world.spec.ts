import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../../db/demo/world/world.ts';
import { regroupQueue } from '../../../db/queries/job-runs.ts';
import { familyRules, queueIds } from '../../../db/queries/place-jobs.ts';
import { rowsOf } from '../../../db/queries/reader.ts';
import { isIin, parseIin } from '../../../domain/iin.ts';
import { REFERRAL_STATES } from '../../../domain/referral.ts';
import { APPLICATION_STATUSES } from '../../../domain/status.ts';
import { DEMO_PASSWORD } from '../../../main/demo/keys.ts';
import { type DemoReport, makeDemo } from '../../../main/demo/make.ts';
import { openP12 } from '../../../main/eds/p12.ts';
import { createDemoOfficers, DEMO_FOLDER } from '../../../main/session/demo-officers.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';

const NOW = new Date('2026-11-18T07:04:00Z');
const clock = { now: () => NOW };
const APPLICATIONS = 700;
/** Families registered at the counter by the demo's clerk. */
const AT_THE_COUNTER = 3;
const GULNAR = '850614400338';

describe.each(ENGINES)('the demo world on %s', (engine) => {
  let database: TestDatabase;
  let folder: string;
  let report: DemoReport;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kezek-demo-'));
    database = await openTestDatabase(engine, { clock });
    report = await makeDemo(database.db, {
      dataFolder: folder,
      applications: APPLICATIONS,
      seed: 'test',
      pictures: 6,
      clock,
    });
  }, 240_000);
  afterAll(async () => {
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const rows = async <T>(text: string): Promise<readonly T[]> =>
    (await sql.raw<T>(text).execute(database.db.kysely)).rows;
  const number = async (text: string): Promise<number> =>
    Number((await rows<{ n: string }>(`select (${text}) as n`))[0]?.n);

  it('leaves every identity column ready for the next row', async () => {
    const columns = await rows<{ table: string; column: string; sequence: string }>(`
      select format('%I.%I', n.nspname, c.relname) as table, a.attname as column,
        pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) as sequence
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'kezek' and c.relkind = 'r' and a.attidentity <> ''`);
    expect(columns.length).toBeGreaterThan(10);
    for (const { table, column, sequence } of columns) {
      const taken = await number(`select coalesce(max(${column}), 0) from ${table}`);
      expect(await number(`nextval('${sequence}')`), table).toBeGreaterThan(taken);
    }
  });

  it('has as many applications as asked for, in every status but those only acts lead to', async () => {
    expect(report.applications).toBe(APPLICATIONS);
    // Beside them the children who fill the kindergartens, of whom nothing was sent, and those whose paper the counter kept.
    expect(await number('select count(*) from kezek.application where scans_total > 0')).toBe(APPLICATIONS);
    expect(await number('select count(*) from kezek.application where scans_total = 0')).toBe(
      report.children + AT_THE_COUNTER,
    );
    const found = (await rows<{ status: string }>('select distinct status from kezek.application')).map(
      (row) => row.status,
    );
    expect(APPLICATION_STATUSES.filter((status) => !found.includes(status))).toEqual([]);
  });

  it('holds: every chain of history and every signed decision verifies', async () => {
    const verified = await verifyAll(database.db, clock);
    expect(verified.broken).toEqual([]);
    expect(verified).toMatchObject({ ok: true, decisions: report.decisions });
    expect(report.decisions).toBeGreaterThan(5);
    expect(verified.historyRows).toBeGreaterThan(report.history);
  });

  it('shows parents linked by signed acts: links in force, one disputed, one ended', async () => {
    const states = await rows<{ state: string }>('select state from kezek.parent_link');
    expect(new Set(states.map((row) => row.state))).toEqual(new Set(['live', 'disputed', 'ended']));
  });

  it('shows families registered at the counter by signed acts, who wait to be reviewed', async () => {
    expect(
      await rows(`select a.status, a.channel, a.version, d.act, d.outcome, d.staff_iin
        from kezek.walk_in_registration w join kezek.application a on a.id = w.application_id
          join kezek.decision d on d.application_id = a.id order by a.id`),
    ).toEqual(
      Array.from({ length: AT_THE_COUNTER }, () => ({
        status: 'registered',
        channel: 'walk_in',
        version: 2,
        act: 'register_at_counter',
        outcome: 'registered',
        staff_iin: GULNAR,
      })),
    );
  });

  it('tells in the history how each application came to its status and version, by legal steps', async () => {
    expect(
      await rows(`select a.number, a.status, a.version, l.to_status, l.version as told from kezek.application a
        left join lateral (select h.to_status, h.version from kezek.history h
          where h.application_id = a.id and h.to_status is not null order by h.version desc limit 1) l on true
        where l.to_status is distinct from a.status
          or a.version <> (select max(version) from kezek.history h where h.application_id = a.id)`),
    ).toEqual([]);
    expect(
      await rows(`select h.application_id, h.event, h.from_status, h.to_status from kezek.history h
        -- Registering a companion is no step of the application: its status stays, its version rises.
        where h.from_status is not null and not (h.event = 'register_companion' and h.from_status = h.to_status) and not exists (select 1 from kezek.status_transition t
          where (t.event = h.event or (h.event = 'issue_referral' and t.event = 'start_benefit_review')) and t.from_status = h.from_status and t.to_status = h.to_status)`),
    ).toEqual([]);
    // Each version once, and none left out.
    expect(
      await rows(`select application_id from kezek.history where version is not null
        group by application_id having count(*) <> max(version) or count(distinct version) <> max(version)`),
    ).toEqual([]);
    expect(
      await number(`select count(*) from (select at < lag(at) over (partition by chain order by seq) as back
        from kezek.history where chain > 0) h where back`),
    ).toBe(0);
  });

  it('has valid and different IINs that agree with birth date and sex', async () => {
    const people = await rows<{ iin: string; birth_date: string; sex: string }>(
      'select iin, birth_date, sex from kezek.person',
    );
    expect(people.length).toBeGreaterThan(APPLICATIONS);
    for (const { iin, birth_date, sex } of people) {
      expect(parseIin(iin)).toMatchObject({ ok: true, birthDate: birth_date, sex });
    }
    const staff = await rows<{ iin: string }>('select iin from kezek.staff');
    expect(staff.filter(({ iin }) => !isIin(iin))).toEqual([]);
    expect(await number('select count(*) from kezek.staff s join kezek.person p on p.iin = s.iin')).toBe(0);
  });

  it('counts scans as the database would', async () => {
    expect(
      await rows(`select a.number from kezek.application a join (
          select s.application_id, count(*) as total, count(*) filter (where v.verdict is null or v.verdict = 'later') as unread
          from kezek.scan s left join kezek.scan_verdict v on v.scan_id = s.id where s.replaced_by is null group by 1
        ) c on c.application_id = a.id where (a.scans_total, a.scans_unread) <> (c.total, c.unread)`),
    ).toEqual([]);
  });

  it('keeps scans whole: size and hash of the chunks are those of the content', async () => {
    expect(
      await rows(`select c.media_type from kezek.scan_content c join (
          select sha256, sum(octet_length(bytes)) as size, sha256(string_agg(bytes, ''::bytea order by seq)) as hash
          from kezek.scan_chunk group by sha256) k using (sha256)
        where k.size <> c.byte_size or k.hash <> c.sha256`),
    ).toEqual([]);
    expect(
      await number(
        'select count(*) from kezek.scan_content c where not exists (select 1 from kezek.scan_chunk k where k.sha256 = c.sha256)',
      ),
    ).toBe(0);
  });

  it('is alive: one overdue, deadlines of the coming days, nothing later than now', async () => {
    const running = `kezek.application where status in ('submitted', 'registered', 'in_review', 'answered')`;
    expect(await number(`select count(*) from ${running} and deadline_at < '${NOW.toISOString()}'`)).toBe(1);
    expect(await number(`select count(distinct deadline_at::date) from ${running}`)).toBeGreaterThan(4);
    expect(await number(`select count(*) from kezek.history where at > '${NOW.toISOString()}'`)).toBe(0);
    expect(
      await number(
        `select count(*) from kezek.application where status_since > '${NOW.toISOString()}' or submitted_at > status_since`,
      ),
    ).toBe(0);
  });

  it('has twins, siblings, second parents, every category, and duplicates of both kinds', async () => {
    expect(
      await number('select count(*) from kezek.application where twin_group is not null'),
    ).toBeGreaterThan(3);
    expect(
      await number(`select count(*) from kezek.application a join kezek.application b using (twin_group)
        join kezek.person p on p.id = a.child_id join kezek.person q on q.id = b.child_id
        where a.id < b.id and (p.birth_date <> q.birth_date or a.child_id = b.child_id)`),
    ).toBe(0);
    expect(
      await number(`select count(*) from kezek.application a join kezek.application b on b.applicant_id = a.applicant_id
        and b.child_id <> a.child_id and a.id < b.id where a.twin_group is null`),
    ).toBeGreaterThan(3);
    expect(
      await number('select count(*) from kezek.application where second_parent_id is not null'),
    ).toBeGreaterThan(100);
    expect(
      await number(
        'select count(*) from kezek.benefit_category c where not exists (select 1 from kezek.benefit_claim b where b.benefit_category_id = c.id)',
      ),
    ).toBe(0);
    const kinds = await database.desk.read({ iin: GULNAR, postId: 1 }, (tx) =>
      rowsOf(
        tx,
        sql<{ kind: string }>`
          select distinct kind from kezek.duplicate_register('open', null, null, null, null, 1000) order by 1`,
      ),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['same_child', 'same_scan']));
  });

  it('has work for the clerk of the mock-ups, and shows it to nobody else’s district', async () => {
    const [seen] = await database.desk.read({ iin: GULNAR, postId: 1 }, (tx) =>
      rowsOf(
        tx,
        sql<{ all: number; mine: number; free: number; elsewhere: number }>`
          select count(*)::int as "all", count(*) filter (where claimed_by = ${GULNAR})::int as mine,
            count(*) filter (where claimed_by is null and status = 'registered' and benefit_category_id is not null)::int as free,
            count(*) filter (where district_id <> 1)::int as elsewhere
          from kezek.application`,
      ),
    );
    expect(seen?.elsewhere).toBe(0);
    // 41 and 80 at 2,000 applications.
    expect(seen?.mine).toBeGreaterThanOrEqual(13);
    expect(seen?.free).toBeGreaterThanOrEqual(25);
    expect(seen?.all).toBeLessThan(APPLICATIONS + report.children);
  });

  it('has referrals in every state, and nobody was passed over', async () => {
    const states = await rows<{ state: string }>('select distinct state from kezek.referral');
    expect(REFERRAL_STATES.filter((state) => !states.some((row) => row.state === state))).toEqual([]);
    expect(
      await number(`select count(*) from kezek.referral where benefit_state = 'rejected'`),
    ).toBeGreaterThan(0);
    expect(await number('select count(*) from kezek.referral_passed')).toBe(0);
    // At each offer: nobody stood ahead in the stream who wanted that kindergarten.
    expect(
      await rows(`select r.id from kezek.referral r
          join kezek.queue_stay m on m.application_id = r.application_id and m.left_at = r.offered_at
          join kezek.queue_stay s on s.queue_id = r.queue_id and s.stream = m.stream and s.entered_at <= r.offered_at
            and (s.left_at is null or s.left_at > r.offered_at) and s.application_id <> r.application_id
            and (s.order_class, s.order_at, s.order_no) < (m.order_class, m.order_at, m.order_no)
            and r.kindergarten_id = any(s.wants)`),
    ).toEqual([]);
    expect(
      await number(`select count(*) from kezek.referral r where not exists (
        select 1 from kezek.queue_stay m where m.application_id = r.application_id and m.left_at = r.offered_at)`),
    ).toBe(0);
  });

  it('has work with places for everybody: freed seats to confirm, a queue with free seats, referrals that come', async () => {
    const [clerk] = await database.desk.read({ iin: GULNAR, postId: 1 }, (tx) =>
      rowsOf(
        tx,
        sql<{ reports: number; free: number; offered: number; pending: number; waiting: number }>`
          select (select count(*)::int from seat_request where verdict is null and kind = 'report') as reports,
            (select count(*)::int from seat s where s.state = 'open' and not exists (
              select 1 from seat_hold h where h.seat_id = s.id and h.released_at is null)) as free,
            (select count(*)::int from referral where state in ('offered', 'accepted')) as offered,
            (select count(*)::int from referral where benefit_state = 'pending' and state = 'issued') as pending,
            (select count(*)::int from queue_stay where left_at is null) as waiting`,
      ),
    );
    expect(clerk?.reports).toBeGreaterThan(0);
    expect(clerk?.free).toBeGreaterThan(5);
    expect(clerk?.offered).toBeGreaterThan(2);
    expect(clerk?.waiting).toBeGreaterThan(20);
    const head = await number(
      `select count(*) from kezek.referral where kindergarten_id = 1 and state in ('issued', 'documents') and benefit_state in ('not_needed', 'confirmed')`,
    );
    expect(head).toBeGreaterThan(0);
    // Of the signed acts of these minutes each kind is there.
    const signed = await rows<{ act: string }>('select distinct act from kezek.decision');
    for (const act of ['approve', 'offer', 'accept', 'decline', 'issue_referral']) {
      expect(signed.map((row) => row.act)).toContain(act);
    }
    expect(await number('select count(*) from kezek.bulletin_row')).toBeGreaterThan(50);
  });

  it('writes key files that open with the shown password, and the strip of the sign-in screen', async () => {
    const officers = createDemoOfficers(folder);
    const state = await officers.state();
    expect(state?.password).toBe(DEMO_PASSWORD);
    expect(state?.officers.map(({ officer, role, algorithm }) => [officer.surname, role, algorithm])).toEqual(
      [
        ['Абдырахманова', 'clerk', 'gost-2015-512'],
        ['Жақсыбекова', 'head', 'rsa-2048'],
        ['Қалиев', 'supervisor', 'gost-2015-512'],
        ['Ким', 'admin', 'rsa-2048'],
      ],
    );
    for (const { fileName } of await officers.keys()) {
      const opened = openP12(await readFile(join(folder, DEMO_FOLDER, fileName)), DEMO_PASSWORD);
      expect(opened).toBeTruthy();
    }
    expect((await officers.keys()).length).toBeGreaterThan(6);
  });

  it('leaves nothing to do for the job that puts families as changed rules say', async () => {
    const { today, followed } = await database.db.read('system', (tx) => familyRules(tx, '2026-11-18'));
    expect(today).not.toBeNull();
    expect(followed).toBe(today);
    const queues = await database.db.read('system', queueIds);
    for (const queue of queues) {
      expect(await database.db.write('system', (tx) => regroupQueue(tx, queue, 50)), `${queue}`).toBe(0);
    }
  });

  it('refuses a database that holds something', async () => {
    await expect(makeDemo(database.db, { dataFolder: folder, applications: 5, clock })).rejects.toThrow(
      'DEMO_NOT_EMPTY',
    );
    expect(await number('select count(*) from kezek.application')).toBe(
      APPLICATIONS + report.children + AT_THE_COUNTER,
    );
  });

  it('goes on counting where the load ended', async () => {
    const before = await number('select max(id) from kezek.person');
    const person = await database.db.kysely
      .insertInto('person')
      .values({
        iin: '210308500106',
        surname: 'С',
        given_name: 'А',
        patronymic: null,
        birth_date: '2021-03-08',
        sex: 'male',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(Number(person.id)).toBeGreaterThan(before);
    const last = await number(
      `select max(number) from (select substring(number from 6)::int as number from kezek.application where number like '2026-%') n`,
    );
    expect(await number(`select substring(kezek.application_number() from '^2026-([0-9]+)$')::int`)).toBe(
      last + 1,
    );
  });
});

describe('making a world', () => {
  const options = { applications: 40, pictures: 2, now: NOW };
  const print = async (database: TestDatabase): Promise<unknown> => {
    const { rows: found } = await sql`select
      (select md5(string_agg(a::text, '|' order by id)) from kezek.application a) as applications,
      (select md5(string_agg(p::text, '|' order by id)) from kezek.person p) as people,
      (select md5(string_agg(s::text, '|' order by id)) from kezek.scan s) as scans,
      (select md5(string_agg(chain || encode(last_hash, 'hex'), '|' order by chain)) from kezek.history_head) as history`.execute(
      database.db.kysely,
    );
    return found[0];
  };

  /** What a seed gives in an empty database. */
  async function printOf(seed: string): Promise<unknown> {
    const database = await openTestDatabase('pglite');
    try {
      const world = await makeWorld(database.db, { ...options, seed });
      expect(world.counts.applications).toBe(40);
      return await print(database);
    } finally {
      await database.close();
    }
  }
  let kept: Promise<unknown> | undefined;
  const printOfA = (): Promise<unknown> => (kept ??= printOf('a'));

  it('gives other rows, scans and history for another seed', async () => {
    expect(await printOf('b')).not.toEqual(await printOfA());
  });

  it('gives the same for the same seed, anew after a load that was broken off', async () => {
    const database = await openTestDatabase('pglite');
    try {
      const broken = makeWorld(database.db, {
        ...options,
        seed: 'a',
        onProgress: ({ phase }) => {
          if (phase === 'history') throw new Error('cut');
        },
      });
      await expect(broken).rejects.toThrow('cut');
      const world = await makeWorld(database.db, { ...options, seed: 'a' });
      expect(world.counts.applications).toBe(40);
      expect(await print(database)).toEqual(await printOfA());
    } finally {
      await database.close();
    }
  });
});
