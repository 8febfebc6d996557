/// <reference lib="webworker" />
/**
 * pdf.js's own worker, with its warnings told to the page: an image it cannot decode is otherwise left out of the page
 * with a line on the console, and an officer would judge a scan that is not wholly there.
 */
import 'pdfjs-dist/build/pdf.worker.min.mjs';
import { PDF_WARNING, type PdfWarning } from './pdf-warnings.ts';

declare const self: DedicatedWorkerGlobalScope;

console.warn = (...parts: unknown[]) => {
  const warning: PdfWarning = { kind: PDF_WARNING, text: parts.map(String).join(' ') };
  self.postMessage(warning);
};
