import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the suites lay their databases and data folders: thousands of short-lived files, on a disk half of the time of a run. */

const MEMORY_FOLDER = '/dev/shm';
const GIB = 1024 ** 3;
/** What a whole run was seen to hold at once is under 3 GiB; the machine keeps as much again for itself. */
const NEEDED_BYTES = 6 * GIB;
const KEPT_FREE_BYTES = 4 * GIB;

export interface Room {
  /** Bytes free in the folder that lies in memory; 0 where there is none. */
  readonly memoryFolderBytes: number;
  /** Bytes of memory the machine can still give. */
  readonly availableBytes: number;
}

/** Whether a run fits into memory. A small `/dev/shm`, as containers have, or a small machine keeps to the disk. */
export function fitsIntoMemory(room: Room): boolean {
  return room.memoryFolderBytes >= NEEDED_BYTES && room.availableBytes >= NEEDED_BYTES + KEPT_FREE_BYTES;
}

/** What this machine has; nothing where it cannot be known. */
export function roomHere(): Room {
  try {
    accessSync(MEMORY_FOLDER, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return { memoryFolderBytes: bavail * bsize, availableBytes: Number(kilobytes ?? 0) * 1024 };
  } catch {
    return { memoryFolderBytes: 0, availableBytes: 0 };
  }
}

/** A folder of this run alone, in memory where it fits and `TMPDIR` does not say otherwise. It is gone when the process ends. */
export function makeScratch(): string {
  const inMemory = process.env.TMPDIR === undefined && fitsIntoMemory(roomHere());
  const folder = mkdtempSync(join(inMemory ? MEMORY_FOLDER : tmpdir(), 'kz-'));
  // A PostgreSQL started by root runs as another user and lays its socket here.
  chmodSync(folder, 0o1777);
  process.on('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 });
    } catch (error) {
      // A program that was ended by a limit may still write: the verdict of the run is not about that.
      console.error(`left behind: ${folder} (${error instanceof Error ? error.message : 'unknown'})`);
    }
  });
  return folder;
}
