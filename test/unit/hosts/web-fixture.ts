import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebSocket as Socket, WebSocket } from 'ws';
import { startWebHost, type WebHost } from '../../../main/host-web/web-host.ts';

/** A small built site in a temporary folder, with a secret file beside it that must never be served. */
export interface SiteFixture {
  readonly folder: string;
  remove(): Promise<void>;
}

export const SECRET = 'the database lies here';

export async function makeSite(): Promise<SiteFixture> {
  const root = await mkdtemp(join(tmpdir(), 'kezek-site-'));
  const folder = join(root, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(root, 'renderer-secret'));
  await writeFile(join(root, 'secret.js'), SECRET);
  await writeFile(join(root, 'renderer-secret', 'secret.js'), SECRET);
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__NONCE__"><script nonce="__NONCE__"></script>',
  );
  await writeFile(join(folder, 'assets', 'index-Bd93kfA_.js'), 'export const a = 1;');
  await writeFile(join(folder, 'assets', 'openjpeg.wasm'), new Uint8Array([0, 97, 115, 109]));
  await writeFile(join(folder, 'assets', 'notes.txt'), SECRET);
  await writeFile(join(folder, '.hidden.js'), SECRET);
  await symlink(join(root, 'secret.js'), join(folder, 'assets', 'link.js'));
  await symlink(root, join(folder, 'up'));
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}

export interface RunningHost {
  readonly host: WebHost;
  readonly port: number;
  readonly upgraded: { socket: Socket; window: string }[];
  stop(): Promise<void>;
}

/** The web host over the small site; its "back end" echoes what it is sent. */
export async function runHost(): Promise<RunningHost> {
  const site = await makeSite();
  const upgraded: { socket: Socket; window: string }[] = [];
  const host = await startWebHost({
    siteFolder: site.folder,
    upgradeSocket: (socket, info) => {
      upgraded.push({ socket, window: info.window });
      socket.on('message', (data) => socket.send(data));
    },
  });
  const stop = async (): Promise<void> => {
    await host.close();
    await site.remove();
  };
  return { host, port: Number(new URL(host.origin).port), upgraded, stop };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request with exactly these headers and this target, sent as written. */
export function ask(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: target,
        method,
        headers: { Host: `127.0.0.1:${port}`, ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', fail);
    request.end();
  });
}

/** Bytes on a bare socket, for requests no HTTP client would send; answers the whole text that came back. */
export function askRaw(port: number, text: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('utf8');
    });
    socket.on('close', () => done(got));
    socket.on('error', fail);
    socket.setTimeout(3000, () => socket.destroy());
  });
}

/** Opens the one-time address as a browser would and answers the session cookie (`name=value`). */
export async function signOn(host: RunningHost): Promise<string> {
  const address = new URL(host.host.mintAddress());
  const answer = await ask(host.port, address.pathname + address.search, { 'Sec-Fetch-Site': 'none' });
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (answer.status !== 303 || !cookie) throw new Error(`not let in: ${answer.status}`);
  return cookie;
}

/** Tries to open the socket; answers it open, or the HTTP status it was refused with. */
export function openSocket(
  port: number,
  headers: Record<string, string>,
  path = '/rpc',
): Promise<{ socket: WebSocket } | { refused: number }> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('open', () => done({ socket }));
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      done({ refused: response.statusCode ?? 0 });
    });
    socket.on('error', fail);
  });
}
