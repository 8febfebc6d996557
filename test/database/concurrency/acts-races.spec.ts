import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import {
  judgeAll,
  mine,
  type Office,
  prepareOne,
  refusal,
  serverOffice,
  signAll,
} from '../../fakes/engines.ts';

/** Two desks of one office on one server: the clerks of the same district. */
import { WORLD_MS } from '../../fakes/office.ts';

describe('races between desks on PostgreSQL', () => {
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let gulnar: Client;
  let erlan: Client;

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    const clock = testClock();
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

  const free = async (client: Client) =>
    (
      await client.journal.page({
        filter: { statuses: ['registered'], claimed: 'nobody' },
        sort: { by: 'number', direction: 'asc' },
        after: null,
        limit: 50,
      })
    ).rows;

  it('of 64 claims of one application at once one wins, the others learn whose it is', async () => {
    const [row] = await free(gulnar);
    const targets = [{ id: row?.id ?? '', expectedVersion: row?.version ?? 0 }];
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        (i % 2 === 0 ? gulnar : erlan).journal.claim({ targets, to: null, idempotencyKey: randomUUID() }),
      ),
    );
    const flat = results.flat();
    expect(flat.filter((one) => one.ok)).toHaveLength(1);
    const lost = flat.filter((one) => !one.ok);
    expect(lost.every((one) => one.error?.code === 'CHANGED')).toBe(true);
    const winner = (await gulnar.applications.get({ id: row?.id ?? '' })).claim;
    const name = winner?.mine ? 'Г. Абдырахманова' : 'Е. Тілеубек';
    expect(lost.every((one) => (one.error?.data as { by?: string } | undefined)?.by === name)).toBe(true);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from kezek.history
      where application_id = ${row?.id} and event = 'claim' and version = ${(row?.version ?? 0) + 1}`.execute(
      owner.kysely,
    );
    expect(rows[0]?.count).toBe(1);
  });

  it('sixteen clicks with one key are one act and sixteen equal answers', async () => {
    const [row] = await free(gulnar);
    const call = {
      targets: [{ id: row?.id ?? '', expectedVersion: row?.version ?? 0 }],
      to: null,
      idempotencyKey: randomUUID(),
    };
    const answers = await Promise.all(Array.from({ length: 16 }, () => gulnar.journal.claim(call)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toMatchObject({ ok: true, version: (row?.version ?? 0) + 1 });
  });

  it('a decision loses to a change made between preview and signature, and says who and when', async () => {
    const [row] = await mine(gulnar);
    const id = row?.id ?? '';
    const prepared = await prepareOne(gulnar, id);
    // A supervisor takes the application from her desk and gives it to Erlan, who decides it first.
    const supervisorPost = (await gulnar.session.state()).session?.posts.find(
      (post) => post.role === 'supervisor',
    );
    const third = await startDesk({ ...office.start, clock: desks[0]?.clock ?? testClock() });
    const dauren = third.port();
    await signIn(dauren, 'supervisor');
    expect(supervisorPost).toBeDefined();
    const erlanIin = (await erlan.session.state()).session?.officer.iin ?? null;
    const [handed] = await dauren.journal.claim({
      targets: [{ id, expectedVersion: prepared.application.version }],
      to: erlanIin,
      idempotencyKey: randomUUID(),
    });
    expect(handed).toMatchObject({ ok: true });
    await third.close();
    const [lost] = await signAll(gulnar, [prepared]);
    expect(lost?.error).toMatchObject({
      code: 'CHANGED',
      data: { by: 'Д. Қалиев', version: prepared.application.version + 1 },
    });
    expect((lost?.error?.data as { at?: unknown } | undefined)?.at).toBeInstanceOf(Date);
    const theirs = await prepareOne(erlan, id);
    expect((await signAll(erlan, [theirs]))[0]).toMatchObject({ ok: true });
    const [later] = await signAll(gulnar, [prepared]);
    expect(later?.error).toMatchObject({ code: 'CHANGED', data: { by: 'Е. Тілеубек' } });
    expect(await gulnar.decisions.list({ applicationId: id })).toHaveLength(1);
  });

  it('two windows of one officer decide the same application at once: one decision', async () => {
    const [row] = await mine(gulnar);
    const id = row?.id ?? '';
    const { version, reason } = await judgeAll(gulnar, id);
    const intent = { act: reason === null ? ('approve' as const) : ('return' as const), reason, note: null };
    const secondDesk = await startDesk({ ...office.start, clock: desks[0]?.clock ?? testClock() });
    const second = secondDesk.port();
    await signIn(second, 'me', { role: 'clerk' });
    const previews = [];
    for (const client of [gulnar, second]) {
      const [one] = await client.decisions.prepare({ targets: [{ id, expectedVersion: version }], intent });
      if (one === undefined || !('preparedId' in one)) throw new Error(JSON.stringify(one));
      previews.push(one);
    }
    const [a, b] = await Promise.all([
      signAll(gulnar, [previews[0] ?? { preparedId: '' }]),
      signAll(second, [previews[1] ?? { preparedId: '' }]),
    ]);
    const both = [...a, ...b];
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)?.error).toMatchObject({
      code: 'CHANGED',
      data: { by: 'Г. Абдырахманова' },
    });
    expect(await gulnar.decisions.list({ applicationId: id })).toHaveLength(1);
    await secondDesk.close();
  });

  it('a desk that dies between signature and commit leaves nothing half done', async () => {
    const [row] = await mine(gulnar);
    const id = row?.id ?? '';
    const prepared = await prepareOne(gulnar, id);
    const key = randomUUID();
    // The commit waits for the row; the desk's connections are cut while it waits, as by a crash.
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const holding = owner.write('system', async (tx) => {
      await tx.selectFrom('application').select('id').where('id', '=', id).forUpdate().execute();
      await held;
    });
    const signing = signAll(gulnar, [{ preparedId: prepared.preparedId, idempotencyKey: key }]);
    await expect
      .poll(async () => {
        const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
          where usename = 'kezek_desk' and wait_event_type = 'Lock'`.execute(owner.kysely);
        return rows[0]?.waiting;
      })
      .toBeGreaterThan(0);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kezek_desk' and wait_event_type = 'Lock'`.execute(
      owner.kysely,
    );
    release();
    await holding;
    const [lost] = await signing;
    expect(lost).toMatchObject({ ok: false, error: { code: 'DB_UNREACHABLE' } });
    expect(await gulnar.decisions.list({ applicationId: id })).toEqual([]);
    expect((await gulnar.applications.get({ id })).version).toBe(prepared.application.version);
    // The same click again finishes the same decision under the same number.
    const [again] = await signAll(gulnar, [{ preparedId: prepared.preparedId, idempotencyKey: key }]);
    expect(again).toMatchObject({ ok: true, decision: { number: prepared.number } });
  });

  it('opening cards by many at once breaks no chain', async () => {
    const rows = (await free(gulnar)).slice(0, 10);
    await Promise.all(
      rows.flatMap((row) => [gulnar, erlan].map((client) => client.applications.get({ id: row.id }))),
    );
    const report = await verifyAll(owner, desks[0]?.clock ?? testClock());
    expect(report.broken).toEqual([]);
  });

  it('a window of one desk hears of the other desk at once', async () => {
    const heard: unknown[] = [];
    const leave = new AbortController();
    const stream = await erlan.session.events(undefined, { signal: leave.signal });
    const reading = (async () => {
      for await (const event of stream) heard.push(event);
    })().catch(() => undefined);
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    const [row] = await free(gulnar);
    await gulnar.journal.claim({
      targets: [{ id: row?.id ?? '', expectedVersion: row?.version ?? 0 }],
      to: null,
      idempotencyKey: randomUUID(),
    });
    await expect
      .poll(() => heard)
      .toContainEqual({ type: 'application', id: row?.id, version: (row?.version ?? 0) + 1, mine: false });
    leave.abort();
    await reading;
    expect(await refusal(erlan.applications.get({ id: '0' }))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
