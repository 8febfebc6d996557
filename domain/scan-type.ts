/** What a scan's bytes are. The name and the declared type are never asked: families rename files. */
export type ScanType = 'pdf' | 'jpeg' | 'png' | 'webp' | 'heic';

/** Bytes of a file's beginning that `sniffScanType` needs: PDF allows 1,024 bytes of anything before its header. */
export const SNIFF_BYTES = 1024 + 8;

/** Still-picture brands of ISO/IEC 23008-12 and its HEVC profile; `avif` is not among what the desk accepts. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);

/**
 * The type of a scan from its first bytes (`SNIFF_BYTES` of them, or the whole file when shorter); null when it is
 * none of those the desk shows.
 */
export function sniffScanType(head: Uint8Array): ScanType | null {
  if (startsWith(head, [0xff, 0xd8, 0xff])) {
    return 'jpeg';
  }
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    return 'png';
  }
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP') {
    return 'webp';
  }
  if (latin(head, 4, 8) === 'ftyp') {
    return isHeic(head) ? 'heic' : null;
  }
  return latin(head, 0, SNIFF_BYTES).includes('%PDF-') ? 'pdf' : null;
}

/** The major brand, or for a generic container any of the compatible ones. */
function isHeic(head: Uint8Array): boolean {
  const boxSize = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const brands = [latin(head, 8, 12)];
  for (let at = 16; at + 4 <= Math.min(boxSize, head.length, 256); at += 4) {
    brands.push(latin(head, at, at + 4));
  }
  const [major] = brands;
  if (major === 'avif' || major === 'avis' || (major === 'mif1' && brands.includes('avif'))) {
    return false;
  }
  return brands.some((brand) => HEIC_BRANDS.has(brand));
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((value, i) => bytes[i] === value);
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));
}
