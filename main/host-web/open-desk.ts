import { attendanceSettings } from '../attendance/settings.ts';
import { startBackend } from '../backend.ts';
import { type Log, stderrLog } from '../log.ts';
import { spawnSignerProcess } from './signer-process.ts';
import { startWebHost } from './web-host.ts';

export interface OpenDeskOptions {
  /** dist/renderer, built before. */
  readonly siteFolder: string;
  readonly dataFolder: string;
  /** PostgreSQL of an office; the embedded database in the data folder unless given. */
  readonly databaseUrl?: string;
  /** Makes the demo world if the database is new. */
  readonly demo: boolean;
  readonly port?: number;
  readonly log?: Log;
}

export interface OpenedDesk {
  readonly origin: string;
  /** A new address that opens the desk once. */
  mintAddress(): string;
  readonly windows: number;
  /** Closes the windows' connections, then the database. */
  close(): Promise<void>;
}

/** The whole desk in this process, with the signer as its child: back end and web host, joined. */
export async function openDesk(options: OpenDeskOptions): Promise<OpenedDesk> {
  const backEnd = await startBackend({
    dataFolder: options.dataFolder,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    demo: options.demo,
    // A browser cannot ask for a file's path nor say that the screen was locked; the page has its own ways for files.
    hostKind: 'web',
    attendance: attendanceSettings(process.env),
    host: { spawnSigner: () => spawnSignerProcess(), onLock: () => () => undefined },
    log: options.log ?? stderrLog,
  });
  try {
    const web = await startWebHost({
      siteFolder: options.siteFolder,
      upgradeSocket: (socket, info) => backEnd.upgradeSocket(socket, info),
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    return {
      origin: web.origin,
      mintAddress: () => web.mintAddress(),
      get windows() {
        return web.windows;
      },
      async close() {
        await web.close();
        await backEnd.close();
      },
    };
  } catch (error) {
    await backEnd.close();
    throw error;
  }
}
