import { createORPCClient } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backOff, Connection } from '../../../renderer/connection.ts';
import { DeskError } from '../../../renderer/desk-error.ts';
import type { Wire } from '../../../renderer/transport.ts';

type Answer = (path: string, signal: AbortSignal | undefined) => Promise<unknown>;

/** A line whose other end the test holds. */
function fakeWire(answer: Answer) {
  const callbacks: (() => void)[] = [];
  let open = true;
  const wire: Wire = {
    link: { call: (path, _input, options) => answer(path.join('.'), options.signal) },
    onClose: (callback) => callbacks.push(callback),
    isOpen: () => open,
    close: () => {},
  };
  return {
    wire,
    drop: () => {
      open = false;
      for (const callback of callbacks) callback();
    },
  };
}

interface Client {
  session: { state(): Promise<unknown>; openKey(): Promise<unknown> };
}
const client = (connection: Connection) => createORPCClient(connection) as unknown as Client;
const settle = () => vi.advanceTimersByTimeAsync(0);
const code = (error: unknown) => (error instanceof DeskError ? error.code : String(error));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('back-off', () => {
  it('grows and then stays', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map(backOff);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000]);
  });
});

describe('the line', () => {
  it('holds calls made before the first connection and answers them after', async () => {
    let connected: (wire: Wire) => void = () => {};
    const connection = new Connection(() => new Promise((resolve) => (connected = resolve)));
    connection.start();
    const call = client(connection).session.state();
    await settle();
    connected(fakeWire(async (path) => path).wire);
    await expect(call).resolves.toBe('session.state');
    connection.stop();
  });

  it('fails what is under way when it is lost, and what is asked while it is lost', async () => {
    const { wire, drop } = fakeWire(() => new Promise(() => {}));
    const connection = new Connection(vi.fn().mockResolvedValueOnce(wire).mockRejectedValue(new Error('no')));
    connection.start();
    await settle();
    const call = client(connection).session.state().catch(code);
    await settle();
    drop();
    expect(await call).toBe('CONNECTION_LOST');
    expect(await client(connection).session.state().catch(code)).toBe('CONNECTION_LOST');
    connection.stop();
  });

  it('counts down, tries again with growing waits, and comes back', async () => {
    const first = fakeWire(async () => 1);
    const second = fakeWire(async () => 2);
    const dial = vi
      .fn()
      .mockResolvedValueOnce(first.wire)
      .mockRejectedValueOnce(new Error('no'))
      .mockRejectedValueOnce(new Error('no'))
      .mockResolvedValueOnce(second.wire);
    const connection = new Connection(dial);
    connection.start();
    await settle();
    const start = Date.now();
    first.drop();
    expect(connection.state).toMatchObject({ kind: 'lost', retryAt: start + 1000, since: start });
    await vi.advanceTimersByTimeAsync(1000);
    expect(connection.state).toMatchObject({ kind: 'lost', retryAt: start + 3000, since: start });
    await vi.advanceTimersByTimeAsync(2000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(connection.state).toEqual({ kind: 'open' });
    expect(dial).toHaveBeenCalledTimes(4);
    await expect(client(connection).session.state()).resolves.toBe(2);
    connection.stop();
  });

  it('tries at once when asked to', async () => {
    const first = fakeWire(async () => 1);
    const dial = vi
      .fn()
      .mockResolvedValueOnce(first.wire)
      .mockResolvedValueOnce(fakeWire(async () => 2).wire);
    const connection = new Connection(dial);
    connection.start();
    await settle();
    first.drop();
    connection.retryNow();
    await settle();
    expect(connection.state.kind).toBe('open');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(dial).toHaveBeenCalledTimes(2);
    connection.stop();
  });

  it('ignores the end of a line it has already left', async () => {
    const first = fakeWire(async () => 1);
    const second = fakeWire(async () => 2);
    const connection = new Connection(
      vi.fn().mockResolvedValueOnce(first.wire).mockResolvedValueOnce(second.wire),
    );
    connection.start();
    await settle();
    first.drop();
    await vi.advanceTimersByTimeAsync(1000);
    first.drop();
    expect(connection.state.kind).toBe('open');
    connection.stop();
  });
});

describe('deadlines', () => {
  it('fail a call that is never answered, later for those that honestly take longer', async () => {
    const connection = new Connection(async () => fakeWire(() => new Promise(() => {})).wire);
    connection.start();
    await settle();
    const short = client(connection).session.state().catch(code);
    const long = client(connection).session.openKey().catch(code);
    const ended: string[] = [];
    void short.then((value) => ended.push(`short ${value}`));
    void long.then((value) => ended.push(`long ${value}`));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(ended).toEqual(['short TIMEOUT']);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(ended).toEqual(['short TIMEOUT', 'long TIMEOUT']);
    connection.stop();
  });

  it('do not cut a stream that has begun', async () => {
    let given: AbortSignal | undefined;
    const connection = new Connection(
      async () =>
        fakeWire(async (_path, signal) => {
          given = signal;
          return 'stream';
        }).wire,
    );
    connection.start();
    await settle();
    await client(connection).session.state();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(given?.aborted).toBe(false);
    connection.stop();
  });
});
