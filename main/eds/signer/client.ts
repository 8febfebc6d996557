import { EdsError } from '../errors.ts';
import type { KeyPurpose } from '../usage.ts';
import type {
  KeySource,
  OpenedKeyInfo,
  SignerMessage,
  SignerRequest,
  SignerResult,
  SignOutcome,
} from './protocol.ts';
import { forkSigner, type SignerProcess } from './spawn.ts';

export type { KeySource, OpenedKeyInfo, SignOutcome } from './protocol.ts';

export interface SignerClientOptions {
  /** Starts a process; Node's fork of the TypeScript entry unless given. */
  readonly spawn?: () => SignerProcess;
  /** The longest a call may take, ms. 30 s unless given. Past it the process is ended, since it may be stuck. */
  readonly deadlineMs?: number;
  /** How long keys stay open unused, ms, before the signer ends itself. 10 minutes unless given. */
  readonly idleMs?: number;
}

// Distributes over the union, so each request keeps its own shape.
type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

interface Pending {
  resolve(result: SignerResult): void;
  reject(error: EdsError): void;
  readonly timer: NodeJS.Timeout;
}

interface Running {
  readonly process: SignerProcess;
  readonly pending: Map<number, Pending>;
}

const DEFAULT_DEADLINE_MS = 30_000;

/**
 * The host's side of the signer process. Starts one when first needed, and again after `forget`, an idle lock or a
 * crash; handles of an ended process answer SIGNER_UNKNOWN_KEY in the next one, or SIGNER_LOST if a call was under way.
 * Holds no key, and no password longer than it takes to hand it over.
 */
export class SignerClient {
  readonly #spawn: () => SignerProcess;
  readonly #deadlineMs: number;
  #idleMs: number | null;
  #running: Running | null = null;
  #lastId = 0;
  readonly #lockListeners = new Set<() => void>();

  constructor(options: SignerClientOptions = {}) {
    this.#spawn = options.spawn ?? forkSigner;
    this.#deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
    this.#idleMs = options.idleMs ?? null;
  }

  /**
   * Opens a key file. With a purpose, a key that may not be used so is refused (KEY_EXPIRED, KEY_USAGE_LOGIN, …);
   * without, any readable key opens and `problem` says what is wrong with it. The bytes handed in are wiped here once
   * sent. Throws EdsError with a KEY_… or SIGNER_… code.
   */
  async open(
    source: KeySource,
    password: string,
    options: { readonly purpose?: KeyPurpose; readonly at?: Date } = {},
  ): Promise<OpenedKeyInfo> {
    const call = this.#call({
      type: 'open',
      source,
      password,
      purpose: options.purpose ?? null,
      at: options.at ?? null,
    });
    const result = await call;
    if (result.type !== 'opened') throw new EdsError('SIGNER_FAILED');
    return result.key;
  }

  /** Signs one document (`xmldsig.ts`, `signXml`). Throws EdsError. */
  async sign(
    handle: string,
    xml: string,
    options: { readonly purpose?: KeyPurpose; readonly at?: Date } = {},
  ): Promise<string> {
    const [outcome] = await this.signMany(handle, [xml], options);
    if (!outcome) throw new EdsError('SIGNER_FAILED');
    if (!outcome.ok) throw new EdsError(outcome.code, outcome.at);
    return outcome.xml;
  }

  /** Signs up to 500 documents, an outcome for each in order: one that is refused does not stop the others. */
  async signMany(
    handle: string,
    xml: readonly string[],
    options: { readonly purpose?: KeyPurpose; readonly at?: Date } = {},
  ): Promise<readonly SignOutcome[]> {
    const result = await this.#call({
      type: 'sign',
      handle,
      xml,
      purpose: options.purpose ?? 'sign',
      at: options.at ?? null,
    });
    if (result.type !== 'signed') throw new EdsError('SIGNER_FAILED');
    return result.outcomes;
  }

  /** A raw signature over `rawMessage(bytes)`, for a login nonce. The key must be good for entering. */
  async signRaw(handle: string, bytes: Uint8Array): Promise<Uint8Array> {
    const result = await this.#call({ type: 'signRaw', handle, bytes });
    if (result.type !== 'signedRaw') throw new EdsError('SIGNER_FAILED');
    return result.signature;
  }

  /** Forgets one key. Forgetting for certain is `forget`. */
  async close(handle: string): Promise<void> {
    if (this.#running) await this.#call({ type: 'close', handle });
  }

  /** How long keys may stay open unused from now on, ms. */
  async setIdleLimit(idleMs: number): Promise<void> {
    this.#idleMs = idleMs;
    if (this.#running) await this.#call({ type: 'configure', idleMs });
  }

  /** Ends the signer process, and with it every key: on lock, sign-out, suspend, screen lock. At once. */
  forget(): void {
    const running = this.#running;
    if (!running) return;
    running.process.kill();
    this.#lose(running, 'SIGNER_LOCKED');
  }

  /** Calls back when the signer locked itself after the idle limit, or was lost. Returns a function that stops it. */
  onLocked(listener: () => void): () => void {
    this.#lockListeners.add(listener);
    return () => this.#lockListeners.delete(listener);
  }

  #start(): Running {
    const running: Running = { process: this.#spawn(), pending: new Map() };
    this.#running = running;
    running.process.onMessage((message) => this.#receive(running, message));
    running.process.onExit(() => this.#lose(running, 'SIGNER_LOST'));
    if (this.#idleMs !== null) {
      running.process.post({ type: 'configure', id: ++this.#lastId, idleMs: this.#idleMs });
    }
    return running;
  }

  #call(request: WithoutId<SignerRequest>): Promise<SignerResult> {
    const running = this.#running ?? this.#start();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        running.process.kill();
        running.pending.delete(id);
        reject(new EdsError('SIGNER_TIMEOUT'));
        this.#lose(running, 'SIGNER_LOST');
      }, this.#deadlineMs);
      running.pending.set(id, { resolve, reject, timer });
      running.process.post({ ...request, id } as SignerRequest);
      if (request.type === 'open' && 'bytes' in request.source) request.source.bytes.fill(0);
    });
  }

  #receive(running: Running, message: SignerMessage): void {
    if (message.type === 'ready') return;
    if (message.type === 'locked') {
      this.#lose(running, 'SIGNER_LOCKED');
      return;
    }
    const pending = running.pending.get(message.id);
    if (!pending) return;
    running.pending.delete(message.id);
    clearTimeout(pending.timer);
    if (message.type === 'result') pending.resolve(message.result);
    else pending.reject(new EdsError(message.code, message.at));
  }

  /** The process is gone or going: every call under way fails, and the next call starts another. */
  #lose(running: Running, code: 'SIGNER_LOCKED' | 'SIGNER_LOST'): void {
    if (this.#running !== running) return;
    this.#running = null;
    for (const { reject, timer } of running.pending.values()) {
      clearTimeout(timer);
      reject(new EdsError(code));
    }
    running.pending.clear();
    for (const listener of this.#lockListeners) listener();
  }
}
