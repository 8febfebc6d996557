/** Demo worlds for the bench, made once by the real generator and kept under .cache/bench while its sources are the same. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashInputs } from '../../scripts/inputs.ts';
import { run } from '../e2e/support/global-setup.ts';
import { ROOT } from '../e2e/support/places.ts';
import { startPostgres } from '../e2e/support/postgres.ts';

const SEED = '7';
const CACHE = join(ROOT, '.cache/bench');
/** What decides how a world looks; how it is read may change. */
const MAKERS = ['db/migrations', 'db/demo', 'db/reference.ts', 'domain', 'main/demo', 'main/eds'];

/** A data folder with a world of so many applications; read it, or copy it before writing. */
export async function benchFolder(applications: number): Promise<string> {
  const key = hashInputs(ROOT, MAKERS).slice(0, 12);
  const folder = join(CACHE, `demo-${applications}-${key}`);
  if (existsSync(folder)) return folder;
  console.error(`bench: making a world of ${applications} applications`);
  const draft = `${folder}.part`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await demo(applications, { KEZEK_DATA: draft });
  await rename(draft, folder);
  return folder;
}

/** The same world on a PostgreSQL server of its own, gone afterwards. */
export async function withBenchServer(
  applications: number,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = await startPostgres();
  const keys = join(CACHE, `keys-${process.pid}`);
  try {
    console.error(`bench: making a world of ${applications} applications on PostgreSQL`);
    await mkdir(keys, { recursive: true });
    await demo(applications, { KEZEK_DATABASE_URL: server.url, KEZEK_DATA: keys });
    await use(server.url);
  } finally {
    await server.stop();
    await rm(keys, { recursive: true, force: true });
  }
}

async function demo(applications: number, env: Record<string, string>): Promise<void> {
  await run(['main/host-cli/kezek.ts', 'demo', '--applications', String(applications), '--seed', SEED], env);
}
