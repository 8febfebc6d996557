import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SignerMessage, SignerRequest } from './protocol.ts';

/** A running signer process, whatever started it. */
export interface SignerProcess {
  post(message: SignerRequest): void;
  /** Called once each, right after the start. */
  onMessage(listener: (message: SignerMessage) => void): void;
  onExit(listener: () => void): void;
  /** Ends it at once (SIGKILL): nothing it holds may be written anywhere on the way out. */
  kill(): void;
}

/** The TypeScript entry; a bundled host gives the path of its own bundle instead. */
export const SIGNER_ENTRY = fileURLToPath(new URL('./from-source.ts', import.meta.url));

/**
 * Starts a signer with Node's fork: same executable, no inherited flags, an empty environment, no standard streams.
 * Messages are structured clones, so byte arrays and dates arrive as they are.
 */
export function forkSigner(entry: string = SIGNER_ENTRY): SignerProcess {
  const child = fork(entry, [], {
    execArgv: [],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let gone = false;
  const exitListeners: (() => void)[] = [];
  const onGone = () => {
    if (gone) return;
    gone = true;
    for (const listener of exitListeners) listener();
  };
  child.on('exit', onGone);
  child.on('error', onGone);
  child.on('disconnect', onGone);
  return {
    post: (message) => {
      if (!gone) child.send(message, (error) => error && onGone());
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as SignerMessage));
    },
    onExit: (listener) => {
      exitListeners.push(listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** The part of Electron's UtilityProcess that is used, so this module needs no `electron`. */
export interface UtilityChild {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  kill(): boolean;
}

/**
 * Adapts `utilityProcess.fork(entry, [], { env: {}, execArgv: [], stdio: 'ignore', serviceName: 'Kezek signer' })`.
 * Electron's own `kill` is SIGTERM, so SIGKILL goes to the process id as well.
 */
export function utilitySigner(child: UtilityChild): SignerProcess {
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as SignerMessage));
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      const { pid } = child;
      child.kill();
      if (pid === undefined) return;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It had gone already, which is what was wanted.
      }
    },
  };
}
