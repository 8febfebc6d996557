/** The guards of a referral under way, of admission, and of what nobody may do, attacked with raw SQL by officers who hold a post. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { decisionSql, historySql } from '../raw-acts.ts';
import { acts, PlaceWorld, referralIdOf, sealSql, stepSql, YEAR } from './place-world.ts';

describe.each(ENGINES)('guards of referrals under way on %s', (engine) => {
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

  describe('its life', () => {
    async function offered() {
      const { seats, children } = await queue(1, 1);
      const [a] = children as [MadeApplication];
      expect(await world.clerk(...acts.offer(a, mine(), 1, { seat: seats[0] ?? '' }))).toBe(1);
      return a;
    }

    async function issued() {
      const { seats, children } = await queue(1, 1);
      const [a] = children as [MadeApplication];
      expect(await world.clerk(...acts.issueAtOnce(a, mine(), 1, { seat: seats[0] ?? '' }))).toBe(1);
      return a;
    }

    it('step by step: not issued before it was accepted, not admitted before the documents are in', async () => {
      const a = await offered();
      expect(await world.clerk(...acts.issue(a, mine(), 2))).toBe('referral_state_step');
      const b = await issued();
      const { head } = world.mini;
      expect(await world.as(head, ...acts.admit(b, head, 2))).toBe('referral_state_step');
      expect(await world.clerk(...acts.confirmBenefit(b, mine(), 2))).toBe('referral_state_step');
    });

    it('each step by its own act: a decline is no cancellation, an extension no acceptance', async () => {
      const a = await offered();
      const set = (state: string) => `update referral set ${state} where id = ${referralIdOf(a)}`;
      expect(
        await world.clerk(
          set(`state = 'declined', ended_at = now()`),
          ...sealSql(a, mine(), 2, 'cancel_referral', 'queued'),
        ),
      ).toBe('referral_signed');
      expect(
        await world.clerk(
          set(`state = 'accepted', accepted_at = now(), accepted_how = 'phone'`),
          ...sealSql(a, mine(), 2, 'decline', 'declined'),
        ),
      ).toMatch(/referral_signed|application_agrees/);
      // A cancellation whose application stays offered.
      expect(
        await world.clerk(
          set(`state = 'cancelled', ended_at = now()`),
          decisionSql(a, mine(), 2, 'cancel_referral', { referral: referralIdOf(a) }),
          stepSql(a, 2),
          historySql(a, 3, 'cancel_referral'),
        ),
      ).toBe('application_agrees');
      // And an application that leaves without its referral.
      expect(await world.clerk(...sealSql(a, mine(), 2, 'cancel_referral', 'queued'))).toMatch(
        /application_agrees|decision_applied/,
      );
    });

    it('what it is of never changes, and what is over is over', async () => {
      const a = await issued();
      for (const change of [
        'seat_id = seat_id + 1',
        'turn = 7',
        `number = '${YEAR}-Ж-000009'`,
        'rule_profile_id = 1',
        'application_id = 1',
      ]) {
        expect(
          await world.clerk(`update referral set ${change} where id = ${referralIdOf(a)}`),
          change,
        ).toMatch(/referral_fixed|42501|referral_state_step/);
      }
      expect(await world.clerk(...acts.cancel(a, mine(), 2))).toBe(1);
      expect(
        await world.clerk(
          `update referral set state = 'issued', ended_at = null where id = ${referralIdOf(a)}`,
          ...sealSql(a, mine(), 3, 'issue_referral', 'referral_issued'),
        ),
      ).toBe('referral_fixed');
      expect(await world.clerk('delete from referral')).toBe(DENIED);
      await expect(world.owner((tx) => sql`delete from referral`.execute(tx))).rejects.toMatchObject({
        code: 'KZ001',
      });
    });

    it('extended once and no farther than the profile says', async () => {
      const a = await issued();
      expect(await world.clerk(...acts.extend(a, mine(), 2, 31))).toBe('referral_terms');
      expect(await world.clerk(...acts.extend(a, mine(), 2, 10))).toBe(1);
      expect(await world.clerk(...acts.extend(a, mine(), 3, 30))).toBe('referral_terms');
    });

    it('a decline leads where the profile says, with its days', async () => {
      const a = await offered();
      const [decline = '', decided = '', step = '', told = ''] = acts.decline(a, mine(), 2);
      const then = (status: string, set?: string) =>
        world.clerk(decline, decided, step, told, stepSql(a, 3, status, set), historySql(a, 4, 'requeue'));
      expect(await then('stop_list', `stop_list_until = kezek.today() + 1`)).toBe('application_consequence');
      expect(await then('inactive')).toBe('application_consequence');
      expect(await then('queued', `priority_class = 'ordinary', restored = 1`)).toBe(
        'application_changed_by_decision',
      );
      // Nor may a clerk put anybody on the stop list without a decline.
      const b = (await queue(1, 1)).children[0] as MadeApplication;
      expect(await world.clerk(stepSql(b, 1, 'stop_list'), historySql(b, 2, 'put_on_stop_list'))).toMatch(
        /application_status_step|application_decision_signed/,
      );
      expect(await then('queued')).toBe(1);
    });

    it('a benefit found false costs the class, and the class is not lost otherwise', async () => {
      const { seats, cohort: own } = await queue(1, 0);
      const a = await world.family({ priorityClass: 'priority', row: { cohort_year: own } });
      await world.clerk(...acts.issueAtOnce(a, mine(), 1, { seat: seats[0] ?? '', pending: true }));
      const [reject = '', decided = ''] = acts.rejectBenefit(a, mine(), 2);
      expect(
        await world.clerk(reject, decided, stepSql(a, 2, 'queued'), historySql(a, 3, 'reject_benefit')),
      ).toBe('application_class_of_category');
      expect(
        await world.clerk(stepSql(a, 2, undefined, `priority_class = 'ordinary'`), historySql(a, 3, 'note')),
      ).toBe('application_changed_by_decision');
      expect(await world.clerk(...acts.rejectBenefit(a, mine(), 2))).toBe(1);
    });
  });

  describe('admission', () => {
    async function ready() {
      const made = await queue(2, 1);
      const [a] = made.children as [MadeApplication];
      const { head } = world.mini;
      await world.clerk(...acts.issueAtOnce(a, mine(), 1, { seat: made.seats[0] ?? '' }));
      expect(await world.as(head, ...acts.documents(a, head, 2))).toBe(1);
      return { ...made, a };
    }

    it('by the head of the kindergarten, beside the signed act, once', async () => {
      const { a } = await ready();
      const { head } = world.mini;
      expect(await world.clerk(...acts.admit(a, mine(), 3))).toMatch(
        /42501|referral_state_step|enrolment_by_whom/,
      );
      const stranger = await world.addHead(await world.addKindergarten());
      expect(await world.as(stranger, ...acts.admit(a, stranger, 3))).not.toBe(1);
      const [end = '', enrol = '', decided = '', step = '', told = ''] = acts.admit(a, head, 3);
      expect(await world.as(head, end, decided, step, told)).toMatch(/decision_applied|application_agrees/);
      expect(
        await world.as(head, enrol, step.replace(`, status = 'enrolled', status_since = now()`, ''), told),
      ).toMatch(/enrolment_signed|application_agrees/);
      expect(await world.as(head, end, enrol, step, told)).toBe('application_decision_signed');
      expect(await world.as(head, end, enrol, decided, step, told)).toBe(1);
      expect(await world.as(head, ...acts.admit(a, head, 4))).not.toBe(1);
    });

    it('to another free seat of the kindergarten that fits, and to no other', async () => {
      const { a, seats } = await ready();
      const { head } = world.mini;
      const wrong = await world.addGroup({ capacity: 1, cohort: 1990 + 60 });
      expect(await world.as(head, ...acts.admit(a, head, 3, wrong.seats[0]))).toBe('seat_fits');
      const away = await world.addGroup({ capacity: 1, cohort, kindergarten: await world.addKindergarten() });
      expect(await world.as(head, ...acts.admit(a, head, 3, away.seats[0]))).toMatch(
        /enrolment_by_whom|42501/,
      );
      expect(await world.as(head, ...acts.admit(a, head, 3, seats[1]))).toBe(1);
      expect(await world.holdOf(a)).toMatchObject({ seat_id: seats[1], kind: 'enrolment' });
      expect(await world.rows(`select release_reason from seat_hold where seat_id = ${seats[0]}`)).toEqual([
        { release_reason: 'other_seat' },
      ]);
    });

    it('an enrolment ends by its own act, and stays as it was', async () => {
      const { a } = await ready();
      const { head } = world.mini;
      await world.as(head, ...acts.admit(a, head, 3));
      const end = `update enrolment set ended_on = kezek.today(), end_kind = 'withdrawn', end_reason = (select code from reason where used_for = 'withdraw' limit 1) where application_id = ${a.id}`;
      expect(await world.as(head, end)).toBe('enrolment_signed');
      expect(await world.clerk(end)).toBe('enrolment_by_whom');
      expect(
        await world.as(head, `update enrolment set end_kind = null where application_id = ${a.id}`),
      ).toBe('enrolment_fixed');
      expect(await world.as(head, `update enrolment set seat_id = 1 where application_id = ${a.id}`)).toBe(
        DENIED,
      );
      expect(await world.as(head, stepSql(a, 4, 'archived'), historySql(a, 5, 'withdraw_child'))).toBe(
        'application_decision_signed',
      );
      expect(await world.as(head, 'delete from enrolment')).toBe(DENIED);
      expect(await world.as(head, ...acts.withdraw(a, head, 4))).toBe(1);
    });

    it('documents are marked by the head, in its own name, while the referral waits for them', async () => {
      const { a } = await ready();
      const { head } = world.mini;
      const mark = (by: string, day = 'kezek.today()') =>
        `insert into referral_document values (${referralIdOf(a)}, (select min(code) from document_kind), ${day}, '${by}')`;
      expect(await world.clerk(mark(mine().iin))).toBe(DENIED);
      expect(await world.as(head, mark(mine().iin))).toMatch(/42501|referral_document_open/);
      expect(await world.as(head, mark(head.iin, 'kezek.today() + 1'))).toBe('referral_document_open');
      expect(await world.as(head, mark(head.iin))).toBe(1);
      await world.as(head, ...acts.refuseAdmission(a, head, 3));
      expect(
        await world.as(head, `delete from referral_document where referral_id = ${referralIdOf(a)}`),
      ).not.toBe(1);
    });
  });

  describe('what nobody may, whatever runs', () => {
    it('holds are the database’s: no officer writes one, and the owner none that does not fit', async () => {
      for (const statement of [
        'delete from seat_hold',
        'update seat_hold set released_at = now()',
        `insert into seat_hold (seat_id, child_id, application_id, kind, since) values (1, 1, 1, 'offer', now())`,
        `update seat set state = 'open'`,
        'delete from seat',
        `insert into seat (group_id, kindergarten_id, ordinal, open_since) values (1, 1, 99, now())`,
      ]) {
        expect(await world.clerk(statement), statement).toBe(DENIED);
      }
      const { seats, children, group } = await queue(2, 2);
      const [a, b] = children as [MadeApplication, MadeApplication];
      await world.clerk(...acts.offer(a, mine(), 1, { seat: seats[0] ?? '' }));
      const hold = (of: MadeApplication, seat: string | undefined) =>
        world.owner((tx) =>
          sql
            .raw(
              `insert into seat_hold (seat_id, child_id, application_id, kind, since) values (${seat}, ${of.childId}, ${of.id}, 'offer', now())`,
            )
            .execute(tx),
        );
      await expect(hold(b, seats[0])).rejects.toMatchObject({
        code: '23505',
        constraint: 'seat_hold_seat_live',
      });
      await expect(hold(a, seats[1])).rejects.toMatchObject({
        code: '23505',
        constraint: 'seat_hold_child_live',
      });
      await world.owner((tx) =>
        sql`update seat set state = 'closed', open_since = null where id = ${seats[1] ?? null}`.execute(tx),
      );
      await expect(hold(b, seats[1])).rejects.toMatchObject({ code: 'KZ036' });
      await expect(
        world.owner((tx) =>
          sql`update seat set state = 'closed', open_since = null where id = ${seats[0] ?? null}`.execute(tx),
        ),
      ).rejects.toMatchObject({ code: 'KZ035' });
      await expect(
        world.owner((tx) =>
          sql`update seat set state = 'removed', open_since = null where id = ${seats[1] ?? null}`.execute(
            tx,
          ),
        ),
      ).rejects.toMatchObject({ code: 'KZ031' });
      await expect(
        world.owner((tx) =>
          sql`update kindergarten_group set cohort_year = 2050 where id = ${group.id}`.execute(tx),
        ),
      ).rejects.toMatchObject({ code: 'KZ032' });
    });

    it('nobody acts as the machine', async () => {
      const { children } = await queue(1, 1);
      const [a] = children as [MadeApplication];
      expect(await world.clerk(`select kezek.begin_machine('job:offers')`)).toBe(DENIED);
      expect(
        await world.clerk(
          `insert into machine_act values (pg_current_xact_id()::text::bigint, 'job:offers')`,
        ),
      ).toBe(DENIED);
      expect(
        await world.clerk(
          `set local kezek.machine = 'on'`,
          stepSql(a, 1, 'cancelled'),
          historySql(a, 2, 'placed_elsewhere'),
        ),
      ).toMatch(/application_status_step|application_decision_signed/);
      await world.clerk(
        `set local kezek.machine = 'on'`,
        historySql(a, null, 'note', { actor: 'job:self_cleaning' }),
      );
      expect(await world.rows(`select actor from history where application_id = ${a.id}`)).toEqual([
        { actor: mine().iin },
      ]);
      expect(await world.clerk(`select kezek.self_clean(a) from application a where a.id = ${a.id}`)).toBe(
        DENIED,
      );
      expect(await world.clerk(`select kezek.job_notice(${a.id}, 'age_out', 'x', 'x')`)).toBe(DENIED);
    });

    it('a used profile only ends', async () => {
      await queue(1, 1);
      const change = (set: string) =>
        world.as(world.mini.admin, `update rule_profile set ${set} where code = 'national-2025'`);
      expect(await change('offer_days = 9')).toBe('rule_profile_used');
      expect(await change(`code = 'other'`)).toBe('rule_profile_used');
      expect(await change(`valid_to = '2099-01-01'`)).toBe(1);
      expect(await world.clerk(`update rule_profile set offer_days = 9`)).toBe(DENIED);
      expect(await change('valid_to = null')).toBe(1);
    });
  });
});
