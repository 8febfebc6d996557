/** The one store of scans of this window, over the contract's `review.bytes`. */
import { useSyncExternalStore } from 'react';
import { api } from '../../api.ts';
import { onForget } from '../../forget.ts';
import { openScan } from './open.ts';
import { ScanBytes } from './scan-bytes.ts';
import { type ScanRef, ScanStore } from './scan-store.ts';

async function readRange(scanId: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await api.review.bytes({ scanId, offset, length });
  return new Uint8Array(await blob.arrayBuffer());
}

/** By canvas: the browser's own resizing of a bitmap holds up the page several times as long. */
function thumbnail(raster: ImageBitmap, width: number): ImageBitmap {
  const small = Math.min(width, raster.width);
  const canvas = new OffscreenCanvas(small, Math.max(1, Math.round((raster.height * small) / raster.width)));
  const context = canvas.getContext('2d', { alpha: false });
  if (context !== null) {
    context.imageSmoothingQuality = 'medium';
    context.drawImage(raster, 0, 0, canvas.width, canvas.height);
  }
  return canvas.transferToImageBitmap();
}

/** Some twenty A4 pages at the width of a common stage. */
const BUDGET = 224 * 1024 * 1024;

export const scans = new ScanStore<ImageBitmap>({
  read: readRange,
  open: openScan,
  shrink: async (raster, width) => thumbnail(raster, width),
  budget: BUDGET,
  maxOpen: 5,
});

/** Renders again whenever a scan opens, is drawn or fails. */
export function useScans(): typeof scans {
  useSyncExternalStore(scans.subscribe, scans.revision);
  return scans;
}

onForget(() => scans.clear());

let rasterWidth = 640;

/** The raster width of the stage last seen: what is drawn ahead is drawn at the size it will be shown. */
export function stageWidth(): number {
  return rasterWidth;
}

export function rememberStageWidth(width: number): void {
  rasterWidth = width;
}

/** A scan's whole file, as the family sent it. Throws ScanError UNREACHABLE. */
export async function scanFile(scan: ScanRef, mediaType: string): Promise<Blob> {
  const bytes = await new ScanBytes(scan.byteSize, (offset, length) =>
    readRange(scan.id, offset, length),
  ).all();
  return new Blob([bytes], { type: mediaType });
}
