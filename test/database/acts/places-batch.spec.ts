import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../db/open.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, PlanRow, SignRowResult } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, addGroup, addKindergarten, hindrances, prepareActs } from '../../fakes/places.ts';

const SEATS = 240;

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('a batch of offers on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    const one = await addKindergarten(owner, 1, '990140001111');
    const two = await addKindergarten(owner, 1, '990140002222');
    for (const kindergartenId of [one, two]) {
      for (const name of ['А', 'Б']) await addGroup(owner, { kindergartenId, name, seats: SEATS / 4 });
    }
    children = await addChildren(owner, { wants: [one, two], children: SEATS + 20, benefitEvery: 4 });
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const plan = async (): Promise<readonly PlanRow[]> => {
    const { rows } = await client.referrals.plan({ key: null, act: 'offer', limit: 2000 });
    return rows.filter((row) => children.includes(row.applicationId));
  };
  const prepare = async (rows: readonly PlanRow[]) => {
    const targets = rows.map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
      id,
      expectedVersion,
      seatId,
      turn,
    }));
    const prepared = await prepareActs(client, targets, { act: 'offer' });
    expect(prepared.flatMap(hindrances)).toEqual([]);
    return prepared.map((row) => ({
      preparedId: 'preparedId' in row ? row.preparedId : '',
      idempotencyKey: randomUUID(),
    }));
  };
  const collect = async (
    batch: readonly { readonly preparedId: string; readonly idempotencyKey: string }[],
    after: (count: number) => Promise<boolean> = async () => false,
  ) => {
    const results: SignRowResult[] = [];
    let done: { signed: number; failed: number; stopped: boolean } | null = null;
    for await (const event of await client.decisions.sign({ prepared: [...batch] })) {
      if (event.type === 'done') done = event;
      if (event.type !== 'result') continue;
      results.push(event.result);
      if (await after(results.length)) break;
    }
    return { results, done };
  };

  it('plans turn by turn, each child a seat of its own', async () => {
    const rows = await plan();
    expect(rows.map((row) => row.turn)).toEqual(Array.from({ length: SEATS }, (_, i) => i + 1));
    expect(rows.filter((row) => row.stream === 'benefit').length).toBe(SEATS / 4);
    expect(new Set(rows.map((row) => row.seatId)).size).toBe(SEATS);
    expect(new Set(rows.map((row) => row.applicationId)).size).toBe(SEATS);
  });

  it('tells a row that changed meanwhile, and signs the others', async () => {
    const rows = (await plan()).slice(0, 30);
    const batch = await prepare(rows);
    // The sixth waits no more: its family was reached, and offered the seat it was planned for.
    const sixth = rows[5];
    if (sixth === undefined) throw new Error('a sixth row is needed');
    const { results, done } = await collect([...batch.slice(0, 5), ...batch.slice(6)]);
    expect(results.slice(0, 5).every((result) => result.ok)).toBe(true);
    // Whoever comes behind it in its stream would pass it over; the other stream goes on.
    const refused = results.filter((result) => !result.ok);
    expect(refused.map((result) => result.error?.code)).toEqual(refused.map(() => 'ORDER_PASSED'));
    expect(refused[0]?.error?.data).toMatchObject({ passed: [{ number: sixth.number }] });
    expect(done).toMatchObject({
      signed: results.length - refused.length,
      failed: refused.length,
      stopped: false,
    });
    // In its turn it is signed; a repeat of the same keys answers the same and signs nothing again.
    const later = await collect([batch[5] ?? { preparedId: '', idempotencyKey: '' }]);
    expect(later.results).toMatchObject([{ ok: true, status: 'offered' }]);
    const again = await collect(batch.slice(0, 5));
    expect(again.results.map((result) => result.decisionId)).toEqual(
      results.slice(0, 5).map((result) => result.decisionId),
    );
  });

  it('a key that came with one act answers no other', async () => {
    const [row] = await plan();
    if (row === undefined) throw new Error('a row is needed');
    const [first] = await prepare([row]);
    const [second] = await prepare([row]);
    if (first === undefined || second === undefined) throw new Error('two previews are needed');
    // The first preview was dropped when the second was made: one number, one document.
    expect((await collect([first])).results[0]?.error).toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'PREPARED_GONE' }] },
    });
    const key = randomUUID();
    expect((await collect([{ ...second, idempotencyKey: key }])).results[0]?.ok).toBe(true);
    const [next] = await plan();
    const [other] = await prepare(next === undefined ? [] : [next]);
    expect(
      (await collect([{ preparedId: other?.preparedId ?? '', idempotencyKey: key }])).results[0]?.error?.code,
    ).toBe('KEY_REUSED');
  });

  it('stops where it is told to; what is signed stays, the rest waits on', async () => {
    const rows = (await plan()).slice(0, 80);
    const batch = await prepare(rows);
    const { results } = await collect(batch, async (count) => count === 3);
    expect(results.every((result) => result.ok)).toBe(true);
    // Those under way are stored; nothing of the others is.
    await new Promise((done) => setTimeout(done, 1500));
    const left = await plan();
    const offered = SEATS - left.length;
    expect(left.length).toBeGreaterThan(20);
    expect(offered).toBeGreaterThanOrEqual(3);
    const { matching } = await client.referrals.page({
      filter: { states: ['offered'], cohortYears: [2025], languages: ['ru'] },
      after: null,
      limit: 1,
    });
    expect(matching.value).toBe(offered);
  });

  it('a key closed midway: the rest answers KEY_CLOSED, and nothing is half-written', async () => {
    const rows = (await plan()).slice(0, 120);
    const batch = await prepare(rows);
    let closed = false;
    const { results, done } = await collect(batch, async (count) => {
      if (count === 1 && !closed) {
        closed = true;
        await client.session.closeKey();
      }
      return false;
    });
    expect(results).toHaveLength(120);
    const codes = results.map((result) => result.error?.code ?? 'OK');
    const first = codes.indexOf('KEY_CLOSED');
    expect(first).toBeGreaterThan(0);
    expect(codes.slice(0, first).every((code) => code === 'OK')).toBe(true);
    expect(codes.slice(first).every((code) => code === 'KEY_CLOSED')).toBe(true);
    expect(done).toMatchObject({ signed: first, failed: 120 - first });
    const still = new Set((await plan()).map((row) => row.applicationId));
    expect(rows.map((row) => still.has(row.applicationId))).toEqual(codes.map((code) => code !== 'OK'));
  });

  it('leaves nothing that kezek verify would find', async () => {
    await desk.close();
    const owner: OpenDatabase = await office.owner();
    const report = await verifyAll(owner, clock);
    await owner.close();
    expect(report.broken).toEqual([]);
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  });
});
