import { MATRIX, PI, ROUND_KEYS } from './streebog-constants.ts';

/**
 * Streebog, GOST R 34.11-2012 = ST RK GOST R 34.11-2015 (RFC 6986), table-driven: one lookup does the substitution,
 * the permutation and the linear map of a byte. States are kept least significant byte first, as the standard's
 * number is written to the wire, so a digest needs no reversal.
 */

const WORDS = 16; // a 512-bit state as 32-bit words: low, high, low, high, …
const BLOCK = 64;

const LOW = new Int32Array(8 * 256);
const HIGH = new Int32Array(8 * 256);
buildTables();
const KEYS = ROUND_KEYS.map((hex) => words(Uint8Array.from(Buffer.from(hex, 'hex')).reverse()));

/** Row k of the tables is what byte k of a 64-bit column becomes: the substitution, then the linear map. */
function buildTables(): void {
  const pi = Buffer.from(PI, 'hex');
  const matrix = Buffer.from(MATRIX, 'hex');
  for (let position = 0; position < 8; position++) {
    for (let byte = 0; byte < 256; byte++) {
      let low = 0;
      let high = 0;
      for (let bit = 0; bit < 8; bit++) {
        if ((((pi[byte] ?? 0) >>> bit) & 1) === 0) continue;
        const row = 63 - (8 * position + bit);
        high ^= matrix.readUInt32BE(row * 8);
        low ^= matrix.readUInt32BE(row * 8 + 4);
      }
      LOW[position * 256 + byte] = low;
      HIGH[position * 256 + byte] = high;
    }
  }
}

function words(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: WORDS }, (_, i) => view.getInt32(i * 4, true));
}

const MIXED = new Int32Array(WORDS);
const MIXED_BYTES = new Uint8Array(MIXED.buffer);

/**
 * out := L(P(S(a xor b))). The eight lookups of a column are written out: as a loop it is several times slower.
 * Reads bytes through a view of the words, so it needs a little-endian machine, as every one that runs this is.
 */
function lps(a: Int32Array, b: Int32Array, out: Int32Array): void {
  for (let i = 0; i < WORDS; i++) MIXED[i] = at(a, i) ^ at(b, i);
  for (let column = 0; column < 8; column++) {
    const e0 = at(MIXED_BYTES, column);
    const e1 = at(MIXED_BYTES, column + 8) | 0x100;
    const e2 = at(MIXED_BYTES, column + 16) | 0x200;
    const e3 = at(MIXED_BYTES, column + 24) | 0x300;
    const e4 = at(MIXED_BYTES, column + 32) | 0x400;
    const e5 = at(MIXED_BYTES, column + 40) | 0x500;
    const e6 = at(MIXED_BYTES, column + 48) | 0x600;
    const e7 = at(MIXED_BYTES, column + 56) | 0x700;
    out[column * 2] =
      at(LOW, e0) ^
      at(LOW, e1) ^
      at(LOW, e2) ^
      at(LOW, e3) ^
      at(LOW, e4) ^
      at(LOW, e5) ^
      at(LOW, e6) ^
      at(LOW, e7);
    out[column * 2 + 1] =
      at(HIGH, e0) ^
      at(HIGH, e1) ^
      at(HIGH, e2) ^
      at(HIGH, e3) ^
      at(HIGH, e4) ^
      at(HIGH, e5) ^
      at(HIGH, e6) ^
      at(HIGH, e7);
  }
}

/** An element that is there: every index here is within its array by construction. */
function at(array: Int32Array | Uint8Array, index: number): number {
  return array[index] as number;
}

/** 512-bit sum, in place: target := target + other. */
function add(target: Int32Array, other: Int32Array): void {
  let carry = 0;
  for (let i = 0; i < WORDS; i++) {
    const sum = (at(target, i) >>> 0) + (at(other, i) >>> 0) + carry;
    target[i] = sum | 0;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

const ZERO = new Int32Array(WORDS);

/** An incremental Streebog hash. Not reusable after `digest`. */
export class Streebog {
  readonly #size: 32 | 64;
  readonly #hash: Int32Array;
  readonly #count = new Int32Array(WORDS);
  readonly #sum = new Int32Array(WORDS);
  readonly #buffer = new Uint8Array(BLOCK);
  readonly #message = new Int32Array(this.#buffer.buffer); // the same 64 bytes as words
  readonly #bits = new Int32Array(WORDS);
  #filled = 0;
  #key = new Int32Array(WORDS);
  #nextKey = new Int32Array(WORDS);
  #state = new Int32Array(WORDS);
  #nextState = new Int32Array(WORDS);

  /** `size` is the length of the digest in bytes: 64 (512 bits) or 32 (256 bits). */
  constructor(size: 32 | 64) {
    this.#size = size;
    this.#hash = new Int32Array(WORDS).fill(size === 64 ? 0 : 0x01010101);
  }

  /** Feeds bytes; returns itself. */
  update(data: Uint8Array): this {
    let at = 0;
    while (at < data.length) {
      const take = Math.min(BLOCK - this.#filled, data.length - at);
      this.#buffer.set(data.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === BLOCK) {
        this.#block(BLOCK * 8);
        this.#filled = 0;
      }
    }
    return this;
  }

  /** The digest: 64 or 32 bytes, in the order the standards print it on the wire. */
  digest(): Uint8Array {
    this.#buffer.fill(0, this.#filled);
    this.#buffer[this.#filled] = 1;
    this.#block(this.#filled * 8);
    this.#compress(ZERO, this.#count);
    this.#compress(ZERO, this.#sum);
    const out = new Uint8Array(BLOCK);
    const view = new DataView(out.buffer);
    this.#hash.forEach((word, i) => {
      view.setInt32(i * 4, word, true);
    });
    return this.#size === 64 ? out : out.slice(32);
  }

  #block(bits: number): void {
    this.#compress(this.#count, this.#message);
    this.#bits[0] = bits;
    add(this.#count, this.#bits);
    add(this.#sum, this.#message);
  }

  /** The compression function g_N(h, m). */
  #compress(count: Int32Array, message: Int32Array): void {
    lps(this.#hash, count, this.#key);
    this.#state.set(message);
    for (const constant of KEYS) {
      lps(this.#state, this.#key, this.#nextState);
      [this.#state, this.#nextState] = [this.#nextState, this.#state];
      lps(this.#key, constant, this.#nextKey);
      [this.#key, this.#nextKey] = [this.#nextKey, this.#key];
    }
    for (let i = 0; i < WORDS; i++) {
      this.#hash[i] = at(this.#hash, i) ^ at(this.#state, i) ^ at(this.#key, i) ^ at(message, i);
    }
  }
}

/** Streebog-512 of bytes: 64 bytes. */
export function streebog512(data: Uint8Array): Uint8Array {
  return new Streebog(64).update(data).digest();
}

/** Streebog-256 of bytes: 32 bytes. */
export function streebog256(data: Uint8Array): Uint8Array {
  return new Streebog(32).update(data).digest();
}
