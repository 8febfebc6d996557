/**
 * How bytes reach the back end: a MessagePort handed over by the preload (Electron), or a WebSocket on the page's own
 * origin (web host). Both are seen as one `Wire`: a link for oRPC and a promise of its end.
 */
import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { KezekBridge, PortMessage } from '../preload/contract/bridge.ts';

export interface Wire {
  readonly link: ClientLink<ClientContext>;
  /** Calls back once when the other end is gone. */
  onClose(callback: () => void): void;
  /** Whether a call that fails now failed on the line's other end, not because there is none any more. */
  isOpen(): boolean;
  close(): void;
}

/** Makes one attempt to connect; rejects when the back end is not there. */
export type Dial = () => Promise<Wire>;

/** A wire over a MessagePort. The port is started here; its `close` event ends the wire. */
export function wireOfPort(port: MessagePort): Wire {
  let ended = false;
  const callbacks: (() => void)[] = [];
  const end = () => {
    if (!ended) {
      ended = true;
      for (const callback of callbacks) callback();
    }
  };
  // Before the link, which fails its calls when it hears of the end: whoever asks why then finds the line closed.
  port.addEventListener('close', end);
  const link = new PortLink({ port });
  port.start();
  return {
    link,
    onClose: (callback) => callbacks.push(callback),
    isOpen: () => !ended,
    close: () => {
      port.close();
      end();
    },
  };
}

/** The window as `dialPort` needs it. */
export type PortWindow = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly kezek?: KezekBridge;
};

/** Asks the preload for a port and waits for the one that carries this call's nonce; it arrives on this very window. */
export function dialPort(target: PortWindow, timeoutMs = 5000): Promise<Wire> {
  const bridge = target.kezek;
  if (bridge === undefined) {
    return Promise.reject(new Error('NO_BRIDGE'));
  }
  const nonce = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const done = () => {
      target.removeEventListener('message', listen);
      clearTimeout(timer);
    };
    const listen = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source === target && isPortMessage(event.data, nonce) && port !== undefined) {
        done();
        resolve(wireOfPort(port));
      }
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error('PORT_TIMEOUT'));
    }, timeoutMs);
    target.addEventListener('message', listen);
    bridge.connect(nonce);
  });
}

function isPortMessage(data: unknown, nonce: string): data is PortMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'kezek:port' &&
    'nonce' in data &&
    data.nonce === nonce
  );
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
        isOpen: () => socket.readyState === WebSocket.OPEN,
        close: () => socket.close(),
      });
    });
  });
}

declare global {
  interface Window {
    /** Present under Electron only. */
    readonly kezek?: KezekBridge;
  }
}

/** The dial that fits where the page runs: the preload's port under Electron, else the web host's socket. */
export function dialHere(): Promise<Wire> {
  if (window.kezek !== undefined) {
    return dialPort(window);
  }
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return dialSocket(`${scheme}//${location.host}/rpc`);
}
