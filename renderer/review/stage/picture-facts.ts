import type { ScanType } from '../../../domain/scan-type.ts';
import type { Size } from './geometry.ts';

export type PictureType = Exclude<ScanType, 'pdf'>;
/** What a picture's own bytes say before anything is decoded. */
export type PictureFacts = {
  /** As stored, before EXIF turns it; null when the header does not say. */
  readonly size: Size | null;
  /** Whether the file has its end: a picture cut off in transit would be shown half grey. */
  readonly complete: boolean;
};

/** A picture of more pixels is not decoded: 120 million take half a gigabyte. */
export const MAX_PIXELS = 120_000_000;

/** Reads size and completeness of a JPEG, PNG or WebP from its structure (HEIC: left to its decoder). Never throws. */
export function pictureFacts(type: PictureType, bytes: Uint8Array): PictureFacts {
  switch (type) {
    case 'jpeg':
      return jpegFacts(bytes);
    case 'png':
      return pngFacts(bytes);
    case 'webp':
      return webpFacts(bytes);
    case 'heic':
      return { size: null, complete: true };
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Walks the markers (ITU-T T.81 annex B): thumbnails inside EXIF have an end mark too, so searching for it will not do. */
function jpegFacts(bytes: Uint8Array): PictureFacts {
  let size: Size | null = null;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) {
      return { size, complete: true };
    }
    // Stuffed zero, fill bytes, restart marks and TEM stand alone.
    if (marker === 0x00 || marker === 0x01 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (at + 4 > bytes.length) {
      break;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame && at + 9 <= bytes.length) {
      size ??= { height: view(bytes).getUint16(at + 5), width: view(bytes).getUint16(at + 7) };
    }
    at += 2 + Math.max(2, view(bytes).getUint16(at + 2));
  }
  return { size, complete: false };
}

/** Walks the chunks to IEND (PNG specification, 5.3). */
function pngFacts(bytes: Uint8Array): PictureFacts {
  const data = view(bytes);
  const size = bytes.length >= 24 ? { width: data.getUint32(16), height: data.getUint32(20) } : null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    if (data.getUint32(at + 4) === 0x49454e44) {
      return { size, complete: true };
    }
    at += 12 + data.getUint32(at);
  }
  return { size, complete: false };
}

/** RIFF tells its length; VP8X, VP8L or VP8 tells the size (RFC 9649). */
function webpFacts(bytes: Uint8Array): PictureFacts {
  const data = view(bytes);
  if (bytes.length < 30) {
    return { size: null, complete: false };
  }
  const complete = bytes.length >= data.getUint32(4, true) + 8;
  const form = String.fromCharCode(...bytes.subarray(12, 16));
  if (form === 'VP8X') {
    return { size: { width: 1 + uint24(bytes, 24), height: 1 + uint24(bytes, 27) }, complete };
  }
  if (form === 'VP8L') {
    const bits = data.getUint32(21, true);
    return { size: { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }, complete };
  }
  const size = { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff };
  return { size: form === 'VP8 ' ? size : null, complete };
}

function uint24(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}
