import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { MadeScan, ScanRequest } from '../scans/factory.ts';

export type PictureAnswer =
  | ({ readonly id: number; readonly ok: true; readonly bytes: Uint8Array } & Omit<MadeScan, 'bytes'>)
  | { readonly id: number; readonly ok: false; readonly message: string };

type Pending = { readonly resolve: (made: MadeScan) => void; readonly reject: (error: Error) => void };

/** Threads that draw pictures: all processors but the one the load runs on, three at most. */
const MOST_THREADS = 3;
/** Scans a thread has at hand: it goes on by itself for the seconds in which the load is busy with the database and hands out nothing. */
const AT_HAND = 400;
const PROCESSORS = availableParallelism();

type Thread = { readonly worker: Worker; busy: number };

/** Makes scans in worker threads. The bytes are those the factory would make here. */
export class PicturePool {
  readonly #threads: Thread[] = [];
  readonly #queue: { readonly id: number; readonly request: ScanRequest }[] = [];
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** Whether a thread would come to one more scan soon; false on a machine with one processor. */
  get hasRoom(): boolean {
    return PROCESSORS > 1 && this.#pending.size < AT_HAND * Math.max(1, this.#threads.length);
  }

  make(request: ScanRequest): Promise<MadeScan> {
    this.#start();
    this.#lastId += 1;
    const id = this.#lastId;
    const made = new Promise<MadeScan>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#queue.push({ id, request });
    this.#hand();
    return made;
  }

  /** Ends the threads; pictures still asked for are refused with PICTURES_STOPPED. */
  async close(): Promise<void> {
    this.#refuse(new Error('PICTURES_STOPPED'));
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    if (this.#threads.length > 0) {
      return;
    }
    const count = Math.max(1, Math.min(MOST_THREADS, PROCESSORS - 1));
    for (let i = 0; i < count; i += 1) {
      const thread: Thread = { worker: new Worker(new URL('./picture-worker.ts', import.meta.url)), busy: 0 };
      thread.worker.on('message', (answer: PictureAnswer) => this.#take(thread, answer));
      thread.worker.on('error', (error) => this.#refuse(error));
      thread.worker.unref();
      this.#threads.push(thread);
    }
  }

  #hand(): void {
    for (const thread of this.#threads) {
      while (thread.busy < AT_HAND) {
        const next = this.#queue.shift();
        if (next === undefined) {
          return;
        }
        thread.busy += 1;
        // A thread with work keeps the process alive; an idle one does not.
        thread.worker.ref();
        thread.worker.postMessage(next);
      }
    }
  }

  #take(thread: Thread, answer: PictureAnswer): void {
    thread.busy -= 1;
    if (thread.busy === 0) {
      thread.worker.unref();
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.ok) {
      const { bytes, mediaType, pageCount, fileName } = answer;
      pending?.resolve({
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        mediaType,
        pageCount,
        fileName,
      });
    } else {
      pending?.reject(new Error(answer.message));
    }
    this.#hand();
  }

  #refuse(error: unknown): void {
    for (const { reject } of this.#pending.values()) {
      reject(error instanceof Error ? error : new Error('PICTURE_FAILED'));
    }
    this.#pending.clear();
    this.#queue.length = 0;
  }
}
