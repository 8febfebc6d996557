/** The file feed: a file of JSON lines for each batch, whole or not there. */
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of a batch's file: names sort as batches do. */
export function feedName(batch: string): string {
  return `companions-${batch.padStart(12, '0')}.jsonl`;
}

/**
 * Writes a batch: UTF-8, one JSON object a line, ended by a line feed. Written beside itself, synced and renamed, so a reader never sees
 * half of one; the same batch written again is the same file.
 * Throws Error('ATTENDANCE_FOLDER') where the folder is not there or not to be written.
 */
export async function writeFeed(folder: string, batch: string, lines: readonly string[]): Promise<void> {
  const path = join(folder, feedName(batch));
  // Its own name: another desk at the same batch writes its own.
  const beside = join(folder, `.${feedName(batch)}.${process.pid}.tmp`);
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error('ATTENDANCE_FOLDER');
    // Names children: for whoever runs the desk and its group.
    const file = await open(beside, 'w', 0o640);
    try {
      await file.writeFile(lines.map((line) => `${line}\n`).join(''), 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncFolder(folder);
  } catch {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new Error('ATTENDANCE_FOLDER');
  }
}

/** The new name survives a power cut too; some systems open no folders, there it is theirs to keep. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not everywhere a folder can be synced.
  }
}
