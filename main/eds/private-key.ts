import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readDer, readOid, readSmall, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { equal } from './bytes.ts';
import type { CertificateInfo } from './certificate.ts';
import { EdsError } from './errors.ts';
import { gostPublicKey, gostSign } from './gost/gost3410.ts';
import { streebog512 } from './gost/streebog.ts';

/**
 * A private key in memory, of the signer process only. It has no accessor for its secret; `wipe` overwrites what can be
 * overwritten (a GOST scalar; Node keeps an RSA key's memory itself) — ending the process is what really forgets.
 */
export interface PrivateKey {
  readonly algorithm: 'rsa' | 'gost-2015-512';
  /** Signs bytes: RSA PKCS#1 v1.5 with SHA-256, or GOST R 34.10-2015 with Streebog-512 (r‖s little-endian). */
  sign(message: Uint8Array): Uint8Array;
  /** Whether the certificate carries this key's public half. */
  belongsTo(certificate: CertificateInfo): boolean;
  wipe(): void;
}

/** Reads PKCS#8 PrivateKeyInfo. Throws EdsError KEY_GOST_2004, KEY_ALGORITHM, KEY_HOSTILE or an ASN1_… code. */
export function readPrivateKey(pkcs8: Uint8Array): PrivateKey {
  const [version, algorithm, secret] = readDer(pkcs8).expect(Tag.sequence).children(5);
  if (!version || !algorithm || !secret || readSmall(version) > 1) throw new EdsError('KEY_HOSTILE');
  const [oidNode, parameters] = algorithm.expect(Tag.sequence).children(4);
  if (!oidNode) throw new EdsError('KEY_HOSTILE');
  switch (readOid(oidNode)) {
    case Oid.rsaKey:
      return rsaPrivateKey(pkcs8);
    case Oid.gost2015Key512: {
      const curve = parameters?.expect(Tag.sequence).children(3)[0];
      if (!curve || readOid(curve) !== Oid.gost2015Params512) throw new EdsError('KEY_ALGORITHM');
      return gostPrivateKeyFrom(secret.expect(Tag.octetString).inner().expect(Tag.octetString).content);
    }
    case Oid.gost2004Key:
      throw new EdsError('KEY_GOST_2004');
    default:
      throw new EdsError('KEY_ALGORITHM');
  }
}

function rsaPrivateKey(pkcs8: Uint8Array): PrivateKey {
  let key: KeyObject | null;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    throw new EdsError('KEY_HOSTILE');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048 || bits > 8192) throw new EdsError('KEY_ALGORITHM');
  return {
    algorithm: 'rsa',
    sign(message) {
      if (!key) throw new EdsError('SIGNER_LOCKED');
      return sign('sha256', message, key);
    },
    belongsTo(certificate) {
      if (!key) return false;
      return equal(createPublicKey(key).export({ format: 'der', type: 'spki' }), certificate.publicKey.spki);
    },
    wipe() {
      key = null;
    },
  };
}

function gostPrivateKeyFrom(scalar: Uint8Array): PrivateKey {
  const secret = Uint8Array.from(scalar);
  let wiped = false;
  let publicKey: Uint8Array;
  try {
    publicKey = gostPublicKey(secret);
  } catch {
    throw new EdsError('KEY_HOSTILE');
  }
  return {
    algorithm: 'gost-2015-512',
    sign(message) {
      if (wiped) throw new EdsError('SIGNER_LOCKED');
      return gostSign(secret, streebog512(message));
    },
    belongsTo: (certificate) =>
      certificate.algorithm === 'gost-2015-512' &&
      certificate.publicKey.point !== null &&
      equal(certificate.publicKey.point, publicKey),
    wipe() {
      wiped = true;
      secret.fill(0);
    },
  };
}
