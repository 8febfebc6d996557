import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { LockReason, OpenFileRequest, SaveFileRequest } from '../host.ts';
import { type BackEndStart, type FromBackEnd, PORT_CHANNEL, type ToBackEnd } from './messages.ts';
import { childEnvironment, decideRestart } from './policies.ts';

const STOP_GRACE_MS = 10_000;
/** A page that waits asks again every few seconds; only its last calls are still of interest. */
const MOST_WAITING = 16;

export interface BackEndProcessOptions {
  /** Full paths of the entries in dist/. */
  readonly backEndEntry: string;
  readonly signerEntry: string;
  readonly start: BackEndStart;
  readonly now: () => number;
  readonly openFile: (request: OpenFileRequest) => Promise<string | null>;
  readonly saveFile: (request: SaveFileRequest) => Promise<string | null>;
  /** The back end cannot be brought up, or fell too often. Called once. */
  readonly onFatal: (code: string) => void;
}

/**
 * The back end as the main process sees it: a utility process that is started, started again when it falls, asked to
 * stop, and given the port of each window. Signers are its siblings, since only this process may start one.
 */
export class BackEndProcess {
  readonly #options: BackEndProcessOptions;
  readonly #signers = new Map<number, UtilityProcess>();
  readonly #falls: number[] = [];
  #child: UtilityProcess | null = null;
  #ready = false;
  #state: 'running' | 'stopping' | 'failed' = 'running';
  /** Windows that asked for a port before the back end was ready: `[who, nonce]`. */
  #waiting: [WebContents, string][] = [];
  #windows = 0;

  constructor(options: BackEndProcessOptions) {
    this.#options = options;
  }

  /** Starts the process. Only after Electron's `ready` event. */
  start(): void {
    const child = this.#fork(this.#options.backEndEntry, 'kezek-back-end', 'inherit');
    this.#child = child;
    child.on('message', (message: FromBackEnd) => this.#receive(child, message));
    child.on('exit', () => this.#exited(child));
    this.#send({ type: 'start', options: this.#options.start });
  }

  /** Gives a window its own line to the back end, at once or as soon as there is one. The sender was checked before. */
  connect(contents: WebContents, nonce: string): void {
    if (this.#state === 'failed') return;
    if (!this.#ready) {
      this.#waiting = [...this.#waiting.slice(1 - MOST_WAITING), [contents, nonce]];
      return;
    }
    if (contents.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage({ type: 'window', window: `electron-${++this.#windows}` } satisfies ToBackEnd, [
      port2,
    ]);
    contents.postMessage(PORT_CHANNEL, nonce, [port1]);
  }

  /**
   * Forgets every key now: signers are ended from here, not by way of a back end that may be in the middle of a long
   * query, which is told as well.
   */
  lock(reason: LockReason): void {
    for (const id of this.#signers.keys()) this.#killSigner(id);
    this.#send({ type: 'lock', reason });
  }

  /** Asks the back end to close its database and end; ends it after ten seconds if it has not. */
  async stop(): Promise<void> {
    if (this.#state === 'stopping') return;
    this.#state = 'stopping';
    for (const id of this.#signers.keys()) this.#killSigner(id);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    this.#send({ type: 'stop' });
    const force = setTimeout(() => end(child), STOP_GRACE_MS);
    await gone;
    clearTimeout(force);
  }

  #fork(entry: string, serviceName: string, stdio: 'inherit' | 'ignore'): UtilityProcess {
    return utilityProcess.fork(entry, [], {
      serviceName,
      stdio,
      execArgv: [],
      env: childEnvironment(process.env),
    });
  }

  #send(message: ToBackEnd): void {
    this.#child?.postMessage(message);
  }

  #receive(child: UtilityProcess, message: FromBackEnd): void {
    if (child !== this.#child) return;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        for (const [contents, nonce] of this.#waiting.splice(0)) this.connect(contents, nonce);
        break;
      case 'failed':
        this.#fail(message.code);
        break;
      case 'spawn-signer':
        this.#spawnSigner(message.id);
        break;
      case 'kill-signer':
        this.#killSigner(message.id);
        break;
      case 'open-file':
        void this.#answerDialog(message.id, this.#options.openFile(message.request));
        break;
      case 'save-file':
        void this.#answerDialog(message.id, this.#options.saveFile(message.request));
        break;
    }
  }

  async #answerDialog(id: number, answer: Promise<string | null>): Promise<void> {
    const child = this.#child;
    const path = await answer.catch(() => null);
    // A back end started meanwhile counts its questions anew and must not get the old one's answer.
    if (child === this.#child) this.#send({ type: 'dialog', id, path });
  }

  #spawnSigner(id: number): void {
    // No standard streams: what a signer prints while it falls could be what it holds.
    const signer = this.#fork(this.#options.signerEntry, 'kezek-signer', 'ignore');
    this.#signers.set(id, signer);
    const owner = this.#child;
    signer.on('exit', (code) => {
      if (this.#signers.get(id) === signer) this.#signers.delete(id);
      if (owner === this.#child) this.#send({ type: 'signer-exit', id, code });
    });
    const { port1, port2 } = new MessageChannelMain();
    signer.postMessage(null, [port1]);
    this.#child?.postMessage({ type: 'signer', id } satisfies ToBackEnd, [port2]);
  }

  #killSigner(id: number): void {
    const signer = this.#signers.get(id);
    if (!signer) return;
    this.#signers.delete(id);
    end(signer);
  }

  #exited(child: UtilityProcess): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#ready = false;
    for (const id of this.#signers.keys()) this.#killSigner(id);
    if (this.#state !== 'running') return;
    const now = this.#options.now();
    if (decideRestart(this.#falls, now) === 'give-up') {
      this.#fail('BACK_END_FELL');
      return;
    }
    this.#falls.push(now);
    // Windows see their port close and ask for a new one, which waits until this start is done.
    this.start();
  }

  #fail(code: string): void {
    if (this.#state !== 'running') return;
    this.#state = 'failed';
    this.#waiting = [];
    this.#options.onFatal(code);
  }
}

/** utilityProcess.kill is SIGTERM, which a busy process does not hear; the key must go now. */
function end(child: UtilityProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    // Still starting: there is no process yet to send a signal to.
    child.once('spawn', () => end(child));
    return;
  }
  child.kill();
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // already gone
  }
}
