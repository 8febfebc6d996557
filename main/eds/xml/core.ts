import type { Element } from '@xmldom/xmldom';
import { C14nCanonicalizationWithComments } from 'xml-crypto';
import { Oid } from '../asn1/oids.ts';
import { equal } from '../bytes.ts';
import { type PublicKeyInfo, verifyWithKey } from '../public-key.ts';
import { digestOf } from './algorithms.ts';
import type { SignatureSuite } from './profile.ts';
import type { SignatureParts } from './structure.ts';

/**
 * The last gate: core validation (XML Signature 3.2) of a signature in the profile's one shape. It looks for nothing and chooses
 * nothing: the elements are the very ones that the structure gate read, the suite and the key are the certificate's. Canonical XML
 * is xml-crypto's.
 */

/** What a signature proved. The two answers are independent of each other. */
export interface CoreVerdict {
  /** The document is what SignedInfo speaks of. */
  readonly digest: boolean;
  /** SignatureValue was made over SignedInfo by the key. */
  readonly signature: boolean;
  /** The document that was judged: canonical, its signature taken out. */
  readonly documentXml: string;
}

/** Validates the signature of `root` by `key`, and takes it out of its document on the way (the enveloped-signature transform). */
export function validateCore(
  root: Element,
  parts: SignatureParts,
  suite: SignatureSuite,
  key: PublicKeyInfo,
): CoreVerdict {
  const signedInfo = canonical(parts.signedInfo, namespacesAround(parts.signedInfo));
  root.removeChild(parts.element);
  const documentXml = canonical(root, []);
  const oid = suite === 'rsa-sha256' ? Oid.rsaSha256 : Oid.gost2015Sign512;
  return {
    digest: equal(digestOf(suite, documentXml), Buffer.from(parts.digestValue, 'base64')),
    signature: verifyWithKey(
      key,
      oid,
      Buffer.from(signedInfo, 'utf8'),
      Buffer.from(parts.signatureValue, 'base64'),
    ),
    documentXml,
  };
}

interface Namespace {
  readonly prefix: string;
  readonly namespaceURI: string;
}

const CANONICALIZER = new C14nCanonicalizationWithComments();

/** Canonical XML 1.0 of an element. The text gate lets no comment in, so with them and without them is the same. */
const canonical = (element: Element, ancestorNamespaces: Namespace[]): string =>
  CANONICALIZER.process(element as unknown as Parameters<typeof CANONICALIZER.process>[0], {
    ancestorNamespaces,
  });

/**
 * The namespaces that an element has from those around it, which inclusive canonicalization writes into its tag (C14N 2.4): of
 * each prefix the nearest, without the ones that the element declares or stands in itself, which are written anyway.
 */
function namespacesAround(element: Element): Namespace[] {
  const seen = new Set([element.prefix ?? '', ...declared(element).map(({ prefix }) => prefix)]);
  const found: Namespace[] = [];
  for (let node = element.parentElement; node; node = node.parentElement) {
    for (const one of declared(node)) {
      if (seen.has(one.prefix)) continue;
      seen.add(one.prefix);
      // An empty one takes the outer default away and is none itself.
      if (one.namespaceURI !== '') found.push(one);
    }
  }
  return found;
}

const declared = (element: Element): Namespace[] =>
  Array.from(element.attributes)
    .filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(({ name, value }) => ({ prefix: name.slice('xmlns:'.length), namespaceURI: value }));
