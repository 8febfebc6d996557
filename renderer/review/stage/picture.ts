import { pictureSize, type Size } from './geometry.ts';
import { decodeHeic } from './heic.ts';
import type { OpenedScan } from './opened-scan.ts';
import { MAX_PIXELS, type PictureType, pictureFacts } from './picture-facts.ts';
import type { ScanBytes } from './scan-bytes.ts';
import { ScanError } from './scan-error.ts';

const MEDIA_TYPES: Readonly<Record<PictureType, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
};

/** Opens a picture: EXIF turns it, and a file without its end is refused rather than shown half grey. */
export async function openPicture(type: PictureType, source: ScanBytes): Promise<OpenedScan<ImageBitmap>> {
  const bytes = await source.all();
  const facts = pictureFacts(type, bytes);
  if (!facts.complete) {
    throw new ScanError('INCOMPLETE');
  }
  if (facts.size !== null && facts.size.width * facts.size.height > MAX_PIXELS) {
    throw new ScanError('DAMAGED');
  }
  const file = new Blob([bytes], { type: MEDIA_TYPES[type] });
  const decode = (): Promise<ImageBitmap> => decodePicture(type, file);
  // Decoded once to learn the size as turned; kept for the first drawing, which nearly always follows at once.
  let whole: ImageBitmap | null = await decode();
  const pixels: Size = { width: whole.width, height: whole.height };
  return {
    type,
    pageCount: 1,
    pageSize: async () => pictureSize(pixels),
    draw: async (_page, width) => {
      const decoded = whole ?? (await decode());
      whole = null;
      return shrink(decoded, width);
    },
    close: () => {
      whole?.close();
      whole = null;
    },
  };
}

async function decodePicture(type: PictureType, file: Blob): Promise<ImageBitmap> {
  try {
    return type === 'heic' ? await decodeHeic(file) : await createImageBitmap(file);
  } catch (error) {
    throw error instanceof ScanError ? error : new ScanError('DAMAGED', error);
  }
}

/** A bitmap of the wanted width; the one given is used up. */
async function shrink(whole: ImageBitmap, width: number): Promise<ImageBitmap> {
  if (whole.width <= width) {
    return whole;
  }
  const height = Math.max(1, Math.round((whole.height * width) / whole.width));
  const small = await createImageBitmap(whole, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
  });
  whole.close();
  return small;
}
