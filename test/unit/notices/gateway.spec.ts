/** ed24 and SMS against a real HTTP server that fails, stalls, redirects, floods, answers twice and drops after it accepted. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewaySettings, openChannel, smtpSettings } from '../../../main/notices/channels.ts';
import type { Message } from '../../../main/notices/sender.ts';

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

const asked: Asked[] = [];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
      answer(response, request);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  answer = (response) => response.writeHead(200).end('{"id": "m-1"}');
});

const message: Message = {
  key: '7b1c2d3e-0000-4000-8000-000000000001-42-1',
  to: '+77071234567',
  subject: 's',
  text: 'Құрметті Анар\r\nIdempotency-Key: other',
  language: 'kk',
  kind: 'approved',
};
const open = (part: Readonly<Record<string, unknown>> = {}, token: string | null = 't0ken') => {
  const opened = openChannel('sms', { url, timeoutSeconds: 1, ...part }, token);
  if (opened === null) throw new Error('settings');
  return opened;
};
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): typeof answer =>
  (response) =>
    response.writeHead(code, headers).end(body);

describe('an HTTP gateway', () => {
  it('is asked once, with the key, the token and the text as data', async () => {
    expect(await open({ sender: 'BILIM' }).send(message)).toEqual({ outcome: 'sent', providerId: 'm-1' });
    const last = asked.at(-1);
    expect(last?.headers).toMatchObject({ 'idempotency-key': message.key, authorization: 'Bearer t0ken' });
    expect(last?.body).toEqual({
      id: message.key,
      to: message.to,
      text: message.text,
      language: 'kk',
      kind: 'approved',
      sender: 'BILIM',
    });
  });

  it('accepted is accepted, whatever its body says', async () => {
    for (const [body, id] of [
      ['', null],
      ['not json', null],
      ['[]', null],
      ['{"id": 17}', '17'],
      ['{"id": "a\\r\\nb"}', null],
      [`{"id": "${'x'.repeat(500)}"}`, null],
      ['x'.repeat(100_000), null],
    ] as const) {
      answer = status(202, {}, body);
      expect([body.slice(0, 20), await open().send(message)]).toEqual([
        body.slice(0, 20),
        { outcome: 'sent', providerId: id },
      ]);
    }
    answer = status(409);
    expect(await open().send(message)).toEqual({ outcome: 'sent', providerId: null });
  });

  it.each([
    [400, 'rejected', 'MESSAGE_REFUSED'],
    [401, 'failed', 'LOGIN_REFUSED'],
    [403, 'failed', 'LOGIN_REFUSED'],
    [404, 'rejected', 'ADDRESS_REFUSED'],
    [422, 'rejected', 'ADDRESS_REFUSED'],
    [429, 'failed', 'PROVIDER_BUSY'],
    [500, 'failed', 'PROVIDER_BROKEN'],
    [503, 'failed', 'PROVIDER_BUSY'],
    [302, 'failed', 'PROVIDER_BROKEN'],
  ] as const)('%i is %s %s', async (code, outcome, error) => {
    const before = asked.length;
    answer = status(code, { location: 'http://127.0.0.1:1/elsewhere', 'retry-after': '77' });
    expect(await open().send(message)).toMatchObject({ outcome, error });
    // No redirect is followed and nothing is asked twice.
    expect(asked.length).toBe(before + 1);
  });

  it('heeds Retry-After in seconds, within a day', async () => {
    answer = status(429, { 'retry-after': '120' });
    expect(await open().send(message)).toMatchObject({ retryAfterSeconds: 120 });
    answer = status(503, { 'retry-after': '999999999' });
    expect(await open().send(message)).toMatchObject({ retryAfterSeconds: 86_400 });
    answer = status(503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    expect(await open().send(message)).toMatchObject({ retryAfterSeconds: null });
  });

  it('a stall ends at the time-out, before and within the answer', async () => {
    for (const stall of [
      () => undefined,
      (response: ServerResponse) => {
        response.writeHead(500);
        response.write('x');
      },
    ]) {
      answer = stall;
      const started = performance.now();
      expect(await open().send(message)).toMatchObject({ outcome: 'failed' });
      expect(performance.now() - started).toBeLessThan(2500);
    }
    answer = () => undefined;
    expect(await open().send(message)).toMatchObject({ error: 'PROVIDER_TIMEOUT' });
  });

  it('accepted, then dropped: the repeat bears the same key', async () => {
    const before = asked.length;
    answer = (_, request) => request.socket.destroy();
    expect(await open().send(message)).toMatchObject({ outcome: 'failed', error: 'PROVIDER_UNREACHABLE' });
    answer = status(409);
    expect(await open().send(message)).toMatchObject({ outcome: 'sent' });
    expect(asked.slice(before).map((one) => one.headers['idempotency-key'])).toEqual([
      message.key,
      message.key,
    ]);
  });

  it('a server that answers twice on one connection is heard once', async () => {
    const twice = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"id":"m1"}';
        socket.write(ok + ok.replace('m1', 'm2'));
      });
    });
    await new Promise<void>((ready) => twice.listen(0, '127.0.0.1', ready));
    const port = (twice.address() as AddressInfo).port;
    const both = open({ url: `http://127.0.0.1:${port}/` });
    const result = await both.send(message);
    // Heard as one answer, or as a broken one: never as two.
    expect(result.outcome === 'failed' || (result.outcome === 'sent' && result.providerId === 'm1')).toBe(
      true,
    );
    twice.close();
  });
});

describe('settings of channels', () => {
  const smtp = { host: 'mail.bilim.kz', port: 465, security: 'tls', from: 'a@bilim.kz' };

  it('without TLS or https to this machine only', () => {
    const url = (text: string) => gatewaySettings.safeParse({ url: text }).success;
    for (const good of [
      'https://sms.kz/x',
      'http://127.0.0.1:8080/',
      'http://localhost/',
      'http://[::1]:1/',
    ]) {
      expect([good, url(good)]).toEqual([good, true]);
    }
    for (const bad of [
      'http://sms.kz/',
      'http://127.0.0.1.evil.kz/',
      'http://localhost.evil.kz/',
      'https://user:secret@sms.kz/',
      'ftp://127.0.0.1/',
      'file:///etc/passwd',
      'sms.kz',
    ]) {
      expect([bad, url(bad)]).toEqual([bad, false]);
    }
    expect(smtpSettings.safeParse(smtp).success).toBe(true);
    expect(smtpSettings.safeParse({ ...smtp, security: 'none' }).success).toBe(false);
    expect(smtpSettings.safeParse({ ...smtp, security: 'none', host: '127.0.0.1' }).success).toBe(true);
  });

  it('no header hides in them, no secret stands in them, no attempt outlasts a lease', () => {
    for (const bad of [
      { from: 'a@bilim.kz\r\nBcc: x@y.kz' },
      { from: 'a@bilim.kz, b@bilim.kz' },
      { fromName: 'Білім\r\nBcc: x@y.kz' },
      { host: 'mail\n.kz' },
      { user: 'a\0b' },
      { password: 'secret' },
      { timeoutSeconds: 60 },
    ]) {
      expect([bad, smtpSettings.safeParse({ ...smtp, ...bad }).success]).toEqual([bad, false]);
    }
    expect(openChannel('email', { url: 'https://x.kz' }, null)).toBeNull();
  });
});
