/** An import under way: file by file, each in parts, stopped between them. Outside React, so that leaving the screen leaves it running. */
import { PACKAGE_LIMITS } from '../../domain/package.ts';
import type { PackageResult } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

export type FileOutcome = PackageResult['outcome'] | 'failed';

export interface ImportedFile {
  readonly key: number;
  readonly name: string;
  readonly result: PackageResult | null;
  /** Why it could not be sent; null: it was. */
  readonly error: unknown;
}

export interface ImportRun {
  readonly phase: 'idle' | 'running' | 'stopping' | 'done';
  readonly total: number;
  readonly files: readonly ImportedFile[];
  readonly stopped: boolean;
  readonly counts: Readonly<Record<FileOutcome, number>>;
}

const NOTHING = { taken: 0, repeated: 0, set_aside: 0, failed: 0 } as const;
const IDLE: ImportRun = { phase: 'idle', total: 0, files: [], stopped: false, counts: NOTHING };
/** Kept for the list: the rest is in the register. */
const SHOWN = 200;
const PART = PACKAGE_LIMITS.partBytes;

export const importRun = createStore<ImportRun>(IDLE);
let waiting: readonly File[] = [];
let serial = 0;

export function isImporting(): boolean {
  const { phase } = importRun.get();
  return phase === 'running' || phase === 'stopping';
}

/** Takes the files one after another. `onEnd` is told how many were taken up. */
export async function startImport(files: readonly File[], onEnd: (run: ImportRun) => void): Promise<void> {
  if (isImporting() || files.length === 0) return;
  importRun.set({ ...IDLE, phase: 'running', total: files.length });
  waiting = files;
  const failed: File[] = [];
  for (const file of files) {
    if (importRun.get().phase !== 'running') break;
    waiting = waiting.slice(1);
    const one = await takeFile(file);
    if (importRun.get().phase === 'idle') return;
    if (one.result === null) failed.push(file);
    note(one);
  }
  const run = importRun.get();
  waiting = [...failed, ...waiting];
  importRun.set({ ...run, phase: 'done', stopped: run.phase === 'stopping' });
  onEnd(importRun.get());
}

/** Stops after the file under way: a package is never half taken. */
export function stopImport(): void {
  const run = importRun.get();
  if (run.phase === 'running') importRun.set({ ...run, phase: 'stopping' });
}

export function closeImport(): void {
  if (!isImporting()) importRun.set(IDLE);
}

/** Files that were not sent, or not reached. */
export function unsentFiles(): readonly File[] {
  return waiting;
}

async function takeFile(file: File): Promise<ImportedFile> {
  serial += 1;
  const one = { key: serial, name: file.name };
  try {
    return { ...one, result: await send(file), error: null };
  } catch (error) {
    return { ...one, result: null, error };
  }
}

async function send(file: File): Promise<PackageResult | null> {
  const upload = crypto.randomUUID();
  // A file beyond the largest package is cut just behind it: the back end says that it is too large.
  const parts = Math.min(9, Math.max(1, Math.ceil(file.size / PART)));
  let result: PackageResult | null = null;
  for (let part = 0; part < parts; part++) {
    const content = file.slice(part * PART, (part + 1) * PART);
    // Read here: a file that is gone or locked fails by itself and not in the middle of a message.
    const bytes = new Blob([await content.arrayBuffer()]);
    result = await api.intake.take({ upload, name: file.name.slice(0, 1000), part, parts, content: bytes });
  }
  return result;
}

function note(one: ImportedFile): void {
  const run = importRun.get();
  const outcome: FileOutcome = one.result?.outcome ?? 'failed';
  const files = [one, ...run.files];
  importRun.set({
    ...run,
    files: files.length > SHOWN ? files.slice(0, SHOWN) : files,
    counts: { ...run.counts, [outcome]: run.counts[outcome] + 1 },
  });
}

onForget(() => {
  waiting = [];
  importRun.set(IDLE);
});
