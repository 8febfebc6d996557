/// <reference lib="webworker" />
/**
 * Decoding and shrinking of pictures beside the page: shrinking a phone photo takes a tenth of a second, and the browser
 * does it where it is asked to.
 */
import type { PictureAnswer, PictureRequest } from './picture-worker.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Decoded once to learn the size as turned; kept for the first drawing, which nearly always follows at once. */
const wholes = new Map<number, ImageBitmap>();

self.onmessage = async ({ data }: MessageEvent<PictureRequest>) => {
  const answer = await answerOf(data).catch((): PictureAnswer => ({ id: data.id, ok: false }));
  self.postMessage(answer, answer.ok && answer.bitmap !== null ? [answer.bitmap] : []);
};

async function answerOf(request: PictureRequest): Promise<PictureAnswer> {
  const { id, scan } = request;
  switch (request.op) {
    case 'open': {
      const whole = await bitmapOf(request.source);
      wholes.set(scan, whole);
      return { id, ok: true, width: whole.width, height: whole.height, bitmap: null };
    }
    case 'draw': {
      const kept = wholes.get(scan);
      wholes.delete(scan);
      const bitmap = await shrink(kept ?? (await bitmapOf(request.source)), request.width);
      return { id, ok: true, width: bitmap.width, height: bitmap.height, bitmap };
    }
    case 'close':
      wholes.get(scan)?.close();
      wholes.delete(scan);
      return { id, ok: true, width: 0, height: 0, bitmap: null };
  }
}

/** EXIF turns it; a bitmap comes from the HEIC decoder, already turned. */
async function bitmapOf(source: Blob | ImageBitmap): Promise<ImageBitmap> {
  return source instanceof Blob ? await createImageBitmap(source) : source;
}

/** A bitmap of the wanted width; the one given is used up. */
async function shrink(whole: ImageBitmap, width: number): Promise<ImageBitmap> {
  if (whole.width <= width) {
    return whole;
  }
  const small = await createImageBitmap(whole, {
    resizeWidth: width,
    resizeHeight: Math.max(1, Math.round((whole.height * width) / whole.width)),
    resizeQuality: 'high',
  });
  whole.close();
  return small;
}
