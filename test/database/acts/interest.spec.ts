/** Interest at the desk: confirmed, reminded of, lost by the job, put back by a signed act; on both engines. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { almatyDate } from '../../../domain/calendar.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, InterestList } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, doAct } from '../../fakes/places.ts';

const DAY = 24 * 60 * 60_000;

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('interest, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 4 });
    // The day of the test's clock is one on which each of them stands somewhere else in the year.
    for (const [i, days] of [40, 20, -5, -11].entries()) {
      await sql`update kezek.interest set due_on = ${day(days)}::date, queued_on = ${day(days)}::date - interval '1 year'
        where application_id = ${children[i] ?? ''}`.execute(owner.kysely);
    }
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  /** The Almaty day so many days after the clock's. */
  const day = (days: number): string => almatyDate(new Date(clock.now().getTime() + days * DAY));
  const child = (n: number): string => children[n] ?? '';
  const list = async (name: InterestList) =>
    (await client.interest.page({ list: name, search: '', after: null, limit: 200 })).rows;
  const rowOf = async (name: InterestList, n: number) =>
    (await list(name)).find((row) => row.applicationId === child(n));
  const version = async (n: number) => (await client.applications.get({ id: child(n) })).version;
  const confirm = async (
    n: number,
    more: { how?: 'counter' | 'phone'; note?: string; key?: string; version?: number } = {},
  ) =>
    client.interest.confirm({
      applicationId: child(n),
      expectedVersion: more.version ?? (await version(n)),
      how: more.how ?? 'counter',
      note: more.note ?? null,
      idempotencyKey: more.key ?? randomUUID(),
    });
  it('lists who is due and who is overdue, the soonest first', async () => {
    expect((await list('due')).map((row) => [row.applicationId, row.daysLeft])).toEqual([
      [child(1), 20],
      [child(0), 40],
    ]);
    expect((await list('overdue')).map((row) => row.daysLeft)).toEqual([-11, -5]);
    expect(await rowOf('due', 1)).toMatchObject({ confirmable: true, restorable: false, confirmed: null });
    const found = await client.interest.page({
      list: 'due',
      search: (await rowOf('due', 0))?.number ?? '',
      after: null,
      limit: 10,
    });
    expect(found.rows.map((row) => row.applicationId)).toEqual([child(0)]);
  });

  it('takes a confirmation once, however often the key is sent, and asks again a year later', async () => {
    const key = randomUUID();
    const before = await version(0);
    const first = await confirm(0, { key, version: before });
    expect(first).toEqual(await confirm(0, { key, version: before }));
    expect(first.version).toBe(before + 1);
    expect(first.dueOn > day(300)).toBe(true);
    expect(await rowOf('due', 0)).toBeUndefined();
    expect(await rowOf('confirmed', 0)).toMatchObject({ confirmed: { how: 'counter', note: null } });
    expect(await refusal(confirm(0))).toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'INTEREST_TOO_EARLY' }] },
    });
  });

  it('takes a telephone call with a note, and an overdue one within its days of grace', async () => {
    expect(await refusal(confirm(2, { how: 'phone' }))).toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'INTEREST_NOTE_NEEDED', field: 'note' }] },
    });
    await confirm(2, { how: 'phone', note: 'Анасы, 10:20' });
    expect(await rowOf('confirmed', 2)).toMatchObject({ confirmed: { how: 'phone', note: 'Анасы, 10:20' } });
  });

  it('refuses a version somebody changed, with who and when', async () => {
    expect(await refusal(confirm(1, { version: 1 }))).toMatchObject({ code: 'CHANGED' });
  });

  it('reminds once, and takes out who is lost with a notice and the days to put it back', async () => {
    await desk.backend.runDueJobs();
    await desk.backend.runDueJobs();
    expect(desk.logged.filter((line) => line.includes('JOB_FAILED'))).toEqual([]);
    const told = async (n: number) =>
      (await client.applications.history({ id: child(n), after: null, limit: 20 })).entries
        .map((entry) => entry.event)
        .filter((event) => event === 'interest_due' || event === 'remove_no_interest');
    expect(await told(1)).toEqual(['interest_due']);
    expect(await told(3)).toEqual(['remove_no_interest']);
    expect((await client.applications.get({ id: child(3) })).status).toBe('removed_no_interest');
    expect(await rowOf('removed', 3)).toMatchObject({ restoreUntil: day(30), restorable: true });
    for (const [n, kind] of [
      [1, 'interest_due'],
      [3, 'removed'],
    ] as const) {
      const notices = await client.notices.ofApplication({ applicationId: child(n) });
      expect(notices.map((notice) => notice.kind)).toEqual([kind]);
      expect(notices[0]?.body).not.toMatch(/[{}]/);
    }
  });

  it('puts back by a signed act at the original date, and asks again a year later', async () => {
    const target = { id: child(3), expectedVersion: await version(3) };
    const done = await doAct(client, target, { act: 'restore' });
    expect(done).toMatchObject({ ok: true, status: 'queued' });
    expect(done.decision?.verification.ok).toBe(true);
    expect(await rowOf('removed', 3)).toBeUndefined();
    await desk.backend.runDueJobs();
    expect((await client.applications.get({ id: child(3) })).status).toBe('queued');
  });

  it('leaves nothing that kezek verify would find', async () => {
    await desk.close();
    const owner = await office.owner();
    try {
      expect((await verifyAll(owner, clock)).broken).toEqual([]);
    } finally {
      await owner.close();
    }
  });
});
