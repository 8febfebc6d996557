import { pictureSize } from './geometry.ts';
import { decodeHeic } from './heic.ts';
import type { OpenedScan } from './opened-scan.ts';
import { MAX_PIXELS, type PictureType, pictureFacts } from './picture-facts.ts';
import { openInWorker } from './picture-worker.ts';
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
  const picture = await openInWorker(async () => (type === 'heic' ? await decodeHeic(file) : file));
  return {
    type,
    pageCount: 1,
    pageSize: async () => pictureSize(picture.size),
    draw: (_page, width) => picture.draw(width),
    close: picture.close,
  };
}
