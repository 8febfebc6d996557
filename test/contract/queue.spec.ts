/** Queue and places over a real window: every call answers what its contract says, for each post that may ask. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, QueueSummary } from '../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk } from '../fakes/desk.ts';
import { embeddedOffice, type Office, refusal } from '../fakes/engines.ts';
import { WORLD_MS } from '../fakes/office.ts';
import { textOf } from '../fakes/pdf-text.ts';

describe('queue and places on a desk', () => {
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let queue: QueueSummary;

  beforeAll(async () => {
    office = await embeddedOffice();
    desk = await startDesk(office.start);
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
    const queues = await client.queue.list();
    const [longest] = queues.toSorted((a, b) => b.waiting - a.waiting);
    if (longest === undefined) throw new Error('QUEUES');
    queue = longest;
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  it('walks a queue by pages whose places follow each other, and explains each like the page', async () => {
    const { key, waiting } = queue;
    const all = await client.queue.page({ key, fromPlace: 1, limit: 200, at: null, search: null });
    expect(all.total).toBe(waiting);
    expect(all.rows.map((row) => row.place)).toEqual(
      Array.from({ length: Math.min(200, waiting) }, (_, i) => i + 1),
    );
    const half = Math.ceil(waiting / 2);
    const rest = await client.queue.page({ key, fromPlace: half, limit: 200, at: null, search: null });
    expect(rest.rows).toEqual(all.rows.slice(half - 1));
    const then = await client.queue.page({
      key,
      fromPlace: 1,
      limit: 200,
      at: desk.clock.now(),
      search: null,
    });
    expect(then).toEqual(all);
    const profile = await client.queue.profile({ key });
    for (const row of all.rows.slice(0, 5)) {
      const told = await client.queue.explain({ applicationId: row.applicationId, at: null });
      expect(told).toMatchObject({
        number: row.number,
        place: row.place,
        turn: row.turn,
        stream: row.stream,
        cause: row.cause,
        total: waiting,
        ahead: row.place - 1,
        profile,
      });
      expect(told.strip).toHaveLength(16);
      expect(told.neighbours.find((one) => one.relation === 'self')?.applicationId).toBe(row.applicationId);
      const steps = await client.queue.steps({ applicationId: row.applicationId });
      expect(steps[0]?.change).toBe('entered');
      expect(steps.at(-1)).toMatchObject({ change: 'now', place: row.place, total: waiting });
    }
  });

  it('finds a child in its queue and prints its place over a socket', async () => {
    const [row] = (
      await client.queue.page({ key: queue.key, fromPlace: 2, limit: 1, at: null, search: null })
    ).rows;
    if (row === undefined) throw new Error('ROW');
    const found = await client.queue.page({
      key: queue.key,
      fromPlace: 1,
      limit: 10,
      at: null,
      search: row.child.iin,
    });
    expect(found.rows).toEqual([row]);
    const socket = await desk.socket();
    const { fileName, content } = await socket.queue.parentPdf({
      applicationId: row.applicationId,
      at: null,
    });
    expect(fileName).toBe(`kezek-${row.number}-place.pdf`);
    const text = await textOf(new Uint8Array(await content.arrayBuffer()));
    expect(text).toContain(row.child.surname);
    expect(text).toContain('ҮЛГІ');
  });

  it("shows seats that add up, and lets a clerk ask for nothing that is a head's", async () => {
    const { kindergartens, totals } = await client.places.occupancy({
      districtId: null,
      cohortYear: null,
      language: null,
      kind: null,
    });
    const sum = (of: (one: (typeof kindergartens)[number]) => number): number =>
      kindergartens.reduce((total, one) => total + of(one), 0);
    expect(totals).toMatchObject({
      capacity: sum((one) => one.capacity),
      taken: sum((one) => one.taken),
      promised: sum((one) => one.promised),
      free: sum((one) => one.free),
    });
    const fullest = kindergartens.toSorted((a, b) => b.capacity - a.capacity)[0];
    const groups = await client.places.groups({ kindergartenId: fullest?.id ?? 0 });
    for (const group of groups) {
      expect(group.seats).toHaveLength(group.capacity);
      const look = (...looks: readonly string[]): number =>
        group.seats.filter((seat) => looks.includes(seat.look)).length;
      expect([
        look('taken'),
        look('offer', 'referral'),
        look('free', 'temporary'),
        look('closed'),
        look('reported'),
      ]).toEqual([group.taken, group.promised, group.free, group.closed, group.reported]);
      const seats = await client.places.seats({ groupId: group.id });
      expect(seats.map((seat) => [seat.id, seat.look])).toEqual(
        group.seats.map((seat) => [seat.id, seat.look]),
      );
    }
    const asked = client.places.request({
      seatId: '1',
      expectedVersion: 1,
      kind: 'close',
      reason: 'seat_close_repair',
      note: null,
      until: null,
      idempotencyKey: randomUUID(),
    });
    expect((await refusal(asked)).code).toBe('FORBIDDEN');
    const bulletin = await client.places.bulletin({ districtId: null, onDate: null });
    expect(bulletin.rows.reduce((total, row) => total + row.free, 0)).toBe(bulletin.free);
    expect(
      (await client.places.bulletinPdf({ districtId: null, onDate: null })).content.size,
    ).toBeGreaterThan(1000);
    const rail = await client.journal.rail();
    expect(rail.freeSeats.value).toBe(totals.free);
    expect(rail.seatRequests.value).toBe(totals.requests);
  });

  it('gives a head its own kindergarten and no queue, an administrator the rules and no child', async () => {
    await client.session.signOut();
    await signIn(client, 'head', { role: 'head' });
    const { kindergartens } = await client.places.occupancy({
      districtId: null,
      cohortYear: null,
      language: null,
      kind: null,
    });
    expect(kindergartens).toHaveLength(1);
    const catalogue = await client.desk.catalogue();
    expect(catalogue.kindergartens.map((one) => one.id)).toEqual([kindergartens[0]?.id]);
    expect((await client.places.requests({ open: true, after: null, limit: 50 })).next).toBeNull();
    expect((await refusal(client.queue.list())).code).toBe('FORBIDDEN');
    expect(
      (
        await refusal(
          client.places.decide({
            requests: [{ id: '1', seatVersion: 1 }],
            verdict: 'accepted',
            note: null,
            idempotencyKey: randomUUID(),
          }),
        )
      ).code,
    ).toBe('FORBIDDEN');
    await client.session.signOut();
    await signIn(client, 'admin', { role: 'admin' });
    expect(
      (await refusal(client.queue.page({ key: queue.key, fromPlace: 1, limit: 1, at: null, search: null })))
        .code,
    ).toBe('FORBIDDEN');
    expect(
      (
        await refusal(
          client.places.occupancy({ districtId: null, cohortYear: null, language: null, kind: null }),
        )
      ).code,
    ).toBe('FORBIDDEN');
    const { profiles } = await client.queue.profiles();
    expect(profiles.some((one) => one.used)).toBe(true);
  });
});
