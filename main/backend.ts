/** The back end of a desk: database, session, router. Hosts start it and hand it their windows' sockets and ports. */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { ORPCError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { sqlFailure } from '../db/errors.ts';
import { type OpenDatabase, openEmbedded, openServer } from '../db/open.ts';
import type { DeskState } from '../preload/contract/session.ts';
import { createReadingMemory } from './applications/reads.ts';
import { type AttendanceSettings, NO_ATTENDANCE } from './attendance/settings.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Desk } from './context.ts';
import { createPreparedStore } from './decisions/prepared.ts';
import { createSignings } from './decisions/signings.ts';
import { toActError } from './error-map.ts';
import { BadInput } from './errors.ts';
import { createEventHub } from './events.ts';
import type { HostServices } from './host.ts';
import { createOpener } from './intake/opener.ts';
import { runDueJobs } from './jobs/due.ts';
import { startJobs } from './jobs/jobs.ts';
import { type Log, safeErrorFields, stderrLog } from './log.ts';
import { sendNotices } from './notices/job.ts';
import { createOwnChanges } from './own-changes.ts';
import { createReferenceCache } from './reference.ts';
import { createPlanStore } from './referrals/plan-store.ts';
import { createRegistrySource } from './registry/source.ts';
import { type CallContext, router } from './router.ts';
import { lock } from './session/acts.ts';
import { createDemoOfficers } from './session/demo-officers.ts';
import { createSessionHolder } from './session/holder.ts';
import { createKeyList } from './session/key-list.ts';
import { createPendingKeys } from './session/pending.ts';
import { createRecentKeys } from './session/recent-keys.ts';
import { deskState } from './session/state.ts';
import { createTrustSource } from './session/trust.ts';
import { watchDatabase } from './watch.ts';

export interface StartOptions {
  /** Holds the embedded database, the list of known keys, demo keys and backups. */
  readonly dataFolder: string;
  /** An office's server (KEZEK_DATABASE_URL); without it the embedded engine. */
  readonly databaseUrl?: string | null;
  /** Makes the demo world on the first start of an empty embedded database. */
  readonly demo?: boolean;
  readonly clock?: Clock;
  readonly host: HostServices;
  /** Where this desk sends changes of companions; nowhere unless given. */
  readonly attendance?: AttendanceSettings;
  /** Told to the screens; 'web' unless given. */
  readonly hostKind?: 'web' | 'electron';
  readonly log?: Log;
  /** False: no background jobs, for tests that count transactions. */
  readonly jobs?: boolean;
}

/** What `ws` gives; only these are used, so that a host may hand over any socket like it. */
export type DeskSocket = Parameters<SocketHandler<CallContext>['upgrade']>[0];
export type DeskPort = Parameters<PortHandler<CallContext>['upgrade']>[0];

export interface Backend {
  /** Serves the contract on a socket that the host has admitted. */
  upgradeSocket(socket: DeskSocket, info?: { readonly window: string }): void;
  /** Serves the contract on a port; the host calls `start()` on it if its kind needs that. */
  upgradePort(port: DeskPort, info?: { readonly window: string }): void;
  /** Locks the desk as if the officer had: the key is forgotten at once. */
  lock(reason: string): Promise<void>;
  state(): Promise<DeskState>;
  /** Runs the jobs that are due now and sends the notices, as their timers do: for a host that is only a worker, and for tests. */
  runDueJobs(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the back end of one desk.
 * @throws DbError as `openEmbedded` and `openServer` do (DB_IN_USE { pid, since }, DB_UNREACHABLE, …)
 */
export async function startBackend(options: StartOptions): Promise<Backend> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? stderrLog;
  const db = await openDatabase(options);
  const desk = makeDesk(options, db, clock, log);
  const stopWatching = await watchDatabase(desk);
  const stopJobs = options.jobs === false ? () => Promise.resolve() : startJobs(desk);
  const stopLocking = options.host.onLock((reason) => {
    void lock(desk, reason);
  });
  const handling = { clientInterceptors: [translateErrors(log)] };
  const sockets = new SocketHandler<CallContext>(router, handling);
  const ports = new PortHandler<CallContext>(router, handling);
  let closing: Promise<void> | null = null;
  return {
    upgradeSocket(socket) {
      void sockets.upgrade(socket, { context: { desk } });
    },
    upgradePort(port) {
      ports.upgrade(port, { context: { desk } });
    },
    lock: async (reason) => {
      await lock(desk, reason);
    },
    state: () => deskState(desk),
    runDueJobs: async () => {
      await runDueJobs(desk);
      await sendNotices(desk);
    },
    close() {
      closing ??= (async () => {
        stopLocking();
        desk.pending.forget();
        desk.session.end();
        desk.events.close();
        await stopWatching();
        // Before the jobs: one of them may be waiting for a package to be opened.
        await desk.opener.close();
        await stopJobs();
        await db.close();
      })();
      return closing;
    },
  };
}

async function openDatabase(options: StartOptions): Promise<OpenDatabase> {
  const clock = options.clock === undefined ? {} : { clock: options.clock };
  if (options.databaseUrl) {
    return await openServer(options.databaseUrl, { applicationName: 'kezek-desk', ...clock });
  }
  const db = await openEmbedded({ dataFolder: options.dataFolder, ...clock });
  try {
    const { prepareEmbedded } = await import('./first-start.ts');
    await prepareEmbedded(db, options);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

function makeDesk(options: StartOptions, db: OpenDatabase, clock: Clock, log: Log): Desk {
  const reference = createReferenceCache(db, clock);
  const events = createEventHub();
  const demo = createDemoOfficers(options.dataFolder);
  return {
    db,
    databaseName: options.databaseUrl ? databaseName(options.databaseUrl) : 'kezek',
    dataFolder: options.dataFolder,
    clock,
    host: options.host,
    hostKind: options.hostKind ?? 'web',
    attendance: options.attendance ?? NO_ATTENDANCE,
    productVersion: productVersion(),
    log,
    events,
    reference,
    keys: createKeyList({
      recent: createRecentKeys(options.dataFolder),
      demoKeys: async () => ((await reference.get()).installation.kind === 'demo' ? await demo.keys() : []),
      now: () => clock.now(),
    }),
    pending: createPendingKeys(),
    session: createSessionHolder(events, clock),
    trust: createTrustSource(db, reference, clock),
    opener: createOpener(),
    prepared: createPreparedStore(),
    signings: createSignings(),
    plans: createPlanStore(),
    registry: createRegistrySource(clock, log),
    readings: createReadingMemory(),
    ownChanges: createOwnChanges(),
    demo: () => demo.state(),
    secret: randomBytes(32),
  };
}

/** The name of a server's database as the screens show it: host and database, never the login or its password. */
function databaseName(url: string): string {
  try {
    const { hostname, pathname } = new URL(url);
    return `${hostname}${pathname}`;
  } catch {
    return 'kezek';
  }
}

function productVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
    return version;
  } catch {
    return '0.0.0';
  }
}

type Interceptor = (options: {
  readonly path: readonly string[];
  next(): Promise<unknown>;
}) => Promise<unknown>;

/** Every error on its way out: foreseen ones become the contract's, the rest are logged without data and told without text. */
function translateErrors(log: Log): Interceptor {
  return async ({ path, next }) => {
    try {
      const output = await next();
      return output;
    } catch (error) {
      throw translate(log, path, error);
    }
  };
}

function translate(log: Log, path: readonly string[], error: unknown): unknown {
  if (error instanceof BadInput || sqlFailure(error)?.sqlState.startsWith('22')) {
    // Class 22 is data the database cannot read: an id beyond 64 bits, a character it cannot store.
    return new ORPCError('BAD_REQUEST', {
      message: 'BAD_INPUT',
      data: { field: error instanceof BadInput ? error.field : null },
    });
  }
  const known = toActError(error);
  if (known !== null) {
    return new ORPCError(known.code, { data: known.data });
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    // The schema's issues quote what was sent, a password included: only where it went wrong goes back.
    const { issues } = (error.data ?? {}) as { issues?: readonly { readonly path?: readonly unknown[] }[] };
    const fields = (issues ?? []).map((issue) => (issue.path ?? []).map(String).join('.'));
    return new ORPCError('BAD_REQUEST', { message: 'BAD_INPUT', data: { fields } });
  }
  log.error('CALL_FAILED', { path: path.join('.'), ...safeErrorFields(error) });
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'INTERNAL' });
}
