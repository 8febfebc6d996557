/** Children who move: transfers, exchanges of two consenting families, restored applications; and what stands against doing it otherwise. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { DENIED } from '../guard-attempt.ts';
import type { MadeApplication } from '../mini-world.ts';
import { historySql } from '../raw-acts.ts';
import { acts, endSql, enrolSql, PlaceWorld, sealSql, stepSql } from './place-world.ts';

describe.each(ENGINES)('moves on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let cohort = 2011;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    // Nobody was decided by it yet: the profile may still be written.
    await profile(
      `transfer_from = '01-01', transfer_to = '12-31', after_decline = 'inactive', restore_limit = 1, restore_days = 28`,
    );
  });
  afterAll(() => test.close());

  const profile = (set: string) =>
    world.owner((tx) =>
      sql
        .raw(`alter table rule_profile disable trigger rule_profile_guard;
      update rule_profile set ${set} where code = 'national-2025'; alter table rule_profile enable trigger rule_profile_guard`)
        .execute(tx),
    );
  const mine = () => world.mini.mine;
  const nextCohort = (): number => {
    cohort += 1;
    return cohort;
  };

  /** A child in a group of a kindergarten, by the whole way. */
  async function enrolled(kindergarten = world.kindergarten, own = nextCohort()) {
    const head = kindergarten === world.kindergarten ? world.mini.head : await world.addHead(kindergarten);
    const group = await world.addGroup({ capacity: 2, cohort: own, kindergarten });
    const a = await world.family({ wants: [kindergarten], row: { cohort_year: own } });
    expect(await world.clerk(...acts.issueAtOnce(a, mine(), 1, { seat: group.seats[0] ?? '' }))).toBe(1);
    expect(await world.as(head, ...acts.documents(a, head, 2))).toBe(1);
    expect(await world.as(head, ...acts.admit(a, head, 3))).toBe(1);
    return { a, head, group, cohort: own, seat: group.seats[0] ?? '' };
  }

  it('a head moves a child within its kindergarten; the seat it left is reported', async () => {
    const { a, head, group, seat } = await enrolled();
    expect(await world.as(head, ...acts.transfer(a, head, 4, group.seats[1] ?? ''))).toBe(1);
    expect(await world.applicationOf(a)).toMatchObject({ status: 'enrolled', version: 5 });
    expect(await world.holdOf(a)).toMatchObject({ seat_id: group.seats[1], kind: 'enrolment' });
    expect(await world.rows(`select state from seat where id = ${seat}`)).toEqual([{ state: 'reported' }]);
    expect(
      await world.number(
        `select count(*) from enrolment where application_id = ${a.id} and referral_id is not null`,
      ),
    ).toBe(2);
  });

  it('a clerk moves one between kindergartens; a head does not', async () => {
    const { a, head, cohort: own } = await enrolled();
    const away = await world.addGroup({
      capacity: 1,
      cohort: own,
      kindergarten: await world.addKindergarten(),
    });
    const [seat = ''] = away.seats;
    expect(await world.as(head, ...acts.transfer(a, head, 4, seat))).toMatch(/enrolment_by_whom|42501/);
    expect(await world.clerk(...acts.transfer(a, mine(), 4, seat))).toBe(1);
    expect(await world.holdOf(a)).toMatchObject({ seat_id: seat });
  });

  it('not without the signed act, to a group that does not fit, to a held seat, or outside the days of the profile', async () => {
    const { a, head, group, cohort: own } = await enrolled();
    const to = group.seats[1] ?? '';
    const [end = '', enrol = '', , step = '', told = ''] = acts.transfer(a, head, 4, to);
    expect(await world.as(head, end, enrol, step, told)).toBe('enrolment_signed');
    expect(
      await world.as(head, end, ...sealSql(a, head, 4, 'transfer', undefined, { referral: 'null' })),
    ).toMatch(/application_agrees|enrolment/);
    const wrong = await world.addGroup({ capacity: 1, cohort: own, language: 'ru' });
    expect(await world.as(head, ...acts.transfer(a, head, 4, wrong.seats[0] ?? ''))).toBe('seat_fits');
    const other = await world.family({ row: { cohort_year: own } });
    await world.clerk(...acts.offer(other, mine(), 1, { seat: to }));
    expect(await world.as(head, ...acts.transfer(a, head, 4, to))).toBe('seat_free');
    await profile(`transfer_from = '02-30', transfer_to = '02-30'`);
    expect(await world.as(head, ...acts.transfer(a, head, 4, to))).toBe('transfer_window');
    await profile(`transfer_from = '01-01', transfer_to = '12-31'`);
  });

  describe('an exchange', () => {
    async function pair() {
      const one = await enrolled();
      const two = await enrolled(await world.addKindergarten(), one.cohort);
      const [first, second] = [one, two].toSorted((x, y) => Number(x.a.id) - Number(y.a.id));
      if (first === undefined || second === undefined) throw new Error('pair');
      return { one: first, two: second };
    }
    const consents = (a: MadeApplication, b: MadeApplication, both = true) => [
      `insert into exchange (district_id, application_id, other_application_id, asked_at, asked_by, consent_at, consent_how ${both ? ', other_consent_at, other_consent_how' : ''})
        values ((select district_id from application where id = ${a.id}), ${a.id}, ${b.id}, now(), kezek.officer(), now(), 'counter' ${both ? `, now(), 'phone'` : ''})`,
    ];
    const done = `update exchange set done_at = now() where done_at is null and dropped_at is null`;
    const swap = (a: MadeApplication, aTo: string, b: MadeApplication, bTo: string) => [
      endSql(a, 'exchanged', 'null'),
      endSql(b, 'exchanged', 'null'),
      enrolSql(a, aTo),
      enrolSql(b, bTo),
      ...sealSql(a, mine(), 4, 'exchange', undefined, { referral: 'null' }),
      ...sealSql(b, mine(), 4, 'exchange', undefined, { referral: 'null' }),
    ];

    it('of two consenting families puts each child into the other’s seat', async () => {
      const { one, two } = await pair();
      expect(
        await world.clerk(...consents(one.a, two.a), ...swap(one.a, two.seat, two.a, one.seat), done),
      ).toBe(1);
      expect(await world.holdOf(one.a)).toMatchObject({ seat_id: two.seat });
      expect(await world.holdOf(two.a)).toMatchObject({ seat_id: one.seat });
      expect(
        await world.rows(`select distinct state from seat where id in (${one.seat}, ${two.seat})`),
      ).toEqual([{ state: 'open' }]);
    });

    it('not without both consents, not into a third seat, not of one alone', async () => {
      const { one, two } = await pair();
      const moved = swap(one.a, two.seat, two.a, one.seat);
      expect(await world.clerk(...moved)).toBe('exchange_alike');
      expect(await world.clerk(...consents(one.a, two.a, false), ...moved, done)).toBe(
        'exchange_done_agreed',
      );
      expect(
        await world.clerk(
          ...consents(one.a, two.a),
          ...swap(one.a, two.seat, two.a, two.group.seats[1] ?? ''),
          done,
        ),
      ).toMatch(/exchange_alike|seat_free/);
      expect(
        await world.clerk(
          ...consents(one.a, two.a),
          endSql(one.a, 'exchanged', 'null'),
          enrolSql(one.a, one.group.seats[1] ?? ''),
          ...sealSql(one.a, mine(), 4, 'exchange', undefined, { referral: 'null' }),
          done,
        ),
      ).toBe('exchange_alike');
      expect(await world.as(one.head, ...consents(one.a, two.a))).toBe(DENIED);
      const waiting = await world.family({ row: { cohort_year: one.cohort } });
      expect(await world.clerk(...consents(one.a, waiting))).toBe('exchange_alike');
    });
  });

  it('an inactive application is restored once, in its days, by the signed act', async () => {
    const own = nextCohort();
    const group = await world.addGroup({ capacity: 1, cohort: own });
    const a = await world.family({ row: { cohort_year: own } });
    const decline = async (version: number, until: string) => {
      expect(await world.clerk(...acts.offer(a, mine(), version, { seat: group.seats[0] ?? '' }))).toBe(1);
      const steps = acts.decline(a, mine(), version + 1).slice(0, 4);
      return await world.clerk(
        ...steps,
        stepSql(a, version + 2, 'inactive', `restore_until = ${until}`),
        historySql(a, version + 3, 'deactivate'),
      );
    };
    const restore = (version: number, set = 'restored = restored + 1, restore_until = null') =>
      world.clerk(...sealSql(a, mine(), version, 'restore', 'queued', { set, referral: 'null' }));
    expect(await decline(1, 'kezek.today() + 90')).toBe('application_consequence');
    expect(await world.clerk(...acts.cancel(a, mine(), 2))).toBe(1);
    expect(await decline(3, 'kezek.today() + 28')).toBe(1);
    const version = await world.version(a);
    expect(
      await world.clerk(
        stepSql(a, version, 'queued', 'restore_until = null'),
        historySql(a, version + 1, 'restore'),
      ),
    ).toBe('application_decision_signed');
    expect(await restore(version, 'restore_until = null')).toBe('application_restored_once');
    expect(await restore(version)).toBe(1);
    expect(await world.applicationOf(a)).toMatchObject({
      status: 'queued',
      restored: 1,
      restore_until: null,
    });
    // A second time there is no term, and so no way back.
    const again = await world.version(a);
    expect(await decline(again, 'kezek.today() + 28')).toBe('application_consequence');
    expect(await world.clerk(...acts.cancel(a, mine(), again + 1))).toBe(1);
    expect(await decline(again + 2, 'null')).toBe(1);
    expect(await restore(await world.version(a))).toBe('application_restored_once');
  });
});
