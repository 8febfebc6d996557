/**
 * Opens packages in threads beside the one that serves the window: what a hostile file costs is paid there, and no longer than a
 * time limit. Threads start with the first package, end when none came for a while, and hold no process back.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TrustStore } from '../eds/trust.ts';
import { PackageRefusal } from './fault.ts';
import { faceOf, openPackage } from './open-package.ts';
import type { OpenAnswer, OpenRequest, ThreadMessage } from './opener-protocol.ts';

export interface Opener {
  /**
   * Opens one package. The bytes are given away: who passed them finds them empty. A file that took too long, or that its thread did
   * not survive, is answered as refused (FILE_UNREADABLE). @throws Error OPENER_CLOSED
   */
  open(bytes: Buffer, trust: TrustStore, at: Date): Promise<OpenAnswer>;
  /** Ends the threads at once; what is on its way is rejected with OPENER_CLOSED. */
  close(): Promise<void>;
}

export interface OpenerOptions {
  readonly threads?: number;
  /** For one package, and for a thread to start. */
  readonly limitMs?: number;
  readonly idleMs?: number;
  /** The thread's own module; the program's unless given. */
  readonly entry?: URL;
}

/** All processors but the one that serves the window and waits for the database. */
const MOST_THREADS = 3;
/** The largest honest package takes some seconds on a slow machine. */
const LIMIT_MS = 60_000;
const IDLE_MS = 30_000;
/** Of the texts and trees of one package; its files are beside that. */
const HEAP_MB = 1024;

/** Beside this module: among the sources TypeScript, in a bundle what was made of it. */
const ENTRY = new URL(`./opener-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`, import.meta.url);

interface Job {
  readonly bytes: Buffer;
  readonly trust: TrustStore;
  readonly at: Date;
  readonly resolve: (answer: OpenAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  job: Job | null;
  /** What it judges signatures by since the last package. */
  trust: TrustStore | null;
  timer: NodeJS.Timeout | null;
}

/** Makes an opener; nothing is started yet. */
export function createOpener(options: OpenerOptions = {}): Opener {
  return new OpenerPool(options);
}

class OpenerPool implements Opener {
  readonly #most: number;
  readonly #limitMs: number;
  readonly #idleMs: number;
  readonly #entry: URL;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #idle: NodeJS.Timeout | null = null;
  #isClosed = false;
  /** A program whose threads do not start opens packages where it is, as slowly as that may be. */
  #cannotStart = false;

  constructor(options: OpenerOptions) {
    this.#most = options.threads ?? Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
    this.#limitMs = options.limitMs ?? LIMIT_MS;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    this.#entry = options.entry ?? ENTRY;
  }

  open(bytes: Buffer, trust: TrustStore, at: Date): Promise<OpenAnswer> {
    if (this.#isClosed) return Promise.reject(new Error('OPENER_CLOSED'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, trust, at, resolve, reject });
      this.#hand();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#idle !== null) clearTimeout(this.#idle);
    const error = new Error('OPENER_CLOSED');
    for (const job of this.#waiting.splice(0)) job.reject(error);
    for (const { job } of this.#threads) job?.reject(error);
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)));
  }

  /** Hands waiting packages to free threads, and starts threads for the rest. */
  #hand(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#cannotStart) {
      for (const job of this.#waiting.splice(0)) openHere(job);
      return;
    }
    for (const thread of this.#threads) {
      if (!thread.isReady || thread.job !== null) continue;
      const job = this.#waiting.shift();
      if (job === undefined) break;
      this.#give(thread, job);
    }
    const starting = [...this.#threads].filter(({ isReady }) => !isReady).length;
    const wanted = Math.min(this.#waiting.length - starting, this.#most - this.#threads.size);
    for (let i = 0; i < wanted; i++) this.#start();
    const isBusy = this.#waiting.length > 0 || [...this.#threads].some(({ job }) => job !== null);
    if (!isBusy && this.#threads.size > 0) this.#rest();
  }

  /** Ends the threads when nothing comes for a while. */
  #rest(): void {
    this.#idle = setTimeout(() => {
      for (const thread of this.#threads) void this.#end(thread);
    }, this.#idleMs).unref();
  }

  #start(): void {
    // No environment and no flags of the desk: a thread that reads what strangers send has no address of a database.
    const worker = new Worker(this.#entry, {
      name: 'kezek-opener',
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const thread: Thread = { worker, isReady: false, job: null, trust: null, timer: null };
    this.#threads.add(thread);
    this.#watch(thread);
    worker.on('message', (message: ThreadMessage) => this.#take(thread, message));
    // Its message may hold what the package holds: nobody is told more than that it ended.
    worker.on('error', () => this.#lost(thread, 'THREAD_FELL'));
    worker.on('exit', () => this.#lost(thread, 'THREAD_FELL'));
  }

  #watch(thread: Thread): void {
    thread.timer = setTimeout(() => this.#lost(thread, 'TIME_LIMIT'), this.#limitMs);
  }

  #give(thread: Thread, job: Job): void {
    thread.job = job;
    // A thread with work keeps the process alive; an idle one does not.
    thread.worker.ref();
    this.#watch(thread);
    const { cas, allowTest, allowDemo } = job.trust;
    const bytes = ownMemory(job.bytes);
    const request: OpenRequest = {
      bytes,
      at: job.at,
      trust: thread.trust === job.trust ? null : { cas, allowTest, allowDemo },
    };
    thread.trust = job.trust;
    thread.worker.postMessage(request, [bytes.buffer]);
  }

  #take(thread: Thread, message: ThreadMessage): void {
    if (!this.#threads.has(thread)) return;
    if (thread.timer !== null) clearTimeout(thread.timer);
    thread.worker.unref();
    if (message === 'ready') {
      thread.isReady = true;
    } else {
      const { job } = thread;
      thread.job = null;
      job?.resolve(received(message));
    }
    this.#hand();
  }

  /** A thread that fell or took too long: its package is set aside, the others go on in a new one. */
  #lost(thread: Thread, why: string): void {
    if (!this.#threads.has(thread)) return;
    const { job, isReady } = thread;
    void this.#end(thread);
    if (!isReady) this.#cannotStart = true;
    job?.resolve({
      outcome: 'refused',
      whose: { portal: null, portalId: null, kind: null },
      code: 'FILE_UNREADABLE',
      place: why,
    });
    if (!this.#isClosed) this.#hand();
  }

  async #end(thread: Thread): Promise<void> {
    this.#threads.delete(thread);
    if (thread.timer !== null) clearTimeout(thread.timer);
    await thread.worker.terminate();
  }
}

/** Bytes that may be given away: memory of which they are all. */
function ownMemory(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return isWhole ? new Uint8Array(bytes.buffer as ArrayBuffer) : new Uint8Array(bytes);
}

/** What crossed from a thread; bytes arrive as plain arrays of them. */
function received(answer: OpenAnswer): OpenAnswer {
  if (answer.outcome === 'refused') return answer;
  const scans = answer.opened.scans.map(({ bytes, pages }) => ({
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    pages,
  }));
  return { ...answer, opened: { ...answer.opened, scans } };
}

function openHere({ bytes, trust, at, resolve, reject }: Job): void {
  const face = faceOf(bytes);
  try {
    const opened = openPackage(bytes, trust, at, face);
    resolve({ outcome: 'opened', whose: face, opened });
  } catch (error) {
    if (error instanceof PackageRefusal) {
      resolve({ outcome: 'refused', whose: face, code: error.code, place: error.place });
    } else {
      reject(error instanceof Error ? error : new Error('OPENER_FAILED'));
    }
  }
}
