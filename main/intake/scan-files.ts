/** The files of a package's scans: their bytes, weighed, hashed and known by content, one at a time. */
import { createHash } from 'node:crypto';
import { PACKAGE_LIMITS, type PackageScan } from '../../domain/package.ts';
import { type ScanType, SNIFF_BYTES, sniffScanType } from '../../domain/scan-type.ts';
import { PackageRefusal } from './fault.ts';
import { countPdfPages } from './pdf-pages.ts';
import type { ZipMembers } from './zip.ts';

export interface ScanFile {
  readonly bytes: Buffer;
  /** Null: a PDF that does not tell. */
  readonly pages: number | null;
}

const MEDIA: Readonly<Record<ScanType, readonly string[]>> = {
  pdf: ['application/pdf'],
  jpeg: ['image/jpeg', 'image/jpg'],
  png: ['image/png'],
  webp: ['image/webp'],
  heic: ['image/heic', 'image/heif'],
};

/** Reads the scans of a package in their order. Throws PackageRefusal: SCAN_…, ZIP_BROKEN. */
export function readScanFiles(
  scans: readonly PackageScan[],
  members: ZipMembers | null,
): readonly ScanFile[] {
  const hrefs = new Set(scans.map(({ href }) => href));
  const unused = members?.names.find((name) => name !== PACKAGE_MEMBER && !hrefs.has(name));
  if (unused !== undefined) throw new PackageRefusal('SCAN_UNUSED', unused);
  return scans.map((scan, i) => readOne(scan, members, `scans/scan[${i + 1}]`));
}

/** The member of a ZIP that is the package itself. */
export const PACKAGE_MEMBER = 'package.xml';

function readOne(scan: PackageScan, members: ZipMembers | null, place: string): ScanFile {
  const bytes = bytesOf(scan, members, place);
  if (bytes.length === 0 || bytes.length > PACKAGE_LIMITS.scanBytes) {
    throw new PackageRefusal('SCAN_SIZE', place);
  }
  if (createHash('sha256').update(bytes).digest('hex') !== scan.sha256) {
    throw new PackageRefusal('SCAN_SHA256', place);
  }
  const type = sniffScanType(bytes.subarray(0, SNIFF_BYTES));
  if (type === null || (scan.mediaType !== null && !MEDIA[type].includes(scan.mediaType))) {
    throw new PackageRefusal('SCAN_TYPE', place);
  }
  return { bytes, pages: type === 'pdf' ? countPdfPages(bytes) : 1 };
}

function bytesOf(scan: PackageScan, members: ZipMembers | null, place: string): Buffer {
  if (scan.href === null) return Buffer.from(scan.base64 ?? '', 'base64');
  const bytes = scan.href === PACKAGE_MEMBER ? null : (members?.read(scan.href) ?? null);
  if (bytes === null) throw new PackageRefusal('SCAN_MEMBER', place);
  return bytes;
}
