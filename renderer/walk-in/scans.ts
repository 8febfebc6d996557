/** Scans of the draft: which papers are asked for, and a file on its way in parts. */
import type { DocumentAbout } from '../../domain/data/document-kinds.ts';
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import type { Catalogue, WalkInScanView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';

export const SCAN_FILES = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif';

export interface AskedPaper {
  readonly kind: string;
  readonly about: DocumentAbout;
  readonly required: boolean;
  /** Days it is good for after its issue; null: without a term. */
  readonly validDays: number | null;
  readonly signedAndSealed: boolean;
}

/** What every family brings; a category may ask for the same papers in its own way. */
const ALWAYS: readonly AskedPaper[] = [
  { kind: 'birth_certificate', about: 'child', required: false, validDays: null, signedAndSealed: false },
  { kind: 'applicant_id', about: 'applicant', required: false, validDays: null, signedAndSealed: false },
];

/** Papers of the chosen category, then those of everybody. */
export function askedPapers(catalogue: Catalogue, category: string | null): readonly AskedPaper[] {
  const own = catalogue.categories.find(({ code }) => code === category)?.documents ?? [];
  return [
    ...own,
    ...ALWAYS.filter((paper) => !own.some(({ kind, about }) => kind === paper.kind && about === paper.about)),
  ];
}

export function isGiven(
  scans: readonly WalkInScanView[],
  paper: Pick<AskedPaper, 'kind' | 'about'>,
): boolean {
  return scans.some(({ kind, about }) => kind === paper.kind && about === paper.about);
}

/** Sends one file in parts; answers the scans of the draft. */
export async function sendScan(
  file: File,
  paper: Pick<AskedPaper, 'kind' | 'about'>,
): Promise<WalkInScanView[]> {
  const upload = crypto.randomUUID();
  const parts = Math.max(1, Math.min(3, Math.ceil(file.size / PACKAGE_LIMITS.partBytes)));
  let scans: WalkInScanView[] | null = null;
  for (let part = 0; part < parts; part++) {
    // The last part tells by one byte too many that the whole is too much.
    const from = part * PACKAGE_LIMITS.partBytes;
    const content = file.slice(from, from + PACKAGE_LIMITS.partBytes);
    scans = await api.walkIn.addScan({
      upload,
      part,
      parts,
      content,
      name: file.name === '' ? 'scan' : file.name.slice(0, 1000),
      kind: paper.kind,
      about: paper.about,
    });
  }
  return scans ?? [];
}
