/** A row of a signed plan fails because another officer was there first: the rows behind it are signed, or told what to do. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, PlanRow, QueueKey, SignRowResult } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, addGroup, addKindergarten, doAct, prepareActs } from '../../fakes/places.ts';

const ROWS = 40;

describe('a plan whose first row was changed by another officer', () => {
  const clock = testClock();
  let office: Office;
  let owner: OpenDatabase;
  let desks: TestDesk[];
  let gulnar: Client;
  let erlan: Client;
  let near: number;
  let far: number;

  beforeAll(async () => {
    office = await serverOffice();
    owner = await office.owner();
    near = await addKindergarten(owner, 1, '990140008888');
    far = await addKindergarten(owner, 1, '990140009999');
    desks = [await startDesk({ ...office.start, clock }), await startDesk({ ...office.start, clock })];
    [gulnar, erlan] = desks.map((desk) => desk.port()) as [Client, Client];
    await signIn(gulnar, 'me', { role: 'clerk' });
    await signIn(erlan, 'tileubek');
  }, WORLD_MS);
  afterAll(async () => {
    for (const desk of desks ?? []) await desk.close();
    await owner?.close();
    await office?.close();
  });

  const keyOf = (cohortYear: number): QueueKey => ({
    districtId: 1,
    service: 'preschool_queue',
    queueKind: 'general',
    cohortYear,
    language: 'ru',
  });
  const planOf = async (cohort: number): Promise<readonly PlanRow[]> =>
    (await gulnar.referrals.plan({ key: keyOf(cohort), act: 'offer', limit: ROWS })).rows;
  const targetOf = ({ applicationId: id, expectedVersion, seatId, turn }: PlanRow) => ({
    id,
    expectedVersion,
    seatId,
    turn,
  });
  const prepare = async (rows: readonly PlanRow[]) =>
    (await prepareActs(gulnar, rows.map(targetOf), { act: 'offer' })).map((row) => {
      if (!('preparedId' in row) || row.obstacles.length > 0) throw new Error(JSON.stringify(row));
      return { preparedId: row.preparedId, idempotencyKey: randomUUID() };
    });
  /** Every row of the batch has its result, in its place. */
  const sign = async (prepared: Awaited<ReturnType<typeof prepare>>): Promise<readonly SignRowResult[]> => {
    const results: SignRowResult[] = [];
    for await (const event of await gulnar.decisions.sign({ prepared })) {
      if (event.type === 'result') results[event.index] = event.result;
    }
    expect(Object.keys(results)).toHaveLength(prepared.length);
    return results;
  };
  const codes = (results: readonly SignRowResult[]) =>
    results.map((one) => (one.ok ? 'OK' : one.error?.code));

  it('the child was offered another seat: its row tells who did it, all others are signed', async () => {
    await addGroup(owner, { kindergartenId: near, name: 'Сорок', seats: ROWS + 2, cohort: 2024 });
    await addChildren(owner, { wants: [near], children: 60, benefitEvery: 4, cohort: 2024, from: 710_000 });
    const rows = await planOf(2024);
    expect(rows).toHaveLength(ROWS);
    const [first] = rows;
    if (first === undefined) throw new Error('rows are needed');
    const prepared = await prepare(rows);
    const { rows: spare } = await sql<{ id: string }>`
      select s.id::text from kezek.seat s join kezek.kindergarten_group g on g.id = s.group_id
      where g.kindergarten_id = ${near} and g.cohort_year = 2024 and not s.id = any(${rows.map((row) => row.seatId)}::bigint[])
      order by s.id limit 1`.execute(owner.kysely);
    const theirs = await doAct(
      erlan,
      { id: first.applicationId, expectedVersion: first.expectedVersion, seatId: spare[0]?.id ?? '' },
      { act: 'offer' },
    );
    expect(theirs).toMatchObject({ ok: true, status: 'offered' });
    const results = await sign(prepared);
    expect(results[0]).toMatchObject({ ok: false, error: { code: 'CHANGED', data: { by: 'Е. Тілеубек' } } });
    expect(codes(results.slice(1))).toEqual(rows.slice(1).map(() => 'OK'));
  });

  it('the child waits on: only who would pass it over is refused, by its number, and the next plan serves all', async () => {
    await addGroup(owner, { kindergartenId: near, name: 'Жақын', seats: 30, cohort: 2019 });
    await addGroup(owner, { kindergartenId: far, name: 'Алыс', seats: 20, cohort: 2019 });
    const wanting = await addChildren(owner, { wants: [near], children: 24, cohort: 2019, from: 720_000 });
    const others = await addChildren(owner, { wants: [far], children: 12, cohort: 2019, from: 721_000 });
    const rows = await planOf(2019);
    expect(rows).toHaveLength(wanting.length + others.length);
    const first = rows.find((row) => row.applicationId === wanting[0]);
    if (first === undefined) throw new Error('the first child is planned for');
    const prepared = await prepare(rows);
    // Its data were changed by another hand: a version more, and it waits where it waited.
    await owner.write('system', async (tx) => {
      await sql`update application set phone = '+77019998877', version = version + 1 where id = ${first.applicationId}`.execute(
        tx,
      );
      await sql`insert into history (chain, seq, at, actor, event, application_id, from_status, to_status, version, prev_hash, hash)
        select district_id, 0, ${clock.now()}, 'job:import', 'note', id, status, status, version, decode(repeat('00', 32), 'hex'),
          decode(repeat('00', 32), 'hex') from application where id = ${first.applicationId}`.execute(tx);
    });
    const results = await sign(prepared);
    for (const [i, row] of rows.entries()) {
      const result = results[i];
      if (row === first) {
        expect(result?.error?.code).toBe('CHANGED');
      } else if (others.includes(row.applicationId)) {
        // Another kindergarten, which the first child does not want: nobody is passed over.
        expect(result).toMatchObject({ ok: true, status: 'offered' });
      } else {
        expect(result).toMatchObject({
          ok: false,
          error: {
            code: 'ORDER_PASSED',
            data: { passed: expect.arrayContaining([{ number: first.number, place: expect.any(Number) }]) },
          },
        });
      }
    }
    const again = await planOf(2019);
    expect(again.map((row) => row.applicationId)).toEqual(wanting);
    expect(codes(await sign(await prepare(again)))).toEqual(wanting.map(() => 'OK'));
  });

  it('leaves nothing that kezek verify would find', async () => {
    expect((await verifyAll(owner, clock)).broken).toEqual([]);
  });
});
