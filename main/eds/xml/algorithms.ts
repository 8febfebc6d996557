import { createHash } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { C14nCanonicalizationWithComments, type HashAlgorithm, type SignatureAlgorithm } from 'xml-crypto';
import { Oid } from '../asn1/oids.ts';
import { streebog512 } from '../gost/streebog.ts';
import { type PublicKeyInfo, verifyWithKey } from '../public-key.ts';
import { SHA256, type SignatureSuite, STREEBOG_512, SUITES } from './profile.ts';

/**
 * Algorithms for xml-crypto. The key is closed over, never taken from what the library hands in, so no KeyInfo, PEM or
 * option can put another key in its place.
 */

const utf8 = (text: unknown): Uint8Array => Buffer.from(String(text), 'utf8');

class Sha256Digest implements HashAlgorithm {
  getAlgorithmName = () => SHA256;
  getHash = (xml: string) => createHash('sha256').update(utf8(xml)).digest('base64');
}

class StreebogDigest implements HashAlgorithm {
  getAlgorithmName = () => STREEBOG_512;
  getHash = (xml: string) => Buffer.from(streebog512(utf8(xml))).toString('base64');
}

/** The one digest of a suite. */
export const digestFor = (suite: SignatureSuite): (new () => HashAlgorithm) =>
  suite === 'rsa-sha256' ? Sha256Digest : StreebogDigest;

/** An algorithm that signs with the given function and verifies nothing. */
export function signingAlgorithm(
  suite: SignatureSuite,
  sign: (message: Uint8Array) => Uint8Array,
): new () => SignatureAlgorithm {
  return class {
    getAlgorithmName = () => SUITES[suite].signature;
    getSignature = (signedInfo: unknown) => Buffer.from(sign(utf8(signedInfo))).toString('base64');
    verifySignature = () => false;
  };
}

/** An algorithm that verifies with the given certificate's key and cannot sign. */
export function verifyingAlgorithm(suite: SignatureSuite, key: PublicKeyInfo): new () => SignatureAlgorithm {
  const oid = suite === 'rsa-sha256' ? Oid.rsaSha256 : Oid.gost2015Sign512;
  return class {
    getAlgorithmName = () => SUITES[suite].signature;
    getSignature = (): string => {
      throw new Error('This algorithm only verifies.');
    };
    verifySignature = (material: string, _key: unknown, value: string) =>
      verifyWithKey(key, oid, utf8(material), Buffer.from(value, 'base64'));
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
