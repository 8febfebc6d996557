import { addDays } from '../../../domain/civil-date.ts';
import { createRandom, type Random } from '../random.ts';
import { drawDocument } from './documents.ts';
import type { ScanDefect, ScanFacts, ScanForm, ScanKind } from './facts.ts';
import { type Faces, loadFaces } from './fonts.ts';
import { type PdfPage, type PicturePage, writePdf } from './pdf.ts';
import { develop, type Encoding, encode } from './raster.ts';
import { flatbed, type PhotoTrouble, type Picture, photograph } from './scenery.ts';
import type { Page } from './sketch.ts';

/**
 * Makes synthetic scans: one document of a kind with given facts in a given file form. Same request, same bytes.
 * Drawn PDFs cost about 2 ms, pictures 0.1–0.3 s of processor time (on the thread pool).
 */
export type ScanRequest = {
  readonly kind: ScanKind;
  readonly facts: ScanFacts;
  readonly form: ScanForm;
  readonly defect: ScanDefect | null;
  readonly seed: string;
  /** A PDF of real text, or of pictures as a scanner makes it; says nothing for other forms. */
  readonly pdfBody: 'drawn' | 'scanned';
  /** Pages of `pdfN`, 2 to 6. */
  readonly pages: number;
  /** 300 dpi in colour: 5–12 MB. Only for scanned PDFs and photographs. */
  readonly large: boolean;
};

export type MadeScan = {
  readonly bytes: Buffer;
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/webp';
  readonly pageCount: number;
  readonly fileName: string;
};

export type ScanFactory = {
  readonly make: (request: ScanRequest) => Promise<MadeScan>;
  /** The same for drawn PDFs, without waiting. Throws RangeError (SCAN_NOT_DRAWN) for anything else. */
  readonly draw: (request: ScanRequest) => MadeScan;
};

export async function createScanFactory(): Promise<ScanFactory> {
  const faces = await loadFaces();
  return {
    make: async (request) => (isDrawn(request) ? drawPdf(request, faces) : makePicture(request, faces)),
    draw: (request) => {
      if (!isDrawn(request)) {
        throw new RangeError('SCAN_NOT_DRAWN');
      }
      return drawPdf(request, faces);
    },
  };
}

function isDrawn(request: ScanRequest): boolean {
  return (request.form === 'pdf1' || request.form === 'pdfN') && request.pdfBody === 'drawn';
}

function pagesOf(request: ScanRequest, random: Random, faces: Faces): readonly Page[] {
  const { kind, facts } = withDefect(request);
  const isPdf = request.form === 'pdf1' || request.form === 'pdfN';
  return drawDocument(
    {
      kind,
      facts,
      random: random.fork('paper'),
      sealed: request.defect !== 'no_stamp',
      pages: request.form === 'pdfN' ? Math.max(2, Math.min(6, request.pages)) : 1,
      asObject: !isPdf && request.form !== 'png',
    },
    faces.measure,
  );
}

/** What the defect does to kind and facts; `no_stamp` changes only how the paper is drawn. */
export function withDefect({ kind, facts, defect }: Pick<ScanRequest, 'kind' | 'facts' | 'defect'>): {
  readonly kind: ScanKind;
  readonly facts: ScanFacts;
} {
  switch (defect) {
    case 'expired':
      return {
        kind,
        facts: {
          ...facts,
          issuedOn: addDays(facts.issuedOn, -75),
          validUntil: facts.validUntil === null ? null : addDays(facts.issuedOn, -12),
        },
      };
    case 'wrong_child':
      return { kind, facts: { ...facts, child: facts.otherChild, children: facts.children.slice(1) } };
    case 'wrong_kind':
      return {
        kind: kind === 'siblings_birth_certificates' ? 'family_certificate' : 'address_certificate',
        facts,
      };
    default:
      return { kind, facts };
  }
}

function drawPdf(request: ScanRequest, faces: Faces): MadeScan {
  const random = createRandom(request.seed);
  const pages = pagesOf(request, random, faces);
  return finishPdf(request, random, pages, faces);
}

function finishPdf(request: ScanRequest, random: Random, pages: readonly PdfPage[], faces: Faces): MadeScan {
  const meta = {
    title: `Kezek demo: ${request.kind}`,
    producer: request.pdfBody === 'scanned' ? 'Demo flatbed scanner' : 'Kezek demo',
    createdOn: request.facts.issuedOn,
  };
  return {
    bytes: writePdf(pages, meta, faces),
    mediaType: 'application/pdf',
    pageCount: pages.length,
    fileName: fileName(request, random.fork('name'), 'pdf'),
  };
}

