/** Photos of companions: small pictures, told by their own bytes and not by what they are called. */
import { refused } from '../errors.ts';

const MAX_BYTES = 1_048_576;
const MIN_BYTES = 100;
const KINDS = [
  { type: 'image/jpeg', head: [0xff, 0xd8, 0xff] },
  { type: 'image/png', head: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
] as const;

export interface Photo {
  readonly mediaType: (typeof KINDS)[number]['type'];
  readonly content: Uint8Array;
}

/** The kind of a picture by its first bytes; null for anything else. */
export function sniffPhoto(content: Uint8Array): Photo['mediaType'] | null {
  return KINDS.find(({ head }) => head.every((byte, i) => content[i] === byte))?.type ?? null;
}

/** Reads a photo. Throws REFUSED PHOTO_SIZE, PHOTO_KIND. */
export async function readPhoto(blob: Blob): Promise<Photo> {
  if (blob.size > MAX_BYTES || blob.size < MIN_BYTES) throw refused({ code: 'PHOTO_SIZE', field: 'photo' });
  const content = new Uint8Array(await blob.arrayBuffer());
  const mediaType = sniffPhoto(content);
  if (mediaType === null) throw refused({ code: 'PHOTO_KIND', field: 'photo' });
  return { mediaType, content };
}
