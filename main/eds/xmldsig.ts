import type { Element } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { toBase64 } from './bytes.ts';
import { type CertificateInfo, parseCertificate } from './certificate.ts';
import { type ChainVerdict, verifyChain } from './chain.ts';
import { EdsError, type EdsErrorCode } from './errors.ts';
import { isStrongRsa } from './public-key.ts';
import type { TrustStore } from './trust.ts';
import { type KeyPurpose, mayLogIn, maySign } from './usage.ts';
import { digestFor, showingCanonicalizer, signingAlgorithm } from './xml/algorithms.ts';
import { validateCore } from './xml/core.ts';
import { C14N, C14N_WITH_COMMENTS, ENVELOPED, type SignatureSuite, SUITES } from './xml/profile.ts';
import {
  hasSignature,
  parseXml,
  readSignature,
  type SignatureParts,
  type StructureCode,
  StructureError,
  shellOf,
} from './xml/structure.ts';
import { acceptText } from './xml/text-gate.ts';

/** The suite a certificate's key signs with; null when there is none. */
export function suiteOf(certificate: CertificateInfo): SignatureSuite | null {
  if (certificate.algorithm === 'gost-2015-512') return 'gost-2015-512';
  return isStrongRsa(certificate.algorithm) ? 'rsa-sha256' : null;
}

/**
 * Signs a whole document in the profile of the National Certification Authority (eds.md, C5) and returns it with
 * `ds:Signature` as the last child of its root. `sign` makes the raw signature of the bytes it is given.
 *
 * Throws EdsError: an XML_… code for a text the verifier would refuse (so nothing unverifiable is ever made),
 * XML_ALREADY_SIGNED, KEY_ALGORITHM.
 */
