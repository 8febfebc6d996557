import {
  AnnotationMode,
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist';
import type { Size } from './geometry.ts';
import type { OpenedScan } from './opened-scan.ts';
import { meansPictureLost } from './pdf-warnings.ts';
import { PdfWorkers } from './pdf-workers.ts';
import { MAX_PIXELS } from './picture-facts.ts';
import { RANGE, type ScanBytes } from './scan-bytes.ts';
import { asScanError, ScanError } from './scan-error.ts';

/** Up to this size one answer brings the whole file. */
const WHOLE = 1_048_576;
const DEADLINE_MS = 20_000;
/** Points are 1/72 inch, CSS pixels 1/96. */
const POINT = 96 / 72;
/** No canvas beyond this many pixels, whatever the page's proportions. */
const CANVAS_PIXELS = 24_000_000;

const data = (folder: string): string => new URL(`pdfjs/${folder}/`, document.baseURI).href;

/** Feeds pdf.js by range, so that page one of a long scan shows before the rest has come. */
class ScanTransport extends PDFDataRangeTransport {
  readonly #source: ScanBytes;
  readonly #failed: (error: unknown) => void;

  constructor(source: ScanBytes, failed: (error: unknown) => void) {
    super(source.size, null);
    this.#source = source;
    this.#failed = failed;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#source.range(begin, end).then((bytes) => this.onDataRange(begin, bytes), this.#failed);
  }
}

/** Opens a PDF with workers of its own. Throws ScanError. */
export async function openPdf(source: ScanBytes): Promise<OpenedScan<ImageBitmap>> {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const bytes =
    source.size <= WHOLE
      ? { data: await source.all() }
      : { range: new ScanTransport(source, (error) => broken.reject(asScanError(error))) };
  const workers = PdfWorkers.take(() => broken.reject(new ScanError('DAMAGED')));
  // Asked for within the next call, and by nobody else.
  GlobalWorkerOptions.rendererPorts = [workers.painter];
  const loading = getDocument({
    ...bytes,
    worker: workers.reader,
    rangeChunkSize: RANGE,
    disableAutoFetch: true,
    disableStream: true,
    maxImageSize: MAX_PIXELS,
    wasmUrl: data('wasm'),
    iccUrl: data('iccs'),
    standardFontDataUrl: data('standard_fonts'),
    cMapUrl: data('cmaps'),
    enableXfa: false,
  });
  const close = (): void => {
    broken.reject(new ScanError('DAMAGED'));
    // Destroying waits for the worker to answer, which a stuck one never does.
    const clean = loading.destroy().then(
      () => true,
      () => false,
    );
    void Promise.race([clean, wait(1000).then(() => false)]).then((isClean) => workers.leave(isClean));
  };
  try {
    const document_ = await inTime(loading.promise, broken.promise);
    return new Pages(document_, workers.warnings, broken.promise, close);
  } catch (error) {
    close();
    throw nameOf(error) === 'PasswordException' ? new ScanError('PASSWORD', error) : asScanError(error);
  }
}

/** Pages of an open document, drawn one at a time so that a warning belongs to the page being drawn. */
class Pages implements OpenedScan<ImageBitmap> {
  readonly type = 'pdf';
  readonly pageCount: number;
  readonly close: () => void;
  readonly #document: PDFDocumentProxy;
  readonly #warnings: string[];
  readonly #broken: Promise<never>;
  /** pdf.js warns of a broken picture once; the page stays broken. */
  readonly #incomplete = new Set<number>();
  #line: Promise<unknown> = Promise.resolve();
  #last: PDFPageProxy | null = null;

  constructor(document_: PDFDocumentProxy, warnings: string[], broken: Promise<never>, close: () => void) {
    this.#document = document_;
    this.#warnings = warnings;
    this.#broken = broken;
    this.pageCount = document_.numPages;
    this.close = close;
  }

  async pageSize(page: number): Promise<Size> {
    const viewport = (await this.#page(page)).getViewport({ scale: POINT });
    return { width: viewport.width, height: viewport.height };
  }

  draw(page: number, width: number): Promise<ImageBitmap> {
    const turn = this.#line.then(() => this.#drawNow(page, width));
    this.#line = turn.catch(() => {});
    return turn;
  }

  async #drawNow(number: number, width: number): Promise<ImageBitmap> {
    const page = await this.#page(number);
    if (this.#last !== null && this.#last !== page) {
      // Decoded pictures of one page only: a scan at 300 dpi keeps 35 MB.
      this.#last.cleanup();
    }
    this.#last = page;
    this.#warnings.length = 0;
    const natural = page.getViewport({ scale: 1 });
    const widest = Math.sqrt((CANVAS_PIXELS * natural.width) / natural.height);
    const viewport = page.getViewport({ scale: Math.min(width, widest) / natural.width });
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
    try {
      await inTime(task.promise, this.#broken);
    } catch (error) {
      task.cancel();
      throw asScanError(error);
    }
    if (this.#incomplete.has(number) || this.#warnings.some(meansPictureLost)) {
      this.#incomplete.add(number);
      throw new ScanError('INCOMPLETE');
    }
    return createImageBitmap(canvas);
  }

  async #page(number: number): Promise<PDFPageProxy> {
    try {
      return await inTime(this.#document.getPage(number), this.#broken);
    } catch (error) {
      throw asScanError(error);
    }
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The promise, or its failure when the worker broke or took too long. */
async function inTime<T>(promise: Promise<T>, broken: Promise<never>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new ScanError('TOO_SLOW')), DEADLINE_MS);
  try {
    return await Promise.race([promise, broken, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
