import { SignerClient } from '../eds/signer/client.ts';
import type { SignerMessage } from '../eds/signer/protocol.ts';
import type { HostServices } from '../host.ts';

/** A signer of its own for one key: forgetting the key is ending the process, and no other key goes with it. */
export function createSigner(host: HostServices): SignerClient {
  return new SignerClient({
    spawn: () => {
      const channel = host.spawnSigner();
      return {
        post: (message) => channel.postMessage(message),
        onMessage: (listener) => channel.on('message', (message) => listener(message as SignerMessage)),
        onExit: (listener) => channel.on('exit', () => listener()),
        kill: () => channel.kill(),
      };
    },
  });
}
