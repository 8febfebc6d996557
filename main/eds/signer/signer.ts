/**
 * Entry of the signer process: the only place where a private key or its password exists. Started by
 * `child_process.fork` (web host, command line) or Electron's `utilityProcess` (one file serves both), with an empty
 * environment. It prints nothing, writes nothing, opens no connection, and ends with its parent. To make it forget,
 * end it; when idle it ends itself.
 */
import { EdsError } from '../errors.ts';
import { expectOneSignature, warmUp } from '../gost/gost3410.ts';
import type { SignerMessage, SignerRequest } from './protocol.ts';
import { Vault } from './vault.ts';

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const DEFAULT_IDLE_MS = 10 * 60_000;

const port = (process as { parentPort?: ParentPort }).parentPort;
const vault = new Vault(() => new Date());
let idleMs = DEFAULT_IDLE_MS;
let idleTimer: NodeJS.Timeout | undefined;
let busy = 0;

function send(message: SignerMessage): void {
  if (port) port.postMessage(message);
  else process.send?.(message);
}

/** Wipes the keys, says so, and ends the process, so that nothing of them is left in memory. */
function lock(): void {
  vault.clear();
  const leave = () => process.exit(0);
  setTimeout(leave, 500);
  if (port) {
    port.postMessage({ type: 'locked' } satisfies SignerMessage);
    setTimeout(leave, 50);
  } else {
    process.send?.({ type: 'locked' } satisfies SignerMessage, leave);
  }
}

function restartIdleTimer(): void {
  clearTimeout(idleTimer);
  if (!vault.isEmpty && busy === 0) idleTimer = setTimeout(lock, idleMs);
}

async function handle(request: SignerRequest): Promise<void> {
  busy++;
  try {
    if (request.type === 'configure') {
      idleMs = Math.min(Math.max(request.idleMs, 10), 24 * 3_600_000);
      send({ type: 'result', id: request.id, result: { type: 'done' } });
    } else {
      send({ type: 'result', id: request.id, result: await vault.serve(request) });
    }
  } catch (error) {
    // Only the code leaves: a library's message might quote what it was given.
    const known = error instanceof EdsError ? error : new EdsError('SIGNER_FAILED');
    send({ type: 'error', id: request.id, code: known.code, at: known.at });
  } finally {
    busy--;
    restartIdleTimer();
  }
}

if (port) port.on('message', (event) => void handle(event.data as SignerRequest));
else process.on('message', (message) => void handle(message as SignerRequest));
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', () => process.exit(70));
process.on('unhandledRejection', () => process.exit(70));
send({ type: 'ready' });
// The officer's sign-in is one signature; what makes many of them quick is made while the first screen is read.
expectOneSignature();
setTimeout(warmUp, 4000).unref();
