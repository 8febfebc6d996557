import { createHash } from 'node:crypto';
import type { ScanFactory, ScanRequest } from '../scans/factory.ts';
import { PicturePool } from './picture-pool.ts';

/** A scan's bytes as they are stored. */
export type Content = {
  readonly sha256: Buffer;
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** Null: not a document, cannot be opened. */
  readonly pageCount: number | null;
  readonly fileName: string;
};

/** Scans of 300 dpi in colour: a few, since each costs ten ordinary pictures. */
const LARGE = 3;

/**
 * Makes the contents of scans: pictures in other threads while the caller goes on, drawn PDFs there too as long as those threads
 * keep up and else at once, and beyond `drawnLimit` files a small stand-in each. Stand-ins are never shared: two families with the same bytes are a finding.
 */
export class ContentMaker {
  readonly #factory: ScanFactory;
  readonly #drawnLimit: number;
  #picturesLeft: number;
  #drawn = 0;
  #standIns = 0;
  #largeLeft = LARGE;
  readonly #pool = new PicturePool();

  constructor(factory: ScanFactory, limits: { readonly pictures: number; readonly drawn: number }) {
    this.#factory = factory;
    this.#picturesLeft = limits.pictures;
    this.#drawnLimit = limits.drawn;
  }

  /** Takes one picture from the budget; false when it is spent. */
  takePicture(): boolean {
    this.#picturesLeft -= 1;
    return this.#picturesLeft >= 0;
  }

  /** Takes one large scan from the budget; false when it is spent. */
  takeLarge(): boolean {
    this.#largeLeft -= 1;
    return this.#largeLeft >= 0;
  }

  make(request: ScanRequest): Content | Promise<Content> {
    const isDrawn = request.pdfBody === 'drawn' && (request.form === 'pdf1' || request.form === 'pdfN');
    if (!isDrawn) {
      return this.#elsewhere(request);
    }
    this.#drawn += 1;
    if (this.#drawn > this.#drawnLimit) {
      return this.standIn();
    }
    return this.#pool.hasRoom ? this.#elsewhere(request) : contentOf(this.#factory.draw(request));
  }

  /** A one-page PDF of a few hundred bytes, different each time: what an archive keeps of an old scan. */
  standIn(): Content {
    this.#standIns += 1;
    const text = `BT /F 14 Tf 72 760 Td (Kezek demo: archive copy ${this.#standIns}) Tj ET`;
    const bytes = Buffer.from(
      `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length ${text.length}>>stream
${text}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
`,
    );
    return contentOf({
      bytes,
      mediaType: 'application/pdf',
      pageCount: 1,
      fileName: `archive-${this.#standIns}.pdf`,
    });
  }

  #elsewhere(request: ScanRequest): Promise<Content> {
    const content = this.#pool.make(request).then(contentOf);
    // Whoever waits for it hears of a failure; a load that ended before is not to be ended again by it.
    content.catch(() => undefined);
    return content;
  }

  /** Ends the threads that draw. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** A file that is neither PDF nor picture: a word processor's archive that someone renamed. */
export function notADocument(seed: string): Content {
  const noise: Buffer[] = [];
  for (let i = 0; i < 400; i += 1) {
    noise.push(createHash('sha256').update(`${seed}/${i}`).digest());
  }
  const bytes = Buffer.concat([
    Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000[Content_Types].xml', 'latin1'),
    ...noise,
  ]);
  return contentOf({
    bytes,
    mediaType: 'application/octet-stream',
    pageCount: null,
    fileName: 'анықтама.docx.pdf',
  });
}

function contentOf(made: Omit<Content, 'sha256'>): Content {
  return { ...made, sha256: createHash('sha256').update(made.bytes).digest() };
}
