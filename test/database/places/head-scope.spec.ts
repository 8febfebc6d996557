/** What the head of a kindergarten sees and may do: its own, what came to it, and nothing under an unconfirmed benefit. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerScope } from '../../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { decisionSql, historySql } from '../raw-acts.ts';
import {
  acts,
  enrolSql,
  type FamilyWish,
  PlaceWorld,
  referralIdOf,
  sealSql,
  stepSql,
} from './place-world.ts';

describe.each(ENGINES)("a head's desk on %s", (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let head: OfficerScope;
  let otherHead: OfficerScope;
  let cohort = 2011;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    head = world.mini.head;
    otherHead = await world.addHead(await world.addKindergarten());
  });
  afterAll(() => test.close());

  /** How many rows about a family each of the head's tables shows. */
  async function seen(by: OfficerScope, a: MadeApplication) {
    return await test.desk.write(by, async (tx) => {
      const count = async (query: string) =>
        Number((await sql.raw<{ n: string }>(`select count(*) as n from ${query}`).execute(tx)).rows[0]?.n);
      return {
        referral: await count(`referral where application_id = ${a.id}`),
        application: await count(`application where id = ${a.id}`),
        people: await count(`person where id in (${a.childId}, ${a.applicantId})`),
        decisions: await count(`decision where application_id = ${a.id}`),
        notices: await count(`notice where application_id = ${a.id}`),
        history: await count(`history where application_id = ${a.id}`),
        hold: await count(`seat_hold where application_id = ${a.id}`),
        enrolment: await count(`enrolment where application_id = ${a.id}`),
      };
    });
  }
  const NOTHING = {
    referral: 0,
    application: 0,
    people: 0,
    decisions: 0,
    notices: 0,
    history: 0,
    hold: 0,
    enrolment: 0,
  };
  const clerk = (...statements: readonly string[]) => world.clerk(...statements);
  const mine = () => world.mini.mine;

  /** A family alone in its queue, and the one seat it can get. */
  async function alone(wish: FamilyWish = {}): Promise<{ a: MadeApplication; seat: string }> {
    cohort += 1;
    const { seats } = await world.addGroup({ capacity: 1, cohort });
    return { a: await world.family({ ...wish, row: { cohort_year: cohort } }), seat: seats[0] ?? '' };
  }

  it('an offer is between the family and the department', async () => {
    const { a, seat } = await alone();
    expect(await clerk(...acts.offer(a, mine(), 1, { seat }))).toBe(1);
    expect(await seen(head, a)).toEqual(NOTHING);
    expect(await clerk(...acts.accept(a, mine(), 2))).toBe(1);
    expect(await seen(head, a)).toEqual(NOTHING);
    expect(await clerk(...acts.issue(a, mine(), 3))).toBe(1);
    // From the issuing on: the referral, its decision, and of the history what happened since.
    expect(await seen(head, a)).toMatchObject({
      referral: 1,
      application: 1,
      people: 2,
      decisions: 3,
      history: 1,
      hold: 1,
    });
    expect(await seen(otherHead, a)).toEqual(NOTHING);
  });

  it('nothing is seen or done under a benefit that is not confirmed, nor after it was found false', async () => {
    const { a, seat } = await alone({ priorityClass: 'priority' });
    expect(await clerk(...acts.issueAtOnce(a, mine(), 1, { seat, pending: true }))).toBe(1);
    expect(await seen(head, a)).toEqual(NOTHING);
    expect(await world.as(head, ...acts.documents(a, head, 2))).toMatch(/42501|application_status_step/);
    expect(
      await world.as(head, `update referral set state = 'documents' where application_id = ${a.id}`),
    ).toBe(0);
    expect(await world.as(head, stepSql(a, 2, 'docs_submitted'))).toBe(0);
    expect(await clerk(...acts.confirmBenefit(a, mine(), 2))).toBe(1);
    expect(await seen(head, a)).toMatchObject({ referral: 1, application: 1, people: 2 });

    const { a: liar, seat: liarSeat } = await alone({ priorityClass: 'priority' });
    await clerk(...acts.issueAtOnce(liar, mine(), 1, { seat: liarSeat, pending: true }));
    await clerk(...acts.rejectBenefit(liar, mine(), 2));
    expect(await seen(head, liar)).toEqual(NOTHING);
  });

  it('what ended elsewhere is gone; what the kindergarten ended it sees to the end of the day', async () => {
    const { a: cancelled, seat: cancelledSeat } = await alone();
    await clerk(...acts.issueAtOnce(cancelled, mine(), 1, { seat: cancelledSeat }));
    await clerk(...acts.cancel(cancelled, mine(), 2));
    expect(await seen(head, cancelled)).toMatchObject({
      referral: 1,
      application: 0,
      people: 0,
      decisions: 0,
      notices: 0,
    });
    const { a: refused, seat: refusedSeat } = await alone();
    await clerk(...acts.issueAtOnce(refused, mine(), 1, { seat: refusedSeat }));
    expect(await world.as(head, ...acts.refuseAdmission(refused, head, 2))).toBe(1);
    expect(await seen(head, refused)).toMatchObject({ referral: 1, application: 1, people: 2 });
    await test.tamper(
      `update referral set ended_at = now() - interval '2 days' where application_id = ${refused.id}`,
    );
    expect(await seen(head, refused)).toMatchObject({ referral: 1, application: 0, people: 0 });
  });

  it('children stay in sight while they are in the kindergarten, and not after', async () => {
    const { a, seat } = await alone();
    await clerk(...acts.issueAtOnce(a, mine(), 1, { seat }));
    await world.as(head, ...acts.documents(a, head, 2));
    await world.as(head, ...acts.admit(a, head, 3));
    await test.tamper(
      `update referral set ended_at = now() - interval '90 days' where application_id = ${a.id}`,
    );
    expect(await seen(head, a)).toMatchObject({ application: 1, people: 2, enrolment: 1, hold: 1 });
    expect(await seen(otherHead, a)).toEqual(NOTHING);
    await world.as(head, ...acts.withdraw(a, head, 4));
    expect(await seen(head, a)).toMatchObject({ application: 1 });
    await test.tamper(`update enrolment set ended_on = ended_on - 1 where application_id = ${a.id}`);
    expect(await seen(head, a)).toMatchObject({ application: 0, people: 0 });
  });

  it('a head reads no scans, wishes, benefits, turns or other queues, and sees seats without names', async () => {
    for (const table of [
      'scan',
      'scan_chunk',
      'scan_verdict',
      'benefit_claim',
      'desired_kindergarten',
      'queue',
      'queue_stay',
      'queue_turn',
      'referral_passed',
      'exchange',
      'duplicate_finding',
      'duplicate_pair',
      'child_key',
    ]) {
      expect(await world.as(head, `select 1 from ${table}`), table).toBe(DENIED);
    }
    const { a: offered, seat: offeredSeat } = await alone();
    await clerk(...acts.offer(offered, mine(), 1, { seat: offeredSeat }));
    const looks = await test.desk.write(head, async (tx) =>
      (
        await sql<{ kind: string }>`select kind from kezek.seat_looks(${world.kindergarten})`.execute(tx)
      ).rows.map((row) => row.kind),
    );
    expect(looks).toContain('offer');
    const others = await test.desk.write(
      otherHead,
      async (tx) => (await sql`select kind from kezek.seat_looks(${world.kindergarten})`.execute(tx)).rows,
    );
    expect(others).toEqual([]);
  });

  it('a head does what heads do, on its own referrals, in its own district’s history', async () => {
    const { a, seat } = await alone();
    await clerk(...acts.issueAtOnce(a, mine(), 1, { seat }));
    expect(await world.as(head, ...acts.cancel(a, head, 2))).toMatch(/42501|referral_state_step/);
    expect(await world.as(head, ...acts.extend(a, head, 2))).toMatch(/42501|referral_state_step/);
    expect(
      await world.as(head, decisionSql(a, head, 2, 'cancel_referral', { referral: referralIdOf(a) })),
    ).toMatch(/42501|application_status_step/);
    expect(
      await world.as(head, `update application set priority_class = 'ordinary' where id = ${a.id}`),
    ).toBe(DENIED);
    expect(await world.as(head, historySql({ ...a, chain: world.mini.districts[2] }, null, 'note'))).toBe(
      DENIED,
    );
    const { a: waiting, seat: waitingSeat } = await alone();
    expect(await world.as(head, decisionSql(waiting, head, 1, 'withdraw_child'))).toMatch(
      /42501|application_status_step/,
    );
    expect(await world.as(head, enrolSql(waiting, waitingSeat))).not.toBe(1);
    expect(
      await world.as(
        otherHead,
        `update referral set state = 'refused', ended_at = now() where id = ${referralIdOf(a)}`,
      ),
    ).not.toBe(1);
    expect(await world.as(head, ...sealSql(a, head, 2, 'submit_documents', 'docs_submitted'))).toMatch(
      /decision_applied|application_agrees/,
    );
  });
});
