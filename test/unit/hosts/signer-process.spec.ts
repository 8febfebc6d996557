import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { SignerChannel } from '../../../main/host.ts';
import { spawnSignerProcess } from '../../../main/host-web/signer-process.ts';

const ENTRY = fileURLToPath(new URL('./fixtures-signer.mjs', import.meta.url));
const started: SignerChannel[] = [];
afterEach(() => {
  for (const signer of started.splice(0)) signer.kill();
});

function start(entry = ENTRY): SignerChannel {
  const signer = spawnSignerProcess(entry);
  started.push(signer);
  return signer;
}

const nextMessage = (signer: SignerChannel): Promise<unknown> =>
  new Promise((done) => signer.on('message', done));
const exit = (signer: SignerChannel): Promise<number | null> =>
  new Promise((done) => signer.on('exit', done));

describe('the signer process', () => {
  it('inherits neither environment nor flags', async () => {
    const signer = start();
    const told = nextMessage(signer);
    signer.postMessage('environment');
    const { env, execArgv } = (await told) as { env: string[]; execArgv: string[] };
    expect(env.filter((name) => !/^(NODE_CHANNEL_|SystemRoot)/.test(name))).toEqual([]);
    expect(execArgv).toEqual([]);
  });

  it('carries bytes as bytes', async () => {
    const signer = start();
    const back = nextMessage(signer);
    signer.postMessage({ digest: new Uint8Array([1, 2, 255]) });
    expect(await back).toEqual({ digest: new Uint8Array([1, 2, 255]) });
  });

  it('is gone at once when killed, even while busy, and messages to it are then nothing', async () => {
    const signer = start();
    const hanging = nextMessage(signer);
    signer.postMessage('hang');
    await hanging;
    const gone = exit(signer);
    const before = performance.now();
    signer.kill();
    await gone;
    expect(performance.now() - before).toBeLessThan(1000);
    expect(() => signer.postMessage('anyone?')).not.toThrow();
  });

  it('tells a late listener, too, that it is gone', async () => {
    const signer = start();
    signer.kill();
    await exit(signer);
    await exit(signer);
  });

  it('a start that fails is an exit, not an exception', async () => {
    expect(await exit(start('/nowhere/signer.mjs'))).toBeNull();
  });
});
