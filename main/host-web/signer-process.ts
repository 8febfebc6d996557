import { fork } from 'node:child_process';
import type { SignerChannel } from '../host.ts';

/**
 * Starts the signer as a child of this process. It inherits neither flags nor environment (both could make it write
 * what it holds somewhere), has no standard streams, and ends by itself when this process is gone.
 *
 * @param entry full path of the signer's entry file
 */
export function spawnSignerProcess(entry: string): SignerChannel {
  const child = fork(entry, [], {
    execArgv: [],
    // Windows cannot start a process without SystemRoot.
    env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Structured clone: carries Uint8Array, and 10 MB in 60 ms where JSON takes seconds.
    serialization: 'advanced',
  });
  const exitCallbacks: ((code: number | null) => void)[] = [];
  let ended = false;
  const end = (code: number | null): void => {
    if (ended) return;
    ended = true;
    for (const callback of exitCallbacks) callback(code);
  };
  child.on('exit', end);
  // Not started at all (no memory, no file): the same news to the back end.
  child.on('error', () => end(null));

  const channel: SignerChannel = {
    on(event: 'message' | 'exit', callback: ((message: unknown) => void) | ((code: number | null) => void)) {
      if (event === 'message') child.on('message', callback as (message: unknown) => void);
      else if (ended) queueMicrotask(() => (callback as (code: number | null) => void)(child.exitCode));
      else exitCallbacks.push(callback as (code: number | null) => void);
    },
    postMessage(message) {
      if (child.connected) child.send(message as object, () => undefined);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
  return channel;
}
