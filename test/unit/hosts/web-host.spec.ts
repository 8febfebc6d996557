import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, openSocket, type RunningHost, runHost, signOn } from './web-fixture.ts';

let running: RunningHost;
beforeAll(async () => {
  running = await runHost();
});
afterAll(() => running.stop());

const origin = (): string => running.host.origin;

describe('web host', () => {
  it('exchanges the one-time address for a strict cookie and goes to the desk', async () => {
    const address = new URL(running.host.mintAddress());
    const answer = await ask(running.port, address.pathname + address.search);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^kezek_${running.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('serves the desk to a session, with a new nonce in page and policy at each load', async () => {
    const cookie = await signOn(running);
    const first = await ask(running.port, '/', { Cookie: cookie });
    const second = await ask(running.port, '/', { Cookie: cookie });
    const nonceOf = (body: string): string | undefined => /nonce="([^"]+)"/.exec(body)?.[1];
    const nonce = nonceOf(first.body) ?? 'none';
    expect(first.status).toBe(200);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(first.body).not.toContain('__NONCE__');
    expect(first.headers['content-security-policy']).toContain(`script-src 'self' 'nonce-${nonce}'`);
    expect(first.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${running.port};`,
    );
    expect(nonceOf(second.body)).not.toBe(nonce);
    expect(first.headers['cache-control']).toBe('no-store');
  });

  it('lets hashed assets be kept for ever and nothing else', async () => {
    const cookie = await signOn(running);
    const script = await ask(running.port, '/assets/index-Bd93kfA_.js', { Cookie: cookie });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    const wasm = await ask(running.port, '/assets/openjpeg.wasm', { Cookie: cookie });
    expect(wasm.headers['content-type']).toBe('application/wasm');
    expect(wasm.headers['cache-control']).toBe('no-cache');
  });

  it('hands an admitted socket to the back end with a window name of its own', async () => {
    const cookie = await signOn(running);
    const before = running.upgraded.length;
    const opened = await openSocket(running.port, { Cookie: cookie, Origin: origin() });
    if (!('socket' in opened)) throw new Error(`refused: ${opened.refused}`);
    const echoed = once(opened.socket, 'message');
    opened.socket.send('салем');
    expect(String((await echoed)[0])).toBe('салем');
    expect(running.upgraded).toHaveLength(before + 1);
    expect(new Set(running.upgraded.map((u) => u.window)).size).toBe(running.upgraded.length);
    opened.socket.terminate();
  });

  it('lets a window that has its session back in through the spent address', async () => {
    const address = new URL(running.host.mintAddress());
    const first = await ask(running.port, address.pathname + address.search);
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const again = await ask(running.port, address.pathname + address.search, { Cookie: cookie });
    expect(again.status).toBe(303);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('refuses what is not GET or HEAD', async () => {
    const cookie = await signOn(running);
    const answer = await ask(running.port, '/', { Cookie: cookie }, 'POST');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('does not listen beyond the loopback', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((i) => i && !i.internal && i.family === 'IPv4');
    // Linux carries all of 127/8 on the loopback, so another address of it stands in where there is no network.
    const address = outside?.address ?? '127.0.0.2';
    const socket = connect(running.port, address);
    const outcome = await new Promise<string>((done) => {
      socket.on('connect', () => done('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'error'));
    });
    socket.destroy();
    expect(outcome).toBe('ECONNREFUSED');
  });

  it('closes its sockets with "going away" and then answers nobody', async () => {
    const own = await runHost();
    const cookie = await signOn(own);
    const opened = await openSocket(own.port, { Cookie: cookie, Origin: own.host.origin });
    if (!('socket' in opened)) throw new Error('refused');
    expect(own.host.windows).toBe(1);
    const closed = once(opened.socket, 'close');
    await own.stop();
    expect((await closed)[0]).toBe(1001);
    await expect(ask(own.port, '/')).rejects.toThrow(/ECONNREFUSED/);
  });
});
