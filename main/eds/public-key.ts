import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Der, readBitBytes, readDer, readOid, readPositive, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { sha256Hex } from './bytes.ts';
import { EdsError } from './errors.ts';
import { type GostCurveName, gostVerify } from './gost/gost3410.ts';
import { streebog256, streebog512 } from './gost/streebog.ts';

/** What key a certificate carries: `rsa-<bits>`, the GOST families by name, or something not known here. */
export type KeyAlgorithm = `rsa-${number}` | 'gost-2015-512' | 'gost-2015-256' | 'gost-2004' | 'unsupported';

/** A public key as read from a SubjectPublicKeyInfo. `spki` is the whole DER; `point` is x‖y for GOST-2015. */
export interface PublicKeyInfo {
  readonly algorithm: KeyAlgorithm;
  readonly spki: Uint8Array;
  readonly point: Uint8Array | null;
}

/** Reads SubjectPublicKeyInfo. Unknown algorithms are reported as 'unsupported', malformed ones throw. */
export function readPublicKey(node: Der): PublicKeyInfo {
  const [algorithm, bits, ...rest] = node.expect(Tag.sequence).children(3);
  if (!algorithm || !bits || rest.length > 0) throw new EdsError('CERTIFICATE_MALFORMED');
  const [oidNode, parameters] = algorithm.expect(Tag.sequence).children(4);
  if (!oidNode) throw new EdsError('CERTIFICATE_MALFORMED');
  const spki = Uint8Array.from(node.raw);
  const key = readBitBytes(bits);
  switch (readOid(oidNode)) {
    case Oid.rsaKey:
      return { algorithm: `rsa-${rsaBits(key)}`, spki, point: null };
    case Oid.gost2015Key512:
      return { ...gostKey(key, parameters, Oid.gost2015Params512, 'gost-2015-512'), spki };
    case Oid.gost2015Key256:
      return { ...gostKey(key, parameters, Oid.gost2015Params256, 'gost-2015-256'), spki };
    case Oid.gost2004Key:
      return { algorithm: 'gost-2004', spki, point: null };
    default:
      return { algorithm: 'unsupported', spki, point: null };
  }
}

function rsaBits(key: Uint8Array): number {
  const [modulus, exponent] = readDer(key).expect(Tag.sequence).children(2);
  if (!modulus || !exponent) throw new EdsError('CERTIFICATE_MALFORMED');
  readPositive(exponent);
  return BigInt(`0x${readPositive(modulus)}`).toString(2).length;
}

function gostKey(
  key: Uint8Array,
  parameters: Der | undefined,
  curveOid: string,
  algorithm: 'gost-2015-512' | 'gost-2015-256',
): { algorithm: KeyAlgorithm; point: Uint8Array | null } {
  const curve = parameters?.expect(Tag.sequence).children(3)[0];
  if (!curve || readOid(curve) !== curveOid) return { algorithm: 'unsupported', point: null };
  const point = readDer(key).expect(Tag.octetString).content;
  if (point.length !== (algorithm === 'gost-2015-512' ? 128 : 64))
    throw new EdsError('CERTIFICATE_MALFORMED');
  return { algorithm, point: Uint8Array.from(point) };
}

const RSA_HASH: Readonly<Record<string, string>> = {
  [Oid.rsaSha256]: 'sha256',
  [Oid.rsaSha384]: 'sha384',
  [Oid.rsaSha512]: 'sha512',
};

/**
 * Verifies a signature made by this key. The algorithm must belong to the key's own family, so a signature can never
 * choose how it is checked. SHA-1, MD5, GOST-2004 and RSA below 2,048 bits are never accepted. Never throws.
 */
export function verifyWithKey(
  key: PublicKeyInfo,
  signatureOid: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.point && key.algorithm === 'gost-2015-512') {
    return signatureOid === Oid.gost2015Sign512 && verifyGost(key.point, message, signature, '512-A');
  }
  if (key.point && key.algorithm === 'gost-2015-256') {
    return signatureOid === Oid.gost2015Sign256 && verifyGost(key.point, message, signature, '256-A');
  }
  const hash = RSA_HASH[signatureOid];
  if (!hash || !isStrongRsa(key.algorithm)) return false;
  try {
    return verify(hash, message, rsaKeyObject(key), signature);
  } catch {
    return false;
  }
}

function verifyGost(
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  curve: GostCurveName,
): boolean {
  const digest = curve === '512-A' ? streebog512(message) : streebog256(message);
  return gostVerify(point, digest, signature, curve);
}

/** RSA between 2,048 and 8,192 bits. */
export function isStrongRsa(algorithm: KeyAlgorithm): boolean {
  const bits = algorithm.startsWith('rsa-') ? Number(algorithm.slice(4)) : 0;
  return bits >= 2048 && bits <= 8192;
}

/** The Node key object of an RSA public key. */
export function rsaKeyObject(key: PublicKeyInfo): KeyObject {
  return createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' });
}

/** SHA-256 of the SubjectPublicKeyInfo: the pin by which certification authorities are known. */
export const spkiPin = (key: PublicKeyInfo): string => sha256Hex(key.spki);
