import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { COMMON_HEADERS } from '../host-shared/csp.ts';
import { createStaticSite, type StaticAnswer, type StaticSite } from '../host-shared/static-site.ts';
import { type AccessControl, type AccessRequest, createAccessControl } from './access.ts';
import { refusalPage } from './refusal-page.ts';

/** The only address the host listens on: never another interface, whatever is configured. */
const LOOPBACK = '127.0.0.1';
/** A scan of 20 MB, in base64 where a form of transport needs it, with room for its envelope. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const HEARTBEAT_MS = 30_000;
const CLOSE_GRACE_MS = 2_000;
const SOCKET_PATH = '/rpc';
const OPEN_PATH = '/open';

export interface WebHostOptions {
  /** dist/renderer */
  readonly siteFolder: string;
  /** Takes over a socket that has passed every check: `backend.upgradeSocket`. */
  readonly upgradeSocket: (socket: WebSocket, info: { readonly window: string }) => void;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

export interface WebHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** A new address that opens the desk once; an earlier one that nobody used is dead. */
  mintAddress(): string;
  /** How many windows are connected now. */
  readonly windows: number;
  /** Stops listening, closes every window's socket, and settles when all are gone. */
  close(): Promise<void>;
}

interface Desk {
  readonly access: AccessControl;
  readonly site: StaticSite;
}

/** Starts the host on the loopback interface. Rejects if the port is taken. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const server = createServer();
  await listen(server, options.port ?? 0);
  const authority = `${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const origin = `http://${authority}`;
  const access = createAccessControl(authority);
  const desk: Desk = { access, site: createStaticSite(options.siteFolder, [`ws://${authority}`]) };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const stopHeartbeat = keepAlive(sockets);
  let windowCount = 0;

  server.on('request', (request, response) => {
    answerRequest(desk, request).then(
      (answer) => send(request, response, answer),
      () => response.destroy(),
    );
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const status = refuseUpgrade(desk.access, request);
    if (status !== null) {
      refuseStream(stream, status);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // An error is always followed by close, which the back end hears; without a listener it would end the process.
      socket.on('error', () => socket.terminate());
      options.upgradeSocket(socket, { window: `web-${++windowCount}` });
    });
  });

  return {
    origin,
    mintAddress: () => `${origin}${OPEN_PATH}?token=${access.mintToken()}`,
    get windows() {
      return sockets.clients.size;
    },
    async close() {
      stopHeartbeat();
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets.clients) socket.close(1001);
      server.closeIdleConnections();
      const force = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, CLOSE_GRACE_MS);
      await closed;
      clearTimeout(force);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, LOOPBACK, () => {
      server.off('error', fail);
      done();
    });
  });
}

function accessRequest(kind: AccessRequest['kind'], request: IncomingMessage): AccessRequest {
  const site = request.headers['sec-fetch-site'];
  return {
    kind,
    host: request.headers.host,
    origin: request.headers.origin,
    fetchSite: Array.isArray(site) ? site.join() : site,
    cookie: request.headers.cookie,
  };
}

async function answerRequest(desk: Desk, request: IncomingMessage): Promise<StaticAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, headers: { ...COMMON_HEADERS, Allow: 'GET, HEAD' }, body: new Uint8Array() };
  }
  // The target is split by hand: URL() would resolve `..` and `//host` before anything here has seen them.
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
  if (pathname === OPEN_PATH) return openDesk(desk, request, query);
  const refused = desk.access.refuse(accessRequest('page', request));
  if (refused !== null) return refusalPage(refused);
  // Browsers ask for it unbidden, and put its absence in the console.
  if (pathname === '/favicon.ico') return { status: 204, headers: COMMON_HEADERS, body: new Uint8Array() };
  return desk.site.answer(pathname);
}

function openDesk(desk: Desk, request: IncomingMessage, query: string): StaticAnswer {
  const refused = desk.access.refuse(accessRequest('open', request));
  if (refused !== null) return refusalPage(refused);
  // A HEAD by a link previewer must not spend the address.
  const token = new URLSearchParams(query).get('token') ?? '';
  const cookie = request.method === 'GET' ? desk.access.redeem(token) : null;
  // A window that has its session already is let in by it, so that going back in the browser does not strand it.
  if (cookie === null && desk.access.refuse(accessRequest('page', request)) !== null) return refusalPage(403);
  const headers = { ...COMMON_HEADERS, Location: '/', 'Cache-Control': 'no-store' };
  return {
    status: 303,
    headers: cookie === null ? headers : { ...headers, 'Set-Cookie': cookie },
    body: new Uint8Array(),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: StaticAnswer): void {
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': answer.body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function refuseUpgrade(access: AccessControl, request: IncomingMessage): number | null {
  if (request.url !== SOCKET_PATH) return 404;
  return access.refuse(accessRequest('socket', request));
}

function refuseStream(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Pings every window and ends a socket that let two pings go by (a machine that slept, a killed browser). Two, since
 * after a long database call in this process the timer runs before an answer that has long been here is read.
 */
function keepAlive(sockets: WebSocketServer): () => void {
  const missed = new WeakMap<WebSocket, number>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      const count = missed.get(socket);
      if (count === undefined) socket.on('pong', () => missed.set(socket, 0));
      if (count !== undefined && count >= 2) {
        socket.terminate();
        continue;
      }
      missed.set(socket, (count ?? 0) + 1);
      socket.ping();
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
