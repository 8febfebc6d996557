import { createHmac, randomBytes } from 'node:crypto';
import { Field, type IField } from '@noble/curves/abstract/modular.js';
import { type WeierstrassPoint, weierstrass } from '@noble/curves/abstract/weierstrass.js';

/**
 * Signatures of GOST R 34.10-2012 (ST RK GOST R 34.10-2015) in the layouts of Kazakhstan's National Certification
 * Authority: every number, the digest included, is little-endian; a signature is r‖s, a public key x‖y.
 * (RFC 4491 has s‖r, big-endian: not here.)
 *
 * BigInt arithmetic is not constant-time and this is not a certified cryptographic tool (ST RK 1073); see README.md.
 */

export type GostCurveName = '512-A' | '256-A';

/** Bytes from a random source; `node:crypto` unless a test or the demo world gives its own. */
export type RandomSource = (length: number) => Uint8Array;

const field = (hex: string) => BigInt(`0x${hex.replaceAll(/\s/g, '')}`);

/** id-tc26-gost-3410-12-512-paramSetA: RFC 7836 A.1; KZ OID 1.2.398.3.10.1.1.2.2.1. */
const PARAMETERS_512_A = {
  p: (1n << 512n) - 569n,
  a: (1n << 512n) - 572n,
  b: field(`E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265
            EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760`),
  n: field(`FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
            27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275`),
  h: 1n,
  Gx: 3n,
  Gy: field(`7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921
             DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4`),
};

/** id-tc26-gost-3410-2012-256-paramSetA in Weierstrass form: RFC 7836 A.2; KZ OID 1.2.398.3.10.1.1.2.1.1. */
const PARAMETERS_256_A = {
  p: (1n << 256n) - 617n,
  a: field('C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335'),
  b: field('295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513'),
  n: field('400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67'),
  h: 4n,
  Gx: field('91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28'),
  Gy: field('32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C'),
};

/**
 * Multiplication modulo 2^512 − 569 by folding the high half down (2^512 ≡ 569) instead of dividing: a third quicker
 * overall. Takes any product of two reduced numbers; gives a reduced one.
 */
function multiply512(a: bigint, b: bigint): bigint {
  let x = a * b;
  x = BigInt.asUintN(512, x) + (x >> 512n) * 569n;
  x = BigInt.asUintN(512, x) + (x >> 512n) * 569n;
  return x >= PARAMETERS_512_A.p ? x - PARAMETERS_512_A.p : x;
}

// noble freezes its field objects, so ours inherits from one.
const field512: IField<bigint> = Object.create(Field(PARAMETERS_512_A.p), {
  mul: { value: multiply512, enumerable: true },
  sqr: { value: (a: bigint) => multiply512(a, a), enumerable: true },
});

const CURVES = {
  '512-A': {
    size: 64,
    order: PARAMETERS_512_A.n,
    Point: weierstrass(PARAMETERS_512_A, { Fp: field512 }),
  },
  '256-A': { size: 32, order: PARAMETERS_256_A.n, Point: weierstrass(PARAMETERS_256_A) },
} as const;

function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

function toLittleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex').reverse());
}

const modulo = (value: bigint, n: bigint) => ((value % n) + n) % n;

/** Inverse modulo a prime, by Euclid. */
function inverse(value: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, modulo(value, n), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return modulo(t0, n);
}

/** The digest as the standard's e: little-endian, modulo the order, never 0. */
function digestNumber(digest: Uint8Array, size: number, order: bigint): bigint {
  if (digest.length !== size) throw new RangeError(`A ${size}-byte digest is needed.`);
  return fromLittleEndian(digest) % order || 1n;
}

function readScalar(key: Uint8Array, curve: GostCurveName): bigint {
  const { size, order } = CURVES[curve];
  const scalar = key.length === size ? fromLittleEndian(key) : 0n;
  if (scalar === 0n || scalar >= order) throw new RangeError('Not a private key of this curve.');
  return scalar;
}

/**
 * A nonce in 1 … order−1 that is unpredictable if either the random source or the key is: HMAC-SHA-512 under the key
 * over the digest, fresh random bytes and a counter (the idea of RFC 6979 3.6). Taken from 128 bytes, so its bias is
 * below 2^-500.
 */
function nonce(key: Uint8Array, digest: Uint8Array, order: bigint, fresh: Uint8Array, round: number): bigint {
  const half = (index: number) =>
    createHmac('sha512', key).update(Uint8Array.of(round, index)).update(digest).update(fresh).digest();
  const wide = Buffer.concat([half(0), half(1)]);
  return (BigInt(`0x${wide.toString('hex')}`) % (order - 1n)) + 1n;
}

/**
 * Signs a digest. `key`: the private scalar, little-endian, 64 (or 32) bytes; `digest`: Streebog of the same length.
 * Returns r‖s, each little-endian. Throws RangeError on a key or digest that does not fit the curve.
 */
export function gostSign(
  key: Uint8Array,
  digest: Uint8Array,
  curve: GostCurveName = '512-A',
  random: RandomSource = randomBytes,
): Uint8Array {
  const { size, order, Point } = CURVES[curve];
  const d = readScalar(key, curve);
  const e = digestNumber(digest, size, order);
  const fresh = random(64);
  for (let round = 0; round < 256; round++) {
    const k = nonce(key, digest, order, fresh, round);
    const r = Point.BASE.multiply(k).toAffine().x % order;
    const s = (r * d + k * e) % order;
    if (r === 0n || s === 0n) continue;
    const out = new Uint8Array(size * 2);
    out.set(toLittleEndian(r, size));
    out.set(toLittleEndian(s, size), size);
    return out;
  }
  throw new RangeError('No signature could be made with this key.');
}

