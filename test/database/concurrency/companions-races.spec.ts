/** Officers at once: the fifth and the sixth companion of a child, the fifth and the sixth child of a companion, desks that send. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportChange, type TakenChange, takeChanges } from '../../../db/queries/attendance.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { enrolled, person, registerSql } from '../companions/companion-world.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';

const ROUNDS = 12;

describe('races of companions on postgres', () => {
  let test: TestDatabase;
  let world: PlaceWorld;

  beforeAll(async () => {
    test = await openTestDatabase('postgres', { maxConnections: 24 });
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  it('the fifth and the sixth come at once, a clerk and a head: one is the fifth, the other is told', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { a } = await enrolled(world);
      for (let i = 0; i < 4; i += 1) {
        expect(await world.clerk(...registerSql(a, person(), 4 + i))).toBe(1);
      }
      const answers = await Promise.all([
        world.clerk(...registerSql(a, person(), 8)),
        world.as(world.mini.head, ...registerSql(a, person(), 8)),
        world.as(world.mini.colleague, ...registerSql(a, person(), 8)),
      ]);
      expect(answers.toSorted()).toEqual([1, 'companion_max_per_child', 'companion_max_per_child']);
      expect(
        await world.number(
          `select count(*) from companion_permit where application_id = ${a.id} and not is_applicant`,
        ),
      ).toBe(5);
    }
  });

  it('one companion for the fifth and the sixth child at once', async () => {
    for (let round = 0; round < ROUNDS / 3; round += 1) {
      const who = person();
      for (let i = 0; i < 4; i += 1) {
        const { a } = await enrolled(world);
        expect(await world.clerk(...registerSql(a, who, 4))).toBe(1);
      }
      const [one, two] = [await enrolled(world), await enrolled(world)];
      const answers = await Promise.all([
        world.clerk(...registerSql(one.a, who, 4)),
        world.as(world.mini.colleague, ...registerSql(two.a, who, 4)),
      ]);
      expect(answers.toSorted()).toEqual([1, 'companion_max_children']);
    }
  });

  it('a new companion of two families at once is one person', async () => {
    for (let round = 0; round < ROUNDS / 3; round += 1) {
      const who = person();
      const [one, two] = [await enrolled(world), await enrolled(world)];
      expect(
        await Promise.all([
          world.clerk(...registerSql(one.a, who, 4)),
          world.as(world.mini.head, ...registerSql(two.a, who, 4)),
        ]),
      ).toEqual([1, 1]);
      expect(await world.number(`select count(*) from companion where iin = '${who.iin}'`)).toBe(1);
    }
  });

  it('many desks send each change once, and what a desk left behind is sent by another', async () => {
    const changes = await world.number('select count(*) from attendance_outbox');
    const given: TakenChange[] = [];
    const desk = async (name: number): Promise<void> => {
      for (;;) {
        const taken = await test.desk.write('system', (tx) => takeChanges(tx, 'http', 7, 60));
        if (taken.length === 0) return;
        given.push(...taken);
        for (const one of taken) {
          // Every fourth desk dies with its hands full.
          if (name % 4 === 3) return;
          const done = { state: 'sent', why: null, retryAt: null } as const;
          await test.desk.write('system', (tx) => reportChange(tx, 'http', one, done));
        }
      }
    };
    // One is dead before the others come.
    await desk(3);
    await Promise.all(Array.from({ length: 16 }, (_, name) => desk(name)));
    const ids = given.map(({ change }) => change);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(
      await world.number(`select count(*) from attendance_delivery where state in ('sent', 'sending')`),
    );
    // Their leases run out.
    await test.tamper(
      `update attendance_delivery set lease_until = now() - interval '1 second' where state = 'sending'`,
    );
    const left = await world.number(`select count(*) from attendance_delivery where state = 'sending'`);
    expect(left).toBeGreaterThan(0);
    const before = given.length;
    await desk(0);
    expect(given.length - before).toBe(left);
    expect(await world.number(`select count(*) from attendance_delivery where state <> 'sent'`)).toBe(0);
    expect(changes).toBeGreaterThan(0);
  });

  it('a late report of a lost lease says so and changes nothing', async () => {
    const { a } = await enrolled(world);
    const [mine] = await test.desk.write('system', (tx) => takeChanges(tx, 'http', 1, 1));
    if (mine === undefined) throw new Error('nothing taken');
    await test.tamper(
      `update attendance_delivery set lease_until = now() - interval '1 second' where state = 'sending'`,
    );
    const [theirs] = await test.desk.write('system', (tx) => takeChanges(tx, 'http', 1, 60));
    expect(theirs?.change).toBe(mine.change);
    const report = (taken: TakenChange, state: 'sent' | 'failed') =>
      test.desk.write('system', (tx) =>
        reportChange(tx, 'http', taken, {
          state,
          why: state === 'sent' ? null : 'ATTENDANCE_TIMEOUT',
          retryAt: null,
        }),
      );
    expect(await report(mine, 'failed')).toBe(false);
    if (theirs === undefined) throw new Error('nothing taken');
    expect(await report(theirs, 'sent')).toBe(true);
    expect(await world.number(`select count(*) from companion_permit where application_id = ${a.id}`)).toBe(
      1,
    );
  });

  it('a channel that opens while officers act misses nothing', async () => {
    const families = [];
    for (let i = 0; i < 8; i += 1) families.push(await enrolled(world));
    await test.db.write('system', (tx) => sql`select 1`.execute(tx));
    const opening = Promise.all([
      ...families.map(({ a, head }) =>
        world.as(head, `update application set version = version where id = ${a.id}`),
      ),
      test.desk.write('system', (tx) => takeChanges(tx, 'file', 1, 60)),
    ]);
    const more = Promise.all(Array.from({ length: 3 }, () => enrolled(world)));
    await Promise.all([opening, more]);
    // Whoever may take a child has its newest change among the deliveries of the channel.
    expect(
      await world.number(`select count(*) from companion_permit p where p.state = 'approved' and not exists (
        select 1 from attendance_outbox o join attendance_delivery d on d.outbox_id = o.id and d.channel = 'file'
        where o.permit_id = p.id and o.change = 'allow' and o.kindergarten_id = p.kindergarten_id)`),
    ).toBe(0);
    const broken = [];
    for await (const one of verifyChains(test.db)) broken.push(one);
    expect(broken).toEqual([]);
  });
});
