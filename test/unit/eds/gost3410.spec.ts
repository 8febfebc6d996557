import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gostPrivateKey,
  gostPublicKey,
  gostSign,
  gostVerify,
  isGostPublicKey,
  warmUp,
} from '../../../main/eds/gost/gost3410.ts';
import { streebog256, streebog512 } from '../../../main/eds/gost/streebog.ts';
import { affineVerify, BASE, isOnCurve, littleEndian, multiply, ORDER } from './affine.ts';
import { seeded } from './support.ts';

const digestOf = (text: string) => streebog512(Buffer.from(text, 'utf8'));

function little(value: bigint, size = 64): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex').reverse());
}

describe('GOST R 34.10-2015', () => {
  it('has a base point of the stated order on the curve', () => {
    expect(isOnCurve(BASE)).toBe(true);
    expect(multiply(ORDER, BASE)).toBeNull();
  });

  it('makes signatures that an independent implementation accepts', () => {
    const random = seeded('independent');
    for (let i = 0; i < 3; i++) {
      const key = gostPrivateKey(random);
      const digest = digestOf(`шешім ${i}`);
      const signature = gostSign(key, digest);
      expect(affineVerify(gostPublicKey(key), digest, signature)).toBe(true);
      expect(affineVerify(gostPublicKey(key), digestOf('other'), signature)).toBe(false);
    }
  });

  it('derives the public key as the scalar times the base point', () => {
    const key = gostPrivateKey(seeded('public'));
    const point = multiply(littleEndian(key), BASE);
    const publicKey = gostPublicKey(key);
    expect([littleEndian(publicKey.subarray(0, 64)), littleEndian(publicKey.subarray(64))]).toEqual(point);
  });

  it('verifies its own signatures and no altered ones', () => {
    const key = gostPrivateKey(seeded('alter'));
    const publicKey = gostPublicKey(key);
    const digest = digestOf('document');
    const signature = gostSign(key, digest);
    expect(gostVerify(publicKey, digest, signature)).toBe(true);
    fc.assert(
      fc.property(fc.nat(127), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Uint8Array.from(signature);
        altered[at] = (altered[at] ?? 0) ^ change;
        expect(gostVerify(publicKey, digest, altered)).toBe(false);
      }),
      { numRuns: 12 },
    );
  });

  it('is not confused by the layouts of other standards', () => {
    const key = gostPrivateKey(seeded('layouts'));
    const publicKey = gostPublicKey(key);
    const digest = digestOf('document');
    const signature = gostSign(key, digest);
    const swapped = Buffer.concat([signature.subarray(64), signature.subarray(0, 64)]);
    expect(gostVerify(publicKey, digest, swapped)).toBe(false);
    expect(gostVerify(publicKey, digest, Uint8Array.from(signature).reverse())).toBe(false);
    expect(gostVerify(publicKey, Uint8Array.from(digest).reverse(), signature)).toBe(false);
  });

  it.each([
    ['r = 0', little(0n), little(1n)],
    ['s = 0', little(1n), little(0n)],
    ['r = order', little(ORDER), little(1n)],
    ['s = order', little(1n), little(ORDER)],
  ])('refuses %s', (_name, r, s) => {
    const publicKey = gostPublicKey(gostPrivateKey(seeded('range')));
    expect(gostVerify(publicKey, digestOf('x'), Buffer.concat([r, s]))).toBe(false);
  });

  it('refuses signatures with s moved by the order (no second form of the same signature)', () => {
    const key = gostPrivateKey(seeded('malleable'));
    const digest = digestOf('x');
    const signature = gostSign(key, digest);
    const s = littleEndian(signature.subarray(64)) + ORDER;
    if (s < 1n << 512n) {
      expect(
        gostVerify(gostPublicKey(key), digest, Buffer.concat([signature.subarray(0, 64), little(s)])),
      ).toBe(false);
    }
    const negated = Buffer.concat([
      signature.subarray(0, 64),
      little(ORDER - littleEndian(signature.subarray(64))),
    ]);
    expect(gostVerify(gostPublicKey(key), digest, negated)).toBe(false);
  });

  it('refuses points that are not public keys', () => {
    const publicKey = gostPublicKey(gostPrivateKey(seeded('points')));
    expect(isGostPublicKey(publicKey)).toBe(true);
    const off = Uint8Array.from(publicKey);
    off[0] = (off[0] ?? 0) ^ 1;
    expect(isGostPublicKey(off)).toBe(false);
    expect(isGostPublicKey(new Uint8Array(128))).toBe(false);
    expect(isGostPublicKey(publicKey.subarray(1))).toBe(false);
    expect(gostVerify(off, digestOf('x'), new Uint8Array(128).fill(1))).toBe(false);
  });

  it.each([
    ['zero', new Uint8Array(64)],
    ['the order', little(ORDER)],
    ['too short', new Uint8Array(63).fill(1)],
  ])('will not sign with %s as a key', (_name, key) => {
    expect(() => gostSign(key, digestOf('x'))).toThrow(RangeError);
  });

  it('never repeats a nonce: not for two digests even with a stuck random source, not for one digest with a live one', () => {
    const key = gostPrivateKey(seeded('nonce'));
    const stuck = (length: number) => new Uint8Array(length);
    const rOf = (signature: Uint8Array) => littleEndian(signature.subarray(0, 64));
    const one = gostSign(key, digestOf('1'), '512-A', stuck);
    expect(rOf(one)).toBe(rOf(gostSign(key, digestOf('1'), '512-A', stuck)));
    expect(rOf(one)).not.toBe(rOf(gostSign(key, digestOf('2'), '512-A', stuck)));
    expect(rOf(gostSign(key, digestOf('1')))).not.toBe(rOf(gostSign(key, digestOf('1'))));
  });

  it('signs and verifies on the 256-bit curve', () => {
    const key = gostPrivateKey(seeded('256'), '256-A');
    const publicKey = gostPublicKey(key, '256-A');
    const digest = streebog256(Buffer.from('x'));
    const signature = gostSign(key, digest, '256-A');
    expect(signature).toHaveLength(64);
    expect(gostVerify(publicKey, digest, signature, '256-A')).toBe(true);
    expect(gostVerify(publicKey, streebog256(Buffer.from('y')), signature, '256-A')).toBe(false);
    expect(gostVerify(publicKey, digest, signature, '512-A')).toBe(false);
  });

  it('keeps its answers after warming up', () => {
    const key = gostPrivateKey(randomBytes);
    const before = gostPublicKey(key);
    warmUp();
    expect(Buffer.from(gostPublicKey(key)).equals(before)).toBe(true);
    const signature = gostSign(key, digestOf('warm'));
    expect(affineVerify(before, digestOf('warm'), signature)).toBe(true);
  });
});

describe('Keys verified often', () => {
  it('give the same answers once they have a table', () => {
    const key = gostPrivateKey(seeded('table'));
    const publicKey = gostPublicKey(key);
    for (let i = 0; i < 12; i++) {
      const digest = digestOf(`often ${i}`);
      const signature = gostSign(key, digest);
      expect(gostVerify(publicKey, digest, signature)).toBe(true);
      expect(gostVerify(publicKey, digestOf('another'), signature)).toBe(false);
      if (i === 11) expect(affineVerify(publicKey, digest, signature)).toBe(true);
    }
  });
});