/** Reads x‖y into a point of the curve's prime-order group, or null when it is not one. */
function readPoint(publicKey: Uint8Array, curve: GostCurveName): WeierstrassPoint<bigint> | null {
  const { size, Point } = CURVES[curve];
  if (publicKey.length !== size * 2) return null;
  try {
    const point = Point.fromAffine({
      x: fromLittleEndian(publicKey.subarray(0, size)),
      y: fromLittleEndian(publicKey.subarray(size)),
    });
    point.assertValidity();
    return point;
  } catch {
    return null;
  }
}

/** A public key seen before. `uses` counts its verifications; past a few it has a table (noble keeps it by the point). */
interface KnownKey {
  readonly point: WeierstrassPoint<bigint>;
  uses: number;
}

const KNOWN_KEYS_LIMIT = 32; // a table is about half a megabyte
const USES_BEFORE_TABLE = 8;
const knownKeys = new Map<string, KnownKey>();

/**
 * The point of a key, with a table once it has been used a few times: the authorities and the officers of an office sign
 * nearly everything that is verified, and a table makes a verification about three times quicker and costs as much as ten. Public data only.
 */
function knownKey(publicKey: Uint8Array, curve: GostCurveName): KnownKey | null {
  const name = Buffer.from(publicKey).toString('base64');
  const known = knownKeys.get(name);
  if (known) {
    if (++known.uses === USES_BEFORE_TABLE) known.point.precompute(5, false);
    return known;
  }
  const point = readPoint(publicKey, curve);
  if (!point) return null;
  const oldest = knownKeys.keys().next();
  if (knownKeys.size >= KNOWN_KEYS_LIMIT && !oldest.done) knownKeys.delete(oldest.value);
  const fresh = { point, uses: 1 };
  knownKeys.set(name, fresh);
  return fresh;
}

const hasTable = (known: KnownKey) => known.uses >= USES_BEFORE_TABLE;

/** Whether x‖y is a point a public key may be. */
export function isGostPublicKey(publicKey: Uint8Array, curve: GostCurveName = '512-A'): boolean {
  return readPoint(publicKey, curve) !== null;
}

/** Verifies r‖s over a digest with the public key x‖y. Never throws: anything malformed is just not a signature. */
export function gostVerify(
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
  curve: GostCurveName = '512-A',
): boolean {
  const { size, order, Point } = CURVES[curve];
  if (signature.length !== size * 2 || digest.length !== size) return false;
  const r = fromLittleEndian(signature.subarray(0, size));
  const s = fromLittleEndian(signature.subarray(size));
  if (r === 0n || s === 0n || r >= order || s >= order) return false;
  const known = knownKey(publicKey, curve);
  if (!known) return false;
  const e = inverse(digestNumber(digest, size, order), order);
  const [u, v] = [modulo(s * e, order), modulo(-r * e, order)];
  const { BASE } = Point;
  // With tables for both points, two walks are quicker than one shared one.
  const sum = hasTable(known)
    ? BASE.multiplyUnsafe(u).add(known.point.multiplyUnsafe(v))
    : BASE.mulAddUnsafe(u, known.point, v);
  return !sum.is0() && sum.toAffine().x % order === r;
}

/** The public key x‖y (little-endian halves) of a private scalar. Throws RangeError on a bad scalar. */
export function gostPublicKey(key: Uint8Array, curve: GostCurveName = '512-A'): Uint8Array {
  const { size, Point } = CURVES[curve];
  const { x, y } = Point.BASE.multiply(readScalar(key, curve)).toAffine();
  const out = new Uint8Array(size * 2);
  out.set(toLittleEndian(x, size));
  out.set(toLittleEndian(y, size), size);
  return out;
}

/** A new private scalar, little-endian, uniform in 1 … order−1 up to a bias below 2^-120. */
export function gostPrivateKey(
  random: RandomSource = randomBytes,
  curve: GostCurveName = '512-A',
): Uint8Array {
  const { size, order } = CURVES[curve];
  return toLittleEndian((fromLittleEndian(random(size + 16)) % (order - 1n)) + 1n, size);
}

/** Bits a step of the base point's table takes. Eight, noble's own choice, builds twice as long and signs a tenth quicker. */
const WINDOW = 7;
/** For a process whose first signature somebody waits for: a table made in a few hundredths of a second. */
const FIRST_WINDOW = 4;
const BASE_512_A = CURVES['512-A'].Point.BASE;
// Built when it is first used.
BASE_512_A.precompute(WINDOW);

/** The next signature comes at once and alone: the full table waits for `warmUp`. */
export function expectOneSignature(): void {
  if (!warm) BASE_512_A.precompute(FIRST_WINDOW);
}

let warm = false;

/** Builds the base point's full table (about 0.2 s) and lets the engine compile the hot paths, so that many signatures are quick. */
export function warmUp(): void {
  if (warm) return;
  warm = true;
  BASE_512_A.precompute(WINDOW, false);
  const key = gostPrivateKey();
  const digest = randomBytes(64);
  if (!gostVerify(gostPublicKey(key), digest, gostSign(key, digest))) {
    throw new Error('GOST_SELF_TEST_FAILED');
  }
}
