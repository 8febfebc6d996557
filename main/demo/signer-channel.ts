import type { SignerRequest } from '../eds/signer/protocol.ts';
import { forkSigner, type SignerProcess } from '../eds/signer/spawn.ts';
import type { SignerChannel } from '../host.ts';

/**
 * Signers as children of this process, for the making of the demo world, which has no host. One more than was asked for is
 * started beside the work: officers come in one after another, and none waits for its signer.
 */
export function createSignerSupply(): { readonly take: () => SignerChannel; readonly end: () => void } {
  let next: SignerProcess | null = null;
  return {
    take: () => {
      const signer = next ?? forkSigner();
      next = forkSigner();
      return channelOf(signer);
    },
    end: () => {
      next?.kill();
      next = null;
    },
  };
}

function channelOf(signer: SignerProcess): SignerChannel {
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
