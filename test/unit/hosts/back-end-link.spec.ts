import { EventEmitter, once } from 'node:events';
import type { ParentPort } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostServices } from '../../../main/host.ts';
import { linkBackEnd, type StartLinked } from '../../../main/host-electron/back-end-link.ts';
import type { FromBackEnd, ToBackEnd } from '../../../main/host-electron/messages.ts';
import { MessageChannelMain, type MessagePortMain } from '../../fakes/electron.ts';

class FakeParent extends EventEmitter {
  readonly sent: FromBackEnd[] = [];
  postMessage(message: FromBackEnd): void {
    this.sent.push(message);
  }
  tell(data: ToBackEnd, ...ports: MessagePortMain[]): void {
    this.emit('message', { data, ports });
  }
  types(): string[] {
    return this.sent.map((message) => message.type);
  }
}

let parent: FakeParent;
let exits: number[];
let host: HostServices;
const upgraded: { port: unknown; window: string }[] = [];
const close = vi.fn(async () => undefined);
const options = { dataFolder: '/d', databaseUrl: null };

async function start(startBackEnd?: StartLinked): Promise<void> {
  const real: StartLinked = async (given, services) => {
    expect(given).toEqual(options);
    host = services;
    return { upgradePort: (port, info) => void upgraded.push({ port, window: info.window }), close };
  };
  linkBackEnd(parent as unknown as ParentPort, startBackEnd ?? real, (code) => exits.push(code));
  parent.tell({ type: 'start', options });
  await vi.waitFor(() => expect(parent.sent).not.toEqual([]));
}

beforeEach(() => {
  parent = new FakeParent();
  exits = [];
  upgraded.length = 0;
  close.mockReset();
});

describe('the back end in its utility process', () => {
  it('says when it is ready, and serves the windows whose ports it is given', async () => {
    await start();
    expect(parent.types()).toEqual(['ready']);
    const { port1, port2 } = new MessageChannelMain();
    // Said before the back end listens, as the page does: nothing of it may be lost.
    port2.postMessage('first');
    parent.tell({ type: 'window', window: 'electron-1' }, port1);
    expect(upgraded).toEqual([{ port: port1, window: 'electron-1' }]);
    expect((await once(port1, 'message'))[0].data).toBe('first');
  });

  it('tells the code of a failed start and never its text', async () => {
    await start(async () => {
      throw Object.assign(new Error('Асанов Асан 900101300123'), { code: 'DB_IN_USE' });
    });
    expect(parent.sent).toEqual([{ type: 'failed', code: 'DB_IN_USE' }]);
    parent = new FakeParent();
    await start(async () => {
      throw new Error('Асанов Асан 900101300123');
    });
    expect(parent.sent).toEqual([{ type: 'failed', code: 'START_FAILED' }]);
  });

  it('closes its database before it ends', async () => {
    await start();
    let finish = (): void => undefined;
    close.mockImplementation(() => new Promise((done) => (finish = () => done(undefined))));
    parent.tell({ type: 'stop' });
    await new Promise((done) => setImmediate(done));
    expect(exits).toEqual([]);
    finish();
    await vi.waitFor(() => expect(exits).toEqual([0]));
  });

  it('ends with 1 if closing failed', async () => {
    await start();
    close.mockRejectedValue(new Error());
    parent.tell({ type: 'stop' });
    await vi.waitFor(() => expect(exits).toEqual([1]));
  });

  it('hears of a locked screen, until it no longer listens', async () => {
    await start();
    const heard: string[] = [];
    const stop = host.onLock((reason) => heard.push(reason));
    parent.tell({ type: 'lock', reason: 'suspend' });
    stop();
    parent.tell({ type: 'lock', reason: 'lock-screen' });
    expect(heard).toEqual(['suspend']);
  });

  it('asks for dialogs, each answer to its own question', async () => {
    await start();
    const first = host.openFileDialog?.({ kind: 'key' });
    const second = host.saveFile?.({ name: 'a.pdf', content: new Uint8Array([1]) });
    const ids = parent.sent.flatMap((m) => ('id' in m ? [m.id] : []));
    expect(parent.types()).toEqual(['ready', 'open-file', 'save-file']);
    parent.tell({ type: 'dialog', id: ids[1] ?? 0, path: '/b.pdf' });
    parent.tell({ type: 'dialog', id: ids[0] ?? 0, path: null });
    expect(await first).toBeNull();
    expect(await second).toBe('/b.pdf');
  });
});

describe('a signer seen from the back end', () => {
  it('gets what was said before its port came, in order, and answers over it', async () => {
    await start();
    const signer = host.spawnSigner();
    signer.postMessage('one');
    signer.postMessage('two');
    const { port1, port2 } = new MessageChannelMain();
    const got: unknown[] = [];
    port1.on('message', (event: { data: unknown }) => got.push(event.data));
    port1.start();
    expect(parent.sent.at(-1)).toEqual({ type: 'spawn-signer', id: 1 });
    parent.tell({ type: 'signer', id: 1 }, port2);
    signer.postMessage('three');
    await vi.waitFor(() => expect(got).toEqual(['one', 'two', 'three']));
    const answer = new Promise((done) => signer.on('message', done));
    port1.postMessage('signed');
    expect(await answer).toBe('signed');
  });

  it('is killed by the main process; its exit is told once, and late listeners hear it too', async () => {
    await start();
    const signer = host.spawnSigner();
    const exits: (number | null)[] = [];
    signer.on('exit', (code) => exits.push(code));
    signer.kill();
    expect(parent.sent.at(-1)).toEqual({ type: 'kill-signer', id: 1 });
    parent.tell({ type: 'signer-exit', id: 1, code: null });
    parent.tell({ type: 'signer-exit', id: 1, code: 0 });
    expect(exits).toEqual([null]);
    expect(await new Promise((done) => signer.on('exit', done))).toBeNull();
    expect(() => signer.postMessage('anyone?')).not.toThrow();
  });

  it('whose port comes after its end is not joined', async () => {
    await start();
    host.spawnSigner();
    parent.tell({ type: 'signer-exit', id: 1, code: 1 });
    const { port1, port2 } = new MessageChannelMain();
    const closed = once(port1, 'close');
    parent.tell({ type: 'signer', id: 1 }, port2);
    await closed;
  });
});
