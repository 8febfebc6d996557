/** The registry's gateway against a real server that stalls, fails, answers twice as long as it may, and rubbish. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../main/log.ts';
import { gatewayRegistry } from '../../../main/registry/gateway.ts';
import type { CivilRegistry } from '../../../main/registry/registry.ts';
import { isSafeRegistryUrl } from '../../../main/registry/safe-url.ts';

const PARENT = '880217300140';
const CHILD = '210308500209';
const confirmed = { answer: 'confirmed', parentIin: PARENT, childIin: CHILD, role: 'father' };
const UNREACHABLE = { answer: 'unreachable', role: null };

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

describe('the registry’s gateway', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  let asked: { path: string; body: string; method: string }[];
  let logged: string[];
  let now: number;
  const log: Log = {
    info: (code, fields) => logged.push(JSON.stringify({ code, ...fields })),
    error: (code, fields) => logged.push(JSON.stringify({ code, ...fields })),
  };

  beforeEach(async () => {
    asked = [];
    logged = [];
    now = Date.parse('2026-04-16T07:00:00Z');
    server = createServer(async (request, response) => {
      const body = await text(request);
      asked.push({ path: request.url ?? '', body, method: request.method ?? '' });
      answer(request, response, body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registry`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const registry = (timeoutMs = 2000): CivilRegistry =>
    gatewayRegistry({ url, timeoutMs, log, now: () => new Date(now), backoffMs: 1 });
  const json =
    (body: unknown, status = 200): Answer =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };

  it('asks by POST with the IINs in the body, and believes an agreed answer', async () => {
    answer = json(confirmed);
    expect(await registry().kinship(PARENT, CHILD)).toEqual({ answer: 'confirmed', role: 'father' });
    expect(asked).toEqual([
      {
        path: '/registry/kinship',
        method: 'POST',
        body: JSON.stringify({ parentIin: PARENT, childIin: CHILD }),
      },
    ]);
    const person = {
      surname: 'Бекежан',
      givenName: 'Нұрлан',
      patronymic: null,
      birthDate: '1988-02-17',
      sex: 'male',
    };
    answer = json({ answer: 'confirmed', iin: PARENT, person });
    expect(await registry().person(PARENT)).toEqual({ answer: 'confirmed', person });
    answer = json({ answer: 'not_found', iin: PARENT });
    expect(await registry().person(PARENT)).toEqual({ answer: 'not_found', person: null });
    answer = json({ answer: 'differs', parentIin: PARENT, childIin: CHILD });
    expect(await registry().kinship(PARENT, CHILD)).toEqual({ answer: 'differs', role: null });
  });

  it.each<[string, Answer]>([
    ['no JSON', json('<html>OK</html>')],
    ['half a JSON', json('{"answer":"confirmed"')],
    ['nothing', json('')],
    ['an answer without its role', json({ ...confirmed, role: undefined })],
    ['a role nobody has', json({ ...confirmed, role: 'aunt' })],
    ['an answer about another child', json({ ...confirmed, childIin: '210308500219' })],
    ['an answer about another person', json({ ...confirmed, parentIin: '900614400336' })],
    ['a word that is not agreed', json({ ...confirmed, answer: 'yes' })],
    ['its own «unreachable»', json({ ...confirmed, answer: 'unreachable' })],
    ['a long answer', json({ ...confirmed, pad: 'x'.repeat(70_000) })],
    ['201', json(confirmed, 201)],
    ['403', json(confirmed, 403)],
  ])('%s confirms nothing and is not asked again', async (_what, how) => {
    answer = how;
    expect(await registry().kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    expect(asked).toHaveLength(1);
  });

  it('a redirect is not followed: personal data goes where it was meant to go', async () => {
    answer = (request, response, body) => {
      if (request.url?.endsWith('elsewhere')) return json(confirmed)(request, response, body);
      response.writeHead(307, { location: '/elsewhere' });
      response.end();
    };
    expect(await registry().kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    expect(asked.map((one) => one.path)).not.toContain('/elsewhere');
  });

  it('a failing server is asked three times, and the third answer counts', async () => {
    let calls = 0;
    answer = (...args) => json(confirmed, ++calls < 3 ? 503 : 200)(...args);
    expect(await registry().kinship(PARENT, CHILD)).toEqual({ answer: 'confirmed', role: 'father' });
    expect(asked).toHaveLength(3);
    answer = json(confirmed, 500);
    expect(await registry().kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    expect(asked).toHaveLength(6);
  });

  it('a server that stalls, drips or hangs up costs the time-out and confirms nothing', async () => {
    answer = () => undefined;
    const from = Date.now();
    expect(await registry(80).kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    expect(Date.now() - from).toBeGreaterThanOrEqual(3 * 75);
    expect(asked).toHaveLength(3);
    answer = (_request, response) => {
      response.writeHead(200);
      response.write('{"answer":');
    };
    expect(await registry(80).kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    answer = (request) => request.socket.destroy();
    expect(await registry().kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
  });

  it('while it is known to be down nobody asks; after a while one question tries', async () => {
    answer = json('down', 500);
    const one = registry();
    for (let i = 0; i < 4; i++) await one.kinship(PARENT, CHILD);
    expect(asked).toHaveLength(12);
    expect(await one.kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
    expect(await one.person(PARENT)).toEqual({ answer: 'unreachable', person: null });
    expect(asked).toHaveLength(12);
    now += 30_001;
    // Still down: one try opens it again.
    await Promise.all([one.kinship(PARENT, CHILD), one.kinship(PARENT, CHILD)]);
    expect(asked).toHaveLength(15);
    now += 30_001;
    answer = json(confirmed);
    expect(await one.kinship(PARENT, CHILD)).toEqual({ answer: 'confirmed', role: 'father' });
    expect(await one.kinship(PARENT, CHILD)).toEqual({ answer: 'confirmed', role: 'father' });
    expect(asked).toHaveLength(17);
  });

  it('nothing of a family stands in the log', async () => {
    answer = json({ person: PARENT }, 500);
    await registry().kinship(PARENT, CHILD);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join()).not.toMatch(new RegExp(`${PARENT}|${CHILD}|127\\.0\\.0\\.1`));
  });

  it('nobody listens: unreachable', async () => {
    const gone = gatewayRegistry({
      url: 'http://127.0.0.1:9',
      timeoutMs: 300,
      log,
      now: () => new Date(now),
      backoffMs: 1,
    });
    expect(await gone.kinship(PARENT, CHILD)).toEqual(UNREACHABLE);
  });

  it('goes over TLS, or to this machine, and nowhere else', () => {
    for (const fine of [
      'https://registry.kz/api',
      'http://127.0.0.1:8080',
      'http://localhost/x',
      'http://[::1]:1',
    ])
      expect([fine, isSafeRegistryUrl(fine)]).toEqual([fine, true]);
    for (const bad of [
      'http://registry.kz',
      'ftp://127.0.0.1',
      'https://user:secret@registry.kz',
      'https://registry.kz/?iin=1',
      'http://127.0.0.1.evil.kz',
      'javascript:1',
      '',
    ]) {
      expect([bad, isSafeRegistryUrl(bad)]).toEqual([bad, false]);
      expect(() => gatewayRegistry({ url: bad, timeoutMs: 1, log, now: () => new Date() })).toThrow(
        'REGISTRY_URL',
      );
    }
  });
});
