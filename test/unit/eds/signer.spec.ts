import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedKey } from '../../../main/eds/demo-ca.ts';
import { verifyRawSignature } from '../../../main/eds/login.ts';
import { SignerClient } from '../../../main/eds/signer/client.ts';
import type { SignerMessage, SignerRequest } from '../../../main/eds/signer/protocol.ts';
import { forkSigner, type SignerProcess, utilitySigner } from '../../../main/eds/signer/spawn.ts';
import type { TrustStore } from '../../../main/eds/trust.ts';
import { verifyXml } from '../../../main/eds/xmldsig.ts';
import { authority, issue, NOW, PASSWORD, trusting } from './support.ts';

let trust: TrustStore;
let gost: IssuedKey;
let auth: IssuedKey;
let signing: IssuedKey;
let folder: string;
let client: SignerClient | null = null;

beforeAll(async () => {
  const ca = await authority();
  trust = trusting(ca);
  gost = await issue(ca, 'gost512');
  auth = await issue(ca, 'rsa_auth');
  signing = await issue(ca, 'rsa_sign');
  folder = await mkdtemp(path.join(tmpdir(), 'kezek-signer-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => client?.forget());

const start = (options: ConstructorParameters<typeof SignerClient>[0] = {}) => {
  client = new SignerClient(options);
  return client;
};
const bytesOf = (issued: IssuedKey) => ({ bytes: Uint8Array.from(issued.p12) });
const at = NOW;
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Signer process', () => {
  it('opens a key, signs one document and many, and gives results in order', async () => {
    const signer = start();
    for (const issued of [gost, signing]) {
      const key = await signer.open(bytesOf(issued), PASSWORD, { purpose: 'sign', at });
      expect(key.certificate.subject.iin).toBe('850312400017');
      expect(Buffer.from(key.certificate.der).equals(issued.certificateDer)).toBe(true);
      expect(verifyXml(await signer.sign(key.handle, '<a>1</a>', { at }), { trust, at }).code).toBe('SIG_OK');
      const outcomes = await signer.signMany(key.handle, ['<a>1</a>', '<a><!-- --></a>', '<a>3</a>'], { at });
      expect(outcomes.map((one) => (one.ok ? 'ok' : one.code))).toEqual(['ok', 'XML_COMMENT', 'ok']);
      const third = outcomes[2];
      expect(third?.ok && verifyXml(third.xml, { trust, at }).signedRootXml).toBe('<a>3</a>');
    }
  });

  it('reads a key file itself, and says when it cannot', async () => {
    const file = path.join(folder, gost.fileName);
    await writeFile(file, gost.p12);
    const signer = start();
    expect((await signer.open({ path: file }, PASSWORD, { at })).problem).toBeNull();
    await expect(signer.open({ path: path.join(folder, 'none.p12') }, PASSWORD)).rejects.toMatchObject({
      code: 'KEY_UNREADABLE',
    });
    await expect(signer.open({ path: folder }, PASSWORD)).rejects.toMatchObject({ code: 'KEY_UNREADABLE' });
    const big = path.join(folder, 'big.p12');
    await writeFile(big, new Uint8Array(300_000));
    await expect(signer.open({ path: big }, PASSWORD)).rejects.toMatchObject({ code: 'KEY_TOO_LARGE' });
  });

  it('refuses keys by purpose and validity, with the moment', async () => {
    const signer = start();
    const open = (issued: IssuedKey, purpose: 'login' | 'sign', moment = at) =>
      signer.open(bytesOf(issued), PASSWORD, { purpose, at: moment });
    await expect(open(auth, 'sign')).rejects.toMatchObject({ code: 'KEY_USAGE_SIGN' });
    await expect(open(signing, 'login')).rejects.toMatchObject({ code: 'KEY_USAGE_LOGIN' });
    await expect(open(gost, 'sign', new Date('2028-01-01'))).rejects.toMatchObject({
      code: 'KEY_EXPIRED',
      at: new Date('2027-01-01T00:00:00Z'),
    });
    await expect(open(gost, 'sign', new Date('2025-01-01'))).rejects.toMatchObject({
      code: 'KEY_NOT_YET_VALID',
    });
    await expect(signer.open(bytesOf(gost), 'wrong')).rejects.toMatchObject({
      code: 'KEY_WRONG_PASSWORD',
      at: null,
    });
    const shown = await signer.open(bytesOf(gost), PASSWORD, { at: new Date('2028-01-01') });
    expect(shown.problem?.code).toBe('KEY_EXPIRED');
    await expect(signer.sign(shown.handle, '<a/>', { at: new Date('2028-01-01') })).rejects.toMatchObject({
      code: 'KEY_EXPIRED',
    });
  });

  it('signs no decision with a key for signing in, even when it is open', async () => {
    const signer = start();
    const key = await signer.open(bytesOf(auth), PASSWORD, { purpose: 'login', at });
    await expect(signer.sign(key.handle, '<a/>', { at })).rejects.toMatchObject({ code: 'KEY_USAGE_SIGN' });
    expect(await signer.sign(key.handle, '<a/>', { at, purpose: 'login' })).toContain('ds:Signature');
  });

  it('makes raw signatures for signing in', async () => {
    const signer = start();
    const key = await signer.open(bytesOf(gost), PASSWORD);
    const bytes = Buffer.from('nonce');
    const signature = await signer.signRaw(key.handle, bytes);
    expect(verifyRawSignature(key.certificate, bytes, signature)).toBe(true);
  });

  it('wipes the bytes it was handed', async () => {
    const source = bytesOf(gost);
    await start().open(source, PASSWORD, { at });
    expect(source.bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('forgets a closed key, and knows no handle it did not give', async () => {
    const signer = start();
    const key = await signer.open(bytesOf(gost), PASSWORD, { at });
    await signer.close(key.handle);
    await expect(signer.sign(key.handle, '<a/>', { at })).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN_KEY',
    });
    await expect(signer.sign('1', '<a/>', { at })).rejects.toMatchObject({ code: 'SIGNER_UNKNOWN_KEY' });
  });

  it('forgets everything by dying, and the next one knows nothing', async () => {
    const children: number[] = [];
    const spawn = () => {
      const child = forkSigner();
      const kill = () => {
        children.push(1);
        child.kill();
      };
      return { ...child, kill };
    };
    const signer = start({ spawn });
    let locks = 0;
    signer.onLocked(() => locks++);
    const key = await signer.open(bytesOf(gost), PASSWORD, { at });
    const underWay = signer.sign(key.handle, '<a/>', { at });
    signer.forget();
    await expect(underWay).rejects.toMatchObject({ code: 'SIGNER_LOCKED' });
    expect([children.length, locks]).toEqual([1, 1]);
    await expect(signer.sign(key.handle, '<a/>', { at })).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN_KEY',
    });
  });

  it('locks itself when idle, and says so', async () => {
    const signer = start({ idleMs: 400 });
    const locked = new Promise<void>((resolve) => signer.onLocked(resolve));
    const key = await signer.open(bytesOf(gost), PASSWORD, { at });
    for (let i = 0; i < 4; i++) {
      await later(150);
      await signer.sign(key.handle, '<a/>', { at }); // use puts the limit off
    }
    await locked;
    await expect(signer.sign(key.handle, '<a/>', { at })).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN_KEY',
    });
  });

  it('ends a signer that does not answer in time', async () => {
    let killed = 0;
    const silent = (): SignerProcess => ({
      post: () => undefined,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => {
        killed++;
      },
    });
    const signer = start({ spawn: silent, deadlineMs: 50 });
    await expect(signer.open(bytesOf(gost), PASSWORD)).rejects.toMatchObject({ code: 'SIGNER_TIMEOUT' });
    expect(killed).toBe(1);
  });

  it('says when the process was lost', async () => {
    let child: SignerProcess | null = null;
    const signer = start({
      spawn: () => {
        child = forkSigner();
        return child;
      },
    });
    const key = await signer.open(bytesOf(gost), PASSWORD, { at });
    const many = signer.signMany(
      key.handle,
      Array.from({ length: 400 }, () => '<a/>'),
      { at },
    );
    (child as unknown as SignerProcess).kill();
    await expect(many).rejects.toMatchObject({ code: 'SIGNER_LOST' });
    expect((await signer.open(bytesOf(gost), PASSWORD, { at })).problem).toBeNull();
  });

  it('ends when its parent goes, and runs with an empty environment and no flags', async () => {
    const { fork } = await import('node:child_process');
    const script = path.join(folder, 'parent.mjs');
    const spawnModule = new URL('../../../main/eds/signer/spawn.ts', import.meta.url).href;
    await writeFile(
      script,
      `import cp from 'node:child_process';
       import { syncBuiltinESMExports } from 'node:module';
       const real = cp.fork;
       cp.fork = (...args) => { const child = real(...args); process.send({ pid: child.pid, options: args[2] }); return child; };
       syncBuiltinESMExports();
       const { forkSigner } = await import(${JSON.stringify(spawnModule)});
       forkSigner().onMessage((m) => { if (m.type === 'ready') process.send('ready'); });
       setInterval(() => {}, 1000);`,
    );
    const parent = fork(script, [], { execArgv: [] });
    const seen: unknown[] = [];
    await new Promise<void>((resolve) =>
      parent.on('message', (message) => (message === 'ready' ? resolve() : seen.push(message))),
    );
    const { pid, options } = seen[0] as { pid: number; options: Record<string, unknown> };
    expect(options).toMatchObject({ env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });

  it('adapts an Electron utility process, and kills it for certain', () => {
    const posted: unknown[] = [];
    const listeners = new Map<string, (value: unknown) => void>();
    let polite = 0;
    const child = {
      pid: 2 ** 30, // no such process: the second kill must not throw
      postMessage: (message: unknown) => posted.push(message),
      on: (event: string, listener: (value: unknown) => void) => listeners.set(event, listener),
      kill: () => {
        polite++;
        return true;
      },
    };
    const adapted = utilitySigner(child);
    const received: SignerMessage[] = [];
    adapted.onMessage((message) => received.push(message));
    const request: SignerRequest = { type: 'configure', id: 1, idleMs: 5 };
    adapted.post(request);
    listeners.get('message')?.({ type: 'ready' });
    adapted.kill();
    expect([posted, received, polite]).toEqual([[request], [{ type: 'ready' }], 1]);
  });
});

/** Whether a process still runs; one that ended but was not reaped does not count. */
async function isAlive(pid: number): Promise<boolean> {
  const { readFile } = await import('node:fs/promises');
  try {
    return !/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
