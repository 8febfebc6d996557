import { createHash } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { C14nCanonicalizationWithComments, type HashAlgorithm, type SignatureAlgorithm } from 'xml-crypto';
import { toBase64 } from '../bytes.ts';
import { streebog512 } from '../gost/streebog.ts';
import { type SignatureSuite, SUITES } from './profile.ts';

/**
 * The algorithms of the profile, and as xml-crypto wants them, which makes our signatures. The key is closed over, never taken from
 * what the library hands in.
 */

const utf8 = (text: unknown): Uint8Array => Buffer.from(String(text), 'utf8');

/** The digest of a text by the suite's one algorithm. */
export const digestOf = (suite: SignatureSuite, text: string): Uint8Array =>
  suite === 'rsa-sha256' ? createHash('sha256').update(utf8(text)).digest() : streebog512(utf8(text));

/** The same for the library. */
export function digestFor(suite: SignatureSuite): new () => HashAlgorithm {
  return class {
    getAlgorithmName = () => SUITES[suite].digest;
    getHash = (xml: string) => toBase64(digestOf(suite, xml));
  };
}

/** An algorithm that signs with the given function and verifies nothing. */
export function signingAlgorithm(
  suite: SignatureSuite,
  sign: (message: Uint8Array) => Uint8Array,
): new () => SignatureAlgorithm {
  return class {
    getAlgorithmName = () => SUITES[suite].signature;
    getSignature = (signedInfo: unknown) => toBase64(sign(utf8(signedInfo)));
    verifySignature = () => false;
  };
}

type CanonicalizerOptions = Parameters<C14nCanonicalizationWithComments['process']>[1];

/** The library's own canonicalizer, which sees `root` whatever it is asked about: what is signed is this and nothing else. */
export function showingCanonicalizer(root: Element): new () => C14nCanonicalizationWithComments {
  return class extends C14nCanonicalizationWithComments {
    override process(_node: unknown, options: CanonicalizerOptions) {
      return super.process(
        root as unknown as Parameters<C14nCanonicalizationWithComments['process']>[0],
        options,
      );
    }
  };
}
