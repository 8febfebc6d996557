/**
 * How bytes reach the back end: a MessagePort handed over by the preload (Electron), or a WebSocket on the page's own
 * origin (web host). Both are seen as one `Wire`: a link for oRPC and a promise of its end.
 */
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

export interface Wire {
  readonly link: ClientLink<ClientContext>;
  /** Calls back once when the other end is gone. */
  onClose(callback: () => void): void;
  close(): void;
}

/** Makes one attempt to connect; rejects when the back end is not there. */
export type Dial = () => Promise<Wire>;

/** Message of the preload that carries the port, and the request for a new one after a loss. */
export const PORT_MESSAGE = 'kezek:port';
export const PORT_REQUEST = 'kezek:port-please';

/** A wire over a MessagePort. The port is started here; its `close` event ends the wire. */
export function wireOfPort(port: MessagePort): Wire {
  const link = new PortLink({ port });
  port.start();
  let ended = false;
  const callbacks: (() => void)[] = [];
  const end = () => {
    if (!ended) {
      ended = true;
      for (const callback of callbacks) callback();
    }
  };
  port.addEventListener('close', end);
  return {
    link,
    onClose: (callback) => callbacks.push(callback),
    close: () => {
      port.close();
      end();
    },
  };
}

/** Asks the preload for a port and waits for it; the preload answers on this very window. */
export function dialPort(target: Window, timeoutMs = 5000): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const done = () => {
      target.removeEventListener('message', listen);
      clearTimeout(timer);
    };
    const listen = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source === target && event.data === PORT_MESSAGE && port !== undefined) {
        done();
        resolve(wireOfPort(port));
      }
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error('PORT_TIMEOUT'));
    }, timeoutMs);
    target.addEventListener('message', listen);
    target.postMessage(PORT_REQUEST, target.location.origin);
  });
}

/** Opens the WebSocket `/rpc` of the page's own origin. */
export function dialSocket(address: string, timeoutMs = 5000): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const timer = setTimeout(() => socket.close(), timeoutMs);
    const fail = () => {
      clearTimeout(timer);
      reject(new Error('SOCKET_CLOSED'));
    };
    socket.addEventListener('close', fail);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      socket.removeEventListener('close', fail);
      resolve({
        link: new SocketLink({ websocket: socket }),
        onClose: (callback) => socket.addEventListener('close', callback, { once: true }),
        close: () => socket.close(),
      });
    });
  });
}

/** The dial that fits where the page came from: `app:` is Electron, `http:` the web host. */
export function dialHere(): Promise<Wire> {
  if (location.protocol === 'app:' || location.protocol === 'file:') {
    return dialPort(window);
  }
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return dialSocket(`${scheme}//${location.host}/rpc`);
}
