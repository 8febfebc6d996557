import type { MessageEvent } from 'electron';

/**
 * Entry of the signer as a utility process. The signer itself (main/eds/signer/signer.ts) speaks over
 * `process.parentPort`; here that is the line to the main process, and the first thing to come over it is a port of the
 * back end's. The signer is given that port in its place, so that a password never passes through the main process.
 */
process.parentPort.once('message', ({ ports: [port] }: MessageEvent) => {
  if (!port) process.exit(2);
  const backEnd = {
    on(_event: 'message', listener: (event: { data: unknown }) => void): void {
      port.on('message', ({ data }) => listener({ data }));
    },
    postMessage: (message: unknown): void => port.postMessage(message),
  };
  // A back end that is gone has no more to sign.
  port.on('close', () => process.exit(0));
  Object.defineProperty(process, 'parentPort', { value: backEnd });
  void import('../eds/signer/signer.ts').then(
    () => port.start(),
    () => process.exit(70),
  );
});
