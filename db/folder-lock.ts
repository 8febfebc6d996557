/**
 * One process at a time in a data folder. PGlite takes no lock: two processes open the same folder without a word and lose
 * each other's rows. A listening socket is a lock the operating system itself frees when the process ends, however it ends.
 */
import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DbError } from './db-error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** Who holds the folder, as the holder itself answers. */
export interface FolderHolder {
  readonly pid: number | null;
  /** ISO instant of taking the lock. */
  readonly since: string | null;
}

const ANSWER_MS = 1_000;

/**
 * Takes the lock of an existing folder.
 * @throws DbError DB_IN_USE with { pid, since }; both null when the holder is too busy to answer.
 */
export async function lockFolder(folder: string, now: Date): Promise<FolderLock> {
  const address = lockAddress(folder);
  const holder: FolderHolder = { pid: process.pid, since: now.toISOString() };
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(JSON.stringify(holder));
  });
  server.unref();
  try {
    await listen(server, address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw error;
    }
    const found = await ask(address);
    if (found === 'nobody' && isSocketFile(address)) {
      // Where sockets are files one may outlive its process; nobody answers it, so it is stale.
      rmSync(address, { force: true });
      await listen(server, address);
    } else {
      throw new DbError('DB_IN_USE', found === 'nobody' ? { pid: null, since: null } : { ...found });
    }
  }
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function lockAddress(folder: string): string {
  const digest = createHash('sha256').update(realpathSync.native(folder)).digest('hex').slice(0, 32);
  switch (process.platform) {
    case 'linux':
      return `\0kezek-${digest}`;
    case 'win32':
      return `\\\\.\\pipe\\kezek-${digest}`;
    default:
      return join(tmpdir(), `kezek-${digest}.sock`);
  }
}

function isSocketFile(address: string): boolean {
  return process.platform !== 'win32' && !address.startsWith('\0');
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: address, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function ask(address: string): Promise<FolderHolder | 'nobody'> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    let text = '';
    const finish = (answer: FolderHolder | 'nobody') => {
      socket.destroy();
      resolve(answer);
    };
    // A holder in the middle of a long query cannot answer; it is a holder all the same.
    socket.setTimeout(ANSWER_MS, () => finish({ pid: null, since: null }));
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
    });
    socket.on('end', () => finish(parseHolder(text)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(
        error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'nobody' : { pid: null, since: null },
      );
    });
  });
}

function parseHolder(text: string): FolderHolder {
  try {
    const { pid, since } = JSON.parse(text) as Record<string, unknown>;
    return {
      pid: typeof pid === 'number' ? pid : null,
      since: typeof since === 'string' ? since : null,
    };
  } catch {
    return { pid: null, since: null };
  }
}
