/**
 * A quick judgement of a signature that was just made over a text we hold: whether it is, byte for byte, the profile's one form
 * around our text, with the right digest, our certificate and a good value. It says yes to nothing that `verifyXml` would
 * refuse for its form, digest or signature; a no only means that it must be asked. Chains are not its matter.
 */

import { Oid } from './asn1/oids.ts';
import { toBase64 } from './bytes.ts';
import type { CertificateInfo } from './certificate.ts';
import { verifyWithKey } from './public-key.ts';
import { digestOf } from './xml/algorithms.ts';
import { C14N, C14N_WITH_COMMENTS, DSIG, ENVELOPED, SUITES } from './xml/profile.ts';
import { suiteOf } from './xmldsig.ts';

const ROOT = /^<([A-Za-z]+) xmlns="([^"<>&]+)">/;

/** Whether `signedXml` is `xml` (canonical, one root with a default namespace) signed by this certificate's key. */
export function isOwnSignature(signedXml: string, xml: string, certificate: CertificateInfo): boolean {
  const suite = suiteOf(certificate);
  const root = ROOT.exec(xml);
  if (suite === null || root === null) return false;
  const [, name = '', namespace = ''] = root;
  const close = `</${name}>`;
  if (!xml.endsWith(close)) return false;
  const digest = toBase64(digestOf(suite, xml));
  const written = methods(suite, digest, (tag) => `<${tag}/>`);
  const before = `${xml.slice(0, -close.length)}<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${written}</ds:SignedInfo><ds:SignatureValue>`;
  const after = `</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${toBase64(certificate.der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>${close}`;
  if (!signedXml.startsWith(before) || !signedXml.endsWith(after)) return false;
  const value = signedXml.slice(before.length, signedXml.length - after.length);
  // Base64 as it is written, padding and all: the verifier takes no other.
  if (value === '' || Buffer.from(value, 'base64').toString('base64') !== value) return false;
  // Canonical XML 1.0 of SignedInfo: the namespaces in scope, no empty-element tags.
  const inner = methods(suite, digest, (tag) => `<${tag}></${tag.split(' ')[0] ?? ''}>`);
  const canonical = `<ds:SignedInfo xmlns="${namespace}" xmlns:ds="${DSIG}">${inner}</ds:SignedInfo>`;
  const oid = suite === 'rsa-sha256' ? Oid.rsaSha256 : Oid.gost2015Sign512;
  try {
    return verifyWithKey(
      certificate.publicKey,
      oid,
      Buffer.from(canonical, 'utf8'),
      Buffer.from(value, 'base64'),
    );
  } catch {
    return false;
  }
}

function methods(suite: keyof typeof SUITES, digest: string, empty: (tag: string) => string): string {
  const algorithms = SUITES[suite];
  const tag = (name: string, algorithm: string): string => empty(`ds:${name} Algorithm="${algorithm}"`);
  return [
    tag('CanonicalizationMethod', C14N),
    tag('SignatureMethod', algorithms.signature),
    '<ds:Reference URI=""><ds:Transforms>',
    tag('Transform', ENVELOPED),
    tag('Transform', C14N_WITH_COMMENTS),
    '</ds:Transforms>',
    tag('DigestMethod', algorithms.digest),
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`,
  ].join('');
}
