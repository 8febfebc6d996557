/** Draws pictures of scans in a thread of its own, so that the load goes on beside it. Made by picture-pool.ts. */
import { parentPort } from 'node:worker_threads';
import { createScanFactory, type ScanRequest } from '../scans/factory.ts';
import type { PictureAnswer } from './picture-pool.ts';

/** Pictures drawn at once: while one is compressed elsewhere another is drawn; more would only fill the memory. */
const AT_ONCE = 3;

type Wish = { readonly id: number; readonly request: ScanRequest };

const factory = createScanFactory();
const waiting: Wish[] = [];
let drawing = 0;

parentPort?.on('message', (wish: Wish) => {
  waiting.push(wish);
  if (drawing < AT_ONCE) {
    void work();
  }
});

async function work(): Promise<void> {
  drawing += 1;
  for (let wish = waiting.shift(); wish !== undefined; wish = waiting.shift()) {
    const answer = await answerTo(wish);
    parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer as ArrayBuffer] : []);
  }
  drawing -= 1;
}

async function answerTo({ id, request }: Wish): Promise<PictureAnswer> {
  try {
    const made = await (await factory).make(request);
    // Bytes alone cross the border: a Buffer arrives as a plain array of bytes.
    return { id, ok: true, ...made, bytes: new Uint8Array(made.bytes) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : 'PICTURE_FAILED' };
  }
}
