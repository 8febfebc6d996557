import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDer, Tag } from '../../../main/eds/asn1/der.ts';
import { Oid } from '../../../main/eds/asn1/oids.ts';
import {
  algorithmId,
  bits,
  element,
  integer,
  octets,
  oid,
  sequence,
  tagged,
} from '../../../main/eds/asn1/write.ts';
import { concat } from '../../../main/eds/bytes.ts';
import { issueCertificate } from '../../../main/eds/demo/certificates.ts';
import { type DemoKey, serialOf } from '../../../main/eds/demo/keys.ts';
import { writeP12 } from '../../../main/eds/demo/p12-write.ts';
import type { DemoCa, IssuedKey } from '../../../main/eds/demo-ca.ts';
import { MAX_KEY_FILE, openP12 } from '../../../main/eds/p12.ts';
import { bmpPassword, deriveBytes } from '../../../main/eds/p12-crypto.ts';
import { authority, codeOf, issue, PASSWORD, seeded, VALID } from './support.ts';

let ca: DemoCa;
let gost: IssuedKey;
let rsa: IssuedKey;
const random = seeded('p12');

beforeAll(async () => {
  ca = await authority();
  gost = await issue(ca, 'gost512');
  rsa = await issue(ca, 'rsa_sign');
});

const rewrite = (parts: Partial<Parameters<typeof writeP12>[0]>) =>
  writeP12(
    { pkcs8: gost.key.pkcs8, certificates: [gost.certificateDer], ski: gost.key.ski, ...parts },
    PASSWORD,
    random,
  );

/** Indefinite lengths all the way down, and octet strings in pieces: how the Authority's tools write. */
function toBer(der: Uint8Array): Uint8Array {
  const node = readDer(der);
  if (node.tag === Tag.octetString && node.content.length > 40) {
    const half = node.content.length >> 1;
    const pieces = [octets(node.content.subarray(0, half)), octets(node.content.subarray(half))];
    return concat(Uint8Array.of(0x24, 0x80), ...pieces, new Uint8Array(2));
  }
  if ((node.tag & 0x20) === 0) return Uint8Array.from(node.raw);
  const children = node.children().map((child) => toBer(child.raw));
  return concat(Uint8Array.of(node.tag, 0x80), ...children, new Uint8Array(2));
}

