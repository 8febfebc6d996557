/**
 * A second implementation of the GOST R 34.10-2012 verification, written from the standard's formulas with plain
 * affine BigInt arithmetic: no code shared with the product, so the two can only agree if both are right.
 */

const P = 2n ** 512n - 569n;
const A = P - 3n;
export const ORDER = BigInt(
  '0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275',
);
const B = BigInt(
  '0xE8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760',
);

type Point = readonly [bigint, bigint] | null;

export const BASE: Point = [
  3n,
  BigInt(
    '0x7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4',
  ),
];

const mod = (value: bigint, n: bigint) => ((value % n) + n) % n;

/** Inverse modulo a prime by the binary extended Euclid, another way than the product's. */
function inverse(value: bigint, n: bigint): bigint {
  let [u, v, x1, x2] = [mod(value, n), n, 1n, 0n];
  const half = (x: bigint) => (x & 1n ? (x + n) >> 1n : x >> 1n);
  while (u !== 1n && v !== 1n) {
    while (!(u & 1n)) [u, x1] = [u >> 1n, half(x1)];
    while (!(v & 1n)) [v, x2] = [v >> 1n, half(x2)];
    if (u >= v) [u, x1] = [u - v, mod(x1 - x2, n)];
    else [v, x2] = [v - u, mod(x2 - x1, n)];
  }
  return mod(u === 1n ? x1 : x2, n);
}

function add(one: Point, two: Point): Point {
  if (!one) return two;
  if (!two) return one;
  const [x1, y1] = one;
  const [x2, y2] = two;
  if (x1 === x2 && mod(y1 + y2, P) === 0n) return null;
  const slope =
    x1 === x2
      ? mod((3n * x1 * x1 + A) * inverse(2n * y1, P), P)
      : mod((y2 - y1) * inverse(mod(x2 - x1, P), P), P);
  const x3 = mod(slope * slope - x1 - x2, P);
  return [x3, mod(slope * (x1 - x3) - y1, P)];
}

export function multiply(scalar: bigint, point: Point): Point {
  let result: Point = null;
  let doubled = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

export const isOnCurve = (point: Point) =>
  point !== null && mod(point[1] * point[1] - (point[0] ** 3n + A * point[0] + B), P) === 0n;

export function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i] ?? 0);
  return value;
}

/** Steps of the standard's section 6.2, with the Authority's little-endian layouts (public key x‖y, signature r‖s). */
export function affineVerify(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  const q: Point = [littleEndian(publicKey.subarray(0, 64)), littleEndian(publicKey.subarray(64))];
  if (!isOnCurve(q)) return false;
  const r = littleEndian(signature.subarray(0, 64));
  const s = littleEndian(signature.subarray(64));
  const e = mod(littleEndian(digest), ORDER) || 1n;
  const v = inverse(e, ORDER);
  const c = add(multiply(mod(s * v, ORDER), BASE), multiply(mod(-r * v, ORDER), q));
  return c !== null && mod(c[0], ORDER) === r;
}
