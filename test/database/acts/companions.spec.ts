/** Companions as officers' desks do them: typed, judged, registered once, signed with real keys, shown, and on their way out. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIin } from '../../../domain/iin.ts';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client, CompanionFilter } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { embeddedOffice, type Office, refusal, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { addChildren, addEnrolled, addGroup, doAct, hindrances, prepareActs } from '../../fakes/places.ts';

/** The kindergarten of the officer «head». */
const HOME = 1;
const ANY: CompanionFilter = { kindergartenId: null, states: [], exportTrouble: false, search: null };

let serial = 100;
function iinOf(birthDate: string): string {
  for (;;) {
    serial += 1;
    const iin = makeIin(birthDate, 'female', serial);
    if (iin !== null) return iin;
  }
}

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('companions at the desk, on the %s engine', (_name, open) => {
  const clock = testClock();
  let office: Office;
  let desk: TestDesk;
  let client: Client;
  let children: readonly string[];

  beforeAll(async () => {
    office = await open();
    const owner = await office.owner();
    const { seats } = await addGroup(owner, { kindergartenId: HOME, name: 'Сынақ Ж', seats: 4 });
    children = await addChildren(owner, { wants: [HOME], children: 4 });
    await addEnrolled(
      owner,
      children.slice(0, 3).map((applicationId, i) => ({ applicationId, seatId: seats[i] ?? '' })),
    );
    await owner.close();
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const as = async (officer: 'me' | 'head') => {
    if ((await client.session.state()).session !== null) await client.session.signOut();
    await signIn(client, officer, { role: officer === 'me' ? 'clerk' : 'head' });
  };
  const child = (n: number): string => children[n] ?? '';
  const typed = (birthDate = '1968-05-05', more: object = {}) => ({
    iin: iinOf(birthDate),
    surname: 'Оспанова',
    givenName: 'Райхан',
    patronymic: null,
    birthDate,
    sex: 'female' as const,
    phone: '+77015550101',
    relation: 'grandmother' as const,
    validFrom: '2026-04-16',
    validTo: null,
    ...more,
  });
  const family = async (id: string) =>
    (await client.companions.children({ search: '', applicationId: id }))[0];
  const register = async (who: ReturnType<typeof typed>, ids: readonly string[], key = randomUUID()) =>
    await client.companions.register({
      ...who,
      photo: null,
      children: await Promise.all(
        ids.map(async (id) => ({ applicationId: id, expectedVersion: (await family(id))?.version ?? 0 })),
      ),
      idempotencyKey: key,
    });
  const target = async (permitId: string) => {
    const { row } = await client.companions.card({ permitId });
    return { id: row.applicationId, expectedVersion: row.applicationVersion };
  };
  const sign = async (
    permitId: string,
    act: 'approve_companion' | 'suspend_companion' | 'resume_companion' | 'refuse_companion',
    reason?: string,
  ) =>
    await doAct(client, await target(permitId), {
      act,
      ...(reason === undefined ? {} : { reason }),
      details: { companion: { permitId } },
    });

  it('a person is judged as typed: age, staff, referral, child by child', async () => {
    await as('me');
    const young = await client.companions.check({
      ...typed('2010-04-17'),
      applicationIds: [child(0), child(3)],
    });
    expect(young.map(({ obstacles }) => obstacles.map(({ code }) => code))).toEqual([
      ['COMPANION_OF_AGE'],
      ['COMPANION_REFERRED', 'COMPANION_ADMITTED', 'COMPANION_OF_AGE'],
    ]);
    expect(await client.companions.check({ ...typed('2010-04-16'), applicationIds: [child(0)] })).toEqual([
      { applicationId: child(0), obstacles: [] },
    ]);
    expect(await refusal(register(typed('2010-04-17'), [child(0)]))).toMatchObject({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'COMPANION_OF_AGE', count: 16 }] },
    });
  });

  it('one companion of two children, once however often it is sent; on another version not at all', async () => {
    await as('me');
    const who = typed();
    const before = await family(child(0));
    const key = randomUUID();
    const input = {
      ...who,
      photo: null,
      children: [
        { applicationId: child(1), expectedVersion: (await family(child(1)))?.version ?? 0 },
        { applicationId: child(0), expectedVersion: before?.version ?? 0 },
      ],
      idempotencyKey: key,
    };
    const registered = await client.companions.register(input);
    const { permitIds } = registered;
    expect(permitIds.length).toBe(2);
    // What the next act on each child is to expect.
    expect(new Map(registered.children.map((one) => [one.applicationId, one.version]))).toEqual(
      new Map(input.children.map((one) => [one.applicationId, one.expectedVersion + 1])),
    );
    expect(await client.companions.register(input)).toEqual(registered);
    expect(await family(child(0))).toMatchObject({ version: (before?.version ?? 0) + 1, added: 1, most: 5 });
    expect(
      await refusal(client.companions.register({ ...input, ...typed(), idempotencyKey: randomUUID() })),
    ).toMatchObject({
      code: 'CHANGED',
    });
    expect(await client.companions.lookUp({ iin: who.iin })).toMatchObject({
      known: { surname: 'Оспанова' },
      isStaff: false,
    });
    expect((await client.companions.rail()).waiting).toBe(2);
  });

  it('a head approves by signature; the clerk sees it, suspends, resumes; each is shown and proved', async () => {
    await as('head');
    const { rows } = await client.companions.page({
      filter: { ...ANY, states: ['waiting'] },
      after: null,
      limit: 50,
    });
    const [row] = rows;
    if (row === undefined) throw new Error('nobody waits');
    const signed = await sign(row.permitId, 'approve_companion');
    expect(signed).toMatchObject({
      ok: true,
      decision: { act: 'approve_companion', verification: { ok: true } },
    });
    expect(await client.companions.card({ permitId: row.permitId })).toMatchObject({
      row: { state: 'approved', export: { state: 'off' } },
      permitted: ['suspend_companion'],
      decisions: [{ act: 'approve_companion' }],
    });
    await as('me');
    expect(await sign(row.permitId, 'suspend_companion', 'companion_safety')).toMatchObject({ ok: true });
    const [prepared] = await prepareActs(client, [await target(row.permitId)], {
      act: 'approve_companion',
      details: { companion: { permitId: row.permitId } },
    });
    expect(hindrances(prepared)).toContain('COMPANION_STATE_STEP');
    expect(await sign(row.permitId, 'resume_companion')).toMatchObject({ ok: true });
    const { decisions } = await client.companions.card({ permitId: row.permitId });
    expect(decisions.map(({ act }) => act)).toEqual([
      'resume_companion',
      'suspend_companion',
      'approve_companion',
    ]);
  });

  it('who becomes staff is suspended, is not resumed, and cannot be added to another child', async () => {
    await as('head');
    const who = typed('1990-01-01');
    const { permitIds } = await register(who, [child(2)]);
    const [permitId = ''] = permitIds;
    await sign(permitId, 'approve_companion');
    const added = await client.companions.addStaff({
      kindergartenId: HOME,
      iin: who.iin,
      surname: who.surname,
      givenName: who.givenName,
      patronymic: null,
      position: 'educator',
      validFrom: '2026-04-16',
      idempotencyKey: randomUUID(),
    });
    expect(added.suspended).toBe(1);
    const card = await client.companions.card({ permitId });
    expect(card).toMatchObject({ row: { state: 'suspended' }, cause: 'became_staff' });
    expect(card.obstacles.map(({ code }) => code)).toEqual(['COMPANION_NO_STAFF']);
    const [prepared] = await prepareActs(client, [await target(permitId)], {
      act: 'resume_companion',
      details: { companion: { permitId } },
    });
    expect(hindrances(prepared)).toEqual(['COMPANION_NO_STAFF']);
    expect(await refusal(register(who, [child(0)]))).toMatchObject({
      data: { obstacles: [{ code: 'COMPANION_NO_STAFF' }] },
    });
    expect((await client.companions.staff({ kindergartenId: HOME })).map(({ iin }) => iin)).toContain(
      who.iin,
    );
  });

  it('a photo is a picture by its bytes; anything else is refused', async () => {
    await as('head');
    const who = typed('1975-07-07');
    const jpeg = new Uint8Array(400);
    jpeg.set([0xff, 0xd8, 0xff]);
    const send = async (photo: Blob) =>
      await client.companions.register({
        ...who,
        photo,
        children: [{ applicationId: child(2), expectedVersion: (await family(child(2)))?.version ?? 0 }],
        idempotencyKey: randomUUID(),
      });
    expect(
      await refusal(send(new Blob(['<svg onload="x"/>'.repeat(20)], { type: 'image/jpeg' }))),
    ).toMatchObject({
      data: { obstacles: [{ code: 'PHOTO_KIND' }] },
    });
    expect(await refusal(send(new Blob([new Uint8Array(1_100_000)])))).toMatchObject({
      data: { obstacles: [{ code: 'PHOTO_SIZE' }] },
    });
    const { permitIds } = await send(new Blob([jpeg]));
    const { photo } = await client.companions.photo({ permitId: permitIds[0] ?? '' });
    expect(photo?.type).toBe('image/jpeg');
    expect(photo?.size).toBe(400);
  });

  it('every signature, chain and seat still holds', async () => {
    await desk.close();
    const owner = await office.owner();
    const report = await verifyAll(owner, clock);
    await owner.close();
    // The children were put in with turns that no queue gave.
    expect(report.broken.filter(({ row }) => !row.startsWith('referral '))).toEqual([]);
    desk = await startDesk({ ...office.start, clock });
    client = desk.port();
  });
});