async function makePicture(request: ScanRequest, faces: Faces): Promise<MadeScan> {
  const random = createRandom(request.seed);
  const pages = pagesOf(request, random, faces);
  if (request.form === 'pdf1' || request.form === 'pdfN') {
    const pictures: PicturePage[] = [];
    for (const [i, page] of pages.entries()) {
      pictures.push(await scanPage(page, random.fork(`scan${i}`), request.large && i === 0, faces));
    }
    return finishPdf(request, random, pictures, faces);
  }
  const [page] = pages;
  if (page === undefined) {
    throw new RangeError('SCAN_WITHOUT_PAGES');
  }
  return photo(request, page, random, faces);
}

/** A page of a scanner's PDF: grey at 120 dpi, or colour at 300 dpi when large. */
async function scanPage(page: Page, random: Random, large: boolean, faces: Faces): Promise<PicturePage> {
  const gray = !large && random.chance(0.35);
  const picture = flatbed(page, random, large ? 300 : 120, faces);
  const pixels = await develop(picture, random, { gray, noise: large ? 12 : 1.6, tint: [1, 1, 0.99] });
  const jpeg = await encode(pixels, { ...PLAIN, format: 'jpeg', quality: large ? 95 : 66 });
  return {
    width: page.width,
    height: page.height,
    jpeg,
    pixelWidth: picture.width,
    pixelHeight: picture.height,
    gray,
  };
}

const PLAIN: Encoding = { format: 'jpeg', quality: 70, blur: 0, orientation: 1, takenAt: null };

async function photo(request: ScanRequest, page: Page, random: Random, faces: Faces): Promise<MadeScan> {
  const { form } = request;
  const trouble: PhotoTrouble =
    form === 'unreadable' ? random.pick(['glare', 'dark', 'cropped', 'none']) : 'none';
  const picture: Picture =
    form === 'png'
      ? flatbed(page, random, 110, faces)
      : photograph(page, random, request.large ? 3900 : 1200, faces, trouble);
  const warmth = random.next() * 0.07;
  const pixels = await develop(picture, random, {
    gray: form === 'png',
    noise: form === 'png' ? 0 : trouble === 'dark' ? 5 : request.large ? 11 : 2.4,
    tint: form === 'png' ? [1, 1, 1] : [1, 0.985 - warmth * 0.4, 0.97 - warmth],
  });
  const encoding: Encoding = {
    format: form === 'png' ? 'png' : form === 'webp' ? 'webp' : 'jpeg',
    quality: request.large ? 94 : 68,
    blur: blurOf(form, trouble, random),
    orientation: form === 'jpeg_rotated' ? random.pick([6, 8, 3, 6] as const) : 1,
    takenAt: form === 'png' || form === 'webp' ? null : takenAt(request.facts.issuedOn, random),
  };
  const extension = encoding.format === 'jpeg' ? 'jpg' : encoding.format;
  return {
    bytes: await encode(pixels, encoding),
    mediaType: `image/${encoding.format}`,
    pageCount: 1,
    fileName: fileName(request, random.fork('name'), extension),
  };
}

function blurOf(form: ScanForm, trouble: PhotoTrouble, random: Random): number {
  if (form === 'blurred') {
    return 3.1 + random.next() * 1.1;
  }
  if (form === 'unreadable') {
    return trouble === 'none' ? 8 + random.next() * 4 : 1.2;
  }
  return 0;
}

function takenAt(day: string, random: Random): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${addDays(day, 2).replaceAll('-', ':')} ${two(random.int(8, 20))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}`;
}

/** What people name their files. */
function fileName(request: ScanRequest, random: Random, extension: string): string {
  const day = addDays(request.facts.issuedOn, 2);
  const digits = String(random.int(100_000, 235_959));
  const compact = day.replaceAll('-', '');
  if (extension === 'pdf') {
    return `${random.pick([`Скан_${random.int(1, 400)}`, `scan${compact}`, 'Анықтама', 'Документ', `CamScanner ${showCompact(day)}`, 'құжат'])}.pdf`;
  }
  return `${random.pick([`IMG_${compact}_${digits}`, `photo_${day}_${random.int(1, 9)}`, `WhatsApp Image ${day}`, `IMG_${random.int(1000, 9999)}`])}.${extension}`;
}

function showCompact(day: string): string {
  return day.split('-').reverse().join('.');
}
