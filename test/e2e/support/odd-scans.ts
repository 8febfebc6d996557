/** Scans as families send them, good and bad, each of one plain colour: what is on the screen tells which of them it is. */
import { randomBytes } from 'node:crypto';
import { PDFDocument, rgb } from 'pdf-lib';
import pdfmake from 'pdfmake';
import sharp from 'sharp';
import type { ScanErrorCode } from '../../../renderer/review/stage/scan-error.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export interface OddScan {
  readonly name: string;
  readonly bytes: Buffer;
  /** Of each page, a quarter down its middle; or why it is not shown. */
  readonly shows: readonly Colour[] | ScanErrorCode;
}

// It reads nothing from anywhere.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => false);

const A4 = { width: 595, height: 842 };

async function pdf(...pages: readonly Colour[]): Promise<Buffer> {
  const made = await PDFDocument.create();
  for (const [red, green, blue] of pages) {
    const page = made.addPage([A4.width, A4.height]);
    page.drawRectangle({ ...A4, x: 0, y: 0, color: rgb(red / 255, green / 255, blue / 255) });
  }
  return Buffer.from(await made.save());
}

function picture([r, g, b]: Colour) {
  return sharp({ create: { width: 600, height: 800, channels: 3, background: { r, g, b } } });
}

/** A PDF of one photograph, of which the second half was lost on the way. */
async function cutPhotograph(): Promise<Buffer> {
  const noise = sharp(randomBytes(400 * 400 * 3), { raw: { width: 400, height: 400, channels: 3 } });
  const whole = await noise.jpeg().toBuffer();
  const made = await PDFDocument.create();
  const page = made.addPage([A4.width, A4.height]);
  page.drawImage(await made.embedJpg(whole.subarray(0, whole.length / 2)), { ...A4, x: 0, y: 0 });
  return Buffer.from(await made.save());
}

const withPassword = (): Promise<Buffer> =>
  pdfmake
    .createPdf({ content: [{ canvas: [{ type: 'rect', x: 0, y: 0, w: 9, h: 9 }] }], userPassword: 'secret' })
    .getBuffer();

/** The upper half of one colour, the lower of another, on its side as a telephone keeps it: EXIF says how it is turned. */
async function photographOnItsSide(upper: Colour, lower: Colour): Promise<Buffer> {
  const half = async (colour: Colour) => await picture(colour).resize(400, 600).png().toBuffer();
  return await sharp({ create: { width: 800, height: 600, channels: 3, background: '#fff' } })
    .composite([
      { input: await half(upper), left: 0, top: 0 },
      { input: await half(lower), left: 400, top: 0 },
    ])
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Bad ones between good ones, so that each good one comes after something that went wrong. */
export async function oddScans(): Promise<readonly OddScan[]> {
  const [first, second, third] = [
    await pdf([200, 30, 30], [30, 160, 40]),
    await pdf([30, 60, 200]),
    await pdf([180, 180, 20]),
  ];
  const jpeg = await picture([140, 20, 150]).jpeg({ quality: 95 }).toBuffer();
  return [
    {
      name: 'first.pdf',
      bytes: first,
      shows: [
        [200, 30, 30],
        [30, 160, 40],
      ],
    },
    {
      name: 'torn.pdf',
      bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(4000)]),
      shows: 'DAMAGED',
    },
    { name: 'second.pdf', bytes: second, shows: [[30, 60, 200]] },
    { name: 'closed.pdf', bytes: await withPassword(), shows: 'PASSWORD' },
    { name: 'cut-photograph.pdf', bytes: await cutPhotograph(), shows: 'INCOMPLETE' },
    { name: 'third.pdf', bytes: third, shows: [[180, 180, 20]] },
    { name: 'cut.jpg', bytes: jpeg.subarray(0, jpeg.length - 200), shows: 'INCOMPLETE' },
    { name: 'photograph.jpg', bytes: jpeg, shows: [[140, 20, 150]] },
    { name: 'paper.png', bytes: await picture([20, 140, 140]).png().toBuffer(), shows: [[20, 140, 140]] },
    {
      name: 'paper.webp',
      bytes: await picture([90, 60, 30]).webp({ lossless: true }).toBuffer(),
      shows: [[90, 60, 30]],
    },
    // A quarter down is the upper half.
    {
      name: 'on-its-side.jpg',
      bytes: await photographOnItsSide([230, 120, 10], [10, 30, 60]),
      shows: [[230, 120, 10]],
    },
  ];
}
