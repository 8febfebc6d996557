/** Signing: RSA beside OpenSSL's own figure for the same key size, GOST in milliseconds, whole documents both ways. */
import { execFile } from 'node:child_process';
import { createPrivateKey, createSign, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { p521 } from '@noble/curves/nist.js';
import { parseCertificate } from '../../main/eds/certificate.ts';
import { type DemoCa, type DemoKeyKind, type IssuedKey, makeDemoCa } from '../../main/eds/demo-ca.ts';
import { gostVerify, warmUp } from '../../main/eds/gost/gost3410.ts';
import { streebog512 } from '../../main/eds/gost/streebog.ts';
import { openP12 } from '../../main/eds/p12.ts';
import { readPrivateKey } from '../../main/eds/private-key.ts';
import { TrustStore } from '../../main/eds/trust.ts';
import { signXml, verifyXml } from '../../main/eds/xmldsig.ts';
import { type Result, result, time, timeBeside } from './measure.ts';

const run = promisify(execFile);
const NOW = new Date('2026-06-01T06:00:00Z');
const VALID = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
const PASSWORD = 'Bench-2026';
/** As long as a decision is: names, reasons and hashes come to about two kilobytes. */
const DOCUMENT = `<decision xmlns="urn:kezek:decision:1"><text>${'Шешім мәтіні '.repeat(70)}</text></decision>`;

/** Milliseconds of one RSA-2048 private operation by `openssl speed` on one core, now. */
async function opensslRsaSignMs(): Promise<number> {
  const { stdout } = await run('openssl', ['speed', '-seconds', '2', '-mr', 'rsa2048']);
  // +F2:<index>:<bits>:<signatures a second>:<verifications a second>
  const found = /^\+F2:\d+:2048:([\d.e-]+):([\d.e-]+)/m.exec(stdout);
  if (found?.[1] === undefined) throw new Error('openssl speed printed no RSA line');
  return 1000 / Number(found[1]);
}

async function issue(ca: DemoCa, kind: DemoKeyKind): Promise<IssuedKey> {
  const holder = { surname: 'СЫНАҚОВА', givenName: 'АЙГҮЛ', iin: '900101400008' };
  return ca.issueKey({ kind, holder, ...VALID }, PASSWORD);
}

export async function benchEds(): Promise<Result[]> {
  const ca = await makeDemoCa({ ...VALID });
  const rsa = await issue(ca, 'rsa_sign');
  const gost = await issue(ca, 'gost512');
  return [...(await rawRsa(rsa)), ...(await rawGost(gost)), ...(await documents(ca, rsa, gost))];
}

async function rawRsa(rsa: IssuedKey): Promise<Result[]> {
  const key = readPrivateKey(rsa.key.pkcs8);
  const bare = createPrivateKey({ key: Buffer.from(rsa.key.pkcs8), format: 'der', type: 'pkcs8' });
  const message = randomBytes(1024);
  const taken = await timeBeside(
    () => key.sign(message),
    () => createSign('sha256').update(message).sign(bare),
    400,
  );
  const openssl = await opensslRsaSignMs();
  return [
    result('RSA-2048 sign', taken.subject, {
      baseline: { name: 'openssl speed rsa2048', samples: [openssl] },
    }),
    result('RSA-2048 sign, beside node:crypto', taken.subject, {
      baseline: { name: 'node:crypto', samples: taken.baseline },
      target: { ratio: 1.2 },
    }),
  ];
}

async function rawGost(gost: IssuedKey): Promise<Result[]> {
  const key = readPrivateKey(gost.key.pkcs8);
  const certificate = parseCertificate(gost.certificateDer);
  const message = randomBytes(2048);
  const cold = await time(() => warmUp(), 1, 0);
  // The nearest curve others have written in the same language: 521 bits, the same arithmetic underneath.
  const other = p521.keygen();
  const otherSignature = p521.sign(message, other.secretKey);
  const sign = await timeBeside(
    () => key.sign(message),
    () => p521.sign(message, other.secretKey),
    300,
    50,
  );
  const signature = key.sign(message);
  const { point } = certificate.publicKey;
  if (point === null) throw new Error('the GOST certificate has no point');
  const verify = await timeBeside(
    () => {
      if (!gostVerify(point, streebog512(message), signature))
        throw new Error('a good signature was refused');
    },
    () => p521.verify(otherSignature, message, other.publicKey),
    150,
    20,
  );
  return [
    result('GOST-2015-512 first use (tables)', cold),
    result('GOST-2015-512 sign 2 kB, warm', sign.subject, {
      baseline: { name: 'noble P-521', samples: sign.baseline },
      target: { p50: 2 },
    }),
    result('GOST-2015-512 verify 2 kB, warm', verify.subject, {
      baseline: { name: 'noble P-521', samples: verify.baseline },
      target: { p50: 10 },
    }),
  ];
}

async function documents(ca: DemoCa, rsa: IssuedKey, gost: IssuedKey): Promise<Result[]> {
  const trust = new TrustStore(ca.trusted, { allowDemo: true });
  const lines: Result[] = [];
  for (const [name, issued] of [
    ['RSA', rsa],
    ['GOST', gost],
  ] as const) {
    const certificate = parseCertificate(issued.certificateDer);
    const key = readPrivateKey(issued.key.pkcs8);
    const signed = signXml(DOCUMENT, certificate, (bytes) => key.sign(bytes));
    lines.push(
      result(
        `decision XML signed, ${name}`,
        await time(() => signXml(DOCUMENT, certificate, (bytes) => key.sign(bytes)), 150, 20),
      ),
      result(
        `decision XML verified with its chain, ${name}`,
        await time(
          () => {
            const verdict = verifyXml(signed, { trust, at: NOW });
            if (!verdict.ok) throw new Error(verdict.code);
          },
          100,
          20,
        ),
      ),
    );
  }
  lines.push(result('key file opened (.p12, GOST)', await time(() => openP12(gost.p12, PASSWORD), 15, 2)));
  return lines;
}
