/**
 * The line to the back end: connects, keeps a countdown to the next try after a loss, gives every call a deadline, and
 * fails pending calls when the line goes (a call on a closed MessagePort would hang for ever).
 */
import { type ClientContext, type ClientLink, type ClientOptions, ORPCError } from '@orpc/client';
import { DeskError, isAbort, toDeskError } from './desk-error.ts';
import type { Dial, Wire } from './transport.ts';

export type ConnectionState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'open' }
  /** `retryAt`: epoch ms of the next try; `since`: epoch ms of the loss. */
  | { readonly kind: 'lost'; readonly attempt: number; readonly retryAt: number; readonly since: number };

const BACK_OFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const;

/** Milliseconds to wait before try number `attempt` (1 is the first after a loss); the last step repeats. */
export function backOff(attempt: number): number {
  return BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length) - 1] ?? BACK_OFF_MS[0];
}

const DEFAULT_DEADLINE_MS = 20_000;
/** Calls that honestly take longer: opening a key derives keys slowly, exports and batches walk many rows. */
const DEADLINES_MS: Readonly<Record<string, number>> = {
  'session.openKey': 60_000,
  'session.enter': 60_000,
  'session.reopenKey': 60_000,
  /** The host's file dialog waits for a person. */
  'session.browseKey': 600_000,
  'intake.take': 180_000,
  'journal.exportCsv': 180_000,
  'journal.claim': 180_000,
  'journal.release': 180_000,
  'decisions.prepare': 180_000,
  'decisions.sign': 60_000,
  /** Waits for the group under way. */
  'decisions.signed': 60_000,
  'decisions.verify': 60_000,
  'decisions.list': 60_000,
};

export class Connection implements ClientLink<ClientContext> {
  #dial: Dial;
  #wire: Wire | null = null;
  #state: ConnectionState = { kind: 'connecting', attempt: 1 };
  #listeners = new Set<() => void>();
  #waiting = new Set<() => void>();
  #lost = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(dial: Dial) {
    this.#dial = dial;
  }

  /** Starts connecting; answers at once. */
  start(): void {
    void this.#connect(1, null);
  }

  /** Ends the line for good (tests, page unload). */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#wire?.close();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Whether there is a line now; false also in the moment between its end and the word of it. */
  isOpen(): boolean {
    return this.#wire?.isOpen() === true;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): ConnectionState => this.#state;

  /** Tries now instead of waiting for the countdown. */
  retryNow(): void {
    if (this.#state.kind === 'lost') {
      clearTimeout(this.#timer);
      void this.#connect(this.#state.attempt, this.#state.since);
    }
  }

  /** Answers once the line is there (again); rejects with the signal's AbortError. */
  async opened(signal: AbortSignal): Promise<void> {
    while (!this.isOpen()) {
      await Promise.race([
        new Promise<void>((resolve) => this.#waiting.add(resolve)),
        rejectOn(signal, () => new DOMException('Aborted', 'AbortError')),
      ]);
    }
  }

  /** One call: waits for the first connection, then has its deadline; a lost line fails it with CONNECTION_LOST. */
  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    const deadlineMs = DEADLINES_MS[path.join('.')] ?? DEFAULT_DEADLINE_MS;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    const caller = options.signal;
    let wire: Wire | null = null;
    try {
      wire = await this.#ready(deadline.signal, caller);
      const lost = this.#lost.signal;
      // The answer of a stream comes at once and outlives the deadline, hence only caller and lost are given to it.
      const signal = AbortSignal.any([lost, ...(caller === undefined ? [] : [caller])]);
      const answer = wire.link.call(path, input, { ...options, signal });
      answer.catch(() => {});
      return await Promise.race([
        answer,
        rejectOn(lost, () => new DeskError('CONNECTION_LOST')),
        rejectOn(deadline.signal, () => new DeskError('TIMEOUT')),
        rejectOn(caller, () => new DOMException('Aborted', 'AbortError')),
      ]);
    } catch (error) {
      throw this.#explain(error, caller, wire);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What failed the call: a line that closes fails what is under way on it before it tells that it is closed. */
  #explain(error: unknown, caller: AbortSignal | undefined, wire: Wire | null): unknown {
    if (caller?.aborted === true || isAbort(error)) {
      return new DOMException('Aborted', 'AbortError');
    }
    if (error instanceof DeskError) {
      return error;
    }
    return wire?.isOpen() === true || error instanceof ORPCError
      ? toDeskError(error)
      : new DeskError('CONNECTION_LOST', undefined, { cause: error });
  }

  async #ready(deadline: AbortSignal, caller: AbortSignal | undefined): Promise<Wire> {
    while (this.#wire === null) {
      if (this.#state.kind === 'lost') {
        throw new DeskError('CONNECTION_LOST');
      }
      await Promise.race([
        new Promise<void>((resolve) => this.#waiting.add(resolve)),
        rejectOn(deadline, () => new DeskError('TIMEOUT')),
        rejectOn(caller, () => new DOMException('Aborted', 'AbortError')),
      ]);
    }
    return this.#wire;
  }

  async #connect(attempt: number, since: number | null): Promise<void> {
    if (since === null) {
      this.#set({ kind: 'connecting', attempt });
    }
    try {
      const wire = await this.#dial();
      if (this.#stopped) {
        wire.close();
        return;
      }
      this.#lost = new AbortController();
      this.#wire = wire;
      wire.onClose(() => this.#onLost(wire));
      this.#set({ kind: 'open' });
    } catch {
      this.#schedule(attempt, since ?? Date.now());
    }
  }

  #onLost(wire: Wire): void {
    if (this.#wire !== wire || this.#stopped) {
      return;
    }
    this.#wire = null;
    this.#schedule(1, Date.now());
    this.#lost.abort();
  }

  #schedule(attempt: number, since: number): void {
    if (this.#stopped) {
      return;
    }
    const wait = backOff(attempt);
    this.#set({ kind: 'lost', attempt: attempt + 1, retryAt: Date.now() + wait, since });
    this.#timer = setTimeout(() => void this.#connect(attempt + 1, since), wait);
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    for (const listener of this.#listeners) listener();
  }
}

function rejectOn(signal: AbortSignal | undefined, make: () => unknown): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    if (signal === undefined) {
      return;
    }
    if (signal.aborted) {
      reject(make());
      return;
    }
    signal.addEventListener('abort', () => reject(make()), { once: true });
  });
  promise.catch(() => {});
  return promise;
}
