import type { ScanType } from '../../../domain/scan-type.ts';
import type { Size } from './geometry.ts';

/** A scan opened for drawing. Pages count from 1. All calls may throw ScanError. */
export type OpenedScan<R> = {
  readonly type: ScanType;
  readonly pageCount: number;
  /** Size of a page at 100 %, in CSS pixels. */
  pageSize(page: number): Promise<Size>;
  /** The page drawn `width` device pixels wide (less where the picture has no more to give). */
  draw(page: number, width: number): Promise<R>;
  /** Frees workers and decoded data. */
  close(): void;
};
