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
let noiseTable: Int8Array | undefined;

/** Normal noise of deviation 32, the same for every picture; each starts reading it elsewhere. */
function noise(): Int8Array {
  if (noiseTable === undefined) {
    const random = createRandom('sensor noise');
    noiseTable = Int8Array.from({ length: NOISE_SIZE }, () =>
      Math.max(-127, Math.min(127, Math.round(random.normal(0, 32)))),
    );
  }
  return noiseTable;
}

function developGray(rgba: Uint8Array, count: number, random: Random, deviation: number): Buffer {
  const table = noise();
  const out = new Uint8ClampedArray(count);
  const strength = deviation / 32;
  let n = random.int(0, NOISE_SIZE - 1);
  for (let i = 0, p = 0; i < count; i += 1, p += 4) {
    const level = 0.299 * (rgba[p] ?? 0) + 0.587 * (rgba[p + 1] ?? 0) + 0.114 * (rgba[p + 2] ?? 0);
    out[i] = level + (table[n & (NOISE_SIZE - 1)] ?? 0) * strength;
    // A step that is prime to the table's size and changes with the row keeps the pattern from showing.
    n += 1 + (i % 251 === 0 ? 17 : 0);
  }
  return Buffer.from(out.buffer);
}

function developColor(
  rgba: Uint8Array,
  count: number,
  random: Random,
  { noise: deviation, tint }: Develop,
): Buffer {
  const table = noise();
  const out = new Uint8ClampedArray(count * 3);
  const strength = deviation / 32;
  const [red, green, blue] = tint;
  let n = random.int(0, NOISE_SIZE - 1);
  for (let i = 0, p = 0, q = 0; i < count; i += 1, p += 4, q += 3) {
    const grain = (table[n & (NOISE_SIZE - 1)] ?? 0) * strength;
    out[q] = (rgba[p] ?? 0) * red + grain;
    out[q + 1] = (rgba[p + 1] ?? 0) * green + grain;
    out[q + 2] = (rgba[p + 2] ?? 0) * blue + grain;
    n += 1 + (i % 251 === 0 ? 17 : 0);
  }
  return Buffer.from(out.buffer);
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
