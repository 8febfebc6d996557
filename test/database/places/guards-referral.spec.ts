/** The guards of referrals, seats and turns attacked with raw SQL by officers who hold a post and know the schema. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { historySql } from '../raw-acts.ts';
import {
  acts,
  beginAllSql,
  beginSql,
  OFFER_UNTIL,
  PlaceWorld,
  referralIdOf,
  sealSql,
  stepSql,
  VALID_UNTIL,
  YEAR,
} from './place-world.ts';

describe.each(ENGINES)('guards of referrals on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let cohort = 2011;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  /** A queue of its own: a group of so many seats and children who want its kindergarten, first ones first. */
  async function queue(capacity: number, children: number) {
    cohort += 1;
    const group = await world.addGroup({ capacity, cohort });
    const made: MadeApplication[] = [];
    for (let i = 0; i < children; i += 1) {
      made.push(await world.family({ row: { cohort_year: cohort } }));
    }
    return { group, seats: group.seats, children: made, cohort };
  }

  const mine = () => world.mini.mine;

  describe('a referral begins', () => {
    it('not without a signed act, a rise of the version and its effect, all in one transaction', async () => {
      const { seats, children } = await queue(1, 1);
      const [seat = ''] = seats;
      const [a] = children as [MadeApplication];
      const begin = beginSql(a, { seat });
      expect(await world.clerk(begin)).toBe('referral_recorded');
      expect(await world.clerk(begin, stepSql(a, 1), historySql(a, 2, 'note'))).toBe('referral_signed');
      expect(await world.clerk(begin, stepSql(a, 1, 'offered'), historySql(a, 2, 'offer'))).toBe(
        'application_decision_signed',
      );
      expect(await world.clerk(begin, ...sealSql(a, mine(), 1, 'issue_referral', 'referral_issued'))).toBe(
        'referral_signed',
      );
      expect(await world.clerk(begin, ...sealSql(a, mine(), 1, 'offer', 'offered').slice(0, 1))).toMatch(
        /decision_applied|referral_recorded/,
      );
      // The status alone, with a decision that names no referral.
      expect(await world.clerk(...sealSql(a, mine(), 1, 'offer', 'offered'))).toBe('decision_names_referral');
      expect(await world.clerk(...acts.offer(a, mine(), 1, { seat }))).toBe(1);
    });

    it('by a clerk of the district only', async () => {
      const { seats, children } = await queue(1, 1);
      const [a] = children as [MadeApplication];
      const wish = { seat: seats[0] ?? '' };
      expect(await world.as(world.mini.supervisor, ...acts.offer(a, world.mini.supervisor, 1, wish))).toBe(
        DENIED,
      );
      expect(await world.as(world.mini.head, ...acts.offer(a, world.mini.head, 1, wish))).toBe(DENIED);
      expect(await world.as(world.mini.neighbour, ...acts.offer(a, world.mini.neighbour, 1, wish))).not.toBe(
        1,
      );
    });

    it('several in one call: each behind the turns of those before it, each judged as if it came alone', async () => {
      const { seats, children } = await queue(2, 2);
      const [seat = '', other = ''] = seats;
      const [a, b] = children as [MadeApplication, MadeApplication];
      const both = beginAllSql([a, { seat }], [b, { seat: other }]);
      expect(await world.as(world.mini.supervisor, both)).toBe(DENIED);
      expect(await world.as(world.mini.head, both)).toBe(DENIED);
      expect(await world.as(world.mini.neighbour, both)).toBe(DENIED);
      expect(await world.clerk(beginAllSql([a, { seat }], [b, { seat }]))).toBe('seat_free');
      // The second is before the first: it is passed over, as it would be alone.
      expect(await world.clerk(beginAllSql([b, { seat }], [a, { seat: other }]))).toBe('referral_in_order');
      expect(await world.clerk(both)).toBe('referral_recorded');
      const seal = (one: MadeApplication) => sealSql(one, mine(), 1, 'offer', 'offered');
      expect(await world.clerk(both, ...seal(a), ...seal(b))).toBe(1);
      expect(
        await world.rows(
          `select application_id, turn, seat_id from referral where application_id in (${a.id}, ${b.id}) order by turn`,
        ),
      ).toEqual([
        { application_id: a.id, turn: 1, seat_id: seat },
        { application_id: b.id, turn: 2, seat_id: other },
      ]);
    });

    it('only for a child that waits, wants the kindergarten, and fits the group', async () => {
      const { seats, children, cohort: own } = await queue(2, 1);
      const [seat = '', other = ''] = seats;
      const [a] = children as [MadeApplication];
      const paused = await world.family({ status: 'suspended', row: { cohort_year: own } });
      expect(await world.clerk(beginSql(paused, { seat }))).toBe('referral_waiting');
      const elsewhere = await world.family({
        wants: [await world.addKindergarten()],
        row: { cohort_year: own },
      });
      expect(await world.clerk(beginSql(elsewhere, { seat }))).toBe('referral_wanted');
      const russian = await world.family({ row: { cohort_year: own, language: 'ru' } });
      expect(await world.clerk(beginSql(russian, { seat }))).toBe('seat_fits');
      const older = await world.family({ row: { cohort_year: own - 40 } });
      expect(await world.clerk(beginSql(older, { seat }))).toBe('seat_fits');
      const special = await world.family({ row: { cohort_year: own, queue_kind: 'special' } });
      expect(await world.clerk(beginSql(special, { seat }))).toBe('seat_fits');
      const beyond = await world.family({ district: world.mini.districts[1], row: { cohort_year: own } });
      expect(await world.as(world.mini.neighbour, beginSql(beyond, { seat }))).toBe('seat_fits');
      expect(await world.clerk(...acts.offer(a, mine(), 1, { seat }))).toBe(1);
      expect(await world.clerk(beginSql(a, { seat: other }))).toBe('referral_waiting');
    });

    it('on a free seat: not a held, a closed, a reported or a removed one', async () => {
      const { group, seats, children } = await queue(4, 2);
      const [held = '', closed = '', reported = ''] = seats;
      const [a, b] = children as [MadeApplication, MadeApplication];
      await world.clerk(...acts.offer(a, mine(), 1, { seat: held }));
      expect(await world.clerk(beginSql(b, { seat: held }))).toBe('seat_free');
      await world.owner((tx) =>
        sql`update seat set state = 'closed', open_since = null where id = ${closed}`.execute(tx),
      );
      expect(await world.clerk(beginSql(b, { seat: closed }))).toBe('seat_free');
      await world.owner((tx) =>
        sql`update seat set state = 'reported', open_since = null where id = ${reported}`.execute(tx),
      );
      expect(await world.clerk(beginSql(b, { seat: reported }))).toBe('seat_free');
      await world.owner((tx) =>
        sql`update kindergarten_group set capacity = 3 where id = ${group.id}`.execute(tx),
      );
      const [gone] = await world.rows<{ id: string }>(
        `select id from seat where group_id = ${group.id} and state = 'removed'`,
      );
      expect(await world.clerk(beginSql(b, { seat: gone?.id ?? '' }))).toBe('seat_free');
    });

    it('with the terms, the profile and a number of the office', async () => {
      const { seats, children } = await queue(1, 1);
      const [seat = ''] = seats;
      const [a] = children as [MadeApplication];
      for (const until of ["now() + interval '30 days'", 'null', `${OFFER_UNTIL} + interval '1 day'`]) {
        expect(await world.clerk(beginSql(a, { seat, until })), until).toBe('referral_terms');
      }
      expect(
        await world.clerk(
          beginSql(a, { seat, state: 'issued', until: `${VALID_UNTIL} + interval '7 days'` }),
        ),
      ).toBe('referral_terms');
      expect(await world.clerk(beginSql(a, { seat, state: 'issued', number: `${YEAR - 1}-Ж-000001` }))).toBe(
        'referral_number',
      );
      expect(
        await world.clerk(
          beginSql(a, {
            seat,
            profile: `(select id from rule_profile where code <> 'national-2025' limit 1)`,
          }),
        ),
      ).toBe('referral_profile');
    });
  });

  describe('the order', () => {
    it('nobody ahead in the stream is passed over without a reason; with one the database writes who', async () => {
      const { seats, children } = await queue(2, 3);
      const [first, second, third] = children as [MadeApplication, MadeApplication, MadeApplication];
      const [seat = ''] = seats;
      expect(await world.clerk(...acts.offer(third, mine(), 1, { seat }))).toBe('referral_in_order');
      const outOfOrder = `(select code from reason where used_for = 'out_of_order' order by code limit 1)`;
      expect(await world.clerk(...acts.offer(third, mine(), 1, { seat, outOfOrder }))).toBe(1);
      expect((await world.referralOf(third)).passed).toBe(2);
      expect(
        await world.rows(
          `select application_id, place, why from referral_passed where referral_id = ${referralIdOf(third)} order by place`,
        ),
      ).toEqual([
        { application_id: first.id, place: 1, why: 'ahead' },
        { application_id: second.id, place: 2, why: 'ahead' },
      ]);
      for (const statement of [
        'delete from referral_passed',
        'update referral_passed set place = 9',
        `insert into referral_passed values (1, 1, 1, 'ahead')`,
      ]) {
        expect(await world.clerk(statement)).toBe(DENIED);
      }
      await expect(world.owner((tx) => sql`delete from referral_passed`.execute(tx))).rejects.toMatchObject({
        code: 'KZ001',
      });
    });

    it('who is ahead and does not want the kindergarten, or holds a seat, is not passed over', async () => {
      const { seats, cohort: own } = await queue(1, 0);
      const [seat = ''] = seats;
      const row = { cohort_year: own };
      await world.family({ wants: [await world.addKindergarten()], row });
      const placed = await world.family({ row });
      const placedElsewhere = await world.addGroup({
        capacity: 1,
        cohort: own,
        kindergarten: await world.addKindergarten(),
      });
      await world.owner((tx) =>
        sql`insert into seat_hold (seat_id, child_id, application_id, kind, since, enrolled_on)
          values (${placedElsewhere.seats[0] ?? null}, ${placed.childId}, ${placed.id}, 'enrolment', now(), kezek.today())`.execute(
          tx,
        ),
      );
      const a = await world.family({ row });
      expect(await world.clerk(...acts.offer(a, mine(), 1, { seat }))).toBe(1);
      expect((await world.referralOf(a)).passed).toBe(0);
    });

    it("the benefit stream's turn is its own while anybody of it wants the last seat", async () => {
      const { seats, children, cohort: own } = await queue(1, 1);
      const [seat = ''] = seats;
      const [ordinary] = children as [MadeApplication];
      const priority = await world.family({ priorityClass: 'priority', row: { cohort_year: own } });
      const outOfTurn = await world.family({ priorityClass: 'out_of_turn', row: { cohort_year: own } });
      // Turn 1 is a benefit holder's; passing it by for turn 2 would leave that one no seat.
      expect(await world.clerk(...acts.offer(ordinary, mine(), 1, { seat }))).toBe('referral_in_order');
      expect(await world.clerk(...acts.offer(ordinary, mine(), 1, { seat, turn: 1 }))).toBe(
        'referral_in_order',
      );
      // Within the stream the higher class goes first, though it applied later.
      expect(await world.clerk(...acts.offer(priority, mine(), 1, { seat }))).toBe('referral_in_order');
      expect(await world.clerk(...acts.offer(outOfTurn, mine(), 1, { seat, turn: 1 }))).toBe(1);
      expect(await world.referralOf(outOfTurn)).toMatchObject({ turn: 1, stream: 'benefit', cause: 'ratio' });
    });

    it('a turn passed by while seats are left comes next, and a taken one is taken', async () => {
      const { seats, children, cohort: own } = await queue(3, 2);
      const [s1 = '', s2 = '', s3 = ''] = seats;
      const [o1, o2] = children as [MadeApplication, MadeApplication];
      const benefit = await world.family({ priorityClass: 'priority', row: { cohort_year: own } });
      expect(await world.clerk(...acts.offer(o1, mine(), 1, { seat: s1, turn: 2 }))).toBe(1);
      const { queue_id: queueId } = await world.referralOf(o1);
      expect(
        await world.rows(
          `select turn, stream, referral_id is null as open from queue_turn where queue_id = ${queueId} order by turn`,
        ),
      ).toEqual([
        { turn: 1, stream: 'benefit', open: true },
        { turn: 2, stream: 'ordinary', open: false },
      ]);
      expect(await world.clerk(...acts.offer(o2, mine(), 1, { seat: s2, turn: 2 }))).toBe('referral_turn');
      expect(await world.clerk(...acts.offer(o2, mine(), 1, { seat: s2, turn: 5000 }))).toBe('referral_turn');
      expect(await world.clerk(...acts.offer(o2, mine(), 1, { seat: s2, turn: 3 }))).toBe(1);
      // The last seat is the benefit holder's: its turn was passed by.
      const late = await world.family({ row: { cohort_year: own } });
      expect(await world.clerk(...acts.offer(late, mine(), 1, { seat: s3 }))).toBe('referral_in_order');
      expect(await world.clerk(...acts.offer(benefit, mine(), 1, { seat: s3 }))).toBe(1);
      expect(await world.referralOf(benefit)).toMatchObject({ turn: 1 });
      expect(
        await world.number(
          `select count(*) from queue_turn where queue_id = ${queueId} and voided_at is not null and refilled_at is null`,
        ),
      ).toBe(0);
    });

    it('twins who wait for two seats are told, and need no reason', async () => {
      const { seats, cohort: own } = await queue(1, 0);
      const [seat = ''] = seats;
      const row = { cohort_year: own };
      const twins = { ...row, twin_group: crypto.randomUUID() };
      const one = await world.family({ row: twins });
      const two = await world.family({ row: twins, applicantId: one.applicantId });
      const a = await world.family({ row });
      expect(await world.clerk(...acts.offer(a, mine(), 1, { seat }))).toBe(1);
      expect((await world.referralOf(a)).passed).toBe(0);
      expect(
        await world.rows(
          `select application_id, why from referral_passed where referral_id = ${referralIdOf(a)} order by place`,
        ),
      ).toEqual([
        { application_id: one.id, why: 'together' },
        { application_id: two.id, why: 'together' },
      ]);
    });

    it('turns and order are nobody’s to write', async () => {
      for (const statement of [
        'update queue_stay set order_at = now()',
        `update queue_stay set left_at = now(), left_by = 1, left_version = 1`,
        'delete from queue_stay',
        'update queue_turn set voided_at = now()',
        `insert into queue_turn (queue_id, rule_profile_id, turn, stream, taken_at, voided_at) values (1, 1, 9, 'benefit', now(), now())`,
        'delete from queue',
      ]) {
        expect(await world.clerk(statement), statement).toBe(DENIED);
      }
    });
  });
});
