/** Places as heads, clerks and supervisors see them; what heads ask for and clerks answer, with lost races told. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { almatyDate } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import type { Desk, OfficerContext } from '../../../main/context.ts';
import { rail } from '../../../main/journal/page.ts';
import { bulletin, bulletinPdf } from '../../../main/places/bulletin.ts';
import { daysShown, groups, occupancy, seats } from '../../../main/places/occupancy.ts';
import { decide, request, requests } from '../../../main/places/requests.ts';
import { list, page } from '../../../main/queue/list.ts';
import type { SeatRequest } from '../../../preload/contract/places.ts';
import { textOf } from '../../fakes/pdf-text.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, type MadeGroup, PlaceWorld } from '../places/place-world.ts';
import { contextOf, deskOf, officerOf, refusalOf } from './officer.ts';

const today = almatyDate(new Date());
const REASONS = {
  report: 'seat_report_new',
  close: 'seat_close_repair',
  reopen: 'seat_reopen_ready',
  temporary: 'seat_temporary_absence',
} as const;
const ANY = { districtId: null, cohortYear: null, language: null, kind: null } as const;

describe.each(ENGINES)('places on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let desk: Desk;
  let clerk: OfficerContext;
  let head: OfficerContext;
  let group: MadeGroup;
  let offered: MadeApplication;
  let enrolled: MadeApplication;
  let waiting: MadeApplication;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test, 'office');
    desk = deskOf(world);
    clerk = officerOf(world, 'mine', desk);
    head = officerOf(world, 'head', desk);
    group = await world.addGroup({ capacity: 6 });
    const { mine, head: headScope } = world.mini;
    const [a = '', b = ''] = group.seats;
    enrolled = await world.family({ minute: 1, childName: 'Қабылданған' });
    expect(await world.clerk(...acts.issueAtOnce(enrolled, mine, 1, { seat: a }))).toBe(1);
    expect(await world.as(headScope, ...acts.documents(enrolled, headScope, 2))).toBe(1);
    expect(await world.as(headScope, ...acts.admit(enrolled, headScope, 3))).toBe(1);
    offered = await world.family({ minute: 2, childName: 'Ұсынылған' });
    expect(await world.clerk(...acts.offer(offered, mine, 1, { seat: b }))).toBe(1);
    waiting = await world.family({ minute: 3, childName: 'Күтуші' });
  });
  afterAll(() => test.close());

  const seat = async (index: number) => (await seats(head, { groupId: group.id }))[index];
  const ask = (
    index: number,
    version: number,
    more: Partial<Parameters<typeof request>[1]> = {},
    by: OfficerContext = head,
  ): Promise<SeatRequest> =>
    request(by, {
      seatId: group.seats[index] ?? '',
      expectedVersion: version,
      kind: 'close',
      reason: REASONS[more.kind ?? 'close'],
      note: null,
      until: null,
      idempotencyKey: randomUUID(),
      ...more,
    });
  const answer = (
    by: OfficerContext,
    asked: readonly SeatRequest[],
    verdict: 'accepted' | 'refused' = 'accepted',
  ) =>
    decide(by, {
      requests: asked.map((one) => ({ id: one.id, seatVersion: one.seatVersion })),
      verdict,
      note: null,
      idempotencyKey: randomUUID(),
    });

  it('counts seats taken, promised and free, the same for everybody who looks after them', async () => {
    const expected = { capacity: 6, taken: 1, promised: 1, free: 4 };
    for (const who of ['mine', 'supervisor'] as const) {
      const found = await occupancy(officerOf(world, who, desk), ANY);
      expect(found.totals).toMatchObject(expected);
      expect(found.kindergartens.find((one) => one.id === world.kindergarten)).toMatchObject({
        ...expected,
        waiting: 1,
      });
    }
    const own = await occupancy(head, ANY);
    // The head sees that a seat is promised, and of whom only what came to it.
    expect(own.kindergartens).toMatchObject([{ id: world.kindergarten, ...expected, waiting: 1 }]);
    expect((await occupancy(officerOf(world, 'stranger', desk), ANY)).totals.capacity).toBe(0);
    expect((await occupancy(clerk, { ...ANY, cohortYear: 2022 })).totals).toMatchObject(expected);
    expect((await occupancy(clerk, { ...ANY, cohortYear: 2019 })).kindergartens).toEqual([]);
  });

  it('tells how full it was on the first days of months, and will be in September', async () => {
    const [own] = (await occupancy(clerk, ANY)).kindergartens.filter((one) => one.id === world.kindergarten);
    const { past, coming } = daysShown(today);
    expect(own?.months.map((one) => one.month)).toEqual([...past, coming]);
    // One came today, one is promised; nothing is on record of the months before, unless today is the first of one.
    expect(own?.months.at(-1)?.percent).toBe(33);
    expect(own?.months[0]?.percent).toBeNull();
    await test.tamper(`update seat_hold set enrolled_on = '${past[2]}' where kind = 'enrolment'`);
    const [later] = await groups(clerk, { kindergartenId: world.kindergarten });
    expect(later?.months.map((one) => one.percent)).toEqual([null, null, 17, 17, 17, 17, 33]);
    // By September the child is too old for a place; the one that is promised will be there.
    await test.tamper(
      `update person set birth_date = '${Number(coming.slice(0, 4)) - 6}-09-01' where id = ${enrolled.childId}`,
    );
    const [grown] = await groups(clerk, { kindergartenId: world.kindergarten });
    expect(grown?.months.at(-1)?.percent).toBe(17);
    await test.tamper(
      `update person set birth_date = '${Number(coming.slice(0, 4)) - 6}-09-02' where id = ${enrolled.childId}`,
    );
    const [stays] = await groups(clerk, { kindergartenId: world.kindergarten });
    expect(stays?.months.at(-1)?.percent).toBe(33);
  });

  it('shows every seat by its look, and names to the head only the child that came to it', async () => {
    const [shown] = await groups(head, { kindergartenId: world.kindergarten });
    expect(shown?.seats.map((one) => one.look)).toEqual(['taken', 'offer', 'free', 'free', 'free', 'free']);
    const forHead = await seats(head, { groupId: group.id });
    expect(forHead.map((one) => one.holder?.childName ?? null).slice(0, 2)).toEqual([
      'Қабылданған Ерасыл',
      null,
    ]);
    const forClerk = await seats(clerk, { groupId: group.id });
    expect(forClerk[1]?.holder).toMatchObject({ childName: 'Ұсынылған Ерасыл', number: offered.number });
    expect(forClerk[1]?.holder?.until).toBeInstanceOf(Date);
    for (const who of ['stranger', 'neighbour'] as const) {
      const other = officerOf(world, who, desk);
      expect(await refusalOf(groups(other, { kindergartenId: world.kindergarten }))).toBe('NOT_FOUND');
      expect(await refusalOf(seats(other, { groupId: group.id }))).toBe('NOT_FOUND');
    }
  });

  it('a head asks, a clerk accepts: the seat closes, opens again, becomes temporary', async () => {
    const asked = await ask(2, 1);
    expect(asked).toMatchObject({
      kind: 'close',
      verdict: null,
      kindergarten: 'Балауса',
      requestedBy: { iin: head.officer.iin },
    });
    expect(await refusalOf(ask(2, 1))).toBe('SEAT_REQUEST_OPEN_ONCE');
    expect((await requests(clerk, { open: true, after: null, limit: 10 })).rows.map((one) => one.id)).toEqual(
      [asked.id],
    );
    expect(await answer(clerk, [asked])).toEqual([{ id: asked.id, ok: true, error: null }]);
    expect(await seat(2)).toMatchObject({ look: 'closed', version: 2, reason: 'seat_close_repair' });
    const reopen = await ask(2, 2, { kind: 'reopen' });
    expect(await answer(clerk, [reopen])).toMatchObject([{ ok: true }]);
    const until = addDays(today, 60);
    expect(await refusalOf(ask(2, 3, { kind: 'temporary' }))).toBe('SEAT_UNTIL until');
    expect(await refusalOf(ask(2, 3, { kind: 'temporary', until: today }))).toBe('SEAT_UNTIL until');
    const temporary = await ask(2, 3, { kind: 'temporary', until });
    expect(await answer(clerk, [temporary])).toMatchObject([{ ok: true }]);
    expect(await seat(2)).toMatchObject({ look: 'temporary', temporaryUntil: until });
    const { rows, next } = await requests(clerk, { open: false, after: null, limit: 2 });
    expect(rows.map((one) => one.id)).toEqual([temporary.id, reopen.id]);
    const rest = await requests(clerk, { open: false, after: next, limit: 2 });
    expect(rest.rows.map((one) => one.id)).toEqual([asked.id]);
    expect(await refusalOf(requests(head, { open: false, after: next, limit: 2 }))).toContain('BAD_INPUT');
  });

  it('refuses what does not fit: a held seat, an unknown reason, an old look, another kindergarten', async () => {
    expect(await refusalOf(ask(0, 1))).toBe('SEAT_REQUEST_FITS');
    expect(await refusalOf(ask(3, 1, { kind: 'reopen' }))).toBe('SEAT_REQUEST_FITS');
    expect(await refusalOf(ask(3, 1, { reason: 'document_expired' }))).toBe('REASON_UNKNOWN reason');
    expect(await refusalOf(ask(3, 7))).toBe('CHANGED');
    const otherHead = contextOf(desk, await world.addHead(await world.addKindergarten()), {
      role: 'head',
      regionId: world.mini.regions[0],
      districts: [],
    });
    expect(await refusalOf(ask(3, 1, {}, otherHead))).toBe('NOT_FOUND');
    expect((await requests(otherHead, { open: false, after: null, limit: 10 })).rows).toEqual([]);
  });

  it('of many clerks who answer at once one does, the others learn who and when', async () => {
    const asked = await ask(3, 1);
    const colleague = officerOf(world, 'colleague', desk);
    const results = (
      await Promise.all(
        Array.from({ length: 8 }, (_, i) => answer(i % 2 === 0 ? clerk : colleague, [asked], 'refused')),
      )
    ).flat();
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    for (const lost of results.filter((one) => !one.ok)) {
      expect(lost.error).toMatchObject({
        code: 'CHANGED',
        data: { by: 'Д. Сапарова', at: expect.any(Date) },
      });
    }
    expect(await seat(3)).toMatchObject({ look: 'free', version: 1 });
    // Refused is answered: it may be asked again; a neighbour's clerk sees nothing of it.
    const again = await ask(3, 1);
    expect(await answer(officerOf(world, 'neighbour', desk), [again])).toMatchObject([
      { ok: false, error: { code: 'NOT_FOUND' } },
    ]);
    expect(await answer(clerk, [again, { ...again, id: '999999' }])).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'NOT_FOUND' } },
    ]);
    expect(await seat(3)).toMatchObject({ look: 'closed' });
  });

  it('an answer given twice with one key is one answer', async () => {
    const asked = await ask(4, 1);
    const call = {
      requests: [{ id: asked.id, seatVersion: 1 }],
      verdict: 'accepted' as const,
      note: 'жөндеу',
      idempotencyKey: randomUUID(),
    };
    expect(await decide(clerk, call)).toEqual(await decide(clerk, call));
    expect(
      await world.number(
        `select count(*) from history where event = 'seat_accepted' and detail ->> 'request' = '${asked.id}'`,
      ),
    ).toBe(1);
  });

  it('the rail and the chooser count them', async () => {
    expect(await rail(clerk)).toMatchObject({
      freeSeats: { value: 2, capped: false },
      referrals: { value: 1, capped: false },
      seatRequests: { value: 0, capped: false },
    });
    expect(await list(clerk)).toMatchObject([
      {
        key: { districtId: world.mini.districts[0], cohortYear: 2022, language: 'kk' },
        waiting: 1,
        offered: 1,
        freeSeats: 2,
      },
    ]);
    expect(await list(officerOf(world, 'stranger', desk))).toEqual([]);
    const [queue] = await list(clerk);
    if (queue === undefined) throw new Error('QUEUE');
    const shown = await page(clerk, { key: queue.key, fromPlace: 1, limit: 10, at: null, search: null });
    expect(shown).toMatchObject({
      total: 1,
      rows: [{ number: waiting.number, place: 1, child: { surname: 'Күтуші' } }],
    });
    expect(
      await refusalOf(
        page(officerOf(world, 'stranger', desk), {
          key: queue.key,
          fromPlace: 1,
          limit: 10,
          at: null,
          search: null,
        }),
      ),
    ).toBe('NOT_FOUND');
  });

  it('the bulletin says what is free now, as a paper of samples too', async () => {
    const shown = await bulletin(clerk, { districtId: null, onDate: null });
    expect(shown).toMatchObject({
      publishedAt: null,
      onDate: today,
      free: 2,
      rows: [{ kindergarten: 'Балауса', free: 2 }],
    });
    expect(await bulletin(head, { districtId: null, onDate: null })).toEqual(shown);
    expect(await refusalOf(bulletin(clerk, { districtId: null, onDate: '2020-01-01' }))).toBe('NOT_FOUND');
    await world.rows(
      `insert into bulletin (district_id, on_date, published_at) values (${world.mini.districts[0]}, '${addDays(today, -1)}', now())`,
    );
    const old = await bulletin(clerk, { districtId: null, onDate: addDays(today, -1) });
    expect(old).toMatchObject({ rows: [], free: 0, days: [addDays(today, -1)] });
    expect(old.publishedAt).toBeInstanceOf(Date);
    const { fileName, content } = await bulletinPdf(clerk, { districtId: null, onDate: null });
    expect(fileName).toBe(`kezek-bulletin-d1-${today}.pdf`);
    const text = await textOf(new Uint8Array(await content.arrayBuffer()));
    for (const part of [
      'Бос орындар бюллетені',
      'Бюллетень свободных мест',
      '«Балауса»',
      '2022',
      'қазақ тілі',
    ]) {
      expect(text).toContain(part);
    }
    for (const name of ['Күтуші', 'Қабылданған', 'Ұсынылған']) expect(text).not.toContain(name);
    expect(text).not.toContain('ҮЛГІ');
    await test.tamper('update installation set test_ca_enabled = true');
    desk.reference.forget();
    const sample = await bulletinPdf(clerk, { districtId: null, onDate: null });
    expect(await textOf(new Uint8Array(await sample.content.arrayBuffer()))).toContain('ҮЛГІ');
  });
});