export function signXml(
  xml: string,
  certificate: CertificateInfo,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const suite = suiteOf(certificate);
  if (!suite) throw new EdsError('KEY_ALGORITHM');
  const text = acceptText(xml);
  if (/&#(?:13|0*13|x0*[dD]);/.test(text)) throw new EdsError('XML_CONTROL_CHARACTER');
  const { root } = parseXml(text);
  if (hasSignature(root)) throw new EdsError('XML_ALREADY_SIGNED');
  const algorithms = SUITES[suite];
  const signer = new SignedXml({
    // xml-crypto wants some key; ours is inside `signingAlgorithm` and never reaches the library.
    privateKey: 'held elsewhere',
    signatureAlgorithm: algorithms.signature,
    canonicalizationAlgorithm: C14N,
    getKeyInfoContent: () =>
      `<ds:X509Data><ds:X509Certificate>${toBase64(certificate.der)}</ds:X509Certificate></ds:X509Data>`,
  });
  signer.CanonicalizationAlgorithms[C14N_WITH_COMMENTS] = showingCanonicalizer(root);
  signer.HashAlgorithms = { [algorithms.digest]: digestFor(suite) };
  signer.SignatureAlgorithms = { [algorithms.signature]: signingAlgorithm(suite, sign) };
  signer.addReference({
    xpath: '/*',
    isEmptyUri: true,
    uri: '',
    transforms: [ENVELOPED, C14N_WITH_COMMENTS],
    digestAlgorithm: algorithms.digest,
  });
  // The library looks for things by paths and copies the tree, again and again: it is given the root's tag alone, and its
  // canonicalizer is shown the document.
  signer.computeSignature(shellOf(root), { prefix: 'ds', location: { reference: '/*', action: 'append' } });
  return appended(text, root, signer.getSignatureXml());
}

/** The text with `signature` as the last child of its root; all else stays as it was written. */
function appended(text: string, root: Element, signature: string): string {
  const whole = text.replace(/\/>([ \t\n]*)$/, `></${root.tagName}>$1`);
  const close = whole.lastIndexOf('</');
  return `${whole.slice(0, close)}${signature}${whole.slice(close)}`;
}

export type VerifyCode =
  | 'SIG_OK'
  | StructureCode
  | EdsErrorCode
  | 'SIG_CERTIFICATE'
  | 'SIG_ALGORITHM'
  | 'SIG_KEY_USAGE'
  | 'SIG_DIGEST'
  | 'SIG_VALUE'
  | Exclude<ChainVerdict['code'], 'CHAIN_OK'>;

/** `yes`, `no`, or not reached because an earlier gate refused the document. */
export type Check = 'yes' | 'no' | 'not_checked';

/** The verdict on a signed document. */
export interface XmlVerdict {
  readonly ok: boolean;
  /** SIG_OK, or why not: the first fault in the order form, chain, usage, signature, digest. */
  readonly code: VerifyCode;
  readonly checks: {
    /** One signature, in the profile's shape and place. */
    readonly form: Check;
    /** The certificate leads to a pinned root at that moment. */
    readonly chain: Check;
    /** The certificate may be used for this purpose. */
    readonly usage: Check;
    /** SignatureValue was made over SignedInfo by the certificate's key. */
    readonly signature: Check;
    /** The document is what was signed. */
    readonly digest: Check;
  };
  readonly certificate: CertificateInfo | null;
  readonly chain: ChainVerdict | null;
  readonly algorithm: SignatureSuite | null;
  /**
   * The canonical XML that the signature covers: the root without its signature. **Read a verified document from this
   * and from nothing else.** Null unless `ok`.
   */
  readonly signedRootXml: string | null;
}

export interface VerifyOptions {
  readonly trust: TrustStore;
  /** The moment at which the certificates must have been valid. */
  readonly at: Date;
  /** What the key had to be good for; signing by default. */
  readonly purpose?: KeyPurpose;
}

const NOTHING_CHECKED = {
  form: 'no',
  chain: 'not_checked',
  usage: 'not_checked',
  signature: 'not_checked',
  digest: 'not_checked',
} as const;

/** Verifies a signed document by four gates: text, structure, chain before signature, signed content only. Never throws. */
export function verifyXml(xml: string, options: VerifyOptions): XmlVerdict {
  let root: Element;
  let parts: SignatureParts;
  let certificate: CertificateInfo;
  try {
    ({ root } = parseXml(acceptText(xml)));
    parts = readSignature(root);
  } catch (error) {
    return refused(codeOf(error));
  }
  try {
    certificate = parseCertificate(parts.certificate);
  } catch {
    return refused('SIG_CERTIFICATE');
  }
  const suite = suiteOf(certificate);
  const wanted = suite && SUITES[suite];
  if (!suite || parts.signatureMethod !== wanted?.signature || parts.digestMethod !== wanted.digest) {
    return { ...refused('SIG_ALGORITHM'), certificate };
  }
  return judge({ root, parts, certificate, suite }, options);
}

function codeOf(error: unknown): VerifyCode {
  return error instanceof StructureError || error instanceof EdsError ? error.code : 'XML_MALFORMED';
}

const refused = (code: VerifyCode): XmlVerdict => ({
  ok: false,
  code,
  checks: NOTHING_CHECKED,
  certificate: null,
  chain: null,
  algorithm: null,
  signedRootXml: null,
});

const check = (answer: boolean): Check => (answer ? 'yes' : 'no');

/** A document that passed the gates of text and structure, and the certificate it was signed with. */
interface Gated {
  readonly root: Element;
  readonly parts: SignatureParts;
  readonly certificate: CertificateInfo;
  readonly suite: SignatureSuite;
}

function judge(gated: Gated, { trust, at, purpose = 'sign' }: VerifyOptions): XmlVerdict {
  const { parts, certificate, suite } = gated;
  const chain = verifyChain(certificate, trust, at);
  const usage = purpose === 'sign' ? maySign(certificate) : mayLogIn(certificate);
  const { signature, digest, documentXml } = validateCore(gated.root, parts, suite, certificate.publicKey);
  const code: VerifyCode =
    chain.code !== 'CHAIN_OK'
      ? chain.code
      : !usage
        ? 'SIG_KEY_USAGE'
        : !signature
          ? 'SIG_VALUE'
          : !digest
            ? 'SIG_DIGEST'
            : 'SIG_OK';
  return {
    ok: code === 'SIG_OK',
    code,
    checks: {
      form: 'yes',
      chain: check(chain.ok),
      usage: check(usage),
      signature: check(signature),
      digest: check(digest),
    },
    certificate,
    chain,
    algorithm: suite,
    signedRootXml: code === 'SIG_OK' ? documentXml : null,
  };
}
