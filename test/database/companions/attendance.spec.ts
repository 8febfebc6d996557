/** Changes of companions on their way out: a folder, and real local servers that fail, stall, refuse and answer twice. */

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendAttendance } from '../../../main/attendance/send.ts';
import type { AttendanceSettings } from '../../../main/attendance/settings.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { deskOf } from '../queue/officer.ts';
import { enrolled, permits } from './companion-world.ts';

interface Got {
  readonly key: string;
  readonly token: string | undefined;
  readonly body: Record<string, unknown>;
}
type Answer = (request: IncomingMessage, response: ServerResponse, got: Got) => void;

/** A real server on this machine; `answer` says what it does to each request. */
class AttendanceServer {
  readonly got: Got[] = [];
  answer: Answer = (_request, response) => response.writeHead(204).end();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        const got = {
          key: String(request.headers['idempotency-key']),
          token: request.headers.authorization,
          body: JSON.parse(text) as Record<string, unknown>,
        };
        this.got.push(got);
        this.answer(request, response, got);
      });
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/companions`;
  }
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }
}

describe.each(ENGINES)('attendance on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let server: AttendanceServer;
  const folders: string[] = [];

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    server = new AttendanceServer();
    await server.listen();
  });
  afterEach(() => {
    server.got.length = 0;
    server.answer = (_request, response) => response.writeHead(204).end();
  });
  afterAll(async () => {
    await server.close();
    await test.close();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  const push = (timeoutMs = 2_000): AttendanceSettings => ({
    folder: null,
    push: { url: server.url, token: 'sezam', timeoutMs },
  });
  const send = (settings: AttendanceSettings) => sendAttendance(deskOf(world), settings);
  /** Where the newest change of a child's applicant stands. */
  async function state(a: { readonly id: string }, channel: 'file' | 'http') {
    const [row] = await world.rows<{ state: string; error: string | null; attempts: number; wait: string }>(
      `select d.state, d.error, d.attempts, round(extract(epoch from d.next_attempt_at - kezek.now())) as wait
        from attendance_delivery d join attendance_outbox o on o.id = d.outbox_id join companion_permit p on p.id = o.permit_id
        where p.application_id = ${a.id} and d.channel = '${channel}' order by o.id desc limit 1`,
    );
    return row;
  }
  const again = (): Promise<void> =>
    test.tamper(
      `update attendance_delivery set next_attempt_at = now() - interval '1 second' where state = 'failed'`,
    );
  /** Everything that is due goes out, so that a test sees its own only. */
  const drain = async (): Promise<void> => {
    await again();
    await send(push());
    server.got.length = 0;
  };

  it('tells of a companion all that is needed at the door, and once', async () => {
    const { a } = await enrolled(world);
    expect(await send(push())).toEqual({ sent: 1, failed: 0 });
    expect(await send(push())).toEqual({ sent: 0, failed: 0 });
    const [got] = server.got;
    expect(server.got.length).toBe(1);
    expect(got?.token).toBe('Bearer sezam');
    expect(got?.key).toMatch(/^[0-9a-f-]{36}-\d+$/);
    expect(got?.body).toMatchObject({
      format: 'kezek-companion-1',
      kind: 'allow',
      kindergarten_bin: '000000000004',
      companion: { iin: a.applicantIin, phone: a.phone, relation: 'mother', applicant: true },
      valid_to: null,
    });
    expect(Object.keys(got?.body ?? {})).toEqual([
      'format',
      'change',
      'kind',
      'permit',
      'at',
      'kindergarten_bin',
      'child',
      'companion',
      'valid_from',
      'valid_to',
    ]);
    expect(await state(a, 'http')).toMatchObject({ state: 'sent', error: null });
  });

  it('a server that fails is asked again later, with the same key, and the rest of the queue waits with it', async () => {
    await drain();
    const [one, two] = [await enrolled(world), await enrolled(world)];
    server.answer = (_request, response) =>
      response.writeHead(503, { 'retry-after': '120' }).end('overloaded');
    expect(await send(push())).toEqual({ sent: 0, failed: 2 });
    expect(server.got.length).toBe(1);
    const first = server.got[0]?.key;
    const standing = await state(one.a, 'http');
    expect(standing).toMatchObject({ state: 'failed', error: 'ATTENDANCE_STATUS_503', attempts: 1 });
    expect(Number(standing?.wait)).toBeGreaterThan(100);
    expect(await state(two.a, 'http')).toMatchObject({ state: 'failed' });
    // Not before its time.
    expect(await send(push())).toEqual({ sent: 0, failed: 0 });
    await again();
    server.answer = (_request, response) => response.writeHead(200).end('{}');
    expect(await send(push())).toEqual({ sent: 2, failed: 0 });
    expect(server.got[1]?.key).toBe(first);
    expect(await state(one.a, 'http')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('a server that stalls is left after its time, head or body', async () => {
    await drain();
    const { a } = await enrolled(world);
    server.answer = () => undefined;
    const began = Date.now();
    expect(await send(push(300))).toEqual({ sent: 0, failed: 1 });
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await state(a, 'http')).toMatchObject({ state: 'failed', error: 'ATTENDANCE_TIMEOUT' });
    // An answer whose body never ends is an answer all the same.
    await again();
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    };
    expect(await send(push(300))).toEqual({ sent: 1, failed: 0 });
  });

  it('an answer that was lost: the change comes twice under one key, and is one', async () => {
    await drain();
    const { a } = await enrolled(world);
    const known = new Set<string>();
    let taken = 0;
    server.answer = (request, response, { key }) => {
      if (!known.has(key)) taken += 1;
      const isFirst = known.size === 0;
      known.add(key);
      if (isFirst) request.socket.destroy();
      else response.writeHead(200).end();
    };
    expect(await send(push())).toEqual({ sent: 0, failed: 1 });
    expect(await state(a, 'http')).toMatchObject({ state: 'failed', error: 'ATTENDANCE_UNREACHABLE' });
    await again();
    expect(await send(push())).toEqual({ sent: 1, failed: 0 });
    expect([server.got.length, taken]).toEqual([2, 1]);
  });

  it('a change that is refused holds nobody up and is not sent again by itself; an officer may have it sent', async () => {
    await drain();
    const [one, two] = [await enrolled(world), await enrolled(world)];
    server.answer = (_request, response, { body }) => {
      const { iin } = body.companion as { iin: string };
      response.writeHead(iin === one.a.applicantIin ? 422 : 200).end();
    };
    expect(await send(push())).toEqual({ sent: 1, failed: 1 });
    expect(await state(one.a, 'http')).toMatchObject({ state: 'refused', error: 'ATTENDANCE_STATUS_422' });
    expect(await state(two.a, 'http')).toMatchObject({ state: 'sent' });
    await again();
    expect(await send(push())).toEqual({ sent: 0, failed: 0 });
    const delivery = `(select max(o.id) from attendance_outbox o join companion_permit p on p.id = o.permit_id where p.application_id = ${one.a.id})`;
    const set = (value: string) =>
      `update attendance_delivery set state = '${value}' where outbox_id = ${delivery}`;
    expect(await world.clerk(set('superseded'))).toBe('attendance_step');
    expect(await world.clerk(set('refused'))).toBe('attendance_step');
    expect(await world.as(world.mini.neighbour, set('waiting'))).toBe(0);
    expect(await world.clerk(set('waiting'))).toBe(1);
    expect(await world.clerk(set('waiting'))).toBe('attendance_step');
    server.answer = (_request, response) => response.writeHead(200).end();
    expect(await send(push())).toEqual({ sent: 1, failed: 0 });
  });

  it('follows no redirect and goes on trying where the address or the token is wrong', async () => {
    await drain();
    const { a } = await enrolled(world);
    for (const status of [301, 307, 401, 403, 404]) {
      server.answer = (_request, response) =>
        response.writeHead(status, { location: server.url.replace('companions', 'elsewhere') }).end();
      expect(await send(push())).toEqual({ sent: 0, failed: 1 });
      expect(await state(a, 'http')).toMatchObject({ state: 'failed', error: `ATTENDANCE_STATUS_${status}` });
      await again();
    }
    expect(server.got.length).toBe(5);
  });

  it('what is out of date before it went out does not go', async () => {
    await drain();
    const { a } = await enrolled(world);
    server.answer = (_request, response) => response.writeHead(500).end();
    await send(push());
    const [own] = await permits(world, a);
    await world.owner((tx) =>
      sql
        .raw(`update companion_permit set state = 'ended', cause = 'child_left' where id = ${own?.id}`)
        .execute(tx),
    );
    server.got.length = 0;
    server.answer = (_request, response) => response.writeHead(200).end();
    await again();
    await send(push());
    expect(server.got.map(({ body }) => body.kind)).toEqual(['stop']);
    expect(
      await world.rows(
        `select d.state from attendance_delivery d join attendance_outbox o on o.id = d.outbox_id where o.permit_id = ${own?.id} order by o.id`,
      ),
    ).toEqual([{ state: 'superseded' }, { state: 'sent' }]);
  });

  describe('the file feed', () => {
    const folder = async (): Promise<string> => {
      const made = await mkdtemp(join(tmpdir(), 'kezek-feed-'));
      folders.push(made);
      return made;
    };
    const feed = (where: string): AttendanceSettings => ({ folder: where, push: null });

    it('begins with everybody who may take a child, then tells changes; whole files of JSON lines, no half ones', async () => {
      const { a } = await enrolled(world);
      const where = await folder();
      const { sent } = await send(feed(where));
      const good = await world.number(`select count(*) from companion_permit where state = 'approved'`);
      expect(sent).toBe(good);
      const [name = '', ...none] = await readdir(where);
      expect(none).toEqual([]);
      expect(name).toMatch(/^companions-\d{12}\.jsonl$/);
      const text = await readFile(join(where, name), 'utf8');
      expect(text.endsWith('}\n')).toBe(true);
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.length).toBe(good);
      expect(new Set(lines.map(({ permit }) => permit)).size).toBe(good);
      expect(await state(a, 'file')).toMatchObject({ state: 'sent' });
      const [own] = await permits(world, a);
      await world.owner((tx) =>
        sql.raw(`update companion_permit set state = 'suspended' where id = ${own?.id}`).execute(tx),
      );
      expect(await send(feed(where))).toEqual({ sent: 1, failed: 0 });
      const files = (await readdir(where)).toSorted();
      expect(files.length).toBe(2);
      expect(JSON.parse(await readFile(join(where, files[1] ?? ''), 'utf8'))).toMatchObject({
        kind: 'stop',
        permit: own?.id,
      });
    });

    it('a folder that is not there, or is a file, is told and tried again', async () => {
      const where = await folder();
      const { a } = await enrolled(world);
      const missing = join(where, 'missing');
      expect(await send(feed(missing))).toEqual({ sent: 0, failed: 1 });
      expect(await state(a, 'file')).toMatchObject({ state: 'failed', error: 'ATTENDANCE_FOLDER' });
      await writeFile(missing, 'a file');
      await again();
      expect(await send(feed(missing))).toEqual({ sent: 0, failed: 1 });
      await again();
      expect(await send(feed(where))).toEqual({ sent: 1, failed: 0 });
      expect((await readdir(where)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });

    it('a batch whose desk died is written again under its own name, the same', async () => {
      const where = await folder();
      await enrolled(world);
      const { takeChanges } = await import('../../../db/queries/attendance.ts');
      const taken = await test.desk.write('system', (tx) => takeChanges(tx, 'file', 10, 60));
      expect(taken.length).toBe(1);
      // Another desk meanwhile: that batch is not its own, and a newer change is.
      const later = await enrolled(world);
      expect(await send(feed(where))).toEqual({ sent: 1, failed: 0 });
      expect(await state(later.a, 'file')).toMatchObject({ state: 'sent' });
      await test.tamper(
        `update attendance_delivery set lease_until = now() - interval '1 second' where state = 'sending'`,
      );
      expect(await send(feed(where))).toEqual({ sent: 1, failed: 0 });
      const name = `companions-${String(taken[0]?.batch).padStart(12, '0')}.jsonl`;
      expect(await readFile(join(where, name), 'utf8')).toBe(`${taken[0]?.body}\n`);
      expect((await readdir(where)).length).toBe(2);
    });
  });
});
