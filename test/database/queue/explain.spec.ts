/** A place explained to an officer and printed for a parent: who may read it, what is recorded, and that it names nobody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchKeys } from '../../../domain/names.ts';
import type { Desk, OfficerContext } from '../../../main/context.ts';
import { explain } from '../../../main/queue/explain.ts';
import { list, page, profile } from '../../../main/queue/list.ts';
import { parentPdf } from '../../../main/queue/print.ts';
import { replay } from '../../../main/queue/replay.ts';
import { steps } from '../../../main/queue/steps.ts';
import type { QueueKey } from '../../../preload/contract/queue.ts';
import { textOf } from '../../fakes/pdf-text.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, PlaceWorld } from '../places/place-world.ts';
import { deskOf, officerOf, refusalOf } from './officer.ts';

const pause = () => new Promise((done) => setTimeout(done, 5));
const NAMES = [
  'Әбілқасым',
  'Ғалымжан',
  'Құрманбек',
  'Өмірзақ',
  'Үсенова',
  'Іскендір',
  'Һакімов',
  'Ұзақбай',
] as const;

describe.each(ENGINES)('a place explained on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let desk: Desk;
  let clerk: OfficerContext;
  const families: MadeApplication[] = [];
  let key: QueueKey;
  let allWaited: Date;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test, 'office');
    desk = deskOf(world);
    clerk = officerOf(world, 'mine', desk);
    const group = await world.addGroup({ capacity: 3 });
    families.length = 0;
    for (const [i, childName] of NAMES.entries()) {
      // Two benefit holders, who applied last; three microseconds tell two others apart.
      const row = { status_since: new Date(), search: searchKeys(childName) };
      families.push(
        await world.family({
          minute: 60 - i,
          childName,
          row,
          ...(i >= 6 ? { priorityClass: i === 6 ? ('priority' as const) : ('out_of_turn' as const) } : {}),
        }),
      );
    }
    await pause();
    allWaited = new Date();
    await pause();
    const first = families[7];
    if (first === undefined) throw new Error('FAMILY');
    await world.clerk(...acts.offer(first, world.mini.mine, 1, { seat: group.seats[0] ?? '' }));
    const [queue] = await list(clerk);
    if (queue === undefined) throw new Error('QUEUE');
    key = queue.key;
  });
  afterAll(() => test.close());

  const family = (i: number): MadeApplication => families[i] ?? { ...(families[0] as MadeApplication) };

  it('says the place, who is ahead and why, and the reading is on record', async () => {
    const told = await explain(clerk, { applicationId: family(0).id, at: null });
    // Turn 1 went to the one out of turn; then 3 ordinary, 1 benefit, and the rest.
    expect(told).toMatchObject({
      number: family(0).number,
      applicationVersion: 1,
      child: { fullName: `${NAMES[0]} Ерасыл` },
      profile: { code: 'national-2025', benefitPlaces: 1, ordinaryPlaces: 3 },
      place: 7,
      total: 7,
      turn: 8,
      stream: 'ordinary',
      cause: 'ratio',
      ahead: 6,
      benefitAhead: 1,
      ordinaryAhead: 5,
      earlierAhead: 5,
      seats: [{ kindergartenId: world.kindergarten, free: 2, wantedAhead: 6 }],
    });
    expect(told.reasons.map((one) => one.code)).toEqual(['stands_ordinary', 'ratio_ordinary', 'earlier']);
    expect(told.neighbours.map((one) => [one.place, one.childName.split(' ')[0], one.relation])).toEqual([
      [4, NAMES[6], 'ratio'],
      [5, NAMES[2], 'earlier'],
      [6, NAMES[1], 'earlier'],
      [7, NAMES[0], 'self'],
    ]);
    expect(
      told.strip
        .map((one) => (one.stream === 'benefit' ? 'B' : 'o'))
        .join('')
        .slice(0, 8),
    ).toBe('oooBoooB');
    expect(told.strip.filter((one) => one.mine).map((one) => one.place)).toEqual([7]);
    const read = `select count(*) from history where application_id = ${family(0).id} and event = 'read'`;
    expect(await world.number(read)).toBe(1);
    await explain(clerk, { applicationId: family(0).id, at: null });
    expect(await world.number(read)).toBe(1);
  });

  it('shows the order as it was: who has been served since stands in it', async () => {
    const then = await page(clerk, { key, fromPlace: 1, limit: 200, at: allWaited, search: null });
    expect(then.rows.map((row) => row.child.surname)).toEqual([7, 5, 4, 3, 6, 2, 1, 0].map((i) => NAMES[i]));
    expect(then.total).toBe(8);
    const now = await page(clerk, { key, fromPlace: 1, limit: 200, at: null, search: null });
    expect(now.rows.map((row) => row.child.surname)).toEqual([5, 4, 3, 6, 2, 1, 0].map((i) => NAMES[i]));
    expect(now.rows[0]).toMatchObject({
      place: 1,
      turn: 2,
      cause: 'ratio',
      submittedAt: expect.stringMatching(/\.000000\+0[56]:00$/),
    });
    const old = await explain(clerk, { applicationId: family(0).id, at: allWaited });
    expect(old).toMatchObject({ place: 8, total: 8, turn: 8, benefitAhead: 2, seats: [], at: allWaited });
    expect(await steps(clerk, { applicationId: family(0).id })).toMatchObject([
      { change: 'entered', place: 1, total: 1 },
      { change: 'entered_ahead', count: 7, place: 8, total: 8 },
      { change: 'served_ahead', count: 1, place: 7, total: 7 },
      { change: 'now', place: 7 },
    ]);
  });

  it('pages by place, and finds within the queue without changing places', async () => {
    const second = await page(clerk, { key, fromPlace: 4, limit: 2, at: null, search: null });
    expect(second.rows.map((row) => [row.place, row.child.surname])).toEqual([
      [4, NAMES[6]],
      [5, NAMES[2]],
    ]);
    for (const at of [null, new Date()]) {
      const found = await page(clerk, { key, fromPlace: 1, limit: 10, at, search: 'құрманбек' });
      expect(found).toMatchObject({ total: 7, rows: [{ place: 5, turn: 6, number: family(2).number }] });
      expect((await page(clerk, { key, fromPlace: 1, limit: 10, at, search: 'ешкім' })).rows).toEqual([]);
    }
  });

  it('tells another district nothing, and says that one who was offered a place waits no longer', async () => {
    for (const who of ['stranger', 'neighbour'] as const) {
      const other = officerOf(world, who, desk);
      const applicationId = family(0).id;
      expect(await refusalOf(explain(other, { applicationId, at: null }))).toBe('NOT_FOUND');
      expect(await refusalOf(explain(other, { applicationId, at: allWaited }))).toBe('NOT_FOUND');
      expect(await refusalOf(steps(other, { applicationId }))).toBe('NOT_FOUND');
      expect(await refusalOf(parentPdf(other, { applicationId, at: null }))).toBe('NOT_FOUND');
      expect(await refusalOf(profile(other, { key }))).toBe('NOT_FOUND');
      const { id } = await world.referralOf(family(7));
      expect(await refusalOf(replay(other, { referralId: id }))).toBe('NOT_FOUND');
    }
    expect(await refusalOf(explain(clerk, { applicationId: family(7).id, at: null }))).toBe('NOT_WAITING');
    const { id } = await world.referralOf(family(7));
    expect(await replay(officerOf(world, 'supervisor', desk), { referralId: id })).toMatchObject({
      verdict: 'was_next',
      place: 1,
      total: 8,
      passed: [],
    });
  });

  it('prints for the parent the same reasons in both languages, and no other child', async () => {
    const { fileName, content } = await parentPdf(clerk, { applicationId: family(0).id, at: null });
    expect(fileName).toBe(`kezek-${family(0).number}-place.pdf`);
    const text = await textOf(new Uint8Array(await content.arrayBuffer()));
    for (const part of [
      NAMES[0],
      family(0).number,
      '7-орын, кезекте 7 бала',
      '7-е место, в очереди 7 детей',
      'Арақатынас 1 : 3.',
      'Соотношение 1 : 3.',
      '«Балауса»',
    ]) {
      expect(text).toContain(part);
    }
    const iins = await world.rows<{ iin: string; number: string; surname: string }>(
      `select c.iin, a.number, c.surname from application a join person c on c.id = a.child_id where a.id <> ${family(0).id}`,
    );
    for (const other of iins) {
      for (const secret of [other.surname, other.number, other.iin]) expect(text).not.toContain(secret);
    }
    expect(text).not.toContain('ҮЛГІ');
    expect(
      await world.number(
        `select count(*) from history where application_id = ${family(0).id} and event = 'print'`,
      ),
    ).toBe(1);
    await test.tamper('update installation set test_ca_enabled = true');
    desk.reference.forget();
    const sample = await parentPdf(clerk, { applicationId: family(6).id, at: allWaited });
    const marked = await textOf(new Uint8Array(await sample.content.arrayBuffer()));
    expect(marked).toContain('ҮЛГІ');
    expect(marked).toContain('бірінші кезекте');
    for (const name of NAMES.filter((one) => one !== NAMES[6])) expect(marked).not.toContain(name);
  });
});
