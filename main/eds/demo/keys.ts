import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { Oid } from '../asn1/oids.ts';
import { algorithmId, bits, integer, octets, oid, sequence } from '../asn1/write.ts';
import { sha1, toHex } from '../bytes.ts';
import { gostPrivateKey, gostPublicKey, gostSign, type RandomSource } from '../gost/gost3410.ts';
import { streebog512 } from '../gost/streebog.ts';
import { makeRsaKey } from './rsa.ts';

/** A demo key pair: what certificates, key files and signatures are made from. */
export interface DemoKey {
  readonly family: 'rsa' | 'gost';
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
  /** Subject key identifier: SHA-1 of the public key's bits (RFC 5280 4.2.1.2), 20 bytes. */
  readonly ski: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Makes a key pair of a family. */
export async function makeDemoKey(family: 'rsa' | 'gost', random: RandomSource | null): Promise<DemoKey> {
  return family === 'rsa' ? rsaKey(await makeRsaKey(random)) : gostKey(random ?? randomBytes);
}

function rsaKey(pkcs8: Uint8Array): DemoKey {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const pkcs1 = createPublicKey(key).export({ format: 'der', type: 'pkcs1' });
  return {
    family: 'rsa',
    pkcs8,
    spki,
    ski: sha1(pkcs1),
    signatureAlgorithm: algorithmId(Oid.rsaSha256),
    sign: (message) => sign('sha256', message, key),
  };
}

function gostKey(random: RandomSource): DemoKey {
  const scalar = gostPrivateKey(random);
  const point = octets(gostPublicKey(scalar));
  const algorithm = algorithmId(
    Oid.gost2015Key512,
    sequence(oid(Oid.gost2015Params512), oid(Oid.gost2015Hash512)),
  );
  return {
    family: 'gost',
    pkcs8: sequence(integer(0), algorithm, octets(octets(scalar))),
    spki: sequence(algorithm, bits(point)),
    ski: sha1(point),
    signatureAlgorithm: algorithmId(Oid.gost2015Sign512),
    sign: (message) => gostSign(scalar, streebog512(message), '512-A', random),
  };
}

/** The serial number the Authority derives from a key identifier: the same bytes with the top bit cleared, as hex. */
export function serialOf(ski: Uint8Array): string {
  const serial = Uint8Array.from(ski);
  serial[0] = (serial[0] ?? 0) & 0x7f;
  if (serial[0] === 0) serial[0] = 1;
  return toHex(serial);
}
