/** Possible duplicates at the desk: found, judged, asked again; one removed by signature and put back at its date; on both engines. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, DuplicatePair, DuplicateView } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, doAct, hindrances, prepareActs } from '../../fakes/places.ts';

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('duplicates, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  /** Children a digit of the surname apart, of one day: near to each other, the earlier first. */
  let children: readonly string[];
  /** The first child's second application, in another district. */
  let copy: { readonly id: string; readonly number: string };

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    children = await addChildren(owner, { wants: [1], children: 3 });
    const { rows } = await sql<{ id: string; number: string }>`
      insert into kezek.application select r.* from kezek.application a cross join lateral jsonb_populate_record(a, jsonb_build_object(
        'id', (select max(id) + 1000 from kezek.application), 'number', '2025-990001', 'version', 1,
        'submitted_at', a.submitted_at - interval '30 days', 'registered_at', null, 'decided_at', null,
        'district_id', (select max(id) from kezek.district))) r
      where a.id = ${children[0] ?? ''} returning id, number`.execute(owner.kysely);
    copy = rows[0] ?? { id: '', number: '' };
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const child = (n: number): string => children[n] ?? '';
  const pairs = async (view: DuplicateView, search = ''): Promise<readonly DuplicatePair[]> =>
    (await client.duplicates.page({ view, search, after: null, limit: 200 })).rows;
  const pairOf = async (a: string, b: string): Promise<DuplicatePair> => {
    const found = (await client.applications.duplicates({ id: a })).find((one) => one.other.id === b);
    if (found === undefined) throw new Error('NO_PAIR');
    return found;
  };
  const judge = (
    pair: DuplicatePair,
    verdict: 'duplicate' | 'not_duplicate' | 'reopened',
    note: string | null = null,
  ) =>
    client.duplicates.judge({
      pairId: pair.id,
      expectedVersion: pair.version,
      verdict,
      note,
      idempotencyKey: randomUUID(),
    });
  const target = async (id: string) => ({
    id,
    expectedVersion: (await client.applications.get({ id })).version,
  });
  const removal = (otherId: string, reason: string) =>
    ({ act: 'remove_duplicate', reason, details: { duplicate: { otherId } } }) as const;

  it('stand in the register, are found by its search, and count in the rail', async () => {
    const open = await pairs('open');
    const kinds = new Set(open.map((pair) => pair.kind));
    expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['near', 'same_child']));
    expect((await client.duplicates.rail()).open.value).toBe(open.length);
    const found = await pairs('open', copy.number);
    // Of the other district, which this officer does not search in.
    expect(found).toEqual([]);
    const own = await pairs('open', (await client.applications.get({ id: child(1) })).number);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((pair) => [pair.mine.id, pair.other.id].includes(child(1)))).toBe(true);
    expect(await pairs('open', '---')).toEqual([]);
    const first = await client.duplicates.page({ view: 'open', search: '', after: null, limit: 2 });
    const second = await client.duplicates.page({ view: 'open', search: '', after: first.next, limit: 2 });
    expect(second.rows[0]?.id).toBe(open[2]?.id);
  });

  it('of one in another district tell what names nobody', async () => {
    const pair = await pairOf(child(0), copy.id);
    expect(pair).toMatchObject({
      kind: 'same_child',
      state: 'open',
      other: { number: copy.number, readable: false, status: 'queued' },
    });
    // The earlier one lies there: this one may go for it, and only this one.
    expect(pair.removable).toMatchObject([{ applicationId: child(0), use: 'duplicate', obstacles: [] }]);
    expect((await refusal(client.applications.get({ id: copy.id }))).code).toBe('NOT_FOUND');
    expect((await refusal(client.applications.duplicates({ id: copy.id }))).code).toBe('NOT_FOUND');
  });

  it('are judged with a note, by who saw them as they are, and asked again with a reason', async () => {
    const seen = await pairOf(child(1), child(2));
    expect(seen).toMatchObject({ kind: 'near', near: { names: 'spelling', date: 'same' } });
    const judged = await judge(seen, 'not_duplicate', 'Екі бөлек бала: туу туралы куәліктері бар');
    expect(judged).toMatchObject({
      state: 'not_duplicate',
      version: 2,
      finding: { verdict: 'not_duplicate', note: 'Екі бөлек бала: туу туралы куәліктері бар' },
    });
    expect(await refusal(judge(seen, 'duplicate'))).toMatchObject({
      code: 'CHANGED',
      data: { by: 'Г. Абдырахманова', version: 2 },
    });
    expect(await refusal(judge(judged, 'not_duplicate'))).toMatchObject({ code: 'REFUSED' });
    expect(await refusal(judge(judged, 'reopened', '  '))).toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'DUPLICATE_NOTE_NEEDED', field: 'note' }] },
    });
    expect((await pairs('judged')).map((pair) => pair.id)).toContain(seen.id);
    const again = await judge(judged, 'reopened', 'Жаңа құжат келді');
    expect(again).toMatchObject({ state: 'open', version: 3 });
    const { findings } = await client.duplicates.card({ pairId: seen.id });
    expect(findings.map((one) => one.verdict)).toEqual(['reopened', 'not_duplicate']);
    for (const id of [child(1), child(2)]) {
      const { entries } = await client.applications.history({ id, after: null, limit: 20 });
      const events = entries.map((one) => one.event);
      expect(events).toEqual(expect.arrayContaining(['duplicate_judged', 'duplicate_reopened']));
      // Words of a note stay with the pair.
      expect(JSON.stringify(entries)).not.toContain('құжат');
    }
    const key = {
      pairId: seen.id,
      expectedVersion: 3,
      verdict: 'duplicate',
      note: null,
      idempotencyKey: randomUUID(),
    } as const;
    expect(await client.duplicates.judge(key)).toMatchObject({ version: 4 });
    expect(await client.duplicates.judge(key)).toMatchObject({ version: 4 });
  });

  it('a removal says what stands against it: not found to be one child, another reason, nobody’s pair', async () => {
    const [row] = await prepareActs(
      client,
      [await target(child(1))],
      removal(child(0), 'duplicate_wrong_data'),
    );
    expect(hindrances(row)).toEqual(['DUPLICATE_NOT_JUDGED']);
    const wrong = async (id: string, act: ReturnType<typeof removal>) =>
      hindrances((await prepareActs(client, [await target(id)], act))[0]);
    expect(await wrong(child(2), removal(child(1), 'duplicate_family_chose'))).toEqual([
      'REASON_NOT_DUPLICATE',
    ]);
    expect(await wrong(child(1), removal(child(2), 'duplicate_wrong_data'))).toEqual([
      'REASON_NOT_DUPLICATE_EARLIER',
    ]);
    expect(await wrong(child(1), removal(child(2), 'unlink_mistake'))).toContain('REASON_UNKNOWN');
    expect(await wrong(child(1), removal(child(1), 'duplicate_same_child'))).toEqual(['DUPLICATE_UNKNOWN']);
    const reinstate = { act: 'reinstate_duplicate', reason: 'reinstate_appeal' } as const;
    expect(hindrances((await prepareActs(client, [await target(child(1))], reinstate))[0])).toEqual(
      expect.arrayContaining(['STEP_NOT_PERMITTED']),
    );
  });

  it('the later is removed: off the queue, told to the family, verified; and put back where it stood', async () => {
    const before = await client.queue.explain({ applicationId: child(2), at: null });
    const act = removal(child(1), 'duplicate_wrong_data');
    const [prepared] = await prepareActs(client, [await target(child(2))], act);
    if (prepared === undefined || !('preparedId' in prepared)) throw new Error('NOT_PREPARED');
    const kept = await client.applications.get({ id: child(1) });
    expect(prepared.duplicate).toMatchObject({
      keptApplication: kept.number,
      keptStatus: 'queued',
      ground: 'judged',
    });
    expect(prepared.xml).toContain(`<keptApplication>${kept.number}</keptApplication>`);
    expect(prepared.messageRu).toContain(kept.number);
    const done = await doAct(client, await target(child(2)), act);
    expect(done).toMatchObject({ ok: true, status: 'cancelled' });
    expect(done.decision?.verification.ok).toBe(true);
    const pair = await pairOf(child(2), child(1));
    expect(pair).toMatchObject({
      state: 'removed',
      removed: { applicationId: child(2), decisionNumber: done.decisionNumber },
      removable: [],
    });
    expect((await pairs('removed')).map((one) => one.id)).toContain(pair.id);
    const told = await client.notices.ofApplication({ applicationId: child(2) });
    expect(told[0]).toMatchObject({ kind: 'duplicate_removed' });
    expect(told[0]?.body).toContain(kept.number);
    expect(await refusal(judge(pair, 'reopened', 'қате'))).toMatchObject({ code: 'REFUSED' });
    // The one that stays for it may not go for it.
    expect(
      hindrances(
        (await prepareActs(client, [await target(child(1))], removal(child(2), 'duplicate_family_chose')))[0],
      ),
    ).toContain('DUPLICATE_KEPT_GONE');

    const back = await doAct(client, await target(child(2)), {
      act: 'reinstate_duplicate',
      reason: 'reinstate_other_child',
    });
    expect(back).toMatchObject({ ok: true, status: 'queued' });
    expect(back.decision?.verification.ok).toBe(true);
    expect(await pairOf(child(2), child(1))).toMatchObject({
      state: 'open',
      finding: { verdict: 'reinstated' },
    });
    const after = await client.queue.explain({ applicationId: child(2), at: null });
    expect({ place: after.place, total: after.total }).toEqual({ place: before.place, total: before.total });
  });

  it('everything verifies afterwards', async () => {
    await desk.close();
    const owner = await office.owner();
    const { broken } = await verifyAll(owner, clock);
    await owner.close();
    expect(broken.filter((one) => one.row !== `application ${copy.id}`)).toEqual([]);
  });
});
