import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, SignRowResult } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import {
  addChildren,
  addGroup,
  addKindergarten,
  life,
  prepareActs,
  signPrepared,
} from '../../fakes/places.ts';

const DAY = 24 * 60 * 60_000;

/** Two desks of one office on one server, both clerks of the same district. */
describe('two desks after the same places', () => {
  const clock = testClock();
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let gulnar: Client;
  let erlan: Client;
  let near: number;
  let far: number;
  let children: readonly string[];

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    near = await addKindergarten(owner, 1, '990140003333');
    far = await addKindergarten(owner, 1, '990140004444');
    await addGroup(owner, { kindergartenId: near, name: 'Жақын', seats: 1 });
    await addGroup(owner, { kindergartenId: far, name: 'Алыс', seats: 40 });
    children = [
      ...(await addChildren(owner, { wants: [near, far], children: 1 })),
      ...(await addChildren(owner, { wants: [near], children: 1, from: 700_100 })),
      ...(await addChildren(owner, { wants: [far], children: 60, from: 700_200 })),
    ];
    desks = [await startDesk({ ...office.start, clock }), await startDesk({ ...office.start, clock })];
    [gulnar, erlan] = desks.map((desk) => desk.port()) as [Client, Client];
    await signIn(gulnar, 'me', { role: 'clerk' });
    await signIn(erlan, 'tileubek');
  }, WORLD_MS);
  afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await owner?.close();
    await office?.close();
  });

  const version = async (id: string) => (await gulnar.applications.get({ id })).version;
  const seatOf = async (kindergarten: number) => {
    const row = await owner.read('system', (tx) =>
      tx
        .selectFrom('seat')
        .select('id')
        .where('kindergarten_id', '=', kindergarten)
        .orderBy('id')
        .executeTakeFirstOrThrow(),
    );
    return row.id;
  };
  const history = async (id: string) => {
    const { rows } = await sql<{ event: string; version: number; n: number }>`
      select event, version, count(*)::int as n from kezek.history
      where application_id = ${id} and version is not null group by 1, 2 order by 2`.execute(owner.kysely);
    return rows;
  };

  it('one seat, two children: the loser learns who took it, when, and which seat is free next', async () => {
    const [first = '', second = ''] = children;
    const seatId = await seatOf(near);
    const target = async (id: string) => ({ id, expectedVersion: await version(id), seatId });
    const mine = await prepareActs(gulnar, [await target(first)], { act: 'offer' });
    // Out of order, by a court's decision: the seat is asked for by both.
    const theirs = await prepareActs(erlan, [await target(second)], {
      act: 'offer',
      details: { outOfOrderReason: 'order_court' },
    });
    expect(theirs[0]).toMatchObject({
      obstacles: [],
      queue: { passed: [{ number: '2025-700001', why: 'ahead' }], outOfOrderReason: 'order_court' },
    });
    expect((await signPrepared(erlan, theirs))[0]).toMatchObject({ ok: true, status: 'offered' });
    const [lost] = await signPrepared(gulnar, mine);
    expect(lost).toMatchObject({
      ok: false,
      error: {
        code: 'SEAT_TAKEN',
        data: { by: 'Е. Тілеубек', at: clock.now(), next: { group: 'Алыс', kindergarten: 'Сынақ 4444' } },
      },
    });
    expect(await version(first)).toBe(3);
    // Who was passed over is written down by the database, and the document says the same.
    const { rows } = await sql<{ application_id: string; why: string }>`
      select p.application_id, p.why from kezek.referral_passed p join kezek.referral r on r.id = p.referral_id
      where r.application_id = ${second}`.execute(owner.kysely);
    expect(rows).toEqual([{ application_id: first, why: 'ahead' }]);
  });

  it('one child, two officers at once: one offer, and CHANGED with who made it', async () => {
    const [first = ''] = children;
    const target = { id: first, expectedVersion: await version(first) };
    const prepared = await Promise.all(
      [gulnar, erlan].map((client) => prepareActs(client, [target], { act: 'offer' })),
    );
    const results = (
      await Promise.all([gulnar, erlan].map((client, i) => signPrepared(client, prepared[i] ?? [])))
    ).flat();
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    const winner = results[0]?.ok ? 'Г. Абдырахманова' : 'Е. Тілеубек';
    expect(results.find((one) => !one.ok)?.error).toMatchObject({
      code: 'CHANGED',
      data: { by: winner, version: 4 },
    });
    expect((await history(first)).filter((row) => row.event === 'offer')).toEqual([
      { event: 'offer', version: 4, n: 1 },
    ]);
  });

  it('one plan, two desks at once: every seat and child once, every turn once', async () => {
    const plans = await Promise.all(
      [gulnar, erlan].map(async (client) => {
        const { rows } = await client.referrals.plan({ key: null, act: 'offer', limit: 2000 });
        return rows.filter((row) => children.includes(row.applicationId));
      }),
    );
    expect(plans.map((rows) => rows.length)).toEqual([39, 39]);
    const prepared = await Promise.all(
      [gulnar, erlan].map((client, i) =>
        prepareActs(
          client,
          (plans[i] ?? []).map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
            id,
            expectedVersion,
            seatId,
            turn,
          })),
          { act: 'offer' },
        ),
      ),
    );
    const results = await Promise.all(
      [gulnar, erlan].map((client, i) => signPrepared(client, prepared[i] ?? [])),
    );
    const won = results.flat().filter((one) => one.ok);
    expect(won).toHaveLength(39);
    expect(new Set(won.map((one: SignRowResult) => one.applicationId)).size).toBe(39);
    const lost = results.flat().filter((one) => !one.ok);
    expect(new Set(lost.map((one) => one.error?.code))).toEqual(new Set(['CHANGED']));
    const { rows } = await sql<{ live: number; seats: number; children: number; turns: number }>`
      select count(*)::int as live, count(distinct r.seat_id)::int as seats, count(distinct r.child_id)::int as children,
        count(distinct r.turn)::int as turns
      from kezek.referral r where r.state = 'offered' and r.kindergarten_id = ${far}`.execute(owner.kysely);
    expect(rows).toEqual([{ live: 40, seats: 40, children: 40, turns: 40 }]);
  });

  it('terms that ran out are acted on once, whichever desk comes first, and again by nobody', async () => {
    clock.advance(6 * DAY);
    await Promise.all(desks.flatMap((desk) => [desk.backend.runDueJobs(), desk.backend.runDueJobs()]));
    expect(desks.flatMap((desk) => desk.logged).filter((line) => line.includes('"job":'))).toEqual([]);
    const { rows } = await sql<{ n: number; once: number; live: number }>`
      select count(*)::int as n, count(distinct h.application_id)::int as once,
        (select count(*)::int from kezek.referral r where r.state = 'offered' and r.kindergarten_id in (${near}, ${far})) as live
      from kezek.history h where h.event = 'offer_lapsed' and h.application_id = any(${[...children]}::bigint[])`.execute(
      owner.kysely,
    );
    expect(rows).toEqual([{ n: 41, once: 41, live: 0 }]);
    const runs = await sql<{ job: string; n: number }>`
      select job, max(attempts)::int as n from kezek.job_run where outcome = 'done' group by 1 order by 1`.execute(
      owner.kysely,
    );
    expect(runs.rows.every((run) => run.n === 1)).toBe(true);
    const notices = await sql<{ n: number }>`
      select count(*)::int as n from kezek.notice where kind = 'offer_lapsed' and body like 'Құрметті Ана, № 2025-700%'`.execute(
      owner.kysely,
    );
    expect(notices.rows).toEqual([{ n: 41 }]);
  });

  it('a run that broke off is taken up again by another desk', async () => {
    await signIn(gulnar, 'me', { role: 'clerk' });
    const id = children[20] ?? '';
    const at = await version(id);
    // Restored, offered, and left to lapse.
    const { rows } = await gulnar.referrals.plan({ key: null, act: 'offer', limit: 2000 });
    const next = rows.find((row) => children.includes(row.applicationId));
    expect(at).toBeGreaterThan(3);
    if (next === undefined) throw new Error('somebody waits still');
    await life(gulnar, next.applicationId, next.expectedVersion, [
      { act: 'offer', seatId: next.seatId, turn: next.turn },
    ]);
    clock.advance(6 * DAY);
    const { rows: due } = await sql<{ due: Date }>`
      select max(offer_until) as due from kezek.referral where state = 'offered' and offer_until < ${clock.now()}`.execute(
      owner.kysely,
    );
    // A desk took the moment and died.
    await sql`insert into kezek.job_run (job, due_at, started_at) values ('offers', ${due[0]?.due}, ${clock.now()})`.execute(
      owner.kysely,
    );
    await desks[1]?.backend.runDueJobs();
    expect((await history(next.applicationId)).map((row) => row.event)).not.toContain('offer_lapsed');
    clock.advance(11 * 60_000);
    await desks[1]?.backend.runDueJobs();
    expect((await history(next.applicationId)).map((row) => row.event)).toContain('offer_lapsed');
    const run = await sql<{ attempts: number; outcome: string }>`
      select attempts, outcome from kezek.job_run where job = 'offers' and due_at = ${due[0]?.due}`.execute(
      owner.kysely,
    );
    expect(run.rows).toEqual([{ attempts: 2, outcome: 'done' }]);
  });

  it('leaves nothing that kezek verify would find', async () => {
    expect((await verifyAll(owner, clock)).broken).toEqual([]);
  });
});