describe('Key files', () => {
  it('opens RSA and GOST-2015 keys, whose signatures the certificates verify', () => {
    for (const issued of [gost, rsa]) {
      const { key, certificate } = openP12(issued.p12, PASSWORD);
      expect(Buffer.from(certificate.der).equals(issued.certificateDer)).toBe(true);
      expect(key.belongsTo(certificate)).toBe(true);
    }
    expect(openP12(gost.p12, PASSWORD).key.algorithm).toBe('gost-2015-512');
    expect(openP12(rsa.p12, PASSWORD).key.algorithm).toBe('rsa');
  });

  it('opens files written with indefinite lengths', () => {
    const { certificate } = openP12(toBer(gost.p12), PASSWORD);
    expect(Buffer.from(certificate.der).equals(gost.certificateDer)).toBe(true);
  });

  it('says no more than "wrong password" for a wrong one', () => {
    for (const wrong of ['', 'kezek2026', `${PASSWORD} `, 'Құпия123', 'x'.repeat(5000)]) {
      try {
        openP12(gost.p12, wrong);
        expect.unreachable();
      } catch (error) {
        expect({ ...(error as object) }).toEqual({ code: 'KEY_WRONG_PASSWORD', at: null, name: 'EdsError' });
        expect((error as Error).message).toBe('KEY_WRONG_PASSWORD');
      }
    }
  });

  it('takes passwords in any alphabet', async () => {
    const { p12 } = await ca.issueKey(
      { kind: 'gost512', holder: { surname: 'А', givenName: 'Б', iin: '0'.repeat(12) }, ...VALID },
      'Құпия1😀',
    );
    expect(openP12(p12, 'Құпия1😀').key.algorithm).toBe('gost-2015-512');
    expect(codeOf(() => openP12(p12, 'Құпия1'))).toBe('KEY_WRONG_PASSWORD');
  });

  it('signs nothing after it was wiped', () => {
    for (const issued of [gost, rsa]) {
      const { key } = openP12(issued.p12, PASSWORD);
      key.wipe();
      expect(codeOf(() => key.sign(new Uint8Array(3)))).toBe('SIGNER_LOCKED');
    }
  });

  it('tells what is not a key file', () => {
    expect(codeOf(() => openP12(Buffer.from('%PDF-1.7'), PASSWORD))).toBe('KEY_NOT_A_KEY_FILE');
    expect(codeOf(() => openP12(Buffer.from('PK\u0003\u0004'), PASSWORD))).toBe('KEY_NOT_A_KEY_FILE');
    expect(codeOf(() => openP12(gost.certificateDer, PASSWORD))).toBe('KEY_NOT_A_KEY_FILE');
    expect(codeOf(() => openP12(gost.key.pkcs8, PASSWORD))).toBe('KEY_NOT_A_KEY_FILE');
    expect(codeOf(() => openP12(new Uint8Array(), PASSWORD))).toBe('KEY_TRUNCATED');
    expect(codeOf(() => openP12(new Uint8Array(MAX_KEY_FILE + 1), PASSWORD))).toBe('KEY_TOO_LARGE');
  });

  it('tells a missing certificate from a foreign one', () => {
    expect(codeOf(() => openP12(rewrite({ certificates: [] }), PASSWORD))).toBe('KEY_NO_CERTIFICATE');
    expect(codeOf(() => openP12(rewrite({ certificates: [rsa.certificateDer] }), PASSWORD))).toBe(
      'KEY_CERT_MISMATCH',
    );
  });

  it('finds the right certificate among several', () => {
    const chain = [ca.roots.gost.certificateDer, ca.centres.gost.certificateDer, gost.certificateDer];
    const { certificate } = openP12(rewrite({ certificates: chain }), PASSWORD);
    expect(Buffer.from(certificate.der).equals(gost.certificateDer)).toBe(true);
  });

  it('tells a file without a private key', () => {
    const safe = sequence(sequence(oid(Oid.pkcs7Data), tagged(0, octets(sequence()))));
    expect(codeOf(() => openP12(withMac(safe), PASSWORD))).toBe('KEY_NO_PRIVATE_KEY');
  });

  it('names GOST-2004 and other algorithms', () => {
    const keyOf = (algorithm: string) =>
      sequence(integer(0), algorithmId(algorithm), octets(octets(new Uint8Array(32).fill(7))));
    expect(codeOf(() => openP12(rewrite({ pkcs8: keyOf(Oid.gost2004Key) }), PASSWORD))).toBe('KEY_GOST_2004');
    expect(codeOf(() => openP12(rewrite({ pkcs8: keyOf('1.2.840.10045.2.1') }), PASSWORD))).toBe(
      'KEY_ALGORITHM',
    );
  });

  it('refuses a GOST scalar that is no key, and an RSA key that is no key', () => {
    const spoilt = (key: DemoKey, at: number, fill: number) => {
      const pkcs8 = Uint8Array.from(key.pkcs8);
      pkcs8.fill(fill, at);
      return pkcs8;
    };
    const size = gost.key.pkcs8.length;
    expect(codeOf(() => openP12(rewrite({ pkcs8: spoilt(gost.key, size - 64, 0) }), PASSWORD))).toBe(
      'KEY_HOSTILE',
    );
    expect(codeOf(() => openP12(rewrite({ pkcs8: spoilt(gost.key, size - 64, 255) }), PASSWORD))).toBe(
      'KEY_HOSTILE',
    );
    const garbage = sequence(integer(0), algorithmId(Oid.rsaKey), octets(sequence(integer(0))));
    expect(codeOf(() => openP12(rewrite({ pkcs8: garbage }), PASSWORD))).toBe('KEY_HOSTILE');
  });

  it('refuses absurd iteration counts without doing the work', () => {
    const started = performance.now();
    const bomb = withMac(sequence(), 2 ** 31 - 1);
    expect(codeOf(() => openP12(bomb, PASSWORD))).toBe('KEY_HOSTILE');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('recognises certificates whose public key it cannot use', () => {
    const { key } = gost;
    const foreign = { ...key, spki: sequence(algorithmId('1.3.101.112'), bits(new Uint8Array(32))) };
    const certificate = issueCertificate({
      serial: serialOf(key.ski),
      issuerName: sequence(),
      issuerKey: key,
      subjectName: sequence(),
      key: foreign,
      ...VALID,
      extensions: [],
    });
    expect(codeOf(() => openP12(rewrite({ certificates: [certificate] }), PASSWORD))).toBe(
      'KEY_CERT_MISMATCH',
    );
  });
});

/** A PFX around an AuthenticatedSafe, with a right MAC (unless the count says otherwise). */
function withMac(safe: Uint8Array, iterations?: number): Uint8Array {
  const file = readDer(
    writeP12({ pkcs8: gost.key.pkcs8, certificates: [], ski: gost.key.ski }, PASSWORD, random),
  );
  const [version, , mac] = file.children();
  if (!version || !mac) throw new Error('no PFX');
  if (iterations !== undefined) {
    const [digest, salt] = mac.children();
    if (!digest || !salt) throw new Error('no MAC');
    const bomb = sequence(digest.raw, salt.raw, integer(iterations));
    return sequence(version.raw, sequence(oid(Oid.pkcs7Data), tagged(0, octets(safe))), bomb);
  }
  return sequence(version.raw, sequence(oid(Oid.pkcs7Data), tagged(0, octets(safe))), macOver(safe));
}

function macOver(safe: Uint8Array): Uint8Array {
  const salt = random(20);
  const key = deriveBytes(bmpPassword(PASSWORD), { salt, iterations: 1024 }, 3, 20);
  const digest = createHmac('sha1', key).update(safe).digest();
  return sequence(
    sequence(algorithmId(Oid.sha1), element(Tag.octetString, digest)),
    octets(salt),
    integer(1024),
  );
}
