/** Draws pictures of scans in a thread of its own, so that the load goes on beside it. Made by picture-pool.ts. */
import { parentPort } from 'node:worker_threads';
import { createScanFactory, type ScanRequest } from '../scans/factory.ts';
import type { PictureAnswer } from './picture-pool.ts';

const factory = createScanFactory();

parentPort?.on('message', async ({ id, request }: { readonly id: number; readonly request: ScanRequest }) => {
  let answer: PictureAnswer;
  try {
    const made = await (await factory).make(request);
    // Bytes alone cross the border: a Buffer arrives as a plain array of bytes.
    answer = { id, ok: true, ...made, bytes: new Uint8Array(made.bytes) };
  } catch (error) {
    answer = { id, ok: false, message: error instanceof Error ? error.message : 'PICTURE_FAILED' };
  }
  parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer as ArrayBuffer] : []);
});
