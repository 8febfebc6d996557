/** From a signed decision to a message on a real gateway: two desks, a gateway that loses answers, a clerk who sends again, letters. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putChannel } from '../../../db/queries/notices.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import {
  embeddedOffice,
  mine,
  type Office,
  prepareOne,
  refusal,
  serverOffice,
  signAll,
  takeFree,
} from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { textOf } from '../../fakes/pdf-text.ts';

const SECRET = 'gateway-t0ken-42';
const MINUTE = 60_000;

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('notices of a %s office', (kind, make) => {
  const clock = testClock();
  const asked: { key: string; to: string; text: string; token: string }[] = [];
  let answer: (response: ServerResponse) => void = ok;
  let gateway: Server;
  let office: Office;
  let desks: TestDesk[];
  let client: Client;
  const sign = async (): Promise<{ id: string; version: number }[]> => {
    await takeFree(client, 4);
    const rows = (await mine(client)).slice(0, 4);
    const prepared = [];
    for (const row of rows) prepared.push(await prepareOne(client, row.id));
    expect((await signAll(client, prepared)).every((one) => one.ok)).toBe(true);
    return rows.map((row) => ({ ...row }));
  };
  const register = (states?: ('waiting' | 'sending' | 'sent' | 'dead')[]) =>
    client.notices
      .page({ filter: states === undefined ? {} : { states }, after: null, limit: 200 })
      .then((page) => page.rows);
  const send = async (): Promise<void> => {
    await Promise.all(desks.map((desk) => desk.backend.runDueJobs()));
  };

  function ok(response: ServerResponse): void {
    response.writeHead(200).end('{"id": "g-1"}');
  }

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        const body = JSON.parse(text) as { to: string; text: string };
        asked.push({
          key: String(request.headers['idempotency-key']),
          token: String(request.headers.authorization),
          to: body.to,
          text: body.text,
        });
        answer(response);
      });
    });
    await new Promise<void>((ready) => gateway.listen(0, '127.0.0.1', ready));
    office = await make();
    const owner = await office.owner();
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
    await owner.write('system', async (tx) => {
      for (const channel of ['sms', 'ed24'] as const) {
        await putChannel(tx, channel, {
          enabled: true,
          settings: { url, timeoutSeconds: 2 },
          secret: SECRET,
          at: new Date(),
          by: 'cli:test',
        });
      }
    });
    await owner.close();
    desks = [await startDesk({ ...office.start, clock })];
    // Two desks of one office, each at its own PC; the embedded engine has one.
    if (kind === 'server') desks.push(await startDesk({ ...office.start, clock }));
    const [first] = desks;
    if (first === undefined) throw new Error('no desk');
    client = first.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS * 2);
  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await office.close();
    gateway.closeAllConnections();
    await new Promise((done) => gateway.close(done));
  });

  it('what a decision says reaches the gateway once, whatever number of desks', async () => {
    await sign();
    const before = (await register()).filter((row) => row.channel === 'sms' || row.channel === 'ed24');
    expect(before.length).toBeGreaterThan(0);
    expect(before.every((row) => row.state === 'waiting' && row.held === null)).toBe(true);
    await send();
    await send();
    expect(asked).toHaveLength(before.length);
    expect(new Set(asked.map((one) => one.key)).size).toBe(before.length);
    expect(asked.every((one) => one.token === `Bearer ${SECRET}`)).toBe(true);
    const [row] = await register(['sent']);
    const card = await client.notices.card({ id: row?.id ?? '' });
    expect(card).toMatchObject({ state: 'sent', attempts: 1, error: null });
    expect(card.deliveries).toMatchObject([{ attempt: 1, outcome: 'sent', providerId: 'g-1', by: null }]);
    // The whole address never crosses to the screens of the register.
    const to = asked.find((one) => one.text === card.body)?.to ?? '';
    expect(to).not.toBe('');
    expect(JSON.stringify(card)).not.toContain(to);
  });

  it('an answer that is lost is asked for again under the same key, and told once it came', async () => {
    await sign();
    const from = asked.length;
    answer = (response) => response.socket?.destroy();
    await send();
    const keys = asked.slice(from).map((one) => one.key);
    expect(keys.length).toBeGreaterThan(0);
    const waiting = (await register(['waiting'])).filter((row) => row.attempts === 1);
    expect(waiting).toHaveLength(keys.length);
    expect(waiting.every((row) => row.error === 'PROVIDER_UNREACHABLE' && row.nextAt !== null)).toBe(true);
    await send();
    expect(asked.length).toBe(from + keys.length);
    answer = ok;
    clock.advance(2 * MINUTE);
    await send();
    expect(
      asked
        .slice(from + keys.length)
        .map((one) => one.key)
        .toSorted(),
    ).toEqual(keys.toSorted());
    clock.advance(60 * MINUTE);
    await send();
    expect(asked.length).toBe(from + 2 * keys.length);
  });

  it('refused, dead, and sent again by a clerk: once, under another key', async () => {
    await sign();
    const from = asked.length;
    answer = (response) => response.writeHead(422).end();
    await send();
    answer = ok;
    const dead = await register(['dead']);
    expect(dead.length).toBeGreaterThan(0);
    expect(dead[0]).toMatchObject({ error: 'ADDRESS_REFUSED', nextAt: null });
    const id = dead[0]?.id ?? '';
    const again = { id, seenAttempts: dead[0]?.attempts ?? 0, idempotencyKey: randomUUID() };
    expect(await client.notices.resend(again)).toMatchObject({ state: 'waiting' });
    // The same click twice is one act; a colleague's comes too late.
    expect(await client.notices.resend(again)).toMatchObject({ state: 'waiting' });
    expect(await refusal(client.notices.resend({ ...again, idempotencyKey: randomUUID() }))).toMatchObject({
      code: 'CHANGED',
    });
    const old = asked.slice(from).map((one) => one.key);
    await send();
    const fresh = asked.slice(from + old.length);
    expect(fresh).toHaveLength(1);
    expect(old).not.toContain(fresh[0]?.key);
    const card = await client.notices.card({ id });
    expect(card.deliveries.map((one) => `${one.round} ${one.outcome}`)).toEqual(['1 rejected', '2 sent']);
    const history = await client.applications.history({ id: card.applicationId, after: null, limit: 50 });
    expect(history.entries.filter((entry) => entry.event === 'notice_resent')).toHaveLength(1);
  });

  it('nothing personal and no secret in what the desks log', () => {
    const logged = desks.flatMap((desk) => desk.logged).join('\n');
    expect(logged).toContain('NOTICES_SENT');
    expect(logged).not.toContain(SECRET);
    for (const one of asked) {
      expect(logged).not.toContain(one.to);
      expect(logged).not.toContain(one.text.slice(0, 30));
    }
  });

  it('letters: one PDF, printed once, again as often as one likes', async () => {
    const letters = (await register()).filter((row) => row.channel === 'letter');
    const ids = letters.map((row) => row.id);
    if (ids.length > 0) {
      expect(letters.every((row) => row.state === 'sent' || row.held === 'print')).toBe(true);
      const { content, first } = await client.notices.printLetters({ ids, idempotencyKey: randomUUID() });
      expect(first).toBe(letters.filter((row) => row.state === 'waiting').length);
      const card = await client.notices.card({ id: ids[0] ?? '' });
      expect(card).toMatchObject({
        state: 'sent',
        deliveries: [{ outcome: 'printed', by: expect.any(String) }],
      });
      expect(await textOf(new Uint8Array(await content.arrayBuffer()))).toContain(card.applicationNumber);
      const twice = await client.notices.printLetters({ ids, idempotencyKey: randomUUID() });
      expect(twice.first).toBe(0);
    }
    const [other] = (await register()).filter((row) => row.channel !== 'letter');
    expect(
      await refusal(client.notices.printLetters({ ids: [other?.id ?? ''], idempotencyKey: randomUUID() })),
    ).toMatchObject({ code: 'NOT_FOUND' });
    expect(ids.length).toBeGreaterThan(0);
  });
});
