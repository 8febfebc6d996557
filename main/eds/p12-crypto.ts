import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import forge from 'node-forge';
import { type Der, readOid, readSmall, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { concat } from './bytes.ts';
import { EdsError } from './errors.ts';

/**
 * The password-based cryptography of PKCS#12 (RFC 7292): key derivation here, on Node's hashes; the ciphers from
 * node-forge, because neither OpenSSL 3 nor Electron's BoringSSL has 40-bit RC2. Iteration counts come from the file,
 * so they are bounded before any work is done.
 */

const MAX_ITERATIONS = 300_000;
const MAX_SALT = 1024;
const DERIVED_BLOCK = 64; // block size of SHA-1 and SHA-256

const HASHES: Readonly<Record<string, { readonly name: string; readonly length: number }>> = {
  [Oid.sha1]: { name: 'sha1', length: 20 },
  [Oid.sha256]: { name: 'sha256', length: 32 },
};

/** Salt and iteration count, checked against the bounds. */
export interface KdfParameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Reads `salt, iterations`. Throws KEY_HOSTILE outside the bounds. */
export function readKdf(salt: Der | undefined, iterations: Der | undefined): KdfParameters {
  const bytes = salt?.expect(Tag.octetString).content;
  const count = iterations ? readSmall(iterations) : 1;
  if (!bytes || bytes.length === 0 || bytes.length > MAX_SALT || count < 1 || count > MAX_ITERATIONS) {
    throw new EdsError('KEY_HOSTILE');
  }
  return { salt: bytes, iterations: count };
}

/** A password as PKCS#12 wants it: UTF-16 big-endian with a terminating zero. The caller wipes it. */
export function bmpPassword(password: string): Uint8Array {
  const out = Buffer.alloc((password.length + 1) * 2);
  out.write(password, 'utf16le');
  return out.swap16();
}

/** RFC 7292 appendix B.2. `id`: 1 key, 2 initialisation vector, 3 MAC key. */
export function deriveBytes(
  password: Uint8Array,
  kdf: KdfParameters,
  id: 1 | 2 | 3,
  length: number,
  hash = 'sha1',
): Uint8Array {
  const repeated = (bytes: Uint8Array) => {
    const size = DERIVED_BLOCK * Math.ceil(bytes.length / DERIVED_BLOCK);
    return Uint8Array.from({ length: size }, (_, i) => bytes[i % bytes.length] ?? 0);
  };
  const diversifier = new Uint8Array(DERIVED_BLOCK).fill(id);
  const input = concat(repeated(kdf.salt), repeated(password));
  const out: Uint8Array[] = [];
  for (let made = 0; made < length; ) {
    let block: Uint8Array = createHash(hash).update(diversifier).update(input).digest();
    for (let i = 1; i < kdf.iterations; i++) block = createHash(hash).update(block).digest();
    out.push(block);
    made += block.length;
    addToEach(input, block);
  }
  input.fill(0);
  return concat(...out).slice(0, length);
}

/** I_j := (I_j + B + 1) mod 2^512 for each 64-byte block of I, B being the hash repeated. */
function addToEach(input: Uint8Array, block: Uint8Array): void {
  for (let start = 0; start < input.length; start += DERIVED_BLOCK) {
    let carry = 1;
    for (let i = DERIVED_BLOCK - 1; i >= 0; i--) {
      carry += (input[start + i] ?? 0) + (block[i % block.length] ?? 0);
      input[start + i] = carry & 255;
      carry >>= 8;
    }
  }
}

/** Verifies MacData over the authenticated content. Throws KEY_WRONG_PASSWORD when it does not match. */
export function checkMac(macData: Der, content: Uint8Array, password: Uint8Array): void {
  const [digestInfo, salt, iterations] = macData.expect(Tag.sequence).children(3);
  const [algorithm, digest] = digestInfo?.expect(Tag.sequence).children(2) ?? [];
  const oidNode = algorithm?.expect(Tag.sequence).children(2)[0];
  if (!digest || !oidNode) throw new EdsError('KEY_NOT_A_KEY_FILE');
  const hash = HASHES[readOid(oidNode)];
  if (!hash) throw new EdsError('KEY_ALGORITHM');
  const expected = digest.expect(Tag.octetString).content;
  const key = deriveBytes(password, readKdf(salt, iterations), 3, hash.length, hash.name);
  const actual = createHmac(hash.name, key).update(content).digest();
  key.fill(0);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    throw new EdsError('KEY_WRONG_PASSWORD');
  }
}

