import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPem } from '../../main/eds/bytes.ts';
import type { DemoCa } from '../../main/eds/demo-ca.ts';
import { openP12 } from '../../main/eds/p12.ts';
import { verifyXml } from '../../main/eds/xmldsig.ts';
import {
  authority,
  codeOf,
  issue,
  NOW,
  openKey,
  PASSWORD,
  signWith,
  type TestKey,
  trusting,
} from '../unit/eds/support.ts';
import { requireTool, run, scratch } from './eds-tools.ts';

/** xmlsec1 and openssl on our RSA signatures, chains and key files. */

const DOCUMENT =
  '<?xml version="1.0" encoding="UTF-8"?>\n<decision xmlns="urn:kz:kezek:decision:1" xmlns:x="urn:x" x:b="2" a="&quot;1&quot;">\n  <child>Әлия &amp; Ұлан &lt;3</child>\n  <note/>\t\n</decision>';
const TIME = '2026-11-21 05:00:00';
const EPOCH = String(NOW.getTime() / 1000);

let ca: DemoCa;
let key: TestKey;
let files: Awaited<ReturnType<typeof scratch>>;
let chain: string[];

beforeAll(async () => {
  ca = await authority();
  key = await openKey(ca, 'rsa_sign');
  files = await scratch();
  const root = await files.write('root.pem', toPem(ca.roots.rsa.certificateDer, 'CERTIFICATE'));
  const centre = await files.write('nca.pem', toPem(ca.centres.rsa.certificateDer, 'CERTIFICATE'));
  chain = ['--trusted-pem', root, '--untrusted-pem', centre, '--verification-time', TIME];
});
afterAll(() => files.remove());

const xmlsec = async (name: string, xml: string) =>
  (await run('xmlsec1', ['--verify', ...chain, await files.write(name, xml)])).code;

describe('xmlsec1', () => {
  it('verifies our RSA signature with our chain', async (context) => {
    requireTool('xmlsec1', context);
    expect(await xmlsec('signed.xml', signWith(key, DOCUMENT))).toBe(0);
    expect(await xmlsec('plain.xml', signWith(key, '<a/>'))).toBe(0);
    const rare = '<a b="\u2028\ufffd">\ufffd\u2028\u2029</a>';
    expect(await xmlsec('rare.xml', signWith(key, rare))).toBe(0);
  });

  it('refuses what we refuse', async (context) => {
    requireTool('xmlsec1', context);
    const signed = signWith(key, DOCUMENT);
    const changed = signed.replace('Әлия', 'Алия');
    expect(await xmlsec('changed.xml', changed)).not.toBe(0);
    expect(verifyXml(changed, { trust: trusting(ca), at: NOW }).code).toBe('SIG_DIGEST');
    const stranger = signWith(await openKey(await authority('stranger'), 'rsa_sign'), DOCUMENT);
    expect(await xmlsec('stranger.xml', stranger)).not.toBe(0);
  });

  it('makes signatures from our key file that we verify', async (context) => {
    requireTool('xmlsec1', context);
    const template = signWith(key, DOCUMENT)
      .replace(/<ds:DigestValue>[^<]*/, '<ds:DigestValue>')
      .replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>');
    const pkcs8 = await files.write('key.pem', toPem(key.issued.key.pkcs8, 'PRIVATE KEY'));
    const out = files.path('theirs.xml');
    const { code, stderr } = await run('xmlsec1', [
      '--sign',
      '--privkey-pem',
      pkcs8,
      '--output',
      out,
      await files.write('template.xml', template),
    ]);
    expect(code, stderr).toBe(0);
    const { readFile } = await import('node:fs/promises');
    expect(verifyXml(await readFile(out, 'utf8'), { trust: trusting(ca), at: NOW }).code).toBe('SIG_OK');
  });
});

describe('openssl', () => {
  it('verifies the chain of our RSA certificates, strictly', async (context) => {
    requireTool('openssl', context);
    const leaf = await files.write('leaf.pem', toPem(key.certificate.der, 'CERTIFICATE'));
    const args = [
      'verify',
      '-x509_strict',
      '-CAfile',
      files.path('root.pem'),
      '-untrusted',
      files.path('nca.pem'),
      '-attime',
      EPOCH,
    ];
    expect((await run('openssl', [...args, leaf])).code).toBe(0);
    const other = await openKey(await authority('stranger'), 'rsa_sign');
    const foreign = await files.write('foreign.pem', toPem(other.certificate.der, 'CERTIFICATE'));
    expect((await run('openssl', [...args, foreign])).code).not.toBe(0);
  });

  it('opens our key files, and finds in them what the Authority puts there', async (context) => {
    requireTool('openssl', context);
    for (const kind of ['rsa_auth', 'rsa_sign', 'gost512'] as const) {
      const issued = await issue(ca, kind);
      const file = await files.write(issued.fileName, issued.p12);
      const { code, stdout, stderr } = await run('openssl', [
        'pkcs12',
        '-legacy',
        '-in',
        file,
        '-passin',
        `pass:${PASSWORD}`,
        '-nokeys',
        '-info',
      ]);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('MAC: sha1, Iteration 1024');
      expect(stderr).toContain('pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 1024');
      expect(stderr).toContain('pbeWithSHA1And40BitRC2-CBC, Iteration 1024');
      expect(stdout).toContain(`friendlyName: ${issued.fileName.replace(/^.*_|\.p12$/g, '')}`);
      const wrong = await run('openssl', [
        'pkcs12',
        '-legacy',
        '-in',
        file,
        '-passin',
        'pass:wrong',
        '-noout',
      ]);
      expect(wrong.code).not.toBe(0);
    }
  });

  it.each([
    ['today’s defaults (PBES2, AES-256, SHA-256)', []],
    ['AES-128 and SHA-1', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha1']],
    ['the old ciphers', ['-legacy']],
    [
      '3DES for both',
      ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
  ])('writes key files we open: %s', async (_name, options) => {
    const pkcs8 = await files.write('export-key.pem', toPem(key.issued.key.pkcs8, 'PRIVATE KEY'));
    const certificate = await files.write('export-cert.pem', toPem(key.certificate.der, 'CERTIFICATE'));
    const out = files.path('export.p12');
    const { code, stderr } = await run('openssl', [
      'pkcs12',
      '-export',
      '-inkey',
      pkcs8,
      '-in',
      certificate,
      '-out',
      out,
      '-passout',
      `pass:${PASSWORD}`,
      ...options,
    ]);
    expect(code, stderr).toBe(0);
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(out);
    expect(openP12(bytes, PASSWORD).certificate.sha256).toBe(key.certificate.sha256);
    expect(codeOf(() => openP12(bytes, 'wrong'))).toBe('KEY_WRONG_PASSWORD');
  });
});
