import { createHash } from 'node:crypto';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createScanFactory, type ScanFactory } from '../../../db/demo/scans/factory.ts';
import { SCAN_FORMS, SCAN_KINDS } from '../../../db/demo/scans/facts.ts';
import { fullName } from '../../../domain/names.ts';
import { FACTS, request } from './facts.ts';

let factory: ScanFactory;
beforeAll(async () => {
  factory = await createScanFactory();
});

async function readPdf(bytes: Buffer) {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
  });
  const document = await task.promise;
  const texts: string[] = [];
  for (let i = 1; i <= document.numPages; i += 1) {
    const content = await (await document.getPage(i)).getTextContent();
    texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const info = { pages: document.numPages, text: texts.join('\n').replace(/\s+/g, ' ') };
  await task.destroy();
  return info;
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('drawn PDFs', () => {
  it.each(SCAN_KINDS)('%s opens and names whom it is about', async (kind) => {
    const { bytes, pageCount, mediaType } = factory.draw(request({ kind }));
    expect(mediaType).toBe('application/pdf');
    const { pages, text } = await readPdf(bytes);
    expect(pages).toBe(pageCount);
    const child = ['birth_certificate', 'siblings_birth_certificates', 'pmpc_conclusion'];
    const person = child.includes(kind) ? FACTS.child : FACTS.holder;
    const upper = text.toUpperCase();
    for (const part of [person.surname, person.givenName, person.patronymic ?? '']) {
      expect(upper).toContain(part.toUpperCase());
    }
    expect(upper).toContain('ҮЛГІ');
    expect(bytes.length).toBeLessThan(300_000);
  });

  it.each([2, 4, 6])('of %d pages have as many', async (pages) => {
    const made = factory.draw(request({ form: 'pdfN', pages }));
    expect(made.pageCount).toBe(pages);
    expect((await readPdf(made.bytes)).pages).toBe(pages);
  });

  it('show every letter of Kazakh and Russian as text', async () => {
    const letters = 'АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';
    const facts = {
      ...FACTS,
      holder: { ...FACTS.holder, surname: letters.slice(0, 42), givenName: letters.slice(42) },
    };
    const { text } = await readPdf(factory.draw(request({ facts })).bytes);
    expect(text).toContain(letters.slice(0, 42));
    expect(text).toContain(letters.slice(42));
  });

  it('refuse to be drawn when they are pictures', () => {
    expect(() => factory.draw(request({ pdfBody: 'scanned' }))).toThrow('SCAN_NOT_DRAWN');
    expect(() => factory.draw(request({ form: 'png' }))).toThrow('SCAN_NOT_DRAWN');
  });
});

describe('defects', () => {
  it('change what the paper says', async () => {
    const text = async (defect: Parameters<typeof request>[0]['defect']) =>
      (await readPdf(factory.draw(request({ defect: defect ?? null })).bytes)).text;
    const sound = await text(null);
    expect(sound).toContain(fullName(FACTS.child));
    const wrongChild = await text('wrong_child');
    expect(wrongChild).toContain(fullName(FACTS.otherChild));
    expect(wrongChild).not.toContain(fullName(FACTS.child));
    expect(await text('wrong_kind')).toContain('МЕКЕНЖАЙ АНЫҚТАМАСЫ');
    expect(sound).toContain('О Б Р А З Е Ц');
    expect(await text('no_stamp')).not.toContain('О Б Р А З Е Ц');
  });

  it('expired: the printed date of issue is 75 days earlier', async () => {
    const text = (defect: 'expired' | null) =>
      readPdf(factory.draw(request({ kind: 'birth_certificate', defect })).bytes);
    expect((await text(null)).text).toContain('12.10.2026');
    expect((await text('expired')).text).toContain('29.07.2026');
  });
});

describe('pictures', () => {
  it('come in the media type of their form', async () => {
    const wanted = {
      pdf1: 'pdf',
      pdfN: 'pdf',
      jpeg_photo: 'jpeg',
      jpeg_rotated: 'jpeg',
      png: 'png',
      webp: 'webp',
      blurred: 'jpeg',
      unreadable: 'jpeg',
    } as const;
    for (const form of SCAN_FORMS) {
      const made = await factory.make(request({ form, pdfBody: 'scanned', pages: 2 }));
      const kind = wanted[form];
      expect(made.mediaType, form).toBe(kind === 'pdf' ? 'application/pdf' : `image/${kind}`);
      if (kind === 'pdf') {
        expect(made.bytes.subarray(0, 5).toString()).toBe('%PDF-');
        expect((await readPdf(made.bytes)).pages).toBe(form === 'pdfN' ? 2 : 1);
      } else {
        expect((await sharp(made.bytes).metadata()).format, form).toBe(kind);
      }
      expect(made.bytes.length, form).toBeGreaterThan(10_000);
      expect(made.bytes.length, form).toBeLessThan(400_000);
    }
  });

  it('rotated by EXIF: stored turned, shown upright', async () => {
    const seen = new Set<number | undefined>();
    for (const seed of ['a', 'b', 'd']) {
      const { bytes } = await factory.make(request({ form: 'jpeg_rotated', seed }));
      const meta = await sharp(bytes).metadata();
      seen.add(meta.orientation);
      expect([3, 6, 8]).toContain(meta.orientation);
      const upright = await sharp(bytes).autoOrient().toBuffer({ resolveWithObject: true });
      expect(upright.info.height).toBeGreaterThan(upright.info.width);
      const turned = meta.orientation === 6 || meta.orientation === 8;
      expect((meta.width ?? 0) > (meta.height ?? 0)).toBe(turned);
      // The same paper taken straight: shown, both are the same picture.
      expect(
        await likeness(bytes, (await factory.make(request({ form: 'jpeg_photo', seed }))).bytes),
      ).toBeLessThan(30);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('blurred and unreadable ones have lost their edges', async () => {
    const sharpness = async (form: 'jpeg_photo' | 'blurred') =>
      (await sharp((await factory.make(request({ form }))).bytes).stats()).sharpness;
    const clear = await sharpness('jpeg_photo');
    expect(await sharpness('blurred')).toBeLessThan(clear * 0.5);
  });

  it('large ones are of the size of a 300 dpi colour scan', async () => {
    const { bytes } = await factory.make(request({ pdfBody: 'scanned', large: true }));
    expect(bytes.length).toBeGreaterThan(4_000_000);
    expect(bytes.length).toBeLessThan(20_971_520);
  });
});

/** Mean difference of two pictures shown upright and reduced to thumbnails. */
async function likeness(a: Buffer, b: Buffer): Promise<number> {
  const small = (bytes: Buffer) =>
    sharp(bytes).autoOrient().resize(48, 64, { fit: 'fill' }).grayscale().raw().toBuffer();
  const [x, y] = await Promise.all([small(a), small(b)]);
  return x.reduce((sum, value, i) => sum + Math.abs(value - (y[i] ?? 0)), 0) / x.length;
}

describe('the factory', () => {
  it('makes the same bytes of the same request, also from a second factory', async () => {
    const again = await createScanFactory();
    const wishes = [
      request({ form: 'pdfN', pages: 2 }),
      request({ form: 'pdf1', pdfBody: 'scanned' }),
      ...(['jpeg_rotated', 'png', 'webp'] as const).map((form) => request({ form })),
    ];
    for (const wish of wishes) {
      // Side by side: what else the thread pool is doing must not change a byte.
      const [first, second] = await Promise.all([factory.make(wish), again.make(wish)]);
      expect(sha(first.bytes), wish.form).toBe(sha(second.bytes));
      expect(first.fileName).toBe(second.fileName);
    }
    const other = await factory.make(request({ form: 'pdf1', seed: 'other' }));
    expect(sha(other.bytes)).not.toBe(
      sha((await factory.make(request({ form: 'pdf1', seed: 'same' }))).bytes),
    );
  });
});
