import { createHash } from 'node:crypto';

/** SHA-256 of the signed XML in UTF-8, lower-case hex: what ties a paper to its document. */
export function signedXmlSha256(signedXml: string): string {
  return createHash('sha256').update(signedXml, 'utf8').digest('hex');
}

/**
 * Text of the QR code on a notice: an address of the office's verification page where there is one, else a short text
 * that anyone with the XML can compare. The first 128 bits of the hash are enough: nobody
 * can make another document that fits, and the code stays large enough to scan from paper.
 */
export function qrText(number: string, signedXml: string, verifyBaseUrl: string | null): string {
  const hash = signedXmlSha256(signedXml).slice(0, 32);
  if (verifyBaseUrl === null) {
    return `KEZEK:1:${number}:${hash}`;
  }
  const separator = verifyBaseUrl.includes('?') ? '&' : '?';
  return `${verifyBaseUrl}${separator}n=${encodeURIComponent(number)}&h=${hash}`;
}
