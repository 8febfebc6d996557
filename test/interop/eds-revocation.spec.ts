import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPem } from '../../main/eds/bytes.ts';
import { type CertificateInfo, parseCertificate } from '../../main/eds/certificate.ts';
import type { DemoAuthority, DemoCa } from '../../main/eds/demo-ca.ts';
import { checkRevocation } from '../../main/eds/revocation.ts';
import { authority, centreOf, issue } from '../unit/eds/support.ts';
import { requireTool, run, scratch } from './eds-tools.ts';

/** A real `openssl ocsp` responder and a CRL of `openssl ca -gencrl`, asked over HTTP. These use the real clock. */

const clock = { now: () => new Date() };
const year = 365 * 86_400_000;
const validity = { notBefore: new Date(Date.now() - year), notAfter: new Date(Date.now() + year) };

let ca: DemoCa;
let issuer: CertificateInfo;
let good: CertificateInfo;
let revoked: CertificateInfo;
let unknown: CertificateInfo;
let files: Awaited<ReturnType<typeof scratch>>;
const started: ChildProcess[] = [];
let web: Server;
let crlBase: string;

beforeAll(async () => {
  ca = await authority();
  issuer = centreOf(ca, 'rsa');
  const leaf = async () => parseCertificate((await issue(ca, 'rsa_sign', validity)).certificateDer);
  [good, revoked, unknown] = [await leaf(), await leaf(), await leaf()];
  files = await scratch();
  await writeCa();
  web = createServer((request, response) => {
    readFile(files.path(`.${request.url ?? ''}`)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  crlBase = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  await files.remove();
});

/** The files `openssl ca` and `openssl ocsp` want: the issuing centre, its key, a database of what it issued. */
async function writeCa(): Promise<void> {
  const pem = (name: string, authorityOf: DemoAuthority) =>
    Promise.all([
      files.write(`${name}.pem`, toPem(authorityOf.certificateDer, 'CERTIFICATE')),
      files.write(`${name}.key`, toPem(authorityOf.key.pkcs8, 'PRIVATE KEY')),
    ]);
  await pem('nca', ca.centres.rsa);
  await pem('responder', await ca.issueResponder('rsa', validity.notBefore, validity.notAfter));
  const foreign = await authority('foreign');
  await pem('stranger', await foreign.issueResponder('rsa', validity.notBefore, validity.notAfter));
  const stamp = (date: Date) =>
    date
      .toISOString()
      .replaceAll(/[-:T]|\.\d+/g, '')
      .slice(2);
  const hex = (certificate: CertificateInfo) => certificate.serial.toUpperCase();
  await files.write(
    'index.txt',
    `V\t${stamp(good.notAfter)}\t\t${hex(good)}\tunknown\t/CN=good\n` +
      `R\t${stamp(revoked.notAfter)}\t260301120000Z,keyCompromise\t${hex(revoked)}\tunknown\t/CN=revoked\n`,
  );
  await files.write('crlnumber', '01\n');
  await files.write(
    'ca.cnf',
    `[ca]\ndefault_ca=c\n[c]\ndatabase=${files.path('index.txt')}\ncrlnumber=${files.path('crlnumber')}\ndefault_md=sha256\n` +
      'default_crl_days=1\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n',
  );
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** Starts `openssl ocsp` with a signer and waits until it listens. */
async function startResponder(signer: string, options: readonly string[] = []): Promise<string> {
  const port = await freePort();
  const child = spawn(
    'openssl',
    [
      'ocsp',
      '-port',
      String(port),
      '-index',
      files.path('index.txt'),
      '-CA',
      files.path('nca.pem'),
      '-rsigner',
      files.path(`${signer}.pem`),
      '-rkey',
      files.path(`${signer}.key`),
      ...options,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  started.push(child);
  await new Promise<void>((resolve, reject) => {
    const onData = (data: Buffer) => data.toString().includes('waiting for') && resolve();
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.on('exit', (code) => reject(new Error(`openssl ocsp ended with ${code}`)));
  });
  return `http://127.0.0.1:${port}`;
}

const ask = (certificate: CertificateInfo, config: Partial<Parameters<typeof checkRevocation>[2]>) =>
  checkRevocation(certificate, issuer, { enabled: true, timeoutMs: 5000, ...config }, clock);

describe('openssl ocsp', () => {
  it('is asked and believed, with evidence that openssl itself verifies', async (context) => {
    requireTool('openssl', context);
    const ocspUrl = await startResponder('responder', ['-nmin', '60']);
    const fine = await ask(good, { ocspUrl });
    expect(fine).toMatchObject({ status: 'good', source: 'ocsp', reason: null, revokedAt: null });
    expect(await ask(revoked, { ocspUrl })).toMatchObject({
      status: 'revoked',
      source: 'ocsp',
      revokedAt: new Date('2026-03-01T12:00:00Z'),
    });
    expect(await ask(unknown, { ocspUrl, crl: false })).toMatchObject({
      status: 'not_checked',
      reason: 'UNKNOWN_CERTIFICATE',
    });

    const evidence = await files.write('evidence.der', fine.evidence ?? new Uint8Array());
    const root = await files.write(
      'ocsp-root.pem',
      toPem(ca.roots.rsa.certificateDer, 'CERTIFICATE') + toPem(ca.centres.rsa.certificateDer, 'CERTIFICATE'),
    );
    const { code, stdout, stderr } = await run('openssl', [
      'ocsp',
      '-no_nonce',
      '-respin',
      evidence,
      '-CAfile',
      root,
      '-issuer',
      files.path('nca.pem'),
      '-serial',
      `0x${good.serial}`,
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Response verify OK');
    expect(stdout).toContain('good');
  });

  it('signed by the centre itself is believed as well', async (context) => {
    requireTool('openssl', context);
    expect(await ask(good, { ocspUrl: await startResponder('nca', ['-nmin', '60']) })).toMatchObject({
      status: 'good',
    });
  });

  it('signed by a stranger is not', async (context) => {
    requireTool('openssl', context);
    const ocspUrl = await startResponder('stranger', ['-nmin', '60']);
    expect(await ask(revoked, { ocspUrl, crl: false })).toMatchObject({
      status: 'not_checked',
      reason: 'RESPONDER_NOT_TRUSTED',
      evidence: null,
    });
  });
});

describe('openssl ca -gencrl', () => {
  const generate = async (name: string, options: readonly string[] = []) => {
    const pem = files.path(`${name}.crl.pem`);
    const made = await run('openssl', [
      'ca',
      '-config',
      files.path('ca.cnf'),
      '-gencrl',
      '-cert',
      files.path('nca.pem'),
      '-keyfile',
      files.path('nca.key'),
      '-out',
      pem,
      ...options,
    ]);
    expect(made.code, made.stderr).toBe(0);
    await run('openssl', ['crl', '-in', pem, '-outform', 'DER', '-out', files.path(`${name}.crl`)]);
    return `${crlBase}/${name}.crl`;
  };

  it('is read and believed when OCSP cannot be reached', async (context) => {
    requireTool('openssl', context);
    const crlUrl = await generate('fresh');
    const ocspUrl = `http://127.0.0.1:${await freePort()}`;
    expect(await ask(good, { ocspUrl, crlUrl })).toMatchObject({
      status: 'good',
      source: 'crl',
      reason: null,
    });
    expect(await ask(revoked, { ocspUrl, crlUrl })).toMatchObject({
      status: 'revoked',
      source: 'crl',
      revokedAt: new Date('2026-03-01T12:00:00Z'),
    });
    expect(await ask(good, { ocspUrl, crlUrl: `${crlBase}/none.crl` })).toMatchObject({
      status: 'not_checked',
      reason: 'UNREACHABLE',
    });
  });

  it('past its time proves nothing', async (context) => {
    requireTool('openssl', context);
    const crlUrl = await generate('stale', [
      '-crl_lastupdate',
      '20260101000000Z',
      '-crl_nextupdate',
      '20260102000000Z',
    ]);
    expect(await ask(revoked, { crlUrl })).toMatchObject({ status: 'not_checked', reason: 'STALE' });
  });

  it('changed on the way is not believed', async (context) => {
    requireTool('openssl', context);
    await generate('forged');
    const bytes = await readFile(files.path('forged.crl'));
    const at = bytes.indexOf(Buffer.from(revoked.serial, 'hex'));
    bytes[at + 3] = (bytes[at + 3] ?? 0) ^ 1;
    await files.write('forged.crl', bytes);
    expect(await ask(revoked, { crlUrl: `${crlBase}/forged.crl` })).toMatchObject({
      status: 'not_checked',
      reason: 'BAD_SIGNATURE',
    });
  });
});
