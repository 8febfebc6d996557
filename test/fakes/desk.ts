/** A running back end with clients over both transports, as a window has one. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocketServer } from 'ws';
import { type Backend, type StartOptions, startBackend } from '../../main/backend.ts';
import type { SignerChannel } from '../../main/host.ts';
import { spawnSignerProcess } from '../../main/host-web/signer-process.ts';
import type { Log } from '../../main/log.ts';
import type { Client, Session } from '../../preload/contract/index.ts';
import { NOW, type OfficerName, PASSWORD } from './office.ts';

/** A clock the test moves. */
export interface TestClock {
  now(): Date;
  advance(ms: number): void;
  set(at: Date): void;
}

export function testClock(start: Date = NOW): TestClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
    set: (at) => {
      now = at.getTime();
    },
  };
}

export interface TestDesk {
  readonly backend: Backend;
  readonly clock: TestClock;
  readonly logged: readonly string[];
  /** Signer processes started, and whether each is still alive. */
  readonly signers: readonly { readonly channel: SignerChannel; alive: boolean }[];
  /** A window over a MessagePort. `tap` sees every message to the window as it crosses. */
  port(tap?: (message: unknown) => void): Client;
  /** A window over a real WebSocket. */
  socket(tap?: (message: unknown) => void): Promise<Client>;
  close(): Promise<void>;
}

export async function startDesk(
  options: Partial<StartOptions> & { readonly dataFolder: string; readonly clock?: TestClock },
): Promise<TestDesk> {
  const clock = options.clock ?? testClock();
  const logged: string[] = [];
  const log: Log = {
    info: (code, fields) => logged.push(JSON.stringify({ code, ...fields })),
    error: (code, fields) => logged.push(JSON.stringify({ code, ...fields })),
  };
  const signers: { channel: SignerChannel; alive: boolean }[] = [];
  const backend = await startBackend({
    jobs: false,
    log,
    host: {
      spawnSigner: () => {
        const one = { channel: spawnSignerProcess(), alive: true };
        one.channel.on('exit', () => {
          one.alive = false;
        });
        signers.push(one);
        return one.channel;
      },
      onLock: () => () => undefined,
    },
    ...options,
    clock,
  });
  const closers: (() => void)[] = [];
  return {
    backend,
    clock,
    logged,
    signers,
    port(tap) {
      const { port1, port2 } = new MessageChannel();
      backend.upgradePort(port2 as never);
      port2.start();
      port1.start();
      if (tap !== undefined) port1.on('message', tap);
      closers.push(() => port1.close());
      return createORPCClient(new PortLink({ port: port1 as unknown as MessagePort }));
    },
    async socket(tap) {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
      server.on('connection', (socket) => backend.upgradeSocket(socket));
      await once(server, 'listening');
      const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await once(socket, 'open');
      if (tap !== undefined) socket.addEventListener('message', (event) => tap(event.data));
      closers.push(() => {
        socket.close();
        server.close();
      });
      return createORPCClient(new SocketLink({ websocket: socket }));
    },
    async close() {
      for (const close of closers) close();
      await backend.close();
    },
  };
}

/** Signs an officer of the test office in. `post` picks among several by role. */
export async function signIn(
  client: Client,
  officer: OfficerName,
  { role, keepOpenMinutes = 15 }: { readonly role?: string; readonly keepOpenMinutes?: number } = {},
): Promise<Session> {
  await client.session.keys({ refresh: false });
  const opened = await client.session.openKey({ keyId: officer, password: PASSWORD });
  const post = opened.posts.find((one) => role === undefined || one.role === role);
  if (post === undefined) throw new Error('NO_POST');
  return await client.session.enter({ ticket: opened.ticket, postId: post.postId, keepOpenMinutes });
}
