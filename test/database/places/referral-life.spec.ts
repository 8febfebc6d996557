/** A referral's life under the guards: every right act passes, with what the database writes beside it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { acts, PlaceWorld } from './place-world.ts';

describe.each(ENGINES)('life of referrals on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
  });
  afterAll(() => test.close());

  it('offered, accepted, issued, extended, documents, admitted, withdrawn: seat, turn and queue follow', async () => {
    const group = await world.addGroup({ capacity: 2 });
    const [seat = ''] = group.seats;
    const a = await world.family({});
    const { mine, head } = world.mini;
    expect(await world.clerk(...acts.offer(a, mine, 1, { seat }))).toBe(1);
    expect(await world.referralOf(a)).toMatchObject({
      state: 'offered',
      seat_id: seat,
      group_id: group.id,
      // The first turn is a benefit holder's, of whom none waits.
      turn: 1,
      stream: 'ordinary',
      cause: 'other_stream_empty',
      passed: 0,
      benefit_state: 'not_needed',
      acting: 'clerk',
    });
    expect(await world.holdOf(a)).toMatchObject({ seat_id: seat, kind: 'offer' });
    expect(
      await world.number(
        `select count(*) from queue_stay where application_id = ${a.id} and left_at is null`,
      ),
    ).toBe(0);
    expect(await world.clerk(...acts.accept(a, mine, 2))).toBe(1);
    expect(await world.clerk(...acts.issue(a, mine, 3))).toBe(1);
    expect(await world.holdOf(a)).toMatchObject({ kind: 'referral' });
    expect(await world.clerk(...acts.extend(a, mine, 4))).toBe(1);
    const extended = await world.referralOf(a);
    expect(extended.extensions).toBe(1);
    expect((await world.holdOf(a))?.until).toEqual(extended.valid_until);
    expect(await world.as(head, ...acts.documents(a, head, 5))).toBe(1);
    expect(await world.as(head, ...acts.admit(a, head, 6))).toBe(1);
    expect(await world.applicationOf(a)).toMatchObject({ status: 'enrolled', version: 7 });
    expect(await world.holdOf(a)).toMatchObject({ kind: 'enrolment', seat_id: seat });
    expect(
      await world.number(
        `select count(*) from queue_turn where referral_id = ${extended.id} and voided_at is null`,
      ),
    ).toBe(1);
    expect(await world.as(head, ...acts.withdraw(a, head, 7))).toBe(1);
    expect(await world.holdOf(a)).toBeUndefined();
    const [left] = await world.rows<{
      state: string;
      kind: string;
      requested_by: string;
      verdict: string | null;
    }>(
      `select s.state, r.kind, r.requested_by, r.verdict from seat s join seat_request r on r.seat_id = s.id where s.id = ${seat}`,
    );
    expect(left).toEqual({ state: 'reported', kind: 'report', requested_by: head.iin, verdict: null });
    // A clerk opens it again.
    expect(await world.clerk(`update seat_request set verdict = 'accepted' where seat_id = ${seat}`)).toBe(1);
    expect(
      await world.number(
        `select count(*) from seat where id = ${seat} and state = 'open' and open_since is not null`,
      ),
    ).toBe(1);
    expect(
      await world.rows(
        `select event, actor = '${mine.iin}' as clerk from history where application_id = ${a.id} order by seq`,
      ),
    ).toEqual([
      ...['offer', 'accept', 'issue_referral', 'extend'].map((event) => ({ event, clerk: true })),
      ...['submit_documents', 'admit', 'withdraw_child'].map((event) => ({ event, clerk: false })),
    ]);
  });

  it('declined: the seat is free, the turn is void and given next, the child waits at its old place', async () => {
    const kindergarten = await world.addKindergarten();
    const { seats } = await world.addGroup({ capacity: 1, kindergarten, language: 'ru' });
    const wish = { wants: [kindergarten], row: { language: 'ru' } } as const;
    const first = await world.family({ ...wish, minute: 10 });
    const second = await world.family({ ...wish, minute: 11 });
    const seat = seats[0] ?? '';
    expect(await world.clerk(...acts.offer(first, world.mini.mine, 1, { seat }))).toBe(1);
    const before = await world.referralOf(first);
    expect(await world.clerk(...acts.decline(first, world.mini.mine, 2))).toBe(1);
    expect(await world.applicationOf(first)).toMatchObject({ status: 'queued', version: 4 });
    expect(await world.holdOf(first)).toBeUndefined();
    // First again: the profile leads back to the queue at the original date, so the second still waits behind.
    expect(await world.clerk(...acts.offer(second, world.mini.mine, 1, { seat }))).toBe('referral_in_order');
    expect(await world.clerk(...acts.offer(first, world.mini.mine, 4, { seat }))).toBe(1);
    expect(await world.referralOf(first)).toMatchObject({ turn: before.turn, state: 'offered' });
    expect(
      await world.number(
        `select count(*) from queue_turn where queue_id = ${before.queue_id} and turn = ${before.turn}`,
      ),
    ).toBe(2);
  });

  it('under a benefit: issued for review, confirmed or found false', async () => {
    const kindergarten = await world.addKindergarten();
    const { seats } = await world.addGroup({ capacity: 2, kindergarten, cohort: 2021 });
    const wish = { wants: [kindergarten], priorityClass: 'priority', row: { cohort_year: 2021 } } as const;
    const honest = await world.family(wish);
    const liar = await world.family(wish);
    const { mine } = world.mini;
    expect(
      await world.clerk(...acts.issueAtOnce(honest, mine, 1, { seat: seats[0] ?? '', pending: true })),
    ).toBe(1);
    expect(await world.applicationOf(honest)).toMatchObject({ status: 'benefit_review' });
    expect(await world.clerk(...acts.confirmBenefit(honest, mine, 2))).toBe(1);
    expect(await world.referralOf(honest)).toMatchObject({ benefit_state: 'confirmed', state: 'issued' });
    expect(await world.clerk(...acts.offer(liar, mine, 1, { seat: seats[1] ?? '' }))).toBe(1);
    expect(await world.clerk(...acts.accept(liar, mine, 2))).toBe(1);
    expect(await world.clerk(...acts.issue(liar, mine, 3, true))).toBe(1);
    const submitted = (await world.applicationOf(liar)).submitted_at;
    expect(await world.clerk(...acts.rejectBenefit(liar, mine, 4))).toBe(1);
    expect(await world.applicationOf(liar)).toMatchObject({ status: 'queued', priority_class: 'ordinary' });
    const [stay] = await world.rows<{ stream: string; order_at: Date }>(
      `select stream, order_at from queue_stay where application_id = ${liar.id} and left_at is null`,
    );
    expect(stay).toEqual({ stream: 'ordinary', order_at: submitted });
  });

  it('refused by the head: waits again at the original date', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2020 });
    const a = await world.family({ row: { cohort_year: 2020 } });
    const { mine, head } = world.mini;
    await world.clerk(...acts.issueAtOnce(a, mine, 1, { seat: group.seats[0] ?? '' }));
    expect(await world.as(head, ...acts.refuseAdmission(a, head, 2))).toBe(1);
    expect(await world.applicationOf(a)).toMatchObject({ status: 'queued' });
    expect(await world.holdOf(a)).toBeUndefined();
  });

  it('admitted: every other list, in every district, by the machine in the same transaction', async () => {
    const group = await world.addGroup({ capacity: 1, cohort: 2019 });
    const a = await world.family({ row: { cohort_year: 2019 } });
    const elsewhere = await world.family({
      childId: a.childId,
      district: world.mini.districts[2],
      row: { cohort_year: 2019 },
    });
    const held = await world.family({
      childId: a.childId,
      district: world.mini.districts[1],
      status: 'in_review',
      holder: world.mini.neighbour.iin,
      row: { cohort_year: 2019 },
    });
    const { mine, head } = world.mini;
    await world.clerk(...acts.issueAtOnce(a, mine, 1, { seat: group.seats[0] ?? '' }));
    await world.as(head, ...acts.documents(a, head, 2));
    expect(await world.as(head, ...acts.admit(a, head, 3))).toBe(1);
    for (const other of [elsewhere, held]) {
      expect(await world.applicationOf(other)).toMatchObject({
        status: 'cancelled',
        version: 2,
        claimed_by: null,
      });
      expect(
        await world.rows(
          `select actor, event, to_status, version, detail, chain from history where application_id = ${other.id}`,
        ),
      ).toEqual([
        {
          actor: 'job:self_cleaning',
          event: 'placed_elsewhere',
          to_status: 'cancelled',
          version: 2,
          detail: { admitted: a.number },
          chain: (await world.applicationOf(other)).district_id,
        },
      ]);
    }
    expect(await world.number('select count(*) from machine_act')).toBe(0);
    expect(
      await world.number(
        `select count(*) from queue_stay where application_id = ${elsewhere.id} and left_at is null`,
      ),
    ).toBe(0);
  });
});
