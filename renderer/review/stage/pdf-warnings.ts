export const PDF_WARNING = 'kezek:pdf-warning';
/** A message beside pdf.js's own on the same port; pdf.js passes over what is not addressed to it. */
export type PdfWarning = { readonly kind: typeof PDF_WARNING; readonly text: string };

/** The warnings of pdf.js 6.5 after which a picture, or a part of the page, is missing from the drawing. */
const PICTURE_LOST =
  /Unable to decode (inline )?image|Image dimensions are missing|Image exceeded maximum|ignoring the rest of the image data|reached the end of the image data|decodeScan - |unexpected data, current marker|EI marker|Invalid stream|ignoring sub-stream|Unsupported \/S?Mask format|isn't ready yet/;

/** Whether a warning of pdf.js means that the page is not shown whole. */
export function meansPictureLost(text: string): boolean {
  return PICTURE_LOST.test(text);
}

export function isPdfWarning(data: unknown): data is PdfWarning {
  return typeof data === 'object' && data !== null && (data as { kind?: unknown }).kind === PDF_WARNING;
}
