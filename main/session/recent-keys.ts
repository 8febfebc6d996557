/** The list of key files used on this computer: paths and what their certificates say in public. Never a key or a password. */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { certificate } from '../../preload/contract/session.ts';

const MAX_ENTRIES = 40;

const stored = z.object({
  path: z.string(),
  /** Size and time of the file when the certificate was read: another file under the same name is another key. */
  size: z.int(),
  modifiedAt: z.coerce.date(),
  lastUsedAt: z.coerce.date(),
  certificate: certificate.extend({ notBefore: z.coerce.date(), notAfter: z.coerce.date() }),
});
const storedList = z.object({ version: z.literal(1), keys: z.array(stored) });

export type RecentKey = z.infer<typeof stored>;

export interface RecentKeys {
  all(): Promise<readonly RecentKey[]>;
  /** Puts a key first. A disk that refuses to write loses the memory, not the sign-in. */
  remember(key: RecentKey): Promise<void>;
}

/** Keeps the list in `keys.json` of the data folder, readable by its owner only. A damaged file counts as empty. */
export function createRecentKeys(dataFolder: string): RecentKeys {
  const path = join(dataFolder, 'keys.json');
  let writing: Promise<void> = Promise.resolve();

  async function all(): Promise<readonly RecentKey[]> {
    const text = await fs.readFile(path, 'utf8').catch(() => '');
    try {
      return storedList.parse(JSON.parse(text)).keys;
    } catch {
      return [];
    }
  }

  async function write(key: RecentKey): Promise<void> {
    const others = (await all()).filter((other) => other.path !== key.path);
    const keys = [key, ...others].slice(0, MAX_ENTRIES);
    await fs.mkdir(dataFolder, { recursive: true });
    // Written beside and renamed, so that a crash leaves the old list or the new one.
    await fs.writeFile(`${path}.new`, JSON.stringify({ version: 1, keys }, null, 1), { mode: 0o600 });
    await fs.rename(`${path}.new`, path);
  }

  return {
    all,
    remember(key) {
      writing = writing.then(() => write(key)).catch(() => undefined);
      return writing;
    },
  };
}
