/// <reference lib="webworker" />
import libheif, { type HeifImage } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import type { HeicAnswer } from './heic.ts';
import { MAX_PIXELS } from './picture-facts.ts';

declare const self: DedicatedWorkerGlobalScope;

/** libheif is made on the first photo: its module is 2 MB with the decoder inside. */
let heif: ReturnType<typeof libheif> | null = null;

self.onmessage = async (event: MessageEvent<{ id: number; bytes: ArrayBuffer }>) => {
  const { id, bytes } = event.data;
  try {
    const bitmap = await decode(new Uint8Array(bytes));
    const answer: HeicAnswer = { id, ok: true, bitmap };
    self.postMessage(answer, [bitmap]);
  } catch {
    const answer: HeicAnswer = { id, ok: false };
    self.postMessage(answer);
  }
};

async function decode(bytes: Uint8Array): Promise<ImageBitmap> {
  heif ??= libheif();
  const images = new heif.HeifDecoder().decode(bytes);
  const image = images.find((each) => each.is_primary()) ?? images[0];
  if (image === undefined) {
    throw new Error('NO_IMAGE');
  }
  try {
    return await createImageBitmap(await pixelsOf(image));
  } finally {
    for (const each of images) each.free();
  }
}

function pixelsOf(image: HeifImage): Promise<ImageData> {
  const width = image.get_width();
  const height = image.get_height();
  if (width * height > MAX_PIXELS) {
    throw new Error('TOO_LARGE');
  }
  return new Promise((resolve, reject) => {
    image.display(new ImageData(width, height), (shown) => {
      shown === null ? reject(new Error('NOT_SHOWN')) : resolve(shown);
    });
  });
}
