/**
 * A verifier of GOST XML signatures that shares no line with the product: Streebog of @li0ard/streebog, the curve by the
 * standard's formulas in plain affine arithmetic (test/unit/eds/affine.ts), certificates by pkijs. A program of its own:
 * `node verify-gost.ts FILE.xml` prints `valid` or what is wrong, and ends with 0 or 1.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { DOMParser, type Element as XmlElement, type Node as XmlNode } from '@xmldom/xmldom';
import { Certificate } from 'pkijs';
import { C14nCanonicalization, C14nCanonicalizationWithComments } from 'xml-crypto';
import { affineVerify } from '../../unit/eds/affine.ts';

// The package names its own modules without their extension, which Node does not guess.
registerHooks({
  resolve(specifier, context, next) {
    const own = context.parentURL?.includes('@li0ard/streebog') === true && specifier.startsWith('./');
    return next(own ? `${specifier}.js` : specifier, context);
  },
});
const { Streebog512 } = (await import('@li0ard/streebog')) as {
  Streebog512: new () => { update(bytes: Uint8Array): unknown; digest(): Uint8Array };
};

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

function streebog(text: string): Uint8Array {
  const hasher = new Streebog512();
  hasher.update(new TextEncoder().encode(text));
  return hasher.digest();
}

function only(parent: XmlElement, name: string): XmlElement {
  const found = parent.getElementsByTagNameNS(DSIG, name);
  const [element] = [...found];
  if (found.length !== 1 || element === undefined) throw new Error(`${found.length} elements ${name}`);
  return element;
}

const base64 = (element: XmlElement): Uint8Array => Buffer.from(element.textContent ?? '', 'base64');

/** Namespaces in force at a node from its ancestors, as inclusive canonicalisation needs them. */
function inherited(node: XmlElement): { prefix: string; namespaceURI: string }[] {
  const seen = new Map<string, string>();
  for (let up: XmlNode | null = node.parentNode; up !== null; up = up.parentNode) {
    for (const attribute of (up as XmlElement).attributes ?? []) {
      const prefix = attribute.name === 'xmlns' ? '' : /^xmlns:(.+)$/.exec(attribute.name)?.[1];
      if (prefix !== undefined && !seen.has(prefix)) seen.set(prefix, attribute.value);
    }
  }
  return [...seen].map(([prefix, namespaceURI]) => ({ prefix, namespaceURI }));
}

function verify(xml: string): string | null {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const root = document.documentElement;
  if (root === null) return 'no root';
  const signature = only(root, 'Signature');
  if (signature.parentNode !== root) return 'the signature is not a child of the root';
  const signedInfo = only(signature, 'SignedInfo');
  const reference = only(signedInfo, 'Reference');
  if (reference.getAttribute('URI') !== '') return 'the reference is not to the whole document';
  const canonicalInfo = new C14nCanonicalization().process(
    signedInfo as never,
    {
      ancestorNamespaces: inherited(signedInfo),
    } as never,
  );
  const value = base64(only(signature, 'SignatureValue'));
  const wanted = Buffer.from(base64(only(reference, 'DigestValue')));
  const certificate = Certificate.fromBER(
    base64(only(signature, 'X509Certificate')) as Uint8Array<ArrayBuffer>,
  );
  const bits = new Uint8Array(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
  // BIT STRING { OCTET STRING of 128 }
  const point = bits.subarray(bits.length - 128);
  root.removeChild(signature);
  const content = new C14nCanonicalizationWithComments().process(root as never, {} as never);
  if (!wanted.equals(streebog(String(content)))) return 'the digest differs: the document was changed';
  return affineVerify(point, streebog(String(canonicalInfo)), value) ? null : 'the signature value is wrong';
}

const [file] = process.argv.slice(2);
let fault: string | null;
try {
  fault = verify(readFileSync(file ?? '', 'utf8'));
} catch (error) {
  fault = error instanceof Error ? error.message : 'not verified';
}
console.log(fault ?? 'valid');
process.exitCode = fault === null ? 0 : 1;
