import { SNIFF_BYTES, sniffScanType } from '../../../domain/scan-type.ts';
import type { OpenedScan } from './opened-scan.ts';
import type { ScanBytes } from './scan-bytes.ts';
import { asScanError, ScanError } from './scan-error.ts';

/** Opens a scan by what its bytes are. pdf.js and the HEIC decoder are loaded by the first scan that needs them. */
export async function openScan(source: ScanBytes): Promise<OpenedScan<ImageBitmap>> {
  if (source.size === 0) {
    throw new ScanError('UNKNOWN_TYPE');
  }
  const head = await source.head();
  const type = sniffScanType(head.subarray(0, SNIFF_BYTES));
  try {
    switch (type) {
      case null:
        throw new ScanError('UNKNOWN_TYPE');
      case 'pdf':
        return await (await import('./pdf.ts')).openPdf(source);
      default:
        return await (await import('./picture.ts')).openPicture(type, source);
    }
  } catch (error) {
    throw asScanError(error);
  }
}
