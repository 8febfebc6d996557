/** Real lines, broken at the other end while a call is under way. */
import { createORPCClient } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { Connection } from '../../../renderer/connection.ts';
import { DeskError } from '../../../renderer/desk-error.ts';
import { type Dial, dialSocket, wireOfPort } from '../../../renderer/transport.ts';

interface Client {
  session: { state(): Promise<unknown> };
}
const client = (connection: Connection) => createORPCClient(connection) as unknown as Client;
const code = (error: unknown) => (error instanceof DeskError ? error.code : String(error));

/** The code of a call that the other end has heard and never answers, for `cut` ends the line. */
async function cutWhileAsking(dial: Dial, heard: Promise<unknown>, cut: () => void): Promise<string> {
  const connection = new Connection(dial);
  connection.start();
  const call = client(connection).session.state().then(String, code);
  await heard;
  cut();
  try {
    return await call;
  } finally {
    connection.stop();
  }
}

/** A socket as a browser has it: between two listeners of one event, what the first one promised goes on. */
class BrowserSocket {
  static readonly OPEN = 1;
  static last: BrowserSocket | null = null;
  readyState = 0;
  readonly sent: unknown[] = [];
  readonly #listeners: (readonly [string, (event: Event) => void])[] = [];

  constructor() {
    BrowserSocket.last = this;
    setTimeout(() => void this.#tell('open', 1));
  }
  addEventListener(type: string, listener: (event: Event) => void): void {
    this.#listeners.push([type, listener]);
  }
  removeEventListener(type: string, listener: (event: Event) => void): void {
    const at = this.#listeners.findIndex(([of, which]) => of === type && which === listener);
    if (at !== -1) this.#listeners.splice(at, 1);
  }
  send(message: unknown): void {
    this.sent.push(message);
  }
  close(): void {
    void this.#tell('close', 3);
  }
  async #tell(type: string, readyState: number): Promise<void> {
    this.readyState = readyState;
    for (const [of, listener] of [...this.#listeners]) {
      if (of !== type) continue;
      listener(new Event(type));
      for (let i = 0; i < 50; i++) await Promise.resolve();
    }
  }
}

describe('a line that breaks while a call is under way', () => {
  let server: WebSocketServer;
  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => {
    server.close();
  });

  it('says so, over a socket: nobody knows what came of the call, so it is no fault of the program', async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('NO_PORT');
    const heard = new Promise((resolve) => {
      server.on('connection', (socket) => socket.once('message', () => resolve(socket)));
    });
    const answer = await cutWhileAsking(
      () => dialSocket(`ws://127.0.0.1:${address.port}/rpc`),
      heard,
      () => {
        for (const socket of server.clients) socket.terminate();
      },
    );
    expect(answer).toBe('CONNECTION_LOST');
  });

  it('says so, whoever hears of the end first', async () => {
    vi.stubGlobal('WebSocket', BrowserSocket);
    try {
      const heard = vi.waitFor(() => expect(BrowserSocket.last?.sent).toHaveLength(1));
      const answer = await cutWhileAsking(
        () => dialSocket('ws://here/rpc'),
        heard,
        () => BrowserSocket.last?.close(),
      );
      expect(answer).toBe('CONNECTION_LOST');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('says so, over a port', async () => {
    const { port1, port2 } = new MessageChannel();
    const heard = new Promise((resolve) => port2.addEventListener('message', resolve, { once: true }));
    port2.start();
    const answer = await cutWhileAsking(
      () => Promise.resolve(wireOfPort(port1)),
      heard,
      () => port2.close(),
    );
    expect(answer).toBe('CONNECTION_LOST');
  });
});
