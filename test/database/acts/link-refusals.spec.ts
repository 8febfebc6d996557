/** The signed refusal of a portal's request: what stands against it, what it says, who is told, and what verifies. Both engines. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import { signIn } from '../../fakes/desk.ts';
import {
  embeddedOffice,
  mine,
  prepareOne,
  refusal,
  serverOffice,
  signAll,
  takeFree,
} from '../../fakes/engines.ts';
import { asking, RequestDesk } from '../../fakes/link-requests.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { textOf } from '../../fakes/pdf-text.ts';
import { type Act, doAct, hindrances, prepareActs, signPrepared } from '../../fakes/places.ts';

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('a request of a portal refused, on the %s engine', (_name, open) => {
  let world: RequestDesk;

  beforeAll(async () => {
    world = await RequestDesk.open(open);
  }, WORLD_MS);
  afterAll(() => world?.close());

  const refusing = (requestId: string, reason: string | null = 'link_paper_missing', note?: string) =>
    ({
      act: 'refuse_link_request',
      details: { linkRequest: { requestId } },
      ...(reason === null ? {} : { reason }),
      ...(note === undefined ? {} : { note }),
    }) as const;
  const waiting = async (n: number) =>
    (await world.card(n)).requests.find((one) => one.state === 'waiting')?.id ?? '';

  it('is refused by nobody without a reason of its own, on its own application, at its version', async () => {
    expect(await world.ask(1)).toMatchObject({ outcome: 'taken' });
    const id = await waiting(1);
    const wrong = async (n: number, act: Act) =>
      hindrances((await prepareActs(world.client, [await world.at(n)], act))[0]);
    expect(await wrong(1, refusing(id, 'companion_safety'))).toEqual(['REASON_UNKNOWN']);
    expect(await wrong(1, refusing(id, null))).toEqual(['REASON_REQUIRED']);
    expect(await wrong(1, refusing('999999'))).toEqual(['LINK_REQUEST_UNKNOWN']);
    expect(await wrong(2, refusing(id))).toEqual(['LINK_REQUEST_UNKNOWN']);
    const [stale] = await prepareActs(
      world.client,
      [{ id: world.child(1), expectedVersion: 1 }],
      refusing(id),
    );
    expect(stale).toMatchObject({ ok: false, error: { code: 'CHANGED' } });
  });

  it('is refused by a signature, once; who asked is told in the words that were shown, the family is not', async () => {
    const id = await waiting(1);
    const { expectedVersion } = await world.at(1);
    const act = refusing(id, 'link_paper_missing', 'Сканды бөлімге әкеліңіз');
    const [prepared] = await prepareActs(world.client, [await world.at(1)], act);
    if (prepared === undefined || !('preparedId' in prepared)) throw new Error('NOT_PREPARED');
    expect(prepared).toMatchObject({
      outcome: 'link_request_refused',
      obstacles: [],
      notification: { channel: 'sms', phone: '+77070005678' },
      linkRequest: {
        person: { iin: asking(1).iin, fullName: 'Порталов Асқар' },
        role: 'father',
        state: 'refused',
        portal: 'astana',
      },
    });
    expect(prepared.xml).toContain(`<linkRequest><person><iin>${asking(1).iin}</iin>`);
    expect(prepared.messageKk).toContain('Асқар');
    expect(prepared.messageKk).toContain('Сканды бөлімге әкеліңіз');
    expect(prepared.messageKk + prepared.messageRu).not.toContain(prepared.application.number);
    const key = randomUUID();
    const [done] = await signPrepared(world.client, [prepared], [key]);
    expect(done).toMatchObject({ ok: true, version: expectedVersion + 1, status: 'queued' });
    expect(done?.decision?.verification.ok).toBe(true);
    expect(done?.decision?.notice).toMatchObject({ channel: 'sms', state: 'waiting' });
    // The same click again is the same decision.
    const [again] = await signPrepared(world.client, [prepared], [key]);
    expect(again?.decisionNumber).toBe(done?.decisionNumber);
    expect(await world.asked()).toEqual([]);
    const [shown] = (await world.card(1)).requests;
    expect(shown).toMatchObject({
      state: 'refused',
      applicationId: world.child(1),
      reason: { ru: expect.any(String) },
      decisionNumber: done?.decisionNumber,
      answeredBy: { surname: expect.any(String) },
    });
    const { entries } = await world.client.applications.history({
      id: world.child(1),
      after: null,
      limit: 5,
    });
    expect(entries[0]).toMatchObject({ event: 'refuse_link_request', version: done?.version });
    const told = await world.client.notices.ofApplication({ applicationId: world.child(1) });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'link_request_refused', channel: 'sms' });
    expect(told[0]?.body).toBe(
      prepared.notification.language === 'kk' ? prepared.messageKk : prepared.messageRu,
    );
    const [decision] = await world.client.decisions.list({ applicationId: world.child(1) });
    expect(decision).toMatchObject({ act: 'refuse_link_request', number: done?.decisionNumber });
    expect(hindrances((await prepareActs(world.client, [await world.at(1)], act))[0])).toEqual([
      'LINK_REQUEST_ANSWERED',
    ]);
    // Papers: the notice of who asked, the signed document, the protocol.
    const paper = { id: decision?.id ?? '' };
    const notice = await textOf(
      new Uint8Array(await (await world.client.decisions.noticePdf(paper)).content.arrayBuffer()),
    );
    expect(notice).toContain(asking(1).iin);
    expect(notice).not.toContain(prepared.application.number);
    expect(notice).not.toContain(prepared.child.fullName.split(' ')[0] ?? '');
    expect((await world.client.decisions.protocolPdf(paper)).content.size).toBeGreaterThan(1000);
    expect(await (await world.client.decisions.xml(paper)).content.text()).toContain('</linkRequest>');
    // The family may ask anew.
    expect(await world.ask(1, 'second')).toMatchObject({ outcome: 'taken' });
  });

  it('stands beside the decision that a correcting one corrects', async () => {
    await takeFree(world.client, 6);
    const cards = await Promise.all(
      (await mine(world.client)).map(({ id }) => world.client.applications.get({ id })),
    );
    const own = cards.find((one) => one.applicantRelation === 'mother' && one.secondParent === null);
    if (own === undefined) throw new Error('NO_CHILD_OF_A_MOTHER');
    const { id } = own;
    const [decided] = await signAll(world.client, [await prepareOne(world.client, id)]);
    expect(decided).toMatchObject({ ok: true });
    const version = decided?.version ?? 0;
    const taken = await world.askAbout(own.child.iin, { parent: asking(8) });
    expect(taken).toMatchObject({ outcome: 'taken', applicationId: id });
    const [request] = (await world.client.links.card({ applicationId: id })).requests;
    const refused = refusing(request?.id ?? '');
    expect(await doAct(world.client, { id, expectedVersion: version + 1 }, refused)).toMatchObject({
      ok: true,
    });
    const { reasons } = await world.client.desk.catalogue();
    const correct = {
      act: 'correct',
      reason: reasons.find((one) => one.usedFor === 'correct')?.code ?? '',
      note: 'қате басылды',
    } as const;
    expect(await doAct(world.client, { id, expectedVersion: version + 2 }, correct)).toMatchObject({
      ok: true,
      decision: { corrects: decided?.decisionNumber },
    });
  });

  it('goes out in the office’s own words', async () => {
    const admin = world.desk.port();
    await signIn(admin, 'admin');
    await admin.notices.saveTemplate({
      code: 'link_request_refused',
      language: 'kk',
      channel: 'sms',
      body: 'Сұрауыңызға жауап: {reason}',
      validFrom: '2026-04-16',
      idempotencyKey: randomUUID(),
    });
    await signIn(world.client, 'me', { role: 'clerk' });
    const [prepared] = await prepareActs(world.client, [await world.at(1)], refusing(await waiting(1)));
    expect(prepared).toMatchObject({ messageKk: expect.stringMatching(/^Сұрауыңызға жауап: Себебі: /) });
  });

  it('is signed by no head and by no other district', async () => {
    const target = { id: world.child(1), expectedVersion: 1 };
    const other = world.desk.port();
    await signIn(other, 'stranger');
    expect(hindrances((await prepareActs(other, [target], refusing('1')))[0])).toEqual(['NOT_FOUND']);
    await signIn(other, 'head');
    expect(await refusal(prepareActs(other, [target], refusing('1')))).toMatchObject({ code: 'FORBIDDEN' });
    await signIn(world.client, 'me', { role: 'clerk' });
  });

  it('leaves nothing that kezek verify would find', async () => {
    await world.desk.close();
    const owner = await world.office.owner();
    try {
      expect((await verifyAll(owner, world.clock)).broken).toEqual([]);
    } finally {
      await owner.close();
    }
  });

  it('one refused whose row was altered afterwards is found by it', async () => {
    const owner = await world.office.owner();
    const rows = (change: string) =>
      owner.write('system', async (tx) => {
        for (const statement of [
          'alter table kezek.link_request disable trigger user',
          `update kezek.link_request set ${change} where application_id = ${world.child(1)} and state = 'refused'`,
          'alter table kezek.link_request enable trigger user',
        ]) {
          await sql.raw(statement).execute(tx);
        }
      });
    const faults = async () =>
      (await verifyAll(owner, world.clock)).broken.map((one) => [one.reason, one.detail.field]);
    try {
      await rows(`portal_id = portal_id || 'x'`);
      expect(await faults()).toEqual([['ROW_DIFFERS', 'link_request']]);
      await rows(`portal_id = left(portal_id, -1), role = 'guardian'`);
      expect(await faults()).toEqual([['ROW_DIFFERS', 'link_role']]);
      await rows(`role = 'father'`);
      expect(await faults()).toEqual([]);
    } finally {
      await owner.close();
    }
  });
});
