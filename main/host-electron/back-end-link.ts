import type { MessagePortMain, ParentPort } from 'electron';
import type { HostServices, LockReason, SignerChannel } from '../host.ts';
import type { BackEndStart, FromBackEnd, ToBackEnd } from './messages.ts';

/** What this end needs of the back end; the real one is in main/backend.ts. */
export interface LinkedBackEnd {
  upgradePort(port: MessagePortMain, info: { readonly window: string }): void;
  close(): Promise<void>;
}

export type StartLinked = (options: BackEndStart, host: HostServices) => Promise<LinkedBackEnd>;

type Send = (message: FromBackEnd) => void;

/**
 * The back end's end of the line to the main process. Starts the back end when told to, gives it the windows' ports,
 * and does for it, by messages, what only the main process can: start a signer, show a dialog, hear that the screen
 * was locked.
 *
 * @param exit ends this process once the back end is closed
 */
export function linkBackEnd(
  parent: ParentPort,
  startBackEnd: StartLinked,
  exit: (code: number) => void,
): void {
  const send: Send = (message) => parent.postMessage(message);
  const lockCallbacks = new Set<(reason: LockReason) => void>();
  const signers = new RemoteSigners(send);
  const dialogs = new RemoteDialogs(send);
  const host: HostServices = {
    spawnSigner: () => signers.spawn(),
    openFileDialog: (request) => dialogs.ask((id) => ({ type: 'open-file', id, request })),
    saveFile: (request) => dialogs.ask((id) => ({ type: 'save-file', id, request })),
    onLock(callback) {
      lockCallbacks.add(callback);
      return () => lockCallbacks.delete(callback);
    },
  };
  let backEnd: LinkedBackEnd | null = null;

  const start = async (options: BackEndStart): Promise<void> => {
    try {
      backEnd = await startBackEnd(options, host);
      send({ type: 'ready' });
    } catch (error) {
      send({ type: 'failed', code: errorCode(error) });
    }
  };

  const stop = async (): Promise<void> => {
    // A start that is still going on is cut off by exit; the database is made for that.
    const code =
      (await backEnd?.close().then(
        () => 0,
        () => 1,
      )) ?? 0;
    exit(code);
  };

  parent.on('message', (event) => {
    const message = event.data as ToBackEnd;
    switch (message.type) {
      case 'start':
        void start(message.options);
        break;
      case 'window':
        if (event.ports[0]) {
          backEnd?.upgradePort(event.ports[0], { window: message.window });
          event.ports[0].start();
        }
        break;
      case 'signer':
        if (event.ports[0]) signers.connect(message.id, event.ports[0]);
        break;
      case 'signer-exit':
        signers.exited(message.id, message.code);
        break;
      case 'lock':
        for (const callback of lockCallbacks) callback(message.reason);
        break;
      case 'dialog':
        dialogs.answer(message.id, message.path);
        break;
      case 'stop':
        void stop();
        break;
    }
  });
}

/** An UPPER_SNAKE code if the error carries one; its text may hold data of a person and goes nowhere. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'START_FAILED';
}

/**
 * Signers, which the main process starts and this process speaks to over a port of their own: what they are told (a
 * password among it) does not pass through the main process.
 */
class RemoteSigners {
  readonly #send: Send;
  readonly #signers = new Map<number, RemoteSigner>();
  #last = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  spawn(): SignerChannel {
    const id = ++this.#last;
    const signer = new RemoteSigner(() => this.#send({ type: 'kill-signer', id }));
    this.#signers.set(id, signer);
    this.#send({ type: 'spawn-signer', id });
    return signer;
  }

  connect(id: number, port: MessagePortMain): void {
    const signer = this.#signers.get(id);
    if (signer) signer.connect(port);
    else port.close();
  }

  exited(id: number, code: number | null): void {
    this.#signers.get(id)?.exited(code);
    this.#signers.delete(id);
  }
}

class RemoteSigner implements SignerChannel {
  readonly #kill: () => void;
  readonly #messageCallbacks: ((message: unknown) => void)[] = [];
  readonly #exitCallbacks: ((code: number | null) => void)[] = [];
  #port: MessagePortMain | null = null;
  /** What was posted before the port came. */
  #unsent: unknown[] = [];
  #state: 'starting' | 'connected' | 'exited' = 'starting';
  #exitCode: number | null = null;

  constructor(kill: () => void) {
    this.#kill = kill;
  }

  connect(port: MessagePortMain): void {
    this.#port = port;
    this.#state = 'connected';
    port.on('message', (event) => {
      for (const callback of this.#messageCallbacks) callback(event.data);
    });
    port.start();
    for (const message of this.#unsent.splice(0)) port.postMessage(message);
  }

  exited(code: number | null): void {
    if (this.#state === 'exited') return;
    this.#state = 'exited';
    this.#exitCode = code;
    this.#unsent = [];
    this.#port?.close();
    this.#port = null;
    for (const callback of this.#exitCallbacks) callback(code);
  }

  on(event: 'message', callback: (message: unknown) => void): void;
  on(event: 'exit', callback: (code: number | null) => void): void;
  on(
    event: 'message' | 'exit',
    callback: ((message: unknown) => void) | ((code: number | null) => void),
  ): void {
    if (event === 'message') this.#messageCallbacks.push(callback as (message: unknown) => void);
    else if (this.#state === 'exited') {
      queueMicrotask(() => (callback as (code: number | null) => void)(this.#exitCode));
    } else this.#exitCallbacks.push(callback as (code: number | null) => void);
  }

  postMessage(message: unknown): void {
    if (this.#state === 'starting') this.#unsent.push(message);
    else this.#port?.postMessage(message);
  }

  kill(): void {
    this.#kill();
  }
}

/** Dialogs shown by the main process; each question has one answer. */
class RemoteDialogs {
  readonly #send: Send;
  readonly #open = new Map<number, (path: string | null) => void>();
  #last = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  ask(question: (id: number) => FromBackEnd): Promise<string | null> {
    const id = ++this.#last;
    return new Promise((done) => {
      this.#open.set(id, done);
      this.#send(question(id));
    });
  }

  answer(id: number, path: string | null): void {
    this.#open.get(id)?.(path);
    this.#open.delete(id);
  }
}
