import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MessageChannelMain } from '../../fakes/electron.ts';

/** The real signer over the port it is handed, with the process's own exits held back. */
const parent = new EventEmitter();
const exits: (number | undefined)[] = [];

beforeEach(() => {
  vi.resetModules();
  exits.length = 0;
  parent.removeAllListeners();
  Object.defineProperty(process, 'parentPort', { value: parent, configurable: true });
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exits.push(Number(code ?? 0));
    return undefined as never;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(process, 'parentPort');
});

it('speaks over the port of the back end, not to the main process, and ends when that port closes', async () => {
  const toMain = vi.fn();
  Object.assign(parent, { postMessage: toMain });
  await import('../../../main/host-electron/signer.ts');
  const { port1, port2 } = new MessageChannelMain();
  const got: { type: string; code?: string }[] = [];
  port1.on('message', (event: { data: { type: string } }) => got.push(event.data));
  port1.start();
  // Posted before the signer listens: it must not be lost.
  port1.postMessage({
    type: 'open',
    id: 1,
    source: { bytes: new Uint8Array([1, 2, 3]) },
    password: 'Qwerty12',
    purpose: null,
    at: null,
  });
  parent.emit('message', { data: null, ports: [port2] });
  await vi.waitFor(() => expect(got.map((m) => m.type)).toEqual(['ready', 'error']), { timeout: 10_000 });
  expect(got[1]?.code).toMatch(/^KEY_/);
  expect(JSON.stringify(got)).not.toContain('Qwerty12');
  expect(toMain).not.toHaveBeenCalled();
  expect(exits).toEqual([]);
  port1.close();
  await vi.waitFor(() => expect(exits).toEqual([0]));
});
