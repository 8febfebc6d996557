/** One call of the contract over each transport, beside a bare echo of as many bytes over the same kind of line. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocketServer } from 'ws';
import { type Backend, startBackend } from '../../main/backend.ts';
import { spawnSignerProcess } from '../../main/host-web/signer-process.ts';
import type { Client } from '../../preload/contract/index.ts';
import { type Result, result, timeBeside } from './measure.ts';

const CALLS = 1500;

export async function benchContract(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kezek-bench-'));
  const backend = await startBackend({
    dataFolder: folder,
    demo: false,
    host: { spawnSigner: () => spawnSignerProcess(), onLock: () => () => undefined },
    jobs: false,
  });
  try {
    return [await overSocket(backend), await overPort(backend)];
  } finally {
    await backend.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Measures `session.state`: small, and the first call every window makes. */
async function line(name: string, client: Client, echo: () => Promise<unknown>): Promise<Result> {
  const state = await client.session.state();
  if (state.session !== null) throw new Error('the bench must run signed out');
  const taken = await timeBeside(() => client.session.state(), echo, CALLS);
  return result(name, taken.subject, { baseline: { name: 'bare echo', samples: taken.baseline } });
}

async function overSocket(backend: Backend): Promise<Result> {
  const desk = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const bare = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  desk.on('connection', (socket) => backend.upgradeSocket(socket));
  bare.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await Promise.all([once(desk, 'listening'), once(bare, 'listening')]);
  const open = async (server: WebSocketServer): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(socket, 'open');
    return socket;
  };
  const socket = await open(desk);
  const echo = await open(bare);
  const client: Client = createORPCClient(new SocketLink({ websocket: socket }));
  const payload = JSON.stringify(await client.session.state());
  const answered = await line('one call over WebSocket', client, async () => {
    echo.send(payload);
    await once(echo, 'message');
  });
  socket.close();
  echo.close();
  desk.close();
  bare.close();
  return answered;
}

async function overPort(backend: Backend): Promise<Result> {
  const desk = new MessageChannel();
  const bare = new MessageChannel();
  backend.upgradePort(desk.port2 as never);
  desk.port2.start();
  bare.port2.on('message', (data: unknown) => bare.port2.postMessage(data));
  desk.port1.start();
  bare.port1.start();
  const client: Client = createORPCClient(
    new PortLink({ port: desk.port1 as unknown as globalThis.MessagePort }),
  );
  const payload = JSON.stringify(await client.session.state());
  const answer = (port: MessagePort) => new Promise((resolve) => port.once('message', resolve));
  const answered = await line('one call over MessagePort', client, async () => {
    bare.port1.postMessage(payload);
    await answer(bare.port1);
  });
  for (const port of [desk.port1, bare.port1]) port.close();
  return answered;
}
