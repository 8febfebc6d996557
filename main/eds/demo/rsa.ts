import { checkPrime, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Oid } from '../asn1/oids.ts';
import { algorithmId, integer, octets, sequence } from '../asn1/write.ts';
import type { RandomSource } from '../gost/gost3410.ts';

/**
 * RSA-2048 keys for the demo world. With a seeded source the same seed gives the same key, which Node's own generator
 * cannot do; without one, Node's generator is used. **Not for real keys**: nobody's rights hang on a demo key.
 */

const isPrime = (candidate: bigint) =>
  new Promise<boolean>((resolve, reject) => {
    checkPrime(candidate, { checks: 20 }, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
const EXPONENT = 65537n;

/** PKCS#8 DER of a new key. */
export async function makeRsaKey(random: RandomSource | null): Promise<Uint8Array> {
  if (random) return seededKey(random);
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

async function seededKey(random: RandomSource): Promise<Uint8Array> {
  const p = await prime(random);
  let q = await prime(random);
  while (q === p) q = await prime(random);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = [0n, p * q, EXPONENT, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
  return sequence(integer(0), algorithmId(Oid.rsaKey), octets(sequence(...numbers.map((n) => integer(n)))));
}

const SMALL_PRIMES = smallPrimes(5_000);

function smallPrimes(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const out: number[] = [];
  for (let n = 3; n < limit; n += 2) {
    if (composite[n] === 1) continue;
    out.push(n);
    for (let multiple = n * n; multiple < limit; multiple += 2 * n) composite[multiple] = 1;
  }
  return out;
}

/** A 1024-bit prime with its two top bits set: the first one after a random odd start, small factors sieved out. */
async function prime(random: RandomSource): Promise<bigint> {
  for (;;) {
    const bytes = Uint8Array.from(random(128));
    bytes[0] = (bytes[0] ?? 0) | 0xc0;
    bytes[127] = (bytes[127] ?? 0) | 1;
    const start = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    const residues = SMALL_PRIMES.map((small) => Number(start % BigInt(small)));
    for (let step = 0; step < 8192; step += 2) {
      if (SMALL_PRIMES.some((small, i) => ((residues[i] ?? 0) + step) % small === 0)) continue;
      const candidate = start + BigInt(step);
      if ((candidate - 1n) % EXPONENT === 0n) continue;
      if (await isPrime(candidate)) return candidate;
    }
  }
}

function inverse(value: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, value % n, 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return ((t0 % n) + n) % n;
}
