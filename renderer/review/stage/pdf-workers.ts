import { PDFWorker } from 'pdfjs-dist';
import rendererUrl from 'pdfjs-dist/build/pdf.renderer.min.mjs?url';
import { onForget } from '../../forget.ts';
import PdfJsWorker from './pdf.worker.ts?worker';
import { isPdfWarning } from './pdf-warnings.ts';

/** Pairs kept started for documents to come. */
const SPARE = 2;

/**
 * The two workers of a PDF: one reads it, one paints it, so that zooming never stops the typing. A document has its pair to itself: a
 * hostile file that never ends takes only its own with it, and warnings need no guessing whose they are. A document let go cleanly
 * leaves its pair to the next one: to start a pair takes several times as long as to open a common scan.
 */
export class PdfWorkers {
  static #spare: PdfWorkers[] = [];

  readonly reader: PDFWorker;
  readonly painter: Worker;
  /** What pdf.js has warned of since this was last emptied. */
  readonly warnings: string[] = [];
  readonly #port: Worker = new PdfJsWorker();
  /** The spare pairs of the session it was started in. */
  readonly #home = PdfWorkers.#spare;
  #isBroken = false;
  #told: (() => void) | null = null;

  private constructor() {
    this.#port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isPdfWarning(data)) this.warnings.push(data.text);
    });
    this.#port.addEventListener('error', () => {
      this.#isBroken = true;
      this.#told?.();
    });
    // Its types, made from comments, know only null here.
    this.reader = new PDFWorker({ port: this.#port as unknown as null });
    this.painter = new Worker(rendererUrl, { type: 'module' });
    // pdf.js paints on the page itself then; the next document gets workers that work.
    this.painter.addEventListener('error', () => {
      this.#isBroken = true;
    });
  }

  /** A pair for one document; `broken` is told when its reader dies. */
  static take(broken: () => void): PdfWorkers {
    const pair = PdfWorkers.#spare.pop() ?? new PdfWorkers();
    pair.warnings.length = 0;
    pair.#told = broken;
    return pair;
  }

  /** After its document. `clean`: it has answered that it let go of everything; one that has not is ended. */
  leave(clean: boolean): void {
    this.#told = null;
    const isHome = this.#home === PdfWorkers.#spare;
    if (clean && isHome && !this.#isBroken && this.#home.length < SPARE) {
      this.#home.push(this);
    } else {
      this.#end();
    }
  }

  /** What has read an officer's scans does not outlast the officer's session: pairs in use end with their documents. */
  static forget(): void {
    const spare = PdfWorkers.#spare;
    PdfWorkers.#spare = [];
    for (const pair of spare) pair.#end();
  }

  #end(): void {
    this.reader.destroy();
    this.#port.terminate();
    this.painter.terminate();
  }
}

onForget(() => PdfWorkers.forget());