interface Cipher {
  readonly keyLength: number;
  make(key: string, iv: string): forge.cipher.BlockCipher;
}

// forge types RC2 apart from its other ciphers, though it has their shape.
const rc2 = (bits: number) => (key: string, iv: string) => {
  const cipher = forge.rc2.createDecryptionCipher(key, bits);
  cipher.start(iv);
  return cipher as unknown as forge.cipher.BlockCipher;
};

const CIPHERS: Readonly<Record<string, Cipher>> = {
  [Oid.pbeSha1TripleDes]: {
    keyLength: 24,
    make(key, iv) {
      const cipher = forge.cipher.createDecipher('3DES-CBC', key);
      cipher.start({ iv });
      return cipher;
    },
  },
  [Oid.pbeSha1Rc2_40]: { keyLength: 5, make: rc2(40) },
  [Oid.pbeSha1Rc2_128]: { keyLength: 16, make: rc2(128) },
};

const binary = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** One password in the two encodings the schemes want. */
export interface Password {
  readonly bmp: Uint8Array;
  readonly plain: string;
}

/**
 * Decrypts PBE data. Knows the three PKCS#12 schemes above and PBES2 with PBKDF2 and AES-CBC (what newer tools write).
 * Throws KEY_WRONG_PASSWORD when the padding is wrong, KEY_ALGORITHM for other schemes, KEY_HOSTILE for absurd
 * parameters.
 */
export function decryptPbe(algorithm: Der, data: Uint8Array, password: Password): Uint8Array {
  const [oidNode, parameters] = algorithm.expect(Tag.sequence).children(2);
  if (!oidNode || !parameters) throw new EdsError('KEY_HOSTILE');
  const scheme = readOid(oidNode);
  if (scheme === Oid.pbes2) return decryptPbes2(parameters, data, password.plain);
  const cipher = CIPHERS[scheme];
  if (!cipher) throw new EdsError('KEY_ALGORITHM');
  const [salt, iterations] = parameters.expect(Tag.sequence).children(2);
  const kdf = readKdf(salt, iterations);
  const key = deriveBytes(password.bmp, kdf, 1, cipher.keyLength);
  const iv = deriveBytes(password.bmp, kdf, 2, 8);
  const decipher = cipher.make(binary(key), binary(iv));
  key.fill(0);
  decipher.update(forge.util.createBuffer(binary(data)));
  if (!decipher.finish()) throw new EdsError('KEY_WRONG_PASSWORD');
  return Uint8Array.from(Buffer.from(decipher.output.getBytes(), 'latin1'));
}

const PRFS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.11': 'sha512',
};

const AES: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
};

/** PBES2 (RFC 8018 6.2): SEQ { SEQ { PBKDF2, SEQ { salt, iterations, [length], [prf] } }, SEQ { cipher, iv } }. */
function decryptPbes2(parameters: Der, data: Uint8Array, password: string): Uint8Array {
  const [kdf, scheme] = parameters.expect(Tag.sequence).children(2);
  const [kdfOid, kdfParameters] = kdf?.expect(Tag.sequence).children(2) ?? [];
  const [cipherOid, iv] = scheme?.expect(Tag.sequence).children(2) ?? [];
  if (!kdfOid || !kdfParameters || !cipherOid || !iv) throw new EdsError('KEY_HOSTILE');
  const cipher = AES[readOid(cipherOid)];
  if (readOid(kdfOid) !== Oid.pbkdf2 || !cipher) throw new EdsError('KEY_ALGORITHM');
  const [salt, iterations, ...options] = kdfParameters.expect(Tag.sequence).children(4);
  const { salt: saltBytes, iterations: count } = readKdf(salt, iterations);
  const prfOid = options.find((option) => option.tag === Tag.sequence)?.children(2)[0];
  const prf = prfOid ? PRFS[readOid(prfOid)] : 'sha1';
  if (!prf) throw new EdsError('KEY_ALGORITHM');
  const key = pbkdf2Sync(password, saltBytes, count, cipher.keyLength, prf);
  try {
    const decipher = createDecipheriv(cipher.name, key, iv.expect(Tag.octetString).content);
    return concat(decipher.update(data), decipher.final());
  } catch (error) {
    throw error instanceof EdsError ? error : new EdsError('KEY_WRONG_PASSWORD');
  } finally {
    key.fill(0);
  }
}
