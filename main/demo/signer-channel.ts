import type { SignerRequest } from '../eds/signer/protocol.ts';
import { forkSigner } from '../eds/signer/spawn.ts';
import type { SignerChannel } from '../host.ts';

/** A signer as a child of this process, for the making of the demo world, which has no host. */
export function spawnSignerProcess(): SignerChannel {
  const signer = forkSigner();
  return {
    on(event: 'message' | 'exit', callback: ((message: unknown) => void) | ((code: number | null) => void)) {
      if (event === 'message') {
        signer.onMessage(callback as (message: unknown) => void);
      } else {
        signer.onExit(() => (callback as (code: number | null) => void)(null));
      }
    },
    postMessage: (message) => signer.post(message as SignerRequest),
    kill: () => signer.kill(),
  };
}
