import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sniffScanType } from '../../../domain/scan-type.ts';
import { meansPictureLost } from '../../../renderer/review/stage/pdf-warnings.ts';
import { type PictureType, pictureFacts } from '../../../renderer/review/stage/picture-facts.ts';

const picture = sharp({ create: { width: 123, height: 77, channels: 3, background: '#f6f3ea' } });
const jpeg = new Uint8Array(await picture.clone().jpeg().toBuffer());
const progressive = new Uint8Array(await picture.clone().jpeg({ progressive: true }).toBuffer());
const png = new Uint8Array(await picture.clone().png().toBuffer());
const webp = new Uint8Array(await picture.clone().webp().toBuffer());
const webpLossless = new Uint8Array(await picture.clone().webp({ lossless: true }).toBuffer());
const avif = new Uint8Array(await picture.clone().avif().toBuffer());

function ftyp(major: string, ...compatible: string[]): Uint8Array {
  const text = `${major}\0\0\0\0${compatible.join('')}`;
  const bytes = new Uint8Array(8 + text.length + 24);
  new DataView(bytes.buffer).setUint32(0, 8 + text.length);
  bytes.set(new TextEncoder().encode(`ftyp${text}`), 4);
  return bytes;
}

describe('type by content', () => {
  it('knows every type the desk shows', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    expect(sniffScanType(await document.save())).toBe('pdf');
    expect([jpeg, progressive, png, webp, webpLossless].map(sniffScanType)).toEqual([
      'jpeg',
      'jpeg',
      'png',
      'webp',
      'webp',
    ]);
  });

  it('knows HEIC by its brands, major or compatible', () => {
    expect(sniffScanType(ftyp('heic', 'mif1', 'heic'))).toBe('heic');
    expect(sniffScanType(ftyp('mif1', 'mif1', 'heic'))).toBe('heic');
    expect(sniffScanType(ftyp('heix'))).toBe('heic');
  });

  it('takes no video, AVIF or anything else for a photo', () => {
    expect(sniffScanType(ftyp('isom', 'isom', 'mp42'))).toBeNull();
    expect(sniffScanType(avif)).toBeNull();
    expect(sniffScanType(ftyp('mif1', 'avif', 'mif1'))).toBeNull();
    expect(sniffScanType(new TextEncoder().encode('PK\u0003\u0004 document.docx'))).toBeNull();
    expect(sniffScanType(new Uint8Array(0))).toBeNull();
  });

  it('finds a PDF header after junk, but not beyond 1,024 bytes', () => {
    const at = (offset: number): Uint8Array => {
      const bytes = new Uint8Array(offset + 20).fill(0x20);
      bytes.set(new TextEncoder().encode('%PDF-1.7'), offset);
      return bytes;
    };
    expect(sniffScanType(at(1000))).toBe('pdf');
    expect(sniffScanType(at(4000))).toBeNull();
  });
});

describe('size and completeness before decoding', () => {
  const all: [PictureType, Uint8Array][] = [
    ['jpeg', jpeg],
    ['jpeg', progressive],
    ['png', png],
    ['webp', webp],
    ['webp', webpLossless],
  ];

  it('reads the size from the header', () => {
    for (const [type, bytes] of all) {
      expect(pictureFacts(type, bytes)).toEqual({ size: { width: 123, height: 77 }, complete: true });
    }
  });

  it('sees that the end is missing, wherever it was cut', () => {
    for (const [type, bytes] of all) {
      for (const kept of [0.3, 0.6, 0.9]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * kept));
        expect(pictureFacts(type, cut).complete, `${type} ${kept}`).toBe(false);
      }
      expect(pictureFacts(type, bytes.subarray(0, bytes.length - 2)).complete, type).toBe(false);
    }
  });

  it('is not misled by the end mark of the thumbnail inside EXIF', () => {
    const thumbnail = [0xff, 0xd8, 0xff, 0xd9];
    const app1 = [0xff, 0xe1, 0x00, 2 + thumbnail.length, ...thumbnail];
    const cut = new Uint8Array([0xff, 0xd8, ...app1, ...jpeg.subarray(2, jpeg.length - 2)]);
    expect(pictureFacts('jpeg', cut)).toEqual({ size: { width: 123, height: 77 }, complete: false });
  });

  it('never throws, whatever the bytes', () => {
    for (const length of [0, 1, 3, 9, 20, 29, 31]) {
      for (const type of ['jpeg', 'png', 'webp', 'heic'] as const) {
        expect(() => pictureFacts(type, new Uint8Array(length).fill(0xff))).not.toThrow();
      }
    }
  });
});

describe('warnings of pdf.js', () => {
  it('tells a lost picture from a quirk of a font', () => {
    expect(meansPictureLost('Warning: Unable to decode image "img_p0_1": "JpxError: bad".')).toBe(true);
    expect(meansPictureLost('Warning: EOIMarkerError -- ignoring the rest of the image data.')).toBe(true);
    expect(meansPictureLost('Warning: TT: undefined function: 32')).toBe(false);
    expect(meansPictureLost('Warning: Indexing all PDF objects')).toBe(false);
  });
});
