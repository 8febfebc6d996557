import { forkSigner } from '../eds/signer/spawn.ts';
import type { SignerChannel } from '../host.ts';

/**
 * Starts the signer as a child of this process and speaks of it as every host does.
 *
 * @param entry full path of the signer's entry file; the program's own unless given
 */
export function spawnSignerProcess(entry?: string): SignerChannel {
  const signer = forkSigner(entry);
  const exitCallbacks: ((code: number | null) => void)[] = [];
  let ended = false;
  signer.onExit(() => {
    ended = true;
    for (const callback of exitCallbacks) callback(null);
  });
  return {
    on(event: 'message' | 'exit', callback: ((message: unknown) => void) | ((code: number | null) => void)) {
      if (event === 'message') signer.onMessage(callback as (message: unknown) => void);
      else if (ended) queueMicrotask(() => (callback as (code: number | null) => void)(null));
      else exitCallbacks.push(callback as (code: number | null) => void);
    },
    // What may be said is typed where it is said: in the signer's client.
    postMessage: (message) => signer.post(message as Parameters<typeof signer.post>[0]),
    kill: () => signer.kill(),
  };
}
