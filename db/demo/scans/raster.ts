import { createRandom, type Random } from '../random.ts';
import type { Picture } from './scenery.ts';

/** Pixels of a picture and their encoding. Rendering and encoding run on the thread pool, beside the database. */
export type Pixels = {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
};

export type Develop = {
  readonly gray: boolean;
  /** Standard deviation of the sensor's noise, in levels of 255. */
  readonly noise: number;
  /** Gains of red, green, blue: the colour of the light. */
  readonly tint: readonly [number, number, number];
};

export type Encoding = {
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly quality: number;
  readonly blur: number;
  /** EXIF orientation the file carries; the stored picture is turned so that it shows upright. */
  readonly orientation: 1 | 3 | 6 | 8;
  /** Date and time of the photograph for EXIF, `YYYY:MM:DD HH:MM:SS`; null for scanners. */
  readonly takenAt: string | null;
};

/** Draws a picture and develops it: light colour, noise, grey. */
export async function develop(picture: Picture, random: Random, options: Develop): Promise<Pixels> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const rendered = await renderAsync(picture.svg, { font: { loadSystemFonts: false }, logLevel: 'off' });
  const rgba = rendered.pixels;
  const count = picture.width * picture.height;
  const data = options.gray
    ? developGray(rgba, count, random, options.noise)
    : developColor(rgba, count, random, options);
  return { data, width: picture.width, height: picture.height, channels: options.gray ? 1 : 3 };
}

const NOISE_SIZE = 1 << 16;
const NOISE_MASK = NOISE_SIZE - 1;
const noiseTables = new Map<number, Int8Array>();

/** Normal noise of a deviation, the same for every picture; each starts reading it elsewhere. */
function noise(deviation: number): Int8Array {
  let table = noiseTables.get(deviation);
  if (table === undefined) {
    const random = createRandom('sensor noise');
    table = Int8Array.from({ length: NOISE_SIZE }, () =>
      Math.max(-127, Math.min(127, Math.round(random.normal(0, deviation)))),
    );
    noiseTables.set(deviation, table);
  }
  return table;
}

/** Pixels as 32-bit words, red lowest: one read a pixel instead of three. */
function words(rgba: Uint8Array, count: number): Uint32Array {
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : new Uint8Array(rgba);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, count);
}

// Whole numbers and tables: these loops touch every pixel of every picture.
function developGray(rgba: Uint8Array, count: number, random: Random, deviation: number): Buffer {
  const table = noise(deviation);
  const pixels = words(rgba, count);
  const out = new Uint8ClampedArray(count);
  let n = random.int(0, NOISE_MASK);
  for (let i = 0; i < count; i += 1) {
    const pixel = pixels[i] as number;
    // Weights of BT.601 in 1/256.
    const level = (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 8;
    out[i] = level + (table[n & NOISE_MASK] as number);
    n += (i & 255) === 0 ? 18 : 1;
  }
  return Buffer.from(out.buffer);
}

/** A level plus its grain lies in −127…382: tables begin this much lower. */
const BELOW = 128;

function developColor(
  rgba: Uint8Array,
  count: number,
  random: Random,
  { noise: deviation, tint }: Develop,
): Buffer {
  const table = noise(deviation);
  const pixels = words(rgba, count);
  const out = new Uint8Array(count * 3);
  const [red, green, blue] = [levels(tint[0]), levels(tint[1]), levels(tint[2])];
  let n = random.int(0, NOISE_MASK);
  for (let i = 0, q = 0; i < count; i += 1, q += 3) {
    const grain = (table[n & NOISE_MASK] as number) + BELOW;
    const pixel = pixels[i] as number;
    out[q] = red[(pixel & 255) + grain] as number;
    out[q + 1] = green[((pixel >>> 8) & 255) + grain] as number;
    out[q + 2] = blue[((pixel >>> 16) & 255) + grain] as number;
    // A longer step now and then keeps the table's period from showing.
    n += (i & 255) === 0 ? 18 : 1;
  }
  return Buffer.from(out.buffer);
}

/** What becomes of each level under a light of this gain, kept within a byte. */
function levels(gain: number): Uint8Array {
  return Uint8Array.from({ length: 512 }, (_, i) =>
    Math.max(0, Math.min(255, Math.round((i - BELOW) * gain))),
  );
}

/** Encodes pixels; the same pixels and options give the same bytes. */
export async function encode(pixels: Pixels, options: Encoding): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const { width, height, channels } = pixels;
  let image = sharp(pixels.data, { raw: { width, height, channels } });
  if (options.blur > 0.3) {
    image = image.blur(options.blur);
  }
  const turn = { 1: 0, 3: 180, 6: 270, 8: 90 }[options.orientation];
  if (turn !== 0) {
    image = image.rotate(turn);
  }
  if (options.takenAt !== null) {
    image = image
      .withExif({ IFD0: { Make: 'Kezek', Model: 'Demo camera', DateTime: options.takenAt } })
      .withMetadata({ orientation: options.orientation });
  }
  switch (options.format) {
    case 'jpeg':
      return image.jpeg({ quality: options.quality, chromaSubsampling: '4:2:0' }).toBuffer();
    case 'webp':
      return image.webp({ quality: options.quality, effort: 1 }).toBuffer();
    case 'png':
      return image.png({ palette: true, colours: 16, effort: 1, dither: 0 }).toBuffer();
  }
}
