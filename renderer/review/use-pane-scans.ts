import { useMemo } from 'react';
import type { ScanVerdict } from '../../domain/review.ts';
import type { Catalogue, Scan } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import type { PaneScan } from './stage/ScanPane.tsx';
import { useScans } from './stage/scans.ts';
import { pagesOf } from './stage/Thumbnails.tsx';
import type { ScanWork } from './work.ts';

/** The scans as the stage wants them: named in the language of the screen, with their marks. */
export function usePaneScans(
  scans: readonly Scan[],
  markOf: (scan: Scan) => ScanVerdict | null,
  catalogue: Catalogue,
): {
  readonly scans: readonly PaneScan[];
  /** Pages seen and pages in all. */
  readonly seen: (workOf: (scan: Scan) => ScanWork) => {
    readonly pages: number;
    readonly of: number;
    readonly has: (scanId: string, page: number) => boolean;
  };
} {
  const { locale } = useT();
  const store = useScans();
  const named = useMemo(
    () =>
      scans.map((scan): PaneScan => {
        const kind = catalogue.documentKinds.find((each) => each.code === scan.documentKind);
        return {
          id: scan.id,
          sha256: scan.sha256,
          byteSize: scan.byteSize,
          pageCount: scan.pageCount,
          fileName: scan.fileName,
          name: kind === undefined ? scan.documentKind : words(kind.short, locale),
          fullName: kind === undefined ? scan.documentKind : words(kind.name, locale),
          mark: markOf(scan),
        };
      }),
    [scans, markOf, catalogue, locale],
  );
  return {
    scans: named,
    seen: (workOf) => {
      const counts = named.map((each, index) => {
        const scan = scans[index];
        const of = pagesOf(each, store.state(each).pageCount);
        return { of, pages: scan === undefined ? 0 : Math.min(of, workOf(scan).seen.length) };
      });
      return {
        pages: counts.reduce((sum, each) => sum + each.pages, 0),
        of: counts.reduce((sum, each) => sum + each.of, 0),
        has: (scanId, page) => {
          const scan = scans.find((each) => each.id === scanId);
          return scan !== undefined && workOf(scan).seen.includes(page);
        },
      };
    },
  };
}
